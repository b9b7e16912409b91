"""Bad assessments: each is refused with a code, the path of the culprit, and a way out."""

from __future__ import annotations

import unicodedata
from collections import UserDict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import pytest

from rubrika import (
    Assessment,
    AssessmentError,
    Attribute,
    Bands,
    Choice,
    Criterion,
    Direct,
    Indicator,
    Level,
    Linear,
    NaPolicy,
    NotApplicable,
    Observation,
    Quantity,
    Rubric,
    RubrikaError,
    Tally,
    Truth,
    YesNo,
    total,
)

LEAVE_OUT = "Write a number. What was not observed is left out: missing evidence gives bounds."
LOOK = "Numbers look like 12, -3.5, 1/3, 2e-3 or 74.02%."
ONE_OR_ZERO = "Write 1 or 0 if you mean a number."
TRUE_OR_FALSE = "Write true or false."
PAIRS = 'Write {"id": value, …}, or pairs of an id and a value.'
KNOWN_FACTS = "Known: 'area', 'homes', 'poor'."
KNOWN_AREAS = "Known: 'hill', 'plain'."
KNOWN_WORDS = "Known: 'never', 'often'."


def leaf(id: str, scale: Any, **fields: Any) -> Indicator:
    return Indicator(id, id.upper(), scale, **fields)


TOWN = Rubric(
    "town",
    version="2021.1",
    title="Town",
    criteria=[
        Criterion(
            "learning",
            "Learning",
            [
                leaf("rate", Bands({90: 4, 50: 2}, unit="%", decimals=1)),
                leaf("hours", Linear(worst=0, best=10, points=5, least=0, most=20)),
                leaf("score", Direct(10, step="0.5")),
                leaf("clubs", Tally(each=1, limit=5)),
            ],
        ),
        Criterion(
            "life",
            "Life",
            [
                leaf("safe", YesNo(3)),
                leaf("mood", Choice({"never": 0, "often": 2})),
                leaf("coast", YesNo(1), na=NaPolicy("redistribute")),
                leaf("river", YesNo(1), na=NaPolicy("full", justified=True)),
                leaf("điểm", YesNo(1)),
            ],
        ),
    ],
    context=[
        Attribute("area", "Area", ["hill", "plain"]),
        Attribute("homes", "Homes", Quantity(0, 100, decimals=0), required=False),
        Attribute("poor", "Poor", Truth(), required=False),
    ],
    levels=[Level("good", "Good", total >= 20)],
    valid=("2021-01-01", "2026-12-31"),
)
GOOD: dict[str, Any] = {
    "rate": 90,
    "hours": 5,
    "score": "7.5",
    "clubs": 3,
    "safe": True,
    "mood": "often",
    "coast": True,
    "river": True,
    "điểm": True,
}
HILL: dict[str, Any] = {"area": "hill"}

Found = list[tuple[str, str, str]]


def problems_of(values: Any, context: Any = HILL) -> Found:
    """The code, path and hint of each problem, which both ways to score raise alike."""
    found: list[Found] = []
    for way in (TOWN.score, TOWN.decide):
        with pytest.raises(AssessmentError) as caught:
            way(values, context=context)
        found.append([(p.code, p.path, p.hint) for p in caught.value.problems])
    assert found[0] == found[1]
    return found[0]


def problems_with(id: str, value: Any) -> Found:
    """What is said of *value* as the observation of *id*, bare and in an assessment."""
    values = {**GOOD, id: value}
    found = problems_of(values)
    assert problems_of(Assessment(values, context=HILL), None) == found
    return found


class Shy:
    """Something that can't even be shown."""

    def __repr__(self) -> str:
        raise RuntimeError("not shown")


class Touchy:
    """Something that can't be compared, as a table of another library."""

    __hash__ = None  # type: ignore[assignment]  # as of such tables

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("the truth value of a table is ambiguous")


class Half:
    """Something that Python would take for a float, as a scalar of another library."""

    def __float__(self) -> float:
        return 0.5


class Float(float):
    """A float that shows itself otherwise, as a scalar of another library."""

    def __repr__(self) -> str:
        return f"Float({float(self)})"


class Word(StrEnum):
    OFTEN = "often"


class Text(str):
    __slots__ = ()


class Part(Fraction):
    pass


NAN, INFINITY = float("nan"), float("inf")
HUGE = 10**5000
"""More digits than Python itself writes down."""


