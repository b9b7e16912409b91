"""Descriptions tell the way that is taken, and engines without a way for single rows say so."""

from __future__ import annotations

from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from tests.extras.frames.engines import EXPRESSING, SPOKEN, Engine
from tests.extras.frames.test_engines import EXAMPLES, check, tables

from rubrika import (
    Bands,
    Formula,
    FrameError,
    Indicator,
    Level,
    Linear,
    Rubric,
    frames,
    total,
)


def rubric_of(*indicators: Indicator, bar: int = 5) -> Rubric:
    good = Level("good", "Good", total >= bar)
    return Rubric("r", version="1", title="R", criteria=indicators, levels=[good])


WHOLE = rubric_of(
    Indicator("rate", "Rate", Bands({90: "2.5", 75: 1}, unit="%")),
    Indicator("share", "Share", Linear(worst=0, best=60, points=7, least=0, most=60, decimals=1)),
)
LINE = rubric_of(Indicator("share", "Share", Linear(worst=0, best=60, points=7)))
ROOT = rubric_of(
    Indicator("depth", "Depth", Formula("root(value) + 0", points=10, most=100, least=0))
)


def test_whole_numbers() -> None:
    told = frames.describe(WHOLE)
    # bands in halves; 7 · k / 600, with k tenths; and all over the least common multiple
    assert told.way == "integers"
    assert told.denominators == {"total": 600, "rate": 2, "share": 600}
    assert told.denominator == 600
    assert told.exact_rows == ()
    assert str(told).splitlines() == [
        "r 1: the total is worked out in whole numbers, exactly",
        "  total  whole numbers over 600",
        "  rate   whole numbers over 2",
        "  share  whole numbers over 600",
        "No row needs the exact engine.",
    ]


def test_floats_where_decimals_are_not_declared() -> None:
    told = frames.describe(LINE)
    assert told.way == "floats"
    assert told.denominator is None
    assert 0 < told.nodes[0].error < 1e-6
    places = {place for place, _ in told.exact_rows}
    assert "level good" in places
    assert "The exact engine scores rows again where:" in str(told)


def test_whole_columns_make_whole_numbers_of_it() -> None:
    told = frames.describe(LINE, pl.DataFrame({"share": [1, 2]}))
    assert (told.way, told.denominator) == ("integers", 60)
    decimals = pl.DataFrame({"share": [None]}, schema={"share": pl.Decimal(6, 2)})
    assert frames.describe(LINE, decimals).denominator == 6000


def test_a_root_is_no_whole_number() -> None:
    told = frames.describe(ROOT)
    assert told.way == "floats"
    assert any("root" in why for _, why in told.exact_rows)


def test_the_exact_engine_where_only_python_can_read() -> None:
    import pandas as pd

    frame = pd.DataFrame({"share": pd.Series([1, "x", None], dtype=object)})
    told = frames.describe(LINE, frame)
    assert told.way == "exact"
    ((place, why),) = told.exact_rows
    assert place == "every row"
    assert "'share'" in why


def test_no_row_is_read() -> None:
    def never(frame: pl.DataFrame) -> pl.DataFrame:
        raise AssertionError(frame)

    frame = pl.LazyFrame({"share": [101.0]}).map_batches(never, schema={"share": pl.Float64})
    assert frames.describe(LINE, frame).way == "floats"


def test_what_is_wrong_with_a_frame_is_told() -> None:
    with pytest.raises(FrameError) as caught:
        frames.describe(WHOLE, pl.DataFrame({"rates": [1.0], "share": [True]}))
    found = [(problem.code, problem.path) for problem in caught.value.problems]
    assert found == [("missing-column", "rate"), ("column-type", "share")]


@pytest.mark.parametrize("engine", EXPRESSING)
def test_every_engine_is_described(engine: Engine) -> None:
    table = pa.table({"rate": [90.0], "share": pa.array([60], pa.int64())})
    told = frames.describe(WHOLE, engine.frame(table))
    assert told.denominators == {"total": 60, "rate": 2, "share": 60}


@pytest.mark.parametrize("engine", EXPRESSING)
def test_whole_numbers_over_the_denominator_that_is_told(engine: Engine) -> None:
    table = pa.table({"row": [0, 1, 2], "rate": [90.0, 80.0, None], "share": [0.1, 60.0, 6.0]})
    made = frames.score(WHOLE, engine.frame(table), key="row", nodes=["rate"], numbers="whole")
    rows = engine.rows(made)
    # 2.5 · 600 + 7, and 1 · 600 + 7 · 600
    assert [row["points"] for row in rows[:2]] == [1507, 4800]
    assert [row["rate_points"] for row in rows[:2]] == [5, 2]
    assert rows[2]["points"] is None or rows[2]["points"] != rows[2]["points"]  # NaN
    with pytest.raises(FrameError, match="not whole numbers"):
        frames.score(LINE, engine.frame(table), key="row", numbers="whole")


# What narwhals alone speaks for


def test_rows_for_the_exact_engine_are_refused_where_it_cannot_be_called() -> None:
    frame = SPOKEN.frame(pa.table({"share": [30.0]}))
    with pytest.raises(FrameError) as caught:
        frames.score(LINE, frame)
    (problem,) = caught.value.problems
    assert problem.code == "no-batches"
    assert "decimals" in problem.hint
    due = frames.score(WHOLE, SPOKEN.frame(pa.table({"rate": [90.0], "share": [60.0]})), key=[])
    assert SPOKEN.table(due).to_pylist() == [{"points": 9.5, "level": "good"}]


def test_what_expressions_can_do_is_what_the_exact_engine_does() -> None:
    scored = 0

    @settings(max_examples=max(EXAMPLES // 3, 5))
    @given(tables())
    def law(case: tuple[Any, ...]) -> None:
        nonlocal scored
        rubric, table, says, options = case
        # SQLFrame takes a dot for that of a struct
        ids = [given.id for given in rubric.program.inputs]
        places = {
            id_: next(n for n in table.column_names if n in (id_, f"context.{id_}")) for id_ in ids
        }
        plain = {name: name.replace(".", "_").replace("-", "_") for name in table.column_names}
        options = options | {
            "columns": {id_: plain[name] for id_, name in places.items()},
            "not_applicable": {id_: plain[n] for id_, n in options["not_applicable"].items()},
        }
        renamed = table.rename_columns(list(plain.values()))
        try:
            check(SPOKEN, (rubric, renamed, says, options))
        except FrameError as error:
            if error.problems[0].code != "no-batches":
                raise
        else:
            scored += 1

    law()
    assert scored > 0
