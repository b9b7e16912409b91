"""Interval arithmetic: what numbers can still be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

import attrs

from rubrika.engines.roots import enclose_log, enclose_power
from rubrika.errors import Problem, RuleError
from rubrika.number import HowToRound, round_to

__all__ = ["Interval", "Limit"]

Limit: TypeAlias = Fraction | None
"""A bound of an interval; None where there is none."""


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
            Fraction(0) if crosses else min(known), None if None in ends else max(known)
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
        low if isinstance(low, Fraction) else None, high if isinstance(high, Fraction) else None
    )
