"""Ranks: which place a subject has among others, or can still have."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

import attrs

from rubrika.model.scores import Scores
from rubrika.number import Bounds

__all__ = ["Rank", "ranks"]


@attrs.frozen
class Rank:
    """The places, counted from 1, that a subject has or can still have.

    Subjects that are alike share a place, and the places behind it stay empty.

    Args:
        best: The best that is possible.
        worst: The worst that is possible.
    """

    best: int
    worst: int

    def __str__(self) -> str:
        return str(self.best) if self.best == self.worst else f"{self.best}–{self.worst}"


_Standing: TypeAlias = tuple[int, Fraction]  # the level from the lowest, and the points


def ranks(cards: Sequence[Scores]) -> tuple[Rank | None, ...]:
    """The rank of each subject by its level, then by its points; None where nothing applies.

    Args:
        cards: Scorecards of one rubric.

    >>> from rubrika import load
    >>> cafe = load("examples/cafe-hygiene.toml")
    >>> values = {"inspection": 91, "pests": True, "welcome": "often", "wait": 5}
    >>> subjects = [values, {**values, "pests": False}, {"inspection": 91, "pests": True}]
    >>> [str(rank) for rank in ranks([cafe.score(one) for one in subjects])]
    ['1–2', '2–3', '1–3']
    """
    ends = [None if card.bounds is None else _ends(card, card.bounds) for card in cards]
    known = [one for one in ends if one is not None]
    return tuple(
        None
        if one is None
        else Rank(
            1 + sum(least > one[1] for least, _ in known),
            sum(most > one[0] for _, most in known) + (one[0] == one[1]),
        )
        for one in ends
    )


def _ends(card: Scores, bounds: Bounds) -> tuple[_Standing, _Standing]:
    """The lowest and the highest standing that a subject can still have."""
    height = {level.id: place for place, level in enumerate(reversed(card.rubric.levels), start=1)}
    places = [0 if level is None else height[level.id] for level in card.possible_levels]
    least = bounds.least if bounds.least is not None else Fraction(0)
    most = bounds.most if bounds.most is not None else card.maximum
    return (min(places), least), (max(places), most)
