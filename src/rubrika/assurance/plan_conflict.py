"""Conflicts: why no plan reaches a level, and what was decided where the solver cannot tell."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final, TypeAlias

import attrs

from rubrika.assurance.costs import PlanError, Price
from rubrika.assurance.plan_choices import Choices, Limits, choices_of
from rubrika.assurance.plan_missing import first_scenarios, is_certain, is_excluded
from rubrika.assurance.plan_request import Request
from rubrika.assurance.plan_search import Scenario, Task, feasible
from rubrika.engines.axes import UnsolvableError
from rubrika.engines.encoding import Encoded
from rubrika.engines.exact import Fact
from rubrika.engines.proofs import impossible
from rubrika.engines.solver import Truth
from rubrika.errors import Problem
from rubrika.model.nodes import Indicator
from rubrika.rules.nodes import (
    Applicable,
    Compare,
    Condition,
    Constant,
    Input,
    OneOf,
    Yes,
    either,
    negate,
)
from rubrika.rules.traverse import walk

__all__ = ["refused", "unsolvable"]

_AT_LEAST: Final = 1.0
"""For how many seconds a conflict is looked for, even if the time has run out."""

_Ask: TypeAlias = Callable[[Encoded], Iterable[Truth]]


@attrs.frozen(eq=False)
class _Reason:
    """One thing that may forbid a plan.

    Args:
        problem: What is told of it.
        condition: The condition that it is, of a requirement.
        lock: The indicator that it keeps as it is.
        limit: The indicator that it limits.
        missing: The indicator of which nothing is known.
    """

    problem: Problem
    condition: Condition | None = None
    lock: str = ""
    limit: str = ""
    missing: str = ""


def refused(request: Request, task: Task) -> PlanError:
    """The error that no plan exists, with a smallest set of what forbids it."""
    level = request.rubric.levels[request.place]
    sampled = [id_ for id_, choices in task.free.items() if choices.sampled]
    proved = not sampled or _proved(request, task)
    deadline = max(task.deadline, time.monotonic() + _AT_LEAST)
    reasons, all_needed = _smallest(request, deadline)
    if proved:
        hint = "What forbids it:" if all_needed else "Among these is what forbids it:"
        first = Problem(
            "plan-impossible", f"no change that is allowed reaches {level.id!r}", "to", hint
        )
    else:
        listed = ", ".join(sampled)
        first = Problem(
            "plan-not-found",
            f"no change was found that reaches {level.id!r}, "
            f"but not all values of {listed} were looked at",
            "to",
            "Declare how many decimals they have.",
        )
    return PlanError([first, *(reason.problem for reason in reasons)])


def _proved(request: Request, task: Task) -> bool:
    """Whether intervals prove, of all numbers whatever, that the level is not reached."""
    target = either(*request.rubric.program.levels[: task.place + 1])
    scenario = first_scenarios(task)[0]
    return impossible(request.rubric.program, [target, *_stated(request, task, scenario)])


def _stated(request: Request, task: Task, scenario: Scenario) -> Iterator[Condition]:
    """What is known, as conditions."""
    applies = {**task.applies, **scenario.applies}
    for given in request.rubric.program.inputs:
        if given.optional:
            here = Applicable(given.id)
            yield here if applies.get(given.id, True) else negate(here)
        if given.id in task.free:
            limits = request.limits.get(given.id, Limits())
            before = task.free[given.id].before
            yield from _within(given.input, limits, before)
        else:
            fact = task.known.get(given.id, scenario.values.get(given.id))
            if fact is not None:
                yield _is(given.input, fact)


def _within(read: Input, limits: Limits, before: Fact) -> Iterator[Condition]:
    if isinstance(before, Fraction):
        if limits.least is not None:
            yield read >= min(limits.least, before)
        if limits.most is not None:
            yield read <= max(limits.most, before)
    elif limits.options is not None:
        yield either(*(_is(read, fact) for fact in sorted({before, *limits.options})))


def _is(read: Input, fact: Fact) -> Condition:
    if isinstance(fact, Fraction):
        return Compare(read, "==", Constant(fact))
    if isinstance(fact, bool):
        return Yes(read) if fact else negate(Yes(read))
    return OneOf(read, (fact,))


# A smallest conflict


def _smallest(request: Request, deadline: float) -> tuple[list[_Reason], bool]:
    """Reasons that forbid the level together, and whether none of them could be left out."""
    reasons = list(_reasons(request))
    for reason in list(reasons):
        others = [other for other in reasons if other is not reason]
        if time.monotonic() >= deadline:
            return reasons, False
        try:
            answer = feasible(*_asked(request, others, deadline))
        except UnsolvableError:
            return reasons, False
        if answer == "no":
            reasons = others
    return reasons, True


def _reasons(request: Request) -> Iterator[_Reason]:
    rubric, place = request.rubric, request.place
    level = rubric.levels[place]
    for number, requirement in enumerate(level.requirements):
        path = f"levels[{place}].requirements[{number}]"
        problem = Problem("plan-conflict", f"it needs {requirement}", path)
        yield _Reason(problem, rubric.expanded(requirement).implied)
    if level.needs_below and place + 1 < len(rubric.levels):
        below = rubric.levels[place + 1].id
        problem = Problem("plan-conflict", f"it needs {below!r} too", f"levels[{place}]")
        yield _Reason(problem, rubric.conditions[place + 1])
    places = {known.id: number for number, known in enumerate(rubric.levels)}
    for number, cap in enumerate(rubric.caps):
        if places[cap.level] > place:
            says = f"it allows no more than {cap.level!r} unless '{cap.unless}'"
            problem = Problem("plan-conflict", says, f"caps[{number}]")
            yield _Reason(problem, rubric.expanded(cap.unless).implied)
    for id_ in request.locked:
        if id_ in request.known:
            problem = Problem("plan-conflict", f"{id_!r} is locked", "locked", "Unlock it.")
            yield _Reason(problem, lock=id_)
    for leaf in request.movable:
        if request.prices[leaf.id].table is not None:
            says = f"{leaf.id!r} can reach only the values whose cost is listed"
            problem = Problem("plan-conflict", says, f"costs.{leaf.id}", "List more values.")
            yield _Reason(problem, limit=leaf.id)
        elif leaf.id in request.limits:
            says = f"{leaf.id!r} may move only within its limits"
            problem = Problem("plan-conflict", says, f"limits.{leaf.id}", "Widen them.")
            yield _Reason(problem, limit=leaf.id)
    for id_ in request.card.missing:
        says = f"{id_!r} is not observed, and may be at its worst"
        problem = Problem("plan-conflict", says, f"observations.{id_}", "Observe it.")
        yield _Reason(problem, missing=id_)


def _asked(
    request: Request, reasons: Sequence[_Reason], deadline: float
) -> tuple[Task, list[Scenario], _Ask]:
    """The search for a subject that only *reasons* keep from the level."""
    locked = {reason.lock for reason in reasons}
    limited = {reason.limit for reason in reasons}
    unknown = {reason.missing for reason in reasons} | set(request.card.open_context)
    task = Task(
        request.rubric,
        request.place,
        request.known,
        request.applies,
        {leaf.id: _free(request, leaf, limited) for leaf in _movable(request, locked, unknown)},
        request.missing & frozenset(unknown),
        deadline,
    )
    conditions = [reason.condition for reason in reasons if reason.condition is not None]
    if request.rubric.applies is not None:
        conditions.append(request.rubric.applies)

    def ask(encoded: Encoded) -> Iterator[Truth]:
        asked = encoded.search.both(map(encoded.holds, conditions))
        yield encoded.search.either([asked, *encoded.levels[: request.place]])

    return task, first_scenarios(task), ask


def _movable(request: Request, locked: set[str], unknown: set[str]) -> Iterator[Indicator]:
    for leaf in request.rubric.indicators:
        known = leaf.id in request.known and leaf.id not in locked
        if known or (leaf.id in request.card.missing and leaf.id not in unknown):
            yield leaf


def _free(request: Request, leaf: Indicator, limited: set[str]) -> Choices:
    axis = request.axes[leaf.id]
    before = request.known.get(leaf.id, axis.values[0])
    kept = leaf.id in limited
    table = request.prices[leaf.id].table if kept else None
    limits = request.limits.get(leaf.id, Limits()) if kept else Limits()
    price = Price(Fraction(0), table=table)
    return choices_of(
        request.rubric,
        leaf,
        axis,
        before=before,
        price=price,
        limits=limits,
        more_is_better=False,
    )


# Beyond the solver


def unsolvable(request: Request, error: UnsolvableError) -> PlanError:
    """The error that a rule is beyond the solver, with what is known all the same."""
    level = request.rubric.levels[request.place]
    movable = {leaf.id for leaf in request.movable}
    kept = {
        id_: seen for id_, seen in request.assessment.observations.items() if id_ not in movable
    }
    open_ = request.rubric.score(request.assessment.evolve(observations=kept))
    if is_excluded(open_, request.place):
        problem = Problem(
            "plan-impossible",
            f"no change that is allowed reaches {level.id!r}",
            "to",
            "The bounds of what it can come to prove it.",
        )
        return PlanError(problem)
    decided = f"By its bounds, {level.id!r} may be reached."
    if is_certain(open_, request.place):
        decided = f"{level.id!r} is reached whatever the values that may change are."
    fewer = "values" in error.reason or "decimals" in error.reason
    way = "Lock what depends on it, or declare few decimals." if fewer else ""
    return PlanError(
        Problem(
            "plan-unsolvable",
            f"the solver does not know {error.reason}",
            _path(request, error),
            f"{decided} {way or 'Lock what depends on it.'}",
        )
    )


def _path(request: Request, error: UnsolvableError) -> str:
    """The path of the part that the solver does not know."""
    rubric = request.rubric
    if error.rule is not None:
        for step in rubric.program.steps:
            if error.rule in walk(step.points):
                return rubric.paths.get(step.id, "criteria")
        for place, condition in enumerate(rubric.program.levels):
            if error.rule in walk(condition):
                return f"levels[{place}]"
    return ""
