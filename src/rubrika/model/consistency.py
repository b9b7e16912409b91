"""Consistency: what several parts of a rubric must agree on."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

import attrs

from rubrika.engines import exact
from rubrika.errors import Problem, Problems, RubricError, RubrikaError, told
from rubrika.model.domains import Fact, Quantity
from rubrika.model.levels import Attribute, Level
from rubrika.number import as_text
from rubrika.rules.nodes import (
    MIRRORED,
    Always,
    Both,
    Choose,
    Compare,
    Condition,
    Constant,
    Each,
    Expression,
    Input,
    Rule,
    Tally,
)
from rubrika.rules.traverse import walk
from rubrika.sources import Source

__all__ = [
    "check_shares",
    "find_conflicting",
    "find_twice",
    "problems_of_order",
    "problems_of_shadows",
]

_MOST_CONTEXTS: Final = 256


def find_twice(kind: str, ids: Iterable[tuple[str, str]], problems: Problems) -> None:
    """Note each id that stands twice among *ids*, pairs of an id and its path."""
    seen: dict[str, str] = {}
    for id_, path in ids:
        if id_ in seen:
            problems.add(
                "duplicate-id",
                f"the id {told(id_)} stands twice, first at {seen[id_]}",
                f"{path}.id",
                f"Ids are unique among {kind}.",
            )
        seen.setdefault(id_, path)


def find_conflicting(sources: Iterable[tuple[str, Source]], problems: Problems) -> None:
    """Note each source whose id another, different source has; *sources* come with their paths."""
    seen: dict[str, tuple[str, Source]] = {}
    for path, source in sources:
        first, known = seen.setdefault(source.id, (path, source))
        if source != known:
            problems.add(
                "source-conflict",
                f"another source than at {first} has the id {told(source.id)}",
                path,
                "Give each source its own id, or write the one Source and use it in both places.",
            )


def check_shares(requirement: Condition) -> None:
    """Check that no share is compared with more than 1, such as 50 where 50 % is meant.

    Raises:
        RubricError: when one is: no subject could reach it, or each would stay below.
    """
    for part in walk(requirement):
        for bound in _bounds_of_shares(part):
            if bound > 1:
                raise RubricError(
                    Problem(
                        "share-bound",
                        f"a share is at most 1, and here it is compared with {as_text(bound)}",
                        hint=f"Write percent({as_text(bound)}), or compare points instead.",
                    )
                )


def _bounds_of_shares(rule: Rule) -> Iterator[Fraction]:
    match rule:
        case Each(of="share", bound=bound) | Tally(of="share", bound=bound):
            yield from _plain_numbers(bound)
        case Compare(Input("share"), _, bound) | Compare(bound, _, Input("share")):
            yield from _plain_numbers(bound)
        case _:
            pass


def _plain_numbers(bound: Expression) -> Iterator[Fraction]:
    """The numbers that a bound can be, as far as it says them plainly."""
    match bound:
        case Constant(number):
            yield number
        case Choose(cases, otherwise):
            for value in (*(value for _, value in cases), otherwise):
                yield from _plain_numbers(value)
        case _:
            pass


def problems_of_order(
    levels: tuple[Level, ...], context: tuple[Attribute, ...], maximum: Fraction
) -> Iterator[Problem]:
    """Totals that contradict the order of the levels: a lower one that asks for more.

    Only bounds on the total that stand by themselves are compared; they may depend on context.
    """
    told_already: set[str] = set()
    for facts in _contexts(context):
        least: tuple[_Bound, str] | None = None  # of the levels so far
        for place, level in enumerate(levels):
            bound = _threshold(level, facts, maximum)
            if bound is None:
                continue
            if least is not None and bound > least[0] and level.id not in told_already:
                told_already.add(level.id)
                yield Problem(
                    "levels-order",
                    f"{level.id!r} asks for a total of {_said(bound)}{_where(facts)}, more than "
                    f"{least[1]!r} before it ({_said(least[0])})",
                    f"levels[{place}]",
                    "List levels from the highest to the lowest.",
                )
            if least is None or bound < least[0]:
                least = bound, level.id


def problems_of_shadows(
    levels: tuple[Level, ...], conditions: tuple[Condition, ...], applies: Condition | None
) -> Iterator[Problem]:
    """Levels of which the whole condition always holds, so that none after them is ever given."""
    for place, condition in enumerate(conditions[:-1]):
        if condition in (Always(), applies):
            yield Problem(
                "levels-order",
                f"{levels[place].id!r} asks for nothing, so no level after it is ever given",
                f"levels[{place}]",
                "List levels from the highest to the lowest.",
            )


_Facts = dict[Expression | Condition, Fact]
_Bound = tuple[Fraction, bool]  # a number, and whether more than it is asked for


def _contexts(context: tuple[Attribute, ...]) -> Iterator[_Facts]:
    """Contexts to try: every combination of options (the first few hundred)."""
    choices: dict[Expression | Condition, list[bool | str]] = {
        Input("context", fact.id): sorted(fact.domain.possible, key=str)
        for fact in context
        if not isinstance(fact.domain, Quantity)
    }
    for chosen in itertools.islice(itertools.product(*choices.values()), _MOST_CONTEXTS):
        yield dict(zip(choices, chosen, strict=True))


def _where(facts: _Facts) -> str:
    said = [f"{read} is {told(fact)}" for read, fact in facts.items()]
    return f" where {' and '.join(said)}" if said else ""


def _said(bound: _Bound) -> str:
    number, above = bound
    return f"{'more than ' if above else ''}{as_text(number)}"


def _threshold(level: Level, facts: _Facts, maximum: Fraction) -> _Bound | None:
    """The total that *level* asks for at least in a context, if it says so plainly."""
    found = [
        bound
        for requirement in level.requirements
        for part in (requirement.parts if isinstance(requirement, Both) else (requirement,))
        if isinstance(part, Compare)
        for bound in _bounds(part, facts, maximum)
    ]
    return max(found, default=None)


def _bounds(rule: Compare, facts: _Facts, maximum: Fraction) -> Iterator[_Bound]:
    for side in (rule, attrs.evolve(rule, left=rule.right, right=rule.left)):
        comparison = rule.comparison if side is rule else MIRRORED[rule.comparison]
        if side.left not in (_TOTAL, _SHARE) or comparison not in (">=", ">", "=="):
            continue
        try:
            bound = exact.value(side.right, facts)
        except (KeyError, RubrikaError, exact.IrrationalError):
            continue  # it depends on more than options
        yield (bound if side.left == _TOTAL else bound * maximum), comparison == ">"


_TOTAL: Final = Input("points", "total")
_SHARE: Final = Input("share", "total")
