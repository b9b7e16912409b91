"""The sign reading: whether a rule can rise or fall when what it reads rises.

It composes: the sign of a whole follows from those of its parts and from where they lie. What it
says a rule cannot do is proved; what it says that a rule may do need not happen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import reduce
from typing import NamedTuple

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.engines.bounds import Reading
from rubrika.errors import RuleError
from rubrika.rules.nodes import (
    Average,
    Both,
    Choose,
    Compare,
    Condition,
    Constant,
    Either,
    Expression,
    Greatest,
    Input,
    Least,
    Log,
    Not,
    OneOf,
    Power,
    Product,
    Quotient,
    Rounded,
    Sum,
    Yes,
)

__all__ = ["STEADY", "Sign", "Signs"]


class Sign(NamedTuple):
    """Whether a number may rise, or fall; for a condition, whether it may begin, or cease, to hold.

    >>> Sign(rises=True) | Sign(falls=True)
    Sign(rises=True, falls=True)
    """

    rises: bool = False
    falls: bool = False

    def __or__(self, other: Sign) -> Sign:
        return Sign(self.rises or other.rises, self.falls or other.falls)

    @property
    def turned(self) -> Sign:
        """The sign of the opposite."""
        return Sign(self.falls, self.rises)


STEADY = Sign()
_ANY = Sign(rises=True, falls=True)


@attrs.frozen
class Signs:
    """The sign reading of rules.

    Args:
        known: How inputs move together; those that are not listed stay as they are.
        reading: Where numbers lie.

    >>> from fractions import Fraction
    >>> from rubrika.rules import parse_expression
    >>> points = Input("points", "a")
    >>> reading = Reading({points: Interval(Fraction(0), Fraction(9))})
    >>> signs = Signs({points: Sign(rises=True)}, reading)
    >>> signs.value(parse_expression('choose(points("a") >= 5, 3, points("a") >= 2, 1, 0)'))
    Sign(rises=True, falls=False)
    >>> signs.value(parse_expression('10 - 2 * points("a")'))
    Sign(rises=False, falls=True)
    """

    known: Mapping[Input, Sign]
    reading: Reading

    def value(self, rule: Expression) -> Sign:
        """Whether *rule* may rise or fall."""
        match rule:
            case Input():
                return self.known.get(rule, STEADY)
            case Constant():
                return STEADY
            case Sum(found) | Least(found) | Greatest(found):
                return self._any(found)
            case Rounded(part, _) | Log(part):
                return self.value(part)
            case Product(factors):
                return self._product(factors)
            case Quotient(top, bottom):
                return self._quotient(top, bottom)
            case Power(base, exponent):
                return self._power(base, exponent)
            case Choose(cases, otherwise):
                return self._choose([*cases], otherwise)
            case Average(_, terms):
                if any(term.when is not None and self.holds(term.when) != STEADY for term in terms):
                    return _ANY
                return self._any(term.value for term in terms)
            case _:
                return _ANY

    def holds(self, rule: Condition) -> Sign:
        """Whether *rule* may begin or cease to hold."""
        match rule:
            case Compare(left, comparison, right):
                moving = self.value(left) | self.value(right).turned
                if comparison in ("==", "!="):
                    return STEADY if moving == STEADY else _ANY
                return moving if comparison in (">=", ">") else moving.turned
            case Both(found) | Either(found):
                return reduce(Sign.__or__, map(self.holds, found), STEADY)
            case Not(part):
                return self.holds(part).turned
            case OneOf(read):
                return STEADY if self.known.get(read, STEADY) == STEADY else _ANY
            case Yes(read):
                return self.known.get(read, STEADY)  # yes is more than no
            case _:
                return STEADY  # whether an indicator applies does not depend on any number

    def _any(self, found: Iterable[Expression]) -> Sign:
        return reduce(Sign.__or__, map(self.value, found), STEADY)

    def _where(self, rule: Expression) -> Interval:
        """Where a number lies; anywhere, if that cannot be told."""
        try:
            return self.reading.value(rule)
        except (RuleError, ArithmeticError, KeyError):
            return Interval(None, None)

    def _product(self, factors: Iterable[Expression]) -> Sign:
        found = [(self.value(factor), self._where(factor)) for factor in factors]
        sign, where = found[0]
        for other, place in found[1:]:
            sign = _times(sign, place) | _times(other, where)
            where = where * place
        return sign

    def _quotient(self, top: Expression, bottom: Expression) -> Sign:
        below = self._where(bottom)
        moving = self.value(bottom)
        side = _side(below)
        if moving == STEADY and side is not None:
            return self.value(top) if side else self.value(top).turned
        if side is None:
            return STEADY if (moving | self.value(top)) == STEADY else _ANY
        inverse = self._where(Quotient(Constant(Fraction(1)), bottom))
        return _times(self.value(top), inverse) | _times(moving.turned, self._where(top))

    def _power(self, base: Expression, exponent: Fraction) -> Sign:
        moving, positive = self.value(base), exponent > 0
        even = exponent.denominator == 1 and exponent % 2 == 0
        side = _side(self._where(base))
        if moving == STEADY:
            return STEADY
        if side is None and (even or not positive):
            return _ANY
        rising = (side is not False) or not even
        return moving if rising == positive else moving.turned

    def _choose(self, cases: list[tuple[Condition, Expression]], otherwise: Expression) -> Sign:
        """Each value moves; and when a condition begins or ceases to hold, another takes over."""
        moving = self.value(otherwise)
        rest = self._where(otherwise)
        for when, then in reversed(cases):
            here, switch = self._where(then), self.holds(when)
            moving |= self.value(then)
            up = rest.least is None or here.most is None or here.most > rest.least
            down = rest.most is None or here.least is None or here.least < rest.most
            if switch.rises:
                moving |= Sign(rises=up, falls=down)
            if switch.falls:
                moving |= Sign(rises=down, falls=up)
            rest = rest.union(here)
        return moving


def _times(sign: Sign, by: Interval) -> Sign:
    """The sign of what moves, times what lies somewhere."""
    if sign == STEADY or (by.least == 0 and by.most == 0):
        return STEADY
    side = _side(by)
    return _ANY if side is None else sign if side else sign.turned


def _side(where: Interval) -> bool | None:
    """Whether numbers are nowhere below zero (True), nowhere above (False), or on both sides."""
    if where.least is not None and where.least >= 0:
        return True
    return False if where.most is not None and where.most <= 0 else None
