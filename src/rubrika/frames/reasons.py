"""Reasons: what each requirement of each level is called in the column ``why``."""

from __future__ import annotations

import attrs

from rubrika.model.asking import Asked
from rubrika.model.explain import Explanation
from rubrika.model.observations import Assessment
from rubrika.model.results import RequirementResult
from rubrika.model.rubric import Rubric
from rubrika.model.scores import Scores
from rubrika.rules.nodes import Condition

__all__ = ["Reason", "reasons_of"]


@attrs.frozen(eq=False)
class Reason:
    """One requirement of a level: what it is called, and the condition that it counts as."""

    text: str
    condition: Condition


def reasons_of(rubric: Rubric, lang: str | None) -> tuple[tuple[Reason, ...], ...]:
    """The requirements of each level, in the order of a scorecard.

    They are the level's own, the tier below it, and the caps that it is above.

    Args:
        rubric: Whose levels.
        lang: In which language they are said; None: as rule strings.
    """
    explanation = None if lang is None else Explanation(Scores(rubric, Assessment({})), lang)

    def text(result: RequirementResult, otherwise: str) -> str:
        return otherwise if explanation is None else explanation.condition(result)

    def plain(asked: Asked) -> RequirementResult:
        return RequirementResult(asked.requirement, "open")

    made: list[tuple[Reason, ...]] = []
    for asks in rubric.asks:
        own = [
            Reason(text(plain(asked), str(asked.requirement)), asked.implied)
            for asked in asks.requirements
        ]
        if asks.below is not None:
            level = rubric.levels[asks.below]
            condition = rubric.conditions[asks.below]
            result = RequirementResult(condition, "open", below=level)
            own.append(Reason(text(result, f"level {level.id}"), condition))
        own += [
            Reason(
                text(attrs.evolve(plain(asked), cap=cap), f"{asked.requirement} (cap)"),
                asked.implied,
            )
            for cap, asked in asks.caps
        ]
        made.append(tuple(own))
    return tuple(made)
