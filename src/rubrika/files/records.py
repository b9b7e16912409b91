"""From a table to an object of a class, with every problem that there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeVar

import attrs
from cattrs import Converter

from rubrika.errors import FileError, Problems, near_miss
from rubrika.files.data import Plain, is_table
from rubrika.files.fields import Field, fields_of
from rubrika.files.problems import CHILDREN, below, in_file_terms, key_path, refuse, said
from rubrika.files.shorthand import shorthand_of
from rubrika.model.levels import Level
from rubrika.rules.nodes import Condition
from rubrika.text import Text

__all__ = ["read_record", "table_of"]

_T = TypeVar("_T")
_EITHER: Final = "An indicator has a scale; a criterion has indicators."
_HINTS: Final = {"scale": _EITHER, **dict.fromkeys(CHILDREN, _EITHER)}


def table_of(value: Plain) -> Mapping[str, Plain]:
    """*value*, if it is a table.

    Raises:
        FileError: when it is not.
    """
    if not is_table(value):
        hint = "Write { key = …, … }, or a table [name]."
        refuse("wrong-type", f"a table is due here, not {said(value)}", hint=hint)
    return value


def read_record(converter: Converter, cls: type[_T], value: Plain) -> _T:
    """The object of *cls* whose fields the table *value* holds.

    Raises:
        FileError: with every key that is unknown, missing or of the wrong kind, and all that the
            class itself says against them.
    """
    short = shorthand_of(cls)
    data = table_of(value if short is None else short.expand(value))
    fields = fields_of(cls)
    problems = Problems()
    known = [field.key for field in fields]
    for key in data:
        if key not in known:
            hint = _HINTS.get(key) or near_miss(key, known)
            problems.add("unknown-key", f"there is no key {said(key)}", key_path(key), hint)
    made: dict[str, Any] = {}
    for field in fields:
        if field.key in data and not (data[field.key] is None and not field.required):
            with below(problems, key_path(field.key), data[field.key]):
                made[field.argument] = converter.structure(data[field.key], field.type)
                _check_percentage(field, data[field.key])
        elif field.required:
            hint = _HINTS.get(field.key) or _missing(field)
            problems.add("missing-key", f"the key {said(field.key)} is missing", field.key, hint)
    if not problems.found:
        with below(problems, "", value, foreign=True):
            builder: Callable[..., _T] = _BUILDERS.get(cls, cls)
            return builder(**made)
    raise in_file_terms(problems.found, value)


def _missing(field: Field) -> str:
    return f"Add it: {field.about[0].lower()}{field.about[1:]}" if field.about else "Add it."


def _check_percentage(field: Field, value: Plain) -> None:
    """Let the class say whether ``"90%"`` may stand for nine tenths in a field.

    A bound of observed values is written in their unit, so that it may not.
    """
    text = value.get("value") if is_table(value) else value
    if not isinstance(text, str) or not text.rstrip().endswith("%") or field.convert is None:
        return
    problems = Problems()
    with below(problems, "", value, foreign=True):
        field.convert(text)
    if problems.found:
        raise FileError(attrs.evolve(problem, path="") for problem in problems.found)


def _level(id: str, title: Text, requirements: Iterable[Condition] = (), **others: Plain) -> Level:
    return Level(id, title, *requirements, **others)


_BUILDERS: Final[Mapping[type, Callable[..., Any]]] = {Level: _level}
