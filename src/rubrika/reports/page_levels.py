"""Levels and requirements on the page of one scorecard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from rubrika import LevelResult, RequirementResult
from rubrika.model.explain import MARKS
from rubrika.model.results import Status
from rubrika.reports.element import Element, element
from rubrika.reports.page import section
from rubrika.reports.page_told import Told
from rubrika.rules import Condition

__all__ = ["LevelParts"]

_TONES: Final[dict[Status, str]] = {
    "holds": "good",
    "fails": "bad",
    "open": "open",
    "not applicable": "quiet",
}


@attrs.frozen(slots=False)
class LevelParts(Told):
    """The parts of a page that tell levels."""

    def levels(self) -> Iterator[Element]:
        """Every level, with each requirement."""
        if not self.card.rubric.levels:
            return
        told: set[Condition] = set()
        outlook = self.explanation.outlook()
        found = element("ul", (self.level(one, told) for one in self.card.levels), class_="marked")
        said = element("p", outlook) if outlook else None
        yield section("levels", self.explanation.say["levels"], said, found)

    def level(self, level: LevelResult, told: set[Condition]) -> Element:
        """One level."""
        said = (
            f"{self.explanation.level_title(level.level)}: {self.explanation.level_status(level)}"
        )
        below = (
            self.requirements(level.requirements, told)
            if level.requirements
            else element("p", self.explanation.say["always"])
        )
        return element(
            "li", _mark(level.status), element("strong", said), below, class_=_TONES[level.status]
        )

    def requirements(self, results: Iterable[RequirementResult], told: set[Condition]) -> Element:
        """Requirements, each with what was found, and the parts that keep it from holding."""
        return element("ul", (self.requirement(one, told) for one in results), class_="marked")

    def requirement(self, result: RequirementResult, told: set[Condition]) -> Element:
        """One requirement."""
        parts = list(self.explanation.parts(result, told))
        bare = attrs.evolve(result, sources=())
        return element(
            "li",
            _mark(result.status),
            self.explanation.requirement(bare),
            self.standing.star_of(result.sources),
            [[" ", self.cite(source)] for source in result.sources],
            self.requirements(parts, told) if parts else None,
            class_=_TONES[result.status],
        )


def _mark(status: Status) -> Element:
    return element("span", MARKS[status], class_="mark", aria_hidden="true")
