"""Assessments as tables (CSV): one row for each indicator, or one row for each subject."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import attrs

from rubrika.errors import AssessmentError, FileError, Problems, RubrikaError, near_miss, told
from rubrika.files.data import Plain
from rubrika.files.problems import refuse
from rubrika.model.checking import check
from rubrika.model.domains import Categories, Domain
from rubrika.model.nodes import Indicator
from rubrika.model.observations import Assessment, NotApplicable, Observation, to_date
from rubrika.model.rubric import Rubric

__all__ = ["QUOTES", "cell_value", "is_csv", "read_table", "separator_of"]

_SUFFIXES: Final = (".csv", ".tsv")
_SEPARATORS: Final = (",", ";", "\t")
_DECLARED = re.compile(r"sep=([,;|\t])", re.IGNORECASE)  # a first line that Excel knows
_LONG: Final = ("indicator", "value", "not_applicable", "evidence", "assessor", "date", "note")
_WIDE: Final = ("subject", "date")
_CONTEXT: Final = "context."
_NOT_APPLICABLE: Final = ("n/a", "không áp dụng")
_YES: Final = ("yes", "true", "x", "có", *_NOT_APPLICABLE)
_NO: Final = ("no", "false", "không")
_MOST_PROBLEMS: Final = 100


def is_csv(path: Path) -> bool:
    """Whether a file is a table, by its suffix."""
    return path.suffix.lower() in _SUFFIXES


def read_table(text: str, rubric: Rubric) -> tuple[Assessment, ...]:
    """The assessments of a table, whose cells are read as the indicators of *rubric* say.

    Raises:
        FileError: with every cell that cannot be read, by its row and column.
        AssessmentError: with all that does not fit the rubric, by row and column where it has one.
    """
    header, *rows = _rows(text)
    problems = Problems()
    table = _Table(rubric, problems)
    long = "indicator" in header.cells and (
        "value" in header.cells or "indicator" not in rubric.nodes
    )
    _check_header(header, rubric, problems, long=long)
    problems.raise_as(FileError)
    for row in rows:
        if len(problems.found) >= _MOST_PROBLEMS:
            message = (
                f"the rows from {row.number} on were not read, after {_MOST_PROBLEMS} problems"
            )
            problems.add("more", message, hint="Mend these first, and read it again.")
            break
        with problems.under(""):
            cells = row.named(header)
            (table.read_long if long else table.read_wide)(row.number, cells)
    _check_subjects(table.drafts.values(), problems)
    if not table.drafts and not problems.found:
        problems.add("empty", "the table has no row", hint="Write the values below their columns.")
    problems.raise_as(FileError)
    found = tuple(draft.assessment() for draft in table.drafts.values())
    for draft, assessment in zip(table.drafts.values(), found, strict=True):
        try:
            check(rubric, assessment)
        except AssessmentError as error:
            problems.found += [
                attrs.evolve(p, path=draft.places.get(p.path, f"row {draft.row}, {p.path}"))
                for p in error.problems
            ]
    problems.raise_as(AssessmentError)
    return found


def _check_subjects(drafts: Iterable[_Draft], problems: Problems) -> None:
    """Check that either no row names its subject, or each another; or the same on another day."""
    named = any(draft.subject for draft in drafts)
    rows: dict[tuple[str, Any], int] = {}
    nameless = 0
    for draft in drafts:
        place = f"row {draft.row}, column subject"
        if draft.subject:
            before = rows.setdefault((draft.subject, draft.date), draft.row)
            if before != draft.row:
                problems.add(
                    "subject-twice",
                    f"row {before} is of {told(draft.subject)} too",
                    place,
                    "Keep one of the two, or give each its date.",
                )
        elif named and not nameless:
            nameless = draft.row
            problems.add("no-subject", "the row does not say of whom it is", place, _SUBJECT)


@attrs.frozen
class _Row:
    """One row: its number in the file, the header being row 1, and its cells."""

    number: int
    cells: tuple[str, ...]

    def named(self, header: _Row) -> dict[str, str]:
        """The cells that are not empty, by the names of their columns."""
        width = len(header.cells)
        if len(self.cells) > width:  # even where they are empty: 81,5 may have made two of one
            refuse(
                "row-length",
                f"the row has {len(self.cells)} cells, but the header names {width} columns",
                f"row {self.number}",
                "Put a value that holds the separator into quotes; decimals have a point.",
            )
        found = {n: cell for n, cell in zip(header.cells, self.cells, strict=False) if cell}
        if "" in found:
            refuse(
                "unknown-column",
                f"{told(found[''])} stands in a column without a name",
                f"row {self.number}",
                "Name the column, or leave it empty; decimals have a point.",
            )
        return found


def separator_of(text: str) -> tuple[str, bool]:
    """What separates the cells of a table, and whether its first line does nothing but say so.

    >>> separator_of("subject;inspection")
    (';', False)
    """
    first = text.lstrip("\r\n").split("\n", maxsplit=1)[0].rstrip("\r")
    declared = _DECLARED.fullmatch(first)
    return (declared[1] if declared else max(_SEPARATORS, key=first.count)), declared is not None


def _rows(text: str) -> list[_Row]:
    """The rows that are not empty; the first is the header."""
    separator, declared = separator_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found: list[_Row] = []
    try:
        for number, cells in enumerate(reader, start=1):
            stripped = tuple(unicodedata.normalize("NFC", cell).strip() for cell in cells)
            if any(stripped):
                found.append(_Row(number, stripped))
    except csv.Error as error:
        refuse("syntax", f"this is no table: {error}", f"line {reader.line_num}", QUOTES)
    del found[: 1 if declared else 0]
    if not found:
        refuse("empty", "the table is empty", hint="Its first row names the columns.")
    return found


_SUBJECT: Final = "Write the subject into each row, also where it is that of the row above."
QUOTES: Final = 'A quotation mark inside a cell is written twice: "the ""red"" book".'
"""The way out of a table whose quotation marks do not pair."""


def _check_header(header: _Row, rubric: Rubric, problems: Problems, *, long: bool) -> None:
    facts = [f"{_CONTEXT}{fact.id}" for fact in rubric.context]
    indicators = [leaf.id for leaf in rubric.indicators]
    known = ["subject", *_LONG] if long else [*_WIDE, *facts, *indicators]
    place = f"row {header.number}"
    for number, name in enumerate(header.cells):
        if name and name not in known:
            hint = near_miss(name, known)
            problems.add("unknown-column", f"there is no column {told(name)}", place, hint)
        elif name and name in header.cells[:number]:
            message = f"the column {told(name)} stands twice"
            problems.add("duplicate-column", message, place, "Keep one of the two.")
    if long and "value" not in header.cells and "not_applicable" not in header.cells:
        hint = "Add it: one row says the value of one indicator."
        problems.add("missing-column", "the column 'value' is missing", place, hint)
    elif not long and not set(indicators) & set(header.cells) and not problems.found:
        hint = "Name the columns indicator and value, or give each indicator a column."
        problems.add("missing-column", "no column is an indicator", place, hint)


@attrs.define
class _Draft:
    """An assessment in the making: where it begins, and in which cell each part of it stands."""

    row: int
    subject: str
    date: Any = None
    observations: dict[str, Observation] = attrs.field(factory=dict[str, Observation])
    context: dict[str, Any] = attrs.field(factory=dict[str, Any])
    places: dict[str, str] = attrs.field(factory=dict[str, str])

    def assessment(self) -> Assessment:
        return Assessment(
            self.observations, subject=self.subject, context=self.context, date=self.date
        )


class _Table:
    """Reads rows into drafts, by subject (of one row for each indicator) or by row."""

    def __init__(self, rubric: Rubric, problems: Problems) -> None:
        self.rubric = rubric
        self.problems = problems
        self.drafts: dict[str | int, _Draft] = {}
        self.context: Mapping[str, Domain] = {fact.id: fact.domain for fact in rubric.context}

    def read_wide(self, row: int, cells: Mapping[str, str]) -> None:
        """Read a row that says all of one subject."""
        draft = self.drafts[row] = _Draft(row, cells.get("subject", ""))
        for name, cell in cells.items():
            place = f"row {row}, column {name}"
            with self.problems.under(""), _at(place):
                if name == "date":
                    draft.date = to_date(cell)
                    draft.places["date"] = place
                elif name.startswith(_CONTEXT) and name not in self.rubric.nodes:
                    self._read_fact(draft, name.removeprefix(_CONTEXT), cell, place)
                elif name != "subject":
                    leaf = self._indicator(name)
                    self._note(draft, name, Observation(cell_value(leaf, cell)), place)

    def read_long(self, row: int, cells: Mapping[str, str]) -> None:
        """Read a row that says one indicator of a subject, or one fact of its context."""
        subject = cells.get("subject", "")
        draft = self.drafts.setdefault(subject, _Draft(row, subject))
        name = cells.get("indicator", "")
        cell = cells.get("value", "")
        place = f"row {row}, column value"
        if name.startswith(_CONTEXT) and name not in self.rubric.nodes:
            with _at(place):
                self._read_fact(draft, name.removeprefix(_CONTEXT), cell, place)
            return
        with _at(f"row {row}, column indicator"):
            leaf = self._indicator(name)
            if name in draft.observations:
                refuse("observed-twice", f"{name!r} is observed twice", hint="Keep one of the two.")
        value: Any = None
        day: Any = None
        with self.problems.under(""), _at(place):
            value = cell_value(leaf, cell)
        with self.problems.under(""), _at(f"row {row}, column not_applicable"):
            value = _with_reason(value, cells.get("not_applicable", ""))
        with self.problems.under(""), _at(f"row {row}, column date"):
            day = to_date(cells.get("date"))
        evidence = [part.strip() for part in cells.get("evidence", "").split("|") if part.strip()]
        observation = Observation(
            value,
            evidence=evidence,
            assessor=cells.get("assessor", ""),
            date=day,
            note=cells.get("note", ""),
        )
        self._note(draft, name, observation, place)

    def _note(self, draft: _Draft, id_: str, observation: Observation, place: str) -> None:
        draft.observations[id_] = observation
        draft.places[f"observations.{id_}"] = place

    def _read_fact(self, draft: _Draft, name: str, cell: str, place: str) -> None:
        if name not in self.context:
            hint = near_miss(name, self.context) or "The rubric depends on no context."
            refuse("unknown-context", f"there is no context attribute {told(name)}", hint=hint)
        if name in draft.context:
            refuse("stated-twice", f"{name!r} is stated twice", hint="Keep one of the two.")
        draft.places[f"context.{name}"] = place
        if cell:
            draft.context[name] = self.context[name].from_text(cell)

    def _indicator(self, id_: str) -> Indicator:
        found = self.rubric.nodes.get(id_)
        if not isinstance(found, Indicator):
            hint = near_miss(id_, [leaf.id for leaf in self.rubric.indicators])
            refuse("unknown-indicator", f"there is no indicator {told(id_)}", hint=hint)
        return found


@contextmanager
def _at(place: str) -> Generator[None, None, None]:
    """Give errors that are raised inside the place of a cell."""
    try:
        yield
    except RubrikaError as error:
        raise FileError(attrs.evolve(problem, path=place) for problem in error.problems) from None


def cell_value(leaf: Indicator, cell: str) -> Plain:
    """What a cell says of an indicator; None when it is empty."""
    if not cell:
        return None
    domain = leaf.domain
    if not isinstance(domain, Categories) or cell not in domain.options:
        word, colon, why = cell.partition(":")
        if word.strip().lower() in _NOT_APPLICABLE:
            return NotApplicable(why.strip() if colon else "")
    return domain.from_text(cell)


def _with_reason(value: Plain, cell: str) -> Plain:
    """*value*, or that it does not apply, by the cell that says why."""
    if not cell or cell.lower() in _NO:
        return value
    if value is not None and not isinstance(value, NotApplicable):
        refuse(
            "value",
            f"the row has a value, and says that the indicator does not apply: {told(cell)}",
            hint="Keep one of the two.",
        )
    return NotApplicable("" if cell.lower() in _YES else cell)
