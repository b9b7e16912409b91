"""Adapted rubrics in files: ``extends``, and what is changed in the rubric that it names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs
from cattrs import Converter

from rubrika import registry
from rubrika.errors import FileError, Problem, Problems, RubricError, near_miss, told
from rubrika.files.converter import converter_for
from rubrika.files.data import Asked, Plain, is_table, members_of
from rubrika.files.fields import Field, fields_of
from rubrika.files.problems import below, in_file_terms, key_path, refuse, said
from rubrika.files.records import table_of
from rubrika.files.sources import read_sources
from rubrika.model.adapt import adapt
from rubrika.model.fields import sources_of
from rubrika.model.locating import at, located
from rubrika.model.nodes import Node
from rubrika.model.rubric import Rubric

__all__ = ["Place", "adapting_keys", "read_adapted"]

_REQUIRES = re.compile(r"(levels(?:\[[0-9]+\]|\.[^.\[]+))\.requires(?=\[|$)")


@attrs.frozen
class Place:
    """Where a file stands.

    Args:
        path: Its path; None for a text.
        chain: The files that extend it, to find circles.
        load: Reads another file.
    """

    path: Path | None
    chain: tuple[Path, ...]
    load: Callable[[Path, tuple[Path, ...]], Rubric]


def adapting_keys() -> dict[str, Any]:
    """The keys of a file with ``extends`` that no other has, with their types."""
    return {
        "changes": dict[str, object],
        "remove": tuple[str, ...],
        "add": dict[str, tuple[Node, ...]],
    }


def adaptable_fields() -> dict[str, Field]:
    """The fields of a rubric that a file with ``extends`` may set, by their keys."""
    return {field.key: field for field in fields_of(Rubric) if field.key != "adaptation"}


def read_adapted(data: Mapping[str, Any], place: Place) -> Rubric:
    """The rubric that a file with ``extends`` describes.

    Raises:
        FileError: with every problem: a base that is not there, a path that leads nowhere, a value
            that does not fit its place, and all that contradicts itself in the result.
    """
    base = _base(data["extends"], place)
    problems = Problems()
    sources = {source.id: source for _, source in sources_of(base)}
    sources |= read_sources(data.get("sources", {}), problems)
    converter = converter_for(sources)
    fields, own = adaptable_fields(), adapting_keys()
    given: dict[str, Any] = {}
    for key, value in data.items():
        if key in ("extends", "sources"):
            continue
        if key not in fields and key not in own:
            hint = near_miss(key, [*fields, *own])
            problems.add("unknown-key", f"there is no key {said(key)}", key_path(key), hint)
            continue
        with below(problems, key_path(key), value):
            kind = own[key] if key in own else fields[key].type
            if key == "changes":
                given[key] = table_of(value)
                continue
            given[key if key in own else fields[key].argument] = converter.structure(value, kind)
    for key in ("id", "version"):
        if key not in data:
            hint = "An adapted rubric has an id and a version of its own."
            problems.add("missing-key", f"the key {said(key)} is missing", key, hint)
    changes = _changes(base, given.pop("changes", {}), converter, problems)
    for index, path in enumerate(given.get("remove", ())):
        with problems.under(f"remove[{index}]"):
            located(base, path)
    added = {_own(parent): nodes for parent, nodes in given.pop("add", {}).items()}
    problems.raise_as(FileError)
    try:
        return adapt(base, changes=changes, add=added, **given)
    except RubricError as error:
        raise in_file_terms([_placed(problem, data) for problem in error.problems], data) from None


def _changes(
    base: Rubric, table: Mapping[str, Any], converter: Converter, problems: Problems
) -> dict[str, object]:
    """New values by path, each as the field that it replaces has it."""
    made: dict[str, object] = {}
    for path, value in table.items():
        own = _own(path)
        with below(problems, f"changes.{key_path(path)}", value):
            kind = _type_at(base, own)
            if kind == Node and is_table(value) and "id" not in value:
                key = next(iter(value), "weight")
                hint = f'Put the whole path in quotes: "{path}.{key}" = ….'
                refuse("path", f"a whole node is due here, not {said(value)}", hint=hint)
            alone = own.endswith(".requirements") and isinstance(value, str)
            made[own] = converter.structure([value] if alone else value, kind)
    return made


def _own(path: str) -> str:
    """A path as the model spells it."""
    return _REQUIRES.sub(r"\1.requirements", unicodedata.normalize("NFC", path))


def _type_at(base: Rubric, path: str) -> Asked:
    """The type of what stands at *path*."""
    thing: object = base
    kind: Any = Rubric
    for step in located(base, path):
        if isinstance(step, int):
            kind = members_of(kind)[0]
        else:
            kind = next(field.type for field in fields_of(type(thing)) if field.name == step)
        thing = at(thing, (step,))
    return kind


def _placed(problem: Problem, data: Mapping[str, Any]) -> Problem:
    """A problem of :func:`rubrika.adapt`, told of a path that it was given, with its place."""
    for key in ("changes", "add"):
        paths = {_own(path): path for path in data.get(key, ())}
        if problem.path in paths:
            return attrs.evolve(problem, path=f"{key}.{key_path(paths[problem.path])}")
    removed = list(data.get("remove", ()))
    if problem.path in removed:
        return attrs.evolve(problem, path=f"remove[{removed.index(problem.path)}]")
    return problem


# The rubric to start from


def _base(value: Plain, place: Place) -> Rubric:
    problems = Problems()
    with below(problems, "extends", value):
        if isinstance(value, str) and value.lower().endswith((".toml", ".json")):
            return _base_file(value, place)
        if isinstance(value, str):
            return registry.get(value)
        if is_table(value) and set(value) <= {"id", "version"}:
            id_, version = value.get("id"), value.get("version")
            if isinstance(id_, str) and isinstance(version, str | None):
                return registry.get(id_, version)
        hint = 'Write extends = "id", { id = "id", version = "1" } or "file.toml".'
        refuse("extends", f"{said(value)} names no rubric", hint=hint)
    raise FileError(problems.found)


def _base_file(name: str, place: Place) -> Rubric:
    if place.path is None:
        hint = "Read it with load, or extend a registered rubric by its id."
        refuse("extends", f"a text has no folder in which {told(name)} could be", hint=hint)
    here = place.path.resolve()
    base = (here.parent / name).resolve()
    if not base.is_relative_to(here.parent) or Path(name).is_absolute():
        hint = "Put the file into that folder, or register the rubric and extend it by its id."
        refuse("extends", f"{told(name)} lies outside the folder of the file", hint=hint)
    chain = (*place.chain, here)
    if base in chain:
        files = " → ".join(path.name for path in (*chain[chain.index(base) :], base))
        message = f"the files extend each other in a circle: {files}"
        refuse("extends-circle", message, hint="One of them has to be a rubric of its own.")
    try:
        return place.load(base, chain)
    except FileError as error:
        raise FileError(
            attrs.evolve(problem, message=f"{problem.message} (in {name})")
            for problem in error.problems
        ) from None
