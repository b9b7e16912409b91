"""Assessments as files: what each key means, and what is said of what is wrong."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from rubrika import (
    Assessment,
    AssessmentError,
    FileError,
    Indicator,
    NotApplicable,
    Observation,
    Problem,
    Rubric,
    Source,
    YesNo,
    cited,
    dumps_assessment,
    load_assessment,
    load_assessments,
    loads_assessment,
)

HEAD = 'format = "assessment/1"\n'
CIRCULAR = Source("c22", document="Circular 22/2020")
CAFE = Rubric(
    "cafe",
    version="1",
    title="Café",
    valid=("2026-01-01", None),
    criteria=[Indicator("pests", "No pests", YesNo(20)), Indicator("wait", "Wait", YesNo(5))],
)


def problems_of(text: str) -> dict[str, Problem]:
    """The problems of a file by their paths."""
    with pytest.raises(FileError) as caught:
        loads_assessment(text)
    found = caught.value.problems
    assert len({problem.path for problem in found}) == len(found)
    return {problem.path: problem for problem in found}


def observed(value: str) -> Observation:
    """The observation that is written so."""
    return loads_assessment(f"{HEAD}[observations]\na = {value}\n").observations["a"]


# What files say


def test_a_file_says_an_assessment() -> None:
    assert loads_assessment("""
        format = "assessment/1"
        rubric = "cafe"
        version = "2026.1"
        subject = "Café Sen"
        date = 2026-03-01
        note = { vi = "Lần hai", en = "Second visit" }

        [context]
        area = "mountain"
        people = 1200
        height = 12.50
        open = true

        [sources.c22]
        document = "Circular 22/2020"

        [observations]
        inspection = 91
        pests = { value = true, evidence = ["photo 7", "photo 8"], assessor = "An" }
        wait = { value = 12.5, date = 2026-02-28, note = "at noon", source = "c22" }
        welcome = { not_applicable = "self-service", evidence = "photo 9" }
        lights = { not_applicable = true }
        share = { number = "1/3" }
        bar = { value = 85, source = "c22" }
        stated = { value = { value = 85, source = "c22" } }
        later = { note = "not seen yet" }
    """) == Assessment(
        {
            "inspection": 91,
            "pests": Observation(True, evidence=["photo 7", "photo 8"], assessor="An"),
            "wait": Observation(
                Fraction("12.5"), date="2026-02-28", note="at noon", source=CIRCULAR
            ),
            "welcome": Observation(NotApplicable("self-service"), evidence="photo 9"),
            "lights": NotApplicable(),
            "share": Fraction(1, 3),
            "bar": Observation(85, source=CIRCULAR),
            "stated": cited(85, CIRCULAR),
            "later": Observation(None, note="not seen yet"),
        },
        rubric="cafe",
        version="2026.1",
        subject="Café Sen",
        date=date(2026, 3, 1),
        note={"vi": "Lần hai", "en": "Second visit"},
        context={
            "area": "mountain",
            "people": 1200,
            "height": Fraction("12.5"),
            "open": True,
        },
    )


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0.1", Fraction(1, 10)),
        ("74.02", Fraction(7402, 100)),
        ("1e-3", Fraction(1, 1000)),
        ("1_000.5", Fraction(2001, 2)),
        ("0.30000000000000004", Fraction(30000000000000004, 10**17)),
        ("9007199254740993", 2**53 + 1),
        ('"1/3"', "1/3"),
        ('"often"', "often"),
        ("false", False),
    ],
)
def test_a_value_is_exactly_what_is_written(written: str, value: object) -> None:
    assert observed(written) == Observation(value)


def test_an_assessment_may_be_empty() -> None:
    assert loads_assessment(HEAD) == Assessment({})
    assert loads_assessment('{"format": "assessment/1", "$schema": "x"}', "json") == Assessment({})


def test_null_in_json_is_missing() -> None:
    text = '{"format": "assessment/1", "observations": {"a": null, "b": {"value": null}}}'
    assert loads_assessment(text, "json") == Assessment({"a": None, "b": None})


def test_ids_may_be_spelt_in_parts() -> None:
    apart = unicodedata.normalize("NFD", "điểm")
    assert list(loads_assessment(f'{HEAD}[observations]\n"{apart}" = 5').observations) == ["điểm"]
    (found,) = problems_of(f'{HEAD}[observations]\n"{apart}" = 5\n"điểm" = 6').values()
    assert (found.code, found.path) == ("observed-twice", "observations.điểm")
    assert found.hint == "Keep one of the two."


def test_sources_may_be_spelt_in_parts() -> None:
    apart = unicodedata.normalize("NFD", "điểm")
    text = '[sources."{}"]\ndocument = "D"\n[observations]\na = {{ value = 5, source = "{}" }}'
    for key, used in ((apart, "điểm"), ("điểm", apart)):
        made = loads_assessment(HEAD + text.format(key, used))
        assert made.observations["a"].source == Source("điểm", document="D")
    twice = f'[sources."{apart}"]\ndocument = "E"\n'
    (found,) = problems_of(HEAD + twice + text.format("điểm", "điểm")).values()
    assert (found.code, found.path) == ("duplicate-key", "sources.điểm")
    assert "Keep one of the two." in found.hint


# What is wrong with files


@pytest.mark.parametrize(
    ("text", "path", "code", "hint"),
    [
        ("observations = 5", "observations", "wrong-type", "Write { key = …, … }, or a table"),
        ("observations = { a = [1] }", "observations.a", "wrong-type", "Write a number, true"),
        (
            "observations = { a = nan }",
            "observations.a",
            "number",
            "Write a number. What was not observed",
        ),
        (
            "observations = { a = -inf }",
            "observations.a",
            "number",
            "Write a number. What was not observed",
        ),
        ("observations = { a = 2020-12-31 }", "observations.a", "wrong-type", "Write a number,"),
        ("observations = { a = 12:00:00 }", "observations.a", "wrong-type", "Write a number,"),
        (
            "observations = { a = { number = '7,5' } }",
            "observations.a.number",
            "number",
            "Write the decimal point as a point: 7.5.",
        ),
        (
            "observations = { a = { number = true } }",
            "observations.a.number",
            "wrong-type",
            "Numbers look like",
        ),
        (
            "observations = { a = { number = 12:00:00 } }",
            "observations.a.number",
            "wrong-type",
            "Numbers look like",
        ),
        (
            "observations = { a = { valu = 5 } }",
            "observations.a.valu",
            "unknown-key",
            "Did you mean 'value'?",
        ),
        (
            "observations = { a = { value = 5, not_applicable = 'closed' } }",
            "observations.a.not_applicable",
            "value",
            "Keep one of the two.",
        ),
        (
            "observations = { a = { not_applicable = false } }",
            "observations.a.not_applicable",
            "wrong-type",
            "Write why it does not apply, or true; leave it out if it applies.",
        ),
        (
            "observations = { a = { not_applicable = ' ' } }",
            "observations.a.not_applicable",
            "wrong-type",
            "Write why it does not apply, or true; leave it out if it applies.",
        ),
        (
            "observations = { a = { value = 5, evidence = [7] } }",
            "observations.a.evidence[0]",
            "wrong-type",
            'Write it in quotes: "7".',
        ),
        (
            "observations = { a = { value = 5, date = 2020-12-31T23:00:00Z } }",
            "observations.a.date",
            "wrong-type",
            "Write 2020-12-31.",
        ),
        (
            "observations = { a = { value = 5, date = '31/12/2020' } }",
            "observations.a.date",
            "date",
            "Write 2020-12-31.",
        ),
        (
            "observations = { a = { value = 5, source = 'c' } }",
            "observations.a.source",
            "unknown-source",
            "Write a table [sources.c].",
        ),
        ("observation = { a = 5 }", "observation", "unknown-key", "Did you mean 'observations'?"),
        ("context = { area = [] }", "context.area", "wrong-type", "Write a number, true"),
        ("context = 5", "context", "wrong-type", "Write { key = …, … }, or a table [name]."),
        ("date = 20201231", "date", "wrong-type", "Write 2020-12-31."),
        ("subject = 5", "subject", "wrong-type", 'Write it in quotes: "5".'),
        ("version = 2026.10", "version", "wrong-type", 'Write it in quotes: "2026.10".'),
        ("version = 2020-12-31", "version", "wrong-type", 'Write it in quotes: "2020-12-31".'),
        ("subject = ['Sen']", "subject", "wrong-type", 'Write a text in quotes: "…".'),
        ("note = { vi = 5 }", "note", "text", "Write a string, or one per language"),
        ("sources = { a = {} }", "sources.a.document", "source-document", "Name it."),
    ],
)
def test_what_is_wrong_is_told_at_its_place(text: str, path: str, code: str, hint: str) -> None:
    (found,) = problems_of(HEAD + text).values()
    assert (found.path, found.code) == (path, code)
    assert found.hint.startswith(hint)


def test_five_things_of_the_wrong_shape_are_five_problems() -> None:
    found = problems_of(f"""{HEAD}
        subject = 5
        date = "soon"
        context = []
        [observations]
        a = []
        b = {{ value = 1, evidense = "x" }}
    """)
    assert {path: problem.code for path, problem in found.items()} == {
        "subject": "wrong-type",
        "date": "date",
        "context": "wrong-type",
        "observations.a": "wrong-type",
        "observations.b.evidense": "unknown-key",
    }


def test_null_is_told_as_json_has_it() -> None:
    with pytest.raises(FileError) as caught:
        loads_assessment('{"format": "assessment/1", "sources": {"a": {"document": null}}}', "json")
    assert caught.value.problems[0].path == "sources.a.document"
    with pytest.raises(FileError) as caught:
        loads_assessment('{"format": "assessment/1", "note": [null, {"a": [{}]}]}', "json")
    assert "[null, {a = …}]" in caught.value.problems[0].message


# With their rubric


def test_a_file_is_checked_against_its_rubric(tmp_path: Path) -> None:
    path = tmp_path / "sen.toml"
    path.write_text(f"{HEAD}observations = {{ pests = true }}", encoding="utf-8")
    assert load_assessments(path, CAFE) == (Assessment({"pests": True}),)
    assert load_assessment(path, CAFE) == load_assessment(path) == Assessment({"pests": True})


@pytest.mark.parametrize(
    ("text", "path", "code", "hint"),
    [
        ("observations = { pest = true }", "observations.pest", "unknown-indicator", "Did you"),
        ("observations = { pests = 1 }", "observations.pests", "yes-no", "Write true or false."),
        ('rubric = "cafes"', "rubric", "other-rubric", "Score it with its own rubric"),
        ('rubric = "cafe"\nversion = "2"', "version", "other-version", "Score it with that"),
        ("date = 2025-12-31", "date", "outside-validity", "Use the rubric that was in force"),
        ("context = { area = 'x' }", "context.area", "unknown-context", "It depends on no"),
    ],
)
def test_what_does_not_fit_the_rubric_is_told(
    tmp_path: Path, text: str, path: str, code: str, hint: str
) -> None:
    file = tmp_path / "sen.toml"
    file.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(AssessmentError) as caught:
        load_assessment(file, CAFE)
    (found,) = caught.value.problems
    assert (found.path, found.code) == (path, code)
    assert found.hint.startswith(hint)


def test_only_a_rubric_is_a_rubric(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        load_assessments(tmp_path / "sen.toml", "cafe")  # type: ignore[arg-type]  # what is refused
    assert caught.value.problems[0].message == "a Rubric is due, not 'cafe'"


def test_a_file_tells_which_it_is_when_it_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(FileError) as caught:
        load_assessment(path)
    assert caught.value.__notes__ == [f"The file is {path}."]


# How what is written looks


FULL = Assessment(
    {
        "inspection": 91,
        "share": "1/3",
        "third": Fraction(1, 3),
        "half": 0.5,
        "tenth": Decimal("0.10"),
        "pests": Observation(True, evidence=["photo 7"], date="2026-03-01"),
        "bar": Observation(cited(85, CIRCULAR), source=CIRCULAR),
        "wait": NotApplicable("self-service"),
        "lights": NotApplicable(),
        "later": Observation(None, note={"vi": "Chưa xem", "en": "Not seen yet"}),
        "missing": None,
        "điểm": 2**53,
    },
    subject="Café Sen",
    rubric="cafe",
    version="1",
    date="2026-03-02",
    note="Second visit",
    context={"area": "mountain", "people": Fraction(1, 3)},
)


def test_what_is_written_reads_as_if_by_hand() -> None:
    assert (
        dumps_assessment(FULL)
        == """\
