"""Blocks: what was read of a file at once, and how they are cut to equal length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs
import polars as pl

__all__ = ["Block", "changed", "even", "place_in"]


@attrs.frozen
class Block:
    """Some rows.

    Args:
        frame: The rows.
        done: Which share of all that is to be read was read when they were; None: not known.
    """

    frame: pl.DataFrame
    done: float | None


def even(blocks: Iterable[Block], rows: int) -> Iterator[Block]:
    """The same rows in the same order, in blocks of *rows* each; the last may have fewer."""
    held: list[pl.DataFrame] = []
    count = 0
    done: float | None = 0.0
    for block in blocks:
        held.append(block.frame)
        count += block.frame.height
        done = block.done
        if count >= rows:
            whole = pl.concat(held)
            cut = count - count % rows
            for start in range(0, cut, rows):
                yield Block(whole.slice(start, rows), done)
            count -= cut
            held = [whole.slice(cut)] if count else []
    if count:
        yield Block(pl.concat(held), done)


def place_in(frame: pl.DataFrame) -> str:
    """A name for a column of row numbers, which no column has."""
    name = "row"
    while name in frame.columns:
        name += "_"
    return name


def changed(options: Mapping[str, Any], **changes: Any) -> dict[str, Any]:  # noqa: ANN401  # options
    """Options of :func:`rubrika.frames.score`, of which some are others."""
    return {**options, **changes}
