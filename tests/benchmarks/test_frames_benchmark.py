"""Frames: a million rows through a rubric, against the same query by hand in each engine.

The environment variable ``ROWS`` says how many rows there are.
"""

from __future__ import annotations

import operator
import os
from collections.abc import Callable
from fractions import Fraction
from functools import cache, reduce
from typing import Any, Final

import numpy as np
import polars as pl
import pytest
from tests.benchmarks import rivals_frames as by_hand
from tests.benchmarks.rivals_frames import COLUMNS, RUBRIC
from tests.benchmarks.timing import compare, report, seconds

from rubrika import (
    Bands,
    Criterion,
    Direct,
    Indicator,
    Level,
    Rubric,
    WeightedMean,
    every,
    frames,
    percent,
    total,
)

pd: Any = pytest.importorskip("pandas")  # Any, as it brings no types
pa: Any = pytest.importorskip("pyarrow")
duckdb: Any = pytest.importorskip("duckdb")

ROWS: Final = int(os.environ.get("ROWS", "1_000_000"))
SIZE: Final = f"{ROWS:,} rows x 20 indicators"


@cache
def columns() -> dict[str, Any]:
    return by_hand.table(ROWS)


@cache
def polars_frame() -> pl.DataFrame:
    return pl.DataFrame(columns())


@cache
def duckdb_table() -> Any:
    """A connection that holds the table ``subjects``."""
    connection = duckdb.connect()
    arrow = pa.table(columns())
    connection.register("arrow", arrow)
    connection.execute("CREATE TABLE subjects AS SELECT * FROM arrow")
    return connection


@cache
def expected() -> tuple[Any, Any]:
    return outcome(by_hand.by_numpy(columns()))


def outcome(scored: Any) -> tuple[Any, Any]:
    """The points and levels of a frame of any kind."""
    return np.asarray(scored["points"]).astype(float), np.asarray(scored["level"]).astype(str)


def same(*frames_: Any) -> None:
    """Assert that frames have the same points and levels in every row."""
    points, levels = expected()
    for frame in frames_:
        found, given = outcome(frame)
        assert np.array_equal(found, points)
        assert np.array_equal(given, levels)


