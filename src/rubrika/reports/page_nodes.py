"""Criteria and indicators on the page of one scorecard: points, shares, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import attrs

from rubrika import NodeScore, Observation
from rubrika.engines.program import TOTAL
from rubrika.reports.element import Child, Element, element
from rubrika.reports.page import day, linked, section
from rubrika.reports.page_charts import bar
from rubrika.reports.page_told import Told
from rubrika.reports.phrases import phrases

__all__ = ["NodeParts"]

_MOST_GAINS: Final = 8
_CHIPS: Final = {"missing": "missing", "partial": "partial", "not applicable": "away"}


@attrs.frozen(slots=False)
class NodeParts(Told):
    """The parts of a page that tell criteria and indicators."""

    def nodes(self) -> Element:
        """Every node: its points, its share, and what they rest on."""
        words = phrases(self.lang)
        heads = (
            element("th", words["criteria"], scope="col"),
            element("th", words["points"], scope="col", class_="number"),
            element("th", words["share"], scope="col"),
        )
        floors = any(one.id != TOTAL for one in self.limits)
        said = [self.say("criteria caption")]
        if floors:
            said.append(self.say("floor"))
        table = element(
            "table",
            element("caption", " ".join(said)),
            element("thead", element("tr", heads)),
            element("tbody", (self.node(depth, score) for depth, score in self.explanation.tree())),
        )
        return section("points", self.say("points"), table)

    def node(self, depth: int, score: NodeScore) -> Element:
        """The row of one node."""
        title = score.title.get(self.lang)
        share = self.explanation.node_share(score)
        known = self.explanation.node_points(score)
        floors = [one.share for one in self.limits if one.id == score.id]
        chart = None
        if score.bounds is not None and score.maximum > 0:
            label = self.say("chart", title=title, points=share or known)
            chart = bar(score.bounds, maximum=score.maximum, limits=floors, label=label)
        node = self.card.rubric.nodes[score.id]
        head_ = element(
            "th",
            title,
            self.standing.star(score.id),
            [" ", self.cite(node.source)] if node.source is not None else None,
            self.seen(score),
            scope="row",
            style=f"padding-left:{(depth - 1) * 1.1 + 0.5:.4g}rem" if depth > 1 else None,
        )
        return element(
            "tr",
            head_,
            element("td", known, class_="number"),
            element("td", share, chart, class_="share"),
            class_="top" if depth == 1 else None,
        )

    def observed(self, score: NodeScore) -> Child:
        """What was observed, or a mark that nothing was."""
        said = self.explanation.observed(score)
        chip = _CHIPS.get(score.status)
        if chip is None or not said:
            return said
        mark, colon, reason = said.partition(": ")
        return [element("span", mark, class_=f"chip {chip}"), f"{colon}{reason}"]

    def seen(self, score: NodeScore) -> Iterator[Element]:
        """What was observed of a node, and its evidence."""
        said = self.observed(score)
        if said:
            yield element("span", said, class_="more")
        if score.observation is not None:
            noted = list(self.noted(score.observation))
            if noted:
                yield element("span", noted, class_="more")

    def noted(self, seen: Observation) -> Iterator[Child]:
        """The evidence, assessor, date, note and source of an observation, with dots between."""
        parts: list[Child] = [linked(one) for one in seen.evidence]
        if seen.assessor:
            parts.append(seen.assessor)
        if seen.date is not None:
            parts.append(day(seen.date, self.lang))
        if seen.note:
            parts.append(seen.note.get(self.lang))
        if seen.source is not None:
            parts.append(self.cite(seen.source))
        for place, part in enumerate(parts):
            yield " · " if place else f"{self.say('evidence')}: "
            yield part

    def gains(self) -> Element | None:
        """The indicators that can still gain most."""
        found: list[tuple[Fraction, NodeScore]] = []
        for node in self.card.rubric.indicators:
            score = self.card[node.id]
            if score.bounds is not None and score.bounds.least is not None:
                gain = score.maximum - score.bounds.least
                if gain > 0:
                    found.append((gain, score))
        if not found:
            return None
        found.sort(key=lambda one: -one[0])  # those alike stay in the rubric's order
        words = phrases(self.lang)
        display = self.explanation.display
        rows = (
            element(
                "tr",
                element("th", score.title.get(self.lang), self.seen(score), scope="row"),
                element("td", self.explanation.node_points(score), class_="number"),
                element("td", display.number(gain, [Fraction(0)]), class_="number"),
            )
            for gain, score in found[:_MOST_GAINS]
        )
        heads = (
            element("th", words["criteria"], scope="col"),
            element("th", words["points"], scope="col", class_="number"),
            element("th", self.say("gain"), scope="col", class_="number"),
        )
        return element(
            "table",
            element("caption", self.say("gain caption")),
            element("thead", element("tr", heads)),
            element("tbody", rows),
        )
