"""Combinations: how the children of a node make its points.

A combination is any frozen object with a method ``rule(parts, points)`` that says the points of
the whole as a rule about its parts. Third parties write their own in ten lines; see
:class:`Combination`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar, Final, Protocol, runtime_checkable

import attrs

from rubrika.errors import Problem, RubricError, told
from rubrika.model.domains import check_truth, is_count
from rubrika.model.fields import named
from rubrika.number import as_text, exact
from rubrika.rules.functions import choose, greatest, least
from rubrika.rules.nodes import (
    Average,
    Condition,
    Expression,
    Input,
    Statistic,
    Term,
    add,
    divide,
    either,
    multiply,
)
from rubrika.sources import with_source

__all__ = [
    "BestOf",
    "Combination",
    "DropWorst",
    "Highest",
    "Lowest",
    "Median",
    "Part",
    "Sum",
    "TrimmedMean",
    "any_applies",
    "averaged",
]


_MOST_COUNTED: Final = 1_000_000


@attrs.frozen
class Part:
    """A child as its parent sees it.

    Args:
        id: The child's id.
        least: The least points it can have.
        maximum: The most points it can have.
        weight: Its weight, if it has one.
        when: The condition that it applies to the subject; None when it always does.

    >>> part = Part("a", least=Fraction(0), maximum=Fraction(10))
    >>> print(part.points, "|", part.share)
    points("a") | points("a") / 10
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
                    f"{self.id!r} has a maximum of {as_text(self.maximum)} points, "
                    "so it has no share",
                    hint="Combine penalties by Sum, or give the child points above 0.",
                )
            )
        return divide(self.points, self.maximum)


@runtime_checkable
class Combination(Protocol):
    """What a combination must say; nothing needs to be subclassed.

    Besides :meth:`rule`, ``default_points(parts)`` is asked for, if it is there, when the node does
    not declare its points: it returns them, or None when they must be declared. A missing
    ``default_points`` means 100. An attribute ``weighted`` that is False says that weights do not
    count, so that a child with a weight is an error. A child with a condition ``part.when`` may not
    apply: the rule must read its points only where that holds.

    >>> import attrs
    >>> from rubrika import Criterion, Indicator, YesNo, choose
    >>> @attrs.frozen
    ... class Product:
    ...     def rule(self, parts, points):
    ...         result = points
    ...         for part in parts:
    ...             share = part.share
    ...             result *= share if part.when is None else choose(part.when, share, 1)
    ...         return result
    >>> pair = [Indicator("a", "A", YesNo(1)), Indicator("b", "B", YesNo(1))]
    >>> Criterion("both", "Both", pair, combine=Product(), points=8).maximum
    Fraction(8, 1)
    """

    def rule(self, parts: Sequence[Part], points: Fraction, /) -> Expression:
        """The points of the whole; more than *points* is an error, by the bounds of the rule."""
        ...


@attrs.frozen(field_transformer=named)
class Sum:
    """The sum of the children's points.

    A child that does not apply leaves its points to the others: the sum of the rest is scaled up to
    the whole (penalties stay as they are).

    Args:
        rescale: Whether the sum is rescaled to the points that the node declares. Otherwise the
            children's maxima must add up to them.

    >>> from rubrika import Criterion, Direct, Indicator
    >>> marks = [Indicator("a", "A", Direct(10)), Indicator("b", "B", Direct(20))]
    >>> print(Criterion("c", "C", marks).maximum)
    30
    >>> print(Criterion("c", "C", marks, combine=Sum(rescale=True), points=100).maximum)
    100
    """

    weighted: ClassVar[bool] = False

    rescale: bool = attrs.field(default=False, validator=check_truth, kw_only=True)

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
                    f"the children's points add up to {as_text(total)}, not to the declared "
                    f"{as_text(points)} (difference {as_text(total - points)}): {listed}",
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
                    "Leave `points` out.",
                )
            )
        earning = [part for part in parts if part.maximum > 0]
        if all(part.when is None for part in earning):
            summed = add(*(_or_zero(part.when, part.points) for part in parts))
        else:
            terms = tuple(Term(part.maximum, part.share, part.when) for part in earning)
            earned = multiply(self.default_points(earning), Average("arithmetic", terms))
            penalties = [part for part in parts if part.maximum <= 0]
            summed = add(earned, *(_or_zero(part.when, part.points) for part in penalties))
        return summed if total == points else multiply(points / total, summed)


def any_applies(parts: Sequence[Part]) -> Condition | None:
    """The condition that the whole of *parts* has points; None when it always has.

    One part must apply, and that one must be able to earn points if any can: penalties alone are
    not the points of a whole of which nothing else applies.
    """
    counting = [part for part in parts if part.maximum > 0] or parts
    conditions = [part.when for part in counting if part.when is not None]
    return either(*conditions) if len(conditions) == len(counting) else None


def _or_zero(when: Condition | None, points: Expression) -> Expression:
    return points if when is None else choose(when, points, 0)


def averaged(
    how: Statistic, n: int, weighted: Sequence[tuple[Part, Fraction]], points: Fraction
) -> Expression:
    """An average of the shares of the parts that apply, rescaled to *points*."""
    terms = tuple(Term(weight, part.share, part.when) for part, weight in weighted)
    return multiply(points, Average(how, terms, n))


@attrs.frozen(field_transformer=named)
class _Same:
    """What combinations share whose points are those of any one child."""

    weighted: ClassVar[bool] = False

    def default_points(self, parts: Sequence[Part]) -> Fraction | None:
        """The children's maximum if they all have the same."""
        maxima = {part.maximum for part in parts}
        return maxima.pop() if len(maxima) == 1 else None


