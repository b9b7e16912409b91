"""Laws of plans: nothing cheaper exists, and what is said to be impossible is."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from tests.laws.rubric_strategies import Shape, assessments, observed_values, rubrics

from rubrika import (
    Assessment,
    Bands,
    Categories,
    Criterion,
    Direct,
    Indicator,
    Level,
    Linear,
    NotApplicable,
    Quantity,
    Rubric,
    Scale,
    Truth,
    every,
    percent,
    share,
    total,
)
from rubrika.assurance.costs import Cost, PlanError
from rubrika.assurance.plan_result import Plan
from rubrika.assurance.planning import plan, plans

SOLVABLE = Shape(irrational=False, fewest_levels=1)
# Each example starts a solver several times, so that there are few of them.
MOVING = 3  # at most so many indicators move, so that all subjects can be tried

Tables = dict[str, dict[Any, Fraction]]


@st.composite
def asked(draw: DrawFn) -> tuple[Rubric, Assessment, str, Tables, list[str]]:
    """A rubric with levels, a complete subject, a level, tables of costs and locks."""
    rubric = draw(rubrics(SOLVABLE))
    assessment = draw(assessments(rubric, True))
    tables: Tables = {}
    locked: list[str] = []
    for leaf in rubric.indicators:
        seen = assessment.observations[leaf.id].value
        if isinstance(seen, NotApplicable) or len(tables) == MOVING:
            locked.append(leaf.id)
            continue
        values = draw(st.lists(observed_values(leaf), min_size=1, max_size=3))
        facts = {leaf.domain.check(found) for found in values}
        costs = st.sampled_from([Fraction(n, 2) for n in range(9)])
        tables[leaf.id] = {fact: draw(costs) for fact in sorted(facts)}
    above = [known for known in rubric.levels if not reaches(rubric, assessment, known.id)]
    level = draw(st.sampled_from(above or rubric.levels)).id
    return rubric, assessment, level, tables, locked


def reaches(rubric: Rubric, assessment: Assessment, level: str) -> bool:
    ids = [known.id for known in rubric.levels]
    given_ = rubric.score(assessment).level
    return given_ is not None and ids.index(given_.id) <= ids.index(level)


def changed(assessment: Assessment, values: dict[str, Any]) -> Assessment:
    return assessment.evolve(observations={**assessment.observations, **values})


def all_changes(
    rubric: Rubric, assessment: Assessment, tables: Tables
) -> Iterator[tuple[Fraction, dict[str, Any]]]:
    """Every combination of changes, and its cost."""
    choices: list[list[tuple[str, Any, Fraction]]] = []
    for id_, table in tables.items():
        leaf = rubric.nodes[id_]
        assert isinstance(leaf, Indicator)
        now = leaf.domain.check(assessment.observations[id_].value)
        moves = [(id_, fact, cost) for fact, cost in table.items() if fact != now]
        choices.append([(id_, now, Fraction(0)), *moves])
    for chosen in product(*choices):
        cost = sum((cost for _, _, cost in chosen), Fraction(0))
        yield cost, {id_: fact for id_, fact, _ in chosen}


@settings(max_examples=min(30, settings().max_examples))
@given(asked())
def test_a_plan_costs_as_little_as_the_cheapest_of_all_changes(
    case: tuple[Rubric, Assessment, str, Tables, list[str]],
) -> None:
    rubric, assessment, level, tables, locked = case
    before = rubric.score(assessment)
    assume(before.complete and before.points is not None)
    found = [
        cost
        for cost, values in all_changes(rubric, assessment, tables)
        if reaches(rubric, changed(assessment, values), level)
    ]
    try:
        way = plan(rubric, assessment, level, costs=tables, locked=locked, seconds=1)
    except PlanError as error:
        code = error.problems[0].code
        event(code)
        assert code in ("plan-impossible", "plan-unsolvable", "plan-time")
        assert code != "plan-impossible" or not found
        return
    event(f"{len(way.moves)} moves, optimal: {way.optimal}")
    assert not way.sampled
    assert way.cost == sum((move.cost for move in way.moves), Fraction(0))
    assert way.cost == min(found) if way.optimal else way.cost >= min(found)
    assert reaches(rubric, way.assessment, level)
    for move in way.moves:
        assert move.cost == tables[move.id][move.after]


SMALL: dict[str, Scale] = {
    "bands": Bands({8: 6, 5: 4, 3: 1}, least=0, most=10, decimals=0),
    "fewer": Bands({2: 6, 4: 4, 7: 1}, least=0, most=10, decimals=0, bound="at most"),
    "line": Linear(worst=1, best=9, points=8, least=0, most=10, decimals=0),
    "down": Linear(worst=9, best=2, points=7, least=0, most=10, decimals=0),
    "direct": Direct(5, step=1),
}


@settings(max_examples=min(60, settings().max_examples))
@given(
    st.lists(st.sampled_from(sorted(SMALL)), min_size=1, max_size=3),
    st.data(),
)
def test_a_plan_with_costs_per_unit_agrees_with_trying_all_values(
    kinds: list[str], data: st.DataObject
) -> None:
    leaves = [Indicator(f"{kind}-{place}", kind, SMALL[kind]) for place, kind in enumerate(kinds)]
    bare = Rubric("r", version="1", title="R", criteria=leaves)
    bar = data.draw(st.integers(0, int(bare.maximum)), label="bar")
    floor = data.draw(st.sampled_from((0, 30, 50, 80)), label="floor")
    good = Level("good", "Good", total >= bar, every("indicators") >= percent(floor))
    rubric = bare.evolve(levels=[good])
    costs: dict[str, Cost] = {}
    values: dict[str, int] = {}
    for leaf in leaves:
        most = 5 if isinstance(leaf.scale, Direct) else 10
        values[leaf.id] = data.draw(st.integers(0, most), label=leaf.id)
        up, down, once = (data.draw(st.sampled_from((0, 1, 2, "0.5"))) for _ in range(3))
        costs[leaf.id] = Cost(up, down=down, once=once)
    reach = data.draw(st.none() | st.integers(0, 6), label="reach")
    limits = {} if reach is None else {leaves[0].id: reach}
    best: Fraction | None = None
    ranges = [range(6 if isinstance(leaf.scale, Direct) else 11) for leaf in leaves]
    for tried in product(*ranges):
        moved = dict(zip(values, tried, strict=True))
        if reach is not None and abs(moved[leaves[0].id] - values[leaves[0].id]) > reach:
            continue
        if rubric.decide(moved).level is not None:
            prices = [costs[id_].of(values[id_], moved[id_]) for id_ in moved]
            cost = sum((price for price in prices if price is not None), Fraction(0))
            best = cost if best is None else min(best, cost)
    if best is None:
        with pytest.raises(PlanError) as caught:
            plan(rubric, values, "good", costs=costs, limits=limits)
        assert caught.value.problems[0].code == "plan-impossible"
        return
    way = plan(rubric, values, "good", costs=costs, limits=limits)
    assert way.cost == best
    assert way.optimal


def cheaper(rubric: Rubric, way: Plan, values: dict[str, Any], costs: dict[str, int]) -> bool:
    """Whether random changes find a plan that costs less."""
    random = Random(7)
    steps = (0, 30, 50, 65, 80)
    moved = {move.id for move in way.moves}
    for _ in range(1000):
        tried = dict(values)
        for id_, value in values.items():
            keep = 0.9 if id_ in moved else 0.1  # near the plan, where others are likely
            if random.random() < keep:
                plan_value = way.assessment.observations[id_].value
                tried[id_] = max(value, random.choice((*steps, plan_value)))
        price = sum((tried[id_] - values[id_]) * costs[id_] for id_ in values)
        if price < way.cost and rubric.decide(tried).level is not None:
            return True
    return False


@settings(max_examples=2)  # each is large
@given(st.integers(0, 10**6))
def test_random_changes_of_a_large_rubric_are_not_cheaper(seed: int) -> None:
    random = Random(seed)
    scale = Bands({80: 5, 65: 4, 50: 3, 30: 1}, unit="%")
    leaves = [Indicator(f"i{n}", "I", scale) for n in range(24)]
    criteria = [Criterion(f"c{c}", "C", leaves[c * 6 : c * 6 + 6]) for c in range(4)]
    good = Level("good", "Good", share("total") >= percent(80), every("criteria") >= percent(60))
    rubric = Rubric("r", version="1", title="R", criteria=criteria, levels=[good])
    values = {leaf.id: random.randrange(100) for leaf in leaves}
    costs = {leaf.id: random.randrange(1, 50) for leaf in leaves}
    way = plan(rubric, values, "good", costs=costs)
    assert way.optimal
    assert rubric.decide(way.assessment).level == good
    assert not cheaper(rubric, way, values, costs)


@settings(max_examples=min(15, settings().max_examples))
@given(asked(), st.integers(2, 4))
def test_the_best_plans_differ_and_come_in_order(
    case: tuple[Rubric, Assessment, str, Tables, list[str]], k: int
) -> None:
    rubric, assessment, level, tables, locked = case
    assume(rubric.score(assessment).points is not None)
    try:
        ways = plans(rubric, assessment, level, costs=tables, locked=locked, k=k, seconds=5)
    except PlanError:
        return
    event(f"{len(ways)} plans")
    assert 1 <= len(ways) <= k
    if all(way.optimal for way in ways):
        assert [way.cost for way in ways] == sorted(way.cost for way in ways)
    for place, way in enumerate(ways):
        assert reaches(rubric, way.assessment, level)
        made = {(move.id, move.after) for move in way.moves}
        for earlier in ways[:place]:
            assert not {(move.id, move.after) for move in earlier.moves} <= made


@settings(max_examples=min(15, settings().max_examples))
@given(rubrics(SOLVABLE), st.data())
def test_a_plan_holds_whatever_the_missing_evidence_is(rubric: Rubric, data: st.DataObject) -> None:
    assessment = data.draw(assessments(rubric, False, plain=True))
    level = data.draw(st.sampled_from(rubric.levels)).id
    try:
        way = plan(rubric, assessment, level, seconds=1)
    except PlanError as error:
        event(error.problems[0].code)
        return
    event("a plan")
    for _ in range(3):
        more = data.draw(assessments(rubric, True))
        rest = {id_: seen for id_, seen in more.observations.items() if id_ in way.card.missing}
        facts = {**more.context, **way.assessment.context}
        known = {**way.assessment.observations, **rest}
        whole = way.assessment.evolve(observations=known, context=facts)
        if rubric.score(whole).points is not None:
            assert reaches(rubric, whole, level)


@settings(max_examples=min(15, settings().max_examples))
@given(asked())
def test_what_forbids_a_plan_is_a_smallest_conflict(
    case: tuple[Rubric, Assessment, str, Tables, list[str]],
) -> None:
    rubric, assessment, level, _, _ = case
    assume(rubric.score(assessment).points is not None)
    away = [
        id_
        for id_, seen in assessment.observations.items()
        if isinstance(seen.value, NotApplicable)
    ]
    locked = [leaf.id for leaf in rubric.indicators if leaf.id not in away]
    try:
        plan(rubric, assessment, level, locked=locked)
    except PlanError as error:
        first, *reasons = error.problems
        assert first.code in ("plan-impossible", "plan-unsolvable")
        if first.code == "plan-unsolvable":
            return
        named = [r.message.split("'")[1] for r in reasons if r.path == "locked"]
        asked_ = [r for r in reasons if r.path != "locked"]
        event(f"{len(named)} locks, {len(asked_)} requirements")
        assert set(named) <= set(locked)
        assert asked_  # nothing forbids what nobody asks for
        if named:  # without the locks that are named, some values do what is asked
            return
        for leaf in rubric.indicators:  # no lock matters: nothing reaches it, whatever is tried
            assert isinstance(leaf.domain, Quantity | Truth | Categories)
        for cost, values in all_changes(rubric, assessment, _corner(rubric, away)):
            assert cost >= 0
            assert not reaches(rubric, changed(assessment, values), level)


def _corner(rubric: Rubric, away: list[str]) -> Tables:
    """Some values of the first few indicators."""
    found: Tables = {}
    for leaf in rubric.indicators:
        if leaf.id not in away and len(found) < MOVING:
            domain = leaf.domain
            values: list[Any] = [True, False]
            if isinstance(domain, Categories):
                values = list(domain.options)
            elif isinstance(domain, Quantity):
                ends = (domain.least, domain.most)
                values = [end for end in ends if end is not None]
            found[leaf.id] = dict.fromkeys(values, Fraction(0))
    return found