def str_of(value: object) -> str:
    """The name of a case; most show themselves."""
    return "huge" if value is HUGE else type(value).__name__


# Values


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        (NAN, LEAVE_OUT),
        (INFINITY, LEAVE_OUT),
        (-INFINITY, LEAVE_OUT),
        (Float("nan"), LEAVE_OUT),
        (Decimal("NaN"), LEAVE_OUT),
        (Decimal("sNaN"), LEAVE_OUT),
        (Decimal("Infinity"), LEAVE_OUT),
        (Decimal("-Infinity"), LEAVE_OUT),
        ("nan", LEAVE_OUT),
        ("-Infinity", LEAVE_OUT),
        ("12,5", "Write the decimal point as a point: 12.5."),
        ("1.234,5", LOOK),
        ("1 000", LOOK),
        ("1_000", LOOK),
        ("0x10", LOOK),
        ("５", LOOK),
        ("½", LOOK),
        ("", LOOK),
        ("five", LOOK),
        ("1/0", "Write a divisor other than 0."),
        (True, ONE_OR_ZERO),
        (False, ONE_OR_ZERO),
        (b"5", LOOK),
        (5j, LOOK),
        ([5], LOOK),
        ({"value": 5}, LOOK),
        (date(2021, 1, 1), LOOK),
        (float, LOOK),
        (Half(), LOOK),
        (Shy(), LOOK),
        (Touchy(), LOOK),
        (Observation(5), LOOK),
        ("1e400", "Stay within 10^±330."),
        ("1e331", "Stay within 10^±330."),
        (Decimal("1e999999"), "Stay within 10^±330."),
        (Decimal("1e-999999"), "Stay within 10^±330."),
        ("9" * 500, "At most 400 characters."),
        (10**500, "At most 400 digits."),
        pytest.param(HUGE, "At most 400 digits.", id="huge"),
        pytest.param(-HUGE, "At most 400 digits.", id="huge below 0"),
    ],
)
def test_what_is_no_exact_number_is_refused_where_a_number_is_due(value: Any, hint: str) -> None:
    for id_ in ("rate", "hours", "score", "clubs"):
        observed = Observation(value) if isinstance(value, Observation) else value
        assert problems_with(id_, observed) == [("number", f"observations.{id_}", hint)]


@pytest.mark.parametrize(
    "value",
    [0, 1, 1.0, Fraction(1), Decimal(1), "true", "yes", "", b"", NAN, [True], Shy(), HUGE],
    ids=str_of,
)
def test_only_true_and_false_are_taken_where_yes_or_no_is_due(value: Any) -> None:
    for id_ in ("safe", "coast", "điểm"):
        found = problems_with(id_, value)
        assert found == [("yes-no", f"observations.{id_}", TRUE_OR_FALSE)]


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("offen", "Did you mean 'often'?"),
        ("Often", "Did you mean 'often'?"),
        (" often", "Did you mean 'often'?"),
        ("", KNOWN_WORDS),
        (5, KNOWN_WORDS),
        (True, KNOWN_WORDS),
        (NAN, KNOWN_WORDS),
        pytest.param(HUGE, KNOWN_WORDS, id="huge"),
        (b"often", KNOWN_WORDS),
        (["often"], KNOWN_WORDS),
        (Shy(), KNOWN_WORDS),
        (Touchy(), KNOWN_WORDS),
    ],
)
def test_only_the_options_are_taken_where_a_choice_is_due(value: Any, hint: str) -> None:
    assert problems_with("mood", value) == [("unknown-option", "observations.mood", hint)]


@pytest.mark.parametrize(
    ("id", "value", "allowed"),
    [
        ("rate", 101, "0 to 100 % with at most 1 decimals"),
        ("rate", -1, "0 to 100 % with at most 1 decimals"),
        ("rate", "100." + "0" * 300 + "1", "0 to 100 % with at most 1 decimals"),
        ("hours", Decimal("20.01"), "0 to 20"),
        ("hours", -1e-9, "0 to 20"),
        ("score", "10.5", "0 to 10 in steps of 0.5"),
    ],
)
def test_a_value_outside_the_domain_is_told_with_what_is_allowed(
    id: str, value: Any, allowed: str
) -> None:
    expected = [("out-of-domain", f"observations.{id}", f"Allowed: {allowed}.")]
    assert problems_with(id, value) == expected


