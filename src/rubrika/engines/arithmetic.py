"""Arithmetic that the engines share: intervals, averages, and roots and logarithms by enclosure."""

from __future__ import annotations

import decimal
import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeAlias

import attrs

from rubrika.errors import Problem, RuleError
from rubrika.number import HowToRound, round_to
from rubrika.rules.nodes import Statistic

__all__ = ["Interval", "average", "exact_root", "interval_average"]

Limit: TypeAlias = Fraction | None
"""A bound of an interval; None where there is none."""

FIRST_DIGITS: Final = 24
"""How many significant digits an enclosure of a root or logarithm has at first."""

LAST_DIGITS: Final = 3000
"""Where narrowing an enclosure stops, because the comparison must be one of equal numbers."""


@attrs.frozen
class Interval:
    """All numbers from *least* to *most*, both included; None where there is no limit."""

    least: Limit
    most: Limit

    @classmethod
    def at(cls, value: Fraction) -> Interval:
        """The interval that holds *value* alone."""
        return cls(value, value)

    @property
    def point(self) -> Fraction | None:
        """The only number in it, if there is only one."""
        return self.least if self.least == self.most else None

    def __add__(self, other: Interval) -> Interval:
        return Interval(_plus(self.least, other.least), _plus(self.most, other.most))

    def __mul__(self, other: Interval) -> Interval:
        ends = [_times(a, b) for a in _ends(self) for b in _ends(other)]
        return _hull(ends)

    def reciprocal(self) -> Interval:
        """One divided by it; unlimited where it contains zero besides other numbers."""
        low, high = self.least, self.most
        if low == 0 and high == 0:
            raise RuleError(Problem("zero-division", "a rule divides by zero"))
        if low is not None and low >= 0:
            return Interval(_inverse(high), None if low == 0 else 1 / low)
        if high is not None and high <= 0:
            return Interval(None if high == 0 else 1 / high, _inverse(low))
        return Interval(None, None)

    def union(self, other: Interval) -> Interval:
        """The least interval that holds both."""
        least = None if self.least is None or other.least is None else min(self.least, other.least)
        most = None if self.most is None or other.most is None else max(self.most, other.most)
        return Interval(least, most)

    def smaller(self, other: Interval) -> Interval:
        """All that the lesser of one number of each can be."""
        most = [m for m in (self.most, other.most) if m is not None]
        least = None if self.least is None or other.least is None else min(self.least, other.least)
        return Interval(least, min(most, default=None))

    def __neg__(self) -> Interval:
        return Interval(
            None if self.most is None else -self.most, None if self.least is None else -self.least
        )

    def larger(self, other: Interval) -> Interval:
        """All that the greater of one number of each can be."""
        return -((-self).smaller(-other))

    def within(self, least: Limit, most: Limit) -> Interval | None:
        """The part of it between *least* and *most*, or None if there is none."""
        low = (
            self.least if least is None else least if self.least is None else max(self.least, least)
        )
        high = self.most if most is None else most if self.most is None else min(self.most, most)
        return None if low is not None and high is not None and low > high else Interval(low, high)

    def rounded(self, step: Fraction, how: HowToRound) -> Interval:
        """It, with both ends rounded."""
        return Interval(
            None if self.least is None else round_to(self.least, step, how),
            None if self.most is None else round_to(self.most, step, how),
        )

    def power(self, exponent: Fraction, digits: int) -> Interval:
        """It to the power *exponent*; the part below zero is left out where a root is taken."""
        if exponent < 0:
            return self.power(-exponent, digits).reciprocal()
        if exponent.denominator == 1:
            return self._whole_power(int(exponent))
        base = self.within(Fraction(0), None)
        if base is None:
            raise RuleError(Problem("root-of-negative", "a rule takes a root of a negative number"))
        low, high = base.least, base.most
        return Interval(
            None if low is None else enclose_power(low, exponent, digits)[0],
            None if high is None else enclose_power(high, exponent, digits)[1],
        )

    def _whole_power(self, exponent: int) -> Interval:
        ends = [None if end is None else end**exponent for end in (self.least, self.most)]
        if exponent % 2:
            return Interval(*ends)
        if exponent == 0:
            return Interval.at(Fraction(1))
        known = [end for end in ends if end is not None]
        crosses = (self.least is None or self.least < 0) and (self.most is None or self.most > 0)
        return Interval(
            Fraction(0) if crosses else min(known),
            max(known) if len(known) == 2 else None,
        )

    def log(self, digits: int) -> Interval:
        """Its natural logarithm; the part up to zero is left out."""
        low, high = self.least, self.most
        if high is not None and high <= 0:
            raise RuleError(
                Problem(
                    "log-of-negative", "a rule takes the logarithm of a number that is not positive"
                )
            )
        return Interval(
            None if low is None or low <= 0 else enclose_log(low, digits)[0],
            None if high is None else enclose_log(high, digits)[1],
        )


