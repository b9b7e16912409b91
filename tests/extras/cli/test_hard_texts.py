"""Texts that are hard to show, and places that are hard to write to."""

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from rich.cells import cell_len
from tests.extras.cli.kit import CAFE, SEN, Run, Spawn

COMMAND = str(Path(sys.executable).parent / "rubrika")
OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}"
FAMILY = "\N{ZERO WIDTH JOINER}".join("👨👩👧")  # which is one sign
LONG = "Tiêu chí rất dài " * 600

TITLES = {
    "markup": "<script>alert('x')</script> & \"quotes\"",
    "rich": "[bold]not bold[/bold] :smile:",
    "turned": f"abc{OVERRIDE}fed",
    "arabic": "معيار النظافة",
    "emoji": f"Clean {FAMILY} 🧹 kitchen",
    "wide": "衛生管理の評価基準と食品安全",
    "long": LONG.strip(),
    "unbroken": "x" * 10_000,
    "decomposed": unicodedata.normalize("NFD", "Phòng ngừa dịch bệnh ở trường học"),
    "many accents": "a" + "\N{COMBINING ACUTE ACCENT}" * 50,
}


def titled(folder: Path, title: str) -> None:
    """Give the café, a criterion, an indicator and both levels a title."""
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    text = CAFE
    for old in ("Café hygiene", "Food safety", "Inspection score", "Gold", "Silver"):
        text = text.replace(f'en = "{old}"', f'en = "{quoted}"')
    (folder / "hard.toml").write_text(text, "utf-8")


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("title", TITLES)
def test_hard_titles_are_shown_whole_within_the_width(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, title: str, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    titled(folder, TITLES[title])
    for command in (["score", "hard.toml", "sen.toml"], ["show", "hard.toml"]):
        done = run(*command)
        assert done.exit_code == 0, done.stderr
        assert all(cell_len(line) <= columns for line in done.output.split("\n"))
        assert OVERRIDE not in done.output
        assert "\x1b" not in done.output


@pytest.mark.parametrize("title", ["markup", "rich", "arabic", "emoji", "wide"])
def test_hard_titles_are_shown_as_they_are(run: Run, folder: Path, title: str) -> None:
    titled(folder, TITLES[title])
    assert TITLES[title] in run("show", "hard.toml").output


def test_no_letter_of_a_long_title_is_lost(run: Run, folder: Path) -> None:
    titled(folder, TITLES["long"])
    words = run("show", "hard.toml").output.split()
    assert words.count("dài") == 600 * 5  # the rubric, two nodes, two levels
    titled(folder, TITLES["unbroken"])
    assert run("show", "hard.toml").output.count("x") >= 10_000 * 5


def test_composed_and_decomposed_titles_are_shown_alike(run: Run, folder: Path) -> None:
    titled(folder, TITLES["decomposed"])
    decomposed = run("score", "hard.toml", "sen.toml").output.split("Fingerprint")[0]
    titled(folder, unicodedata.normalize("NFC", TITLES["decomposed"]))
    assert run("score", "hard.toml", "sen.toml").output.split("Fingerprint")[0] == decomposed


@pytest.mark.parametrize("title", ["emoji", "wide", "decomposed", "many accents"])
def test_columns_stay_aligned_beside_hard_titles(run: Run, folder: Path, title: str) -> None:
    titled(folder, TITLES[title])
    lines = run("score", "hard.toml", "sen.toml").output.split("\n")
    head = next(line for line in lines if line.startswith("Criteria"))
    ends = cell_len(head[: head.index("Points")] + "Points")
    rows = [line for line in lines if " / " in line]
    assert len(rows) == 6
    for line in rows:
        before, _, after = line.partition(" / ")
        assert cell_len(before + " / " + after.split()[0]) == ends


def test_markdown_escapes_titles(run: Run, folder: Path) -> None:
    titled(folder, TITLES["markup"])
    text = run("score", "hard.toml", "sen.toml", "--format", "markdown").output
    assert "\\<script\\>" in text
    assert not re.search(r"(?<!\\)<", text)


def test_a_subject_named_like_a_path_is_only_a_name(run: Run, folder: Path) -> None:
    before = sorted(folder.parent.rglob("*"))
    (folder / "sen.toml").write_text(SEN.replace("Café Sen", "../../x"), "utf-8")
    done = run("score", "cafe.toml", "sen.toml")
    assert "Subject: ../../x\n" in done.output
    assert sorted(folder.parent.rglob("*")) == before


@pytest.mark.parametrize(
    ("form", "buffered"), [("text", True), ("text", False), ("markdown", True), ("json", True)]
)
def test_a_full_disk_is_told_by_every_form(
    folder: Path, monkeypatch: pytest.MonkeyPatch, form: str, buffered: bool
) -> None:
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)
    if not buffered:
        monkeypatch.setenv("PYTHONUNBUFFERED", "1")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [COMMAND, "score", "cafe.toml", "sen.toml", "--format", form],
            cwd=folder,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == b"Error: no space left on device\n"


def test_colours_can_be_forced_and_forbidden(spawn: Spawn) -> None:
    arguments = ("score", "cafe.toml", "sen.toml")
    plain = spawn(*arguments).stdout
    for name, other in (("FORCE_COLOR", {"NO_COLOR": "1"}), ("CLICOLOR_FORCE", {"TERM": "dumb"})):
        forced = {"TERM": "xterm-256color", name: "1"}
        assert b"\x1b[32m" in spawn(*arguments, **forced).stdout
        assert spawn(*arguments, **forced | other).stdout == plain
