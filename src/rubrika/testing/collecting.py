"""Collecting: a rubric file as a collector of pytest, and its laws and examples as items."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from rubrika.errors import RubrikaError
from rubrika.files.rubrics import load
from rubrika.model.rubric import Rubric
from rubrika.testing.breaking import EXAMPLES
from rubrika.testing.lawbook import Law, chosen
from rubrika.testing.parametrising import named_examples, unmet

__all__ = ["RubricFile"]


class _FailedError(Exception):
    """What a test says when it fails, in plain words."""


class RubricFile(pytest.File):
    """A rubric file: each law, and each example that is written in it, is an item."""

    def collect(self) -> Iterator[pytest.Item]:
        """Read the file; one that cannot be read is a single item, which fails."""
        laws, examples = self._wanted()
        try:
            rubric = load(self.path)
        except RubrikaError as error:
            yield _item(self, "can be read", _failing(str(error)))
            return
        for name, law in laws.items():
            yield _item(self, f"law: {name}", _holding(law, rubric, examples))
        for name, example in named_examples(rubric).items():
            yield _item(self, f"example: {name}", _met(rubric, example))

    def _wanted(self) -> tuple[dict[str, Law], int]:
        """The laws to check, and how many cases to try of each."""
        words, count = self._said("rubrika_laws") or "", self._said("rubrika_examples") or EXAMPLES
        names = [name.strip() for name in str(words).split(",") if name.strip()]
        if not str(count).isdecimal() or int(count) < 1:
            message = f"--rubrika-examples: {count} is no number of cases"
            raise self.CollectError(message)
        try:
            laws = {} if names == ["none"] else chosen(names or None)
        except RubrikaError as error:
            message = f"--rubrika-laws: {error}"
            raise self.CollectError(message) from None
        return laws, int(count)

    def _said(self, option: str) -> Any:  # noqa: ANN401  # an option may be anything
        """An option: of the command line, or else of the configuration file."""
        return self.config.getoption(option) or self.config.getini(option)


class _Item(pytest.Item):
    """One law, or one example."""

    def __init__(self, *, run: Callable[[], None], **rest: Any) -> None:  # noqa: ANN401  # as pytest calls it
        super().__init__(**rest)  # pyright: ignore[reportUnknownMemberType]  # of pytest
        self.run = run

    def runtest(self) -> None:
        """Check it."""
        self.run()

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:  # noqa: ANN401  # as in the class above it
        """What is wrong, in plain words; the inside of rubrika is of no interest."""
        if isinstance(excinfo.value, RubrikaError | _FailedError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where it stands."""
        return self.path, None, f"{self.path.name}: {self.name}"


def _item(file: RubricFile, name: str, run: Callable[[], None]) -> pytest.Item:
    return _Item.from_parent(file, name=name, run=run)  # pyright: ignore[reportUnknownMemberType]  # of pytest


def _failing(message: str) -> Callable[[], None]:
    def run() -> None:
        raise _FailedError(message)

    return run


def _holding(law: Law, rubric: Rubric, examples: int) -> Callable[[], None]:
    return lambda: law(rubric, examples=examples)


def _met(rubric: Rubric, example: Any) -> Callable[[], None]:  # noqa: ANN401  # it comes from the rubric
    def run() -> None:
        said = unmet(rubric, example)
        if said:
            raise _FailedError(said)

    return run
