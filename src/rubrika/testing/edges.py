"""Edge cases: subjects on, just below and just above every edge and every bar of a rubric.

Of each indicator the edges are known; that the points of a whole land exactly on a bar takes a
search, which always finds the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Final

from rubrika.model.nodes import Indicator, Node
from rubrika.model.rubric import Rubric
from rubrika.testing.bars import Bar, Side, bars_of
from rubrika.testing.searching import Pool, Search
from rubrika.testing.subjects import Space, Subject, space_of

__all__ = ["edge_cases_of"]

_MOST_ON_BARS: Final = 64
_FEW_CONTEXTS: Final = 2  # where there is no fast reading


@lru_cache(maxsize=32)
def edge_cases_of(rubric: Rubric) -> tuple[Subject, ...]:
    """The edge cases of a rubric."""
    space = space_of(rubric)
    found = chain(_rotations(space), _absences(space), _on_bars(space))
    return tuple({subject.key: subject for subject in found}.values())


# Every edge of every indicator


def _rotations(space: Space) -> Iterator[Subject]:
    """Subjects in which every indicator takes all its edges in turn."""
    for turn in range(max(map(len, space.edges.values()))):
        values = {
            id_: edges[(turn + 3 * place) % len(edges)]
            for place, (id_, edges) in enumerate(space.edges.items())
        }
        yield Subject(space.rubric, values, space.contexts[turn % len(space.contexts)])


# Everything that need not apply


def _absences(space: Space) -> Iterator[Subject]:
    """Subjects to which one indicator of each criterion does not apply.

    The others have all points, and then none: only so does each policy show.
    """
    groups = [_optional(space.rubric.criteria)]
    groups += [_optional(node.children) for node in space.rubric.nodes.values()]
    for turn in range(max(map(len, groups))):
        absent = frozenset(group[turn].id for group in groups if turn < len(group))
        for values in (space.worst, space.best):
            yield Subject(space.rubric, values, space.contexts[turn % len(space.contexts)], absent)


def _optional(nodes: Iterable[Node]) -> list[Node]:
    return [node for node in nodes if isinstance(node, Indicator) and node.na is not None]


# Every bar


def _on_bars(space: Space) -> Iterator[Subject]:
    """A subject on each side of each bar, in each context that moves the bar."""
    found = 0
    few = None if space.rubric.fast else _FEW_CONTEXTS
    pools = [Pool(space, number) for number in range(len(space.contexts))][:few]
    searches: dict[tuple[Bar, int], Search] = {}
    for bar, side in _in_order(bars_of(space.rubric)):
        decided = False
        for number, pool in enumerate(pools):
            if decided and not bar.reads_context:
                break
            search = searches.setdefault((bar, number), Search(bar, pool))
            subject = search.beside(side)
            if subject is not None:
                decided = True
                yield subject
                found += 1
        if found >= _MOST_ON_BARS:
            return


def _in_order(bars: Iterable[Bar]) -> list[tuple[Bar, Side]]:
    """Bars and their sides, those first that tell the most.

    Members of a group that have the same bar are told apart last.
    """
    alike: defaultdict[object, int] = defaultdict(int)
    ranked: list[tuple[int, Bar, Side]] = []
    for bar in bars:
        same = (bar.place, bar.kind)
        for turn, side in enumerate(bar.sides):
            ranked.append((2 * alike[same] + turn, bar, side))
        alike[same] += 1
    return [(bar, side) for _, bar, side in sorted(ranked, key=itemgetter(0))]
