"""Assessments as TOML and JSON; tables of them are read in :mod:`rubrika.files.tables`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs

from rubrika.errors import FileError, Problems, told
from rubrika.files.converter import converter_for
from rubrika.files.layout import Table
from rubrika.files.parsing import parse
from rubrika.files.plain import Writer, source_keys
from rubrika.files.problems import refuse
from rubrika.files.reading import Format, check_format, format_of, known_format, read_text
from rubrika.files.records import read_record
from rubrika.files.sources import plain_sources, read_sources
from rubrika.files.tables import is_csv, read_table
from rubrika.files.writing import render, write_file
from rubrika.model.checking import check
from rubrika.model.fields import sources_of
from rubrika.model.observations import Assessment
from rubrika.model.rubric import Rubric

__all__ = [
    "dump_assessment",
    "dumps_assessment",
    "load_assessment",
    "load_assessments",
    "loads_assessment",
]


def load_assessment(path: str | Path, rubric: Rubric | None = None) -> Assessment:
    """Read one assessment from a file.

    Args:
        path: A file that ends in ``.toml``, ``.json`` or ``.csv``, in UTF-8, of at most 10 MB.
        rubric: The rubric that it is to fit, which is checked; a table (CSV) needs it.

    Raises:
        FileError: with every problem of the file, each with its path in the file
            (``observations.inspection.date``) or its row and column; or several assessments.
        AssessmentError: when the assessment does not fit the rubric.

    >>> _ = Path("sen.toml").write_text('''
    ... format = "assessment/1"
    ... subject = "Café Sen"
    ...
    ... [observations]
    ... inspection = 91
    ... pests = { value = true, evidence = ["photo 7"], date = 2026-03-01 }
    ... wait = { not_applicable = "self-service" }
    ... ''', encoding="utf-8")
    >>> load_assessment("sen.toml").observations["pests"].evidence
    ('photo 7',)
    """
    found = load_assessments(path, rubric)
    if len(found) != 1:
        hint = "Read it with load_assessments."
        refuse("several", f"the table holds {len(found)} assessments", hint=hint)
    return found[0]


def load_assessments(path: str | Path, rubric: Rubric | None = None) -> tuple[Assessment, ...]:
    """Read all assessments of a file: the rows of a table (CSV), or the one of TOML or JSON.

    A table has either one row for each indicator (columns ``indicator``, ``value``,
    ``not_applicable``, ``evidence``, ``assessor``, ``date``, ``note``, and perhaps ``subject``), or
    one row for each subject (columns ``subject``, ``date``, ``context.NAME``, and each indicator).

    Args:
        path: The file; see :func:`load_assessment`.
        rubric: The rubric that they are to fit, which is checked; a table needs it.

    Raises:
        FileError: as :func:`load_assessment`.
        AssessmentError: when an assessment does not fit the rubric.

    >>> from rubrika import load
    >>> cafe = load("examples/cafe-hygiene.toml")
    >>> [str(seen.subject) for seen in load_assessments("examples/cafes.csv", cafe)]
    ['Café Sen', 'Café Mây', 'Café Đá', 'Café Gió']
    """
    source = Path(path)
    if rubric is not None and not isinstance(rubric, Rubric):
        refuse("wrong-type", f"a Rubric is due, not {told(rubric)}")
    try:
        if is_csv(source):
            if rubric is None:
                hint = "Give it: load_assessments(path, rubric)."
                refuse("no-rubric", "the cells of a table are read by a rubric", hint=hint)
            return read_table(read_text(source), rubric)
        form = format_of(source, "csv", "tsv")  # a wrong name is told before the file is read
        assessment = _read(read_text(source), form)
        if rubric is not None:
            check(rubric, assessment)
    except FileError as error:
        error.add_note(f"The file is {source}.")
        raise
    return (assessment,)


def loads_assessment(text: str, format: Format = "toml") -> Assessment:
    """Read an assessment from a text.

    Args:
        text: The text, of at most 10 million characters.
        format: ``"toml"`` or ``"json"``.

    Raises:
        FileError: with every problem of the text, each with its path in it.

    >>> loads_assessment(dumps_assessment(Assessment({"pests": True}))).observations["pests"].value
    True
    """
    return _read(text, known_format(format))


def _read(text: str, form: Format) -> Assessment:
    data = parse(text, form)
    problems = Problems()
    problems.found += check_format(data, "assessment", form)
    table = {key: value for key, value in data.items() if key not in ("format", "$schema")}
    sources = read_sources(table.pop("sources", {}), problems)
    made: list[Assessment] = []
    with problems.under(""):
        made.append(read_record(converter_for(sources), Assessment, {"observations": {}, **table}))
    problems.raise_as(FileError)
    return made[0]


def dump_assessment(assessment: Assessment, path: str | Path) -> None:
    """Write an assessment to a file, so that :func:`load_assessment` reads an equal one.

    The file is written beside its place and then moved there: it is there whole, or as it was.

    Args:
        assessment: The assessment.
        path: Where to; the suffix ``.toml`` or ``.json`` tells the format.

    Raises:
        FileError: when the suffix tells no format, or a value or the file cannot be written.
        MissingExtraError: for TOML, when the extra ``toml`` is not installed.

    >>> seen = Assessment({"pests": True}, subject="Café Sen")
    >>> dump_assessment(seen, "sen.json")
    >>> load_assessment("sen.json") == seen
    True
    """
    target = Path(path)
    write_file(target, dumps_assessment(assessment, format_of(target)))


def dumps_assessment(assessment: Assessment, format: Format = "toml") -> str:
    """Write an assessment as a text, so that :func:`loads_assessment` reads an equal one.

    A float is written as the number that it stands for, and read back as that: 0.1 is one tenth.

    Args:
        assessment: The assessment.
        format: ``"toml"`` or ``"json"``.

    Raises:
        FileError: when a value is neither a number, nor yes or no, nor a text.
        MissingExtraError: for TOML, when the extra ``toml`` is not installed.

    >>> print(dumps_assessment(Assessment({"wait": "12.5", "pests": True}, subject="Café Sen")))
    format = "assessment/1"
    subject = "Café Sen"
    <BLANKLINE>
    [observations]
    wait = "12.5"
    pests = true
    <BLANKLINE>
    """
    checked = known_format(format)
    if not isinstance(assessment, Assessment):
        refuse("wrong-type", f"an Assessment is due, not {told(assessment)}")
    return render(_plain(assessment), checked)


def _plain(assessment: Assessment) -> dict[str, Any]:
    keys = source_keys(source for _, source in sources_of(assessment))
    writer = Writer(keys)
    problems = Problems()
    context, observations = Table(), Table()
    with problems.under("context"):
        context.update(writer.plain(assessment.context))
    with problems.under("observations"):
        observations.update(writer.plain(assessment.observations))
    problems.raise_as(FileError)
    head = writer.record(attrs.evolve(assessment, observations={}, context={}))
    del head["observations"]
    first = [key for key in ("rubric", "version", "subject", "date") if key in head]
    made: dict[str, Any] = {"format": "assessment/1"} | {key: head[key] for key in first} | head
    tables = {"context": context, "sources": plain_sources(keys)}
    return (
        made
        | {key: table for key, table in tables.items() if table}
        | {"observations": observations}
    )
