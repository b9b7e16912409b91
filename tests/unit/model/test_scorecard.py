"""Scorecards: what they say beside the numbers."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from rubrika import (
    Assessment,
    Attribute,
    Cap,
    Criterion,
    Direct,
    Formula,
    Indicator,
    Level,
    NaPolicy,
    NotApplicable,
    Observation,
    Quantity,
    Rubric,
    Source,
    Tally,
    YesNo,
    adapt,
    cited,
    exact,
    met,
    share,
    total,
)

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


def test_a_record_says_facts_of_the_context() -> None:
    facts = [Attribute("n", "N", Quantity(0, 9)), Attribute("area", "Area", ["x", "y"])]
    record = rubric(context=facts).score({"a": True}, context={"n": "2.5", "area": "x"}).to_dict()
    assert record["context"] == {"n": "2.5", "area": "x"}


def test_a_record_says_everything_in_plain_data() -> None:
    made = rubric(
        criteria=[
            Criterion("c", "C", [Indicator("a", "A", YesNo(3)), Indicator("b", "B", Direct(6))]),
            Indicator("sea", "Sea", YesNo(1), na=NaPolicy("full")),
        ],
        levels=[
            Level("best", "Best", total >= cited(10, LAW), needs_below=True),
            Level("good", {"en": "Good", "vi": "Tốt"}, total >= 5),
        ],
        caps=[Cap("good", unless=met("a"))],
    )
    observed = {
        "a": Observation(
            False, evidence="report 12", assessor="Sen", date="2021-06-30", note="seen", source=LAW
        ),
        "b": "2.5",
        "sea": NotApplicable("inland"),
    }
    card = made.score(Assessment(observed, subject="S", date="2021-07-01", note="Ghi chú"))
    record = card.to_dict("vi")
    # 0 + 2.5, of 9; the sea counts in full, 1 of 1
    assert {key: record[key] for key in ("points", "maximum", "share", "bounds", "shown")} == {
        "points": "3.5",
        "maximum": "10",
        "share": "0.35",
        "bounds": {"least": "3.5", "most": "3.5"},
        "shown": "3,5 trên 10 điểm",
    }
    assert record["format"] == "scorecard/1"
    assert (record["fingerprint"], record["structure"]) == (made.fingerprint, made.structure)
    assert (record["subject"], record["date"], record["note"]) == ("S", "2021-07-01", "Ghi chú")
    assert (record["complete"], record["decided"], record["level"]) == (True, True, None)
    assert (record["possible_levels"], record["next_level"]) == ([None], "good")
    assert record["adapted_from"] is None
    nodes = {node["id"]: node for node in record["nodes"]}
    assert nodes["a"]["observation"] == {
        "value": False,
        "not_applicable": None,
        "evidence": ["report 12"],
        "assessor": "Sen",
        "date": "2021-06-30",
        "note": "seen",
        "source": "law",
    }
    assert nodes["b"]["observation"]["value"] == "2.5"
    assert nodes["sea"]["observation"]["not_applicable"] == "inland"
    assert (nodes["sea"]["observation"]["value"], nodes["sea"]["status"]) == (
        None,
        "not applicable",
    )
    assert "observation" not in nodes["c"]
    best, good = record["levels"]
    assert (best["status"], good["title"]) == ("fails", "Tốt")
    ten, below, cap = best["requirements"]
    assert (ten["rule"], ten["needed"], ten["gap"]) == ('total >= cited(10, "law")', "10", "6.5")
    assert (ten["sources"], ten["comparison"]) == (["law"], ">=")
    assert (below["below"], below["words"]) == ("good", "mức liền dưới, Tốt, đã đạt")
    assert (cap["cap"], cap["status"]) == ("good", "fails")
    assert record["sources"] == [{"id": "law", "status": "published", "text": "Decree 1"}]


def test_a_record_says_bounds_and_what_is_missing() -> None:
    record = rubric().score({"a": True, "b": None}).to_dict()
    assert record["points"] is record["share"] is record["level"] is None
    assert record["bounds"] == {"least": "3", "most": "9"}
    assert (record["complete"], record["decided"]) == (False, False)
    assert (record["missing"], record["open_context"]) == (["b"], [])
    assert record["possible_levels"] == ["good", None]
    nodes = {node["id"]: node for node in record["nodes"]}
    assert nodes["b"]["observation"]["value"] is None
    assert (nodes["b"]["status"], nodes["c"]["status"]) == ("missing", "partial")


def test_a_record_marks_what_is_not_rational() -> None:
    root = Indicator("root", "Root", Formula("root(value)", points=2, least=0, most=4))
    points = rubric(criteria=[root]).score({"root": 2}).to_dict()["points"]
    assert points["rational"] is False
    assert exact(points["least"]) ** 2 < 2 < exact(points["most"]) ** 2


def test_a_record_says_from_what_the_rubric_was_adapted_and_what_is_provisional() -> None:
    guess = Source("guess", status="provisional", reason={"en": "half", "vi": "một nửa"})
    base = rubric(levels=[Level("good", "Good", total >= cited(5, guess))])
    ours = adapt(base, id="ours", version="2", changes={"a.title": "AA"})
    record = ours.score({"a": True, "b": 4}).to_dict("vi")
    assert record["adapted_from"] == {
        "id": "r",
        "version": "1",
        "fingerprint": base.fingerprint,
    }
    bar = {
        "path": "levels[0].requirements[0]",
        "value": "5",
        "source": "guess",
        "reason": "một nửa",
    }
    assert bar in record["provisional"]
    assert json.loads(ours.score({"a": True, "b": 4}).to_json("vi", indent=None)) == record


def test_a_scorecard_has_no_other_nodes() -> None:
    card = rubric().score({"a": True})
    assert card["c"].id == "c"
    for _ in range(2):  # one by one, and from the table of all
        with pytest.raises(KeyError):
            card["x"]
        assert [score.id for score in card.nodes] == ["c", "a", "b"]


def test_the_next_level_is_the_lowest_above_the_certain_one() -> None:
    levels = [Level(id_, id_, total >= bar) for id_, bar in (("x", 9), ("y", 6), ("z", 3))]
    made = rubric(levels=levels)
    found = made.score({"a": True, "b": 0})
    assert found.next_level is not None
    assert found.next_level.level.id == "y"
    lacking: list[Any] = [(lack.actual, lack.needed, lack.gap) for lack in found.lacking]
    assert lacking == [(3, 6, 3)]
    top = made.score({"a": True, "b": 6})
    assert top.next_level is None
    assert top.lacking == ()
    open_ = made.score({"a": True})  # z is certain; y and x are possible
    assert open_.next_level is not None
    assert open_.next_level.level.id == "y"
    assert open_.level is None
    assert open_.possible_levels == made.levels
    assert not open_.decided


def test_a_share_of_nothing_is_none() -> None:
    penalty = Indicator("fine", "Fine", Tally(each=-1, limit=-5))
    card = rubric(criteria=[penalty], levels=[]).score({"fine": 2})
    assert card.points == -2
    assert card.maximum == 0
    assert card.share is None
    assert card.explanation().node_share(card["fine"]) == ""


@pytest.mark.parametrize(
    ("requirement", "status"),
    [
        ('root(points("a")) >= 7.07', "holds"),  # the root of 50 is 7.0710…
        ('root(points("a")) >= 7.08', "fails"),
        ('log(points("a")) >= 3.9', "holds"),  # the logarithm of 50 is 3.912…
        ('points("a") ** 0.5 < 7.07', "fails"),
        ('every("criteria", of="points") >= root(50)', "holds"),
        ("total >= 1 and root(total) >= 7.08", "fails"),
        ('average("geometric", total, 2) >= 10', "holds"),  # the root of 100
        # 7.07106781186547524400844362104849039284835937688474… agrees in 40 digits
        ("root(total) >= 7.0710678118654752440084436210484903928483", "holds"),
        ("root(total) >= 7.0710678118654752440084436210484903928484", "fails"),
    ],
)
def test_a_requirement_with_a_root_has_its_reasons(requirement: str, status: str) -> None:
    rubric = Rubric(
        "r",
        version="1",
        title="R",
        criteria=[Indicator("a", "A", Direct(100))],
        levels=[Level("g", "G", requirement)],
    )
    card = rubric.score({"a": 50})
    (level,) = card.levels
    assert level.status == status
    assert level.requirements[0].status == status
    assert (rubric.decide({"a": 50}).level is not None) == (status == "holds")
    assert card.explain()
    assert card.to_dict()["levels"][0]["status"] == status


def test_a_root_is_told_with_what_it_lacks() -> None:
    rubric = Rubric(
        "r",
        version="1",
        title="R",
        criteria=[Indicator("a", "A", Direct(100))],
        levels=[Level("g", "G", 'root(points("a")) >= 8')],
    )
    # The root of 50 is 7.071…, which is 0.928… short of 8.
    assert "it is ≈ 7.07, ≈ 0.93" in rubric.score({"a": 50}).explain()
    (open_,) = rubric.score({}).levels
    assert open_.status == "open"
