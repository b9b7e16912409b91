"""How the tests run: Hypothesis profiles, and the code of documents and docstrings as tests."""

import os
import tempfile
from contextlib import ExitStack, chdir
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.myst import PythonCodeBlockParser
from sybil.parsers.myst import SkipParser as MarkdownSkipParser
from sybil.parsers.rest import DocTestParser, SkipParser

ROOT = Path(__file__).parent

# `dev` is quick and searches anew each time; `ci` searches longer and always the same examples, so
# that a change that has nothing to do with a rare case is not stopped by it; `compat` is for the
# runs that ask only whether another environment agrees.
_QUIET = (HealthCheck.too_slow,)  # a loaded machine says nothing about the library
settings.register_profile("dev", max_examples=30, deadline=None, suppress_health_check=_QUIET)
settings.register_profile(
    "ci", max_examples=150, deadline=None, derandomize=True, suppress_health_check=_QUIET
)
settings.register_profile("compat", settings.get_profile("ci"), max_examples=25)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev")
)


class _EmptyFolder:
    """A new folder for each document, so that what an example writes does not stay.

    The folder has the project's `examples`, so that documents name them as a reader would.
    """

    def __init__(self) -> None:
        self._exits = ExitStack()

    def enter(self, namespace: dict[str, Any]) -> None:
        del namespace
        folder = Path(self._exits.enter_context(tempfile.TemporaryDirectory()))
        (folder / "examples").symlink_to(ROOT / "examples")
        self._exits.enter_context(chdir(folder))

    def leave(self, namespace: dict[str, Any]) -> None:
        del namespace
        self._exits.close()


_OPTIONS = ELLIPSIS | NORMALIZE_WHITESPACE
_folder = _EmptyFolder()

pytest_collect_file = (
    Sybil(
        parsers=[PythonCodeBlockParser(doctest_optionflags=_OPTIONS), MarkdownSkipParser()],
        patterns=[
            "README.md",
            "docs/*.md",
            "docs/*/*.md",
            "docs/*/*/*.md",
        ],  # `**` is one folder here
        setup=_folder.enter,
        teardown=_folder.leave,
    )
    + Sybil(
        parsers=[DocTestParser(optionflags=_OPTIONS), SkipParser()],
        patterns=["src/*/*.py", "src/*/*/*.py", "src/*/*/*/*.py"],  # as above
        document_types={".py": PythonDocStringDocument},
        setup=_folder.enter,
        teardown=_folder.leave,
    )
).pytest()
