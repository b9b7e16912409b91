"""Charts of one scorecard: a row for each criterion, and lines where levels ask something of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

import attrs
from matplotlib.axes import Axes

from rubrika import NodeScore, Problem, RubricError, Scorecard
from rubrika.engines.program import TOTAL
from rubrika.errors import told
from rubrika.model.explain import Explanation
from rubrika.number import Bounds
from rubrika.plots.canvas import canvas, finish, height_of, name_rows, number_axis, write
from rubrika.plots.drawing import Drawn, Groups, caveat_of, ends_of
from rubrika.plots.words import words_of
from rubrika.reports.limits import Limit, limits_in

__all__ = ["bounds", "shares"]


def shares(card: Scorecard, *, lang: str = "en", ax: Axes | None = None) -> Axes:
    """Draw the share of each criterion, and the floors that levels ask of it.

    A bar is as long as the share, from 0 to 1. Where evidence is missing, the bar is as long as
    what is certain, and what is still possible is hatched. A line stands where a level asks a share
    (or points) of the criterion, as it does in the context of the scorecard. What depends on
    more, or holds in some cases only, has no line.

    Args:
        card: The scorecard.
        lang: ``"en"`` or ``"vi"``; English stands in for a language that is not known.
        ax: Axes to draw on; those of a new figure without it.

    Returns:
        The axes.

    Raises:
        RubricError: when it is no scorecard, or *ax* are no axes.

    >>> from rubrika import load
    >>> cafe = load("examples/cafe-hygiene.toml")
    >>> values = {"inspection": 91, "pests": True, "welcome": "often", "wait": 5}
    >>> axes = shares(cafe.score(values))
    >>> [float(bar.get_width()) for bar in axes.patches]  # 60 of 60 points, and 30 of 40
    [1.0, 0.75]
    """
    return _Rows(_checked(card), lang).shares(ax)


def bounds(card: Scorecard, *, lang: str = "en", ax: Axes | None = None) -> Axes:
    """Draw the points that the total and each criterion can still have, and what levels ask.

    A row is for the total, and one for each criterion. What is certain is filled, and what is still
    possible is hatched, up to a mark at the maximum. A line stands where a level asks so many
    points, as it does in the context of the scorecard.

    Args:
        card: The scorecard.
        lang: ``"en"`` or ``"vi"``; English stands in for a language that is not known.
        ax: Axes to draw on; those of a new figure without it.

    Returns:
        The axes.

    Raises:
        RubricError: when it is no scorecard, or *ax* are no axes.

    >>> from rubrika import load
    >>> cafe = load("examples/cafe-hygiene.toml")
    >>> axes = bounds(cafe.score({"inspection": 91, "welcome": "often", "wait": 5}))
    >>> [float(bar.get_width()) for bar in axes.patches[:2]]  # in all: 70 certain, 20 possible
    [70.0, 20.0]
    """
    return _Rows(_checked(card), lang).bounds(ax)


def _checked(card: object) -> Scorecard:
    if isinstance(card, Scorecard):
        return card
    message = f"a Scorecard is due, not {told(card)}"
    raise RubricError(Problem("wrong-type", message, "card", "Write rubric.score(…)."))


@attrs.frozen(slots=False)
class _Rows:
    """The rows of a scorecard in a language."""

    card: Scorecard
    lang: str

    @cached_property
    def explanation(self) -> Explanation:
        return self.card.explanation(self.lang)

    @cached_property
    def say(self) -> Mapping[str, str]:
        return words_of(self.lang)

    @cached_property
    def scores(self) -> list[NodeScore]:
        return [self.card[node.id] for node in self.card.rubric.criteria]

    @property
    def title(self) -> str:
        subject = self.card.assessment.subject
        return self.card.rubric.title.get(self.lang) + (f": {subject}" if subject else "")

    def shares(self, ax: Axes | None) -> Axes:
        names = [score.title.get(self.lang) for score in self.scores]
        axes = canvas(ax, height=height_of(names))
        display, drawn = self.explanation.display, Drawn()
        for row, score in enumerate(self.scores):
            ends = None if score.maximum <= 0 else ends_of(score.bounds, score.maximum)
            drawn.row(axes, row, ends)
            write(axes, row, self._share(score))
        groups = self._lines(axes, [s.id for s in self.scores], lambda bar: bar.share)
        left, right = drawn.limits(groups.ats)
        number_axis(axes, left, max(right, 1), display.percentage)
        name_rows(axes, names)
        return self._finished(axes, self.say["share"], drawn, groups)

    def _share(self, score: NodeScore) -> str:
        display = self.explanation.display
        if score.share is not None:
            return display.share(score.id, score.share)
        if score.status == "not applicable":
            return self.explanation.say["not applicable"]
        if score.maximum <= 0 or score.bounds is None:
            return "–"
        ends = (None if e is None else e / score.maximum * 100 for e in score.bounds)
        shares = (bar.share for bar in self.bars if bar.id == score.id)
        near = [share * 100 for share in shares if share is not None]
        return f"{display.number(Bounds(*ends), near)} %"

    def bounds(self, ax: Axes | None) -> Axes:
        names = [self.say["total"], *(score.title.get(self.lang) for score in self.scores)]
        axes = canvas(ax, height=height_of(names))
        drawn = Drawn()
        texts = [self._total(), *(self.explanation.node_points(score) for score in self.scores)]
        found = [(self.card.bounds, self.card.maximum)]
        found += [(score.bounds, score.maximum) for score in self.scores]
        for row, ((between, maximum), text) in enumerate(zip(found, texts, strict=True)):
            ends = ends_of(between, Fraction(1))
            drawn.row(axes, row, ends)
            drawn.mark(axes, row, float(maximum))
            write(axes, row, text)
        groups = self._lines(axes, [TOTAL, *(s.id for s in self.scores)], lambda bar: bar.points)
        left, right = drawn.limits(groups.ats)
        number_axis(axes, left, right, self.explanation.display.number)
        name_rows(axes, names)
        return self._finished(axes, self.say["points"], drawn, groups)

    def _total(self) -> str:
        if self.card.bounds is None:
            return self.say["undefined"]
        known = self.card.bounds if self.card.points is None else self.card.points
        display = self.explanation.display
        return f"{display.points(TOTAL, known)} / {display.number(self.card.maximum)}"

    @cached_property
    def bars(self) -> list[Limit]:
        return list(limits_in(self.card.rubric, self.card.context))

    def _lines(
        self, ax: Axes, ids: Sequence[str], at: Callable[[Limit], Fraction | None]
    ) -> Groups:
        """Draw a line for each bar, in the row of its node; those that say the same look alike."""
        rows = {id_: row for row, id_ in enumerate(ids)}
        groups = Groups(self.explanation)
        for bar in self.bars:
            where = at(bar) if bar.id in rows else None
            if where is not None:
                groups.add(bar, rows[bar.id], float(where))
        groups.draw(ax, len(self.scores))
        return groups

    def _finished(self, ax: Axes, label: str, drawn: Drawn, groups: Groups) -> Axes:
        return finish(
            ax,
            title=self.title,
            label=label,
            notes=[caveat_of(self.explanation)],
            legend=[*drawn.legend(self.say), *groups.legend],
        )
