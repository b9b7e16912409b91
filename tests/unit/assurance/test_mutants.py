"""Mutants: small wrong changes, and whether examples notice them."""

from __future__ import annotations

from typing import Any

import pytest

from rubrika import (
    Bands,
    BestOf,
    Cap,
    Choice,
    Criterion,
    Example,
    Indicator,
    Level,
    Linear,
    Node,
    Rubric,
    RubricError,
    WeightedMean,
    YesNo,
    count,
    every,
    get,
    met,
    mutants,
    percent,
    points,
    share,
    total,
    unnoticed,
)


def rubric(nodes: list[Node], levels: list[Level] | None = None, **options: Any) -> Rubric:
    return Rubric("r", version="1", title="R", criteria=nodes, levels=levels or [], **options)


def yes(id_: str, worth: int, **options: Any) -> Indicator:
    return Indicator(id_, id_.upper(), YesNo(worth), **options)


def changes(of: Rubric) -> list[str]:
    return [str(mutant) for mutant in mutants(of)]


A, B = yes("a", 60), yes("b", 40)


@pytest.mark.parametrize(
    ("made", "change"),
    [
        (
            rubric([A, B], [Level("g", "G", total > 60)]),
            "levels[0].requirements[0]: > becomes >= in 'total > 60'",
        ),
        (rubric([A, B], [Level("g", "G", points("a") <= "59.5")]), "59.5 becomes 59.6 in"),
        (rubric([A, B], [Level("g", "G", share("a") >= percent(50))]), "50 % becomes 51 % in"),
        (
            rubric([A, B], [Level("g", "G", every("indicators") >= percent(50))]),
            "every becomes some in",
        ),
        (
            rubric([A, B], [Level("g", "G", count("indicators", reaching=percent(50)) >= 2)]),
            "50 % becomes 49 % in",
        ),
        (rubric([A, B], [Level("g", "G", met("a"))]), "'met(\"a\")' is left out"),
        (
            rubric(
                [A, B], [Level("g", "G", total >= 60, needs_below=True), Level("f", "F", met("b"))]
            ),
            "needs_below: the level below need not hold",
        ),
        (
            rubric(
                [A, B],
                [Level("g", "G", total >= 60), Level("f", "F", total >= 40)],
                caps=[Cap("f", unless=met("b"))],
            ),
            "caps[0]: the cap is left out",
        ),
        (
            rubric([yes("a", 60, na="zero"), B]),
            "criteria[0]: what does not apply counts as 'full', not as 'zero'",
        ),
        (
            rubric([Criterion("c", "C", [A, B], least=10, most=90)]),
            "criteria[0]: the floor 10 is left out",
        ),
        (
            rubric([Criterion("c", "C", [A, B], least=10, most=90)]),
            "criteria[0]: the cap 90 is left out",
        ),
        (
            rubric([yes("a", 9, weight="0.4"), yes("b", 9, weight="0.6")], combine=WeightedMean()),
            "criteria: the weights of 'a' and 'b' are swapped",
        ),
        (
            rubric([yes("a", 9), yes("b", 9), yes("c", 9)], combine=BestOf(2)),
            "combine: 2 becomes 1",
        ),
        (
            rubric(
                [Criterion("c", "C", [yes("a", 9), yes("b", 9), yes("d", 9)], combine=BestOf(2))]
            ),
            "criteria[0].combine: 2 becomes 3",
        ),
        (
            rubric([Indicator("x", "X", Bands({90: 5, 50: 2}, unit="%"))]),
            "bands[1]: the band at 50 is left out",
        ),
        (
            rubric([Indicator("x", "X", Bands({90: 5, 50: 2}, unit="%", decimals=1))]),
            "bands[0]: 90 becomes 89.9",
        ),
        (
            rubric([Indicator("x", "X", Bands({90: 5, 50: 2}, unit="%"))]),
            "the points of the bands at 90 and 50 are swapped",
        ),
        (
            rubric([Indicator("x", "X", Choice({"no": 0, "some": 5}))]),
            "criteria[0].scale: the points of 'no' and 'some' are swapped",
        ),
        (
            rubric([Indicator("x", "X", Linear(worst=30, best=5, points=20))]),
            "criteria[0].scale.best: best 5 becomes 6",
        ),
        (rubric([A, B]), "criteria: the points of 'a' and 'b' are swapped"),
        (rubric([A, B]), "criteria[0].scale: yes and no are swapped"),
    ],
)
def test_a_change_is_made(made: Rubric, change: str) -> None:
    assert any(change in found for found in changes(made))


def test_each_mutant_differs_in_structure_and_is_told_once() -> None:
    base = get("learning-unit-2020")
    made = list(mutants(base))
    assert all(mutant.rubric.structure != base.structure for mutant in made)
    assert len({str(mutant) for mutant in made}) == len(made) > 10


def test_what_contradicts_the_rest_is_no_mutant() -> None:
    # Without its only band a scale is none, and the bands at 90 and 91 stay apart.
    scale = Bands({91: 5, 90: 2}, unit="%")
    found = changes(rubric([Indicator("x", "X", scale)]))
    assert "criteria[0].scale.bands[1]: 90 becomes 91" not in found
    assert "criteria[0].scale.bands[1]: 90 becomes 89" in found


GOOD = [Level("good", "Good", total >= 60)]
ENOUGH = [
    Example({"a": True, "b": False}, points=60, level="good"),
    Example({"a": False, "b": True}, points=40, no_level=True),
]


def test_examples_at_the_edge_notice_every_change_that_makes_a_difference() -> None:
    (left,) = unnoticed(rubric([A, B], GOOD, examples=ENOUGH))
    assert str(left.mutant).endswith("60 becomes 59 in 'total >= 60'")  # totals: 0, 40, 60, 100
    assert (left.witness, left.example) == (None, None)


def test_an_unnoticed_change_comes_with_an_example_that_notices_it() -> None:
    plain = rubric([A, B], GOOD)
    found = unnoticed(plain)
    assert [one.mutant for one in found] == list(mutants(plain))
    for one in found:
        if one.example is not None:
            assert plain.mismatches(one.example) == ()
            assert one.mutant.rubric.mismatches(one.example) != ()
    assert sum(one.example is None for one in found) == 1  # 59, as above


def test_examples_can_be_given() -> None:
    assert len(unnoticed(rubric([A, B], GOOD), ENOUGH)) == 1


def test_an_example_that_does_not_hold_notices_nothing() -> None:
    plain = rubric([A, B], GOOD)
    wrong = Example({"a": True, "b": True}, points=5)
    assert len(unnoticed(plain, [wrong])) == len(unnoticed(plain))


def test_a_change_that_refuses_the_values_of_an_example_is_noticed() -> None:
    made = rubric([yes("a", 60, na="zero"), B], GOOD)
    from rubrika import NotApplicable

    seen = Example({"a": NotApplicable(), "b": True}, points=40)
    left = [str(one.mutant) for one in unnoticed(made, [seen])]
    assert not any("does not apply counts as 'full'" in one for one in left)


def test_only_a_rubric_has_mutants() -> None:
    with pytest.raises(RubricError) as caught:
        list(mutants("cafe"))  # type: ignore[arg-type]  # the wrong value is the test
    assert [problem.code for problem in caught.value.problems] == ["wrong-type"]
