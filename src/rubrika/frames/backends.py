"""Backends: how each engine carries out a plan, and settles the rows that it leaves open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, cast

import narwhals.stable.v2 as nw
import polars as pl

from rubrika.errors import FrameError, Problem, Problems
from rubrika.frames.binding import Binding, bind
from rubrika.frames.checking import Found, Query, check, raise_faults
from rubrika.frames.dialect import Expr, speaking
from rubrika.frames.memory import (
    binding_in_memory,
    check_in_memory,
    schema_of,
    score_in_memory,
    settled,
    staged,
)
from rubrika.frames.options import Options
from rubrika.frames.planning import OPEN, Plan, plan_of
from rubrika.frames.sql import DUCKDB, SPARK, Flavour, Sql
from rubrika.model.rubric import Rubric

__all__ = ["binding_of", "scored"]


def scored(rubric: Rubric, native: Any, options: Options) -> Any:  # noqa: ANN401  # frames of any kind
    """Score a frame of any engine, and give back one of the same kind."""
    if nw.dependencies.is_dask_dataframe(native):
        return _dask(rubric, native, options)
    if isinstance(native, pl.LazyFrame):
        return _polars(rubric, native, options)
    try:
        frame = nw.from_native(native)
    except TypeError:
        raise FrameError(
            Problem(
                "frame-kind",
                f"a {type(native).__name__} is no data frame that is known",
                hint="Known are Polars (eager and lazy), pandas, PyArrow tables, DuckDB relations, "
                "Dask and PySpark.",
            )
        ) from None
    if isinstance(frame, nw.LazyFrame):
        if frame.implementation.is_duckdb():
            return _duckdb(rubric, native, options)
        if frame.implementation.is_pyspark() or frame.implementation.is_pyspark_connect():
            return _spark(rubric, native, options)
        return _lazy(rubric, frame, options)
    return nw.to_native(score_in_memory(rubric, frame, options))


def binding_of(rubric: Rubric, native: Any, options: Options) -> Binding:  # noqa: ANN401  # frames of any kind
    """Which column of a frame of any engine is what."""
    if nw.dependencies.is_dask_dataframe(native):
        native = native._meta  # noqa: SLF001  # how Dask itself knows types
    frame = nw.from_native(native)
    if isinstance(frame, nw.DataFrame):
        return binding_in_memory(rubric, frame, options)
    return bind(rubric, options, frame.collect_schema())


def _plan(binding: Binding, query: Query) -> Plan:
    """The plan for a frame that is only described; bad rows are looked for first, if they fail."""
    options = binding.options
    nullable: dict[str, bool] = {}
    if options.bad == "fail" and not binding.unreadable:
        nullable, found = check(query, binding)
        raise_faults(found)
    return plan_of(binding.with_nullable(nullable, guarded=options.bad == "tell"))


def _needed(plan: Plan) -> list[str]:
    """The columns that stand beside outputs: those kept, and those that settling reads."""
    kept = list(plan.binding.kept)
    if plan.open is None:
        return kept
    more = [name for name in plan.binding.read if name not in kept]
    problems = Problems()
    for output in plan.binding.options.outputs:
        name = plan.binding.options.name_of(output)
        if name in more:
            problems.add(
                "column-collision",
                f"{name!r}, the column of {output!r}, would have the name of a column that is read",
                f"names.{output}",
                f'Give it another: names={{"{output}": "{name}_2"}}.',
            )
    problems.raise_as(FrameError)
    return kept + more


# Polars


def _polars(rubric: Rubric, frame: pl.LazyFrame, options: Options) -> pl.LazyFrame:
    """Score a lazy Polars frame."""

    def query(select: Sequence[Expr], where: Expr | None, rows: int) -> list[tuple[Any, ...]]:
        kept = frame if where is None else frame.filter(where)  # type: ignore[arg-type]  # of Polars
        return kept.select(select).head(rows).collect().rows()  # type: ignore[arg-type]  # of Polars

    with speaking(pl):
        plan = _plan(bind(rubric, options, schema_of(frame)), query)
        needed = _needed(plan) or _any_column(frame, plan)
        made: pl.LazyFrame = staged(frame, plan, keep=needed)
    if plan.open is not None:
        made = made.map_batches(
            _Settling(plan),
            schema=made.collect_schema(),
            predicate_pushdown=False,  # a filter on outputs must see them settled
            projection_pushdown=False,  # settling reads inputs
            streamable=True,
        )
    return made.select(*plan.binding.kept, *plan.outputs)


def _any_column(frame: pl.LazyFrame, plan: Plan) -> list[str]:
    """Some column, so that literals are made for as many rows as there are."""
    return [name for name in frame.collect_schema() if name not in plan.outputs][:1]


class _Settling:
    """Settles the open rows of a Polars frame; what lazy frames call, chunk by chunk."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def __call__(self, frame: pl.DataFrame) -> pl.DataFrame:
        outputs = frame.select(*self.plan.outputs, OPEN)
        return frame.with_columns(settled(outputs, frame, self.plan))


