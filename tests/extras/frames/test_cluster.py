"""The examples for clusters run, and score rows where they lie."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.extras.frames.engines import spark

from rubrika import Indicator, Level, Linear, Rubric, frames, total

EXAMPLES = Path(__file__).parents[3] / "examples" / "frames"


def test_the_example_for_dask_prints_levels_and_counts() -> None:
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / "on_dask.py")], capture_output=True, text=True, check=True
    )
    words = [line.split() for line in done.stdout.splitlines()]
    assert words[1:5] == [
        ["A", "100.0", "good", "good"],
        ["B", "70.0", "good", "good"],
        ["C", "30.0", "none", "none"],
        ["D", "NaN", "NaN", "good,", "fair,", "none"],
    ]
    assert words[6:] == [["north", "2", "1.0"], ["south", "0", "0.0"]]


@pytest.mark.spark
def test_the_example_for_spark_prints_levels_and_counts(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(EXAMPLES / "on_spark.py"))["main"](spark())
    lines = [line.replace(" ", "") for line in capsys.readouterr().out.splitlines()]
    assert "|A|100.0|good|good|" in lines
    assert "|C|30.0|none|none|" in lines
    assert "|D|NULL|NULL|good,fair,none|" in lines
    assert "|north|2|1.0|" in lines
    assert "|south|0|0.0|" in lines


@pytest.mark.spark
def test_spark_collects_no_row_to_the_driver_where_bad_rows_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from pyspark.sql.classic.dataframe import DataFrame

    wait = Indicator("wait", "Wait", Linear(worst=30, best=5, points=20))  # floats
    rubric = Rubric(
        "r", version="1", title="R", criteria=[wait], levels=[Level("good", "Good", total >= 10)]
    )
    given = spark().createDataFrame([(5.0,), (17.5,), (30.0,), (None,)], "wait double")

    def refused(*_: Any, **__: Any) -> None:
        pytest.fail("rows were collected")

    with monkeypatch.context() as patch:
        for name in (
            "collect",
            "count",
            "first",
            "foreach",
            "head",
            "isEmpty",
            "show",
            "take",
            "tail",
            "toArrow",
            "toLocalIterator",
            "toPandas",
        ):
            patch.setattr(DataFrame, name, refused)
        made = frames.score(rubric, given, bad="tell")
        counted = frames.summary(rubric, given, bad="tell")
    found = {row["wait"]: (row["points"], row["level"]) for row in made.collect()}
    assert found == {
        5.0: (20.0, "good"),
        17.5: (10.0, "good"),
        30.0: (0.0, "none"),
        None: (None, None),
    }
    (row,) = counted.collect()
    assert (row["subjects"], row["good"], row["none"], row["open"], row["bad"]) == (4, 2, 1, 1, 0)


def test_dask_computes_nothing_before_it_is_asked_where_bad_rows_are_told() -> None:
    import dask
    import dask.dataframe as dd
    import pandas as pd

    def refused(*_: Any, **__: Any) -> None:
        pytest.fail("something was computed")

    wait = Indicator("wait", "Wait", Linear(worst=30, best=5, points=20))
    level = Level("good", "Good", total >= 10)
    rubric = Rubric("r", version="1", title="R", criteria=[wait], levels=[level])
    load: Any = dd
    settings: Any = dask
    given = load.from_pandas(pd.DataFrame({"wait": [5.0, 17.5, 30.0, None]}), npartitions=3)
    with settings.config.set(scheduler=refused):
        made = frames.score(rubric, given, bad="tell")
        counted = frames.summary(rubric, given, bad="tell")
    assert made.npartitions == given.npartitions
    assert made.compute()["points"].tolist()[:3] == [20.0, 10.0, 0.0]
    assert counted.compute()[["subjects", "good", "none", "open"]].to_numpy().tolist() == [
        [4, 2, 1, 1]
    ]
