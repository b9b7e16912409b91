"""Documents: what a command says, before it is laid out for a terminal or as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

import attrs

__all__ = ["Block", "Code", "Column", "Heading", "Item", "Items", "Lines", "Row", "Table", "Tone"]

Tone: TypeAlias = Literal["", "good", "bad", "open", "quiet", "strong"]
"""How a text is meant. A terminal may colour it; the words must tell it without colour."""


@attrs.frozen
class Heading:
    """The title of what follows."""

    text: str


@attrs.frozen
class Lines:
    """Lines of text, each of which is wrapped alone."""

    lines: tuple[str, ...] = attrs.field(converter=tuple[str, ...])
    tone: Tone = ""


@attrs.frozen
class Column:
    """A column of a table; numbers stand to the right, and what is *whole* is not broken."""

    title: str
    right: bool = False
    whole: bool = attrs.field(default=attrs.Factory(lambda self: self.right, takes_self=True))


@attrs.frozen
class Row:
    """A row of a table; *depth* indents its first cell."""

    cells: tuple[str, ...]
    depth: int = 0
    tone: Tone = ""


@attrs.frozen
class Table:
    """A table."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = attrs.field(converter=tuple[Row, ...])

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
    """A list."""

    items: tuple[Item, ...] = attrs.field(converter=_to_items)


Block: TypeAlias = Heading | Lines | Table | Items | Code
"""A part of a document."""
