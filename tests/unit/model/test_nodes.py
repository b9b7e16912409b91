from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import attrs
import pytest

from rubrika import (
    Bands,
    Choice,
    Criterion,
    Direct,
    Indicator,
    NaPolicy,
    NotApplicable,
    Rounding,
    Rubric,
    Scale,
    Source,
    Text,
    Truth,
    YesNo,
    choose,
)
from rubrika.engines.arithmetic import Interval
from rubrika.errors import RubrikaError
from rubrika.rules.nodes import Applicable, Condition, Expression, Input

NA = NotApplicable("it has none")


def problems(make: Callable[[], object]) -> list[tuple[str, str]]:
    """The codes and paths of the problems with which *make* is refused; each has a way out."""
    with pytest.raises(RubrikaError) as error:
        make()
    assert all(problem.hint for problem in error.value.problems)
    return [(problem.code, problem.path) for problem in error.value.problems]


def scored(indicator: Indicator, value: object) -> object:
    """The points of *indicator*, which stands beside another that always applies."""
    rubric = Rubric(
        "r", version="1", title="R", criteria=[indicator, Indicator("other", "O", YesNo(1))]
    )
    card = rubric.score({indicator.id: value, "other": True})
    assert rubric.decide({indicator.id: value, "other": True}).points == card.points
    return card[indicator.id].points


# Indicators


