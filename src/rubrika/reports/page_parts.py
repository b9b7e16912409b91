"""What the pages of one and of several subjects have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from importlib.metadata import version

from rubrika import Scorecard
from rubrika.engines.program import TOTAL
from rubrika.model.explain import Explanation
from rubrika.reports.element import Child, Element, element
from rubrika.reports.limits import AtLeast
from rubrika.reports.page import day, section
from rubrika.reports.page_words import page_words
from rubrika.reports.phrases import phrases
from rubrika.reports.standing import Standing

__all__ = ["banner", "fingerprints", "head", "head_of_rubric", "levels_key", "made_by"]


def head(explanation: Explanation, title: str) -> Iterator[Child]:
    """The title of the page, the rubric, and the facts about the subject."""
    scores, lang = explanation.scores, explanation.lang
    facts: list[tuple[str, str]] = []
    if scores.assessment.date is not None:
        facts.append((explanation.say["date"], day(scores.assessment.date, lang)))
    for attribute in scores.rubric.context:
        fact = scores.context[attribute.id]
        unknown = explanation.say["not stated"]
        stated = unknown if fact is None else explanation.fact(attribute.domain, fact)
        facts.append((explanation.fact_title(attribute.id), stated))
    yield from head_of_rubric(explanation, title, facts)
    if scores.assessment.note:
        yield element("p", scores.assessment.note.get(lang))


def head_of_rubric(
    explanation: Explanation, title: str, facts: Iterable[tuple[str, str]] = ()
) -> Iterator[Child]:
    """The title of the page, the rubric, and *facts*, each with its name."""
    rubric, lang = explanation.scores.rubric, explanation.lang
    yield element("p", page_words(lang)["title"], class_="kicker")
    yield element("h1", title)
    named = f"{rubric.id}, {explanation.say['version']} {rubric.version}"
    told = [element("dd", f"{rubric.title.get(lang)} ({named})")]
    if rubric.adaptation is not None:
        made = rubric.adaptation
        said = explanation.say["adapted"].format(
            id=made.id, version=made.version, count=len(made.changes)
        )
        told.append(element("dd", said))
    pairs = ([element("dt", name), element("dd", said)] for name, said in facts)
    yield element("dl", element("dt", phrases(lang)["rubric"]), told, pairs, class_="facts")


def banner(standing: Standing) -> Element | None:
    """That the result rests on provisional numbers, if it does."""
    if not standing.caveat:
        return None
    return element("p", standing.caveat, class_="banner", role="note")


def levels_key(
    limits: Iterable[AtLeast], explanation: Explanation, start: Fraction
) -> Element | None:
    """What the lines of a chart of the total mean, and its ends if it starts below 0."""
    words, scores = page_words(explanation.lang), explanation.scores
    items = [
        element(
            "li",
            element("span", class_="tick", aria_hidden="true"),
            words["beyond" if one.beyond else "from"].format(
                level=explanation.level_title(one.level),
                points=explanation.display.points(TOTAL, one.share * scores.maximum),
            ),
        )
        for one in sorted(limits, key=lambda limit: limit.share)
    ]
    if start < 0:
        ends = (explanation.display.number(end) for end in (start, scores.maximum))
        items.insert(0, element("li", words["ends"].format(ends=" – ".join(ends))))
    return element("ul", items, class_="key") if items else None


def fingerprints(card: Scorecard, lang: str) -> Element:
    """By what anybody can check that it is the same rubric."""
    words = page_words(lang)
    pairs = ((words["content"], card.fingerprint), (words["structure"], card.structure))
    return section(
        "fingerprints",
        words["fingerprints"],
        element("p", words["again"], class_="soft"),
        element(
            "dl",
            ([element("dt", name), element("dd", mark, class_="print")] for name, mark in pairs),
            class_="facts",
        ),
    )


def made_by(lang: str) -> Element:
    """Which program made the page."""
    return element("footer", page_words(lang)["made"].format(version=version("rubrika")))