@pytest.mark.parametrize("value", ["50.01", 50.01, Decimal("50.01"), Fraction(1, 3), "1/3", 1e-300])
def test_more_decimals_than_declared_are_refused_and_not_rounded(value: Any) -> None:
    assert problems_with("rate", value) == [("decimals", "observations.rate", "Allowed: 1.")]


def test_a_value_between_two_steps_is_refused() -> None:
    expected = [("step", "observations.score", "Allowed: 0 to 10 in steps of 0.5.")]
    assert problems_with("score", 7.25) == expected


def test_a_percentage_is_refused_where_another_unit_is_due() -> None:
    assert problems_with("hours", "5 %") == [("number", "observations.hours", "Allowed: 0 to 20.")]


@pytest.mark.parametrize(
    ("id", "value", "points"),
    [
        ("rate", "90.0", 4),
        ("rate", " 89.9 % ", 2),
        ("rate", Float(90.0), 4),
        ("rate", Decimal("-0"), 0),
        ("rate", -0.0, 0),
        ("hours", Part(1, 3), Fraction(1, 6)),  # 5 points for 10 hours
        ("hours", "1/3", Fraction(1, 6)),
        ("hours", Text("0.1"), Fraction(1, 20)),
        ("hours", 0.1, Fraction(1, 20)),
        ("mood", Word.OFTEN, 2),
        ("mood", Text("often"), 2),
    ],
)
def test_the_kin_of_numbers_and_texts_are_taken_for_what_they_say(
    id: str, value: Any, points: Any
) -> None:
    values = {**GOOD, id: value}
    card = TOWN.score(values, context=HILL)
    assert card[id].points == points
    assert type(card[id].points) is Fraction
    assert TOWN.decide(values, context=HILL).points == card.points


# Ids


@pytest.mark.parametrize(
    ("id", "hint"),
    [
        ("rates", "Did you mean 'rate'?"),
        ("Rate", "Did you mean 'rate'?"),
        ("safe ", "Did you mean 'safe'?"),
        ("điem", "Did you mean 'điểm'?"),
        ("x", "Known: 'rate', 'hours', 'score', 'clubs', 'safe', 'mood', 'coast', 'river', …"),
    ],
)
def test_an_unknown_indicator_is_told_with_what_may_be_meant(id: str, hint: str) -> None:
    assert problems_of({**GOOD, id: 1}) == [("unknown-indicator", f"observations.{id}", hint)]


def test_a_criterion_is_not_observed_but_what_it_is_made_of() -> None:
    hint = "Observe what it is made of: rate, hours, score, clubs."
    expected = [("unknown-indicator", "observations.learning", hint)]
    assert problems_of({**GOOD, "learning": 10}) == expected


@pytest.mark.parametrize("key", [5, None, b"rate", ("rate",), 1.5])
def test_an_id_is_a_text(key: Any) -> None:
    expected = [("id", f"observations[{len(GOOD)}]", "Ids are texts.")]
    assert problems_of({**GOOD, key: 1}) == expected


def test_an_id_means_the_same_composed_and_decomposed() -> None:
    apart = unicodedata.normalize("NFD", "điểm")
    assert apart != "điểm"
    values = {**GOOD, apart: False}
    twice = [("observed-twice", "observations.điểm", "Keep one of the two.")]
    assert problems_of(values) == twice
    del values["điểm"]
    assert TOWN.score(values, context=HILL)["điểm"].points == 0
    assert TOWN.decide(values, context=HILL).decided


@pytest.mark.parametrize("second", [90, 50])
def test_an_indicator_given_twice_is_refused_even_with_the_same_value(second: int) -> None:
    pairs = [("safe", True), ("rate", 90), ("rate", second)]
    expected = [("observed-twice", "observations.rate", "Keep one of the two.")]
    assert problems_of(pairs) == expected
    with pytest.raises(AssessmentError) as caught:
        Assessment([("rate", Observation(90)), ("rate", Observation(second))])
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("observed-twice", "observations.rate")


@pytest.mark.parametrize(
    ("values", "path"),
    [
        (None, "observations"),
        (5, "observations"),
        ("rate", "observations"),
        (b"rate", "observations"),
        (["ab"], "observations[0]"),
        ([("rate", 90), ("safe", True, 1)], "observations[1]"),
        ([{"rate", 90}], "observations[0]"),
        ([Observation(90)], "observations[0]"),
        ([("rate",)], "observations[0]"),
    ],
)
def test_what_tells_no_values_by_id_is_refused(values: Any, path: str) -> None:
    assert problems_of(values) == [("observations", path, PAIRS)]


