"""Bad rows, and bad calls: told with counts and examples, and nothing is dropped or becomes 0."""

from __future__ import annotations

import math
import os
import unicodedata
from collections.abc import Callable
from typing import Any

import attrs
import polars as pl
import pyarrow as pa
import pytest
from tests.extras.frames.engines import ENGINES, EXPRESSING, Engine

from rubrika import (
    Attribute,
    Bands,
    Categories,
    Choice,
    Direct,
    FrameError,
    Indicator,
    Level,
    NaPolicy,
    Quantity,
    Rubric,
    YesNo,
    context,
    frames,
    total,
)

EVERYTHING: tuple[frames.Output, ...] = ("points", "level", "least", "most", "possible", "why")

RUBRIC = Rubric(
    "r",
    version="1",
    title="R",
    criteria=[
        Indicator("rate", "Rate", Bands({90: 10, 75: 5}, unit="%", decimals=1)),
        Indicator("mark", "Mark", Direct(10, step="0.5")),
        Indicator("safe", "Safe", YesNo(1)),
        Indicator("colour", "Colour", Choice({"đỏ": 0, "vàng": 3})),
        Indicator("beach", "Beach", YesNo(2), na=NaPolicy("full", justified=True)),
    ],
    context=[
        Attribute("area", "Area", Categories(["town", "village"])),
        Attribute("homes", "Homes", Quantity(0, decimals=0), required=False),
    ],
    levels=[Level("good", "Good", total >= 20)],
)

# Each of four rows is good and has 10 + 7.5 + 1 + 3 + 2 = 23.5 points; in some, one cell is bad.
GOOD = {
    "rate": 92.5,
    "mark": 7.5,
    "safe": True,
    "colour": "vàng",
    "beach": True,
    "area": "town",
    "homes": 40.0,
}
PANDAS = ("pandas", "pandas-objects", "pandas-arrow", "dask")


@attrs.frozen
class Kind:
    """A kind of bad cells: in which column, the four cells of it, and what is told of which."""

    name: str
    column: str
    cells: list[Any]
    bad: list[int]
    code: str
    words: str
    example: str = ""
    na: dict[str, list[Any]] | None = None
    not_in: tuple[str, ...] = ()


NAN = math.nan
INF = math.inf
KINDS = [
    Kind("nan", "rate", [92.5, NAN, NAN, 92.5], [1, 2], "number", "NaN", not_in=PANDAS),
    Kind("inf", "rate", [92.5, INF, 92.5, INF], [1, 3], "out-of-domain", "outside", "inf"),
    Kind("-inf", "homes", [-INF, 1.0, 2.0, 3.0], [0], "out-of-domain", "outside", "-inf"),
    Kind("inf-open", "homes", [INF, 1.0, 2.0, 3.0], [0], "out-of-domain", "outside", "inf"),
    Kind("above", "rate", [100.0, 100.1, 92.5, 250.0], [1, 3], "out-of-domain", "outside", "100.1"),
    Kind("below", "mark", [7.5, 7.5, 7.5, -0.5], [3], "out-of-domain", "outside", "-0.5"),
    Kind("decimals", "rate", [92.5, 92.55, 90.01, 90.1], [1, 2], "decimals", "decimal", "92.55"),
    Kind("decimals-fact", "homes", [1.0, 2.5, 3.0, 4.0], [1], "decimals", "decimal", "2.5"),
    Kind("step", "mark", [7.5, 7.25, 8.0, 7.499999], [1, 3], "step", "step", "7.25"),
    Kind(
        "option",
        "colour",
        ["vàng", "blau", "Vàng", ""],
        [1, 2, 3],
        "unknown-option",
        "none of",
        "'blau'",
    ),
    Kind(
        "fact-option",
        "area",
        ["town", "city", "town", "town"],
        [1],
        "unknown-option",
        "none of",
        "'city'",
    ),
    Kind(
        "fact-missing", "area", ["town", None, None, "town"], [1, 2], "missing-context", "missing"
    ),
    Kind(
        "text-for-number", "rate", ["92.5", "92.5", "no", "1"], [0, 1, 2, 3], "column-type", "type"
    ),
    Kind("yes-for-number", "rate", [True, False, True, True], [0, 1, 2, 3], "column-type", "type"),
    Kind("number-for-yes", "safe", [1, 1, 0, 1], [0, 1, 2, 3], "column-type", "type"),
    Kind("text-for-yes", "safe", ["yes", "yes", "no", "yes"], [0, 1, 2, 3], "column-type", "type"),
    Kind("number-for-option", "colour", [1, 2, 3, 4], [0, 1, 2, 3], "column-type", "type"),
    Kind(
        "na-with-value",
        "away",
        [None, "no coast", None, None],
        [1],
        "value",
        "both a value and not applicable",
        "'no coast'",
    ),
    Kind(
        "na-blank",
        "away",
        [None, "", "  ", "no coast"],
        [1, 2],
        "na-justification",
        "without a justification",
        na={"beach": [True, None, None, None]},
    ),
    Kind(
        "na-unjustified",
        "away",
        [False, True, None, False],
        [1],
        "na-justification",
        "without a justification",
        na={"beach": [True, None, True, True]},
    ),
]

