"""Charts of several scorecards: how totals and levels are spread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import gcd
from typing import Any, Final, cast

from matplotlib.axes import Axes

from rubrika import Level, Rubric, Scorecard
from rubrika.engines.program import TOTAL
from rubrika.model.explain import Explanation
from rubrika.number import Numeric
from rubrika.plots.canvas import (
    CERTAIN,
    HATCH,
    POSSIBLE,
    canvas,
    finish,
    height_of,
    line,
    name_rows,
    number_axis,
    ticks_at,
    write,
)
from rubrika.plots.drawing import THICK, caveat_of, said_of, why_of
from rubrika.plots.subjects import Subjects
from rubrika.reports.limits import Limit, limits_in

__all__ = ["levels", "totals"]

_FEWEST: Final = 15
"""So many bars, at least, show how totals are spread."""
_TIMES: Final = (1, 2, 4, 5, 8, 10, 20, 25, 50)
"""Into so many a step may be parted, so that the numbers stay short."""

_MOST: Final = 50
"""More bars than that cannot be told apart."""


def totals(
    results: Iterable[Scorecard | Numeric | None],
    *,
    rubric: Rubric | None = None,
    context: Mapping[str, Any] | None = None,
    lang: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw how the totals of subjects are spread, and the thresholds of levels.

    Each bar counts the subjects from its left end on and below its right end, exactly; the last
    counts those on its right end, too. Thresholds lie on ends of bars wherever that is possible
    with at most 50 bars. Subjects whose total is open are left out, which is told.

    Args:
        results: The scorecards; or the points of each subject, None where they are open.
        rubric: The rubric; that of the scorecards without it.
        context: The context for which thresholds are drawn; that of the scorecards without it. Of
            several contexts, the thresholds of all are drawn.
        lang: ``"en"`` or ``"vi"``; English stands in for a language that is not known.
        ax: Axes to draw on; those of a new figure without it.

    Returns:
        The axes.

    Raises:
        RubricError: when there is no rubric, or scorecards are of several; when a result is neither
            a scorecard nor a number; or when *ax* are no axes.

    >>> from rubrika import load
    >>> cafe = load("examples/cafe-hygiene.toml")
    >>> axes = totals([20, 74, 75, "89.5", 90, 100], rubric=cafe)
    >>> [int(bar.get_height()) for bar in axes.patches if bar.get_height()]
    [1, 1, 1, 1, 1, 1]
    """
    found = Subjects.of(results, rubric, lang)
    contexts = found.contexts if context is None else [dict(context)]
    bars = {b: None for c in contexts for b in limits_in(found.rubric, c) if b.id == TOTAL}
    edges = _edges(found, [bar.points for bar in bars])
    step = edges[1] - edges[0]
    counts = Counter(min((at - edges[0]) // step, len(edges) - 2) for at in found.totals)
    axes = canvas(ax, height=2.6)
    heights = [counts[place] for place in range(len(edges) - 1)]
    lefts = [float(edge) for edge in edges[:-1]]
    axes.bar(lefts, heights, float(step), align="edge", color=CERTAIN, edgecolor="white")
    top = max([1, *heights]) * 1.08
    axes.set_ylim(0, top)
    shown = found.explanation.display.number
    axes.set_ylabel(found.say["subjects"], fontsize="small")
    axes.yaxis.set_major_locator(ticks_at(8, whole=True))
    axes.tick_params(axis="y", labelsize="small")
    number_axis(axes, lefts[0], float(edges[-1]), shown)
    legend = [
        (line(axes, place, float(bar.points), 0, top), said)
        for place, (bar, said) in enumerate(_said(list(bars), found.explanation))
    ]
    notes = [*found.left_out(), caveat_of(found.explanation)]
    return finish(axes, title=found.title, label=found.say["total"], notes=notes, legend=legend)


def levels(
    cards: Iterable[Scorecard],
    *,
    rubric: Rubric | None = None,
    lang: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw how many subjects have each level.

    The rows are the levels, from the highest, and no level; then, hatched, those whose level is not
    yet decided, if there are any.

    Args:
        cards: The scorecards.
        rubric: The rubric; that of the scorecards without it.
        lang: ``"en"`` or ``"vi"``; English stands in for a language that is not known.
        ax: Axes to draw on; those of a new figure without it.

    Returns:
        The axes.

    Raises:
        RubricError: when there is no rubric, or scorecards are of several; when what is given is no
            scorecard; or when *ax* are no axes.

    >>> from rubrika import load
    >>> cafe = load("examples/cafe-hygiene.toml")
    >>> values = {"inspection": 91, "pests": True, "welcome": "often", "wait": 5}
    >>> axes = levels([cafe.score(values), cafe.score({}), cafe.score({})])
    >>> [float(bar.get_width()) for bar in axes.patches]  # gold, silver, none, not yet decided
    [1.0, 0.0, 0.0, 2.0]
    """
    found = Subjects.of(cards, rubric, lang, points=False)
    say, explanation = found.say, found.explanation
    counts = Counter(card.level for card in found.cards if card.decided)
    rows: list[tuple[str, int, bool]] = [
        (explanation.level_title(level), counts[level], False)
        for level in cast("tuple[Level | None, ...]", (*found.rubric.levels, None))
    ]
    undecided = sum(not card.decided for card in found.cards)
    if undecided:
        rows.append((say["open"], undecided, True))
    axes = canvas(ax, height=height_of(name for name, _, _ in rows))
    for row, (_, count, hatched) in enumerate(rows):
        axes.barh(
            row,
            count,
            THICK,
            facecolor="none" if hatched else CERTAIN,
            edgecolor=POSSIBLE if hatched else CERTAIN,
            hatch=HATCH if hatched else None,
        )
        part = Fraction(count, max(1, len(found.cards)))
        write(axes, row, f"{count} ({explanation.display.percentage(part)})", at=count)
    most = max(count for _, count, _ in rows)
    number_axis(axes, 0, max(1, most), explanation.display.number, room=0.2)
    name_rows(axes, [name for name, _, _ in rows])
    notes = [caveat_of(explanation)]
    return finish(axes, title=found.title, label=say["subjects"], notes=notes, legend=[])


def _said(bars: list[Limit], explanation: Explanation) -> Iterator[tuple[Limit, str]]:
    """Each bar in words; those of one level that differ by the context say it."""
    count = Counter((bar.level, bar.comparison) for bar in bars)
    for bar in bars:
        several = count[bar.level, bar.comparison] > 1
        why = why_of(bar, explanation) if several else ""
        yield bar, said_of(bar, [explanation.level_title(bar.level)], explanation, why=why)


def _edges(found: Subjects, thresholds: list[Fraction]) -> list[Fraction]:
    """The ends of the bars: evenly from the least total to the most, on thresholds if possible."""
    known = [*found.totals, found.rubric.least, found.rubric.maximum]
    low, high = min(known), max(known)
    if low == high:
        high = low + 1
    between = [at - low for at in thresholds if low < at < high]
    step = _divisor([high - low, *between])
    if (high - low) / step > _MOST:
        step = (high - low) / 20
    bars = int((high - low) / step)
    times = next((n for n in _TIMES if _FEWEST <= bars * n <= _MOST), 1)
    step /= times
    return [low + step * place for place in range(bars * times + 1)]


def _divisor(numbers: list[Fraction]) -> Fraction:
    """The greatest number of which all are multiples."""
    found = numbers[0]
    for number in numbers[1:]:
        whole = found.denominator * number.denominator
        left = found.numerator * number.denominator
        right = number.numerator * found.denominator
        found = Fraction(gcd(left, right), whole)
    return found
