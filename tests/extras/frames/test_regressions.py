"""What once went wrong in frames."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import duckdb
import polars as pl

from rubrika import (
    Bands,
    Criterion,
    Direct,
    Indicator,
    Level,
    Rubric,
    YesNo,
    frames,
    total,
)


def rubric(*criteria: Indicator, level: Level | None = None) -> Rubric:
    good = level or Level("good", "Good", total >= 10)
    return Rubric("r", version="1", title="R", criteria=criteria, levels=[good])


def test_duckdb_keeps_rows_without_a_value_beside_rows_for_the_exact_engine() -> None:
    wait = Indicator("wait", "Wait", Bands({5: 10, 0: 5}))
    seen = pl.DataFrame({"row": [1, 2, 3], "wait": [2.0**60, None, 0.0]})
    made = frames.score(rubric(wait), duckdb.from_arrow(seen.to_arrow()), key="row")
    rows = sorted(made.fetchall())
    assert rows == [(1, 10.0, "good"), (2, None, None), (3, 5.0, "none")]


def test_a_bar_beyond_all_whole_numbers_is_not_reached() -> None:
    parts = [Indicator(id_, "Part", Bands({5: 10, 0: 5}, least=0, most=100)) for id_ in "ab"]
    high = rubric(*parts, level=Level("good", "Good", total >= 10**30))
    seen = pl.DataFrame({"a": [5.0, None], "b": [5.0, 6.0]})
    assert frames.score(high, seen, key=[])["level"].to_list() == ["none", "none"]


def test_a_decimal_too_fine_for_floats_is_read_exactly() -> None:
    wait = Indicator("wait", "Wait", Bands({5: 10, 0: 5}, least=0, decimals=2))
    cells = [Decimal("123456789.07"), Decimal("123456789.070000000001")]
    seen = pl.DataFrame({"wait": cells}, schema={"wait": pl.Decimal(38, 12)})
    made = frames.score(rubric(wait), seen, key=[], bad="tell")
    assert made["points"].to_list() == [10.0, None]
    assert made["problem"].is_null().to_list() == [True, False]


def test_bands_of_huge_denominators_are_left_to_the_exact_engine() -> None:
    points = {5: Fraction(10**30, 3**40), 1: Fraction(1, 7**30), 0: 0}
    wait = Indicator("wait", "Wait", Bands(points, least=0, most=100))
    seen = pl.DataFrame({"wait": [5.0, 4.0]})
    made = frames.score(rubric(wait), seen, key=[])
    assert made["level"].to_list() == ["good", "none"]


def test_points_that_differ_by_less_than_floats_tell_are_open() -> None:
    whole = Indicator("whole", "Whole", Bands({5: 10, 0: 0}, least=0, most=100))
    tiny = Indicator("tiny", "Tiny", Bands({5: Fraction(1, 10**30), 0: 0}, least=0, most=100))
    seen = pl.DataFrame({"whole": [5.0, 5.0], "tiny": [5.0, None]})
    good = Level("good", "Good", total >= 5)
    made = frames.score(rubric(whole, tiny, level=good), seen, key=[])
    assert made["points"].to_list() == [10.0, None]
    assert made["level"].to_list() == ["good", "good"]


def test_what_is_missing_may_also_not_apply() -> None:
    parts = [
        Indicator("a", "A", YesNo(1), na="redistribute"),
        Indicator("b", "B", YesNo(1)),
        Indicator("c", "C", Direct(1, least=-2)),
    ]
    rubric = Rubric("r", version="1", title="R", criteria=[Criterion("all", "All", parts)])
    frame = pl.DataFrame({"b": [False], "c": [None]}, schema={"b": pl.Boolean, "c": pl.Float64})
    # a applies: -2 to 2 points; it does not: (0 + -2 to 1) * 3/2, which is -3 to 1.5
    made = frames.score(rubric, frame, columns={"a": None}, give=["least", "most"], key=[])
    assert made.rows() == [(-3.0, 2.0)]
