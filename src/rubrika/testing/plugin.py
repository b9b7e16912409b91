"""The plugin of pytest: rubric files are collected, and their laws and examples are tests.

It imports nothing until there is a rubric file, so that it costs other projects no time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

__all__ = ["pytest_addoption", "pytest_collect_file"]

_SUFFIX = ".rubric.toml"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the command line and of the configuration file."""
    group = parser.getgroup("rubrika", "rubrics (rubrika)")
    group.addoption(
        "--no-rubrika",
        action="store_true",
        help=f"do not collect rubric files (*{_SUFFIX})",
    )
    group.addoption(
        "--rubrika-laws",
        metavar="LAWS",
        help="which laws to check: bounded,monotone; all but some: -monotone; none",
    )
    group.addoption(
        "--rubrika-examples", metavar="N", help="how many cases to try of each law (100)"
    )
    parser.addini("rubrika_laws", "which laws of rubric files to check, as --rubrika-laws")
    parser.addini("rubrika_examples", "how many cases to try of each law, as --rubrika-examples")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Any:  # noqa: ANN401  # a collector, which is imported later
    """Collect a rubric file."""
    if not file_path.name.endswith(_SUFFIX) or parent.config.getoption("no_rubrika"):
        return None
    from rubrika.testing.collecting import RubricFile

    return RubricFile.from_parent(parent, path=file_path)  # pyright: ignore[reportUnknownMemberType]  # of pytest
