"""Summaries: the counts and shares of levels are those made by hand."""

from __future__ import annotations

import math
from typing import Any

import pyarrow as pa
import pytest
from tests.extras.frames.engines import EXPRESSING, Engine

from rubrika import Bands, FrameError, Indicator, Level, Rubric, frames, total

every_engine = pytest.mark.parametrize("engine", EXPRESSING)


def rubric_of(high: str = "gold", low: str = "silver") -> Rubric:
    return Rubric(
        "r",
        version="1",
        title="R",
        criteria=[Indicator("x", "X", Bands({90: 10, 50: 5}, unit="%", decimals=1))],
        levels=[Level(high, "High", total >= 10), Level(low, "Low", total >= 5)],
    )


# By group: a has two gold, one silver, one open; b has one of none; the null group one gold, and
# one out of the domain.
ROWS = [
    ("a", 90.0),
    ("a", 89.9),
    ("b", 49.9),
    ("a", 100.0),
    (None, 95.0),
    ("a", None),
    (None, 101.0),
]
HOMES = pa.table({"commune": [name for name, _ in ROWS], "x": [cell for _, cell in ROWS]})
NAMES = ["subjects"] + [
    name
    for group in ("gold", "silver", "none", "open", "bad")
    for name in (group, f"{group}_share")
]
#       subjects, gold, silver, none, open, bad, each with its share
A = [4, 2, 0.5, 1, 0.25, 0, 0.0, 1, 0.25, 0, 0.0]
B = [1, 0, 0.0, 0, 0.0, 1, 1.0, 0, 0.0, 0, 0.0]
NULL = [2, 1, 0.5, 0, 0.0, 0, 0.0, 0, 0.0, 1, 0.5]
ALL = [7, 3, 3 / 7, 1, 1 / 7, 1, 1 / 7, 1, 1 / 7, 1, 1 / 7]


def none(cell: Any) -> Any:
    return None if isinstance(cell, float) and math.isnan(cell) else cell


def listed(engine: Engine, frame: Any) -> list[dict[str, Any]]:
    rows = engine.table(frame).to_pylist()
    return [{name: none(cell) for name, cell in row.items()} for row in rows]


def asked(name: str, group: str | None, numbers: list[Any]) -> dict[str, Any]:
    return {name: group} | dict(zip(NAMES, map(pytest.approx, numbers), strict=True))


@every_engine
def test_by_group_with_a_null_group(engine: Engine) -> None:
    made = frames.summary(rubric_of(), engine.frame(HOMES), by="commune", bad="tell")
    rows = listed(engine, made)
    assert engine.table(made).column_names == ["commune", *NAMES]
    due = {None: asked("commune", None, NULL), "a": asked("commune", "a", A)}
    due["b"] = asked("commune", "b", B)
    assert {row["commune"]: row for row in rows} == due
    assert len(rows) == 3
    known = [row["commune"] for row in rows if row["commune"] is not None]
    assert known == ["a", "b"]


@every_engine
def test_without_groups(engine: Engine) -> None:
    rows = listed(engine, frames.summary(rubric_of(), engine.frame(HOMES), bad="tell"))
    assert rows == [dict(zip(NAMES, map(pytest.approx, ALL), strict=True))]


@every_engine
def test_by_two_columns(engine: Engine) -> None:
    table = HOMES.append_column("year", pa.array([1, 2, 1, 1, 1, 2, 1])).slice(0, 6)
    made = frames.summary(rubric_of(), engine.frame(table), by=["commune", "year"])
    counts = {
        (row["commune"], row["year"]): tuple(
            row[n] for n in ("subjects", "gold", "silver", "none", "open")
        )
        for row in listed(engine, made)
    }
    assert counts == {
        ("a", 1): (2, 2, 0, 0, 0),
        ("a", 2): (2, 0, 1, 0, 1),
        ("b", 1): (1, 0, 0, 1, 0),
        (None, 1): (1, 1, 0, 0, 0),
    }
    assert "bad" not in engine.table(made).column_names


@every_engine
def test_without_rows(engine: Engine) -> None:
    frame = engine.frame(HOMES.schema.empty_table())
    assert listed(engine, frames.summary(rubric_of(), frame, by="commune")) == []
    (row,) = listed(engine, frames.summary(rubric_of(), frame))
    assert [row[name] for name in ("subjects", "gold", "silver", "none", "open")] == [0] * 5
    assert [row[f"{name}_share"] for name in ("gold", "silver", "none", "open")] == [None] * 4


@every_engine
@pytest.mark.parametrize("taken", ["open", "subjects", "commune", "bad", "silver_share"])
def test_a_level_with_the_name_of_a_column_of_the_summary(engine: Engine, taken: str) -> None:
    rubric = rubric_of(high=taken)
    with pytest.raises(FrameError) as caught:
        frames.summary(rubric, engine.frame(HOMES), by="commune", bad="tell")
    assert {problem.code for problem in caught.value.problems} == {"column-collision"}
    assert repr(taken) in caught.value.problems[0].message


@every_engine
def test_by_a_column_that_is_not_there(engine: Engine) -> None:
    with pytest.raises(FrameError) as caught:
        frames.summary(rubric_of(), engine.frame(HOMES), by=["communes", "x"])
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("missing-column", "by")
    assert "commune" in problem.hint


@every_engine
def test_bad_rows_fail_unless_they_are_to_be_told(engine: Engine) -> None:
    with pytest.raises(FrameError, match=r"1 row is outside the domain.*101"):
        frames.summary(rubric_of(), engine.frame(HOMES), by="commune")


@every_engine
def test_another_word_for_no_level(engine: Engine) -> None:
    table = HOMES.slice(0, 5)
    (row,) = listed(engine, frames.summary(rubric_of(), engine.frame(table), no_level="not yet"))
    assert (row["not yet"], row["not yet_share"]) == (1, 0.2)
    assert "none" not in row
