"""What a result stands on: its provisional numbers and its sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import attrs

from rubrika import Source, StatedNumber
from rubrika.model.explain import Explanation
from rubrika.reports.document import Block, Heading, Item, Items, Lines
from rubrika.reports.phrases import phrases

__all__ = ["STAR", "Standing"]

STAR = "*"
"""The mark of what rests on provisional numbers, right behind it so that no line begins with it."""


@attrs.frozen(slots=False)
class Standing:
    """The provisional numbers and sources behind an explanation."""

    explanation: Explanation

    @cached_property
    def _shaky(self) -> frozenset[str]:
        """The paths of the parts that state provisional numbers."""
        return frozenset(self.explanation.part(n.path) for n in self.explanation.scores.provisional)

    def star(self, id_: str) -> str:
        """The mark of a node that states provisional numbers itself; empty for others."""
        return STAR if self.explanation.scores.rubric.paths[id_] in self._shaky else ""

    def star_of(self, sources: Iterable[Source]) -> str:
        """The mark of a requirement whose *sources* are provisional."""
        return STAR if any(source.provisional for source in sources) else ""

    @property
    def caveat(self) -> str:
        """That the result rests on provisional numbers; empty if it does not."""
        scores = self.explanation.scores
        if not scores.provisional:
            return ""
        counts = {"count": len(scores.provisional), "total": len(scores.numbers)}
        return f"{STAR} {self.explanation.say['provisional'].format(**counts)}"

    def blocks(self, *, every_number: bool) -> Iterator[Block]:
        """The reasons of the provisional numbers, and the other sources.

        Args:
            every_number: Whether each provisional number is named.
        """
        scores, say = self.explanation.scores, self.explanation.say
        if scores.provisional:
            own = phrases(self.explanation.lang)
            hint = [] if every_number else [Item(own["each number"], mark="", tone="quiet")]
            yield Heading(f"{STAR} {own['provisional']}", aside=True)
            yield Items([*self._by_source(every_number=every_number), *hint])
        unpublished = self.explanation.unpublished_sources()
        if unpublished:
            yield Heading(say["unpublished"], aside=True)
            yield Items(map(Item, unpublished))
        told = {number.source for number in scores.provisional} | {*scores.provisional_sources}
        others = [source for source in scores.sources if source not in told]
        if others:
            yield Heading(say["sources"], aside=True)
            yield Items(map(Item, map(self.explanation.named, others)))
        elif not scores.sources:
            yield Lines((say["no sources"],))

    def _by_source(self, *, every_number: bool) -> Iterator[Item]:
        own = phrases(self.explanation.lang)
        groups: dict[Source | None, dict[str, list[StatedNumber]]] = {}
        for number in self.explanation.scores.provisional:
            parts = groups.setdefault(number.source, {})
            parts.setdefault(self.explanation.part(number.path), []).append(number)
        for source, parts in groups.items():
            count = sum(map(len, parts.values()))
            said = own["number" if count == 1 else "of numbers"].format(count=count)
            children = tuple(self._stated(parts)) if every_number else ()
            yield Item(f"{self._named(source)} ({said})", children=children)

    def _named(self, source: Source | None) -> str:
        if source is None:
            return self.explanation.say["unsourced"]
        return self.explanation.named(source)

    def _stated(self, parts: dict[str, list[StatedNumber]]) -> Iterator[Item]:
        for path, numbers in parts.items():
            values = "; ".join(self.explanation.value(number.value) for number in numbers)
            yield Item(f"{self.explanation.titles[path]}: {values}", mark="·", tone="quiet")
