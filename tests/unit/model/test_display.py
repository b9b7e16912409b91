"""How numbers are shown: never on the wrong side of a threshold."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from rubrika import (
    Attribute,
    Bounds,
    Criterion,
    Direct,
    Enclosure,
    Indicator,
    Level,
    Quantity,
    Rubric,
    Tally,
    choose,
    context,
    every,
    met,
    percent,
    points,
    share,
    total,
)
from rubrika.model.display import Display, limits_of, scaled
from rubrika.rules.nodes import Input

PLAIN = Display(2, "en", {})


def rubric(*requirements: Any, **fields: Any) -> Rubric:
    leaves = [Indicator("a", "A", Direct(20)), Indicator("b", "B", Direct(60))]
    made: dict[str, Any] = {
        "version": "1",
        "title": "R",
        "criteria": [Criterion("c", "C", leaves), Indicator("fine", "F", Tally(each=-1, limit=-5))],
        "levels": [Level("good", "Good", *requirements)],
    }
    return Rubric("r", **(made | fields))


@pytest.mark.parametrize(
    ("value", "against", "text"),
    [
        (Fraction(253, 3), [], "84.33"),
        (Fraction("74.996"), [], "75"),
        (Fraction("74.996"), [75], "74.996"),
        (Fraction("75.004"), [75], "75.004"),
        (Fraction(75), [75], "75"),
        (Fraction("74.4"), [75, Fraction("74.5")], "74.4"),
        (None, [], "–"),
        (Bounds(Fraction(0), Fraction(20)), [], "0–20"),
        (Bounds(Fraction(5), Fraction(5)), [], "5"),
        (Bounds(Fraction("4.999"), Fraction("5.001")), [], "4.999–5.001"),
        (Bounds(None, Fraction(5)), [], "…–5"),
        (Bounds(Fraction(5), None), [], "5–…"),
        (Enclosure(Fraction("1.4142"), Fraction("1.4143")), [], "≈ 1.41"),
    ],
)
def test_a_number_has_the_decimals_that_it_needs(value: Any, against: Any, text: str) -> None:
    assert PLAIN.number(value, map(Fraction, against)) == text


def test_vietnamese_writes_a_decimal_comma() -> None:
    assert Display(1, "vi", {}).number(Fraction("12.26")) == "12,3"


@pytest.mark.parametrize(
    ("value", "against", "text"),
    [
        (Fraction(1, 2), [], "50 %"),
        (Fraction(1, 3), [], "33.33 %"),
        (Fraction(1, 3), [Fraction(1, 3)], "1/3"),  # as a decimal it would be beside the limit
        (Fraction("0.49999"), [Fraction(1, 2)], "49.999 %"),
        (Enclosure(Fraction("0.4142"), Fraction("0.4144")), [], "≈ 41.43 %"),
    ],
)
def test_a_share_is_a_percentage(value: Any, against: Any, text: str) -> None:
    assert PLAIN.percentage(value, against) == text


def test_both_ends_of_bounds_look_alike_only_if_they_are() -> None:
    assert PLAIN.ends(Bounds(Fraction("4.999"), Fraction("5.001"))) == ("4.999", "5.001")
    assert PLAIN.ends(Bounds(Fraction(5), Fraction(5))) == ("5", "5")


def test_a_number_times_another_keeps_its_kind() -> None:
    assert scaled(Fraction(1, 2), 100) == 50
    assert scaled(Enclosure(Fraction(1), Fraction(2)), 100) == Enclosure(
        Fraction(100), Fraction(200)
    )


def test_a_node_is_not_to_seem_past_what_it_is_compared_with_or_full() -> None:
    bar = choose(context("area").one_of("hill"), 40, 50)
    made = rubric(
        total >= bar,
        share("c") >= percent(25),
        points("a") < 7,
        met("b"),
        total.equals(70),
        context=[Attribute("area", "Area", ["hill", "plain"])],
    )
    limits = limits_of(made)
    assert limits[Input("points", "total")] == {40, 50, 70, 80}  # 80 is the maximum
    assert limits[Input("share", "c")] == {Fraction(1, 4), 1}
    assert limits[Input("points", "c")] == {20, 80}  # a quarter of 80
    assert limits[Input("points", "a")] == {7, 20}
    assert limits[Input("points", "b")] == {60}
    assert limits[Input("points", "fine")] == {0}
    assert Input("share", "fine") not in limits  # its maximum is not above 0


def test_a_group_sets_a_limit_for_each_of_its_members() -> None:
    limits = limits_of(rubric(every("indicators") >= percent(50)))
    assert limits[Input("points", "a")] == {10, 20}
    assert limits[Input("share", "b")] == {Fraction(1, 2), 1}


def test_points_and_shares_are_shown_against_their_limits() -> None:
    made = rubric(total >= 75, share("c") >= percent(50))
    display = made.score({"a": "14.999", "b": "60", "fine": 0}).explanation().display
    assert display.points("total", Fraction("74.999")) == "74.999"
    assert display.points("a", Fraction("19.999")) == "19.999"  # not full
    assert display.points("a", Fraction("14.999")) == "15"
    assert display.share("c", Fraction("0.499999")) == "49.9999 %"
    assert display.share("a", Fraction("0.499999")) == "50 %"


def test_a_total_does_not_seem_to_reach_a_bar_that_the_context_says() -> None:
    rubric = Rubric(
        "r",
        version="1",
        title="R",
        criteria=[Indicator("a", "A", Direct(100))],
        context=[Attribute("bar", "Bar", Quantity(0, 100))],
        levels=[Level("g", "G", total >= context("bar"))],
    )
    told = rubric.score({"a": "74.996"}, context={"bar": 75}).explain()
    assert "Not recognised – 74.996 of 100 points" in told
    assert "75 of 100 points" in rubric.score({"a": "74.996"}, context={"bar": 70}).explain()


@pytest.mark.parametrize(
    ("requirement", "a", "told"),
    [
        ('points("a") >= points("b")', "74.996", "74.996 / 100"),
        ('total - points("b") >= 75', "74.996", "149.996 of 200"),
        ('total >= points("b") + 37.5', "37.499", "112.499 of 200"),
        ('2 * total >= 3 * points("b")', "37.499", "112.499 of 200"),
        ('total + points("a") - points("a") >= 112.5', "37.499", "112.499 of 200"),
    ],
)
def test_points_do_not_seem_to_reach_what_other_points_ask(
    requirement: str, a: str, told: str
) -> None:
    leaves = [Indicator("a", "A", Direct(100)), Indicator("b", "B", Direct(100))]
    rubric = Rubric(
        "r", version="1", title="R", criteria=leaves, levels=[Level("g", "G", requirement)]
    )
    card = rubric.score({"a": a, "b": 75})
    assert card.level is None
    assert told in card.explain()


@pytest.mark.parametrize("requirement", ['1 / points("a") >= 2', 'root(points("a")) >= 2'])
def test_what_cannot_be_turned_round_is_shown_all_the_same(requirement: str) -> None:
    rubric = Rubric(
        "r",
        version="1",
        title="R",
        criteria=[Indicator("a", "A", Direct(10, least=-1))],
        levels=[Level("g", "G", requirement)],
    )
    assert "3 of 10 points" in rubric.score({"a": 3}).explain()


def test_a_number_is_the_same_beside_each_bar_and_makes_the_bar_with_its_gap() -> None:
    made = Rubric(
        "r",
        version="1",
        title="R",
        criteria=[Indicator("a", "A", Direct(100))],
        levels=[
            Level("gold", "Gold", total >= 90, share("a") >= percent(80)),
            Level("silver", "Silver", total >= 75, share("a") >= percent(75)),
        ],
    )
    said = made.score({"a": "74.996"}).explain()
    # 90 - 74.996 = 15.004, 80 - 74.996 = 5.004, 75 - 74.996 = 0.004
    assert "the total is at least 90: it is 74.996, 15.004 short" in said
    assert "reaches at least 80 %: it is 74.996 %, 5.004 percentage points short" in said
    assert "the total is at least 75: it is 74.996, 0.004 short" in said
    assert "it is 75" not in said


def test_ends_of_bounds_that_differ_are_written_apart() -> None:
    made = Rubric(
        "r",
        version="1",
        title="R",
        criteria=[Indicator("a", "A", Direct(20)), Indicator("b", "B", Direct("0.002"))],
        levels=[Level("good", "Good", total >= 10)],
    )
    said = made.score({"a": "4.999"}).explain()
    assert "the total is at least 10: it is between 4.999 and 5.001 so far" in said
