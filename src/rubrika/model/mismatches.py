"""Mismatches: where a rubric does not give what an example expects."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

import attrs

from rubrika.model.examples import Example
from rubrika.model.scorecard import Scorecard
from rubrika.number import Bounds, Exact, as_text

__all__ = ["Mismatch", "mismatches"]


@attrs.frozen
class Mismatch:
    """One thing that an example expects and the rubric does not give.

    Args:
        what: What was asked: ``"points"``, ``"level"``, or the id of a node.
        expected: What the example expects, in words.
        found: What the rubric gives, in words.

    >>> print(Mismatch("points", "84", "80"))
    points: 84 is expected, 80 is found
    """

    what: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.what}: {self.expected} is expected, {self.found} is found"


def mismatches(example: Example, card: Scorecard) -> tuple[Mismatch, ...]:
    """All that *example* expects, and the scorecard of its values does not say."""
    found: list[Mismatch] = []
    bounds = card.bounds
    if example.points is not None and card.points != example.points:
        found.append(Mismatch("points", as_text(example.points), _told(card.points, bounds)))
    low, high = (None, None) if bounds is None else (bounds.least, bounds.most)
    if example.least is not None and (low is None or low < example.least):
        found.append(
            Mismatch("points", f"at least {as_text(example.least)}", _told(card.points, bounds))
        )
    if example.most is not None and (high is None or high > example.most):
        found.append(
            Mismatch("points", f"at most {as_text(example.most)}", _told(card.points, bounds))
        )
    given = "an open level" if not card.decided else card.level.id if card.level else "no level"
    expected = "no level" if example.no_level else example.level
    if expected is not None and expected != given:
        found.append(Mismatch("level", expected, given))
    for id_, points in example.nodes:
        score = card[id_]
        if score.points != points:
            found.append(Mismatch(id_, as_text(points), _told(score.points, score.bounds)))
    return tuple(found)


def _told(points: Exact | None, bounds: Bounds | None) -> str:
    """Points in words, or their bounds."""
    if isinstance(points, Fraction):
        return as_text(points)
    if bounds is None:
        return "nothing that applies"
    least, most = cast("tuple[Fraction, Fraction]", bounds)  # a total has limits
    return f"between {as_text(least)} and {as_text(most)}"
