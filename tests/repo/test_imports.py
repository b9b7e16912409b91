"""What `import rubrika` brings with it, and what it does not."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points, metadata, requires, version
from pathlib import Path

ROOT = Path(__file__).parents[2]
CORE = {"attrs", "cattrs"}
NOT_LOADED = {
    "IPython",
    "_pytest",
    "click",
    "docutils",
    "hypothesis",
    "importlib.metadata",
    "jsonschema",
    "matplotlib",
    "narwhals",
    "numpy",
    "pandas",
    "polars",
    "pyarrow",
    "pytest",
    "rich",
    "rubrika.cli",
    "rubrika.frames",
    "rubrika.plots",
    "rubrika.reports",
    "rubrika.rubrics",
    "rubrika.sphinxext",
    "rubrika.testing",
    "sphinx",
    "sybil",
    "tomli_w",
}


def python(code: str) -> str:
    command = [sys.executable, "-I", "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def loaded_by(statement: str) -> set[str]:
    code = f"import sys; before = set(sys.modules); {statement}; print(*set(sys.modules) - before)"
    return set(python(code).split())


def test_importing_rubrika_loads_no_extra_and_no_rubric() -> None:
    assert not {name for name in loaded_by("import rubrika") if "rubrika." in name}
    loaded = loaded_by("from rubrika import Rubric, get")
    assert "rubrika.model" in loaded
    assert not {name for name in loaded if name in NOT_LOADED or name.split(".")[0] in NOT_LOADED}


def test_loading_is_seen_when_it_happens() -> None:
    assert "click" in loaded_by("import click")


def test_the_core_depends_on_attrs_and_cattrs_alone() -> None:
    needs = [need for need in requires("rubrika") or () if "extra ==" not in need]
    names = [re.split(r"[^\w.-]", need, maxsplit=1)[0] for need in needs]
    assert sorted(names) == sorted(CORE)


def test_the_extras_that_messages_name_exist() -> None:
    assert {"cli", "testing", "toml"} <= set(metadata("rubrika").get_all("Provides-Extra") or ())


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert version("rubrika") == project["version"]
    assert python("import rubrika; print(rubrika.__version__)").strip() == project["version"]


def test_every_shipped_rubric_is_found_by_its_id() -> None:
    shipped = entry_points(group="rubrika.rubrics")
    ours = [point for point in shipped if point.dist and point.dist.name == "rubrika"]
    assert {point.name for point in ours} >= {
        "thanh-hoa-2021-2026",
        "learning-unit-2020",
        "learning-citizen-pilot",
    }
    for point in ours:
        assert point.load().id == point.name


def test_the_package_says_that_it_is_typed() -> None:
    import rubrika

    assert (Path(rubrika.__file__).parent / "py.typed").is_file()
