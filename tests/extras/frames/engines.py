"""The engines that one test body runs over: how each makes a frame of a table, and is read."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from functools import cache
from itertools import count
from typing import Any

import attrs
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

Rows = list[dict[str, Any]]


@attrs.frozen
class Engine:
    """An engine: its frame of an Arrow table, the table of its frame, how few examples it gets.

    What is given to Polars in another form has some of the examples, since it ends in one query.
    """

    name: str
    frame: Callable[[pa.Table], Any]
    table: Callable[[Any], pa.Table]
    dear: int = 1

    def rows(self, frame: Any, *, by: str = "row") -> Rows:
        """The rows of a frame in the order of a column, with None where nothing is."""
        return sorted(self.table(frame).to_pylist(), key=lambda row: row[by])


def _duckdb(table: pa.Table) -> Any:
    connection = duckdb.connect()
    connection.register("given", table)
    connection.execute("create table kept as select * from given")
    return connection.sql("select * from kept")


_tables = count()


def _sqlframe(table: pa.Table) -> Any:
    """A lazy frame that nothing here knows but narwhals."""
    from sqlframe.duckdb import DuckDBSession

    session: Any = DuckDBSession()  # always the same one
    name = f"kept_{next(_tables)}"  # it remembers the columns of a name
    connection = session._conn  # DuckDB's own, which takes Arrow
    connection.register("given", table)
    connection.execute(f"create table {name} as select * from given")  # noqa: S608  # its own name
    return session.table(name)


def _pandas_table(frame: Any) -> pa.Table:
    return pa.Table.from_pandas(frame, preserve_index=False)


def _dask(table: pa.Table) -> Any:
    import dask.dataframe as dd

    made: Any = dd
    return made.from_pandas(table.to_pandas(types_mapper=_of_dask), npartitions=2)


def _of_dask(kind: pa.DataType) -> Any:
    """Dask makes texts of Python objects, such as decimals; so these are Arrow's."""
    own = pa.types.is_decimal(kind) or pa.types.is_null(kind)
    return pd.ArrowDtype(kind) if own else _NULLABLE.get(kind)


_NULLABLE = {
    pa.bool_(): pd.BooleanDtype(),
    pa.int64(): pd.Int64Dtype(),
}


_SIGNED = {
    pa.uint8(): pa.int16(),
    pa.uint16(): pa.int32(),
    pa.uint32(): pa.int64(),
    pa.uint64(): pa.decimal128(20, 0),
}


def _of_spark(schema: pa.Schema) -> pa.Schema:
    """Spark has no whole numbers without a sign."""
    return pa.schema([(field.name, _SIGNED.get(field.type, field.type)) for field in schema])


@cache
def spark() -> Any:
    """A Spark of two workers on this machine.

    It needs Java; where that is not there, what asks for it is left out, but not in CI.
    """
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        if "RUBRIKA_SPARK" in os.environ:
            pytest.fail("Spark is to be tested, but there is no Java")
        pytest.skip("Spark needs Java 17 or newer")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": "1g",
    }
    builder = SparkSession.builder.master("local[2]").appName("rubrika")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    return session


ALL = (
    Engine("polars", pl.from_arrow, lambda frame: frame.to_arrow()),
    Engine(
        "polars-lazy",
        lambda table: pl.from_arrow(table).lazy(),  # type: ignore[union-attr]  # a table makes a frame
        lambda frame: frame.collect().to_arrow(),
        dear=4,
    ),
    Engine(
        "pandas", lambda table: table.to_pandas(types_mapper=_NULLABLE.get), _pandas_table, dear=4
    ),
    Engine(
        "pandas-objects",
        lambda table: pd.DataFrame(
            {name: pd.Series(table[name].to_pylist(), dtype=object) for name in table.column_names}
        ),
        _pandas_table,
        dear=4,
    ),
    Engine(
        "pandas-arrow",
        lambda table: table.to_pandas(types_mapper=pd.ArrowDtype),
        _pandas_table,
        dear=4,
    ),
    Engine("pyarrow", lambda table: table, lambda frame: frame, dear=4),
    Engine("duckdb", _duckdb, lambda frame: frame.to_arrow_table(), dear=5),
    Engine("dask", _dask, lambda frame: _pandas_table(frame.compute()), dear=6),
    Engine(
        "pyspark",
        lambda table: spark().createDataFrame(table.cast(_of_spark(table.schema))),
        lambda frame: frame.toArrow(),
        dear=50,
    ),
)


def _sqlframe_table(frame: Any) -> pa.Table:
    table = frame.toArrow()
    return table.rename_columns([name.strip("`") for name in table.column_names])


SPOKEN = Engine("sqlframe", _sqlframe, _sqlframe_table, dear=6)
"""An engine for which narwhals alone speaks: no row of it can be left to the exact engine."""


def _parameters(*engines: Engine) -> tuple[Any, ...]:
    return tuple(
        pytest.param(one, marks=pytest.mark.spark if one.name == "pyspark" else (), id=one.name)
        for one in engines
    )


ENGINES = _parameters(*ALL)
"""The engines as parameters of a test."""

EXPRESSING = _parameters(*ALL, SPOKEN)
"""These, and one that has nothing but expressions."""
