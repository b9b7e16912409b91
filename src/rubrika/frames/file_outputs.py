"""Results as files: CSV, Parquet and Arrow, written block by block."""

from __future__ import annotations

import io
import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

import attrs
import polars as pl

from rubrika.errors import FileError, Problems, told
from rubrika.frames.file_arrow import as_arrow, pa, pa_ipc, pa_parquet
from rubrika.frames.file_paths import kind_of

__all__ = ["OutputFile", "check_output", "writing"]

_TEXTS: Final = ("large_string", "string_view")
_SEPARATORS: Final = {".tsv": "\t"}


class OutputFile(Protocol):
    """A file that frames are written to."""

    def write(self, frame: pl.DataFrame) -> None:
        """Write some rows more."""
        ...

    def close(self) -> None:
        """Write what comes after the last row."""
        ...


def check_output(path: Path, schema: pl.Schema) -> None:
    """Check that a file can hold columns of such types.

    Raises:
        FileError: when it cannot: cells of a table of text hold no lists.
    """
    problems = Problems()
    if kind_of(path) == "csv":
        for name, kind in schema.items():
            if kind.is_nested() or kind in (pl.Binary(), pl.Object()):
                hint = "Write Parquet, or leave the column out with --key."
                problems.add(
                    "csv-type",
                    f"the column {told(name)} is of type {kind}, which no CSV table holds",
                    hint=hint,
                )
    problems.raise_as(FileError)


@contextmanager
def writing(path: Path, stream: BinaryIO, head: pl.DataFrame) -> Generator[OutputFile, None, None]:
    """What writes to *stream* in the format that *path* tells, and is closed at the end.

    Args:
        path: Where the result is to be.
        stream: Where it is written meanwhile.
        head: A frame with the columns of the result.
    """
    file: OutputFile
    match kind_of(path):
        case "csv":
            file = _Csv(stream, _SEPARATORS.get(path.suffix.lower(), ","))
            file.write(head.clear())
        case "parquet":
            file = _Parquet.of(stream, head)
        case _:
            file = _Arrow.of(stream, head)
    try:
        with _plain_errors():
            yield file
            file.close()
    except BaseException:
        with suppress(Exception):  # what is broken off is removed, so what it lacks is nothing
            file.close()
        raise


@contextmanager
def _plain_errors() -> Generator[None, None, None]:
    """Let errors of the disk that Arrow met say what Python's own say."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, os.strerror(error.errno)) from error


@attrs.define
class _Csv:
    """A table of text; its first write is its header."""

    stream: BinaryIO
    separator: str
    begun: bool = False

    def write(self, frame: pl.DataFrame) -> None:
        """Write some rows more."""
        content = io.BytesIO()
        frame.write_csv(content, separator=self.separator, include_header=not self.begun)
        self.begun = True
        self.stream.write(content.getbuffer())

    def close(self) -> None:
        """Do nothing: a table has no end."""


@attrs.frozen
class _Parquet:
    """A Parquet file; each block is a row group."""

    schema: Any
    sink: Any
    writer: Any

    @classmethod
    def of(cls, stream: BinaryIO, head: pl.DataFrame) -> _Parquet:
        schema, sink = _plain(head), _sink(stream)
        return cls(schema, sink, pa_parquet.ParquetWriter(sink, schema))

    def write(self, frame: pl.DataFrame) -> None:
        """Write some rows more."""
        self.writer.write_table(as_arrow(frame).cast(self.schema), max(frame.height, 1))

    def close(self) -> None:
        """Write the list of row groups."""
        try:
            self.writer.close()
        finally:
            self.sink.close()


@attrs.frozen
class _Arrow:
    """An Arrow file; each block is a record batch."""

    schema: Any
    sink: Any
    writer: Any

    @classmethod
    def of(cls, stream: BinaryIO, head: pl.DataFrame) -> _Arrow:
        schema, sink = _plain(head), _sink(stream)
        return cls(schema, sink, pa_ipc.new_file(sink, schema))

    def write(self, frame: pl.DataFrame) -> None:
        """Write some rows more."""
        self.writer.write_table(as_arrow(frame).cast(self.schema).combine_chunks())

    def close(self) -> None:
        """Write the list of record batches."""
        try:
            self.writer.close()
        finally:
            self.sink.close()


def _sink(stream: BinaryIO) -> Any:  # noqa: ANN401  # pyarrow has no types
    """The file as Arrow opens it, which crashes after errors of a file of Python's."""
    return pa.OSFile(stream.name, "wb")


def _plain(head: pl.DataFrame) -> Any:  # noqa: ANN401  # pyarrow has no types
    """The columns as every reader of Arrow and Parquet knows them."""
    return pa.schema(
        field.with_type(pa.string()) if str(field.type) in _TEXTS else field
        for field in as_arrow(head.clear()).schema
    )
