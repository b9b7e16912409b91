"""The fast reading: it gives what is worked out by hand, and refuses what it cannot be sure of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import inf, nan, nextafter
from typing import Any

import pytest

from rubrika.engines.arithmetic import Interval
from rubrika.engines.bounds import Options
from rubrika.engines.compiled import Fast, compile_program
from rubrika.engines.program import TOTAL, Given, Program, Step
from rubrika.rules import (
    Applicable,
    Average,
    Choose,
    Compare,
    Condition,
    Constant,
    Expression,
    Input,
    Product,
    Quotient,
    Sum,
    Term,
    add,
    both,
    choose,
    either,
    parse_condition,
    parse_expression,
)

F = Fraction
A, B = Input("value", "a"), Input("value", "b")
PESTS, WELCOME = Input("value", "pests"), Input("value", "welcome")
AREA = Input("context", "area")
HUNDRED = Interval(F(0), F(100))
ANSWERS: Options = frozenset((True, False))
WORDS: Options = frozenset(("never", "often", "always"))
VALUES = {"a": 91, "b": 12.5, "pests": True, "welcome": "often"}
CONTEXT = {"area": "mountain"}


def givens(**options: Any) -> tuple[Given, ...]:
    return (
        Given("a", A, HUNDRED, **options),
        Given("b", B, HUNDRED),
        Given("pests", PESTS, ANSWERS),
        Given("welcome", WELCOME, WORDS),
        Given("area", AREA, frozenset(("mountain", "plain"))),
    )


def compiled(
    total: str | Expression,
    *levels: str | Condition,
    inputs: tuple[Given, ...] | None = None,
    **steps: str | Expression,
) -> Fast | None:
    made = {**steps, TOTAL: total}
    program = Program(
        givens() if inputs is None else inputs,
        tuple(
            Step(id_, parse_expression(rule) if isinstance(rule, str) else rule)
            for id_, rule in made.items()
        ),
        tuple(parse_condition(level) if isinstance(level, str) else level for level in levels),
    )
    return compile_program(program)


def fast(*rules: Any, **steps: Any) -> Fast:
    found = compiled(*rules, **steps)
    assert found is not None
    return found


def read(fast: Fast, values: object, context: object = CONTEXT) -> Sequence[Fraction | int] | None:
    """The exact number of each step, as the fast reading gives them."""
    found = fast.trace(values, context)
    if found is None:
        return None
    dens = fast.denominators
    return [F(n) if den is None else F(n, den) for n, den in zip(found, dens, strict=False)]


def one(**given: Any) -> tuple[Given, ...]:
    return (Given("a", A, **given),)


@pytest.mark.parametrize(
    ("rule", "result"),
    [
        ("7/3", F(7, 3)),
        ("value('a')", F(91)),
        ("value('b')", F("12.5")),
        ("value('a') + value('b') - 1/3", F("103.5") - F(1, 3)),
        ("2/3 * value('b')", F(25, 3)),
        ("value('a') * value('b')", F("1137.5")),
        ("value('a') / 4", F("22.75")),
        ("value('a') / value('b')", F("7.28")),
        ("least(value('a'), value('b'), 20)", F("12.5")),
        ("greatest(value('a'), value('b'), 20)", F(91)),
        ("least(1/2, 1/3)", F(1, 3)),
        ("greatest(1/2, 1/3)", F(1, 2)),
        ("value('b') ** 2", F("156.25")),
        ("value('b') ** -1", F("0.08")),
        ("rounded(value('b'))", F(13)),
        ("rounded(value('b'), 1, 'half-even')", F(12)),
        ("rounded(value('b'), 1/3, 'down')", F(37, 3)),
        ("choose(value('a') >= 92, 1, value('b') < 12.5, 2, 3)", F(3)),
        ("choose(value('b') >= 12.5, 1/2, 1/3)", F(1, 2)),
        ("choose(value('a') > 91, 1, value('a') != 91, 2, value('a') == 91, 3, 4)", F(3)),
        ("choose(91 <= value('a'), 1, 0)", F(1)),
        ("choose(value('b') == 1/3, 1, value('b') != 1/3, 2, 3)", F(2)),
        ("choose(value('a') > value('b'), 1, 0)", F(1)),
        ("choose(2 * value('b') == 25, 1, 0)", F(1)),
        ("choose(yes(value('pests')), 1, 0)", F(1)),
        ("choose(not yes(value('pests')), 1, 0)", F(0)),
        ("choose(value('welcome') == 'often', 1, 0)", F(1)),
        ("choose(value('welcome') in ('never', 'always'), 1, 0)", F(0)),
        ("choose(context('area') == 'mountain', 1, 0)", F(1)),
        ("choose(yes(value('pests')) and value('a') >= 92, 1, 0)", F(0)),
        ("choose(yes(value('pests')) or value('a') >= 92, 1, 0)", F(1)),
        ("choose(True, 1, 0)", F(1)),
        ("choose(applies('a'), value('a'), 0)", F(91)),
        ("choose(value('a') >= 101, 1 / (value('a') - 91), 5)", F(5)),
        ("average('arithmetic', value('a'), term(3, value('b')))", F("32.125")),
        ("average('arithmetic', 1, term(3, 1/2), term(4, 9, False))", F(5, 8)),
        ("average('arithmetic', 1, term(1, 2, applies('a')))", F(3, 2)),
        ("average('best', 1, 1/2, 7, n=2)", F(4)),
        ("average('best', value('a'), value('b'), 7, n=2)", F("51.75")),
        ("average('drop-worst', 1, 5, 3, n=1)", F(4)),
        ("average('median', 1, 2, 4, 9)", F(3)),
        ("average('trimmed', 0, 2, 4, 99, n=1)", F(3)),
    ],
)
def test_a_total_is_read_exactly(rule: str, result: Fraction) -> None:
    assert read(fast(rule), VALUES) == [result]


@pytest.mark.parametrize(
    ("how", "results"),
    [
        ("half-up", (3, -2, 3, -3)),
        ("half-even", (2, -2, 3, -3)),
        ("up", (3, -2, 3, -2)),
        ("down", (2, -3, 2, -3)),
    ],
)
def test_whole_points_round_in_four_ways(how: str, results: tuple[int, ...]) -> None:
    # The points are 5/2, -5/2, 8/3 and -8/3 by bands, so that no Fraction is made.
    bands = "choose(value('a') >= 30, -8/3, value('a') >= 20, 8/3, value('a') >= 10, -5/2, 5/2)"
    rule = fast(f"rounded(points('c1'), 1, '{how}')", c1=bands, inputs=one(possible=HUNDRED))
    assert rule.denominators == (6, 1)
    found = [rule.trace({"a": value}, {}) for value in (0, 10, 20, 30)]
    assert tuple(trace[1] for trace in found if trace is not None) == results


def test_whole_points_round_to_a_step_that_is_no_whole() -> None:
    bands = "choose(value('a') >= 50, 7/10, 1)"
    rule = fast("rounded(points('c1'), 2/3, 'down')", c1=bands, inputs=one(possible=HUNDRED))
    assert read(rule, {"a": 60}, {}) == [F(7, 10), F(2, 3)]


@pytest.mark.parametrize(
    ("comparison", "answers"),
    [
        (">=", (False, True, True)),
        (">", (False, False, True)),
        ("<=", (True, True, False)),
        ("<", (True, False, False)),
        ("==", (False, True, False)),
        ("!=", (True, False, True)),
    ],
)
def test_points_are_compared_exactly(comparison: str, answers: tuple[bool, ...]) -> None:
    bands = "choose(value('a') >= 50, 3/2, value('a') >= 25, 1, 1/2)"
    rule = fast("points('c1')", f"total {comparison} 1", c1=bands, inputs=one(possible=HUNDRED))
    found = [rule.trace({"a": value}, {}) for value in (0, 25, 50)]
    assert tuple(trace[-1] == 0 for trace in found if trace is not None) == answers


@pytest.mark.parametrize(
    ("comparison", "answer"),
    [(">=", True), (">", True), ("<=", False), ("<", False), ("==", False), ("!=", True)],
)
def test_whole_points_are_compared_with_a_bound_between_them(comparison: str, answer: bool) -> None:
    bands = "choose(value('a') >= 50, 1, 0)"
    rule = fast("points('c1')", f"total {comparison} 1/3", c1=bands, inputs=one(possible=HUNDRED))
    trace = rule.trace({"a": 50}, {})
    assert trace is not None
    assert (trace[-1] == 0) is answer


@pytest.mark.parametrize(
    ("level", "holds"),
    [
        ("choose(1 / value('b') > 1, 1, 0) == 1/2", False),  # which no value can settle
        ("choose(1 / value('b') > 1, 1, 0) != 1/2", True),
        ("choose(1 / value('b') > 1, 1, 0) == 0", True),
    ],
)
def test_a_comparison_reads_both_sides_whatever_the_answer(level: str, holds: bool) -> None:
    rule = fast("value('a')", level, inputs=(Given("a", A, HUNDRED), Given("b", B, HUNDRED)))
    assert rule.trace({"a": 1, "b": 0}, {}) is None  # it divides by zero
    trace = rule.trace({"a": 1, "b": 2}, {})
    assert trace is not None
    assert (trace[-1] == 0) is holds


@pytest.mark.parametrize(
    "lower", ["total / value('b') >= 1", "value('b') ** -1 * 9 >= 1", "1 / value('b') < 9"]
)
def test_a_level_that_divides_by_zero_is_refused_even_below_one_that_holds(lower: str) -> None:
    inputs = (Given("a", A, HUNDRED), Given("b", B, HUNDRED))
    rule = fast("value('a')", "total >= 90", lower, inputs=inputs)
    decide = rule.deciding(lambda *outcome: outcome, lambda *_: None)
    assert decide({"a": 95, "b": 0}) is None
    assert decide({"a": 95, "b": 5}) == (95, 0)
    assert decide({"a": 45, "b": 5}) == (45, 1)
    assert rule.trace({"a": 95, "b": 0}, {}) is None


def test_levels_are_given_from_the_first_that_holds() -> None:
    rule = fast("value('a')", "total >= 90", "total >= 50", inputs=one(possible=HUNDRED))
    found = [rule.trace({"a": value}, {}) for value in (90, 89.99, 50, 49)]
    assert [trace[-1] for trace in found if trace is not None] == [0, 1, 1, -1]


def test_bands_start_at_their_bounds_to_the_last_bit() -> None:
    bands = "choose(value('a') >= 74.02, 4, value('a') >= 1/3, 3, value('a') >= 0.1, 2, 1)"
    rule = fast(bands, inputs=one(possible=HUNDRED))
    for value, points in (
        (100, 4),
        (74.02, 4),
        (nextafter(74.02, 0), 3),
        (nextafter(1 / 3, 1), 3),
        (1 / 3, 2),  # its shortest decimal is 0.3333333333333333
        (0.1, 2),
        (nextafter(0.1, 0), 1),
        (5e-324, 1),
        (0.0, 1),
        (-0.0, 1),
        (0, 1),
    ):
        assert read(rule, {"a": value}, {}) == [points], value


def test_bands_beyond_the_domain_are_never_reached() -> None:
    bands = "choose(value('a') >= 200, 9, value('a') >= 50, 4, value('a') >= -5, 3, 2)"
    rule = fast(bands, inputs=one(possible=HUNDRED))
    assert read(rule, {"a": 0}, {}) == [3]
    assert read(rule, {"a": 50}, {}) == [4]
    assert rule.trace({"a": 200}, {}) is None


@pytest.mark.parametrize("bands", ["choose(value('a') >= 50, 4, 3)", "value('a')"])
@pytest.mark.parametrize(
    "value",
    [
        nextafter(100, 101),
        101,
        -5e-324,
        -1,
        nan,
        inf,
        -inf,
        10**400,
        -(10**400),
        True,
        False,
        None,
        "50",
        b"50",
        Decimal(50),
        Fraction(50),
        50j,
        [50],
        type("Sub", (float,), {})(50.0),
        type("Sub", (int,), {})(50),
    ],
)
def test_what_is_no_plain_number_of_the_domain_is_refused(bands: str, value: object) -> None:
    rule = fast(bands, inputs=one(possible=HUNDRED))
    assert rule.trace({"a": 50}, {}) is not None
    assert rule.trace({"a": value}, {}) is None


def test_one_wrong_type_among_many_values_is_refused() -> None:
    for count in (3, 50):  # told one by one, and all together
        inputs = [Input("value", f"i{place}") for place in range(count)]
        given = tuple(Given(read.id, read, HUNDRED) for read in inputs)
        rule = fast(add(*inputs), inputs=given)
        values: dict[str, object] = {read.id: 1.5 for read in inputs}
        assert read(rule, values, {}) == [F(3, 2) * count]
        assert read(rule, {**values, "i1": 2}, {}) == [F(3, 2) * (count - 1) + 2]
        assert rule.trace({**values, "i1": True}, {}) is None
        assert rule.trace({**values, "i2": Fraction(1)}, {}) is None


def test_numbers_beyond_the_whole_floats_are_refused() -> None:
    everything = Interval(None, None)
    for total in ("choose(value('a') >= 50, 4, 3)", "value('a')"):
        rule = fast(total, inputs=one(possible=everything))
        assert rule.trace({"a": 2**53}, {}) is not None
        assert rule.trace({"a": -(2**53)}, {}) is not None
        assert rule.trace({"a": 2**53 + 1}, {}) is None
        assert rule.trace({"a": -(2**53) - 1}, {}) is None
        assert rule.trace({"a": 1e17}, {}) is None


@pytest.mark.parametrize(
    ("value", "allowed"),
    [(1.25, True), (1, True), (0.1, True), (99.99, True), (1.125, False), (1e-3, False)],
)
def test_more_decimals_than_declared_are_refused(value: float, allowed: bool) -> None:
    for total in ("choose(value('a') >= 50, 4, 3)", "value('a')"):
        rule = fast(total, inputs=one(possible=HUNDRED, decimals=2))
        assert (rule.trace({"a": value}, {}) is not None) is allowed
        assert rule.trace({"a": nan}, {}) is None


@pytest.mark.parametrize(
    ("value", "allowed"),
    [(0.1, True), (0.3, True), (0.7, True), (0.2, False), (1, False)],
)
def test_what_is_not_a_step_from_the_least_is_refused(value: float, allowed: bool) -> None:
    # 0.1, 0.3, 0.5 and so on; with floats 0.3 - 0.1 is not 0.2.
    tenth = Interval(F(1, 10), F(1))
    rule = fast("value('a')", inputs=one(possible=tenth, step=F(1, 5)))
    assert (rule.trace({"a": value}, {}) is not None) is allowed


def test_steps_start_at_zero_where_there_is_no_least() -> None:
    rule = fast("value('a')", inputs=one(possible=Interval(None, None), step=F(3)))
    assert rule.trace({"a": -6}, {}) is not None
    assert rule.trace({"a": -5}, {}) is None


@pytest.mark.parametrize(
    "rule",
    [
        "choose(value('welcome') == 'never', 0, value('welcome') == 'often', 1, 2)",
        "choose(value('welcome') == 'always', 2, value('welcome') in ('never', 'often'), 1, 9)",
    ],
)
def test_options_are_looked_up(rule: str) -> None:
    found = fast(rule, inputs=(Given("welcome", WELCOME, WORDS),))
    points = [read(found, {"welcome": word}, {}) for word in ("often", "always")]
    assert points == [[1], [2]]
    for foreign in ("sometimes", "", None, 1, True, ["often"], b"often"):
        assert found.trace({"welcome": foreign}, {}) is None


@pytest.mark.parametrize(
    "rule", ["choose(yes(value('pests')), 20, 5)", "choose(not yes(value('pests')), 5, 20)"]
)
def test_answers_are_looked_up(rule: str) -> None:
    found = fast(rule, inputs=(Given("pests", PESTS, ANSWERS),))
    assert [read(found, {"pests": answer}, {}) for answer in (True, False)] == [[20], [5]]
    foreigners: tuple[object, ...] = (1, 0, 1.0, "yes", "True", None, [])
    for foreign in foreigners:
        assert found.trace({"pests": foreign}, {}) is None


def test_an_answer_that_is_the_only_one_possible_is_still_checked() -> None:
    only_yes: Options = frozenset((True,))
    found = fast("choose(yes(value('pests')), 20, 5)", inputs=(Given("pests", PESTS, only_yes),))
    assert read(found, {"pests": True}, {}) == [20]
    assert found.trace({"pests": False}, {}) is None


@pytest.mark.parametrize(
    ("values", "context"),
    [
        ({}, CONTEXT),
        ({**VALUES, "more": 1}, CONTEXT),
        ({**{k: v for k, v in VALUES.items() if k != "a"}, "A": 91}, CONTEXT),
        (defaultdict(lambda: 1, VALUES), CONTEXT),
        (tuple(VALUES.items()), CONTEXT),
        (None, CONTEXT),
        (VALUES, {}),
        (VALUES, None),
        (VALUES, {"area": "coast"}),
        (VALUES, {"area": 1}),
        (VALUES, {"region": "mountain"}),
        (VALUES, {**CONTEXT, "more": 1}),
        (VALUES, defaultdict(lambda: "mountain", region="plain")),
    ],
)
def test_values_and_context_must_be_dicts_with_just_the_declared_ids(
    values: object, context: object
) -> None:
    rule = fast("value('a')")
    assert rule.trace(VALUES, CONTEXT) is not None
    assert rule.trace(values, context) is None


def test_a_program_without_context_refuses_one() -> None:
    rule = fast("value('a')", inputs=one(possible=HUNDRED))
    assert rule.trace({"a": 1}, None) is not None
    assert rule.trace({"a": 1}, {"area": "plain"}) is None


def test_a_value_and_a_context_fact_may_have_the_same_id() -> None:
    fact = Input("context", "a")
    inputs = (*one(possible=HUNDRED), Given("a", fact, HUNDRED))
    assert read(fast(A - fact, inputs=inputs), {"a": 7}, {"a": 3}) == [4]


def test_a_domain_is_checked_even_where_the_points_are_not_read() -> None:
    # The bands of b stand in a branch that is not taken; and b is used in one place only.
    inputs = (*one(possible=HUNDRED), Given("b", B, HUNDRED))
    bands = "choose(value('b') >= 50, 1, 0)"
    for total in ("choose(value('a') >= 0, 5, points('c1'))", "points('c1') + value('a')", "0"):
        rule = fast(total, c1=bands, inputs=inputs)
        decide = rule.deciding(lambda points, _: points, lambda *_: F(-1))
        assert decide({"a": 5, "b": 50}) >= 0
        assert decide({"a": 5, "b": 101}) == -1
        assert decide({"a": 5, "b": nan}) == -1
        assert rule.trace({"a": 5, "b": 101}, {}) is None


@pytest.mark.parametrize(
    ("total", "value"),
    [("1 / value('a')", 0), ("value('a') ** -1", 0), ("1 / (value('a') - 1)", 1)],
)
def test_a_rule_that_fails_for_these_values_is_refused(total: str, value: int) -> None:
    rule = fast(total, inputs=one(possible=HUNDRED))
    assert rule.trace({"a": 2}, {}) is not None
    assert rule.trace({"a": value}, {}) is None


def test_long_chains_are_read_too() -> None:
    sums = fast(Sum(tuple(Product((Constant(2), B)) for _ in range(300))))
    assert read(sums, VALUES) == [F("7500")]
    tests = [Compare(A, ">=", Constant(bound)) for bound in range(100)]
    assert read(fast(choose(both(*tests), 1, 0)), VALUES) == [0]
    assert read(fast(choose(either(*tests), 1, 0)), VALUES) == [1]
    bands = ", ".join(f"value('a') >= {bound}, {bound}" for bound in range(99, 0, -1))
    assert read(fast(f"choose({bands}, 0)"), VALUES) == [91]


SHORTHAND = 'choose(met("c1"), 1, 0)'


@pytest.mark.parametrize(
    "total",
    [
        "root(value('a'))",
        "log(value('a'))",
        "average('geometric', value('a'), value('b'))",
        "average('best', term(1, value('a'), value('b') >= 1), n=1)",
        "average('median', term(1, value('a'), False))",
        "average('arithmetic', term(0, value('a')))",
        "average('arithmetic', term(1, value('a'), False))",
        "value('welcome') + 1",
        "value('unknown') + 1",
        "choose(yes(value('a')), 1, 0) + 1",
        "choose(yes(value('unknown')), 1, 0) + 1",
        "choose(value('a') == 'often', 1, 0) + 1",
        f"choose(value('a') >= {2**53 + 1}, 1, 0)",
        f"choose(value('a') >= {2**53 + 1}, 1, 0) + 1",
        'count("criteria", reaching=1)',
        SHORTHAND,
        "choose(" + "value('a') > 1, value('a'), " * 41 + "0)",
    ],
)
def test_what_has_no_fast_reading_is_left_to_the_reference(total: str) -> None:
    assert compiled(total) is None


def test_a_rule_that_can_never_be_read_has_no_fast_reading() -> None:
    assert compiled(Quotient(A, Constant(0))) is None
    assert compiled("value('a')", 'met("c1")') is None


def test_rules_that_nest_too_deep_for_python_have_no_fast_reading() -> None:
    deep: Expression = A
    for _ in range(300):
        deep = Choose(((B >= 1, deep + 1),), Constant(0))
    assert compiled(deep) is None


def test_a_condition_on_what_applies_holds() -> None:
    applies = Applicable("a")
    rule = Average("best", (Term(1, A, applies), Term(1, B, ~applies)), 1)
    assert read(fast(rule), VALUES) == [91]


def deciding(rule: Fast, calls: list[Any]) -> Any:
    def make(points: Fraction, place: int) -> tuple[Fraction, int]:
        calls.append((points, place))
        return points, place

    def refused(values: object, context: object) -> Mapping[str, object]:
        return {"refused": (values, context)}

    return rule.deciding(make, refused)


def test_outcomes_are_made_of_the_total_and_the_level_and_only_once() -> None:
    calls: list[Any] = []
    bands = "choose(value('a') >= 50, 3/2, 1/2)"
    rule = fast("points('c1')", "total >= 1", c1=bands, inputs=one(possible=HUNDRED))
    decide = deciding(rule, calls)
    assert decide({"a": 50}) == decide({"a": 51.5}) == decide({"a": 50}, context={}) == (F(3, 2), 0)
    assert decide({"a": 49}) == decide({"a": 0}, context=None) == (F(1, 2), -1)
    assert calls == [(F(3, 2), 0), (F(1, 2), -1)]


def test_only_so_many_outcomes_are_remembered() -> None:
    calls: list[Any] = []
    decide = deciding(fast("value('a')", inputs=one(possible=Interval(F(0), None))), calls)
    for value in range(5000):
        decide({"a": value})
    calls.clear()
    assert decide({"a": 4000}) == (4000, -1)
    assert calls == []
    assert decide({"a": 4999}) == (4999, -1)
    assert calls == [(4999, -1)]


def test_what_is_refused_is_asked_elsewhere_with_its_context() -> None:
    decide = deciding(fast("value('a')"), [])
    assert decide({"a": 1}, context=CONTEXT) == {"refused": ({"a": 1}, CONTEXT)}
    assert decide({**VALUES, "b": True}, context=CONTEXT) == {
        "refused": ({**VALUES, "b": True}, CONTEXT)
    }


def test_an_error_of_whoever_is_asked_elsewhere_is_not_swallowed() -> None:
    def refused(*_: object) -> Fraction:
        raise KeyError("mine")

    decide = fast("value('a')").deciding(lambda points, _: points, refused)
    with pytest.raises(KeyError, match="mine") as caught:
        decide({}, context={})
    assert caught.value.__context__ is None
