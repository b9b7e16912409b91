"""Sections of plans and diffs as documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from rubrika.reports.document import Block, Heading, Items, Lines

__all__ = ["LONG", "sections"]

LONG: Final = 12
"""What lists more than so many things is long."""


def sections(told: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[Block]:
    """Sections, each a heading and what it heads, as a document; a long list is an aside."""
    for heading, items in told:
        if heading:
            yield Heading(heading, aside=len(items) > LONG)
            yield Items(items)
        else:
            yield Lines(items)
