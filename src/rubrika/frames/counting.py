"""Counting: how many subjects of each group reach each level, in the engine of the frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import attrs
import narwhals.stable.v2 as nw
import polars as pl

from rubrika.errors import FrameError, Problems, near_miss, told
from rubrika.frames.backends import scored
from rubrika.frames.dialect import Expr, cast_to, col, length, lit, speaking, when
from rubrika.frames.memory import columns_of, like
from rubrika.frames.options import PROBLEM, Options
from rubrika.frames.sql import DUCKDB, SPARK, Flavour, Sql
from rubrika.model.rubric import Rubric

__all__ = ["summarised"]

_LEVEL: Final = "__rubrika_level"
_PROBLEM: Final = "__rubrika_problem"
SUBJECTS: Final = "subjects"
OPEN: Final = "open"
BAD: Final = "bad"


def summarised(rubric: Rubric, native: Any, by: Sequence[str], options: Options) -> Any:  # noqa: ANN401  # frames of any kind
    """The counts and shares of levels by group, as a frame of the same kind."""
    _check(rubric, native, by, options)
    names = {"level": _LEVEL, PROBLEM: _PROBLEM}
    chosen = attrs.evolve(options, give=("level",), nodes=(), key=tuple(by), names=names)
    found = scored(rubric, native, chosen)
    if nw.dependencies.is_dask_dataframe(found):
        return _dask(rubric, found, by, chosen)
    frame = nw.from_native(found)
    if isinstance(frame, nw.DataFrame):
        return like(frame, _of_polars(rubric, columns_of(frame), by, chosen))
    if frame.implementation.is_polars():
        return _of_polars(rubric, found, by, chosen)
    if frame.implementation.is_duckdb():
        return _of_duckdb(rubric, found, by, chosen)
    if frame.implementation.is_pyspark() or frame.implementation.is_pyspark_connect():
        return _of_spark(rubric, found, by, chosen)
    with speaking(nw):
        counts = dict(_counts(rubric, chosen))
        grouped = frame.group_by(*by).agg(**counts) if by else frame.select(**counts)
        made = grouped.select(*by, *counts, **dict(_shares(counts))).select(*_ordered(by, counts))
    return nw.to_native(made)


def _check(rubric: Rubric, native: Any, by: Sequence[str], options: Options) -> None:  # noqa: ANN401  # frames of any kind
    problems = Problems()
    known = (
        list(native.columns)
        if not isinstance(native, pl.LazyFrame)
        else native.collect_schema().names()
    )
    if nw.dependencies.is_pyarrow_table(native):
        known = native.column_names
    for name in by:
        if name not in known:
            problems.add(
                "missing-column",
                f"the frame has no column {told(name)} to group by",
                "by",
                near_miss(name, known),
            )
    made = [*by, *_names(rubric, options)]
    for name in dict.fromkeys(made):
        if made.count(name) > 1:
            problems.add(
                "column-collision",
                f"two columns of the summary would be called {name!r}",
                "by",
                "Rename the column that is grouped by, or choose another word for no level; where "
                "it is a level, score the frame and count its column level.",
            )
    problems.raise_as(FrameError)


def _names(rubric: Rubric, options: Options) -> list[str]:
    groups = [*(level.id for level in rubric.levels), options.no_level, OPEN]
    groups += [BAD] if options.bad == "tell" else []
    return [SUBJECTS, *(name for group in groups for name in (group, f"{group}_share"))]


def _counts(rubric: Rubric, options: Options) -> Iterator[tuple[str, Expr]]:
    """How many rows there are in all, of each level, of none, open, and bad."""
    yield SUBJECTS, length()
    level = col(_LEVEL)
    for id_ in (*(level_.id for level_ in rubric.levels), options.no_level):
        yield id_, _count(level == id_)
    if options.bad == "tell":
        bad = ~col(_PROBLEM).is_null()
        yield OPEN, _count(level.is_null() & ~bad)
        yield BAD, _count(bad)
    else:
        yield OPEN, _count(level.is_null())


def _count(where: Expr) -> Expr:
    return cast_to(when(where).then(lit(1, "Int64")).otherwise(lit(0, "Int64")), "Int64").sum()


def _shares(counts: dict[str, Expr]) -> Iterator[tuple[str, Expr]]:
    rows = col(SUBJECTS)
    for name in counts:
        if name != SUBJECTS:
            share = cast_to(col(name), "Float64") / cast_to(rows, "Float64")
            yield f"{name}_share", when(rows > 0).then(share)


def _ordered(by: Sequence[str], counts: dict[str, Expr]) -> list[str]:
    names = [name for name in counts if name != SUBJECTS]
    return [*by, SUBJECTS, *(n for name in names for n in (name, f"{name}_share"))]


def _of_polars(rubric: Rubric, frame: Any, by: Sequence[str], options: Options) -> Any:  # noqa: ANN401  # eager or lazy
    with speaking(pl):
        counts = dict(_counts(rubric, options))
        grouped = frame.group_by(*by).agg(**counts).sort(*by) if by else frame.select(**counts)
        grouped = grouped.with_columns(pl.col(list(counts)).cast(pl.Int64))
        return grouped.with_columns(**dict(_shares(counts))).select(_ordered(by, counts))


def _written(
    flavour: Flavour, rubric: Rubric, by: Sequence[str], options: Options
) -> tuple[list[str], list[str]]:
    """What to select when counting, and what of that."""
    with speaking(flavour):
        counts = dict(_counts(rubric, options))
        shares = dict(_shares(counts))
    counted = [
        f"coalesce(CAST({_text(e)} AS BIGINT), 0) AS {flavour.quoted(n)}" for n, e in counts.items()
    ]
    given = [
        f"{_text(shares[name])} AS {flavour.quoted(name)}"
        if name in shares
        else flavour.quoted(name)
        for name in _ordered(by, counts)
    ]
    return counted, given


def _text(expression: Any) -> str:  # noqa: ANN401  # an expression of SQL
    made: Sql = expression
    return made.text


def _of_duckdb(rubric: Rubric, relation: Any, by: Sequence[str], options: Options) -> Any:  # noqa: ANN401  # DuckDB relations
    counted, given = _written(DUCKDB, rubric, by, options)
    groups = ", ".join(map(DUCKDB.quoted, by))
    grouped = f" GROUP BY {groups}" if by else ""
    ordered = f" ORDER BY {groups}" if by else ""
    inner = f"SELECT {', '.join([*map(DUCKDB.quoted, by), *counted])} FROM scored{grouped}"
    return relation.query("scored", f"SELECT {', '.join(given)} FROM ({inner}){ordered}")


def _of_spark(rubric: Rubric, frame: Any, by: Sequence[str], options: Options) -> Any:  # noqa: ANN401  # Spark frames
    from pyspark.sql import functions

    counted, given = _written(SPARK, rubric, by, options)
    groups = [functions.col(SPARK.quoted(name)) for name in by]
    grouped = frame.groupBy(*groups).agg(*map(functions.expr, counted))
    return grouped.selectExpr(*given).orderBy(*groups) if by else grouped.selectExpr(*given)


def _dask(rubric: Rubric, frame: Any, by: Sequence[str], options: Options) -> Any:  # noqa: ANN401  # Dask frames
    """Counts of each partition, added up by Dask, and shares of these."""
    names = list(_names(rubric, options))
    counts = [
        name for name in names if not name.endswith("_share") or name[: -len("_share")] not in names
    ]
    empty = _count_partition(frame._meta, rubric, by, options, counts)  # noqa: SLF001  # how Dask itself knows types
    parts = frame.map_partitions(_count_partition, rubric, by, options, counts, meta=empty)
    if by:
        added = parts.groupby(list(by), dropna=False).sum().reset_index()
    else:
        added = parts.groupby(SUBJECTS + "_all").sum().reset_index(drop=True)
    ordered = [*by, *names]
    shape = _with_shares(added._meta, counts, ordered)  # noqa: SLF001  # as above
    made = added.map_partitions(_with_shares, counts, ordered, meta=shape)
    return made.sort_values(list(by)) if by and made.npartitions > 1 else made


def _count_partition(
    part: Any,  # noqa: ANN401  # a pandas frame
    rubric: Rubric,
    by: Sequence[str],
    options: Options,
    counts: Sequence[str],
) -> Any:  # noqa: ANN401  # a pandas frame
    frame = columns_of(nw.from_native(part, eager_only=True))
    made = _of_polars(rubric, frame, by, options).select([*by, *counts])
    found = made.to_pandas()
    if by:
        return found.astype({name: part[name].dtype for name in by})
    return found.assign(**{SUBJECTS + "_all": 0})


def _with_shares(frame: Any, counts: Sequence[str], ordered: Sequence[str]) -> Any:  # noqa: ANN401  # a pandas frame
    rows = frame[SUBJECTS]
    shares = {f"{name}_share": frame[name] / rows for name in counts if name != SUBJECTS}
    return frame.assign(**shares)[list(ordered)]
