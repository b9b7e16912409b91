"""What is drawn in the rows of a chart: bars, what is still possible, and lines of levels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final, TypeAlias

import attrs
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from rubrika.engines.program import TOTAL
from rubrika.model.explain import Explanation
from rubrika.number import Bounds
from rubrika.plots.canvas import CERTAIN, HATCH, POSSIBLE, line
from rubrika.plots.words import words_of
from rubrika.reports.limits import SIGNS, Limit
from rubrika.reports.standing import Standing

__all__ = ["THICK", "Drawn", "Groups", "caveat_of", "ends_of", "said_of", "why_of"]

THICK: Final = 0.56
"""How thick a bar is, where a row is 1."""

_REACH: Final = 0.4  # of a line above and below the middle of its row
_Key: TypeAlias = tuple[object, ...]
_Lines: TypeAlias = tuple[Limit, dict[str, None], dict[tuple[int, float], None]]


def _ends() -> list[float]:
    return [0.0]


def caveat_of(explanation: Explanation) -> str:
    """What must be said of every output that rests on provisional numbers; empty for others."""
    return Standing(explanation).caveat.removeprefix("* ")


def said_of(
    bar: Limit,
    titles: Sequence[str],
    explanation: Explanation,
    *,
    every: bool = False,
    why: str = "",
) -> str:
    """A bar in words.

    Args:
        bar: The bar.
        titles: The titles of the levels that have it.
        explanation: What says numbers in the language.
        every: Whether every criterion has it.
        why: What it depends on, in words.
    """
    say, display = words_of(explanation.lang), explanation.display
    number = display.percentage(bar.number) if bar.of == "share" else display.number(bar.number)
    said = say["bar"].format(
        levels=", ".join(titles),
        what=say["the total" if bar.id == TOTAL else "each" if every else "criterion"],
        sign=SIGNS[bar.comparison],
        number=number,
    )
    return f"{said} ({why})" if why else said


def why_of(bar: Limit, explanation: Explanation) -> str:
    """The facts of the context on which a bar depends, in words."""
    domains = {one.id: one.domain for one in explanation.scores.rubric.context}
    return "; ".join(
        f"{explanation.fact_title(id_)} = {explanation.fact(domains[id_], fact)}"
        for id_, fact in bar.why
    )


def ends_of(between: Bounds | None, whole: Fraction) -> tuple[float | None, float | None] | None:
    """Both ends of bounds as a part of a whole; None is no end."""
    if between is None:
        return None
    least, most = (None if end is None else float(end / whole) for end in between)
    return least, most


@attrs.define
class Drawn:
    """What was drawn in the rows: it tells how far they reach, and what has to be explained."""

    ends: list[float] = attrs.field(factory=_ends)
    open: bool = False

    def row(self, ax: Axes, row: int, ends: tuple[float | None, float | None] | None) -> None:
        """Draw what is certain, and what is possible beyond it."""
        if ends is None:
            return
        least, most = (0.0 if end is None else end for end in ends)
        self.ends += [least, most]
        # What is nearer to 0 is certain: 3 of 3 to 9 points, -3 of -9 to -3, none of -3 to 9.
        certain = least if least > 0 else most if most < 0 else 0.0
        ax.barh(row, certain, THICK, color=CERTAIN)
        if least != most:
            self.open = True
            ax.barh(
                row,
                most - least,
                THICK,
                left=least,
                facecolor="none",
                edgecolor=POSSIBLE,
                hatch=HATCH,
                linewidth=0.8,
            )

    def mark(self, ax: Axes, row: int, maximum: float) -> None:
        """Mark a maximum."""
        self.ends.append(maximum)
        ax.plot([maximum], [row], marker="|", markersize=10, color="0.5", linestyle="none")

    def limits(self, others: Iterator[float]) -> tuple[float, float]:
        """From where to where everything reaches."""
        found = [*self.ends, *others]
        return min(found), max(found)

    def legend(self, say: Mapping[str, str]) -> list[tuple[Artist, str]]:
        """What the fillings mean, where there are two."""
        if not self.open:
            return []
        possible = Patch(facecolor="none", edgecolor=POSSIBLE, hatch=HATCH)
        return [(Patch(color=CERTAIN), say["certain"]), (possible, say["possible"])]


@attrs.define
class Groups:
    """The lines of bars that say the same, of whatever levels and criteria."""

    explanation: Explanation
    found: dict[_Key, _Lines] = attrs.field(factory=dict[_Key, _Lines])
    legend: list[tuple[Artist, str]] = attrs.field(factory=list[tuple[Artist, str]])

    def add(self, bar: Limit, row: int, at: float) -> None:
        """Add a bar that stands in a row."""
        key = (bar.id == TOTAL, bar.of, bar.comparison, bar.number)
        _, titles, places = self.found.setdefault(key, (bar, {}, {}))
        titles[self.explanation.level_title(bar.level)] = None
        places[row, at] = None

    @property
    def ats(self) -> Iterator[float]:
        """Where lines stand."""
        for _, _, places in self.found.values():
            yield from (at for _, at in places)

    def draw(self, ax: Axes, rows: int) -> None:
        """Draw the lines; *rows* are those of criteria."""
        for place, (bar, titles, places) in enumerate(self.found.values()):
            lines = [line(ax, place, at, row - _REACH, row + _REACH) for row, at in places]
            every = len(places) == rows > 1
            said = said_of(bar, list(titles), self.explanation, every=every)
            self.legend.append((lines[0], said))
