"""Writing results in the form that was asked for, and where nothing is lost by that."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from rubrika import FileError, Problem
from rubrika.cli.arguments import Format
from rubrika.cli.terminal import laid_out
from rubrika.reports.cleaning import clean
from rubrika.reports.document import Block
from rubrika.reports.markdown import markdown

__all__ = ["check_output", "counting", "put", "working"]


def check_output(output: str, inputs: Iterable[str], *, force: bool) -> None:
    """Check that a file may be written; before anything is read.

    Args:
        output: The file.
        inputs: What is read, which is never overwritten.
        force: Whether another file that is there may be.
    """
    path = Path(output)
    if path.is_dir():
        hint = "Name a file in it."
        raise FileError(Problem("folder", f"{output!r} is a folder", hint=hint))
    if any(_is_same(path, Path(one)) for one in inputs):
        raise click.UsageError(f"{output} is one of the inputs. Name another file.")
    if path.exists() and not force:
        raise click.UsageError(f"{output} is there already. Overwrite it with --force.")


def _is_same(path: Path, other: Path) -> bool:
    if os.path.realpath(path) == os.path.realpath(other):
        return True
    return path.exists() and other.exists() and path.samefile(other)


def put(form: Format, blocks: Callable[[], Iterable[Block]], data: Callable[[], object]) -> None:
    """Write a document, or the same as JSON.

    Args:
        form: The form.
        blocks: What makes the document, if it is asked for.
        data: What makes the plain data, if they are asked for.
    """
    # Whether colours are seen is decided already.
    click.echo(_written(form, blocks, data), nl=False, color=True)


def _written(
    form: Format, blocks: Callable[[], Iterable[Block]], data: Callable[[], object]
) -> str:
    match form:
        case "text":
            return laid_out(blocks())
        case "markdown":
            return markdown(blocks())
        case "json":
            return json.dumps(data(), ensure_ascii=False, indent=2) + "\n"


@contextmanager
def working(text: str) -> Generator[None, None, None]:
    """Say on a terminal what is being done, for as long as it takes."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(clean(text)):
        yield


@contextmanager
def counting(
    text: str, told: Callable[[int], str], *, quiet: bool
) -> Generator[Callable[[int, float | None], None], None, None]:
    """Show on a terminal how far some work is.

    Args:
        text: What is being done.
        told: So many pieces, in words.
        quiet: Whether nothing is shown.

    Yields:
        What is told how many pieces are done, and which share of all that is, if known.
    """
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda _count, _share: None
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[told]}", markup=False),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(clean(text), total=None, told="")

        def show(count: int, share: float | None) -> None:
            total = None if share is None else 1.0
            bar.update(task, total=total, completed=share or 0.0, told=told(count))

        yield show
