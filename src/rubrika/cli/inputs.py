"""Reading what a command is given: rubrics by id or path, assessments by file."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

import attrs

from rubrika import Assessment, FileError, Indicator, Problem, Rubric, RubrikaError, files, registry
from rubrika.cli.faults import Refused
from rubrika.errors import Problems
from rubrika.files.parsing import parse
from rubrika.files.reading import Format, format_of, read_text
from rubrika.files.tables import cell_value, is_csv, read_table

__all__ = [
    "STDIN",
    "Kind",
    "Subject",
    "about",
    "assessments_in",
    "is_table",
    "kind_of",
    "looks_like_path",
    "rubric_named",
    "rubric_of",
    "with_values",
]

STDIN: Final = "-"
"""The name of standard input."""

Kind: TypeAlias = Literal["rubric", "assessment", "table"]
"""What a file is; a table holds the assessments of several subjects."""


@attrs.frozen
class Subject:
    """An assessment, and what it is called where it has no subject of its own."""

    file: str
    place: int
    assessment: Assessment

    @property
    def name(self) -> str:
        """The subject; else the file, and the place in a table."""
        called = "standard input" if self.file == STDIN else Path(self.file).name
        place = f" ({self.place})" if is_table(self.file) else ""
        return self.assessment.subject or f"{called}{place}"

    @property
    def label(self) -> str:
        """Where its problems are: the file, and in a table the subject."""
        return f"{self.file}, {self.name}" if is_table(self.file) else self.file


@contextmanager
def about(name: str) -> Generator[None, None, None]:
    """Say of which input the problems are that are raised inside."""
    try:
        yield
    except RubrikaError as error:
        called = "standard input" if name == STDIN else name
        raise Refused([(called, error.problems)]) from error


def looks_like_path(name: str) -> bool:
    """Whether a name is one of a file, and not an id."""
    separators = {os.sep, os.altsep or os.sep}
    known = Path(name).suffix.lower() in (".toml", ".json")
    return known or is_table(name) or any(separator in name for separator in separators)


def is_table(name: str) -> bool:
    """Whether a name is that of a table of assessments (CSV)."""
    return is_csv(Path(name))


def text_of(name: str) -> str:
    """The text of a file, or of standard input."""
    if name != STDIN:
        return read_text(Path(name))
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileError(
            Problem("encoding", "standard input is not UTF-8", hint="Save it as UTF-8 first.")
        ) from None


def sniffed(text: str) -> Format:
    """The format of a text that no suffix tells: JSON begins with a brace."""
    return "json" if text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE} \t\r\n")[:1] == "{" else "toml"


def kind_of(text: str, form: Format) -> Kind:
    """What a text is, by its key `format`; without it, by what only rubrics have."""
    data = parse(text, form)
    said = str(data.get("format", ""))
    if said.startswith("rubric/") or (not said and ("criteria" in data or "extends" in data)):
        return "rubric"
    return "assessment"


def kind_of_file(name: str) -> Kind:
    """What a file is."""
    return "table" if is_table(name) else kind_of(text_of(name), format_of(Path(name)))


# Rubrics


def rubric_named(name: str) -> Rubric:
    """The rubric with an id, with ``id@version``, or in a file."""
    if looks_like_path(name):
        with about(name):
            return files.load(Path(name))
    id_, _, version = name.partition("@")
    return registry.get(id_, version or None)


def rubric_of(assessment: Assessment) -> Rubric:
    """The rubric that an assessment names."""
    if not assessment.rubric:
        raise FileError(
            Problem(
                "no-rubric",
                "the assessment does not say for which rubric it was made",
                "rubric",
                'Name it, or write rubric = "…" in the file.',
            )
        )
    return registry.get(assessment.rubric, assessment.version or None)


# Assessments


def assessments_in(name: str, rubric: Rubric | None) -> tuple[Subject, ...]:
    """The assessments in a file or in standard input."""
    with about(name):
        if is_table(name):
            found = _rows(name, rubric)
        elif name == STDIN:
            text = text_of(name)
            found = (files.loads_assessment(text, sniffed(text)),)
        else:
            # It is checked against the rubric later, together with what was typed.
            found = (files.load_assessment(name),)
    return tuple(Subject(name, place, one) for place, one in enumerate(found, start=1))


def _rows(name: str, rubric: Rubric | None) -> tuple[Assessment, ...]:
    if rubric is None:
        raise FileError(
            Problem(
                "no-rubric",
                "a table does not say for which rubric it was made",
                hint="Name the rubric.",
            )
        )
    # A fact that must be stated may have been typed; that is checked when both are together.
    lenient = [fact.evolve(required=False) for fact in rubric.context]
    return read_table(read_text(Path(name)), rubric.evolve(context=lenient))


def with_values(
    assessment: Assessment, rubric: Rubric, values: Mapping[str, str], context: Mapping[str, str]
) -> Assessment:
    """The assessment with values and context facts that were typed, as in a cell of a table."""
    problems = Problems()
    observed: dict[str, Any] = dict(assessment.observations)
    for id_, text in values.items():
        node = rubric.nodes.get(id_)
        with problems.under(f"observations.{id_}"):
            observed[id_] = cell_value(node, text) if isinstance(node, Indicator) else text
    facts: dict[str, Any] = dict(assessment.context)
    domains = {fact.id: fact.domain for fact in rubric.context}
    for id_, text in context.items():
        with problems.under(f"context.{id_}"):
            facts[id_] = domains[id_].from_text(text) if id_ in domains and text else text
            if not text:
                del facts[id_]
    problems.raise_as(FileError)
    return assessment.evolve(observations=observed, context=facts)
