"""Laws of files: what is written is read back, whatever it says, in every format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.laws.rubric_strategies import cases, rubrics

from rubrika import (
    Assessment,
    FileError,
    Indicator,
    NotApplicable,
    Observation,
    Problem,
    Rubric,
    Source,
    Text,
    YesNo,
    adapt,
    cited,
    dumps,
    dumps_assessment,
    exact,
    loads,
    loads_assessment,
    schema,
)
from rubrika.files.numbers import plain_number, read_number
from rubrika.files.reading import Format
from rubrika.files.tables import read_table
from rubrika.number import as_text

FORMATS: tuple[Format, ...] = ("toml", "json")
RUBRIC_SCHEMA = Draft202012Validator(schema("rubric"))
ASSESSMENT_SCHEMA = Draft202012Validator(schema("assessment"))
CIRCULAR = Source("c22", document="Circular 22/2020")


def exactly(assessment: Assessment) -> Assessment:
    """The assessment with each float as the number that it stands for."""
    observations = {
        id_: attrs.evolve(seen, value=exact(seen.value)) if isinstance(seen.value, float) else seen
        for id_, seen in assessment.observations.items()
    }
    return assessment.evolve(observations=observations)


@pytest.mark.parametrize("format", FORMATS)
@given(rubric=rubrics())
def test_a_rubric_is_read_back_as_it_was(format: Format, rubric: Rubric) -> None:
    again = loads(dumps(rubric, format), format)
    assert again == rubric
    assert again.fingerprint == rubric.fingerprint
    assert again.structure == rubric.structure
    assert repr(attrs.asdict(again)) == repr(attrs.asdict(rubric))


@pytest.mark.parametrize("format", FORMATS)
@given(rubric=rubrics())
def test_writing_again_gives_the_same_text(format: Format, rubric: Rubric) -> None:
    text = dumps(rubric, format)
    assert dumps(loads(text, format), format) == text


@given(rubric=rubrics())
def test_both_formats_say_the_same(rubric: Rubric) -> None:
    assert loads(dumps(rubric, "toml"), "toml") == loads(dumps(rubric, "json"), "json")


@pytest.mark.parametrize("format", FORMATS)
@given(rubric=rubrics(), weight=st.sampled_from(["a text", {"vi": "Một", "en": "One"}]))
def test_an_adapted_rubric_keeps_its_record(format: Format, rubric: Rubric, weight: Any) -> None:
    first = rubric.indicators[0].id
    made = adapt(rubric, id="ours", version="2", changes={f"{first}.title": weight})
    again = loads(dumps(made, format), format)
    assert again == made
    assert again.adaptation == made.adaptation
    assert again.adaptation is not None
    assert again.adaptation.changes[0].path == f"{first}.title"


@given(rubric=rubrics())
def test_what_is_written_fits_the_schema(rubric: Rubric) -> None:
    RUBRIC_SCHEMA.validate(json.loads(dumps(rubric, "json")))


@pytest.mark.parametrize("format", FORMATS)
@given(case=cases())
def test_an_assessment_is_read_back_as_it_was(
    format: Format, case: tuple[Rubric, Assessment]
) -> None:
    _, assessment = case
    again = loads_assessment(dumps_assessment(assessment, format), format)
    assert again == exactly(assessment)
    assert list(again.observations) == list(assessment.observations)


@given(case=cases())
def test_a_written_assessment_fits_the_schema(case: tuple[Rubric, Assessment]) -> None:
    ASSESSMENT_SCHEMA.validate(json.loads(dumps_assessment(case[1], "json")))


@pytest.mark.parametrize("format", FORMATS)
@given(case=cases())
def test_files_do_not_change_a_score(format: Format, case: tuple[Rubric, Assessment]) -> None:
    rubric, assessment = case
    rubric_again = loads(dumps(rubric, format), format)
    assessment_again = loads_assessment(dumps_assessment(assessment, format), format)
    assert rubric_again.decide(assessment_again) == rubric.decide(assessment)


def as_csv(rows: list[dict[str, str]], separator: str) -> str:
    """A table as Python's own writer writes it."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


COLUMNS = (
    "subject",
    "indicator",
    "value",
    "not_applicable",
    "evidence",
    "assessor",
    "date",
    "note",
)
SEPARATORS = st.sampled_from([",", ";", "\t"])


