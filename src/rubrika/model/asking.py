"""Asking: what each level asks, worked out once, as far as no subject changes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import partial
from typing import TypeAlias

import attrs

from rubrika.engines.exact import Facts, value
from rubrika.engines.wording import mirrored
from rubrika.model.expansion import Expanded, Index, expand, members_of
from rubrika.model.levels import Cap, Level
from rubrika.model.provenance import numbers_of
from rubrika.rules.nodes import (
    Applicable,
    Both,
    Compare,
    Condition,
    Constant,
    Each,
    Either,
    Expression,
    Input,
    Quotient,
    Rule,
)
from rubrika.rules.traverse import sources_in, walk
from rubrika.sources import Source, source_of

__all__ = ["Asked", "AskedOfLevel", "asked_of_levels"]


_Value: TypeAlias = Callable[[Facts], Fraction]


@attrs.frozen(eq=False)
class Asked:
    """One requirement, and all about it that holds for every subject.

    Args:
        requirement: The condition as its author wrote it.
        expanded: What it means for the nodes of the rubric.
        implied: That it holds or does not apply.
        sources: Where its numbers come from.
        compared: The two numbers that it compares, if it does just that.
        inputs: What the left and the right of these read.
        values: What the left and the right come to, by all inputs.
        parts: Its parts, for joined requirements and for groups.
    """

    requirement: Condition
    expanded: Expanded
    implied: Condition
    sources: tuple[Source, ...]
    compared: Compare | None
    inputs: tuple[frozenset[Rule], ...]
    values: tuple[_Value, ...]
    parts: tuple[Asked, ...]


@attrs.frozen(eq=False)
class AskedOfLevel:
    """What one level asks: its requirements, the tier below it, and the caps that it is above."""

    requirements: tuple[Asked, ...]
    below: int | None
    caps: tuple[tuple[Cap, Asked], ...]


def asked_of_levels(
    levels: tuple[Level, ...], caps: Iterable[Cap], index: Index
) -> tuple[AskedOfLevel, ...]:
    """What each level asks; a requirement that several levels share is worked out once."""
    asking = _Asking(index)
    places = {level.id: place for place, level in enumerate(levels)}
    return tuple(
        AskedOfLevel(
            tuple(asking.of(requirement, level.source) for requirement in level.requirements),
            place + 1 if level.needs_below and place + 1 < len(levels) else None,
            tuple(
                (cap, asking.of(cap.unless, cap.source))
                for cap in caps
                if places[cap.level] > place
            ),
        )
        for place, level in enumerate(levels)
    )


class _Asking:
    def __init__(self, index: Index) -> None:
        self.index = index
        self.known: dict[tuple[Condition, Source | None], Asked] = {}

    def of(self, requirement: Condition, source: Source | None) -> Asked:
        """A requirement, whose numbers come from *source* unless they say otherwise."""
        key = requirement, source
        if key not in self.known:
            self.known[key] = self._made(requirement, source)
        return self.known[key]

    def _made(self, requirement: Condition, source: Source | None) -> Asked:
        expanded = expand(requirement, self.index)
        parts: Iterable[Condition] = ()
        compared = None
        match requirement:
            case Both(found) | Either(found):
                parts = found
            case Each():
                parts = [member for _, member in members_of(requirement, self.index)]
            case _ if isinstance(expanded.rule, Compare):
                compared = Compare(*mirrored(expanded.rule))
            case _:
                pass
        sides = () if compared is None else (compared.left, compared.right)
        return Asked(
            requirement,
            expanded,
            expanded.implied,
            _sources(requirement, source),
            compared,
            tuple(map(_inputs, sides)),
            tuple(map(_value_of, sides)),
            tuple(self.of(part, source) for part in parts),
        )


def _value_of(rule: Expression) -> _Value:
    """The reference reading of *rule*; what most requirements compare is read without the walk."""
    match rule:
        case Constant(number):
            return lambda _: number
        case Quotient(Input() as read, Constant(bottom)) if bottom:
            return lambda facts: value(read, facts) / bottom
        case _:
            return partial(value, rule)


def _inputs(rule: Rule) -> frozenset[Rule]:
    return frozenset(part for part in walk(rule) if isinstance(part, Input | Applicable))


def _sources(requirement: Condition, outer: Source | None) -> tuple[Source, ...]:
    """The sources of the numbers in a requirement; of one without, that of what is around it."""
    numbers = list(numbers_of(requirement))
    found = [] if numbers and all(map(source_of, numbers)) else [outer]
    found += sources_in(requirement)
    return tuple(dict.fromkeys(source for source in found if source is not None))
