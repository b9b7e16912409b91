"""Reasons: how each requirement of a level turned out: its actual number, needed number and gap."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from fractions import Fraction
from functools import reduce

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.engines.bounds import Reading
from rubrika.engines.wording import mirrored
from rubrika.model.definition import Definition
from rubrika.model.expansion import Expanded, expand, members_of
from rubrika.model.results import RequirementResult, Status
from rubrika.number import Bounds, Enclosure, Exact
from rubrika.rules.nodes import (
    Applicable,
    Both,
    Compare,
    Condition,
    Constant,
    Each,
    Either,
    Input,
    Rule,
)
from rubrika.rules.traverse import sources_in, walk
from rubrika.sources import Source, source_of

__all__ = ["Reasons", "interval_of", "status_of"]


@attrs.frozen(eq=False)
class Reasons:
    """Finds the reasons for levels.

    Args:
        rubric: Whose levels.
        reading: The reading of rules that knows all that is known of inputs and points.
        known: The inputs of which the value is known; an interval of them is an irrational number.
        levels: Whether the condition of each level holds; None while that is open.
    """

    rubric: Definition
    reading: Reading
    known: AbstractSet[Rule]
    levels: tuple[bool | None, ...]

    def of(self, place: int) -> Iterator[RequirementResult]:
        """Those of a level: its requirements, the tier below it, and the caps that it is above."""
        level = self.rubric.levels[place]
        for requirement in level.requirements:
            yield self._result(requirement, level.source)
        below = place + 1
        if level.needs_below and below < len(self.rubric.levels):
            yield RequirementResult(
                self.rubric.conditions[below],
                status_of(self.levels[below]),
                below=self.rubric.levels[below],
            )
        lower = {known.id for known in self.rubric.levels[below:]}
        for cap in self.rubric.caps:
            if cap.level in lower:
                yield attrs.evolve(self._result(cap.unless, cap.source), cap=cap)

    def _result(self, requirement: Condition, source: Source | None) -> RequirementResult:
        """How *requirement* turned out, with its parts."""
        expanded = expand(requirement, self.rubric.index)
        plain = RequirementResult(
            requirement, self._status(expanded), sources=_sources(requirement, source)
        )
        match requirement:
            case Both(parts) | Either(parts):
                return attrs.evolve(
                    plain, parts=tuple(self._result(part, source) for part in parts)
                )
            case Each():
                return self._group(requirement, plain, source)
            case _ if isinstance(expanded.rule, Compare) and plain.status != "not applicable":
                return self._compared(plain, expanded.rule)
            case _:
                return plain

    def _status(self, expanded: Expanded) -> Status:
        for applies in (expanded.applies, self.rubric.applies):
            if applies is not None and self.reading.holds(applies) is False:
                return "not applicable"
        return status_of(self.reading.holds(expanded.implied))

    def _compared(self, plain: RequirementResult, rule: Compare) -> RequirementResult:
        left, comparison, right = mirrored(rule)
        actual, needed = self.reading.value(left), self.reading.value(right)
        settled = self._is_known(left) and self._is_known(right)
        return attrs.evolve(
            plain,
            actual=_number(actual, settled=self._is_known(left)),
            comparison=comparison,
            needed=_number(needed, settled=self._is_known(right)),
            gap=None
            if plain.status == "holds"
            else _gap(actual, comparison, needed, settled=settled),
        )

    def _group(
        self, each: Each, plain: RequirementResult, source: Source | None
    ) -> RequirementResult:
        """A requirement about every or some member: the number of the member that decides."""
        members = [condition for _, condition in members_of(each, self.rubric.index)]
        parts = tuple(self._result(member, source) for member in members)
        plain = attrs.evolve(plain, parts=parts)
        taking_part = [part for part in parts if part.status != "not applicable"]
        strongest = _strongest(each.comparison)
        if not taking_part or strongest is None or not all(map(self._takes_part, members)):
            return plain
        actual = reduce(
            strongest if each.quantifier == "some" else _weakest(strongest),
            (interval_of(part.actual) for part in taking_part),
        )
        settled = all(not isinstance(part.actual, Bounds) for part in taking_part)
        needed = taking_part[0].needed
        gap = _gap(actual, each.comparison, interval_of(needed), settled=settled)
        return attrs.evolve(
            plain,
            actual=_number(actual, settled=settled),
            comparison=each.comparison,
            needed=needed,
            gap=None if plain.status == "holds" else gap,
        )

    def _takes_part(self, member: Condition) -> bool:
        """Whether it is certain that a member of a group counts, or that it does not."""
        applies = expand(member, self.rubric.index).applies
        return applies is None or self.reading.holds(applies) is not None

    def _is_known(self, rule: Rule) -> bool:
        return all(
            part in self.known for part in walk(rule) if isinstance(part, Input | Applicable)
        )


def status_of(holds: bool | None) -> Status:  # noqa: FBT001  # three answers, not a switch
    """The status of a condition by whether it holds; None while that is open."""
    return "holds" if holds else "fails" if holds is False else "open"


def interval_of(number: Exact | Bounds | None) -> Interval:
    """All that a number can be."""
    if number is None:
        return Interval(None, None)
    return Interval.at(number) if isinstance(number, Fraction) else Interval(*_ends(number))


def _ends(number: Enclosure | Bounds) -> tuple[Fraction | None, Fraction | None]:
    return number.least, number.most


def _number(found: Interval, *, settled: bool) -> Exact | Bounds:
    """What an interval says of a number: itself, an irrational one (if settled), or bounds."""
    if found.point is not None:
        return found.point
    if settled and found.least is not None and found.most is not None:
        return Enclosure(found.least, found.most)
    return Bounds(found.least, found.most)


_Choice = Callable[[Interval, Interval], Interval]


def _strongest(comparison: str) -> _Choice | None:
    """Which of two numbers is nearer to satisfying a comparison; None where neither is."""
    if comparison in (">=", ">"):
        return Interval.larger
    return Interval.smaller if comparison in ("<=", "<") else None


def _weakest(strongest: _Choice) -> _Choice:
    return Interval.smaller if strongest is Interval.larger else Interval.larger


def _gap(actual: Interval, comparison: str, needed: Interval, *, settled: bool) -> Exact | None:
    """By how much the actual number must move; in the worst case, unless all is settled."""
    if comparison in (">=", ">"):
        distance = needed + -actual
    elif comparison in ("<=", "<"):
        distance = actual + -needed
    else:
        return None
    found = _number(distance.larger(Interval.at(Fraction(0))), settled=settled)
    return found.most if isinstance(found, Bounds) else found


def _sources(requirement: Condition, outer: Source | None) -> tuple[Source, ...]:
    """The sources of the numbers in a requirement; of one without, that of what is around it."""
    numbers = [part.value for part in walk(requirement) if isinstance(part, Constant)]
    found = [] if numbers and all(map(source_of, numbers)) else [outer]
    found += sources_in(requirement)
    return tuple(dict.fromkeys(source for source in found if source is not None))
