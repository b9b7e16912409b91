"""What the modules of this room hand to each other: plain data, and types that are asked for."""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias, TypeGuard, Union, get_args, get_origin

__all__ = [
    "Asked",
    "Plain",
    "class_of",
    "is_list",
    "is_literal",
    "is_mapping",
    "is_sequence",
    "is_table",
    "members_of",
    "optional_of",
    "origin_of",
    "union_of",
]

Plain: TypeAlias = Any
"""Plain data, as a file holds it: a table, a list, a text, a number, a date, yes or no, or None.

Nothing is known of it until it has been read, so types say no more of it.
"""

Asked: TypeAlias = Any
"""A type as annotations have it: a class, a union, a list of something."""

_SEQUENCES: Final = (tuple, list, set, frozenset)


def is_table(value: object) -> TypeGuard[Mapping[str, Plain]]:
    """Whether plain data is a table."""
    return isinstance(value, Mapping)


def is_list(value: object) -> TypeGuard[list[Plain]]:
    """Whether plain data is a list."""
    return isinstance(value, list)


def class_of(value: object) -> type[Any]:
    """The class of *value*."""
    return type(value)


def origin_of(kind: Asked) -> Asked:
    """What a type is made from: ``tuple`` of ``tuple[str, ...]``; None of a plain class."""
    return get_origin(kind)


def members_of(kind: Asked) -> tuple[Asked, ...]:
    """What stands in the brackets of a type."""
    return get_args(kind)


def union_of(kind: Asked) -> tuple[Asked, ...]:
    """The members of a union; of any other type, none."""
    return get_args(kind) if origin_of(kind) in (Union, types.UnionType) else ()


def optional_of(kind: Asked) -> Asked:
    """The one type that stands in a union with None; None for any other type.

    >>> optional_of(int | None), optional_of(int), optional_of(int | str | None)
    (<class 'int'>, None, None)
    """
    members = union_of(kind)
    others = [member for member in members if member is not type(None)]
    return others[0] if len(others) == 1 < len(members) else None


def is_literal(kind: Asked) -> bool:
    """Whether a type lists its values."""
    return origin_of(kind) is Literal


def is_sequence(kind: Asked) -> bool:
    """Whether a type is a tuple, list or set of something."""
    return origin_of(kind) in _SEQUENCES


def is_mapping(kind: Asked) -> bool:
    """Whether a type is a mapping of something to something."""
    return origin_of(kind) in (dict, Mapping)
