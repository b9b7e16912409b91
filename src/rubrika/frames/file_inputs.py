"""Several files of the same columns as one table, which is read once from its start to its end."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import attrs
import polars as pl

from rubrika.errors import FileError, Problems, near_miss, told
from rubrika.files.problems import refuse
from rubrika.files.tables import cell_value
from rubrika.frames.file_blocks import Block, even
from rubrika.frames.file_csv import CsvFile
from rubrika.frames.file_paths import kind_of, naming, size_of
from rubrika.frames.file_typed import ArrowFile, ParquetFile
from rubrika.model.nodes import Indicator
from rubrika.model.observations import NotApplicable
from rubrika.model.rubric import Rubric
from rubrika.number import exact

__all__ = ["InputFile", "Inputs", "Read"]

Read: TypeAlias = Callable[["Inputs", list[str], int], Iterator[Block]]
"""What reads some columns of files, about so many rows at a time."""


class InputFile(Protocol):
    """A file that is read in blocks."""

    @property
    def path(self) -> Path:
        """Where it is."""
        ...

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """Its columns and their types."""
        ...

    @property
    def text(self) -> bool:
        """Whether all its cells are texts that stand for values."""
        ...

    def blocks(self, columns: list[str], rows: int) -> Iterator[Block]:
        """What it says in some columns, at most about *rows* rows at a time."""
        ...


@attrs.frozen
class Inputs:
    """Files that are read one after the other.

    Args:
        files: The files, in their order.
        sizes: How many bytes each has.
        added: Columns that have the same value in each row.
    """

    files: tuple[InputFile, ...]
    sizes: tuple[int, ...]
    added: Mapping[str, Any] = attrs.field(factory=dict[str, Any])

    @classmethod
    def of(cls, paths: Sequence[Path], rubric: Rubric) -> Inputs:
        """Look at files, without reading their rows.

        Raises:
            FileError: with all that is wrong with any of them, under its name.
        """
        problems = Problems()
        files: list[InputFile] = []
        sizes: list[int] = []
        for path in paths:
            with problems.under(""), naming(path):
                sizes.append(size_of(path))
                files.append(_opened(path, rubric))
        problems.raise_as(FileError)
        for file in files[1:]:
            with problems.under(""), naming(file.path):
                _check_columns(file, files[0])
        problems.raise_as(FileError)
        return cls(tuple(files), tuple(sizes))

    def with_values(
        self, rubric: Rubric, values: Mapping[str, str]
    ) -> tuple[Inputs, dict[str, str | None]]:
        """The same with values of indicators in all rows, and which column each is in.

        Raises:
            FileError: when there is no such indicator, or it cannot have the value.
        """
        problems = Problems()
        added: dict[str, Any] = {}
        names: dict[str, str | None] = {}
        for id_, text in values.items():
            leaf = rubric.nodes.get(id_)
            if not isinstance(leaf, Indicator):
                hint = near_miss(id_, [leaf.id for leaf in rubric.indicators])
                problems.add("unknown-indicator", f"there is no indicator {told(id_)}", hint=hint)
                continue
            with problems.under(f"values.{id_}"):
                value = cell_value(leaf, text)
                names[id_] = None if value is None else f"values.{id_}"
                if value is not None:
                    added[f"values.{id_}"] = text if self.text else _typed(value)
        problems.raise_as(FileError)
        return attrs.evolve(self, added=added), names

    @property
    def text(self) -> bool:
        """Whether all cells are texts that stand for values."""
        return self.files[0].text

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """The columns and their types; of one that is empty in some files, that of the others."""
        found = {name: self._kind(name) for name in self.files[0].schema}
        return {**found, **pl.DataFrame(self.added).schema}

    def _kind(self, name: str) -> pl.DataType:
        kinds = [file.schema[name] for file in self.files]
        return next((kind for kind in kinds if kind != pl.Null()), kinds[0])

    def empty(self) -> pl.DataFrame:
        """The table without its rows."""
        return pl.DataFrame(schema=self.schema)

    def blocks(
        self, columns: Collection[str], rows: int, tidy: Collection[str], read: Read | None = None
    ) -> Iterator[Block]:
        """Blocks of *rows* rows each, with some of the columns; the last may have fewer.

        Args:
            columns: Which columns.
            rows: How many rows.
            tidy: Columns of text in which blanks around a text do not count, nor how its accents
                are composed.
            read: What reads the files; rubrika itself unless said.

        Raises:
            FileError: when a file cannot be read, under its name.
        """
        schema = {name: kind for name, kind in self.schema.items() if name in columns}
        found = [self._column(name, kind, tidy) for name, kind in schema.items()]
        names = [name for name in schema if name not in self.added] or [*self.files[0].schema][:1]
        raw = self._read(names, rows) if read is None else read(self, names, rows)
        made = (
            attrs.evolve(block, frame=block.frame.with_columns(found).select(list(schema)))
            for block in raw
        )
        return even(made, rows)

    def _column(self, name: str, kind: pl.DataType, tidy: Collection[str]) -> pl.Expr:
        if name in self.added or kind == pl.Null():
            return pl.lit(self.added.get(name), kind).alias(name)
        if name in tidy and kind == pl.String():
            return _tidied(name)
        return pl.col(name).cast(kind)

    def _read(self, columns: list[str], rows: int) -> Iterator[Block]:
        total = max(sum(self.sizes), 1)
        before = 0
        for file, size in zip(self.files, self.sizes, strict=True):
            with naming(file.path):
                for block in file.blocks(columns, rows):
                    share = 1.0 if block.done is None else block.done
                    yield attrs.evolve(block, done=(before + size * share) / total)
            before += size


def _typed(value: Any) -> Any:  # noqa: ANN401  # a value of any kind
    """A value as it stands in a column that has a type."""
    if isinstance(value, NotApplicable):
        refuse(
            "value",
            "“not applicable” is said of all rows, which files with typed columns cannot hold",
            hint="Name a column that says so.",
        )
    if isinstance(value, Fraction) and exact(float(value)) != value:
        refuse("value", f"{value} is no decimal number that a float holds", hint="Round it.")
    return float(value) if isinstance(value, Fraction) else value


def _opened(path: Path, rubric: Rubric) -> InputFile:
    match kind_of(path):
        case "csv":
            return CsvFile.of(path, rubric)
        case "parquet":
            return ParquetFile.of(path)
        case _:
            return ArrowFile.of(path)


def _check_columns(file: InputFile, first: InputFile) -> None:
    """Check that a file has the columns of the first one, in any order."""
    problems = Problems()
    if file.text != first.text:
        problems.add(
            "files-differ",
            "tables of text and files whose columns have types are mixed",
            hint="Score them one by one.",
        )
        problems.raise_as(FileError)
    for name in first.schema:
        if name not in file.schema:
            extra = [other for other in file.schema if other not in first.schema]
            hint = near_miss(name, extra) if extra else "Files of one table have the same columns."
            problems.add(
                "files-differ", f"the column {told(name)} of {first.path} is missing", hint=hint
            )
        elif (kind := file.schema[name]) != (due := first.schema[name]) and pl.Null() not in (
            kind,
            due,
        ):
            problems.add(
                "files-differ",
                f"the column {told(name)} is of type {kind}, in {first.path} of {due}",
                hint="Give it one type in all files.",
            )
    for name in file.schema:
        if name not in first.schema:
            problems.add(
                "files-differ",
                f"{first.path} has no column {told(name)}",
                hint="Files of one table have the same columns.",
            )
    problems.raise_as(FileError)


def _tidied(name: str) -> pl.Expr:
    text = pl.col(name).str.normalize("NFC").str.strip_chars()
    return pl.when(text != "").then(text).alias(name)
