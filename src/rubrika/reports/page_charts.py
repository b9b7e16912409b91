"""Charts within a page: drawn without text, so that they fit any width; texts stand beside them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from rubrika.number import Bounds
from rubrika.reports.element import Element, element

__all__ = ["bar"]

_WIDTH = 100
_HEIGHT = 10
_NONE = Fraction(0)


def bar(
    known: Bounds | None,
    *,
    start: Fraction = _NONE,
    maximum: Fraction,
    limits: Iterable[Fraction] = (),
    label: str,
    class_: str = "bar",
) -> Element:
    """A bar from *start* to *maximum*: full up to the least, pale up to the most.

    Args:
        known: The least and the most; None where there is nothing to show.
        start: Where the bar starts.
        maximum: Where the bar ends.
        limits: Shares of the maximum that are marked by a line.
        label: What it shows, in words.
        class_: How it looks.
    """

    def place(points: Fraction | None, edge: int) -> float:
        """Where so many points are; an end without limit is at its edge."""
        if points is None or maximum <= start:
            return edge
        return float(min(max((points - start) / (maximum - start), _NONE), Fraction(1))) * _WIDTH

    shapes = [_rectangle("track", 0, _WIDTH)]
    if known is not None:
        least, most = place(known.least, 0), place(known.most, _WIDTH)
        if most > least:
            shapes.append(_rectangle("maybe", least, most - least))
        shapes.append(_rectangle("known", 0, least))
    for limit in dict.fromkeys(limits):
        x = place(limit * maximum, 0)
        shapes += [_line("halo", x), _line("limit", x)]
    return element(
        "svg",
        shapes,
        class_=class_,
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        preserveAspectRatio="none",
        role="img",
        aria_label=label,
    )


def _rectangle(class_: str, x: float, width: float) -> Element:
    return element("rect", class_=class_, x=f"{x:.4g}", y=0, width=f"{width:.4g}", height=_HEIGHT)


def _line(class_: str, x: float) -> Element:
    return element(
        "line",
        class_=class_,
        x1=f"{x:.4g}",
        x2=f"{x:.4g}",
        y1=0,
        y2=_HEIGHT,
        vector_effect="non-scaling-stroke",
    )
