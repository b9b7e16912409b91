"""Findings as a document: what was found, how sure it is, and the subjects that show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from rubrika import Assessment, Finding, Rubric, Scorecard
from rubrika.model.explain import Explanation
from rubrika.reports.document import Block, Column, Heading, Item, Items, Lines, Row, Table, Tone
from rubrika.reports.phrases import phrases

__all__ = ["blocks_of", "counts", "data_of", "is_grave", "item_of"]

_MARKS: Final[dict[str, tuple[str, Tone]]] = {
    "error": ("✗", "bad"),
    "warning": ("!", "open"),
    "note": ("·", "quiet"),
}
_FEW: Final = 12
"""So many values are shown even where all but one are the same."""


def is_grave(finding: Finding) -> bool:
    """Whether a finding is more than a note."""
    return finding.severity != "note"


def counts(findings: Sequence[Finding], lang: str) -> str:
    """How many findings there are of each severity, in words."""
    say = phrases(lang)
    many = Counter[str](finding.severity for finding in findings)
    keys = {"error": "errors", "warning": "warnings", "note": "notes of"}
    parts = [
        say[keys[kind] if many[kind] > 1 else kind].format(count=many[kind])
        for kind in keys
        if many[kind]
    ]
    return ", ".join(parts) or say["findings none"]


def blocks_of(
    rubric: Rubric, findings: Sequence[Finding], lang: str, *, details: bool, titled: bool = False
) -> Iterator[Block]:
    """Each finding, and below it the subjects that show it.

    Args:
        rubric: The rubric.
        findings: What was found of it.
        lang: The language.
        details: Whether values are shown in which the subjects do not differ.
        titled: Whether the subjects stand below a heading, by which they can be folded.
    """
    for bare, group in groupby(findings, key=lambda finding: not finding.witness):
        if bare:
            yield Items(item_of(finding, lang) for finding in group)
            continue
        for finding in group:
            yield Items([item_of(finding, lang)])
            if titled:
                yield Heading(phrases(lang)["shown by"], aside=True)
            yield from _shown(rubric, finding.witness, lang, details=details)


def item_of(finding: Finding, lang: str) -> Item:
    """A finding as a point of a list."""
    say = phrases(lang)
    mark, tone = _MARKS[finding.severity]
    verdict = say[finding.verdict]
    below = [Item(finding.advice.get(lang), "")] if finding.advice else []
    below.append(Item(say["documentation"].format(page=finding.page), "", "quiet"))
    said = finding.said.get(lang)
    return Item(f"{finding.path}: {said} ({verdict}). [{finding.code}]", mark, tone, tuple(below))


# Witnesses


def _shown(
    rubric: Rubric, witness: Sequence[Assessment], lang: str, *, details: bool
) -> Iterator[Block]:
    """A table of the subjects: a column for each, and a row for each value."""
    say = phrases(lang)
    told = [rubric.score(seen).explanation(lang) for seen in witness]
    rows = [*_rows(told, lang)]
    whole = details or len(told) == 1 or len(rows) <= _FEW
    kept = [row for row in rows if whole or len(set(row.cells[1:])) > 1]
    results = [(say["points"], *(one.total() for one in told))]
    if rubric.levels:
        levels = (one.level_title(one.scores.level) for one in told)
        results.append((say["level"], *levels))
    heads = [say["witness"].format(place=place) for place in range(1, len(told) + 1)]
    if len(told) == 1:
        heads = [say["observed"]]
    columns = (Column(say["criteria"]), *map(Column, heads))
    yield Table(columns, (*kept, *(Row(cells, tone="strong") for cells in results)))
    if len(kept) < len(rows):
        yield Lines((say["and rest"],), "quiet")


def _rows(told: Sequence[Explanation], lang: str) -> Iterator[Row]:
    """The facts of the context and the observed values, of all subjects."""
    scores = told[0].scores
    for fact in scores.rubric.context:
        stated = (one.scores.context[fact.id] for one in told)
        cells = ("" if value is None else told[0].fact(fact.domain, value) for value in stated)
        yield Row((fact.title.get(lang) or fact.id, *cells))
    for leaf in scores.rubric.indicators:
        title = leaf.title.get(lang)
        yield Row((title, *(one.observed(one.scores[leaf.id]) for one in told)))


def data_of(rubric: Rubric, finding: Finding, lang: str) -> dict[str, Any]:
    """A finding as plain data."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "path": finding.path,
        "message": finding.said.get(lang),
        "verdict": finding.verdict,
        "hint": finding.advice.get(lang),
        "page": finding.page,
        "witness": [_witness_data(rubric.score(seen)) for seen in finding.witness],
    }


def _witness_data(card: Scorecard) -> dict[str, Any]:
    record = card.to_dict()
    seen = {node["id"]: node["observation"] for node in record["nodes"] if "observation" in node}
    return {
        "context": record["context"],
        "values": {id_: one["value"] for id_, one in seen.items() if not one["not_applicable"]},
        "not_applicable": [id_ for id_, one in seen.items() if one["not_applicable"]],
        "points": record["points"],
        "level": record["level"],
    }