def test_a_scorecard_is_no_assessment() -> None:
    card = TOWN.score(GOOD, context=HILL)
    assert problems_of(card) == [("observations", "observations", PAIRS)]


@pytest.mark.parametrize("kind", [dict, UserDict, MappingProxyType])
def test_any_mapping_tells_values_by_id(kind: Any) -> None:
    values: Mapping[str, Any] = kind(GOOD)
    # 4 + 2.5 + 7.5 + 3 and 3 + 2 + 1 + 1 + 1
    assert TOWN.score(values, context=kind(HILL)).points == 25
    assert TOWN.decide(values, context=kind(HILL)).points == 25


# Context


@pytest.mark.parametrize("context", [None, {}, [], {"area": None}, {"poor": True}])
def test_a_mandatory_context_that_is_missing_is_told_with_what_is_allowed(context: Any) -> None:
    expected = [("missing-context", "context.area", "Allowed: hill, plain.")]
    assert problems_of(GOOD, context) == expected


@pytest.mark.parametrize(
    ("context", "code", "path", "hint"),
    [
        ({**HILL, "aera": 1}, "unknown-context", "context.aera", "Did you mean 'area'?"),
        ({**HILL, "rate": 1}, "unknown-context", "context.rate", KNOWN_FACTS),
        ({"area": "hil"}, "unknown-option", "context.area", "Did you mean 'hill'?"),
        ({"area": 5}, "unknown-option", "context.area", KNOWN_AREAS),
        ({"area": True}, "unknown-option", "context.area", KNOWN_AREAS),
        ({"area": ["hill"]}, "unknown-option", "context.area", KNOWN_AREAS),
        ({"area": HUGE}, "unknown-option", "context.area", KNOWN_AREAS),
        ({**HILL, "poor": 1}, "yes-no", "context.poor", TRUE_OR_FALSE),
        ({**HILL, "poor": "yes"}, "yes-no", "context.poor", TRUE_OR_FALSE),
        ({**HILL, "homes": True}, "number", "context.homes", ONE_OR_ZERO),
        ({**HILL, "homes": NAN}, "number", "context.homes", LEAVE_OUT),
        ({**HILL, "homes": 1.5}, "decimals", "context.homes", "Allowed: 0."),
        (
            {**HILL, "homes": 101},
            "out-of-domain",
            "context.homes",
            "Allowed: 0 to 100 with at most 0 decimals.",
        ),
        (
            [("area", "hill"), ("area", "hill")],
            "stated-twice",
            "context.area",
            "Keep one of the two.",
        ),
        ({5: "hill"}, "id", "context[0]", "Ids are texts."),
        ("hill", "context", "context", PAIRS),
        (5, "context", "context", PAIRS),
    ],
)
def test_a_context_that_the_rubric_does_not_know_is_refused(
    context: Any, code: str, path: str, hint: str
) -> None:
    assert problems_of(GOOD, context) == [(code, path, hint)]


def test_a_rubric_without_context_takes_none() -> None:
    plain = TOWN.evolve(context=())
    with pytest.raises(AssessmentError) as caught:
        plain.score(GOOD, context=HILL)
    (problem,) = caught.value.problems
    found = problem.code, problem.path, problem.hint
    assert found == ("unknown-context", "context.area", "It depends on no context.")


# Not applicable


def test_what_must_apply_is_never_not_applicable() -> None:
    hint = "Observe it, or leave it out if it is not known."
    for value in (NotApplicable(), NotApplicable("the town is small")):
        assert problems_with("safe", value) == [("na-not-allowed", "observations.safe", hint)]
        assert problems_with("rate", value) == [("na-not-allowed", "observations.rate", hint)]


@pytest.mark.parametrize("why", ["", " ", "\n\t"])
def test_a_demanded_justification_is_not_left_out(why: str) -> None:
    expected = [("na-justification", "observations.river", "Say why.")]
    assert problems_with("river", NotApplicable(why)) == expected
    assert TOWN.score({**GOOD, "coast": NotApplicable(why)}, context=HILL)["coast"].points is None


