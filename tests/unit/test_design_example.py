"""The example of the design, as a user would run it: ``design_example.txt`` is its text.

The points are worked out by hand: 91 % is from 90, so 40; no pests found, 20; often, 10; and
12.5 minutes of 30 … 5 are 20 · (30 − 12.5) / 25 = 14. Together 84 of 40 + 20 + 20 + 20 = 100.
"""

from __future__ import annotations

import runpy
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from rubrika import Assessment, Bounds, Decision, Rubric, Scorecard

TEXT = Path(__file__).with_name("design_example.txt")
FULL = {"inspection": 91, "pests": True, "welcome": "often", "wait": "12.5"}

ENGLISH = """\
Café hygiene (cafe-hygiene, version 2026.1)
Result: Silver – 84 of 100 points

Points
  Food safety                                60 / 60     100 %
    Inspection score                         40 / 40     100 %  91 %
    No pests found                           20 / 20     100 %  yes
  Service                                    24 / 40      60 %
    Staff are welcoming                      10 / 20      50 %  often
    Minutes until served                     14 / 20      70 %  12.5

Levels
  ✗ Gold: not reached
    ✗ the total is at least 90: it is 84, 6 short
    ✓ every criterion reaches at least 50 %: the lowest is 60 %
    ✓ “No pests found” is met in full
  ✓ Silver: reached
    ✓ the total is at least 75: it is 84

For Gold, still lacking
  ✗ the total is at least 90: it is 84, 6 short

No source is named for the numbers of this rubric.
"""
VIETNAMESE = """\
Café hygiene (cafe-hygiene, phiên bản 2026.1)
Kết quả: Silver – 84 trên 100 điểm

Điểm
  Food safety                                60 / 60     100 %
    Inspection score                         40 / 40     100 %  91 %
    No pests found                           20 / 20     100 %  có
  Service                                    24 / 40      60 %
    Staff are welcoming                      10 / 20      50 %  often
    Minutes until served                     14 / 20      70 %  12,5

Mức công nhận
  ✗ Gold: không đạt
    ✗ tổng điểm đạt từ 90 trở lên: hiện là 84, thiếu 6
    ✓ mọi tiêu chí đạt từ 50 % điểm tối đa trở lên: thấp nhất hiện là 60 %
    ✓ “No pests found” đạt đầy đủ
  ✓ Silver: đạt
    ✓ tổng điểm đạt từ 75 trở lên: hiện là 84

Để đạt Gold còn thiếu
  ✗ tổng điểm đạt từ 90 trở lên: hiện là 84, thiếu 6

Bộ tiêu chí này chưa nêu nguồn cho các con số.
"""
PARTLY = """\
Levels
  Certain: none. Possible: Silver. Out of reach: Gold.
  ✗ Gold: out of reach
    ✗ the total is at least 90: it is between 0 and 80 so far
    ? every criterion reaches at least 50 %: the lowest is between 0 % and
      66.67 % so far
      ? “Food safety” reaches at least 50 %: it is between 0 % and 66.67 % so
        far
      ? “Service” reaches at least 50 %: it is between 0 % and 100 % so far
    ✗ “No pests found” is met in full
  ? Silver: possible
    ? the total is at least 75: it is between 0 and 80 so far
"""


@pytest.fixture(scope="module")
def run() -> dict[str, Any]:
    """What the example leaves behind."""
    return runpy.run_path(str(TEXT))


@pytest.fixture
def cafe(run: dict[str, Any]) -> Rubric:
    found = run["cafe"]
    assert isinstance(found, Rubric)
    return found


@pytest.fixture
def card(run: dict[str, Any]) -> Scorecard:
    found = run["card"]
    assert isinstance(found, Scorecard)
    return found


def test_the_example_runs_by_itself_and_prints_the_explanation() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", TEXT], capture_output=True, check=True, encoding="utf-8"
    )
    assert done.stdout == f"{ENGLISH}\n"
    assert done.stderr == ""


def test_the_result_is_what_is_worked_out_by_hand(card: Scorecard) -> None:
    assert card.level is not None
    found: tuple[Any, ...] = card.points, card.maximum, card.level.id, card["safety"].share
    assert found == (84, 100, "silver", 1)
    assert all(isinstance(number, Fraction) for number in (found[0], found[1], found[3]))
    assert {score.id: score.points for score in card.nodes} == {
        "safety": 60,
        "inspection": 40,
        "pests": 20,
        "service": 24,
        "welcome": 10,
        "wait": 14,
    }
    assert (card.complete, card.decided, card.missing) == (True, True, ())


def test_partial_evidence_tells_what_can_still_happen(cafe: Rubric) -> None:
    card = cafe.score({"pests": False})
    assert card.bounds == Bounds(Fraction(0), Fraction(80))
    assert card.points is None
    assert card.level is None
    assert not card.decided
    assert card.possible_levels == (cafe.levels[1], None)
    assert card.missing == ("inspection", "welcome", "wait")


@pytest.mark.parametrize("values", [FULL, {"pests": False}, {}])
def test_the_fast_path_agrees_with_the_scorecard(cafe: Rubric, values: dict[str, Any]) -> None:
    card = cafe.score(values)
    decision = Decision(card.points, card.level, card.decided, card.bounds)
    assert cafe.decide(values) == cafe.decide(Assessment(values)) == decision


def test_the_fast_path_gives_points_and_level(cafe: Rubric) -> None:
    decision = cafe.decide(FULL)
    assert decision.points == 84
    assert decision.level == cafe.levels[1]
    assert decision.decided
    assert decision.bounds == Bounds(Fraction(84), Fraction(84))


@pytest.mark.parametrize(("lang", "text"), [("en", ENGLISH), ("vi", VIETNAMESE)])
def test_the_explanation_reads_well(card: Scorecard, lang: str, text: str) -> None:
    assert card.explain(lang=lang) == text


def test_an_open_result_says_what_is_certain_possible_and_out_of_reach(cafe: Rubric) -> None:
    card = cafe.score({"pests": False})
    said = "not yet decided – Silver or Not recognised is possible; between 0 and 80 of 100 points"
    assert card.explanation().verdict() == said
    assert PARTLY in card.explain()
    vietnamese = card.explain("vi")
    assert "Chắc chắn đạt: không có. Có thể đạt: Silver. Không thể đạt: Gold." in vietnamese
    assert "? tổng điểm đạt từ 75 trở lên: hiện trong khoảng từ 0 đến 80" in vietnamese
