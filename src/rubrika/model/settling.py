"""Settling: a requirement as it stands for a subject of which the context is known."""

from __future__ import annotations

from collections.abc import Mapping

from rubrika.engines.exact import holds
from rubrika.model.domains import Fact
from rubrika.rules.functions import choose
from rubrika.rules.nodes import (
    ONE,
    ZERO,
    Applicable,
    Choose,
    Condition,
    Each,
    Expression,
    Input,
    Met,
    Rule,
    Tally,
)
from rubrika.rules.traverse import rewrite, walk

__all__ = ["settled"]


def settled(requirement: Condition, facts: Mapping[Input, Fact]) -> tuple[Condition, list[Input]]:
    """*requirement* without the choices that *facts* settle, and the facts that settled them.

    >>> from rubrika import choose, context, total
    >>> hill = context("area").one_of("hill")
    >>> rule, why = settled(total >= choose(hill, 60, 85), {Input("context", "area"): "plain"})
    >>> print(rule, why)
    total >= 85 [Input(role='context', id='area')]
    """
    known: dict[Rule, Fact] = dict(facts.items())
    read: dict[Input, None] = {}

    def change(part: Rule) -> Rule | None:
        if not isinstance(part, Choose) or _counts(part):
            return None
        kept: list[Condition | Expression] = []
        rest = part.otherwise
        found = False
        for test, value in part.cases:
            inputs = _inputs(test)
            if not inputs or not facts.keys() >= set(inputs):
                kept += [test, value]
                continue
            found = True
            read.update(dict.fromkeys(inputs))
            if holds(test, known):
                rest = value
                break
        if not found:
            return None
        return rewrite(choose(*kept, rest) if kept else rest, change)

    made = rewrite(requirement, change)
    return (made, list(read)) if read and isinstance(made, Condition) else (requirement, [])


def _counts(part: Choose) -> bool:
    """Whether a choice counts a condition, as 1 or 0."""
    return len(part.cases) == 1 and part.cases[0][1] == ONE and part.otherwise == ZERO


def _inputs(test: Condition) -> list[Input]:
    """The context that a condition reads; nothing if it reads anything else."""
    reads = Input | Applicable | Met | Each | Tally
    leaves = [part for part in walk(test) if isinstance(part, reads)]
    found = [leaf for leaf in leaves if isinstance(leaf, Input) and leaf.role == "context"]
    return found if len(found) == len(leaves) else []