def test_a_justification_is_a_text() -> None:
    nothing: Any = None
    with pytest.raises(AssessmentError) as caught:
        NotApplicable(nothing)
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("text", "justification")


# The whole


@pytest.mark.parametrize(
    ("fields", "code", "path", "words"),
    [
        ({"rubric": "village"}, "other-rubric", "rubric", "Score it with its own rubric"),
        (
            {"rubric": "village", "version": "7"},
            "other-rubric",
            "rubric",
            "Score it with its own rubric",
        ),
        (
            {"rubric": "town", "version": "2020.1"},
            "other-version",
            "version",
            "Score it with that version",
        ),
        ({"version": "2021.10"}, "other-version", "version", "Score it with that version"),
        ({"date": "2020-12-31"}, "outside-validity", "date", "in force on that day"),
        ({"date": date(2027, 1, 1)}, "outside-validity", "date", "in force on that day"),
    ],
)
def test_an_assessment_of_another_rubric_version_or_time_is_refused(
    fields: Any, code: str, path: str, words: str
) -> None:
    ((found, where, hint),) = problems_of(Assessment(GOOD, context=HILL, **fields), None)
    assert (found, where) == (code, path)
    assert words in hint


@pytest.mark.parametrize("day", ["2021-01-01", "2026-12-31", None])
def test_the_first_and_the_last_day_are_within_the_validity(day: str | None) -> None:
    made = Assessment(GOOD, context=HILL, rubric="town", version="2021.1", date=day)
    assert TOWN.score(made).points == 25
    assert TOWN.decide(made).points == 25


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"date": "31/12/2021"}, "date"),
        ({"date": 2021}, "date"),
        ({"subject": 5}, "text"),
        ({"rubric": None}, "text"),
        ({"version": 2021.1}, "text"),
        ({"note": 5}, "text"),
    ],
)
def test_a_field_of_an_assessment_that_is_not_what_it_should_be_is_told(
    fields: Any, code: str
) -> None:
    with pytest.raises(AssessmentError) as caught:
        Assessment(GOOD, **fields)
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == (code, *fields)
    assert problem.hint


def test_every_problem_of_an_assessment_is_told_at_once() -> None:
    values = {
        "rate": "12,5",
        "hours": 21,
        "score": "7.3",
        "clubs": NAN,
        "safe": 1,
        "mood": "offen",
        "coast": 5,
        "river": NotApplicable(),
        "điểm": NotApplicable("small"),
        "rates": 90,
        "life": 5,
    }
    context = {"aera": "hill", "homes": -1}
    made = Assessment(values, context=context, rubric="village", date="2020-01-01")
    assert [(code, path) for code, path, _ in problems_of(made, None)] == [
        ("other-rubric", "rubric"),
        ("outside-validity", "date"),
        ("number", "observations.rate"),
        ("out-of-domain", "observations.hours"),
        ("step", "observations.score"),
        ("number", "observations.clubs"),
        ("yes-no", "observations.safe"),
        ("unknown-option", "observations.mood"),
        ("yes-no", "observations.coast"),
        ("na-justification", "observations.river"),
        ("na-not-allowed", "observations.điểm"),
        ("unknown-indicator", "observations.rates"),
        ("unknown-indicator", "observations.life"),
        ("unknown-context", "context.aera"),
        ("missing-context", "context.area"),
        ("out-of-domain", "context.homes"),
    ]


def test_a_message_says_where_what_and_the_way_out() -> None:
    with pytest.raises(AssessmentError) as caught:
        TOWN.score({**GOOD, "rate": "12,5"}, context=HILL)
    assert str(caught.value) == (
        "observations.rate: '12,5' is not a number. "
        "Write the decimal point as a point: 12.5. [number]"
    )


def test_a_refused_assessment_leaves_nothing_behind() -> None:
    values = {**GOOD, "safe": "yes"}
    before = values.copy()
    rubric = TOWN.evolve(version="2021.1")  # its own readings, not yet made
    for _ in range(2):
        with pytest.raises(AssessmentError):
            rubric.score(values, context=HILL)
        with pytest.raises(AssessmentError):
            rubric.decide(values, context=HILL)
    assert values == before
    assert rubric.decide(GOOD, context=HILL).points == rubric.score(GOOD, context=HILL).points == 25


def test_every_refusal_is_of_the_one_family() -> None:
    assert issubclass(AssessmentError, RubrikaError)
    assert issubclass(AssessmentError, ValueError)
