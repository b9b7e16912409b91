"""A plugin in a fresh environment: installed from its folder, found, and used."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.extras.cli.kit import unguided

ROOT = Path(__file__).parents[2]
PLUGIN = ROOT / "examples" / "plugin"

BROKEN = """
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = "rubrika-broken"
version = "0.3"

[project.entry-points."rubrika.rubrics"]
never-ready = "rubrika_broken:rubric"

[project.entry-points."rubrika.scales"]
never-there = "rubrika_broken:Scale"
"""

# pytest and coverage hand orders to the processes that they start; these are not for them.
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("COV_", "COVERAGE_", "PYTEST", "PYTHON", "RUBRIKA_"))
} | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}

pytestmark = pytest.mark.slow  # an environment is made, and two distributions are built

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs the Python of a new environment with rubrika, the plugin, and a broken plugin."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder / "env", with_pip=True)
    scripts = "Scripts" if os.name == "nt" else "bin"
    python = folder / "env" / scripts / "python"

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [python, "-X", "utf8", "-I", *arguments],
            cwd=folder / "plugin",
            env=ENVIRONMENT | variables,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    shutil.copytree(PLUGIN, folder / "plugin", ignore=shutil.ignore_patterns("__pycache__", ".*"))
    (folder / "broken").mkdir()
    (folder / "broken" / "pyproject.toml").write_text(BROKEN, "utf-8")
    (folder / "broken" / "rubrika_broken.py").write_text("raise OSError('no sensor')\n", "utf-8")
    # rubrika and its dependencies come from here, as they are tested; so no network is needed.
    here = sysconfig.get_path("purelib")
    there = run("-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip()
    Path(there, "here.pth").write_text(f"import site; site.addsitedir({here!r})\n", "utf-8")
    places = [str(folder / "plugin"), str(folder / "broken")]
    installed = run("-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", *places)
    assert installed.returncode == 0, installed.stderr
    return run


def test_rubrika_list_shows_the_plugin_with_its_distribution(run: Run) -> None:
    listed = run("-m", "rubrika", "list", COLUMNS="100")  # one line for each rubric
    (line,) = [line for line in listed.stdout.splitlines() if "classroom-climate" in line]
    assert "rubrika-example 1.0.0" in line
    assert "thanh-hoa-2021-2026" in listed.stdout


def test_the_scale_of_the_plugin_is_told_in_words_and_bounded(run: Run) -> None:
    shown = " ".join(unguided(run("-m", "rubrika", "show", "classroom-climate").stdout).split())
    assert "(the greatest of (the value minus 22 °C) and (22 °C minus the value))" in shown
    code = """
import rubrika
card = rubrika.get("classroom-climate").score({})
print(*card["temperature"].bounds)
"""
    assert run("-c", code).stdout.split() == ["0", "10"]


def test_a_broken_plugin_is_reported_with_its_reason_while_the_others_work(run: Run) -> None:
    listed = run("-m", "rubrika", "list")
    told = " ".join(listed.stderr.split())
    assert listed.returncode == 1
    assert "never-ready" in told
    assert "never-there" in told
    assert "OSError: no sensor" in told
    assert "rubrika-broken 0.3" in told
    assert "Traceback" not in told
    assert "classroom-climate" in listed.stdout
    assert run("-m", "rubrika", "show", "classroom-climate").returncode == 0


def test_a_broken_plugin_can_be_switched_off(run: Run) -> None:
    listed = run("-m", "rubrika", "list", RUBRIKA_NO_PLUGINS="rubrika-broken")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "classroom-climate" in listed.stdout
    alone = run("-m", "rubrika", "list", RUBRIKA_NO_PLUGINS="1")
    assert "classroom-climate" not in alone.stdout
    assert "thanh-hoa-2021-2026" in alone.stdout


def test_the_python_interface_says_the_same(run: Run) -> None:
    code = """
import json, rubrika
print(json.dumps([
    [e.id, e.kind, e.distribution, e.rubric is not None, e.problem.message if e.problem else ""]
    for e in rubrika.available() if not e.distribution.startswith("rubrika ")
]))
"""
    found = run("-c", code)
    good, *broken = sorted(json.loads(found.stdout))
    assert good == ["classroom-climate", "rubric", "rubrika-example 1.0.0", True, ""]
    assert [entry[:4] for entry in broken] == [
        ["never-ready", "rubric", "rubrika-broken 0.3", False],
        ["never-there", "scale", "rubrika-broken 0.3", False],
    ]
    assert all("OSError: no sensor" in message for *_, message in broken)


def test_the_tests_of_the_plugin_pass_where_it_is_installed(run: Run) -> None:
    done = run("-m", "pytest", "-q", "-p", "no:cacheprovider", RUBRIKA_NO_PLUGINS="rubrika-broken")
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout


def test_the_scale_of_the_plugin_is_written_in_about_ten_lines() -> None:
    source = (PLUGIN / "src" / "rubrika_example" / "scales.py").read_text("utf-8")
    scale = source[source.index("class Target:") : source.index("class Even:")]
    code = [
        line
        for line in scale.splitlines()
        if line.strip() and not line.strip().startswith(("@", '"""'))
    ]
    assert len(code) <= 12


def test_the_how_to_shows_the_entry_points_and_the_rules_of_the_plugin() -> None:
    how_to = (ROOT / "docs" / "how-to" / "ship-a-plugin.md").read_text("utf-8")
    (block,) = re.findall(r"^```toml\n(.*?)^```", how_to, re.DOTALL | re.MULTILINE)
    shown, real = (
        tomllib.loads(text)["project"]
        for text in (block, (PLUGIN / "pyproject.toml").read_text("utf-8"))
    )
    assert shown == {key: real[key] for key in shown}
    source = (PLUGIN / "src" / "rubrika_example" / "scales.py").read_text("utf-8")
    lines = re.findall(r"^ {8}(?!\"\"\")(.+)$", source, re.MULTILINE)
    assert len(lines) == 5
    assert [line for line in lines if line not in how_to] == []


def test_the_environment_of_the_tests_is_not_changed() -> None:
    assert find_spec("rubrika_broken") is None
    assert sys.prefix != sys.base_prefix or find_spec("rubrika_example") is None
