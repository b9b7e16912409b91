from fractions import Fraction
from math import inf, nextafter

import pytest

from rubrika.engines.arithmetic import Interval
from rubrika.engines.lookups import (
    Steps,
    Table,
    as_steps,
    as_table,
    float_at_least,
    float_at_most,
    float_limits,
    plain_number,
)
from rubrika.rules import Choose, Input, parse_expression

F = Fraction
VALUE, AREA = Input("value"), Input("context", "area")


@pytest.mark.parametrize(
    ("bound", "least", "most"),
    [
        (F(75), 75.0, 75.0),
        (F(1, 10), 0.1, 0.1),
        (F(-1, 10), -0.1, -0.1),
        (F(0), 0.0, 0.0),
        (F(2**53), 2.0**53, 2.0**53),
        (F(1, 3), nextafter(1 / 3, 1), 1 / 3),  # a third lies above the float nearest to it
        (F(-1, 3), -1 / 3, nextafter(-1 / 3, -1)),
        (F(1, 10**400), 5e-324, 0.0),
        # So near to 0.3 that 0.3 is the nearest float, but on either side of it.
        (F(3, 10) + F(1, 10**30), nextafter(0.3, 1), 0.3),
        (F(3, 10) - F(1, 10**30), 0.3, nextafter(0.3, 0)),
    ],
)
def test_a_bound_has_a_float_on_either_side(bound: Fraction, least: float, most: float) -> None:
    assert float_at_least(bound) == least
    assert float_at_most(bound) == most
    assert "-0.0" not in (repr(float_at_least(bound)), repr(float_at_most(bound)))


def test_limits_are_those_of_the_domain_as_far_as_floats_are_whole() -> None:
    assert float_limits(Interval(F(0), F(1, 10))) == (0.0, 0.1)
    assert float_limits(Interval(None, None)) == (-(2.0**53), 2.0**53)
    assert float_limits(Interval(F(-(10**30)), F(10**30))) == (-(2.0**53), 2.0**53)
    assert float_limits(Interval(F(1, 3), None))[0] == nextafter(1 / 3, inf)


def test_descending_bands_are_steps() -> None:
    found = as_steps(parse_expression("choose(value >= 90, 4, value >= 75, 3, 0)"))
    assert found == Steps(VALUE, [F(75), F(90)], [F(0), F(3), F(4)])


@pytest.mark.parametrize(
    "rule",
    [
        "value",
        "choose(value >= 90, 4, value)",
        "choose(value >= 90, value, 0)",
        "choose(value > 90, 4, 0)",
        "choose(value >= total, 4, 0)",
        "choose(value >= 75, 3, value >= 90, 4, 0)",
        "choose(value >= 75, 3, value >= 75, 4, 0)",
        'choose(value >= 90, 4, value("b") >= 75, 3, 0)',
        "choose(value >= 90, 4, yes(value), 3, 0)",
    ],
)
def test_other_rules_are_no_steps(rule: str) -> None:
    assert as_steps(parse_expression(rule)) is None


def test_a_choice_without_cases_is_no_table() -> None:
    rule = Choose((), parse_expression("1"))
    assert as_steps(rule) is None
    assert as_table(rule) is None


def test_options_are_a_table_in_which_the_first_case_counts() -> None:
    rule = 'choose(context("area") in ("a", "b"), 2, context("area") in ("b", "c"), 1, 9)'
    assert as_table(parse_expression(rule)) == Table(AREA, {"a": F(2), "b": F(2), "c": F(1)})


def test_yes_and_no_are_a_table() -> None:
    found = as_table(parse_expression("choose(yes(value), 2, 1)"))
    assert found == Table(VALUE, {True: F(2), False: F(1)})


@pytest.mark.parametrize(
    "rule",
    [
        "value",
        "choose(yes(value), 2, value)",
        "choose(yes(value), value, 2)",
        "choose(value >= 1, 2, 3)",
        'choose(yes(value), 2, yes(value("b")), 3, 4)',
    ],
)
def test_other_rules_are_no_tables(rule: str) -> None:
    assert as_table(parse_expression(rule)) is None


@pytest.mark.parametrize(
    ("number", "plain"),
    [
        (F(-5), -5),
        (F(10**400), 10**400),
        (F(1, 10), 0.1),
        (F("91.25"), 91.25),
        (F(1, 3), F(1, 3)),
        (F(10**20 + 1, 2), F(10**20 + 1, 2)),  # no float is as fine as that
        (F(1, 10**400), F(1, 10**400)),
    ],
)
def test_a_number_that_callers_write_plainly_is_the_same(number: Fraction, plain: object) -> None:
    found = plain_number(number)
    assert (type(found), found) == (type(plain), plain)
