"""The parts of a scorecard: node scores, levels and requirements, each with its reasons."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, TypeAlias

import attrs

from rubrika.model.levels import Cap, Level
from rubrika.model.observations import Observation
from rubrika.number import Bounds, Exact
from rubrika.rules.nodes import Comparison, Condition
from rubrika.sources import Source
from rubrika.text import Text

__all__ = ["LevelResult", "NodeScore", "NodeStatus", "RequirementResult", "Status"]

Status: TypeAlias = Literal["holds", "fails", "open", "not applicable"]
"""Of a requirement or level: it holds, it fails, that is open, or it means nothing here."""

NodeStatus: TypeAlias = Literal["scored", "missing", "partial", "not applicable"]
"""Of a node: its points are known; its observation is missing; evidence below it is missing so that
its points are open; or it does not apply."""


@attrs.frozen
class NodeScore:
    """What one node earned.

    Args:
        id: The node's id.
        title: The node's title.
        points: Its exact points; None while they are open, or when it does not apply.
        maximum: The most it can have.
        share: Points divided by maximum; None as for points, or when the maximum is not above 0.
        bounds: The least and the most that its points can still be; None when it does not apply.
        status: ``"scored"``, ``"missing"`` (nothing was observed), ``"partial"`` (evidence below it
            is missing) or ``"not applicable"``.
        observation: What was observed, for an indicator; None if nothing was noted.

    >>> from rubrika import Indicator, Level, Rubric, YesNo, total
    >>> pests = Indicator("pests", "No pests found", YesNo(20))
    >>> good = Level("good", "Good", total >= 20)
    >>> rubric = Rubric("r", version="1", title="R", criteria=[pests], levels=[good])
    >>> score = rubric.score({"pests": True})["pests"]
    >>> str(score.points), str(score.share), score.status
    ('20', '1', 'scored')
    """

    id: str
    title: Text
    points: Exact | None
    maximum: Fraction
    share: Exact | None
    bounds: Bounds | None
    status: NodeStatus
    observation: Observation | None = None


@attrs.frozen
class RequirementResult:
    """How one requirement turned out, and why.

    Args:
        requirement: The condition as its author wrote it.
        status: ``"holds"``, ``"fails"``, ``"open"`` or ``"not applicable"``.
        actual: The number that is compared, exact or as bounds; of a group that of the member that
            decides: the weakest of every, the strongest of some. None if it compares no numbers.
        comparison: How it compares with *needed*; None if it compares no numbers.
        needed: The number that it is compared with.
        gap: By how much the actual number must still move to satisfy it, 0 where it must move at
            all (more than 75 is asked for, and it is 75); None if it holds, compares no numbers, or
            there is no limit. While evidence is missing it is the gap of the worst case.
        parts: The results of its parts, for joined requirements and for groups.
        sources: Where its numbers come from.
        cap: The cap that it belongs to, if it is one.
        below: The level below that is asked for, if it is one.

    >>> from rubrika import Indicator, Level, Rubric, YesNo, total
    >>> pests = Indicator("pests", "No pests found", YesNo(20))
    >>> good = Level("good", "Good", total >= 20)
    >>> rubric = Rubric("r", version="1", title="R", criteria=[pests], levels=[good])
    >>> (lack,) = rubric.score({"pests": False}).lacking
    >>> print(lack.requirement, lack.actual, lack.needed, lack.gap)
    total >= 20 0 20 20
    """

    requirement: Condition
    status: Status
    actual: Exact | Bounds | None = None
    comparison: Comparison | None = None
    needed: Exact | Bounds | None = None
    gap: Exact | None = None
    parts: tuple[RequirementResult, ...] = ()
    sources: tuple[Source, ...] = ()
    cap: Cap | None = None
    below: Level | None = None


@attrs.frozen
class LevelResult:
    """Whether a level's condition holds, and what each of its requirements came to.

    Args:
        level: The level.
        status: ``"holds"`` (certain), ``"open"`` (possible) or ``"fails"`` (out of reach).
        requirements: One result for each requirement, the tier below, and each cap above it.

    >>> from rubrika import Indicator, Level, Rubric, YesNo, total
    >>> pests = Indicator("pests", "No pests found", YesNo(20))
    >>> good = Level("good", "Good", total >= 20)
    >>> rubric = Rubric("r", version="1", title="R", criteria=[pests], levels=[good])
    >>> (result,) = rubric.score({}).levels
    >>> result.level.id, result.status, len(result.lacking)
    ('good', 'open', 1)
    """

    level: Level
    status: Status
    requirements: tuple[RequirementResult, ...]

    @property
    def lacking(self) -> tuple[RequirementResult, ...]:
        """The requirements that do not hold (yet)."""
        return tuple(r for r in self.requirements if r.status in ("fails", "open"))
