"""The JSON Schema of single values: numbers, texts, dates, rules."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, TypeAlias

__all__ = ["SIMPLE", "SINGLE", "TEXT", "Schema", "number", "or_null", "reference", "rule", "text"]

Schema: TypeAlias = dict[str, Any]

TEXT: Final[Schema] = {"type": "string"}
"""Any string."""
SINGLE: Final[Schema] = {"type": ["number", "boolean", "string", "null"]}
"""A single value; null where it is missing."""
SIMPLE: Final[dict[Any, Schema]] = {
    str: TEXT,
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    date: TEXT | {"format": "date", "description": "A day, written 2020-12-31."},
}


def or_null(schema: Schema) -> Schema:
    """What may be left out may also be null, as other programs write it in JSON."""
    if isinstance(schema.get("type"), str):
        return schema | {"type": [schema["type"], "null"]}
    if "enum" in schema:
        return schema | {"enum": [*schema["enum"], None]}
    return {"anyOf": [schema, {"type": "null"}]}


def number() -> Schema:
    """An exact number."""
    plain: list[Schema] = [{"type": "number"}, TEXT | {"pattern": r"^[-+0-9./eE%\s]+$"}]
    cited = {
        "type": "object",
        "properties": {"value": {"anyOf": plain}, "source": or_null(TEXT)},
        "required": ["value"],
        "additionalProperties": False,
    }
    about = 'An exact number: 12, 12.5, "1/3", "30%", or { value = 12, source = "ID" }.'
    return {"description": about, "anyOf": [*plain, cited]}


def text() -> Schema:
    """A text, or one for each language."""
    names = {"pattern": "^(plain|[a-z]{2,3}(-[A-Za-z0-9]{2,8})*)$"}
    by_language = {
        "type": "object",
        "minProperties": 1,
        "propertyNames": names,
        "additionalProperties": TEXT,
    }
    about = 'A text, or one for each language: { vi = "…", en = "…" }.'
    return {"description": about, "anyOf": [TEXT, by_language]}


def rule() -> Schema:
    """A rule string."""
    return TEXT | {"description": 'A rule string: total >= 85 and share("c1") >= percent(50).'}


def reference() -> Schema:
    """The id of a source."""
    return TEXT | {"description": "The ID of a table [sources.ID]."}