FOR_SPARK = ("nan", "decimals", "option", "number-for-yes", "na-blank")


def table_of(kind: Kind) -> pa.Table:
    columns = {name: [cell] * 4 for name, cell in GOOD.items()} | (kind.na or {})
    columns[kind.column] = kind.cells
    return pa.table({"row": [0, 1, 2, 3], **columns})


def options_of(kind: Kind) -> dict[str, Any]:
    return {"not_applicable": {"beach": "away"}} if kind.column == "away" else {}


def due_of(engine: Engine, kind: Kind) -> tuple[Kind, pa.Table]:
    if engine.name in kind.not_in:
        pytest.skip("NaN is what pandas writes for a missing value")
    if engine.name == "pyspark" and kind.name not in FOR_SPARK and "RUBRIKA_ROWS" not in os.environ:
        pytest.skip("Spark takes a second for each; set RUBRIKA_ROWS for all of them")
    return kind, table_of(kind)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("engine", ENGINES)
def test_bad_rows_fail_with_counts_and_examples(engine: Engine, kind: Kind) -> None:
    kind, table = due_of(engine, kind)
    with pytest.raises(FrameError) as caught:
        frames.score(RUBRIC, engine.frame(table), **options_of(kind))
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == (kind.code, kind.column)
    assert kind.words in problem.message
    if kind.code != "column-type":  # that is said of the column, before any row is read
        count = len(kind.bad)
        assert problem.message.startswith("1 row is " if count == 1 else f"{count} rows are ")
        assert kind.example in problem.message


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("engine", ENGINES)
def test_bad_rows_are_told_and_the_others_scored(engine: Engine, kind: Kind) -> None:
    kind, table = due_of(engine, kind)
    made = frames.score(
        RUBRIC,
        engine.frame(table),
        give=EVERYTHING,
        nodes=True,
        bad="tell",
        key="row",
        **options_of(kind),
    )
    rows = engine.rows(made)
    assert [row["row"] for row in rows] == [0, 1, 2, 3]
    for row in rows:
        given = {name: cell for name, cell in row.items() if name not in ("row", "problem")}
        if row["row"] in kind.bad:
            assert kind.column in row["problem"]
            assert kind.words in row["problem"] or kind.code == "column-type"
            assert set(map(none, given.values())) == {None}
        else:
            assert none(row["problem"]) is None
            assert none(row["points"]) is not None
            assert row["level"] == "good"


def none(cell: Any) -> Any:
    return None if isinstance(cell, float) and math.isnan(cell) else cell


@pytest.mark.parametrize("engine", ENGINES)
def test_more_than_one_thing_bad_in_a_row(engine: Engine) -> None:
    columns = {name: [cell] * 4 for name, cell in GOOD.items()}
    columns |= {"rate": [101.0, 92.5, 92.5, 92.5], "mark": [11.0, 7.5, 0.1, 7.5]}
    table = pa.table({"row": [0, 1, 2, 3], **columns})
    rows = engine.rows(frames.score(RUBRIC, engine.frame(table), bad="tell"))
    assert rows[0]["problem"].split("; ")[0].startswith("rate: outside the domain")
    assert rows[0]["problem"].split("; ")[1].startswith("mark: outside the domain")
    assert [none(row["points"]) for row in rows] == [None, 23.5, None, 23.5]
    with pytest.raises(FrameError) as caught:
        frames.score(RUBRIC, engine.frame(table))
    found = {(problem.path, problem.code) for problem in caught.value.problems}
    assert found == {("rate", "out-of-domain"), ("mark", "out-of-domain"), ("mark", "step")}


