"""Layout: the lines of a text explanation, at most 80 columns wide."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

__all__ = ["WIDTH", "row", "wrapped"]

WIDTH: Final = 80
"""How many columns a line of text has at most, unless a single word is longer."""

_TITLE: Final = 37
_POINTS: Final = 15
_NUMBERS: Final = 25
_NO_BREAK: Final = "\N{NO-BREAK SPACE}"


def wrapped(text: str, indent: int = 0, hang: int = 2) -> Iterator[str]:
    """*text* in lines, indented by *indent*, and by *hang* more from the second on.

    A percentage or an approximation is never parted from its sign.

    >>> list(wrapped("the total is at least 90", indent=2))
    ['  the total is at least 90']
    """
    kept = text.replace(" %", f"{_NO_BREAK}%").replace("≈ ", f"≈{_NO_BREAK}")
    lines = textwrap.wrap(
        kept,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hang),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return (line.replace(_NO_BREAK, " ") for line in lines)


def row(title: str, points: str, share: str, observed: str, depth: int) -> Iterator[str]:
    """The line of a node: its title, points, share, and what was observed.

    A long title takes several lines; the numbers stand on its last. What was observed stands on
    lines of its own if it is long.

    >>> print(*row("Staff are welcoming", "10 / 20", "50 %", "often", 0))
    Staff are welcoming                          10 / 20      50 %  often
    """
    margin = " " * 2 * depth
    *before, last = textwrap.wrap(
        title, _TITLE - 1, initial_indent=margin, subsequent_indent=f"{margin}  "
    ) or [margin]
    yield from before
    points = points.rjust(_POINTS)
    line = f"{last:<{_TITLE}}{points}{share.rjust(_NUMBERS - len(points))}"
    if len(f"{line}  {observed}".rstrip()) <= WIDTH:
        yield f"{line}  {observed}".rstrip()
    else:
        yield line.rstrip()
        yield from wrapped(observed, 2 * depth + 2)
