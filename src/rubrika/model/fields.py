"""The fields of the parts of a rubric: read of any frozen object, and named in errors."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import wraps
from typing import Any, TypeAlias, cast

import attrs

from rubrika.errors import Problem, RubricError, RubrikaError, join, told
from rubrika.rules.nodes import Condition, Expression
from rubrika.rules.traverse import sources_in
from rubrika.sources import Source, source_of
from rubrika.text import Text

__all__ = ["Field", "check_part", "fields_of", "named", "path_name", "sources_of"]


@attrs.frozen
class Field:
    """One field of an object.

    Args:
        name: Its name in the object.
        written: The name by which it is written when the object is made.
        value: What it holds.
        default: What it holds when nothing is said; ``attrs.NOTHING`` if something must be.
    """

    name: str
    written: str
    value: object
    default: object


def fields_of(thing: object) -> tuple[Field, ...]:
    """The fields that say what *thing* is: of an attrs class, a dataclass, or any other object.

    >>> from rubrika import YesNo
    >>> [field.name for field in fields_of(YesNo(20))]
    ['points', 'no']
    """
    kind = cast("Any", type(thing))
    if attrs.has(kind):
        return tuple(
            Field(f.name, str(f.alias), getattr(thing, f.name), f.default)
            for f in attrs.fields(kind)
            if f.init
        )
    if dataclasses.is_dataclass(thing):
        return tuple(
            Field(f.name, f.name, getattr(thing, f.name), f.default)
            for f in dataclasses.fields(thing)
            if f.init
        )
    names: dict[str, None] = dict.fromkeys(getattr(thing, "__dict__", ()))
    for base in kind.__mro__:
        slots = base.__dict__.get("__slots__", ())
        names |= dict.fromkeys((slots,) if isinstance(slots, str) else slots)
    return tuple(
        Field(name, name, getattr(thing, name), attrs.NOTHING)
        for name in names
        if not name.startswith("__") and hasattr(thing, name)
    )


def path_name(thing: object, field: Field) -> str:
    """The name by which a field goes in paths: children by what they are, others as written."""
    name = getattr(thing, "children_name", None) if field.name == "children" else None
    return field.written if name is None else str(name)


_Transformer: TypeAlias = "list[attrs.Attribute[Any]]"


def named(_: type, fields: _Transformer) -> _Transformer:
    """Put the field's name before the path of each error of its converter or validator.

    It is given to attrs as ``field_transformer``.
    """
    return [
        field.evolve(
            converter=_naming(field, getattr(field, "converter")),  # noqa: B009  # its type is open
            validator=_naming(field, field.validator),
        )
        for field in fields
    ]


def _naming(field: attrs.Attribute[Any], inner: Any) -> Any:  # noqa: ANN401  # as attrs takes them
    if inner is None:
        return None
    name = str(field.alias or field.name).lstrip("_")
    function = cast("Callable[..., object]", inner)

    @wraps(function)
    def naming(*given: object) -> object:
        try:
            return function(*given)
        except RubrikaError as error:
            raise error.under(name) from None

    return naming


def check_part(part: object, kind: str, noun: str, hint: str) -> None:
    """Check that *part* is a scale or a combination, as *noun* says: it can be hashed, with a rule.

    Raises:
        RubricError: when it is not.
    """
    if not callable(getattr(part, "rule", None)) or isinstance(part, type):
        raise RubricError(Problem(kind, f"{told(part)} is no {noun}", kind, hint))
    try:
        hash(part)
    except TypeError:
        raise RubricError(
            Problem(
                f"{kind}-mutable",
                f"{told(part)} cannot be hashed, so it may change",
                kind,
                "Make its class frozen: @attrs.frozen, or @dataclass(frozen=True), "
                "with tuples instead of lists.",
            )
        ) from None


def sources_of(thing: object, path: str = "") -> Iterator[tuple[str, Source]]:
    """Every source that *thing* or any part of it names, with its path, in order."""
    match thing:
        case Source():
            yield path, thing
        case Expression() | Condition():
            for source in sources_in(thing):
                yield path, source
        case Text() | str() | bytes() | bool() | None:
            return
        case tuple() | list():
            for place, member in enumerate(cast("tuple[object, ...]", thing)):
                yield from sources_of(member, f"{path}[{place}]")
        case Mapping():
            for key, member in cast("Mapping[object, object]", thing).items():
                yield from sources_of(member, f"{path}[{key!r}]")
        case int() | float() | Fraction():
            own = source_of(thing)
            if own is not None:
                yield path, own
        case _:
            for field in fields_of(thing):
                yield from sources_of(field.value, join(path, path_name(thing, field)))
