"""The dialect of expressions: narwhals, or Polars itself.

Narwhals speaks for every engine in words that are a part of those of Polars. So the same code
writes expressions in either: it asks here for what it needs, and :func:`speaking` says which of the
two answers. In Polars they are made some ten times faster.
"""

from __future__ import annotations

from collections.abc import Generator, Hashable
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, Final, Literal, TypeAlias, cast

import narwhals.stable.v2 as nw
import polars as pl

from rubrika.frames.sql import DUCKDB

__all__ = [
    "Expr",
    "Kind",
    "between",
    "cast_to",
    "col",
    "concat",
    "divided",
    "greatest_of",
    "is_nan",
    "least_of",
    "length",
    "lit",
    "speaking",
    "spoken",
    "sums_tell",
    "when",
]

Expr: TypeAlias = nw.Expr
"""An expression over columns."""

Kind: TypeAlias = Literal["Int8", "Int16", "Int32", "Int64", "Float64", "String", "Boolean"]
"""A type of columns."""

_SPOKEN: Final[ContextVar[Any]] = ContextVar("rubrika_dialect", default=nw)


@contextmanager
def speaking(module: Any) -> Generator[None, None, None]:  # noqa: ANN401  # a module
    """Write expressions of *module* inside."""
    token = _SPOKEN.set(module)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def spoken() -> Any:  # noqa: ANN401  # a module
    """The module whose expressions are written."""
    return _SPOKEN.get()


def col(name: str) -> Expr:
    """A column."""
    return cast("Expr", _SPOKEN.get().col(name))


def lit(value: Hashable, kind: Kind | None = None) -> Expr:
    """A literal, of a type if that matters."""
    return _literal(_SPOKEN.get(), value, type(value).__name__, kind)


@lru_cache(maxsize=4096)
def _literal(module: Any, value: Hashable, _: str, kind: Kind | None) -> Expr:  # noqa: ANN401  # a module
    if kind is None:
        return cast("Expr", module.lit(value))
    if value is None:
        return cast("Expr", module.lit(None).cast(getattr(module, kind)()))
    return cast("Expr", module.lit(value, dtype=getattr(module, kind)()))


def when(condition: Expr) -> Any:  # noqa: ANN401  # each dialect has its own kind of chain
    """The beginning of ``when(…).then(…).otherwise(…)``."""
    return _SPOKEN.get().when(condition)


def cast_to(expression: Expr, kind: Kind) -> Expr:
    """An expression as one of a type."""
    return expression.cast(getattr(_SPOKEN.get(), kind)())


def divided(expression: Expr, by: int) -> Expr:
    """Floats divided by a whole number, each rounded to the nearest float.

    Polars multiplies by the reciprocal of a literal, which rounds twice; so it is given a column.
    """
    if by == 1:
        return expression
    if _SPOKEN.get() is not pl or by & (by - 1) == 0:
        return expression / float(by)
    return expression / (expression * 0.0 + float(by))


def between(floats: Expr, least: float, most: float) -> Expr:
    """Whether floats lie between two bounds; NaN does not.

    DuckDB answers comparisons, and ``isnan``, from the least and the most that a Parquet file
    states, which leave NaN out; of ``isfinite`` it guesses nothing.
    """
    inside = floats.is_between(least, most)
    return floats.is_finite() & inside if _SPOKEN.get() is DUCKDB else inside


def is_nan(floats: Expr) -> Expr:
    """Whether floats are NaN; see :func:`between` for why DuckDB is asked in another way."""
    if _SPOKEN.get() is DUCKDB:
        return when(~floats.is_null()).then(floats).is_nan() & ~floats.is_finite()
    return floats.is_nan()


def sums_tell() -> bool:
    """Whether the sum of a column is a cheap way to see that all its floats are finite.

    In Polars it takes half the time of a test of each; others keep statistics that answer the test.
    """
    return _SPOKEN.get() is pl


def least_of(*expressions: Expr) -> Expr:
    """The least of some expressions, row by row."""
    return cast("Expr", _SPOKEN.get().min_horizontal(*expressions))


def greatest_of(*expressions: Expr) -> Expr:
    """The greatest of some expressions, row by row."""
    return cast("Expr", _SPOKEN.get().max_horizontal(*expressions))


def concat(expressions: list[Expr], separator: str) -> Expr:
    """Texts joined by a separator; what is null is left out."""
    made = _SPOKEN.get().concat_str(*expressions, separator=separator, ignore_nulls=True)
    return cast("Expr", made)


def length() -> Expr:
    """The number of rows."""
    return cast("Expr", _SPOKEN.get().len())
