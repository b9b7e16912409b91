"""The check of a rubric: everything that can be found out about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rubrika.assurance.applicability import check_applicability
from rubrika.assurance.finding import Finding
from rubrika.assurance.lab import Lab
from rubrika.assurance.levels import (
    check_caps,
    check_order,
    check_reach,
    check_requirements,
    check_thresholds,
)
from rubrika.assurance.scales import (
    check_bands,
    check_direction,
    check_idle,
    check_structure,
    check_total,
)
from rubrika.assurance.statements import check_context, check_sources, check_translations
from rubrika.errors import Problem, RubricError, told
from rubrika.model.rubric import Rubric

__all__ = ["check"]

_ORDER: Final = ("error", "warning", "note")


def check(rubric: Rubric, *, seconds: float = 30) -> tuple[Finding, ...]:
    """Find out what a rubric can and cannot do.

    Asked are: whether each level can be given, each requirement, cap, band, indicator and criterion
    can matter, more is ever worse, a level is harder than the one above, the total can be reached,
    what does not apply settles a level, and whether texts, sources and context are complete. What
    is well is not told.

    Args:
        rubric: The rubric.
        seconds: How long all searches together may take, in seconds. What is left then is told as
            ``"unknown"``.

    Returns:
        The findings, the gravest first. Each is proved, or shown by a witness: subjects that the
        rubric scores as the finding says. What could not be settled is told as such.

    Raises:
        RubricError: when it is no rubric, or the time is not above 0.

    >>> from rubrika import Indicator, Level, Rubric, YesNo, total
    >>> leaves = [Indicator("a", "A", YesNo(5)), Indicator("b", "B", YesNo(5))]
    >>> levels = [Level("high", "High", total >= 11), Level("low", "Low", total >= 5)]
    >>> rubric = Rubric("r", version="1", title="R", criteria=leaves, levels=levels[1:])
    >>> check(rubric)
    ()
    """
    if not isinstance(rubric, Rubric):
        raise RubricError(Problem("wrong-type", f"a Rubric is due, not {told(rubric)}"))
    if not seconds > 0:
        raise RubricError(
            Problem("seconds", f"{told(seconds)} is no time", "seconds", "Write 30, for example.")
        )
    found = list(_findings(rubric, Lab(rubric, seconds)))
    return tuple(sorted(found, key=lambda finding: _ORDER.index(finding.severity)))


def _findings(rubric: Rubric, lab: Lab) -> Iterator[Finding]:
    for of_texts in (check_context, check_sources, check_translations):
        yield from of_texts(rubric)
    unreachable = list(check_reach(lab))
    yield from unreachable
    for of_rules in (
        check_order,
        check_requirements,
        check_caps,
        check_thresholds,
        check_total,
        check_bands,
        check_direction,
        check_structure,
        check_applicability,
        check_idle,
    ):
        yield from of_rules(lab)
