"""Documents: what a command says, before it is laid out for a terminal or as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Literal, TypeAlias

import attrs

__all__ = [
    "Bar",
    "Block",
    "Code",
    "Column",
    "Gauge",
    "Heading",
    "Item",
    "Items",
    "Lines",
    "Part",
    "Row",
    "Table",
    "Tick",
    "Tone",
]

Tone: TypeAlias = Literal["", "good", "bad", "open", "quiet", "strong"]
"""How a text is meant. A terminal may colour it; the words must tell it without colour."""


@attrs.frozen
class Heading:
    """The title of what follows.

    Args:
        text: The title.
        aside: Whether the one block that follows is only for who asks, so that it may be folded.
    """

    text: str
    aside: bool = False


@attrs.frozen
class Lines:
    """Lines of text, each of which is wrapped alone."""

    lines: tuple[str, ...] = attrs.field(converter=tuple[str, ...])
    tone: Tone = ""


Part: TypeAlias = Literal["known", "open", "mark"]
"""A part of a bar: what is certain, what can still be, and a mark."""


@attrs.frozen
class Bar:
    """How far something reaches, of all that it could: fractions from 0 to 1.

    Args:
        least: How far it is certain.
        most: How far it can still be; at least *least*.
        marks: How far it is asked to be.

    Raises:
        ValueError: when they do not lie in that order between 0 and 1.
    """

    least: Fraction
    most: Fraction
    marks: tuple[Fraction, ...] = attrs.field(converter=tuple[Fraction, ...], default=())

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.least <= self.most <= 1 or any(not 0 <= m <= 1 for m in self.marks):
            raise ValueError(f"{self!r} does not lie between 0 and 1")


@attrs.frozen
class Column:
    """A column of a table; numbers stand to the right, and what is *whole* is not broken.

    Where it has *bars*, those of the rows are drawn beside its texts.
    """

    title: str
    right: bool = False
    whole: bool = attrs.field(default=attrs.Factory(lambda self: self.right, takes_self=True))
    bars: bool = False


@attrs.frozen
class Row:
    """A row of a table; *depth* is how many rows it stands below, in a tree.

    The last cell may be toned otherwise than the row is. The bar says nothing that the cells or the
    rest of the document do not say in words: not all can draw it.
    """

    cells: tuple[str, ...]
    depth: int = 0
    tone: Tone = ""
    last_tone: Tone = attrs.field(default=attrs.Factory(lambda self: self.tone, takes_self=True))
    bar: Bar | None = None


@attrs.frozen
class Table:
    """A table; *legend* says what the parts of its bars mean."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = attrs.field(converter=tuple[Row, ...])
    legend: tuple[tuple[Part, str], ...] = ()

    def texts(self, place: int) -> Iterator[str]:
        """What stands in one of its columns."""
        return (row.cells[place] for row in self.rows)


@attrs.frozen
class Item:
    """A point of a list, with a mark before it and points below it."""

    text: str
    mark: str = "-"
    tone: Tone = ""
    children: tuple[Item, ...] = attrs.field(converter=tuple["Item", ...], default=())


@attrs.frozen
class Code:
    """Lines to be copied: they are never wrapped.

    Args:
        text: The lines.
        language: The language that they are in.
    """

    text: str
    language: str


def _to_items(items: Iterable[Item | str]) -> tuple[Item, ...]:
    return tuple(Item(item) if isinstance(item, str) else item for item in items)


@attrs.frozen
class Items:
    """A list; as a *tree*, lines lead from each point to those below it."""

    items: tuple[Item, ...] = attrs.field(converter=_to_items)
    tree: bool = False


@attrs.frozen
class Tick:
    """A place on a gauge, with its name."""

    at: Fraction
    text: str
    tone: Tone = ""


@attrs.frozen
class Gauge:
    """A bar on a line of its own, with its ends and ticks named.

    It says nothing that the rest of the document does not say in words.
    """

    bar: Bar
    ends: tuple[str, str]
    ticks: tuple[Tick, ...] = attrs.field(converter=tuple[Tick, ...], default=())


Block: TypeAlias = Heading | Lines | Table | Items | Code | Gauge
"""A part of a document."""
