"""The rivals of frames: one query over a table, as each tool's own users write it by hand.

The table has 20 columns of numbers with one decimal, in 4 criteria of 5. A column gives 0 to 5
points by bands, points are added up, and there are three levels, each with a bar for the total and
a floor for every criterion. All rivals give back the whole table with the columns ``points`` and
``level``. None of them looks for missing, infinite or forbidden values.
"""

from __future__ import annotations

from functools import reduce
from typing import Any, Final

import numpy as np
import polars as pl
import pytest

from rubrika import Bands, Criterion, Indicator, Level, Rubric, every, percent, total

pd: Any = pytest.importorskip("pandas")  # Any, as it brings no types
duckdb: Any = pytest.importorskip("duckdb")
skcriteria: Any = pytest.importorskip("skcriteria")
simple: Any = pytest.importorskip("skcriteria.agg.simple")

__all__ = [
    "COLUMNS",
    "LEVELS",
    "RUBRIC",
    "by_duckdb",
    "by_numpy",
    "by_pandas_cut",
    "by_pandas_select",
    "by_polars",
    "by_scikit_criteria",
    "table",
]

CRITERIA: Final = {f"c{c}": [f"i{c}{n}" for n in range(5)] for c in range(4)}
COLUMNS: Final = [name for columns in CRITERIA.values() for name in columns]
BOUNDS: Final = [30, 50, 65, 80]
POINTS: Final = [0, 1, 3, 4, 5]
LEVELS: Final = {"good": 85, "fair": 70, "average": 50}

RUBRIC: Final = Rubric(
    "banded",
    version="1",
    title="Banded",
    criteria=[
        Criterion(
            id_,
            id_,
            [
                Indicator(name, name, Bands({80: 5, 65: 4, 50: 3, 30: 1}, unit="%"))
                for name in columns
            ],
        )
        for id_, columns in CRITERIA.items()
    ],
    levels=[
        Level(id_, id_, total >= bar, every("criteria") >= percent(50))
        for id_, bar in LEVELS.items()
    ],
)


def table(rows: int) -> dict[str, Any]:
    """Columns of numbers from 30.0 to 100.0; one row in ten from 70.0, so that all levels occur."""
    random = np.random.default_rng(7)
    least = np.where(random.random(rows) < 0.1, 700, 300)
    return {name: random.integers(least, 1001) / 10 for name in COLUMNS}


def by_polars(frame: Any, dtype: Any = None) -> Any:
    """Polars, eager or lazy: chains of when and then, and horizontal sums.

    Args:
        frame: The table.
        dtype: The type of the points, where the author thinks of one.
    """

    def points(name: str) -> pl.Expr:
        value = pl.col(name)
        return (
            pl.when(value >= 80)
            .then(pl.lit(5, dtype=dtype))
            .when(value >= 65)
            .then(pl.lit(4, dtype=dtype))
            .when(value >= 50)
            .then(pl.lit(3, dtype=dtype))
            .when(value >= 30)
            .then(pl.lit(1, dtype=dtype))
            .otherwise(pl.lit(0, dtype=dtype))
        )

    frame = frame.with_columns(
        pl.sum_horizontal(map(points, columns)).alias(id_) for id_, columns in CRITERIA.items()
    )
    frame = frame.with_columns(
        points=pl.sum_horizontal(*CRITERIA),
        floor=pl.min_horizontal(pl.col(id_) / 25 for id_ in CRITERIA) >= 0.5,
    )
    enough, floor = pl.col("points"), pl.col("floor")
    return frame.with_columns(
        level=pl.when((enough >= 85) & floor)
        .then(pl.lit("good"))
        .when((enough >= 70) & floor)
        .then(pl.lit("fair"))
        .when((enough >= 50) & floor)
        .then(pl.lit("average"))
        .otherwise(pl.lit("none"))
    ).drop(*CRITERIA, "floor")


def by_pandas_select(frame: Any) -> Any:
    """pandas with ``numpy.select``."""

    def points(name: str) -> Any:
        value = frame[name]
        return np.select([value >= 80, value >= 65, value >= 50, value >= 30], [5, 4, 3, 1], 0)

    return _pandas_levels(frame, points)


def by_pandas_cut(frame: Any) -> Any:
    """pandas with ``pandas.cut``."""
    bins = [-np.inf, *BOUNDS, np.inf]
    gives = np.array(POINTS)

    def points(name: str) -> Any:
        return gives[pd.cut(frame[name], bins, right=False, labels=False)]

    return _pandas_levels(frame, points)


def _pandas_levels(frame: Any, points: Any) -> Any:
    criteria = [sum(map(points, columns)) for columns in CRITERIA.values()]
    enough, floor = sum(criteria), reduce(np.minimum, criteria) / 25 >= 0.5
    return frame.assign(points=enough, level=_levels(enough, floor))


def _levels(enough: Any, floor: Any) -> Any:
    tests = [(enough >= bar) & floor for bar in LEVELS.values()]
    return np.select(tests, list(LEVELS), "none")


def by_numpy(columns: dict[str, Any]) -> dict[str, Any]:
    """NumPy with ``searchsorted``."""
    gives = np.array(POINTS)
    criteria = [
        sum(gives[np.searchsorted(BOUNDS, columns[name], side="right")] for name in names)
        for names in CRITERIA.values()
    ]
    enough, floor = sum(criteria), reduce(np.minimum, criteria) / 25 >= 0.5
    return columns | {"points": enough, "level": _levels(enough, floor)}


def by_duckdb(connection: Any, name: str) -> Any:
    """DuckDB with CASE, over the table *name*."""

    def points(column: str) -> str:
        return (
            f"CASE WHEN {column} >= 80 THEN 5 WHEN {column} >= 65 THEN 4 "
            f"WHEN {column} >= 50 THEN 3 WHEN {column} >= 30 THEN 1 ELSE 0 END"
        )

    sums = ", ".join(
        f"{' + '.join(map(points, columns))} AS {id_}" for id_, columns in CRITERIA.items()
    )
    return connection.sql(f"""
        WITH criteria AS (SELECT *, {sums} FROM {name}),
        totals AS (
            SELECT *, c0 + c1 + c2 + c3 AS points, least(c0, c1, c2, c3) / 25 >= 0.5 AS floor
            FROM criteria
        )
        SELECT {", ".join(COLUMNS)}, points,
            CASE WHEN points >= 85 AND floor THEN 'good'
                 WHEN points >= 70 AND floor THEN 'fair'
                 WHEN points >= 50 AND floor THEN 'average'
                 ELSE 'none' END AS level
        FROM totals
    """)  # noqa: S608  # names and numbers of this file


def by_scikit_criteria(columns: dict[str, Any]) -> tuple[Any, Any]:
    """scikit-criteria's weighted sum model, which knows neither bands nor levels.

    Args:
        columns: The points of each column, worked out beforehand.

    Returns:
        What scores them, and the scores that it gives.
    """
    matrix = np.column_stack(list(columns.values())).astype(float)
    decision = skcriteria.mkdm(
        matrix, [max] * len(columns), weights=[1.0] * len(columns), criteria=list(columns)
    )
    model = simple.WeightedSumModel()
    return (lambda: model.evaluate(decision)), model.evaluate(decision).e_.score
