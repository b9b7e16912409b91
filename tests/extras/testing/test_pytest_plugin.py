"""The plugin of pytest and the entry point of Hypothesis, each in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

CAFE = (Path(__file__).parents[3] / "examples" / "cafe-hygiene.toml").read_text("utf-8")
EXAMPLES = """
[[examples]]
title = "clean café"
values = { inspection = 95, pests = true, welcome = "always", wait = 5 }
points = 100
level = "gold"

[[examples]]
values = { inspection = 95, pests = true }
least = 60
most = 100
"""
WRONG = """
[[examples]]
title = "too hopeful"
values = { inspection = 75, pests = false, welcome = "never", wait = 30 }
points = 40
level = "silver"
"""
MIXED_UP = CAFE.replace('{ "90" = 40, "75" = 30', '{ "90" = 30, "75" = 40')

# pytest, coverage and Hypothesis hand orders to the processes that they start; not to these.
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("COV_", "COVERAGE_", "PYTEST", "HYPOTHESIS")) and name != "CI"
}


def pytest_in(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-X",
        "utf8",
        "-W",
        "error",
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
    ]
    return subprocess.run(
        [*command, "-p", "no:randomly", "--rootdir", str(folder), *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def python(code: str) -> str:
    command = [sys.executable, "-I", "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A fresh project that holds one rubric file and nothing else."""
    (tmp_path / "cafe.rubric.toml").write_text(CAFE + EXAMPLES, "utf-8")
    return tmp_path


def test_a_rubric_file_alone_is_a_project_with_tests(project: Path) -> None:
    done = pytest_in(project, "-v")
    assert done.returncode == 0, done.stdout
    found = re.findall(r"^(cafe\.rubric\.toml::.*?) PASSED", done.stdout, re.MULTILINE)
    assert found == [
        "cafe.rubric.toml::law: total-function",
        "cafe.rubric.toml::law: bounded",
        "cafe.rubric.toml::law: monotone",
        "cafe.rubric.toml::law: order-independent",
        "cafe.rubric.toml::law: level-order",
        "cafe.rubric.toml::law: missing-is-not-zero",
        "cafe.rubric.toml::law: na-policy",
        "cafe.rubric.toml::law: display-agrees",
        "cafe.rubric.toml::law: engines-agree",
        "cafe.rubric.toml::law: files-round-trip",
        "cafe.rubric.toml::example: clean café",
        "cafe.rubric.toml::example: 2",
    ]


def test_a_law_that_is_broken_is_told_plainly(project: Path) -> None:
    (project / "cafe.rubric.toml").write_text(MIXED_UP, "utf-8")
    done = pytest_in(project, "--rubrika-laws=monotone")
    assert done.returncode == 1
    said = done.stdout.partition("FAILURES")[2].partition("short test summary")[0]
    assert said.splitlines()[1:-1] == [
        said.splitlines()[1],
        '"monotone" does not hold of cafe-hygiene 2026.1:',
        "a better value of 'inspection' earns fewer points",
        "  inspection: at least 40 is expected, 30 is found",
        "for inspection = 90 instead of 89.99",
    ]
    assert "law: monotone" in said.splitlines()[1]


def test_an_example_that_is_not_met_is_told_plainly(project: Path) -> None:
    (project / "cafe.rubric.toml").write_text(CAFE + WRONG, "utf-8")
    done = pytest_in(project, "--rubrika-laws=none", "-q")
    assert done.returncode == 1
    assert "cafe.rubric.toml::example: too hopeful" in done.stdout
    assert (
        "cafe-hygiene 2026.1 does not give what the example expects:\n"
        "  points: 40 is expected, 30 is found\n"
        "  level: silver is expected, no level is found\n"
    ) in done.stdout
    assert "Traceback" not in done.stdout
    assert ".py" not in done.stdout.partition("FAILURES")[2]


def test_a_file_that_cannot_be_read_is_one_item_with_all_problems(project: Path) -> None:
    (project / "cafe.rubric.toml").write_text('titel = "Café"', "utf-8")
    done = pytest_in(project, "-q")
    assert done.returncode == 1
    assert "1 failed" in done.stdout
    assert "FAILED cafe.rubric.toml::can be read" in done.stdout
    assert "there is no key 'titel'. Did you mean 'title'?" in done.stdout
    assert "the key 'criteria' is missing" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["--rubrika-laws=bounded, monotone"], 4),
        (["--rubrika-laws=-monotone,-bounded"], 10),
        (["--rubrika-laws=none"], 2),
        (["cafe.rubric.toml::law: bounded"], 1),
        (["-k", "clean"], 1),
        (["-o", "rubrika_laws=bounded"], 3),
        (["-o", "rubrika_laws=bounded", "--rubrika-laws=none"], 2),
    ],
)
def test_laws_are_chosen(project: Path, arguments: list[str], count: int) -> None:
    done = pytest_in(project, "-q", "--rubrika-examples=3", *arguments)
    assert f"{count} passed" in done.stdout


