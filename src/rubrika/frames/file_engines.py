"""Scoring files block by block, in Polars or in DuckDB."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import Any, TypeAlias

import attrs
import polars as pl

from rubrika.errors import FrameError, MissingExtraError, Problem
from rubrika.frames.file_blocks import Block, changed, place_in
from rubrika.frames.file_cells import Cells
from rubrika.frames.file_faults import Faults
from rubrika.frames.file_inputs import Inputs, Read
from rubrika.frames.file_threads import ahead
from rubrika.frames.scoring import score
from rubrika.model.domains import Categories
from rubrika.model.rubric import Rubric

__all__ = ["Engine", "Scoring", "engine_of"]


Score: TypeAlias = Callable[[Rubric, pl.DataFrame, Mapping[str, Any]], pl.DataFrame]


@attrs.frozen
class Engine:
    """What reads and scores.

    Args:
        read: Reads files; None: rubrika does.
        score: Gives the outputs of the rows of a frame, in their order.
    """

    read: Read | None
    score: Score


def engine_of(name: str) -> Engine:
    """The engine of a name.

    Raises:
        MissingExtraError: when it is not installed.
    """
    if name == "polars":
        return Engine(None, _scored)
    try:
        from rubrika.frames import file_duckdb
    except ModuleNotFoundError:
        hint = "Run: pip install duckdb"
        message = "the engine duckdb needs a package that is not installed"
        raise MissingExtraError(Problem("missing-extra", message, hint=hint)) from None
    return Engine(file_duckdb.read, file_duckdb.scored)


def _scored(rubric: Rubric, frame: pl.DataFrame, options: Mapping[str, Any]) -> pl.DataFrame:
    place = place_in(frame)
    return score(rubric, frame.with_row_index(place), **changed(options, key=(place,))).drop(place)


@attrs.frozen
class Scoring:
    """Scores files block by block: while one is scored, the next is read.

    Args:
        rubric: The rubric.
        inputs: The files.
        rows: How many rows a block has.
        options: Those of :func:`rubrika.frames.score`.
        engine: What reads and scores.
    """

    rubric: Rubric
    inputs: Inputs
    rows: int
    options: Mapping[str, Any]
    engine: Engine

    def head(self) -> pl.DataFrame:
        """The result without its rows.

        Raises:
            FrameError: when the columns do not fit the rubric.
        """
        return score(self.rubric, self.inputs.empty(), **self.options)

    def blocks(self) -> Generator[Block, None, None]:
        """The result, block by block, in the order of the rows.

        Raises:
            FileError: when a file cannot be read.
            FrameError: when rows are bad, and are not to be told one by one.
        """
        faults = Faults(self.rubric, self.options)
        columns = columns_used(self.rubric, self.inputs, self.options)
        tidy = tidied_columns(self.rubric, self.inputs, self.options)
        read = self.inputs.blocks(columns, self.rows, tidy, self.engine.read)
        with ahead(read) as blocks:
            for block in blocks:
                try:
                    scored = self._scored(block.frame)
                except FrameError as error:
                    faults.add(block.frame, error)
                    continue
                if not faults:
                    yield attrs.evolve(block, frame=scored)
        faults.raise_all()

    def _scored(self, frame: pl.DataFrame) -> pl.DataFrame:
        cells = frame
        if self.inputs.text:
            cells = Cells.of(self.rubric, frame.schema, self.options).read(frame)
        outputs = self.engine.score(self.rubric, cells, self.options)
        kept = self.options["key"]
        kept = frame if kept is None else frame.select(kept)
        return kept.hstack(outputs) if kept.width else outputs


def columns_used(rubric: Rubric, inputs: Inputs, options: Mapping[str, Any]) -> list[str]:
    """The columns that are read or kept, in the order of the files."""
    if options["key"] is None:
        return list(inputs.schema)
    facts = [fact.id for fact in rubric.context]
    used = {
        *options["key"],
        *(leaf.id for leaf in rubric.indicators),
        *facts,
        *(f"context.{id_}" for id_ in facts),
        *options["columns"].values(),
        *options["not_applicable"].values(),
    }
    return [name for name in inputs.schema if name in used]


def tidied_columns(rubric: Rubric, inputs: Inputs, options: Mapping[str, Any]) -> list[str]:
    """The columns of text in which blanks do not count, as in any table of text (CSV).

    Numbers and truth values are read so anyway.
    """
    if not inputs.text:
        return []
    read = {
        options["columns"].get(leaf.id, leaf.id)
        for leaf in rubric.indicators
        if not isinstance(leaf.domain, Categories)
    }
    return [name for name in inputs.schema if name not in read]
