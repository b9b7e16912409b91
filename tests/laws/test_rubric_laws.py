"""Laws of rubrics: what holds for every rubric and every assessment of it."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Iterable, Iterator
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st
from tests.laws.rubric_strategies import MONOTONE, Case, Shape, cases, observed_values, rubrics

from rubrika import (
    Assessment,
    Attribute,
    Bounds,
    Categories,
    Criterion,
    Decision,
    Enclosure,
    Node,
    NodeScore,
    RequirementResult,
    Rubric,
    Scorecard,
    exact,
)
from rubrika.engines import exact as reference
from rubrika.engines.program import TOTAL
from rubrika.model.checking import check
from rubrika.model.display import limits_of
from rubrika.model.phrasing import is_share
from rubrika.number import Exact
from rubrika.rules.nodes import Input

RATIONAL = Shape(irrational=False, optional=False)

# The readings agree.


def as_floats(assessment: Assessment) -> dict[str, Any]:
    """The observed values as a caller in a hurry gives them: numbers as floats, where they are."""
    found: dict[str, Any] = {}
    for id_, seen in assessment.observations.items():
        number = seen.value
        if not isinstance(number, bool | str) or (isinstance(number, str) and number[0].isdigit()):
            near = float(exact(number))
            found[id_] = near if exact(near) == exact(number) else exact(number)
        else:
            found[id_] = number
    return found


@given(cases(complete=True, plain=True))
def test_the_fast_reading_says_what_the_reference_says(case: Case) -> None:
    rubric, assessment = case
    values = as_floats(assessment)
    facts = check(rubric, Assessment(values, context=assessment.context)).facts
    outcome = rubric.program.run(facts)
    place = next((place for place, holds in enumerate(outcome.levels) if holds), -1)
    trace = None if rubric.fast is None else rubric.fast.trace(values, dict(assessment.context))
    event("fast" if trace else "refused")
    if trace is not None and rubric.fast is not None:
        for step, number, den in zip(
            rubric.program.steps, trace[:-1], rubric.fast.denominators, strict=True
        ):
            found = Fraction(number) if den is None else Fraction(number, den)
            assert found == outcome.points[step.id], step.id
        assert trace[-1] == place
    card = rubric.score(values, context=dict(assessment.context))
    assert card.points == outcome.points[TOTAL]
    assert card.level == (None if place < 0 else rubric.levels[place])


@given(cases())
def test_decide_agrees_with_score(case: Case) -> None:
    rubric, assessment = case
    card = rubric.score(assessment)
    assert rubric.decide(assessment) == Decision(card.points, card.level, card.decided, card.bounds)


@given(cases(complete=True, plain=True))
def test_decide_agrees_with_score_for_plain_values(case: Case) -> None:
    rubric, assessment = case
    values, context = as_floats(assessment), dict(assessment.context)
    card = rubric.score(values, context=context)
    slow = rubric.score(Assessment(values, context=context))
    decision = rubric.decide(values, context=context)
    assert decision == Decision(card.points, card.level, card.decided, card.bounds)
    assert card.nodes == slow.nodes
    assert card.levels == slow.levels
    assert card.to_dict() == slow.to_dict()


# Missing evidence.


def without(assessment: Assessment, rubric: Rubric, hidden: Iterable[str]) -> Assessment:
    """*assessment* without the observations and facts with the ids *hidden*."""
    kept = {id_: seen for id_, seen in assessment.observations.items() if id_ not in hidden}
    needed = {fact.id for fact in rubric.context if fact.required or fact.default is not None}
    facts = {k: v for k, v in assessment.context.items() if k in needed or k not in hidden}
    return assessment.evolve(observations=kept, context=facts)


@st.composite
def growing(draw: st.DrawFn) -> tuple[Scorecard, Scorecard, Scorecard]:
    """Scorecards of one subject: with little evidence, with more, and with all."""
    rubric, whole = draw(cases(complete=True))
    ids = [*whole.observations, *whole.context]
    first = draw(st.lists(st.sampled_from(ids), unique=True))
    second = [id_ for id_ in first if draw(st.booleans())]
    little, more = without(whole, rubric, first), without(whole, rubric, second)
    return rubric.score(little), rubric.score(more), rubric.score(whole)


def within(inner: Bounds | None, outer: Bounds | None) -> bool:
    """Whether bounds lie within others; those of what does not apply lie within all."""
    if inner is None or outer is None:
        return inner is None
    return (outer.least is None or (inner.least is not None and outer.least <= inner.least)) and (
        outer.most is None or (inner.most is not None and inner.most <= outer.most)
    )


@given(growing())
def test_points_lie_within_bounds_that_shrink_as_evidence_arrives(
    cards: tuple[Scorecard, Scorecard, Scorecard],
) -> None:
    little, more, whole = cards
    for early, late in ((little, more), (more, whole)):
        for before, after in zip(early.nodes, late.nodes, strict=True):
            assert within(after.bounds, before.bounds), before.id
            if before.points is not None and not isinstance(before.points, Enclosure):
                assert after.points == before.points
        assert within(late.bounds, early.bounds)


@given(growing())
def test_a_complete_assessment_has_no_bounds_left(
    cards: tuple[Scorecard, Scorecard, Scorecard],
) -> None:
    *_, whole = cards
    both: tuple[Scorecard | NodeScore, ...] = (whole, *whole.nodes)
    for score in both:
        if isinstance(score.points, Enclosure):
            assert score.bounds == Bounds(score.points.least, score.points.most)
        elif score.points is not None:
            assert score.bounds == Bounds(score.points, score.points)
        else:
            assert score.bounds is None
    assert whole.decided
    assert whole.missing == whole.open_context == ()
    assert all(level.status != "open" for level in whole.levels)


@given(growing())
def test_what_is_certain_stays_certain_and_what_is_out_of_reach_stays_out(
    cards: tuple[Scorecard, Scorecard, Scorecard],
) -> None:
    little, more, whole = cards
    for early, late in ((little, more), (more, whole)):
        for before, after in zip(early.levels, late.levels, strict=True):
            if before.status != "open":
                assert after.status == before.status
        assert set(late.possible_levels) <= set(early.possible_levels)
        if early.decided:
            assert late.decided
            assert late.level == early.level
    assert whole.possible_levels == (whole.level,)


# More points, other orders, other names.


@st.composite
def improved(draw: st.DrawFn) -> tuple[Rubric, Assessment, Assessment]:
    """A rubric, an assessment, and one that differs in the value of one indicator."""
    rubric, assessment = draw(cases(complete=True, shape=MONOTONE, plain=True))
    leaf = draw(st.sampled_from(rubric.indicators))
    other = draw(observed_values(leaf))
    changed = {**assessment.observations, leaf.id: other}
    pair = [assessment, assessment.evolve(observations=changed)]
    pair.sort(key=lambda one: float(rubric.score(one)[leaf.id].points))  # type: ignore[arg-type]  # all is observed
    return rubric, pair[0], pair[1]


@given(improved())
def test_more_points_never_lower_the_level(case: tuple[Rubric, Assessment, Assessment]) -> None:
    rubric, worse, better = (case[0], *map(case[0].score, case[1:]))
    places = {None: len(rubric.levels)} | {level: n for n, level in enumerate(rubric.levels)}
    pairs = zip(worse.nodes, better.nodes, strict=True)
    changed = next((a.id for a, b in pairs if a.observation != b.observation), None)
    if changed is not None and worse[changed].points == better[changed].points:
        return  # as many points: a gate may still tell a yes from a no
    assert places[better.level] <= places[worse.level]
    for before, after in zip(worse.nodes, better.nodes, strict=True):
        assert before.bounds is not None
        assert after.bounds is not None
        assert before.bounds.least <= after.bounds.most  # type: ignore[operator]  # known points have ends


def shuffled(node: Node, by: Random) -> Node:
    """A criterion with its children in another order, and so within it."""
    if not isinstance(node, Criterion):
        return node
    children = [shuffled(child, by) for child in node.children]
    by.shuffle(children)
    return node.evolve(children=children)


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_children_and_observations_does_not_matter(case: Case, by: Random) -> None:
    rubric, assessment = case
    criteria = [shuffled(node, by) for node in rubric.criteria]
    by.shuffle(criteria)
    observed = list(assessment.observations.items())
    by.shuffle(observed)
    other = rubric.evolve(criteria=criteria)
    again = assessment.evolve(observations=dict(observed))
    assert again == assessment
    assert other.structure == rubric.structure
    card, twin = rubric.score(assessment), other.score(again)
    assert (twin.points, twin.bounds, twin.level) == (card.points, card.bounds, card.level)
    assert {node.id: node for node in twin.nodes} == {node.id: node for node in card.nodes}


def renamed(node: Node) -> Node:
    """A node with another title, and so within it."""
    if isinstance(node, Criterion):
        return node.evolve(title="renamed", children=[renamed(child) for child in node.children])
    return node.evolve(title="renamed")


def retitled(fact: Attribute) -> Attribute:
    """A fact of the context with other titles, of itself and of its options."""
    domain = fact.domain
    if isinstance(domain, Categories):
        domain = Categories(domain.options, titles=dict.fromkeys(domain.options, "renamed"))
    return fact.evolve(title="renamed", domain=domain)


@given(rubrics())
def test_renaming_keeps_the_structure_and_changes_the_content(rubric: Rubric) -> None:
    other = rubric.evolve(
        title="renamed",
        criteria=[renamed(node) for node in rubric.criteria],
        levels=[level.evolve(title="renamed") for level in rubric.levels],
        context=[retitled(fact) for fact in rubric.context],
    )
    assert other.structure == rubric.structure
    assert other.fingerprint != rubric.fingerprint


@given(rubrics(), st.data())
def test_a_change_that_is_undone_leaves_no_trace(rubric: Rubric, data: st.DataObject) -> None:
    node = data.draw(st.sampled_from(rubric.criteria))
    place = rubric.criteria.index(node)
    changed = list(rubric.criteria)
    changed[place] = node.evolve(title="changed", description="for a while")
    other = rubric.evolve(criteria=changed, digits=12 - rubric.digits)
    assert other != rubric
    changed[place] = other.criteria[place].evolve(title=node.title, description=node.description)
    back = other.evolve(criteria=changed, digits=rubric.digits)
    assert back == rubric
    assert hash(back) == hash(rubric)
    assert (back.fingerprint, back.structure) == (rubric.fingerprint, rubric.structure)


# What is shown.


def read_back(text: str) -> list[Fraction]:
    """The numbers of a text such as "≈ 84,5", "60 %", "0–12.5", "20/3" or "12 km"."""
    plain = text.replace("≈", "").replace(",", ".")
    for unit in ("km", "m"):
        plain = plain.removesuffix(unit)
    scale = 100 if "%" in plain else 1
    parts = plain.replace("%", "").split("–")
    return [exact(part.strip()) / scale for part in parts if part.strip() not in ("", "…")]


def ends(number: Exact | Bounds) -> list[Fraction]:
    """The ends of what is known of a number."""
    if isinstance(number, Fraction):
        return [number]
    return [end for end in (number.least, number.most) if end is not None]


def side(number: Fraction, limit: Fraction) -> int:
    """Whether a number is below (-1), on (0) or above (1) a limit."""
    return (number > limit) - (number < limit)


def consistent(text: str, number: Exact | Bounds, limits: Iterable[Fraction]) -> bool:
    """Whether what is shown of *number* lies where it lies itself, seen from each limit."""
    found, known = read_back(text), ends(number)
    lows = (found[0], known[0]), (found[-1], known[-1])
    return all(side(seen, limit) == side(real, limit) for seen, real in lows for limit in limits)


def every_result(card: Scorecard) -> Iterator[RequirementResult]:
    """Every requirement of every level, with its parts."""
    waiting = [result for level in card.levels for result in level.requirements]
    while waiting:
        result = waiting.pop()
        yield result
        waiting += result.parts


@given(cases(), st.sampled_from(["en", "vi"]))
def test_no_shown_number_contradicts_a_threshold(case: Case, lang: str) -> None:
    rubric, assessment = case
    card = rubric.score(assessment)
    explanation, limits = card.explanation(lang), limits_of(rubric)
    display = explanation.display
    for score in card.nodes:
        known = score.points if score.points is not None else score.bounds
        if known is not None:
            near = limits.get(Input("points", score.id), ())
            assert consistent(display.points(score.id, known), known, near)
        if score.share is not None:
            near = limits.get(Input("share", score.id), ())
            assert consistent(display.share(score.id, score.share), score.share, near)
    if card.bounds is not None:
        known = card.points if card.points is not None else card.bounds
        near = limits.get(Input("points", "total"), ())
        assert consistent(display.points("total", known), known, near)
    for result in every_result(card):
        if result.actual is None or not isinstance(result.needed, Fraction):
            continue
        needed = [result.needed]
        for end in ends(result.actual):
            number = result.actual if isinstance(result.actual, Enclosure) else end
            text = explanation.amount(result, number)
            if not is_share(result):
                text = text.removesuffix("%")  # the unit of the value: 100 % is 100 of them
            assert consistent(text, number, needed)
        if result.gap:
            shown = explanation.gap(result).split()
            assert any(part[0].isdigit() and read_back(part)[0] > 0 for part in shown)


@given(cases(), st.sampled_from(["en", "vi"]))
def test_an_explanation_names_every_node_and_every_level(case: Case, lang: str) -> None:
    rubric, assessment = case
    text = " ".join(rubric.score(assessment).explain(lang).split())
    for part in (*rubric.nodes.values(), *rubric.levels):
        assert " ".join(part.title.get(lang).split()) in text


@given(cases())
def test_a_record_reads_back_to_the_exact_numbers(case: Case) -> None:
    rubric, assessment = case
    card = rubric.score(assessment)
    record = json.loads(card.to_json())
    assert record == card.to_dict()
    assert (record["rubric"], record["version"]) == (rubric.id, rubric.version)
    assert (record["fingerprint"], record["structure"]) == (rubric.fingerprint, rubric.structure)
    both: tuple[Scorecard | NodeScore, ...] = (card, *card.nodes)
    for score, plain in zip(both, (record, *record["nodes"]), strict=True):
        if isinstance(score.points, Fraction):
            assert exact(plain["points"]) == score.points
        elif score.points is None:
            assert plain["points"] is None
        else:
            assert [exact(plain["points"][end]) for end in ("least", "most")] == ends(score.points)
        assert exact(plain["maximum"]) == score.maximum


# Copies.


@given(cases())
def test_copies_are_equal(case: Case) -> None:
    rubric, assessment = case
    card = rubric.score(assessment)
    for thing in (rubric, assessment, card):
        for other in (copy.copy(thing), copy.deepcopy(thing), pickle.loads(pickle.dumps(thing))):  # noqa: S301  # pickled here
            assert other == thing
            assert hash(other) == hash(thing)
    twin = pickle.loads(pickle.dumps(card))  # noqa: S301  # pickled here
    assert twin.to_dict() == card.to_dict()


@given(cases(complete=True, shape=RATIONAL, plain=True))
def test_each_part_of_a_scorecard_is_what_its_rule_says(case: Case) -> None:
    rubric, assessment = case
    card = rubric.score(assessment)
    points = rational_points(card).items()
    facts = check(rubric, assessment).facts | {Input("points", id_): p for id_, p in points}
    for leaf in rubric.indicators:
        assert reference.value(leaf.points, facts) == card[leaf.id].points
    for level, rule in zip(card.levels, rubric.conditions, strict=True):
        assert reference.holds(rule, facts) == (level.status == "holds")


def rational_points(card: Scorecard) -> dict[str, Fraction]:
    """The points of every node and of the whole."""
    found = {score.id: score.points for score in card.nodes} | {TOTAL: card.points}
    return {id_: points for id_, points in found.items() if isinstance(points, Fraction)}
