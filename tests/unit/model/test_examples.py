"""Examples: what the author of a rubric expects it to make of given values."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from rubrika import (
    Attribute,
    Bands,
    Criterion,
    Direct,
    Example,
    Formula,
    Indicator,
    Level,
    Mismatch,
    NotApplicable,
    Quantity,
    Rubric,
    RubrikaError,
    Source,
    YesNo,
    adapt,
    dumps,
    loads,
    total,
)

# Hygiene gives 40 or 10 points, pests 20, the whole 60: "good" asks for 50 of them.
CAFE = Rubric(
    "cafe",
    version="1",
    title="Café",
    criteria=[
        Criterion(
            "safety",
            "Safety",
            [
                Indicator("hygiene", "Hygiene", Bands({90: 40, 50: 10}, unit="%")),
                Indicator("pests", "No pests", YesNo(20), na="redistribute"),
            ],
        )
    ],
    levels=[Level("good", "Good", total >= 50)],
    context=[Attribute("area", "Area", ["hill", "plain"], required=False)],
)


def mismatches(values: dict[str, Any], **expected: Any) -> list[str]:
    example = Example(values, **expected)
    return [str(found) for found in CAFE.mismatches(example)]


def problem(build: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(RubrikaError) as caught:
        build()
    (found,) = caught.value.problems
    return found.code, found.path


FULL = {"hygiene": 90, "pests": True}


def test_an_example_that_holds_has_no_mismatches() -> None:
    assert mismatches(FULL, points=60, level="good", nodes={"safety": 60, "hygiene": "40"}) == []
    assert mismatches({"hygiene": 89, "pests": True}, points=30, no_level=True) == []
    assert mismatches(FULL, least=60, most=60) == []


def test_bounds_of_missing_values_lie_within_the_range() -> None:
    assert mismatches({"hygiene": 90}, least=40, most=60) == []
    assert mismatches({"hygiene": 90}, least=41, most=59) == [
        "points: at least 41 is expected, between 40 and 60 is found",
        "points: at most 59 is expected, between 40 and 60 is found",
    ]


@pytest.mark.parametrize(
    ("values", "expected", "told"),
    [
        (FULL, {"points": 59}, "points: 59 is expected, 60 is found"),
        (FULL, {"most": 59}, "points: at most 59 is expected, 60 is found"),
        (FULL, {"no_level": True}, "level: no level is expected, good is found"),
        ({"hygiene": 50, "pests": True}, {"level": "good"}, "level: good is expected, no level is"),
        ({"hygiene": 90}, {"level": "good"}, "level: good is expected, an open level is found"),
        ({"hygiene": 90}, {"points": 60}, "points: 60 is expected, between 40 and 60 is found"),
        (FULL, {"nodes": {"hygiene": 10}}, "hygiene: 10 is expected, 40 is found"),
        (
            {"hygiene": 90, "pests": NotApplicable()},
            {"nodes": {"pests": 20}},
            "pests: 20 is expected, nothing that applies is found",
        ),
    ],
)
def test_what_does_not_hold_is_told(
    values: dict[str, Any], expected: dict[str, Any], told: str
) -> None:
    (found,) = mismatches(values, **expected)
    assert found.startswith(told)


def test_nothing_that_applies_is_within_no_range() -> None:
    only = Indicator("pests", "No pests", YesNo(20), na="redistribute")
    rubric = Rubric("r", version="1", title="R", criteria=[only])
    example = Example({"pests": NotApplicable()}, least=0, most=20)
    assert rubric.mismatches(example) == (
        Mismatch("points", "at least 0", "nothing that applies"),
        Mismatch("points", "at most 20", "nothing that applies"),
    )


def test_an_irrational_total_is_expected_within_a_range() -> None:
    rubric = Rubric(
        "r",
        version="1",
        title="R",
        criteria=[Indicator("a", "A", Formula("root(value)", points=3, least=0, most=9))],
    )
    near = Example({"a": 2}, least="1.4", most="1.5")  # the square root of 2 is 1.41…
    assert rubric.mismatches(near) == ()
    assert len(rubric.mismatches(Example({"a": 2}, most="1.4"))) == 1


@pytest.mark.parametrize(
    ("fields", "code", "path"),
    [
        ({}, "example-empty", ""),
        ({"level": "good", "no_level": True}, "example-both", "no_level"),
        ({"points": 1, "most": 2}, "example-both", "points"),
        ({"least": 2, "most": 1}, "limits", "least"),
        ({"nodes": 5}, "example-nodes", "nodes"),
        ({"nodes": {"a": "x"}}, "number", "nodes.a"),
        ({"points": True}, "number", "points"),
        ({"level": "good", "source": "c22"}, "source", "source"),
    ],
)
def test_an_example_that_contradicts_itself_is_refused(
    fields: dict[str, Any], code: str, path: str
) -> None:
    assert problem(lambda: Example({}, **fields)) == (code, path)


@pytest.mark.parametrize(
    ("example", "code", "path"),
    [
        (Example({"pestz": True}, points=1), "unknown-indicator", "examples[1].values.pestz"),
        (Example({"pests": 1}, points=1), "yes-no", "examples[1].values.pests"),
        (
            Example({}, context={"area": "x"}, points=1),
            "unknown-option",
            "examples[1].context.area",
        ),
        (Example({}, level="gold"), "example-unknown", "examples[1].level"),
        (Example({}, nodes={"pest": 1}), "example-unknown", "examples[1].nodes.pest"),
    ],
)
def test_an_example_names_what_the_rubric_has(example: Example, code: str, path: str) -> None:
    good = Example(FULL, points=60)
    assert problem(lambda: CAFE.evolve(examples=[good, example])) == (code, path)


def test_what_is_no_example_is_refused() -> None:
    assert problem(lambda: CAFE.evolve(examples=[FULL])) == ("member", "examples[0]")


EXAMPLES = [
    Example(
        FULL,
        title={"en": "clean", "vi": "sạch"},
        context={"area": "hill"},
        points=60,
        level="good",
        nodes={"safety": 60},
        source=Source("report", document="Report 5"),
    ),
    Example({"hygiene": "89.5", "pests": NotApplicable("none here")}, least=5, most="15.5"),
    Example({}, no_level=False, least=0),
]


@pytest.mark.parametrize("form", ["toml", "json"])
def test_examples_travel_with_the_rubric_in_files(form: Any) -> None:
    rubric = CAFE.evolve(examples=EXAMPLES)
    again = loads(dumps(rubric, form), form)
    assert again == rubric
    assert again.examples == tuple(EXAMPLES)
    assert again.fingerprint == rubric.fingerprint


def test_examples_change_the_content_and_not_the_structure() -> None:
    rubric = CAFE.evolve(examples=EXAMPLES)
    assert rubric.structure == CAFE.structure
    assert rubric.fingerprint != CAFE.fingerprint


def test_a_scorecard_names_no_source_of_an_example() -> None:
    rubric = CAFE.evolve(examples=EXAMPLES)
    assert [source.id for source in rubric.sources.values()] == ["report"]
    assert rubric.score(FULL).sources == ()


def test_an_adapted_rubric_has_its_own_examples_only() -> None:
    rubric = CAFE.evolve(examples=EXAMPLES)
    changes = {"pests.scale.points": 25}
    assert adapt(rubric, id="ours", version="1", changes=changes).examples == ()
    own = Example(FULL, points=65)
    ours = adapt(rubric, id="ours", version="1", changes=changes, examples=[own])
    assert ours.examples == (own,)
    assert ours.mismatches(own) == ()


def test_an_example_as_an_assessment_is_scored_as_it_says() -> None:
    seen = EXAMPLES[1].assessment
    # 10 of the 40 points of hygiene, to which go the 20 of pests that do not apply: 10 / 40 · 60.
    assert CAFE.score(seen).points == Fraction(15)


def test_no_path_of_an_adaptation_leads_into_examples() -> None:
    rubric = CAFE.evolve(examples=EXAMPLES)
    changes = {"examples[0].points": 65}
    found = problem(lambda: adapt(rubric, id="ours", version="1", changes=changes))
    assert found == ("unknown-path", "examples[0].points")


@pytest.mark.parametrize("nine", [Decimal("9.0"), 9.0, Fraction(9)])
def test_a_whole_number_is_the_same_however_it_is_written(nine: object) -> None:
    wait = Indicator("wait", "Minutes", Direct(10))
    good = Level("good", "Good", total >= 5)

    def rubric(value: object) -> Rubric:
        example = Example({"wait": value}, context={"seats": value}, points=9)
        seats = Attribute("seats", "Seats", Quantity())
        return Rubric(
            "r",
            version="1",
            title="R",
            criteria=[wait],
            levels=[good],
            context=[seats],
            examples=[example],
        )

    assert rubric(nine) == rubric(9)
    assert rubric(nine).fingerprint == rubric(9).fingerprint
    for form in ("toml", "json"):
        assert loads(dumps(rubric(nine), form), form) == rubric(9)
    assert math.isnan(Example({"wait": math.nan}, points=9).values["wait"].value)
