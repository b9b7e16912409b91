"""Which numbers a rubric rests on, and where each comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from fractions import Fraction
from typing import Any, Final

import attrs

from rubrika.model.definition import Definition
from rubrika.model.nodes import Criterion, Indicator
from rubrika.rules.nodes import Condition, Constant, Expression
from rubrika.rules.traverse import walk
from rubrika.sources import Source, source_of
from rubrika.text import Text

__all__ = ["StatedNumber", "stated_numbers"]

_SKIPPED: Final = frozenset(
    {"domain", "range", "whole", "na", "digits", "decimals", "source", "adaptation", "valid"}
)


@attrs.frozen
class StatedNumber:
    """A number that a rubric states.

    Args:
        path: Where it stands, such as ``criteria[0].indicators[2].scale.bands[0].points``.
        value: The number.
        source: Its own source, or that of the part around it; None if nothing around it names one.
    """

    path: str
    value: Fraction
    source: Source | None

    @property
    def provisional(self) -> bool:
        """Whether no source states it."""
        return self.source is None or self.source.provisional


def stated_numbers(definition: Definition) -> Iterator[StatedNumber]:
    """Every number that can change a score: weights, points, bounds, thresholds; in order.

    Numbers left at their default (such as 0 points beyond all bands) are not stated.
    """
    return _inside("", definition, None)


def _inside(path: str, thing: Any, source: Source | None) -> Iterator[StatedNumber]:
    match thing:
        case Fraction():
            yield StatedNumber(path, thing, source_of(thing) or source)
        case Expression() | Condition():
            for part in walk(thing):
                if isinstance(part, Constant):
                    yield StatedNumber(path, part.value, source_of(part.value) or source)
        case tuple():
            for place, member in enumerate(thing):
                yield from _inside(f"{path}[{place}]", member, source)
        case Text() | Source() | str() | bool() | None:
            return
        case int() | float() if path:
            yield StatedNumber(path, Fraction(str(thing)), source)
        case _:
            source = getattr(thing, "source", None) or source
            for name, value, default in _fields(thing):
                if name not in _SKIPPED and value != default:
                    yield from _inside(
                        f"{path}.{_called(thing, name)}" if path else _called(thing, name),
                        value,
                        source,
                    )


def _fields(thing: Any) -> Iterator[tuple[str, Any, Any]]:
    if attrs.has(type(thing)):
        for field in attrs.fields(type(thing)):
            yield field.name, getattr(thing, field.name), field.default
    elif is_dataclass(thing):
        for known in dataclass_fields(thing):
            yield known.name, getattr(thing, known.name), known.default


def _called(thing: object, name: str) -> str:
    """By which name a field goes in paths."""
    if isinstance(thing, Criterion) and name == "children":
        kinds = {type(child) for child in thing.children}
        return (
            "children" if len(kinds) > 1 else "indicators" if kinds == {Indicator} else "criteria"
        )
    return name.removesuffix("_points") if name in ("least_points", "most_points") else name
