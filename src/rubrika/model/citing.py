"""Citing: numbers that an adaptation changed, and for which it states no source, get one.

A number without a source of its own has that of the part around it. A number that is put in its
place must not inherit it: an office's own number would pass for published. So each number of the
adapted rubric is compared with that at the same place of the one before; where the number or its
source is another, and the adaptation does not say from where, it is cited.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeAlias, TypeVar, cast

import attrs

from rubrika.model.changing import remade
from rubrika.model.definition import Definition
from rubrika.model.fields import fields_of
from rubrika.model.nodes import Criterion, Indicator
from rubrika.model.provenance import MINUS, numbers_of, stated_fields
from rubrika.number import Rounding
from rubrika.rules.functions import choose
from rubrika.rules.nodes import (
    ONE,
    ZERO,
    Average,
    Choose,
    Condition,
    Constant,
    Expression,
    Power,
    Product,
    Rounded,
    Rule,
    Term,
    multiply,
)
from rubrika.rules.traverse import rewrite
from rubrika.sources import Source, cited, source_of
from rubrika.text import Text

__all__ = ["cite_changes"]

_Place: TypeAlias = tuple[object, ...]
"""Where a number stands: by ids where there are any, so that it may move."""

_Definition = TypeVar("_Definition", bound=Definition)


def cite_changes(
    before: Definition, after: _Definition, source: Source, unstated: Source
) -> _Definition:
    """*after*, with a source for each number that is new or changed since *before* and has none.

    Args:
        before: The rubric that was adapted.
        after: What was made of it.
        source: What is cited.
        unstated: The provisional source of numbers of which nobody stated one. The part around
            gets it where a number cannot carry a source, because its class does not keep it.
    """
    known = _Known()
    known.visit(before, (), _NOWHERE)
    return cast("_Definition", _Marking(known, source, unstated).visit(after, (), _NOWHERE))


@attrs.frozen
class _Around:
    """The source that bare numbers inherit, and the place of the part that names it."""

    source: Source | None = None
    place: _Place = ()


_NOWHERE: Final = _Around()


class _Walk(ABC):
    """A way through all stated numbers, on which bare ones can be cited."""

    def __init__(self) -> None:
        self.parts: dict[_Place, Source] = {}
        """The sources of the parts on the way that name one."""

    @abstractmethod
    def source_for(self, value: object, place: _Place, around: _Around) -> Source | None:
        """What to cite for a bare number, or for the bare numbers of a rule; None to leave it."""

    def visit(self, thing: object, place: _Place, around: _Around) -> object:
        """*thing* with what is cited in it; itself if nothing is."""
        match thing:
            case Text() | Source() | str() | bytes() | bool() | None:
                return thing
            case int() | float() | Fraction() | Decimal():
                if source_of(thing) is not None:
                    return thing
                source = self.source_for(thing, place, around)
                return thing if source is None else cited(thing, source)
            case Expression() | Condition():
                if all(source_of(number) is not None for number in numbers_of(thing)):
                    return thing
                source = self.source_for(thing, place, around)
                return thing if source is None else _cited_rule(thing, source)
            case tuple() | list():
                return self.members(cast("tuple[object, ...]", thing), place, around)
            case Mapping():
                return self.table(cast("Mapping[object, object]", thing), place, around)
            case _:
                return self.part(thing, place, around)

    def members(self, members: Sequence[object], place: _Place, around: _Around) -> object:
        """A tuple with what is cited in it; another sequence as it is."""
        made = [self.visit(member, (*place, key), around) for key, member in _keyed(members)]
        changed = any(new is not old for new, old in zip(made, members, strict=True))
        return tuple(made) if changed and type(members) is tuple else members

    def table(self, table: Mapping[object, object], place: _Place, around: _Around) -> object:
        """A mapping as it is."""
        for key, member in table.items():
            self.visit(member, (*place, key), around)
        return table

    def part(self, thing: object, place: _Place, around: _Around) -> object:
        """A part of a rubric with what is cited in it."""
        if isinstance(thing, Indicator | Criterion):
            place = ("nodes", thing.id)
        elif not isinstance(thing, Definition):  # in a scale of another kind it means another thing
            place = (*place, type(thing))
        own = getattr(thing, "source", None)
        if isinstance(own, Source):
            self.parts[place] = own
            around = _Around(own, place)
        changed: dict[str, object] = {}
        for field in stated_fields(thing):
            new = self.visit(field.value, (*place, field.name), around)
            if new is not field.value:
                changed[field.written] = new
        return _copied(thing, changed) if changed else thing


class _Known(_Walk):
    """Notes each bare number and the source that it inherits."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: dict[_Place, tuple[object, Source | None]] = {}

    def source_for(self, value: object, place: _Place, around: _Around) -> Source | None:
        self.numbers[place] = value, around.source
        return None


