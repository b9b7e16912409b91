"""The page of one scorecard: what was decided, why, what is missing, and what it all rests on."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs

from rubrika import (
    Plan,
    Scorecard,
)
from rubrika.engines.program import TOTAL
from rubrika.reports.element import Child, Element, element
from rubrika.reports.html import elements
from rubrika.reports.page import page, section, sources_list
from rubrika.reports.page_charts import bar
from rubrika.reports.page_levels import LevelParts
from rubrika.reports.page_nodes import NodeParts
from rubrika.reports.page_parts import banner, fingerprints, head, levels_key, made_by
from rubrika.reports.phrases import phrases
from rubrika.reports.sections import sections

__all__ = ["card_page"]


def card_page(card: Scorecard, *, lang: str = "en", plan: Plan | None = None) -> str:
    """A report on one subject: a page of HTML that needs nothing beside it, and no script.

    It reads well on a phone, on a desk and on A4 paper, and by ear.

    Args:
        card: The scorecard.
        lang: ``"en"`` or ``"vi"``; English stands in for a language that is not known.
        plan: A plan for the subject, if its page is to name the cheapest way up.

    >>> from rubrika import load
    >>> card = load("examples/cafe-hygiene.toml").score({"inspection": 91, "pests": True})
    >>> page = card_page(card)
    >>> page.startswith("<!DOCTYPE html>"), "<script" in page, "Café hygiene" in page
    (True, False, True)
    """
    return _CardPage(card, lang).page(plan)


@attrs.frozen(slots=False)
class _CardPage(NodeParts, LevelParts):
    """The whole page."""

    def page(self, plan: Plan | None) -> str:
        """The whole page."""
        rubric = self.card.rubric
        subject = self.card.assessment.subject
        title = rubric.title.get(self.lang)
        return page(
            f"{subject} – {title}" if subject else title,
            head(self.explanation, subject or title),
            self.verdict(),
            banner(self.standing),
            self.why(),
            self.lift(plan),
            self.nodes(),
            self.levels(),
            self.missing(),
            self.provenance(),
            fingerprints(self.card, self.lang),
            made_by(self.lang),
            lang=self.lang,
        )

    # The result

    def verdict(self) -> Element:
        """The level and the total, with what the levels ask of the total."""
        card, explanation = self.card, self.explanation
        total = element("span", explanation.total(), class_="total")
        open_ = bool(card.rubric.levels) and not card.decided and card.bounds is not None
        level: Child = None
        if open_:
            said = self.say("possible", levels=explanation.possible())
            level = [
                element("strong", self.say("not decided"), class_="level"),
                element("span", said, class_="total"),
            ]
        elif card.rubric.levels and card.bounds is not None:
            level = element("strong", explanation.level_title(card.level), class_="level")
        found = [one for one in self.limits if one.id == TOTAL]
        chart, start = None, Fraction(0)
        if card.bounds is not None and card.maximum > 0:
            start = min(Fraction(0), card.bounds.least or Fraction(0))
            chart = bar(
                card.bounds,
                start=start,
                maximum=card.maximum,
                limits=[one.share for one in found],
                label=self.say(
                    "chart", title=phrases(self.lang)["points"], points=explanation.total()
                ),
                class_="bar total",
            )
        return element(
            "div",
            element("p", level, total),
            chart,
            levels_key(found, explanation, start),
            class_="verdict open" if open_ else "verdict",
        )

    def why(self) -> Iterator[Element]:
        """What the level that is given asks for."""
        card = self.card
        if not card.rubric.levels or card.bounds is None:
            return
        given = next((one for one in card.levels if one.status == "holds"), None)
        if given is not None:
            title = self.explanation.level_title(given.level)
            always = element("p", self.explanation.say["always"])
            asked = self.requirements(given.requirements, set()) if given.requirements else always
            key = "its level" if card.decided else "certain level"
            yield section("why", self.say(key, level=title), asked)
        elif card.decided:
            no_level = self.explanation.level_title(None)
            said = element("p", self.say("no level holds"))
            yield section("why", self.say("its level", level=no_level), said)

    def lift(self, plan: Plan | None) -> Iterator[Element]:
        """What the next level still lacks, where points can be gained, and the plan."""
        card, explanation = self.card, self.explanation
        if card.bounds is None:
            return
        parts: list[Child] = []
        if card.rubric.levels and card.next_level is None:
            parts.append(element("p", self.say("nothing lacks")))
        elif card.next_level is not None and card.lacking:
            title = explanation.level_title(card.next_level.level)
            parts.append(element("h3", self.say("next", level=title)))
            parts.append(self.requirements(card.lacking, set()))
        if plan is not None:
            parts += elements(sections(plan.sections(self.lang)), level=3)
        gains = self.gains()
        if gains is not None and (card.next_level is not None or not card.rubric.levels):
            parts.append(gains)
        if parts:
            yield section("lift", self.say("lift"), parts)

    # What is missing, and what it rests on

    def missing(self) -> Iterator[Element]:
        """The indicators of which nothing is known."""
        card, explanation = self.card, self.explanation
        if not card.missing:
            return
        count = {"count": len(card.missing), "total": len(card.rubric.indicators)}
        items = (
            element(
                "li",
                card[id_].title.get(self.lang),
                f" ({explanation.node_points(card[id_])}) ",
                element("code", id_),
            )
            for id_ in card.missing
        )
        title = explanation.say["missing evidence"].format(**count)
        yield section("missing", title, element("ul", items))

    def provenance(self) -> Iterator[Element]:
        """The sources, and what provisional numbers there are."""
        explanation = self.explanation
        irrational = " ".join(line.strip() for line in explanation.irrational())
        if irrational:
            yield element("p", irrational)
        title = explanation.say["sources"]
        if self.sources:
            yield section("sources", title, sources_list(self.sources, self.lang))
        else:
            yield section("sources", title, element("p", explanation.say["no sources"]))
