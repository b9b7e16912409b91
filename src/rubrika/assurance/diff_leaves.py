"""Leaves compared: by how many points the same value can differ between two scales."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from rubrika.engines.arithmetic import Interval, Limit
from rubrika.engines.axes import Axis, Piece, UnsolvableError, finds_every_turn, pieces_of
from rubrika.engines.exact import Fact, IrrationalError, value
from rubrika.engines.program import Given
from rubrika.engines.turning import turning_points
from rubrika.errors import RuleError
from rubrika.rules.nodes import Expression, Input, Rule
from rubrika.rules.traverse import walk

__all__ = ["moved_along"]

_THIRD: Final = Fraction(1, 3)


def moved_along(
    old: Expression, new: Expression, given: Given, axis: Axis, known: Mapping[Rule, Fact]
) -> Interval | None:
    """The least and the most of new minus old points, over all values of one input.

    Both rules read that input, and what is *known*. Without a limit where there is none; None when
    it cannot be told.
    """
    try:
        if axis.complete:
            return _hull(_along(pieces_of(old, axis, known), pieces_of(new, axis, known)))
        sharp = all(finds_every_turn(rule, axis.input) for rule in (old, new))
        if sharp and isinstance(given.possible, Interval):
            return _between_turns(old, new, given.possible, axis.input, known)
    except (UnsolvableError, IrrationalError, RuleError, ArithmeticError):
        return None
    return None


def _along(old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[Fraction]:
    """The differences at both ends of every stretch on which neither bends."""
    cuts = sorted({piece.first for piece in (*old, *new)})
    last = old[-1].last
    one, other = 0, 0
    for first, behind in pairwise([*cuts, last + 1]):
        while old[one].last < first:
            one += 1
        while new[other].last < first:
            other += 1
        for place in (first, behind - 1):
            yield _at(new[other], place) - _at(old[one], place)


def _at(piece: Piece, place: int) -> Fraction:
    return piece.start + (place - piece.first) * piece.slope


def _hull(found: Iterator[Fraction]) -> Interval:
    numbers = list(found)
    return Interval(min(numbers), max(numbers))


def _between_turns(
    old: Expression, new: Expression, allowed: Interval, read: Input, known: Mapping[Rule, Fact]
) -> Interval:
    """The differences over real numbers: at every turn, and on the line between each two."""
    facts = dict(known)

    def at(number: Fraction) -> Fraction:
        facts[read] = number
        return value(new, facts) - value(old, facts)

    turns = {turn for rule in (old, new) for turn in turning_points(rule, read)}
    inside = {turn for turn in turns if allowed.within(turn, turn) is not None}
    ends = sorted(inside | {end for end in (allowed.least, allowed.most) if end is not None})
    ends = ends or [Fraction(0)]
    found = [Interval.at(at(end)) for end in ends]
    for low, high in pairwise(ends):
        one, other = (low + part * (high - low) for part in (_THIRD, 2 * _THIRD))
        first, second = at(one), at(other)
        found.append(Interval.at(2 * first - second).union(Interval.at(2 * second - first)))
    if allowed.most is None:
        found.append(_beyond(at(ends[-1] + 1), at(ends[-1] + 2)))
    if allowed.least is None:
        found.append(_beyond(at(ends[0] - 1), at(ends[0] - 2)))
    whole = found[0]
    for one_of in found[1:]:
        whole = whole.union(one_of)
    return whole


def _beyond(near: Fraction, far: Fraction) -> Interval:
    """A line that goes on without end, from its limit at the last turn."""
    start, slope = 2 * near - far, far - near
    end: Limit = None if slope else start
    return Interval(start if slope >= 0 else None, start if slope < 0 else end)


def reads(rule: Rule) -> frozenset[Input]:
    """The inputs that *rule* reads."""
    return frozenset(part for part in walk(rule) if isinstance(part, Input))