@attrs.frozen(field_transformer=named)
class Lowest(_Same):
    """The least of the children's shares, rescaled to the node's points.

    >>> parts = [Part(id, Fraction(0), Fraction(10)) for id in "ab"]
    >>> print(Lowest().rule(parts, Fraction(100)))
    100 * least(points("a") / 10, points("b") / 10)
    """

    def rule(self, parts: Sequence[Part], points: Fraction) -> Expression:
        """The least share; a child that does not apply counts as full, which decides nothing."""
        shares = [
            part.share if part.when is None else choose(part.when, part.share, 1) for part in parts
        ]
        return multiply(points, least(*shares))


@attrs.frozen(field_transformer=named)
class Highest(_Same):
    """The greatest of the children's shares, rescaled to the node's points.

    >>> parts = [Part(id, Fraction(0), Fraction(10)) for id in "ab"]
    >>> print(Highest().rule(parts, Fraction(100)))
    100 * greatest(points("a") / 10, points("b") / 10)
    """

    def rule(self, parts: Sequence[Part], points: Fraction) -> Expression:
        """The greatest share of the children that apply."""
        if all(part.when is None for part in parts):
            return multiply(points, greatest(*(part.share for part in parts)))
        return averaged("best", 1, [(part, Fraction(1)) for part in parts], points)


@attrs.frozen(field_transformer=named)
class Median(_Same):
    """The median of the children's shares, rescaled to the node's points.

    Of an even number, the mean of the two in the middle.

    >>> parts = [Part(id, Fraction(0), Fraction(10)) for id in "ab"]
    >>> print(Median().rule(parts, Fraction(100)))
    100 * average("median", points("a") / 10, points("b") / 10)
    """

    def rule(self, parts: Sequence[Part], points: Fraction) -> Expression:
        """The median."""
        return averaged("median", 0, [(part, Fraction(1)) for part in parts], points)


def _counted(n: Fraction, limit: int, what: str) -> int:
    """A number of children, which is at most *limit*."""
    if n > limit:
        raise RubricError(
            Problem(
                "count", f"{what} {n} is not possible here", "combine.n", f"Write 1 to {limit}."
            )
        )
    return int(n)


def _to_count(n: int | Fraction) -> Fraction:
    """Read a number of children, which may carry its source."""
    whole = int(n) if isinstance(n, Fraction) and n.denominator == 1 else n
    if not is_count(whole, _MOST_COUNTED) or n == 0:
        raise RubricError(
            Problem("count", f"{told(n)} is no number of children", hint="Write 1, 2, 3, …")
        )
    return exact(n)


@attrs.frozen(field_transformer=named)
class TrimmedMean(_Same):
    """The mean of the children's shares without the *n* least and the *n* greatest.

    Args:
        n: How many are left out at each end.

    >>> parts = [Part(id, Fraction(0), Fraction(10)) for id in "ab"]
    >>> print(TrimmedMean(1).rule(parts, Fraction(100)))
    100 * average("trimmed", points("a") / 10, points("b") / 10, n=1)
    """

    n: Fraction = attrs.field(default=Fraction(1), converter=_to_count, eq=with_source)

    def rule(self, parts: Sequence[Part], points: Fraction) -> Expression:
        """The trimmed mean; of so few children that nothing would be left, the median."""
        n = _counted(self.n, max(1, (len(parts) - 1) // 2), "trimming")
        return averaged("trimmed", n, [(part, Fraction(1)) for part in parts], points)


@attrs.frozen(field_transformer=named)
class BestOf:
    """The mean of the *n* greatest of the children's shares, rescaled to the node's points.

    The points of the node are *n* times the children's maximum, if they all have the same.

    Args:
        n: How many count.

    >>> parts = [Part(id, Fraction(0), Fraction(10)) for id in "ab"]
    >>> print(BestOf(1).rule(parts, Fraction(100)))
    100 * average("best", points("a") / 10, points("b") / 10, n=1)
    """

    weighted: ClassVar[bool] = False

    n: Fraction = attrs.field(converter=_to_count, eq=with_source)

    def default_points(self, parts: Sequence[Part]) -> Fraction | None:
        """*n* times the children's maximum if they all have the same."""
        maxima = {part.maximum for part in parts}
        return maxima.pop() * self.n if len(maxima) == 1 else None

    def rule(self, parts: Sequence[Part], points: Fraction) -> Expression:
        """The mean of the best."""
        n = _counted(self.n, len(parts), "the best")
        return averaged("best", n, [(part, Fraction(1)) for part in parts], points)


@attrs.frozen(field_transformer=named)
class DropWorst:
    """The mean of the children's shares without the *n* least, rescaled to the node's points.

    The points of the node are those of the children that are left, if all have the same maximum.

    Args:
        n: How many are left out.

    >>> parts = [Part(id, Fraction(0), Fraction(10)) for id in "ab"]
    >>> print(DropWorst(1).rule(parts, Fraction(100)))
    100 * average("drop-worst", points("a") / 10, points("b") / 10, n=1)
    """

    weighted: ClassVar[bool] = False

    n: Fraction = attrs.field(default=Fraction(1), converter=_to_count, eq=with_source)

    def default_points(self, parts: Sequence[Part]) -> Fraction | None:
        """The maxima of the children that are left if they all have the same."""
        maxima = {part.maximum for part in parts}
        return maxima.pop() * (len(parts) - self.n) if len(maxima) == 1 else None

    def rule(self, parts: Sequence[Part], points: Fraction) -> Expression:
        """The mean without the worst."""
        n = _counted(self.n, len(parts) - 1, "dropping")
        return averaged("drop-worst", n, [(part, Fraction(1)) for part in parts], points)
