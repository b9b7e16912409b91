"""Writing results to standard output, in the form that was asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager

import click
from rich.console import Console

from rubrika.cli.arguments import Format
from rubrika.cli.document import Block
from rubrika.cli.markdown import markdown
from rubrika.cli.terminal import clean, laid_out

__all__ = ["put", "working"]


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
