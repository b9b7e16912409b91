"""Requests: what is asked of a plan, checked against the rubric."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias, cast

import attrs

from rubrika.assurance.costs import CostLike, PlanError, Price, amount, price_of
from rubrika.assurance.plan_choices import Choices, Limits, choices_of
from rubrika.assurance.plan_search import Task, more_is_better
from rubrika.engines.axes import Axis, axes_of
from rubrika.engines.exact import Fact
from rubrika.errors import Problem, Problems, near_miss, told
from rubrika.model.checking import check
from rubrika.model.domains import Quantity
from rubrika.model.levels import Level
from rubrika.model.nodes import Indicator
from rubrika.model.observations import Assessment
from rubrika.model.pairs import members_of
from rubrika.model.rubric import Rubric
from rubrika.model.scorecard import Scorecard
from rubrika.number import Numeric, as_text, exact
from rubrika.rules.nodes import Applicable

__all__ = ["LimitLike", "Request", "request_of"]

LimitLike: TypeAlias = (
    "Numeric | tuple[Numeric | None, Numeric | None] | list[str] | list[bool] | tuple[str, ...]"
)
"""What is accepted as a limit: the greatest distance, a pair of ends, or allowed options."""


@attrs.frozen(eq=False, slots=False)
class Request:
    """What is asked of a plan.

    Args:
        rubric: The rubric.
        card: The scorecard to start from.
        place: The place of the level to reach.
        prices: What changes cost, by indicator.
        locked: The indicators that stay as they are, in order.
        limits: To which values indicators may move.
        budget: The most that changes may cost.
        best_within_budget: Whether the level is the best that the budget allows.
    """

    rubric: Rubric
    card: Scorecard
    place: int
    prices: Mapping[str, Price]
    locked: tuple[str, ...]
    limits: Mapping[str, Limits]
    budget: Fraction | None
    best_within_budget: bool

    @property
    def assessment(self) -> Assessment:
        """The assessment to start from."""
        return self.card.assessment

    @cached_property
    def axes(self) -> dict[str, Axis]:
        """The values of every input."""
        return axes_of(self.rubric.program)

    @cached_property
    def _checked(self) -> tuple[dict[str, Fact], dict[str, bool]]:
        facts = check(self.rubric, self.assessment).facts
        inputs = self.rubric.program.inputs
        known = {given.id: facts[given.input] for given in inputs if given.input in facts}
        applies = {
            given.id: bool(facts[Applicable(given.id)])
            for given in inputs
            if Applicable(given.id) in facts
        }
        return known, applies

    @property
    def known(self) -> dict[str, Fact]:
        """All values that are known, of indicators and of the context."""
        return self._checked[0]

    @property
    def applies(self) -> dict[str, bool]:
        """Whether optional indicators apply, of which that is known."""
        return self._checked[1]

    @property
    def missing(self) -> frozenset[str]:
        """The ids of the indicators and facts of the context of which nothing is known."""
        return frozenset((*self.card.missing, *self.card.open_context))

    @property
    def movable(self) -> tuple[Indicator, ...]:
        """The indicators that have a value and are not locked."""
        return tuple(
            leaf
            for leaf in self.rubric.indicators
            if leaf.id in self.known and leaf.id not in self.locked
        )

    def choices(self, leaf: Indicator, *, better: bool) -> Choices:
        """The values among which a plan chooses, for one indicator.

        Raises:
            UnsolvableError: when its points cannot be told.
        """
        return choices_of(
            self.rubric,
            leaf,
            self.axes[leaf.id],
            before=self.known[leaf.id],
            price=self.prices[leaf.id],
            limits=self.limits.get(leaf.id, Limits()),
            more_is_better=better,
        )

    def task(self, place: int, deadline: float, *, budget: Fraction | None = None) -> Task:
        """The search for the cheapest changes.

        Raises:
            UnsolvableError: when the points of an indicator cannot be told.
        """
        better = more_is_better(self.rubric, place)
        free = {leaf.id: self.choices(leaf, better=better) for leaf in self.movable}
        return Task(
            self.rubric, place, self.known, self.applies, free, self.missing, deadline, budget
        )


def request_of(
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
) -> Request:
    """Check what is asked.

    Raises:
        AssessmentError: when the assessment does not fit the rubric.
        PlanError: with all that is wrong with the rest.
    """
    if not isinstance(rubric, Rubric):
        raise PlanError(
            Problem(
                "wrong-type",
                f"a Rubric is due, not {told(rubric)}",
                "rubric",
                'Write get("…") or load("….toml").',
            )
        )
    card = rubric.score(assessment, context=context)
    problems = Problems()
    place = 0
    with problems.under("to"):
        place = _place(rubric, card, to)
    within = None
    with problems.under("budget"):
        within = None if budget is None else amount(budget)
    kept = (locked,) if isinstance(locked, str) else tuple(locked)
    for number, id_ in enumerate(kept):
        with problems.under(f"locked[{number}]"):
            _leaf(rubric, id_)
    prices = _prices(rubric, costs, others, set(kept) | set(card.missing), problems)
    found = _limits(rubric, card, limits, problems)
    for id_ in kept:
        if id_ in found:
            problems.add(
                "locked-and-limited",
                f"{id_!r} is locked, and has limits as well",
                f"limits.{id_}",
                "Keep one of the two.",
            )
    problems.raise_as(PlanError)
    best = to is None and budget is not None
    return Request(rubric, card, place, prices, kept, found, within, best)


def _place(rubric: Rubric, card: Scorecard, to: Level | str | None) -> int:
    ids = [level.id for level in rubric.levels]
    if not ids:
        raise PlanError(
            Problem("unknown-level", "the rubric has no levels", hint="Give it a level to reach.")
        )
    if to is None:
        certain = next((i for i, r in enumerate(card.levels) if r.status == "holds"), len(ids))
        return max(certain - 1, 0)
    id_ = to.id if isinstance(to, Level) else to
    if id_ not in ids:
        raise PlanError(
            Problem(
                "unknown-level", f"there is no level {told(id_)}", hint=near_miss(str(id_), ids)
            )
        )
    return ids.index(id_)


def _leaf(rubric: Rubric, id_: object) -> Indicator:
    leaf = rubric.nodes.get(id_) if isinstance(id_, str) else None
    if not isinstance(leaf, Indicator):
        known = [one.id for one in rubric.indicators]
        raise PlanError(
            Problem(
                "unknown-indicator",
                f"{told(id_)} is no indicator of the rubric",
                hint=near_miss(str(id_), known),
            )
        )
    return leaf


def _by_indicator(values: object, name: str, problems: Problems) -> dict[object, Any]:
    if values is None:
        return {}
    if isinstance(values, Mapping):
        return dict(cast("Mapping[object, Any]", values))
    problems.add("plan-table", f"{told(values)} names no indicators", name, 'Write {"id": …, …}.')
    return {}


def _prices(
    rubric: Rubric,
    costs: Mapping[str, CostLike] | None,
    others: CostLike | None,
    fixed: set[str],
    problems: Problems,
) -> dict[str, Price]:
    given = _by_indicator(costs, "costs", problems)
    for id_ in given:
        with problems.under(f"costs.{id_}"):
            _leaf(rubric, id_)
    found: dict[str, Price] = {}
    for leaf in rubric.indicators:
        if leaf.id in given:
            with problems.under(f"costs.{leaf.id}"):
                found[leaf.id] = price_of(given[leaf.id], leaf.domain)
        elif others is not None:
            with problems.under("others"):
                found[leaf.id] = price_of(others, leaf.domain)
        elif costs is None:
            found[leaf.id] = Price(Fraction(1))
        elif leaf.id in fixed:
            found[leaf.id] = Price(Fraction(0))
        else:
            problems.add(
                "cost-missing",
                f"{leaf.id!r} has no cost",
                f"costs.{leaf.id}",
                "Write its cost, lock it, or write others=… for all that are not named.",
            )
    return found


def _limits(
    rubric: Rubric,
    card: Scorecard,
    limits: Mapping[str, LimitLike] | None,
    problems: Problems,
) -> dict[str, Limits]:
    found: dict[str, Limits] = {}
    for id_, limit in _by_indicator(limits, "limits", problems).items():
        with problems.under(f"limits.{id_}"):
            leaf = _leaf(rubric, id_)
            seen = card.assessment.observations.get(leaf.id)
            known = seen is not None and card[leaf.id].status == "scored"
            before = leaf.domain.check(seen.value) if seen is not None and known else None
            found[leaf.id] = _limit(leaf, limit, before)
    return found


def _limit(leaf: Indicator, limit: object, before: Fact | None) -> Limits:
    if not isinstance(leaf.domain, Quantity):
        options = [limit] if isinstance(limit, str | bool) else members_of(cast("Any", limit))
        return Limits(options=frozenset(leaf.domain.check(option) for option in options))
    if isinstance(limit, tuple | list):
        ends = members_of(cast("Any", limit))
        if len(ends) != 2:  # noqa: PLR2004 - the least and the most
            raise _no_limits(ends)
        least, most = (None if end is None else exact(end) for end in ends)
        if least is not None and most is not None and least > most:
            raise PlanError(
                Problem(
                    "limits",
                    f"the least value {as_text(least)} is above the greatest, {as_text(most)}",
                    hint="Swap the two.",
                )
            )
        return Limits(least, most)
    try:
        distance = exact(limit)
    except ValueError:
        raise _no_limits(limit) from None
    if distance < 0:
        raise _no_limits(limit)
    if not isinstance(before, Fraction):
        return Limits()
    return Limits(before - distance, before + distance)


def _no_limits(limit: object) -> PlanError:
    return PlanError(
        Problem(
            "plan-limits",
            f"{told(limit)} says no limits",
            hint="Write the greatest distance, or a pair (least, most).",
        )
    )
