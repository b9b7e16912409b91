"""Assessments as tables (CSV): both shapes, what people's programs write, and what is refused."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from rubrika import (
    Assessment,
    AssessmentError,
    Attribute,
    Bands,
    Choice,
    FileError,
    Indicator,
    NaPolicy,
    NotApplicable,
    Observation,
    Problem,
    Quantity,
    Rubric,
    YesNo,
    load_assessment,
    load_assessments,
)
from rubrika.files.tables import read_table

TOWN = Rubric(
    "town",
    version="1",
    title="Town",
    valid=("2020-01-01", "2025-12-31"),
    context=[
        Attribute("area", "Area", ["lowland", "mountain"]),
        Attribute("people", "People", Quantity(least=0, decimals=0), required=False),
    ],
    criteria=[
        Indicator("families", "Families", Bands({80: 10}, unit="%", decimals=2)),
        Indicator("fire", "Fire safety", YesNo(5), na="full"),
        Indicator("mood", "Mood", Choice({"good": 2, "bad": 0}), na=NaPolicy(justified=True)),
        Indicator("điểm", "Points", Bands({5: 1}, least=0, most=10)),
    ],
)
HEAD = "subject,context.area,families,fire,mood\n"


def read(text: str, rubric: Rubric = TOWN) -> tuple[Assessment, ...]:
    return read_table(text, rubric)


def problems_of(text: str) -> dict[str, Problem]:
    """The problems of a table by their places."""
    with pytest.raises(FileError) as caught:
        read(text)
    found = caught.value.problems
    assert len({problem.path for problem in found}) == len(found)
    return {problem.path: problem for problem in found}


def only(text: str) -> Problem:
    """The one problem of a table."""
    (found,) = problems_of(text).values()
    return found


SEN = Assessment(
    {"families": Fraction("81.5"), "fire": True, "mood": "good"},
    subject="Sen",
    context={"area": "lowland"},
)


# One row for each subject


def test_a_row_says_all_of_one_subject() -> None:
    sen, may = read(
        "subject,date,context.area,context.people,families,fire\n"
        "Quán Sen,2020-12-31,lowland,1200,81.5,yes\n"
        "Mây,,mountain,,,no\n"
    )
    assert sen == Assessment(
        {"families": Fraction(163, 2), "fire": True},
        subject="Quán Sen",
        date=date(2020, 12, 31),
        context={"area": "lowland", "people": 1200},
    )
    assert may == Assessment({"fire": False}, subject="Mây", context={"area": "mountain"})


def test_an_empty_cell_is_missing_evidence_and_not_zero() -> None:
    (found,) = read(f"{HEAD}Sen,lowland,,,\n")
    assert found.observations == {}
    bounds = TOWN.score(found).bounds
    assert bounds is not None
    assert bounds.least == 0
    assert bounds.most == 18  # 10 + 5 + 2 + 1 can still be reached


def test_a_subject_need_not_have_a_name() -> None:
    assert [one.subject for one in read("context.area,fire\nlowland,yes\nlowland,no\n")] == ["", ""]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_separators_and_line_ends_of_all_programs_are_read(separator: str, end: str) -> None:
    text = f"{HEAD}Sen,lowland,81.5,yes,good\n".replace(",", separator).replace("\n", end)
    assert read(text) == (SEN,)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_first_line_may_declare_the_separator(separator: str, end: str) -> None:
    rows = f"{HEAD}Sen,lowland,81.5,yes,good\n".replace(",", separator).replace("\n", end)
    assert read(f"sep={separator}{end}{rows}") == (SEN,)


def test_a_file_as_excel_writes_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "towns.csv"
    rows = "subject;context.area;families;fire;mood\r\nSen;lowland;81.5;x;good\r\n;;;;\r\n"
    path.write_bytes(rows.encode("utf-8-sig"))
    assert load_assessments(path, TOWN) == (SEN,)
    assert load_assessment(path, TOWN) == SEN


def test_a_table_with_tabs_has_a_suffix_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "towns.TSV"
    path.write_text("context.area\tfire\nlowland\tyes\n", encoding="utf-8")
    assert load_assessment(path, TOWN).observations["fire"].value is True


def test_empty_rows_and_spaces_around_cells_mean_nothing() -> None:
    assert read(f"\n{HEAD}\n , ,\n Sen , lowland ,81.5 , yes,good\n\n") == (SEN,)


def test_cells_may_be_spelt_in_parts() -> None:
    text = unicodedata.normalize("NFD", "context.area,điểm,fire\nlowland,5,có\n")
    (found,) = read(text)
    assert dict(found.observations) == {"điểm": Observation(5), "fire": Observation(True)}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("yes", True),
        ("TRUE", True),
        ("x", True),
        ("1", True),
        ("Có", True),
        ("no", False),
        ("không", False),
        ("0", False),
        ("n/a", NotApplicable()),
        ("N/A: no building", NotApplicable("no building")),
        ("không áp dụng: chưa xây", NotApplicable("chưa xây")),
    ],
)
def test_yes_no_and_not_applicable_are_words(cell: str, value: object) -> None:
    (found,) = read(f"context.area,fire\nlowland,{cell}\n")
    assert found.observations["fire"].value == value


def test_an_option_that_is_called_so_is_no_mark_of_not_applicable() -> None:
    rubric = Rubric(
        "r",
        version="1",
        title="R",
        criteria=[Indicator("mood", "Mood", Choice({"n/a": 1, "good": 2}), na="zero")],
    )
    (found,) = read("mood\nn/a\n", rubric)
    assert found.observations["mood"].value == "n/a"


def test_a_percentage_may_have_its_sign() -> None:
    (found,) = read("context.area,families\nlowland,81.5%\n")
    assert found.observations["families"].value == Fraction(163, 2)


def test_a_table_with_a_header_alone_is_refused() -> None:
    (problem,) = problems_of(HEAD).values()
    assert (problem.code, problem.message) == ("empty", "the table has no row")


def test_a_subject_has_one_row_for_each_date() -> None:
    (problem,) = problems_of("subject,families\nCafé Sen,80\nCafé Mây,70\nCafé Sen,81\n").values()
    assert (problem.code, problem.path) == ("subject-twice", "row 4, column subject")
    assert problem.message == "row 2 is of 'Café Sen' too"
    dated = (
        "subject,date,context.area,families\n"
        "Café Sen,2020-01-31,lowland,80\nCafé Sen,2020-02-29,lowland,81\n"
    )
    assert len(read(dated)) == 2


def test_either_every_row_names_its_subject_or_none() -> None:
    (problem,) = problems_of("subject,families\n,80\nCafé Mây,70\n,81\n").values()
    assert (problem.code, problem.path) == ("no-subject", "row 2, column subject")


# One row for each indicator


def test_a_row_says_one_indicator_with_its_evidence() -> None:
    (found,) = read(
        "subject,indicator,value,not_applicable,evidence,assessor,date,note\n"
        "Sen,context.area,lowland,,,,,\n"
        "Sen,families,81.5,,register | survey 2,An,2020-11-30,second visit\n"
        "Sen,fire,,no building,,,,\n"
        "Sen,mood,,,photo,,,\n"
    )
    assert found == Assessment(
        {
            "families": Observation(
                Fraction("81.5"),
                evidence=["register", "survey 2"],
                assessor="An",
                date="2020-11-30",
                note="second visit",
            ),
            "fire": NotApplicable("no building"),
            "mood": Observation(None, evidence="photo"),
        },
        subject="Sen",
        context={"area": "lowland"},
    )


def test_an_empty_fact_is_not_stated() -> None:
    (found,) = read("indicator,value\ncontext.area,lowland\ncontext.people,\nfire,yes\n")
    assert dict(found.context) == {"area": "lowland"}


def test_rows_are_gathered_by_their_subject() -> None:
    sen, may = read(
        "subject,indicator,value\n"
        "Sen,context.area,lowland\nMây,context.area,mountain\nSen,fire,yes\nMây,fire,no\n"
    )
    assert (sen.subject, sen.observations["fire"].value) == ("Sen", True)
    assert (may.subject, may.observations["fire"].value) == ("Mây", False)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("", True),
        ("no", True),
        ("không", True),
    ],
)
def test_a_value_stands_beside_a_no(cell: str, value: object) -> None:
    (found,) = read(f"indicator,value,not_applicable\ncontext.area,lowland,\nfire,yes,{cell}\n")
    assert found.observations["fire"].value == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("yes", NotApplicable()),
        ("có", NotApplicable()),
        ("Không áp dụng", NotApplicable()),
        ("no building", NotApplicable("no building")),
    ],
)
def test_the_reason_stands_in_a_column_of_its_own(cell: str, value: object) -> None:
    head = "indicator,value,not_applicable\ncontext.area,lowland,\n"
    assert read(f"{head}fire,,{cell}\n")[0].observations["fire"].value == value
    assert read(f"{head}fire,n/a,{cell}\n")[0].observations["fire"].value == value


def test_all_may_be_not_applicable() -> None:
    rubric = Rubric(
        "r", version="1", title="R", criteria=[Indicator("a", "A", YesNo(1), na="full")]
    )
    (found,) = read("indicator,not_applicable\na,closed\n", rubric)
    assert found.observations["a"].value == NotApplicable("closed")


def test_a_rubric_may_have_an_indicator_called_indicator() -> None:
    rubric = Rubric("r", version="1", title="R", criteria=[Indicator("indicator", "I", YesNo(1))])
    (wide,) = read("subject,indicator\nSen,yes\n", rubric)
    (long,) = read("subject,indicator,value\nSen,indicator,yes\n", rubric)
    assert wide == long == Assessment({"indicator": True}, subject="Sen")


def test_an_indicator_may_be_called_like_a_fact() -> None:
    rubric = Rubric("r", version="1", title="R", criteria=[Indicator("context.x", "X", YesNo(1))])
    (wide,) = read("context.x\nyes\n", rubric)
    (long,) = read("indicator,value\ncontext.x,yes\n", rubric)
    assert wide == long == Assessment({"context.x": True})


# What is wrong


@pytest.mark.parametrize(
    ("cell", "code", "hint"),
    [
        ('"81,5"', "number", "Write the decimal point as a point: 81.5."),
        ("=81+1", "number", "Numbers look like"),
        ("NaN", "number", "Write a number. What was not observed"),
        ("-inf", "number", "Write a number. What was not observed"),
        ("1e999999999", "number", "Stay within 10^±330."),
        ("true", "number", "Numbers look like"),
        ("101", "out-of-domain", "Allowed: 0 to 100 %"),
        ("81.555", "decimals", "Allowed: 2."),
    ],
)
def test_a_cell_that_is_no_number_is_told(cell: str, code: str, hint: str) -> None:
    found = only(f"context.area,families\nlowland,80\nlowland,{cell}\n")
    assert (found.path, found.code) == ("row 3, column families", code)
    assert found.hint.startswith(hint)


@pytest.mark.parametrize(
    ("text", "path", "code", "hint"),
    [
        (
            "subject;context.area;families\nSen;lowland;81,5\n",
            "row 2, column families",
            "number",
            "Write the decimal point as a point: 81.5.",
        ),
        (
            "context.area,families,fire\nlowland,81,5,yes\n",
            "row 2",
            "row-length",
            "Put a value that holds the separator into quotes; decimals have a point.",
        ),
        (
            "context.area,điểm,families\nlowland,8,5,\n",  # 8.5, and no families: not 8 and 5
            "row 2",
            "row-length",
            "Put a value that holds the separator into quotes; decimals have a point.",
        ),
        (
            "context.area,điểm,families,\nlowland,8,5,7\n",
            "row 2",
            "unknown-column",
            "Name the column, or leave it empty; decimals have a point.",
        ),
        (
            "context.area,famlies\nlowland,81\n",
            "row 1",
            "unknown-column",
            "Did you mean 'families'?",
        ),
        (
            "\ncontext.area,fire,fire\nlowland,yes,no\n",
            "row 2",
            "duplicate-column",
            "Keep one of the two.",
        ),
        (
            "subject\nSen\n",
            "row 1",
            "missing-column",
            "Name the columns indicator and value, or give each indicator a column.",
        ),
        ("subject,indicator\nSen,fire\n", "row 1", "missing-column", "Add it: one row "),
        (
            "context.area,fire\nlowlands,yes\n",
            "row 2, column context.area",
            "unknown-option",
            "Did you mean 'lowland'?",
        ),
        (
            "context.area,fire,mood\nlowland,maybe,good\n",
            "row 2, column fire",
            "yes-no",
            "Write yes or no (có, không).",
        ),
        (
            "context.area,mood\nlowland,god\n",
            "row 2, column mood",
            "unknown-option",
            "Did you mean 'good'",
        ),
        (
            "date,context.area,fire\n31/12/2020,lowland,yes\n",
            "row 2, column date",
            "date",
            "Write 2020-12-31.",
        ),
        (
            "indicator,value\nfamlies,81\n",
            "row 2, column indicator",
            "unknown-indicator",
            "Did you mean 'families'?",
        ),
        ("indicator,value\n,81\n", "row 2, column indicator", "unknown-indicator", "Known: "),
        (
            "indicator,value\nfire,yes\nfire,no\n",
            "row 3, column indicator",
            "observed-twice",
            "Keep one of the two.",
        ),
        (
            "indicator,value\ncontext.area,lowland\ncontext.area,mountain\n",
            "row 3, column value",
            "stated-twice",
            "Keep one of the two.",
        ),
        (
            "indicator,value\ncontext.are,lowland\n",
            "row 2, column value",
            "unknown-context",
            "Did you mean 'area'?",
        ),
        (
            "indicator,value,not_applicable\nfire,yes,no building\n",
            "row 2, column not_applicable",
            "value",
            "Keep one of the two.",
        ),
        (
            "indicator,value,date\nfire,yes,31.12.2020\n",
            "row 2, column date",
            "date",
            "Write 2020-12-31.",
        ),
        (
            "subject,indicator,value\nSen,context.area,lowland\nSen,fire,yes\n,mood,good\n",
            "row 4, column subject",
            "no-subject",
            "Write the subject into each row, also where it is that of the row above.",
        ),
        ("", "", "empty", "Its first row names the columns."),
        ("\n , \n", "", "empty", "Its first row names the columns."),
        ("sep=;\n", "", "empty", "Its first row names the columns."),
        (
            'context.area,fire\n"lowland,yes\n',
            "line 2",
            "syntax",
            "A quotation mark inside a cell is written twice",
        ),
        (
            'context.area,fire\n"low"land,yes\n',
            "line 2",
            "syntax",
            "A quotation mark inside a cell is written twice",
        ),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column(
    text: str, path: str, code: str, hint: str
) -> None:
    found = only(text)
    assert (found.path, found.code) == (path, code)
    assert found.hint.startswith(hint)


def test_a_context_that_the_rubric_does_not_know_is_told() -> None:
    rubric = TOWN.evolve(context=[])
    with pytest.raises(FileError) as caught:
        read("indicator,value\ncontext.area,lowland\n", rubric)
    (found,) = caught.value.problems
    assert found.hint == "The rubric depends on no context."


def test_all_cells_that_are_wrong_are_told_at_once() -> None:
    found = problems_of(
        "date,context.area,families,fire,mood\n"
        "x,lowland,81,yes,good\n"
        "2020-01-01,lowland,x,maybe,good\n"
        "2020-01-01,lowland,81,yes,god,more\n"
    )
    assert {path: problem.code for path, problem in found.items()} == {
        "row 2, column date": "date",
        "row 3, column families": "number",
        "row 3, column fire": "yes-no",
        "row 4": "row-length",
    }


def test_after_100_problems_the_rest_is_not_read() -> None:
    with pytest.raises(FileError) as caught:
        read("context.area,families\n" + "lowland,x\n" * 200)
    found = caught.value.problems
    assert len(found) == 101
    assert found[99].path == "row 101, column families"
    assert found[100].code == "more"
    assert found[100].message == "the rows from 102 on were not read, after 100 problems"


def test_what_does_not_fit_the_rubric_is_told_by_its_cell() -> None:
    with pytest.raises(AssessmentError) as caught:
        read(
            "date,context.area,families,mood\n"
            "2019-12-31,lowland,81,good\n"
            "2020-12-31,,n/a,good\n"
            "2020-12-31,lowland,81,n/a\n"
        )
    assert {problem.path: problem.code for problem in caught.value.problems} == {
        "row 2, column date": "outside-validity",
        "row 3, context.area": "missing-context",
        "row 3, column families": "na-not-allowed",
        "row 4, column mood": "na-justification",
    }


# Files


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "towns.csv"
    path.write_text("context.area,fire\nlowland,yes\nlowland,no\n", encoding="utf-8")
    return path


def problem_with(call: Callable[[], object]) -> Problem:
    with pytest.raises(FileError) as caught:
        call()
    (found,) = caught.value.problems
    return found


def test_a_table_needs_its_rubric(path: Path) -> None:
    found = problem_with(lambda: load_assessments(path))
    assert (found.code, found.hint) == ("no-rubric", "Give it: load_assessments(path, rubric).")


def test_a_table_of_several_assessments_is_not_one(path: Path) -> None:
    found = problem_with(lambda: load_assessment(path, TOWN))
    assert (found.code, found.hint) == ("several", "Read it with load_assessments.")
    assert found.message == "the table holds 2 assessments"


def test_a_table_that_is_wrong_names_its_file(path: Path) -> None:
    path.write_text("fyre\nyes\n", encoding="utf-8")
    with pytest.raises(FileError) as caught:
        load_assessments(path, TOWN)
    assert caught.value.__notes__ == [f"The file is {path}."]


def test_a_table_in_another_encoding_is_refused(path: Path) -> None:
    path.write_bytes("context.area,fire\nlowland,có\n".encode("cp1258"))
    found = problem_with(lambda: load_assessments(path, TOWN))
    assert (found.code, found.hint) == ("encoding", "Save it as UTF-8.")
    assert found.message == "the file is not UTF-8: byte 27 (on line 2) cannot be read"