def test_an_indicator_has_the_range_and_the_domain_of_its_scale() -> None:
    pests = Indicator("pests", "No pests", YesNo(20, no=-5))
    assert pests.least == -5
    assert pests.maximum == 20
    assert pests.domain == Truth()
    assert pests.children == ()
    assert pests.value == Input("value", "pests")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"id": "a b"}, [("id", "id")]),
        ({"id": "total"}, [("id", "id")]),
        ({"title": 5}, [("text", "title")]),
        ({"scale": "yes"}, [("scale", "scale")]),
        ({"scale": YesNo}, [("scale", "scale")]),
        ({"scale": None}, [("scale", "scale")]),
        ({"weight": True}, [("number", "weight")]),
        ({"weight": "0,3"}, [("number", "weight")]),
        ({"na": "skip"}, [("na-policy", "na")]),
        ({"na": True}, [("na-policy", "na")]),
        ({"rounding": 1}, [("rounding", "rounding")]),
        ({"round_value": "0.1"}, [("rounding", "round_value")]),
        ({"round_value": Rounding(1)}, [("rounding", "scale")]),
        ({"source": "Circular 22"}, [("source", "source")]),
        ({"evidence": 5}, [("text", "evidence")]),
    ],
)
def test_an_indicator_whose_parts_are_wrong_is_refused(
    fields: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    made: dict[str, Any] = {"id": "a", "title": "A", "scale": YesNo(5)} | fields
    assert problems(lambda: Indicator(**made)) == expected


def test_the_error_of_a_scale_tells_where_it_is() -> None:
    class Endless:
        def rule(self, value: Input, /) -> Expression:
            return value

    assert problems(lambda: Indicator("a", "A", Endless())) == [("scale-unlimited", "scale")]


def test_a_scale_that_could_change_is_refused() -> None:
    @dataclass
    class Mutable:
        points: int

        def rule(self, value: Input, /) -> Expression:
            return choose(value >= 50, self.points, 0)

    assert problems(lambda: Indicator("a", "A", Mutable(5))) == [("scale-mutable", "scale")]


@dataclass(frozen=True)
class DataScale:
    points: int

    def rule(self, value: Input, /) -> Expression:
        return choose(value >= 50, self.points, 0)


@attrs.frozen
class AttrsScale:
    points: int

    def rule(self, value: Input, /) -> Expression:
        return choose(value >= 50, self.points, 0)


class PlainScale:
    def __init__(self, points: int) -> None:
        self.points = points

    def rule(self, value: Input, /) -> Expression:
        return choose(value >= 50, self.points, 0)


@pytest.mark.parametrize("scale", [DataScale(5), AttrsScale(5), PlainScale(5)])
def test_a_scale_of_a_third_party_may_be_any_frozen_object(scale: Scale) -> None:
    indicator = Indicator("a", "A", scale)
    assert indicator.range == Interval(Fraction(0), Fraction(5))
    assert scored(indicator, 50) == 5
    assert scored(indicator, 49) == 0
    assert hash(indicator) == hash(Indicator("a", "A", scale))


# Rounding


BANDS = Bands({80: 5, 50: 3}, unit="%")


@pytest.mark.parametrize(("value", "before"), [("79.5", 5), ("79.49", 3), ("49.5", 3), (49, 0)])
def test_a_value_may_be_rounded_before_it_is_banded(value: object, before: int) -> None:
    assert scored(Indicator("a", "A", BANDS, round_value=Rounding(1)), value) == before


def test_unless_told_otherwise_nothing_is_rounded() -> None:
    assert scored(Indicator("a", "A", BANDS), "79.999999999999999999") == 3


def test_points_may_be_rounded_after_the_scale_has_read_the_value() -> None:
    rounded = Indicator("a", "A", Direct("7.6"), rounding=Rounding(1))
    assert scored(rounded, "2.5") == 3
    assert scored(rounded, "2.4") == 2
    assert rounded.maximum == 8  # and so is the maximum
    assert Indicator("a", "A", Direct("7.6"), rounding=Rounding(1, "down")).maximum == 7


def test_each_node_may_be_rounded_by_itself() -> None:
    first = Indicator("a", "A", Direct(10), rounding=Rounding("0.5", "down"))
    second = Indicator("b", "B", Direct(10))
    whole = Criterion("c", "C", [first, second], rounding=Rounding(1, "half-even"))
    rubric = Rubric("r", version="1", title="R", criteria=[whole], rounding=Rounding(5, "up"))
    card = rubric.score({"a": "2.9", "b": 2})
    # 2.9 → 2.5; 2.5 + 2 = 4.5 → 4; 4 → 5
    assert [card["a"].points, card["c"].points, card.points] == [Fraction(5, 2), 4, 5]


# Not applicable


@pytest.mark.parametrize(("policy", "points"), [("redistribute", None), ("full", 5), ("zero", 0)])
def test_what_does_not_apply_follows_its_policy(policy: Any, points: int | None) -> None:
    indicator = Indicator("a", "A", BANDS, na=policy)
    assert indicator.na == NaPolicy(policy)
    assert scored(indicator, NA) == points
    assert scored(indicator, 50) == 3


@pytest.mark.parametrize(("policy", "points"), [("full", 0), ("zero", 0)])
def test_a_penalty_that_does_not_apply_takes_nothing_under_either_policy(
    policy: Any, points: int
) -> None:
    assert scored(Indicator("a", "A", YesNo(-5), na=policy), NA) == points


def test_zero_points_belong_to_the_range_where_what_does_not_apply_counts_as_zero() -> None:
    some = Indicator("a", "A", YesNo(20, no=5), na="zero")
    assert some.range == Interval(Fraction(0), Fraction(20))
    assert Indicator("a", "A", YesNo(20, no=5), na="full").least == 5
    never_good = Indicator("a", "A", YesNo(-5, no=-2), na="zero")
    assert never_good.range == Interval(Fraction(-5), Fraction(0))


def test_a_justification_may_be_asked_for() -> None:
    assert NaPolicy("full", justified=True).justified
    assert Indicator("a", "A", BANDS, na=NaPolicy("full", justified=True)).na != NaPolicy("full")


YES, APPLIES = Input("value", "a").is_yes, Applicable("a")


@pytest.mark.parametrize(
    ("na", "met"),
    [
        (None, YES),
        ("redistribute", YES),
        ("full", ~APPLIES | YES),
        ("zero", APPLIES & YES),
    ],
)
def test_a_gate_follows_the_policy(na: Any, met: Condition) -> None:
    assert Indicator("a", "A", YesNo(5), na=na).met == met


def test_a_scale_that_names_no_gate_is_met_at_its_maximum() -> None:
    assert Indicator("a", "A", Choice({"x": 1, "y": 4})).met == (Input("points", "a") >= 4)


def test_only_what_is_redistributed_may_have_no_points() -> None:
    assert Indicator("a", "A", BANDS, na="redistribute").applies == APPLIES
    assert Indicator("a", "A", BANDS, na="full").applies is None
    assert Indicator("a", "A", BANDS).applies is None


# Criteria


A, B = Indicator("a", "A", YesNo(5)), Indicator("b", "B", YesNo(3), na="redistribute")


def test_a_criterion_is_met_at_its_maximum() -> None:
    assert Criterion("c", "C", [A, B]).met == (Input("points", "c") >= 8)
    assert Criterion("c", "C", [A, B]).least == 0


def test_a_criterion_applies_when_a_child_does() -> None:
    assert Criterion("c", "C", [A, B]).applies is None
    assert Criterion("c", "C", [B]).applies == Applicable("b")


def test_the_children_of_a_criterion_go_by_what_they_are() -> None:
    inner = Criterion("c", "C", [A])
    assert inner.children_name == "indicators"
    assert Criterion("d", "D", [inner]).children_name == "criteria"
    assert Criterion("d", "D", [inner, B]).children_name == "children"


def test_a_single_child_needs_no_list() -> None:
    assert Criterion("c", "C", A).children == (A,)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"children": []}, [("no-children", "children")]),
        ({"children": "ab"}, [("child", "children[0]")]),
        ({"children": [A, 5, YesNo(5)]}, [("child", "children[1]"), ("child", "children[2]")]),
        ({"id": ""}, [("id", "id")]),
        ({"points": "x"}, [("number", "points")]),
        ({"least": True}, [("number", "least")]),
        ({"most": float("inf")}, [("number", "most")]),
        ({"rounding": "1"}, [("rounding", "rounding")]),
        ({"source": 5}, [("source", "source")]),
        ({"description": 5}, [("text", "description")]),
    ],
)
def test_a_criterion_whose_parts_are_wrong_is_refused(
    fields: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    made: dict[str, Any] = {"id": "c", "title": "C", "children": [A]} | fields
    assert problems(lambda: Criterion(**made)) == expected


def test_a_criterion_may_stand_in_two_rubrics() -> None:
    shared = Criterion("c", {"en": "C", "vi": "Tiêu chí"}, [A], source=Source("s", document="D"))
    first = Rubric("r", version="1", title="R", criteria=[shared])
    second = Rubric("s", version="1", title="S", criteria=[first["c"], B])
    assert second["c"] is shared
    assert shared.title == Text("", (("en", "C"), ("vi", "Tiêu chí")))
