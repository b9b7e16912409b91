"""`rubrika report`: a page of HTML on one subject, or on several."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from rubrika import Plan, Rubric, Scorecard
from rubrika.assurance.costs import PlanError
from rubrika.assurance.planning import plan as plan_of
from rubrika.cli.arguments import lang_option, once, rubrics_and_files
from rubrika.cli.cards import cards_of
from rubrika.cli.commands import Command, examples
from rubrika.cli.faults import problem_item, warn
from rubrika.cli.given import STDIN
from rubrika.cli.inputs import Subject, looks_like_path, rubric_named
from rubrika.cli.output import check_output
from rubrika.cli.planning import NO_PLAN
from rubrika.cli.scoring import split_names
from rubrika.files.writing import write_file
from rubrika.reports import card_page, comparison_page
from rubrika.reports.document import Items

__all__ = ["report"]


@examples(
    "rubrika report examples/hau-loc-2020.toml -o hau-loc.html --lang vi",
    "rubrika report examples/cafe-hygiene.toml examples/cafe-sen.toml -o - --plan",
    "rubrika report examples/cafe-hygiene.toml examples/cafes.csv -o cafes.html",
)
@click.command(cls=Command)
@click.argument(
    "names",
    metavar="[RUBRIC] ASSESSMENT...",
    nargs=-1,
    required=True,
    shell_complete=rubrics_and_files,
)
@click.option(
    "-o", "--output", metavar="OUT", required=True, help="The page; - for standard output."
)
@click.option("--force", is_flag=True, help="Overwrite OUT if it is there.")
@click.option(
    "--set", "values", metavar="ID=VALUE", multiple=True, help="Observe a value (repeatable)."
)
@click.option(
    "--context", metavar="ID=VALUE", multiple=True, help="State a context fact (repeatable)."
)
@click.option("--plan", is_flag=True, help="Tell the cheapest way up, too (of one subject).")
@click.option("--title", default="", help="The heading of a page on several subjects.")
@lang_option
def report(
    *,
    names: tuple[str, ...],
    output: str,
    force: bool,
    values: tuple[str, ...],
    context: tuple[str, ...],
    plan: bool,
    title: str,
    lang: str,
) -> None:
    """Write a page of HTML, to be sent, printed or put on a site.

    RUBRIC is an id, id@version, or a .toml or .json file; leave it out when each assessment names
    its own. ASSESSMENT is a .toml or .json file, a .csv table, or - for standard input. The page
    needs nothing beside it, and no script. Several subjects are ranked on one page.
    """
    if output != STDIN:
        check_output(output, filter(looks_like_path, names), force=force)
    rubric_name, given = split_names(names)
    rubric = None if rubric_name is None else rubric_named(rubric_name)
    cards = cards_of(given, rubric, once("--set", values), once("--context", context))
    if len(cards) == 1:
        ((_, card),) = cards
        text = card_page(card, lang=lang, plan=_plan(card) if plan else None)
    else:
        if plan:
            raise click.UsageError("A plan is made for one subject, not for several.")
        text = comparison_page([_named(*one) for one in cards], lang=lang, title=title)
    if output == STDIN:
        click.echo(text, nl=False)
    else:
        write_file(Path(output), text)
        click.echo(output)


def _named(subject: Subject, card: Scorecard) -> Scorecard:
    """The scorecard of a subject that has a name."""
    if card.assessment.subject:
        return card
    return _rubric_of(card).score(card.assessment.evolve(subject=subject.name))


def _plan(card: Scorecard) -> Plan | None:
    """The cheapest way to the next level; None where there is none, which is told."""
    try:
        return plan_of(_rubric_of(card), card.assessment)
    except PlanError as error:
        if error.problems[0].code not in NO_PLAN:
            raise
        warn([Items(map(problem_item, error.problems))])
        return None


def _rubric_of(card: Scorecard) -> Rubric:
    return cast("Rubric", card.rubric)  # scorecards are made by whole rubrics alone
