"""`rubrika list` and `rubrika show`: what there is, and what it says."""

import json
from pathlib import Path

import pytest
from tests.extras.cli.kit import Run, unguided

SHIPPED = ("learning-citizen-pilot", "learning-unit-2020", "thanh-hoa-2021-2026")


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str) -> None:
    """Install a distribution `acme` 7 whose *module* makes the rubric `acme-`*name*."""
    monkeypatch.delenv("RUBRIKA_NO_PLUGINS")
    monkeypatch.syspath_prepend(folder)
    (folder / f"acme_{name}.py").write_text(module, "utf-8")
    about = folder / "acme-7.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 7\n", "utf-8")
    (about / "entry_points.txt").write_text(
        f"[rubrika.rubrics]\nacme-{name} = acme_{name}:rubric\n", "utf-8"
    )


# List


@pytest.mark.parametrize(
    ("lang", "head"),
    [("en", "Id Version Title In force From"), ("vi", "Mã Phiên bản Tên Hiệu lực Từ gói")],
)
def test_the_list_names_every_shipped_rubric(run: Run, lang: str, head: str) -> None:
    done = run("list", "--lang", lang)
    assert done.exit_code == 0
    assert done.stderr == ""
    lines = done.output.split("\n")
    assert lines[0].split() == head.split()
    ids = [line.split()[0] for line in lines if line and not line.startswith((" ", "─"))]
    assert tuple(ids[1:]) == SHIPPED
    assert "rubrika 0.1.0" in done.output


def test_the_list_as_json_has_the_validity_and_the_distribution(run: Run) -> None:
    entries = {entry["id"]: entry for entry in json.loads(run("list", "--format", "json").output)}
    assert tuple(sorted(entries)) == SHIPPED
    assert entries["thanh-hoa-2021-2026"]["valid"]["start"].startswith("2021-")
    assert entries["thanh-hoa-2021-2026"]["distribution"] == "rubrika 0.1.0"
    assert {entry["problem"] for entry in entries.values()} == {None}


