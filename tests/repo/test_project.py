"""The files around the library agree with one another and with any machine."""

import re
import subprocess
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAIN_JOB = (
    'python3 -m venv .venv && .venv/bin/pip install --quiet ".[cli]" && '
    ".venv/bin/rubrika score thanh-hoa-2021-2026 examples/hau-loc-2020.toml"
)
RUN_TESTS = (
    'python3 -m venv .venv && .venv/bin/pip install --quiet -e ".[tests]" && '
    ".venv/bin/pytest -n auto --dist loadfile"
)


def text_of(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


@cache
def tracked() -> tuple[Path, ...]:
    """The files of the project: those that git knows or, in a copy without git, those written."""
    if not (ROOT / ".git").exists():
        return tuple(sorted(path for path in ROOT.rglob("*") if path.is_file() and written(path)))
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def written(path: Path) -> bool:
    """Whether somebody wrote the file, by its name: it is not the work of a tool."""
    *folders, name = path.relative_to(ROOT).parts
    made = {"__pycache__", "_build", "build", "dist", "htmlcov"}
    hidden = {folder for folder in folders if folder.startswith(".")} - {".ci"}
    return not hidden and made.isdisjoint(folders) and not name.startswith(".coverage")


@cache
def texts() -> dict[str, str]:
    found = {}
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content:
            found[path.relative_to(ROOT).as_posix()] = content.decode("utf-8")
    return found


def command_lines(markdown: str) -> list[str]:
    blocks = re.findall(
        r"^```(?:sh|shell|bash|console)\n(.*?)^```", markdown, re.DOTALL | re.MULTILINE
    )
    return [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("command", [MAIN_JOB, RUN_TESTS])
def test_readme_shows_the_command_on_one_line(command: str) -> None:
    assert command_lines(text_of("README.md")).count(command) == 1


def test_the_checks_run_the_tests_as_readme_says() -> None:
    lines = [line.strip() for line in text_of(".ci/run").splitlines()]
    assert lines.count(RUN_TESTS) == 1


def test_readme_has_code_that_the_tests_run() -> None:
    assert re.search(r"^```python$", text_of("README.md"), re.MULTILINE)


def test_the_file_of_the_main_job_is_there() -> None:
    assert (ROOT / MAIN_JOB.rsplit(maxsplit=1)[-1]).is_file()


def test_the_changelog_has_the_current_version() -> None:
    version = tomllib.loads(text_of("pyproject.toml"))["project"]["version"]
    headings = re.findall(r"^## \[(.+?)\]", text_of("CHANGELOG.md"), re.MULTILINE)
    assert version in headings[:2]
    assert len(headings) == len(set(headings))


def test_an_entry_of_the_changelog_is_short() -> None:
    entries = re.findall(r"^- ((?:.+\n)(?:  .+\n)*)", text_of("CHANGELOG.md"), re.MULTILINE)
    assert len(entries) > 20
    for entry in entries:
        shown = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", entry)
        assert len(shown.split()) <= 60, entry


def test_each_exception_from_the_linter_has_a_reason() -> None:
    lines = text_of("pyproject.toml").splitlines()
    codes = [line for line in lines if re.match(r'\s*"[A-Z]+\d*",?\s', line + " ")]
    assert len(codes) > 10
    assert not [line for line in codes if not re.search(r"# \w+", line)]


def test_texts_are_found() -> None:
    assert {"pyproject.toml", "README.md", "src/rubrika/__init__.py"} <= set(texts())


# The patterns are put together from pieces, so that this file does not hold what it looks for.
@pytest.mark.parametrize(
    "pattern",
    [
        "pypi" + r"\.org/simple",
        "files" + r"\.pythonhosted\.org",
        "registry" + r"\.npmjs\.org",
        r"--(extra-)?index" + "-url",
        r"(?<![\w.~/-])/(ro" + r"ot|wo" + r"rk|ho" + r"me/\w+|Us" + r"ers/\w+)(?![\w-])",
        r"(?<![\w.~/-])/t" + r"mp/\w",
        r"\b[A-Z]:\\\w",
    ],
)
def test_no_file_holds_the_address_of_a_registry_or_a_path_of_one_machine(pattern: str) -> None:
    found = [
        f"{name}: {match.group()}"
        for name, text in texts().items()
        for match in re.finditer(pattern, text)
    ]
    assert not found


def test_no_file_holds_characters_that_cannot_be_seen() -> None:
    # Control characters, and the format characters that turn or hide text.
    found = [
        f"{name}: U+{ord(character):04X}"
        for name, text in texts().items()
        for character in set(text) - set("\n\t")
        if unicodedata.category(character) in {"Cc", "Cf", "Co"}
    ]
    assert not found


def test_texts_are_normalized_and_end_with_one_newline() -> None:
    for name, text in texts().items():
        assert unicodedata.is_normalized("NFC", text), name
        if text:
            assert text.endswith("\n"), name
            assert not text.endswith("\n\n"), name
