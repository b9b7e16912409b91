from fractions import Fraction

import pytest
import rubrika

RUBRIC = """
format = "rubric/1"
id = "fridge"
version = "1"
title = "Fridge"

[[criteria]]
id = "cold"
title = "Cold"
combine = "even"
points = 20

[[criteria.indicators]]
id = "top"
title = "Top shelf"
scale = { kind = "target", target = 5, tolerance = 4, points = 10, unit = "°C" }

[[criteria.indicators]]
id = "bottom"
title = "Bottom shelf"
scale = { kind = "target", target = 3, tolerance = 4, points = 10, unit = "°C" }
"""


@pytest.mark.parametrize(
    ("temperature", "points"),
    [(22, 10), (26, 5), (18, 5), ("23", "8.75"), (30, 0), (-40, 0), (14, 0)],
)
def test_points_fall_evenly_on_both_sides_of_the_target(temperature, points):
    card = rubrika.get("classroom-climate").score({"temperature": temperature})
    assert card["temperature"].points == Fraction(points)


def test_half_of_the_points_is_the_mean_and_half_the_lowest():
    card = rubrika.get("classroom-climate").score(
        {"temperature": 26, "carbon-dioxide": 800, "daylight": True}
    )
    # shares 1/2 and 1: the mean is 3/4, the lowest 1/2; (15 + 10) / 2
    assert card["air"].points == Fraction(25, 2)
    assert card.points == Fraction(45, 2)
    assert card.level is None


def test_missing_evidence_gives_bounds():
    card = rubrika.get("classroom-climate").score({"temperature": 22})
    # carbon dioxide is open: mean 1/2 to 1, lowest 0 to 1; daylight is worth 10
    assert card.bounds == (5, 30)


def test_the_fast_path_agrees():
    rubric = rubrika.get("classroom-climate")
    seen = {"temperature": "21.5", "carbon-dioxide": 1000, "daylight": True}
    assert rubric.decide(seen).points == rubric.score(seen).points


def test_results_are_explained_in_both_languages():
    card = rubrika.get("classroom-climate").score({"temperature": 26})
    assert "Temperature" in str(card.explain(lang="en"))
    assert "Nhiệt độ" in str(card.explain(lang="vi"))


def test_files_name_the_scale_and_the_combination():
    fridge = rubrika.loads(RUBRIC, "toml")
    card = fridge.score({"top": 5, "bottom": 5})
    assert (card["top"].points, card["bottom"].points) == (10, 5)
    assert card.points == Fraction(25, 2)
    assert rubrika.loads(rubrika.dumps(fridge, "json"), "json") == fridge
