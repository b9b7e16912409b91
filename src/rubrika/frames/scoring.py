"""Scoring, counting and describing frames: what users call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from rubrika.frames.backends import scored
from rubrika.frames.counting import summarised
from rubrika.frames.describing import Description, described
from rubrika.frames.options import Bad, Nan, Numbers, Output, options_of
from rubrika.model.rubric import Rubric

__all__ = ["describe", "score", "summary"]

Frame = TypeVar("Frame")


def score(
    rubric: Rubric,
    frame: Frame,
    *,
    columns: Mapping[str, str | None] | None = None,
    context: Mapping[str, Any] | None = None,
    not_applicable: Mapping[str, str] | None = None,
    key: str | Iterable[str] | None = None,
    give: Iterable[Output] = ("points", "level"),
    nodes: bool | Iterable[str] = (),
    names: Mapping[str, str] | None = None,
    bad: Bad = "fail",
    nan: Nan = "bad",
    text: bool = False,
    numbers: Numbers = "float",
    no_level: str = "none",
    lang: str | None = None,
) -> Frame:
    """Score every row of a data frame, each as :meth:`rubrika.Rubric.score` would.

    Rules become expressions of the frame's own engine. Where points are whole numbers over one
    denominator and fit 63 bits, they are worked out in integers; otherwise in floats with a proved
    error bound, and every row within that bound of anything that turns on it is scored again by the
    exact engine. :func:`describe` tells which way is taken.

    Args:
        rubric: By which rows are scored.
        frame: One row for each subject: a Polars frame (eager or lazy), a pandas frame, a PyArrow
            table, a DuckDB relation, a Dask or PySpark frame, or what narwhals speaks for besides.
        columns: The column of each indicator or context attribute, by its id; None where nothing is
            known of it. Unless named here, the column of an indicator has its id as its name, that
            of a context attribute its id or ``context.`` and its id.
        context: What is so in all rows, by the id of a context attribute.
        not_applicable: The column that says where an indicator does not apply, by its id: true, or
            a justification as text.
        key: Which columns of the frame are kept, such as the subject's key; None keeps all.
        give: What is given of each row; see :data:`Output`.
        nodes: The nodes whose points are given too (True: all), in columns such as ``c1_points``.
        names: The names of columns that are given, by output or node: ``{"points": "total"}``.
        bad: What becomes of rows with bad values: ``"fail"`` raises an error with counts and first
            examples for each column (a lazy frame is read once for that); ``"tell"`` gives them a
            text in the column ``problem`` and nothing else, and scores the others.
        nan: Whether NaN is a bad value, or ``"missing"``. In pandas it is missing in any case.
        text: Whether columns of text are read as the cells of a table are: ``"12.5"``, ``"yes"``,
            ``"n/a: closed that year"``.
        numbers: How points are written: as a ``"float"`` (the nearest, or within the error that
            :func:`describe` tells), or as ``"whole"`` numbers over the denominators that it
            tells.
        no_level: The word for a row that reaches no level. Null says that this is still open.
        lang: The language in which ``why`` is said; None gives the rule as it is written.

    Returns:
        A frame of the same kind: the columns that are kept, and those that are given. Nulls are
        missing values; they are never counted as zero.

    Raises:
        FrameError: when columns are missing, have wrong types or would have the name of another;
            when options make no sense; and for bad rows, unless they are to be told.

    >>> import polars as pl
    >>> from rubrika import Bands, Indicator, Level, Rubric, frames, total
    >>> wait = Indicator("wait", "On time", Bands({90: 10, 75: 5}, unit="%"))
    >>> good = Level("good", "Good", total >= 10)
    >>> rubric = Rubric("r", version="1", title="R", criteria=[wait], levels=[good])
    >>> frames.score(rubric, pl.DataFrame({"wait": [90.0, 89.9, None]})).rows()
    [(90.0, 10.0, 'good'), (89.9, 5.0, 'none'), (None, None, None)]
    """
    options = options_of(
        rubric,
        columns=columns,
        context=context,
        not_applicable=not_applicable,
        key=key,
        give=give,
        nodes=nodes,
        names=names,
        bad=bad,
        nan=nan,
        text=text,
        numbers=numbers,
        no_level=no_level,
        lang=lang,
    )
    made: Frame = scored(rubric, frame, options)
    return made


def summary(
    rubric: Rubric,
    frame: Frame,
    *,
    by: str | Iterable[str] = (),
    columns: Mapping[str, str | None] | None = None,
    context: Mapping[str, Any] | None = None,
    not_applicable: Mapping[str, str] | None = None,
    bad: Bad = "fail",
    nan: Nan = "bad",
    text: bool = False,
    no_level: str = "none",
) -> Frame:
    """Count the subjects of each level by group, in the same pass as the scoring.

    Args:
        rubric: By which rows are scored.
        frame: One row for each subject, as for :func:`score`.
        by: The columns whose values make the groups; none counts all rows together.
        columns: As for :func:`score`, like the others below.
        context: What is so in all rows.
        not_applicable: Where indicators do not apply.
        bad: What becomes of rows with bad values; ``"tell"`` counts them as ``bad``.
        nan: What NaN is.
        text: Whether columns of text are read as cells.
        no_level: The word for no level.

    Returns:
        A frame of the same kind, one row for each group, in order: the columns of *by*,
        ``subjects`` (how many), and for each level, for no level, for ``open`` (undecided, as
        something is missing) and for ``bad``, how many and their share of the group
        (``gold_share``), from 0 to 1.

    Raises:
        FrameError: as for :func:`score`.

    >>> import polars as pl
    >>> from rubrika import Bands, Indicator, Level, Rubric, frames, total
    >>> wait = Indicator("wait", "On time", Bands({90: 10, 75: 5}, unit="%"))
    >>> good = Level("good", "Good", total >= 10)
    >>> rubric = Rubric("r", version="1", title="R", criteria=[wait], levels=[good])
    >>> homes = pl.DataFrame({"commune": ["a", "a", "b"], "wait": [95.0, 50.0, None]})
    >>> frames.summary(rubric, homes, by="commune").select("commune", "good_share", "open").rows()
    [('a', 0.5, 0), ('b', 0.0, 1)]
    """
    options = options_of(
        rubric,
        columns=columns,
        context=context,
        not_applicable=not_applicable,
        bad=bad,
        nan=nan,
        text=text,
        no_level=no_level,
    )
    groups = (by,) if isinstance(by, str) else tuple(by)
    made: Frame = summarised(rubric, frame, groups, options)
    return made


def describe(
    rubric: Rubric,
    frame: object = None,
    *,
    columns: Mapping[str, str | None] | None = None,
    context: Mapping[str, Any] | None = None,
    not_applicable: Mapping[str, str] | None = None,
    nan: Nan = "bad",
    text: bool = False,
) -> Description:
    """Tell which way the rows of a frame are scored, and why.

    No row is read, except for what is in columns of Python objects in pandas.

    Args:
        rubric: By which rows are scored.
        frame: The frame; None stands for one of floats, booleans and texts with the ids as names.
        columns: As for :func:`score`, like the others below.
        context: What is so in all rows.
        not_applicable: Where indicators do not apply.
        nan: What NaN is.
        text: Whether columns of text are read as cells.

    Raises:
        FrameError: when columns are missing or have wrong types, or options make no sense.

    >>> from rubrika import Bands, Indicator, Level, Rubric, frames, total
    >>> wait = Indicator("wait", "On time", Bands({90: "2.5", 75: 1}, unit="%"))
    >>> good = Level("good", "Good", total >= 2)
    >>> print(frames.describe(Rubric("r", version="1", title="R", criteria=[wait], levels=[good])))
    r 1: the total is worked out in whole numbers, exactly
      total  whole numbers over 2
      wait   whole numbers over 2
    No row needs the exact engine.
    """
    options = options_of(
        rubric,
        columns=columns,
        context=context,
        not_applicable=not_applicable,
        nan=nan,
        text=text,
    )
    return described(rubric, frame, options)
