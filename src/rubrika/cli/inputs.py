"""Rubrics by id or path, and assessments with what was typed."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import click

from rubrika import (
    Assessment,
    FileError,
    Indicator,
    Problem,
    RegistryError,
    Rubric,
    files,
    registry,
)
from rubrika.cli.given import STDIN, Given, about, called, read
from rubrika.errors import Problems
from rubrika.files.tables import cell_value, is_csv, read_table

__all__ = [
    "Subject",
    "assessments_in",
    "looks_like_path",
    "rubric_in",
    "rubric_named",
    "rubric_of",
    "with_values",
]

_SUFFIXES = (".toml", ".json")


@attrs.frozen
class Subject:
    """An assessment, and what it is called where it has no subject of its own."""

    file: str
    place: int
    assessment: Assessment
    of_table: bool = False

    @property
    def name(self) -> str:
        """The subject; else the file, and the place in a table."""
        place = f" ({self.place})" if self.of_table else ""
        return self.assessment.subject or f"{called(Path(self.file).name)}{place}"

    @property
    def label(self) -> str:
        """Where its problems are: the file, and in a table the subject."""
        return f"{called(self.file)}, {self.name}" if self.of_table else self.file


# Rubrics


def looks_like_path(name: str) -> bool:
    """Whether a name is one of a file, and not an id."""
    separators = {os.sep, os.altsep or os.sep}
    if Path(name).suffix.lower() in _SUFFIXES or is_csv(Path(name)):
        return True
    if any(separator in name for separator in separators):
        return True
    return name.partition("@")[0] not in registry.default and Path(name).exists()


def rubric_named(name: str) -> Rubric:
    """The rubric with an id, with ``id@version``, or in a file."""
    if name == STDIN or looks_like_path(name):
        return rubric_in(read(name))
    id_, _, version = name.partition("@")
    return registry.get(id_, version or None)


def rubric_in(given: Given) -> Rubric:
    """The rubric that was given as a text."""
    with about(given.name):
        if given.form == "csv":
            message = "this is a table of assessments, where a rubric is due"
            hint = "Give a file in TOML or JSON."
            raise FileError(Problem("other-format", message, hint=hint))
        if given.name == STDIN:
            return files.loads(given.text, given.form)
        return files.load(Path(given.name))  # which also knows where a file that it extends is


def rubric_of(subject: Subject) -> Rubric:
    """The rubric that an assessment names."""
    assessment = subject.assessment
    if not assessment.rubric:
        message = "the assessment does not say for which rubric it was made"
        hint = f'Write rubric = "…" in it, or name it: {_way("RUBRIC", subject.file)}'
        raise FileError(Problem("no-rubric", message, "rubric", hint))
    try:
        return registry.get(assessment.rubric, assessment.version or None)
    except RegistryError as error:
        raise RegistryError(_with_way(one, subject) for one in error.problems) from None


def _with_way(problem: Problem, subject: Subject) -> Problem:
    """A problem of a rubric that an assessment names; if it is unknown, it may be in a file."""
    if problem.code != "unknown-rubric":
        return attrs.evolve(problem, path="rubric")
    beside = _file_beside(subject.file, subject.assessment.rubric)
    hint = f"{problem.hint} If it is in a file, name that: {_way('RUBRIC.toml', subject.file)}"
    if beside:
        hint = f"Try: {_way(beside, subject.file)}"
    return attrs.evolve(problem, path="rubric", hint=hint.strip())


def _way(rubric: str, file: str) -> str:
    """How the rubric of an assessment is named on the command line."""
    if click.get_current_context().info_name == "score":
        return shlex.join(["rubrika", "score", rubric, file])
    return shlex.join(["--rubric", rubric])


def _file_beside(file: str, id_: str) -> str:
    """The file that is named as a rubric, in the folder of its assessment; empty without one."""
    names = [f"{id_}{suffix}" for suffix in _SUFFIXES if id_ == Path(id_).name]
    paths = [Path(file).with_name(name) for name in names]
    return next((str(path) for path in paths if path.is_file()), "")


# Assessments


def assessments_in(given: Given, rubric: Rubric | None) -> tuple[Subject, ...]:
    """The assessments in a text; they are checked later, together with what was typed."""
    with about(given.name):
        if given.form != "csv":
            return (Subject(given.name, 1, files.loads_assessment(given.text, given.form)),)
        found = enumerate(_rows(given, rubric), start=1)
        return tuple(Subject(given.name, place, one, of_table=True) for place, one in found)


def _rows(given: Given, rubric: Rubric | None) -> tuple[Assessment, ...]:
    if rubric is None:
        message = "a table does not say for which rubric it was made"
        hint = f"Name it: {_way('RUBRIC', given.name)}"
        raise FileError(Problem("no-rubric", message, hint=hint))
    # A fact that must be stated may have been typed; that is checked when both are together.
    lenient = [fact.evolve(required=False) for fact in rubric.context]
    return read_table(given.text, rubric.evolve(context=lenient))


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
