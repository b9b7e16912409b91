"""Tables for a terminal: how wide their columns are, and what becomes of those without room."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import Final

import attrs
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.text import Text

from rubrika.cli.drawing import STYLES, Guides, Signs, drawn, guides
from rubrika.reports.document import Bar, Row, Table, Tone

__all__ = ["DEEPEST", "tabled"]

DEEPEST: Final = 12
"""No point is indented more often than that."""

_LEAST_ROOM: Final = 12
_UNBROKEN: Final = 20  # texts up to so wide are broken only where nothing else helps
_TITLE_ROOM: Final = 24
_GAP: Final = 2
_BAR_GAP: Final = 1
_WIDE_BARS: Final = (20, 16, 12, 10, 8)  # where all fits without a break
_BARS: Final = (10, 8, 6)  # where titles are broken
_STACKED_BAR: Final = 10

MakeText = Callable[[str, Tone], Text]


def tabled(table: Table, console: Console, signs: Signs, text: MakeText) -> RenderableType:
    """A table that fits the console; one without room for its columns becomes a list.

    Args:
        table: The table.
        console: Where it goes.
        signs: What is drawn with.
        text: What makes texts.
    """
    layout = _Layout(table, console, signs, text)
    laid = layout.grid() if layout.fits else layout.stacked()
    return Group(laid, Text(), layout.legend()) if layout.bar and table.legend else laid


@attrs.define
class _Layout:
    """How a table is laid out."""

    table: Table
    console: Console
    signs: Signs
    text: MakeText
    tree: list[Guides] = attrs.field(init=False)
    widths: list[int] = attrs.field(init=False)
    bar: int = attrs.field(init=False, default=0)
    fits: bool = attrs.field(init=False, default=True)

    def __attrs_post_init__(self) -> None:
        self.tree = guides([min(row.depth, DEEPEST) for row in self.table.rows], self.signs)
        self.widths = [
            max(wide for _, wide in self._texts(place)) for place in range(len(self.table.columns))
        ]
        hard = [self._least(place, unbroken=0) for place in range(len(self.widths))]
        soft = [self._least(place, unbroken=_UNBROKEN) for place in range(len(self.widths))]
        soft[0] = max(hard[0], min(self.widths[0], _TITLE_ROOM))
        room = self.console.width - _GAP * (len(self.widths) - 1)
        has_bars = any(row.bar for row in self.table.rows)
        for least, bars in (
            (self.widths, _WIDE_BARS if has_bars else ()),
            (soft, _BARS if has_bars else ()),
            (soft, (0,)),
            (hard, (0,)),
        ):
            for bar in bars:
                taken = bar + _BAR_GAP if bar else 0
                if sum(least) + taken <= room:
                    self.bar = bar
                    self._shrink(least, room - taken)
                    return
        self.fits = False
        self.bar = _STACKED_BAR if has_bars else 0

    def _texts(self, place: int) -> Iterator[tuple[str, int]]:
        """What stands in a column, and how wide each text is with what leads to it."""
        yield self._measured(self.table.columns[place].title, 0)
        for row, guide in zip(self.table.rows, self.tree, strict=True):
            yield self._measured(row.cells[place], 0 if place else len(guide.first))

    def _measured(self, text: str, lead: int) -> tuple[str, int]:
        shown = self.text(text, "").plain
        return shown, cell_len(shown) + lead

    def _least(self, place: int, *, unbroken: int) -> int:
        """How wide a column must be so that no word in it is broken, nor a text so wide."""
        if self.table.columns[place].whole:
            return self.widths[place]
        needed = [min(self.widths[place], _LEAST_ROOM)]
        for text, wide in self._texts(place):
            lead = wide - cell_len(text)
            needed += [wide] if wide <= unbroken else [lead + cell_len(w) for w in text.split()]
        return max(needed)

    def _shrink(self, least: Sequence[int], room: int) -> None:
        """Make the columns fit, none below its least; the first keeps twice the room of others."""
        self.widths = [
            min(wide, max(room, low)) for wide, low in zip(self.widths, least, strict=True)
        ]
        while sum(self.widths) > room:
            place = max(
                (place for place, wide in enumerate(self.widths) if wide > least[place]),
                key=lambda place: self.widths[place] / (1 if place else 2),
            )
            self.widths[place] -= 1

    # With columns

    def grid(self) -> Text:
        """The table with its columns."""
        titles = [
            self._placed(self.text(column.title, "strong"), place, None)
            for place, column in enumerate(self.table.columns)
        ]
        taken = [self._taken(place) for place in range(len(self.widths))]
        lines = [
            *self._beside(titles),
            Text(self.signs.line * (sum(taken) + _GAP * (len(taken) - 1))),
        ]
        for row, guide in zip(self.table.rows, self.tree, strict=True):
            lines += self._beside(self._cells(row, guide))
        return Text("\n").join(lines)

    def _beside(self, cells: Sequence[list[Text]]) -> Iterator[Text]:
        """Cells of which each is some lines, beside each other."""
        for lines in zip_longest(*cells):
            made, end = Text(), 0
            for place, line in enumerate(lines):
                made.pad_right(end - cell_len(made.plain))
                made = Text.assemble(made, line or "")
                end += self._taken(place) + _GAP
            yield made

    def _taken(self, place: int) -> int:
        return self.widths[place] + (self.bar + _BAR_GAP if self._barred(place) else 0)

    def _barred(self, place: int) -> bool:
        return self.table.columns[place].bars and self.bar > 0

    def _cells(self, row: Row, guide: Guides) -> list[list[Text]]:
        last = len(row.cells) - 1
        cells = [
            self.text(cell, row.last_tone if place == last and place else row.tone)
            for place, cell in enumerate(row.cells)
        ]
        first = self._wrapped(cells[0], self.widths[0] - len(guide.first))
        others = [
            self._placed(cell, place, row.bar) for place, cell in enumerate(cells[1:], start=1)
        ]
        return [_led(first, guide, max(map(len, [first, *others]))), *others]

    def _wrapped(self, text: Text, width: int) -> list[Text]:
        return list(text.wrap(self.console, max(width, 1), overflow="fold")) or [Text()]

    def _placed(self, text: Text, place: int, bar: Bar | None) -> list[Text]:
        """The text in its column, as lines, with the bar behind the first."""
        lines = self._wrapped(text, self.widths[place])
        for line in lines:
            line.rstrip()
            if self.table.columns[place].right:
                line.pad_left(max(self.widths[place] - cell_len(line.plain), 0))
        if self._barred(place) and bar is not None:
            head = lines[0]
            head.pad_right(max(self.widths[place] - cell_len(head.plain), 0) + _BAR_GAP)
            lines[0] = Text.assemble(head, drawn(bar, self.bar, self.signs))
        return lines

    # Without

    def stacked(self) -> Text:
        """Of each row the first cell, and the others below it."""
        lines: list[Text] = []
        for row, guide in zip(self.table.rows, self.tree, strict=True):
            first = self._wrapped(
                self.text(row.cells[0], row.tone), self.console.width - len(guide.first)
            )
            said = self.text(self._said(row), "")
            if row.bar is not None:
                said = Text.assemble(drawn(row.bar, self.bar, self.signs), " ", said)
            below = Guides(f"{guide.below}  ", f"{guide.below}  ", "")
            others = self._wrapped(said, self.console.width - len(below.first))
            lines += [*_led(first, guide, len(first)), *_led(others, below, len(others))]
        return Text("\n").join(lines)

    def _said(self, row: Row) -> str:
        return "; ".join(
            f"{column.title}: {cell}"
            for column, cell in tuple(zip(self.table.columns, row.cells, strict=True))[1:]
            if cell.strip()
        )

    def legend(self) -> Text:
        """What the parts of bars mean; one below another where a line has no room for all."""
        said = [
            Text.assemble((self.signs.parts[part], STYLES[part]), " ", self.text(words, "quiet"))
            for part, words in self.table.legend
        ]
        line = Text("   ").join(said)
        return line if cell_len(line.plain) <= self.console.width else Text("\n").join(said)


def _led(lines: Sequence[Text], guide: Guides, height: int) -> list[Text]:
    """The lines of a point with the guides before them, so many in all."""
    led = [
        Text.assemble((guide.more if place else guide.first, "dim"), line)
        for place, line in enumerate(lines)
    ]
    return led + [Text(guide.below, "dim")] * (height - len(led))
