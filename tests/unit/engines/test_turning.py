"""Turning points: worked out by hand for each kind of rule."""

from __future__ import annotations

from fractions import Fraction

import pytest

from rubrika.engines.exact import value
from rubrika.engines.turning import crossings, turning_points
from rubrika.rules import Input, parse
from rubrika.rules.nodes import Expression, Power

VALUE = Input("value")


def points(rule: str) -> list[Fraction]:
    return list(turning_points(parse(rule), VALUE))


def numbers(*texts: str | int) -> list[Fraction]:
    return [Fraction(text) for text in texts]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("value >= 80", numbers(80)),
        ("80 <= value", numbers(80)),
        ("choose(value >= 90, 40, value >= 75, 30, 0)", numbers(75, 90)),
        ("2 * value + 10 > 110", numbers(50)),
        ("(value - 30) * 20 / -25 >= 10", numbers("17.5")),  # 20 (v - 30) = -250
        ("value >= 100 - value", numbers(50)),  # both sides read it
        ("value - value > 0", []),  # 0, whatever the value
        ("choose(value >= 1, 1, 0) >= 1 / least(0, 5)", numbers(1)),  # only the second has no bound
        ("value + root(2) >= 3", []),  # the bound is not rational
        ("value >= root(4)", numbers(2)),
        ("value / root(2) >= 3", []),
        ("value / least(0, 5) >= 3", []),
        ("root(2) / (value * value) >= 3", []),
        ("total >= 80", []),
        ("total + value >= 80", []),  # where it turns depends on the total
        ("value * total >= 80", []),
        ('value + choose(applies("a"), 1, 0) >= 80', []),
        ("True", []),
        ("value", []),
    ],
)
def test_a_comparison_turns_where_its_sides_are_equal(rule: str, expected: list[Fraction]) -> None:
    assert points(rule) == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("clamp(20 * (value - 30) / -25, 0, 20)", numbers(5, 30)),
        ("least(value, 2 * value - 10)", numbers(10)),
        ("greatest(value, 50, 100 - value)", numbers(50)),
        ("least(value, total)", []),
    ],
)
def test_a_least_and_a_greatest_turn_where_two_parts_are_equal(
    rule: str, expected: list[Fraction]
) -> None:
    assert points(rule) == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("rounded(value, 1) >= 80", numbers("79.5", "80.5")),
        ("rounded(value, 1, 'half-even') >= 80", numbers("79.5", "80.5")),
        ("rounded(value, 0.1, 'down') >= 80", numbers(80, "80.1")),
        ("rounded(value, 5, 'up') >= 80", numbers(75, 80)),
        ("rounded(value, 1) >= '0.5'", numbers("0.5", "1.5")),  # reached at 1
        ("100 / value >= 20", numbers(5)),
        ("100 / value >= 0", []),  # never 0
        ("1 / (value + 1) >= 0.5", numbers(1)),
        ("rounded(value, 1) / 2 >= 40", numbers("79.5", "80.5")),
        ("rounded(value, 1) * 2 + 1 >= 81", numbers("39.5", "40.5")),
        ("rounded(value, 1) * value >= 9", []),  # it is read twice, and no line
        ("rounded(value, 1) + value >= 9", []),
        ("rounded(value, 1) * 0 >= 9", []),
        ("value ** 2 >= 9", numbers(-3, 3)),
        ("value ** 2 >= -9", []),
        ("value ** 3 >= -8", numbers(-2)),
        ("value ** -1 >= 4", numbers("0.25")),
        ("value ** -1 >= 0", []),
        ("root(value) >= 5", numbers(25)),
        ("root(value) >= -5", []),
        ("root(value) >= 0", numbers(0)),
        ("value ** 2 >= 2", numbers("-1.414214", "1.414214")),
        ("log(value) >= 1", numbers("2.718282")),
        ("log(value) >= 1000", []),  # too large for a float
        ("average('median', value, 2 * value, 90) >= 60", numbers(30, 60)),
        ("least(value, 2 * value) >= 60", numbers(0, 30, 60)),
        ("choose(value >= 10, value / 2, 3 * value) >= 6", numbers(2, 10, 12)),
    ],
)
def test_what_is_done_to_the_value_is_undone(rule: str, expected: list[Fraction]) -> None:
    assert points(rule.replace("'0.5'", "0.5")) == expected


def test_a_power_of_zero_has_no_turning_point() -> None:
    assert crossings(Power(VALUE, Fraction(0)), VALUE, Fraction(1)) == ()


def test_crossings_are_where_a_rule_comes_to_a_number() -> None:
    rule = parse("choose(value >= 50, 20 + value / 10, value / 5)")
    assert isinstance(rule, Expression)
    assert crossings(rule, VALUE, Fraction(8)) == tuple(numbers(-120, 40))
    assert value(rule, {VALUE: Fraction(40)}) == 8


def test_a_rule_that_reads_nothing_has_no_crossings() -> None:
    rule = parse("7 + 1")
    assert isinstance(rule, Expression)
    assert crossings(rule, VALUE, Fraction(8)) == ()
