"""Documents for a terminal: wrapped to its width, aligned, coloured only where that is seen."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from math import floor
from typing import Final

import attrs
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from rubrika.cli.drawing import PLAIN, RICH, Guides, Signs, drawn, guides, place_of
from rubrika.cli.grid import DEEPEST, tabled
from rubrika.reports.cleaning import clean
from rubrika.reports.document import (
    Block,
    Code,
    Gauge,
    Heading,
    Item,
    Items,
    Lines,
    Table,
    Tick,
    Tone,
)
from rubrika.reports.standing import STAR

__all__ = ["laid_out"]

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
_WIDEST_GAUGE: Final = 60
_LEAST_GAUGE: Final = 10
_TICK_ROOM: Final = 24  # for the name of a tick; longer ones are cut, and stand in full elsewhere
_COUNTED = re.compile(r"(?<=\d) (?=(?:%|points?|điểm)(?!\w))")
_ENDS: Final = re.compile(r"(?: |\x1b\[[0-9;]*m)+$")  # blanks, and what colours them
_KEPT: Final = "\ue000"  # a blank at which no line is broken; rich breaks at all that Unicode has


def laid_out(blocks: Iterable[Block], *, errors: bool = False) -> str:
    """The document as lines that fit the terminal.

    Args:
        blocks: Its parts.
        errors: Whether it is for standard error.
    """
    paper = _Paper(_console(errors=errors))
    console = paper.console
    with console.capture() as captured:
        before: Block | None = None
        for block in blocks:
            if before is not None and not isinstance(before, Heading):
                console.print()
            if isinstance(block, Code):
                console.print(Text(clean(block.text)), soft_wrap=True)
            else:
                console.print(paper.block(block))
            before = block
    text = captured.get().replace(_KEPT, " ")
    return "\n".join(
        _ENDS.sub(lambda end: end[0].replace(" ", ""), line) for line in text.split("\n")
    )


def _console(*, errors: bool) -> Console:
    plain = bool(os.environ.get("NO_COLOR"))
    forced = os.environ.get("CLICOLOR_FORCE", "0") not in ("", "0")  # FORCE_COLOR is read by rich
    console = Console(
        file=sys.stderr if errors else sys.stdout,
        color_system=None if plain else "auto",
        force_terminal=True if forced else None,
        markup=False,
        highlight=False,
        emoji=False,
    )
    width = console.width
    if not os.environ.get("COLUMNS", "").isdigit():
        width = min(width, _WIDEST)  # longer lines are hard to read
    console.width = max(width, _NARROWEST)
    return console


@attrs.frozen
class _Paper:
    """What a document is written on."""

    console: Console

    @property
    def signs(self) -> Signs:
        """What is drawn with: ASCII where nothing else can be written."""
        return PLAIN if self.console.options.ascii_only else RICH

    def text(self, text: str, tone: Tone = "") -> Text:
        """A text as it is shown, with the star of what is provisional in its colour."""
        shown = _COUNTED.sub(_KEPT, clean(text)).translate(self.signs.named)
        made = Text(shown, style=_STYLES[tone], overflow="fold")
        if shown.endswith(STAR):
            made.stylize(_STYLES["open"], len(shown) - len(STAR))
        return made

    def block(self, block: Heading | Lines | Table | Items | Gauge) -> RenderableType:
        """A part of the document."""
        match block:
            case Heading(text):
                return self.text(text, "strong")
            case Lines(lines, tone):
                return Group(*(self.text(line, tone) for line in lines))
            case Items(items, tree):
                return self.tree(items) if tree else Group(*(self.item(item, 1) for item in items))
            case Table():
                return tabled(block, self.console, self.signs, self.text)
            case Gauge():
                return Group(*self.gauge(block))

    def item(self, item: Item, depth: int) -> RenderableType:
        """A point of a list, and those below it."""
        grid = Grid.grid(padding=(0, 1, 0, 0))
        grid.add_column()
        grid.add_column(overflow="fold")
        grid.add_row(
            self.text(item.mark or " ", item.tone),
            self.text(item.text, _TEXT_TONES.get(item.tone, "")),
        )
        line = Padding(grid, (0, 0, 0, 2)) if depth <= DEEPEST else grid
        if not item.children:
            return line
        below = Group(*(self.item(child, depth + 1) for child in item.children))
        return Group(line, Padding(below, (0, 0, 0, 2)) if depth < DEEPEST else below)

    # Trees

    def tree(self, items: Iterable[Item]) -> RenderableType:
        """Points with lines from each to those below it; what has no mark is said of the point."""
        points = list(_points(items, 1))
        led = guides([depth for depth, _ in points], self.signs)
        return Group(
            *(
                line
                for (depth, item), guide in zip(points, led, strict=True)
                for line in self.point(item, guide, top=depth == 1)
            )
        )

    def point(self, item: Item, guide: Guides, *, top: bool) -> Iterator[Text]:
        """A point of a tree, and what is said of it; one at the top stands out from its parts."""
        whole = top and any(child.mark for child in item.children)
        yield self.led(self.text(item.text, "strong" if whole else item.tone), *guide[:2])
        for child in item.children:
            if not child.mark:
                yield self.led(self.text(child.text, child.tone), guide.below, guide.below)

    def led(self, text: Text, first: str, more: str) -> Text:
        """A text with something before each of its lines."""
        lines = text.wrap(self.console, max(self.console.width - len(first), 1), overflow="fold")
        return Text("\n").join(
            Text.assemble((more if place else first, "dim"), line)
            for place, line in enumerate(lines)
        )

    # Gauges

    def gauge(self, gauge: Gauge) -> Iterator[Text]:
        """A bar between its ends, and below it the names of its ticks."""
        first, last = (self.text(end) for end in gauge.ends)
        indent = cell_len(first.plain) + 1
        ticks = sorted(gauge.ticks, key=lambda tick: tick.at)
        names = [self.name(tick) for tick in ticks]
        rooms = [self.console.width - indent - cell_len(last.plain) - 1, _WIDEST_GAUGE]
        rooms += [
            floor((self.console.width - indent - cell_len(name.plain)) / tick.at)
            for tick, name in zip(ticks, names, strict=True)
        ]
        width = min(rooms)
        if width < _LEAST_GAUGE:
            return
        yield Text.assemble(first, " ", drawn(gauge.bar, width, self.signs), " ", last)
        places = [indent + place_of(tick.at, width) for tick in ticks]
        yield from self.named(list(zip(places, names, strict=True)))

    def name(self, tick: Tick) -> Text:
        """The name of a tick, behind what leads to it."""
        text = self.text(tick.text, tick.tone)
        text.truncate(_TICK_ROOM, overflow="ellipsis")
        return Text.assemble((self.signs.tick, "dim"), text)

    def named(self, names: list[tuple[int, Text]]) -> Iterator[Text]:
        """Names, each at its place: from the last on, as many in a line as have room there."""
        while names:
            beside = [names.pop()]
            while names and names[-1][0] + cell_len(names[-1][1].plain) + 1 < beside[0][0]:
                beside.insert(0, names.pop())
            line = Text()
            leads = [(place, Text(self.signs.along.strip(), "dim")) for place, _ in names]
            for place, name in [*leads, *beside]:
                line.pad_right(place - cell_len(line.plain))
                line = Text.assemble(line, name)
            yield line


def _points(items: Iterable[Item], depth: int) -> Iterator[tuple[int, Item]]:
    """The points of a tree with their depths."""
    for item in items:
        yield min(depth, DEEPEST), item
        yield from _points((child for child in item.children if child.mark), depth + 1)


# The mark of a list's point is coloured, its text is not, unless it is meant to stand back or out.
_TEXT_TONES: Final[dict[Tone, Tone]] = {"quiet": "quiet", "strong": "strong"}
