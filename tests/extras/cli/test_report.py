"""`rubrika report`: a page is written whole, or not at all."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.extras.cli.kit import Run, Spawn

from rubrika import Scorecard, load, load_assessment
from rubrika.reports import card_page, comparison_page

COMMAND = str(Path(sys.executable).parent / "rubrika")


def card(folder: Path, name: str = "sen.toml") -> Scorecard:
    return load(folder / "cafe.toml").score(load_assessment(folder / name))


def left(folder: Path) -> set[str]:
    """What was not there before."""
    before = {"cafe.toml", "sen.toml", "lotus.toml", "town.toml", "wall.toml", "sound.toml"}
    return {path.name for path in folder.iterdir()} - before


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_the_page_of_one_subject_is_that_of_python(folder: Path, run: Run, lang: str) -> None:
    done = run("report", "cafe.toml", "sen.toml", "-o", "sen.html", "--lang", lang)
    assert (done.exit_code, done.output) == (0, "sen.html\n")
    assert (folder / "sen.html").read_text("utf-8") == card_page(card(folder), lang=lang)
    assert left(folder) == {"sen.html"}


def test_several_subjects_are_compared_on_one_page(folder: Path, run: Run) -> None:
    arguments = ["report", "cafe.toml", "sen.toml", "lotus.toml", "-o", "-", "--lang", "en"]
    done = run(*arguments, "--title", "Cafés")
    cards = [card(folder), card(folder, "lotus.toml")]
    assert done.exit_code == 0
    assert done.output == comparison_page(cards, lang="en", title="Cafés")
    assert "<h1>Cafés</h1>" in done.output


def test_subjects_without_a_name_are_called_by_their_file(folder: Path, run: Run) -> None:
    for name in ("one", "two"):
        text = 'format = "assessment/1"\n[observations]\ninspection = 91\n'
        (folder / f"{name}.toml").write_text(text, "utf-8")
    done = run("report", "cafe.toml", "one.toml", "two.toml", "-o", "-", "--lang", "en")
    assert done.exit_code == 0
    assert '<th scope="row">one.toml</th>' in done.output


def test_what_was_typed_counts(folder: Path, run: Run) -> None:
    arguments = ["--set", "inspection=91", "--set", "pests=yes", "--lang", "en"]
    done = run("report", "cafe.toml", "-o", "-", *arguments)
    assert done.exit_code == 0
    assert "between 60 and 100 of 100 points" in done.output  # 40 and 20 of 60; 40 are open


# Plans


def test_a_plan_is_told_on_the_page(run: Run) -> None:
    done = run("report", "cafe.toml", "sen.toml", "-o", "-", "--plan", "--lang", "en")
    assert done.exit_code == 0
    assert "A plan to reach Gold" in done.output


def test_where_there_is_no_plan_the_page_is_written_and_the_reason_told(spawn: Spawn) -> None:
    done = spawn("report", "cafe.toml", "--set", "wait=5", "-o", "page.html", "--plan")
    assert done.returncode == 0
    assert done.stdout == b"page.html\n"
    assert b"plan-impossible" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_plan_is_for_one_subject(folder: Path, run: Run) -> None:
    done = run("report", "cafe.toml", "sen.toml", "lotus.toml", "-o", "p.html", "--plan")
    assert done.exit_code == 2
    assert "A plan is made for one subject, not for several." in done.output
    assert left(folder) == set()


# Where it is written


def test_what_is_there_is_overwritten_only_if_that_is_said(folder: Path, run: Run) -> None:
    arguments = ["report", "cafe.toml", "sen.toml", "-o", "sen.html"]
    (folder / "sen.html").write_text("before", "utf-8")
    done = run(*arguments)
    assert done.exit_code == 2
    assert "sen.html is there already. Overwrite it with --force." in done.output
    assert (folder / "sen.html").read_text("utf-8") == "before"
    assert run(*arguments, "--force").exit_code == 0
    assert (folder / "sen.html").read_text("utf-8").startswith("<!DOCTYPE html>")


def test_a_folder_is_no_page(folder: Path, spawn: Spawn) -> None:
    done = spawn("report", "cafe.toml", "sen.toml", "-o", ".", "--force")
    assert done.returncode == 2
    assert b"'.' is a folder. [folder]" in done.stderr
    assert left(folder) == set()


def test_a_folder_that_is_not_there_is_told(folder: Path, spawn: Spawn) -> None:
    done = spawn("report", "cafe.toml", "sen.toml", "-o", "away/sen.html")
    assert done.returncode == 2
    assert b"away/sen.html" in done.stderr
    assert b"Traceback" not in done.stderr
    assert left(folder) == set()


def test_a_full_disk_leaves_nothing_behind(folder: Path) -> None:
    line = f"ulimit -f 4; {COMMAND} report cafe.toml sen.toml -o sen.html"
    done = subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"sen.html" in done.stderr
    assert b"Traceback" not in done.stderr
    assert left(folder) == set()


def test_a_pipe_that_nobody_reads_is_no_fault(folder: Path) -> None:
    line = f"{COMMAND} report cafe.toml sen.toml -o - | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, check=False)
    assert done.returncode in (0, 141)  # the page may fit into the pipe
    assert done.stderr == b""


def test_the_name_of_a_subject_leads_nowhere(folder: Path, run: Run) -> None:
    text = (folder / "sen.toml").read_text("utf-8")
    named = text.replace("Café Sen", "../../x")
    assert named != text
    (folder / "sen.toml").write_text(named, "utf-8")
    done = run("report", "cafe.toml", "sen.toml", "-o", "sen.html")
    assert done.exit_code == 0
    assert "<h1>../../x</h1>" in (folder / "sen.html").read_text("utf-8")
    assert left(folder) == {"sen.html"}


def test_nothing_is_written_where_an_input_is_wrong(folder: Path, spawn: Spawn) -> None:
    done = spawn("report", "cafe.toml", "--set", "inspction=91", "-o", "page.html")
    assert done.returncode == 2
    assert b"Did you mean 'inspection'?" in done.stderr
    assert left(folder) == set()


@pytest.mark.parametrize("name", ["sen.toml", "./cafe.toml", "link.toml", "hard.toml"])
def test_an_input_is_not_overwritten_even_by_force(run: Run, folder: Path, name: str) -> None:
    (folder / "link.toml").symlink_to("sen.toml")
    (folder / "hard.toml").hardlink_to(folder / "sen.toml")
    before = (folder / name).read_bytes()
    refused = run("report", "cafe.toml", "sen.toml", "-o", name, "--force")
    assert refused.exit_code == 2
    assert f"{name} is one of the inputs. Name another file." in refused.stderr
    assert (folder / name).read_bytes() == before


@pytest.mark.parametrize("name", [".", "missing/page.html", "sen.toml/page.html", "circle"])
def test_where_no_page_can_be_it_is_refused(run: Run, folder: Path, name: str) -> None:
    (folder / "circle").symlink_to("circle")
    before = sorted(folder.iterdir())
    assert run("report", "cafe.toml", "sen.toml", "-o", name, "--force").exit_code == 2
    assert sorted(folder.iterdir()) == before
    assert (folder / "circle").is_symlink()
