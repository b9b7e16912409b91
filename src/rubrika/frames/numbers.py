"""Numbers of every row: whole numbers over a known denominator, or floats with a known error."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import reduce
from typing import Final, TypeAlias, TypeVar

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.engines.lookups import float_at_least
from rubrika.frames.dialect import Expr, Kind, cast_to, divided, greatest_of, least_of, lit

__all__ = [
    "LARGEST_EXACT_FLOAT",
    "LARGEST_WHOLE",
    "UNIT",
    "NotExpressibleError",
    "Number",
    "Waiting",
    "as_float",
    "balanced",
    "constant",
    "end",
    "fits",
    "of_type",
    "over",
    "upper",
    "whole_literal",
]

LARGEST_WHOLE: Final = 2**62
"""Whole numbers stay below this, either way, so that they fit 63 bits and a sign."""

UNIT: Final = Fraction(1, 2**53)
"""The relative error of one float operation (IEEE 754, round to nearest)."""

LARGEST_EXACT_FLOAT: Final = 2**53

Waiting: TypeAlias = frozenset[str]
"""The columns without a value in some rows, for which a number must wait there."""

Item = TypeVar("Item")


class NotExpressibleError(Exception):
    """A rule cannot be written as an expression over columns."""


@attrs.frozen(eq=False)
class Number:
    """A number of every row.

    Args:
        low: The least that it can be; where nothing is missing, the number itself.
        high: The most that it can be; the same object as *low* if it never waits for anything.
        possible: Between which limits all rows lie, where everything is known.
        den: What the expressions are whole multiples of (one over *den*); None for floats.
        error: By how much the floats can be off.
        waits: The columns for which it waits.
        stage: From which stage of the query on it can be read.
    """

    low: Expr
    high: Expr
    possible: Interval
    den: int | None
    error: Fraction = Fraction(0)
    waits: Waiting = frozenset()
    stage: int = 0

    @property
    def least(self) -> Fraction:
        """The least that any row has."""
        return end(self.possible.least)

    @property
    def most(self) -> Fraction:
        """The most that any row has."""
        return end(self.possible.most)

    @property
    def largest(self) -> Fraction:
        """The largest absolute value."""
        return max(abs(self.least), abs(self.most))

    @property
    def sides(self) -> tuple[Expr, ...]:
        """Its expressions: one, or the low and the high."""
        return (self.low,) if self.high is self.low else (self.low, self.high)

    def over(self, make: Callable[[Expr], Expr], **changes: object) -> Number:
        """It, with *make* done to its expressions."""
        low = make(self.low)
        high = low if self.high is self.low else make(self.high)
        return attrs.evolve(self, low=low, high=high, **changes)  # type: ignore[arg-type]  # checked by the callers

    def swapped(self) -> Number:
        """It with low and high the other way round, for what falls where it rises."""
        return attrs.evolve(self, low=self.high, high=self.low)

    def settled(self) -> Number:
        """It as it is where nothing is missing."""
        return attrs.evolve(self, high=self.low, waits=frozenset())


def end(limit: Fraction | None) -> Fraction:
    """A limit that must be there."""
    if limit is None:
        raise NotExpressibleError
    return limit


def upper(number: Fraction) -> float:
    """A float that is at least *number*."""
    near = float(number)
    return near if Fraction(near) >= number else math.nextafter(near, math.inf)


def rounded_up(number: Fraction) -> Fraction:
    """*number* or a little more, with few digits, so that sums of many stay short."""
    return Fraction(upper(number)) if number else number


def balanced(join: Callable[[Item, Item], Item], parts: Sequence[Item]) -> Item:
    """Join many parts two by two, so that expressions nest no deeper than need be."""
    rest = list(parts)
    while len(rest) > 1:
        pairs = [join(a, b) for a, b in zip(rest[::2], rest[1::2], strict=False)]
        rest = pairs + rest[len(rest) - len(rest) % 2 :]
    return rest[0]


# Whole numbers

_TYPES: Final[tuple[tuple[int, Kind], ...]] = (
    (2**7, "Int8"),
    (2**15, "Int16"),
    (2**31, "Int32"),
    (2**63, "Int64"),
)


def fits(least: Fraction, most: Fraction) -> bool:
    """Whether whole numbers between these limits fit 63 bits."""
    return max(abs(least), abs(most)) < LARGEST_WHOLE


def of_type(*limits: Fraction) -> Kind:
    """The smallest type of whole numbers that holds all up to *limits*, either way."""
    largest = max(map(abs, limits))
    return next(kind for limit, kind in _TYPES if largest < limit)


def whole_literal(number: int, kind: Kind) -> Expr:
    """A whole number as an expression of a type."""
    return lit(number, kind)


def constant(number: Fraction) -> Number:
    """A number that is the same in all rows."""
    if not fits(Fraction(number.numerator), Fraction(number.denominator)):
        literal = lit(float(number), "Float64")
        return Number(literal, literal, Interval.at(number), None, rounded_up(abs(number) * UNIT))
    whole = Fraction(number.numerator)
    literal = whole_literal(number.numerator, of_type(whole))
    return Number(literal, literal, Interval.at(number), number.denominator)


def is_constant(number: Number) -> bool:
    """Whether it is the same in all rows."""
    return number.possible.point is not None and not number.waits


def over(number: Number, den: int) -> Number:
    """A whole number, written over *den*, a multiple of its own denominator."""
    factor = den // end_of(number.den)
    limits = number.least * den, number.most * den
    if not fits(*limits):
        raise NotExpressibleError
    kind = of_type(*limits)
    if number.possible.point is not None and not number.waits:
        literal = whole_literal(int(number.possible.point * den), kind)
        return attrs.evolve(number, low=literal, high=literal, den=den)
    if factor == 1:
        return number.over(lambda side: cast_to(side, kind))
    return number.over(lambda side: cast_to(side, kind) * factor, den=den)


def end_of(den: int | None) -> int:
    """A denominator that must be there."""
    if den is None:
        raise NotExpressibleError
    return den


def as_float(number: Number) -> Number:
    """A number as floats."""
    if number.den is None:
        return number
    if is_constant(number):
        exact = end(number.possible.least)
        literal = lit(float(exact), "Float64")
        error = Fraction(0) if Fraction(float(exact)) == exact else abs(exact) * UNIT
        return attrs.evolve(number, low=literal, high=literal, den=None, error=rounded_up(error))
    den = number.den
    large = number.largest * den > LARGEST_EXACT_FLOAT or den > LARGEST_EXACT_FLOAT
    steps = (0 if den == 1 else 1) + (2 if large else 0)
    made = number.over(
        lambda side: divided(cast_to(side, "Float64"), den),
        den=None,
    )
    return attrs.evolve(made, error=rounded_up(number.largest * UNIT * steps * (1 + 8 * UNIT)))


def together(numbers: Iterable[Number]) -> list[Number]:
    """Some numbers over their common denominator, or all as floats where that does not fit."""
    found = list(numbers)
    if all(number.den is not None for number in found):
        den = reduce(math.lcm, (end_of(number.den) for number in found), 1)
        if den < LARGEST_WHOLE and all(fits(n.least * den, n.most * den) for n in found):
            return [over(number, den) for number in found]
    return [as_float(number) for number in found]


def widest(numbers: Sequence[Number], *limits: Fraction) -> list[Number]:
    """Whole numbers over one denominator, of the one type that holds them all, and *limits*."""
    den = end_of(numbers[0].den)
    kind: Kind = of_type(*limits, *(limit * den for n in numbers for limit in (n.least, n.most)))
    return [number.over(lambda side: cast_to(side, kind)) for number in numbers]


def joined_waits(numbers: Iterable[Number]) -> Waiting:
    """The columns for which any of them waits."""
    return frozenset[str]().union(*(number.waits for number in numbers))


def last_stage(numbers: Iterable[Number]) -> int:
    """The stage from which on all of them can be read."""
    return max((number.stage for number in numbers), default=0)


def sides_joined(
    join: Callable[[Sequence[Expr]], Expr], numbers: Sequence[Number]
) -> tuple[Expr, Expr]:
    """The low and the high of what rises with each of *numbers*."""
    low = join([number.low for number in numbers])
    if all(number.high is number.low for number in numbers):
        return low, low
    return low, join([number.high for number in numbers])


def added(numbers: Sequence[Number], possible: Interval | None = None) -> Number:
    """The sum of some numbers."""
    found = together(numbers)
    least, most = sum((n.least for n in found), Fraction(0)), sum(n.most for n in found)
    most = Fraction(most)
    limits = possible or Interval(least, most)
    waits, stage = joined_waits(found), last_stage(found)
    partial = sum((n.largest for n in found), Fraction(0))
    den = found[0].den
    if den is not None and not fits(-partial * den, partial * den):
        found = [as_float(number) for number in found]
        den = None
    if den is None:
        low, high = sides_joined(_plus, found)
        error = sum((n.error for n in found), Fraction(0)) + partial * UNIT * len(found)
        return Number(low, high, limits, None, rounded_up(error), waits, stage)
    low, high = sides_joined(_plus, widest(found, partial * den))
    return Number(low, high, limits, den, Fraction(0), waits, stage)


def _plus(sides: Sequence[Expr]) -> Expr:
    return balanced(lambda a, b: a + b, sides)


def scaled(number: Number, factor: Fraction) -> Number:
    """A number times a constant."""
    if factor == 0:
        return constant(Fraction(0))
    if factor == 1:
        return number
    ends = sorted((number.least * factor, number.most * factor))
    limits = Interval(*ends)
    turned = number if factor > 0 else number.swapped()
    if number.den is not None:
        common = math.gcd(factor.numerator, number.den)
        times, den = factor.numerator // common, number.den // common * factor.denominator
        if den < LARGEST_WHOLE and fits(ends[0] * den, ends[1] * den):
            kind = of_type(ends[0] * den, ends[1] * den, Fraction(times))
            low_high = turned.over(
                lambda side: side if times == 1 else cast_to(side, kind) * times,
                den=den,
                possible=limits,
            )
            if is_constant(number):
                return constant(end(limits.least))
            return low_high
    turned = as_float(turned)
    by = float(factor)
    error = abs(factor) * turned.error + 3 * UNIT * max(abs(end_) for end_ in ends)
    return turned.over(
        lambda side: side * by, possible=limits, error=rounded_up(error * (1 + 4 * UNIT))
    )


def multiplied(a: Number, b: Number) -> Number:
    """The product of two numbers of which neither waits for anything."""
    limits = a.possible * b.possible
    stage = max(a.stage, b.stage)
    least, most = end(limits.least), end(limits.most)
    if a.den is not None and b.den is not None:
        den = a.den * b.den
        if den < LARGEST_WHOLE and fits(least * den, most * den):
            kind = of_type(
                least * den, most * den, a.largest * a.den, b.largest * b.den, Fraction(1)
            )
            product = cast_to(a.low, kind) * cast_to(b.low, kind)
            return Number(product, product, limits, den, stage=stage)
    a, b = as_float(a), as_float(b)
    largest = max(abs(least), abs(most))
    error = (a.largest * b.error + b.largest * a.error + a.error * b.error + 2 * UNIT * largest) * (
        1 + 2 * UNIT
    )
    product = a.low * b.low
    return Number(product, product, limits, None, rounded_up(error), stage=stage)


def extreme(numbers: Sequence[Number], *, most: bool) -> Number:
    """The least, or the greatest, of some numbers."""
    found = together(numbers)
    limits = reduce(Interval.larger if most else Interval.smaller, (n.possible for n in found))
    if found[0].den is not None:
        found = widest(found)
    pick = greatest_of if most else least_of
    low, high = sides_joined(lambda sides: pick(*sides), found)
    return Number(
        low,
        high,
        limits,
        found[0].den,
        max(number.error for number in found),
        joined_waits(found),
        last_stage(found),
    )


def float_bound(bound: Fraction, comparison: str) -> tuple[str, float] | bool:
    """How a float is compared with *bound* as its shortest decimal would be; or what is so always.

    >>> from fractions import Fraction
    >>> float_bound(Fraction(1, 10), ">"), float_bound(Fraction(1, 3), "==")
    (('>', 0.1), False)
    """
    match comparison:
        case ">=" | "<":
            return comparison, float_at_least(bound)
        case ">" | "<=":
            return comparison, 0.0 - float_at_least(-bound)
        case _:
            near = float_at_least(bound)
            if Fraction(repr(near)) == bound:
                return comparison, near
            return comparison == "!="
