"""Searching: subjects whose points land exactly on a bar, or next to it.

Subjects near the bar are changed in one or two values until they do. What a change does to the gap
is foretold by what it does to the best subject, and then tried out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from heapq import nsmallest
from itertools import chain, combinations, islice, pairwise
from operator import itemgetter
from random import Random
from typing import Final

import attrs

from rubrika.engines.exact import Fact
from rubrika.model.domains import Quantity
from rubrika.model.nodes import Indicator
from rubrika.testing.bars import Bar, Side
from rubrika.testing.observed import beside
from rubrika.testing.subjects import Space, Subject

__all__ = ["Pool", "Search"]

_MIXED: Final = 240
_MIXED_SLOW: Final = 20
_SEEDS: Final = 6
_STEPS: Final = 8
_TRIED: Final = 12
_TRIED_STEP: Final = 100
_STEPPING: Final = 3
_NEAR_ENOUGH: Final = Fraction(1, 500)  # points; nearer subjects are not searched for


@attrs.frozen(eq=False, slots=False)
class Pool:
    """Subjects in one context from which to search.

    Args:
        space: The edges.
        number: The place of the context.
    """

    space: Space
    number: int

    @property
    def thorough(self) -> bool:
        """Whether to search long; without a fast reading that would take too much time."""
        return self.space.rubric.fast is not None

    @cached_property
    def best(self) -> Subject:
        """The best subject."""
        return Subject(self.space.rubric, self.space.best, self.space.contexts[self.number])

    @cached_property
    def subjects(self) -> list[Subject]:
        """The best, the best but for one value, mixtures, and the worst."""
        found = [self.best]
        for id_, edges in self.space.edges.items():
            found += [self.best.with_value(id_, edge) for edge in edges]
        random = Random(self.number)  # noqa: S311  # always the same
        mixed = _MIXED if self.thorough else _MIXED_SLOW
        for turn in range(mixed):
            changed = {
                id_: random.choice(edges)
                for id_, edges in self.space.edges.items()
                if random.random() < turn / mixed
            }
            found.append(self.best.with_values(changed))
        found.append(self.best.with_values(self.space.worst))
        return list({subject.key: subject for subject in found}.values())


_Placed = tuple[Subject, Fraction]
"""A subject, and how far above the bar it lies."""

_Made = tuple[dict[str, Fact], Fraction]
"""Other values for a subject, and how far above the bar it would lie with them."""


@attrs.frozen(eq=False, slots=False)
class Search:
    """The search for subjects near one bar.

    Args:
        bar: The bar.
        pool: Where to begin.
    """

    bar: Bar
    pool: Pool

    @cached_property
    def seeds(self) -> list[_Placed]:
        """The subjects nearest to the bar, about which it decides."""
        found = [(s, gap) for s in self.pool.subjects if (gap := self.bar.gap_of(s)) is not None]
        found.sort(key=_distance)
        deciding = (one for one in found if self.bar.decided_gap(one[0]) is not None)
        seeds = list(islice(deciding, _SEEDS))
        far = seeds[:_STEPPING] if self.pool.thorough else []
        nearer = [self._nearer(one) for one in far if _distance(one) > _NEAR_ENOUGH]
        return sorted({id(one[0]): one for one in (*seeds, *nearer)}.values(), key=_distance)

    def _nearer(self, seed: _Placed) -> _Placed:
        """A subject as near to the bar as one gets step by step."""
        for _ in range(_STEPS):
            made = chain(self.single(seed), self.double(seed))
            nearer = ((abs(gap), values) for values, gap in made if abs(gap) < abs(seed[1]))
            for _, values in nsmallest(_TRIED_STEP, nearer, key=itemgetter(0)):
                subject = seed[0].with_values(values)
                gap = self.bar.decided_gap(subject)
                if gap is not None and abs(gap) < abs(seed[1]):
                    seed = subject, gap
                    break
            else:
                break
        return seed

    @cached_property
    def gaps(self) -> dict[str, dict[Fact, Fraction]]:
        """How far above the bar the best subject lies with each edge of each indicator."""
        return {
            id_: {
                edge: gap
                for edge in edges
                if (gap := self.bar.gap_of(self.pool.best.with_value(id_, edge))) is not None
            }
            for id_, edges in self.pool.space.edges.items()
        }

    def beside(self, side: Side) -> Subject | None:
        """The subject nearest to the bar, on that side; not surely the nearest that there is."""
        found = [
            (away, subject) for subject, gap in self.seeds if (away := _away(side, gap)) is not None
        ]
        nearest = min(found, key=itemgetter(0), default=None)
        for changes in (self.single, self.double) if self.pool.thorough else ():
            for seed in self.seeds:
                if nearest is not None and nearest[0] <= _NEAR_ENOUGH:
                    return nearest[1]
                better = self._nearest(side, seed, changes(seed))
                if better is not None and (nearest is None or better[0] < nearest[0]):
                    nearest = better
        if nearest is None and self.pool.thorough and self.movable:
            tried = (self._nearest(side, seed, self.measured(seed)) for seed in self.seeds[:2])
            nearest = next((one for one in tried if one is not None), None)
        return None if nearest is None else nearest[1]

    @property
    def movable(self) -> bool:
        """Whether any indicator matters to the bar."""
        return any(len(set(gaps.values())) > 1 for gaps in self.gaps.values())

    def _nearest(
        self, side: Side, seed: _Placed, made: Iterable[_Made]
    ) -> tuple[Fraction, Subject] | None:
        """The first subject on that side that turns out as it was expected to."""
        promising = ((away, one) for one, gap in made if (away := _away(side, gap)) is not None)
        for _, values in nsmallest(_TRIED, promising, key=itemgetter(0)):
            subject = seed[0].with_values(values)
            reached = self.bar.decided_gap(subject)
            away = None if reached is None else _away(side, reached)
            if away is not None:
                return away, subject
        return None

    def single(self, seed: _Placed) -> Iterator[_Made]:
        """Other values of one indicator, if each moves a subject as it moves the best."""
        subject, gap = seed
        for leaf in subject.rubric.indicators:
            gaps = self.gaps[leaf.id]
            now = gaps.get(subject.values[leaf.id])
            if now is not None:
                moved = {edge: gap + other - now for edge, other in gaps.items()}
                yield from (({leaf.id: edge}, at) for edge, at in moved.items() if at != gap)
                for value in _between(leaf, moved):
                    reached = self.bar.gap_of(subject.with_value(leaf.id, value))
                    if reached is not None:
                        yield {leaf.id: value}, reached

    def double(self, seed: _Placed) -> Iterator[_Made]:
        """Other values of two indicators, of those with the same effect one."""
        effects = {(*values, at): (values, at) for values, at in self.single(seed)}
        for (one, before), (other, after) in combinations(effects.values(), 2):
            if one.keys() != other.keys():
                yield one | other, before + after - seed[1]

    def measured(self, seed: _Placed) -> Iterator[_Made]:
        """Other values of one indicator, tried out: where they do not simply add up."""
        subject = seed[0]
        for id_, edges in self.pool.space.edges.items():
            for edge in edges:
                reached = self.bar.gap_of(subject.with_value(id_, edge))
                if reached is not None:
                    yield {id_: edge}, reached


def _distance(placed: _Placed) -> Fraction:
    return abs(placed[1])


def _away(side: Side, gap: Fraction) -> Fraction | None:
    """How far a subject on that side of a bar is from it; None for one on another side."""
    match side:
        case "on":
            return Fraction(0) if gap == 0 else None
        case "below":
            return -gap if gap < 0 else None
        case _:
            return gap if gap > 0 else None


def _between(leaf: Indicator, gaps: Mapping[Fact, Fraction]) -> Iterator[Fraction]:
    """Values between two edges at which a line crosses the bar, and the nearest allowed ones."""
    numbers = sorted((value, gap) for value, gap in gaps.items() if isinstance(value, Fraction))
    for (low, before), (high, after) in pairwise(numbers):
        if before * after < 0 and isinstance(leaf.domain, Quantity):
            yield from beside(leaf.domain, low - before * (high - low) / (after - before))
