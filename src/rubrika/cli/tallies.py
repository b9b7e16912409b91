"""Counts of subjects by level, as a document and as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rubrika import Rubric
from rubrika.model.explain import Explanation
from rubrika.model.scores import Scores
from rubrika.number import shown
from rubrika.reports.document import Block, Column, Heading, Lines, Row, Table
from rubrika.reports.phrases import phrases
from rubrika.reports.standing import Standing

if TYPE_CHECKING:
    from rubrika.frames.file_tally import Tally

__all__ = ["grouped", "tally_data", "tally_document"]

_ENDS = (Fraction(0), Fraction(100))


def grouped(number: int, lang: str) -> str:
    """A whole number as it is written in a language.

    >>> grouped(27_000_000, "en"), grouped(27_000_000, "vi")
    ('27,000,000', '27.000.000')
    """
    return f"{number:,}".replace(",", "." if lang == "vi" else ",")


def _share(count: int, total: int, lang: str) -> str:
    """Which share some are; none at all and all of them are shown only where they are."""
    percent = Fraction(100 * count, total) if total else Fraction(0)
    return f"{shown(percent, digits=1, against=_ENDS, lang=lang)} %"


def _outcomes(rubric: Rubric, tally: Tally, lang: str) -> dict[str, str]:
    """What can become of a subject, and its name: levels from the highest, none, open, bad."""
    from rubrika.frames.file_tally import BAD, NONE, OPEN

    say = phrases(lang)
    found = {level.id: level.title.get(lang) for level in rubric.levels}
    found[NONE] = rubric.no_level.get(lang)
    for outcome, phrase in ((OPEN, "batch open"), (BAD, "batch bad")):
        if tally.counts[outcome]:
            found[outcome] = say[phrase]
    return found


def tally_document(rubric: Rubric, tally: Tally, output: str, lang: str) -> Iterator[Block]:
    """How many subjects have which level, of all and by group.

    Args:
        rubric: By which they were scored.
        tally: The counts.
        output: The file of the result.
        lang: The language.
    """
    say = phrases(lang)
    named = f"{rubric.id}@{rubric.version}"
    phrase = "batch one" if tally.subjects == 1 else "batch"
    count = grouped(tally.subjects, lang)
    yield Lines((say[phrase].format(count=count, rubric=named, file=output),))
    caveat = Standing(Explanation(Scores(rubric, {}), lang)).caveat
    if caveat:
        yield Lines((caveat,), "open")
    outcomes = _outcomes(rubric, tally, lang)
    columns = (
        Column(say["level"]),
        Column(say["subjects"], right=True),
        Column(say["share"], right=True),
    )
    yield Table(
        columns,
        (
            Row((title, grouped(n, lang), _share(n, tally.subjects, lang)))
            for outcome, title in outcomes.items()
            for n in [tally.counts[outcome]]
        ),
    )
    if tally.by:
        yield Heading(say["batch by"].format(columns=", ".join(tally.by)))
        if tally.groups is None:
            yield Lines((say["batch many"],))
        else:
            yield _groups(tally, outcomes, lang)


def _groups(tally: Tally, outcomes: Mapping[str, str], lang: str) -> Table:
    def cell(count: int, total: int) -> str:
        return f"{grouped(count, lang)} ({_share(count, total, lang)})" if count else "–"

    columns = [Column(name) for name in tally.by]
    columns.append(Column(phrases(lang)["subjects"], right=True))
    columns += [Column(title, right=True) for title in outcomes.values()]
    rows: list[Row] = []
    for group, counts in tally.sorted_groups().items():
        total = counts.total()
        cells = [cell(counts[outcome], total) for outcome in outcomes]
        rows.append(Row((*map(_value, group), grouped(total, lang), *cells)))
    return Table(tuple(columns), rows)


def _value(value: object) -> str:
    return "–" if value is None else str(value)


def tally_data(rubric: Rubric, tally: Tally, output: str) -> dict[str, Any]:
    """The same as plain data."""
    groups = [
        {"values": [None if v is None else str(v) for v in group], **_counts(rubric, counts)}
        for group, counts in tally.sorted_groups().items()
    ]
    return {
        "format": "batch/1",
        "rubric": rubric.id,
        "version": rubric.version,
        "fingerprint": rubric.fingerprint,
        "structure": rubric.structure,
        "output": output,
        **_counts(rubric, tally.counts),
        "by": list(tally.by),
        "groups": None if tally.groups is None else groups,
    }


def _counts(rubric: Rubric, counts: Mapping[str, int]) -> dict[str, Any]:
    from rubrika.frames.file_tally import BAD, NONE, OPEN

    levels: Sequence[str] = [level.id for level in rubric.levels]
    return {
        "subjects": sum(counts.values()),
        "levels": {id_: counts.get(id_, 0) for id_ in levels},
        "none": counts.get(NONE, 0),
        "open": counts.get(OPEN, 0),
        "bad": counts.get(BAD, 0),
    }