# Other engines that describe what is to be done


def _lazy(rubric: Rubric, frame: nw.LazyFrame[Any], options: Options) -> Any:  # noqa: ANN401  # frames of any kind
    """Score a frame of any other engine that narwhals speaks for."""

    def query(select: Sequence[Expr], where: Expr | None, rows: int) -> list[tuple[Any, ...]]:
        kept = frame if where is None else frame.filter(where)
        return kept.select(*select).head(rows).collect().rows()

    plan = _plan(bind(rubric, options, frame.collect_schema()), query)
    if plan.open is not None:
        raise FrameError(
            Problem(
                "no-batches",
                "some rows need the exact engine, which "
                f"{frame.implementation.name.lower()} cannot call",
                hint="Declare the decimals of values, so that whole numbers decide; or collect "
                "the frame first.",
            )
        )
    return nw.to_native(staged(frame, plan, keep=_needed(plan)))


# Spark


def _spark(rubric: Rubric, native: Any, options: Options) -> Any:  # noqa: ANN401  # Spark frames
    """Score a Spark frame on its workers."""

    def query(select: Sequence[Expr], where: Expr | None, rows: int) -> list[tuple[Any, ...]]:
        kept = native if where is None else native.filter(_text(where))
        return list(map(tuple, kept.selectExpr(*map(_text, select)).limit(rows).collect()))

    schema = nw.from_native(native).collect_schema()
    with speaking(SPARK):
        binding = bind(rubric, options, schema)
        plan = _plan(binding, query)
    made = native
    for stage in plan.stages:
        if stage:
            made = made.selectExpr("*", *_aliased(stage, SPARK))
    made = made.selectExpr(*map(SPARK.quoted, _needed(plan)), *_aliased(_outputs(plan), SPARK))
    if plan.open is None:
        return made
    plain = made.toDF(*[f"c{place}" for place in range(len(made.columns))])  # none with a dot
    settling = _SettlingBatches(binding, made.columns)
    done = plain.mapInArrow(settling, plain.schema).toDF(*made.columns)
    return done.selectExpr(*map(SPARK.quoted, [*binding.kept, *plan.outputs]))


def _outputs(plan: Plan) -> dict[str, Expr]:
    """The outputs, and where rows are open."""
    return dict(plan.outputs) | ({} if plan.open is None else {OPEN: plan.open})


def _aliased(made: Mapping[str, Expr], flavour: Flavour) -> list[str]:
    return [f"{_text(e)} AS {flavour.quoted(name)}" for name, e in made.items()]


class _SettlingBatches:
    """Settles the open rows of Arrow batches; what the workers of a cluster call.

    It is sent to them, so it holds what can be sent: the rubric and the options.
    """

    def __init__(self, binding: Binding, names: Sequence[str]) -> None:
        self.names = list(names)
        self.rubric = binding.rubric
        self.options = binding.options
        self.outputs = [self.options.name_of(output) for output in self.options.outputs]

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa

        plan: Plan | None = None
        for batch in batches:
            table = pa.Table.from_batches([batch])
            read: Any = pl.from_arrow(table.rename_columns(self.names))
            if plan is None:
                inputs = read.drop(*self.outputs, OPEN)
                with speaking(pl):
                    plan = plan_of(bind(self.rubric, self.options, schema_of(inputs)))
            done = settled(read.select(*self.outputs, OPEN), read, plan)
            for name in self.outputs:
                place = self.names.index(name)
                field = table.schema.field(place)
                table = table.set_column(place, field, done[name].to_arrow().cast(field.type))
            yield from table.to_batches()


