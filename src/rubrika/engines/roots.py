"""Roots and logarithms: exact where they are rational, else enclosed by two rationals."""

from __future__ import annotations

import decimal
from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from rubrika.errors import Problem, RuleError

__all__ = [
    "FIRST_DIGITS",
    "LAST_DIGITS",
    "enclose_log",
    "enclose_power",
    "enclose_product",
    "exact_power",
    "exact_root",
    "whole_root",
]

FIRST_DIGITS: Final = 24
"""How many significant digits an enclosure of a root or logarithm has at first."""

LAST_DIGITS: Final = 3000
"""Where narrowing an enclosure stops, because the comparison must be one of equal numbers."""


def whole_root(number: int, degree: int) -> int:
    """The greatest integer whose power *degree* is at most *number* (≥ 0).

    A root of few bits is searched for; a long one is worked out from its upper half by Newton's
    method, which needs a good first guess to be quick.
    """
    size = -(-number.bit_length() // degree)  # the root has at most so many bits
    if size <= 2 * degree.bit_length():
        return bisect_right(range(1 << size), number, key=lambda root: root**degree) - 1
    lower = size // 2
    guess = (whole_root(number >> (lower * degree), degree) + 1) << lower
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
    """*value* to a rational power if that is rational, else None.

    Raises:
        RuleError: when it is a root of a negative number, or a negative power of zero.
    """
    if value == 0 and exponent < 0:
        raise RuleError(Problem("zero-division", "a rule divides by zero"))
    if exponent.denominator == 1:
        return value ** int(exponent)
    if value < 0:
        raise RuleError(Problem("root-of-negative", "a rule takes a root of a negative number"))
    root = exact_root(
        value, exponent.denominator
    )  # numerator and denominator have no common factor
    return None if root is None else root**exponent.numerator


def enclose_power(value: Fraction, exponent: Fraction, digits: int) -> tuple[Fraction, Fraction]:
    """Two rationals around *value* (≥ 0) to a power (> 0), equal where the power is rational."""
    found = exact_power(value, exponent)
    if found is not None:
        return found, found
    return enclose_product([(value, exponent)], digits)


def enclose_product(
    powers: Sequence[tuple[Fraction, Fraction]], digits: int
) -> tuple[Fraction, Fraction]:
    """Two rationals around a product of powers: pairs of a value (> 0) and an exponent (> 0)."""
    logs = [(enclose_log(value, digits), exponent) for value, exponent in powers]
    low = sum((log[0] * exponent for log, exponent in logs), Fraction(0))
    high = sum((log[1] * exponent for log, exponent in logs), Fraction(0))
    return _enclose_exp(low, digits)[0], _enclose_exp(high, digits)[1]


def _decimals(value: Fraction, digits: int) -> tuple[Decimal, Decimal]:
    """Two decimals around *value*, equal where so many digits suffice."""
    top, bottom = Decimal(value.numerator), Decimal(value.denominator)
    low, high = _context(digits, decimal.ROUND_FLOOR), _context(digits, decimal.ROUND_CEILING)
    return low.divide(top, bottom), high.divide(top, bottom)


def _context(digits: int, rounding: str = decimal.ROUND_HALF_EVEN) -> decimal.Context:
    return decimal.Context(
        prec=digits, rounding=rounding, Emin=decimal.MIN_EMIN, Emax=decimal.MAX_EMAX
    )


def enclose_log(value: Fraction, digits: int) -> tuple[Fraction, Fraction]:
    """Two rationals around the natural logarithm of *value* (> 0).

    The decimal module rounds logarithms correctly, so its neighbours enclose them. The logarithm of
    a rational other than 1 is irrational (Lindemann).

    >>> low, high = enclose_log(Fraction(2), 6)
    >>> float(low), float(high)
    (0.693146, 0.693148)
    """
    context = _context(digits)
    low, high = _decimals(value, digits + 5)
    return (  # the logarithm of 1 is exact, and zero has no neighbours worth naming
        Fraction(0) if low == 1 else Fraction(context.next_minus(context.ln(low))),
        Fraction(0) if high == 1 else Fraction(context.next_plus(context.ln(high))),
    )


def _enclose_exp(value: Fraction, digits: int) -> tuple[Fraction, Fraction]:
    """Two rationals around e to the power *value*."""
    context = _context(digits)
    low, high = _decimals(value, digits + 5)
    return (
        Fraction(context.next_minus(context.exp(low))),
        Fraction(context.next_plus(context.exp(high))),
    )
