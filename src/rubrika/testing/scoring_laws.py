"""Laws of scores: every assessment has a result, within limits, whatever reads the rules."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rubrika.engines.program import TOTAL
from rubrika.errors import AssessmentError, RubrikaError
from rubrika.model.checking import check
from rubrika.model.mismatches import Mismatch
from rubrika.model.nodes import Indicator
from rubrika.model.observations import Assessment, NotApplicable
from rubrika.model.rubric import Rubric
from rubrika.model.scorecard import Scorecard
from rubrika.number import Bounds, Enclosure, Exact, as_text
from rubrika.rules.nodes import Input
from rubrika.testing.assessing import assessments
from rubrika.testing.breaking import EXAMPLES, broken, searched, told_number
from rubrika.testing.observed import as_rubric, edges_in, plainly
from rubrika.testing.subjects import as_fast_values

__all__ = [
    "bounded",
    "engines_agree",
    "missing_is_not_zero",
    "na_policy",
    "scored",
    "total_function",
]


def scored(rubric: Rubric, seen: Assessment) -> Scorecard | None:
    """The scorecard of an assessment; None if it cannot be scored, which is another law."""
    try:
        card = rubric.score(seen)
        _ = card.points, card.level
    except RubrikaError:
        return None
    return card


def total_function(rubric: Rubric, *, examples: int = EXAMPLES) -> None:
    """Law: every assessment that a rubric takes has a result.

    A complete one has a total (unless nothing applies), and its level is certain.

    >>> from rubrika import get
    >>> total_function(get("learning-citizen-pilot"), examples=20)
    """
    searched(assessments(rubric, boundary=True), examples, partial(_total_function, rubric))


def _total_function(rubric: Rubric, seen: Assessment) -> None:
    law = "total-function"
    try:
        card = rubric.score(seen)
        _ = card.points, card.level
    except RubrikaError as error:
        raise broken(law, rubric, f"it cannot be scored: {error}", case=seen) from None
    absent = [isinstance(one.value, NotApplicable) for one in card.assessment.observations.values()]
    undefined = len(absent) == len(rubric.indicators) and all(absent)
    if card.complete and not undefined and (card.points is None or not card.decided):
        found = told_number(card.points) if card.decided else "an open level"
        what = Mismatch("total", "a result", found)
        raise broken(law, rubric, "a complete assessment has no result", [what], case=seen)


def bounded(rubric: Rubric, *, examples: int = EXAMPLES) -> None:
    """Law: no node has fewer points than the least it can have, or more than its maximum.

    >>> from rubrika import get
    >>> bounded(get("learning-citizen-pilot"), examples=20)
    """
    searched(assessments(rubric, boundary=True), examples, partial(_bounded, rubric))


def _bounded(rubric: Rubric, seen: Assessment) -> None:
    card = scored(rubric, seen)
    if card is None:
        return
    limits = {id_: (node.least, node.maximum) for id_, node in rubric.nodes.items()}
    limits[TOTAL] = rubric.least, rubric.maximum
    for id_, bounds in _bounds(card):
        least, most = limits[id_]
        if bounds is not None and not _within(bounds, Bounds(least, most)):
            allowed = f"{as_text(least)} to {as_text(most)}"
            what = Mismatch(id_, allowed, told_number(_known(card, id_) or bounds))
            message = f"the points of {id_!r} lie outside their limits"
            raise broken("bounded", rubric, message, [what], case=seen)


def _bounds(card: Scorecard) -> Iterator[tuple[str, Bounds | None]]:
    yield from ((score.id, score.bounds) for score in card.nodes)
    yield TOTAL, card.bounds


def _known(card: Scorecard, id_: str) -> Exact | None:
    return card.points if id_ == TOTAL else card[id_].points


def _within(inner: Bounds, outer: Bounds) -> bool:
    return (outer.least is None or (inner.least is not None and outer.least <= inner.least)) and (
        outer.most is None or (inner.most is not None and inner.most <= outer.most)
    )


def missing_is_not_zero(rubric: Rubric, *, examples: int = EXAMPLES) -> None:
    """Law: what is missing can still be anything.

    Whatever is hidden of a complete assessment: the true points lie within the bounds, the true
    level is among the possible ones, and what is missing has no points yet.

    >>> from rubrika import get
    >>> missing_is_not_zero(get("learning-citizen-pilot"), examples=20)
    """
    ids = [leaf.id for leaf in as_rubric(rubric).indicators]
    hidden = st.sets(st.sampled_from(ids), min_size=1)
    whole = assessments(rubric, complete=True, boundary=True)
    searched(st.tuples(whole, hidden), examples, partial(_missing_is_not_zero, rubric))


def _missing_is_not_zero(rubric: Rubric, case: tuple[Assessment, set[str]]) -> None:
    whole, hidden = case
    kept = {id_: one for id_, one in whole.observations.items() if id_ not in hidden}
    partly = whole.evolve(observations=kept)
    truth, card = scored(rubric, whole), scored(rubric, partly)
    if truth is None or card is None:
        return
    found: list[Mismatch] = []
    for (id_, real), (_, bounds) in zip(_bounds(truth), _bounds(card), strict=True):
        if real is not None and (bounds is None or not _within(real, bounds)):
            found.append(Mismatch(id_, told_number(_known(truth, id_)), told_number(bounds)))
    found += [
        Mismatch(id_, "nothing yet", told_number(card[id_].points))
        for id_ in sorted(hidden)
        if card[id_].points is not None and rubric.nodes[id_].least < rubric.nodes[id_].maximum
    ]
    if truth.level not in card.possible_levels:
        named = [level.id if level else "no level" for level in card.possible_levels]
        given = truth.level.id if truth.level else "no level"
        found.append(Mismatch("level", given, " or ".join(named) or "nothing"))
    if found:
        message = "without some of the evidence, the truth is ruled out"
        raise broken("missing-is-not-zero", rubric, message, found, case=partly, before=whole)


def na_policy(rubric: Rubric, *, examples: int = EXAMPLES) -> None:
    """Law: what does not apply counts as its policy says, and only where that is allowed.

    Its points go to its siblings, so that it has none; or it has all of them; or 0. It is refused
    for an indicator that must apply, and without a justification where one is asked for. When
    nothing applies there is no total.

    >>> from rubrika import get
    >>> na_policy(get("learning-citizen-pilot"), examples=20)
    """
    for leaf in as_rubric(rubric).indicators:
        if leaf.na is None or leaf.na.justified:
            _check_refused(rubric, leaf)
    if any(leaf.na is not None for leaf in rubric.indicators):
        cases = assessments(rubric, complete=True, not_applicable=True, boundary=True)
        searched(cases, examples, partial(_na_policy, rubric))


def _check_refused(rubric: Rubric, leaf: Indicator) -> None:
    context = {
        fact.id: plainly(edges_in(fact.domain, Input("context", fact.id), ())[0])
        for fact in rubric.context
    }
    seen = Assessment({leaf.id: NotApplicable("")}, context=context)
    try:
        rubric.score(seen)
    except AssessmentError:
        return
    what = Mismatch(leaf.id, "a refusal", "a score")
    message = f"{leaf.id!r} may not be left out as not applicable like this"
    raise broken("na-policy", rubric, message, [what], case=seen)


def _na_policy(rubric: Rubric, seen: Assessment) -> None:
    card = scored(rubric, seen)
    if card is None:
        return
    absent = [id_ for id_, one in seen.observations.items() if isinstance(one.value, NotApplicable)]
    found: list[Mismatch] = []
    for leaf in rubric.indicators:
        if leaf.na is not None and leaf.id in absent:
            due = {"redistribute": None, "full": leaf.maximum, "zero": Fraction(0)}[leaf.na.policy]
            if card[leaf.id].points != due:
                found.append(Mismatch(leaf.id, told_number(due), told_number(card[leaf.id].points)))
    if len(absent) == len(rubric.indicators) and card.points is not None:
        found.append(Mismatch("total", "nothing", told_number(card.points)))
    if found:
        message = "what does not apply does not count as its policy says"
        raise broken("na-policy", rubric, message, found, case=seen)


def engines_agree(rubric: Rubric, *, examples: int = EXAMPLES) -> None:
    """Law: every reading of the rules gives the same.

    The fast reading, and the reading by bounds when all is known, give what the reference reading
    gives; and ``decide`` agrees with ``score``.

    >>> from rubrika import get
    >>> engines_agree(get("learning-citizen-pilot"), examples=20)
    """
    cases: SearchStrategy[Assessment] = assessments(rubric, complete=True, boundary=True)
    searched(cases, examples, partial(_engines_agree, rubric))


def _engines_agree(rubric: Rubric, seen: Assessment) -> None:
    try:
        checked = check(rubric, seen)
        truth = rubric.program.run(checked.facts)
    except RubrikaError:
        return
    place = next((place for place, holds in enumerate(truth.levels) if holds), -1)
    level = rubric.levels[place].id if place >= 0 else "no level"
    found: list[Mismatch] = []

    def compare(what: str, engine: str, due: object, given: object) -> None:
        if due != given:
            found.append(Mismatch(what, str(due), f"{given} (by {engine})"))

    plain, context = as_fast_values(rubric, seen)
    decisions = {
        "decide": rubric.decide(seen),
        "decide of plain values": rubric.decide(plain, context=context),
    }
    for engine, decision in decisions.items():
        compare("total", engine, told_number(truth.points[TOTAL]), told_number(decision.points))
        compare("level", engine, level, decision.level.id if decision.level else "no level")
    card = rubric.score(plain, context=context)
    for id_, points in truth.points.items():
        compare(id_, "score of plain values", told_number(points), told_number(_known(card, id_)))
    if not any(isinstance(points, Enclosure) for points in truth.points.values()):
        outlook = rubric.program.outlook(checked.possible(rubric))
        for id_, points in truth.points.items():
            reach = outlook.points[id_]
            given = None if reach is None else Bounds(reach.least, reach.most)
            due = None if not isinstance(points, Fraction) else Bounds(points, points)
            compare(id_, "bounds", told_number(due), told_number(given))
        compare("levels", "bounds", truth.levels, outlook.levels)
    if found:
        message = "two readings of the same rules disagree"
        raise broken("engines-agree", rubric, message, found, case=seen)
