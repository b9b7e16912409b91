"""Mutants: small wrong changes, and whether examples notice them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from rubrika import (
    Bands,
    BestOf,
    Cap,
    Choice,
    Criterion,
    Direct,
    Example,
    GeometricMean,
    Indicator,
    Level,
    Linear,
    Node,
    Rubric,
    RubricError,
    RubrikaError,
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
from rubrika.assurance.mutant_words import WORDS


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


def test_a_number_of_mutants_is_a_sample_that_is_always_the_same() -> None:
    base = get("learning-unit-2020")
    whole = [str(mutant) for mutant in mutants(base)]
    some = [str(mutant) for mutant in mutants(base, most=5)]
    assert len(some) == 5
    assert some == sorted(some, key=whole.index)
    assert some == [str(mutant) for mutant in mutants(base, most=5)]
    assert some != [str(mutant) for mutant in mutants(base, most=5, seed=1)]
    assert [str(mutant) for mutant in mutants(base, most=10**6)] == whole


@pytest.mark.parametrize("most", [0, -1, True, "5"])
def test_a_number_of_mutants_is_above_0(most: Any) -> None:
    with pytest.raises(RubricError) as caught:
        mutants(rubric([A, B]), most=most)
    assert [problem.code for problem in caught.value.problems] == ["mutant-count"]


@pytest.mark.parametrize("seconds", [0, "5", float("nan")])
def test_the_time_to_look_is_above_0(seconds: Any) -> None:
    with pytest.raises(RubricError) as caught:
        unnoticed(rubric([A, B]), seconds=seconds)
    assert [problem.code for problem in caught.value.problems] == ["seconds"]


# Whether a change makes a difference


def equals(of: Rubric) -> dict[str, bool | None]:
    return {str(one.mutant): one.equal for one in unnoticed(of)}


def test_that_a_threshold_between_totals_may_move_is_proved_by_the_solver() -> None:
    found = equals(rubric([A, B], GOOD))
    assert found.pop("levels[0].requirements[0]: 60 becomes 59 in 'total >= 60'") is True
    assert set(found.values()) == {False}


def test_that_a_requirement_which_another_implies_may_go_is_proved_by_intervals() -> None:
    # All of a whole number of points: who has 100 has both.
    found = equals(rubric([A, B], [Level("g", "G", total >= 100, met("a"))]))
    assert found["levels[0].requirements[1]: 'met(\"a\")' is left out"] is True
    assert found["levels[0].requirements[0]: 'total >= 100' is left out"] is False


def test_that_a_band_may_move_between_two_allowed_values_is_proved() -> None:
    # Of whole numbers, at least 90.5 is at least 91, and so is at least 90.6.
    scale = Bands({"90.5": 5, 50: 2}, unit="%", decimals=0)
    found = equals(rubric([Indicator("x", "X", scale)]))
    assert found["criteria[0].scale.bands[0]: 90.5 becomes 90.6"] is True
    assert found["criteria[0].scale.bands[0]: 90.5 becomes 90.4"] is True
    assert found["criteria[0].scale.bands[1]: 50 becomes 51"] is False


def test_what_the_time_does_not_suffice_for_is_not_known() -> None:
    (left,) = [one for one in unnoticed(rubric([A, B], GOOD), seconds=1e-9) if one.equal is None]
    assert str(left.mutant).endswith("60 becomes 59 in 'total >= 60'")
    assert "the time of 1e-09 s ran out" in str(left.reason)


def test_a_change_that_the_solver_does_not_know_is_not_known() -> None:
    halves: list[Node] = [yes("a", 9, weight="1/2"), yes("b", 9, weight="1/2")]
    bent = rubric(halves, [Level("g", "G", total >= "0.5")], combine=GeometricMean(), points=9)
    found = [one for one in unnoticed(bent) if one.equal is None]
    assert [str(one.reason) for one in found if "geometric mean" in str(one.reason)]
    assert not any(one.witness for one in found)


def test_changes_are_said_in_vietnamese_too() -> None:
    first, *_ = mutants(rubric([A, B]))
    assert first.said.get("vi") == "điểm của 'a' và 'b' đổi chỗ cho nhau"


def test_every_text_of_changes_has_the_same_facts_in_both_languages() -> None:
    for key, texts in WORDS.items():
        fields = [set(re.findall(r"\{(\w+)\}", text)) for text in texts.values()]
        assert set(texts) == {"en", "vi"}, key
        assert fields[0] == fields[1], key


def test_a_mutant_that_refuses_a_value_is_not_equal() -> None:
    # With the points swapped, a can have 2 at most: a = 4 is refused. No total differs otherwise.
    swap = rubric(
        [Indicator("a", "A", Direct(4, step=1)), Indicator("b", "B", Direct(2, step=1))],
        [Level("l", "L", total >= 5)],
    )
    (found,) = [one for one in unnoticed(swap) if "swapped" in str(one.mutant)]
    assert found.equal is False
    assert found.witness is not None
    with pytest.raises(RubrikaError):
        found.mutant.rubric.score(found.witness)


def test_an_example_of_an_irrational_total_notices_its_mutant() -> None:
    mean = rubric(
        [
            Indicator("a", "A", Direct(10, step=1), weight="1/3"),
            Indicator("b", "B", Direct(10, step=1), weight="2/3"),
        ],
        [Level("l", "L", total >= 7)],
        combine=GeometricMean(),
        points=10,
    )
    found = [one for one in unnoticed(mean, []) if one.example is not None]
    assert "criteria: the weights of 'a' and 'b' are swapped" in [str(one.mutant) for one in found]
    for one in found:
        assert one.example is not None
        assert not mean.mismatches(one.example)
        assert one.mutant.rubric.mismatches(one.example)
