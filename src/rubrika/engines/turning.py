"""Turning points: the values of an input at which something about a rule can change.

Between two neighbouring turning points a comparison keeps its answer and a line keeps its slope.
They are worked out from the rule, by undoing step by step what is done to the input before it is
compared; that is how a test finds the edges of a rubric without guessing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import combinations
from typing import Final

from rubrika.engines.exact import IrrationalError, value
from rubrika.engines.roots import exact_power
from rubrika.errors import RuleError
from rubrika.number import Rounding
from rubrika.rules.nodes import (
    ZERO,
    Applicable,
    Average,
    Choose,
    Compare,
    Expression,
    Greatest,
    Input,
    Least,
    Log,
    Power,
    Product,
    Quotient,
    Rounded,
    Rule,
    Sum,
    add,
    multiply,
)
from rubrika.rules.traverse import walk

__all__ = ["crossings", "turning_points"]

_NEAR: Final = 10**6  # a turning point that is not rational is given to a millionth


def turning_points(rule: Rule, read: Input) -> tuple[Fraction, ...]:
    """The values of *read* at which *rule* can change its course, in ascending order.

    They are where a comparison in it changes its answer, and where the parts of a least or greatest
    change places. Comparisons that read other inputs as well have no fixed turning point. A turning
    point that is not rational is given to a millionth.

    >>> from rubrika.rules import parse_expression
    >>> bands = parse_expression("choose(value >= 80, 5, 2 * value + 10 > 110, 3, 0)")
    >>> [int(point) for point in turning_points(bands, Input("value"))]
    [50, 80]
    """
    found: set[Fraction] = set()
    for part in dict.fromkeys(walk(rule)):
        match part:
            case Compare(left, _, right):
                found |= set(_meeting(left, right, read))
            case Least(parts) | Greatest(parts):
                for one, other in combinations(parts, 2):
                    found |= set(_meeting(one, other, read))
            case _:
                pass
    return tuple(sorted(found))


def crossings(rule: Expression, read: Input, at: Fraction) -> tuple[Fraction, ...]:
    """The values of *read* at which *rule*, which reads nothing else, can come to *at* or pass it.

    >>> from rubrika.rules import parse_expression
    >>> crossings(parse_expression("rounded(value, 1) / 2"), Input("value"), Fraction(40))
    (Fraction(159, 2), Fraction(161, 2))
    """
    return tuple(sorted(set(_undone(rule, read, at))))


def _meeting(left: Expression, right: Expression, read: Input) -> Iterator[Fraction]:
    """Where two numbers are equal, or one can pass the other."""
    if _reads(left, read) and not _inputs(right):
        found, other = left, right
    elif _reads(right, read) and not _inputs(left):
        found, other = right, left
    else:
        found, other = add(left, multiply(-1, right)), ZERO
    at = _fixed(other)
    if at is not None:
        yield from _undone(found, read, at)


def _inputs(rule: Rule) -> set[Rule]:
    return {part for part in walk(rule) if isinstance(part, Input | Applicable)}


def _reads(rule: Expression, read: Input) -> bool:
    """Whether *rule* reads that input and no other."""
    return _inputs(rule) == {read}


def _fixed(rule: Expression) -> Fraction | None:
    """The number that a rule without inputs gives; None if that is not rational, or none at all."""
    try:
        return value(rule, {})
    except (IrrationalError, RuleError):
        return None


def _undone(rule: Expression, read: Input, at: Fraction) -> Iterator[Fraction]:
    """Where *rule* can come to *at*: the reverse of what it does to *read*, from the outside in."""
    if not _reads(rule, read):
        return
    line = _line(rule, read)
    if line is not None:
        slope, start = line
        if slope:
            yield (at - start) / slope
        return
    match rule:
        case Sum(terms):
            reading, rest = _split(terms, add)
            if reading is not None:
                yield from _undone(reading, read, at - rest)
        case Product(factors):
            reading, rest = _split(factors, multiply)
            if reading is not None and rest:
                yield from _undone(reading, read, at / rest)
        case Quotient(top, bottom):
            above, below = _fixed_or_none(top), _fixed_or_none(bottom)
            if below:
                yield from _undone(top, read, at * below)
            elif above is not None and at:
                yield from _undone(bottom, read, above / at)
        case Least(parts) | Greatest(parts):
            yield from _undone_all(parts, read, at)
        case Choose(cases, otherwise):
            yield from _undone_all([*(then for _, then in cases), otherwise], read, at)
        case Average(_, terms):
            yield from _undone_all([term.value for term in terms], read, at)
        case Rounded(part, rounding):
            yield from _undone_at(part, read, _edges(at, rounding))
        case Power(base, exponent):
            yield from _undone_at(base, read, _roots(at, exponent))
        case Log(part):
            yield from _undone_at(part, read, _about(lambda: math.exp(at)))
        case _:  # pragma: no cover - an input and a constant are lines
            return


def _undone_all(parts: Iterable[Expression], read: Input, at: Fraction) -> Iterator[Fraction]:
    for part in parts:
        yield from _undone(part, read, at)


def _undone_at(part: Expression, read: Input, at: Iterable[Fraction]) -> Iterator[Fraction]:
    for one in at:
        yield from _undone(part, read, one)


def _fixed_or_none(rule: Expression) -> Fraction | None:
    return None if _inputs(rule) else _fixed(rule)


def _split(
    parts: Iterable[Expression], join: Callable[..., Expression]
) -> tuple[Expression | None, Fraction]:
    """The one part that reads an input, if just one does, and the number that the others give."""
    reading = [part for part in parts if _inputs(part)]
    rest = _fixed(join(*(part for part in parts if not _inputs(part))))
    if len(reading) != 1 or rest is None:
        return None, Fraction(0)
    return reading[0], rest


def _line(rule: Expression, read: Input) -> tuple[Fraction, Fraction] | None:
    """The slope and the start of *rule* as a straight line in *read*; None if it is none."""
    if rule == read:
        return Fraction(1), Fraction(0)
    if not _inputs(rule):
        start = _fixed(rule)
        return None if start is None else (Fraction(0), start)
    match rule:
        case Sum(terms):
            lines = [_line(term, read) for term in terms]
            known = [line for line in lines if line is not None]
            if len(known) < len(lines):
                return None
            return sum((a for a, _ in known), Fraction(0)), sum((b for _, b in known), Fraction(0))
        case Product(factors):
            reading, by = _split(factors, multiply)
            line = None if reading is None else _line(reading, read)
            return None if line is None else (line[0] * by, line[1] * by)
        case Quotient(top, bottom):
            below = _fixed_or_none(bottom)
            line = None if not below else _line(top, read)
            return None if line is None or not below else (line[0] / below, line[1] / below)
        case _:
            return None


def _edges(at: Fraction, rounding: Rounding) -> tuple[Fraction, ...]:
    """Where a rounded number reaches *at*, and where it goes on from there."""
    step = rounding.step
    reached = math.ceil(at / step) * step
    back = {"half-up": step / 2, "half-even": step / 2, "up": step, "down": Fraction(0)}
    return reached - back[rounding.how], reached + step - back[rounding.how]


def _roots(at: Fraction, exponent: Fraction) -> tuple[Fraction, ...]:
    """The numbers that, raised to *exponent*, give *at*."""
    whole = exponent.denominator == 1
    if exponent == 0 or (at < 0 and not (whole and exponent % 2)) or (at == 0 and exponent < 0):
        return ()
    size = abs(at)
    exactly = exact_power(size, 1 / exponent)
    roots = (
        (exactly,)
        if exactly is not None
        else _about(lambda: math.exp(math.log(size) / float(exponent)))
    )
    if whole and exponent % 2 == 0:
        return tuple(side for root in roots for side in (root, -root))
    return tuple(-root if at < 0 else root for root in roots)


def _about(work_out: Callable[[], float]) -> tuple[Fraction, ...]:
    """A number that is not rational, to a millionth; nothing if it is too large."""
    try:
        return (Fraction(round(work_out() * _NEAR), _NEAR),)
    except OverflowError:
        return ()
