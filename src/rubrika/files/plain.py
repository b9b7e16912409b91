"""From objects to plain tables, of which TOML and JSON are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, cast

import attrs
from cattrs import Converter

from rubrika.errors import FileError, Problems, told
from rubrika.files.converter import kinds_of
from rubrika.files.data import Asked, Plain, class_of, is_mapping, is_table, members_of, optional_of
from rubrika.files.fields import fields_of, is_record
from rubrika.files.numbers import plain_number
from rubrika.files.problems import below, key_path, refuse
from rubrika.files.shorthand import short_kind, shorthand_of
from rubrika.model.combinations import Combination
from rubrika.model.domains import Domain
from rubrika.model.observations import Facts, Given, NotApplicable, Observation
from rubrika.model.scales import Option, Scale
from rubrika.number import exact
from rubrika.rules.nodes import Condition, Expression
from rubrika.rules.text import write
from rubrika.sources import Source
from rubrika.text import Text

__all__ = ["Writer", "plain_text", "source_keys"]


@cache
def _foreign() -> Converter:
    """For other values in the fields of third parties: enumerations and what cattrs knows else."""
    return Converter()


class Writer:
    """Makes plain tables, in which sources are referred to by their keys."""

    def __init__(self, keys: Mapping[Source, str]) -> None:
        self.keys = keys

    def plain(self, value: Plain, kind: Asked = Any, *, percent: bool = False) -> Plain:
        """*value*, which stands where *kind* is due, as plain data.

        Raises:
            FileError: with every part that no file can hold.
        """
        kind = optional_of(kind) or kind
        if kind is Scale or kind is Combination or kind == Domain:
            return self._of_kind(value, kind)
        match value:
            case None | str() | bool() | date():
                return value
            case Fraction():
                return plain_number(value, self.keys, percent=percent)
            case Decimal():
                return plain_number(exact(value), self.keys)
            case float():
                return float(exact(value))  # which refuses what is not finite
            case int():
                return value
            case Text():
                return plain_text(value)
            case Source():
                return self.keys[value]
            case Expression() | Condition():
                return write(value)  # a rubric has one source for each id, so ids are the keys
            case tuple() | list() | set() | frozenset():
                return self._list(cast("Iterable[Any]", value), kind)
            case Given() | Facts():
                return self._observed(value)
            case _ if is_table(value):
                return self._mapping(value, kind)
            case _ if is_record(class_of(value)):
                return self.record(value)
            case _:
                return _foreign().unstructure(value)

    def record(self, thing: Plain) -> Plain:
        """The fields of *thing* that are not at their default."""
        problems = Problems()
        made: dict[str, Any] = {}
        for field in fields_of(class_of(thing)):
            value = getattr(thing, field.name)
            if not field.required and field.is_default(value):
                continue
            with below(problems, key_path(field.key)):
                made[field.key] = self.plain(value, field.type, percent=field.key == "weight")
        problems.raise_as(FileError)
        short = shorthand_of(class_of(thing))
        return made if short is None else short.contract(made)

    def _observed(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Observations, or facts of a context, by id: a value alone, if nothing is said of it."""
        problems = Problems()
        made: dict[str, Any] = {}
        for id_, seen in values.items():
            whole = isinstance(seen, Observation)
            with below(problems, key_path(id_), seen.value if whole else seen):
                table = self._observation(seen) if whole else self._fact(seen)
                made[id_] = table["value"] if list(table) == ["value"] else table
        problems.raise_as(FileError)
        return made

    def _observation(self, observation: Observation) -> dict[str, Any]:
        match observation.value:
            case None:
                value: dict[str, Any] = {}
            case NotApplicable(reason):
                value = {"not_applicable": reason or True}
            case said:
                value = self._fact(said)
        others: dict[str, Any] = self.record(attrs.evolve(observation, value=None))
        return value | others

    def _fact(self, value: object) -> dict[str, Any]:
        if isinstance(value, bool | str):
            return {"value": value}
        if not isinstance(value, int | Fraction | Decimal | float):
            refuse("value", f"{told(value)} is neither a number, nor yes or no, nor a text")
        number = plain_number(exact(value), self.keys)
        return {"number" if isinstance(number, str | dict) else "value": number}

    def _of_kind(self, value: Plain, protocol: Asked) -> Plain:
        known: dict[type, str] = {}
        for kind, cls in kinds_of(protocol).items():
            known.setdefault(cls, kind)
        name = class_of(value).__qualname__
        if class_of(value) not in known:
            what = "scale" if protocol is Scale else "combination"
            refuse(
                "unknown-kind",
                f"{name} has no name in files",
                hint=f'Give it one: rubrika.registry.register_{what}("…", {name}).',
            )
        kind = known[class_of(value)]
        if not is_record(class_of(value)):
            hint = "Make it a class of attrs or a dataclass."
            refuse("kind-class", f"{name} has no declared fields that could be written", hint=hint)
        fields = self.record(value)
        if "kind" in fields:
            refuse("kind-class", f"{name} has a field called kind, as its own kind is in files")
        return short_kind({"kind": kind, **fields}, protocol)

    def _list(self, members: Iterable[Any], kind: Asked) -> Plain:
        if is_mapping(kind):  # pairs, kept in a tuple to be hashable
            return self._mapping(dict(members), kind)
        inner = members_of(kind)
        several = [inner[0] if inner else Any, *inner[1:]]
        found = list(members)
        if found and all(isinstance(member, Option) for member in found):
            return self._options(found)
        problems = Problems()
        made: list[Any] = []
        for place, member in enumerate(found):
            fixed = len(several) > place and several[-1] is not Ellipsis
            with below(problems, f"[{place}]"):
                made.append(self.plain(member, several[place if fixed else 0]))
        problems.raise_as(FileError)
        return made

    def _options(self, options: list[Option]) -> dict[str, Any]:
        """Options as pairs of an id and its points, or of an id and all that is said of it."""
        made = {option.id: self.record(option) for option in options}
        for id_, table in made.items():
            del table["id"]
            made[id_] = table if len(table) > 1 else table["points"]
        return made

    def _mapping(self, pairs: Mapping[Any, Any], kind: Asked) -> dict[str, Any]:
        inner = members_of(kind)
        problems = Problems()
        made: dict[str, Any] = {}
        for key, value in pairs.items():
            with below(problems, key_path(str(key))):
                name = self.plain(key)
                made[str(name)] = self.plain(value, inner[1] if len(inner) > 1 else Any)
        problems.raise_as(FileError)
        return made


def plain_text(text: Text) -> Plain:
    """A text as files write it: a string, or one per language."""
    if not text.translations:
        return text.plain
    return ({"plain": text.plain} if text.plain else {}) | dict(text.translations)


# Sources


def source_keys(sources: Iterable[Source]) -> dict[Source, str]:
    """A key for each source: its id, or for others of the same id another."""
    distinct = list(dict.fromkeys(sources))
    taken = {source.id for source in distinct}
    keys: dict[Source, str] = {}
    used: set[str] = set()
    for source in distinct:
        key, number = source.id, 1
        while key in used or (number > 1 and key in taken):
            number += 1
            key = f"{source.id}-{number}"
        used.add(key)
        keys[source] = key
    return keys
