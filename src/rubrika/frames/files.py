"""Files scored as a stream: read in blocks, scored, counted, and written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from os import PathLike
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from rubrika.errors import FileError, Problems, near_miss, told
from rubrika.files.problems import refuse
from rubrika.files.writing import replacing
from rubrika.frames.file_engines import Scoring, engine_of
from rubrika.frames.file_inputs import Inputs
from rubrika.frames.file_outputs import check_output, writing
from rubrika.frames.file_tally import Tally
from rubrika.frames.file_threads import behind
from rubrika.frames.options import PROBLEM, Bad, Nan
from rubrika.model.rubric import Rubric

__all__ = ["ROWS", "Engine", "Progress", "score_files"]

ROWS: Final = 250_000
"""How many rows are scored at once, unless said otherwise."""

Engine: TypeAlias = Literal["polars", "duckdb"]
"""What scores the rows."""

Progress: TypeAlias = Callable[[int, float | None], object]
"""What is told after each block: how many rows are scored, and which share was read, if known."""


def score_files(
    rubric: Rubric,
    files: Iterable[str | PathLike[str]],
    output: str | PathLike[str],
    *,
    values: Mapping[str, str] | None = None,
    context: Mapping[str, str] | None = None,
    columns: Mapping[str, str | None] | None = None,
    not_applicable: Mapping[str, str] | None = None,
    key: Iterable[str] | None = None,
    give: Iterable[str] = ("points", "level"),
    nodes: bool | Iterable[str] = (),
    bad: Bad = "fail",
    nan: Nan = "bad",
    by: Iterable[str] = (),
    lang: str | None = None,
    engine: Engine = "polars",
    rows: int = ROWS,
    progress: Progress = lambda _rows, _done: None,
) -> Tally:
    """Score files that may be larger than memory, and write the result as one file.

    The files have a row for each subject and the same columns; their suffixes tell their formats:
    .csv, .tsv, .parquet, .arrow, .feather, .ipc. They are read one after the other as one table, in
    blocks, and so is the result written, in the order of the rows. It stands at *output* when all
    of it is written, and not before; if anything goes wrong, *output* is as it was.

    Args:
        rubric: The rubric.
        files: The files. Cells of tables of text (CSV) are read as the indicators say.
        output: The file of the result; its suffix tells the format. What stands there is replaced.
        values: Values of indicators in all rows, as in a cell of a table, in place of any column.
        context: Context facts of all rows, as in a cell of a table.
        columns: As for :func:`rubrika.frames.score`; so *not_applicable*, *nodes*, *nan*, *lang*.
        not_applicable: Which columns say where indicators do not apply.
        key: The columns that are kept; all unless said.
        give: What is given of each row.
        nodes: Of which nodes points are given.
        bad: What becomes of bad rows. If they are an error, all files are still read to their end,
            so that all bad rows are counted.
        nan: What NaN is.
        by: Columns by whose values subjects are counted in the tally, too.
        lang: In which language reasons are said.
        engine: What scores: Polars or DuckDB, which reads the files, too.
        rows: How many rows a block has.
        progress: What is told how far it is.

    Returns:
        How many subjects have which level.

    Raises:
        FileError: when a file cannot be read, or the result cannot be written.
        FrameError: when columns or values do not fit the rubric.
        MissingExtraError: when the engine is not installed.
    """
    inputs = Inputs.of([Path(file) for file in files], rubric)
    inputs, replaced = inputs.with_values(rubric, values or {})
    target = Path(output)
    by, kept = tuple(by), None if key is None else tuple(dict.fromkeys(key))
    _check_names((*by, *(kept or ())), inputs)
    shown = tuple(give)
    no_level = _no_level(rubric)
    options: dict[str, Any] = {
        "columns": {**(columns or {}), **replaced},
        "context": _facts(rubric, context or {}),
        "not_applicable": dict(not_applicable or {}),
        "key": None if kept is None else tuple(dict.fromkeys((*kept, *by))),
        "give": tuple(dict.fromkeys((*shown, "level"))),
        "nodes": nodes,
        "names": None,
        "bad": bad,
        "nan": nan,
        "text": inputs.text,
        "numbers": "float",
        "no_level": no_level,
        "lang": lang,
    }
    scoring = Scoring(rubric, inputs, rows, options, engine_of(engine))
    head = scoring.head()
    hidden = {*by} - {*(head.columns if kept is None else kept)}
    hidden |= {"level", *inputs.added} - {*shown}
    written = [name for name in head.columns if name not in hidden]
    head = head.select(written)
    check_output(target, head.schema)
    tally = Tally(by, no_level)
    with (
        replacing(target) as stream,
        writing(target, stream, head) as file,
        behind(file.write) as write,
        closing(scoring.blocks()) as blocks,
    ):
        for block in blocks:
            tally.add(block.frame, level="level", problem=PROBLEM if bad == "tell" else None)
            write(block.frame.select(written))
            progress(tally.subjects, block.done)
        if not tally.subjects:
            refuse("empty", "the table has no row", hint="Write the values below their columns.")
    return tally


def _check_names(names: Iterable[str], inputs: Inputs) -> None:
    """Check that there are columns of these names."""
    problems = Problems()
    for name in dict.fromkeys(names):
        if name not in inputs.schema:
            hint = near_miss(name, inputs.schema)
            problems.add("unknown-column", f"there is no column {told(name)}", hint=hint)
    problems.raise_as(FileError)


def _facts(rubric: Rubric, context: Mapping[str, str]) -> dict[str, Any]:
    """Context facts, read as in a cell of a table; what is not known is left to be refused."""
    domains = {fact.id: fact.domain for fact in rubric.context}
    problems = Problems()
    found: dict[str, Any] = {}
    for id_, text in context.items():
        with problems.under(f"context.{id_}"):
            found[id_] = domains[id_].from_text(text) if id_ in domains else text
    problems.raise_as(FileError)
    return found


def _no_level(rubric: Rubric) -> str:
    """The word for no level, which is none of the rubric's levels."""
    word = "none"
    while word in [level.id for level in rubric.levels]:
        word = f"no {word}"
    return word
