"""Combinations: how the children of a node make its points.

A combination is any frozen object with a method ``rule(parts, points)`` that says the points of the
whole as a rule about its parts. Third parties write their own in ten lines; see :class:`Combination`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol, runtime_checkable

import attrs

from rubrika.errors import Problem, RubricError
from rubrika.number import as_text
from rubrika.rules.nodes import (
    Average,
    Condition,
    Expression,
    Input,
    Statistic,
    Term,
    add,
    choose,
    divide,
    either,
    greatest,
    least,
    multiply,
)
from rubrika.sources import number_field

__all__ = [
    "BestOf",
    "Combination",
    "DropWorst",
    "GeometricMean",
    "Highest",
    "Lowest",
    "Median",
    "Part",
    "Sum",
    "TrimmedMean",
    "WeightedMean",
]


@attrs.frozen
class Part:
    """A child as its parent sees it.

    Args:
        id: The child's id.
        least: The least points it can have.
        maximum: The most points it can have.
        weight: Its weight, if it has one.
        when: The condition that it applies to the subject; None when it always does.
    """

    id: str
    least: Fraction
    maximum: Fraction
    weight: Fraction | None = None
    when: Condition | None = None

    @property
    def points(self) -> Expression:
        """Its points, as a rule."""
        return Input("points", self.id)

    @property
    def share(self) -> Expression:
        """Its points as a share of its maximum, as a rule.

        Raises:
            RubricError: when the maximum is not above 0.
        """
        if self.maximum <= 0:
            raise RubricError(
                Problem(
                    "no-share",
                    f"{self.id!r} has a maximum of {as_text(self.maximum)} points, so it has no share",
                    hint="Combine penalties by Sum, or give the child points above 0.",
                )
            )
        return divide(self.points, self.maximum)


@runtime_checkable
class Combination(Protocol):
    """What a combination must say; nothing needs to be subclassed.

    Besides :meth:`rule`, ``default_points(parts)`` is asked for, if it is there, when the node does
    not declare its points: it returns them, or None when they must be declared. A missing
    ``default_points`` means 100.

    >>> import attrs
    >>> from rubrika import Criterion, Indicator, YesNo
    >>> @attrs.frozen
    ... class Product:
    ...     def rule(self, parts, points):
    ...         result = points
    ...         for part in parts:
    ...             result = result * part.share
    ...         return result
    >>> pair = [Indicator("a", "A", YesNo(1)), Indicator("b", "B", YesNo(1))]
    >>> Criterion("both", "Both", pair, combine=Product(), points=8).maximum
    Fraction(8, 1)
    """

    def rule(self, parts: Sequence[Part], points: Fraction) -> Expression:
        """The points of the whole, which can be at most *points*."""
        ...


@attrs.frozen
class Sum:
    """The sum of the children's points.

    A child that does not apply leaves its points to the others: the sum of the rest is scaled up to
    the whole (penalties stay as they are).

    Args:
        rescale: Whether the sum is rescaled to the points that the node declares. Otherwise the
            children's maxima must add up to them.
    """

    rescale: bool = attrs.field(default=False, kw_only=True)

    def default_points(self, parts: Sequence[Part]) -> Fraction:
        """The sum of the children's maxima."""
        return sum((part.maximum for part in parts), Fraction(0))

    def rule(self, parts: Sequence[Part], points: Fraction) -> Expression:
        """The sum, rescaled where children do not apply or the node says so."""
        total = self.default_points(parts)
        if total != points and not self.rescale:
            listed = ", ".join(f"{part.id} {as_text(part.maximum)}" for part in parts)
            raise RubricError(
                Problem(
                    "points-sum",
                    f"the children's points add up to {as_text(total)}, not to the declared {as_text(points)} "
                    f"(difference {as_text(total - points)}): {listed}",
                    "points",
                    "Change them, leave `points` out, or write combine=Sum(rescale=True).",
                )
            )
        if total <= 0 and total != points:
            raise RubricError(
                Problem(
                    "points-sum",
                    "the children can't have points above 0, so nothing can be rescaled",
                    "points",
                )
            )
        if all(part.when is None for part in parts):
            plain = add(*(part.points for part in parts))
            return plain if total == points else multiply(points / total, plain)
        earning = [part for part in parts if part.maximum > 0]
        penalties = [_or_zero(part.when, part.points) for part in parts if part.maximum <= 0]
        if not earning:
            return add(*penalties)
        terms = tuple(Term(part.maximum, part.share, part.when) for part in earning)
        earned = multiply(points, Average("arithmetic", terms))
        return add(_or_zero(any_applies(earning) if penalties else None, earned), *penalties)