@given(case=cases(plain=True), subject=st.sampled_from(["", "Phường 1; “Sen”, 2"]), by=SEPARATORS)
def test_a_row_for_each_subject_says_all_values(
    case: tuple[Rubric, Assessment], subject: str, by: str
) -> None:
    rubric, assessment = case
    row = {"subject": subject, "date": ""}
    row |= {f"context.{name}": cell(fact) for name, fact in assessment.context.items()}
    row |= {leaf.id: "" for leaf in rubric.indicators}
    row |= {id_: cell(seen.value) for id_, seen in assessment.observations.items()}
    if not any(row.values()):
        refused_as_empty(as_csv([row], by), rubric)
        return
    (again,) = read_table(as_csv([row], by), rubric)
    assert again.subject == subject
    assert as_observed(rubric, again) == as_observed(rubric, assessment)


def refused_as_empty(text: str, rubric: Rubric) -> None:
    with pytest.raises(FileError) as caught:
        read_table(text, rubric)
    assert [problem.code for problem in caught.value.problems] == ["empty"]


@given(case=cases(), by=SEPARATORS)
def test_a_row_for_each_indicator_says_all_that_is_said_of_it(
    case: tuple[Rubric, Assessment], by: str
) -> None:
    rubric, assessment = case
    rows = [
        {"indicator": f"context.{name}", "value": cell(fact)}
        for name, fact in assessment.context.items()
    ]
    rows += [
        {
            "indicator": id_,
            "value": "" if seen.missing or na(seen) is not None else cell(seen.value),
            "not_applicable": na(seen) or "",
            "evidence": " | ".join(seen.evidence),
            "assessor": seen.assessor,
            "date": "" if seen.date is None else seen.date.isoformat(),
            "note": str(seen.note),
        }
        for id_, seen in assessment.observations.items()
    ]
    rows = [{**dict.fromkeys(COLUMNS, ""), "subject": assessment.subject, **row} for row in rows]
    if not rows:
        refused_as_empty(as_csv([dict.fromkeys(COLUMNS, "")], by), rubric)
        return
    (again,) = read_table(as_csv(rows, by), rubric)
    assert again.subject == assessment.subject
    assert as_observed(rubric, again) == as_observed(rubric, assessment)
    for id_, seen in assessment.observations.items():
        kept = again.observations[id_]
        assert (kept.evidence, kept.assessor, kept.date) == (
            seen.evidence,
            seen.assessor,
            seen.date,
        )
        assert str(kept.note) == str(seen.note)


def na(seen: Observation) -> str | None:
    """Why an indicator does not apply, as one writes it; None if it applies."""
    applies = not isinstance(seen.value, NotApplicable)
    return None if applies else seen.value.justification or "yes"


def as_observed(rubric: Rubric, assessment: Assessment) -> dict[str, object]:
    """What the assessment says, each value as its indicator reads it."""
    observed: dict[str, object] = {
        id_: seen.value
        if seen.missing or isinstance(seen.value, NotApplicable)
        else leaf_of(rubric, id_).domain.check(seen.value)
        for id_, seen in assessment.observations.items()
    }
    domains = {fact.id: fact.domain for fact in rubric.context}
    facts: dict[str, object] = {
        f"context {name}": domains[name].check(fact) for name, fact in assessment.context.items()
    }
    return observed | facts


def leaf_of(rubric: Rubric, id_: str) -> Indicator:
    node = rubric[id_]
    assert isinstance(node, Indicator)
    return node


def cell(value: object) -> str:
    """A value as one writes it into a table."""
    match value:
        case bool():
            return "yes" if value else "không"
        case str():
            return value
        case _:
            return as_text(exact(value))


NUMBERS = st.one_of(
    st.fractions(),
    st.integers(-(10**40), 10**40).map(Fraction),
    st.decimals(allow_nan=False, allow_infinity=False)
    .filter(lambda number: abs(number.adjusted()) <= 60)
    .map(Fraction),
    st.floats(allow_nan=False, allow_infinity=False).map(
        lambda number: exact(number) if 1e-60 < abs(number) < 1e60 else Fraction(1)
    ),
)


