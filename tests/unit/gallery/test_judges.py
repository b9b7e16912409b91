"""Nine judges in the gallery: the published protocol, and what the trimming does."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from rubrika import AssessmentError, Rubric, load

COMPONENTS = ("skating-skills", "transitions", "performance", "composition", "interpretation")


@pytest.fixture(scope="module")
def judges() -> Rubric:
    return load(Path(__file__).parents[3] / "examples" / "gallery" / "judges.toml")


def marks(*given: Any, component: str = "skating-skills") -> dict[str, Any]:
    return {f"{component}.{judge}": mark for judge, mark in enumerate(given, 1)}


@pytest.mark.parametrize(
    ("pair", "panels", "total"),
    # ISU World Figure Skating Championships 2017, protocol, pairs short program
    [
        (0, ["9.07", "9.04", "9.39", "9.25", "9.29"], "36.83"),  # 46.04 · 0.8 = 36.832
        (1, ["9.07", "9.04", "9.25", "9.29", "9.29"], "36.75"),  # 45.94 · 0.8 = 36.752
        (2, ["9.04", "8.82", "9.04", "8.93", "9.00"], "35.86"),  # 44.83 · 0.8 = 35.864
    ],
)
def test_published_scores_of_the_panel(
    judges: Rubric, pair: int, panels: list[str], total: str
) -> None:
    card = judges.score(judges.examples[pair].assessment)
    assert [card[name].points for name in COMPONENTS] == [Fraction(panel) for panel in panels]
    assert card.points == Fraction(total)


@pytest.mark.parametrize(
    ("given", "panel"),
    [
        # The sum of the seven in the middle, over 7.
        ((9,) * 9, "9"),
        ((9, 9, 9, 9, 9, 9, 9, 9, 10), "9"),  # one high mark does not count
        ((1, 9, 9, 9, 9, 9, 9, 9, 9), "9"),  # nor does one low mark
        ((9, 9, 9, 9, 9, 9, 9, "9.25", "9.25"), "9.04"),  # 63.25 / 7 = 9.0357…
        ((9, 9, 9, 9, 9, 9, "9.25", "9.25", "9.25"), "9.07"),  # 63.5 / 7 = 9.0714…
        ((1, 2, 9, 9, 9, 9, 9, 9, 10), "8"),  # 56 / 7: of two low marks one counts
    ],
)
def test_the_highest_and_the_lowest_mark_do_not_count(
    judges: Rubric, given: tuple[int | str, ...], panel: str
) -> None:
    assert judges.score(marks(*given))["skating-skills"].points == Fraction(panel)


def test_each_component_is_rounded_before_they_are_added(judges: Rubric) -> None:
    # 63.25 / 7 = 9.0357… five times: 9.04 · 5 · 0.8 = 36.16, but 36.14 without the rounding.
    given = (9, 9, 9, 9, 9, 9, 9, "9.25", "9.25")
    seen = {key: mark for name in COMPONENTS for key, mark in marks(*given, component=name).items()}
    assert judges.decide(seen).points == Fraction("36.16")


def test_the_most_and_the_least(judges: Rubric) -> None:
    for mark, total in ((10, Fraction(40)), ("0.25", Fraction(1))):
        seen = {f"{name}.{judge}": mark for name in COMPONENTS for judge in range(1, 10)}
        assert judges.decide(seen).points == total


def test_one_missing_mark_leaves_bounds(judges: Rubric) -> None:
    # Eight marks 8.5, 9 × 6, 9.5. If the ninth is the lowest: (8.5 + 6 · 9) / 7 = 8.9285…
    # if it is the highest: (6 · 9 + 9.5) / 7 = 9.0714…
    card = judges.score(marks("8.5", 9, 9, 9, 9, 9, 9, "9.5", None))
    assert list(card["skating-skills"].bounds or ()) == [Fraction("8.93"), Fraction("9.07")]


@pytest.mark.parametrize("mark", [0, "10.25", "9.3"])
def test_marks_are_quarters_from_a_quarter_to_ten(judges: Rubric, mark: int | str) -> None:
    with pytest.raises(AssessmentError, match=r"skating-skills\.1"):
        judges.score(marks(mark))
