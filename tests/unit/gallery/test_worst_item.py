"""NEWS2 in the gallery: each band on both sides of each bound, by hand from the chart."""

from pathlib import Path
from typing import Any

import pytest

from rubrika import AssessmentError, Example, NotApplicable, Rubric, load

ELSE = NotApplicable("another scale")
NORMAL: dict[str, Any] = {
    "respiration": 16,
    "saturation-1": 97,
    "saturation-2-air": ELSE,
    "saturation-2-oxygen": ELSE,
    "pressure": 120,
    "pulse": 70,
    "consciousness": "alert",
    "temperature": 37,
    "oxygen": False,
}
ON_SCALE_2_AIR = {"saturation-1": ELSE, "saturation-2-air": 95}
ON_SCALE_2_OXYGEN = {"saturation-1": ELSE, "saturation-2-oxygen": 90}

# Royal College of Physicians, NEWS2 (2017), chart 1: for each measurement the last value of a
# cell and the first of the next.
CHART: dict[str, dict[Any, int]] = {
    "respiration": {8: 3, 9: 1, 11: 1, 12: 0, 20: 0, 21: 2, 24: 2, 25: 3},
    "saturation-1": {91: 3, 92: 2, 93: 2, 94: 1, 95: 1, 96: 0},
    "saturation-2-air": {83: 3, 84: 2, 85: 2, 86: 1, 87: 1, 88: 0, 92: 0, 93: 0, 100: 0},
    "saturation-2-oxygen": {83: 3, 84: 2, 85: 2, 86: 1, 87: 1, 88: 0, 92: 0}
    | {93: 1, 94: 1, 95: 2, 96: 2, 97: 3, 100: 3},
    "pressure": {90: 3, 91: 2, 100: 2, 101: 1, 110: 1, 111: 0, 219: 0, 220: 3},
    "pulse": {40: 3, 41: 1, 50: 1, 51: 0, 90: 0, 91: 1, 110: 1, 111: 2, 130: 2, 131: 3},
    "temperature": {"35.0": 3, "35.1": 1, "36.0": 1, "36.1": 0, "38.0": 0, "38.1": 1}
    | {"39.0": 1, "39.1": 2},
    "consciousness": {"alert": 0, "confusion": 3, "voice": 3, "pain": 3, "unresponsive": 3},
}


@pytest.fixture(scope="module")
def news2() -> Rubric:
    return load(Path(__file__).parents[3] / "examples" / "gallery" / "worst-item.toml")


def level(news2: Rubric, **seen: Any) -> str:
    card = news2.score(NORMAL | seen)
    assert card.level is not None
    return card.level.id


@pytest.mark.parametrize(
    ("measurement", "value", "points"),
    [(name, value, points) for name, cells in CHART.items() for value, points in cells.items()],
)
def test_each_cell_of_the_chart_on_both_sides_of_its_bound(
    news2: Rubric, measurement: str, value: int | str, points: int
) -> None:
    others = {"saturation-1": ELSE} if measurement.startswith("saturation-2") else {}
    assert news2.score(NORMAL | others | {measurement: value}).points == points


@pytest.mark.parametrize(("oxygen", "points"), [(False, 0), (True, 2)])
def test_oxygen_counts_two(news2: Rubric, oxygen: bool, points: int) -> None:
    assert news2.score(NORMAL | {"oxygen": oxygen}).points == points


@pytest.mark.parametrize(
    ("measurement", "value"),
    [("temperature", "36.05"), ("respiration", "11.5"), ("saturation-1", "95.5")],
)
def test_no_value_falls_into_a_gap_of_the_chart(
    news2: Rubric, measurement: str, value: str
) -> None:
    with pytest.raises(AssessmentError, match="decimals"):
        news2.score(NORMAL | {measurement: value})


# Chart 2: 0 to 4 low, a single 3 low-medium, 5 and 6 medium, 7 or more high.


@pytest.mark.parametrize(
    ("seen", "points", "expected"),
    [
        ({"respiration": 21, "pulse": 111}, 4, "low"),
        ({"respiration": 21, "pulse": 111, "temperature": "38.1"}, 5, "medium"),
        ({"respiration": 21, "pulse": 111, "oxygen": True}, 6, "medium"),
        ({"respiration": 21, "pulse": 111, "oxygen": True, "temperature": "38.1"}, 7, "high"),
    ],
)
def test_the_total_decides_without_any_three(
    news2: Rubric, seen: dict[str, Any], points: int, expected: str
) -> None:
    card = news2.score(NORMAL | seen)
    assert card.points == points
    assert level(news2, **seen) == expected


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ({"consciousness": "confusion"}, "low-medium"),  # 3 in one
        ({"consciousness": "confusion", "pulse": 91}, "low-medium"),  # 4 with a 3
        ({"consciousness": "confusion", "pulse": 111}, "medium"),  # 5 with a 3
        ({"consciousness": "confusion", "pulse": 40, "temperature": "38.1"}, "high"),  # 7
        ({"oxygen": True, "pulse": 111}, "low"),  # 4, and oxygen is never a 3
        ({**ON_SCALE_2_OXYGEN, "saturation-2-oxygen": 97}, "low-medium"),
    ],
)
def test_a_single_three_is_low_medium_unless_the_total_says_more(
    news2: Rubric, seen: dict[str, Any], expected: str
) -> None:
    assert level(news2, **seen) == expected


def test_the_two_scales_of_saturation_differ(news2: Rubric) -> None:
    assert news2.score(NORMAL | {"saturation-1": 90})["saturation"].points == 3
    assert news2.score(NORMAL | ON_SCALE_2_AIR)["saturation"].points == 0
    assert news2.score(NORMAL | ON_SCALE_2_OXYGEN)["saturation"].points == 0


def test_of_two_scales_by_mistake_the_worse_counts(news2: Rubric) -> None:
    card = news2.score(NORMAL | {"saturation-1": 90, "saturation-2-air": 90})
    assert card["saturation"].points == 3


def test_who_leaves_scale_1_says_why(news2: Rubric) -> None:
    with pytest.raises(AssessmentError, match="na-justification"):
        news2.score(NORMAL | {"saturation-1": NotApplicable(), "saturation-2-air": 90})


def test_the_alarm_does_not_wait_for_what_is_missing(news2: Rubric) -> None:
    # 3 + 3 + 2 = 8 already, whatever pressure, pulse, consciousness and temperature are.
    card = news2.score(
        {
            "respiration": 25,
            "saturation-1": 91,
            "saturation-2-air": ELSE,
            "saturation-2-oxygen": ELSE,
            "oxygen": True,
        }
    )
    assert list(card.bounds or ()) == [8, 20]
    assert card.level is not None
    assert card.level.id == "high"


def test_a_missing_measurement_is_not_taken_for_normal(news2: Rubric) -> None:
    card = news2.score(NORMAL | {"consciousness": None})
    assert list(card.bounds or ()) == [0, 3]
    assert not card.decided


def test_an_example_of_others_that_the_chart_does_not_bear_out_is_found(news2: Rubric) -> None:
    # "Carol Test" of github.com/SynaneticsLtd/emergency-department-ig has 6, of which 1 for
    # 37.5 °C; the chart has 0 for 36.1 to 38.0.
    seen = NORMAL | {"respiration": 21, "pulse": 95, "saturation-1": 93, "temperature": "37.5"}
    carol = Example(seen, points=6, nodes={"temperature": 1})
    assert [str(mismatch) for mismatch in news2.mismatches(carol)] == [
        "points: 6 is expected, 5 is found",
        "temperature: 1 is expected, 0 is found",
    ]
