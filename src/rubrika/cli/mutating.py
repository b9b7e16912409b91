"""`rubrika mutate`: which small wrong changes of a rubric its examples do not notice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs
import click

from rubrika import Example, Mutant, Rubric, Unnoticed
from rubrika.assurance.noticing import trials
from rubrika.cli.arguments import Format, format_option, lang_option, rubrics_and_files
from rubrika.cli.commands import Command, examples
from rubrika.cli.faults import FINDINGS
from rubrika.cli.given import called
from rubrika.cli.inputs import rubric_named
from rubrika.cli.output import put, working
from rubrika.files.rubrics import dumps_examples
from rubrika.reports.document import Block, Code, Heading, Item, Items, Lines
from rubrika.reports.phrases import phrases

__all__ = ["mutate"]


@attrs.frozen
class _Report:
    """What came of all mutants of a rubric.

    Args:
        name: What the rubric is called.
        rubric: The rubric.
        noticed: The mutants that its examples notice.
        missed: The others.
        added: The examples that would notice all that can be noticed, few of them.
    """

    name: str
    rubric: Rubric
    noticed: tuple[Mutant, ...]
    missed: tuple[Unnoticed, ...]
    added: tuple[Example, ...]

    def of(self, *, equal: bool | None) -> list[Unnoticed]:
        """The missed mutants that make no difference (True), make one, or may make one (None)."""
        return [one for one in self.missed if one.equal is equal]

    def place(self, missed: Unnoticed) -> int | None:
        """Which of the added examples, from 1, notices a mutant; None if none does."""
        return None if missed.example is None else self.added.index(missed.example) + 1

    @property
    def broken(self) -> list[tuple[int, str]]:
        """The places, from 1, of the rubric's examples that do not hold, and what is wrong."""
        return [
            (place, str(wrong))
            for place, example in enumerate(self.rubric.examples, 1)
            for wrong in self.rubric.mismatches(example)
        ]

    @property
    def clean(self) -> bool:
        """Whether all examples hold, and notice all that can be noticed."""
        return not self.of(equal=False) and not self.broken


@examples(
    "rubrika mutate learning-citizen-pilot || true",
    "rubrika mutate examples/cafe-hygiene.toml --most 5 --seed 2 || true",
    "rubrika mutate learning-unit-2020 --format json > mutants.json || true",
)
@click.command(cls=Command)
@click.argument("name", metavar="FILE", shell_complete=rubrics_and_files)
@click.option(
    "--most", metavar="N", type=click.IntRange(1), help="How many changes are tried; else all."
)
@click.option(
    "--seed", metavar="N", type=int, default=0, help="Which changes are tried, if not all."
)
@click.option(
    "--seconds",
    type=click.FloatRange(0, min_open=True),
    default=60.0,
    show_default=True,
    help="How long to look for subjects that show a difference.",
)
@lang_option
@format_option
@click.pass_context
def mutate(
    ctx: click.Context,
    *,
    name: str,
    most: int | None,
    seed: int,
    seconds: float,
    lang: str,
    form: Format,
) -> None:
    """Tell which small wrong changes a rubric's examples let pass.

    FILE is a .toml or .json file, the id of a rubric, or - for standard input. Examples that would
    notice the changes are written as TOML, to be added to the file. The exit code is 1 if a change
    that makes a difference is not noticed, or if an example does not hold.
    """
    rubric = rubric_named(name)
    with working(phrases(lang)["looking"].format(file=called(name))):
        tried = list(trials(rubric, most=most, seed=seed, seconds=seconds))
    report = _report(name, rubric, tried)
    put(form, lambda: _document(report, lang), lambda: _data(report, lang))
    if not report.clean:
        ctx.exit(FINDINGS)


def _report(name: str, rubric: Rubric, tried: Sequence[tuple[Mutant, Unnoticed | None]]) -> _Report:
    missed = tuple(one for _, one in tried if one is not None)
    added = dict.fromkeys(one.example for one in missed if one.example is not None)
    noticed = tuple(mutant for mutant, one in tried if one is None)
    return _Report(name, rubric, noticed, missed, tuple(added))


# A document


def _document(report: _Report, lang: str) -> Iterator[Block]:
    say = phrases(lang)
    item = Item(f"{called(Path(report.name).name)}: {_summary(report, lang)}", "✓", "good")
    if not report.clean:
        item = attrs.evolve(item, mark="!", tone="open")
    broken = (
        say["broken example"].format(place=place, problem=wrong) for place, wrong in report.broken
    )
    yield Items([item, *(Item(text, "✗", "bad") for text in broken)])
    if not report.rubric.examples:
        yield Lines((say["no examples"],), "open")
    yield from _missed(report, lang)
    for equal, key in ((None, "unknown changes"), (True, "equal changes")):
        found = report.of(equal=equal)
        if found:
            yield Heading(say[key])
            yield Items(Item(_told(one, lang), "·", "quiet", _why(one, lang)) for one in found)


def _summary(report: _Report, lang: str) -> str:
    say = phrases(lang)
    noticed, missed = len(report.noticed), len(report.of(equal=False))
    if not report.noticed and not report.missed:
        return say["no mutants"]
    parts = [say["mutants noticed"].format(noticed=noticed, count=noticed + missed)]
    for equal, key in ((True, "mutants equal"), (None, "mutants unknown")):
        count = len(report.of(equal=equal))
        if count:
            parts.append(say[key].format(count=count))
    return "; ".join(parts)


def _missed(report: _Report, lang: str) -> Iterator[Block]:
    say = phrases(lang)
    found = report.of(equal=False)
    if not found:
        return
    yield Heading(say["not noticed"])
    yield Items(
        Item(
            _told(one, lang),
            "!",
            "open",
            (Item(say["by example"].format(place=report.place(one)), "", "quiet"),),
        )
        for one in found
    )
    yield Heading(say["to add"])
    yield Code(_toml(report.added), "toml")


def _toml(added: Sequence[Example]) -> str:
    """The examples as TOML, each with its place."""
    return "\n".join(
        f"# {place}\n{dumps_examples([example])}" for place, example in enumerate(added, 1)
    ).rstrip("\n")


def _told(missed: Unnoticed, lang: str) -> str:
    return f"{missed.mutant.path}: {missed.mutant.said.get(lang)}"


def _why(missed: Unnoticed, lang: str) -> tuple[Item, ...]:
    return (Item(missed.reason.get(lang), ""),) if missed.reason else ()


# Data


def _data(report: _Report, lang: str) -> dict[str, Any]:
    return {
        "file": report.name,
        "examples": len(report.rubric.examples),
        "broken": [{"example": place, "problem": wrong} for place, wrong in report.broken],
        "noticed": [_mutant(mutant, lang) for mutant in report.noticed],
        "unnoticed": [
            {
                **_mutant(one.mutant, lang),
                "equal": one.equal,
                "reason": one.reason.get(lang),
                "added": report.place(one),
            }
            for one in report.missed
        ],
        "added": [dumps_examples([example]) for example in report.added],
    }


def _mutant(mutant: Mutant, lang: str) -> dict[str, str]:
    return {"path": mutant.path, "change": mutant.said.get(lang)}
