"""Bars of a scorecard: how far each node and the total reach, and what levels ask of them."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from rubrika import NodeScore
from rubrika.engines.program import TOTAL
from rubrika.model.explain import Explanation
from rubrika.number import Bounds, Enclosure, Exact
from rubrika.reports.document import Bar, Gauge, Tick, Tone
from rubrika.reports.limits import limits_for

__all__ = ["asked_of_nodes", "bar_of", "gauge"]

_NONE: Final = Fraction(0)
_ALL: Final = Fraction(1)


def asked_of_nodes(explanation: Explanation) -> dict[str, list[Fraction]]:
    """Which shares the levels ask of each node, by its id."""
    found: dict[str, list[Fraction]] = {}
    for limit in limits_for(explanation.scores):
        found.setdefault(limit.id, []).append(limit.share)
    return {id_: sorted(set(shares)) for id_, shares in found.items()}


def bar_of(score: NodeScore, asked: list[Fraction]) -> Bar | None:
    """The bar of a node: its share, or what that can still be.

    None where it does not apply or has no share, as a penalty has none.

    Args:
        score: The node.
        asked: Which shares levels ask of it.
    """
    reach = score.bounds if score.points is None else score.points
    if reach is None or score.maximum <= 0:
        return None
    return _bar(reach, _NONE, score.maximum, asked)


def _bar(
    reach: Exact | Bounds, start: Fraction, end: Fraction, asked: list[Fraction]
) -> Bar | None:
    """The bar of points on a scale; None if they have no bounds."""
    least, most = _ends(reach)
    if least is None or most is None:
        return None
    first, last = (min(max((at - start) / (end - start), _NONE), _ALL) for at in (least, most))
    return Bar(first, last, tuple(share for share in asked if 0 < share <= 1))


def _ends(reach: Exact | Bounds) -> tuple[Fraction | None, Fraction | None]:
    match reach:
        case Fraction():
            return reach, reach
        case Bounds() | Enclosure():
            return reach.least, reach.most


def gauge(explanation: Explanation) -> Gauge | None:
    """The total on its scale, with the thresholds of the levels; None if it has no bounds."""
    scores, display = explanation.scores, explanation.display
    reach = scores.bounds if scores.points is None else scores.points
    least, most = (None, None) if reach is None else _ends(reach)
    if reach is None or least is None or most is None or scores.maximum <= 0:
        return None
    start, end = min(_NONE, least), scores.maximum
    ticks = [
        Tick(
            (points - start) / (end - start),
            f"{display.number(points)} {', '.join(titles)}",
            _tone(least, most, points, beyond=beyond),
        )
        for (points, beyond), titles in _thresholds(explanation).items()
        if points > start
    ]
    bar = _bar(reach, start, end, [tick.at for tick in ticks])
    return None if bar is None else Gauge(bar, (display.number(start), display.number(end)), ticks)


def _thresholds(explanation: Explanation) -> dict[tuple[Fraction, bool], list[str]]:
    """How many points are asked for, or more than how many, and by which levels; from the least."""
    found: dict[tuple[Fraction, bool], list[str]] = {}
    for limit in limits_for(explanation.scores):
        if limit.id == TOTAL:
            asked = limit.share * explanation.scores.maximum, limit.beyond
            found.setdefault(asked, []).append(limit.level.title.get(explanation.lang))
    return dict(sorted(found.items()))


def _tone(least: Fraction, most: Fraction, asked: Fraction, *, beyond: bool) -> Tone:
    """How it is meant that so much is asked for."""
    if least > asked or (least == asked and not beyond):
        return "good"
    return "bad" if most < asked or (most == asked and beyond) else "open"