@pytest.mark.parametrize("engine", EXPRESSING)
def test_nan_is_missing_by_choice(engine: Engine) -> None:
    columns = {name: [cell] * 3 for name, cell in GOOD.items() if name != "homes"}
    columns |= {"rate": [NAN, None, 92.5]}
    table = pa.table({"row": [0, 1, 2], **columns})
    made = frames.score(
        RUBRIC,
        engine.frame(table),
        give=["points", "level", "least", "most"],
        key="row",
        nan="missing",
        columns={"homes": None},
    )
    # of 23.5 points, 10 are open
    found = [[none(row[name]) for name in ("points", "least", "most")] for row in engine.rows(made)]
    assert found == [[None, 13.5, 23.5], [None, 13.5, 23.5], [23.5, 23.5, 23.5]]
    assert [none(row["level"]) for row in engine.rows(made)] == [None, None, "good"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_options_written_in_either_form_of_unicode(engine: Engine, form: Any) -> None:
    columns = {name: [cell] for name, cell in GOOD.items()}
    columns["colour"] = [unicodedata.normalize(form, "vàng")]
    table = pa.table({"row": [0], **columns})
    (row,) = engine.rows(frames.score(RUBRIC, engine.frame(table), key="row"))
    assert (row["points"], row["level"]) == (23.5, "good")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_division_by_zero_is_told_of_its_row(engine: Engine) -> None:
    rubric = Rubric(
        "per-home",
        version="1",
        title="Per home",
        criteria=[Indicator("taps", "Taps", Direct(100))],
        context=[Attribute("homes", "Homes", Quantity(0, 1000, decimals=0))],
        levels=[Level("good", "Good", total / context("homes") >= "1/2")],
    )
    table = pa.table({"row": [0, 1, 2], "taps": [10.0, 10.0, 9.0], "homes": [20.0, 0.0, 20.0]})
    # a worker of Spark raises it, and Spark tells of that in its own error
    with pytest.raises(Exception if engine.name == "pyspark" else FrameError) as caught:
        engine.table(frames.score(rubric, engine.frame(table)))
    assert "zero" in str(caught.value)
    rows = engine.rows(frames.score(rubric, engine.frame(table), bad="tell"))
    assert [none(row["level"]) for row in rows] == ["good", None, "none"]
    assert [none(row["points"]) for row in rows] == [10.0, None, 9.0]
    assert [none(row["problem"]) is None for row in rows] == [True, False, True]
    assert "zero" in rows[1]["problem"]


# Names

FRAME = pl.DataFrame({name: [cell] for name, cell in GOOD.items()})

CALLS: list[
    tuple[str, dict[str, Any], Callable[[pl.DataFrame], pl.DataFrame], list[tuple[str, str, str]]]
] = [
    (
        "a column has the name of an output",
        {},
        lambda frame: frame.with_columns(points=pl.lit(1)),
        [("column-collision", "names.points", "points_2")],
    ),
    (
        "two outputs have one name",
        {"names": {"points": "level"}},
        lambda frame: frame,
        [("column-collision", "names.level", "level_2")],
    ),
    (
        "the key has the name of an output",
        {"key": "level"},
        lambda frame: frame.with_columns(level=pl.lit("x")),
        [("column-collision", "names.level", "keep fewer")],
    ),
    (
        "a node's points have the name of a column",
        {"nodes": ["rate"]},
        lambda frame: frame.with_columns(rate_points=pl.lit(1)),
        [("column-collision", "names.rate", "rate_points_2")],
    ),
    (
        "the problems have the name of a column",
        {"bad": "tell"},
        lambda frame: frame.with_columns(problem=pl.lit("none")),
        [("column-collision", "names.problem", "problem_2")],
    ),
    (
        "the word for no level is a level",
        {"no_level": "good"},
        lambda frame: frame,
        [("column-collision", "no_level", "no level")],
    ),
    (
        "columns are not there",
        {},
        lambda frame: frame.rename({"rate": "rates", "area": "areas"}),
        [("missing-column", "rate", "rates"), ("missing-column", "area", "areas")],
    ),
    (
        "unknown ids",
        {
            "columns": {"rat": "rate"},
            "context": {"are": "town"},
            "not_applicable": {"beech": "x"},
            "nodes": ["mork"],
            "names": {"pints": "p"},
        },
        lambda frame: frame,
        [
            ("unknown-indicator", "columns.rat", "rate"),
            ("unknown-context", "context.are", "area"),
            ("unknown-indicator", "not_applicable.beech", "beach"),
            ("unknown-output", "nodes", "mark"),
            ("unknown-output", "names.pints", "points"),
        ],
    ),
    (
        "unknown words",
        {"give": ["point"], "bad": "fial", "nan": "mising", "numbers": "wholes"},
        lambda frame: frame,
        [
            ("unknown-output", "give", "points"),
            ("unknown-word", "bad", "fail"),
            ("unknown-word", "nan", "missing"),
            ("unknown-word", "numbers", "whole"),
        ],
    ),
    (
        "an unknown key",
        {"key": ["rats"]},
        lambda frame: frame,
        [("missing-column", "key", "rate")],
    ),
    (
        "what must apply",
        {"not_applicable": {"rate": "x"}},
        lambda frame: frame,
        [("na-not-allowed", "not_applicable.rate", "x")],
    ),
    (
        "a fact that is stated and read",
        {"context": {"area": "town"}, "columns": {"area": "area"}},
        lambda frame: frame,
        [("stated-twice", "context.area", "one of the two")],
    ),
    (
        "a fact that is none of its options",
        {"context": {"area": "twon"}},
        lambda frame: frame,
        [("unknown-option", "context.area", "town")],
    ),
    (
        "a column that is no name",
        {"columns": {"rate": 3}},
        lambda frame: frame,
        [("column-name", "columns.rate", "name")],
    ),
    (
        "a name that is no text",
        {"names": {"points": 3}},
        lambda frame: frame,
        [("column-name", "names.points", "name")],
    ),
    (
        "a word for no level that is no text",
        {"no_level": None},
        lambda frame: frame,
        [("column-name", "no_level", "text")],
    ),
]


@pytest.mark.parametrize(("why", "options", "change", "due"), CALLS, ids=[one[0] for one in CALLS])
@pytest.mark.parametrize("lazy", [False, True], ids=["eager", "lazy"])
def test_bad_calls_are_told_before_anything_is_done(
    why: str,
    options: dict[str, Any],
    change: Callable[[pl.DataFrame], pl.DataFrame],
    due: list[tuple[str, str, str]],
    *,
    lazy: bool,
) -> None:
    del why
    frame: Any = change(FRAME)
    with pytest.raises(FrameError) as caught:
        frames.score(RUBRIC, frame.lazy() if lazy else frame, **options)
    found = [(problem.code, problem.path) for problem in caught.value.problems]
    assert found == [(code, path) for code, path, _ in due]
    for problem, (_, _, hint) in zip(caught.value.problems, due, strict=True):
        assert hint in problem.hint or hint in problem.message


@pytest.mark.parametrize("engine", ENGINES)
def test_options_of_other_kinds_that_are_as_good(engine: Engine) -> None:
    table = pa.table({"row": [0], **{name: [cell] for name, cell in GOOD.items()}})
    one = engine.rows(frames.score(RUBRIC, engine.frame(table), give="points", key="row"))  # type: ignore[arg-type]  # a word of one
    assert one == [{"row": 0, "points": 23.5}]
    all_ = frames.score(
        RUBRIC,
        engine.frame(table),
        give=(),
        nodes=True,
        key="row",
        columns={"homes": None, "safe": None},
        names={"rate": "points of the rate", "safe": "a.b`c\"d'e"},
    )
    (row,) = engine.rows(all_)
    assert {name: none(cell) for name, cell in row.items()} == {
        "row": 0,
        "points of the rate": 10.0,
        "mark_points": 7.5,
        "a.b`c\"d'e": None,
        "colour_points": 3.0,
        "beach_points": 2.0,
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_where_something_is_missing_nothing_becomes_zero(engine: Engine) -> None:
    columns: dict[str, Any] = {name: [cell, None] for name, cell in GOOD.items()}
    columns["area"] = ["town", "town"]
    types = {name: pa.array([cell]).type for name, cell in GOOD.items()}
    table = pa.table({"row": [0, 1]} | {n: pa.array(c, types[n]) for n, c in columns.items()})
    rows = engine.rows(frames.score(RUBRIC, engine.frame(table), give=EVERYTHING, nodes=True))
    row = {name: none(cell) for name, cell in rows[1].items()}
    assert row["points"] is None
    assert row["level"] is None
    # the maxima are 10 + 10 + 1 + 3 + 2
    assert (row["least"], row["most"], row["possible"]) == (0.0, 26.0, "good, none")
    assert [row[f"{leaf.id}_points"] for leaf in RUBRIC.indicators] == [None] * 5
    assert rows[0]["points"] == 23.5


def test_what_is_no_frame() -> None:
    for thing in ({"rate": [1]}, [1, 2], "table", None):
        with pytest.raises(FrameError) as caught:
            frames.score(RUBRIC, thing)
        assert [problem.code for problem in caught.value.problems] == ["frame-kind"]


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"key": 3}, "key: 3 is no list of names"),
        ({"give": 3}, "give: 3 is no list of names"),
        ({"nodes": 3}, "nodes: 3 is no list of names"),
        ({"columns": ["a"]}, r"columns: \['a'\] is no dictionary"),
        ({"names": 3}, "names: 3 is no dictionary"),
        ({"names": {"points": " "}}, "names.points: ' ' is no name of a column"),
        ({"no_level": ""}, "no_level: '' is no name of a column"),
        ({"text": 1}, "text: 1 is neither yes nor no"),
    ],
)
def test_an_option_of_another_kind_is_refused(option: dict[str, Any], message: str) -> None:
    rubric = Rubric("r", version="1", title="R", criteria=[Indicator("a", "A", YesNo(1))])
    with pytest.raises(FrameError, match=message):
        frames.score(rubric, pl.DataFrame({"a": [True]}), **option)
