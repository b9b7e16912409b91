"""`rubrika check`: whether files are valid, and what rubrics can and cannot do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import attrs
import click
from click.shell_completion import CompletionItem

from rubrika import Finding, Problem, Rubric, Scorecard
from rubrika import check as check_rubric
from rubrika.assurance.finding import SEVERITIES
from rubrika.cli.arguments import Format, format_option, lang_option, rubrics_and_files
from rubrika.cli.cards import cards_of
from rubrika.cli.commands import Command, examples
from rubrika.cli.faults import FINDINGS, Refused, problem_data, problem_item
from rubrika.cli.given import STDIN, about, called, read
from rubrika.cli.inputs import assessments_in, looks_like_path, rubric_in, rubric_named
from rubrika.cli.output import put, working
from rubrika.errors import near_miss
from rubrika.model.definition import Definition
from rubrika.reports.document import Block, Item, Items
from rubrika.reports.findings import blocks_of, counts, data_of, is_grave
from rubrika.reports.phrases import phrases

__all__ = ["check"]


@attrs.frozen
class _Verdict:
    """What came of one name: what it is, in words, what is wrong with it, and what was found."""

    name: str
    words: str = ""
    groups: tuple[tuple[str, tuple[Problem, ...]], ...] = ()
    rubric: Rubric | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def grave(self) -> bool:
        """Whether the exit code must tell of it."""
        return bool(self.groups) or any(map(is_grave, self.findings))


def _codes(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The codes of findings that begin so."""
    del ctx, param
    found = [code for code in SEVERITIES if code.startswith(incomplete)]
    return list(map(CompletionItem, found))


@examples(
    "rubrika check learning-unit-2020",
    "rubrika check thanh-hoa-2021-2026 --ignore requirement-idle",
    "rubrika check examples/hau-loc-2020.toml --rubric thanh-hoa-2021-2026",
    "rubrika check --valid --format json examples/cafe-hygiene.toml",
)
@click.command(cls=Command)
@click.argument(
    "names", metavar="FILE...", nargs=-1, required=True, shell_complete=rubrics_and_files
)
@click.option(
    "--rubric",
    "rubric_name",
    metavar="RUBRIC",
    shell_complete=rubrics_and_files,
    help="The rubric of assessments (id or file).",
)
@click.option("--valid", is_flag=True, help="Only ask whether files are valid; that is fast.")
@click.option(
    "--only",
    metavar="CODE",
    multiple=True,
    shell_complete=_codes,
    help="Look for this finding alone (repeatable).",
)
@click.option(
    "--ignore",
    metavar="CODE",
    multiple=True,
    shell_complete=_codes,
    help="Do not tell of this finding (repeatable).",
)
@click.option(
    "--seconds",
    type=click.FloatRange(0, min_open=True),
    default=30.0,
    show_default=True,
    help="How long to look at each rubric.",
)
@click.option("--details", is_flag=True, help="Show all values of the subjects that show it.")
@lang_option
@format_option
@click.pass_context
def check(
    ctx: click.Context,
    *,
    names: tuple[str, ...],
    rubric_name: str | None,
    valid: bool,
    only: tuple[str, ...],
    ignore: tuple[str, ...],
    seconds: float,
    details: bool,
    lang: str,
    form: Format,
) -> None:
    """Check rubrics and assessments: files, or ids of rubrics.

    Every problem is listed, with its place and the way out. Of a valid rubric it is told what it
    cannot do, and what nobody may have meant. The exit code is 1 if any of that is more than a
    note. An assessment is checked against the rubric that it names, or --rubric.
    """
    rubric = None if rubric_name is None else rubric_named(rubric_name)
    _check_codes(only, ignore)
    given = [_given(name) for name in names]

    def findings(rubric: Rubric) -> tuple[Finding, ...]:
        return check_rubric(rubric, only=only or None, ignore=ignore, seconds=seconds)

    look = None if valid else findings
    verdicts = [_verdict(name, one, rubric, lang, look) for name, one in given]
    put(
        form,
        lambda: _document(verdicts, lang, details=details),
        lambda: [_data(verdict, lang) for verdict in verdicts],
    )
    if any(verdict.grave for verdict in verdicts):
        ctx.exit(FINDINGS)


