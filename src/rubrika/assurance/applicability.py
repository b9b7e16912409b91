"""Checks of what need not apply: whether leaving it out makes a level impossible, or certain."""

from __future__ import annotations

from collections.abc import Iterator

from rubrika.assurance.finding import Finding
from rubrika.assurance.lab import Applies, Lab, Subject
from rubrika.engines.proofs import impossible
from rubrika.rules.nodes import Applicable, Condition, negate

__all__ = ["check_applicability"]


def check_applicability(lab: Lab) -> Iterator[Finding]:
    """Whether some combination of what does not apply settles a level by itself.

    Only the smallest such combinations are told, and only of levels that are open otherwise.
    """
    corners = [_corners(lab, pattern) for pattern in lab.patterns]
    for place, level in enumerate(lab.rubric.levels):
        condition = lab.rubric.conditions[place]
        for certain in (False, True):
            told: list[frozenset[str]] = []
            for pattern, subjects in zip(lab.patterns, corners, strict=True):
                absent = frozenset(id_ for id_, applies in pattern.items() if not applies)
                if any(known <= absent for known in told):
                    continue
                if _settled(lab, condition, pattern, subjects, certain=certain):
                    told.append(absent)  # of nothing left out, the other checks tell
                    if absent:
                        shown = subjects[1 if certain else 0]
                        yield _finding(place, level.id, absent, shown, certain=certain)


def _settled(
    lab: Lab, condition: Condition, pattern: Applies, corners: list[Subject], *, certain: bool
) -> bool:
    """Whether a level is impossible, or certain, for all to whom just that applies."""
    if any(subject.meets(condition) != certain for subject in corners):
        return False
    known: list[Condition] = [
        Applicable(id_) if applies else negate(Applicable(id_)) for id_, applies in pattern.items()
    ]
    return impossible(lab.rubric.program, [*known, negate(condition) if certain else condition])


def _corners(lab: Lab, pattern: Applies) -> list[Subject]:
    """The best and the worst of those to whom just that applies, in each context."""
    both = [
        {leaf.id: lab.best(leaf.id, worst=worst) for leaf in lab.rubric.indicators}
        for worst in (False, True)
    ]
    return [
        Subject(lab.rubric, context | values, pattern)
        for context in lab.contexts()
        for values in both
    ]


def _finding(
    place: int, level: str, absent: frozenset[str], shown: Subject, *, certain: bool
) -> Finding:
    listed = ", ".join(map(repr, sorted(absent)))
    says = f"everybody is at least {level!r}" if certain else f"nobody can be {level!r}"
    return Finding(
        "na-trivial" if certain else "na-impossible",
        f"levels[{place}]",
        f"where {listed} do not apply, {says}",
        "proved",
        (shown.assessment,),
        "Choose another policy for what does not apply, or let it always apply.",
    )
