"""DuckDB: what it guesses from the statistics of a file is not believed."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from rubrika import Bands, FrameError, Indicator, Level, Rubric, frames, total


def rubric(**limits: Any) -> Rubric:
    share = Indicator("a", "A", Bands({90: 10}, **limits))
    level = Level("good", "Good", total >= 10)
    return Rubric("r", version="1", title="R", criteria=[share], levels=[level])


@pytest.mark.parametrize("limits", [{}, {"unit": "%"}])
def test_nan_in_a_parquet_file_is_seen_though_its_statistics_leave_it_out(
    tmp_path: Path, limits: dict[str, str]
) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"a": [1.0, math.nan, 95.0]}).write_parquet(path)
    relation = duckdb.connect().read_parquet(str(path))
    with pytest.raises(FrameError, match="1 row is NaN"):
        frames.score(rubric(**limits), relation)
    told = frames.score(rubric(**limits), relation, bad="tell").fetchall()
    assert [row[1:3] for row in told] == [(0.0, "none"), (None, None), (10.0, "good")]
    missing = frames.score(rubric(**limits), relation, nan="missing").fetchall()
    assert [row[1:] for row in missing] == [(0.0, "none"), (None, None), (10.0, "good")]
