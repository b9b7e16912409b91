"""Walks through the subjects of two rubrics, from the best to the worst."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Final

from rubrika.assurance.diff_pair import Pair, Twins
from rubrika.engines.exact import Fact

__all__ = ["Walk"]

_STOPS: Final = 3


class Walk:
    """A walk from good values to bad ones, looked at where something turns."""

    def __init__(
        self,
        pair: Pair,
        *,
        rungs: Mapping[str, tuple[Fact, ...]],
        random: Random,
        start: Mapping[str, Fact],
        fixed: Mapping[str, Fact],
        applies: dict[str, bool],
    ) -> None:
        self.pair, self.applies = pair, applies
        ladders = {id_: found for id_, found in rungs.items() if id_ not in fixed}
        self.start = {**start, **{id_: found[-1] for id_, found in ladders.items()}}
        order = list(ladders)
        random.shuffle(order)
        turns = [id_ for id_ in order for _ in ladders[id_][1:]]
        if random.random() < 1 / 2:
            random.shuffle(turns)
        ways = {id_: iter(found[-2::-1]) for id_, found in ladders.items()}
        self.steps = [(id_, next(ways[id_])) for id_ in turns]
        self.stops = [random.randrange(len(self.steps) + 1) for _ in range(_STOPS)]
        self.known: dict[int, Twins] = {}

    def at(self, place: int) -> Twins:
        """The subject after so many steps."""
        if place not in self.known:
            values = self.start | dict(self.steps[:place])
            self.known[place] = self.pair.twins(values, self.applies)
        return self.known[place]

    def subjects(self) -> Iterator[Twins]:
        """The subjects at both ends, at a few places, and wherever a level is lost."""
        waiting = [(0, len(self.steps))]
        yield self.at(0)
        yield self.at(len(self.steps))
        yield from map(self.at, self.stops)
        while waiting:
            low, high = waiting.pop()
            if high - low < 2 or self._level(low) == self._level(high):  # noqa: PLR2004 - nothing is between them
                continue
            middle = (low + high) // 2
            yield self.at(middle)
            waiting += [(low, middle), (middle, high)]

    def _level(self, place: int) -> tuple[int, int]:
        return self.at(place).ranks
