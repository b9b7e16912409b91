"""Observations and assessments: what they take, and what they refuse."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from rubrika import (
    Assessment,
    AssessmentError,
    NotApplicable,
    Observation,
    Problem,
    dumps_assessment,
    loads_assessment,
)


def problem_of(make: Any, *values: Any, **fields: Any) -> Problem:
    with pytest.raises(AssessmentError) as caught:
        make(*values, **fields)
    (found,) = caught.value.problems
    return found


def test_a_day_is_a_date_a_moment_of_it_or_a_text() -> None:
    day = date(2020, 12, 31)
    moment = datetime(2020, 12, 31, 9, 30, tzinfo=UTC)
    assert Observation(1, date=day).date == day
    assert Observation(1, date=moment).date == day
    assert Observation(1, date="2020-12-31").date == day


@pytest.mark.parametrize(
    ("fields", "code", "path"),
    [
        ({"assessor": 5}, "text", "assessor"),
        ({"note": 5}, "text", "note"),
        ({"source": "c22"}, "source", "source"),
        ({"date": "31.12.2020"}, "date", "date"),
        ({"evidence": 5}, "text", "evidence"),
    ],
)
def test_a_field_that_is_not_what_it_should_be_is_told(fields: Any, code: str, path: str) -> None:
    found = problem_of(Observation, 1, **fields)
    assert (found.code, found.path) == (code, path)
    assert found.hint


def test_a_reason_why_something_does_not_apply_is_a_text() -> None:
    assert problem_of(NotApplicable, 5).path == "justification"


@pytest.mark.parametrize(
    ("observations", "code", "path"),
    [
        ([("a", 1), ("a", 2)], "observed-twice", "observations.a"),
        ([("a", 1, 2)], "observations", "observations[0]"),
        ([5], "observations", "observations[0]"),
        ({5: 1}, "id", "observations[0]"),
        ("ab", "observations", "observations"),
        (5, "observations", "observations"),
    ],
)
def test_what_tells_no_values_by_id_is_refused(observations: Any, code: str, path: str) -> None:
    found = problem_of(Assessment, observations)
    assert (found.code, found.path) == (code, path)
    assert found.hint


def test_a_bare_value_is_an_observation_with_nothing_else() -> None:
    assert Assessment({"a": 5}).observations["a"] == Observation(5)


def test_assessments_show_themselves_and_are_equal_in_any_order() -> None:
    one, other = Assessment({"a": 1, "b": 2}), Assessment({"b": 2, "a": 1})
    assert one == other
    assert hash(one) == hash(other)
    assert repr(one.observations).startswith("{'a': Observation(value=1")
    assert len(one.observations) == 2


def test_a_changed_copy_keeps_the_observations() -> None:
    one = Assessment({"a": 5})
    assert one.evolve(subject="S").observations is one.observations


@pytest.mark.parametrize("other", [Decimal("0.1"), Fraction(1, 10)])
def test_a_float_is_the_number_that_it_stands_for(other: object) -> None:
    assert Assessment({"a": 0.1}) == Assessment({"a": other})
    assert Assessment({}, context={"h": 0.1}) == Assessment({}, context={"h": other})
    assert hash(Assessment({"a": 0.1})) == hash(Assessment({"a": other}))
    assert Assessment({}, context={"h": True}) != Assessment({}, context={"h": 1})
    assert Assessment({}, context={"h": 1}).context == {"h": 1}
    assert Assessment({}, context={"h": 1}).context != "h"


@pytest.mark.parametrize("form", ["toml", "json"])
def test_floats_come_back_equal_from_files(form: Any) -> None:
    seen = Assessment({"a": 0.1, "b": 1e-7}, context={"h": 0.1})
    assert loads_assessment(dumps_assessment(seen, form), form) == seen
