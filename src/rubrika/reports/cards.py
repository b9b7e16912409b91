"""A scorecard as a document: the verdict first, then its reasons, then what they stand on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rubrika import LevelResult, NodeScore, Observation, RequirementResult, Scorecard
from rubrika.model.explain import MARKS, Explanation
from rubrika.model.results import NodeStatus
from rubrika.model.results import Status as Held
from rubrika.reports.bars import asked_of_nodes, bar_of, gauge
from rubrika.reports.document import (
    Block,
    Column,
    Heading,
    Item,
    Items,
    Lines,
    Part,
    Row,
    Table,
    Tone,
)
from rubrika.reports.phrases import phrases
from rubrika.reports.standing import Standing
from rubrika.rules import Condition

__all__ = [
    "irrational",
    "lacking",
    "opening",
    "outcome_of",
    "points_of",
    "points_table",
    "report",
    "summary",
]

_TONES: Final[dict[Held, Tone]] = {
    "holds": "good",
    "fails": "bad",
    "open": "open",
    "not applicable": "quiet",
}
_SEEN: Final[dict[NodeStatus, tuple[str, Tone]]] = {
    "scored": ("", ""),
    "missing": ("○ ", "open"),
    "partial": ("◐ ", "open"),
    "not applicable": ("– ", "quiet"),
}
"""The mark and tone of what was observed, by the status of a node."""


def report(card: Scorecard, lang: str, *, every_number: bool = False) -> Iterator[Block]:
    """Everything about one scorecard.

    Args:
        card: The scorecard.
        lang: The language.
        every_number: Whether each provisional number is named, and not only why there are any.
    """
    explanation = card.explanation(lang)
    standing = Standing(explanation)
    yield from opening(explanation, standing)
    yield from lacking(explanation)
    yield points_table(explanation)
    yield from _levels(explanation, standing)
    yield from _missing(explanation)
    yield from irrational(explanation)
    yield from _notes(explanation)
    yield from standing.blocks(every_number=every_number)
    yield Lines((f"{explanation.say['fingerprints']}: {card.fingerprint}",), "quiet")


def opening(explanation: Explanation, standing: Standing) -> Iterator[Block]:
    """The result, whose it is, and that it rests on provisional numbers, if it does."""
    verdict = explanation.verdict()
    yield Lines((f"{explanation.say['result']}: {verdict}",), "strong")
    reached = gauge(explanation)
    if reached is not None:
        yield reached
    yield Lines(line for line in explanation.head() if verdict not in line)
    if standing.caveat:
        yield Lines((standing.caveat,), "open")


def irrational(explanation: Explanation) -> Iterator[Block]:
    """What ≈ means, where something is not rational."""
    meant = " ".join(line.strip() for line in explanation.irrational())
    if meant:
        yield Lines((meant,))


def points_table(explanation: Explanation) -> Table:
    """The points of every node, and what was observed."""
    standing = Standing(explanation)
    say = phrases(explanation.lang)
    columns = (
        Column(say["criteria"]),
        Column(say["points"], right=True),
        Column(say["share"], right=True, bars=True),
        Column(say["observed"]),
    )
    asked = asked_of_nodes(explanation)
    rows = tuple(
        Row(
            (
                score.title.get(explanation.lang) + standing.star(score.id),
                explanation.node_points(score),
                explanation.node_share(score),
                _observed(explanation, score),
            ),
            depth - 1,
            "strong" if depth == 1 else "",
            _SEEN[score.status][1],
            bar_of(score, asked.get(score.id, [])),
        )
        for depth, score in explanation.tree()
    )
    return Table(columns, rows, tuple(_legend(rows, explanation.lang)))


def _legend(rows: Sequence[Row], lang: str) -> Iterator[tuple[Part, str]]:
    """What the parts of the bars mean, of those that there are; plain shares need no words."""
    bars = [row.bar for row in rows if row.bar is not None]
    opened, marked = any(bar.least < bar.most for bar in bars), any(bar.marks for bar in bars)
    there: tuple[tuple[Part, str, bool], ...] = (
        ("known", "bar known", opened or marked),
        ("open", "bar open", opened),
        ("mark", "bar mark", marked),
    )
    for part, key, used in there:
        if used:
            yield part, phrases(lang)[key]


def _observed(explanation: Explanation, score: NodeScore) -> str:
    seen = score.observation
    cite = "" if seen is None or seen.source is None else f" [{seen.source.id}]"
    return f"{_SEEN[score.status][0]}{explanation.observed(score)}{cite}"


# Levels


def _levels(explanation: Explanation, standing: Standing) -> Iterator[Block]:
    levels = explanation.scores.levels
    if levels:
        yield Heading(explanation.say["levels"])
        outlook = explanation.outlook()
        told: set[Condition] = set()
        found = [_level(explanation, standing, level, told) for level in levels]
        yield Items([Item(outlook, mark=""), *found] if outlook else found)


def _level(
    explanation: Explanation, standing: Standing, level: LevelResult, told: set[Condition]
) -> Item:
    title = level.level.title.get(explanation.lang)
    return Item(
        f"{title}: {explanation.level_status(level)}",
        MARKS[level.status],
        _TONES[level.status],
        tuple(_requirement(explanation, standing, result, told) for result in level.requirements)
        or (Item(explanation.say["always"]),),
    )


def _requirement(
    explanation: Explanation, standing: Standing, result: RequirementResult, told: set[Condition]
) -> Item:
    """A requirement; its parts stand below it where it is *told* for the first time."""
    parts = [
        _requirement(explanation, standing, part, told) for part in explanation.parts(result, told)
    ]
    return Item(
        explanation.requirement(result) + standing.star_of(result.sources),
        MARKS[result.status],
        _TONES[result.status],
        tuple(parts),
    )


def lacking(explanation: Explanation) -> Iterator[Block]:
    """What the next level still lacks."""
    scores, say = explanation.scores, explanation.say
    if scores.next_level is not None and scores.lacking:
        title = scores.next_level.level.title.get(explanation.lang)
        yield Heading(say["next"].format(level=title))
        yield Items(
            Item(explanation.requirement(result), MARKS[result.status], _TONES[result.status])
            for result in scores.lacking
        )


def _missing(explanation: Explanation) -> Iterator[Block]:
    """Which evidence is missing, by the names that it has in files; titles are in the table."""
    scores, say = explanation.scores, explanation.say
    if scores.missing:
        count, total = len(scores.missing), len(scores.rubric.indicators)
        yield Heading(say["missing evidence"].format(count=count, total=total))
        ids = ", ".join(
            f"{id_} ({explanation.display.number(scores[id_].maximum)})" for id_ in scores.missing
        )
        said = phrases(explanation.lang)["missing"].format(ids=ids)
        yield Items([Item(said, _SEEN["missing"][0].strip(), "open")])


# What was noted


def _notes(explanation: Explanation) -> Iterator[Block]:
    """The evidence, assessor, date and note of each observation that has any."""
    items: list[Item] = []
    assessment = explanation.scores.assessment
    if assessment.note:
        items.append(Item(assessment.note.get(explanation.lang)))
    for node in explanation.scores.rubric.indicators:
        seen = assessment.observations.get(node.id)
        noted = "" if seen is None else _noted(seen, explanation.lang)
        if noted:
            items.append(Item(f"{node.title.get(explanation.lang)}: {noted}"))
    if items:
        yield Heading(phrases(explanation.lang)["notes"])
        yield Items(items)


def _noted(seen: Observation, lang: str) -> str:
    day = "" if seen.date is None else seen.date.isoformat()
    by = ", ".join(part for part in (seen.assessor, day) if part)
    parts = [*seen.evidence, by, seen.note.get(lang)]
    return "; ".join(part for part in parts if part)


# Several


def summary(cards: Sequence[tuple[str, Scorecard]], lang: str) -> Iterator[Block]:
    """A table with one row for each subject, and the rubrics that rest on provisional numbers."""
    yield _table(cards, lang)
    rubrics = {card.rubric.id: card.explanation(lang) for _, card in cards}
    caveats = [
        f"{explanation.scores.rubric.title.get(lang)}: {caveat}"
        for explanation in rubrics.values()
        if (caveat := Standing(explanation).caveat)
    ]
    if caveats:
        yield Lines(caveats, "open")


def _table(cards: Sequence[tuple[str, Scorecard]], lang: str) -> Table:
    """The name of each subject, its rubric (if they differ), its points and level."""
    say = phrases(lang)
    several = len({(card.rubric.id, card.rubric.version) for _, card in cards}) > 1
    columns = [
        Column(say["subject"]),
        Column(say["points"], right=True, bars=True),
        Column(say["level"]),
    ]
    if several:
        columns.insert(1, Column(say["rubric"], whole=True))
    rows: list[Row] = []
    for name, card in cards:
        explanation = card.explanation(lang)
        cells = [name, points_of(explanation), outcome_of(explanation)]
        if several:
            cells.insert(1, f"{card.rubric.id}@{card.rubric.version}")
        reached = gauge(explanation)
        rows.append(Row(tuple(cells), bar=None if reached is None else reached.bar))
    return Table(tuple(columns), tuple(rows), tuple(_legend(rows, lang)))


def points_of(explanation: Explanation) -> str:
    """The total beside its maximum."""
    scores, display = explanation.scores, explanation.display
    if scores.bounds is None:
        return "–"
    known = scores.bounds if scores.points is None else scores.points
    return f"{display.points('total', known)} / {display.number(scores.maximum)}"


def outcome_of(explanation: Explanation) -> str:
    """The level that is given, or those that are possible."""
    scores = explanation.scores
    if scores.bounds is None:
        return explanation.say["not applicable"]
    if not scores.rubric.levels:
        return "–"
    if scores.decided:
        return explanation.level_title(scores.level)
    return explanation.possible()
