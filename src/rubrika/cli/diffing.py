"""`rubrika diff`: what two rubrics differ in, and what that can do to results."""

from __future__ import annotations

from collections.abc import Iterator

import click

from rubrika import Assessment, Rubric
from rubrika.assurance.diffing import diff as diff_of
from rubrika.cli.arguments import Format, format_option, lang_option, rubrics_and_files
from rubrika.cli.commands import Command, examples
from rubrika.cli.faults import FINDINGS, Refused
from rubrika.cli.given import read
from rubrika.cli.inputs import assessments_in, rubric_named
from rubrika.cli.output import put
from rubrika.reports.showing import blocks_of

__all__ = ["diff"]


@examples(
    "rubrika diff examples/versions/town-{1,2}.toml || true",
    "rubrika diff examples/versions/town-{2,3}.toml examples/versions/*.csv || true",
    "rubrika diff learning-unit-2020 learning-unit-2020 --lang vi",
)
@click.command(cls=Command)
@click.argument("old", metavar="OLD", shell_complete=rubrics_and_files)
@click.argument("new", metavar="NEW", shell_complete=rubrics_and_files)
@click.argument("given", metavar="[ASSESSMENT]...", nargs=-1)
@click.option(
    "--seconds", type=click.FloatRange(0, min_open=True), default=10.0, help="How long to search."
)
@lang_option
@format_option
@click.pass_context
def diff(
    ctx: click.Context,
    *,
    old: str,
    new: str,
    given: tuple[str, ...],
    seconds: float,
    lang: str,
    form: Format,
) -> None:
    """Compare two rubrics: what changed, and what that can do.

    Of each change it is proved, or shown by a subject, whether it can raise or lower points and
    levels. Assessments are scored by both. The exit code is 0 if no result can change, else 1.
    """
    rubrics = rubric_named(old), rubric_named(new)
    assessments = [one for name in given for one in _assessments(name, rubrics)]
    found = diff_of(*rubrics, assessments=assessments, seconds=seconds)
    put(form, lambda: blocks_of(found, lang), found.to_dict)
    if not found.harmless:
        ctx.exit(FINDINGS)


def _assessments(name: str, rubrics: tuple[Rubric, Rubric]) -> Iterator[Assessment]:
    """The assessments in a file; a table is read by the one rubric, or else by the other."""
    given = read(name)
    if given.form != "csv":
        subjects = assessments_in(given, None)
    else:
        try:
            subjects = assessments_in(given, rubrics[0])
        except Refused as error:
            try:
                subjects = assessments_in(given, rubrics[1])
            except Refused:
                raise error from None
    yield from (one.assessment.evolve(subject=one.name) for one in subjects)
