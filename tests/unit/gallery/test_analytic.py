"""The reader's sheet: published sheets of essay set 8, and the boundary by hand."""

from fractions import Fraction
from pathlib import Path

import pytest

from rubrika import Rubric, load

GALLERY = Path(__file__).parents[3] / "examples" / "gallery"
# Row by row, with the place of its rating in what the data give.
ROWS = {"ideas": 0, "organization": 1, "fluency": 4, "conventions": 5}

# The last seven papers of essay set 8 in the ASAP training set (kaggle.com/c/asap-aes): the ratings
# of each reader in the rows ideas, organization, voice, word choice, fluency and conventions, with
# the reader's composite (rater1_domain1, rater2_domain1).
READERS = [
    ("21623", "444443", 18),
    ("21623", "444333", 17),
    ("21624", "334453", 17),
    ("21624", "334433", 15),
    ("21626", "434443", 17),
    ("21626", "444443", 18),
    ("21628", "334333", 15),
    ("21628", "434443", 17),
    ("21629", "444444", 20),
    ("21629", "655555", 26),
    ("21630", "444444", 20),
    ("21630", "444444", 20),
    ("21633", "444444", 20),
    ("21633", "444444", 20),
]
# The same papers' resolved scores (domain1_score), where no third reader was asked.
PAPERS = {"21623": 35, "21626": 35, "21628": 32, "21630": 40, "21633": 40}
# Where one was asked: the third reader's ratings and the resolved score, twice the composite.
THIRD = [("334433", 30), ("444444", 40)]


@pytest.fixture(scope="module")
def sheet() -> Rubric:
    return load(GALLERY / "analytic.toml")


def seen_in(ratings: str) -> dict[str, str]:
    return {row: ratings[place] for row, place in ROWS.items()}


def points(sheet: Rubric, ratings: str) -> Fraction:
    found = sheet.decide(seen_in(ratings)).points
    assert isinstance(found, Fraction)
    return found


@pytest.mark.parametrize(("essay", "ratings", "composite"), READERS)
def test_a_readers_composite_is_the_published_one(
    sheet: Rubric, essay: str, ratings: str, composite: int
) -> None:
    assert points(sheet, ratings) == composite, essay


def test_two_sheets_make_the_published_score_of_the_paper(sheet: Rubric) -> None:
    for paper, score in PAPERS.items():
        sheets = [ratings for essay, ratings, _ in READERS if essay == paper]
        assert sum(points(sheet, ratings) for ratings in sheets) == score


@pytest.mark.parametrize(("ratings", "score"), THIRD)
def test_a_third_readers_sheet_counts_twice(sheet: Rubric, ratings: str, score: int) -> None:
    assert 2 * points(sheet, ratings) == score


def test_a_sheet_has_5_to_30_points(sheet: Rubric) -> None:
    assert points(sheet, "111111") == 1 + 1 + 1 + 2
    assert points(sheet, "666666") == 6 + 6 + 6 + 12 == sheet.maximum


@pytest.mark.parametrize(
    ("ratings", "level"),
    [("444443", None), ("544443", None), ("444444", "standard"), ("544444", "standard")],
    ids=["18", "19", "20", "21"],
)
def test_the_standard_begins_at_20(sheet: Rubric, ratings: str, level: str | None) -> None:
    found = sheet.decide(seen_in(ratings)).level
    assert (found and found.id) == level


def test_the_result_says_that_the_double_weight_and_the_standard_are_provisional(
    sheet: Rubric,
) -> None:
    card = sheet.score(seen_in("444333"))
    reasons = {number.source.id for number in card.provisional if number.source is not None}
    assert reasons == {"double", "half"}
    assert len(card.provisional) == 6 + 1  # six options of conventions, one threshold
