"""The reference reading, each result worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from rubrika.engines.exact import IrrationalError, holds, value
from rubrika.errors import RuleError
from rubrika.rules import Always, Average, Input, Log, Term, parse_condition, parse_expression

F = Fraction
FACTS: dict[Any, Any] = {
    Input("value"): F(3),
    Input("points", "total"): F(80),
    Input("points", "c1"): F(-2),
    Input("context", "area"): "mountain",
    Input("value", "pests"): True,
}


@pytest.mark.parametrize(
    ("rule", "result"),
    [
        ("85", F(85)),
        ("value + total - 1/2", F("82.5")),
        ("2 * value * total", F(480)),
        ("total / value", F(80, 3)),
        ("least(value, total, 4)", F(3)),
        ("greatest(value, total, 4)", F(80)),
        ("clamp(total, 0, 10)", F(10)),
        ("rounded(total / 32)", F(3)),
        ('rounded(total / 32, 1, "half-even")', F(2)),
        ('rounded(total / 3, 0.1, "down")', F("26.6")),
        ("value ** 2", F(9)),
        ("value ** -2", F(1, 9)),
        ('points("c1") ** 3', F(-8)),
        ("root(total + 1)", F(9)),
        ("log(value - 2)", F(0)),
        ("choose(value >= 4, 1, value >= 3, 2, value >= 2, 3, 0)", F(2)),
        ("choose(value > 3, 1, 0)", F(0)),
        ("choose(value != 3, 1 / (value - 3), 7)", F(7)),
        ('average("best", value, 5, 7, n=2)', F(6)),
        ('average("arithmetic", value, term(3, 7))', F(6)),
        ('average("arithmetic", value, term(3, 7, total >= 81))', F(3)),
        ('average("geometric", value, 12)', F(6)),
    ],
)
def test_an_expression_gives_a_number(rule: str, result: Fraction) -> None:
    assert value(parse_expression(rule), FACTS) == result


@pytest.mark.parametrize(
    ("rule", "answer"),
    [
        ("total >= 80", True),
        ("total > 80", False),
        ("total <= 80", True),
        ("total < 80", False),
        ("total == 80", True),
        ("total != 80", False),
        ('context("area") == "mountain"', True),
        ('context("area") in ("plain", "coast")', False),
        ('yes(value("pests"))', True),
        ("total >= 80 and value >= 4", False),
        ("total >= 80 or value >= 4", True),
        ('not yes(value("pests"))', False),
        ("True", True),
    ],
)
def test_a_condition_holds_or_not(rule: str, answer: bool) -> None:
    assert holds(parse_condition(rule), FACTS) is answer


def test_a_condition_that_never_holds() -> None:
    assert holds(Always(holds=False), {}) is False


@pytest.mark.parametrize(
    "rule", ["root(value)", "log(value)", 'average("geometric", value, total)']
)
def test_what_is_irrational_is_left_to_an_enclosure(rule: str) -> None:
    with pytest.raises(IrrationalError):
        value(parse_expression(rule), FACTS)


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("1 / (value - 3)", "zero-division"),
        ("(value - 3) ** -1", "zero-division"),
        ('root(points("c1"))', "root-of-negative"),
        ("log(value - 3)", "log-of-negative"),
        ('average("arithmetic", term(1, value, total > 80))', "empty-average"),
        ('average("geometric", value, points("c1"))', "root-of-negative"),
        ('context("area") + 1', "rule-kind"),
        ('value("pests") + 1', "rule-kind"),
        ('count("criteria", reaching=1)', "rule-shorthand"),
    ],
)
def test_a_rule_that_means_nothing_says_why(rule: str, code: str) -> None:
    with pytest.raises(RuleError, match=rf"\[{code}\]"):
        value(parse_expression(rule), FACTS)


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ('met("c1")', "rule-shorthand"),
        ('every("criteria") >= 1', "rule-shorthand"),
        ("yes(value)", "rule-kind"),
        ('value == "mountain"', "rule-kind"),
    ],
)
def test_a_condition_that_means_nothing_says_why(rule: str, code: str) -> None:
    with pytest.raises(RuleError, match=rf"\[{code}\]"):
        holds(parse_condition(rule), FACTS)


def test_an_input_that_is_not_known_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        value(Input("points", "c9"), FACTS)
    with pytest.raises(KeyError):
        value(Log(Average("median", (Term(1, Input("value", "c9")),))), FACTS)
