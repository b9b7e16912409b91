"""Edges and edge cases: worked out by hand for small rubrics."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from rubrika import (
    Assessment,
    Attribute,
    Bands,
    Choice,
    Criterion,
    Direct,
    Indicator,
    Level,
    Linear,
    NotApplicable,
    Rounding,
    Rubric,
    RubrikaError,
    Scale,
    Tally,
    YesNo,
    choose,
    context,
    every,
    get,
    load,
    met,
    mutants,
    percent,
    points,
    total,
    value,
)
from rubrika.testing import assessments, edge_cases, edge_values

ROOT = Path(__file__).parents[3]


def numbers(*texts: str | int) -> tuple[Fraction, ...]:
    return tuple(Fraction(text) for text in texts)


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        (Bands({90: 5}, unit="%"), numbers(0, "89.99", 90, "90.01", 100)),
        (Bands({90: 5}, unit="%", decimals=0), numbers(0, 89, 90, 91, 100)),
        (Bands({100: 5}, unit="%", decimals=0), numbers(0, 99, 100)),  # nothing is above 100
        (Bands({"0.125": 5}, least=0, most=1), numbers(0, "0.1249", "0.125", "0.1251", 1)),
        (Linear(worst=30, best=5, points=20, least=0, most=40, decimals=0),
         numbers(0, 4, 5, 6, 29, 30, 31, 40)),
        (Direct(10, step=2), numbers(0, 10)),  # it never turns
        (Tally(each=5, limit=20), numbers(0, 3, 4, 5, 14)),  # 4 make 20; it ends 10 beyond
        (YesNo(5), (False, True)),
        (Choice({"never": 0, "often": 5}), ("never", "often")),
    ],
)  # fmt: skip
def test_edges_are_where_points_change_and_the_nearest_allowed_values(
    scale: Scale, expected: tuple[object, ...]
) -> None:
    assert edge_values(Indicator("a", "A", scale)) == expected


def test_a_value_that_is_rounded_first_turns_half_a_step_before_the_band() -> None:
    leaf = Indicator("a", "A", Bands({90: 5}, unit="%"), round_value=Rounding(1))
    found = numbers(0, "89.49", "89.5", "89.51", "90.49", "90.5", "90.51", 100)
    assert edge_values(leaf) == found


def test_values_with_steps_and_decimals_keep_both() -> None:
    domain = Bands({10: 5}, least=0, most=20, decimals=0)
    assert edge_values(Indicator("a", "A", domain)) == numbers(0, 9, 10, 11, 20)


def test_only_an_indicator_has_edges() -> None:
    with pytest.raises(RubrikaError, match=r"an Indicator is due, not 5.*\[strategy\]"):
        edge_values(5)  # type: ignore[arg-type]  # refused


# A café: 60 points for safety, 40 for service; gold from 90 with half of each, and no pests.

CAFE = load(ROOT / "examples" / "cafe-hygiene.toml")


def results(rubric: Rubric, cases: Iterable[Assessment]) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for case in cases:
        decision = rubric.decide(case)
        found.add((str(decision.points), decision.level.id if decision.level else "none"))
    return found


def test_totals_land_exactly_on_each_bar_and_just_below() -> None:
    reached = results(CAFE, edge_cases(CAFE))
    assert ("90", "gold") in reached
    assert ("75", "silver") in reached
    below = [Fraction(points) for points, level in reached if level == "none"]
    assert any(74 < points < 75 for points in below)
    below_gold = [Fraction(points) for points, level in reached if level == "silver"]
    assert any(89 < points < 90 for points in below_gold)


def test_every_edge_of_every_indicator_is_in_a_case() -> None:
    seen = {leaf.id: set[object]() for leaf in CAFE.indicators}
    for case in edge_cases(CAFE):
        for id_, one in case.observations.items():
            seen[id_].add(
                Fraction(one.value) if not isinstance(one.value, bool | str) else one.value
            )  # one condition
    for leaf in CAFE.indicators:
        assert set(edge_values(leaf)) <= seen[leaf.id]


def test_edge_cases_are_always_the_same_and_never_twice() -> None:
    first = edge_cases(CAFE)
    assert edge_cases(CAFE.evolve()) == first
    assert len(first) == len({str(case) for case in first})


def test_a_rubric_without_levels_has_edge_cases_for_its_indicators() -> None:
    plain = Rubric("r", version="1", title="R", criteria=[Indicator("a", "A", YesNo(5))])
    assert {case.observations["a"].value for case in edge_cases(plain)} == {True, False}


def test_only_a_rubric_has_edge_cases() -> None:
    with pytest.raises(RubrikaError, match="a Rubric is due, not 'cafe'"):
        edge_cases("cafe")  # type: ignore[arg-type]  # refused


def test_what_need_not_apply_does_not_while_others_have_all_points_and_none() -> None:
    leaves = [
        Indicator("beach", "Beach", YesNo(40), na="redistribute"),
        Indicator("streets", "Streets", YesNo(60)),
    ]
    town = Rubric("town", version="1", title="Town", criteria=leaves)
    found = {
        case.observations["streets"].value
        for case in edge_cases(town)
        if isinstance(case.observations["beach"].value, NotApplicable)
    }
    assert found == {True, False}


def test_a_bar_that_depends_on_the_context_is_reached_in_each() -> None:
    area = Attribute("area", "Area", ["hills", "plain"])
    bar = choose(context("area").one_of("hills"), 50, 70)
    leaf = Indicator("a", "A", Linear(worst=0, best=100, points=100, least=0, most=100))
    town = Rubric(
        "town",
        version="1",
        title="Town",
        criteria=[leaf],
        levels=[Level("good", "Good", total >= bar)],
        context=[area],
    )
    found = {(case.context["area"], str(town.decide(case).points)) for case in edge_cases(town)}
    assert {("hills", "50"), ("plain", "70"), ("hills", "4999/100"), ("plain", "6999/100")} <= found


def test_values_that_only_a_level_compares_are_edges_too() -> None:
    leaf = Indicator("a", "A", Direct(10, step="0.5"))
    other = Indicator("b", "B", YesNo(10))
    good = Level("good", "Good", points("a") >= 7, value("a") < 9, met("b"))
    rubric = Rubric("r", version="1", title="R", criteria=[leaf, other], levels=[good])
    seen = {str(case.observations["a"].value) for case in edge_cases(rubric)}
    assert {"6.5", "7", "7.5", "8.5", "9", "9.5"} <= seen


def test_points_that_do_not_add_up_still_come_to_a_bar() -> None:
    from rubrika import Lowest

    leaves = [Indicator(id_, "T", Direct(10, step=1)) for id_ in ("a", "b", "c")]
    weakest = Criterion("weakest", "Weakest", leaves, combine=Lowest(), points=100)
    good = Level("good", "Good", total >= 60, every("criteria") >= percent(10))
    rubric = Rubric("r", version="1", title="R", criteria=[weakest], levels=[good])
    reached = results(rubric, edge_cases(rubric))
    assert ("60", "good") in reached
    assert ("50", "none") in reached


# What they are for: a small wrong change of a rubric is noticed.


def drawn(rubric: Rubric, *, boundary: bool) -> list[Assessment]:
    found: list[Assessment] = []

    @settings(
        max_examples=100,
        database=None,
        derandomize=True,
        deadline=None,
        suppress_health_check=list(HealthCheck),  # pyright: ignore[reportArgumentType]  # it lists
    )
    @given(assessments(rubric, boundary=boundary))
    def collect(case: Assessment) -> None:
        found.append(case)

    collect()
    return found


def result(rubric: Rubric, case: Assessment) -> object:
    try:
        decision = rubric.decide(case)
    except RubrikaError:
        return "refused"
    return decision.points, decision.level and decision.level.id


def unnoticed(rubric: Rubric, *, boundary: bool) -> list[str]:
    cases = drawn(rubric, boundary=boundary)
    mine = [result(rubric, case) for case in cases]
    return [
        str(mutant)
        for mutant in mutants(rubric)
        if all(result(mutant.rubric, case) == due for case, due in zip(cases, mine, strict=True))
    ]


def test_all_small_changes_of_a_rubric_are_noticed() -> None:
    citizen = get("learning-citizen-pilot")
    assert unnoticed(citizen, boundary=True) == []
    assert len(unnoticed(citizen, boundary=False)) > 0  # as arbitrary values do not notice them


def test_the_changes_that_are_not_noticed_change_nothing() -> None:
    unit = get("learning-unit-2020")  # all of its points are multiples of 5
    assert [text.partition(" in ")[0] for text in unnoticed(unit, boundary=True)] == [
        "levels[0].requirements[0]: 85 becomes 84",
        "levels[1].requirements[0]: 70 becomes 69",
        "levels[2].requirements[0]: 50 becomes 49",
    ]