# DuckDB


def _duckdb(rubric: Rubric, relation: Any, options: Options) -> Any:  # noqa: ANN401  # DuckDB relations
    """Score a relation by projections, which DuckDB binds sooner than one whole text."""

    def query(select: Sequence[Expr], where: Expr | None, rows: int) -> list[tuple[Any, ...]]:
        listed = ", ".join(map(_text, select))
        if where is None:  # aggregates
            found = relation.aggregate(listed)
        else:
            found = relation.filter(_text(where)).project(listed).limit(rows)
        rows_found: list[tuple[Any, ...]] = found.fetchall()
        return rows_found

    schema = nw.from_native(relation).collect_schema()
    with speaking(DUCKDB):
        plan = _plan(bind(rubric, options, schema), query)
        made = _projected(relation, plan)
    if plan.open is None:
        return made
    names = ", ".join(map(DUCKDB.quoted, [*plan.binding.kept, *plan.outputs]))
    return _settled_duckdb(made, plan).project(names)


def _text(expression: Expr) -> str:
    return cast("Sql", expression).text


def _projected(relation: Any, plan: Plan) -> Any:  # noqa: ANN401  # DuckDB relations
    """All that is worked out, stage by stage; only what is needed later goes along."""
    read = [*_needed(plan), *plan.binding.read]
    going = list(map(DUCKDB.quoted, dict.fromkeys(read)))
    for stage in filter(None, plan.stages):
        relation = relation.project(", ".join([*going, *_aliased(stage, DUCKDB)]))
        going += map(DUCKDB.quoted, stage)
    kept = map(DUCKDB.quoted, _needed(plan))
    return relation.project(", ".join([*kept, *_aliased(_outputs(plan), DUCKDB)]))


def _settled_duckdb(made: Any, plan: Plan) -> Any:  # noqa: ANN401  # DuckDB relations
    """A relation with its open rows settled; these are fetched at once, the others later."""
    fetched = made.filter(OPEN).to_arrow_table()
    if not fetched.num_rows:
        return made
    read: Any = pl.from_arrow(fetched)
    outputs = list(plan.outputs)
    done = settled(read.select(*outputs, OPEN), read, plan)
    for name in outputs:
        place = fetched.schema.get_field_index(name)
        field = fetched.schema.field(place)
        fetched = fetched.set_column(place, field, done[name].to_arrow().cast(field.type))
    sure = made.filter(f"{OPEN} IS DISTINCT FROM TRUE")  # null where a value is missing
    return sure.query("sure", "SELECT * FROM sure UNION ALL BY NAME SELECT * FROM fetched")


# In partitions


def _dask(rubric: Rubric, native: Any, options: Options) -> Any:  # noqa: ANN401  # Dask frames
    """Score a Dask frame where its partitions lie."""
    if options.bad == "fail":
        parts = native.map_partitions(_check_partition, rubric, options, meta=_COUNTED)
        found: dict[tuple[str, str, str], Found] = {}
        for part in parts.compute()["found"]:
            for one in part:
                key = one.code, one.column, one.words
                found[key] = found[key].joined(one) if key in found else one
        raise_faults(list(found.values()))
    empty = _score_partition(native._meta, rubric, options)  # noqa: SLF001  # how Dask itself knows types
    return native.map_partitions(_score_partition, rubric, options, meta=empty)


_COUNTED: Final[Mapping[str, str]] = {"found": "object"}


def _score_partition(part: Any, rubric: Rubric, options: Options) -> Any:  # noqa: ANN401  # a pandas frame
    return nw.to_native(score_in_memory(rubric, nw.from_native(part, eager_only=True), options))


def _check_partition(part: Any, rubric: Rubric, options: Options) -> Any:  # noqa: ANN401  # a pandas frame
    import pandas as pd

    found = check_in_memory(rubric, nw.from_native(part, eager_only=True), options)
    return pd.DataFrame({"found": [found]})
