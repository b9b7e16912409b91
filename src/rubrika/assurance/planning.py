"""Planning: the cheapest changes from an assessment to a level."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

import attrs

from rubrika.assurance.costs import CostLike, PlanError
from rubrika.assurance.plan_conflict import refused, unsolvable
from rubrika.assurance.plan_missing import (
    Evidence,
    counterexample,
    first_scenarios,
    is_certain,
    worth_observing_of,
)
from rubrika.assurance.plan_request import LimitLike, Request, request_of
from rubrika.assurance.plan_result import Move, Plan, bindings
from rubrika.assurance.plan_search import Found, Scenario, Task, search
from rubrika.engines.axes import UnsolvableError
from rubrika.engines.exact import Fact
from rubrika.errors import Problem
from rubrika.model.levels import Level
from rubrika.model.observations import Assessment
from rubrika.model.rubric import Rubric
from rubrika.model.scorecard import Scorecard
from rubrika.number import Numeric, as_text

__all__ = ["plan", "plans", "worth_observing"]


def plan(
    rubric: Rubric,
    assessment: Assessment | Mapping[str, Any],
    to: Level | str | None = None,
    *,
    context: Mapping[str, Any] | None = None,
    costs: Mapping[str, CostLike] | None = None,
    others: CostLike | None = None,
    locked: Iterable[str] = (),
    limits: Mapping[str, LimitLike] | None = None,
    budget: Numeric | None = None,
    seconds: float = 10,
) -> Plan:
    """The cheapest changes of values from an assessment to a level, or to one above it.

    Context and what is not applicable stay as they are. What is missing stays missing: the plan
    holds whatever it turns out to be. Of plans that cost the same, one that changes little is given
    (numbers by their unit, options by their order). The result is scored by the rubric itself.

    Args:
        rubric: The rubric.
        assessment: Where to start from: an assessment, or just values by indicator id.
        to: The level, or its id. None: the best that the budget allows; without a budget, the next
            one up.
        context: Facts about the subject, beside plain values.
        costs: What it costs to change each indicator: a number (per unit of a number, for any
            change of another value), a table from values to the cost of reaching them, or a
            :class:`Cost`. None: each change costs 1, however far, so that the plan with the fewest
            changes is found.
        others: The cost of indicators that *costs* does not name; None: each that is not locked
            must be named.
        locked: The ids of indicators that stay as they are.
        limits: How far an indicator may move, by its id: a number is the greatest distance from the
            present value, a pair (least, most) are the values between which it must end, each None
            for no limit; for options, a list of those that are allowed.
        budget: The most that all changes may cost.
        seconds: How long the search may take, in seconds. If it runs out, the best plan that was
            found is given, with ``optimal`` False.

    Raises:
        AssessmentError: when the assessment does not fit the rubric.
        PlanError: when an argument is wrong, no plan exists (which is proved, and names what
            forbids it), the time runs out before any is found, or a rule is beyond the solver.
        MissingExtraError: when the solver is not installed.

    >>> from rubrika import get
    >>> citizen = get("learning-citizen-pilot")
    >>> values = {leaf.id: 8 for leaf in citizen.indicators} | {"numeracy": 4}
    >>> way = plan(citizen, values, costs={"numeracy": 3}, others=5)
    >>> way
    <Plan to learning-citizen: numeracy: 4 → 8; cost 12, optimal>
    """
    (found,) = plans(
        rubric,
        assessment,
        to,
        context=context,
        costs=costs,
        others=others,
        locked=locked,
        limits=limits,
        budget=budget,
        k=1,
        seconds=seconds,
    )
    return found


def plans(
    rubric: Rubric,
    assessment: Assessment | Mapping[str, Any],
    to: Level | str | None = None,
    *,
    context: Mapping[str, Any] | None = None,
    costs: Mapping[str, CostLike] | None = None,
    others: CostLike | None = None,
    locked: Iterable[str] = (),
    limits: Mapping[str, LimitLike] | None = None,
    budget: Numeric | None = None,
    k: int = 3,
    seconds: float = 10,
) -> tuple[Plan, ...]:
    """The best plans that differ, the cheapest first; see :func:`plan` for the arguments.

    Each later plan leaves out at least one change of every plan before it, or makes it smaller by a
    band or an option. There may be fewer than *k*.

    Args:
        rubric: As for :func:`plan`; so are all others but *k*.
        assessment: See there.
        to: See there.
        context: See there.
        costs: See there.
        others: See there.
        locked: See there.
        limits: See there.
        budget: See there.
        k: How many plans, at most.
        seconds: See there; for all of them together.

    >>> from rubrika import Indicator, Level, Rubric, YesNo, total
    >>> leaves = [Indicator(id, id, YesNo(50)) for id in ("a", "b", "c")]
    >>> good = Level("good", "Good", total >= 50)
    >>> cafe = Rubric("cafe", version="1", title="Café", criteria=leaves, levels=[good])
    >>> costs = {"a": 3, "b": 1, "c": 2}
    >>> for way in plans(cafe, {"a": False, "b": False, "c": False}, "good", costs=costs):
    ...     print(way.moves[0], "for", way.cost)
    b: False → True for 1
    c: False → True for 2
    a: False → True for 3
    """
    deadline = time.monotonic() + _seconds(seconds)
    if isinstance(k, bool) or not isinstance(k, int) or k < 1:
        raise PlanError(
            Problem("plan-count", f"{k!r} is no number of plans", "k", "Write 1 or more.")
        )
    request = request_of(
        rubric,
        assessment,
        to,
        context=context,
        costs=costs,
        others=others,
        locked=locked,
        limits=limits,
        budget=budget,
    )
    return tuple(_Planner(request, deadline).plans(k))


def worth_observing(
    rubric: Rubric,
    assessment: Assessment | Mapping[str, Any],
    to: Level | str | None = None,
    *,
    context: Mapping[str, Any] | None = None,
) -> tuple[Evidence, ...]:
    """What each missing observation could bring, the one that brings most first.

    First come those of which some value alone makes the level certain, then those of which some
    value alone puts it out of reach, then the others; among equals those first that, at their best,
    raise the least total most.

    Args:
        rubric: The rubric.
        assessment: An assessment, or just values by indicator id.
        to: The level, or its id; None: the next one above the certain one.
        context: Facts about the subject, beside plain values.

    Raises:
        AssessmentError: when the assessment does not fit the rubric.
        PlanError: when there is no such level.

    >>> from rubrika import Indicator, Level, Rubric, YesNo, total
    >>> leaves = [Indicator("a", "A", YesNo(60)), Indicator("b", "B", YesNo(40))]
    >>> good = Level("good", "Good", total >= 60)
    >>> cafe = Rubric("cafe", version="1", title="Café", criteria=leaves, levels=[good])
    >>> [(one.id, one.settles, str(one.rise)) for one in worth_observing(cafe, {}, "good")]
    [('a', True, '60'), ('b', False, '40')]
    """
    request = request_of(rubric, assessment, to, context=context)
    return worth_observing_of(rubric, request.assessment, request.card, request.place)


def _seconds(seconds: float) -> float:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not seconds > 0:
        problem = Problem("seconds", f"{seconds!r} is no time", "seconds", "Write 10, for example.")
        raise PlanError(problem)
    return float(seconds)


class _Planner:
    """Makes the plans for a request."""

    def __init__(self, request: Request, deadline: float) -> None:
        self.request = request
        self.deadline = deadline
        self.rubric = request.rubric
        self.scenarios: list[Scenario] = []

    def plans(self, k: int) -> list[Plan]:
        """The plans, the cheapest first."""
        request = self.request
        if is_certain(request.card, request.place):
            return [self._stay()]
        try:
            if request.best_within_budget:
                return self._best_within_budget(k)
            task = request.task(request.place, self.deadline)
            first = self._first(task)
            if request.budget is not None and first.cost > request.budget:
                raise _too_dear(first, request.budget)
            return self._further(attrs.evolve(task, budget=request.budget), first, k)
        except UnsolvableError as error:
            raise unsolvable(request, error) from None

    def _best_within_budget(self, k: int) -> list[Plan]:
        """The plans to the highest level for which there is one; to stay, if there is none."""
        for place in range(_certain(self.request.card)):
            task = self.request.task(place, self.deadline, budget=self.request.budget)
            found = self._solve(task, [])
            if isinstance(found, Plan):
                return self._further(task, found, k)
            if found.answer == "unknown":
                raise _late()
        return [self._stay()]

    def _stay(self) -> Plan:
        """The plan to change nothing."""
        card = self.request.card
        certain = _certain(card)
        level = self.rubric.levels[certain] if certain < len(self.rubric.levels) else None
        found = bindings(card, {}, certain) if level is not None else ()
        return Plan(level, (), Fraction(0), card, card, optimal=True, binding=found)

    def _first(self, task: Task) -> Plan:
        found = self._solve(task, [])
        if isinstance(found, Plan):
            return found
        if found.answer == "unknown":
            raise _late()
        raise refused(self.request, task)

    def _further(self, task: Task, first: Plan, k: int) -> list[Plan]:
        made = [first]
        while len(made) < k and task.left:
            earlier = [{move.id: move.after for move in one.moves} for one in made]
            found = self._solve(task, earlier)
            if not isinstance(found, Plan):
                break
            made.append(found)
        return made

    def _solve(self, task: Task, earlier: Sequence[Mapping[str, Fact]]) -> Plan | Found:
        """The cheapest plan that holds whatever the missing evidence turns out to be.

        What it may be is added case by case, until a plan holds in all.
        """
        if not self.scenarios:
            self.scenarios = first_scenarios(task)
        while True:
            found = search(task, self.scenarios, earlier)
            if found.answer != "found":
                return found
            card = self._scored(found.values)
            if is_certain(card, task.place):
                return self._plan(task, found, card)
            scenario = counterexample(task, found.values)
            if scenario is None:
                raise _not_certain()
            self.scenarios.append(scenario)

    def _scored(self, values: Mapping[str, Fact]) -> Scorecard:
        """The scorecard with new values."""
        assessment = self.request.assessment
        return self.rubric.score(
            assessment.evolve(observations={**assessment.observations, **values})
        )

    def _plan(self, task: Task, found: Found, card: Scorecard) -> Plan:
        moves = tuple(
            Move(leaf.id, choices.before, fact, choices.price.of(choices.before, fact) or _NOTHING)
            for leaf in self.rubric.indicators
            if (fact := found.values.get(leaf.id)) is not None
            and (choices := task.free[leaf.id]) is not None
        )
        undone = {
            move.id: self._scored({id_: f for id_, f in found.values.items() if id_ != move.id})
            for move in moves
        }
        certain = _certain(card)
        sampled = tuple(id_ for id_, choices in task.free.items() if choices.sampled)
        evidence = (
            worth_observing_of(self.rubric, self.request.assessment, self.request.card, task.place)
            if self.request.card.missing
            else ()
        )
        return Plan(
            self.rubric.levels[certain],
            moves,
            sum((move.cost for move in moves), _NOTHING),
            self.request.card,
            card,
            found.optimal,
            sampled,
            bindings(card, undone, certain),
            evidence,
        )


_NOTHING: Final = Fraction(0)


def _certain(card: Scorecard) -> int:
    """The place of the highest level that is certain; one more than the last, if none is."""
    found = (place for place, level in enumerate(card.levels) if level.status == "holds")
    return next(found, len(card.levels))


def _late() -> PlanError:
    return PlanError(
        Problem(
            "plan-time",
            "the time ran out before a plan was found",
            "seconds",
            "Give it more time, lock some indicators, or declare decimals.",
        )
    )


def _too_dear(found: Plan, budget: Fraction) -> PlanError:
    said = "the cheapest plan" if found.optimal else "the cheapest plan that was found"
    return PlanError(
        Problem(
            "plan-budget",
            f"{said} costs {as_text(found.cost)}, more than the budget of {as_text(budget)}",
            "budget",
            "Raise it, or name no level: then the best within the budget is found.",
        )
    )


def _not_certain() -> PlanError:
    return PlanError(
        Problem(
            "plan-open",
            "while evidence is missing, it cannot be proved that a plan reaches the level",
            "observations",
            "Observe what is missing; worth_observing() tells what to begin with.",
        )
    )