def any_applies(parts: Sequence[Part]) -> Condition | None:
    """The condition that at least one of *parts* applies; None when one always does."""
    conditions = [part.when for part in parts if part.when is not None]
    return either(*conditions) if len(conditions) == len(parts) else None


def _or_zero(when: Condition | None, points: Expression) -> Expression:
    return points if when is None else choose(when, points, 0)


def _weighted(parts: Sequence[Part], declared: Fraction) -> list[tuple[Part, Fraction]]:
    """The parts with their weights, which must add up to *declared*."""
    missing = [part.id for part in parts if part.weight is None]
    if missing:
        raise RubricError(
            Problem(
                "weight-missing",
                f"no weight is given for {', '.join(missing)}",
                hint='Give each child of a weighted combination a weight, such as weight="30%".',
            )
        )
    weights = [(part, part.weight) for part in parts if part.weight is not None]
    negative = [part.id for part, weight in weights if weight <= 0]
    if negative:
        raise RubricError(
            Problem(
                "weight-negative",
                f"the weight of {', '.join(negative)} is not above 0",
                hint="Drop the child, or weigh it.",
            )
        )
    total = sum((weight for _, weight in weights), Fraction(0))
    if total != declared:
        listed = ", ".join(f"{part.id} {as_text(weight)}" for part, weight in weights)
        raise RubricError(
            Problem(
                "weights-sum",
                f"the weights add up to {as_text(total)}, not to {as_text(declared)} "
                f"(difference {as_text(total - declared)}): {listed}",
                hint=f"Change them, or declare the total: total={as_text(total)}.",
            )
        )
    return weights


def _averaged(
    how: Statistic, n: int, weighted: Sequence[tuple[Part, Fraction]], points: Fraction
) -> Expression:
    terms = tuple(Term(weight, part.share, part.when) for part, weight in weighted)
    return multiply(points, Average(how, terms, n))


@attrs.frozen
class WeightedMean:
    """The mean of the children's shares by weight, rescaled to the node's points.

    points · Σ w·share / Σ w over the children that apply.

    Args:
        total: What the children's weights must add up to: 1 (weights are shares, ``"30%"``), or 100.
    """

    total: Fraction = number_field(default=Fraction(1), kw_only=True)

    def rule(self, parts: Sequence[Part], points: Fraction) -> Expression:
        """The weighted mean, as a plain sum where all children apply."""
        weighted = _weighted(parts, self.total)
        if any(part.when is not None for part in parts):
            return _averaged("arithmetic", 0, weighted, points)
        return add(*(multiply(points * w / self.total, part.share) for part, w in weighted))


@attrs.frozen
class GeometricMean:
    """The geometric mean of the children's shares by weight, rescaled to the node's points.

    points · (Π share^w)^(1/Σ w) over the children that apply. One child at zero makes the whole zero.

    Args:
        total: What the children's weights must add up to.
    """

    total: Fraction = number_field(default=Fraction(1), kw_only=True)

    def rule(self, parts: Sequence[Part], points: Fraction) -> Expression:
        """The weighted geometric mean."""
        penalty = [part.id for part in parts if part.least < 0]
        if penalty:
            raise RubricError(
                Problem(
                    "geometric-negative",
                    f"{', '.join(penalty)} can have points below 0, which have no geometric mean",
                    hint="Declare least=0 for the child.",
                )
            )
        return _averaged("geometric", 0, _weighted(parts, self.total), points)


