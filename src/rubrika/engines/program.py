"""A program: all rules of a rubric in the order in which they are read, and its two plain readings.

Every node of a rubric has a step that gives its points from inputs and from earlier steps; every
level has a condition on inputs and steps.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final, cast

import attrs

from rubrika.engines import exact
from rubrika.engines.arithmetic import Interval
from rubrika.engines.bounds import ImpreciseError, Options, Possible, Reading
from rubrika.engines.exact import Fact, Facts, IrrationalError
from rubrika.engines.roots import FIRST_DIGITS, LAST_DIGITS
from rubrika.errors import Problem, UndecidedError
from rubrika.number import Enclosure, Exact
from rubrika.rules.nodes import Applicable, Condition, Expression, Input

__all__ = ["TOTAL", "Given", "Outcome", "Outlook", "Program", "Step", "as_possible"]

TOTAL: Final = "total"
"""The id of the last step, whose points are those of the whole rubric."""


@attrs.frozen
class Given:
    """One input of a program.

    Args:
        id: The id of the indicator or context attribute.
        input: The input by which rules read it.
        possible: All that it can be.
        decimals: With how many decimals it may be given, if that is limited.
        step: Which distance it keeps from *origin*, if it does.
        optional: Whether it may be not applicable.
    """

    id: str
    input: Input
    possible: Interval | Options
    decimals: int | None = None
    step: Fraction | None = None
    optional: bool = False


@attrs.frozen
class Step:
    """How the points of one node come about, and when it has any (None: always)."""

    id: str
    points: Expression
    applies: Condition | None = None

    @property
    def output(self) -> Input:
        """The input by which later rules read this step."""
        return Input("points", self.id)


@attrs.frozen
class Outcome:
    """What a program gives for known inputs.

    Args:
        points: The points of each node; None for one that does not apply.
        levels: Whether the condition of each level holds.
    """

    points: Mapping[str, Exact | None]
    levels: tuple[bool, ...]


@attrs.frozen
class Outlook:
    """What a program can still give for inputs that are partly known.

    Args:
        points: What the points of each node can still be; None for one that cannot apply any more.
        applies: Whether each node applies; None while that is open.
        levels: Whether the condition of each level holds; None while that is open.
    """

    points: Mapping[str, Interval | None]
    applies: Mapping[str, bool | None]
    levels: tuple[bool | None, ...]


@attrs.frozen(eq=False)
class Program:
    """All rules of a rubric: inputs, steps (children before parents, the total last) and levels."""

    inputs: tuple[Given, ...]
    steps: tuple[Step, ...]
    levels: tuple[Condition, ...]

    def run(self, facts: Facts) -> Outcome:
        """Read everything for known *facts*: in rationals, or by enclosures where there are roots.

        Raises:
            RuleError: see :func:`rubrika.engines.value`.
            UndecidedError: when two irrational numbers cannot be told apart.
        """
        try:
            return self._run_exactly(facts)
        except IrrationalError:
            pass  # and go on outside, so that it is not told as the context of another error
        return self._run_by_enclosure(facts)

    def _run_exactly(self, facts: Facts) -> Outcome:
        known = dict(facts)
        points: dict[str, Exact | None] = {}
        for step in self.steps:
            if step.applies is None or exact.holds(step.applies, known):
                points[step.id] = known[step.output] = exact.value(step.points, known)
            else:
                points[step.id] = None
        return Outcome(points, tuple(exact.holds(level, known) for level in self.levels))

    def _run_by_enclosure(self, facts: Facts) -> Outcome:
        possible = {rule: as_possible(fact) for rule, fact in facts.items()}
        digits = FIRST_DIGITS
        while digits <= LAST_DIGITS:
            try:
                outlook = self.outlook(possible, digits=digits, strict=True)
            except ImpreciseError:
                digits *= 2
            else:
                points = {
                    id_: None if found is None else _exact(found)
                    for id_, found in outlook.points.items()
                }
                return Outcome(points, tuple(level is True for level in outlook.levels))
        raise UndecidedError(
            Problem(
                "undecided",
                f"two irrational numbers agree in more than {LAST_DIGITS // 2} digits",
                hint="Declare a rounding for the node with the root or logarithm.",
            )
        )

    def outlook(
        self, possible: Possible, *, digits: int = FIRST_DIGITS, strict: bool = False
    ) -> Outlook:
        """Read everything for inputs of which it is known what they can still be.

        Raises:
            RuleError, ImpreciseError: see :class:`rubrika.engines.bounds.Reading`.
        """
        known = dict(possible)
        reading = Reading(known, digits, strict)
        points: dict[str, Interval | None] = {}
        applies: dict[str, bool | None] = {}
        for step in self.steps:
            answer = True if step.applies is None else reading.holds(step.applies)
            inside = (
                reading
                if answer or step.applies is None
                else reading.narrowed(step.applies, holds=True)
            )
            applies[step.id] = answer
            if answer is False or inside is None:
                points[step.id] = None
            else:
                points[step.id] = known[step.output] = inside.value(step.points)
        return Outlook(points, applies, tuple(map(reading.holds, self.levels)))

    def anything(self) -> dict[Expression | Condition, Interval | Options]:
        """All that the inputs can be before anything is observed."""
        possible: dict[Expression | Condition, Interval | Options] = {}
        for given in self.inputs:
            possible[given.input] = given.possible
            if given.optional:
                possible[Applicable(given.id)] = frozenset((True, False))
        return possible


def as_possible(fact: Fact) -> Interval | Options:
    """A known fact (a number, an option, yes or no) as what can still be."""
    return Interval.at(fact) if isinstance(fact, Fraction) else frozenset((fact,))


def _exact(found: Interval) -> Exact:
    least, most = cast("tuple[Fraction, Fraction]", (found.least, found.most))  # of known inputs
    return least if least == most else Enclosure(least, most)
