"""`rubrika mutate`: which small wrong changes the examples of a rubric do not notice."""

import json
import re
from pathlib import Path

import pytest
from tests.extras.cli.kit import SOUND, Run

import rubrika

# Totals are 0, 40, 60 and 100. These notice all that makes a difference.
ENOUGH = """
[[examples]]
values = { a = true, b = true }
points = 100
level = "good"

[[examples]]
values = { a = true, b = false }
points = 60
level = "fair"

[[examples]]
values = { a = false, b = true }
points = 40
level = "fair"

[[examples]]
values = { a = false, b = false }
points = 0
no_level = true
"""


def said(text: str) -> str:
    return " ".join(text.split())


def toml_in(text: str) -> str:
    """The examples in an output, up to the next heading."""
    found = re.search(r"^# 1\n.*?(?=^No difference|\Z)", text, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found.group()


def test_enough_examples_notice_all_that_makes_a_difference(run: Run, folder: Path) -> None:
    (folder / "sound.toml").write_text(SOUND + ENOUGH, "utf-8")
    done = run("mutate", "sound.toml")
    assert done.exit_code == 0
    assert done.stderr == ""
    # Three of points, and of each level >=, its number down and up, and whether it is there; but a
    # level above another that asks for nothing is refused. No total lies at 99 or 39.
    assert "✓ sound.toml: 8 of 8 small changes are noticed by its examples" in said(done.output)
    assert "2 more change nothing, which is proved" in said(done.output)
    assert "No difference to notice, which is proved" in done.output
    assert "levels[0].requirements[0]: 100 becomes 99 in 'total >= 100'" in said(done.output)
    assert "Examples that would notice" not in done.output


def test_a_change_that_passes_comes_with_an_example_to_paste(run: Run, folder: Path) -> None:
    few = ENOUGH.replace(ENOUGH[ENOUGH.rindex("[[examples]]") :], "")
    (folder / "sound.toml").write_text(SOUND + few, "utf-8")
    done = run("mutate", "sound.toml")
    assert done.exit_code == 1
    told = said(done.output)
    assert "! sound.toml: 7 of 8 small changes are noticed by its examples" in told
    assert "levels[1].requirements[0]: 'total >= 40' is left out example 1 below" in told
    assert toml_in(done.output).rstrip() == (
        "# 1\n[[examples]]\nvalues = { a = false, b = false }\npoints = 0\nno_level = true"
    )


@pytest.mark.parametrize("name", ["sound", "wall", "cafe"])
def test_with_the_examples_that_are_missing_all_is_noticed(
    run: Run, folder: Path, name: str
) -> None:
    file = folder / f"{name}.toml"
    done = run("mutate", file.name)
    assert done.exit_code == 1
    assert "The rubric has no examples." in done.output
    assert "write [[examples]] in its file, as below" in said(done.output)
    file.write_text(file.read_text("utf-8") + "\n" + toml_in(done.output), "utf-8")
    made = rubrika.load(file)
    assert made.examples
    assert not any(made.mismatches(example) for example in made.examples)
    again = run("mutate", file.name)
    assert again.exit_code == 0, again.output
    noticed = re.search(r"(\d+) of (\d+) small changes", said(again.output))
    assert noticed is not None
    assert noticed[1] == noticed[2]


def test_lines_to_paste_are_never_broken(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert "values = { a = false, b = true }" in run("mutate", "sound.toml").output.splitlines()


def test_an_example_that_does_not_hold_is_told(run: Run, folder: Path) -> None:
    wrong = ENOUGH.replace("points = 60", "points = 61")
    (folder / "sound.toml").write_text(SOUND + wrong, "utf-8")
    done = run("mutate", "sound.toml")
    assert done.exit_code == 1
    assert "✗ example 2 does not hold: points: 61 is expected, 60 is found" in said(done.output)


def test_json_has_all_that_is_told(run: Run, folder: Path) -> None:
    (folder / "sound.toml").write_text(SOUND + ENOUGH, "utf-8")
    data = json.loads(run("mutate", "sound.toml", "--format", "json").output)
    assert (data["file"], data["examples"], data["broken"], data["added"]) == (
        "sound.toml",
        4,
        [],
        [],
    )
    assert len(data["noticed"]) == 8
    assert [(one["equal"], one["added"]) for one in data["unnoticed"]] == [(True, None)] * 2
    bare = json.loads(run("mutate", "wall.toml", "--format", "json").output)
    places = {one["added"] for one in bare["unnoticed"] if one["equal"] is False}
    assert places == set(range(1, len(bare["added"]) + 1))
    assert all(text.startswith("[[examples]]\n") for text in bare["added"])


def test_some_changes_are_tried_always_the_same(run: Run) -> None:
    arguments = ("mutate", "wall.toml", "--most", "3", "--format", "json")
    first, again = (json.loads(run(*arguments).output) for _ in range(2))
    assert first == again
    assert len(first["noticed"]) + len(first["unnoticed"]) == 3
    other = json.loads(run(*arguments, "--seed", "5").output)
    assert other["unnoticed"] != first["unnoticed"]


def test_vietnamese_and_markdown(run: Run) -> None:
    lines = run("mutate", "sound.toml", "--lang", "vi", "--format", "markdown").output.splitlines()
    assert lines[0].startswith("- ! sound.toml: các ví dụ phát hiện 0 trên 8 thay đổi nhỏ")
    assert "- ! criteria\\[0\\].scale: có và không đổi chỗ cho nhau" in lines
    start = lines.index("```toml")
    assert lines[start + 1 : start + 3] == ["# 1", "[[examples]]"]
    assert "```" in lines[start + 1 :]


def test_what_the_time_does_not_suffice_for_is_told_as_not_known(run: Run, folder: Path) -> None:
    (folder / "sound.toml").write_text(SOUND + ENOUGH, "utf-8")
    done = run("mutate", "sound.toml", "--seconds", "0.000001")
    assert done.exit_code == 0
    assert "of 2 more it is not known whether they change anything" in said(done.output)
    assert "the time of 1e-06 s ran out" in done.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("none.toml",), "there is no file 'none.toml'"),
        (("nope",), "there is no rubric 'nope'"),
        (("sen.toml",), "[other-format]"),
        (("sound.toml", "--most", "0"), "--most"),
        (("sound.toml", "--seconds", "0"), "--seconds"),
        ((), "Missing argument 'FILE'"),
    ],
)
def test_bad_input_is_told(run: Run, arguments: tuple[str, ...], message: str) -> None:
    done = run("mutate", *arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert message in said(done.stderr)
