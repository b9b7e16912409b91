"""`rubrika show`: everything that a rubric says."""

from __future__ import annotations

import click

from rubrika.cli.arguments import Format, format_option, lang_option, rubrics_and_files
from rubrika.cli.commands import Command, examples
from rubrika.cli.inputs import rubric_named
from rubrika.cli.output import put
from rubrika.reports.plain import as_data
from rubrika.reports.portrait import Portrait

__all__ = ["show"]


@examples(
    "rubrika show thanh-hoa-2021-2026",
    "rubrika show learning-unit-2020 --lang vi",
    "rubrika show learning-citizen-pilot --format markdown",
)
@click.command(cls=Command)
@click.argument("rubric", shell_complete=rubrics_and_files)
@lang_option
@format_option
def show(rubric: str, lang: str, form: Format) -> None:
    """Show a rubric: criteria, scales, levels, context, sources.

    RUBRIC is an id, id@version, or a .toml or .json file.
    """
    portrait = Portrait(rubric_named(rubric), lang)
    put(form, portrait.blocks, lambda: as_data(portrait))
