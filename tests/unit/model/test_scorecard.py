"""Scorecards: what they say beside the numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from rubrika import (
    Attribute,
    Criterion,
    Direct,
    Indicator,
    Level,
    NaPolicy,
    NotApplicable,
    Quantity,
    Rubric,
    Source,
    YesNo,
    adapt,
    cited,
    share,
    total,
)
from rubrika.model.display import Display

LAW = Source("law", document="Decree 1")


def rubric(**fields: Any) -> Rubric:
    leaves = [Indicator("a", "A", YesNo(3)), Indicator("b", "B", Direct(6))]
    made: dict[str, Any] = {
        "version": "1",
        "title": "R",
        "criteria": [Criterion("c", "C", leaves)],
        "levels": [Level("good", "Good", total >= 5)],
    }
    return Rubric("r", **(made | fields))


def test_a_scorecard_is_equal_to_one_of_the_same_rubric_and_assessment() -> None:
    values = {"a": True, "b": 4}
    card = rubric().score(values)
    assert card == rubric().score(values)
    assert hash(card) == hash(rubric().score(values))
    assert card != rubric().score({"a": False, "b": 4})
    assert card != rubric(title="S").score(values)
    assert card != values
    assert repr(card) == "<Scorecard r 1: Good – 7 of 9 points>"


def test_an_explanation_says_from_what_the_rubric_was_adapted() -> None:
    ours = adapt(rubric(), id="ours", version="2", changes={"a.title": "AA"})
    text = ours.score({"a": True, "b": 4}).explain()
    line = next(line for line in text.splitlines() if "r" in line.split() or "r," in line)
    assert "1" in line


def test_where_nothing_applies_the_result_is_undefined() -> None:
    leaf = Indicator("a", "A", YesNo(3), na=NaPolicy("full"))
    card = rubric(criteria=[leaf], levels=[]).score({"a": NotApplicable()})
    assert card.points is None
    assert card.bounds is None
    assert card.explanation().total() == card.explanation().verdict()
    assert card.explain()


def test_a_requirement_that_holds_has_no_gap_to_tell() -> None:
    card = rubric().score({"a": True, "b": 4})
    (found,) = card.levels[0].requirements
    assert card.explanation().gap(found) == ""


def test_a_share_on_a_limit_that_is_no_decimal_is_a_fraction() -> None:
    made = rubric(levels=[Level("good", "Good", share("c") >= Fraction(1, 3))])
    card = made.score({"a": True, "b": 0})
    assert card["c"].share == Fraction(1, 3)
    assert card.explanation().display.share("c", Fraction(1, 3)) == "1/3"
    assert card.explanation().display.number(None) == "–"
    assert isinstance(card.explanation().display, Display)


def test_a_record_says_facts_of_the_context() -> None:
    facts = [Attribute("n", "N", Quantity(0, 9)), Attribute("area", "Area", ["x", "y"])]
    record = rubric(context=facts).score({"a": True}, context={"n": "2.5", "area": "x"}).to_dict()
    assert record["context"] == {"n": "2.5", "area": "x"}


def test_sources_that_are_all_provisional_are_told_once() -> None:
    guess = Source("guess", status="provisional", reason="for want of better")
    made = rubric(levels=[Level("good", "Good", total >= cited(5, guess))])
    text = made.score({"a": True, "b": 4}).explain()
    assert text.count("for want of better") == 1


def test_a_level_that_asks_for_nothing_says_so() -> None:
    made = rubric(levels=[Level("good", "Good", total >= 5), Level("all", "All")])
    card = made.score({"a": False, "b": 0})
    assert card.level is made.levels[1]
    assert len(card.explain().splitlines()) > len(
        rubric().score({"a": False, "b": 0}).explain().splitlines()
    )
