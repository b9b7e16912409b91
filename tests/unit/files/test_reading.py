"""From a file to plain tables: limits, encoding, syntax, and what the file says that it is."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import NoReturn

import pytest

from rubrika import FileError, Problem, load, load_assessment, loads, loads_assessment
from rubrika.files.reading import Format

RUBRIC = (
    'format = "rubric/1"\nid = "r"\nversion = "1"\ntitle = "R"\n'
    '[[criteria]]\nid = "a"\ntitle = "A"\nscale = { kind = "yes-no", points = 5 }\n'
)
ASSESSMENT = 'format = "assessment/1"\n[observations]\na = true\n'


def problem_of(path: Path) -> Problem:
    """The one problem of a file."""
    with pytest.raises(FileError) as caught:
        load(path)
    (found,) = caught.value.problems
    return found


def problem_in(text: str, format: Format = "toml") -> Problem:
    """The one problem of a text."""
    with pytest.raises(FileError) as caught:
        loads(text, format)
    (found,) = caught.value.problems
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "r.toml"


def test_a_file_is_read(path: Path) -> None:
    path.write_text(RUBRIC, encoding="utf-8")
    assert load(path).id == "r"
    assert load(str(path)).id == "r"
    path.with_suffix(".JSON").write_text('{"format": "assessment/1"}', encoding="utf-8")
    assert load_assessment(path.with_suffix(".JSON")).observations == {}


def test_a_file_that_is_not_utf8_is_refused_with_the_byte(path: Path) -> None:
    path.write_bytes(RUBRIC.replace('"R"', '"Quán"').encode("cp1258"))
    found = problem_of(path)
    assert found.code == "encoding"
    assert found.message == "the file is not UTF-8: byte 54 (on line 4) cannot be read"
    assert found.hint == "Save it as UTF-8."


def test_a_file_in_utf16_is_refused_at_its_first_byte(path: Path) -> None:
    path.write_text(RUBRIC, encoding="utf-16")
    assert "byte 0 (on line 1)" in problem_of(path).message


def test_a_file_with_a_byte_order_mark_is_read(path: Path) -> None:
    path.write_text(RUBRIC, encoding="utf-8-sig")
    assert load(path).id == "r"


@pytest.mark.parametrize("text", ["", " \n\t\n", "\N{ZERO WIDTH NO-BREAK SPACE}"])
def test_an_empty_file_is_refused(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    found = problem_of(path)
    assert (found.code, found.message) == ("empty", "the file is empty")
    assert found.hint == 'Its first line is format = "rubric/1", or format = "assessment/1".'


def test_a_file_of_50_mb_is_refused_before_it_is_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    monkeypatch.setattr(Path, "open", lambda *_, **__: pytest.fail("it was opened"))
    found = problem_of(path)
    assert found.code == "too-large"
    assert found.message.endswith("has 50,000,000 bytes")
    assert found.hint == "At most 10,000,000 bytes."


def test_a_file_that_grows_while_it_is_read_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_text(RUBRIC, encoding="utf-8")
    small = path.stat()
    path.write_bytes(b"#" * 10_000_001)
    monkeypatch.setattr(Path, "stat", lambda *_, **__: small)
    assert problem_of(path).code == "too-large"


def test_a_text_of_more_than_10_million_characters_is_refused() -> None:
    assert problem_in("#" * 10_000_001).code == "too-large"


def test_a_missing_file_is_refused(path: Path) -> None:
    found = problem_of(path)
    assert found.code == "no-file"
    assert str(path) in found.message
    assert found.hint == "Check the name."


def test_a_missing_file_with_a_relative_name_is_told_with_where_it_was_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = problem_of(Path("no.toml"))
    assert (found.code, found.message) == ("no-file", "there is no file 'no.toml'")
    assert found.hint == f"Check the name; it was looked for in {Path.cwd()}."


def test_a_missing_file_is_told_where_the_current_folder_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    found = problem_of(Path("no.toml"))
    assert found.code == "no-file"
    assert found.hint == "Check the name; the current folder does not exist."


def test_a_folder_is_refused(path: Path) -> None:
    path.mkdir()
    assert problem_of(path).code == "folder"


def test_a_name_that_no_file_can_have_is_refused() -> None:
    assert problem_of(Path("a\0b.toml")).code == "no-file"


def test_a_file_that_may_not_be_read_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_text(RUBRIC, encoding="utf-8")

    def refuse(*_: object, **__: object) -> NoReturn:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # the tests may run as root, who may read all
    found = problem_of(path)
    assert found.code == "no-file"
    assert found.message.endswith("cannot be read: Permission denied")


@pytest.mark.parametrize("name", ["r", "r.yaml", "r.toml.bak", "r.csv"])
def test_a_suffix_that_tells_no_format_is_refused_before_the_file_is_looked_for(name: str) -> None:
    found = problem_of(Path(name))
    assert found.code == "suffix"
    assert found.message == f"'{name}' ends in none of .toml, .json"
    assert found.hint == "The suffix tells the format: rename the file."


def test_an_assessment_may_be_a_table_too() -> None:
    with pytest.raises(FileError) as caught:
        load_assessment("towns.xlsx")
    (found,) = caught.value.problems
    assert (found.code, found.path) == ("suffix", "")
    assert found.message == "'towns.xlsx' ends in none of .toml, .json, .csv, .tsv"


def test_a_format_that_there_is_not_is_refused() -> None:
    found = problem_in("", "tom")  # type: ignore[arg-type]  # what is refused
    assert (found.code, found.hint) == ("format", "Did you mean 'toml'?")


def test_bytes_are_refused() -> None:
    found = problem_in(b"format")  # type: ignore[arg-type]  # what is refused
    assert found.message == "a text is due, not bytes"


@pytest.mark.parametrize(
    ("text", "format", "where", "message"),
    [
        ("a = \n", "toml", "line 1, column 5", "this is no TOML: invalid value"),
        ("a = 1\nb = 1 2\n", "toml", "line 2, column 7", "this is no TOML: "),
        (
            "a = 1\n\na = 2\n",
            "toml",
            "line 3, column 6",
            "this is no TOML: cannot overwrite a value",
        ),
        ('a = "x', "toml", "line 1", "this is no TOML: "),
        ('{\n"a": }', "json", "line 2, column 6", "this is no JSON: expecting value"),
        ('{"a": 1,\n "b" 2}', "json", "line 2, column 6", "this is no JSON: expecting ':' "),
    ],
)
def test_broken_syntax_is_told_with_line_and_column(
    text: str, format: Format, where: str, message: str
) -> None:
    found = problem_in(text, format)
    assert (found.code, found.path) == ("syntax", where)
    assert found.message.startswith(message)


def test_a_text_without_quotes_has_a_hint() -> None:
    assert problem_in("title = Café").hint == 'Texts stand in quotes: title = "…".'
    assert problem_in("[a\n").hint == "Look at and before this place."


def test_a_character_that_no_text_has_is_refused_with_line_and_column(path: Path) -> None:
    path.write_bytes(RUBRIC.replace('"R"', '"R\0"').encode())
    found = problem_of(path)
    assert (found.code, found.path) == ("syntax", "line 4, column 11")
    assert problem_in('{"a":\n"\0"}', "json").path == "line 2, column 2"


def test_a_key_that_stands_twice_in_json_is_refused_at_its_place() -> None:
    with pytest.raises(FileError) as caught:
        loads('{"format": "rubric/1", "a": [{"b": 1, "b": 2, "c": 3}], "id": 1, "id": 2}', "json")
    assert {(problem.code, problem.path) for problem in caught.value.problems} == {
        ("duplicate-key", "id"),
        ("duplicate-key", "a[0].b"),
    }


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ('{"a": ' + "[" * 100_000, "json"),
        ('{"a": ' + "[" * 200 + "]" * 200 + "}", "json"),
        ('{"a": ' + '{"a": ' * 150 + "1" + "}" * 151, "json"),
        ("a = " + "[" * 200 + "]" * 200, "toml"),
        ("a = " + "[" * 100_000, "toml"),
        (".".join("a" * 200) + " = 1", "toml"),
        (".".join("a" * 1_000_000) + " = 1", "toml"),
        ("a = {" + " . ".join(["'a'"] * 100_000) + " = 1}", "toml"),
    ],
)
def test_what_is_nested_too_deeply_is_refused(text: str, format: Format) -> None:
    found = problem_in(text, format)
    assert found.code == "too-deep"
    assert found.hint == "At most 100 levels."


@pytest.mark.parametrize(
    ("text", "format", "where"),
    [
        ("title = 5\na = " + "9" * 5000, "toml", "line 2, column 5"),
        ("title = 5\na = " + "9_9" * 500 + ".5", "toml", "line 2, column 5"),
        ("title = 5\na = -0." + "3" * 5000, "toml", "line 2, column 5"),
        ('{"a":\n ' + "9" * 5000 + "}", "json", "line 2, column 2"),
        ('{"a":\n 0.' + "3" * 5000 + "}", "json", "line 2, column 2"),
    ],
)
def test_a_number_of_thousands_of_digits_is_refused_at_its_place(
    text: str, format: Format, where: str
) -> None:
    found = problem_in(text, format)
    assert (found.code, found.path, found.hint) == ("number", where, "At most 400 digits.")


def test_a_number_of_401_digits_is_refused_where_it_is_due() -> None:
    found = problem_in(RUBRIC.replace("points = 5", f"points = {'9' * 401}"))
    assert (found.code, found.path) == ("number", "criteria[0].scale.points")
    assert found.hint == "At most 400 digits."


@pytest.mark.parametrize("format", ["toml", "json"])
@pytest.mark.parametrize("sign", ["", "-"])
def test_an_exponent_of_twenty_digits_is_refused_at_its_place(format: Format, sign: str) -> None:
    number = f"1e{sign}99999999999999999999"
    text = f"a = 1\nb = {number}" if format == "toml" else f'{{"a": 1,\n"b": {number}}}'
    found = problem_in(text, format)
    assert found.code == "number"
    assert found.path == f"line 2, column {5 if format == 'toml' else 6}"
    assert found.message == f"'{number}' is too large or too small"
    assert found.hint == "Stay within 10^±330."


@pytest.mark.parametrize("number", ["1e331", "-1E999999999", "1e-331", "1e-999999999"])
def test_an_exponent_beyond_300_is_refused_where_it_is_due(number: str) -> None:
    found = problem_in(RUBRIC.replace("points = 5", f"points = {number}"))
    assert (found.code, found.path) == ("number", "criteria[0].scale.points")
    assert found.hint == "Stay within 10^±330."


def test_a_number_in_base_16_of_thousands_of_digits_is_refused() -> None:
    number = f"0x{'F' * 5000}"
    found = problem_in(RUBRIC.replace('id = "r"', f"id = {number}"))
    assert (found.code, found.path) == ("wrong-type", "id")
    assert found.message == "a text is due here, not int of thousands of digits"
    with pytest.raises(FileError) as caught:
        loads_assessment(ASSESSMENT.replace("true", number))
    (found,) = caught.value.problems
    assert (found.code, found.path) == ("number", "observations.a")


def test_half_a_character_in_json_is_refused_with_its_path() -> None:
    with pytest.raises(FileError) as caught:
        loads('{"a": [{"b": "\\ud800"}], "\\udc00": 1, "c": "\\ud83d\\ude00"}', "json")
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [
        ("encoding", '"?"'),
        ("encoding", "a[0].b"),
    ]


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_number_in_json_is_finite(word: str) -> None:
    with pytest.raises(FileError) as caught:
        loads_assessment(f'{{"format": "assessment/1", "observations": {{"a": {word}}}}}', "json")
    (found,) = caught.value.problems
    assert (found.code, found.path) == ("number", "observations.a")


@pytest.mark.parametrize("text", ["[]", "5", '"x"', "null"])
def test_json_is_an_object(text: str) -> None:
    assert problem_in(text, "json").code == "wrong-type"


# What a file says that it is


def test_an_assessment_is_no_rubric() -> None:
    found = problem_in(ASSESSMENT)
    assert (found.code, found.path) == ("other-format", "format")
    assert found.message == "this is an assessment, where a rubric is due"
    assert found.hint == "Read it with load_assessment."


def test_a_rubric_is_no_assessment() -> None:
    with pytest.raises(FileError) as caught:
        loads_assessment(RUBRIC)
    (found,) = caught.value.problems
    assert (found.code, found.hint) == ("other-format", "Read it with load.")


@pytest.mark.parametrize("version", ["2", "10"])
def test_a_format_from_the_future_asks_for_an_update(version: str) -> None:
    found = problem_in(RUBRIC.replace("rubric/1", f"rubric/{version}"))
    assert (found.code, found.path) == ("newer-format", "format")
    assert found.hint == 'Update it: pip install --upgrade "rubrika".'


@pytest.mark.parametrize("declared", ['"rubric"', '"rubric/0"', "1", '"rubrics/1"', '"rubric/1.0"'])
def test_a_format_that_is_none_is_refused(declared: str) -> None:
    found = problem_in(RUBRIC.replace('"rubric/1"', declared))
    assert (found.code, found.path) == ("format", "format")
    assert found.hint == 'Write format = "rubric/1".'


def test_a_file_that_does_not_say_what_it_is_is_told_the_line_to_add() -> None:
    found = problem_in(RUBRIC.replace('format = "rubric/1"\n', ""))
    assert (found.code, found.path) == ("no-format", "format")
    assert found.hint == 'Make this its first line: format = "rubric/1".'
    with pytest.raises(FileError) as caught:
        loads_assessment("{}", "json")
    assert caught.value.problems[0].hint == ('Make this its first line: "format": "assessment/1".')


def test_a_file_that_does_not_say_what_it_is_is_told_its_other_problems_too() -> None:
    with pytest.raises(FileError) as caught:
        loads(RUBRIC.replace('format = "rubric/1"\n', "").replace('"R"', "5"))
    assert [problem.path for problem in caught.value.problems] == ["format", "title"]
