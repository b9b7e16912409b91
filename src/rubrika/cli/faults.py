"""Faults: how the command says in plain words that it could not do what it was asked."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any, Final

import attrs
import click

from rubrika import Problem, RubrikaError
from rubrika.cli.terminal import laid_out
from rubrika.reports.document import Block, Heading, Item, Items, Lines

__all__ = [
    "BAD_INPUT",
    "CLOSED",
    "FINDINGS",
    "INTERRUPTED",
    "UNEXPECTED",
    "Refused",
    "problem_data",
    "problem_item",
    "told",
    "warn",
]

FINDINGS: Final = 1
"""The exit code when something was found to report."""

BAD_INPUT: Final = 2
"""The exit code for bad input or usage."""

UNEXPECTED: Final = 3
"""The exit code when rubrika itself, or a plugin, fails."""

INTERRUPTED: Final = 130
"""The exit code when somebody pressed Ctrl-C: that of a process ended by SIGINT."""

CLOSED: Final = 141
"""The exit code when the reader of a pipe has gone: that of a process ended by SIGPIPE."""


class Refused(Exception):  # noqa: N818  # it says what happened to the inputs
    """Inputs that were refused: of each, what it is called and all its problems."""

    def __init__(self, groups: Iterable[tuple[str, Iterable[Problem]]]) -> None:
        super().__init__("refused")
        self.groups = tuple((called, tuple(problems)) for called, problems in groups)


class _Fault(click.ClickException):
    """A fault that is told as a document on standard error."""

    exit_code = BAD_INPUT

    def __init__(self, blocks: Iterable[Block]) -> None:
        self.blocks = tuple(blocks)
        super().__init__("")

    def show(self, file: IO[Any] | None = None) -> None:
        """Write it to standard error."""
        del file
        warn(self.blocks)


@contextmanager
def told() -> Generator[None, None, None]:
    """Turn every error that is raised inside into plain words and an exit code."""
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except KeyboardInterrupt:
        raise click.exceptions.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        _forget_output()
        raise click.exceptions.Exit(CLOSED) from None
    except Exception as error:  # noqa: BLE001  # plugins may raise anything
        if os.environ.get("RUBRIKA_DEBUG"):
            traceback.print_exc()
        _forget_what_cannot_be_written()
        raise _fault(error) from None


class _UnexpectedFault(_Fault):
    """A fault that is not of what was given."""

    exit_code = UNEXPECTED


def _fault(error: Exception) -> _Fault:
    match error:
        case Refused(groups=groups):
            return _Fault(_refused(groups))
        case RubrikaError(problems=problems):
            return _Fault(_refused([("", problems)]))
        case OSError():
            return _Fault([Lines((f"Error: {_reason(error)}",))])
        case _:
            return _UnexpectedFault([Lines(_unexpected(error))])


def warn(blocks: Iterable[Block]) -> None:
    """Write a document to standard error."""
    click.echo(laid_out(blocks, errors=True), nl=False, err=True, color=True)


def problem_item(problem: Problem) -> Item:
    """A problem as a point of a list: where and what, and the way out below."""
    where = f"{problem.path}: " if problem.path else ""
    hint = (Item(problem.hint, ""),) if problem.hint else ()
    return Item(f"{where}{problem.message}. [{problem.code}]", "✗", "bad", hint)


def problem_data(problem: Problem) -> dict[str, str]:
    """A problem as plain data."""
    return attrs.asdict(problem)


def _refused(groups: Sequence[tuple[str, Sequence[Problem]]]) -> Iterator[Block]:
    for called, problems in groups:
        many = f"{len(problems)} problems" if len(problems) > 1 else ""
        place = f"in {called}" if called else ""
        said = " ".join(part for part in (many, place) if part)
        yield Heading(f"Error: {said}" if many else f"Error {said}".rstrip() + ":")
        yield Items(map(problem_item, problems))


def _reason(error: OSError) -> str:
    name = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes) else ""
    return f"{name}{(error.strerror or str(error)).lower()}"


def _unexpected(error: Exception) -> tuple[str, ...]:
    return (
        f"Error: rubrika failed unexpectedly: {type(error).__name__}: {error}",
        "This is a fault of rubrika or of a plugin, not of what you gave it.",
        "Set RUBRIKA_DEBUG=1 to see where it happened, and report that, please.",
    )


def _forget_what_cannot_be_written() -> None:
    """Let Python not fail again, when it exits, on output that a full disk refuses."""
    try:
        sys.stdout.flush()
    except OSError:
        _forget_output()


def _forget_output() -> None:
    """Let nothing be written to a pipe that nobody reads, not even when Python exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
