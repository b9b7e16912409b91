"""Hooks for single values: texts, numbers, dates, rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeAlias, cast

from rubrika.errors import near_miss
from rubrika.files.data import Asked, Plain, is_list, is_table, members_of, optional_of, union_of
from rubrika.files.numbers import read_number
from rubrika.files.problems import located, refuse, said
from rubrika.model.observations import to_date
from rubrika.number import as_text, decimals_of, exact
from rubrika.rules.nodes import Condition, Expression
from rubrika.sources import Source
from rubrika.text import Text

__all__ = [
    "Hook",
    "Sources",
    "anything",
    "fact",
    "is_fact",
    "read_date",
    "read_decimal",
    "read_float",
    "read_literal",
    "read_string",
    "read_text",
    "read_truth",
    "read_whole",
    "rule",
]

Hook: TypeAlias = Callable[[Plain, Asked], Any]
Sources: TypeAlias = Mapping[str, Source]

_FACTS: Final = (bool, int, float, str, Decimal, Fraction, type(None))


def read_string(value: Plain, kind: type) -> str:
    """A string; of an enumeration of strings, its member."""
    if not isinstance(value, str):
        hint = (
            f'Write it in quotes: "{said(value)}".'
            if isinstance(value, bool | int | Decimal | date | time)
            else 'Write a text in quotes: "…".'
        )
        refuse("wrong-type", f"a text is due here, not {said(value)}", hint=hint)
    return value if kind is str else cast("str", kind(value))


def read_text(value: Plain, _: type) -> Text:
    """A text, or one for each language; ``plain`` is for all other languages."""
    if is_table(value) and isinstance(value.get("plain"), str) and len(value) > 1:
        others = {tag: text for tag, text in value.items() if tag != "plain"}
        return Text(value["plain"], Text.of(others).translations)
    return Text.of(value if is_table(value) else read_string(value, str))


def read_truth(value: Plain, _: type) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        quoted = value in ("true", "false")
        hint = "Write it without quotes." if quoted else "Write true or false."
        refuse("wrong-type", f"true or false is due here, not {said(value)}", hint=hint)
    return value


def read_whole(value: Plain, kind: type) -> int:
    """A whole number, which may be written 2.0; of an enumeration of numbers, its member."""
    if isinstance(value, Decimal) and value.is_finite() and exact(str(value)).denominator == 1:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        refuse("wrong-type", f"a whole number is due here, not {said(value)}", hint="Write 1 or 2.")
    return value if kind is int else cast("int", kind(value))


def read_decimal(value: Plain, _: type) -> Decimal:
    """A decimal, in the field of a class of a third party."""
    number = read_number(value, {})
    if decimals_of(number) is None:
        refuse("wrong-type", f"a decimal is due here, not {said(value)}")
    return Decimal(as_text(number))


def read_float(value: Plain, _: type) -> float:
    """A float, in the field of a class of a third party."""
    return float(read_number(value, {}))


def read_date(value: Plain, _: type) -> date:
    """A day; a time of day is refused, since its day depends on where one is."""
    if not isinstance(value, date | str) or isinstance(value, datetime):
        refuse("wrong-type", f"a date is due here, not {said(value)}", hint="Write 2020-12-31.")
    return cast("date", to_date(value))


def read_literal(value: Plain, kind: Asked) -> Plain:
    """One of a few words or numbers."""
    allowed = members_of(kind)
    if not any(value == word and type(value) is type(word) for word in allowed):
        hint = near_miss(str(value), map(str, allowed))
        refuse("unknown-word", f"{said(value)} is not possible here", hint=hint)
    return value


def rule(parse: Callable[..., Expression | Condition], sources: Sources) -> Hook:
    """A hook that reads a rule string."""

    def hook(value: Plain, _: Asked) -> Expression | Condition:
        if not isinstance(value, str):
            hint = 'Write it as a text: "total >= 85".'
            refuse("wrong-type", f"a rule is due here, not {said(value)}", hint=hint)
        return parse(value, sources=sources)

    return hook


def is_fact(kind: Asked) -> bool:
    """Whether *kind* is a union of single values: numbers, yes or no, texts."""
    members = union_of(kind)
    return bool(members) and optional_of(kind) is None and all(one in _FACTS for one in members)


def fact(sources: Sources) -> Hook:
    """A hook that reads a number, yes or no, or a text; a text remains a text."""

    def hook(value: Plain, _: Asked) -> Plain:
        if is_table(value):
            if set(value) == {"number"}:
                with located("number"):
                    return read_number(value["number"], sources)
            return read_number(value, sources)
        if is_list(value) or isinstance(value, date | time):
            hint = "Write a number, true or false, or a text in quotes."
            refuse("wrong-type", f"a single value is due here, not {said(value)}", hint=hint)
        if isinstance(value, int) and not isinstance(value, bool):
            exact(value)  # which refuses one of too many digits
        return exact(str(value)) if isinstance(value, Decimal) else value

    return hook


def anything(sources: Sources) -> Hook:
    """A hook that reads whatever there is in a field of which nothing is known; numbers exactly."""

    def hook(value: Plain, kind: Asked) -> Plain:
        if is_table(value):
            if "value" in value and set(value) <= {"value", "source"}:
                return read_number(value, sources)
            return {key: hook(member, kind) for key, member in value.items()}
        if is_list(value):
            return [hook(member, kind) for member in value]
        return exact(str(value)) if isinstance(value, Decimal) else value

    return hook
