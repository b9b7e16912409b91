"""Documents as nodes of docutils: every builder of Sphinx can write them, and none as raw HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

import attrs
from docutils import nodes

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

__all__ = ["Cell", "Head", "Nodes", "Writer", "table_of", "texts_of"]

Nodes: TypeAlias = list[nodes.Element]
Cell: TypeAlias = Sequence[nodes.Node]
"""What stands in a cell of a table: paragraphs and lists."""

_LEVELS: Final = 6
_WIDEST: Final = 40
_LINK: Final = re.compile(r"\[(?P<source>[\w.-]+)\]|(?P<address>https?://[^\s<>\"]+)")
_AFTER_ADDRESS: Final = (".", ",", ";", ":")
_UNMARKED: Final = ("-", "")


@attrs.frozen
class Head:
    """A column of a table.

    Args:
        title: Its title.
        width: How wide it is beside the others; 0 leaves that to the builder.
        right: Whether what stands in it stands to the right.
    """

    title: str
    width: int = 0
    right: bool = False


@attrs.define
class Writer:
    """Writes documents as nodes.

    Args:
        level: The level of headings: 2 is that right below the title of a page.
        sources: The target of each source that is listed, by the id of the source. Where a text
            refers to one, as in "[c22]", that is a link.
    """

    level: int
    sources: Mapping[str, str] = attrs.field(factory=dict[str, str])

    def written(self, blocks: Iterable[Block]) -> Nodes:
        """The parts of a document, without drawings: the words say the same."""
        return [self.block(block) for block in blocks if not isinstance(block, Gauge)]

    def block(self, block: Heading | Lines | Items | Table | Code) -> nodes.Element:
        """One part of a document."""
        match block:
            case Heading(text):
                return self.heading(text)
            case Lines(lines, tone):
                return self.lines(lines, tone)
            case Items(items):
                return self.items(items)
            case Table():
                return self.table(block)
            case Code(text, language):
                return nodes.literal_block("", clean(text), language=language)

    def heading(self, text: str) -> nodes.Element:
        """A heading that is in no table of contents."""
        level = {"heading-level": min(self.level, _LEVELS)}
        return nodes.rubric("", "", *texts_of(text), **level)

    def lines(self, lines: Iterable[str], tone: Tone = "") -> nodes.Element:
        """Lines, each of which is wrapped alone."""
        first, *others = (self.toned(line, tone) for line in lines)
        if not others:
            return nodes.paragraph("", "", *first, classes=_classes(tone))
        made = nodes.line_block("", classes=_classes(tone))
        made += [nodes.line("", "", *line) for line in (first, *others)]
        return made

    def paragraph(self, text: str, tone: Tone = "") -> nodes.Element:
        """A paragraph."""
        return self.lines([text], tone)

    def items(self, items: Iterable[Item]) -> nodes.Element:
        """A list; the marks of its items stand in place of bullets."""
        known = tuple(items)
        marked = any(item.mark not in _UNMARKED for item in known)
        made = nodes.bullet_list("", classes=["rubrika-marked"] if marked else [], bullet="-")
        made += [self.item(item) for item in known]
        return made

    def item(self, item: Item) -> nodes.Element:
        """A point of a list, with those below it."""
        mark = "" if item.mark in _UNMARKED else f"{item.mark} "
        said = nodes.paragraph(
            "", "", *texts_of(mark), *self.toned(item.text, item.tone), classes=_classes(item.tone)
        )
        below = [self.items(item.children)] if item.children else []
        return nodes.list_item("", said, *below)

    def table(self, table: Table) -> nodes.Element:
        """A table, whose first column says what each row is about."""
        heads = [Head(column.title, right=column.right) for column in table.columns]
        return table_of(
            heads, [(self.row(row), [f"rubrika-depth-{row.depth}"]) for row in table.rows]
        )

    def row(self, row: Row) -> list[Cell]:
        """The cells of a row."""
        first, *others = row.cells
        tone: Tone = "strong" if row.tone == "strong" else ""
        return [[self.paragraph(first, tone)], *([self.paragraph(cell)] for cell in others)]

    def toned(self, text: str, tone: Tone) -> list[nodes.Node]:
        """A text in the tone in which it is meant."""
        said = self.linked(text)
        return [nodes.strong("", "", *said)] if tone == "strong" and said else said

    def linked(self, text: str) -> list[nodes.Node]:
        """A text whose references to sources, and web addresses, are links."""
        return list(self._linked(clean(text)))

    def _linked(self, text: str) -> Iterator[nodes.Node]:
        end = 0
        for match in _LINK.finditer(text):
            said = match[0]
            if match["address"]:
                said = _without_end(said)
                link = nodes.reference("", said, refuri=said, internal=False)
            elif match["source"] in self.sources:
                link = nodes.reference("", said, refid=self.sources[match["source"]], internal=True)
            else:
                continue
            yield from texts_of(text[end : match.start()])
            yield link
            end = match.start() + len(said)
        yield from texts_of(text[end:])


def _without_end(address: str) -> str:
    """A web address without the signs behind it that are not its own."""
    while address.endswith(_AFTER_ADDRESS) or (
        address.endswith(")") and address.count(")") > address.count("(")
    ):
        address = address[:-1]
    return address


def texts_of(text: str) -> list[nodes.Node]:
    """A text as a node, without a break before a percent sign; none for an empty one."""
    said = clean(text).replace(" %", "\N{NO-BREAK SPACE}%")
    return [nodes.Text(said)] if said else []


def table_of(
    heads: Sequence[Head], rows: Iterable[tuple[Sequence[Cell], list[str]]]
) -> nodes.Element:
    """A table with a row of headings, whose first column has the headings of the rows.

    Args:
        heads: Its columns.
        rows: The cells of each row, and its classes.
    """
    known = list(rows)
    given = all(head.width for head in heads)
    group = nodes.tgroup("", cols=len(heads))
    for place, head in enumerate(heads):
        stub = {"stub": 1} if place == 0 else {}
        width = head.width or _width([head.title, *(_text(cells[place]) for cells, _ in known)])
        group += nodes.colspec("", colwidth=width, **stub)
    titles = [[nodes.paragraph("", "", *texts_of(head.title))] for head in heads]
    group += nodes.thead("", _row(heads, titles, []))
    group += nodes.tbody("", *(_row(heads, cells, classes) for cells, classes in known))
    widths = "colwidths-given" if given else "colwidths-auto"
    return nodes.table("", group, classes=["rubrika-table", widths])


def _text(cell: Cell) -> str:
    return " ".join(part.astext() for part in cell)


def _width(texts: Iterable[str]) -> int:
    """How wide a column is in plain text."""
    return min(max(map(len, texts)), _WIDEST)


def _row(heads: Sequence[Head], cells: Sequence[Cell], classes: list[str]) -> nodes.row:
    made = nodes.row("", classes=classes)
    for head, cell in zip(heads, cells, strict=True):
        made += nodes.entry("", *cell, classes=["rubrika-right"] if head.right else [])
    return made


def _classes(tone: Tone) -> list[str]:
    return [f"rubrika-{tone}"] if tone else []
