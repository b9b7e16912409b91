"""Scoring one assessment by two rubrics."""

from __future__ import annotations

from rubrika.assurance.diff_pair import Pair, Twins, sign_of
from rubrika.assurance.diff_result import Rescored, Way
from rubrika.errors import AssessmentError, Problem
from rubrika.model.observations import Assessment
from rubrika.model.rubric import Rubric
from rubrika.model.scorecard import Scorecard
from rubrika.number import Bounds

__all__ = ["rescored", "witnessed"]

_WAYS: dict[int, Way] = {1: "rises", -1: "falls", 0: "stays"}


def witnessed(pair: Pair, twins: Twins) -> Rescored:
    """A subject that was found, scored by both rubrics."""
    return rescored(pair, twins.assessment)


def rescored(pair: Pair, assessment: Assessment) -> Rescored:
    """An assessment scored by both rubrics.

    Each is given what it asks, whatever version the assessment names; the day does not count. What
    the other alone asks is left out.

    Raises:
        AssessmentError: when neither takes it.
    """
    _check_identity(pair, assessment)
    cards: list[Scorecard | None] = []
    problems: list[Problem] = []
    for rubric, other in ((pair.old, pair.new), (pair.new, pair.old)):
        try:
            cards.append(rubric.score(_given(assessment, rubric, other)))
        except AssessmentError as error:
            cards.append(None)
            problems += error.problems
    before, after = cards
    if before is None and after is None:
        raise AssessmentError(dict.fromkeys(problems))
    if before is None or after is None:
        return Rescored(
            assessment, before, after, "not comparable", "not comparable", tuple(problems)
        )
    return Rescored(assessment, before, after, _level(pair, before, after), _points(before, after))


def _given(assessment: Assessment, rubric: Rubric, other: Rubric) -> Assessment:
    """What of an assessment is for one rubric; what neither asks is left for it to refuse."""
    leaves = {leaf.id for leaf in other.indicators} - {leaf.id for leaf in rubric.indicators}
    facts = {fact.id for fact in other.context} - {fact.id for fact in rubric.context}
    seen = {id_: one for id_, one in assessment.observations.items() if id_ not in leaves}
    known = {id_: one for id_, one in assessment.context.items() if id_ not in facts}
    return assessment.evolve(observations=seen, context=known, rubric="", version="", date=None)


def _check_identity(pair: Pair, assessment: Assessment) -> None:
    both = (pair.old, pair.new)
    names = {
        (assessment.rubric or rubric.id, assessment.version or rubric.version) for rubric in both
    }
    if names.isdisjoint((rubric.id, rubric.version) for rubric in both):
        said = " ".join(filter(None, (assessment.rubric, assessment.version)))
        listed = " or ".join(f"{rubric.id} {rubric.version}" for rubric in both)
        raise AssessmentError(
            Problem(
                "diff-assessment",
                f"the assessment was made for {said}, not for {listed}",
                "rubric",
                "Compare the versions that it was made for.",
            )
        )


def _level(pair: Pair, before: Scorecard, after: Scorecard) -> Way:
    if pair.ranks is None:
        return "not comparable"
    places: list[tuple[int, ...]] = [
        tuple(
            pair.ranks[side][None if level is None else level.id] for level in card.possible_levels
        )
        for side, card in enumerate((before, after))
    ]
    low, high = (min(places[0]), max(places[0]))
    if min(places[1]) > high:
        return "rises"
    if max(places[1]) < low:
        return "falls"
    return "stays" if len(places[0]) == len(places[1]) == 1 else "open"


def _points(before: Scorecard, after: Scorecard) -> Way:
    if before.bounds is None or after.bounds is None:
        return "stays" if before.bounds is after.bounds else "not comparable"
    if before.points is not None and after.points is not None:
        return _WAYS[sign_of(before.points, after.points)]
    if _above(after.bounds, before.bounds):
        return "rises"
    return "falls" if _above(before.bounds, after.bounds) else "open"


def _above(one: Bounds, other: Bounds) -> bool:
    return sign_of(other.most, one.least) > 0
