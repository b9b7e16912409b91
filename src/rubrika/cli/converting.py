"""`rubrika convert`: from TOML to JSON and back, and from a table to one assessment."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from rubrika import Assessment, FileError, Problem, Rubric, files
from rubrika.cli.arguments import rubrics_and_files
from rubrika.cli.commands import Command, examples
from rubrika.cli.given import STDIN, about, read
from rubrika.cli.inputs import Subject, assessments_in, rubric_in, rubric_named
from rubrika.errors import near_miss
from rubrika.files.reading import Format, format_of
from rubrika.model.checking import check

__all__ = ["convert"]


@examples(
    "rubrika convert examples/hau-loc-2020.toml hau-loc.json",
    "rubrika convert --to json examples/hau-loc-2020.toml -",
)
@click.command(cls=Command)
@click.argument("source", metavar="IN", type=click.Path(allow_dash=True))
@click.argument("target", metavar="OUT", type=click.Path(allow_dash=True))
@click.option(
    "--to", "form", type=click.Choice(["toml", "json"]), help="The format, where OUT is -."
)
@click.option(
    "--rubric",
    "rubric_name",
    metavar="RUBRIC",
    shell_complete=rubrics_and_files,
    help="The rubric of a .csv table.",
)
@click.option("--subject", help="The subject to take from a .csv table of several.")
@click.option("--force", is_flag=True, help="Overwrite OUT if it is there.")
def convert(
    *,
    source: str,
    target: str,
    form: Format | None,
    rubric_name: str | None,
    subject: str | None,
    force: bool,
) -> None:
    """Convert a file of a rubric or an assessment.

    IN is a .toml or .json file, a .csv table of assessments, or - for standard input. OUT is a
    .toml or .json file, or - for standard output. The suffixes tell the formats.
    """
    form = _format_of(target, form, force=force)
    rubric = None if rubric_name is None else rubric_named(rubric_name)
    found = _read(source, rubric, subject)
    with about(source if target == STDIN else target):
        if target == STDIN:
            click.echo(_dumped(found, form), nl=False)
        elif isinstance(found, Rubric):
            files.dump(found, target)
        else:
            files.dump_assessment(found, target)


def _format_of(target: str, form: Format | None, *, force: bool) -> Format:
    """In which format the result is due; checked before anything is read."""
    if target == STDIN:
        if form is None:
            raise click.UsageError("Standard output (-) has no suffix. Say the format with --to.")
        return form
    with about(target):
        if Path(target).is_dir():
            hint = "Name a file in it."
            raise FileError(Problem("folder", f"{target!r} is a folder", hint=hint))
        suffix = format_of(Path(target))
    if form not in (None, suffix):
        raise click.UsageError(f"--to {form} contradicts the suffix of {target}.")
    if Path(target).exists() and not force:
        raise click.UsageError(f"{target} is there already. Overwrite it with --force.")
    return suffix


def _read(source: str, rubric: Rubric | None, subject: str | None) -> Rubric | Assessment:
    given = read(source)
    with about(source):
        kind = given.kind
    if kind == "rubric":
        return rubric_in(given)
    found = assessments_in(given, rubric)
    if kind == "table":
        return _chosen(found, source, subject)
    assessment = found[0].assessment
    if rubric is not None:
        with about(source):
            check(rubric, assessment)
    return assessment


def _chosen(found: Sequence[Subject], source: str, subject: str | None) -> Assessment:
    """The one assessment of a table that was asked for."""
    names = [one.name for one in found]
    if subject is None and len(found) == 1:
        return found[0].assessment
    named = [one.assessment for one in found if one.name == subject]
    if len(named) == 1:
        return named[0]
    if named:
        message = f"{source} has {len(named)} rows of {subject!r}, of different dates"
        raise FileError(Problem("subjects", message, hint="Leave all but one of them out."))
    if subject is None:
        message, hint = f"{source} has {len(found)} subjects", "Choose one with --subject."
        raise FileError(Problem("subjects", message, hint=f"{hint} {near_miss('', names)}"))
    raise FileError(
        Problem("subjects", f"{source} has no subject {subject!r}", hint=near_miss(subject, names))
    )


def _dumped(found: Rubric | Assessment, form: Format) -> str:
    if isinstance(found, Rubric):
        return files.dumps(found, form)
    return files.dumps_assessment(found, form)
