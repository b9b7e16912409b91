"""What holds of each rubric of the gallery that reckons with measures, marks and means."""

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from rubrika import Rubric, check, dumps, load, loads

GALLERY = Path(__file__).parents[3] / "examples" / "gallery"

# What a check tells of each; their pages say why it stays.
FINDINGS: dict[str, set[tuple[str, str]]] = {
    "weighted-checks": set(),
    "worst-item": {
        ("not-monotone", f"criteria[0].children[{place}].scale")
        for place in ("0", "1].indicators[0", "1].indicators[1", "1].indicators[2", "2", "3", "5")
    },
    "composite-index": {("not-settled", f"levels[{place}].requirements[0]") for place in range(3)},
    "judges": set(),
}
NAMES = sorted(FINDINGS)
PRINTED = {  # the source's own result of the subject that the script scores
    "weighted-checks": "9.7 of 10 points",
    "worst-item": "Low–medium clinical risk",
    "composite-index": "High human development – 0.703 of 1 points",
    "judges": "36.83 of 40 points",
}


def in_python(name: str) -> Path:
    return GALLERY / f"{name.replace('-', '_')}.py"


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def rubric(name: str) -> Rubric:
    return load(GALLERY / f"{name}.toml")


def test_the_file_and_the_script_are_the_same_rubric(name: str, rubric: Rubric) -> None:
    made = runpy.run_path(str(in_python(name)))["rubric"]
    assert made.fingerprint == rubric.fingerprint
    assert made.structure == rubric.structure


def test_the_rubric_gives_what_its_examples_expect(rubric: Rubric) -> None:
    assert len(rubric.examples) >= 3
    assert {
        str(example.title): rubric.mismatches(example) for example in rubric.examples
    } == dict.fromkeys((str(example.title) for example in rubric.examples), ())


def test_each_example_says_where_its_result_comes_from(rubric: Rubric) -> None:
    for example in rubric.examples:
        assert example.source is not None
        assert example.source.address or example.source.reason


def test_no_number_of_the_rubric_is_provisional(rubric: Rubric) -> None:
    card = rubric.score(rubric.examples[0].assessment)
    assert card.provisional == ()
    assert "Sources" in str(card.explain())


def test_both_languages_are_complete(rubric: Rubric) -> None:
    assert check(rubric, only=["translation-missing"]) == ()


def test_a_check_finds_what_the_page_explains_and_nothing_else(name: str, rubric: Rubric) -> None:
    assert {(finding.code, finding.path) for finding in check(rubric)} == FINDINGS[name]


def test_the_rubric_survives_being_written_and_read(rubric: Rubric) -> None:
    assert loads(dumps(rubric, format="json"), format="json").fingerprint == rubric.fingerprint


def test_the_script_prints_the_explanation(name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-X", "utf8", "-I", "-W", "error", str(in_python(name))]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert PRINTED[name] in done.stdout
