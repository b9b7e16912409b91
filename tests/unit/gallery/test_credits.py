"""LEED 2009: published scorecards as far as they can be read, and the tiers by hand."""

from pathlib import Path

import pytest

from rubrika import Rubric, load

GALLERY = Path(__file__).parents[3] / "examples" / "gallery"
PREREQUISITES = ("ssp1", "wep1", "eap1", "eap2", "eap3", "mrp1", "eqp1", "eqp2")
# Possible points by category, as the scorecards print them ("21 OF 26"), and in all 110.
POSSIBLE = {
    "sustainable-sites": 26,
    "water-efficiency": 10,
    "energy-atmosphere": 35,
    "materials-resources": 14,
    "indoor-quality": 15,
    "innovation": 6,
    "regional-priority": 4,
}


@pytest.fixture(scope="module")
def leed() -> Rubric:
    return load(GALLERY / "credits.toml")


def project(leed: Rubric, points: int) -> dict[str, bool | int]:
    """A project with all prerequisites and so many points, taken from the credits in order."""
    seen: dict[str, bool | int] = dict.fromkeys(PREREQUISITES, True)
    left = points
    for category in POSSIBLE:
        for credit in leed[category].children:
            if credit.id not in seen:
                seen[credit.id] = min(left, int(credit.maximum))
                left -= int(seen[credit.id])
    assert left == 0
    return seen


def test_the_categories_have_their_published_points(leed: Rubric) -> None:
    assert {id_: int(leed[id_].maximum) for id_ in POSSIBLE} == POSSIBLE
    assert leed.maximum == 110 == sum(POSSIBLE.values())


@pytest.mark.parametrize(
    ("place", "categories", "published"),
    [
        # ATTEMPTED: 65, ... AWARDED: 65 OF 110; gold (dickinson.edu news, "Taking the LEED")
        (0, {"sustainable-sites": 21, "water-efficiency": 8, "energy-atmosphere": 9}, 65),
        # AWARDED: 52 OF 110
        (
            1,
            {
                "sustainable-sites": 18,
                "water-efficiency": 8,
                "energy-atmosphere": 7,
                "materials-resources": 2,
            },
            52,
        ),
        # AWARDED: 63 OF 110, Certified (Gold)
        (2, {"sustainable-sites": 13, "water-efficiency": 7}, 63),
    ],
    ids=["Durden", "1000007665", "WTC"],
)
def test_a_published_scorecard_gives_its_category_totals_and_leaves_its_total_open(
    leed: Rubric, place: int, categories: dict[str, int], published: int
) -> None:
    card = leed.score(leed.examples[place].assessment)
    assert {id_: card[id_].points for id_ in categories} == categories
    assert card.bounds is not None
    low, high = card.bounds
    assert low is not None
    assert high is not None
    assert low < published < high
    awarded = "gold" if published >= 60 else "silver"
    assert {result.level.id: result.status for result in card.levels}[awarded] == "open"


@pytest.mark.parametrize(
    ("points", "level"),
    [
        (0, None),
        (39, None),
        (40, "certified"),
        (49, "certified"),
        (50, "silver"),
        (59, "silver"),
        (60, "gold"),
        (79, "gold"),
        (80, "platinum"),
        (110, "platinum"),
    ],
)
def test_a_tier_begins_at_its_points(leed: Rubric, points: int, level: str | None) -> None:
    result = leed.decide(project(leed, points))
    assert result.points == points
    assert (result.level and result.level.id) == level


@pytest.mark.parametrize("prerequisite", PREREQUISITES)
def test_no_points_outweigh_a_missing_prerequisite(leed: Rubric, prerequisite: str) -> None:
    seen = project(leed, 110) | {prerequisite: False}
    result = leed.decide(seen)
    assert result.points == 110
    assert result.level is None


def test_every_indicator_is_a_prerequisite_or_a_credit(leed: Rubric) -> None:
    worthless = {node.id for id_ in POSSIBLE for node in leed[id_].children if node.maximum == 0}
    assert worthless == set(PREREQUISITES)
