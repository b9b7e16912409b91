"""Signed points: the published test of the reference code, and the clip by hand."""

from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from rubrika import Rubric, load

GALLERY = Path(__file__).parents[3] / "examples" / "gallery"
POINTS = {"emergency": 7, "signs": 5, "context": 10, "wordy": -6}


@pytest.fixture(scope="module")
def answer() -> Rubric:
    return load(GALLERY / "penalties.toml")


def test_the_published_test_of_the_reference_code_makes_a_half(answer: Rubric) -> None:
    # healthbench_eval_test.py: points 7, 5, 10, -6, met, not met, met, met: (7 + 0 + 10 - 6) / 22
    seen = {"emergency": True, "signs": False, "context": True, "wordy": True}
    assert answer.decide(seen).points == Fraction(7 + 0 + 10 - 6, 7 + 5 + 10) == Fraction(1, 2)


@pytest.mark.parametrize("met", list(product([False, True], repeat=4)))
def test_every_answer_scores_as_calculate_score_says_and_stays_in_0_to_1(
    answer: Rubric, met: tuple[bool, ...]
) -> None:
    seen = dict(zip(POINTS, met, strict=True))
    achieved = sum(worth for item, worth in POINTS.items() if seen[item])
    assert answer.decide(seen).points == min(max(Fraction(achieved, 22), Fraction(0)), 1)
    unclipped = answer.evolve(least=None).decide(seen).points
    assert unclipped == Fraction(achieved, 22)


def test_the_floor_is_at_0_and_not_above(answer: Rubric) -> None:
    seen = {"emergency": False, "signs": False, "context": False, "wordy": True}
    assert answer.decide(seen).points == 0  # -6/22 below
    assert answer.decide(seen | {"signs": True}).points == 0  # 5 - 6 = -1, still below
    assert answer.decide(seen | {"emergency": True}).points == Fraction(1, 22)  # 7 - 6, above


def test_what_is_not_graded_yet_makes_bounds(answer: Rubric) -> None:
    card = answer.decide({"emergency": True, "signs": False, "context": True})
    assert list(card.bounds or ()) == [Fraction(11, 22), Fraction(17, 22)]
    assert list(answer.decide({}).bounds or ()) == [0, 1]
