"""Documents as HTML: a part of a page, such as a notebook shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from rubrika.reports.document import (
    Bar,
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
from rubrika.reports.element import Child, Element, element, written

__all__ = ["STYLE", "elements", "fragment"]

# Colours are those of the page around it, light or dark. Rules for tables name what is around them,
# so that they win over those of JupyterLab, which has numbers in mind.
STYLE: Final = """
.rubrika{line-height:1.45;max-width:60rem;color:inherit}
.rubrika h2{font-size:1.05em;font-weight:600;margin:1.2em 0 .3em;padding:0;border:0}
.rubrika p{margin:.4em 0}
.rubrika ul{margin:.3em 0;padding-left:1.2em}
.rubrika ul.marked,.rubrika ul.marked ul.marked{list-style:none}
.rubrika .strong{font-weight:600}
.rubrika .quiet{opacity:.8}
.rubrika pre{overflow-x:auto}
.rubrika details{margin:.6em 0}
.rubrika summary{cursor:pointer;font-weight:600}
.rubrika .wide{overflow-x:auto}
.rubrika .wide table{border-collapse:collapse;margin:.6em 0;font-size:inherit;color:inherit}
.rubrika .wide table th,.rubrika .wide table td{padding:.2em .7em;text-align:left;
vertical-align:top;color:inherit;max-width:26rem;overflow-wrap:anywhere}
.rubrika .wide table th{border-bottom:1px solid currentColor;font-weight:600}
.rubrika .wide table tbody th{border-bottom:0;font-weight:inherit}
.rubrika .wide table .right{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.rubrika svg{height:.7em;width:6em;max-width:100%;vertical-align:baseline}
.rubrika svg.gauge{width:24em;max-width:70%}
"""


def fragment(blocks: Iterable[Block], *, lang: str) -> str:
    """The document as a part of a page, which brings its own style.

    Args:
        blocks: The document.
        lang: The language that its texts are in.
    """
    style = element("style")
    style.text = STYLE
    found = elements(blocks, fold=True)
    return written(element("div", style, found, class_="rubrika", lang=lang))


def elements(blocks: Iterable[Block], *, level: int = 2, fold: bool = False) -> Iterator[Element]:
    """The parts of a document, as elements.

    Args:
        blocks: The document.
        level: The level of its headings.
        fold: Whether asides are folded, so that a click opens them.
    """
    waiting = iter(blocks)
    for block in waiting:
        match block:
            case Heading(text, aside=True) if fold:
                below = elements(islice(waiting, 1), level=level)
                yield element("details", element("summary", text), below)
            case Heading(text):
                yield element(f"h{level}", text)
            case Lines(lines, tone):
                yield element("p", _broken(lines), class_=tone or None)
            case Items(items):
                yield _list(items)
            case Table():
                yield _table(block)
            case Code(text, language):
                yield element("pre", element("code", text, class_=f"language-{language}"))
            case Gauge():
                yield _gauge(block)


def _broken(lines: Iterable[str]) -> Iterator[Child]:
    for place, line in enumerate(lines):
        if place:
            yield element("br")
        yield line


def _list(items: tuple[Item, ...]) -> Element:
    marked = any(item.mark not in ("-", "") for item in items)
    return element("ul", map(_item, items), class_="marked" if marked else None)


def _item(item: Item) -> Element:
    mark = None if item.mark in ("-", "") else f"{item.mark} "
    below = _list(item.children) if item.children else None
    text = element("span", item.text, class_=item.tone) if item.tone in _TEXT_TONES else item.text
    return element("li", mark, text, below)


_TEXT_TONES: Final[tuple[Tone, ...]] = ("quiet", "strong")


def _table(table: Table) -> Element:
    heads = (
        element("th", column.title, scope="col", class_="right" if column.right else None)
        for column in table.columns
    )
    body = element("tbody", (_row(row, table) for row in table.rows))
    made = element("table", element("thead", element("tr", heads)), body)
    return element("div", made, class_="wide")


def _row(row: Row, table: Table) -> Element:
    first, *_ = row.cells
    indent = f"padding-left:{row.depth * 1.2 + 0.7:.1f}em" if row.depth else None
    cells = (
        element(
            "td",
            f"{cell} " if column.bars and row.bar else cell,
            _bar(row.bar) if column.bars and row.bar else None,
            class_="right" if column.right else None,
        )
        for column, cell in tuple(zip(table.columns, row.cells, strict=True))[1:]
    )
    head = element("th", first, scope="row", style=indent)
    return element("tr", head, cells, class_=row.tone or None)


# Bars


def _gauge(gauge: Gauge) -> Element:
    first, last = gauge.ends
    named = ", ".join(tick.text for tick in gauge.ticks)
    ticks = (element("br"), f"| {named}") if named else None
    return element("p", f"{first} ", _bar(gauge.bar, "gauge"), f" {last}", ticks)


def _bar(bar: Bar, kind: str | None = None) -> Element:
    """A bar for those who see it; others have the numbers beside it and the words below."""
    return element(
        "svg",
        _stretch(0, 1, "0.12"),
        _stretch(float(bar.least), float(bar.most), "0.4"),
        _stretch(0, float(bar.least), "0.85"),
        (_mark(float(mark)) for mark in bar.marks),
        class_=kind,
        viewBox="0 0 100 10",
        preserveAspectRatio="none",
        aria_hidden="true",
    )


def _stretch(start: float, end: float, opacity: str) -> Element | None:
    return (
        None
        if start >= end
        else element(
            "rect",
            x=f"{100 * start:.2f}",
            y="2",
            width=f"{100 * (end - start):.2f}",
            height="6",
            fill="currentColor",
            fill_opacity=opacity,
        )
    )


def _mark(at: float) -> Element:
    place = f"{100 * at:.2f}"
    return element(
        "line",
        x1=place,
        x2=place,
        y1="0",
        y2="10",
        stroke="currentColor",
        stroke_width="2",
        vector_effect="non-scaling-stroke",
    )
