"""Tables of text (CSV) as a stream of frames, by the rules of :mod:`rubrika.files.tables`."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NoReturn

import attrs
import polars as pl

from rubrika.errors import FileError, Problems, told
from rubrika.files.problems import refuse
from rubrika.files.tables import QUOTES, separator_of
from rubrika.frames.file_arrow import pa, pa_csv
from rubrika.frames.file_blocks import Block
from rubrika.model.rubric import Rubric

__all__ = ["CsvFile", "without_blank_rows"]

_HEAD: Final = 1 << 20  # how many bytes the header may have
_BLOCK: Final = 1 << 22  # how many are read at once, of which 32 wait; no row is longer
_NO_NAME: Final = (
    "\N{REPLACEMENT CHARACTER}"  # how a column without a name is called, with its place
)
_NUMBER_FIRST: Final = 1  # the row of the header in a file that begins with it


@attrs.frozen
class CsvFile:
    """A table of text.

    Args:
        path: Where it is.
        separator: What stands between two cells.
        header: The names of its columns; of those without one, an empty text.
        start: At which byte the row after the header begins.
        lines: On how many lines the header and what stands before it are.
    """

    path: Path
    separator: str
    header: tuple[str, ...]
    start: int
    lines: int

    @classmethod
    def of(cls, path: Path, rubric: Rubric) -> CsvFile:
        """Read the header of a table that has a row for each subject.

        Raises:
            FileError: when it has none, or names a column twice, or has a row for each indicator.
        """
        with path.open("rb") as stream:
            content = stream.read(_HEAD)
        try:  # the last character may be cut
            text = codecs.getincrementaldecoder("utf-8")().decode(content)
        except UnicodeDecodeError as error:
            _refuse_encoding(content.count(b"\n", 0, error.start))
        mark = "\N{ZERO WIDTH NO-BREAK SPACE}"
        body = text.removeprefix(mark)
        separator, declared = separator_of(body)
        names, used = _first_row(body, separator, skip=declared)
        _check(names, rubric)
        start = len((text[: len(text) - len(body)] + "".join(used)).encode())
        return cls(path, separator, names, start, len(used))

    @property
    def text(self) -> bool:
        """Whether all its cells are texts."""
        return True

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """Its columns and their types."""
        return {name: pl.String() for name in self.header if name}

    @property
    def names(self) -> list[str]:
        """What its columns are called; those without a name by their place."""
        return [name or f"{_NO_NAME}{n}" for n, name in enumerate(self.header)]

    def blocks(self, columns: list[str], rows: int) -> Iterator[Block]:
        """What it says in some columns; rows without any value are left out.

        Raises:
            FileError: when it is no table, with the first row that is wrong.
        """
        del rows  # a block has as many as it has
        names = self.names
        size = max(self.path.stat().st_size, 1)
        checked = False
        with pa.OSFile(str(self.path)) as stream:
            stream.seek(self.start)
            if self.start >= size:
                return
            try:
                for batch in self._opened(stream, names):
                    if not checked and _has_line_end(batch):
                        # A quotation mark too many may have swallowed whole rows.
                        checked = True
                        self.check_rows()
                    yield Block(self._frame(batch, columns), stream.tell() / size)
            except pa.ArrowInvalid as error:
                self._explain(error)

    def _opened(self, stream: Any, names: list[str]) -> Iterator[Any]:  # noqa: ANN401  # pyarrow has no types
        if stream.size() == stream.tell():
            return iter(())
        return iter(
            pa_csv.open_csv(
                stream,
                pa_csv.ReadOptions(column_names=names, block_size=_BLOCK, use_threads=False),
                pa_csv.ParseOptions(delimiter=self.separator, newlines_in_values=True),
                pa_csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()),
                    strings_can_be_null=True,
                    null_values=[""],
                ),
            )
        )

    def _frame(self, batch: Any, columns: list[str]) -> pl.DataFrame:  # noqa: ANN401  # as above
        frame = pl.DataFrame(batch)
        for name in frame.columns:
            if name.startswith(_NO_NAME) and not frame.select(_is_blank(name).all()).item():
                self.check_rows()
        return without_blank_rows(frame).select(columns)

    def _explain(self, error: Exception) -> NoReturn:
        self.check_rows()
        hint = "Check its quotation marks and line ends."
        refuse("syntax", f"this is no table: {error}", hint=hint)

    def check_rows(self) -> None:
        """Read it slowly, to find the first row that is wrong.

        Raises:
            FileError: with that row.
        """
        width = len(self.header)
        unnamed = [place for place, name in enumerate(self.header) if not name]
        with self.path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, delimiter=self.separator, strict=True)
            try:
                for number, cells in enumerate(reader, start=_NUMBER_FIRST):
                    if not cells or (len(cells) == 1 < width and separator_of(cells[0])[1]):
                        continue
                    if len(cells) != width:
                        _refuse_length(number, len(cells), width)
                    for place in unnamed:
                        if cells[place].strip():
                            _refuse_nameless(number, cells[place])
            except csv.Error as error:
                line = f"line {reader.line_num}"
                refuse("syntax", f"this is no table: {error}", line, QUOTES)
            except UnicodeDecodeError:
                _refuse_encoding(reader.line_num)


def _first_row(text: str, separator: str, *, skip: bool) -> tuple[tuple[str, ...], list[str]]:
    """The cells of the first row that is not empty, and the lines up to its end."""
    lines = io.StringIO(text, newline="")
    used: list[str] = []

    def noted() -> Iterator[str]:
        for line in lines:
            used.append(line)
            yield line

    reader = csv.reader(noted(), delimiter=separator, strict=True)
    names: tuple[str, ...] = ()
    try:
        for cells in reader:
            names = tuple(unicodedata.normalize("NFC", cell).strip() for cell in cells)
            if any(names):
                if not skip:
                    break
                skip = False
    except csv.Error as error:
        refuse("syntax", f"this is no table: {error}", f"line {reader.line_num}", QUOTES)
    if skip or not any(names):
        refuse("empty", "the table is empty", hint="Its first row names the columns.")
    return names, used


def _check(names: tuple[str, ...], rubric: Rubric) -> None:
    problems = Problems()
    for place, name in enumerate(names):
        if name and name in names[:place]:
            problems.add(
                "duplicate-column",
                f"the column {told(name)} stands twice",
                hint="Keep one of the two.",
            )
    if {"indicator", "value"} <= {*names} - {*rubric.nodes}:
        problems.add(
            "long-table",
            "the table has a row for each indicator, not one for each subject",
            hint="Give each indicator a column; or score it with: rubrika score",
        )
    problems.raise_as(FileError)


def without_blank_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of texts in which anything stands."""
    first = frame.columns[0]
    if not frame.select(_is_blank(first).any()).item():
        return frame
    return frame.filter(~pl.all_horizontal(_is_blank(name) for name in frame.columns))


def _is_blank(name: str) -> pl.Expr:
    return pl.col(name).is_null() | (pl.col(name).str.strip_chars() == "")


def _has_line_end(batch: Any) -> bool:  # noqa: ANN401  # pyarrow has no types
    for column in batch.columns:
        characters = column.buffers()[2]
        if characters is not None:
            content = characters.to_pybytes()
            if b"\n" in content or b"\r" in content:
                return True
    return False


def _refuse_length(number: int, found: int, width: int) -> NoReturn:
    refuse(
        "row-length",
        f"the row has {found} cells, but the header names {width} columns",
        f"row {number}",
        "Put a value that holds the separator into quotes; decimals have a point."
        if found > width
        else "Leave the cells of missing values empty, but leave none out.",
    )


def _refuse_nameless(number: int, cell: str) -> NoReturn:
    refuse(
        "unknown-column",
        f"{told(cell)} stands in a column without a name",
        f"row {number}",
        "Name the column, or leave it empty; decimals have a point.",
    )


def _refuse_encoding(line: int) -> NoReturn:
    refuse(
        "encoding",
        f"the file is not UTF-8: what stands after line {line} cannot be read",
        hint="Save it as UTF-8.",
    )
