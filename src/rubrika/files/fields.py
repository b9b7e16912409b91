"""What stands in a table: the fields of a class, under the keys by which files call them.

Reading, writing and the JSON Schema all rest on these tables.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import MISSING, is_dataclass
from dataclasses import fields as dataclass_fields
from fractions import Fraction
from functools import cache
from typing import Any, Final, cast, get_type_hints

import attrs

from rubrika.files.data import Asked, Plain, is_sequence, members_of
from rubrika.model.definition import Definition
from rubrika.model.domains import Categories, Fact
from rubrika.model.examples import Example
from rubrika.model.levels import Level
from rubrika.model.observations import Observation
from rubrika.sources import with_source
from rubrika.text import Text

__all__ = ["Field", "fields_of", "is_record", "summary"]

_NO_DEFAULT: Final = object()
_KEYS: Final[dict[tuple[type, str], Any]] = {(Level, "requirements"): "requires"}
_TYPES: Final[dict[tuple[type, str], Any]] = {
    (Categories, "titles"): dict[str, Text],
    (Definition, "meta"): dict[str, Text],
    (Example, "nodes"): dict[str, Fraction],
    (Observation, "value"): Fact | None,
}
_FIRST: Final = ("id", "version", "title", "description", "weight")
"""The keys with which a table that has an id, or an example, begins."""
_ARGUMENT = re.compile(r"    (\w+)(?: \(.*?\))?: ")
_ROLE = re.compile(r":\w+:`~?([^`]+)`|``([^`]*)``|\*([^*\s]+)\*")


@attrs.frozen(eq=False)
class Field:
    """One field of a class.

    Args:
        key: Its key in files.
        name: The attribute that holds it.
        argument: The argument that sets it.
        type: Its type.
        required: Whether it must be given.
        default: What it is when it is not given.
        about: What its class's documentation says of it.
        convert: What the class itself makes of a value, if it makes anything else of it.
    """

    key: str
    name: str
    argument: str
    type: Any
    required: bool
    default: object
    about: str
    convert: Callable[..., Any] | None = None

    def is_default(self, value: object) -> bool:
        """Whether *value* is the default, so that it need not be written."""
        if type(value) is not type(self.default):
            return False
        if isinstance(value, Fraction):
            return with_source(value) == with_source(self.default)
        return value == self.default


def is_record(cls: object) -> bool:
    """Whether *cls* is a class of attrs or a dataclass, whose fields a table can hold."""
    return isinstance(cls, type) and (attrs.has(cls) or is_dataclass(cls))


def fields_of(cls: type[Any]) -> tuple[Field, ...]:
    """The fields that set up an object of *cls*, in the order in which files write them."""
    return _fields_of(cast("Hashable", cls))


@cache
def _fields_of(cls: type[Any]) -> tuple[Field, ...]:
    types = _types(cls)
    about = _arguments(cls)
    found = [
        Field(
            _own(_KEYS, cls, name) or argument,
            name,
            argument,
            _own(_TYPES, cls, name) or types.get(name, Any),
            required,
            default,
            about.get(argument, about.get(name, "")),
            convert,
        )
        for name, argument, required, default, convert in _raw(cls)
    ]
    first = _FIRST if cls is Example or any(field.key == "id" for field in found) else ()
    places = {key: place for place, key in enumerate(first)}
    return tuple(
        sorted(found, key=lambda one: places.get(one.key, len(places) + _holds_records(one.type)))
    )


def _holds_records(kind: Asked) -> bool:
    """Whether a field is a list of tables, which stands last."""
    return is_sequence(kind) and is_record(members_of(kind)[0])


def _own(table: dict[tuple[type, str], Any], cls: type, name: str) -> Plain:
    return next(
        (said for (base, own), said in table.items() if own == name and issubclass(cls, base)), None
    )


def _types(cls: type) -> dict[str, Any]:
    """The types of the fields; any, where an annotation names what is not to be found."""
    try:
        return get_type_hints(cls)
    except (NameError, TypeError, AttributeError):
        return {}


def _raw(cls: type) -> Iterator[tuple[str, str, bool, object, Callable[..., Any] | None]]:
    """Each field's name, argument, whether it is required, its default as kept, its converter."""
    if attrs.has(cls):
        for field in attrs.fields(cls):
            if field.init:
                required = field.default is attrs.NOTHING
                default = _default_of(field)
                yield field.name, str(field.alias), required, default, field.converter
    else:
        for known in dataclass_fields(cls):
            if known.init:
                if known.default_factory is not MISSING:
                    yield known.name, known.name, False, known.default_factory(), None
                else:
                    required = known.default is MISSING
                    yield known.name, known.name, required, known.default, None


def _default_of(field: attrs.Attribute[Any]) -> object:
    """The default of an attrs field, converted as the class does it; none if it cannot be told."""
    default: Any = field.default
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]  # it is a class at run time
        if default.takes_self:
            return _NO_DEFAULT
        default = default.factory()
    convert: Any = cast("Any", field).converter
    if convert is None or default is attrs.NOTHING:
        return default
    try:
        return convert(default)
    except Exception:  # noqa: BLE001 - a converter of a third party may need more, or raise anything
        return _NO_DEFAULT


# Documentation


def summary(cls: type) -> str:
    """The first sentence of the documentation of *cls*, without markup."""
    first = (inspect.getdoc(cls) or "").split("\n\n")[0]
    return _clean(first)


def _arguments(cls: type) -> dict[str, str]:
    """What the documentation of *cls* says of each argument."""
    lines = (inspect.getdoc(cls) or "").splitlines()
    found: dict[str, str] = {}
    name = ""
    for line in lines[lines.index("Args:") + 1 :] if "Args:" in lines else []:
        argument = _ARGUMENT.match(line)
        if argument is not None:
            name = argument[1]
            found[name] = line[argument.end() :]
        elif name and line.startswith("        "):
            found[name] += f" {line.strip()}"
        elif line and not line.startswith("    "):
            break
    return {name: _clean(text) for name, text in found.items()}


def _clean(text: str) -> str:
    return _ROLE.sub(lambda role: next(filter(None, role.groups())), " ".join(text.split()))
