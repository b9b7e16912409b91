"""Wholes: what the children of a node make together."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, cast

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.engines.bounds import Options
from rubrika.errors import Problem, Problems, RubricError, RubrikaError
from rubrika.model.combinations import Combination, Part, any_applies
from rubrika.model.fields import check_part
from rubrika.model.ranges import range_over
from rubrika.number import Rounding, as_text, exact
from rubrika.rules.functions import clamp
from rubrika.rules.nodes import Applicable, Condition, Expression, Input, Rounded, to_expression
from rubrika.rules.traverse import walk

__all__ = ["Whole", "combined"]


@attrs.frozen
class Whole:
    """What the children of a node make together.

    Args:
        points: The points, as a rule about the children's points.
        range: The least and the most points.
        applies: The condition that there are points at all; None when there always are.
    """

    points: Expression
    range: Interval
    applies: Condition | None

    @property
    def least(self) -> Fraction:
        """The least points."""
        return cast("Fraction", self.range.least)

    @property
    def maximum(self) -> Fraction:
        """The most points."""
        return cast("Fraction", self.range.most)


def combined(
    parts: Sequence[Part],
    combine: Combination,
    *,
    points: Fraction | None,
    limits: tuple[Fraction | None, Fraction | None],
    rounding: Rounding | None,
    name: str,
) -> Whole:
    """Combine *parts*, which go by *name* in paths; limit and then round what comes out.

    Raises:
        RubricError: when weights or points do not add up, or the children cannot be so combined.
    """
    check_part(combine, "combine", "combination", "Write Sum(), WeightedMean(), … there.")
    _check_limits(*limits)
    _check_weights(parts, combine, name)
    try:
        declared = _default_points(parts, combine) if points is None else points
        said = combine.rule(parts, declared)
    except RubrikaError as error:
        raise RubricError(_placed(problem, name) for problem in error.problems) from None
    try:
        free = to_expression(said)
        rule = clamp(free, *limits)
        if rounding is not None:
            rule = Rounded(rule, rounding)
        found = _range(rule, parts)
        reach = found if rule is free else _range(free, parts, limited=False)
        _check_maximum(reach, declared)
    except RubrikaError as error:
        raise RubricError(error.under("combine").problems) from None
    _check_reach(reach, *limits)
    return Whole(rule, found, any_applies(parts))


def _check_limits(least: Fraction | None, most: Fraction | None) -> None:
    if least is not None and most is not None and least > most:
        raise RubricError(
            Problem(
                "limits",
                f"the floor {as_text(least)} is above the cap {as_text(most)}",
                "least",
                "Swap the two.",
            )
        )


def _check_maximum(reach: Interval, declared: Fraction) -> None:
    """Refuse a combination that may pass the points that its node declares."""
    if reach.most is not None and reach.most > declared:
        raise RubricError(
            Problem(
                "combine-maximum",
                f"the combination may give {as_text(reach.most)} points, more than the "
                f"{as_text(declared)} of the node",
                hint="Limit it: least(…, points).",
            )
        )


def _check_reach(reach: Interval, least: Fraction | None, most: Fraction | None) -> None:
    """Refuse a floor or a cap that makes whatever the children reach the same."""
    if least is not None and reach.most is not None and least > reach.most:
        raise RubricError(
            Problem(
                "limits",
                f"the floor {as_text(least)} is above {as_text(reach.most)}, the most that the "
                "children can reach",
                "least",
                "Lower it, or give the children more points.",
            )
        )
    if most is not None and reach.least is not None and most < reach.least:
        raise RubricError(
            Problem(
                "limits",
                f"the cap {as_text(most)} is below {as_text(reach.least)}, the least that the "
                "children can reach",
                "most",
                "Raise it.",
            )
        )


def _check_weights(parts: Sequence[Part], combine: Combination, name: str) -> None:
    """Refuse weights that would silently not count."""
    if getattr(combine, "weighted", True):
        return
    problems = Problems()
    for place, part in enumerate(parts):
        if part.weight is not None:
            problems.add(
                "weight-unused",
                f"{part.id!r} has the weight {as_text(part.weight)}, but weights do not count in "
                f"{type(combine).__name__}",
                f"{name}[{place}].weight",
                "Write combine=WeightedMean(), or leave the weight out.",
            )
    problems.raise_as(RubricError)


def _default_points(parts: Sequence[Part], combine: Combination) -> Fraction:
    default = cast("Any", getattr(combine, "default_points", None))
    points: object = Fraction(100) if default is None else default(parts)
    if points is None:
        listed = ", ".join(f"{part.id} {as_text(part.maximum)}" for part in parts)
        raise RubricError(
            Problem(
                "points-missing",
                f"the children have different maxima: {listed}",
                "points",
                "Declare the points.",
            )
        )
    return exact(points)


def _range(rule: Expression, parts: Sequence[Part], *, limited: bool = True) -> Interval:
    """The least and the most that *rule* can give, whichever of the children apply.

    With *limited*, a rule whose points have no limit is refused.
    """
    whens = [part.when for part in parts if part.when is not None]
    optional = {leaf for when in whens for leaf in walk(when) if isinstance(leaf, Applicable)}
    possible: dict[Expression | Condition, Interval | Options] = {}
    possible |= {Input("points", p.id): Interval(p.least, p.maximum) for p in parts}
    possible |= dict.fromkeys(optional, frozenset((True, False)))
    try:
        found = range_over(rule, possible)
    except KeyError as error:
        raise RubricError(
            Problem(
                "combine-input",
                f"the combination reads {error.args[0]}, which is no child",
                hint="It may read the points of its parts only.",
            )
        ) from None
    if limited and (found.least is None or found.most is None):
        raise RubricError(
            Problem(
                "combine-unlimited",
                "the combined points have no limit",
                hint="Limit them: least(…), greatest(…).",
            )
        )
    for part in parts:
        if part.when is not None:
            del possible[Input("points", part.id)]
    try:
        range_over(rule, possible | dict.fromkeys(optional, frozenset((False,))))
    except KeyError as error:
        raise RubricError(
            Problem(
                "combine-na",
                f"the combination reads {error.args[0]}, which may not apply",
                hint="Guard it: choose(part.when, part.share, 1).",
            )
        ) from None
    except RubrikaError:
        pass  # when nothing applies, there need be no points
    return found


def _placed(problem: Problem, name: str) -> Problem:
    """The problem with the children's name where its path starts with a place, or is empty."""
    return problem.under(name) if problem.path[:1] in ("", "[") else problem
