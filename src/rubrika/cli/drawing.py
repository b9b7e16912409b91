"""Drawing with signs: bars, and the lines of a tree."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby
from math import floor
from operator import itemgetter
from typing import Final, NamedTuple

import attrs
from rich.text import Text

from rubrika.reports.document import Bar, Part

__all__ = ["PLAIN", "RICH", "STYLES", "Guides", "Signs", "drawn", "guides", "place_of"]


@attrs.frozen
class Signs:
    """What is drawn with.

    Args:
        parts: The sign of each part of a bar.
        rest: That of what it cannot reach.
        eighths: Those of one to seven eighths of a place; without any, places are full or empty.
        turn: What leads to a point below which there are more.
        end: What leads to the last.
        along: What leads past a point.
        tick: What leads to the name of a tick.
        line: What a line below the head of a table is made of.
        named: Signs in texts that cannot be written, and what stands for them.
    """

    parts: dict[Part, str]
    rest: str
    eighths: str
    turn: str
    end: str
    along: str
    tick: str
    line: str
    named: dict[int, str]


RICH: Final = Signs(
    {"known": "█", "open": "░", "mark": "│"}, "·", "▏▎▍▌▋▊▉", "├ ", "└ ", "│ ", "└ ", "─", {}
)
"""What Unicode offers."""

PLAIN: Final = Signs(
    {"known": "#", "open": "=", "mark": "|"},
    ".",
    "",
    "+ ",
    "+ ",
    "| ",
    "^ ",
    "-",
    str.maketrans(
        {"✓": "+", "✗": "x", "○": "o", "◐": "~", "–": "-", "—": "-", "…": "...", "·": "-"}
        | {"“": '"', "”": '"', "≈": "~", "×": "x"}
    ),
)
"""What ASCII offers."""

_EIGHTHS: Final = 8  # of a place

STYLES: Final[dict[str, str]] = {"known": "cyan", "open": "yellow", "rest": "dim", "mark": "bold"}


def place_of(at: Fraction, width: int) -> int:
    """At which of *width* places a mark stands, from 0."""
    return min(floor(at * width), width - 1)


def drawn(bar: Bar, width: int, signs: Signs) -> Text:
    """A bar of *width* places.

    It is never drawn on the wrong side of a mark: it comes up to one that it has reached, and
    leaves a gap before one that it has not. Marks at the same place are drawn as the highest is.
    """
    known, reach = _eighths(bar, width, signs), _reach(bar, width)
    marks = {place_of(mark, width): _style(mark, bar) for mark in sorted(bar.marks)}

    def sign(place: int) -> tuple[str, str]:
        full = known - _EIGHTHS * place
        if place in marks:
            return signs.parts["mark"], marks[place]
        if full >= _EIGHTHS:
            return signs.parts["known"], STYLES["known"]
        if full > 0:
            return signs.eighths[full - 1], STYLES["known"]
        if place < reach:
            return signs.parts["open"], STYLES["open"]
        return signs.rest, STYLES["rest"]

    text = Text()
    for style, run in groupby(map(sign, range(width)), key=itemgetter(1)):
        text.append("".join(one for one, _ in run), style)
    return text


def _style(mark: Fraction, bar: Bar) -> str:
    """How a mark looks that is reached, out of reach, or neither."""
    if bar.least >= mark:
        return "bold green"
    return "bold red" if bar.most < mark else "bold yellow"


def _eighths(bar: Bar, width: int, signs: Signs) -> int:
    """How many eighths of a place are certain, rounded down; some, if there is anything at all."""
    step = 1 if signs.eighths else _EIGHTHS
    found = floor(bar.least * width * _EIGHTHS / step) * step
    if bar.least > 0:
        found = max(found, step)
    for mark in bar.marks:
        if bar.least < mark:
            found = min(found, max(_EIGHTHS * place_of(mark, width) - step, 0))
    if bar.least < 1:
        found = min(found, _EIGHTHS * width - step)
    return found


def _reach(bar: Bar, width: int) -> int:
    """How many places can still be reached."""
    if bar.most == bar.least:
        return 0
    found = floor(bar.most * width)
    for mark in bar.marks:
        place = place_of(mark, width)
        found = max(found, place + 1) if bar.most >= mark else min(found, max(place - 1, 0))
    return found


class Guides(NamedTuple):
    """What stands before a point of a tree.

    Args:
        first: Before its first line.
        more: Before those that follow; as wide.
        below: Before lines between it and what is below it; two places wider.
    """

    first: str
    more: str
    below: str


def guides(depths: Sequence[int], signs: Signs) -> list[Guides]:
    """The guides of points that stand one below another in a tree.

    Args:
        depths: How deep each of them is; those at 0 have none.
        signs: What is drawn with.
    """
    found: list[Guides] = []
    later: set[int] = set()  # the levels at which more points follow, as seen from the end
    for depth in reversed(depths):
        before = "".join(signs.along if level in later else "  " for level in range(1, depth))
        first, more = "", ""
        if depth:
            first = before + (signs.turn if depth in later else signs.end)
            more = before + (signs.along if depth in later else "  ")
        below = more + (signs.along if depth + 1 in later else "  ")
        found.append(Guides(first, more, below))
        later = {level for level in later if level < depth} | {depth}
    return found[::-1]
