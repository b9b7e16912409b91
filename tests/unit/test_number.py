from decimal import Decimal
from fractions import Fraction

import pytest

from rubrika.errors import NumberError
from rubrika.number import (
    Enclosure,
    HowToRound,
    Rounding,
    as_text,
    decimals_of,
    exact,
    percent,
    shown,
)


class Loud(float):
    """A float that writes itself as numpy's do."""

    def __repr__(self) -> str:
        return f"Loud({float.__repr__(self)})"


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (3, Fraction(3)),
        (0.1, Fraction(1, 10)),
        (1e-7, Fraction(1, 10_000_000)),
        (1e22, Fraction(10**22)),
        (Decimal("2.50"), Fraction(5, 2)),
        (" 12.5 ", Fraction(25, 2)),
        ("-3", Fraction(-3)),
        ("+.5", Fraction(1, 2)),
        ("1/3", Fraction(1, 3)),
        ("-2/6", Fraction(-1, 3)),
        ("2e-3", Fraction(1, 500)),
        ("1E2", Fraction(100)),
        ("74.02%", Fraction(3701, 5000)),
        ("50 %", Fraction(1, 2)),
        ("1/2%", Fraction(1, 200)),
        (-0.0, Fraction(0)),
        (Decimal("0e-5000"), Fraction(0)),
        (10**400, Fraction(10**400)),
        (Loud(0.1), Fraction(1, 10)),
    ],
)
def test_a_number_is_read_exactly(value: object, number: Fraction) -> None:
    assert exact(value) == number


@pytest.mark.parametrize(
    "number", [5e-324, -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308]
)
def test_every_float_is_the_number_that_it_writes(number: float) -> None:
    assert exact(number) == Fraction(repr(number))


def test_a_fraction_is_given_back_as_it_is() -> None:
    number = Fraction(1, 3)
    assert exact(number) is number


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "is yes or no, where a number is due. Write 1 or 0"),
        (float("nan"), "is not a finite number. Write a number. What was not observed"),
        (float("-inf"), "is not a finite number"),
        (Decimal("NaN"), "is not a finite number"),
        (Decimal("1e331"), "is too large or too small. Stay within 10^±330."),
        (Decimal("1e-331"), "is too large or too small"),
        ("1e331", "is too large or too small"),
        ("nan", "is not a number. Write a number. What was not observed"),
        ("-Infinity", "is not a number. Write a number. What was not observed"),
        ("74,02", "Write the decimal point as a point: 74.02."),
        ("1/0", "divides by zero"),
        ("", "is not a number. Numbers look like"),
        ("1_000", "is not a number. Numbers look like"),
        ("٣", "is not a number. Numbers look like"),
        (10**401, "is too large or too small. At most 400 digits."),
        pytest.param(
            -(10**5000), "int of thousands of digits is too large or too small", id="int-5000"
        ),
        (Decimal("1." + "1" * 400), "is too long for a number. At most 400 digits."),
        ("1" * 401, "is too long for a number. At most 400 characters."),
        (None, "is a NoneType, where a number is due"),
        ([1], "is a list, where a number is due"),
    ],
)
def test_what_is_no_number_is_refused_with_the_way_out(value: object, words: str) -> None:
    with pytest.raises(NumberError) as caught:
        exact(value)
    assert words in str(caught.value)
    assert caught.value.problems[0].code == "number"


def test_a_percentage_is_so_many_hundredths() -> None:
    assert percent("12.5") == Fraction(1, 8)


@pytest.mark.parametrize(
    ("how", "rounded"),
    [
        ("half-up", (3, -2, 2, 3)),
        ("half-even", (2, -2, 2, 3)),
        ("up", (3, -2, 3, 3)),
        ("down", (2, -3, 2, 2)),
    ],
)
def test_numbers_round_in_four_ways(how: HowToRound, rounded: tuple[int, ...]) -> None:
    values = ("2.5", "-2.5", "2.4", "2.6")
    assert tuple(map(Rounding(1, how), values)) == rounded


def test_a_step_may_be_any_positive_number() -> None:
    assert Rounding("1/4")("0.3") == Fraction(1, 4)
    assert Rounding(5)(12) == 10


@pytest.mark.parametrize("step", [0, -1])
def test_a_step_that_is_not_positive_is_refused(step: int) -> None:
    with pytest.raises(NumberError, match=r"A step is greater than 0\."):
        Rounding(step)


def test_an_unknown_way_to_round_is_refused() -> None:
    with pytest.raises(NumberError, match=r"Use half-up, half-even, up, down\."):
        Rounding(1, "nearest")  # type: ignore[arg-type]  # the wrong word is the test


def test_the_float_of_an_enclosure_is_its_middle() -> None:
    assert float(Enclosure(Fraction(1), Fraction(2))) == 1.5


@pytest.mark.parametrize(
    ("number", "places"),
    [(Fraction(3), 0), (Fraction(1, 8), 3), (Fraction(1, 25), 2), (Fraction(1, 6), None)],
)
def test_decimal_places_are_counted(number: Fraction, places: int | None) -> None:
    assert decimals_of(number) == places


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [
        (Fraction(74996, 1000), 2, "75"),
        (Fraction(5, 2), 2, "2.5"),
        (Fraction(-1, 3), 2, "-0.33"),
        (Fraction(-1, 1000), 2, "0"),
        (Fraction(5, 2), 0, "2"),
        (Fraction(1, 100), 2, "0.01"),
    ],
)
def test_a_number_is_shown_to_some_digits(number: Fraction, digits: int, text: str) -> None:
    assert shown(number, digits=digits) == text


def test_a_shown_number_never_passes_a_threshold_that_the_exact_one_has_not() -> None:
    assert shown(Fraction(74996, 1000), against=[Fraction(75)]) == "74.996"
    assert shown(Fraction(749999, 10000), against=[Fraction(75)]) == "74.9999"
    assert shown(Fraction(75004, 1000), against=[Fraction(75)]) == "75.004"
    assert shown(Fraction(74996, 1000), against=[Fraction(80)]) == "75"


def test_a_number_on_a_threshold_that_has_no_end_is_shown_as_a_fraction() -> None:
    assert shown(Fraction(200, 3), against=[Fraction(200, 3)]) == "200/3"
    assert shown(Fraction(200, 3), against=[Fraction(199, 3)]) == "66.67"


def test_vietnamese_writes_a_decimal_comma() -> None:
    assert shown(Fraction(1, 3), lang="vi") == "0,33"


@pytest.mark.parametrize("text", ["12", "12.5", "1/3", "-0.001"])
def test_a_number_written_as_text_reads_back(text: str) -> None:
    assert as_text(exact(text)) == text


def test_a_number_of_thousands_of_digits_is_told_by_its_magnitude() -> None:
    assert as_text(Fraction(10) ** 4000) == "1" + "0" * 4000
    assert as_text(Fraction(10) ** 5000) == "≈ 10^5000"
    assert as_text(-(Fraction(10) ** 5000)) == "-≈ 10^5000"
    assert as_text(Fraction(1, 10**5000)) == "≈ 10^-5000"
    assert shown(Fraction(10) ** 1000) == "1" + "0" * 1000
    assert shown(Fraction(10) ** 1699) == "≈ 10^1699"