def _plus(a: Limit, b: Limit) -> Limit:
    return None if a is None or b is None else a + b


def _inverse(a: Limit) -> Fraction:
    return Fraction(0) if a is None else 1 / a


_Extended: TypeAlias = Fraction | float  # a float only as an infinity


def _ends(interval: Interval) -> tuple[_Extended, _Extended]:
    low, high = interval.least, interval.most
    return (-math.inf if low is None else low, math.inf if high is None else high)


def _times(a: _Extended, b: _Extended) -> _Extended:
    if a == 0 or b == 0:
        return Fraction(0)
    if isinstance(a, float) or isinstance(b, float):
        return math.inf if (a > 0) == (b > 0) else -math.inf
    return a * b


def _hull(ends: Sequence[_Extended]) -> Interval:
    low, high = min(ends), max(ends)
    return Interval(
        None if isinstance(low, float) else low, None if isinstance(high, float) else high
    )


# Roots and logarithms


def whole_root(number: int, degree: int) -> int:
    """The greatest integer whose power *degree* does not exceed *number* (≥ 0), by Newton's method."""
    if number < 2:
        return number
    if degree == 2:
        return math.isqrt(number)
    guess = 1 << -(-number.bit_length() // degree)
    while True:
        better = ((degree - 1) * guess + number // guess ** (degree - 1)) // degree
        if better >= guess:
            return guess
        guess = better


def exact_root(value: Fraction, degree: int) -> Fraction | None:
    """The root of *value* (≥ 0) if it is rational, else None.

    A fraction in lowest terms has a rational root just when its numerator and denominator are both
    perfect powers.
    """
    top, bottom = whole_root(value.numerator, degree), whole_root(value.denominator, degree)
    found = top**degree == value.numerator and bottom**degree == value.denominator
    return Fraction(top, bottom) if found else None


def exact_power(value: Fraction, exponent: Fraction) -> Fraction | None:
    """*value* to a rational power if that is rational, else None; a root of a negative is an error."""
    if value == 0 and exponent < 0:
        raise RuleError(Problem("zero-division", "a rule divides by zero"))
    if exponent.denominator == 1:
        return value ** int(exponent)
    if value < 0:
        raise RuleError(Problem("root-of-negative", "a rule takes a root of a negative number"))
    return exact_root(value**exponent.numerator, exponent.denominator)


def enclose_power(value: Fraction, exponent: Fraction, digits: int) -> tuple[Fraction, Fraction]:
    """Two rationals around *value* (≥ 0) to a power, equal where the power is rational."""
    found = exact_power(value, exponent)
    if found is not None:
        return found, found
    low, high = enclose_log(value, digits)
    ends = sorted((low * exponent, high * exponent))
    return enclose_exp(ends[0], digits)[0], enclose_exp(ends[1], digits)[1]


def _decimals(value: Fraction, digits: int) -> tuple[Decimal, Decimal]:
    top, bottom = Decimal(value.numerator), Decimal(value.denominator)
    return _context(digits, decimal.ROUND_FLOOR).divide(top, bottom), _context(
        digits, decimal.ROUND_CEILING
    ).divide(top, bottom)


def _context(digits: int, rounding: str = decimal.ROUND_HALF_EVEN) -> decimal.Context:
    return decimal.Context(
        prec=digits, rounding=rounding, Emin=decimal.MIN_EMIN, Emax=decimal.MAX_EMAX
    )


def enclose_log(value: Fraction, digits: int) -> tuple[Fraction, Fraction]:
    """Two rationals around the natural logarithm of *value* (> 0).

    The decimal module rounds logarithms correctly, so its neighbours enclose them. The logarithm of
    a rational other than 1 is irrational (Lindemann).
    """
    if value == 1:
        return Fraction(0), Fraction(0)
    context = _context(digits)
    low, high = _decimals(value, digits + 5)
    return (
        Fraction(context.next_minus(context.ln(low))),
        Fraction(context.next_plus(context.ln(high))),
    )


def enclose_exp(value: Fraction, digits: int) -> tuple[Fraction, Fraction]:
    """Two rationals around e to the power *value*."""
    context = _context(digits)
    low, high = _decimals(value, digits + 5)
    return (
        Fraction(context.next_minus(context.exp(low))),
        Fraction(context.next_plus(context.exp(high))),
    )


# Averages

Weighted: TypeAlias = Sequence[tuple[Fraction, Fraction]]
"""Pairs of a weight and a value."""


def average(how: Statistic, n: int, parts: Weighted) -> Fraction | None:
    """The average of *parts*, as :class:`rubrika.rules.Average` defines it; None if irrational."""
    if not parts:
        raise RuleError(Problem("empty-average", "an average has no part that takes part"))
    if how == "arithmetic":
        return sum((w * x for w, x in parts), Fraction(0)) / sum(w for w, _ in parts)
    if how == "geometric":
        return _geometric(parts)
    taken = kept(how, n, sorted(x for _, x in parts))
    return sum(taken, Fraction(0)) / len(taken)


def kept(how: Statistic, n: int, ascending: list[Fraction]) -> list[Fraction]:
    count = len(ascending)
    if how == "best":
        return ascending[-n:]
    if how == "drop-worst":
        return ascending[min(n, count - 1) :]
    edge = (count - 1) // 2 if how == "median" else min(n, (count - 1) // 2)
    return ascending[edge : count - edge]


def _geometric(parts: Weighted) -> Fraction | None:
    product, degree = _geometric_base(parts)
    return exact_root(product, degree)


def _geometric_base(parts: Weighted) -> tuple[Fraction, int]:
    """The number and degree whose root is the geometric mean: weights become whole exponents."""
    if any(x < 0 for _, x in parts):
        raise RuleError(Problem("root-of-negative", "a geometric mean has a negative part"))
    scale = math.lcm(*(w.denominator for w, _ in parts))
    exponents = [int(w * scale) for w, _ in parts]
    common = math.gcd(*exponents)
    product = math.prod(
        (x ** (e // common) for e, (_, x) in zip(exponents, parts, strict=True)), start=Fraction(1)
    )
    return product, sum(exponents) // common


def _enclose_average(
    how: Statistic, n: int, parts: Weighted, digits: int
) -> tuple[Fraction, Fraction]:
    found = average(how, n, parts)
    if found is not None:
        return found, found
    product, degree = _geometric_base(parts)
    return enclose_power(product, Fraction(1, degree), digits)


def interval_average(
    how: Statistic,
    n: int,
    certain: Sequence[tuple[Fraction, Interval]],
    optional: Sequence[tuple[Fraction, Interval]],
    digits: int,
) -> Interval:
    """All that an average can be of the *certain* parts and any of the *optional* ones.

    Every average grows with each of its parts. So the most is reached with every part at its most;
    and of the optional parts, for any number of them, those with the greatest values do best: only
    the prefixes of the optional parts sorted by value need be tried.
    """
    return Interval(
        _extreme_average(how, n, certain, optional, digits, most=False),
        _extreme_average(how, n, certain, optional, digits, most=True),
    )


def _extreme_average(
    how: Statistic,
    n: int,
    certain: Sequence[tuple[Fraction, Interval]],
    optional: Sequence[tuple[Fraction, Interval]],
    digits: int,
    *,
    most: bool,
) -> Limit:
    def end(interval: Interval) -> Limit:
        return interval.most if most else interval.least

    fixed = [(weight, end(interval)) for weight, interval in certain]
    free = [(weight, end(interval)) for weight, interval in optional]
    if any(value is None for _, value in (*fixed, *free)):
        return None
    parts = [(w, x) for w, x in fixed if x is not None]
    choices = sorted(
        ((w, x) for w, x in free if x is not None), key=lambda part: part[1], reverse=most
    )
    if how == "geometric" and not most:
        # Parts below zero cannot be scored at all; what can be scored starts at zero.
        parts = [(w, max(x, Fraction(0))) for w, x in parts]
        choices = [(w, max(x, Fraction(0))) for w, x in choices]
    found: list[Fraction] = []
    for count in range(len(choices) + 1):
        chosen = [*parts, *choices[:count]]
        if chosen:
            found.append(_enclose_average(how, n, chosen, digits)[most])
    if not found:
        raise RuleError(Problem("empty-average", "an average has no part that takes part"))
    return max(found) if most else min(found)
