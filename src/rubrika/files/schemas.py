"""The JSON Schema of files, made of the tables by which they are read."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from rubrika.errors import near_miss, told
from rubrika.files.adapting import adapting_keys
from rubrika.files.converter import kinds_of
from rubrika.files.data import (
    Asked,
    is_literal,
    is_mapping,
    is_sequence,
    members_of,
    optional_of,
    union_of,
)
from rubrika.files.fields import fields_of, is_record, summary
from rubrika.files.leaves import (
    SIMPLE,
    SINGLE,
    TEXT,
    Schema,
    number,
    or_null,
    reference,
    rule,
    text,
)
from rubrika.files.problems import CHILDREN, refuse
from rubrika.files.reading import Kind
from rubrika.files.shorthand import PAIRS
from rubrika.files.values import is_fact
from rubrika.model.combinations import Combination
from rubrika.model.domains import Domain, Fact
from rubrika.model.levels import Attribute, Level
from rubrika.model.nodes import Criterion, Indicator, NaPolicy, Node
from rubrika.model.observations import Assessment, Facts, Given, Observation
from rubrika.model.rubric import Rubric
from rubrika.model.scales import Scale
from rubrika.number import Rounding
from rubrika.rules.nodes import Condition, Expression
from rubrika.sources import Source
from rubrika.text import Text

__all__ = ["schema"]


def schema(kind: Kind = "rubric") -> dict[str, Any]:
    """The JSON Schema (2020-12) of rubric files or assessment files.

    Editors complete and check files by it, TOML as well as JSON. It knows the kinds of scales and
    combinations that are registered when it is made. What it lets pass can still contradict itself:
    only reading the file tells.

    Args:
        kind: ``"rubric"`` or ``"assessment"``.

    Raises:
        FileError: when there is no such kind of files.

    >>> sorted(schema("assessment")["required"])
    ['format']
    """
    if kind not in _FILES:
        refuse("kind", f"there are no files of {told(kind)}", hint=near_miss(str(kind), _FILES))
    made = _Maker()
    whole = _FILES[kind](made)
    title = f"A rubrika {kind} file"
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **whole,
        "$defs": dict(sorted(made.definitions.items())),
    }


class _Maker:
    """Makes schemas of types; those that are used in several places become definitions."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def of(self, kind: Asked) -> Schema:
        """The schema of what may stand where *kind* is due."""
        if kind in SIMPLE:
            return dict(SIMPLE[kind])
        if kind in _NAMED:
            name, make = _NAMED[kind]
            return self._named(name, lambda: make(self))
        if is_fact(kind):
            return self._named("fact", lambda: _fact(self))
        members = members_of(kind)
        if is_literal(kind):
            return {"enum": list(members)}
        if optional_of(kind) is not None:
            return self.of(optional_of(kind))
        if union_of(kind):
            return {"anyOf": [self.of(member) for member in members if member is not type(None)]}
        if is_sequence(kind):
            return self._list(members)
        if is_mapping(kind):
            return {"type": "object", "additionalProperties": self.of(members[1])}
        if is_record(kind):
            return self._named(kind.__name__, lambda: self._adjusted(kind))
        return {}

    def _named(self, name: str, make: Callable[[], Schema]) -> Schema:
        if name not in self.definitions:
            self.definitions[name] = {}  # so that what contains itself comes to an end
            self.definitions[name] = make()
        return {"$ref": f"#/$defs/{name}"}

    def _list(self, members: tuple[Any, ...]) -> Schema:
        if members[1:] not in ((), (...,)):  # so many members, each of its own kind
            each = [self.of(member) for member in members]
            return {"type": "array", "prefixItems": each, "items": False, "minItems": len(each)}
        listed: Schema = {"type": "array", "items": self.of(members[0])}
        if members[0] not in PAIRS:
            return listed
        key, value = PAIRS[members[0]]
        table = self.record(members[0])
        del table["properties"][key]
        either = [self.of(Fraction), table | {"required": [value]}]
        return {"anyOf": [listed, {"type": "object", "additionalProperties": {"anyOf": either}}]}

    def record(self, cls: type) -> Schema:
        """The schema of a table with the fields of a class."""
        properties: Schema = {}
        for field in fields_of(cls):
            about = {"description": field.about} if field.about else {}
            made = self.of(field.type)
            properties[field.key] = (made if field.required else or_null(made)) | about
        return {
            "description": summary(cls),
            "type": "object",
            "properties": properties,
            "required": [field.key for field in fields_of(cls) if field.required],
            "additionalProperties": False,
        }

    def _adjusted(self, cls: type) -> Schema:
        made = self.record(cls)
        return _ADJUSTED[cls](self, made) if cls in _ADJUSTED else made

    def kinds(self, protocol: Asked) -> list[Schema]:
        """The schemas of all kinds of scales, combinations or domains."""
        found: list[Schema] = []
        for kind, cls in kinds_of(protocol).items():
            if is_record(cls):
                made = self.record(cls)
                made["properties"] = {"kind": {"const": kind}} | made["properties"]
                made["required"] = ["kind", *made["required"]]
                found.append(made)
        return found


# What has a schema of its own


