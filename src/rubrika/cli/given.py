"""What a command is given to read: a file or standard input, read once."""

from __future__ import annotations

import re
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal, TypeAlias

import attrs

from rubrika import FileError, Problem, RubrikaError
from rubrika.cli.faults import Refused
from rubrika.files.parsing import parse
from rubrika.files.reading import LARGEST, format_of, read_text, refuse_large
from rubrika.files.tables import is_csv

__all__ = ["STDIN", "Form", "Given", "Kind", "about", "called", "read"]

STDIN: Final = "-"
"""The name of standard input."""

Form: TypeAlias = Literal["toml", "json", "csv"]
"""The form of a text."""

Kind: TypeAlias = Literal["rubric", "assessment", "table"]
"""What a text is; a table holds the assessments of several subjects."""

_BLANK: Final = "\N{ZERO WIDTH NO-BREAK SPACE} \t\r\n"
_SEPARATED = re.compile(r"[,;\t]")
# A comment, the head of a table, or a key with a value; but not the `sep=;` of a spreadsheet.
_TOML = re.compile(r"#|\[|[^=,;\t]+=\s*[^\s,;|]")
_OTHER_FORMAT: Final = "Give another file, or correct its key format."


@attrs.frozen
class Given:
    """A text that was given.

    Args:
        name: The name of the file, or that of standard input.
        text: What it says.
        form: In which form.
    """

    name: str
    text: str
    form: Form

    @property
    def kind(self) -> Kind:
        """What it is, by its key `format`; without it, by what only rubrics have.

        Raises:
            FileError: when it cannot be parsed.
        """
        if self.form == "csv":
            return "table"
        data = parse(self.text, self.form)
        said = str(data.get("format", ""))
        if said.startswith("rubric/") or (not said and ("criteria" in data or "extends" in data)):
            return "rubric"
        return "assessment"


def called(name: str) -> str:
    """What a file or standard input is called in a sentence."""
    return "standard input" if name == STDIN else name


@contextmanager
def about(name: str) -> Generator[None, None, None]:
    """Say of which input the problems are that are raised inside."""
    try:
        yield
    except RubrikaError as error:
        raise Refused([(called(name), map(_for_command, error.problems))]) from error


def _for_command(problem: Problem) -> Problem:
    """A problem whose hint names no function of Python."""
    if (problem.code, problem.path) == ("other-format", "format"):
        return attrs.evolve(problem, hint=_OTHER_FORMAT)
    return problem


def read(given: str | Given) -> Given:
    """Read a file or standard input, unless that is done already.

    Raises:
        Refused: when it cannot be read.
    """
    if isinstance(given, Given):
        return given
    with about(given):
        if given == STDIN:
            text = _standard_input()
            return Given(given, text, _sniffed(text))
        path = Path(given)
        text = read_text(path)
        return Given(given, text, "csv" if is_csv(path) else format_of(path, "csv", "tsv"))


def _standard_input() -> str:
    content = sys.stdin.buffer.read(LARGEST + 1)
    if len(content) > LARGEST:
        refuse_large("standard input is too long")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        problem = Problem("encoding", "standard input is not UTF-8", hint="Save it as UTF-8 first.")
        raise FileError(problem) from None
    if not text.strip():
        hint = "Send a file to it, such as: rubrika score - < FILE"
        raise FileError(Problem("empty", "nothing came in", hint=hint))
    return text


def _sniffed(text: str) -> Form:
    """The form of a text that no suffix tells, by its first line."""
    first = text.lstrip(_BLANK).split("\n", maxsplit=1)[0]
    if first.startswith("{"):
        return "json"
    return "csv" if _SEPARATED.search(first) and not _TOML.match(first) else "toml"
