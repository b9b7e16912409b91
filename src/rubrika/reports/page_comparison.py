"""The page of several subjects: their ranks, their levels, and their criteria side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cached_property

import attrs

from rubrika import AssessmentError, Level, Problem, Scorecard
from rubrika.engines.program import TOTAL
from rubrika.model.explain import Explanation
from rubrika.number import Bounds
from rubrika.reports.cards import outcome_of, points_of
from rubrika.reports.element import Child, Element, element
from rubrika.reports.limits import AtLeast, limits_for
from rubrika.reports.page import page, section
from rubrika.reports.page_charts import bar
from rubrika.reports.page_parts import banner, fingerprints, head_of_rubric, levels_key, made_by
from rubrika.reports.page_words import page_words
from rubrika.reports.phrases import phrases
from rubrika.reports.ranks import Rank, ranks
from rubrika.reports.standing import Standing

__all__ = ["comparison_page"]


def comparison_page(cards: Iterable[Scorecard], *, lang: str = "en", title: str = "") -> str:
    """A report on several subjects: a page of HTML that needs nothing beside it, and no script.

    Subjects are ranked by level, then by points. Where evidence is missing, the best and the worst
    place that a subject can still have are told.

    Args:
        cards: Their scorecards, all of the same rubric.
        lang: ``"en"`` or ``"vi"``; English stands in for a language that is not known.
        title: The heading of the page; else how many subjects are compared.

    Raises:
        AssessmentError: when there is no scorecard, or they are of different rubrics.

    >>> from rubrika import load, load_assessments
    >>> cafe = load("examples/cafe-hygiene.toml")
    >>> cards = [cafe.score(one) for one in load_assessments("examples/cafes.csv", rubric=cafe)]
    >>> "Comparison of 4 subjects" in comparison_page(cards)
    True
    """
    found = tuple(cards)
    if not found:
        raise AssessmentError(
            Problem(
                "comparison-empty",
                "there is no scorecard to compare",
                hint="Give one for each subject.",
            )
        )
    strange = next((one for one in found if one.fingerprint != found[0].fingerprint), None)
    if strange is not None:
        first, other = (f"{one.rubric.id} {one.rubric.version}" for one in (found[0], strange))
        raise AssessmentError(
            Problem(
                "comparison-rubrics",
                f"scorecards of different rubrics are compared: {first} and {other}"
                + (" (of another content)" if first == other else ""),
                hint="Compare subjects by one rubric; make a page for each.",
            )
        )
    return _Comparison(found, lang, title).page()


@attrs.frozen(slots=False)
class _Comparison:
    """The parts of the page."""

    cards: tuple[Scorecard, ...]
    lang: str
    title: str

    @cached_property
    def explanations(self) -> tuple[Explanation, ...]:
        return tuple(card.explanation(self.lang) for card in self.cards)

    @cached_property
    def limits(self) -> tuple[AtLeast, ...]:
        """The thresholds of the total that are the same for all."""
        first, *others = (limits_for(card) for card in self.cards)
        return tuple(
            one for one in first if one.id == TOTAL and all(one in other for other in others)
        )

    @cached_property
    def ranks(self) -> tuple[Rank | None, ...]:
        return ranks(self.cards)

    @cached_property
    def order(self) -> list[int]:
        """The subjects from the best."""
        return sorted(range(len(self.cards)), key=lambda place: _order(self.ranks[place]))

    @cached_property
    def start(self) -> Fraction:
        """Where the bars of all start: at 0, or lower if a total can be."""
        least = (card.bounds.least for card in self.cards if card.bounds is not None)
        return min([Fraction(0), *(one for one in least if one is not None)])

    def points_of(self, place: int, id_: str) -> str:
        """What a subject has of a node."""
        explanation = self.explanations[place]
        return explanation.node_points(explanation.scores[id_])

    def say(self, key: str, **about: object) -> str:
        """A phrase of the page."""
        return page_words(self.lang)[key].format(**about)

    def name(self, place: int) -> str:
        """What a subject is called."""
        given = self.cards[place].assessment.subject
        return given or phrases(self.lang)["witness"].format(place=place + 1)

    def page(self) -> str:
        """The whole page."""
        rubric = self.cards[0].rubric
        title = self.title or self.say("comparison", count=len(self.cards))
        return page(
            f"{title} – {rubric.title.get(self.lang)}",
            head_of_rubric(self.explanations[0], title),
            banner(Standing(self.explanations[0])),
            self.ranking(),
            self.distribution(),
            self.criteria(),
            fingerprints(self.cards[0], self.lang),
            made_by(self.lang),
            lang=self.lang,
        )

    def ranking(self) -> Element:
        """A row for each subject, from the best."""
        words = phrases(self.lang)
        heads = (
            element("th", self.say("place"), scope="col", class_="number"),
            element("th", words["subject"], scope="col"),
            element("th", words["level"], scope="col"),
            element("th", words["points"], scope="col", class_="number"),
            element("th", self.say("totals"), scope="col"),
        )
        table = element(
            "table",
            element("caption", self.say("comparison caption")),
            element("thead", element("tr", heads)),
            element("tbody", (self.subject(place) for place in self.order)),
        )
        key = levels_key(self.limits, self.explanations[0], self.start)
        return section("ranking", self.say("ranking"), table, key)

    def subject(self, place: int) -> Element:
        """The row of one subject."""
        rank = self.ranks[place]
        card, explanation = self.cards[place], self.explanations[place]
        points = points_of(explanation)
        chart = None
        if card.bounds is not None:
            chart = bar(
                card.bounds,
                start=self.start,
                maximum=card.maximum,
                limits=[one.share for one in self.limits],
                label=self.say("chart", title=self.name(place), points=points),
            )
        outcome: Child = outcome_of(explanation)
        if card.rubric.levels and not card.decided and card.bounds is not None:
            chip = element("span", self.say("open"), class_="chip missing")
            outcome = [chip, element("span", outcome, class_="more")]
        return element(
            "tr",
            element("td", "–" if rank is None else str(rank), class_="number"),
            element("th", self.name(place), scope="row"),
            element("td", outcome),
            element("td", points, class_="number"),
            element("td", chart, class_="share"),
        )

    def distribution(self) -> Iterator[Element]:
        """How many subjects have each level, for certain or perhaps."""
        rubric = self.cards[0].rubric
        if not rubric.levels:
            return
        known = [card for card in self.cards if card.bounds is not None]
        heads = (
            element("th", phrases(self.lang)["level"], scope="col"),
            element("th", self.say("certain"), scope="col", class_="number"),
            element("th", self.say("maybe"), scope="col", class_="number"),
            element("th", self.say("share of subjects"), scope="col"),
        )
        table = element(
            "table",
            element("caption", self.say("distribution caption")),
            element("thead", element("tr", heads)),
            element("tbody", (self.having(level, known) for level in (*rubric.levels, None))),
        )
        yield section("levels", self.say("distribution"), table)

    def having(self, level: Level | None, known: list[Scorecard]) -> Element:
        """The row of one level."""
        certain = sum(card.decided and card.level == level for card in known)
        maybe = sum(not card.decided and level in card.possible_levels for card in known)
        title = self.explanations[0].level_title(level)
        ends = Bounds(Fraction(certain), Fraction(certain + maybe))
        said = f"{certain}" if not maybe else f"{certain}–{certain + maybe}"
        label = self.say("chart", title=title, points=said)
        chart = bar(ends, maximum=Fraction(len(self.cards)), label=label)
        return element(
            "tr",
            element("th", title, scope="row"),
            element("td", str(certain), class_="number"),
            element("td", str(maybe), class_="number"),
            element("td", chart, class_="share"),
        )

    def criteria(self) -> Element:
        """What each subject has of each criterion."""
        rubric = self.cards[0].rubric
        heads = (
            element("th", phrases(self.lang)["subject"], scope="col"),
            [
                element("th", node.title.get(self.lang), scope="col", class_="number wrap")
                for node in rubric.criteria
            ],
        )
        rows = (
            element(
                "tr",
                element("th", self.name(place), scope="row"),
                [
                    element("td", self.points_of(place, node.id), class_="number")
                    for node in rubric.criteria
                ],
            )
            for place in self.order
        )
        table = element(
            "table",
            element("caption", self.say("side by side")),
            element("thead", element("tr", heads)),
            element("tbody", rows),
        )
        scroll = element(
            "div",
            table,
            class_="scroll",
            tabindex=0,
            role="region",
            aria_label=self.say("side by side"),
        )
        return section("criteria", self.say("points"), scroll)


def _order(rank: Rank | None) -> tuple[bool, int, int]:
    """From the best; those to which nothing applies come last."""
    return (True, 0, 0) if rank is None else (False, rank.best, rank.worst)
