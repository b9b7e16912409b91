"""Locating: to which part of a rubric a path leads."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, TypeAlias, cast

from rubrika.errors import Problem, RubricError, near_miss, told
from rubrika.model.definition import Definition
from rubrika.model.fields import Field, fields_of, path_name

__all__ = ["Step", "at", "field_named", "located"]

Step: TypeAlias = str | int
"""The name of a field, or a place in a tuple."""

_EXAMPLES: Final = "examples"
"""The field to which no path leads: an adapted rubric has its own, as a whole."""
_SEGMENT: Final = re.compile(r"\.?([^.\[\]]+)|\[(\d+)\]")


def located(definition: Definition, path: str, *, field: bool = False) -> tuple[Step, ...]:
    """The steps from *definition* to what *path* means: names of fields, and places.

    A node's id at its start counts before a field of that name, unless *field* says otherwise; of
    several ids that fit, the longest counts.

    Raises:
        RubricError: when it leads nowhere; near misses are named.
    """
    path = unicodedata.normalize("NFC", path)  # as ids are
    start: tuple[Step, ...] = ()
    rest = path
    if not field:
        ids = [id_ for id_ in definition.nodes if _starts(path, id_)]
        if ids:
            id_ = max(ids, key=len)
            start, rest = _steps(definition.paths[id_]), path[len(id_) :]
    steps = (*start, *_steps(rest))
    if not steps:
        raise _nowhere(definition, path)
    found: list[Step] = []
    thing: object = definition
    for place, step in enumerate(steps):
        if place == 0 and (step not in _names(thing) or (step == _EXAMPLES and not field)):
            raise _nowhere(definition, path)
        thing, taken = _member(thing, step)
        found.append(taken)
    return tuple(found)


def _starts(path: str, id_: str) -> bool:
    return path.startswith(id_) and path[len(id_) : len(id_) + 1] in ("", ".", "[")


def _nowhere(definition: Definition, path: str) -> RubricError:
    names = [*definition.nodes, *(name for name in _names(definition) if name != _EXAMPLES)]
    hint = near_miss(re.split(r"[.\[]", path, maxsplit=1)[0], names)
    return RubricError(Problem("unknown-path", f"{told(path)} leads nowhere", hint=hint))


def _steps(path: str) -> tuple[Step, ...]:
    """The steps that a path spells: names, and places in brackets."""
    found: list[Step] = []
    end = 0
    while end < len(path):
        match = _SEGMENT.match(path, end)
        if match is None:
            raise RubricError(
                Problem(
                    "path",
                    f"{told(path)} is no path",
                    hint="Write c1.weight or families.scale.bands[0].points.",
                )
            )
        found.append(match[1] if match[1] is not None else int(match[2]))
        end = match.end()
    return tuple(found)


def at(thing: object, steps: tuple[Step, ...]) -> object:
    """What stands at *steps*, as :func:`located` gives them, below *thing*."""
    for step in steps:
        thing = _member(thing, step)[0]
    return thing


def _member(thing: object, step: Step) -> tuple[object, Step]:
    """What *step* leads to from *thing*, and its one canonical form."""
    if isinstance(thing, tuple):
        members = cast("tuple[object, ...]", thing)
        place = _place(members, step)
        return members[place], place
    field = field_named(thing, step)
    return field.value, field.name


def _place(members: tuple[object, ...], step: Step) -> int:
    """The place of a member, told by its place or its id."""
    if isinstance(step, int) and step < len(members):
        return step
    ids = [
        str(getattr(member, "id", getattr(member, "level", place)))
        for place, member in enumerate(members)
    ]
    if isinstance(step, str) and step in ids:
        return ids.index(step)
    raise RubricError(
        Problem("unknown-path", f"there is no member {told(step)}", hint=near_miss(str(step), ids))
    )


def _names(thing: object) -> dict[str, Field]:
    """The fields of *thing* by every name that they go by."""
    found = {field.name: field for field in fields_of(thing)}
    found |= {path_name(thing, field): field for field in fields_of(thing)}
    return found | {field.written: field for field in fields_of(thing)}


def field_named(thing: object, step: Step) -> Field:
    """The field of *thing* that *step* names.

    Raises:
        RubricError: when there is none; near misses are named.
    """
    found = _names(thing).get(str(step))
    if found is None:
        known = [field.written for field in fields_of(thing)]
        raise RubricError(
            Problem(
                "unknown-path",
                f"{type(thing).__name__} has no {told(step)}",
                hint=near_miss(str(step), known),
            )
        )
    return found
