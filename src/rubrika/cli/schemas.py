"""`rubrika schema`: the JSON Schema by which editors complete and check files."""

from __future__ import annotations

import json

import click

from rubrika import files
from rubrika.cli.commands import Command, examples
from rubrika.files.reading import Kind

__all__ = ["schema"]


@examples(
    "rubrika schema > rubric.schema.json",
    "rubrika schema assessment",
)
@click.command(cls=Command)
@click.argument("kind", type=click.Choice(["rubric", "assessment"]), default="rubric")
def schema(kind: Kind) -> None:
    """Print the JSON Schema of rubric files, or of assessment files."""
    click.echo(json.dumps(files.schema(kind), ensure_ascii=False, indent=2))
