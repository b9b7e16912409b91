"""Limits: which plain numbers the levels of a rubric ask of the total and of nodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final, Literal

import attrs

from rubrika import Level, Node
from rubrika.engines.exact import value
from rubrika.engines.program import TOTAL
from rubrika.engines.wording import mirrored
from rubrika.model.definition import Definition
from rubrika.model.domains import Fact
from rubrika.model.expansion import members_of
from rubrika.model.scores import Scores
from rubrika.model.settling import settled
from rubrika.rules.nodes import (
    Applicable,
    Both,
    Compare,
    Comparison,
    Condition,
    Each,
    Expression,
    Input,
)
from rubrika.rules.traverse import walk

__all__ = ["SIGNS", "AtLeast", "Limit", "limits_for", "limits_in"]

SIGNS: Final[Mapping[Comparison, str]] = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "==": "="}
"""How the comparison of a limit is written. What must only be unequal to a number has no limit."""


@attrs.frozen
class Limit:
    """A number that a level asks of the total or of a node, whatever else it asks.

    Args:
        level: The level.
        id: The id of the node, or ``"total"``.
        of: Whether points are compared, or the share.
        comparison: How.
        number: With which number: so many points, or that share.
        maximum: The maximum of the node, by which a share becomes points.
        why: The facts of the context on which it depends, which do not tell it from others.
    """

    level: Level
    id: str
    of: Literal["points", "share"]
    comparison: Comparison
    number: Fraction
    maximum: Fraction
    why: tuple[tuple[str, Fact], ...] = attrs.field(default=(), eq=False)

    @property
    def points(self) -> Fraction:
        """Where it stands among points."""
        return self.number if self.of == "points" else self.number * self.maximum

    @property
    def share(self) -> Fraction | None:
        """Where it stands among shares; None where the maximum is not above 0."""
        if self.of == "share":
            return self.number
        return self.number / self.maximum if self.maximum > 0 else None


def limits_in(rubric: Definition, context: Mapping[str, Fact | None]) -> Iterator[Limit]:
    """The limits that all levels set, from the highest level to the lowest.

    What a cap asks of the levels above it is asked by these. What a level asks only in some cases
    (*or*, *not*), and what depends on more than the context, has no limit.

    Args:
        rubric: The rubric.
        context: The facts about the subject; what depends on one that is None has no limit.
    """
    facts = {Input("context", id_): fact for id_, fact in context.items() if fact is not None}
    places = {level.id: place for place, level in enumerate(rubric.levels)}
    for place, level in enumerate(rubric.levels):
        caps = (cap.unless for cap in rubric.caps if places[cap.level] > place)
        found: dict[Limit, None] = {}
        for requirement in (*level.requirements, *caps):
            rule, read = settled(requirement, facts)
            why = tuple((fact.id, facts[fact]) for fact in read)
            limits = (attrs.evolve(limit, why=why) for limit in _limits(rubric, level, [rule]))
            found |= dict.fromkeys(limits)
        yield from found


@attrs.frozen
class AtLeast:
    """A share that a level asks of the total or of a node, at least.

    Args:
        level: The level.
        id: The id of the node, or ``"total"``.
        share: So much of its maximum, from 0 to 1.
        beyond: Whether just that is not yet enough.
    """

    level: Level
    id: str
    share: Fraction
    beyond: bool


def limits_for(scores: Scores) -> tuple[AtLeast, ...]:
    r"""What the levels ask of this subject at least.

    >>> from rubrika import load
    >>> card = load("examples/cafe-hygiene.toml").score({})
    >>> print(*(f"{one.level.id}: {one.id} {one.share}" for one in limits_for(card)), sep="\n")
    gold: total 9/10
    gold: safety 1/2
    gold: service 1/2
    silver: total 3/4
    """
    found = limits_in(scores.rubric, scores.context)
    return tuple(
        AtLeast(limit.level, limit.id, share, limit.comparison == ">")
        for limit in found
        if limit.comparison in (">=", ">")
        and (share := limit.share) is not None
        and 0 <= share <= 1
    )


def _limits(rubric: Definition, level: Level, conditions: Iterable[Condition]) -> Iterator[Limit]:
    for condition in conditions:
        match condition:
            case Both(parts):
                yield from _limits(rubric, level, parts)
            case Each(quantifier="every"):
                members = members_of(condition, rubric.index)
                yield from _limits(rubric, level, (member for _, member in members))
            case Compare():
                yield from _compared(rubric, level, condition)
            case _:
                pass


def _compared(rubric: Definition, level: Level, rule: Compare) -> Iterator[Limit]:
    left, comparison, right = mirrored(rule)
    match left:
        case Input("points" | "share" as of, id_) if comparison in SIGNS and _plain(right):
            whole: Definition | Node = rubric if id_ == TOTAL else rubric.nodes[id_]
            yield Limit(level, id_, of, comparison, value(right, {}), whole.maximum)
        case _:
            pass


def _plain(rule: Expression) -> bool:
    """Whether a number is the same for all subjects."""
    return not any(isinstance(part, Input | Applicable) for part in walk(rule))