class _Asking(_Walk):
    """Cites bare numbers that are new or changed, unless the part around them says from where."""

    def __init__(self, known: _Known, source: Source) -> None:
        super().__init__()
        self.known = known
        self.source = source
        self.found = 0

    def source_for(self, value: object, place: _Place, around: _Around) -> Source | None:
        named_before = self.known.parts.get(around.place)
        stated_now = around.source is not None and around.source != named_before
        unchanged = self.known.numbers.get(place) == (value, around.source)
        if stated_now or unchanged:
            return None
        self.found += 1
        return self.source


class _Marking(_Asking):
    """The same; and a number that cannot carry a source makes the part around it provisional."""

    def __init__(self, known: _Known, source: Source, unstated: Source) -> None:
        super().__init__(known, source)
        self.unstated = unstated

    def part(self, thing: object, place: _Place, around: _Around) -> object:
        before = self.found
        made = super().part(thing, place, around)
        if self.found == before or not isinstance(made, Indicator | Criterion | Definition):
            return made
        inherited = around.source if made.source is None else made.source
        if inherited is None or inherited.provisional:
            return made
        left = _Asking(self.known, self.source)
        left.part(made, place, around)
        if not left.found:
            return made
        kept = cast("Indicator", _Pinning(inherited).part(made, place, around))
        return kept.evolve(source=self.unstated)


class _Pinning(_Walk):
    """Cites for bare numbers what they inherit, before that becomes another."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.source = source

    def source_for(self, value: object, place: _Place, around: _Around) -> Source | None:  # noqa: ARG002  # as in the others
        return self.source if around.source == self.source else None


def _keyed(members: Iterable[object]) -> Iterator[tuple[object, object]]:
    """The members of a tuple, each with its id (or the level of a cap), or its place."""
    seen: Counter[object] = Counter()
    for place, member in enumerate(members):
        key = getattr(member, "id", getattr(member, "level", place))
        yield (key, seen[key]), member
        seen[key] += 1


def _copied(thing: object, changed: Mapping[str, Any]) -> object:
    """A copy of a part with cited numbers; itself where its class does not take or keep them."""
    try:
        made = remade(thing, changed)
    except (TypeError, ValueError):
        return thing
    wanted = {field.written: field.value for field in fields_of(thing)} | dict(changed)
    return made if {field.written: field.value for field in fields_of(made)} == wanted else thing


def _cited_rule(rule: Rule, source: Source) -> Rule:
    """A rule whose bare numbers, as :func:`numbers_of` finds them, are cited."""

    def bare(number: Fraction) -> Fraction:
        return number if source_of(number) is not None else cited(number, source)

    def made(part: Expression) -> Expression:
        return cast("Expression", rewrite(part, change))

    def change(part: Rule) -> Rule | None:
        match part:
            case Choose(((condition, one),), zero) if one == ONE and zero == ZERO:
                return choose(rewrite(condition, change), 1, 0)
            case Product((first, *others)) if first == MINUS:
                return multiply(MINUS, *map(made, others))
            case Constant(number):
                return Constant(bare(number))
            case Power(base, exponent):
                return Power(made(base), bare(exponent))
            case Rounded(inner, rounding):
                return Rounded(made(inner), Rounding(bare(rounding.step), rounding.how))
            case Average(how, terms, n):
                return Average(how, tuple(map(term, terms)), n)
            case _:
                return None

    def term(part: Term) -> Term:
        when = None if part.when is None else cast("Condition", rewrite(part.when, change))
        return Term(bare(part.weight), made(part.value), when)

    return rewrite(rule, change)
