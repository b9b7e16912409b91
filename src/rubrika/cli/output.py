"""Writing results to standard output, in the form that was asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from rubrika.cli.arguments import Format
from rubrika.cli.document import Block
from rubrika.cli.markdown import markdown
from rubrika.cli.terminal import clean, laid_out

__all__ = ["counting", "put", "working"]


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
