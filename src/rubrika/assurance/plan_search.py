"""The search for a plan: what is cheapest, and what forbids any, with the solver."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias

import attrs

from rubrika.assurance.plan_choices import Choices
from rubrika.engines.arithmetic import Interval
from rubrika.engines.axes import Axis, UnsolvableError
from rubrika.engines.bounds import Options, Reading
from rubrika.engines.encoding import Encoded
from rubrika.engines.exact import Fact, IrrationalError, value
from rubrika.engines.lines import Line, common_unit, fixed
from rubrika.engines.signs import Sign, Signs
from rubrika.engines.solver import Search, Truth, opposite
from rubrika.errors import RuleError
from rubrika.model.rubric import Rubric
from rubrika.rules.nodes import Condition, Expression, Input, Rule, either

__all__ = ["Found", "Scenario", "Task", "feasible", "more_is_better", "reached", "search"]

_PATIENCE: Final = 0.3
"""How long, in the solver's own measure, the nearest of the cheapest plans is looked for."""
_FINE: Final = 1_000


@attrs.frozen(eq=False)
class Scenario:
    """What missing evidence and open facts of the context may turn out to be.

    Args:
        values: Their values by id.
        applies: Whether those that are optional apply.
    """

    values: Mapping[str, Fact]
    applies: Mapping[str, bool]


@attrs.frozen(eq=False)
class Task:
    """What is asked of the search.

    Args:
        rubric: The rubric.
        place: The place of the level to reach; one above it will do.
        known: All values that are known.
        applies: Whether optional indicators apply.
        free: The indicators that may move.
        missing: The inputs of which no value is known.
        deadline: When to give up, on the clock of :func:`time.monotonic`.
        budget: The most that the changes may cost.
    """

    rubric: Rubric
    place: int
    known: Mapping[str, Fact]
    applies: Mapping[str, bool]
    free: Mapping[str, Choices]
    missing: frozenset[str]
    deadline: float
    budget: Fraction | None = None

    @property
    def left(self) -> float:
        """How many seconds are left."""
        return max(self.deadline - time.monotonic(), 0.01)


@attrs.frozen(eq=False)
class Found:
    """What a search came to.

    Args:
        answer: ``"found"``, ``"impossible"`` among the values that were looked at, or
            ``"unknown"``: the time ran out.
        values: The new values of the indicators that change.
        optimal: Whether it is proved that none is cheaper.
    """

    answer: Literal["found", "impossible", "unknown"]
    values: Mapping[str, Fact] = attrs.field(factory=dict[str, Fact])
    optimal: bool = False


Ask: TypeAlias = Callable[[Encoded], Iterable[Truth]]
"""What must hold, in terms of a search."""


class _Ladder:
    """An axis in a search: a step to the start of each run, and how far the place is in the run.

    A number that runs evenly along each run is then linear, which is what solvers are good at.
    """

    def __init__(self, search: _PlanSearch, id_: str, stretches: Sequence[tuple[int, int]]) -> None:
        model = search.model
        self.stretches = stretches
        self.steps: list[Truth] = [True, *(search.begin(id_, first) for first, _ in stretches[1:])]
        self.runs: list[Any] = []
        for place, (first, last) in enumerate(stretches):
            run = model.new_int_var(0, last - first, "") if last > first else 0
            self.runs.append(run)
            if place > 1:
                model.add_implication(self.steps[place], self.steps[place - 1])
            if last > first and place:
                model.add(run == 0).only_enforce_if(self.steps[place].negated())
            if last > first and place + 1 < len(stretches):
                model.add(run == last - first).only_enforce_if(self.steps[place + 1])
        model.add(search.places[id_] == sum(self.runs) + sum(self.steps[1:]))

    def along(self, at: Callable[[int], Fraction]) -> Line:
        """The number that is *at* a place, and runs evenly along each run."""
        ends = [(at(first), at(last)) for first, last in self.stretches]
        parts: list[tuple[Fraction, Any, int]] = []
        for place, ((first, last), (start, end)) in enumerate(
            zip(self.stretches, ends, strict=True)
        ):
            if place:
                parts.append((start - ends[place - 1][1], self.steps[place], 1))
            if last > first:
                parts.append(((end - start) / (last - first), self.runs[place], last - first))
        parts = [part for part in parts if part[0]]
        if not parts:
            return Line(0, 0, 0, Fraction(1), ends[0][0])
        unit = common_unit(abs(factor) for factor, _, _ in parts)
        whole = [(int(factor / unit), variable) for factor, variable, _ in parts]
        reached = [int((number - ends[0][0]) / unit) for pair in ends for number in pair]
        expression = sum(factor * variable for factor, variable in whole)
        return Line(expression, min(reached), max(reached), unit, ends[0][0])


