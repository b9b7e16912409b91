"""`rubrika diff`: what two rubrics differ in, and what that can do to results."""

import json
from pathlib import Path

import pytest
from tests.extras.cli.kit import Run

VERSIONS = Path(__file__).parents[3] / "examples" / "versions"
ONE, TWO, THREE = (str(VERSIONS / f"town-{n}.toml") for n in (1, 2, 3))
TOWNS = str(VERSIONS / "towns.csv")


def said(text: str) -> str:
    return " ".join(text.split())


def test_what_can_only_raise_is_told_with_its_proof(run: Run) -> None:
    done = run("diff", ONE, TWO)
    assert done.exit_code == 1
    assert done.stderr == ""
    assert done.output.startswith("town 1 → town 2: 5 changes; it can only raise.\n")
    text = said(done.output)
    # A family share from 75 % up has 10 points instead of 6.
    assert (
        "points cannot fall: proved, since the new total minus the old lies between 0 and 4" in text
    )
    assert "the level cannot fall: proved, since whoever met a level before meets one" in text
    assert "families.scale.bands[80].at: 80 → 75" in text


def test_who_loses_a_level_is_told_and_why(run: Run) -> None:
    done = run("diff", TWO, THREE, TOWNS)
    assert done.exit_code == 1
    text = said(done.output)
    assert "town 2 → town 3: 2 changes; it can only lower." in text
    assert "Town C: falls, Good (24 of 30 points) → Fair (24 of 30 points)." in text
    assert "“Learning clans” earns at least 6 points: it is 4, 2 short" in text
    assert "Town A: stays Good (30 of 30 points)" in text


def test_assessments_may_be_files(run: Run) -> None:
    Path("mine.toml").write_text(
        'format = "assessment/1"\nrubric = "town"\nversion = "2"\n'
        "[observations]\nfamilies = 90\nclans = 35\ncentre = true\n",
        "utf-8",
    )
    done = run("diff", TWO, THREE, "mine.toml", TOWNS)
    assert "Assessments (5)" in done.output
    assert "mine.toml: falls, Good" in said(done.output)


def test_texts_alone_are_no_finding(run: Run) -> None:
    text = Path(ONE).read_text("utf-8").replace("Learning clans", "Clans that learn")
    Path("retitled.toml").write_text(text, "utf-8")
    done = run("diff", ONE, "retitled.toml")
    assert done.exit_code == 0
    assert "only texts, so no result can change" in said(done.output)
    assert "clans.title.en: Learning clans → Clans that learn" in said(done.output)


def test_a_change_without_effect_is_no_finding(run: Run) -> None:
    # All points are even, so that nobody stands between 15 and 16.
    text = Path(ONE).read_text("utf-8").replace("total >= 16", "total >= 15")
    Path("lower.toml").write_text(text, "utf-8")
    done = run("diff", ONE, "lower.toml")
    assert done.exit_code == 0
    assert "no result can change" in done.output


def test_nothing_is_changed(run: Run) -> None:
    done = run("diff", "learning-unit-2020", "learning-unit-2020")
    assert done.exit_code == 0
    assert said(done.output).endswith("nothing is changed.")


def test_json_is_the_record(run: Run) -> None:
    done = run("diff", ONE, TWO, "--format", "json")
    assert done.exit_code == 1
    data = json.loads(done.output)
    assert (data["format"], data["kind"]) == ("diff/1", "raise")
    kinds = {effect["changes"][0]["path"]: effect["kind"] for effect in data["effects"]}
    assert kinds["families.scale.bands[80].at"] == "raise"
    assert kinds["levels.fair.requirements[0]"] == "none"


def test_vietnamese_and_markdown(run: Run) -> None:
    done = run("diff", TWO, THREE, TOWNS, "--lang", "vi", "--format", "markdown")
    assert done.output.startswith("town 2 → town 3: 2 thay đổi; kết quả chỉ có thể giảm.\n")
    assert "## Tất cả các thay đổi cùng nhau" in done.output
    assert "- Town C: giảm, Tốt (24 trên 30 điểm) → Khá (24 trên 30 điểm)." in done.output


def test_no_line_is_wider_than_the_terminal(run: Run) -> None:
    for lang in ("en", "vi"):
        done = run("diff", TWO, THREE, TOWNS, "--lang", lang)
        assert max(map(len, done.output.splitlines())) <= 80


def test_a_time_that_is_too_short_is_told(run: Run) -> None:
    done = run("diff", ONE, TWO, "--seconds", "0.000001")
    assert done.exit_code == 1
    assert "is not known: the time ran out" in said(done.output)
    assert "points cannot fall: proved" in said(done.output)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("no-such", TWO), "there is no rubric 'no-such'"),
        ((ONE, TOWNS), "this is a table of assessments, where a rubric is due"),
        ((ONE, TWO, "sen.toml"), "the assessment was made for cafe"),
        ((ONE, TWO, "missing.toml"), "missing.toml"),
    ],
)
def test_bad_input_is_told(run: Run, arguments: tuple[str, ...], message: str) -> None:
    done = run("diff", *arguments)
    assert done.exit_code == 2
    assert message in said(done.stderr)
    assert done.stdout == ""


def test_a_column_of_neither_is_told(run: Run) -> None:
    Path("odd.csv").write_text("subject,familis\nA,80\n", "utf-8")
    done = run("diff", ONE, TWO, "odd.csv")
    assert done.exit_code == 2
    assert "familis" in done.stderr


def test_bad_usage_is_told(run: Run) -> None:
    assert run("diff", ONE).exit_code == 2
    assert run("diff", ONE, TWO, "--seconds", "0").exit_code == 2
