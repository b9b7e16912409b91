"""Averages: one number of many, exact or as an interval."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from contextlib import suppress
from fractions import Fraction
from typing import NoReturn, TypeAlias, TypeVar

from rubrika.engines.arithmetic import Interval, Limit
from rubrika.engines.roots import enclose_product, exact_power
from rubrika.errors import Problem, RuleError
from rubrika.rules.nodes import Statistic

__all__ = ["average", "interval_average", "kept"]

Weighted: TypeAlias = Sequence[tuple[Fraction, Fraction]]
"""Pairs of a weight and a value."""

Parts: TypeAlias = Sequence[tuple[Fraction, Interval]]
"""Pairs of a weight and all that a value can be."""

Kept = TypeVar("Kept")


def average(how: Statistic, n: int, parts: Weighted) -> Fraction | None:
    """The average of *parts*, as :class:`rubrika.rules.Average` defines it; None if irrational.

    Raises:
        RuleError: when there is no part (with a weight, where weights count), or a geometric mean
            has a part below zero.

    >>> half = Fraction(1, 2)
    >>> average("arithmetic", 0, [(half, Fraction(10)), (half, Fraction(20))])
    Fraction(15, 1)
    """
    match how:
        case "arithmetic":
            total = _total_weight(parts)
            return sum((weight * x for weight, x in parts), Fraction(0)) / total
        case "geometric":
            return _geometric(parts)
        case _:
            taken = kept(how, n, sorted(x for _, x in parts))
            return sum(taken, Fraction(0)) / len(taken) if taken else _nothing()


def kept(how: Statistic, n: int, ascending: Sequence[Kept]) -> Sequence[Kept]:
    """Which of some sorted parts an average that disregards weights is the mean of."""
    count = len(ascending)
    match how:
        case "best":
            return ascending[-n:]
        case "drop-worst":
            return ascending[min(n, count - 1) :]
        case _:
            middle = (count - 1) // 2
            edge = middle if how == "median" else min(n, middle)
            return ascending[edge : count - edge]


def _nothing() -> NoReturn:
    raise RuleError(Problem("empty-average", "an average has no part that takes part"))


def _total_weight(parts: Weighted) -> Fraction:
    return sum((weight for weight, _ in parts), Fraction(0)) or _nothing()


def _geometric_shares(parts: Weighted) -> Weighted:
    """The share of each part in a geometric mean, and its value; what has no weight is left out."""
    if any(x < 0 for _, x in parts):
        raise RuleError(Problem("root-of-negative", "a geometric mean has a negative part"))
    total = _total_weight(parts)
    return [(weight / total, x) for weight, x in parts if weight]


def _geometric(parts: Weighted) -> Fraction | None:
    """The geometric mean if it is rational, else None.

    Without common factors between them, numbers to some powers have a rational product just when
    each power is rational. Weights such as 0.33333 would make for enormous powers otherwise.
    """
    shares = _geometric_shares(parts)
    if any(x == 0 for _, x in shares):
        return Fraction(0)
    made = Fraction(1)
    for base in _coprime(whole for _, x in shares for whole in x.as_integer_ratio()):
        exponent = sum(
            (
                share * (_multiplicity(x.numerator, base) - _multiplicity(x.denominator, base))
                for share, x in shares
            ),
            Fraction(0),
        )
        power = exact_power(Fraction(base), exponent)
        if power is None:
            return None
        made *= power
    return made


def _coprime(wholes: Iterable[int]) -> list[int]:
    """Numbers above 1 without common factors of which all *wholes* (≥ 1) are products."""
    base: list[int] = []
    todo = list(wholes)
    while todo:
        whole = todo.pop()
        common = next((own for own in base if math.gcd(own, whole) > 1), None)
        if common is not None:
            shared = math.gcd(common, whole)
            base.remove(common)
            todo += [shared, common // shared, whole // shared]
        elif whole > 1:
            base.append(whole)
    return base


def _multiplicity(whole: int, base: int) -> int:
    """How often *base* divides *whole* (≥ 1)."""
    count = 0
    while whole % base == 0:
        whole //= base
        count += 1
    return count


def _enclose_average(
    how: Statistic, n: int, parts: Weighted, digits: int
) -> tuple[Fraction, Fraction]:
    found = average(how, n, parts)
    if found is not None:
        return found, found
    return enclose_product([(x, share) for share, x in _geometric_shares(parts)], digits)


def interval_average(
    how: Statistic,
    n: int,
    certain: Parts,
    optional: Parts,
    digits: int,
) -> Interval:
    """All that an average can be of the *certain* parts and any of the *optional* ones.

    Every average grows with each of its parts. So the most is reached with every part at its most;
    and of the optional parts, for any number of them, those with the greatest values do best: only
    the prefixes of the optional parts sorted by value need be tried.

    Raises:
        RuleError: when it cannot be anything: see :func:`average`.
    """
    if how == "geometric":
        certain, optional = _not_negative(certain), _not_negative(optional, strict=False)
    return Interval(
        _extreme_average(how, n, certain, optional, digits, most=False),
        _extreme_average(how, n, certain, optional, digits, most=True),
    )


def _not_negative(parts: Parts, *, strict: bool = True) -> Parts:
    """The *parts* as far as they are not below zero, where no geometric mean is."""
    found = [(weight, interval.within(Fraction(0), None)) for weight, interval in parts]
    if strict and any(interval is None for _, interval in found):
        raise RuleError(Problem("root-of-negative", "a geometric mean has a negative part"))
    return [(weight, interval) for weight, interval in found if interval is not None]


def _extreme_average(
    how: Statistic, n: int, certain: Parts, optional: Parts, digits: int, *, most: bool
) -> Limit:
    """The most, or the least, that :func:`interval_average` speaks of."""
    fixed = [(weight, x.most if most else x.least) for weight, x in certain]
    free = [(weight, x.most if most else x.least) for weight, x in optional]
    parts = [(weight, x) for weight, x in fixed if x is not None]
    choices = [(weight, x) for weight, x in free if x is not None]
    if len(parts) < len(fixed) or len(choices) < len(free):
        return None
    choices.sort(key=lambda part: part[1], reverse=most)
    found: list[Fraction] = []
    for count in range(len(choices) + 1):
        with suppress(RuleError):  # nothing takes part, or nothing with a weight
            chosen = [*parts, *choices[:count]]
            found.append(_enclose_average(how, n, chosen, digits)[most])
    if not found:
        _nothing()
    return max(found) if most else min(found)
