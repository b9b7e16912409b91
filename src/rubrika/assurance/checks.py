"""The check of a rubric: everything that can be found out about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from rubrika.assurance.applicability import check_applicability
from rubrika.assurance.finding import SEVERITIES, Finding, Findings
from rubrika.assurance.idle import check_idle
from rubrika.assurance.lab import Lab
from rubrika.assurance.levels import (
    check_caps,
    check_order,
    check_reach,
    check_requirements,
    check_thresholds,
)
from rubrika.assurance.limits import check_limits
from rubrika.assurance.scales import (
    check_bands,
    check_direction,
    check_structure,
    check_total,
)
from rubrika.assurance.statements import check_context, check_sources, check_translations
from rubrika.errors import Problems, RubricError, near_miss, told
from rubrika.model.rubric import Rubric

__all__ = ["check"]

_ORDER: Final = ("error", "warning", "note")
_OPEN: Final = "not-settled"

_OF_TEXTS: Final[dict[Callable[[Rubric], Iterator[Finding]], tuple[str, ...]]] = {
    check_context: ("context-unused",),
    check_sources: ("source-missing",),
    check_translations: ("translation-missing",),
}
_OF_RULES: Final[dict[Callable[[Lab], Iterator[Finding]], tuple[str, ...]]] = {
    check_reach: ("level-unreachable",),
    check_order: ("level-order",),
    check_requirements: ("requirement-idle",),
    check_caps: ("cap-idle",),
    check_thresholds: ("threshold-not-hit",),
    check_total: ("total-unreachable",),
    check_bands: ("band-idle",),
    check_limits: ("limit-idle",),
    check_direction: ("not-monotone",),
    check_structure: ("not-monotone",),
    check_applicability: ("na-impossible", "na-trivial"),
    check_idle: ("indicator-idle", "criterion-idle"),
}


def check(
    rubric: Rubric,
    *,
    only: Iterable[str] | None = None,
    ignore: Iterable[str] = (),
    seconds: float = 30,
) -> Findings:
    """Find out what a rubric can and cannot do.

    Asked are: whether each level can be given, each requirement, cap, band, indicator and criterion
    can matter, more is ever worse, a level is harder than the one above, the total can be reached,
    what does not apply settles a level, and whether texts, sources and context are complete. What
    is well is not told.

    Args:
        rubric: The rubric.
        only: The codes of the findings to look for; all without it. What could not be settled about
            them is told, too.
        ignore: The codes of findings that are not told.
        seconds: How long all searches together may take, in seconds. What is left then is told as
            ``"unknown"``.

    Returns:
        The findings, the gravest first. Each is proved, or shown by a witness: subjects that the
        rubric scores as the finding says. What could not be settled is told as such. They are a
        tuple, which a notebook shows as a whole.

    Raises:
        RubricError: when it is no rubric, there is no such code, or the time is not above 0.

    >>> from rubrika import Indicator, Level, Rubric, YesNo, total
    >>> leaves = [Indicator("a", "A", YesNo(5)), Indicator("b", "B", YesNo(5))]
    >>> rubric = Rubric(
    ...     "r",
    ...     version="1",
    ...     title="R",
    ...     criteria=leaves,
    ...     levels=[Level("high", "High", total >= 8), Level("low", "Low", total >= 5)],
    ... )
    >>> [finding.code for finding in check(rubric)]  # totals are 0, 5 and 10
    ['threshold-not-hit']
    >>> check(rubric, ignore=["threshold-not-hit"])
    ()
    """
    problems = Problems()
    if not isinstance(rubric, Rubric):
        problems.add(
            "wrong-type",
            f"a Rubric is due, not {told(rubric)}",
            "rubric",
            'Write get("…") or load("….toml").',
        )
    if not isinstance(seconds, int | float) or not seconds > 0:
        problems.add("seconds", f"{told(seconds)} is no time", "seconds", "Write 30, for example.")
    asked = set(SEVERITIES) if only is None else _codes(only, "only", problems)
    left_out = _codes(ignore, "ignore", problems)
    problems.raise_as(RubricError)
    told_of = (asked | {_OPEN}) - left_out
    searched = set(SEVERITIES) - left_out if asked == {_OPEN} else told_of
    found = [one for one in _findings(rubric, searched, seconds) if one.code in told_of]
    return Findings(sorted(found, key=lambda finding: _ORDER.index(finding.severity)), rubric)


def _codes(codes: Iterable[str], path: str, problems: Problems) -> set[str]:
    try:
        found = {codes} if isinstance(codes, str) else set(codes)
    except TypeError:
        hint = 'Write ["level-unreachable"], for example.'
        problems.add("unknown-finding", f"{told(codes)} names no findings", path, hint)
        return set()
    for code in sorted(found - set(SEVERITIES)):
        hint = near_miss(code, SEVERITIES)
        problems.add("unknown-finding", f"there is no finding {told(code)}", path, hint)
    return found


def _findings(rubric: Rubric, asked: set[str], seconds: float) -> Iterator[Finding]:
    for of_texts, codes in _OF_TEXTS.items():
        if asked.intersection(codes):
            yield from of_texts(rubric)
    lab = Lab(rubric, seconds)
    for of_rules, codes in _OF_RULES.items():
        if asked.intersection(codes):
            yield from of_rules(lab)
