"""Elements of HTML: whatever text is put into one is escaped when it is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias
from xml.etree.ElementTree import Element, tostring

from rubrika.reports.cleaning import clean

__all__ = ["Child", "Element", "element", "written"]

Child: TypeAlias = "Element | str | Iterable[Child] | None"
"""What may stand in an element; nothing and empty texts leave no trace."""


def element(tag: str, *children: Child, **attributes: str | int | None) -> Element:
    """An element with what stands in it.

    Args:
        tag: Its name.
        children: What stands in it, in order; see :data:`Child`.
        attributes: Its attributes, without those that are None. ``class_`` stands for ``class``,
            and an underscore within a name for a hyphen.

    >>> written(element("p", "5 < 6", class_="note", aria_label='"so"'))
    '<p class="note" aria-label="&quot;so&quot;">5 &lt; 6</p>'
    """
    made = Element(
        tag,
        {
            name.rstrip("_").replace("_", "-"): clean(str(value))
            for name, value in attributes.items()
            if value is not None
        },
    )
    _put(made, children)
    return made


def _put(into: Element, child: Child) -> None:
    match child:
        case None:
            pass
        case str():
            if len(into):
                into[-1].tail = (into[-1].tail or "") + clean(child)
            else:
                into.text = (into.text or "") + clean(child)
        case Element():
            into.append(child)
        case _:
            for one in child:
                _put(into, one)


def written(made: Element) -> str:
    """The element as HTML."""
    return tostring(made, encoding="unicode", method="html")
