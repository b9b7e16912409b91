"""Tables in rules, and the floats that decide comparisons as exact numbers do."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

from rubrika.engines.arithmetic import Interval
from rubrika.rules.nodes import Choose, Compare, Constant, Expression, Input, OneOf, Yes

__all__ = [
    "LARGEST_WHOLE_FLOAT",
    "Steps",
    "Table",
    "as_steps",
    "as_table",
    "float_at_least",
    "float_at_most",
    "float_limits",
    "plain_number",
]

LARGEST_WHOLE_FLOAT: Final = 2**53
"""Up to here every whole number is a float."""


@lru_cache(maxsize=4096)
def float_at_least(bound: Fraction) -> float:
    """The least float whose shortest decimal is at least *bound* (up to 2**53 either way).

    ``value >= bound`` and ``value >= float_at_least(bound)`` are the same for every float *value*
    read by its shortest decimal, and for every integer.

    >>> float_at_least(Fraction(1, 10)), float_at_least(Fraction(1, 3))
    (0.1, 0.33333333333333337)
    """
    guess = float(bound)  # the nearest, so that a neighbour is the furthest to go
    while Fraction(repr(guess)) >= bound:
        guess = math.nextafter(guess, -math.inf)
    while Fraction(repr(guess)) < bound:
        guess = math.nextafter(guess, math.inf)
    return guess + 0.0  # zero without a sign


def float_at_most(bound: Fraction) -> float:
    """The greatest float whose shortest decimal is at most *bound* (up to 2**53 either way).

    >>> float_at_most(Fraction(1, 10)), float_at_most(Fraction(1, 3))
    (0.1, 0.3333333333333333)
    """
    return 0.0 - float_at_least(-bound)


def float_limits(possible: Interval) -> tuple[float, float]:
    """The floats between which a number is possible, and safe to compare with floats."""
    safe = Fraction(LARGEST_WHOLE_FLOAT)
    least = -safe if possible.least is None else max(possible.least, -safe)
    most = safe if possible.most is None else min(possible.most, safe)
    return float_at_least(least), float_at_most(most)


@lru_cache(maxsize=4096)
def plain_number(number: Fraction) -> Fraction | int | float:
    """*number* as an int, or the float whose shortest decimal it is; itself if there is neither.

    >>> plain_number(Fraction(5)), plain_number(Fraction(1, 10)), plain_number(Fraction(1, 3))
    (5, 0.1, Fraction(1, 3))
    """
    if number.denominator == 1:
        return int(number)
    if abs(number) > LARGEST_WHOLE_FLOAT:
        return number
    near = float(number)
    return near if Fraction(repr(near)) == number else number


class Steps(NamedTuple):
    """A table of bands: ``values[i]`` holds from ``bounds[i - 1]`` on, which ascend."""

    read: Input
    bounds: list[Fraction]
    values: list[Fraction]


class Table(NamedTuple):
    """A table of what each option of an input (or yes and no) gives."""

    read: Input
    values: dict[bool | str, Fraction]


def as_steps(rule: Expression) -> Steps | None:
    """The table that *rule* is, if it is ``choose(x >= 90, 4, x >= 75, 3, 0)``."""
    if not isinstance(rule, Choose) or not isinstance(rule.otherwise, Constant):
        return None
    found: Steps | None = None
    for case in rule.cases:
        match case:
            case (Compare(Input() as read, ">=", Constant(bound)), Constant(value)):
                found = found or Steps(read, [], [rule.otherwise.value])
                if read != found.read or (found.bounds and bound >= found.bounds[0]):
                    return None
                found.bounds.insert(0, bound)
                found.values.insert(1, value)
            case _:
                return None
    return found


def as_table(rule: Expression) -> Table | None:
    """The table that *rule* is, if it is ``choose(x in ("a", "b"), 4, x == "c", 3, 0)``."""
    if not isinstance(rule, Choose) or not isinstance(rule.otherwise, Constant):
        return None
    found: Table | None = None
    for case in rule.cases:
        match case:
            case (OneOf(read) | Yes(read) as when, Constant(value)):
                found = found or Table(read, {})
                if read != found.read:
                    return None
                for option in when.options if isinstance(when, OneOf) else (True,):
                    found.values.setdefault(option, value)
            case _:
                return None
    if found is not None and True in found.values:
        found.values.setdefault(False, rule.otherwise.value)
    return found