@given(number=NUMBERS, percent=st.booleans(), sourced=st.booleans())
def test_a_number_keeps_its_exact_value_and_its_source(
    number: Fraction, percent: bool, sourced: bool
) -> None:
    kept = cited(number, CIRCULAR) if sourced else number
    plain = plain_number(kept, {CIRCULAR: "c22"}, percent=percent)
    again = read_number(json.loads(json.dumps(plain), parse_float=Decimal), {"c22": CIRCULAR})
    assert again == number
    assert getattr(again, "source", None) == (CIRCULAR if sourced else None)
    naive = json.loads(json.dumps(plain))  # a reader that knows floats alone
    assert read_number(naive, {"c22": CIRCULAR}) == number


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@pytest.mark.parametrize("format", FORMATS)
@given(texts=st.lists(TEXTS, min_size=4, max_size=4), day=st.dates(date(1, 1, 1)))
def test_any_text_is_read_back_as_it_was(format: Format, texts: list[str], day: date) -> None:
    title, note, key, description = texts
    rubric = Rubric(
        "r",
        version="1",
        title={"vi": title, "en": note},
        description=description,
        meta={key: Text(note, (("vi", title),)) if note else title},
        valid=(day, None),
        criteria=[Indicator("a", title, YesNo(1), description=note)],
    )
    again = loads(dumps(rubric, format), format)
    assert again == rubric
    made = Assessment({"a": title}, subject=note, context={key or "k": description}, date=day)
    assert loads_assessment(dumps_assessment(made, format), format) == made


@pytest.mark.parametrize("format", FORMATS)
@given(text=TEXTS | st.text("[]{}=\"'.\n,:0a ", max_size=60))
def test_any_text_is_read_or_refused(format: Format, text: str) -> None:
    assert problems_of(lambda: loads(text, format)) is not None
    assert problems_of(lambda: loads_assessment(text, format)) is not None


def problems_of(read: Callable[[], object]) -> list[Problem]:
    """The problems of a file; nothing but a FileError may be raised."""
    try:
        read()
    except FileError as error:
        return list(error.problems)
    return []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 200) | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


def written_rubrics() -> st.SearchStrategy[str]:
    return rubrics().map(lambda rubric: dumps(rubric, "json"))


def written_assessments() -> st.SearchStrategy[str]:
    return cases().map(lambda case: dumps_assessment(case[1], "json"))


@st.composite
def damaged(draw: st.DrawFn, written: st.SearchStrategy[str]) -> str:
    """A written file of which one part was replaced, dropped or added."""
    data = json.loads(draw(written))
    thing, step = draw(st.sampled_from(list(places(data))))
    if draw(st.booleans()):
        thing[step] = draw(JSON)
    elif isinstance(thing, dict) and draw(st.booleans()):
        thing[draw(st.text(max_size=5))] = draw(JSON)
    else:
        del thing[step]
    return json.dumps(data)


def places(data: Any) -> Any:
    for step, member in data.items() if isinstance(data, dict) else enumerate(data):
        yield data, step
        if isinstance(member, dict | list):
            yield from places(member)


@given(text=damaged(written_rubrics()))
def test_a_damaged_rubric_is_read_or_refused_with_paths(text: str) -> None:
    for problem in problems_of(lambda: loads(text, "json")):
        assert problem.code
        assert problem.message
        assert problem.hint or problem.code not in SHAPES


@given(text=damaged(written_assessments()))
def test_a_damaged_assessment_is_read_or_refused_with_paths(text: str) -> None:
    for problem in problems_of(lambda: loads_assessment(text, "json")):
        assert problem.code
        assert problem.message
        assert problem.hint or problem.code not in SHAPES
        assert problem.path


SHAPES = frozenset(
    ["missing-key", "unknown-key", "unknown-kind", "unknown-word", "wrong-length", "wrong-type"]
)
"""What a schema can say."""


@given(text=damaged(written_rubrics()))
def test_the_schema_refuses_what_reading_refuses_for_its_shape(text: str) -> None:
    found = {problem.code for problem in problems_of(lambda: loads(text, "json"))}
    fits = RUBRIC_SCHEMA.is_valid(json.loads(text))
    assert fits or found
    assert not (fits and found & SHAPES)


@given(text=damaged(written_assessments()))
def test_the_schema_of_assessments_refuses_what_reading_refuses_for_its_shape(text: str) -> None:
    found = {problem.code for problem in problems_of(lambda: loads_assessment(text, "json"))}
    fits = ASSESSMENT_SCHEMA.is_valid(json.loads(text))
    assert fits or found
    assert not (fits and found & SHAPES)
