"""`rubrika score`: the verdict first, then its reasons."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from tests.extras.cli.kit import Run, row

WORST = ("--set", "pests=no")


def section(text: str, heading: str) -> list[str]:
    """The lines below a heading, up to the next blank line."""
    lines = text.split("\n")
    start = lines.index(heading) + 1
    return lines[start : lines.index("", start)]


def test_the_verdict_stands_first(run: Run) -> None:
    done = run("score", "cafe.toml", "sen.toml")
    assert done.exit_code == 0
    assert done.stderr == ""
    assert done.output.split("\n")[0] == "Result: Silver – 84 of 100 points"


def test_every_node_has_its_points_share_and_observation(run: Run) -> None:
    text = run("score", "cafe.toml", "sen.toml").output
    assert row(text, "Food safety") == ["Food safety", "60 / 60", "100 %"]
    assert row(text, "Inspection score") == ["Inspection score", "40 / 40", "100 %", "91 %"]
    assert row(text, "No pests found") == ["No pests found", "20 / 20", "100 %", "yes"]
    assert row(text, "Service") == ["Service", "24 / 40", "60 %"]
    assert row(text, "Minutes until served") == ["Minutes until served", "14 / 20", "70 %", "12.5"]


def test_a_level_that_is_missed_says_what_is_needed_what_is_and_the_gap(run: Run) -> None:
    text = run("score", "cafe.toml", "sen.toml").output
    gold = section(text, "Levels")[0:2]
    assert gold[0].strip() == "✗ Gold: not reached"
    assert re.search(r"✗ .*90.*84.*6", gold[1])
    (lacking,) = section(text, "For Gold, still lacking")
    assert re.search(r"✗ .*90.*84.*6", lacking)


def test_vietnamese_says_the_same(run: Run) -> None:
    text = run("score", "cafe.toml", "sen.toml", "--lang", "vi").output
    assert text.split("\n")[0] == "Kết quả: Bạc – 84 trên 100 điểm"
    assert row(text, "Số phút chờ") == ["Số phút chờ", "14 / 20", "70 %", "12,5"]
    assert "Để đạt Vàng còn thiếu" in text


def test_missing_evidence_gives_bounds_and_is_listed(run: Run) -> None:
    text = run("score", "cafe.toml", "lotus.toml").output
    assert re.search(r"^Result: .*Silver.*\b0\b.*\b80\b", text.split("\n\n")[0].replace("\n", " "))
    assert row(text, "Inspection score") == ["Inspection score", "0–40 / 40", "○ missing"]
    levels = section(text, "Levels")
    assert levels[0].strip() == "Certain: none. Possible: Silver. Out of reach: Gold."
    assert levels[1].strip() == "✗ Gold: out of reach"
    assert "  ? Silver: possible" in levels
    missing = " ".join(" ".join(section(text, "Missing evidence: 3 of 4 indicators")).split())
    assert missing.endswith("each can bring: inspection (40), welcome (20), wait (20)")


def test_what_is_lacking_stands_between_the_verdict_and_the_numbers(run: Run) -> None:
    text = run("score", "cafe.toml", "sen.toml").output
    parts = ["Result: Silver", "Café hygiene (cafe", "For Gold, still lacking", "Food safety"]
    places = [text.index(part) for part in [*parts, "Levels\n", "Fingerprint"]]
    assert places == sorted(places)


def test_values_are_typed_as_the_domain_of_their_indicator(run: Run) -> None:
    typed = ("inspection=91 %", "pests=có", "welcome=often", "wait=12.5")
    options = [part for value in typed for part in ("--set", value)]
    done = run("score", "cafe.toml", *options)
    assert done.output.split("\n")[0] == "Result: Silver – 84 of 100 points"


def test_a_typed_value_replaces_that_of_the_file(run: Run) -> None:
    # Served at once: 20 instead of 14, so 90 of 100; every criterion is above half; no pests.
    done = run("score", "cafe.toml", "sen.toml", "--set", "wait=5")
    assert done.output.split("\n")[0] == "Result: Gold – 90 of 100 points"


def test_an_empty_typed_value_is_missing(run: Run) -> None:
    done = run("score", "cafe.toml", "sen.toml", "--set", "wait=", "--format", "json")
    data = json.loads(done.output)
    assert data["missing"] == ["wait"]
    assert data["bounds"] == {"least": "70", "most": "90"}


def test_a_typed_value_may_be_not_applicable_as_in_a_table(run: Run) -> None:
    done = run("score", "cafe.toml", "sen.toml", "--set", "pests=n/a: no kitchen")
    assert row(done.output, "No pests found")[1:] == ["–", "– not applicable: no kitchen"]
    done = run("score", "cafe.toml", "sen.toml", "--set", "pests=n/a")
    assert "needs a justification" in refused(done)


def test_an_empty_typed_fact_is_not_stated(run: Run, folder: Path) -> None:
    (folder / "in.toml").write_text(
        'format = "assessment/1"\n[context]\narea = "mountain"\n[observations]\nschools = 1\n',
        "utf-8",
    )
    assert run("score", "town.toml", "in.toml").exit_code == 0
    done = run("score", "town.toml", "in.toml", "--context", "area=")
    assert "needs to know 'area'" in refused(done)


def test_a_typed_fact_completes_every_row_of_a_table(run: Run, folder: Path) -> None:
    (folder / "all.csv").write_text("subject,schools,families\nA,1,4\nB,2,8\n", "utf-8")
    assert "needs to know 'area'" in refused(run("score", "town.toml", "all.csv"))
    text = run("score", "town.toml", "all.csv", "--context", "area=lowland").output
    assert row(text, "A") == ["A", "5 / 10", "Not recognised"]
    assert row(text, "B") == ["B", "10 / 10", "Good"]


def test_the_context_decides_the_bar(run: Run) -> None:
    values = ("--set", "schools=1", "--set", "families=4")
    up = run("score", "town.toml", *values, "--context", "area=mountain")
    down = run("score", "town.toml", *values, "--context", "area=lowland")
    assert up.output.startswith("Result: Good – 5 of 10 points\n")
    assert down.output.startswith("Result: Not recognised – 5 of 10 points\n")


def test_provisional_numbers_are_marked_and_named_with_their_reason(run: Run) -> None:
    values = ("--set", "schools=1", "--set", "families=4")
    text = run("score", "town.toml", *values, "--context", "area=mountain").output
    assert row(text, "Families*")[1] == "4 / 8"
    assert row(text, "Schools")[1] == "1 / 2"
    head, why = [line for line in text.split("\n") if line.startswith("* ")]
    assert text.index(head) < text.index("Families*")  # above the numbers
    assert re.search(r"\b2\b.* of 4\b", head)  # 8 and 5, of 2, 8, 5 and 9
    assert why == "* Why these numbers are provisional"
    assert section(text, why) == [
        "  - [guess] half, for want of a published share (2 numbers)",
        "    Each of these numbers: --details",
    ]
    assert any("[law] Law 1, Article 2" in line for line in text.split("\n"))


def test_details_name_every_provisional_number(run: Run) -> None:
    values = ("--set", "schools=1", "--set", "families=4", "--context", "area=mountain")
    text = run("score", "town.toml", *values, "--details").output
    assert section(text, "* Why these numbers are provisional") == [
        "  - [guess] half, for want of a published share (2 numbers)",
        "    · Families: 8",
        "    · Good: 5",
    ]


def test_a_single_provisional_number_is_counted_as_one(run: Run, folder: Path) -> None:
    text = (folder / "town.toml").read_text("utf-8").replace('cited(5, "guess")', "5")
    (folder / "town.toml").write_text(text, "utf-8")
    text = run("score", "town.toml", "--set", "schools=1", "--context", "area=lowland").output
    assert "  - [guess] half, for want of a published share (1 number)\n" in text


def test_a_rubric_without_sources_has_no_mark(run: Run) -> None:
    assert "*" not in run("score", "cafe.toml", "sen.toml").output


def test_not_applicable_is_said_with_its_justification(run: Run, folder: Path) -> None:
    text = (folder / "sen.toml").read_text("utf-8")
    (folder / "na.toml").write_text(
        text.replace("pests = true", 'pests = { not_applicable = "no kitchen" }'), "utf-8"
    )
    text = run("score", "cafe.toml", "na.toml").output
    # Its 20 points go to the other: 40 of 40 is all of 60, so still 84.
    assert text.startswith("Result: Silver – 84 of 100 points\n")
    cells = row(text, "No pests found")
    assert cells[1] == "–"
    assert cells[-1].startswith("– not applicable: no kitchen"[: len(cells[-1])])


def test_evidence_assessor_date_note_and_source_are_shown(run: Run, folder: Path) -> None:
    text = (folder / "sen.toml").read_text("utf-8")
    noted = (
        'inspection = { value = 91, evidence = ["report 12", "photo 3"], assessor = "Hoa", '
        'date = 2026-02-28, note = "a good day", source = "book" }'
    )
    source = '[sources.book]\ndocument = "Inspection book"\narticle = "page 4"\n\n[observations]\n'
    changed = text.replace("inspection = 91", noted).replace("[observations]\n", source)
    (folder / "noted.toml").write_text(changed, "utf-8")
    text = run("score", "cafe.toml", "noted.toml").output
    assert row(text, "Inspection score")[-1] == "91 % [book]"
    (line,) = section(text, "Evidence and notes")
    assert line.strip() == ("- Inspection score: report 12; photo 3; Hoa, 2026-02-28; a good day")
    assert "  - [book] Inspection book, page 4" in text.split("\n")


# Which names mean what


def test_an_assessment_alone_names_its_rubric(run: Run, folder: Path) -> None:
    head = 'format = "assessment/1"\nrubric = "learning-citizen-pilot"\n'
    (folder / "citizen.toml").write_text(f"{head}[observations]\nnumeracy = 7\n", "utf-8")
    data = json.loads(run("score", "citizen.toml", "--format", "json").output)
    assert data["rubric"] == "learning-citizen-pilot"
    assert data["bounds"] == {"least": "7", "most": "97"}  # nine more of ten each


@pytest.mark.parametrize("names", [("cafe.toml", "-"), ("cafe.toml", "./sen.toml")])
def test_standard_input_is_an_assessment(run: Run, folder: Path, names: tuple[str, ...]) -> None:
    done = run("score", *names, text=(folder / "sen.toml").read_text("utf-8"))
    assert done.output.startswith("Result: Silver – 84 of 100 points\n")


def test_standard_input_may_be_json_and_name_its_rubric(run: Run) -> None:
    given: dict[str, Any] = {
        "format": "assessment/1",
        "rubric": "learning-citizen-pilot",
        "observations": {"numeracy": 7},
    }
    data = json.loads(run("score", "-", "--format", "json", text=json.dumps(given)).output)
    assert data["bounds"]["least"] == "7"


def test_standard_input_may_be_a_table(run: Run) -> None:
    first = "subject,inspection,pests,welcome,wait\n"
    for head in (first, f"\ufeff{first}", first.replace(",", ";"), first.replace(",", "\t")):
        sign = next(sign for sign in ",;\t" if sign in head)
        table = head + sign.join(("Sen", "91", "yes", "often", "12.5")) + "\n"
        done = run("score", "cafe.toml", "-", text=table)
        assert row(done.output, "Sen") == ["Sen", "84 / 100", "Silver"]
        data = json.loads(run("score", "cafe.toml", "-", "--format", "json", text=table).output)
        assert [(card["subject"], card["points"]) for card in data] == [("Sen", "84")]
    done = run("score", "cafe.toml", "-", text=f"sep=;\n{first.replace(',', ';')}Sen;;no;;\n")
    assert row(done.output, "Sen")[1] == "0–80 / 100"
    done = run("score", "cafe.toml", "-", text="indicator,value\npests,maybe\n")
    assert "Error in standard input" in refused(done)
    done = run("score", "-", text=first)
    assert "Name it: rubrika score RUBRIC -" in refused(done)


@pytest.mark.parametrize(
    "text",
    [
        '# a comment; with signs\nformat = "assessment/1"\n[observations]\npests = true\n',
        "[observations]\npests = true\n",
        'note = "a, b; c"\nformat = "assessment/1"\n[observations]\npests = true\n',
    ],
)
def test_toml_with_separators_in_its_first_line_is_no_table(run: Run, text: str) -> None:
    done = run("score", "cafe.toml", "-", text=text)
    assert done.exit_code == (0 if "format" in text else 2)
    assert "no TOML" not in done.stderr
    assert "column" not in done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing came in"),
        (" \n\t\n", "nothing came in"),
        ("subject", "this is no TOML"),
        ("x" * 10_000_001, "standard input is too long"),
    ],
)
def test_standard_input_that_holds_nothing_useful_is_refused(
    run: Run, text: str, said: str
) -> None:
    assert said in refused(run("score", "cafe.toml", "-", text=text))


def test_the_way_out_for_an_unknown_rubric_can_be_pasted(run: Run, folder: Path) -> None:
    (folder / "my cafés").mkdir()
    for name in ("cafe.toml", "sen.toml"):
        (folder / "my cafés" / name).write_bytes((folder / name).read_bytes())
    said = refused(run("score", "my cafés/sen.toml"))
    assert said.endswith("Try: rubrika score 'my cafés/cafe.toml' 'my cafés/sen.toml'")
    (folder / "cafe.toml").rename("other.toml")
    said = refused(run("score", "sen.toml"))
    assert said.endswith("If it is in a file, name that: rubrika score RUBRIC.toml sen.toml")


def test_a_version_that_is_not_there_is_the_assessments_fault(run: Run, folder: Path) -> None:
    (folder / "old.toml").write_text(
        'format = "assessment/1"\nrubric = "learning-citizen-pilot"\nversion = "7"\n'
        "[observations]\n",
        "utf-8",
    )
    said = refused(run("score", "old.toml"))
    assert "rubric: 'learning-citizen-pilot' has no version '7'" in said
    assert "name that" not in said


def test_a_rubric_may_be_named_with_its_version(run: Run) -> None:
    done = run("score", "learning-citizen-pilot@pilot.1", "--set", "numeracy=7")
    assert done.exit_code == 0
    done = run("score", "learning-citizen-pilot@7", "--set", "numeracy=7")
    assert done.exit_code == 2
    assert "has no version '7'" in done.stderr


# Several


def test_several_assessments_are_a_table(run: Run) -> None:
    text = run("score", "cafe.toml", "sen.toml", "lotus.toml").output
    assert row(text, "Café Sen") == ["Café Sen", "84 / 100", "Silver"]
    assert row(text, "Lotus")[1] == "0–80 / 100"
    assert "Food safety" not in text


def test_a_table_says_which_rubric_rests_on_provisional_numbers(run: Run, folder: Path) -> None:
    (folder / "all.csv").write_text("subject,context.area,schools\nA,mountain,1\n", "utf-8")
    text = run("score", "town.toml", "all.csv").output
    assert re.search(r"^Town: \* .*\b2\b.* of 4\b", text, re.MULTILINE)
    assert "*" not in run("score", "cafe.toml", "sen.toml", "lotus.toml").output


def test_details_follow_the_table(run: Run) -> None:
    text = run("score", "cafe.toml", "sen.toml", "lotus.toml", "--details").output
    assert text.count("Result: ") == 2
    assert text.index("84 / 100") < text.index("Result: Silver – 84 of 100 points")


def test_a_table_has_one_row_for_each_subject(run: Run, folder: Path) -> None:
    (folder / "all.csv").write_text(
        "subject,inspection,pests,welcome,wait\nSen,91,yes,often,12.5\nLotus,,no,,\n", "utf-8"
    )
    text = run("score", "cafe.toml", "all.csv").output
    assert row(text, "Sen") == ["Sen", "84 / 100", "Silver"]
    assert row(text, "Lotus")[1] == "0–80 / 100"
    data = json.loads(run("score", "cafe.toml", "all.csv", "--format", "json").output)
    assert [card["subject"] for card in data] == ["Sen", "Lotus"]


def test_a_table_of_one_subject_is_a_list_of_one_in_json(run: Run, folder: Path) -> None:
    (folder / "one.csv").write_text("subject,inspection\nSen,91\n", "utf-8")
    data = json.loads(run("score", "cafe.toml", "one.csv", "--format", "json").output)
    assert [card["subject"] for card in data] == ["Sen"]


def test_different_rubrics_are_named_in_the_table(run: Run, folder: Path) -> None:
    for name, id_ in (("a", "numeracy"), ("b", "")):
        rubric = "learning-citizen-pilot" if id_ else "learning-unit-2020"
        head = f'format = "assessment/1"\nrubric = "{rubric}"\nsubject = "{name}"\n[observations]\n'
        (folder / f"{name}.toml").write_text(head + (f"{id_} = 7\n" if id_ else ""), "utf-8")
    text = run("score", "a.toml", "b.toml").output
    assert row(text, "a")[1] == "learning-citizen-pilot@pilot.1"
    assert row(text, "b")[1].startswith("learning-unit-2020@")


# Unusual rubrics

PAIR = """
format = "rubric/1"
id = "pair"
version = "1"
title = "Pair"
points = 10
combine = "geometric-mean"

