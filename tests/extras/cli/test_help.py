"""Help and the reference say what there is, and their examples run."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from tests.extras.cli.kit import Run

from rubrika.cli.app import app
from rubrika.cli.commands import Command

ROOT = Path(__file__).parents[3]
REFERENCE = (ROOT / "docs" / "reference" / "cli.md").read_text("utf-8")
COMMANDS: dict[str, Command] = {
    "rubrika": app,
    **{f"rubrika {n}": c for n, c in app.commands.items() if isinstance(c, Command)},
}
EXAMPLES = [example for command in COMMANDS.values() for example in command.examples]
SHARED = {"--lang", "--format", "--help", "-h"}


def options(command: click.Command) -> set[str]:
    return {
        name
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for name in parameter.opts
    }


def sections() -> dict[str, str]:
    """The text of the reference about each command."""
    text = REFERENCE.partition("\n(json)=\n")[0]
    parts = re.split(r"^## `([^`]+)`$", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_all_commands_are_there() -> None:
    names = [
        "batch",
        "check",
        "completion",
        "convert",
        "diff",
        "list",
        "mutate",
        "plan",
        "report",
        "schema",
        "score",
        "show",
    ]
    assert sorted(app.commands) == names
    assert len(COMMANDS) == 1 + len(names)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_examples_on_the_first_screen(run: Run, name: str) -> None:
    done = run(*name.split()[1:], "--help")
    assert done.exit_code == 0
    lines = done.output.split("\n")
    command = COMMANDS[name]
    assert command.examples
    for example in command.examples:
        assert lines.index(f"  {example}") < 24
    assert max(map(len, lines)) <= 80
    assert "..." not in done.output.replace("]...", "").replace("[ARGS]...", "").replace(
        "E...", ""
    ).replace("T...", "")


@pytest.mark.parametrize("name", COMMANDS)
def test_an_example_is_one_of_its_command(name: str) -> None:
    assert all(example.startswith(name) for example in COMMANDS[name].examples)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_runs(example: str, tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (tmp_path / ".config" / "fish" / "completions").mkdir(parents=True)  # as fish makes it
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", example],
        cwd=tmp_path,
        env=os.environ | {"HOME": str(tmp_path), "PATH": path},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    assert ">" in example or "hau-loc.json" in example or done.stdout


def test_the_reference_has_each_command_and_no_other() -> None:
    assert list(sections()) == ["rubrika", *(f"rubrika {name}" for name in listed())]


def listed() -> list[str]:
    """The commands in the order of the reference, which is that of use."""
    first = ["list", "show", "score", "report", "batch", "plan", "diff"]
    return [*first, "check", "mutate", "convert", "schema", "completion"]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_reference_has_each_option_and_no_other(name: str) -> None:
    said = set(re.findall(r"`(--?[a-z]+)[` ]", sections()[name]))
    assert said - SHARED == options(COMMANDS[name]) - SHARED
    shared = options(COMMANDS[name]) & {"--lang", "--format"}
    assert said & {"--lang", "--format"} == shared


@pytest.mark.parametrize("name", COMMANDS)
def test_the_reference_has_the_examples_of_help(name: str) -> None:
    (block,) = re.findall(r"^```sh\n(.*?)^```", sections()[name], re.DOTALL | re.MULTILINE)
    assert tuple(block.splitlines()) == COMMANDS[name].examples


def test_the_reference_has_each_exit_code() -> None:
    from rubrika.cli import faults

    codes = re.findall(r"^\| (\d+) \|", REFERENCE, re.MULTILINE)
    ends = {faults.UNEXPECTED, faults.INTERRUPTED, faults.CLOSED}
    known = {0, faults.FINDINGS, faults.BAD_INPUT} | ends
    assert set(map(int, codes)) == known
    assert len(codes) == len(known)


def test_the_reference_has_each_environment_variable() -> None:
    said = set(re.findall(r"^\| `([A-Z_]+)` \|", REFERENCE, re.MULTILINE))
    colours = {"NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "TERM"}
    assert said == {"RUBRIKA_LANG", "RUBRIKA_NO_PLUGINS", "RUBRIKA_DEBUG", "COLUMNS"} | colours
    source = "".join(path.read_text("utf-8") for path in ROOT.glob("src/rubrika/**/*.py"))
    assert set(re.findall(r'"(RUBRIKA_[A-Z_]+)"', source)) <= said


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("list", ()),
        ("show", ("town.toml",)),
        ("score", ("cafe.toml", "sen.toml")),
        ("check", ("cafe.toml",)),
        ("mutate", ("sound.toml",)),
    ],
)
def test_the_reference_has_each_key_of_json(
    run: Run, command: str, arguments: tuple[str, ...]
) -> None:
    part = REFERENCE.partition(f"### Of `rubrika {command}`\n")[2].partition("\n### ")[0]
    rows = re.findall(r"^\| (`.*?) \| ", part, re.MULTILINE)
    said = [key for row in rows for key in re.findall(r"`(\w+)`", row)]
    data = json.loads(run(command, *arguments, "--format", "json").output)
    made = data[0] if isinstance(data, list) else data
    assert sorted(said) == sorted(made)


@pytest.mark.parametrize(
    ("found", "parent"),
    [
        (("context", 0), "`context` |"),
        (("criteria", 0), "`criteria` |"),
        (("levels", 0), "`levels` | From the highest: `id`, `title`, `requirements`"),
        (("levels", 0, "requirements", 0), "`levels` |"),
        (("provisional", 0), "`provisional` |"),
        (("sources", 0), "`sources` |"),
    ],
)
def test_the_reference_has_each_inner_key_of_show(
    run: Run, found: tuple[str | int, ...], parent: str
) -> None:
    inner = json.loads(run("show", "town.toml", "--format", "json").output)
    for step in found:
        inner = inner[step]
    part = REFERENCE.partition("### Of `rubrika show`\n")[2].partition("\n### ")[0]
    (line,) = [line for line in part.splitlines() if f"| {parent}" in line]
    assert set(inner) <= set(re.findall(r"`(\w+)`", line))


def test_the_reference_has_each_key_of_nodes_and_requirements(run: Run) -> None:
    data = json.loads(run("score", "cafe.toml", "sen.toml", "--format", "json").output)
    part = REFERENCE.partition("### Of `rubrika score`\n")[2].partition("\n### ")[0]
    (line,) = [line for line in part.splitlines() if line.startswith("| `nodes` |")]
    keys = {key for node in data["nodes"] for key in node}
    keys |= {key for node in data["nodes"] for key in node.get("observation", ())}
    assert set(re.findall(r"`(\w+)`", line)) >= keys
    told = part[part.index("A requirement has ") :]
    assert set(re.findall(r"`(\w+)`", told)) == set(data["levels"][0]["requirements"][0])


def test_the_reference_has_each_key_of_findings(run: Run) -> None:
    data = json.loads(run("check", "cafe.toml", "wall.toml", "--format", "json").output)
    part = REFERENCE.partition("### Of `rubrika check`\n")[2].partition("\n### ")[0]
    (line,) = [line for line in part.splitlines() if line.startswith("| `findings` |")]
    found = [finding for one in data for finding in one["findings"]]
    keys = {key for finding in found for key in finding}
    keys |= {key for finding in found for seen in finding["witness"] for key in seen}
    assert "witness" in keys
    assert "not_applicable" in keys
    assert set(re.findall(r"`(\w+)`", line)) >= keys


@pytest.mark.parametrize("line", re.findall(r"^rubrika .+ < .+$", REFERENCE, re.MULTILINE))
def test_a_line_that_reads_standard_input_runs(line: str) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=ROOT,
        env=os.environ | {"PATH": path},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout


def test_no_command_shows_its_help(run: Run) -> None:
    done = run()
    assert "Commands:" in done.output
    assert run("scroe").exit_code == 2


def test_every_phrase_is_said_in_every_language() -> None:
    from rubrika.reports.phrases import PHRASES

    first, *others = PHRASES.values()
    assert others
    for other in others:
        assert other.keys() == first.keys()
        for key, phrase in first.items():
            fields = r"\{(\w+)\}"
            assert set(re.findall(fields, phrase)) == set(re.findall(fields, other[key])), key


def test_every_phrase_is_used() -> None:
    from rubrika.reports.phrases import PHRASES

    source = "".join(
        path.read_text("utf-8")
        for room in ("cli", "reports")
        for path in ROOT.glob(f"src/rubrika/{room}/*.py")
        if path.name != "phrases.py"
    )
    source += "'na full' 'na redistribute' 'na zero' 'point' 'maximum'"  # chosen as it runs
    source += "'proved' 'shown' 'unknown'"  # as above
    assert not [key for key in PHRASES["en"] if not re.search(f"[\"']{key}[\"']", source)]