def test_a_rubric_of_another_distribution_is_listed_with_it(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(
        folder,
        monkeypatch,
        "shop",
        "from rubrika import Indicator, Rubric, YesNo\n"
        "rubric = Rubric('acme-shop', version='3', title='Shop', "
        "criteria=[Indicator('a', 'A', YesNo(1))])\n",
    )
    done = run("list")
    assert done.exit_code == 0
    (line,) = [line for line in done.output.split("\n") if line.startswith("acme-shop")]
    assert line.split() == ["acme-shop", "3", "Shop", "acme", "7"]


def test_a_broken_plugin_is_a_finding_and_hurts_no_other(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(folder, monkeypatch, "broken", "raise RuntimeError('no licence')\n")
    done = run("list")
    assert done.exit_code == 1
    assert SHIPPED[0] in done.stdout
    said = " ".join(done.stderr.split())
    assert "'acme-broken'" in said
    assert "acme 7" in said
    assert "RuntimeError: no licence" in said
    assert "Traceback" not in said
    done = run("list", "--format", "json")
    (broken,) = [entry for entry in json.loads(done.stdout) if entry["id"] == "acme-broken"]
    assert broken["problem"]["code"] == "broken-plugin"
    assert broken["title"] is None


def test_a_list_of_nothing_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rubrika.registry.available", tuple)
    assert run("list").output == "There is no rubric.\n"
    assert run("list", "--lang", "vi").output == "Không có bộ tiêu chí nào.\n"


# Show


def test_show_says_how_values_become_points(run: Run) -> None:
    text = run("show", "cafe.toml").output
    assert text.startswith("Café hygiene\n\ncafe, version 2026.1\n")
    assert "Criteria: 100 points" in text
    assert "├ Food safety (safety): 60 points" in text
    assert "│ ├ Inspection score (inspection): 40 points" in text
    words = " ".join(unguided(text).split())
    assert "40 if the value is at least 90 %; 30 if it is at least 75 %" in words
    assert "may be not applicable, then its points go to the others, with a justification" in words


def test_show_says_what_each_level_requires(run: Run) -> None:
    lines = run("show", "cafe.toml").output.split("\n")
    place = lines.index("  - Gold (gold)")
    assert lines[place + 1 : place + 4] == [
        "    - the total is at least 90",
        "    - every criterion reaches at least 50 %",
        "    - “No pests found” is met in full",
    ]
    assert "  - Otherwise: Not recognised" in lines


def test_a_rubric_is_shown_from_standard_input(run: Run, folder: Path) -> None:
    text = (folder / "cafe.toml").read_text("utf-8")
    assert run("show", "-", text=text).output == run("show", "cafe.toml").output


def test_a_file_may_have_any_name_that_is_no_id(run: Run, folder: Path) -> None:
    (folder / "cafe").write_bytes((folder / "cafe.toml").read_bytes())
    for name in ("cafe", "./cafe"):
        done = run("show", name)
        assert done.exit_code == 2
        assert "'cafe' ends in none of .toml, .json" in done.stderr


def test_show_says_how_a_line_runs(run: Run) -> None:
    english = " ".join(run("show", "cafe.toml").output.split())
    assert "from 0 points at 30 evenly up to 20 points at 5" in english
    vietnamese = " ".join(run("show", "cafe.toml", "--lang", "vi").output.split())
    assert "0 điểm khi giá trị là 30, tăng đều đến 20 điểm khi giá trị là 5" in vietnamese


def test_show_says_what_each_option_gives(run: Run) -> None:
    text = run("show", "cafe.toml").output
    assert "\n  │   never: 0 points; often: 10 points; always: 20 points\n" in text
    text = run("show", "learning-unit-2020").output
    assert "10 if the answer is yes; otherwise 0" in text


def test_show_says_how_a_tally_counts(run: Run, folder: Path) -> None:
    (folder / "tally.toml").write_text(
        'format = "rubric/1"\nid = "t"\nversion = "1"\ntitle = "T"\n'
        '[[criteria]]\nid = "a"\ntitle = "A"\n'
        'scale = { kind = "tally", each = 1, limit = 5 }\n',
        "utf-8",
    )
    assert "1 point for each one, up to 5 points" in run("show", "tally.toml").output
    text = run("show", "tally.toml", "--lang", "vi").output
    assert "1 điểm cho mỗi một, tối đa 5 điểm" in text
    assert "Levels" not in run("show", "tally.toml").output


def test_show_speaks_vietnamese(run: Run) -> None:
    lines = run("show", "cafe.toml", "--lang", "vi").output.split("\n")
    assert lines[0] == "Vệ sinh quán cà phê"
    assert "├ An toàn thực phẩm (safety): 60 điểm" in lines
    assert "  - Còn lại: Chưa được công nhận" in lines


def test_show_has_context_sources_and_provisional_numbers(run: Run) -> None:
    text = run("show", "town.toml").output
    assert "  - Area (area): lowland, mountain; must be stated" in text
    assert "└ Families (families): 8 points [guess]*" in text
    assert "├ Schools (schools): 2 points\n" in text
    assert "  - [guess] half, for want of a published share" in text
    assert "    · Families: 8\n    · Good: 5\n" in text
    assert "  - [law] Law 1, Article 2" in text


def test_show_tells_defaults_and_facts_that_may_stay_open(run: Run, folder: Path) -> None:
    text = (folder / "town.toml").read_text("utf-8")
    more = """
[[context]]
id = "coast"
title = "Coast"
domain = { kind = "yes-no" }
required = false
default = false

[[context]]
id = "people"
title = "People"
domain = { kind = "number", least = 0, unit = "persons" }
required = false

[[criteria]]
"""
    (folder / "more.toml").write_text(text.replace("\n[[criteria]]\n", more, 1), "utf-8")
    text = run("show", "more.toml").output
    assert "  - Coast (coast): yes or no; no unless stated" in text
    assert "  - People (people): 0 – … persons; may be left open" in text


def test_show_names_combinations_caps_tiers_weights_and_descriptors(run: Run, folder: Path) -> None:
    (folder / "all.toml").write_text(
        """
format = "rubric/1"
id = "all"
version = "1"
title = "All"
description = "Everything at once."
meta = { pilot = "three towns" }
valid = { start = 2021-01-01 }
points = 10
combine = "weighted-mean"

[[criteria]]
id = "a"
title = "A"
weight = "40%"
scale = { kind = "choice", options = [
  { id = "low", points = 0, title = "Seldom" }, { id = "high", points = 4, title = "Always" } ] }
evidence = "A report"
description = "What A means."

[[criteria]]
id = "b"
title = "B"
weight = "60%"
scale = { kind = "bands", bands = [ { at = 1, points = 6, title = "Enough" } ] }

[[levels]]
id = "top"
title = "Top"
requires = ["total >= 9"]
needs_below = true

[[levels]]
id = "fair"
title = "Fair"
requires = ["total >= 5"]

[[levels]]
id = "any"
title = "Any"

[[caps]]
level = "fair"
unless = 'met("b")'
""",
        "utf-8",
    )
    text = run("show", "all.toml").output
    lines = text.split("\n")
    assert "Everything at once." in lines
    assert "pilot: three towns" in lines
    assert "In force: 2021-01-01 – …" in lines
    assert "├ A (a): 4 points, weight 0.4" in lines
    assert "│   What A means." in lines
    assert "│   Evidence: A report" in lines
    assert {"│   low: 0 points, Seldom", "│   high: 4 points, Always"} <= set(lines)
    assert "│   1: Enough" in lines
    assert any(line.startswith("└ Points: ") for line in lines)
    place = lines.index("  - Top (top)")
    assert lines[place + 1 : place + 4] == [
        "    - the total is at least 9",
        "    - the level below, Fair, holds",
        "    - at most Fair unless “B” is met in full",
    ]
    assert lines[lines.index("  - Any (any)") + 1] == "    - no requirement"


def test_show_says_what_an_adaptation_changed(run: Run, folder: Path) -> None:
    (folder / "ours.toml").write_text(
        'format = "rubric/1"\nextends = "cafe.toml"\nid = "ours"\nversion = "1"\n'
        '[changes]\n"inspection.scale.bands[0].at" = 95\n',
        "utf-8",
    )
    text = run("show", "ours.toml").output
    assert "Adapted from cafe, version 2026.1" in text
    assert "  - inspection.scale.bands[0].at: 90 → 95" in text
    cafe = json.loads(run("show", "cafe.toml", "--format", "json").output)
    assert json.loads(run("show", "ours.toml", "--format", "json").output)["adapted_from"] == {
        "id": "cafe",
        "version": "2026.1",
        "fingerprint": cafe["fingerprint"],
    }


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("id_", SHIPPED)
def test_every_shipped_rubric_is_shown_with_every_title(run: Run, id_: str, lang: str) -> None:
    from rubrika import get

    rubric = get(id_)
    words = "".join(unguided(run("show", id_, "--lang", lang).output).split())
    for thing in (*rubric.nodes.values(), *rubric.levels, *rubric.context):
        assert "".join(f"{thing.title.get(lang)} ({thing.id})".split()) in words
    assert rubric.fingerprint in words
    assert rubric.structure in words


def test_show_as_json_has_the_tree_the_levels_and_exact_numbers(run: Run) -> None:
    data = json.loads(run("show", "town.toml", "--format", "json").output)
    assert (data["id"], data["version"], data["maximum"]) == ("town", "1", "10")
    assert [node["id"] for node in data["criteria"]] == ["schools", "families"]
    assert data["criteria"][0]["rule"] == "value"
    assert data["levels"][0]["requirements"][0]["rule"].startswith("total >= ")
    assert [number["value"] for number in data["provisional"]] == ["8", "5"]
    assert data["context"] == [
        {"id": "area", "title": "Area", "allowed": "lowland, mountain", "required": True}
    ]
    nested = json.loads(run("show", "cafe.toml", "--format", "json").output)["criteria"][0]
    assert [child["id"] for child in nested["children"]] == ["inspection", "pests"]
    assert nested["children"][1]["words"] == "20 if the answer is yes; otherwise 0"


def test_show_as_markdown_is_a_nested_list(run: Run) -> None:
    lines = run("show", "cafe.toml", "--format", "markdown").output.split("\n")
    assert lines[0] == "**Café hygiene**"
    assert "- Food safety (safety): 60 points" in lines
    assert "  - Inspection score (inspection): 40 points" in lines


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("cafes", "there is no rubric 'cafes'"),
        ("none.toml", "there is no file 'none.toml'"),
        ("sen.toml", "this is an assessment, where a rubric is due. [other-format] Give another"),
        ("all.csv", "this is a table of assessments, where a rubric is due"),
        (".", "'.' is a folder"),
        ("learning-unit-2020@x", "no version 'x'"),
    ],
)
def test_a_rubric_that_is_not_there_is_bad_input(
    run: Run, folder: Path, name: str, said: str
) -> None:
    (folder / "all.csv").write_text("subject,wait\nSen,5\n", "utf-8")
    done = run("show", name)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert said in " ".join(done.stderr.split())