[[criteria]]
id = "a"
title = "A"
weight = "50%"
na = "redistribute"
scale = { kind = "direct", points = 10 }

[[criteria]]
id = "b"
title = "B"
weight = "50%"
na = "redistribute"
scale = { kind = "direct", points = 10 }
"""


def test_a_rubric_without_levels_has_points_alone(run: Run, folder: Path) -> None:
    (folder / "pair.toml").write_text(PAIR, "utf-8")
    text = run("score", "pair.toml", "--set", "a=4", "--set", "b=9").output
    assert text.startswith("Result: 6 of 10 points\n")  # the root of 36
    assert "Levels" not in text
    (folder / "two.csv").write_text("subject,a,b\nOne,4,9\nTwo,n/a,n/a\n", "utf-8")
    text = run("score", "pair.toml", "two.csv").output
    assert row(text, "One") == ["One", "6 / 10", "–"]
    assert row(text, "Two") == ["Two", "–", "not applicable"]


def test_points_that_are_not_rational_are_marked_and_explained(run: Run, folder: Path) -> None:
    (folder / "pair.toml").write_text(PAIR, "utf-8")
    text = run("score", "pair.toml", "--set", "a=2", "--set", "b=4").output
    assert text.startswith("Result: ≈ 2.83 of 10 points\n")  # the root of 8: 2.828…
    (meant,) = [line for line in text.split("\n") if line.startswith("≈")]
    assert "rational" in meant


# Forms


def test_json_is_the_scorecard_with_exact_numbers(run: Run) -> None:
    data = json.loads(run("score", "cafe.toml", "sen.toml", "--format", "json").output)
    assert (data["points"], data["maximum"], data["level"]) == ("84", "100", "silver")
    assert data["subject"] == "Café Sen"


def test_markdown_has_the_verdict_a_table_and_nested_levels(run: Run) -> None:
    lines = run("score", "cafe.toml", "sen.toml", "--format", "markdown").output.split("\n")
    assert lines[0] == "**Result: Silver – 84 of 100 points**"
    assert "| Criteria | Points | Share | Observed |" in lines
    assert "| &emsp;Inspection score | 40 / 40 | 100 % | 91 % |" in lines
    assert "- ✗ Gold: not reached" in lines
    assert "## Levels" in lines


# What is wrong


def refused(done: Result) -> str:
    assert done.exit_code == 2, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Missing argument"),
        (("cafe.toml",), "No assessment is given"),
        (("cafe.toml", "-", "-"), "only once"),
        (("cafe.toml", "sen.toml", "--set", "wait"), "--set needs NAME=VALUE"),
        (("cafe.toml", "--set", "wait=1", "--set", "wait=2"), "--set names 'wait' twice"),
        (("cafe.toml", "sen.toml", "--lang", "fr"), "'fr' is none of en, vi"),
        (("cafe.toml", "sen.toml", "--format", "pdf"), "'pdf'"),
        (("cafe.toml", "none.toml"), "there is no file 'none.toml'"),
        (("cafe.toml", "all.txt/x"), "x"),
        (("learning-citizen-pilo", "sen.toml"), "Did you mean 'learning-citizen-pilot'"),
        (("sen.toml",), "[unknown-rubric] Try: rubrika score cafe.toml sen.toml"),
        (("cafe.toml", "town.toml"), "this is a rubric, where an assessment is due"),
        (("nothing",), "there is no rubric 'nothing'"),
        ((".",), "'.' is a folder"),
        (("cafe.toml", "."), "'.' is a folder"),
        (("sen.toml", "cafe.toml"), "The rubric comes first: rubrika score cafe.toml"),
        (("sen.toml", "learning-unit-2020"), "The rubric comes first"),
        (("town.toml", "sen.toml"), "made for the rubric 'cafe', not for 'town'"),
        (("town.toml", "--set", "schools=1"), "the rubric needs to know 'area'"),
        (("cafe.toml", "--set", "pest=yes"), "Did you mean 'pests'?"),
        (("cafe.toml", "--set", "wait=12,5"), "Write the decimal point as a point: 12.5."),
        (("cafe.toml", "--set", "pests=maybe"), "'maybe' is neither yes nor no"),
        (("cafe.toml", "--set", "inspection=101"), "Allowed: 0 to 100 %."),
        (("cafe.toml", "--set", "wait=1", "--context", "area=x"), "no context attribute 'area'"),
        (("town.toml", "--context", "area=sea"), "context.area: 'sea' is no option"),
    ],
)
def test_what_is_wrong_is_told_on_standard_error(
    run: Run, arguments: tuple[str, ...], said: str
) -> None:
    assert said in refused(run("score", *arguments))


def test_all_problems_of_all_files_are_listed_at_once(run: Run, folder: Path) -> None:
    text = (folder / "sen.toml").read_text("utf-8")
    (folder / "bad.toml").write_text(
        text.replace("91", "101").replace('"often"', '"oftn"'), "utf-8"
    )
    said = refused(run("score", "cafe.toml", "sen.toml", "bad.toml", "gone.toml"))
    assert "Error: 2 problems in bad.toml" in said
    assert "observations.inspection: " in said
    assert (
        "observations.welcome: 'oftn' is no option. [unknown-option] Did you mean 'often'?" in said
    )
    assert "Error in gone.toml" in said


def test_an_assessment_that_names_no_rubric_says_so(run: Run) -> None:
    given = 'format = "assessment/1"\n[observations]\na = 1\n'
    assert "does not say for which rubric" in refused(run("score", "-", text=given))


def test_a_table_needs_its_rubric(run: Run, folder: Path) -> None:
    (folder / "one.csv").write_text("subject,inspection\nSen,91\n", "utf-8")
    assert "Name it: rubrika score RUBRIC one.csv" in refused(run("score", "one.csv"))


def test_input_that_is_not_utf8_is_refused(run: Run, folder: Path) -> None:
    (folder / "latin.toml").write_bytes('subject = "Café"'.encode("latin-1"))
    assert "UTF-8" in refused(run("score", "cafe.toml", "latin.toml"))
