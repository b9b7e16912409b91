"""Reasons: how each requirement of a level turned out: its actual number, needed number and gap."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from functools import reduce
from typing import Final, NamedTuple, Protocol

import attrs

from rubrika.engines import exact
from rubrika.engines.arithmetic import Interval
from rubrika.engines.bounds import Reading
from rubrika.engines.exact import COMPARE, Facts
from rubrika.engines.roots import LAST_DIGITS
from rubrika.model.asking import Asked
from rubrika.model.definition import Definition
from rubrika.model.results import RequirementResult, Status
from rubrika.number import Bounds, Enclosure, Exact
from rubrika.rules.nodes import Applicable, Both, Compare, Condition, Each, Either, Input, Rule
from rubrika.rules.traverse import walk

__all__ = ["Knowledge", "Open", "Reasons", "Settled", "interval_of", "status_of"]


_READ: Final = (Applicable, Input)


class _Found(NamedTuple):
    """What a comparison came to."""

    actual: Exact | Bounds
    needed: Exact | Bounds
    gap: Exact | None
    holds: bool | None


class Knowledge(Protocol):
    """What is known of a subject, as far as rules can be read by it."""

    def holds(self, rule: Condition) -> bool | None:
        """Whether a condition holds; None while that is open."""
        ...

    def joined(self, asked: Asked, parts: Sequence[RequirementResult]) -> bool | None:
        """Whether a requirement holds, of which *parts* are the parts, if it has some."""
        ...

    def compare(self, asked: Asked, rule: Compare) -> _Found:
        """What a comparison comes to."""
        ...


@attrs.frozen(eq=False)
class Settled:
    """Everything is known, and rational: the reference reading says it."""

    facts: Facts

    def holds(self, rule: Condition) -> bool:
        """Whether a condition holds."""
        return exact.holds(rule, self.facts)

    def joined(self, asked: Asked, parts: Sequence[RequirementResult]) -> bool:
        """Whether a requirement holds: its parts, if it has some, tell."""
        match asked.requirement:
            case Both() | Each(quantifier="every"):
                return all(part.status != "fails" for part in parts)
            case Either() | Each():
                return any(part.status == "holds" for part in parts)
            case _:
                return self.holds(asked.implied)

    def compare(self, asked: Asked, rule: Compare) -> _Found:
        """What a comparison comes to."""
        left, right = asked.values
        actual, needed, how = left(self.facts), right(self.facts), rule.comparison
        if COMPARE[how](actual, needed):
            return _Found(actual, needed, None, holds=True)
        gap = None if how in ("==", "!=") else abs(needed - actual)
        return _Found(actual, needed, gap, holds=False)


@attrs.frozen(eq=False)
class Open:
    """Something is missing or irrational: intervals say it.

    Args:
        reading: The reading of rules that knows all that is known of inputs and points.
        known: The inputs of which the value is known; an interval of them is an irrational number.
    """

    reading: Reading
    known: AbstractSet[Rule]

    def holds(self, rule: Condition) -> bool | None:
        """Whether a condition holds; None while that is open."""
        answer, reading = self.reading.holds(rule), self.reading
        if answer is not None or not {p for p in walk(rule) if isinstance(p, _READ)} <= self.known:
            return answer
        while answer is None and reading.digits < LAST_DIGITS:  # it is a matter of digits alone
            reading = attrs.evolve(reading, digits=2 * reading.digits)
            answer = reading.holds(rule)
        return answer

    def joined(self, asked: Asked, parts: Sequence[RequirementResult]) -> bool | None:  # noqa: ARG002  # together they may be surer than one by one
        """Whether a requirement holds; None while that is open."""
        return self.holds(asked.implied)

    def compare(self, asked: Asked, rule: Compare) -> _Found:
        """What a comparison comes to."""
        left, right = (inputs <= self.known for inputs in asked.inputs)
        actual, needed = self.reading.value(rule.left), self.reading.value(rule.right)
        holds = self.holds(asked.implied)
        gap = _gap(actual, rule.comparison, needed, settled=left and right)
        return _Found(
            _number(actual, settled=left),
            _number(needed, settled=right),
            None if holds else gap,
            holds,
        )


@attrs.frozen(eq=False)
class Reasons:
    """Finds the reasons for levels.

    Args:
        rubric: Whose levels.
        knowledge: What is known of the subject.
        levels: Whether the condition of each level holds; None while that is open.
    """

    rubric: Definition
    knowledge: Knowledge
    levels: tuple[bool | None, ...]
    _found: dict[Asked, RequirementResult] = attrs.field(factory=dict[Asked, RequirementResult])

    def of(self, place: int) -> Iterator[RequirementResult]:
        """Those of a level: its requirements, the tier below it, and the caps that it is above."""
        level = self.rubric.asks[place]
        yield from map(self._result, level.requirements)
        if level.below is not None:
            yield RequirementResult(
                self.rubric.conditions[level.below],
                status_of(self.levels[level.below]),
                below=self.rubric.levels[level.below],
            )
        for cap, asked in level.caps:
            yield attrs.evolve(self._result(asked), cap=cap)

    def _result(self, asked: Asked) -> RequirementResult:
        """How a requirement turned out, with its parts."""
        if asked not in self._found:
            self._found[asked] = self._worked_out(asked)
        return self._found[asked]

    def _worked_out(self, asked: Asked) -> RequirementResult:
        requirement, compared = asked.requirement, asked.compared
        means_nothing = self._means_nothing(asked)
        if compared is not None and not means_nothing:
            found = self.knowledge.compare(asked, compared)
            return RequirementResult(
                requirement,
                status_of(found.holds),
                found.actual,
                compared.comparison,
                found.needed,
                found.gap,
                sources=asked.sources,
            )
        parts = tuple(map(self._result, asked.parts))
        status: Status = (
            "not applicable" if means_nothing else status_of(self.knowledge.joined(asked, parts))
        )
        plain = RequirementResult(requirement, status, parts=parts, sources=asked.sources)
        return self._group(requirement, asked, plain) if isinstance(requirement, Each) else plain

    def _means_nothing(self, asked: Asked) -> bool:
        return any(
            applies is not None and self.knowledge.holds(applies) is False
            for applies in (asked.expanded.applies, self.rubric.applies)
        )

    def _group(self, each: Each, asked: Asked, plain: RequirementResult) -> RequirementResult:
        """A requirement about every or some member: the number of the member that decides."""
        strongest = _strongest(each.comparison)
        compared = [
            (part.actual, part.needed)
            for part in plain.parts
            if part.actual is not None and part.needed is not None
        ]
        if not compared or strongest is None or not all(map(self._takes_part, asked.parts)):
            return plain
        actual = reduce(
            strongest if each.quantifier == "some" else _weakest(strongest),
            (interval_of(number) for number, _ in compared),
        )
        settled = all(not isinstance(number, Bounds) for number, _ in compared)
        _, needed = compared[0]
        gap = _gap(actual, each.comparison, interval_of(needed), settled=settled)
        return attrs.evolve(
            plain,
            actual=_number(actual, settled=settled),
            comparison=each.comparison,
            needed=needed,
            gap=None if plain.status == "holds" else gap,
        )

    def _takes_part(self, member: Asked) -> bool:
        """Whether it is certain that a member of a group counts, or that it does not."""
        applies = member.expanded.applies
        return applies is None or self.knowledge.holds(applies) is not None


def status_of(holds: bool | None) -> Status:  # noqa: FBT001  # three answers, not a switch
    """The status of a condition by whether it holds; None while that is open."""
    return "holds" if holds else "fails" if holds is False else "open"


def interval_of(number: Exact | Bounds) -> Interval:
    """All that a number can be."""
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
