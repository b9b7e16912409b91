"""Numbers that do not fit: denominators beyond 63 bits, huge values, and columns of every type."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from tests.extras.frames.engines import ENGINES, Engine

from rubrika import (
    Bands,
    Choice,
    Criterion,
    Direct,
    Formula,
    FrameError,
    Indicator,
    Level,
    Linear,
    Rubric,
    WeightedMean,
    YesNo,
    frames,
    total,
)

PRIMES = (9973, 9967, 9949, 9941, 9931, 9929, 9923, 9907)
every_engine = pytest.mark.parametrize("engine", ENGINES)


def rubric_of(*nodes: Criterion | Indicator, bar: Any, **more: Any) -> Rubric:
    good = Level("good", "Good", total >= bar)
    return Rubric("r", version="1", title="R", criteria=nodes, levels=[good], **more)


def agree(
    engine: Engine, rubric: Rubric, table: pa.Table, rows: Sequence[Mapping[str, Any]]
) -> int:
    """Assert that each row has the level and points that the exact engine gives; count the good."""
    numbered = table.append_column("row", pa.array(range(len(rows)), pa.int32()))
    found = engine.rows(frames.score(rubric, engine.frame(numbered), key="row"))
    assert len(found) == len(rows)
    good = 0
    for row, said in zip(found, rows, strict=True):
        decision = rubric.decide({id_: cell for id_, cell in said.items() if cell is not None})
        reached = None if not decision.decided else decision.level.id if decision.level else "none"
        assert row["level"] == reached, said
        points = None if decision.points is None else float(decision.points)
        assert row["points"] == (None if points is None else pytest.approx(points, rel=1e-12))
        good += reached == "good"
    return good


def columns(rows: Sequence[Mapping[str, Any]], kind: pa.DataType) -> pa.Table:
    return pa.table({id_: pa.array([row[id_] for row in rows], kind) for id_ in rows[0]})


# Denominators

PRIME = rubric_of(
    *(Indicator(f"p{prime}", str(prime), YesNo(f"1/{prime}")) for prime in PRIMES),
    # those of the first four, and it turns on the last of 32 digits
    bar=sum(Fraction(1, prime) for prime in PRIMES[:4]),
)


def test_a_denominator_beyond_63_bits_is_told() -> None:
    told = frames.describe(PRIME)
    assert told.way == "floats"
    assert told.denominator is None
    assert told.denominators == {f"p{prime}": prime for prime in PRIMES}  # each alone fits
    assert 0 < told.nodes[0].error < 1e-15
    assert told.exact_rows
    assert "floats" in str(told)


@every_engine
def test_a_sum_beyond_63_bits_is_decided_exactly(engine: Engine) -> None:
    whole = list(product((True, False), repeat=len(PRIMES)))
    rows = [dict(zip((f"p{prime}" for prime in PRIMES), row, strict=True)) for row in whole]
    # p < q means 1/p > 1/q: of sets of four, the first has the least; so all with four or more
    # reach the bar, and none with three (3/9907 < 4/9973).
    due = sum(sum(row) >= 4 for row in whole)
    assert agree(engine, PRIME, columns(rows, pa.bool_()), rows) == due == 163


TINY = Decimal(1).scaleb(-12)
FINE = rubric_of(*(Indicator(id_, id_, Direct(1, step=str(TINY))) for id_ in "abc"), bar="1.5")


@every_engine
@pytest.mark.parametrize("kind", [pa.float64(), pa.decimal128(20, 12)], ids=str)
def test_values_with_twelve_decimals(engine: Engine, kind: pa.DataType) -> None:
    steps = [-1, 0, 1]
    cells = {step: Decimal("0.5") + step * TINY for step in steps}
    rows = [
        dict(zip("abc", (cells[step] for step in row), strict=True))
        for row in product(steps, repeat=3)
    ]
    given = (
        rows
        if kind != pa.float64()
        else [{id_: float(cell) for id_, cell in row.items()} for row in rows]
    )
    # as many sums are above as below; 7 of 27 are even: 000 and the six orders of -1 0 1
    assert agree(engine, FINE, columns(given, kind), rows) == (27 - 7) // 2 + 7


# Sizes

HUGE = 10**18


@every_engine
def test_a_huge_domain_in_whole_numbers(engine: Engine) -> None:
    rubric = rubric_of(
        Indicator(
            "x", "X", Linear(worst=0, best=HUGE, points=HUGE, least=0, most=HUGE, decimals=0)
        ),
        bar=HUGE // 2 + 1,
    )
    cells = [0, HUGE // 2 - 1, HUGE // 2, HUGE // 2 + 1, HUGE // 2 + 2, HUGE]
    rows = [{"x": cell} for cell in cells]
    assert agree(engine, rubric, columns(rows, pa.int64()), rows) == 3


@every_engine
def test_a_product_that_overflows_on_its_way_to_a_small_result(engine: Engine) -> None:
    # each share is n / (10^17 - 3), weighted by 1/7, 2/7, 4/7: the product of the denominators is
    # beyond 63 bits, the points are between 0 and 1
    most = 10**17 - 3
    parts = [
        Indicator(
            id_, id_, Linear(worst=0, best=most, points=1, least=0, most=most), weight=f"{w}/7"
        )
        for id_, w in zip("abc", (1, 2, 4), strict=True)
    ]
    rubric = rubric_of(
        Criterion("whole", "Whole", parts, combine=WeightedMean(), points=1),
        bar=f"{most // 7 * 7}/{most * 7}",
    )
    bar = most // 7 * 7  # in units of 1 / (7 · most)
    rows = [{"a": bar - 4 * (bar // 7) + step, "b": 0, "c": bar // 7} for step in (-1, 0, 1)]
    due = [row["a"] + 2 * row["b"] + 4 * row["c"] >= bar for row in rows]
    assert due == [False, True, True]
    assert agree(engine, rubric, columns(rows, pa.int64()), rows) == 2


# Types

OPEN_ENDED = rubric_of(Indicator("x", "X", Bands({10: 5, 0: 1})), bar=5)

NUMBERS: dict[pa.DataType, list[Any]] = {
    pa.int8(): [-128, 9, 10, 127, None],
    pa.uint8(): [0, 9, 10, 255, None],
    pa.int16(): [-(2**15), 9, 10, 2**15 - 1, None],
    pa.int32(): [-(2**31), 9, 10, 2**31 - 1, None],
    pa.uint32(): [0, 9, 10, 2**32 - 1, None],
    pa.int64(): [-(2**63), 9, 10, 2**63 - 1, None],
    pa.uint64(): [0, 9, 10, 2**64 - 1, None],
    pa.float32(): [-3.4e38, 9.999999, 10.0, 3.4e38, None],
    pa.float64(): [-1.7976931348623157e308, 9.999999999999998, 10.0, 1.7976931348623157e308, None],
    pa.decimal128(38, 0): [Decimal(-(10**38) + 1), Decimal(9), Decimal(10), Decimal(10**37), None],
    pa.decimal128(38, 10): [
        Decimal(-(10**27)),
        Decimal("9.9999999999"),
        Decimal(10),
        Decimal(10**27),
        None,
    ],
    pa.decimal128(38, 30): [
        Decimal(-(10**7)),
        Decimal("9." + "9" * 30),
        Decimal(10),
        Decimal("10." + "0" * 29 + "1"),
        None,
    ],
    pa.decimal128(10, 2): [Decimal(-1), Decimal("9.99"), Decimal(10), Decimal("10.01"), None],
}

FOR_SPARK = (pa.int64(), pa.float64(), pa.decimal128(38, 10))


@every_engine
@pytest.mark.parametrize("kind", NUMBERS, ids=str)
def test_a_column_of_any_type_of_numbers(engine: Engine, kind: pa.DataType) -> None:
    if engine.name == "pyspark" and kind not in FOR_SPARK and "RUBRIKA_ROWS" not in os.environ:
        pytest.skip("Spark takes a second for each; set RUBRIKA_ROWS for all of them")
    cells = NUMBERS[kind]
    read = pa.array(cells, kind).to_pylist()  # as that type holds them
    table = pa.table({"x": pa.array(cells, kind)})
    assert agree(engine, OPEN_ENDED, table, [{"x": cell} for cell in read]) == 2


@every_engine
def test_small_integers_add_up_beyond_their_type(engine: Engine) -> None:
    marks = [Indicator(id_, id_, Direct(100)) for id_ in "abc"]
    rows = [dict.fromkeys("abc", cell) for cell in (0, 99, 100)]
    assert agree(engine, rubric_of(*marks, bar=300), columns(rows, pa.int8()), rows) == 1


@every_engine
def test_a_column_without_a_type_is_missing_everywhere(engine: Engine) -> None:
    rubric = rubric_of(
        Indicator("x", "X", Bands({10: 5})),
        Indicator("y", "Y", YesNo(1)),
        Indicator("z", "Z", Choice({"no": 0, "some": 2})),
        bar=5,
    )
    rows: list[dict[str, Any]] = [dict.fromkeys("xyz")] * 2
    assert agree(engine, rubric, columns(rows, pa.null()), rows) == 0


COLOUR = rubric_of(Indicator("x", "X", Choice({"red": 0, "vàng": 3, "green": 5})), bar=3)
COLOURS = ["red", "green", None, "vàng"]
SHADES = ["red", "vàng", "green"]


@pytest.mark.parametrize(
    "frame",
    [
        pl.DataFrame({"x": pl.Series(COLOURS, dtype=pl.Categorical)}),
        pl.DataFrame({"x": pl.Series(COLOURS, dtype=pl.Enum(SHADES))}),
        pl.DataFrame({"x": pl.Series(COLOURS, dtype=pl.Enum([*SHADES, "never there"]))}),
        pd.DataFrame({"x": pd.Categorical(COLOURS, SHADES)}),
        pd.DataFrame({"x": pd.Categorical(COLOURS, SHADES, ordered=True)}),
        pd.DataFrame({"x": pd.array(COLOURS, "string")}),
        pd.DataFrame({"x": pd.Series(COLOURS, dtype=object)}),
        pa.table({"x": pa.array(COLOURS).dictionary_encode()}),
        pa.table({"x": pa.array(COLOURS, pa.large_string())}),
        pa.table({"x": pa.array(COLOURS, pa.string_view())}),
    ],
    ids=[
        "polars-categorical",
        "polars-enum",
        "polars-enum-more",
        "pandas-categorical",
        "pandas-ordered",
        "pandas-string",
        "pandas-object",
        "arrow-dictionary",
        "arrow-large",
        "arrow-view",
    ],
)
def test_options_in_columns_of_few_words(frame: Any) -> None:
    levels = frames.score(COLOUR, frame)["level"]
    assert [
        None if pd.isna(cell) else cell
        for cell in (levels.to_pylist() if isinstance(frame, pa.Table) else levels.to_list())
    ] == ["none", "good", None, "good"]


def test_options_in_an_enum_of_duckdb() -> None:
    import duckdb

    connection = duckdb.connect()
    connection.execute("create type shade as enum ('red', 'vàng', 'green', 'other')")
    connection.execute("create table given (row int, x shade)")
    connection.execute("insert into given values (0,'red'),(1,'green'),(2,null),(3,'vàng')")
    made = frames.score(COLOUR, connection.table("given"))
    levels = made.order("row").project("level").fetchall()
    assert [cell for (cell,) in levels] == ["none", "good", None, "good"]


@pytest.mark.parametrize(
    "series",
    [
        pd.Series([Decimal("9.99"), Decimal(10), None], dtype=object),
        pd.Series([Decimal("9.99"), 10, None], dtype=object),
        pd.Series([Decimal("9.99"), 10.0, float("nan")], dtype=object),
        pd.Series([Decimal("9.9999999999999999999999999"), Decimal("1e40"), None], dtype=object),
        pd.Series([9, 10, None], dtype="Int64"),
        pd.Series([9, 10, None], dtype="Int8"),
        pd.Series([9, 10, None], dtype="UInt64"),
        pd.Series([9.5, 10, None], dtype="Float64"),
        pd.Series([9.5, 10, None], dtype="Float32"),
        pd.Series([9.5, 10, None], dtype="float64"),
        pd.Series([9.5, 10, None], dtype="float32"),
        pd.Series([9, 10, None], dtype="int64[pyarrow]"),
        pd.Series([9.5, 10, None], dtype="double[pyarrow]"),
        pd.Series([Decimal(9), Decimal(10), None], dtype=pd.ArrowDtype(pa.decimal128(10, 2))),
    ],
    ids=lambda series: str(series.dtype),
)
def test_numbers_in_columns_of_pandas(series: Any) -> None:
    made = frames.score(OPEN_ENDED, pd.DataFrame({"x": series}), give=["points", "level"])
    assert made["points"].astype("Float64").to_list()[:2] == [1.0, 5.0]
    levels = made["level"].to_list()
    assert levels[:2] == ["none", "good"]
    assert pd.isna(levels[2])
    assert pd.isna(made["points"].iloc[2])


# Frames

SMALL = rubric_of(
    Indicator("x", "X", Bands({10: 5}, decimals=1)),
    Indicator("y", "Y", YesNo(1)),
    Indicator("z", "Z", Choice({"no": 0, "some": 2})),
    bar=5,
)
SHAPE = pa.schema([("x", pa.float64()), ("y", pa.bool_()), ("z", pa.string())])


@every_engine
@pytest.mark.parametrize("bad", ["fail", "tell"])
def test_a_frame_without_rows(engine: Engine, bad: frames.Bad) -> None:
    table = SHAPE.append(pa.field("row", pa.int64())).empty_table()
    give: Sequence[frames.Output] = ["points", "level", "least", "most", "possible", "why"]
    made = frames.score(SMALL, engine.frame(table), give=give, nodes=True, bad=bad)
    assert engine.rows(made) == []
    names = ["x", "y", "z", "row", *give, "x_points", "y_points", "z_points"]
    assert engine.table(made).column_names == [*names, *(["problem"] if bad == "tell" else [])]


@every_engine
def test_a_frame_with_no_columns_but_those_needed(engine: Engine) -> None:
    table = pa.table({"x": [10.0], "y": [True], "z": ["some"]})
    assert engine.table(frames.score(SMALL, engine.frame(table))).to_pylist() == [
        {"x": 10.0, "y": True, "z": "some", "points": 8.0, "level": "good"}
    ]
    bare = frames.score(SMALL, engine.frame(table), key=[], give=["level"])
    assert engine.table(bare).to_pylist() == [{"level": "good"}]


def test_the_index_of_a_pandas_frame_is_kept_with_its_duplicates() -> None:
    index = pd.Index(["b", "a", "b", "a"], name="who")
    frame = pd.DataFrame(
        {"x": [10.0, 9.0, None, 10.0], "y": [True] * 4, "z": ["no"] * 4}, index=index
    )
    for key in (None, ["z"], []):
        made = frames.score(SMALL, frame, key=key)
        levels = ["good", "none", None, "good"]
        assert [None if pd.isna(cell) else cell for cell in made["level"]] == levels
        assert made.index.equals(index)
        assert made.index.name == "who"


NOTHING = Rubric(
    "r",
    version="1",
    title="R",
    criteria=[
        Indicator("x", "X", Formula("log(value)", points=10, least=1, most=100)),
        Indicator("y", "Y", YesNo(1)),
    ],
)


@every_engine
@pytest.mark.parametrize("key", [[], ["x"]], ids=["bare", "key"])
@pytest.mark.parametrize("rows", [0, 1, 3])
def test_what_is_the_same_for_all_rows_is_given_for_each(
    engine: Engine, key: list[str], rows: int
) -> None:
    table = pa.table({"x": pa.array([1.0] * rows, pa.float64()), "z": pa.array([1] * rows)})
    nothing = {"x": None, "y": None}
    made = frames.score(NOTHING, engine.frame(table), columns=nothing, give=["level"], key=key)
    due = {"x": 1.0, "level": "none"} if key else {"level": "none"}
    assert engine.table(made).to_pylist() == [due] * rows


def test_where_nothing_is_read_the_exact_engine_still_answers() -> None:
    frame = pl.DataFrame({"z": [1, 2]})
    for native in (frame, frame.to_pandas(), frame.to_arrow()):
        made = frames.score(NOTHING, native, columns={"x": None, "y": None}, give=["points"])
        points = pl.DataFrame(made)["points"].fill_nan(None)
        assert points.to_list() == [None, None]


def test_a_key_that_is_named_twice_is_kept_once() -> None:
    table = pa.table({"x": [10.0], "y": [True], "z": ["some"]})
    made = frames.score(SMALL, table, key=["z", "z"], give=["level"])
    assert made.to_pylist() == [{"z": "some", "level": "good"}]


@every_engine
def test_an_output_with_the_name_of_a_column_that_is_read(engine: Engine) -> None:
    # lazy engines would need both at once, where rows can be left to the exact engine
    table = pa.table({"x": [10.0], "y": [True], "z": ["some"]})
    rubric = rubric_of(Indicator("x", "X", Linear(worst=0, best=20, points=16)), bar=5)
    names = {"points": "x"}
    if engine.name in ("polars-lazy", "duckdb", "pyspark"):
        with pytest.raises(FrameError, match="a column that is read") as caught:
            frames.score(rubric, engine.frame(table), key=[], names=names)
        assert [problem.code for problem in caught.value.problems] == ["column-collision"]
    else:
        made = frames.score(rubric, engine.frame(table), key=[], names=names)
        assert engine.table(made).to_pylist() == [{"x": 8.0, "level": "good"}]
