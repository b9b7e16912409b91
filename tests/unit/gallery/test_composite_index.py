"""The Human Development Index in the gallery: published values, goalposts, cut-offs."""

from fractions import Fraction
from pathlib import Path

import pytest

from rubrika import Enclosure, Rubric, load

# Human Development Report 2021/2022, HDR21-22_Composite_indices_complete_time_series.csv:
# le_2021, eys_2021, mys_2021, gnipc_2021, hdi_2021 and hdicode of each country; of some, 2018.
PUBLISHED = {
    "Viet Nam 2021": ("73.6181", "12.9519325", "8.370280266", "7867.371345", "0.703", "high"),
    "Viet Nam 2019": ("74.0929", "12.9519325", "8.370280266", "7529.942469", "0.703", "high"),
    "Viet Nam 2018": ("73.9757", "12.89958918", "8.287745237", "7097.936558", "0.697", "medium"),
    "Thailand 2021": ("78.7154", "15.88221913", "8.697119713", "17030.15352", "0.8", "very-high"),
    "Thailand 2018": ("78.6622", "15.72975941", "8.372150421", "17218.95408", "0.795", "high"),
    "Singapore 2021": (
        *("82.7545", "16.5243206", "11.92488003", "90918.64471"),
        *("0.939", "very-high"),
    ),
    "China 2021": ("78.2107", "14.2361149", "7.600118446", "17504.39969", "0.768", "high"),
    "Tonga 2021": ("70.9857", "16.04857063", "11.392594", "6822.03125", "0.745", "high"),
    "Timor-Leste 2021": ("67.7369", "12.616098", "5.43679", "4460.869435", "0.607", "medium"),
    "Côte d'Ivoire 2021": (
        *("58.5983", "10.67558002", "5.199138977", "5217.448516"),
        *("0.55", "medium"),
    ),
    "Afghanistan 2021": ("61.9824", "10.26384398", "2.98506999", "1824.190915", "0.478", "low"),
}
INPUTS = ("life-expectancy", "expected-schooling", "mean-schooling", "income")


@pytest.fixture(scope="module")
def index() -> Rubric:
    return load(Path(__file__).parents[3] / "examples" / "gallery" / "composite-index.toml")


def seen(*values: str | int) -> dict[str, str | int]:
    return dict(zip(INPUTS, values, strict=True))


@pytest.mark.parametrize("country", PUBLISHED)
def test_published_values_and_groups_of_named_countries(index: Rubric, country: str) -> None:
    # The groups of years before 2021 are those of the cut-off points, not printed in the file.
    *inputs, value, group = PUBLISHED[country]
    decision = index.decide(seen(*inputs))
    assert decision.points == Fraction(value)
    assert decision.level is not None
    assert decision.level.id == group


@pytest.mark.parametrize(
    ("id_", "value", "points"),
    [
        ("life-expectancy", 20, 0),
        ("life-expectancy", "52.5", Fraction(1, 2)),
        ("life-expectancy", 85, 1),
        ("life-expectancy", "85.5", 1),
        ("expected-schooling", 0, 0),
        ("expected-schooling", 18, 1),
        ("expected-schooling", 21, 1),
        ("mean-schooling", 0, 0),
        ("mean-schooling", "7.5", Fraction(1, 2)),
        ("mean-schooling", 15, 1),
        ("income", 99, 0),
        ("income", 100, 0),
        ("income", 75000, 1),
        ("income", 75001, 1),
    ],
)
def test_goalposts(index: Rubric, id_: str, value: int | str, points: Fraction) -> None:
    found = index.score({id_: value})[id_].points
    if isinstance(found, Enclosure):  # of a logarithm: the goalpost lies between the two
        assert found.least <= points <= found.most
    else:
        assert found == points


def test_income_counts_by_its_logarithm(index: Rubric) -> None:
    # ln(7867.371345 / 100) / ln 750 = 4.36530… / 6.62007… = 0.65940…
    found = index.score({"income": "7867.371345"})["income"].points
    assert isinstance(found, Enclosure)
    assert Fraction("0.65940") < found.least < found.most < Fraction("0.65941")


# With an income of 75,000 its index is 1, and the total is the cube root of health · education.
# Life expectancy 51.85 makes 0.49; schooling of 12.6 and 10.5 years makes 0.7: ∛0.343 = 0.7.


@pytest.mark.parametrize(
    ("inputs", "points", "group"),
    [
        (("51.85", "12.6", "10.5"), "0.7", "high"),  # ∛(0.49 · 0.7) = 0.7 exactly
        (("51.85", "12.582", "10.485"), "0.7", "high"),  # ∛(0.49 · 0.699) = 0.69966…, rounded
        (("51.80451625", "12.591", "10.4925"), "0.7", "high"),  # 0.6995 exactly, which goes up
        (("51.80451625", "12.5909", "10.4925"), "0.699", "medium"),  # just below 0.6995
        (("51.85", "12.573", "10.4775"), "0.699", "medium"),  # ∛(0.49 · 0.6985) = 0.69949…
    ],
)
def test_the_value_is_rounded_before_it_is_banded(
    index: Rubric, inputs: tuple[str, str, str], points: str, group: str
) -> None:
    decision = index.decide(seen(*inputs, 75000))
    assert decision.points == Fraction(points)
    assert decision.level is not None
    assert decision.level.id == group


def test_without_the_rounding_a_country_shown_with_0_700_would_be_medium(index: Rubric) -> None:
    exact = index.evolve(rounding=None).decide(seen("51.85", "12.582", "10.485", 75000))
    assert exact.level is not None
    assert exact.level.id == "medium"


@pytest.mark.parametrize(
    ("life", "points", "group"),
    # Education and income at 1: ∛(life index). 0.8³ = 0.512, 0.55³ = 0.166375.
    [
        ("53.28", "0.8", "very-high"),
        ("53.15", "0.799", "high"),  # 0.51: 0.79895…
        ("30.814375", "0.55", "medium"),
        ("30.7", "0.548", "low"),  # 0.1646…: 0.54807…
    ],
)
def test_cut_off_points(index: Rubric, life: str, points: str, group: str) -> None:
    decision = index.decide(seen(life, 18, 15, 75000))
    assert decision.points == Fraction(points)
    assert decision.level is not None
    assert decision.level.id == group


def test_nothing_in_one_dimension_is_nothing_in_all(index: Rubric) -> None:
    decision = index.decide(seen(85, 18, 15, 100))
    assert decision.points == 0


def test_a_missing_input_leaves_bounds(index: Rubric) -> None:
    card = index.score(seen("73.6181", "12.9519325", "8.370280266", 0) | {"income": None})
    # ∛(0.82489… · 0.63878…) = 0.80772… is the most; 0 the least
    assert list(card.bounds or ()) == [0, Fraction("0.808")]
    assert not card.decided


def test_rounded_inputs_make_another_index(index: Rubric) -> None:
    # ∛((53.6 / 65) · (13 / 18 + 8.4 / 15) / 2 · 0.65940…) = ∛0.34860… = 0.70379…
    assert index.decide(seen("73.6", "13.0", "8.4", "7867.4")).points == Fraction("0.704")