def test_rivals_score_as_the_exact_engine_does() -> None:
    points, levels = expected()
    assert set(levels) == {*by_hand.LEVELS, "none"}
    for place in range(0, ROWS, max(1, ROWS // 2000)):
        row = {name: float(columns()[name][place]) for name in COLUMNS}
        decision = RUBRIC.decide(row)
        assert decision.points == points[place]
        assert (decision.level.id if decision.level else "none") == levels[place]


@pytest.mark.parametrize("dtype", [None, pl.Int8], ids=["", "small integers"])
@pytest.mark.parametrize("way", ["eager", "lazy"])
def test_polars(way: str, dtype: Any) -> None:
    def ours() -> Any:
        frame = polars_frame()
        return (
            frames.score(RUBRIC, frame)
            if way == "eager"
            else frames.score(RUBRIC, frame.lazy()).collect()
        )

    def rival() -> Any:
        frame = polars_frame()
        return (
            by_hand.by_polars(frame, dtype)
            if way == "eager"
            else by_hand.by_polars(frame.lazy(), dtype).collect()
        )

    same(ours(), rival())
    thought = "" if dtype is None else ", whose author chose the smallest type of integers"
    compare(
        f"Polars {way}, {SIZE}; against a query by hand{thought}",
        ours,
        rival,
        bar="≤ 1.15" if dtype is None else "",
    )


@pytest.mark.parametrize("name", ["np.select", "pd.cut"])
def test_pandas(name: str) -> None:
    frame = pd.DataFrame(columns())
    query = by_hand.by_pandas_select if name == "np.select" else by_hand.by_pandas_cut
    same(frames.score(RUBRIC, frame), query(frame))
    compare(
        f"pandas, {SIZE}; against {name}",
        lambda: frames.score(RUBRIC, frame),
        lambda: query(frame),
        rounds=7,
        bar="≤ 1.3",
    )


def test_pyarrow_against_numpy() -> None:
    arrow = pa.table(columns())
    same(frames.score(RUBRIC, arrow), by_hand.by_numpy(columns()))
    compare(
        f"PyArrow, {SIZE}; against NumPy's searchsorted",
        lambda: frames.score(RUBRIC, arrow),
        lambda: by_hand.by_numpy(columns()),
        rounds=7,
    )


def test_duckdb() -> None:
    connection = duckdb_table()
    relation = connection.table("subjects")

    def ours() -> Any:
        return frames.score(RUBRIC, relation).to_arrow_table()

    def rival() -> Any:
        return by_hand.by_duckdb(connection, "subjects").to_arrow_table()

    same(ours(), rival())
    compare(f"DuckDB, {SIZE}; against SQL by hand", ours, rival, rounds=9, bar="≤ 1.3")


def test_scikit_criteria() -> None:
    bands = np.array(by_hand.POINTS)
    banded = {
        name: bands[np.searchsorted(by_hand.BOUNDS, column, side="right")]
        for name, column in columns().items()
    }
    rival, scores = by_hand.by_scikit_criteria(banded)
    assert np.array_equal(scores, expected()[0])
    frame = polars_frame()
    compare(
        f"Polars eager, {SIZE}; against scikit-criteria's weighted sum of ready points",
        lambda: frames.score(RUBRIC, frame),
        rival,
        rounds=5,
        bar="≤ 0.1",
    )
    compare(
        "The same, with the making of its matrix",
        lambda: frames.score(RUBRIC, frame),
        lambda: by_hand.by_scikit_criteria(banded)[0],
        rounds=3,
    )


def test_a_loop_in_python() -> None:
    sample = min(ROWS, 20_000)
    rows = polars_frame().head(sample).select(COLUMNS).to_dicts()
    frame = polars_frame()
    few = rows[: sample // 20]
    report(
        f"{SIZE}: one table, against a loop over subjects (timed on {sample:,} and {len(few):,})",
        [
            ("frames.score", seconds(lambda: frames.score(RUBRIC, frame))),
            ("Rubric.decide", seconds(lambda: list(map(RUBRIC.decide, rows))) * ROWS / sample),
            ("Rubric.score", seconds(lambda: list(map(RUBRIC.score, few))) * ROWS / len(few)),
        ],
    )


# Exactness

WEIGHTS: Final = dict(
    zip(COLUMNS, (1, 2, 3, 3, 4, 4, 4, 5, 5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 8, 8), strict=True)
)
"""Of each indicator, in hundredths: 100 together."""

BARS: Final = {"good": 85, "fair": 70, "average": 50}
"""In tenths of a point, of ten points."""


def weighted(step: str | None) -> Rubric:
    """Twenty marks from 0 to 10 with decimal weights, and levels by their mean."""
    marks = [
        Indicator(name, name, Direct(10, step=step), weight=f"{weight}%")
        for name, weight in WEIGHTS.items()
    ]
    return Rubric(
        "marks",
        version="1",
        title="Marks",
        criteria=[Criterion("all", "All", marks, combine=WeightedMean(), points=10)],
        levels=[Level(id_, id_, total >= f"{bar / 10}") for id_, bar in BARS.items()],
    )


@cache
def tenths() -> tuple[dict[str, Any], Any]:
    """Marks in tenths, and their sums by weight: each on a bar, or just below or above it.

    A sum is a whole number of thousandths of a point. All marks but two are drawn; these two, of
    weights 8 and 1, are what then leads to the bar.
    """
    random = np.random.default_rng(11)
    found: list[Any] = []
    sums: list[Any] = []
    names = [name for name in COLUMNS if name not in (COLUMNS[0], COLUMNS[-1])]
    by = np.array([WEIGHTS[name] for name in names])
    while sum(map(len, sums)) < ROWS:
        bar = random.choice([*BARS.values()], ROWS // 2 + 1)
        drawn = np.clip(np.rint(random.normal(bar, 12, (len(names), len(bar)))), 0, 100)
        aim = bar * 100 + random.integers(-1, 2, len(bar))
        rest = (aim - by @ drawn).astype(int)
        last, first = np.divmod(rest, 8)
        fine = (last >= 0) & (last <= 100)
        rows = np.vstack([first, drawn.astype(int), last])[:, fine]
        found.append(rows)
        sums.append(aim[fine])
    marks = np.hstack(found)[:, :ROWS]
    return dict(zip(COLUMNS, marks, strict=True)), np.hstack(sums)[:ROWS]


def test_rows_on_and_beside_a_bar() -> None:
    marks, sums = tenths()
    assert np.array_equal(sum(WEIGHTS[name] * marks[name] for name in COLUMNS), sums)
    tests = [sums >= bar * 100 for bar in BARS.values()]
    levels = np.select(tests, list(BARS), "none")
    values = {name: column / 10 for name, column in marks.items()}
    rubric = weighted("0.1")
    for place in range(0, ROWS, max(1, ROWS // 1000)):
        decision = rubric.decide({name: float(values[name][place]) for name in COLUMNS})
        assert decision.points == Fraction(int(sums[place]), 1000)
        assert (decision.level.id if decision.level else "none") == levels[place]
    connection = duckdb.connect()
    connection.register("marks", pa.table(values))
    print(f"\n{ROWS:,} rows on a bar, or a thousandth of a point beside it: wrong levels")
    scored: dict[str, Any] = {
        "Polars eager": frames.score(rubric, pl.DataFrame(values)),
        "Polars lazy": frames.score(rubric, pl.LazyFrame(values)).collect(),
        "pandas": frames.score(rubric, pd.DataFrame(values)),
        "PyArrow": frames.score(rubric, pa.table(values)),
        "DuckDB": frames.score(rubric, connection.table("marks")).to_arrow_table(),
    }
    for name, frame in scored.items():
        wrong = int((outcome(frame)[1] != levels).sum())
        print(f"  rubrika on {name}: {wrong:,}")
        assert wrong == 0
    on = np.isin(sums, [bar * 100 for bar in BARS.values()])
    for name, points in in_floats(values).items():
        wrong = _levels(points) != levels
        share = (wrong & on).sum() / on.sum()
        print(f"  in floats, {name}: {int(wrong.sum()):,}, {share:.1%} of the rows on a bar")
        assert not (wrong & ~on).any()


def in_floats(values: dict[str, Any]) -> dict[str, Any]:
    """The weighted means as they are worked out in floats here and there."""
    weights = [weight / 100 for weight in WEIGHTS.values()]
    marks = list(values.values())
    chain: Any = reduce(operator.add, (m * w for m, w in zip(marks, weights, strict=True)))
    return {
        "Polars' sum_horizontal": by_weight(pl.DataFrame(values))["points"].to_numpy(),
        "NumPy's matrix product": np.column_stack(marks) @ np.array(weights),
        "numpy.average": np.average(np.column_stack(marks), axis=1, weights=weights),
        "a chain of +": chain,
        "the same, divided by the sum of the weights": chain / reduce(operator.add, weights),
    }


def _levels(points: Any) -> Any:
    return np.select([points >= 8.5, points >= 7, points >= 5], list(BARS), "none")


def by_weight(frame: Any) -> Any:
    """The weighted marks in Polars, in plain floats."""
    mean = pl.sum_horizontal(pl.col(name) * (weight / 100) for name, weight in WEIGHTS.items())
    points = pl.col("points")
    return frame.with_columns(points=mean).with_columns(
        level=pl.when(points >= 8.5)
        .then(pl.lit("good"))
        .when(points >= 7)
        .then(pl.lit("fair"))
        .when(points >= 5)
        .then(pl.lit("average"))
        .otherwise(pl.lit("none"))
    )


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        ("0.1", "whole numbers, each value checked for its step of 0.1"),
        (None, "floats with an error bound; rows near a bar go to the exact engine"),
    ],
    ids=["whole numbers", "error bounds"],
)
def test_the_cost_of_exactness(step: str | None, kind: str) -> None:
    rubric = weighted(step)
    random = np.random.default_rng(3)
    marks = {name: random.integers(0, 101, ROWS) / 10 for name in COLUMNS}
    frame = pl.DataFrame(marks)
    compare(
        f"Weighted marks, {SIZE}, Polars lazy, by {kind}; against plain floats",
        lambda: frames.score(rubric, frame.lazy()).collect(),
        lambda: by_weight(frame.lazy()).collect(),
        rounds=9,
    )


# Wide rubrics


def wide(indicators: int = 2000) -> Rubric:
    scale = Bands({80: 5, 65: 4, 50: 3, 30: 1}, unit="%")
    leaves = [Indicator(f"i{n}", f"I{n}", scale) for n in range(indicators)]
    each = indicators // 4
    return Rubric(
        "wide",
        version="1",
        title="Wide",
        criteria=[Criterion(f"c{c}", f"C{c}", leaves[c * each : (c + 1) * each]) for c in range(4)],
        levels=[
            Level(id_, id_, total >= bar * indicators * 5 // 100, every("criteria") >= percent(50))
            for id_, bar in by_hand.LEVELS.items()
        ],
    )


def _duckdb_relation(values: dict[str, list[float]]) -> Any:
    connection = duckdb.connect()
    connection.register("arrow", pa.table(values))
    connection.execute("CREATE TABLE wide AS SELECT * FROM arrow")
    return connection.table("wide")


MAKE: Final[dict[str, tuple[Callable[[dict[str, list[float]]], Any], Callable[[Any], Any]]]] = {
    "Polars eager": (pl.DataFrame, lambda done: done),
    "Polars lazy": (pl.LazyFrame, lambda done: done.collect()),
    "pandas": (pd.DataFrame, lambda done: done),
    "PyArrow": (pa.table, lambda done: done),
    "DuckDB": (_duckdb_relation, lambda done: done.to_arrow_table()),
}


@pytest.mark.parametrize("engine", list(MAKE))
def test_a_rubric_of_2000_indicators(engine: str) -> None:
    make, run = MAKE[engine]
    rubric = wide()
    rubric.decide({leaf.id: 50 for leaf in rubric.indicators})
    native = make({leaf.id: [50.0, 90.0, 10.0] for leaf in rubric.indicators})
    made: list[Any] = []
    build = seconds(lambda: made.append(frames.score(rubric, native, key="i0")))
    done: list[Any] = []
    run_time = seconds(lambda: done.append(run(made[0])))
    points, levels = outcome(done[0])
    assert points.tolist() == [6000, 10_000, 0]
    assert levels.tolist() == ["average", "good", "none"]
    report(
        f"{engine}, 2,000 indicators, 3 rows (bar: 1 s)",
        [("frames.score", build), ("and collecting it", run_time)],
    )