class _PlanSearch(Search):
    """A search in which the axes of what may move are ladders."""

    def __init__(self, axes: Mapping[str, Axis], free: Mapping[str, Choices]) -> None:
        super().__init__(axes)
        self.ladders = {
            id_: _Ladder(self, id_, choices.stretches)
            for id_, choices in free.items()
            if len(choices.axis.values) > 1
        }

    def begin(self, id_: str, place: int) -> Truth:
        """Whether the value stands at *place* or after, where a run begins."""
        if (id_, place) not in self._reached:
            self._reached[id_, place] = self.literal()
        return self._reached[id_, place]

    def run(self, seconds: float, *, patience: float | None = None) -> _Run:
        """Solve it, always in the same way: by one worker, whose time is measured in steps.

        Args:
            seconds: After which time to give up.
            patience: After which time to give up, in the solver's own measure.
        """
        cp = self._cp
        solver = cp.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        if patience is not None:
            solver.parameters.max_deterministic_time = patience
        status = solver.solve(self.model)
        words: dict[Any, _Status] = {
            cp.OPTIMAL: "optimal",
            cp.FEASIBLE: "feasible",
            cp.INFEASIBLE: "impossible",
        }
        found = words.get(status, "unknown")
        return _Run(found, solver.value if found in ("optimal", "feasible") else None)


_Status: TypeAlias = Literal["optimal", "feasible", "impossible", "unknown"]


@attrs.frozen(eq=False)
class _Run:
    """What the solver came to, and what tells the value of an expression, if it found some."""

    status: _Status
    read: Callable[[Any], int] | None


class _PlanEncoded(Encoded):
    """A program along such ladders."""

    def _along(self, axis: Axis, rule: Expression, known: Mapping[Rule, Fact]) -> Line:
        ladder = self.search.ladders.get(axis.id) if isinstance(self.search, _PlanSearch) else None
        if ladder is None:
            return super()._along(axis, rule, known)
        facts = dict(known)

        def at(place: int) -> Fraction:
            facts[axis.input] = axis.values[place]
            try:
                return value(rule, facts)
            except IrrationalError:
                raise UnsolvableError("a root or logarithm that is not rational", rule) from None

        return ladder.along(at)


def search(
    task: Task, scenarios: Sequence[Scenario], without: Sequence[Mapping[str, Fact]]
) -> Found:
    """Look for the cheapest changes that reach the level in all *scenarios*.

    Of those that cost the same, the nearest to what is are preferred.

    Args:
        task: What is asked.
        scenarios: What missing evidence may be; at least one, which may be empty.
        without: Earlier plans. Each change of one of them, at least, must not be made as far.

    Raises:
        UnsolvableError: when a rule cannot be told to the solver.
    """
    if time.monotonic() >= task.deadline:
        return Found("unknown")
    model = _model(task, scenarios, lambda encoded: [reached(encoded, task.place)])
    for earlier in without:
        model.require(model.either(_less(model, task, earlier)))
    costs = _sum(model, task, Choices.cost)
    if task.budget is not None:
        model.require(model.compared(costs, "<=", fixed(task.budget)))
    if costs.fixed is None:
        model.model.minimize(costs.whole)
    run = model.run(task.left)
    if run.read is None:
        return Found("impossible" if run.status == "impossible" else "unknown")
    read = run.read
    if costs.fixed is not None or not all(map(_pays_for_distance, task.free.values())):
        model.model.add(costs.whole <= read(costs.whole))
        for place in model.places.values():
            model.model.add_hint(place, read(place))
        model.model.minimize(_sum(model, task, _rough_distance).whole)
        read = model.run(task.left, patience=_PATIENCE).read or read
    found = {
        id_: choices.axis.values[read(model.places[id_])] for id_, choices in task.free.items()
    }
    changed = {id_: fact for id_, fact in found.items() if fact != task.free[id_].before}
    return Found("found", changed, run.status == "optimal")


def feasible(
    task: Task, scenarios: Sequence[Scenario], ask: Ask
) -> Literal["yes", "no", "unknown"]:
    """Whether any change makes what is asked for hold in all *scenarios*.

    Raises:
        UnsolvableError: when a rule cannot be told to the solver.
    """
    run = _model(task, scenarios, ask).run(task.left)
    if run.read is not None:
        return "yes"
    return "no" if run.status == "impossible" else "unknown"


