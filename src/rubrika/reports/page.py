"""Pages: whole files of HTML that need nothing beside them."""

from __future__ import annotations

import re
from datetime import date
from importlib.metadata import version
from typing import Final

from rubrika.reports.cleaning import clean
from rubrika.reports.element import Child, Element, element, written
from rubrika.reports.page_style import STYLE
from rubrika.reports.page_words import page_words
from rubrika.sources import Source

__all__ = ["cite", "day", "linked", "page", "section", "sources_list"]

_PART: Final = r"(?:[^\s%#<>\"\\^`{|}\[\]]|%[0-9a-fA-F]{2})*"
_WEB: Final = re.compile(
    rf"https?://[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*(?::\d{{1,4}})?"
    rf"(?:[/?]{_PART})?(?:#{_PART})?"
)
"""An address in the web that a browser can follow as it stands."""

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def page(title: str, *body: Child, lang: str) -> str:
    """A whole page.

    Args:
        title: What its tab says.
        body: What stands on it.
        lang: The language that it is in.
    """
    style = element("style")
    style.text = STYLE
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="generator", content=f"rubrika {version('rubrika')}"),
        element("title", title),
        style,
    )
    made = element("html", head, element("body", element("main", body)), lang=lang)
    return f"<!DOCTYPE html>\n{written(made)}\n"


def section(id_: str, title: str, *body: Child, class_: str | None = None) -> Element:
    """A section of a page with its heading."""
    heading = element("h2", title, id=id_)
    return element("section", heading, body, aria_labelledby=id_, class_=class_)


def day(when: date, lang: str) -> str:
    """A day as the language writes it.

    >>> day(date(2026, 3, 1), "en"), day(date(2026, 3, 1), "vi")
    ('1 March 2026', 'ngày 1 tháng 3 năm 2026')
    """
    if lang.split("-", maxsplit=1)[0] == "vi":
        return f"ngày {when.day} tháng {when.month} năm {when.year}"
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def linked(text: str) -> Child:
    """*text*, as a link if it is an address in the web, and shown as it is."""
    if _WEB.fullmatch(text) and clean(text) == text:
        return element("a", text, href=text)
    return text


def cite(source: Source, sources: tuple[Source, ...]) -> Element:
    """A reference to a source, one of the *sources* that the page lists."""
    name = _name(source, sources)
    return element("a", f"[{name}]", href=f"#source-{name}", class_="cite")


def _name(source: Source, sources: tuple[Source, ...]) -> str:
    """The id of a source; what an assessment cites by an id of the rubric's is numbered."""
    place = [one for one in sources if one.id == source.id].index(source) + 1
    return source.id if place == 1 else f"{source.id}:{place}"


def sources_list(sources: tuple[Source, ...], lang: str) -> Element:
    """The sources, each where references lead."""
    items = (_source(source, _name(source, sources), lang) for source in sources)
    return element("ul", items, class_="sources")


def _source(source: Source, name: str, lang: str) -> Element:
    words = page_words(lang)
    parts: list[Child] = [element("b", f"[{name}] ")]
    if source.provisional:
        parts += [element("span", words["provisional"], class_="chip provisional"), " "]
        parts += [f"{source.reason.get(lang)} "]
    said = [one for text in (source.document, source.article) if (one := text.get(lang))]
    parts.append(", ".join(said))
    if source.address:
        parts += [", " if said else "", linked(source.address)]
    if source.quotation:
        parts.append(element("q", source.quotation.get(lang)))
    return element("li", parts, id=f"source-{name}")
