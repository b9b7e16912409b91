"""Bars: the conditions within levels, and on which side of one a subject lies.

A bar decides about a subject when the level would be given if the bar were passed, and not if it
were not, and no higher level is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from itertools import chain, zip_longest
from typing import Final, Literal, TypeAlias

import attrs

from rubrika.engines.exact import Facts, IrrationalError, holds, value
from rubrika.errors import RubrikaError
from rubrika.model.rubric import Rubric
from rubrika.rules.nodes import Always, Compare, Condition, Input, OneOf, Rule, Yes
from rubrika.rules.traverse import rewrite, walk
from rubrika.testing.subjects import Subject

__all__ = ["Bar", "Side", "bars_of"]

Side: TypeAlias = Literal["below", "on", "above"]
"""Where a subject lies: just below a bar, on it, or just above. Of a yes or no (below: no)."""

_NEEDED: Final[dict[str, tuple[Side, ...]]] = {
    ">=": ("on", "below", "above"),
    "<": ("on", "below", "above"),
    ">": ("on", "above", "below"),
    "<=": ("on", "above", "below"),
    "==": ("on", "below", "above"),
    "!=": ("on", "below", "above"),
}


@attrs.frozen(eq=False, slots=False)
class Bar:
    """One condition within the condition of a level.

    Args:
        rubric: The rubric.
        place: The place of the level.
        test: The condition.
    """

    rubric: Rubric
    place: int
    test: Condition

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides on which a subject can lie, those that tell the most first."""
        return _NEEDED[self.test.comparison] if isinstance(self.test, Compare) else ("below", "on")

    @cached_property
    def reads_context(self) -> bool:
        """Whether it lies elsewhere in another context."""
        return any(isinstance(p, Input) and p.role == "context" for p in walk(self.test))

    @cached_property
    def _passed(self) -> Condition:
        return self._assuming(passed=True)

    @cached_property
    def _failed(self) -> Condition:
        return self._assuming(passed=False)

    def _assuming(self, *, passed: bool) -> Condition:
        def change(part: Rule) -> Rule | None:
            return Always(passed) if part == self.test else None

        made = rewrite(self.rubric.conditions[self.place], change)
        assert isinstance(made, Condition)  # noqa: S101  # a condition is replaced by a condition
        return made

    @property
    def kind(self) -> object:
        """What it has in common with the bars of other members of a group."""
        if isinstance(self.test, Compare):
            return self.test.comparison, self.test.right
        return type(self.test)

    def gap_of(self, subject: Subject) -> Fraction | None:
        """How far a subject is above the bar; None for one that cannot be scored."""
        return None if subject.known is None else self.gap(subject.known)

    def decided_gap(self, subject: Subject) -> Fraction | None:
        """How far a subject is above the bar; None if the bar does not decide about it."""
        known = subject.known
        return self.gap(known) if known is not None and self.decides(known) else None

    def gap(self, known: Facts) -> Fraction | None:
        """By how much the compared number is above the bar (below: negative).

        Of a yes or no it is 0 or −1. None: that cannot be told exactly.
        """
        try:
            if isinstance(self.test, Compare):
                return value(self.test.left, known) - value(self.test.right, known)
            return Fraction(0 if holds(self.test, known) else -1)
        except (IrrationalError, RubrikaError, KeyError):
            return None

    def decides(self, known: Facts) -> bool:
        """Whether it decides about a subject."""
        higher = self.rubric.conditions[: self.place]
        try:
            return (
                holds(self._passed, known)
                and not holds(self._failed, known)
                and not any(holds(rule, known) for rule in higher)
            )
        except (IrrationalError, RubrikaError, KeyError):
            return False


def bars_of(rubric: Rubric) -> tuple[Bar, ...]:
    """Every bar of every level, the first of each level before the second of any."""
    levels = [list(_within(rubric, place)) for place in range(len(rubric.levels))]
    taking_turns = chain.from_iterable(zip_longest(*levels))
    return tuple(bar for bar in taking_turns if bar is not None)


def _within(rubric: Rubric, place: int) -> Iterator[Bar]:
    for part in dict.fromkeys(walk(rubric.conditions[place])):
        if isinstance(part, Compare | Yes | OneOf):
            yield Bar(rubric, place, part)
