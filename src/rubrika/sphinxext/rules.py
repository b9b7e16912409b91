"""A rule of a rubric, in words or as formulas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rubrika import Criterion, Indicator, Level, Problem, RequirementResult, RubrikaError
from rubrika.engines.latex import latex
from rubrika.engines.prose import words
from rubrika.errors import told
from rubrika.model.locating import at, located
from rubrika.reports.portrait import Portrait
from rubrika.rules import Condition, Expression

__all__ = ["FORMS", "formulas", "phrases_of"]

FORMS: Final = ("words", "latex")
_TOTAL: Final = "total"


def phrases_of(portrait: Portrait, path: str) -> list[str]:
    """What the rule at *path* says in words, one phrase for each of its parts.

    Args:
        portrait: The rubric.
        path: The id of an indicator (its scale) or of a criterion (how its children are combined),
            ``total``, ``levels[0]`` or ``levels.good`` (its requirements), or any other path that
            leads to a rule, such as ``levels[0].requirements[1]``.

    Raises:
        RubrikaError: when it leads nowhere, or to what is no rule.
    """
    match _found(portrait, path):
        case Indicator() as indicator:
            return list(portrait.scale(indicator))
        case Level() as level:
            item = portrait.level(portrait.rubric.levels.index(level))
            return [requirement.text for requirement in item.children]
        case Condition() as condition:
            return [portrait.explanation.condition(RequirementResult(condition, "open"))]
        case rule:
            return [words(rule, portrait.lang, title=portrait.node_title)]


def formulas(portrait: Portrait, path: str) -> list[str]:
    """The rule at *path* as formulas of LaTeX, one for each part; see :func:`phrases_of`."""
    return [
        latex(rule, lang=portrait.lang, title=portrait.node_title)
        for rule in _rules(portrait, path)
    ]


def _rules(portrait: Portrait, path: str) -> Iterator[Expression | Condition]:
    match _found(portrait, path):
        case Indicator(points=points):
            yield points
        case Level() as level:
            found = portrait.requirements(level, portrait.rubric.levels.index(level))
            yield from (result.requirement for result in found)
        case rule:
            yield rule


def _found(portrait: Portrait, path: str) -> Indicator | Level | Expression | Condition:
    if path == _TOTAL:
        return portrait.rubric.whole.points
    match at(portrait.rubric, located(portrait.rubric, path)):
        case Criterion(whole=whole):
            return whole.points
        case Indicator() | Level() | Expression() | Condition() as found:
            return found
        case _:
            hint = "Name an indicator, a criterion, total, levels[0] or levels[0].requirements[0]."
            raise RubrikaError(Problem("no-rule", f"{told(path)} leads to no rule", hint=hint))
