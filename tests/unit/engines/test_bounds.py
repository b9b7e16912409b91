"""The interval reading, each result worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from rubrika.engines.arithmetic import Interval
from rubrika.engines.bounds import ImpreciseError, Reading
from rubrika.errors import RuleError
from rubrika.rules import (
    Always,
    Both,
    Choose,
    Constant,
    Either,
    Input,
    Least,
    Product,
    Sum,
    parse_condition,
    parse_expression,
)

F = Fraction
BOTH_ANSWERS = frozenset((True, False))


def span(least: object, most: object) -> Interval:
    return Interval(
        None if least is None else F(str(least)), None if most is None else F(str(most))
    )


POSSIBLE: dict[Any, Any] = {
    Input("value"): span(0, 100),
    Input("points", "total"): span(10, 20),
    Input("points", "c1"): span(-2, 2),
    Input("value", "free"): span(None, None),
    Input("context", "area"): frozenset(("plain", "coast")),
    Input("value", "pests"): BOTH_ANSWERS,
}


def reading(**options: Any) -> Reading:
    return Reading(POSSIBLE, **options)


@pytest.mark.parametrize(
    ("rule", "result"),
    [
        ("85", span(85, 85)),
        ("value + total - 1", span(9, 119)),
        ('total * points("c1")', span(-40, 40)),
        ("value / total", span(0, 10)),
        ('1 / points("c1")', span(None, None)),
        ("least(value, total)", span(0, 20)),
        ("greatest(value, total)", span(10, 100)),
        ("clamp(value, 20, 30)", span(20, 30)),
        ("rounded(total / 8)", span(1, 3)),
        ('points("c1") ** 2', span(0, 4)),
        ("root(value)", span(0, 10)),
        ("log(value + 1) * 0", span(0, 0)),
        ("choose(value >= 80, 5, value >= 50, 3, 0)", span(0, 5)),
        ("choose(value >= 101, 5, 1)", span(1, 1)),
        ("choose(value >= 0, 5, 1)", span(5, 5)),
        ('average("arithmetic", value, total)', span(5, 60)),
        ('average("best", value, total, n=1)', span(10, 100)),
        ('average("arithmetic", term(1, value), term(1, 50, total >= 15))', span(0, 100)),
        ('average("arithmetic", value, term(1, 50, total >= 21))', span(0, 100)),
        ('average("arithmetic", value, term(1, 50, total >= 10))', span(25, 75)),
    ],
)
def test_an_expression_gives_all_that_it_can_be(rule: str, result: Interval) -> None:
    assert reading().value(parse_expression(rule)) == result


@pytest.mark.parametrize(
    ("rule", "result"),
    [
        # In its own branch the value is what the condition says of it.
        ("choose(value >= 60, value, 60)", span(60, 100)),
        ("choose(value < 60, 60, value)", span(60, 100)),
        ("choose(60 <= value, value, 60)", span(60, 100)),
        ("choose(not value < 60, value, 60)", span(60, 100)),
        ("choose(value >= 60 and value <= 70, value, 65)", span(60, 70)),
        ("choose(value < 60 or value > 70, 65, value)", span(60, 70)),
        ("choose(value < 60 or value > 70, value, 65)", span(0, 100)),
        ("choose(value == 60, value, 65)", span(60, 65)),
        ("choose(value != 60, 65, value)", span(60, 65)),
        ("choose(value >= total, value, 20)", span(10, 100)),
        ("choose(value >= 60 and value <= 50, 1000, 1)", span(1, 1)),
        ('choose(yes(value("pests")), choose(yes(value("pests")), 1, 9), 2)', span(1, 2)),
        ('choose(not yes(value("pests")), 2, choose(yes(value("pests")), 1, 9))', span(1, 2)),
        (
            'choose(context("area") == "coast", choose(context("area") == "plain", 9, 1), 2)',
            span(1, 2),
        ),
        ('average("best", 1, term(1, value, value <= 60), n=1)', span(1, 60)),
    ],
)
def test_a_branch_knows_its_condition(rule: str, result: Interval) -> None:
    assert reading().value(parse_expression(rule)) == result


def test_a_part_that_cannot_take_part_is_left_out() -> None:
    rule = parse_expression('average("best", 1, term(1, 50, value >= 60 and value <= 50), n=1)')
    assert reading().value(rule) == Interval.at(F(1))


def test_more_may_be_known_of_an_expression_than_of_its_parts() -> None:
    rule = parse_expression("value - total")
    known = {**POSSIBLE, rule: span(0, 5)}
    assert Reading(known).value(rule) == span(0, 5)


@pytest.mark.parametrize(
    ("rule", "answer"),
    [
        ("value >= 0", True),
        ("value >= 101", False),
        ("value >= 1", None),
        ("value > -1", True),
        ("value > 100", False),
        ("value > 0", None),
        ("value <= 100", True),
        ("value <= -1", False),
        ("value <= 99", None),
        ("value < 101", True),
        ("value < 0", False),
        ("value < 100", None),
        ("value == 101", False),
        ("value == -1", False),
        ("value == 5", None),
        ("value != 101", True),
        ("value != -1", True),
        ("value != 5", None),
        ("3 == 3", True),
        ("3 != 3", False),
        ('value("free") >= 0', None),
        ('value("free") < 0', None),
        ('context("area") in ("plain", "coast", "mountain")', True),
        ('context("area") == "mountain"', False),
        ('context("area") == "coast"', None),
        ('yes(value("pests"))', None),
        ('not yes(value("pests"))', None),
        ("not value >= 0", False),
        ("value >= 0 and total >= 10", True),
        ("value >= 1 and total >= 10", None),
        ("value >= 1 and total >= 21", False),
        ("value >= 101 or total >= 21", False),
        ("value >= 1 or total >= 21", None),
        ("value >= 1 or total >= 10", True),
        ("True", True),
    ],
)
def test_a_condition_holds_fails_or_is_open(rule: str, answer: bool | None) -> None:
    assert reading().holds(parse_condition(rule)) is answer


def test_an_answer_that_is_known_is_not_open() -> None:
    rule = parse_condition('yes(value("pests"))')
    pests = Input("value", "pests")
    assert Reading({pests: frozenset((True,))}).holds(rule) is True
    assert Reading({pests: frozenset((False,))}).holds(rule) is False


def test_what_applies_may_be_known_or_open() -> None:
    rule = parse_expression('choose(applies("pests"), choose(applies("pests"), 1, 9), 2)')
    applies = parse_condition('applies("pests")')
    assert Reading({applies: BOTH_ANSWERS}).value(rule) == span(1, 2)
    assert Reading({applies: frozenset((False,))}).value(rule) == span(2, 2)


def test_a_strict_reading_decides_or_raises() -> None:
    strict = reading(strict=True, digits=5)
    assert strict.holds(parse_condition("root(2) >= 1.4")) is True
    assert strict.holds(parse_condition("root(2) != 1.5")) is True
    assert strict.value(parse_expression("rounded(root(2), 0.1)")) == span("1.4", "1.4")
    with pytest.raises(ImpreciseError):
        strict.holds(parse_condition("root(2) >= 1.41421356"))
    with pytest.raises(ImpreciseError):
        strict.value(parse_expression("rounded(root(2), 0.0000001)"))


def test_empty_sums_and_products_are_neutral_and_nothing_narrows_by_itself() -> None:
    assert reading().value(Sum(())) == span(0, 0)
    assert reading().value(Product(())) == span(1, 1)
    assert reading().value(Choose(((Always(), Constant(1)),), Constant(2))) == span(1, 1)
    assert reading().narrowed(Always(), holds=True) == reading()


def test_conditions_that_exclude_each_other_leave_no_reading() -> None:
    low, high = parse_condition("value < 20"), parse_condition("value > 50")
    assert reading().narrowed(Both((low, high)), holds=True) is None
    assert reading().narrowed(Either((~low, ~high)), holds=False) is None
    assert reading().narrowed(parse_condition('context("area") == "x"'), holds=True) is None


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("1 / (0 * value)", "zero-division"),
        ('root(points("c1") - 3)', "root-of-negative"),
        ('log(points("c1") - 2)', "log-of-negative"),
        ('count("criteria", reaching=1)', "rule-shorthand"),
        ("choose(yes(value), 1, 0)", "rule-kind"),
        ('choose(met("c1"), 1, 0)', "rule-shorthand"),
    ],
)
def test_a_rule_that_cannot_be_anything_says_why(rule: str, code: str) -> None:
    with pytest.raises(RuleError, match=rf"\[{code}\]"):
        reading().value(parse_expression(rule))


def test_a_yes_or_no_is_no_number() -> None:
    with pytest.raises(RuleError, match="rule-kind"):
        reading().value(parse_expression('value("pests") + 1'))


def test_an_input_that_is_not_known_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        reading().value(Least((Input("points", "c9"), Constant(1))))
    with pytest.raises(KeyError):
        reading().holds(parse_condition('applies("c9")'))
