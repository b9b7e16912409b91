"""What the fields of nodes may hold."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeAlias, cast

import attrs

from rubrika.errors import Problem, RuleError, told

__all__ = ["all_of", "some_of", "weight", "word_of"]

_Validator: TypeAlias = "Callable[[Any, attrs.Attribute[Any], Any], None]"


def word_of(allowed: tuple[str, ...]) -> _Validator:
    """One of the words *allowed*."""

    def check(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
        if value not in allowed:
            raise RuleError(
                Problem(
                    "rule-word",
                    f"{told(value)} is no {attribute.name}",
                    hint=f"Use {', '.join(allowed)}.",
                )
            )

    return check


def all_of(kind: type) -> _Validator:
    """A part of the *kind*, or a tuple of such parts."""

    def check(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
        members = cast("tuple[object, ...]", value if isinstance(value, tuple) else (value,))
        for member in members:
            if not isinstance(member, kind):
                raise RuleError(
                    Problem(
                        "rule-part",
                        f"{attribute.name}: {told(member)} is no {kind.__name__.lower()}",
                    )
                )

    return check


def some_of(kind: type) -> _Validator:
    """At least one part of the *kind*."""
    each = all_of(kind)

    def check(part: object, attribute: attrs.Attribute[Any], value: object) -> None:
        each(part, attribute, value)
        if not value:
            raise RuleError(
                Problem("rule-empty", f"{type(part).__name__.lower()}() needs at least one part")
            )

    return check


def weight(_: object, __: attrs.Attribute[Any], value: Fraction) -> None:
    """A weight of at least 0."""
    if value < 0:
        raise RuleError(
            Problem(
                "rule-weight",
                f"the weight {told(str(value))} is below 0",
                hint="Subtract what shall count against a mean.",
            )
        )
