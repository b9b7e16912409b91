"""Subjects: complete values for a rubric, scored by the reference reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from rubrika.engines.exact import Fact
from rubrika.engines.program import TOTAL
from rubrika.model.definition import Definition
from rubrika.model.levels import Level
from rubrika.model.observations import Assessment, NotApplicable
from rubrika.number import Exact
from rubrika.rules.nodes import Applicable, Rule

__all__ = ["Result", "assessment_of", "facts_of", "result_of", "result_of_trace"]

_REASON = "assumed"


@attrs.frozen
class Result:
    """What the reference reading gives a subject.

    Args:
        points: The points of every node by id, and of the ``"total"``; None where nothing applies.
        place: The place of the level that is given, -1 for none.
        level: That level.
    """

    points: Mapping[str, Exact | None]
    place: int
    level: Level | None

    @property
    def total(self) -> Exact | None:
        """The total."""
        return self.points[TOTAL]


def facts_of(
    definition: Definition, values: Mapping[str, Fact], applies: Mapping[str, bool]
) -> dict[Rule, Fact]:
    """The facts that a complete subject's *values*, and what applies to it, are to rules."""
    facts: dict[Rule, Fact] = {}
    for given in definition.program.inputs:
        if given.optional:
            facts[Applicable(given.id)] = applies.get(given.id, True)
        if not given.optional or applies.get(given.id, True):
            facts[given.input] = values[given.id]
    return facts


def assessment_of(
    definition: Definition, values: Mapping[str, Fact], applies: Mapping[str, bool]
) -> Assessment:
    """A subject as an assessment, which the rubric scores."""
    return Assessment(
        {
            leaf.id: values[leaf.id] if applies.get(leaf.id, True) else NotApplicable(_REASON)
            for leaf in definition.indicators
        },
        context={fact.id: values[fact.id] for fact in definition.context},
    )


def result_of(definition: Definition, facts: Mapping[Rule, Fact]) -> Result:
    """Read a subject by the reference reading.

    Raises:
        RuleError, UndecidedError: see :meth:`rubrika.engines.program.Program.run`.
    """
    outcome = definition.program.run(facts)
    place = next((place for place, holds in enumerate(outcome.levels) if holds), -1)
    return Result(outcome.points, place, definition.levels[place] if place >= 0 else None)


def result_of_trace(
    definition: Definition, denominators: Sequence[int | None], trace: Sequence[Any]
) -> Result:
    """Read what the fast reading gave."""
    numbers, place = trace[:-1], int(trace[-1])
    steps = zip(definition.program.steps, numbers, denominators, strict=True)
    points: dict[str, Exact | None] = {
        step.id: Fraction(number) if den is None else Fraction(number, den)
        for step, number, den in steps
    }
    return Result(points, place, definition.levels[place] if place >= 0 else None)