format = "assessment/1"
rubric = "cafe"
version = "1"
subject = "Café Sen"
date = 2026-03-02
note = "Second visit"

[context]
area = "mountain"
people = { number = "1/3" }

[sources.c22]
document = "Circular 22/2020"

[observations]
inspection = 91
share = "1/3"
third = { number = "1/3" }
half = 0.5
tenth = 0.1
pests = { value = true, evidence = ["photo 7"], date = 2026-03-01 }
bar = { number = { value = 85, source = "c22" }, source = "c22" }
wait = { not_applicable = "self-service" }
lights = { not_applicable = true }
later = { note = { en = "Not seen yet", vi = "Chưa xem" } }
missing = {}
"điểm" = { number = "9007199254740992" }
"""
    )


@pytest.mark.parametrize("format", ["toml", "json"])
def test_what_is_written_is_read_back(format: Any) -> None:
    again = loads_assessment(dumps_assessment(FULL, format), format)
    observations = {**FULL.observations, "half": Fraction(1, 2), "tenth": Fraction(1, 10)}
    assert again == FULL.evolve(observations=observations)
    bar = again.observations["bar"].value
    assert bar.source == CIRCULAR


def test_in_json_dates_are_texts() -> None:
    data = json.loads(dumps_assessment(FULL, "json"))
    assert (data["date"], data["observations"]["pests"]["date"]) == ("2026-03-02", "2026-03-01")


def test_two_sources_of_one_id_keep_apart() -> None:
    other = Source("c22", document="Another")
    third = Source("c22-2", document="A third")
    assessment = Assessment(
        {
            "a": Observation(1, source=CIRCULAR),
            "b": Observation(1, source=other),
            "c": Observation(1, source=third),
        }
    )
    text = dumps_assessment(assessment)
    assert '[sources.c22-3]\nid = "c22"\ndocument = "Another"' in text
    assert loads_assessment(text) == assessment


def test_all_that_cannot_be_written_is_told() -> None:
    with pytest.raises(FileError) as caught:
        dumps_assessment(Assessment({"a": object(), "b": [1]}, context={"c": date(2020, 1, 1)}))
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [
        ("value", "context.c"),
        ("value", "observations.a"),
        ("value", "observations.b"),
    ]
    with pytest.raises(FileError) as caught:
        dumps_assessment(Assessment({"a": float("nan")}))
    assert caught.value.problems[0].path == "observations.a"


def test_only_assessments_are_written_as_assessments() -> None:
    with pytest.raises(FileError, match="an Assessment is due, not 'x'"):
        dumps_assessment("x")  # type: ignore[arg-type]  # what is refused
    with pytest.raises(FileError, match="there is no format 'yaml'"):
        dumps_assessment(FULL, "yaml")  # type: ignore[arg-type]  # what is refused
