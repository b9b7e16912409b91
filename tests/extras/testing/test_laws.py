"""Laws: they hold of the shipped rubrics, and each finds the fault that was made against it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

from rubrika import (
    Assessment,
    Bands,
    Criterion,
    Decision,
    Formula,
    Indicator,
    Level,
    Linear,
    Part,
    Quantity,
    Rubric,
    RubrikaError,
    Scorecard,
    YesNo,
    choose,
    get,
    load,
    loads,
    total,
    value,
)
from rubrika.files import layout
from rubrika.model.display import Display
from rubrika.rules import Applicable, Expression, Input
from rubrika.testing import LAWS, LawBrokenError, check_laws, rubrics
from rubrika.testing import scoring_laws as scoring
from rubrika.testing import showing_laws as showing

ROOT = Path(__file__).parents[3]
_ALL: Any = list(HealthCheck)  # also that one law is tried within another
SHIPPED = ("learning-citizen-pilot", "learning-unit-2020")


def rubric_of(*leaves: Indicator, **rest: Any) -> Rubric:
    return Rubric("faulty", version="1", title="Faulty", criteria=leaves, **rest)


def message(law: str, rubric: Rubric) -> str:
    with pytest.raises(LawBrokenError) as caught:
        LAWS[law](rubric)
    assert caught.value.law == law
    assert caught.value.problems[0].code == "law-broken"
    return str(caught.value)


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("name", SHIPPED)
def test_a_law_holds_of_the_shipped_rubrics(law: str, name: str) -> None:
    LAWS[law](get(name), examples=30)


@pytest.mark.slow
@pytest.mark.parametrize("law", LAWS)
def test_a_law_holds_of_the_largest_rubric(law: str) -> None:
    LAWS[law](get("thanh-hoa-2021-2026"), examples=30)


@pytest.mark.parametrize("law", LAWS)
def test_a_law_holds_of_the_example(law: str) -> None:
    LAWS[law](load(ROOT / "examples" / "cafe-hygiene.toml"))


@pytest.mark.parametrize("law", [name for name in LAWS if name not in ("monotone", "level-order")])
def test_what_holds_of_every_rubric_holds_of_generated_ones(law: str) -> None:
    @given(rubrics(irrational=False))
    @settings(max_examples=6, deadline=None, suppress_health_check=_ALL)
    def holds(rubric: Rubric) -> None:
        LAWS[law](rubric, examples=8)

    holds()


@pytest.mark.parametrize("law", LAWS)
def test_a_law_says_what_it_asks(law: str) -> None:
    assert (LAWS[law].__doc__ or "").startswith("Law: ")


@pytest.mark.parametrize("law", LAWS)
def test_a_law_is_asked_of_a_rubric(law: str) -> None:
    with pytest.raises(RubrikaError, match="a Rubric is due"):
        LAWS[law]("café")  # type: ignore[arg-type]  # refused


# Faults that can be written


def test_a_rubric_that_cannot_decide_has_no_result() -> None:
    rule = "least(5, 5 + root(2) * root(value) - root(2 * value))"  # always 5, which no digits show
    leaf = Indicator("mark", "Mark", Formula(rule, points=5, least=3, most=3))
    faulty = rubric_of(leaf, levels=[Level("full", "Full", total >= 5)])
    said = message("total-function", faulty)
    assert "it cannot be scored: two irrational numbers agree" in said
    assert said.endswith("for mark = 3")


def test_points_beyond_a_maximum_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    wider = rubric_of(Indicator("a", "A", Bands({75: 8, 0: 1}, unit="%")))

    def too_many(_: Rubric, seen: Assessment) -> Scorecard:
        return wider.score(seen)

    monkeypatch.setattr(scoring, "scored", too_many)
    said = message("bounded", rubric_of(Indicator("a", "A", Bands({75: 5, 0: 1}, unit="%"))))
    assert said.splitlines() == [
        '"bounded" does not hold of faulty 1:',
        "the points of 'a' lie outside their limits",
        "  a: 1 to 5 is expected, 8 is found",
        "for a = 75",
    ]


def test_bands_that_reward_worse_values_are_found() -> None:
    said = message("monotone", rubric_of(Indicator("a", "A", Bands({90: 5, 75: 8}, unit="%"))))
    assert said.splitlines() == [
        '"monotone" does not hold of faulty 1:',
        "a better value of 'a' earns fewer points",
        "  a: at least 8 is expected, 5 is found",
        "for a = 90 instead of 89.99",
    ]


def test_bands_that_go_down_are_worse_above() -> None:
    mixed_up = Bands({5: 10, 30: 20}, least=0, most=60, decimals=0, bound="at most")
    said = message("monotone", rubric_of(Indicator("wait", "Minutes", mixed_up)))
    assert said.endswith("for wait = 5 instead of 6")


def test_a_gate_against_the_points_is_found() -> None:
    wait = Indicator("wait", "Minutes", Linear(worst=30, best=0, points=20, least=0, most=30))
    faulty = rubric_of(
        wait,
        Indicator("a", "A", YesNo(80)),
        levels=[Level("good", "Good", total >= 50, value("wait") >= 10)],
    )
    said = message("monotone", faulty)
    assert "more points for 'wait' make something worse" in said
    assert "level: at least good is expected, no level is found" in said
    assert "with a = yes" in said


def test_a_level_that_asks_for_few_points_is_not_held_to_more() -> None:
    leaf = Indicator("a", "A", YesNo(10))
    odd = rubric_of(leaf, levels=[Level("poor", "Poor", total <= 5)])
    LAWS["monotone"](odd)


@attrs.frozen
class Difference:
    """A combination by which more points of the second take away."""

    def rule(self, parts: Sequence[Part], points: Fraction) -> Expression:
        first, second = parts
        return points * (1 + first.share - second.share) / 2


def test_a_combination_that_punishes_points_is_found() -> None:
    leaves = [Indicator("a", "A", YesNo(1)), Indicator("b", "B", YesNo(1))]
    faulty = rubric_of(Criterion("c", "C", leaves, combine=Difference(), points=8))  # type: ignore[arg-type]  # a criterion
    said = message("monotone", faulty)
    assert "more points for 'b' make something worse" in said
    assert "for b = yes instead of no; with a = " in said


@attrs.frozen
class First:
    """A combination that only counts the child that is written first."""

    def rule(self, parts: Sequence[Part], points: Fraction) -> Expression:
        return points * parts[0].share


def test_a_combination_that_depends_on_the_order_is_found() -> None:
    leaves = [Indicator("a", "A", YesNo(1)), Indicator("b", "B", YesNo(1))]
    faulty = rubric_of(*leaves, combine=First(), points=8)
    said = message("order-independent", faulty)
    assert "total: 8 is expected, 0 is found" in said or "total: 0 is expected, 8 is found" in said


def test_a_lower_level_that_asks_for_more_is_found() -> None:
    leaves = [Indicator("a", "A", YesNo(60)), Indicator("b", "B", YesNo(40))]
    faulty = rubric_of(
        *leaves,
        levels=[
            Level("gold", "Gold", total >= 60),
            Level("silver", "Silver", total >= 40, value("b").is_yes),
        ],
    )
    assert message("level-order", faulty).splitlines() == [
        '"level-order" does not hold of faulty 1:',
        "level 'gold' holds, and a level below it does not",
        '  silver: a level that holds is expected, one that lacks yes(value("b")) is found',
        "for a = yes, b = no",
    ]


@attrs.frozen
class Unknown:
    """A scale that no file can name."""

    def rule(self, value: Input) -> Expression:
        return choose(value >= 5, 1, 0)


def test_what_no_file_can_keep_is_found() -> None:
    said = message("files-round-trip", rubric_of(Indicator("a", "A", Unknown())))
    assert "it cannot be kept as JSON" in said


# Faults of rubrika itself, which no rubric can have


def test_another_policy_than_the_declared_one_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def as_half(leaf: Indicator) -> Expression:
        if leaf.na is None:
            return leaf.scale.rule(leaf.value)
        return choose(Applicable(leaf.id), leaf.scale.rule(leaf.value), leaf.maximum / 2)

    monkeypatch.setattr(Indicator, "points", property(as_half))
    leaves = [Indicator("a", "A", YesNo(10), na="full"), Indicator("b", "B", YesNo(10))]
    said = message("na-policy", rubric_of(*leaves))
    assert "  a: 10 is expected, 5 is found" in said
    assert "a = not applicable" in said


def test_counting_what_is_missing_as_zero_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def as_zero(rubric: Rubric, seen: Assessment) -> Scorecard:
        return original(rubric, {"a": False, **{i: s.value for i, s in seen.observations.items()}})

    original = Rubric.score
    monkeypatch.setattr(Rubric, "score", as_zero)
    faulty = rubric_of(Indicator("a", "A", YesNo(10)), levels=[Level("good", "Good", total >= 10)])
    assert message("missing-is-not-zero", faulty).splitlines() == [
        '"missing-is-not-zero" does not hold of faulty 1:',
        "without some of the evidence, the truth is ruled out",
        "  a: nothing yet is expected, 0 is found",
        "for a = missing instead of no",
    ]


def test_something_that_must_apply_and_is_let_off_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    faulty = rubric_of(Indicator("a", "A", YesNo(10)))
    monkeypatch.setattr(Rubric, "score", lambda *_, **__: None)
    assert "a: a refusal is expected, a score is found" in message("na-policy", faulty)


def test_a_total_of_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    leaf = Indicator("a", "A", YesNo(10), na="full")
    monkeypatch.setattr(Rubric, "applies", None)
    assert "total: nothing is expected, 10 is found" in message("na-policy", rubric_of(leaf))


def test_a_number_shown_beyond_a_bar_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def rounded(_: Display, __: str, points: Any) -> str:
        return str(round(points)) if isinstance(points, Fraction) else "0–100"

    monkeypatch.setattr(Display, "points", rounded)
    leaf = Indicator("a", "A", Linear(worst=0, best=100, points=100, least=0, most=100, decimals=1))
    faulty = rubric_of(leaf, levels=[Level("good", "Good", total >= 75)])
    said = message("display-agrees", faulty)
    assert "a: 99.9 shown on its side of 100 is expected, '100' is found" in said


def test_two_readings_that_disagree_are_found() -> None:
    leaf = Indicator("a", "A", YesNo(10))
    faulty = rubric_of(leaf, levels=[Level("good", "Good", total >= 10)])

    def decide(_: object, *, context: object = None) -> Decision:
        del context
        return Decision(Fraction(10), faulty.levels[0], decided=True, bounds=None)

    faulty.__dict__["decide"] = decide
    said = message("engines-agree", faulty)
    assert "total: 0 is expected, 10 (by decide) is found" in said
    assert "level: no level is expected, good (by decide) is found" in said


def test_a_file_that_reads_back_as_another_rubric_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    leaf = Indicator("a", "A", YesNo(10))
    other = rubric_of(leaf).evolve(version="2")
    monkeypatch.setattr(showing, "loads", lambda *_: other)
    said = message("files-round-trip", rubric_of(leaf))
    assert "read back from JSON it is another rubric" in said
    assert "version: '1' is expected, '2' is found" in said


def test_without_the_extra_toml_only_json_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def read(text: str, format_: str) -> Rubric:
        tried.append(format_)
        return loads(text, "json")

    monkeypatch.setattr(showing, "loads", read)
    monkeypatch.setitem(sys.modules, "tomli_w", None)
    layout._key.cache_clear()
    LAWS["files-round-trip"](get("learning-citizen-pilot"))
    assert tried == ["json"]


# All at once


@attrs.frozen
class Own:
    """A scale that no file can keep, since no entry point gives it a name."""

    domain: Quantity = attrs.field(factory=lambda: Quantity(0, 9, decimals=0))

    def rule(self, value: Input) -> Expression:
        return value + 1


def test_all_broken_laws_are_told_at_once() -> None:
    leaf = Indicator("a", "A", Bands({90: 5, 75: 8}, unit="%"))
    with pytest.raises(LawBrokenError) as caught:
        check_laws(rubric_of(leaf, Indicator("b", "B", Own())), examples=30)
    said = str(caught.value)
    assert said.startswith('"monotone" does not hold of faulty 1:')
    assert '\n\n"files-round-trip" does not hold of faulty 1:' in said
    assert len(caught.value.problems) == 2
    assert caught.value.mismatches[0].what == "a"


def test_laws_are_chosen_by_id() -> None:
    wrong_way = rubric_of(Indicator("a", "A", Bands({90: 5, 75: 8}, unit="%")))
    check_laws(wrong_way, laws=["-monotone"], examples=5)
    check_laws(wrong_way, laws="bounded", examples=5)
    with pytest.raises(LawBrokenError):
        check_laws(wrong_way, laws=["monotone"], examples=5)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            {"laws": ["monoton"]},
            "no law 'monoton'. Did you mean 'monotone'.*unknown-law",
        ),
        ({"laws": ["-bound"]}, r"there is no law '-bound'\. Did you mean 'bounded'"),
        ({"laws": [3]}, "there is no law 3"),
        ({"examples": 0}, "examples=0 is no number of cases"),
        ({"examples": True}, "examples=True is no number of cases"),
    ],
)
def test_what_makes_no_sense_is_refused(options: dict[str, Any], told: str) -> None:
    with pytest.raises(RubrikaError, match=told):
        check_laws(rubric_of(Indicator("a", "A", YesNo(1))), **options)


def test_an_assertion_is_what_test_runners_know() -> None:
    assert issubclass(LawBrokenError, AssertionError)
    assert issubclass(LawBrokenError, RubrikaError)
