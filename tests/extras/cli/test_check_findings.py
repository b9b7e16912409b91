"""`rubrika check` of valid rubrics: what they can and cannot do."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.extras.cli.kit import Run

from rubrika import Finding, Rubric, get
from rubrika.cli import checking


def said(text: str) -> str:
    return " ".join(text.split())


def test_a_finding_is_told_with_its_place_code_and_way_out(run: Run) -> None:
    done = run("check", "wall.toml")
    assert done.exit_code == 1
    assert done.stderr == ""
    told = said(done.output)
    assert "! wall.toml: valid rubric wall@1; 1 warning, 1 note" in told
    assert "criteria[0].scale: more is better here, but 89 gives 10 points and 90 gives 5" in told
    assert "(shown by the subjects below). [not-monotone]" in told
    assert "Look at the order of the points." in told
    assert "Documentation: reference/findings/not-monotone" in told
    # 13 is no multiple of 5.
    assert "· levels[0].requirements[0]: nobody stands exactly on 13" in told
    assert "(proved). [threshold-not-hit]" in told


def test_the_subjects_that_show_a_finding_stand_in_a_table(run: Run) -> None:
    done = run("check", "wall.toml", "--only", "not-monotone")
    rows = [line.split("  ") for line in done.output.splitlines()]
    table = {row[0]: [cell.strip() for cell in row[1:] if cell.strip()] for row in rows}
    assert table["Criteria"] == ["Subject 1", "Subject 2"]
    assert table["Clean water"] == ["89 %", "90 %"]
    assert table["A library"] == ["yes", "yes"]
    assert table["Points"] == ["20 of 20 points", "15 of 20 points"]
    assert table["Level"] == ["Good", "Good"]


def test_a_sound_rubric_has_no_findings(run: Run) -> None:
    done = run("check", "sound.toml")
    assert done.exit_code == 0
    assert done.output == "  ✓ sound.toml: valid rubric sound@1; no findings\n"


def test_notes_alone_are_no_reason_for_another_exit_code(run: Run) -> None:
    done = run("check", "wall.toml", "--ignore", "not-monotone")
    assert done.exit_code == 0
    assert "✓ wall.toml: valid rubric wall@1; 1 note" in done.output


def test_only_some_findings_are_looked_for(run: Run) -> None:
    done = run("check", "wall.toml", "--only", "threshold-not-hit", "--only", "level-order")
    assert done.exit_code == 0
    assert "[threshold-not-hit]" in said(done.output)
    assert "not-monotone" not in done.output


@pytest.mark.parametrize("option", ["--only", "--ignore"])
def test_a_code_that_there_is_not_is_bad_usage(run: Run, option: str) -> None:
    done = run("check", "wall.toml", option, "not-monoton")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert f"{option}: there is no finding 'not-monoton'. Did you mean 'not-monotone'?" in said(
        done.stderr
    )


def test_the_id_of_a_rubric_is_checked_as_a_file_is(run: Run) -> None:
    done = run("check", "learning-citizen-pilot", "sound.toml")
    assert done.exit_code == 0
    first, second = done.output.split("✓")[1:]
    known = "learning-citizen-pilot"
    assert said(first) == f"{known}: valid rubric {known}@{get(known).version}; no findings"
    assert said(second) == "sound.toml: valid rubric sound@1; no findings"
    done = run("check", "learning-citizen")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "Did you mean 'learning-citizen-pilot'" in said(done.stderr)


def test_the_exit_code_tells_of_the_worst_of_several(run: Run) -> None:
    assert run("check", "sound.toml", "wall.toml", "sound.toml").exit_code == 1
    assert run("check", "sound.toml", "wall.toml", "--valid").exit_code == 0


def test_findings_are_told_in_vietnamese(run: Run) -> None:
    told = said(run("check", "wall.toml", "--lang", "vi").output)
    assert "bộ tiêu chí hợp lệ wall@1; 1 cảnh báo, 1 ghi chú" in told
    assert "ở đây càng nhiều càng tốt, nhưng 89 được 10 điểm còn 90 được 5" in told
    assert "Nước sạch 89 % 90 %" in told
    assert "Tài liệu: reference/findings/not-monotone" in told


def test_findings_as_markdown(run: Run) -> None:
    lines = run("check", "wall.toml", "--format", "markdown").output.splitlines()
    assert "- ! wall.toml: valid rubric wall@1; 1 warning, 1 note" in lines
    assert "| Clean water | 89 % | 90 % |" in lines


def test_findings_as_json(run: Run) -> None:
    done = run("check", "wall.toml", "sen.toml", "--rubric", "cafe.toml", "--format", "json")
    wall, sen = json.loads(done.output)
    assert (wall["valid"], sen["valid"]) == (True, True)
    assert sen["findings"] == []
    first, second = wall["findings"]
    assert (first["code"], first["severity"], first["verdict"]) == (
        "not-monotone",
        "warning",
        "shown",
    )
    assert first["witness"] == [
        {
            "context": {},
            "values": {"water": "89", "library": True},
            "not_applicable": [],
            "points": "20",
            "level": "good",
        },
        {
            "context": {},
            "values": {"water": "90", "library": True},
            "not_applicable": [],
            "points": "15",
            "level": "good",
        },
    ]
    assert (second["code"], second["witness"]) == ("threshold-not-hit", [])


def wide(count: int) -> str:
    text = 'format = "rubric/1"\nid = "wide"\nversion = "1"\ntitle = "Wide"\n'
    for place in range(count):
        bands = '"90" = 5, "75" = 10' if place == 3 else '"90" = 10, "75" = 5'
        scale = f'kind = "bands", unit = "%", decimals = 0, bands = {{ {bands} }}'
        text += f'[[criteria]]\nid = "i{place}"\ntitle = "Indicator {place}"\n'
        text += f"scale = {{ {scale} }}\n"
    return text


def test_of_many_values_only_those_that_differ_are_shown_unless_all_are_asked_for(
    run: Run, folder: Path
) -> None:
    (folder / "wide.toml").write_text(wide(13), "utf-8")
    done = run("check", "wide.toml")
    assert "Indicator 3" in done.output
    assert "Indicator 4" not in done.output
    assert "the other values are the same; all of them: --details" in done.output
    done = run("check", "wide.toml", "--details")
    assert all(f"Indicator {place} " in done.output for place in range(13))
    (folder / "wide.toml").write_text(wide(12), "utf-8")
    assert "Indicator 4" in run("check", "wide.toml").output


def test_without_the_solver_what_needs_it_is_told_as_not_settled(folder: Path) -> None:
    # Whether 7, 11 and 13 points add up to 20 takes more than intervals.
    text = 'format = "rubric/1"\nid = "odd"\nversion = "1"\ntitle = "Odd"\n'
    for id_, points in (("a", 7), ("b", 11), ("c", 13)):
        scale = f'{{ kind = "yes-no", points = {points} }}'
        text += f'[[criteria]]\nid = "{id_}"\ntitle = "{id_.upper()}"\nscale = {scale}\n'
    text += '[[levels]]\nid = "good"\ntitle = "Good"\nrequires = ["total == 19"]\n'
    (folder / "odd.toml").write_text(text, "utf-8")
    block = "import sys; sys.modules['ortools'] = None; from rubrika.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", block, "check", "odd.toml"],
        cwd=folder,
        env=os.environ | {"LANG": "C.UTF-8", "COLUMNS": "80"},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    told = said(done.stdout)
    assert done.returncode == 0, done.stderr
    assert "it takes the solver (not settled). [not-settled]" in told
    assert 'Install it: pip install "rubrika[solve]"' in told
    done = subprocess.run(
        [sys.executable, "-m", "rubrika", "check", "odd.toml"],
        cwd=folder,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 1
    assert "[level-unreachable]" in done.stdout


def test_the_time_for_a_rubric_is_passed_on(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []

    def look(rubric: Rubric, *, seconds: float, **others: object) -> tuple[Finding, ...]:
        asked.append(seconds)
        return ()

    monkeypatch.setattr(checking, "check_rubric", look)
    assert run("check", "sound.toml", "--seconds", "2.5").exit_code == 0
    assert asked == [2.5]
    assert run("check", "sound.toml", "--seconds", "0").exit_code == 2


def test_on_a_terminal_it_is_said_what_takes_so_long(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from rubrika.cli.output import working

    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with working("looking at cafe.toml…"):
        time.sleep(0.2)
    assert "looking at cafe.toml…" in capsys.readouterr().err
    monkeypatch.delenv("FORCE_COLOR")
    with working("looking at cafe.toml…"):
        pass
    assert capsys.readouterr().err == ""
