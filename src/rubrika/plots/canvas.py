"""The canvas: axes to draw on, and how lines, numbers and texts look on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from textwrap import wrap
from typing import Any, Final

from matplotlib import rcParams
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import offset_copy

from rubrika import Problem, RubricError
from rubrika.errors import told
from rubrika.reports.cleaning import clean

__all__ = [
    "CERTAIN",
    "HATCH",
    "POSSIBLE",
    "canvas",
    "finish",
    "height_of",
    "line",
    "name_rows",
    "number_axis",
    "ticks_at",
    "write",
]

# The colours of Okabe and Ito, which those who see few colours tell apart: jfly.uni-koeln.de/color.
# Each line differs in its dashes, too, and what is only possible is hatched.
CERTAIN: Final = "#0072B2"
POSSIBLE: Final = "#56B4E9"
HATCH: Final = "////"
_LINES: Final[tuple[tuple[str, tuple[float, ...]], ...]] = (
    ("#D55E00", ()),
    ("#009E73", (5, 2)),
    ("#CC79A7", (1, 1.2)),
    ("#E69F00", (6, 2, 1, 2)),
    ("#7F7F7F", (8, 2, 1, 2, 1, 2)),
    ("#0072B2", (3, 1, 1, 1)),
)

_SOLID: Final[dict[str, Any]] = {"dash_offset": 0, "dash_list": None}
_WIDTH: Final = 7.5  # inches
_NAME: Final = 34  # columns of text beside a row
_LINES_OF_NAME: Final = 6
_TITLE: Final = 52  # columns of text above a chart
_NOTE: Final = 90  # columns of text below a chart
_LINE: Final = 0.19  # inches that a line of small text takes


def canvas(ax: object, *, height: float) -> Axes:
    """The axes to draw on: those given, or those of a new figure.

    Args:
        ax: The axes, or None.
        height: How high the new figure is without what stands above and below the axes, in inches.

    Raises:
        RubricError: when *ax* is neither.
    """
    if ax is None:
        return Figure(figsize=(_WIDTH, height + 1.6), layout="constrained").add_subplot()
    if isinstance(ax, Axes):
        return ax
    message = f"axes of Matplotlib are due, not {told(ax)}"
    raise RubricError(Problem("wrong-type", message, "ax", "Leave it out to have new ones."))


def _figure(ax: Axes) -> Figure:
    """The whole figure that axes are a part of."""
    figure = ax.figure
    while not isinstance(figure, Figure):
        figure = figure.figure
    return figure


def _plain(text: Text) -> None:
    """Have dollar signs shown, and not read as mathematics."""
    text.set_parse_math(False)


def wrapped(text: str, width: int, *, lines: int = 4) -> str:
    """*text* in so many lines of at most so many columns; what is longer is cut off."""
    return "\n".join(wrap(clean(text), width, max_lines=lines, placeholder=" …")) or " "


def name_rows(ax: Axes, names: Sequence[str]) -> None:
    """Write the names of rows beside the axes, the first row at the top."""
    ax.set_yticks(range(len(names)), [wrapped(name, _NAME, lines=_LINES_OF_NAME) for name in names])
    for label in ax.get_yticklabels():
        _plain(label)
        label.set_fontsize("small")
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)


def height_of(names: Iterable[str]) -> float:
    """How high rows with such names are, in inches; all are as high as the highest."""
    lines = [min(_LINES_OF_NAME, len(wrap(name, _NAME))) for name in names]
    return len(lines) * max(0.45, 0.15 + _LINE * max(lines, default=1))


def line(ax: Axes, place: int, at: float, low: float, high: float) -> Line2D:
    """Draw an upright line, in the look of a place in the legend; it stands out from any filling.

    Args:
        ax: The axes.
        place: The place in the legend.
        at: Where it stands.
        low: Where it begins.
        high: Where it ends.
    """
    color, dashes = _LINES[place % len(_LINES)]
    (drawn,) = ax.plot(
        [at, at],
        [low, high],
        color=color,
        linestyle=(0, dashes) if dashes else "-",
        linewidth=2,
        path_effects=[withStroke(linewidth=5, foreground=ax.get_facecolor(), dashes=_SOLID)],
        scalex=False,
        scaley=False,
    )
    return drawn


def ticks_at(most: int, *, whole: bool) -> MaxNLocator:
    """Where ticks stand: on at most so many round numbers, or *whole* ones only."""
    return MaxNLocator(most, steps=[1, 2, 5, 10] if whole else [1, 2, 2.5, 5, 10], integer=whole)


def number_axis(
    ax: Axes, least: float, most: float, shown: Callable[[Fraction], str], *, room: float = 0
) -> None:
    """Have the numbers below the axes written in the language, and a thin line above each.

    Args:
        ax: The axes.
        least: From where what is drawn reaches.
        most: To where it does.
        shown: How a number is written.
        room: How much room there is beyond, as a share of that. What is counted leaves room.
    """
    width = (most - least) or 1
    ax.set_xlim(least, least + width * (1 + room))
    ticks = ticks_at(6, whole=room > 0).tick_values(least, most)
    ax.set_xticks([tick for tick in ticks if least <= tick <= most + width / 1000])
    ax.xaxis.set_major_formatter(FuncFormatter(lambda at, _: shown(Fraction(str(round(at, 9))))))
    ax.grid(visible=True, axis="x", linewidth=0.5, alpha=0.4)
    ax.set_axisbelow(True)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)


def finish(
    ax: Axes, *, title: str, label: str, notes: Iterable[str], legend: Sequence[tuple[Artist, str]]
) -> Axes:
    """Write what stands above and below the axes.

    Args:
        ax: The axes.
        title: What it is a chart of.
        label: What the numbers below the axes are.
        notes: What must be known of it.
        legend: What has a name in the legend.
    """
    _plain(ax.set_title(wrapped(title, _TITLE), loc="left", fontsize="medium", fontweight="bold"))
    below = [label, *(wrapped(note, _NOTE) for note in notes if note)]
    _plain(ax.set_xlabel("\n".join(below), fontsize="small", loc="left"))
    ax.tick_params(axis="x", labelsize="small")
    if legend:
        depth = 24 + 12 * sum(text.count("\n") + 1 for text in below)
        place = offset_copy(ax.transAxes, _figure(ax), y=-depth, units="points")
        artists, texts = zip(*legend, strict=True)
        made = ax.legend(
            artists,
            [wrapped(text, _NOTE) for text in texts],
            loc="upper left",
            bbox_to_anchor=(0, 0),
            bbox_transform=place,
            borderaxespad=0,
            borderpad=0,
            frameon=False,
            fontsize="small",
            handlelength=3,
        )
        for text in made.get_texts():
            _plain(text)
    return ax


def write(ax: Axes, row: int, text: str, *, at: float | None = None) -> None:
    """Write what a row comes to: behind the end of its bar, or to the right of the axes.

    Args:
        ax: The axes.
        row: The row.
        text: What is written.
        at: Where the bar ends; without it, all texts stand below one another, clear of lines.
    """
    written = ax.annotate(
        clean(text),
        (1 if at is None else at, row),
        (6, 0),
        xycoords=("axes fraction" if at is None else "data", "data"),
        textcoords="offset points",
        va="center",
        fontsize="small",
        color=rcParams["text.color"],
    )
    _plain(written)
