"""Checks of floors and caps of points: whether they ever change what the children make."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rubrika.assurance.finding import Finding
from rubrika.assurance.finding_words import say
from rubrika.assurance.lab import Lab, Sought
from rubrika.assurance.levels import not_settled
from rubrika.engines.program import TOTAL, Step
from rubrika.model.nodes import Criterion
from rubrika.number import as_text
from rubrika.rules.functions import greatest
from rubrika.rules.functions import least as least_of
from rubrika.rules.nodes import (
    Compare,
    Condition,
    Constant,
    Expression,
    Greatest,
    Least,
    Rounded,
    both,
)

__all__ = ["check_limits"]


def check_limits(lab: Lab) -> Iterator[Finding]:
    """Whether each floor and cap of points ever raises, or lowers, the points of somebody."""
    rubric = lab.rubric
    steps = {step.id: step for step in rubric.program.steps}
    yield from _of(lab, steps[TOTAL], "", rubric.least_points, rubric.most_points)
    for id_, node in rubric.nodes.items():
        if isinstance(node, Criterion):
            path = f"{rubric.paths[id_]}."
            yield from _of(lab, steps[id_], path, node.least_points, node.most_points)


def _of(
    lab: Lab, step: Step, path: str, least: Fraction | None, most: Fraction | None
) -> Iterator[Finding]:
    rule = step.points.part if isinstance(step.points, Rounded) else step.points
    if most is not None:
        rule = _without(rule, most)
        sought = _sought(lab, step, Compare(rule, ">", Constant(most)))
        yield from _told("limit", f"{path}most", step.id, most, sought)
    if least is not None:
        rule = _without(rule, least)
        sought = _sought(lab, step, Compare(rule, "<", Constant(least)))
        yield from _told("floor", f"{path}least", step.id, least, sought)


def _without(rule: Expression, limit: Fraction) -> Expression:
    """What *rule* limits; the limit is the last of the numbers that it compares."""
    match rule:
        case Least((*parts, last)) if last == Constant(limit):
            return least_of(*parts)
        case Greatest((*parts, last)) if last == Constant(limit):
            return greatest(*parts)
        case _:  # the rule was simplified, since nothing else is possible
            return rule


def _sought(lab: Lab, step: Step, beyond: Condition) -> Sought:
    """Look for a subject whose points would lie beyond a limit without it."""
    return lab.seek(beyond if step.applies is None else both(step.applies, beyond))


def _told(key: str, path: str, id_: str, limit: Fraction, sought: Sought) -> Iterator[Finding]:
    number = as_text(limit)
    if sought.answer == "impossible":
        said, hint = say(f"{key}-idle", number=number, id=id_), say("limit-idle hint")
        yield Finding("limit-idle", path, said, "proved", hint=hint)
    elif sought.answer == "unknown":
        yield not_settled(path, say(f"whether {key}", number=number), sought)
