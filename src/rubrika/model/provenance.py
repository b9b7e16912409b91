"""Which numbers a rubric rests on, and where each comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final, cast

import attrs

from rubrika.errors import join
from rubrika.model.definition import Definition
from rubrika.model.fields import fields_of, path_name
from rubrika.number import exact
from rubrika.rules.nodes import ONE, ZERO, Choose, Condition, Expression
from rubrika.rules.traverse import numbers_in, parts
from rubrika.sources import Source, source_of
from rubrika.text import Text

__all__ = ["StatedNumber", "stated_numbers"]

_SKIPPED: Final = frozenset({"digits", "decimals", "domain", "source", "adaptation", "valid"})
"""Fields whose numbers, if they have any, change no score."""


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


def _inside(path: str, thing: object, source: Source | None) -> Iterator[StatedNumber]:
    match thing:
        case Text() | Source() | str() | bytes() | bool() | None:
            return
        case int() | float() | Fraction() | Decimal():
            yield StatedNumber(path, exact(thing), source_of(thing) or source)
        case Expression() | Condition():
            for number in _numbers(thing):
                yield StatedNumber(path, number, source_of(number) or source)
        case tuple() | list():
            for place, member in enumerate(cast("tuple[object, ...]", thing)):
                yield from _inside(f"{path}[{place}]", member, source)
        case Mapping():
            for key, member in cast("Mapping[object, object]", thing).items():
                yield from _inside(f"{path}[{key!r}]", member, source)
        case _:
            own = getattr(thing, "source", None)
            around = own if isinstance(own, Source) else source
            for field in fields_of(thing):
                stated = field.value != field.default or source_of(field.value) is not None
                if stated and field.name not in _SKIPPED:
                    yield from _inside(join(path, path_name(thing, field)), field.value, around)


def _numbers(rule: Expression | Condition) -> Iterator[Fraction]:
    """The numbers in a rule as its author wrote it: without those that stand for counting."""
    waiting = [rule]
    while waiting:
        part = waiting.pop()
        match part:
            case Choose(((condition, one),), zero) if one == ONE and zero == ZERO:
                waiting.append(condition)
            case _:
                yield from numbers_in(part)
                waiting.extend(reversed(parts(part)))
