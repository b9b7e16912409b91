"""Four rubrics of the gallery: file and Python agree, examples hold, nothing is found amiss."""

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from rubrika import Rubric, check, load

GALLERY = Path(__file__).parents[3] / "examples" / "gallery"
NAMES = ("analytic", "classification", "credits", "penalties")


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def from_python(name: str) -> Rubric:
    rubric = runpy.run_path(str(GALLERY / f"{name}.py"))["rubric"]
    assert isinstance(rubric, Rubric)
    return rubric


def test_the_file_and_the_python_are_the_same_rubric(name: str) -> None:
    from_file = load(GALLERY / f"{name}.toml")
    assert from_file == from_python(name)
    assert from_file.fingerprint == from_python(name).fingerprint


def test_every_example_gives_what_it_expects(name: str) -> None:
    rubric = load(GALLERY / f"{name}.toml")
    assert len(rubric.examples) >= 3
    for example in rubric.examples:
        assert rubric.mismatches(example) == (), example.title


def test_every_example_names_where_its_result_comes_from(name: str) -> None:
    for example in load(GALLERY / f"{name}.toml").examples:
        assert example.source is not None, example.title


def test_every_source_has_an_address_or_a_reason(name: str) -> None:
    rubric = load(GALLERY / f"{name}.toml")
    sources = {example.source for example in rubric.examples} | {rubric.source}
    for source in sources - {None}:
        assert source is not None
        assert source.address or source.reason, source.id


def test_the_script_prints_an_explanation(name: str, tmp_path: Path) -> None:
    script = str(GALLERY / f"{name}.py")
    command = [sys.executable, "-X", "utf8", "-I", "-W", "error", script]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    title = str(load(GALLERY / f"{name}.toml").title).split()[0]
    assert done.stdout.startswith(title)
    assert "\nPoints\n" in done.stdout


def test_checking_finds_nothing(name: str) -> None:
    # Whether each single credit can change a tier takes longer than a test may.
    slow = ["indicator-idle", "criterion-idle"] if name == "credits" else []
    findings = list(check(load(GALLERY / f"{name}.toml"), ignore=slow))
    assert [str(finding) for finding in findings] == []