def _check_codes(only: Iterable[str], ignore: Iterable[str]) -> None:
    """Refuse codes that there are not, before anything is read.

    Raises:
        click.BadParameter: when one is no code of a finding.
    """
    for option, codes in (("--only", only), ("--ignore", ignore)):
        for code in codes:
            if code not in SEVERITIES:
                message = f"there is no finding {code!r}. {near_miss(code, SEVERITIES)}"
                raise click.BadParameter(message, param_hint=option)


def _given(name: str) -> tuple[str, Rubric | None]:
    """A name, and the rubric if it is the id of one.

    Raises:
        click.UsageError: when it is neither that nor the name of a file.
    """
    if name == STDIN:
        return name, None
    if not looks_like_path(name):
        return name, rubric_named(name)
    path = Path(name)
    if path.is_dir():
        raise click.UsageError(f"{name!r} is a folder. Name a file in it.")
    if not path.exists():
        raise click.UsageError(f"there is no file {name!r}.")
    return name, None


_Look: TypeAlias = Callable[[Rubric], tuple[Finding, ...]]


def _verdict(
    name: str, known: Rubric | None, rubric: Rubric | None, lang: str, look: _Look | None
) -> _Verdict:
    """What came of a name; *look* finds out more about a rubric, if it is asked to."""
    try:
        found = known or _found(name, rubric, lang)
    except Refused as error:
        return _Verdict(name, groups=error.groups)
    if not isinstance(found, Rubric):
        return _Verdict(name, found)
    say = phrases(lang)
    words = say["valid rubric"].format(rubric=_called(found))
    if look is None:
        return _Verdict(name, words)
    with working(say["looking"].format(file=called(name))):
        findings = look(found)
    return _Verdict(name, f"{words}; {counts(findings, lang)}", (), found, findings)


def _found(name: str, rubric: Rubric | None, lang: str) -> str | Rubric:
    """The rubric in a file; of another file, what it is, in words.

    Raises:
        Refused: with all that is wrong with it.
    """
    say = phrases(lang)
    given = read(name)
    with about(name):
        kind = given.kind
    if kind == "rubric":
        return rubric_in(given)
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


def _document(verdicts: Sequence[_Verdict], lang: str, *, details: bool) -> Iterator[Block]:
    """The verdicts in a list, which is broken by what was found of a rubric."""
    waiting: list[Item] = []
    for verdict in verdicts:
        waiting.append(_item(verdict, lang))
        if verdict.rubric is not None and verdict.findings:
            yield Items(waiting)
            yield from blocks_of(verdict.rubric, verdict.findings, lang, details=details)
            waiting = []
    if waiting:
        yield Items(waiting)


def _item(verdict: _Verdict, lang: str) -> Item:
    file = called(verdict.name)
    if not verdict.groups:
        text = f"{file}: {verdict.words}"
        return Item(text, "!", "open") if verdict.grave else Item(text, "✓", "good")
    count = sum(len(problems) for _, problems in verdict.groups)
    problems: list[Item] = []
    for name, found in verdict.groups:
        below = list(map(problem_item, found))
        problems += below if name == file else [Item(name, "", children=tuple(below))]
    said = phrases(lang)["problems" if count > 1 else "problem"].format(count=count)
    return Item(f"{file}: {said}", "✗", "bad", tuple(problems))


def _data(verdict: _Verdict, lang: str) -> dict[str, Any]:
    rubric = verdict.rubric
    return {
        "file": verdict.name,
        "valid": not verdict.groups,
        "problems": [
            {"of": name, **problem_data(problem)}
            for name, problems in verdict.groups
            for problem in problems
        ],
        "findings": []
        if rubric is None
        else [data_of(rubric, finding, lang) for finding in verdict.findings],
    }
