from fractions import Fraction
from typing import Any

import attrs
import pytest

from rubrika import (
    Assessment,
    AssessmentError,
    Attribute,
    Bands,
    Bounds,
    Choice,
    Criterion,
    Decision,
    Enclosure,
    Formula,
    Indicator,
    Level,
    Linear,
    Rubric,
    YesNo,
    choose,
    context,
    every,
    get,
    met,
    percent,
    total,
)

CAFE = Rubric(
    "cafe-hygiene",
    version="2026.1",
    title="Café hygiene",
    criteria=[
        Criterion(
            "safety",
            "Food safety",
            [
                Indicator("inspection", "Score", Bands({90: 40, 75: 30, 50: 10}, unit="%")),
                Indicator("pests", "No pests found", YesNo(20)),
            ],
        ),
        Criterion(
            "service",
            "Service",
            [
                Indicator("welcome", "Welcome", Choice({"never": 0, "often": 10, "always": 20})),
                Indicator("wait", "Minutes until served", Linear(worst=30, best=5, points=20)),
            ],
        ),
    ],
    levels=[
        Level("gold", "Gold", total >= 90, every("criteria") >= percent(50), met("pests")),
        Level("silver", "Silver", total >= 75),
    ],
)
FULL = {"inspection": 91, "pests": True, "welcome": "often", "wait": "12.5"}


def test_a_scorecard_says_points_maximum_level_and_shares() -> None:
    card = CAFE.score(FULL)
    # 40 + 20 + 10 + 20 · (12.5 − 30) / (5 − 30)
    assert card.points == 84
    assert card.maximum == 100
    assert card.level == CAFE.levels[1]
    assert card["safety"].share == 1


def test_a_decision_agrees_with_the_scorecard() -> None:
    silver = Decision(
        Fraction(84), CAFE.levels[1], decided=True, bounds=Bounds(*[Fraction(84)] * 2)
    )
    assert CAFE.decide(FULL) == silver
    assert CAFE.decide(Assessment(FULL)) == silver


def test_partial_evidence_gives_bounds() -> None:
    decision = CAFE.decide({"pests": False})
    assert decision.points is None
    assert decision.level is None
    assert not decision.decided
    assert (
        decision.bounds == Bounds(Fraction(0), Fraction(80)) == CAFE.score({"pests": False}).bounds
    )


def test_a_decision_without_a_level_is_decided() -> None:
    low = FULL | {"inspection": 0}
    assert CAFE.decide(low) == Decision(
        Fraction(44), None, decided=True, bounds=Bounds(Fraction(44), Fraction(44))
    )


def test_context_goes_beside_the_values() -> None:
    rubric = CAFE.evolve(
        context=[Attribute("area", "Area", ["town", "mountain"])],
        levels=[Level("l", "L", total >= choose(context("area").one_of("mountain"), 80, 85))],
    )
    assert rubric.decide(FULL, context={"area": "mountain"}).level == rubric.levels[0]
    assert rubric.score(FULL, context={"area": "mountain"}).level == rubric.levels[0]
    assert rubric.decide(FULL, context={"area": "town"}).level is None
    for read in (rubric.decide, rubric.score):
        with pytest.raises(AssessmentError, match="needs to know 'area'"):
            read(FULL)


def test_what_is_wrong_is_told_on_the_fast_path_too() -> None:
    with pytest.raises(AssessmentError) as error:
        CAFE.decide(FULL | {"inspection": 101, "welcome": "offen"})
    assert {problem.path for problem in error.value.problems} == {
        "observations.inspection",
        "observations.welcome",
    }


def test_a_rubric_with_roots_has_no_fast_path_and_is_decided_all_the_same() -> None:
    rubric = Rubric(
        "r",
        version="1",
        title="R",
        criteria=[Indicator("a", "A", Formula("root(value)", points=10, least=0, most=100))],
        levels=[Level("l", "L", total >= "1.4142135623730950488")],
    )
    assert rubric.fast is None
    decision = rubric.decide({"a": 2})
    assert isinstance(decision.points, Enclosure)
    assert decision.level == rubric.levels[0]  # √2 is 1.41421356237309504880…
    assert rubric.decide({"a": 4}).points == 2


def test_fingerprints_are_of_64_hexadecimal_digits() -> None:
    for fingerprint in (CAFE.fingerprint, CAFE.structure):
        assert len(fingerprint) == 64
        assert int(fingerprint, 16) > 0


def test_a_rubric_shows_what_it_is() -> None:
    assert repr(CAFE) == "<Rubric cafe-hygiene 2026.1: 2 criteria, 4 indicators, 2 levels>"


def test_a_rubric_is_frozen_and_can_be_a_key() -> None:
    field = "title"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(CAFE, field, "Other")
    assert {CAFE: 1}[CAFE.evolve()] == 1


def test_a_subclass_may_add_to_how_it_decides() -> None:
    class Counting(Rubric):
        asked: list[object] = []  # noqa: RUF012  # of the class on purpose

        def decide(self, values: Any, *, context: Any = None) -> Decision:
            self.asked.append(values)
            return super().decide(values, context=context)

    fields = {"version": "1", "title": "T", "criteria": CAFE.criteria, "levels": CAFE.levels}
    made = Counting("counting", **fields)  # type: ignore[arg-type]  # each has its own type
    assert [made.decide(FULL).points for _ in range(2)] == [84, 84]
    assert made.asked == [FULL, FULL]


@pytest.mark.parametrize("name", ["nodes", "paths", "sources", "places"])
def test_what_a_rubric_has_worked_out_cannot_be_changed(name: str) -> None:
    found = getattr(get("thanh-hoa-2021-2026"), name)
    with pytest.raises(TypeError):
        found["families"] = None
    assert not hasattr(found, "pop")
