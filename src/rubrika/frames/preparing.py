"""Preparing: what is the same for every frame that one rubric scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final
from weakref import WeakKeyDictionary

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.engines.compiled import applied
from rubrika.engines.program import Program, Step
from rubrika.errors import RuleError
from rubrika.rules.nodes import Condition, Expression, Input, Rule
from rubrika.rules.traverse import walk

__all__ = ["Prepared", "prepared"]


@attrs.frozen(eq=False)
class Prepared:
    """What is the same for every frame: rules without what need not apply, and what they can give.

    Args:
        steps: Each step, and its rule where everything applies.
        levels: The condition of each level where everything applies.
        uses: How often the points of each node are read.
        outlook: Between which points each node lies, whatever is observed.
    """

    steps: tuple[tuple[Step, Expression], ...]
    levels: tuple[Condition, ...]
    uses: Mapping[Input, int]
    outlook: Mapping[str, Interval]


_PREPARED: Final[WeakKeyDictionary[Program, Prepared]] = WeakKeyDictionary()


def prepared(program: Program) -> Prepared:
    """What is prepared once for each program."""
    found = _PREPARED.get(program)
    if found is None:
        steps = tuple((step, applied(step.points)) for step in program.steps)
        levels = tuple(applied(level) for level in program.levels)
        everything: list[Rule] = [*(rule for _, rule in steps), *levels]
        uses = Counter(
            part for rule in everything for part in walk(rule) if isinstance(part, Input)
        )
        found = _PREPARED[program] = Prepared(steps, levels, uses, _outlook(program))
    return found


def _outlook(program: Program) -> dict[str, Interval]:
    """Between which points each node lies; nothing where that cannot be told."""
    try:
        found = program.outlook(program.anything()).points
    except (RuleError, ArithmeticError):
        return {}
    return {id_: points for id_, points in found.items() if points is not None}
