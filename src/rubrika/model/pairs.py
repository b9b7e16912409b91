"""Pairs and lists: what authors may write where several things of a kind stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar, cast

from rubrika.errors import Problems, RubricError, told

__all__ = ["members_of", "to_pairs"]

_Made = TypeVar("_Made")


def to_pairs(
    kind: Callable[[Any, Any], _Made],
    pairs: Mapping[Any, Any] | Iterable[_Made | tuple[Any, Any]],
    hint: str,
) -> tuple[_Made, ...]:
    """Read pairs, by key or one after the other, as objects of a class; such may stand there too.

    Raises:
        RubricError: with each that is neither, by its place.
    """
    problems = Problems()
    found: list[_Made] = []
    for place, pair in enumerate(members_of(pairs)):
        with problems.under(f"[{place}]"):
            if isinstance(pair, cast("type", kind)):
                found.append(cast("_Made", pair))
                continue
            try:
                first, second = cast("tuple[object, object]", pair)
            except (TypeError, ValueError):
                problems.add("pair", f"{told(pair)} is no pair", f"[{place}]", hint)
            else:
                found.append(kind(first, second))
    problems.raise_as(RubricError)
    return tuple(found)


def members_of(values: object) -> tuple[object, ...]:
    """The pairs of a mapping, the members of a collection, or a single thing."""
    if isinstance(values, Mapping):
        return tuple(cast("Mapping[object, object]", values).items())
    if isinstance(values, Iterable) and not isinstance(values, str):
        return tuple(cast("Iterable[object]", values))
    return (values,)
