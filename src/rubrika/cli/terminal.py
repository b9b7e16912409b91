"""Documents for a terminal: wrapped to its width, aligned, coloured only where that is seen."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Iterable
from typing import Final

from rich import box
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from rubrika.cli.document import Block, Code, Heading, Item, Items, Lines, Row, Table, Tone

__all__ = ["clean", "laid_out"]

_STYLES: Final[dict[Tone, str]] = {
    "": "",
    "good": "green",
    "bad": "red",
    "open": "yellow",
    "quiet": "dim",
    "strong": "bold",
}
_NARROWEST: Final = 40
_WIDEST: Final = 100
_DEEPEST: Final = 12
_LEAST_ROOM: Final = 12
_COUNTED = re.compile(r"(?<=\d) (?=(?:%|points?|điểm)(?!\w))")
_KEPT: Final = "\ue000"  # a blank at which no line is broken; rich breaks at all that Unicode has


def clean(text: str) -> str:
    """*text* in its composed form, with what could steer a terminal made visible."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        character
        if character == "\n" or unicodedata.category(character) not in ("Cc", "Cf", "Cs")
        else " "
        if character == "\t"
        else "\N{REPLACEMENT CHARACTER}"
        for character in composed
    )


def laid_out(blocks: Iterable[Block], *, errors: bool = False) -> str:
    """The document as lines that fit the terminal.

    Args:
        blocks: Its parts.
        errors: Whether it is for standard error.
    """
    console = _console(errors=errors)
    with console.capture() as captured:
        before: Block | None = None
        for block in blocks:
            if before is not None and not isinstance(before, Heading):
                console.print()
            if isinstance(block, Code):
                console.print(Text(clean(block.text)), soft_wrap=True)
            else:
                console.print(_block(block, console.width))
            before = block
    text = captured.get().replace(_KEPT, " ")
    return "\n".join(line.rstrip(" ") for line in text.split("\n"))


def _console(*, errors: bool) -> Console:
    plain = bool(os.environ.get("NO_COLOR"))
    console = Console(
        file=sys.stderr if errors else sys.stdout,
        color_system=None if plain else "auto",
        markup=False,
        highlight=False,
        emoji=False,
    )
    width = console.width
    if not os.environ.get("COLUMNS", "").isdigit():
        width = min(width, _WIDEST)  # longer lines are hard to read
    console.width = max(width, _NARROWEST)
    return console


def _text(text: str, tone: Tone = "", *, right: bool = False) -> Text:
    made = Text(_COUNTED.sub(_KEPT, clean(text)), style=_STYLES[tone], overflow="fold")
    made.justify = "right" if right else None
    return made


def _block(block: Heading | Lines | Table | Items, width: int) -> RenderableType:
    match block:
        case Heading(text):
            return _text(text, "strong")
        case Lines(lines, tone):
            return Group(*(_text(line, tone) for line in lines))
        case Items(items):
            return Group(*(_item(item, 1) for item in items))
        case Table():
            return _table(block) if _least_width(block) <= width else _stacked(block)


def _item(item: Item, depth: int) -> RenderableType:
    grid = Grid.grid(padding=(0, 1, 0, 0))
    grid.add_column()
    grid.add_column(overflow="fold")
    grid.add_row(
        _text(item.mark or " ", item.tone), _text(item.text, _TEXT_TONES.get(item.tone, ""))
    )
    line = Padding(grid, (0, 0, 0, 2)) if depth <= _DEEPEST else grid
    if not item.children:
        return line
    below = Group(*(_item(child, depth + 1) for child in item.children))
    return Group(line, Padding(below, (0, 0, 0, 2)) if depth < _DEEPEST else below)


# The mark of a list's point is coloured, its text is not, unless it is meant to stand back or out.
_TEXT_TONES: Final[dict[Tone, Tone]] = {"quiet": "quiet", "strong": "strong"}


def _table(table: Table) -> Grid:
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    for column in table.columns:
        grid.add_column(
            _text(column.title, "strong", right=column.right),
            justify="right" if column.right else "left",
            overflow="fold",
            no_wrap=column.whole,
        )
    for row in table.rows:
        grid.add_row(*_cells(row, table))
    return grid


def _least_width(table: Table) -> int:
    """How wide a table must be so that no word of it is broken."""
    needed = 0
    for place, column in enumerate(table.columns):
        texts = [clean(text) for text in (column.title, *table.texts(place))]
        wide = max(map(cell_len, texts))
        if not column.whole:
            words = (cell_len(word) for text in texts for word in text.split())
            wide = max(min(wide, _LEAST_ROOM), *words, 0)
        needed += wide + 2
    return needed - 2


def _stacked(table: Table) -> RenderableType:
    """A table without room for its columns: of each row the first cell, and the others below it."""
    lines: list[RenderableType] = []
    for row in table.rows:
        first, *others = row.cells
        said = "; ".join(
            f"{column.title}: {cell}"
            for column, cell in zip(table.columns[1:], others, strict=True)
            if cell.strip()
        )
        indent = 2 * min(row.depth, _DEEPEST)
        lines.append(Padding(_text(first, row.tone), (0, 0, 0, indent)))
        lines.append(Padding(_text(said), (0, 0, 0, indent + 4)))
    return Group(*lines)


def _cells(row: Row, table: Table) -> Iterable[RenderableType]:
    for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
        text = _text(cell, row.tone, right=column.right)
        indent = 0 if place else 2 * min(row.depth, _DEEPEST)
        yield Padding(text, (0, 0, 0, indent)) if indent else text
