"""Programs: all rules of a rubric, read for known and for partly known inputs."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from rubrika.engines.arithmetic import Interval
from rubrika.engines.program import TOTAL, Given, Outlook, Program, Step, as_possible
from rubrika.errors import UndecidedError
from rubrika.number import Enclosure
from rubrika.rules import Applicable, Input, parse_condition, parse_expression

F = Fraction
A, B = Input("value", "a"), Input("value", "b")
HUNDRED = Interval(F(0), F(100))


def program(total: str, *levels: str, **steps: str) -> Program:
    """A program over the numbers a and b, of which b may be not applicable."""
    made = [Step(id_, parse_expression(rule)) for id_, rule in steps.items()]
    made.append(Step(TOTAL, parse_expression(total)))
    givens = (Given("a", A, HUNDRED), Given("b", B, HUNDRED, optional=True))
    return Program(givens, tuple(made), tuple(map(parse_condition, levels)))


def test_each_step_reads_those_before_it() -> None:
    rules = program(
        'points("c1") + points("c2")',
        "total >= 90",
        'total >= 13 and points("c1") >= 8',
        c1='value("a") * 2',
        c2='points("c1") - 3',
    )
    outcome = rules.run({A: F(4)})
    assert outcome.points == {"c1": 8, "c2": 5, TOTAL: 13}
    assert outcome.levels == (False, True)


def test_a_step_that_does_not_apply_has_no_points() -> None:
    applies = Applicable("b")
    rules = Program(
        (),
        (
            Step("c1", parse_expression('value("b")'), applies),
            Step(TOTAL, parse_expression('choose(applies("b"), points("c1"), 7)')),
        ),
        (),
    )
    assert rules.run({applies: False}).points == {"c1": None, TOTAL: 7}
    assert rules.run({applies: True, B: F(3)}).points == {"c1": 3, TOTAL: 3}


def test_an_irrational_total_is_enclosed_and_its_levels_are_decided() -> None:
    outcome = program('root(value("a"))', "total >= 1.414214", "total >= 1.414213").run({A: F(2)})
    total = outcome.points[TOTAL]
    assert isinstance(total, Enclosure)
    assert F("1.4142135623730950488") < total.least < total.most < F("1.4142135623730950489")
    assert outcome.levels == (False, True)


def test_an_enclosure_is_narrowed_until_the_comparison_is_decided() -> None:
    # The bounds agree with the root of 2 in 40 digits, more than an enclosure has at first.
    rules = program(
        'root(value("a"))',
        "total > 1.4142135623730950488016887242096980785697",
        "total > 1.4142135623730950488016887242096980785696",
    )
    assert rules.run({A: F(2)}).levels == (False, True)


def test_a_number_that_is_rational_beside_an_irrational_one_stays_exact() -> None:
    outcome = program('points("c1") + 0 * root(value("a"))', c1='value("a")').run({A: F(2)})
    assert outcome.points == {"c1": 2, TOTAL: 2}


def test_irrational_numbers_that_are_equal_cannot_be_decided() -> None:
    rules = program('root(value("a")) * root(value("b"))', "total >= 6")
    with pytest.raises(UndecidedError, match="undecided"):
        rules.run({A: F(2), B: F(18)})


def test_an_outlook_tells_what_can_still_be() -> None:
    rules = program('value("a") + 10', "total >= 20", "total >= 10", "total >= 111")
    assert rules.outlook({A: HUNDRED}) == Outlook(
        {TOTAL: Interval(F(10), F(110))}, {TOTAL: True}, (None, True, False)
    )


def test_an_outlook_tells_what_applies() -> None:
    applies = Applicable("b")
    number = parse_expression('value("b")')
    rules = Program(
        (), (Step("c1", number, applies), Step("c2", number, parse_condition("1 > 2"))), ()
    )
    known: dict[Any, Any] = {B: HUNDRED, applies: frozenset((True, False))}
    outlook = rules.outlook(known)
    assert outlook.points == {"c1": HUNDRED, "c2": None}
    assert outlook.applies == {"c1": None, "c2": False}
    assert rules.outlook({**known, applies: frozenset((False,))}).points["c1"] is None


def test_a_step_whose_condition_narrows_its_input_is_narrower() -> None:
    step = Step(TOTAL, parse_expression('value("a")'), parse_condition('value("a") >= 60'))
    assert Program((), (step,), ()).outlook({A: HUNDRED}).points == {TOTAL: Interval(F(60), F(100))}


def test_before_anything_is_observed_each_input_can_be_all_that_its_domain_allows() -> None:
    assert program("0").anything() == {
        A: HUNDRED,
        B: HUNDRED,
        Applicable("b"): frozenset((True, False)),
    }


def test_a_known_fact_is_all_that_it_can_be() -> None:
    assert as_possible(F(3)) == Interval.at(F(3))
    assert as_possible("plain") == frozenset(("plain",))
    assert as_possible(True) == frozenset((True,))


def test_the_output_of_a_step_is_read_as_points() -> None:
    assert Step("c1", parse_expression("1")).output == Input("points", "c1")
