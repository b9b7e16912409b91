"""Telling what is wrong with a file, and where, in the file's own terms."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import date, time
from decimal import Decimal
from typing import Final, NoReturn

import attrs
from cattrs import StructureHandlerNotFoundError

from rubrika.errors import FileError, Problem, Problems, RubrikaError, join, told
from rubrika.files.data import Plain, is_list, is_table

__all__ = ["CHILDREN", "below", "in_file_terms", "key_path", "located", "refuse", "said"]

_BARE = re.compile(r"[\w-]+")
_STEP = re.compile(r"\.?(?P<key>[^.\[\]\"]+)|\[(?P<place>\d+)\]")
CHILDREN: Final = ("indicators", "criteria", "children")
"""Under which key the children of a criterion may stand."""
_OTHER_NAMES: Final = {
    "requirements": ("requires",),
    "domain": ("options",),
    "value": ("number", "not_applicable"),
    **dict.fromkeys(CHILDREN, CHILDREN),
}

_OF_OPTIONS: Final = ("options", "titles")


def refuse(code: str, message: str, path: str = "", hint: str = "") -> NoReturn:
    """Raise a :class:`~rubrika.FileError` with one problem."""
    raise FileError(Problem(code, message, path, hint))


def key_path(key: str) -> str:
    """A key as paths spell it: bare, or in quotes.

    >>> key_path("scale"), key_path("12.5")
    ('scale', '"12.5"')
    """
    return key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def said(value: object) -> str:
    """A value as the file says it, cut when it is long.

    >>> said(Decimal("12.50")), said(True), said(None), said({"a": Decimal(1)})
    ('12.50', 'true', 'null', '{a = 1}')
    """
    text = _said(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_LONGEST: Final = 80


def _said(value: object, depth: int = 0) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case Decimal() | float():
            return str(value)
        case date() | time():
            return value.isoformat()
        case _ if (is_table(value) or is_list(value)) and depth > 1:
            return "…"
        case _ if is_table(value):
            pairs = value.items()
            return "{" + ", ".join(f"{k} = {_said(v, depth + 1)}" for k, v in pairs) + "}"
        case _ if is_list(value):
            return f"[{', '.join(_said(member, depth + 1) for member in value)}]"
        case _:
            return told(value)


@contextmanager
def below(
    problems: Problems, path: str, value: object = None, *, foreign: bool = False
) -> Generator[None, None, None]:
    """Turn what is raised inside into problems below *path*, and go on.

    Args:
        problems: Where to.
        path: The path of the part that is read or written.
        value: What stands there.
        foreign: Whether classes of third parties run inside, which may raise anything.
    """
    try:
        with problems.under(path):
            yield
    except Exception as error:
        if not (foreign or isinstance(error, _EXPECTED)):
            raise
        words = " ".join(str(error).split()) or type(error).__name__
        problems.add("value", f"{said(value)} is not what is due here: {told(words)}", path)


_EXPECTED: Final = (ValueError, TypeError, LookupError, StructureHandlerNotFoundError)
"""What cattrs raises for types of third parties, such as enumerations."""


@contextmanager
def located(path: str) -> Generator[None, None, None]:
    """Put *path* before the paths of an error that is raised inside."""
    try:
        yield
    except RubrikaError as error:
        raise error.under(path) from None


def in_file_terms(problems: Iterable[Problem], data: Plain) -> FileError:
    """*problems* with an object, with the paths of the *data* that it was to be made from."""
    return FileError(
        attrs.evolve(problem, path=_in_file_terms(problem.path, data)) for problem in problems
    )


def _in_file_terms(path: str, data: Plain) -> str:
    """*path*, step by step, with the names and places that *data* has."""
    end, made = 0, ""
    while end < len(path):
        step = _STEP.match(path, end)
        if step is None:
            return made + path[end:]
        end = step.end()
        key, place = step["key"], step["place"]
        match data:
            case None:  # nothing is known of the data here
                made = join(made, key or f"[{place}]")
            case _ if is_table(data) and key in _OF_OPTIONS and made.endswith("options"):
                continue  # the table holds titles by option
            case _ if is_table(data) and key is not None:
                known = (key, *_OTHER_NAMES.get(key, ()))
                key = next((name for name in known if name in data), key)
                made, data = join(made, key), data.get(key)
            case _ if is_table(data):
                pairs = list(data.items())
                name, data = pairs[int(place)] if int(place) < len(pairs) else (place, None)
                made = join(made, key_path(name))
            case _ if is_list(data) and place is None:
                continue  # a list stands for a table that holds only it
            case _ if is_list(data):
                made += f"[{place}]"
                data = data[int(place)] if int(place) < len(data) else None
            case _:
                break  # a short form, which has no parts of its own
    return made
