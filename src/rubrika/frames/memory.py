"""Frames in memory: they are read as Polars columns, which share their memory where they can."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, cast

import narwhals.stable.v2 as nw
import polars as pl

from rubrika.errors import FrameError, Problem
from rubrika.frames.binding import Binding, bind
from rubrika.frames.checking import Found, check, raise_faults
from rubrika.frames.dialect import Expr, speaking
from rubrika.frames.options import PROBLEM, Options
from rubrika.frames.planning import OPEN, Plan, plan_of
from rubrika.model.rubric import Rubric

__all__ = [
    "binding_in_memory",
    "check_in_memory",
    "columns_of",
    "like",
    "schema_of",
    "score_in_memory",
    "settled",
]

_MOST_TOLD: Final = 8


def score_in_memory(
    rubric: Rubric, frame: nw.DataFrame[Any], options: Options
) -> nw.DataFrame[Any]:
    """Score a frame in memory, and give back one of the same kind."""
    if frame.implementation.is_polars():
        native: pl.DataFrame = nw.to_native(frame)
        found = _score(rubric, native, options, len(native))
        kept = native.columns if options.key is None else list(options.key)
        made = native.select(kept).with_columns(found) if kept else found
        return nw.from_native(made, eager_only=True)
    names = _names_read(rubric, frame.columns, options)
    found = _score(rubric, _as_polars(frame, names), options, len(frame))
    kept = list(frame.columns) if options.key is None else list(options.key)
    if not kept:
        bare = like(frame, found)
        if frame.implementation.is_pandas():
            bare.index = nw.to_native(frame).index
        return nw.from_native(bare, eager_only=True)
    return _with_columns(frame.select(*kept), found)


def check_in_memory(rubric: Rubric, frame: nw.DataFrame[Any], options: Options) -> list[Found]:
    """The faults of a frame in memory."""
    native = _as_polars(frame, _names_read(rubric, frame.columns, options))
    with speaking(pl):
        binding = bind(rubric, options, schema_of(native))
        return [] if binding.unreadable else check(_query(native), binding)[1]


def binding_in_memory(rubric: Rubric, frame: nw.DataFrame[Any], options: Options) -> Binding:
    """Which column of a frame in memory is what."""
    names = _names_read(rubric, frame.columns, options)
    if frame.implementation.is_pandas():  # of Python objects, only the cells tell the type
        native = nw.to_native(frame)
        cells = [native[name] for name in names]
        read = [s if s.dtype == object else s.head(0) for s in cells]
        series = [_of_pandas(s, name).head(0) for s, name in zip(read, names, strict=True)]
        return bind(rubric, options, schema_of(pl.DataFrame(series)))
    return bind(rubric, options, schema_of(_as_polars(frame.head(0), names)))


def schema_of(frame: pl.DataFrame | pl.LazyFrame) -> Mapping[str, Any]:
    """The columns of a Polars frame and their types, as narwhals calls them."""
    return nw.from_native(frame).collect_schema()


def _score(rubric: Rubric, frame: pl.DataFrame, options: Options, rows: int) -> pl.DataFrame:
    """The outputs of a Polars frame of so many rows."""
    if not frame.width:  # so it has no rows of its own
        frame = pl.select(pl.repeat(0, rows).alias(OPEN))
    with speaking(pl):
        binding = bind(rubric, options, schema_of(frame))
        nullable: dict[str, bool] = {}
        if not binding.unreadable:
            nullable, found = check(_query(frame), binding)
            if options.bad == "fail":
                raise_faults(found)
        plan = plan_of(binding.with_nullable(nullable, guarded=options.bad == "tell"))
        made = _spread(staged(frame.lazy(), plan, keep=()).collect(), rows)
    if plan.open is not None:
        made = settled(made, frame, plan)
    return made.select(list(plan.outputs))


def _query(frame: pl.DataFrame) -> Any:  # noqa: ANN401  # a function, see checking.Query
    def run(select: Sequence[Expr], where: Expr | None, rows: int) -> list[tuple[Any, ...]]:
        lazy = frame.lazy() if where is None else frame.lazy().filter(where)  # type: ignore[arg-type]  # of Polars
        return lazy.select(select).head(rows).collect().rows()  # type: ignore[arg-type]  # of Polars

    return run


def staged(frame: Any, plan: Plan, keep: Iterable[str]) -> Any:  # noqa: ANN401  # lazy frames of both dialects
    """All that is worked out, stage by stage, beside the columns *keep*."""
    for stage in plan.stages:
        if stage:
            frame = frame.with_columns(**stage)
    outputs = dict(plan.outputs)
    if plan.open is not None:
        outputs[OPEN] = plan.open
    return frame.select(*keep, **outputs)


def _spread(made: pl.DataFrame, rows: int) -> pl.DataFrame:
    """A frame of so many rows; where all columns are literals, they are made once for all rows."""
    if len(made) == rows:
        return made
    return pl.select(
        pl.repeat(made[name][0], rows, dtype=made[name].dtype).alias(name) for name in made.columns
    )


def settled(made: pl.DataFrame, frame: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """The outputs *made*, with the open rows of *frame* scored by the exact engine."""
    open_ = made[OPEN]
    places = open_.arg_true()
    if places.is_empty():
        return made
    options = plan.binding.options
    read = plan.binding.read
    rows: Iterable[Mapping[str, Any]] = (
        frame.select(read).filter(open_).iter_rows(named=True) if read else [{}] * len(places)
    )
    outcomes = plan.settler().outcomes(rows)
    if options.bad == "fail":
        _raise_problems(outcomes)
    changed: list[pl.Series] = []
    for output in options.outputs:
        name = options.name_of(output)
        values = [outcome.get(output) for outcome in outcomes]
        new = pl.Series(name, values, made[name].dtype)
        changed.append(made[name].scatter(places, new))
    return made.with_columns(changed)


def _raise_problems(outcomes: Iterable[Mapping[str, Any]]) -> None:
    found: dict[str, int] = {}
    for outcome in outcomes:
        if PROBLEM in outcome:
            found[outcome[PROBLEM]] = found.get(outcome[PROBLEM], 0) + 1
    if not found:
        return
    problems = [
        Problem(
            "bad-row",
            f"{'1 row' if count == 1 else f'{count:,} rows'}: {text}",
            hint='Mend them, or have them told row by row: bad="tell".',
        )
        for text, count in list(found.items())[:_MOST_TOLD]
    ]
    if len(found) > _MOST_TOLD:
        rest = sum(list(found.values())[_MOST_TOLD:])
        problems.append(Problem("more", f"{rest:,} more rows have other problems"))
    raise FrameError(problems)


# Other kinds in memory


def _names_read(rubric: Rubric, names: Sequence[str], options: Options) -> list[str]:
    """The columns that scoring may read."""
    inputs = {given.id for given in rubric.program.inputs}
    wanted = inputs | {f"context.{id_}" for id_ in inputs}
    wanted |= {name for name in options.columns.values() if name is not None}
    wanted |= set(options.not_applicable.values()) | set(options.key or ())
    return [name for name in names if name in wanted]


def _as_polars(frame: nw.DataFrame[Any], names: Sequence[str]) -> pl.DataFrame:
    """Some columns of a frame as a Polars frame."""
    if frame.implementation.is_pandas():
        native = nw.to_native(frame)
        return pl.DataFrame([_of_pandas(native[name], name) for name in names])
    return frame.select(*names).to_polars()


def _of_pandas(series: Any, name: str) -> pl.Series:  # noqa: ANN401  # a pandas series
    """A pandas series in Polars; what Polars has no type for stays as Python objects."""
    try:
        made: Any = (
            _of_objects(series)
            if series.dtype == object
            else pl.from_pandas(series, nan_to_null=True)
        )
        return cast("pl.Series", made.alias(name))
    except (TypeError, ValueError, pl.exceptions.PolarsError, ArithmeticError):
        cells = [None if cell != cell else cell for cell in series.to_list()]  # noqa: PLR0124  # NaN
        return pl.Series(name, cells, dtype=pl.Object)


def _of_objects(series: Any) -> Any:  # noqa: ANN401  # a pandas series
    """Python objects of one kind as a Polars series; without a type where all are missing."""
    import pyarrow as pa

    found = pa.array(series, from_pandas=True)
    if pa.types.is_decimal256(found.type):  # Polars has none, and panics
        raise TypeError
    return pl.from_arrow(found)


def columns_of(frame: nw.DataFrame[Any]) -> pl.DataFrame:
    """A whole frame in memory as a Polars frame."""
    native = nw.to_native(frame)
    return native if isinstance(native, pl.DataFrame) else _as_polars(frame, frame.columns)


def like(frame: nw.DataFrame[Any], made: pl.DataFrame) -> Any:  # noqa: ANN401  # of the kind of the frame
    """A Polars frame as one of the kind of another."""
    if frame.implementation.is_polars():
        return made
    if frame.implementation.is_pandas():
        arrow = any(hasattr(dtype, "pyarrow_dtype") for dtype in nw.to_native(frame).dtypes)
        return made.to_pandas(use_pyarrow_extension_array=arrow)
    return nw.to_native(nw.from_arrow(_arrow_table(made), backend=frame.implementation))


def _with_columns(frame: nw.DataFrame[Any], found: pl.DataFrame) -> nw.DataFrame[Any]:
    """A frame with more columns, of its own kind."""
    if frame.implementation.is_pandas():
        native = nw.to_native(frame)
        arrow = any(hasattr(dtype, "pyarrow_dtype") for dtype in native.dtypes)
        more = found.to_pandas(use_pyarrow_extension_array=arrow)
        more.index = native.index
        return nw.from_native(native.assign(**{name: more[name] for name in found.columns}))
    if frame.implementation.is_pyarrow():
        table = nw.to_native(frame)
        for name in found.columns:
            table = table.append_column(name, _arrow(found[name]))
        return nw.from_native(table, eager_only=True)
    made = nw.from_arrow(_arrow_table(found), backend=frame.implementation)
    return frame.with_columns(*[made[name] for name in found.columns])


def _arrow_table(frame: pl.DataFrame) -> Any:  # noqa: ANN401  # an Arrow table
    import pyarrow as pa

    return pa.table({name: _arrow(frame[name]) for name in frame.columns})


def _arrow(series: pl.Series) -> Any:  # noqa: ANN401  # an Arrow array
    import pyarrow as pa

    found = series.to_arrow()
    return found.cast(pa.string()) if series.dtype == pl.String else found
