"""`rubrika list`: which rubrics there are, and who ships them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import click

from rubrika import Rubric, registry
from rubrika.cli.arguments import Format, format_option, lang_option
from rubrika.cli.commands import Command, examples
from rubrika.cli.faults import FINDINGS, problem_data, problem_item, warn
from rubrika.cli.output import put
from rubrika.registry import Entry
from rubrika.reports.document import Block, Column, Items, Lines, Row, Table
from rubrika.reports.phrases import phrases
from rubrika.reports.plain import valid_days

__all__ = ["list_rubrics"]


@examples(
    "rubrika list",
    "rubrika list --lang vi",
    "rubrika list --format json",
)
@click.command("list", cls=Command)
@lang_option
@format_option
@click.pass_context
def list_rubrics(ctx: click.Context, lang: str, form: Format) -> None:
    """List the rubrics that are installed.

    A plugin that can't be used is reported on standard error; the exit code is 1 then.
    """
    entries = registry.available()
    put(form, lambda: _table(entries, lang), lambda: [_data(entry, lang) for entry in entries])
    problems = [entry.problem for entry in entries if entry.problem is not None]
    if problems:
        warn([Items(map(problem_item, problems))])
        ctx.exit(FINDINGS)


def _table(entries: Sequence[Entry], lang: str) -> Iterator[Block]:
    say = phrases(lang)
    rows = tuple(_row(entry, entry.rubric, lang) for entry in entries if entry.rubric is not None)
    if not rows:
        yield Lines((say["no rubrics"],))
        return
    whole = ("id", "version", "from")
    titles = ("id", "version", "title", "in force", "from")
    yield Table(tuple(Column(say[title], whole=title in whole) for title in titles), rows)


def _row(entry: Entry, rubric: Rubric, lang: str) -> Row:
    in_force = str(rubric.valid) if rubric.valid.start or rubric.valid.end else ""
    title = rubric.title.get(lang)
    return Row((entry.id, entry.version, title, in_force, entry.distribution))


def _data(entry: Entry, lang: str) -> dict[str, Any]:
    rubric, problem = entry.rubric, entry.problem
    return {
        "kind": entry.kind,
        "id": entry.id,
        "version": entry.version,
        "title": None if rubric is None else rubric.title.get(lang),
        "valid": None if rubric is None else valid_days(rubric),
        "distribution": entry.distribution,
        "problem": None if problem is None else problem_data(problem),
    }
