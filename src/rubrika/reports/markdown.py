"""Documents as Markdown, to paste into a report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from rubrika.reports.cleaning import clean
from rubrika.reports.document import (
    Block,
    Code,
    Gauge,
    Heading,
    Item,
    Items,
    Lines,
    Row,
    Table,
    Tone,
)

__all__ = ["markdown"]

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|#~])")
_STARTS: Final = re.compile(r"^(\d*)([-+.)])(?=\s)")


def markdown(blocks: Iterable[Block]) -> str:
    """The document as Markdown, which draws no bars."""
    drawn = (block for block in blocks if not isinstance(block, Gauge))
    return "\n\n".join("\n".join(_block(block)) for block in drawn) + "\n"


def _safe(text: str) -> str:
    """*text* so that it is read as it stands."""
    one_line = " ".join(clean(text).split())
    return _STARTS.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", one_line))


def _toned(text: str, tone: Tone) -> str:
    return f"**{_safe(text)}**" if tone == "strong" and text.strip() else _safe(text)


def _block(block: Heading | Lines | Table | Items | Code) -> Iterator[str]:
    match block:
        case Heading(text):
            yield f"## {_safe(text)}"
        case Lines(lines, tone):
            yield "  \n".join(_toned(line, tone) for line in lines)
        case Items(items):
            for item in items:
                yield from _item(item, 0)
        case Code(text, language):
            yield from (f"```{language}", *clean(text).split("\n"), "```")
        case Table(columns, rows):
            yield _row(column.title for column in columns)
            yield _rule("--:" if column.right else ":--" for column in columns)
            yield from (_table_row(row) for row in rows)


def _item(item: Item, depth: int) -> Iterator[str]:
    mark = "" if item.mark in ("-", "") else f"{_safe(item.mark)} "
    yield f"{'  ' * depth}- {mark}{_toned(item.text, item.tone)}"
    for child in item.children:
        yield from _item(child, depth + 1)


def _table_row(row: Row) -> str:
    first, *others = (_toned(cell, row.tone) for cell in row.cells)
    return _rule(["&emsp;" * row.depth + first, *others])


def _row(cells: Iterable[str]) -> str:
    return _rule(map(_safe, cells))


def _rule(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
