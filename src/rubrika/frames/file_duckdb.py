"""DuckDB: it reads files as one relation, and scores blocks of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any, NoReturn

import duckdb
import polars as pl

from rubrika.errors import told
from rubrika.files.problems import refuse
from rubrika.frames.file_arrow import as_arrow, pa_dataset
from rubrika.frames.file_blocks import Block, changed, place_in
from rubrika.frames.file_csv import CsvFile, without_blank_rows
from rubrika.frames.file_inputs import InputFile, Inputs
from rubrika.frames.file_paths import naming
from rubrika.frames.file_typed import ArrowFile, ParquetFile
from rubrika.frames.scoring import score
from rubrika.model.rubric import Rubric

__all__ = ["read", "scored"]


def read(inputs: Inputs, columns: list[str], rows: int) -> Iterator[Block]:
    """The rows of files as they stand there, which DuckDB reads.

    Raises:
        FileError: when a file cannot be read.
    """
    with duckdb.connect() as connection:
        try:
            relations = [_relation(connection, file, inputs) for file in inputs.files]
            whole = reduce(lambda one, other: one.union(other), relations)
            if not inputs.text:
                whole = whole.project(", ".join(map(_quoted, columns)))
            fetch = getattr(whole, "to_arrow_reader", None) or whole.fetch_record_batch
            for batch in fetch(rows):
                frame = pl.DataFrame(batch)
                yield Block(
                    (without_blank_rows(frame) if inputs.text else frame).select(columns), None
                )
        except (duckdb.Error, OSError) as error:
            _explain(inputs, error)


def scored(rubric: Rubric, frame: pl.DataFrame, options: Mapping[str, Any]) -> pl.DataFrame:
    """The outputs of the rows of a frame, in their order, worked out by DuckDB."""
    place = place_in(frame)
    with duckdb.connect() as connection:
        relation = connection.from_arrow(as_arrow(frame.with_row_index(place)))
        found = score(rubric, relation, **changed(options, key=(place,)))
        return pl.DataFrame(found.order(_quoted(place)).to_arrow_table()).drop(place)


def _relation(connection: Any, file: InputFile, inputs: Inputs) -> Any:  # noqa: ANN401  # as above
    """One file, with the columns in the order of the first."""
    match file:
        case CsvFile():
            found = _text(connection, file)
        case ParquetFile():
            found = connection.read_parquet(str(file.path))
        case ArrowFile(stream=False):
            found = connection.from_arrow(pa_dataset.dataset(str(file.path), format="ipc"))
        case _:
            refuse(
                "syntax",
                f"{told(str(file.path))} is a stream of Arrow, which DuckDB cannot read twice",
                hint="Use the engine polars.",
            )
    return found.project(", ".join(map(_quoted, inputs.files[0].schema)))


def _text(connection: Any, file: CsvFile) -> Any:  # noqa: ANN401  # as above
    """A table of text."""
    if "" in file.header:
        with naming(file.path):
            file.check_rows()  # that nothing stands in a column without a name
    return connection.read_csv(
        str(file.path),
        header=False,
        columns=dict.fromkeys(file.names, "VARCHAR"),
        skiprows=file.lines,
        delimiter=file.separator,
        quotechar='"',
        escapechar='"',
        auto_detect=False,
        strict_mode=True,
        null_padding=False,
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _explain(inputs: Inputs, error: Exception) -> NoReturn:
    """Say where DuckDB stopped; tables of text are read again, row by row, to find that.

    Raises:
        FileError: always.
    """
    for file in inputs.files:
        if isinstance(file, CsvFile):
            with naming(file.path):
                file.check_rows()
    first = str(error).splitlines()[0].rstrip(".")
    hint = "Use the engine polars, which says more."
    refuse("syntax", f"DuckDB cannot read the files: {first}", hint=hint)
