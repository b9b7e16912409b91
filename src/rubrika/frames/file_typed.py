"""Files whose columns have types (Parquet, Arrow IPC) as a stream of frames."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NoReturn

import attrs
import polars as pl

from rubrika.files.problems import refuse
from rubrika.frames.file_arrow import pa, pa_ipc, pa_parquet
from rubrika.frames.file_blocks import Block

__all__ = ["ArrowFile", "ParquetFile"]

_BUFFER: Final = 1 << 20
"""How many bytes of a column are read at once; else all of them would be, or kept to the end."""

_MAGIC: Final = b"ARROW1"  # how an Arrow file begins; a stream of record batches does not


@attrs.frozen
class ParquetFile:
    """A Parquet file, of which some rows are read at a time.

    Args:
        path: Where it is.
        schema: Its columns and their types.
    """

    path: Path
    schema: dict[str, pl.DataType]

    @classmethod
    def of(cls, path: Path) -> ParquetFile:
        """Read which columns it has.

        Raises:
            FileError: when it is no Parquet file.
        """
        try:
            with pa_parquet.ParquetFile(path) as file:
                return cls(path, _schema(file.schema_arrow))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            _refuse(error, "Parquet")

    @property
    def text(self) -> bool:
        """Whether all its cells are texts that stand for values; they are values."""
        return False

    def blocks(self, columns: list[str], rows: int) -> Iterator[Block]:
        """What it says in some columns, at most *rows* rows at a time.

        Raises:
            FileError: when it is damaged.
        """
        try:
            with pa_parquet.ParquetFile(self.path, buffer_size=_BUFFER, pre_buffer=False) as file:
                total, read = max(file.metadata.num_rows, 1), 0
                for batch in file.iter_batches(rows, columns=columns):
                    read += batch.num_rows
                    yield Block(_frame(batch).select(columns), read / total)
        except (pa.ArrowException, OSError) as error:
            _refuse(error, "Parquet")


@attrs.frozen
class ArrowFile:
    """An Arrow file or stream (IPC), which is read batch by batch as it was written.

    Args:
        path: Where it is.
        schema: Its columns and their types.
        stream: Whether it is a stream of record batches, which has no list of them.
    """

    path: Path
    schema: dict[str, pl.DataType]
    stream: bool

    @classmethod
    def of(cls, path: Path) -> ArrowFile:
        """Read which columns it has.

        Raises:
            FileError: when it is no Arrow file.
        """
        with path.open("rb") as opened:
            stream = opened.read(len(_MAGIC)) != _MAGIC
        try:
            with pa.OSFile(str(path)) as file:
                reader = (pa_ipc.open_stream if stream else pa_ipc.open_file)(file)
                return cls(path, _schema(reader.schema), stream)
        except (pa.ArrowException, OSError) as error:
            _refuse(error, "Arrow")

    @property
    def text(self) -> bool:
        """Whether all its cells are texts that stand for values; they are values."""
        return False

    def blocks(self, columns: list[str], rows: int) -> Iterator[Block]:
        """What it says in some columns, in the batches that it has.

        Raises:
            FileError: when it is damaged.
        """
        del rows  # a batch has as many as it has
        size = max(self.path.stat().st_size, 1)
        try:
            with pa.OSFile(str(self.path)) as file:
                if self.stream:
                    for batch in pa_ipc.open_stream(file):
                        yield Block(_frame(batch).select(columns), file.tell() / size)
                    return
                names: list[str] = pa_ipc.open_file(file).schema.names
                options = pa_ipc.IpcReadOptions(
                    included_fields=sorted(names.index(name) for name in columns)
                )
                reader = pa_ipc.open_file(file, options=options)
                count = reader.num_record_batches
                for place in range(count):
                    batch = reader.get_batch(place)
                    yield Block(_frame(batch).select(columns), (place + 1) / count)
        except (pa.ArrowException, OSError) as error:
            _refuse(error, "Arrow")


def _refuse(error: Exception, kind: str) -> NoReturn:
    if isinstance(error, FileNotFoundError | PermissionError):
        raise error
    first = str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
    hint = "Check that it is whole, and that its suffix is right."
    refuse("syntax", f"this is no {kind} file: {first}", hint=hint)


def _schema(schema: Any) -> dict[str, pl.DataType]:  # noqa: ANN401  # pyarrow has no types
    names = schema.names
    twice = next((name for place, name in enumerate(names) if name in names[:place]), None)
    if twice is not None:
        refuse(
            "duplicate-column", f"the column {twice!r} stands twice", hint="Keep one of the two."
        )
    return dict(_frame(schema.empty_table()).schema)


def _frame(data: Any) -> pl.DataFrame:  # noqa: ANN401  # pyarrow has no types
    """The rows as a frame; words that were numbered to save room are words again."""
    frame = pl.DataFrame(data)
    numbered = (pl.Categorical, pl.Enum)
    words = [name for name, kind in frame.schema.items() if kind.base_type() in numbered]
    return frame.with_columns(pl.col(words).cast(pl.String)) if words else frame
