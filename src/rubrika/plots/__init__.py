"""Plots: charts of scorecards, for people who would rather look than read.

It needs the extra ``plots``: ``pip install "rubrika[plots]"``. Each function draws on axes of
Matplotlib and returns them, so that whoever calls it restyles, combines and saves them. No state of
``pyplot`` is touched, and no display is needed.

>>> import rubrika
>>> from rubrika import plots
>>> card = rubrika.get("learning-citizen-pilot").score({})
>>> axes = plots.bounds(card, lang="vi")
>>> axes.get_figure().savefig("bounds.png")
"""

from __future__ import annotations

from rubrika.errors import MissingExtraError

try:
    from rubrika.plots.rows import bounds, shares
    from rubrika.plots.spread import levels, totals
except ModuleNotFoundError as error:
    if (error.name or "").partition(".")[0] != "matplotlib":
        raise
    raise MissingExtraError.of("drawing charts", "plots") from None

__all__ = ["bounds", "levels", "shares", "totals"]
