"""Lines: points that grow evenly between values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

import attrs

from rubrika.errors import Problem, RubricError
from rubrika.model.domains import Quantity, to_bound, to_optional_bound
from rubrika.model.fields import named
from rubrika.model.pairs import to_pairs
from rubrika.number import Numeric, as_text
from rubrika.rules.functions import choose, clamp
from rubrika.rules.nodes import Expression, Input, add, divide, multiply
from rubrika.sources import to_number, with_source

__all__ = ["Knot", "Linear", "Piecewise"]


@attrs.frozen(field_transformer=named)
class Linear:
    """Points that grow evenly from the *worst* value (0 points) to the *best* (all points).

    Beyond both ends the points stay. *worst* may be above *best*: then less is better.
    points = *points* · (value − worst) / (best − worst), limited to 0 … *points*.

    Args:
        worst: The value that gives 0 points.
        best: The value that gives all points.
        points: The most points; below 0 for a penalty.
        unit: The unit of the values; see :class:`~rubrika.Quantity` for this and the next three.
        least: The least allowed value.
        most: The greatest allowed value.
        decimals: How many decimals a value may have.

    Raises:
        RubricError: when *worst* and *best* are equal.

    >>> print(Linear(worst=30, best=5, points=20).rule(Input("value")))
    clamp(20 * (value - 30) / -25, 0, 20)
    """

    worst: Fraction = attrs.field(converter=to_bound, eq=with_source, kw_only=True)
    best: Fraction = attrs.field(converter=to_bound, eq=with_source, kw_only=True)
    points: Fraction = attrs.field(converter=to_number, eq=with_source, kw_only=True)
    unit: str = attrs.field(default="", kw_only=True)
    least: Fraction | None = attrs.field(
        default=None, converter=to_optional_bound, eq=with_source, kw_only=True
    )
    most: Fraction | None = attrs.field(
        default=None, converter=to_optional_bound, eq=with_source, kw_only=True
    )
    decimals: int | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.worst == self.best:
            raise RubricError(
                Problem(
                    "linear-ends",
                    f"worst and best are both {as_text(self.best)}",
                    hint="They must differ.",
                )
            )
        _ = self.domain  # which checks the limits

    @property
    def domain(self) -> Quantity:
        """The allowed values."""
        return Quantity(self.least, self.most, self.unit, self.decimals)

    def rule(self, value: Input) -> Expression:
        """The straight line, limited at both ends."""
        line = divide(multiply(self.points, value - self.worst), self.best - self.worst)
        low, high = (0, self.points) if self.points >= 0 else (self.points, 0)
        return clamp(line, low, high)


_FEWEST_KNOTS: Final = 2  # make a line


@attrs.frozen(field_transformer=named)
class Knot:
    """A point of a :class:`Piecewise` line: the points at a value.

    >>> Piecewise([Knot(0, 0), Knot(50, 20)]) == Piecewise({0: 0, 50: 20})
    True
    """

    at: Fraction = attrs.field(converter=to_bound, eq=with_source)
    points: Fraction = attrs.field(converter=to_number, eq=with_source)


def _to_knots(
    knots: Mapping[Any, Any] | Iterable[Knot | tuple[Numeric, Numeric]],
) -> tuple[Knot, ...]:
    return to_pairs(Knot, knots, "Write value: points, or Knot(at, points).")


@attrs.frozen(field_transformer=named)
class Piecewise:
    """Points along straight lines between knots: ``Piecewise({0: 0, 50: 20, 100: 30})``.

    Before the first and after the last knot the points stay.

    Args:
        knots: The points by value, or :class:`Knot` objects, in any order.
        unit: The unit of the values; see :class:`~rubrika.Quantity` for this and the next three.
        least: The least allowed value.
        most: The greatest allowed value.
        decimals: How many decimals a value may have.

    Raises:
        RubricError: when there are fewer than two knots, or two at the same value.

    >>> print(Piecewise({0: 0, 50: 20, 100: 30}).rule(Input("value")))
    choose(value < 0, 0, value < 50, 0.4 * value, value < 100, 0.2 * (value - 50) + 20, 30)
    """

    knots: tuple[Knot, ...] = attrs.field(converter=_to_knots)
    unit: str = attrs.field(default="", kw_only=True)
    least: Fraction | None = attrs.field(
        default=None, converter=to_optional_bound, eq=with_source, kw_only=True
    )
    most: Fraction | None = attrs.field(
        default=None, converter=to_optional_bound, eq=with_source, kw_only=True
    )
    decimals: int | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        ordered = tuple(sorted(self.knots, key=lambda knot: knot.at))
        if len({knot.at for knot in ordered}) < max(len(ordered), _FEWEST_KNOTS):
            raise RubricError(
                Problem(
                    "knots",
                    "the knots make no line",
                    "knots",
                    "Give at least two knots at different values.",
                )
            )
        object.__setattr__(self, "knots", ordered)
        _ = self.domain  # which checks the limits

    @property
    def domain(self) -> Quantity:
        """The allowed values."""
        return Quantity(self.least, self.most, self.unit, self.decimals)

    def rule(self, value: Input) -> Expression:
        """The line between the two knots around the value."""
        cases: list[object] = [value < self.knots[0].at, self.knots[0].points]
        for left, right in pairwise(self.knots):
            slope = (right.points - left.points) / (right.at - left.at)
            cases += [value < right.at, add(left.points, multiply(slope, value - left.at))]
        return choose(*cases, self.knots[-1].points)
