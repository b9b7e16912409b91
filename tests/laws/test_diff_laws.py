"""Laws of diffs: what is proved holds of every subject that is tried, and witnesses show it."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from random import Random
from typing import Any, Final

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from tests.laws.rubric_strategies import Shape, rubrics

from rubrika import (
    Assessment,
    AssessmentError,
    Enclosure,
    Rubric,
    Scorecard,
    UndecidedError,
    diff,
    mutants,
)
from rubrika.assurance.diff_intervals import NOWHERE
from rubrika.assurance.diff_report import Diff
from rubrika.assurance.diff_result import Effect
from rubrika.assurance.lab import Lab, Subject

SHAPES: Final = (
    Shape(sourced=False, optional=False, irrational=False),
    Shape(sourced=False, optional=True, irrational=False),
    Shape(sourced=False, optional=True, irrational=True),
)
TURNED: Final = {"raise": "lower", "lower": "raise"}
SECONDS: Final = 1


@st.composite
def pairs(draw: st.DrawFn, changes: int = 2) -> tuple[Rubric, Rubric]:
    """A rubric, and one that up to so many small changes make of it."""
    old = draw(rubrics(draw(st.sampled_from(SHAPES)))).evolve(examples=())
    new = old
    for _ in range(draw(st.integers(1, changes))):
        made = list(islice(mutants(new), 60))
        if made:
            new = made[draw(st.integers(0, len(made) - 1))].rubric
    assume(new.structure != old.structure)
    return old, new


def ranks(old: Rubric, new: Rubric) -> dict[str | None, int]:
    """Mutants keep all levels."""
    assert [level.id for level in old.levels] == [level.id for level in new.levels]
    return {None: 0} | {level.id: len(old.levels) - n for n, level in enumerate(old.levels)}


def moved(old: Scorecard, new: Scorecard) -> dict[str, int]:
    """Whether points and level rise (1) or fall (-1)."""
    order = ranks(old.rubric, new.rubric)  # type: ignore[arg-type]  # definitions have levels, too
    before, after = (None if card.level is None else card.level.id for card in (old, new))
    return {
        "points": sign(old.points, new.points),
        "level": (order[after] > order[before]) - (order[after] < order[before]),
    }


def sign(one: Any, other: Any) -> int:
    if one is None or other is None:
        return 0
    (least, most), (other_least, other_most) = (
        (n.least, n.most) if isinstance(n, Enclosure) else (n, n) for n in (one, other)
    )
    return 1 if other_least > most else -1 if other_most < least else 0


def subjects(old: Rubric, new: Rubric, count: int = 200) -> list[Assessment]:
    """Subjects at edges and at random, of both."""
    random = Random(5)
    found: list[Subject] = []
    for one, other in ((old, new), (new, old)):
        pool = Lab(one, 5).pool
        tried = random.sample(pool, min(count // 2, len(pool)))
        found += [Subject(other, subject.values, subject.applies) for subject in tried]
    return [subject.assessment for subject in found]


def check_claims(effect: Effect, old: Rubric, new: Rubric) -> None:
    proved = {
        (claim.of, 1 if claim.way == "rise" else -1): claim
        for claim in effect.claims
        if claim.answer == "impossible"
    }
    for assessment in subjects(old, new) if proved else ():
        try:
            found = moved(old.score(assessment), new.score(assessment))
        except (AssessmentError, UndecidedError):
            continue
        check_bounds(effect, old.score(assessment), new.score(assessment))
        for of, way in found.items():
            assert (of, way) not in proved, (proved[of, way], assessment)  # type: ignore[index]  # 0 is no key


def check_bounds(effect: Effect, before: Scorecard, after: Scorecard) -> None:
    """The points of each node move no further than it is said."""
    bounds = dict(effect.moved)
    results = [(node.id, before[node.id].points, node.points) for node in after.nodes]
    for id_, one, other in [*results, ("total", before.points, after.points)]:
        if isinstance(one, Fraction) and isinstance(other, Fraction):
            moved_by, said = other - one, bounds.get(id_, NOWHERE)
            assert said.within(moved_by, moved_by) is not None, (id_, moved_by, said)


def check_witnesses(effect: Effect, old: Rubric, new: Rubric) -> None:
    for claim in effect.claims:
        if claim.answer == "shown":
            assert claim.witness is not None
            found = moved(old.score(claim.witness.assessment), new.score(claim.witness.assessment))
            assert found[claim.of] == (1 if claim.way == "rise" else -1)
        else:
            assert claim.witness is None


@settings(max_examples=20)
@given(pairs())
def test_what_is_proved_holds_and_witnesses_show_it(pair: tuple[Rubric, Rubric]) -> None:
    old, new = pair
    found = diff(old, new, seconds=SECONDS)
    event(found.kind)
    for claim in found.whole.claims:
        event(f"{claim.answer} {claim.by}")
    check_claims(found.whole, old, new)
    check_witnesses(found.whole, old, new)
    for effect in found.effects:
        for claim in effect.claims:
            assert (claim.witness is not None) == (claim.answer == "shown")


@settings(max_examples=15)
@given(rubrics())
def test_a_rubric_does_not_differ_from_itself(rubric: Rubric) -> None:
    found = diff(rubric, rubric)
    assert (found.changes, found.effects, found.kind) == ((), (), "none")


@settings(max_examples=8)
@given(pairs(changes=1))
def test_swapping_the_two_swaps_raise_and_lower(pair: tuple[Rubric, Rubric]) -> None:
    old, new = pair
    one, other = diff(old, new, seconds=SECONDS), diff(new, old, seconds=SECONDS)
    event(one.kind)
    assert agree(one, other)


def agree(one: Diff, other: Diff) -> bool:
    """Whether two diffs, of which one is turned round, contradict each other nowhere."""
    turned = {"rise": "fall", "fall": "rise"}
    for claim in one.whole.claims:
        answers = {
            claim.answer,
            other.whole.claim(claim.of, turned[claim.way]).answer,  # type: ignore[arg-type]  # one of both
        }
        if answers == {"shown", "impossible"}:
            return False
    kinds = {TURNED.get(one.kind, one.kind), other.kind}
    return len(kinds) == 1 or "unknown" in kinds
