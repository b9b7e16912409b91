"""`rubrika check`: whether files are valid, and everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import attrs
import click

from rubrika import Problem, Rubric, Scorecard
from rubrika.cli.arguments import Format, format_option, lang_option, rubrics_and_files
from rubrika.cli.cards import cards_of
from rubrika.cli.commands import Command, examples
from rubrika.cli.document import Block, Item, Items
from rubrika.cli.faults import FINDINGS, Refused, problem_data, problem_item
from rubrika.cli.given import about, called, read
from rubrika.cli.inputs import assessments_in, rubric_in, rubric_named
from rubrika.cli.output import put
from rubrika.cli.phrases import phrases
from rubrika.model.definition import Definition

__all__ = ["check"]


@attrs.frozen
class _Verdict:
    """What was found of one file: what it is, in words, and what is wrong with it."""

    file: str
    words: str
    groups: tuple[tuple[str, tuple[Problem, ...]], ...] = ()


@examples(
    "rubrika check examples/hau-loc-2020.toml",
    "rubrika check examples/hau-loc-2020.toml --rubric thanh-hoa-2021-2026",
    "rubrika check --format json examples/hau-loc-2020.toml",
)
@click.command(cls=Command)
@click.argument(
    "names",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
)
@click.option(
    "--rubric",
    "rubric_name",
    metavar="RUBRIC",
    shell_complete=rubrics_and_files,
    help="The rubric of assessments (id or file).",
)
@lang_option
@format_option
@click.pass_context
def check(
    ctx: click.Context, names: tuple[str, ...], rubric_name: str | None, lang: str, form: Format
) -> None:
    """Check files of rubrics and assessments.

    Every problem is listed, with its place and the way out; the exit code is 1 then. An assessment
    is checked against the rubric that it names, or --rubric.
    """
    rubric = None if rubric_name is None else rubric_named(rubric_name)
    verdicts = [_verdict(name, rubric, lang) for name in names]
    put(form, lambda: _document(verdicts, lang), lambda: [_data(verdict) for verdict in verdicts])
    if any(verdict.groups for verdict in verdicts):
        ctx.exit(FINDINGS)


def _verdict(name: str, rubric: Rubric | None, lang: str) -> _Verdict:
    try:
        return _Verdict(name, _found(name, rubric, lang))
    except Refused as error:
        return _Verdict(name, "", error.groups)


def _found(name: str, rubric: Rubric | None, lang: str) -> str:
    """What a file is, in words.

    Raises:
        Refused: with all that is wrong with it.
    """
    say = phrases(lang)
    given = read(name)
    with about(name):
        kind = given.kind
    if kind == "rubric":
        return say["valid rubric"].format(rubric=_called(rubric_in(given)))
    if kind == "assessment" and rubric is None:
        (subject,) = assessments_in(given, None)
        if not subject.assessment.rubric:
            return say["unchecked"]
    cards = cards_of([given], rubric, {}, {})
    if kind == "table":
        return say["valid table"].format(count=len(cards), rubric=_called(cards[0][1].rubric))
    ((_, card),) = cards
    return f"{say['valid assessment'].format(rubric=_called(card.rubric))}; {_assessed(card, lang)}"


def _assessed(card: Scorecard, lang: str) -> str:
    total = len(card.rubric.indicators)
    return phrases(lang)["assessed"].format(count=total - len(card.missing), total=total)


def _called(rubric: Definition) -> str:
    return f"{rubric.id}@{rubric.version}"


def _document(verdicts: Sequence[_Verdict], lang: str) -> Iterator[Block]:
    yield Items(_item(verdict, lang) for verdict in verdicts)


def _item(verdict: _Verdict, lang: str) -> Item:
    file = called(verdict.file)
    if not verdict.groups:
        return Item(f"{file}: {verdict.words}", "✓", "good")
    count = sum(len(problems) for _, problems in verdict.groups)
    problems: list[Item] = []
    for name, found in verdict.groups:
        below = list(map(problem_item, found))
        problems += below if name == file else [Item(name, "", children=tuple(below))]
    said = phrases(lang)["problems" if count > 1 else "problem"].format(count=count)
    return Item(f"{file}: {said}", "✗", "bad", tuple(problems))


def _data(verdict: _Verdict) -> dict[str, Any]:
    return {
        "file": verdict.file,
        "valid": not verdict.groups,
        "problems": [
            {"of": name, **problem_data(problem)}
            for name, problems in verdict.groups
            for problem in problems
        ],
    }
