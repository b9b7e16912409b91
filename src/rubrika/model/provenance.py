"""Which numbers a rubric rests on, and where each comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final, cast

import attrs

from rubrika.errors import join
from rubrika.model.examples import Example
from rubrika.model.fields import Field, fields_of, path_name
from rubrika.number import exact
from rubrika.rules.nodes import ONE, ZERO, Choose, Condition, Constant, Expression, Product
from rubrika.rules.traverse import numbers_in, parts
from rubrika.sources import Source, source_of
from rubrika.text import Text

__all__ = ["StatedNumber", "numbers_of", "stated_fields", "stated_numbers"]

_SKIPPED: Final = frozenset({"digits", "decimals", "domain", "source", "adaptation", "valid"})
"""Fields whose numbers, if they have any, change no score."""

MINUS: Final = Constant(Fraction(-1))
"""What a minus is in a rule: a - b is a + -1 * b."""


@attrs.frozen
class StatedNumber:
    """A number that a rubric states.

    Args:
        path: Where it stands, such as ``criteria[0].indicators[2].scale.bands[0].points``.
        value: The number.
        source: Its own source, or that of the part around it; None if nothing around it names one.

    >>> from rubrika import Indicator, Source, YesNo, cited
    >>> ten = cited(10, Source("guess", status="provisional", reason="no table was found"))
    >>> (number,) = stated_numbers(Indicator("pests", "No pests found", YesNo(ten)))
    >>> number.provisional, number.source.id
    (True, 'guess')
    """

    path: str
    value: Fraction
    source: Source | None

    @property
    def provisional(self) -> bool:
        """Whether no source states it."""
        return self.source is None or self.source.provisional


def stated_numbers(thing: object) -> Iterator[StatedNumber]:
    """Every number of a rubric, or of a part of one, that can change a score, in order.

    They are weights, points, bounds and thresholds.

    Numbers left at their default (such as 0 points beyond all bands) are not stated.

    >>> from rubrika import Indicator, YesNo
    >>> pests = Indicator("pests", "No pests found", YesNo(20))
    >>> [(number.path, str(number.value)) for number in stated_numbers(pests)]
    [('scale.points', '20')]
    """
    return _inside("", thing, None)


def _inside(path: str, thing: object, source: Source | None) -> Iterator[StatedNumber]:
    match thing:
        case Text() | Source() | Example() | str() | bytes() | bool() | None:
            return
        case int() | float() | Fraction() | Decimal():
            yield StatedNumber(path, exact(thing), source_of(thing) or source)
        case Expression() | Condition():
            for number in numbers_of(thing):
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
            for field in stated_fields(thing):
                yield from _inside(join(path, path_name(thing, field)), field.value, around)


def stated_fields(thing: object) -> Iterator[Field]:
    """The fields of *thing* in which numbers are stated: not those that are left at their default.

    A field whose numbers change no score is left out too.
    """
    for field in fields_of(thing):
        stated = field.value != field.default or source_of(field.value) is not None
        if stated and field.name not in _SKIPPED:
            yield field


def numbers_of(rule: Expression | Condition) -> Iterator[Fraction]:
    """The numbers that the author of a rule wrote: not those that stand for counting or a minus."""
    waiting = [rule]
    while waiting:
        part = waiting.pop()
        match part:
            case Choose(((condition, one),), zero) if one == ONE and zero == ZERO:
                waiting.append(condition)
            case Product((first, *rest)) if first == MINUS:
                waiting.extend(reversed(rest))
            case _:
                yield from numbers_in(part)
                waiting.extend(reversed(parts(part)))