@attrs.frozen
class _Same:
    """What combinations share whose points are those of any one child."""

    def default_points(self, parts: Sequence[Part]) -> Fraction | None:
        """The children's maximum if they all have the same."""
        maxima = {part.maximum for part in parts}
        return maxima.pop() if len(maxima) == 1 else None


@attrs.frozen
class Lowest(_Same):
    """The least of the children's shares, rescaled to the node's points."""

    def rule(self, parts: Sequence[Part], points: Fraction) -> Expression:
        """The least share; a child that does not apply counts as full, which decides nothing."""
        shares = [
            part.share if part.when is None else choose(part.when, part.share, 1) for part in parts
        ]
        return multiply(points, least(*shares))


@attrs.frozen
class Highest(_Same):
    """The greatest of the children's shares, rescaled to the node's points."""

    def rule(self, parts: Sequence[Part], points: Fraction) -> Expression:
        """The greatest share of the children that apply."""
        if all(part.when is None for part in parts):
            return multiply(points, greatest(*(part.share for part in parts)))
        return _averaged("best", 1, [(part, Fraction(1)) for part in parts], points)


@attrs.frozen
class Median(_Same):
    """The median of the children's shares, rescaled to the node's points.

    Of an even number, the mean of the two in the middle.
    """

    def rule(self, parts: Sequence[Part], points: Fraction) -> Expression:
        """The median."""
        return _averaged("median", 0, [(part, Fraction(1)) for part in parts], points)


def _check_count(n: int, limit: int, what: str) -> None:
    if isinstance(n, bool) or not isinstance(n, int) or not 1 <= n <= limit:
        raise RubricError(
            Problem(
                "count", f"{what} {n!r} is not possible here", "combine", f"Write 1 to {limit}."
            )
        )


@attrs.frozen
class TrimmedMean(_Same):
    """The mean of the children's shares without the *n* least and the *n* greatest.

    Args:
        n: How many are left out at each end.
    """

    n: int = 1

    def rule(self, parts: Sequence[Part], points: Fraction) -> Expression:
        """The trimmed mean; of so few children that nothing would be left, the median."""
        _check_count(self.n, max(1, (len(parts) - 1) // 2), "trimming")
        return _averaged("trimmed", self.n, [(part, Fraction(1)) for part in parts], points)


@attrs.frozen
class BestOf:
    """The mean of the *n* greatest of the children's shares, rescaled to the node's points.

    The points of the node are *n* times the children's maximum, if they all have the same.

    Args:
        n: How many count.
    """

    n: int

    def default_points(self, parts: Sequence[Part]) -> Fraction | None:
        """*n* times the children's maximum if they all have the same."""
        maxima = {part.maximum for part in parts}
        return maxima.pop() * self.n if len(maxima) == 1 else None

    def rule(self, parts: Sequence[Part], points: Fraction) -> Expression:
        """The mean of the best."""
        _check_count(self.n, len(parts), "the best")
        return _averaged("best", self.n, [(part, Fraction(1)) for part in parts], points)


@attrs.frozen
class DropWorst:
    """The mean of the children's shares without the *n* least, rescaled to the node's points.

    The points of the node are those of the children that are left, if all have the same maximum.

    Args:
        n: How many are left out.
    """

    n: int = 1

    def default_points(self, parts: Sequence[Part]) -> Fraction | None:
        """The maxima of the children that are left if they all have the same."""
        maxima = {part.maximum for part in parts}
        return maxima.pop() * (len(parts) - self.n) if len(maxima) == 1 else None

    def rule(self, parts: Sequence[Part], points: Fraction) -> Expression:
        """The mean without the worst."""
        _check_count(self.n, len(parts) - 1, "dropping")
        return _averaged("drop-worst", self.n, [(part, Fraction(1)) for part in parts], points)
