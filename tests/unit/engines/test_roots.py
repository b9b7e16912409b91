"""Roots and logarithms: exact where they are rational, else enclosed.

The decimals of irrational numbers are taken from tables: √2 = 1.41421356237309504880168872…,
∛2 = 1.25992104989487316476721060…, ln 2 = 0.69314718055994530941723212…,
ln 10 = 2.30258509299404568401799145….
"""

from fractions import Fraction

import pytest

from rubrika.engines.roots import (
    enclose_log,
    enclose_power,
    exact_power,
    exact_root,
    whole_root,
)
from rubrika.errors import RuleError

HALF = Fraction(1, 2)
ROOT_2 = Fraction("1.41421356237309504880168872")
CUBE_ROOT_2 = Fraction("1.25992104989487316476721060")
LOG_2 = Fraction("0.69314718055994530941723212")
LOG_10 = Fraction("2.30258509299404568401799145")


@pytest.mark.parametrize(
    ("number", "degree", "root"),
    [
        (0, 2, 0),
        (1, 7, 1),
        (8, 3, 2),
        (26, 3, 2),
        (27, 3, 3),
        (99, 2, 9),
        (100, 2, 10),
        (10**40, 2, 10**20),
        (10**40 - 1, 2, 10**20 - 1),
        (3**1000, 1000, 3),
        (3**1000 - 1, 1000, 2),
        (7**600 + 1, 3, 7**200),
        (12345678901234567890**5 - 1, 5, 12345678901234567889),
    ],
)
def test_a_whole_root_is_the_greatest_that_fits(number: int, degree: int, root: int) -> None:
    assert whole_root(number, degree) == root


def test_a_root_of_a_fraction_is_rational_when_both_its_parts_are_powers() -> None:
    assert exact_root(Fraction(4, 9), 2) == Fraction(2, 3)
    assert exact_root(Fraction(8, 27), 3) == Fraction(2, 3)
    assert exact_root(Fraction(1, 2), 2) is None
    assert exact_root(Fraction(4, 3), 2) is None


def test_a_power_is_exact_when_it_is_rational() -> None:
    assert exact_power(Fraction(4, 9), Fraction(3, 2)) == Fraction(8, 27)
    assert exact_power(Fraction(4, 9), Fraction(-1, 2)) == Fraction(3, 2)
    assert exact_power(Fraction(-2), Fraction(3)) == -8
    assert exact_power(Fraction(2), Fraction(-3)) == Fraction(1, 8)
    assert exact_power(Fraction(0), Fraction(0)) == 1
    assert exact_power(Fraction(0), HALF) == 0
    assert exact_power(Fraction(2), HALF) is None


def test_powers_that_mean_nothing_are_refused() -> None:
    with pytest.raises(RuleError, match="zero-division"):
        exact_power(Fraction(0), Fraction(-1, 2))
    with pytest.raises(RuleError, match="root-of-negative"):
        exact_power(Fraction(-4), HALF)


@pytest.mark.parametrize("digits", [3, 10, 24])
@pytest.mark.parametrize(
    ("base", "exponent", "near"),
    [
        (Fraction(2), HALF, ROOT_2),
        (Fraction(2), Fraction(1, 3), CUBE_ROOT_2),
        (Fraction(8), Fraction(5, 6), 4 * ROOT_2),
        (Fraction(1, 2), HALF, ROOT_2 / 2),
    ],
)
def test_an_irrational_power_lies_between_two_near_rationals(
    base: Fraction, exponent: Fraction, near: Fraction, digits: int
) -> None:
    low, high = enclose_power(base, exponent, digits)
    slack = Fraction(1, 10**24)
    assert low < near + slack
    assert near - slack < high
    assert 0 < high - low < 100 * Fraction(1, 10) ** (digits - 1)


def test_a_rational_power_is_enclosed_by_itself() -> None:
    assert enclose_power(Fraction(9, 4), HALF, 5) == (Fraction(3, 2), Fraction(3, 2))


@pytest.mark.parametrize(
    ("value", "near"),
    [(Fraction(2), LOG_2), (Fraction(1, 2), -LOG_2), (Fraction(10), LOG_10)],
)
def test_a_logarithm_lies_between_two_near_rationals(value: Fraction, near: Fraction) -> None:
    low, high = enclose_log(value, 20)
    assert low < near < high
    assert high - low < Fraction(1, 10**17)


def test_the_logarithm_of_one_is_exactly_zero() -> None:
    assert enclose_log(Fraction(1), 5) == (Fraction(0), Fraction(0))


def test_a_logarithm_just_beside_one_is_enclosed_at_once() -> None:
    # ln(1 + x) lies between x - x²/2 and x for x > 0; here x is beyond the digits asked for.
    tiny = Fraction(1, 10**60)
    low, high = enclose_log(1 + tiny, 24)
    assert low <= tiny - tiny**2 / 2
    assert tiny <= high
    low, high = enclose_log(1 - tiny, 24)
    assert low <= -tiny - tiny**2
    assert -tiny <= high <= 0
    low, high = enclose_log(1 + tiny, 80)
    assert 0 < low < tiny - tiny**2 / 2 < high
