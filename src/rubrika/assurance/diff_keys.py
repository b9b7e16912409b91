"""Keys: what tells the members of a part of a rubric apart, so that two versions are matched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from rubrika.errors import join
from rubrika.model.levels import Cap
from rubrika.model.nodes import Criterion, Indicator
from rubrika.number import as_text
from rubrika.rules.canonical import canonical
from rubrika.rules.nodes import Condition, Expression
from rubrika.text import Text

__all__ = ["Key", "is_node", "keyed", "name_of", "paired", "path_of"]

Key: TypeAlias = tuple[Literal["id", "at", "rule", "place", "added"], object, int]
"""By what a member is known: its id, its bound, what it says, or its place; with its place where
that is part of it."""

_NO_PLACE: Final = -1


def is_node(member: object) -> bool:
    """Whether a member is a criterion or an indicator."""
    return isinstance(member, Criterion | Indicator)


def keyed(members: Iterable[object]) -> dict[Key, object]:
    """Members by what tells them apart: an id, a bound, what a rule says; else their place."""
    found: dict[Key, object] = {}
    for place, member in enumerate(members):
        key = _key(member, place)
        found[("place", key[1], place) if key in found else key] = member
    return found


def _key(member: object, place: int) -> Key:
    match member:
        case Cap(level=level):
            return ("id", level, _NO_PLACE)
        case str():
            return ("id", member, _NO_PLACE)
        case Condition() | Expression():
            return ("rule", canonical(member), place)
        case (str(name), Text()):
            return ("id", name, _NO_PLACE)
        case _:
            pass
    id_, at = getattr(member, "id", None), getattr(member, "at", None)
    if isinstance(id_, str):
        return ("id", id_, _NO_PLACE)
    if isinstance(at, Fraction):
        return ("at", Fraction(at), _NO_PLACE)
    return ("place", None, place)


def name_of(key: Key) -> str:
    """How a member is named in a path."""
    kind, name, place = key
    if isinstance(name, Fraction):
        return as_text(name)
    return str(name) if kind == "id" else str(place)


def path_of(path: str, key: Key, member: object) -> str:
    """The path of a member; a node starts a path of its own."""
    name = name_of(key)
    if is_node(member):
        return name
    return join(path, name) if key[0] == "id" else f"{path}[{name}]"


def paired(before: Mapping[Key, object], after: Mapping[Key, object]) -> dict[Key, Key]:
    """Rules, and members with a bound, that took the place of one another: in their order."""
    found: dict[Key, Key] = {}
    gone, come = (list(_only("rule", *sides)) for sides in ((before, after), (after, before)))
    for one in list(gone):  # the same rule at another place is still the same
        same = next((other for other in come if other[1] == one[1]), None)
        if same is not None:
            found[one] = same
            gone.remove(one)
            come.remove(same)
    found |= dict(zip(gone, come, strict=False))
    moved = (_only("at", *sides) for sides in ((before, after), (after, before)))
    return found | dict(zip(*moved, strict=False))


def _only(kind: str, keys: Mapping[Key, object], others: Mapping[Key, object]) -> Iterator[Key]:
    return (key for key in keys if key[0] == kind and key not in others)