def _scale(made: _Maker) -> Schema:
    return {"description": summary(Scale), "oneOf": made.kinds(Scale)}


def _combination(made: _Maker) -> Schema:
    found = made.kinds(Combination)
    words = [one["properties"]["kind"]["const"] for one in found if one["required"] == ["kind"]]
    return {"description": summary(Combination), "oneOf": [{"enum": words}, *found]}


def _domain(made: _Maker) -> Schema:
    kinds = made.kinds(Domain)
    for one in kinds:
        if one["properties"]["kind"]["const"] != "yes-no":
            one["required"].remove("kind")
    words = {"enum": ["number", "yes-no"]}
    options = {"type": "array", "items": TEXT, "minItems": 1}
    return {"description": "Which values are allowed.", "anyOf": [words, options, *kinds]}


def _node(made: _Maker) -> Schema:
    group = {"anyOf": [{"required": [key]} for key in CHILDREN]}
    return {"if": group, "then": made.of(Criterion), "else": made.of(Indicator)}


def _fact(made: _Maker) -> Schema:
    number = {"type": "object", "properties": {"number": made.of(Fraction)}, "required": ["number"]}
    return {"anyOf": [SINGLE, number]}


_NAMED: Final[dict[Any, tuple[str, Callable[[_Maker], Schema]]]] = {
    Fraction: ("number", lambda _: number()),
    Decimal: ("number", lambda _: number()),
    float: ("number", lambda _: number()),
    Text: ("text", lambda _: text()),
    Expression: ("rule", lambda _: rule()),
    Condition: ("rule", lambda _: rule()),
    Source: ("reference", lambda _: reference()),
    Scale: ("scale", _scale),
    Combination: ("combination", _combination),
    Domain: ("domain", _domain),
    Node: ("node", _node),
    Given: ("observations", lambda made: made.of(dict[str, Observation])),
    Facts: ("facts", lambda made: made.of(dict[str, Fact])),
}


# Short forms of tables


def _or_alone(key: str) -> Callable[[_Maker, Schema], Schema]:
    def adjust(_: _Maker, table: Schema) -> Schema:
        return {"anyOf": [table["properties"][key], table]}

    return adjust


def _or_one(key: str) -> Callable[[_Maker, Schema], Schema]:
    """A list with one member may be that member alone."""

    def adjust(_: _Maker, table: Schema) -> Schema:
        many = table["properties"][key]
        table["properties"][key] = {"anyOf": [many["items"], many]}
        return table

    return adjust


def _children(made: _Maker, table: Schema) -> Schema:
    children = table["properties"].pop("children")
    indicators = children | {"items": made.of(Indicator)}
    table["properties"] |= {"indicators": indicators, "criteria": children, "children": children}
    table["required"].remove("children")
    return table | {"oneOf": [{"required": [key]} for key in CHILDREN]}


def _options(made: _Maker, table: Schema) -> Schema:
    titles = {"type": "object", "additionalProperties": made.of(Text), "minProperties": 1}
    words = {"type": "array", "items": TEXT, "minItems": 1}
    table["properties"]["options"] = {"anyOf": [words, titles]}
    table["required"].remove("domain")
    return table | {"oneOf": [{"required": ["domain"]}, {"required": ["options"]}]}


def _observation(made: _Maker, table: Schema) -> Schema:
    table = _or_one("evidence")(made, table)
    table["properties"] |= {
        "number": made.of(Fraction),
        "not_applicable": {"anyOf": [TEXT, {"const": True}]},
    }
    return {"anyOf": [SINGLE, table]}


_ADJUSTED: Final[dict[type, Callable[[_Maker, Schema], Schema]]] = {
    NaPolicy: _or_alone("policy"),
    Rounding: _or_alone("step"),
    Level: _or_one("requires"),
    Criterion: _children,
    Attribute: _options,
    Observation: _observation,
}


# Whole files


def _file(made: _Maker, kind: Kind, cls: type) -> Schema:
    table = made.record(cls)
    source = made.record(Source)
    source["required"] = []
    table["properties"] = {
        "format": {"const": f"{kind}/1", "description": "What the file is, in which version."},
        "$schema": {"description": "The schema by which editors check the file."},
        **table["properties"],
        "sources": {"type": "object", "additionalProperties": source},
    }
    return table


def _rubric_file(made: _Maker) -> Schema:
    table = _file(made, "rubric", Rubric)
    whole = ["format", *table["required"]]
    own = {key: made.of(kind) for key, kind in adapting_keys().items()}
    named = {"type": "object", "properties": {"id": TEXT, "version": TEXT}, "required": ["id"]}
    about = "The rubric that this one is adapted from: its id, or a file beside this one."
    table["properties"] |= {"extends": {"description": about, "anyOf": [TEXT, named]}, **own}
    del table["required"]
    return table | {
        "if": {"required": ["extends"]},
        "then": {"required": ["format", "id", "version"]},
        "else": {"required": whole, "properties": dict.fromkeys(own, False)},
    }


def _assessment_file(made: _Maker) -> Schema:
    return _file(made, "assessment", Assessment) | {"required": ["format"]}


_FILES: Final[dict[str, Callable[[_Maker], Schema]]] = {
    "rubric": _rubric_file,
    "assessment": _assessment_file,
}
