"""`rubrika check`, `convert`, `schema` and `completion`."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.extras.cli.kit import Run

import rubrika

TABLE = "subject,inspection,pests,welcome,wait\nSen,91,yes,often,12.5\nLotus,,no,,\n"


# Check


def test_valid_files_are_told_with_what_they_are(run: Run, folder: Path) -> None:
    (folder / "all.csv").write_text(TABLE, "utf-8")
    names = ("cafe.toml", "sen.toml", "lotus.toml", "all.csv")
    done = run("check", "--valid", *names, "--rubric", "cafe.toml")
    assert done.exit_code == 0
    assert done.output.split("\n") == [
        "  ✓ cafe.toml: valid rubric cafe@2026.1",
        "  ✓ sen.toml: valid assessment of cafe@2026.1; 4 of 4 indicators are observed",
        "  ✓ lotus.toml: valid assessment of cafe@2026.1; 1 of 4 indicators are observed",
        "  ✓ all.csv: valid table of 2 subjects for cafe@2026.1",
        "",
    ]


def test_check_speaks_vietnamese(run: Run) -> None:
    done = run("check", "cafe.toml", "--valid", "--lang", "vi")
    assert done.output == "  ✓ cafe.toml: bộ tiêu chí hợp lệ cafe@2026.1\n"


def test_all_problems_of_a_rubric_are_findings(run: Run, folder: Path) -> None:
    text = (folder / "cafe.toml").read_text("utf-8")
    wrong = text.replace('"75" = 30', '"075" = 30, "75.0" = 20').replace(
        '"total >= 75"', '"totl >= 75"'
    )
    (folder / "wrong.toml").write_text(wrong, "utf-8")
    done = run("check", "sound.toml", "wrong.toml")
    assert done.exit_code == 1
    assert done.stderr == ""
    said = " ".join(done.stdout.split())
    assert "✓ sound.toml: valid rubric sound@1; no findings" in said
    assert "✗ wrong.toml: 2 problems" in said
    assert "criteria[0].indicators[0].scale" in said
    assert "levels[1].requires[0]" in said


def test_problems_of_an_assessment_name_path_and_hint(run: Run, folder: Path) -> None:
    text = (folder / "sen.toml").read_text("utf-8").replace("pests = true", "pest = true")
    (folder / "wrong.toml").write_text(text, "utf-8")
    done = run("check", "wrong.toml", "--rubric", "cafe.toml", "--format", "json")
    assert done.exit_code == 1
    (found,) = json.loads(done.stdout)
    assert (found["file"], found["valid"]) == ("wrong.toml", False)
    (problem,) = found["problems"]
    assert problem["path"] == "observations.pest"
    assert problem["code"] == "unknown-indicator"
    assert problem["hint"] == "Did you mean 'pests'?"


def test_problems_of_a_table_name_the_subject(run: Run, folder: Path) -> None:
    (folder / "all.csv").write_text(TABLE.replace("often", "oftn"), "utf-8")
    done = run("check", "all.csv", "--rubric", "cafe.toml")
    assert done.exit_code == 1
    said = " ".join(done.stdout.split())
    assert "'oftn'" in said
    assert "Did you mean 'often'?" in said


def test_an_assessment_without_a_rubric_is_checked_in_form(run: Run, folder: Path) -> None:
    (folder / "free.toml").write_text('format = "assessment/1"\n[observations]\na = 1\n', "utf-8")
    done = run("check", "free.toml")
    assert done.exit_code == 0
    assert "valid in form" in done.output


def test_an_assessment_is_checked_against_the_rubric_that_it_names(run: Run) -> None:
    done = run("check", "sen.toml")
    assert done.exit_code == 1
    assert "there is no rubric 'cafe'" in done.stdout


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.toml", b"", "the file is empty"),
        ("broken.toml", b"a = = 1", "this is no TOML"),
        ("broken.json", b"{", "this is no JSON"),
        ("latin.toml", "title = 'Café'".encode("latin-1"), "not UTF-8"),
        ("future.toml", b'format = "rubric/99"\n', "newer than this rubrika knows"),
        ("what.txt", b"", "ends in none of .toml, .json"),
        ("free.csv", b"subject,a\nx,1\n", "Name it: --rubric RUBRIC"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_finding(
    run: Run, folder: Path, name: str, content: bytes, said: str
) -> None:
    (folder / name).write_bytes(content)
    done = run("check", name)
    assert done.exit_code == 1
    assert said in " ".join(done.stdout.split())


def test_standard_input_is_checked_whatever_it_holds(run: Run, folder: Path) -> None:
    cafe, sen = (folder / "cafe.toml").read_text("utf-8"), (folder / "sen.toml").read_text("utf-8")
    done = run("check", "-", "--valid", text=cafe)
    assert done.stdout == "  ✓ standard input: valid rubric cafe@2026.1\n"
    done = run("check", "-", "--rubric", "cafe.toml", text=sen)
    assert "✓ standard input: valid assessment of cafe@2026.1" in done.stdout
    done = run("check", "-", "--rubric", "cafe.toml", text=TABLE)
    assert done.stdout == "  ✓ standard input: valid table of 2 subjects for cafe@2026.1\n"
    done = run("check", "sen.toml", "--rubric", "-", text=cafe)
    assert done.exit_code == 0
    done = run("check", "-", "--rubric", "cafe.toml", text=TABLE.replace("yes", "maybe"))
    assert done.exit_code == 1
    assert "✗ standard input: 1 problem" in done.stdout
    assert done.stdout.count("standard input") == 1


def test_the_rubric_beside_an_assessment_is_the_way_out(run: Run) -> None:
    said = " ".join(run("check", "sen.toml").stdout.split())
    assert said.endswith("[unknown-rubric] Try: --rubric cafe.toml")


@pytest.mark.parametrize("name", ["none.toml", "."])
def test_a_file_that_is_not_there_is_bad_usage(run: Run, name: str) -> None:
    done = run("check", "cafe.toml", name)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert name in done.stderr


# Convert


@pytest.mark.parametrize("name", ["cafe", "town"])
def test_a_rubric_comes_back_equal_from_json(run: Run, folder: Path, name: str) -> None:
    assert run("convert", f"{name}.toml", "made.json").exit_code == 0
    assert run("convert", "made.json", "again.toml").exit_code == 0
    assert json.loads((folder / "made.json").read_text("utf-8"))["format"] == "rubric/1"
    assert rubrika.load("made.json") == rubrika.load(f"{name}.toml")
    assert rubrika.load("again.toml") == rubrika.load(f"{name}.toml")


def test_an_assessment_comes_back_equal_from_json(run: Run) -> None:
    assert run("convert", "sen.toml", "made.json").exit_code == 0
    assert run("convert", "made.json", "again.toml").exit_code == 0
    assert rubrika.load_assessment("again.toml") == rubrika.load_assessment("sen.toml")


def test_standard_input_and_output_are_dashes(run: Run, folder: Path) -> None:
    done = run("convert", "-", "-", "--to", "json", text=(folder / "sen.toml").read_text("utf-8"))
    assert done.exit_code == 0
    made = json.loads(done.stdout)
    assert made["subject"] == "Café Sen"
    done = run("convert", "-", "-", "--to", "toml", text=json.dumps(made))
    assert tomllib.loads(done.stdout)["observations"]["welcome"] == "often"
    done = run("convert", "-", "-", "--to", "json", text=(folder / "cafe.toml").read_text("utf-8"))
    assert json.loads(done.stdout)["id"] == "cafe"


def test_a_subject_of_a_table_becomes_an_assessment(run: Run, folder: Path) -> None:
    (folder / "all.csv").write_text(TABLE, "utf-8")
    table = ("convert", "all.csv", "lotus.json", "--rubric", "cafe.toml")
    done = run(*table)
    assert done.exit_code == 2
    assert "all.csv has 2 subjects" in done.stderr
    assert "'Sen', 'Lotus'" in " ".join(done.stderr.split())
    assert run(*table, "--subject", "Lotu").exit_code == 2
    assert run(*table, "--subject", "Lotus").exit_code == 0
    assert rubrika.load_assessment("lotus.json").observations["pests"].value is False


def test_a_table_of_one_subject_needs_no_choice(run: Run, folder: Path) -> None:
    (folder / "one.csv").write_text("subject,inspection\nSen,91\n", "utf-8")
    done = run("convert", "one.csv", "-", "--to", "json", "--rubric", "cafe.toml")
    assert json.loads(done.stdout)["subject"] == "Sen"


def test_nothing_is_overwritten_unless_forced(run: Run, folder: Path) -> None:
    (folder / "made.json").write_text("mine", "utf-8")
    done = run("convert", "cafe.toml", "made.json")
    assert done.exit_code == 2
    assert "--force" in done.stderr
    assert (folder / "made.json").read_text("utf-8") == "mine"
    assert run("convert", "cafe.toml", "made.json", "--force").exit_code == 0
    assert rubrika.load("made.json").id == "cafe"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("cafe.toml", "-"), "Say the format with --to"),
        (("cafe.toml", "made.json", "--to", "toml"), "--to toml contradicts the suffix"),
        (("cafe.toml", "made.txt"), "ends in none of .toml, .json"),
        (("none.toml", "made.json"), "there is no file 'none.toml'"),
        (("cafe.toml", "none/made.json"), "none/made.json"),
        (("all.csv", "made.json"), "Name it: --rubric RUBRIC"),
        (("cafe.toml", "."), "'.' is a folder"),
        ((".", "made.json"), "'.' is a folder"),
        (("sen.toml", "made.json", "--rubric", "town.toml"), "not for 'town'"),
        (("cafe.toml",), "Missing argument 'OUT'"),
    ],
)
def test_what_cannot_be_converted_is_bad_input_and_leaves_nothing(
    run: Run, folder: Path, arguments: tuple[str, ...], said: str
) -> None:
    (folder / "all.csv").write_text(TABLE, "utf-8")
    before = sorted(folder.iterdir())
    done = run("convert", *arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert said in " ".join(done.stderr.split())
    assert sorted(folder.iterdir()) == before


# Schema


@pytest.mark.parametrize(
    ("arguments", "file", "other"),
    [
        ((), "cafe.toml", "sen.toml"),
        (("rubric",), "town.toml", "sen.toml"),
        (("assessment",), "sen.toml", "cafe.toml"),
    ],
)
def test_the_schema_takes_its_files_and_no_others(
    run: Run, folder: Path, arguments: tuple[str, ...], file: str, other: str
) -> None:
    schema = json.loads(run("schema", *arguments).output)
    Draft202012Validator.check_schema(schema)
    check = Draft202012Validator(schema)

    def read(name: str) -> Any:
        data = tomllib.loads((folder / name).read_text("utf-8"))
        return json.loads(json.dumps(data, default=str))

    assert check.is_valid(read(file))
    assert not check.is_valid(read(other))


def test_there_is_no_other_schema(run: Run) -> None:
    assert run("schema", "scorecard").exit_code == 2


# Completion


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_asks_this_command(run: Run, shell: str) -> None:
    done = run("completion", shell)
    assert done.exit_code == 0
    assert f"_RUBRIKA_COMPLETE={shell}_complete" in done.output


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("rubrika sc", ["schema", "score"]),
        ("rubrika show learning-u", ["learning-unit-2020"]),
        ("rubrika score le", ["learning-citizen-pilot", "learning-unit-2020", "lesson one.toml"]),
        ("rubrika score cafe.toml se", ["sen.toml"]),
        ("rubrika check --rubric thanh", ["thanh-hoa-2021-2026"]),
        ("rubrika convert ca", ["cafe.toml"]),
        ("rubrika list --lang v", ["vi"]),
        ("rubrika list --format j", ["json"]),
        ("rubrika check --ru", ["--rubric"]),
        ("rubrika show nothing", []),
    ],
)
def test_bash_completes_commands_options_ids_and_files(
    run: Run, folder: Path, line: str, found: list[str]
) -> None:
    (folder / "lesson one.toml").touch()
    words = line.split()
    asked = (
        f"PATH={Path(sys.executable).parent}:$PATH\n"
        "compopt() { :; }  # it may be called by a shell that completes, and by no other\n"
        f"COMP_WORDS=({line}) COMP_CWORD={len(words) - 1}\n"
        "_rubrika_completion rubrika\n"
        'printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "-c", f"{run('completion', 'bash').output}\n{asked}"],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    assert done.stderr == b""
    assert sorted(done.stdout.decode().splitlines()) == (found or [""])


def test_no_script_is_made_for_other_shells(run: Run) -> None:
    assert run("completion", "tcsh").exit_code == 2
