"""Intervals of differences: small pieces of arithmetic on where numbers, and differences, lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final

from rubrika.engines.arithmetic import Interval
from rubrika.engines.bounds import Options, Reading
from rubrika.engines.program import Program
from rubrika.errors import RuleError
from rubrika.rules.nodes import Condition, Expression, Rounded

__all__ = [
    "ANYWHERE",
    "NOWHERE",
    "Linear",
    "added",
    "error_of",
    "extreme_of",
    "is_sure",
    "met",
    "ranges_of",
    "where_of",
]

ANYWHERE: Final = Interval(None, None)
"""Of a difference of which nothing is known."""

NOWHERE: Final = Interval(Fraction(0), Fraction(0))
"""Of numbers that do not differ."""

_ZERO: Final = Fraction(0)

Linear = dict[Expression, Fraction]
"""A sum of numbers, each times a factor; the constant part stands at the constant 1."""


def ranges_of(program: Program, known: dict[Expression | Condition, Interval | Options]) -> Reading:
    """The reading that knows where the points of each node can lie."""
    reading = Reading(known)
    for step in program.steps:
        inside: Reading | None = reading
        if step.applies is not None:
            inside = reading.narrowed(step.applies, holds=True)
        known[step.output] = ANYWHERE if inside is None else where_of(step.points, inside)
    return reading


def where_of(rule: Expression, reading: Reading) -> Interval:
    """Where *rule* can lie; anywhere, if that cannot be told."""
    try:
        return reading.value(rule)
    except (RuleError, ArithmeticError, KeyError):
        return ANYWHERE


def is_sure(found: Interval) -> bool:
    """Whether a difference goes one way at most."""
    return (found.least is not None and found.least >= 0) or (
        found.most is not None and found.most <= 0
    )


def added(parts: Iterable[tuple[Linear, Fraction]]) -> Linear:
    """The sum of sums, each times a factor."""
    found: Linear = {}
    for linear, by in parts:
        for part, factor in linear.items():
            found[part] = found.get(part, _ZERO) + factor * by
    return found


def error_of(rule: Expression) -> Interval:
    """What rounding adds."""
    if not isinstance(rule, Rounded):
        return NOWHERE
    step = Fraction(rule.rounding.step)
    match rule.rounding.how:
        case "down":
            return Interval(-step, _ZERO)
        case "up":
            return Interval(_ZERO, step)
        case _:
            return Interval(-step / 2, step / 2)


def _known(limits: Iterable[Fraction | None]) -> Iterator[Fraction]:
    return (limit for limit in limits if limit is not None)


def _high_of(limits: Iterable[Fraction | None]) -> Fraction | None:
    """The best of some lower bounds, any of which holds."""
    return max(_known(limits), default=None)


def _low_of(limits: Iterable[Fraction | None]) -> Fraction | None:
    return min(_known(limits), default=None)


def _low(limits: Iterable[Fraction | None]) -> Fraction | None:
    """The least of some lower bounds, one of which holds."""
    found = list(limits)
    return None if None in found else min(_known(found))


def _high(limits: Iterable[Fraction | None]) -> Fraction | None:
    found = list(limits)
    return None if None in found else max(_known(found))


def extreme_of(table: Sequence[Sequence[Interval]], *, most: bool) -> Interval:
    """The difference of two greatest (or least) numbers, from those of each two of their parts.

    Args:
        table: A row for each new part, with its difference from each old one.
        most: Whether of the greatest.
    """
    columns = list(zip(*table, strict=True))
    if most:  # max' - max >= p' - max for each p', and max' - max <= max' - p for each p
        return Interval(
            _low(_high_of(cell.least for cell in column) for column in columns),
            _high(_low_of(cell.most for cell in row) for row in table),
        )
    return Interval(
        _low(_high_of(cell.least for cell in row) for row in table),
        _high(_low_of(cell.most for cell in column) for column in columns),
    )


def met(one: Interval, other: Interval) -> Interval:
    """What both say of the same number."""
    return one.within(other.least, other.most) or one