def test_collecting_can_be_turned_off(project: Path) -> None:
    for arguments in (["--no-rubrika"], ["-p", "no:rubrika"]):
        assert "no tests ran" in pytest_in(project, "-q", *arguments).stdout


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("--rubrika-laws=monoton", "there is no law 'monoton'. Did you mean 'monotone'?"),
        ("--rubrika-examples=few", "--rubrika-examples: few is no number of cases"),
        ("--rubrika-examples=0", "--rubrika-examples: 0 is no number of cases"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(project: Path, option: str, told: str) -> None:
    done = pytest_in(project, option)
    assert done.returncode == 2
    assert told in done.stdout
    assert "Traceback" not in done.stdout


def test_rubrics_made_in_python_have_the_same_tests(project: Path) -> None:
    (project / "cafe.rubric.toml").rename(project / "cafe.toml")
    (project / "mixed-up.toml").write_text(MIXED_UP, "utf-8")
    (project / "test_cafe.py").write_text(
        """
import rubrika
from rubrika.testing import examples_of, laws_of

cafe = rubrika.load("cafe.toml")
test_laws = laws_of(cafe, laws=["bounded", "monotone"], examples=10)
test_examples = examples_of(cafe)
test_faulty = laws_of(rubrika.load("mixed-up.toml"), laws=["monotone"])
""",
        "utf-8",
    )
    done = pytest_in(project, "-v")
    found = re.findall(r"^test_cafe\.py::(.*?) (PASSED|FAILED)", done.stdout, re.MULTILINE)
    assert [result for _, result in found] == ["PASSED"] * 4 + ["FAILED"]
    names = [name for name, _ in found]
    assert names[:2] == ["test_laws[bounded]", "test_laws[monotone]"]
    assert names[3:] == ["test_examples[2]", "test_faulty[monotone]"]
    said = done.stdout.partition("FAILURES")[2]
    assert "a better value of 'inspection' earns fewer points" in said
    assert "Traceback" not in said
    assert "During handling" not in said


def test_what_is_no_rubric_has_no_tests() -> None:
    from rubrika import Indicator, Rubric, RubrikaError, YesNo
    from rubrika.testing import examples_of, laws_of

    with pytest.raises(RubrikaError, match="a Rubric is due"):
        laws_of("cafe")  # type: ignore[arg-type]  # refused
    plain = Rubric("cafe", version="1", title="Café", criteria=[Indicator("a", "A", YesNo(1))])
    with pytest.raises(RubrikaError, match="'cafe' has no examples"):
        examples_of(plain)


def test_examples_with_the_same_title_are_told_apart() -> None:
    from rubrika import Example, Indicator, Rubric, YesNo
    from rubrika.testing.parametrising import named_examples

    same = [
        Example({"a": True}, title="one", points=1),
        Example({"a": False}, title="one", points=0),
    ]
    leaf = Indicator("a", "A", YesNo(1))
    rubric = Rubric("r", version="1", title="R", criteria=[leaf], examples=same)
    assert list(named_examples(rubric)) == ["one", "one 2"]


# What is imported, and when


def test_pytest_imports_nothing_heavy_where_there_is_no_rubric_file() -> None:
    code = "import sys, rubrika.testing.plugin; print(*sys.modules)"
    loaded = set(python(code).split())
    heavy = {
        "attrs",
        "hypothesis",
        "pytest",
        "rubrika.model",
        "rubrika.errors",
        "rubrika.testing.laws",
    }
    assert not loaded & heavy


def test_hypothesis_imports_nothing_of_rubrika_but_its_registering() -> None:
    loaded = set(python("import sys, hypothesis; print(*sys.modules)").split())
    assert {name for name in loaded if name.startswith("rubrika")} == {
        "rubrika",
        "rubrika.testing",
        "rubrika.testing.registering",
    }


REGISTERED = """
from rubrika import Assessment, Bands, Criterion, Formula, Indicator, Rubric, Scale, YesNo
from rubrika.rules import Condition, Expression

quick = hypothesis.settings(phases=[hypothesis.Phase.generate], database=None, deadline=None)
models = (Assessment, Bands, Criterion, Formula, Indicator, Rubric, Scale, YesNo)
for kind in (*models, Condition, Expression):
    assert isinstance(hypothesis.find(st.from_type(kind), lambda _: True, settings=quick), kind)
print("all known")
"""


@pytest.mark.parametrize("first", ["hypothesis", "rubrika"])
def test_types_are_known_whichever_is_imported_first(first: str) -> None:
    start = "import hypothesis\n" if first == "hypothesis" else "import rubrika.model\n"
    code = f"{start}import hypothesis\nfrom hypothesis import strategies as st\n{REGISTERED}"
    assert python(code).strip() == "all known"


def test_a_misspelt_name_is_no_attribute() -> None:
    import rubrika.testing

    with pytest.raises(AttributeError, match="has no attribute 'rubric'"):
        _ = rubrika.testing.rubric  # type: ignore[attr-defined]  # misspelt
    assert {"check_laws", "rubrics"} <= set(dir(rubrika.testing))


def test_without_the_extra_the_error_says_how_to_install_it() -> None:
    code = """
import sys
sys.modules["hypothesis"] = None
import rubrika.testing
try:
    rubrika.testing.rubrics
except ImportError as error:
    print(error)
"""
    assert 'Run: pip install "rubrika[testing]"' in python(code)


def test_the_package_can_be_loaded_anew() -> None:
    # pytest loads the plugin, and with it the package, before coverage begins to measure.
    import importlib

    import rubrika
    from rubrika import Rubric

    assert importlib.reload(rubrika).Rubric is Rubric
