"""Laws of margins: at an end, just before it and just beyond it, the rubric says the same."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from tests.laws.rubric_strategies import Shape, assessments, rubrics

from rubrika import Assessment, Quantity, Rubric, RubrikaError, adapt
from rubrika.assurance.robust import End, Margin, robustness
from rubrika.rules.nodes import Condition, Expression

RATIONAL = Shape(irrational=False, fewest_levels=1)
TINY = Fraction(1, 10**13)
SLOW = (HealthCheck.filter_too_much, HealthCheck.too_slow)
FEW = 3
"""Up to how many indicators are enough for laws of numbers, of which each is moved alone."""


def level(rubric: Rubric, assessment: Assessment) -> str | None:
    found = rubric.score(assessment).level
    return None if found is None else found.id


def id_of(end: End) -> str | None:
    return None if end.level is None else end.level.id


def sides(margin: Margin) -> list[tuple[End, int]]:
    found = ((margin.below, -1), (margin.above, 1))
    return [(end, sign) for end, sign in found if end is not None]


@settings(max_examples=min(40, settings().max_examples))
@given(rubrics(RATIONAL), st.data())
def test_the_ends_of_values_are_where_the_level_flips(rubric: Rubric, data: st.DataObject) -> None:
    assessment = data.draw(assessments(rubric, True))
    assume(rubric.score(assessment).points is not None)
    assume(rubric.score(assessment).complete)
    now = level(rubric, assessment)

    def given_at(id_: str, at: Any) -> str | None:
        observations = {**assessment.observations, id_: at}
        return level(rubric, assessment.evolve(observations=observations))

    for margin in robustness(rubric, assessment, numbers=False).margins:
        domain = next(leaf for leaf in rubric.indicators if leaf.id == margin.path).domain
        for end in margin.others:
            assert given_at(margin.path, end.at) == id_of(end) != now
        if not isinstance(domain, Quantity):
            continue
        event(f"exact: {margin.exact}, ends: {len(margin.ends)}")
        grid = domain.decimals is not None or domain.step is not None
        assert isinstance(margin.now, Fraction)
        for end, sign in sides(margin):
            assert isinstance(end.at, Fraction)
            way = end.at - margin.now
            assert way * sign >= 0
            if end.included:
                assert given_at(margin.path, end.at) == id_of(end) != now
            else:
                assert not grid
                assert given_at(margin.path, end.at) == now or way == 0
                assert given_at(margin.path, end.at + sign * TINY) == id_of(end) != now
            for part in (Fraction(1, 7), Fraction(1, 2), Fraction(99, 100)):
                inside = margin.now + way * part
                try:
                    domain.check(inside)
                except RubrikaError:
                    continue
                if margin.exact and way:
                    assert given_at(margin.path, inside) == now


@settings(max_examples=6, suppress_health_check=SLOW)
@given(rubrics(Shape(irrational=False, optional=False)), st.data())
def test_the_ends_of_numbers_are_where_the_level_flips(rubric: Rubric, data: st.DataObject) -> None:
    assume(rubric.levels)
    assume(len(rubric.indicators) <= FEW)
    assessment = data.draw(assessments(rubric, True, plain=True))
    assume(rubric.score(assessment).complete)
    now = level(rubric, assessment)
    for margin in robustness(rubric, assessment).margins:
        if margin.kind == "value" or margin.along or "requirements" in margin.path:
            continue
        if "unless" in margin.path or "formula" in margin.path:
            continue

        def moved(at: Fraction, path: str = margin.path) -> str | None:
            changes: dict[str, Any] = {path: at}
            made = adapt(rubric, id="moved", version="1", changes=changes)
            return level(made, assessment)

        for end, sign in sides(margin):
            assert isinstance(end.at, Fraction)
            assert isinstance(margin.now, Fraction)
            event("an end of a number")
            assert moved(end.at) == (id_of(end) if end.included else now)
            if not end.included:
                assert moved(end.at + sign * TINY) == id_of(end) != now
            if end.at != margin.now:
                assert moved(end.at - sign * TINY) == now


@settings(max_examples=6, suppress_health_check=SLOW)
@given(rubrics(Shape(irrational=False, optional=False)), st.data())
def test_the_ends_of_thresholds_are_where_the_level_flips(
    rubric: Rubric, data: st.DataObject
) -> None:
    assume(rubric.levels)
    assume(len(rubric.indicators) <= FEW)
    assessment = data.draw(assessments(rubric, True, plain=True))
    assume(rubric.score(assessment).complete)
    now = level(rubric, assessment)
    for margin in robustness(rubric, assessment).margins:
        if "requirements" not in margin.path:
            continue
        place, number = (int(part.split("]")[0]) for part in margin.path.split("[")[1:3])
        requirement = rubric.levels[place].requirements[number]
        text = str(requirement)
        plain = str(margin.now)
        if text.count(plain) != 1 or not text.endswith(f"total >= {plain}"):
            continue
        for end, sign in sides(margin):
            assert isinstance(end.at, Fraction)
            for at, expected in (
                (end.at, id_of(end) if end.included else now),
                (end.at + sign * TINY, id_of(end)),
            ):
                made = moved_threshold(rubric, place, number, text.replace(plain, str(at)))
                if made is not None:
                    event("a threshold was moved")
                    assert level(made, assessment) == expected


def moved_threshold(rubric: Rubric, place: int, number: int, text: str) -> Rubric | None:
    """The rubric with another requirement; None if it contradicts itself."""
    levels = list(rubric.levels)
    requirements: list[Condition | Expression | str] = list(levels[place].requirements)
    requirements[number] = text
    try:
        levels[place] = levels[place].evolve(requirements=tuple(requirements))
        return rubric.evolve(levels=levels)
    except RubrikaError:
        return None
