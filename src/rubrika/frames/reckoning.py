"""Reckoning: quotients, roundings, powers, logarithms and orders of the numbers of every row.

Whole numbers stay whole where they can. Floats carry a bound of their error; rows in which that
leaves a rounding open, or that come near to where a function is not defined, are left to the exact
engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.frames.dialect import Expr, cast_to, lit, when
from rubrika.frames.numbers import (
    UNIT,
    NotExpressibleError,
    Number,
    as_float,
    constant,
    end,
    extreme,
    is_constant,
    multiplied,
    rounded_up,
    scaled,
    together,
    upper,
    widest,
)
from rubrika.frames.stages import Stages
from rubrika.number import Rounding

__all__ = ["logarithm", "power", "product", "quotient", "rounded", "sorted_numbers"]

_SMALL: Final = Fraction(1, 2**20)
"""Divisors and bases of roots that are nearer to zero are left to the exact engine."""

_FUNCTION_ERROR: Final = Fraction(1, 2**40)
"""The relative error that engines' powers, logarithms and exponentials are allowed: 8,192 units in
the last place, where the libraries in use promise one or two."""

_MOST_MULTIPLIED: Final = 8  # higher powers are worked out as floats
_LARGEST_DIVIDED: Final = 2**51  # so that a division of floats tells the whole part of a quotient


def product(stages: Stages, factors: Sequence[Number]) -> Number:
    """The product of some numbers, of which at most one waits for anything."""
    factor = Fraction(1)
    others: list[Number] = []
    for number in factors:
        point = number.possible.point if is_constant(number) else None
        if point is None:
            others.append(number)
        else:
            factor *= point
    if not others:
        return constant(factor)
    made = others[0]
    for other in others[1:]:
        made = multiplied(stages.certain(made), stages.certain(other))
    return scaled(made, factor)


def quotient(stages: Stages, top: Number, bottom: Number) -> Number:
    """One number by another."""
    if is_constant(bottom):
        by = end(bottom.possible.least)
        if by == 0:
            raise NotExpressibleError
        return scaled(top, 1 / by)
    top, bottom = stages.certain(as_float(top)), stages.certain(as_float(bottom))
    nearest = _distance_from_zero(bottom.possible) - bottom.error
    below = bottom.low
    if nearest < _SMALL:
        near = below.abs() < upper(_SMALL + bottom.error)
        stages.unsure(near, "a divisor is near zero")
        below = when(near).then(lit(1.0)).otherwise(below)
        nearest = _SMALL
    largest = top.largest / nearest
    error = (top.error + largest * bottom.error) / nearest * (1 + 8 * UNIT) + 4 * UNIT * largest
    limits = Interval(-largest, largest)
    if _distance_from_zero(bottom.possible) > 0:
        limits = top.possible * bottom.possible.reciprocal()
    over = top.low / below
    return Number(over, over, limits, None, rounded_up(error), stage=max(top.stage, bottom.stage))


def rounded(stages: Stages, number: Number, rounding: Rounding) -> Number:
    """A number rounded as declared: whole numbers by division, floats if no break is near."""
    step, how = rounding.step, rounding.how
    limits = number.possible.rounded(step, how)
    if number.den is not None:
        times, by = step.denominator, number.den * step.numerator
        if (2 * number.largest * number.den * times + by + 1) < _LARGEST_DIVIDED:
            return _rounded_whole(stages, number, rounding, limits=limits, times=times, by=by)
        number = as_float(number)
    number = stages.certain(number)
    count = scaled(number, 1 / step)
    if count.den is not None or count.largest + 1 >= _LARGEST_DIVIDED:
        count = as_float(count)
        if count.largest + 1 >= _LARGEST_DIVIDED:
            raise NotExpressibleError
    shift = Fraction(1, 2) if how.startswith("half") else Fraction(0)
    sign = -1.0 if how == "up" else 1.0
    moved = count.low * sign + float(shift) if how == "up" or shift else count.low
    moved = stages.stored(moved, count.stage)
    stage = count.stage + 1
    margin = count.error + 4 * UNIT * (count.largest + 1)
    floor = stages.stored(cast_to(moved.floor(), "Float64"), stage)
    part = moved - floor
    why = f"a float is within {upper(margin):.1e} of where rounding breaks"
    stages.unsure((part <= upper(margin)) | (part >= 1.0 - upper(margin)), why)
    whole = cast_to(floor, "Int64")
    if how == "up":
        whole = whole * -1
    wholes = Number(whole, whole, number.possible, 1, stage=stage + 1)
    wholes = attrs.evolve(
        wholes, possible=Interval(end(limits.least) / step, end(limits.most) / step)
    )
    return scaled(wholes, step)


def _rounded_whole(
    stages: Stages, number: Number, rounding: Rounding, *, limits: Interval, times: int, by: int
) -> Number:
    how = rounding.how

    def divided(side: Expr) -> Expr:
        top = cast_to(side, "Int64")
        top = top if times == 1 else top * times
        match how:
            case "down":
                return top // by
            case "up":
                return ((top * -1) // by) * -1
            case _:
                twice = top * 2 + by
                nearest = twice // (2 * by)
                if how == "half-up":
                    return nearest
                tie = nearest * (2 * by) == twice
                odd = (nearest // 2) * 2 != nearest
                return nearest - cast_to(tie & odd, "Int64")

    made = stages.kept(number).over(
        divided,
        den=1,
        possible=Interval(end(limits.least) / rounding.step, end(limits.most) / rounding.step),
    )
    return scaled(stages.kept(made), rounding.step)


def power(stages: Stages, base: Number, exponent: Fraction) -> Number:
    """A number to a fixed power."""
    if exponent == 0:
        return constant(Fraction(1))
    if exponent < 0:
        return quotient(stages, constant(Fraction(1)), power(stages, base, -exponent))
    if exponent.denominator == 1 and exponent <= _MOST_MULTIPLIED:
        base = stages.certain(base)
        made = base
        for _ in range(int(exponent) - 1):
            made = multiplied(made, base)
        return made
    return _root(stages, base, exponent)


def _root(stages: Stages, base: Number, exponent: Fraction) -> Number:
    """A root: a float power, zero of zero; what is near zero is left to the exact engine."""
    zero = None
    if base.den is not None:
        base = stages.kept(base)
        zero = [side == 0 for side in base.sides]
    made = as_float(base)
    if made.waits and not (base.den is not None and base.least >= 0):
        made = stages.certain(made)
        zero = zero[:1] if zero else None
    most = max(made.most, _SMALL)
    error = made.error / (_SMALL - made.error) if made.error < _SMALL / 2 else None
    if error is None:
        raise NotExpressibleError
    relative = 2 * exponent * error + 2 * exponent * UNIT * 64 + _FUNCTION_ERROR
    if relative > Fraction(1, 16):
        raise NotExpressibleError
    sides: list[Expr] = []
    for place, side in enumerate(made.sides):
        near = side < upper(_SMALL + made.error)
        if zero is not None:
            near = near & ~zero[place]
        stages.unsure(near, "a root is taken near zero or below")
        safe = when(side >= float(_SMALL)).then(side).otherwise(lit(float(_SMALL)))
        root = safe ** float(exponent)
        sides.append(root if zero is None else when(zero[place]).then(lit(0.0)).otherwise(root))
    limits = Interval(max(made.least, Fraction(0)), most).power(exponent, 12)
    return Number(
        sides[0],
        sides[-1],
        limits,
        None,
        rounded_up(relative * 2 * max(end(limits.most), Fraction(1))),
        made.waits,
        made.stage,
    )


def logarithm(stages: Stages, part: Number) -> Number:
    """A natural logarithm; what is near zero or below is left to the exact engine."""
    made = stages.certain(as_float(part))
    if made.error >= _SMALL / 2:
        raise NotExpressibleError
    near = made.low < upper(_SMALL + made.error)
    stages.unsure(near, "a logarithm is taken near zero or below")
    safe = when(near).then(lit(1.0)).otherwise(made.low)
    least, most = max(made.least, _SMALL), max(made.most, _SMALL)
    limits = Interval(least, most).log(12)
    size = max(abs(end(limits.least)), abs(end(limits.most)), Fraction(1))
    error = made.error / (_SMALL - made.error) + size * _FUNCTION_ERROR
    found = safe.log()
    return Number(found, found, limits, None, rounded_up(error), stage=made.stage)


def sorted_numbers(stages: Stages, numbers: Sequence[Number]) -> list[Number]:
    """Numbers from the least to the greatest, by comparing neighbours in turn."""
    found = together(numbers)
    if found[0].den is not None:
        found = widest(found)
    found = [stages.kept(number) for number in found]
    for round_ in range(len(found)):
        for place in range(round_ % 2, len(found) - 1, 2):
            pair = found[place : place + 2]
            found[place] = stages.kept(extreme(pair, most=False))
            found[place + 1] = stages.kept(extreme(pair, most=True))
    return found


def _distance_from_zero(interval: Interval) -> Fraction:
    """How far from zero all of it lies."""
    least, most = end(interval.least), end(interval.most)
    return least if least > 0 else -most if most < 0 else Fraction(0)
