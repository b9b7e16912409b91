"""Strategies: what they draw is what was asked for, is taken, and shrinks to what is simple."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeVar

import pytest
from hypothesis import Phase, given, settings
from hypothesis import find as simplest
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rubrika import (
    Assessment,
    Attribute,
    Bands,
    Formula,
    Indicator,
    Linear,
    NotApplicable,
    Quantity,
    Rubric,
    RubrikaError,
    Scale,
    Tally,
    YesNo,
    domain_of,
    get,
    range_of,
    stated_numbers,
)
from rubrika.rules import (
    Applicable,
    Condition,
    Each,
    Expression,
    Input,
    Log,
    Met,
    OneOf,
    Power,
    Yes,
    parse,
    sources_in,
    walk,
    write,
)
from rubrika.testing import assessments, conditions, expressions, rubrics, rules, scales, values

FLAGS = st.sampled_from((None, True, False))
Found = TypeVar("Found")

GENERATE = settings(max_examples=2000, phases=[Phase.generate], database=None, deadline=None)
SHRINK = settings(GENERATE, phases=[Phase.generate, Phase.shrink])


def find(strategy: SearchStrategy[Found], asked: Callable[[Found], bool]) -> Found:
    """The first that turns up, which need not be simple."""
    return simplest(strategy, asked, settings=GENERATE)


@given(scales(), st.data())
def test_a_value_is_one_that_its_scale_takes(scale: Scale, data: st.DataObject) -> None:
    leaf = Indicator("a", "A", scale)
    domain_of(scale).check(data.draw(values(leaf)))


@given(rubrics(), FLAGS, st.booleans(), st.data())
@settings(max_examples=20)
def test_an_assessment_is_one_that_its_rubric_takes(
    rubric: Rubric, complete: bool | None, boundary: bool, data: st.DataObject
) -> None:
    card = rubric.score(data.draw(assessments(rubric, complete=complete, boundary=boundary)))
    assert complete is not True or card.complete
    assert complete is not False or card.missing


def absent(seen: Assessment) -> list[str]:
    return [id_ for id_, one in seen.observations.items() if isinstance(one.value, NotApplicable)]


TOWN = Rubric(
    "town",
    version="1",
    title="Town",
    criteria=[Indicator("beach", "Beach", YesNo(5), na="full"), Indicator("a", "A", YesNo(5))],
    context=[
        Attribute("area", "Area", ["hills", "plain"]),
        Attribute("homes", "Homes", Quantity(0, 9, decimals=0), required=False),
        Attribute("poor", "Poor", ["yes", "no"], required=False, default="no"),
    ],
)


@given(FLAGS, st.booleans(), st.data())
def test_things_apply_or_not_as_asked(
    flag: bool | None, boundary: bool, data: st.DataObject
) -> None:
    seen = data.draw(assessments(TOWN, not_applicable=flag, boundary=boundary))
    assert flag is None or bool(absent(seen)) is flag


@pytest.mark.parametrize("complete", [None, False, True])
def test_things_may_or_may_not_apply_unless_that_is_said(complete: bool | None) -> None:
    strategy = assessments(TOWN, complete=complete)
    assert absent(find(strategy, lambda seen: bool(absent(seen))))
    assert not absent(find(strategy, lambda seen: not absent(seen)))


def test_facts_that_may_be_left_out_are_at_times() -> None:
    strategy = assessments(TOWN)
    assert "homes" not in find(strategy, lambda seen: "homes" not in seen.context).context
    assert "homes" in find(strategy, lambda seen: "homes" in seen.context).context
    complete = assessments(TOWN, complete=True)
    assert "poor" not in find(complete, lambda seen: "poor" not in seen.context).context


@given(assessments(TOWN, complete=True))
def test_a_complete_assessment_states_what_is_open_otherwise(seen: Assessment) -> None:
    assert {"area", "homes"} <= set(seen.context)


def test_assessments_shrink_to_simple_values_of_which_none_is_missing() -> None:
    citizen = get("learning-citizen-pilot")
    seen = simplest(assessments(citizen), lambda _: True, settings=SHRINK)
    assert {one.value for one in seen.observations.values()} == {0}
    assert len(seen.observations) == 10


def test_values_shrink_to_simple_ones() -> None:
    tidy = Indicator("tidy", "Tidy", Bands({90: 5, 75: 3}, unit="%"))
    assert simplest(values(tidy), lambda _: True, settings=SHRINK) == 0
    above = simplest(values(tidy), lambda value: value > 80, settings=SHRINK)
    assert above == 90  # the simplest edge above 80


def test_values_of_all_kinds_turn_up() -> None:
    leaf = Indicator("a", "A", Linear(worst=0, best=Fraction(1, 3), points=5))
    assert find(values(leaf), lambda value: isinstance(value, Fraction)) == Fraction(1, 3)
    assert find(values(leaf), lambda value: value < -5) < -5  # there is no limit


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"complete": "no"}, "complete='no' is neither yes nor no"),
        ({"not_applicable": 3}, "not_applicable=3 is neither yes nor no"),
    ],
)
def test_a_flag_is_yes_no_or_open(options: dict[str, Any], message: str) -> None:
    with pytest.raises(RubrikaError, match=message):
        assessments(TOWN, **options)


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(RubrikaError, match="nothing in 'learning-citizen-pilot' may be not appl"):
        assessments(get("learning-citizen-pilot"), not_applicable=True)
    lone = Rubric("r", version="1", title="R", criteria=[Indicator("a", "A", YesNo(1), na="zero")])
    with pytest.raises(RubrikaError, match="can't be missing and not applicable"):
        assessments(lone, complete=False, not_applicable=True)
    with pytest.raises(RubrikaError, match="a Rubric is due"):
        assessments(3)  # type: ignore[arg-type]  # refused


# Scales, rubrics and rules


@given(scales(penalties=False))
def test_scales_can_give_points_unless_penalties_are_asked_for(scale: Scale) -> None:
    most = range_of(scale).most
    assert most is not None
    assert most > 0


def test_penalties_turn_up() -> None:
    assert isinstance(find(scales(), lambda scale: range_of(scale).most == 0), Tally)


def irrational(rule: Expression | Condition) -> bool:
    return any(
        isinstance(part, Log) or (isinstance(part, Power) and part.exponent.denominator > 1)
        for part in walk(rule)
    )


@given(scales(irrational=False, sources=False))
def test_scales_without_roots_and_sources_have_none(scale: Scale) -> None:
    rule = scale.rule(Input("value"))
    assert not irrational(rule)
    assert not sources_in(rule)


def test_roots_turn_up_in_scales() -> None:
    scale = find(scales(), lambda scale: irrational(scale.rule(Input("value"))))
    assert isinstance(scale, Formula)


@given(rubrics(sources=False, optional=False, irrational=False))
@settings(max_examples=30)
def test_rubrics_leave_out_what_is_not_asked_for(rubric: Rubric) -> None:
    assert rubric.sources == {}
    assert all(number.source is None for number in stated_numbers(rubric))
    assert all(leaf.na is None for leaf in rubric.indicators)
    assert not any(irrational(step.points) for step in rubric.program.steps)


@given(rubrics(monotone=True))
@settings(max_examples=30)
def test_monotone_rubrics_read_no_value_in_a_level(rubric: Rubric) -> None:
    for level in rubric.levels:
        for requirement in level.requirements:
            for part in walk(requirement):
                assert not (isinstance(part, Input) and part.role == "value")


@pytest.mark.parametrize(
    "asked",
    [
        lambda rubric: len(rubric.criteria) == 3,
        lambda rubric: len(rubric.levels) == 3,
        lambda rubric: bool(rubric.caps),
        lambda rubric: len(rubric.context) == 2,
        lambda rubric: any(leaf.na is not None for leaf in rubric.indicators),
        lambda rubric: bool(rubric.sources),
        lambda rubric: any(irrational(step.points) for step in rubric.program.steps),
    ],
)
def test_rubrics_of_many_kinds_turn_up(asked: Any) -> None:
    assert asked(find(rubrics(), asked))


@given(rules(categorical=[Input("context", "area")], yes_or_no=[Input("value", "a")],
             nodes=["a"], groups=["criteria"]))  # fmt: skip
def test_a_rule_reads_back_from_its_text(rule: Expression | Condition) -> None:
    assert parse(write(rule), sources={source.id: source for source in sources_in(rule)}) == rule


@pytest.mark.parametrize("kind", [OneOf, Yes, Met, Applicable, Each])
def test_rules_have_the_parts_that_they_are_given(kind: type) -> None:
    def has(rule: Expression | Condition) -> bool:
        return any(isinstance(part, kind) for part in walk(rule))

    given_parts = rules(
        categorical=[Input("context", "area")],
        yes_or_no=[Input("value", "a")],
        nodes=["a"],
        groups=["criteria"],
        leaves=3,
    )
    assert has(find(given_parts, has))


@given(rules(irrational=False, sources=False))
def test_rules_have_no_other_parts(rule: Expression | Condition) -> None:
    for part in walk(rule):
        assert not isinstance(part, OneOf | Yes | Met | Applicable | Each)
        assert not isinstance(part, Input) or part == Input("value")
    assert not irrational(rule)
    assert not sources_in(rule)


@given(expressions(), conditions())
def test_expressions_give_numbers_and_conditions_hold_or_do_not(one: object, other: object) -> None:
    assert isinstance(one, Expression)
    assert isinstance(other, Condition)
