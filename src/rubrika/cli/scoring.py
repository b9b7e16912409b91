"""`rubrika score`: what assessments come to, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

import click

from rubrika import Scorecard
from rubrika.cli.arguments import Format, format_option, lang_option, once, rubrics_and_files
from rubrika.cli.cards import cards_of
from rubrika.cli.commands import Command, examples
from rubrika.cli.faults import Refused
from rubrika.cli.given import STDIN, about, read
from rubrika.cli.inputs import Subject, looks_like_path, rubric_named
from rubrika.cli.output import put
from rubrika.reports.cards import report, summary
from rubrika.reports.document import Block, Heading

__all__ = ["score", "split_names"]


@examples(
    "rubrika score thanh-hoa-2021-2026 examples/hau-loc-2020.toml",
    "rubrika score examples/hau-loc-2020.toml --lang vi",
    "rubrika score - < examples/hau-loc-2020.toml",
    "rubrika score learning-citizen-pilot --set numeracy=7 --set foreign-language=8",
)
@click.command(cls=Command)
@click.argument(
    "names",
    metavar="[RUBRIC] [ASSESSMENT]...",
    nargs=-1,
    required=True,
    shell_complete=rubrics_and_files,
)
@click.option(
    "--set", "values", metavar="ID=VALUE", multiple=True, help="Observe a value (repeatable)."
)
@click.option(
    "--context", metavar="ID=VALUE", multiple=True, help="State a context fact (repeatable)."
)
@click.option(
    "--details", is_flag=True, help="Name every provisional number; of several, report each."
)
@lang_option
@format_option
def score(
    *,
    names: tuple[str, ...],
    values: tuple[str, ...],
    context: tuple[str, ...],
    details: bool,
    lang: str,
    form: Format,
) -> None:
    """Score assessments, and say why.

    RUBRIC is an id, id@version, or a .toml or .json file; leave it out when each assessment names
    its own. ASSESSMENT is a .toml or .json file, a .csv table, or - for standard input.
    """
    typed = once("--set", values), once("--context", context)
    rubric_name, given = split_names(names)
    rubric = None if rubric_name is None else rubric_named(rubric_name)
    if not given and not any(typed):
        raise click.UsageError(
            "No assessment is given. Name a file, write - for standard input, or use --set."
        )
    cards = cards_of(given, rubric, *typed)
    if len(cards) == 1 and not cards[0][0].of_table:
        ((_, card),) = cards
        put(form, lambda: report(card, lang, every_number=details), lambda: card.to_dict(lang))
        return
    put(
        form,
        lambda: _several(cards, lang, details=details),
        lambda: [card.to_dict(lang) for _, card in cards],
    )


def split_names(names: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    """Which name is the rubric's, and which are those of assessments."""
    first, *others = names
    if names.count(STDIN) > 1:
        raise click.UsageError("Standard input (-) can be read only once.")
    if first == STDIN:
        return None, names
    if looks_like_path(first):
        with about(first):
            kind = read(first).kind
        if kind != "rubric":
            _check_order(others)
            return None, names
    return first, tuple(others)


def _check_order(others: Sequence[str]) -> None:
    for name in others:
        if name != STDIN and (not looks_like_path(name) or _is_rubric(name)):
            raise click.UsageError(f"The rubric comes first: rubrika score {name} ASSESSMENT")


def _is_rubric(name: str) -> bool:
    with suppress(Refused), about(name):  # what is wrong with it is told when it is used
        return read(name).kind == "rubric"
    return False


def _several(
    cards: Sequence[tuple[Subject, Scorecard]], lang: str, *, details: bool
) -> Iterator[Block]:
    yield from summary([(subject.name, card) for subject, card in cards], lang)
    if details:
        for subject, card in cards:
            yield Heading(f"— {subject.name} —")
            yield from report(card, lang)