def reached(encoded: Encoded, place: int) -> Truth:
    """Whether the level at a place is given, or one above it."""
    return encoded.search.either(encoded.levels[: place + 1])


def _model(task: Task, scenarios: Sequence[Scenario], ask: Ask) -> _PlanSearch:
    inputs = {given.id: given.input for given in task.rubric.program.inputs}
    axes: dict[str, Axis] = {}
    for id_, read in inputs.items():
        fact = task.known.get(id_, scenarios[0].values.get(id_))
        axes[id_] = task.free[id_].axis if id_ in task.free else _single(id_, read, fact)
    for number, scenario in enumerate(scenarios):
        for id_, fact in scenario.values.items():
            if id_ not in task.free:  # to which it may have been set free
                axes[f"{id_}#{number}"] = Axis(id_, inputs[id_], _values(fact), complete=True)
    model = _PlanSearch(axes, task.free)
    for number, scenario in enumerate(scenarios):
        instead = {id_: f"{id_}#{number}" for id_ in scenario.values if id_ not in task.free}
        applies = {**task.applies, **scenario.applies}
        encoded = _PlanEncoded(model, task.rubric.program, applies, instead=instead)
        for truth in ask(encoded):
            model.require(truth)
    for id_, choices in task.free.items():
        if choices.allowed is not None:
            model.require(model.either([*_at(model, id_, choices)]))
    return model


def _at(model: Search, id_: str, choices: Choices) -> Iterator[Truth]:
    """Where a value may stand: where it is, or within its limits."""
    for first, last in ((choices.place, choices.place), *(choices.allowed or ())):
        reaches, after = model.reaches(id_, first), model.reaches(id_, last + 1)
        yield model.both([reaches, opposite(after)])


def _single(id_: str, read: Input, fact: Fact | None) -> Axis:
    return Axis(id_, read, _values(Fraction(0) if fact is None else fact), complete=True)


def _values(fact: Fact) -> tuple[Any, ...]:
    return (fact,)


def _sum(model: _PlanSearch, task: Task, of: Callable[[Choices, int], Fraction]) -> Line:
    lines: list[Line] = []
    for id_, ladder in model.ladders.items():
        choices = task.free[id_]
        lines.append(ladder.along(lambda place, choices=choices: of(choices, place)))  # type: ignore[misc]
    return model.total(lines)


def _rough_distance(choices: Choices, place: int) -> Fraction:
    """A distance in whole thousandths, if the axis is short; a share of its places otherwise."""
    count = len(choices.axis.values)
    if len(choices.cuts) < count:
        return Fraction(abs(place - choices.place) * max(_FINE // count, 1))
    return Fraction(math.ceil(choices.distance(place) * _FINE))


def _pays_for_distance(choices: Choices) -> bool:
    return bool(choices.price.up and choices.price.down)


def _less(model: _PlanSearch, task: Task, earlier: Mapping[str, Fact]) -> Iterator[Truth]:
    """That at least one change is left out, or is smaller by a band or an option."""
    for id_, fact in earlier.items():
        choices = task.free[id_]
        place, before = choices.axis.nearest(fact), choices.place
        if len(choices.cuts) < len(choices.axis.values):
            yield model.both([model.reaches(id_, before), opposite(model.reaches(id_, before + 1))])
        elif not isinstance(fact, Fraction):
            yield opposite(
                model.both([model.reaches(id_, place), opposite(model.reaches(id_, place + 1))])
            )
        elif place > before:
            yield opposite(model.reaches(id_, place))
        else:
            yield model.reaches(id_, place + 1)


def more_is_better(rubric: Rubric, place: int) -> bool:
    """Whether it is proved that more points of an indicator never take away what is asked for.

    Asked for is the level at a place, or one above it.
    """
    known = {Input("points", leaf.id): Sign(rises=True) for leaf in rubric.indicators}
    possible: dict[Expression | Condition, Interval | Options] = dict(rubric.program.anything())
    try:
        outlook = rubric.program.outlook(possible)
    except (RuleError, ArithmeticError):
        return False
    possible |= {Input("points", id_): found for id_, found in outlook.points.items() if found}
    signs = Signs(known, Reading(possible))
    leaves = {leaf.id for leaf in rubric.indicators}
    for step in rubric.program.steps:
        if step.id not in leaves:
            known[step.output] = signs.value(step.points)
    return not signs.holds(either(*rubric.program.levels[: place + 1])).falls
