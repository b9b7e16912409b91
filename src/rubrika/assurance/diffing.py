"""The diff of two rubrics: what changed, and what that can do to results."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any

from rubrika.assurance.diff_blend import edits
from rubrika.assurance.diff_effects import Judge
from rubrika.assurance.diff_groups import groups_of
from rubrika.assurance.diff_pair import Pair
from rubrika.assurance.diff_report import Diff
from rubrika.assurance.diff_rescore import rescored
from rubrika.assurance.diff_result import Effect, Rescored
from rubrika.errors import AssessmentError, Problem, Problems, RubricError, told
from rubrika.model.observations import Assessment
from rubrika.model.rubric import Rubric

__all__ = ["diff"]

_FOR_ALL = 0.5


def diff(
    old: Rubric,
    new: Rubric,
    *,
    assessments: Iterable[Assessment | Mapping[str, Any]] = (),
    seconds: float = 10,
) -> Diff:
    """Find out what two rubrics differ in, and what that can do to results.

    Results are the total and the level. Each change is made alone in the old rubric, and all
    together; of each it is proved what it cannot do, and shown by a subject what it can do. Levels
    are the same if they have the same id, and compared by their order among the levels of both: who
    is given a level that is removed has fallen unless a higher one is given.

    Args:
        old: The one, usually an earlier version.
        new: The other.
        assessments: Assessments of either, or values by indicator id; each is scored by both. Days
            are not checked.
        seconds: How long all searches together may take, in seconds. What is left then is told as
            ``"unknown"``.

    Raises:
        RubricError: when one of them is no rubric, or the time is not above 0.
        AssessmentError: when an assessment fits neither rubric.

    >>> from rubrika import Bands, Indicator, Level, Rubric, total
    >>> leaf = Indicator("families", "Learning families", Bands({80: 10, 50: 5}, unit="%"))
    >>> good = Level("good", "Good", total >= 10)
    >>> old = Rubric("town", version="1", title="Town", criteria=[leaf], levels=[good])
    >>> stricter = leaf.evolve(scale=Bands({85: 10, 50: 5}, unit="%"))
    >>> found = diff(old, old.evolve(version="2", criteria=[stricter]))
    >>> [(str(change), effect.kind) for effect in found.effects for change in effect.changes]
    [('families.scale.bands[80].at: 80 → 85', 'lower'), ('version: 1 → 2', 'text')]
    >>> (who,) = found.whole.witnesses
    >>> who.before.level.id, who.after.level
    ('good', None)
    """
    for rubric, name in ((old, "old"), (new, "new")):
        if not isinstance(rubric, Rubric):
            raise RubricError(
                Problem(
                    "wrong-type",
                    f"a Rubric is due, not {told(rubric)}",
                    name,
                    'Write get("…") or load("….toml").',
                )
            )
    if not isinstance(seconds, int | float) or not seconds > 0:
        raise RubricError(
            Problem("seconds", f"{told(seconds)} is no time", "seconds", "Write 10, for example.")
        )
    cases = _cases(Pair(old, new), assessments)
    until = time.monotonic() + seconds
    found = edits(old, new)
    changes = tuple(edit.change for edit in found)
    if old.structure == new.structure:
        whole = Effect(changes, "text" if changes else "none")
        return Diff(old, new, (whole,) if changes else (), whole, cases)
    judge = Judge(old)
    whole = judge.effect(new, changes, _FOR_ALL * seconds)
    groups, texts = groups_of(old, new, found)
    effects: list[Effect] = []
    for place, (group, made) in enumerate(groups):
        if len(groups) == 1:
            effects.append(_alone(whole, [edit.change for edit in group]))
            continue
        left = max(until - time.monotonic(), 0.01)
        share = min(left, 2 * left / (len(groups) - place))
        effects.append(judge.effect(made, [edit.change for edit in group], share))
    if texts:
        effects.append(Effect(tuple(edit.change for edit in texts), "text"))
    return Diff(old, new, tuple(effects), whole, cases)


def _alone(whole: Effect, changes: list[Any]) -> Effect:
    """The effect of the only changes that are more than text."""
    return Effect(tuple(changes), whole.kind, whole.claims, whole.obstacles, whole.moved)


def _cases(pair: Pair, assessments: Iterable[Any]) -> tuple[Rescored, ...]:
    shown: object = assessments
    if isinstance(assessments, Assessment | Mapping | str) or not isinstance(assessments, Iterable):
        raise AssessmentError(
            Problem(
                "wrong-type",
                f"a list of assessments is due, not {told(shown)}",
                "assessments",
                "Write [assessment].",
            )
        )
    problems = Problems()
    made: list[Rescored] = []
    for place, one in enumerate(assessments):
        with problems.under(f"assessments[{place}]"):
            made.append(rescored(pair, one if isinstance(one, Assessment) else Assessment(one)))
    problems.raise_as(AssessmentError)
    return tuple(made)
