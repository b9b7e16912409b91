"""Robustness: ends of margins, worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import attrs
import pytest

from rubrika import (
    Bands,
    BestOf,
    Choice,
    Criterion,
    Direct,
    DropWorst,
    Formula,
    GeometricMean,
    Indicator,
    Level,
    Linear,
    Median,
    NaPolicy,
    Node,
    NotApplicable,
    Piecewise,
    Rounding,
    Rubric,
    Sum,
    WeightedMean,
    YesNo,
    every,
    met,
    percent,
    points,
    share,
    total,
    value,
)
from rubrika.assurance.costs import PlanError
from rubrika.assurance.robust import End, Margin, Robustness, robustness
from rubrika.assurance.robust_rules import Track, simplest


def made(nodes: Sequence[Node], *levels: Level, **options: Any) -> Rubric:
    return Rubric("r", version="1", title="R", criteria=nodes, levels=levels, **options)


CAFE = made(
    [
        Criterion(
            "safety",
            "Food safety",
            [
                Indicator("inspection", "Inspection", Bands({90: 40, 75: 30, 50: 10}, unit="%")),
                Indicator("pests", "No pests found", YesNo(20)),
            ],
        ),
        Criterion(
            "service",
            "Service",
            [
                Indicator("welcome", "Welcome", Choice({"never": 0, "often": 10, "always": 20})),
                Indicator("wait", "Wait", Linear(worst=30, best=5, points=20)),
            ],
        ),
    ],
    Level("gold", "Gold", total >= 90, every("criteria") >= percent(50), met("pests")),
    Level("silver", "Silver", total >= 75),
)
SEN = {"inspection": 91, "pests": True, "welcome": "often", "wait": "12.5"}  # 84: silver
FIRM = robustness(CAFE, SEN)


def told(end: End | None) -> tuple[Any, bool, str | None] | None:
    """The end as plain data."""
    if end is None:
        return None
    return end.at, end.included, None if end.level is None else end.level.id


def ends(margin: Margin) -> tuple[Any, Any]:
    return told(margin.below), told(margin.above)


def first(rubric: Rubric, values: dict[str, Any], id_: str, **options: Any) -> tuple[Any, Any]:
    margin = robustness(rubric, values, numbers=False, **options)[id_]
    assert margin.exact
    return ends(margin)


# Values


def test_a_value_may_move_until_the_level_flips() -> None:
    # Below 90 % there are 30 points less ten: 74, no level. More of it brings nothing.
    assert ends(FIRM["inspection"]) == ((90, False, None), None)
    # 6 more points are 5 minutes; 9 less are 23.75.
    assert ends(FIRM["wait"]) == ((5, True, "gold"), (Fraction("23.75"), False, None))
    assert FIRM["wait"].exact


def test_options_tell_which_others_give_another_level() -> None:
    assert list(map(told, FIRM["welcome"].others)) == [
        ("always", True, "gold"),
        ("never", True, None),
    ]
    assert list(map(told, FIRM["pests"].others)) == [(False, True, None)]
    assert FIRM["pests"].ends == FIRM["pests"].others
    assert ends(FIRM["pests"]) == (None, None)


def test_the_nearest_end_is_told_as_a_share() -> None:
    assert FIRM.nearest is FIRM["inspection"]
    assert FIRM["inspection"].share == Fraction(1, 100)  # 1 % of a range of 100 %
    assert FIRM["wait"].share == Fraction("7.5") / Fraction("12.5")  # it has no range
    assert FIRM["pests"].share == 1


def test_declared_decimals_are_kept_to() -> None:
    line = Linear(worst=0, best=9, points=9, least=0, most=20, decimals=0)
    rubric = made([Indicator("a", "A", line)], Level("g", "G", total > "4.5"))
    assert first(rubric, {"a": 6}, "a") == ((4, True, None), None)
    assert first(rubric, {"a": 2}, "a") == (None, (5, True, "g"))
    exactly = made([Indicator("a", "A", line)], Level("g", "G", total >= 5))
    assert first(exactly, {"a": 2}, "a") == (None, (5, True, "g"))
    assert first(exactly, {"a": 5}, "a") == ((4, True, None), None)


def test_an_end_may_be_where_the_value_is() -> None:
    line = Linear(worst=0, best=10, points=10, least=0, most=10)
    rubric = made([Indicator("a", "A", line)], Level("g", "G", total >= 5))
    assert first(rubric, {"a": 5}, "a") == ((5, False, None), None)
    margin = robustness(rubric, {"a": 5}, numbers=False)["a"]
    assert margin.share == 0


def test_a_level_can_be_left_and_found_again() -> None:
    band = Level("middle", "Middle", points("a") >= 3, points("a") <= 6)
    line = Linear(worst=0, best=10, points=10, least=0, most=10)
    rubric = made([Indicator("a", "A", line)], band)
    assert first(rubric, {"a": 1}, "a") == (None, (3, True, "middle"))
    assert first(rubric, {"a": 4}, "a") == ((3, False, None), (6, False, None))
    assert first(rubric, {"a": 9}, "a") == ((6, True, "middle"), None)


def test_a_value_that_a_level_reads_counts() -> None:
    rubric = made([Indicator("a", "A", Direct(10))], Level("g", "G", value("a").differs(4)))
    assert first(rubric, {"a": 2}, "a") == (None, (4, True, None))


@pytest.mark.parametrize(
    ("combine", "expected"),
    [
        # The best two of three, 8 and a: (8 + a) / 2 of 10.
        (BestOf(2), ((4, False, None), None)),
        # Without the worst of 8, 2 and a: the same.
        (DropWorst(1), ((4, False, None), None)),
        # The middle of 8, 2 and a: a, from 2 to 8.
        (Median(), ((6, False, None), None)),
    ],
)
def test_averages_of_sorted_points_are_worked_out(combine: Any, expected: Any) -> None:
    leaves = [Indicator(id_, id_, Direct(10)) for id_ in "abc"]
    rubric = made(leaves, Level("g", "G", total >= 6), combine=combine, points=10)
    assert first(rubric, {"a": 7, "b": 8, "c": 2}, "a") == expected


def test_weighted_means_and_what_does_not_apply_are_worked_out() -> None:
    leaves = [
        Indicator("a", "A", Direct(10), weight=1, na=NaPolicy("redistribute")),
        Indicator("b", "B", Direct(10), weight=2),
        Indicator("c", "C", Direct(10), weight=3),
    ]
    rubric = made(leaves, Level("g", "G", total >= 6), combine=WeightedMean(total=6), points=10)
    # (b + 2c + ...) : (a + 2b + 3c) / 6 = (2 + 2·8 + 3c) / 6 ≥ 6 from c = 6.
    assert first(rubric, {"a": 2, "b": 8, "c": 7}, "c") == ((6, False, None), None)
    # Without a: (2·8 + 3c) / 5 ≥ 6 from c = 14/3.
    assert first(rubric, {"a": NotApplicable(), "b": 8, "c": 7}, "c") == (
        (Fraction(14, 3), False, None),
        None,
    )


def test_what_is_rounded_is_found_by_trying() -> None:
    leaf = Indicator("a", "A", Direct(10))
    rubric = made([leaf], Level("g", "G", total >= 6), rounding=Rounding(1))
    margin = robustness(rubric, {"a": 7}, numbers=False)["a"]
    assert ends(margin) == ((Fraction("5.5"), False, None), None)
    assert not margin.exact


def test_floors_and_shares_are_worked_out() -> None:
    criteria = [Criterion(f"c{id_}", "C", [Indicator(id_, id_, Direct(10))]) for id_ in "ab"]
    rubric = made(
        criteria, Level("g", "G", total >= 8, share("ca") >= percent(30), share("total") < 1)
    )
    assert first(rubric, {"a": 4, "b": 9}, "a") == ((3, False, None), None)
    assert first(rubric, {"a": 4, "b": 4}, "b") == ((4, False, None), None)


def test_what_is_not_rational_is_found_by_trying() -> None:
    formula = Formula("10 * root(value / 100)", points=10, least=0, most=100)
    leaves = [Indicator("a", "A", formula), Indicator("b", "B", Direct(10))]
    rubric = made(leaves, Level("g", "G", total >= 12))
    firm = robustness(rubric, {"a": 50, "b": 6}, numbers=False)
    # 6 of root points: 36. The other: 12 less 7.07 is not rational.
    assert ends(firm["a"]) == ((36, False, None), None)
    margin = firm["b"]
    assert not margin.exact
    assert margin.below is not None
    assert isinstance(margin.below.at, Fraction)
    assert abs(float(margin.below.at) - (12 - 50**0.5)) < 1e-9


def test_a_geometric_mean_is_found_by_trying() -> None:
    leaves = [Indicator(id_, id_, Direct(10), weight=1) for id_ in "ab"]
    rubric = made(leaves, Level("g", "G", total >= 6), combine=GeometricMean(total=2), points=10)
    margin = robustness(rubric, {"a": 9, "b": 9}, numbers=False)["a"]
    assert ends(margin) == ((4, False, None), None)  # 4 · 9 is 6²
    assert not margin.exact


# Numbers of the rubric


def number(path: str) -> Margin:
    margin = FIRM[path]
    assert margin.kind == "number"
    return margin


def test_a_threshold_may_move_until_the_total() -> None:
    assert ends(number("levels[0].requirements[0]")) == ((84, True, "gold"), None)
    assert ends(number("levels[1].requirements[0]")) == (None, (84, False, None))
    assert number("levels[1].requirements[0]").exact


def test_a_bound_may_move_until_the_value() -> None:
    assert ends(number("criteria[0].indicators[0].scale.bands[0].at")) == (
        None,
        (91, False, None),
    )


def test_points_may_move_until_a_threshold() -> None:
    # 44 without them: 31 make 75, and 46 make 90.
    margin = number("criteria[0].indicators[0].scale.bands[0].points")
    assert ends(margin) == ((31, False, None), (46, True, "gold"))
    assert margin.exact
    # The wait has 70 % of its points: 75 need 5, which is 50 / 7; 90 need 20, 200 / 7.
    assert ends(number("criteria[1].indicators[1].scale.points")) == (
        (Fraction(50, 7), False, None),
        (Fraction(200, 7), True, "gold"),
    )


def test_the_ends_of_a_line_may_move() -> None:
    # 20 (12.5 − w) / (5 − w) are 5 for w = 15; the best at 12.5 or above gives all 20.
    worst = number("criteria[1].indicators[1].scale.worst")
    assert ends(worst) == ((15, False, None), None)
    best = number("criteria[1].indicators[1].scale.best")
    # 20 · 17.5 / (30 − b) is 5 for b = −40.
    assert ends(best) == ((-40, False, None), (Fraction("12.5"), True, "gold"))
    assert not best.exact  # it is no straight line in them


def test_what_the_level_does_not_rest_on_is_firm() -> None:
    for path in (
        "criteria[0].indicators[0].scale.bands[1].at",
        "criteria[0].indicators[0].scale.bands[2].points",
        "criteria[1].indicators[0].scale.options[0].points",
        "levels[0].requirements[1]",
    ):
        assert ends(number(path)) == (None, None)
        assert number(path).share is None


def test_weights_give_way_to_one_another() -> None:
    leaves = [
        Indicator("a", "A", Direct(10), weight=20),
        Indicator("b", "B", Direct(10), weight=30),
        Indicator("c", "C", Direct(10), weight=50),
    ]
    rubric = made(leaves, Level("g", "G", total >= 6), combine=WeightedMean(total=100), points=10)
    firm = robustness(rubric, {"a": 9, "b": 5, "c": 5})  # 5.8
    margin = firm["criteria[0].weight"]
    # The others are 5 whatever they weigh: 9 w + 5 (1 − w) is 6 for a quarter.
    assert ends(margin) == (None, (25, True, "g"))
    assert margin.along == ("criteria[1].weight", "criteria[2].weight")
    assert margin.exact


def test_what_is_declared_above_moves_along() -> None:
    leaves = [Indicator("a", "A", YesNo(6)), Indicator("b", "B", Direct(4))]
    rubric = made([Criterion("c", "C", leaves, points=10)], Level("g", "G", total >= 8), points=10)
    firm = robustness(rubric, {"a": True, "b": 3})  # 9
    margin = firm["criteria[0].indicators[0].scale.points"]
    assert ends(margin) == ((5, False, None), None)
    assert margin.along == ("points", "criteria[0].points")
    paths = [margin.path for margin in firm.margins]
    assert "criteria[0].points" not in paths  # it only repeats what the others add up to
    assert "points" not in paths


def test_knots_and_rescaled_points_are_found_too() -> None:
    line = Piecewise([(0, 0), (50, 5), (100, 10)], unit="%")
    rubric = made(
        [Criterion("c", "C", [Indicator("a", "A", line)], combine=Sum(rescale=True), points=40)],
        Level("g", "G", total >= 20),
    )
    firm = robustness(rubric, {"a": 60})  # 24 of 40
    assert ends(firm["a"]) == ((50, False, None), None)
    middle = firm["criteria[0].indicators[0].scale.knots[1].points"]
    # At 60: p + (10 − p) / 5, four times as many: 20 from p = 3.75.
    assert ends(middle) == ((Fraction("3.75"), False, None), None)
    declared = firm["criteria[0].points"]
    # A cap of 20 on 60 %: from 100 / 3.
    assert ends(declared) == ((Fraction(100, 3), False, None), None)


def test_how_many_count_does_not_move_by_degrees() -> None:
    leaves = [Indicator(id_, id_, Direct(10)) for id_ in "abc"]
    rubric = made(leaves, Level("g", "G", total >= 6), combine=BestOf(2), points=10)
    paths = [margin.path for margin in robustness(rubric, {"a": 1, "b": 2, "c": 3}).margins]
    assert "combine.n" not in paths
    assert "levels[0].requirements[0]" in paths


# Searching along a line


def test_a_track_without_turns_doubles_and_halves() -> None:
    track = Track(lambda at: 1 if at >= Fraction(22, 7) else 0, Fraction(1))
    assert track.found(up=True, tries=60) == (Fraction(22, 7), True, 1)
    assert track.found(up=False, tries=60) is None
    above = Track(lambda at: 1 if at > Fraction(22, 7) else 0, Fraction(1))
    assert above.found(up=True, tries=60) == (Fraction(22, 7), False, 1)


def test_a_track_ends_where_nothing_can_be_told() -> None:
    track = Track(lambda at: None if at > 2 else 0, Fraction(1))
    assert track.found(up=True, tries=9) is None
    assert track.end([Fraction(3)], up=True) is None


def test_the_simplest_number_is_found() -> None:
    assert simplest(Fraction(-7, 2), Fraction(-31, 10)) == Fraction(-7, 2)
    assert simplest(Fraction(-1), Fraction(3)) == 0
    assert simplest(Fraction(5, 2), Fraction(7, 2)) == 3
    assert simplest(Fraction(314, 100), Fraction(315, 100)) == Fraction(22, 7)


# Words and data


def test_it_is_explained_in_two_languages() -> None:
    text = FIRM.explain()
    assert text == str(FIRM)
    assert text.splitlines()[:2] == [
        "How firm Silver is:",
        "  - Nearest: Inspection (91 %): below 90 %: Not recognised",
    ]
    assert "  - Wait (12.5): at 5 or less: Gold; above 23.75: Not recognised" in text
    assert "  - Welcome (often): always: Gold; never: Not recognised" in text
    assert "bands[1].at (75): no change of it" in text
    vietnamese = FIRM.explain("vi")
    assert "Wait (12,5): từ 5 trở xuống: Gold; trên 23,75: Chưa được công nhận" in vietnamese
    rubric = made([Indicator("a", "A", YesNo(5))], Level("g", "G", total >= 9))
    none = robustness(rubric, {"a": True}, numbers=False)
    assert none.nearest is None
    assert none.explain().splitlines()[:2] == [
        "How firm it is that no level is reached:",
        "  - Nearest: nothing changes the level alone",
    ]
    assert repr(none) == "<Robustness of no level: 1 margins, nearest nothing>"


def test_plain_data_is_complete() -> None:
    data = json.loads(json.dumps(FIRM.to_dict()))
    assert data["format"] == "robustness/1"
    assert data["level"] == "silver"
    assert data["nearest"] == "inspection"
    assert data["margins"][0] == {
        "kind": "value",
        "path": "inspection",
        "now": "91",
        "below": {"at": "90", "included": False, "level": None},
        "above": None,
        "others": [],
        "share": "0.01",
        "along": [],
        "exact": True,
    }
    assert data["margins"][1]["others"] == [{"at": False, "included": True, "level": None}]
    assert repr(FIRM).startswith("<Robustness of silver: ")
    with pytest.raises(KeyError):
        FIRM["pest"]
    assert isinstance(FIRM, Robustness)
    assert attrs.asdict(FIRM["pests"])["kind"] == "value"


def test_what_is_not_complete_is_refused() -> None:
    with pytest.raises(PlanError) as caught:
        robustness(CAFE, {"pests": True})
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("not-complete", "observations")
    assert problem.message == "inspection, welcome, wait is not known, so the level is not settled"
    with pytest.raises(PlanError) as caught:
        robustness(5, {})  # type: ignore[arg-type]
    assert caught.value.problems[0].code == "wrong-type"


# Rarer cases


def test_a_condition_that_is_denied_turns_at_the_same_place() -> None:
    rubric = made(
        [Indicator("a", "A", Direct(10)), Indicator("b", "B", Direct(10))],
        Level("g", "G", ~((points("a") >= 4) & (points("b") >= 5))),
    )
    assert first(rubric, {"a": 2, "b": 7}, "a") == (None, (4, True, None))


def test_products_of_what_moves_are_worked_out_by_undoing_or_tried() -> None:
    rubric = made(
        [Indicator("a", "A", Direct(10))], Level("g", "G", points("a") * points("a") >= 9)
    )
    margin = robustness(rubric, {"a": 5}, numbers=False)["a"]
    assert ends(margin) == ((3, False, None), None)


def test_powers_and_logarithms_are_found_by_trying() -> None:
    square = Formula("10 * (value / 10) ** 2", points=10, least=0, most=10)
    rubric = made([Indicator("a", "A", square)], Level("g", "G", total >= "2.5"))
    assert ends(robustness(rubric, {"a": 8}, numbers=False)["a"]) == ((5, False, None), None)
    slow = Formula("4 * log(1 + value)", points=10, least=0, most=9)
    logarithm = made([Indicator("a", "A", slow)], Level("g", "G", total >= 4))
    margin = robustness(logarithm, {"a": 8})["a"]
    assert margin.below is not None
    assert abs(float(margin.below.at) - 1.718281828) < 1e-6


def test_numbers_beside_what_is_not_rational_are_found_by_trying() -> None:
    formula = Formula("10 * root(value / 100)", points=10, least=0, most=100)
    leaves = [
        Indicator("a", "A", formula),
        Indicator("b", "B", Linear(worst=0, best=10, points=10, least=0, most=10)),
        Indicator("c", "C", Linear(worst=0, best=10, points=10), na=NaPolicy("zero")),
    ]
    rubric = made(leaves, Level("g", "G", total >= 12))
    firm = robustness(rubric, {"a": 50, "b": 6, "c": NotApplicable()})
    best = firm["criteria[1].scale.best"]
    assert best.above is not None
    assert not best.exact
    # 60 / best must be 12 − 7.0710678.
    assert abs(float(best.above.at) - 60 / (12 - 50**0.5)) < 1e-6
    assert ends(firm["criteria[2].scale.best"]) == (None, None)


# Numbers that move the most that can be had


def test_a_value_that_need_not_apply_does_not_break_its_numbers() -> None:
    leaf = Indicator("a", "A", YesNo(3), na="full")
    rubric = made([leaf], Level("l", "L", total >= 5), combine=Sum(rescale=True), points=7)
    # Yes is all there is, whatever it is worth: 7 of 7.
    margin = robustness(rubric, {"a": True})["criteria[0].scale.points"]
    assert ends(margin) == (None, None)


def test_points_of_another_option_move_the_most_that_can_be_had() -> None:
    leaf = Indicator("a", "A", Choice({"x": 1, "y": 5}))
    rubric = made([leaf], Level("l", "L", share("a") >= percent(50)))
    # 5 is half of what there is until x is worth 10.
    margin = robustness(rubric, {"a": "y"})["criteria[0].scale.options[0].points"]
    assert ends(margin) == (None, (10, False, None))
    assert not margin.exact


def test_points_of_another_band_move_the_most_that_can_be_had() -> None:
    leaf = Indicator("a", "A", Bands({90: 10, 50: 4}))
    rubric = made([leaf], Level("l", "L", share("a") >= percent(50)))
    margin = robustness(rubric, {"a": 95})["criteria[0].scale.bands[1].points"]
    assert ends(margin) == (None, (20, False, None))  # 10 is half of 20
    assert not margin.exact


def test_points_that_are_rescaled_move_by_the_most_that_can_be_had() -> None:
    leaf = Indicator("a", "A", Choice({"x": 1, "y": 5}))
    rubric = made([leaf], Level("l", "L", total >= 60), combine=Sum(rescale=True), points=100)
    # 5 of x is 60 % for 25/3.
    margin = robustness(rubric, {"a": "y"})["criteria[0].scale.options[0].points"]
    assert ends(margin) == (None, (Fraction(25, 3), False, None))
    assert not margin.exact


def test_equal_numbers_of_one_requirement_move_one_at_a_time() -> None:
    leaves = [Indicator(id_, id_, Direct(10)) for id_ in "ab"]
    rubric = made(leaves, Level("l", "L", "total >= 8 or points('b') >= 8"))
    firm = robustness(rubric, {"a": 2, "b": 8})
    # The total is 10 and b has 8: where one of the two fails, the other still holds.
    assert ends(firm["levels[0].requirements[0]"]) == (None, None)
    assert ends(firm["levels[0].requirements[0] #2"]) == (None, None)
    both = made(leaves, Level("l", "L", "total >= 8 and points('b') >= 8"))
    firm = robustness(both, {"a": 2, "b": 9})
    assert ends(firm["levels[0].requirements[0]"]) == (None, (11, False, None))
    assert ends(firm["levels[0].requirements[0] #2"]) == (None, (9, False, None))
    assert firm["levels[0].requirements[0] #2"].exact


def test_a_threshold_of_one_is_not_what_counting_adds() -> None:
    leaves = [Indicator(id_, id_, YesNo(5)) for id_ in "ab"]
    rubric = made(leaves, Level("l", "L", "count(points('a') >= 1, points('b') >= 1) >= 1"))
    firm = robustness(rubric, {"a": True, "b": True})
    # Each alone leaves the other counted; two are counted, which is enough up to two.
    assert ends(firm["levels[0].requirements[0] #2"]) == (None, None)
    found = [m for m in firm.margins if m.path.startswith("levels")]
    assert sorted(map(ends, found), key=str) == [(None, (2, False, None)), *[(None, None)] * 2]


def test_few_allowed_values_are_all_tried() -> None:
    # Points 4, 1, 4, 9, … of (value - 3)²: below 2 only at 2, 3 and 4.
    dip = Formula("(value - 3) ** 2", points=49, least=0, most=10, decimals=0)
    rubric = made([Indicator("a", "A", dip)], Level("g", "G", total >= 2), rounding=Rounding(1))
    margin = robustness(rubric, {"a": 9}, numbers=False)["a"]
    assert ends(margin) == ((4, True, None), None)
    assert margin.exact
    firm = robustness(rubric, {"a": 9}, numbers=False)
    assert "A (9): at 4 or less: Not recognised\n" in firm.explain()


def test_what_was_only_tried_is_told() -> None:
    root = Formula("10 * root(value / 100)", points=10, least=0, most=100)
    leaves = [Indicator("a", "A", root), Indicator("b", "B", Direct(10))]
    rubric = made(leaves, Level("g", "G", total >= 12))
    firm = robustness(rubric, {"a": 50, "b": 6}, numbers=False)
    # 12 less ten times the root of a half: 4.928932…
    words = " ".join(firm.explain().split())
    assert (
        "B (6): below about 4.92893: Not recognised (found by trying; a nearer end may exist)"
    ) in words
    vietnamese = " ".join(firm.explain("vi").split())
    assert (
        "B (6): dưới khoảng 4,92893: Chưa được công nhận (tìm được bằng cách thử; có thể còn mốc "
        "gần hơn)"
    ) in vietnamese
    low = robustness(rubric, {"a": 50, "b": 1}, numbers=False)
    assert low.card.level is None
    never = made(leaves, Level("g", "G", total >= 19))
    words = " ".join(robustness(never, {"a": 50, "b": 1}, numbers=False).explain().split())
    # Ten of b and 7.07 of a are no 19; that b never reaches it was tried only.
    assert "B (1): no change of it alone that was tried changes the level; one may exist" in words
