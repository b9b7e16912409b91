"""The explanation of a scorecard: every node and threshold, why this level, why not the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

import attrs

from rubrika.engines.program import TOTAL
from rubrika.model.fields import sources_of
from rubrika.model.layout import row, wrapped
from rubrika.model.nodes import Indicator, Node
from rubrika.model.observations import NotApplicable
from rubrika.model.phrasing import Phrasing, cited
from rubrika.model.results import LevelResult, NodeScore, RequirementResult
from rubrika.model.scores import Scores
from rubrika.number import Enclosure
from rubrika.rules.nodes import Condition, Input
from rubrika.sources import Source

__all__ = ["MARKS", "Explanation", "explain"]

MARKS: Final = {"holds": "✓", "fails": "✗", "open": "?", "not applicable": "–"}
"""The mark before a level or requirement, by its status."""


def explain(scores: Scores, lang: str = "en") -> str:
    """Say in words how every node scored, and why each level holds or does not."""
    return "\n".join(Explanation(scores, lang).lines()) + "\n"


@attrs.frozen(slots=False)
class Explanation(Phrasing):
    """The parts of an explanation; other outputs (terminal, Markdown) use them too.

    Args:
        scores: What to explain.
        lang: In which language; English stands in for one that is not known.
    """

    def lines(self) -> Iterator[str]:
        """The whole explanation, line by line, at most 80 columns wide."""
        for line in self.head():
            yield from wrapped(line)
        for section in (
            self._nodes(),
            self._levels(),
            self.lacking(),
            self.irrational(),
            self.missing(),
            self.provisional(),
            self.unpublished(),
            self.sources(),
        ):
            lines = list(section)
            if lines:
                yield ""
                yield from lines

    # Head

    def head(self) -> Iterator[str]:
        """Which rubric, whom, when, and the result."""
        rubric, assessment = self.scores.rubric, self.scores.assessment
        yield f"{rubric.title.get(self.lang)} ({rubric.id}, {self.say['version']} {rubric.version})"
        if rubric.adaptation is not None:
            made = rubric.adaptation
            yield self.say["adapted"].format(
                id=made.id, version=made.version, count=len(made.changes)
            )
        if assessment.subject:
            yield f"{self.say['subject']}: {assessment.subject}"
        if assessment.date is not None:
            yield f"{self.say['date']}: {assessment.date.isoformat()}"
        for attribute in rubric.context:
            fact = self.scores.context[attribute.id]
            value = self.say["not stated"] if fact is None else self.fact(attribute.domain, fact)
            yield f"{self.say['context']}: {self.fact_title(attribute.id)} = {value}"
        yield f"{self.say['result']}: {self.verdict()}"

    def verdict(self) -> str:
        """The level and the points in one line."""
        scores = self.scores
        if scores.bounds is None:
            return self.say["nothing"]
        points = self.total()
        if not scores.rubric.levels:
            return points
        if scores.decided:
            return f"{self.level_title(scores.level)} – {points}"
        return self.say["open"].format(levels=self.possible(), points=points)

    def possible(self) -> str:
        """The levels that can still be given, from the highest, such as "Gold or Silver"."""
        *others, last = map(self.level_title, self.scores.possible_levels)
        return f"{', '.join(others)}{self.say['or']}{last}" if others else last

    def total(self) -> str:
        """The points of the whole, or their bounds."""
        scores = self.scores
        maximum = self.display.number(scores.maximum)
        if scores.bounds is None:
            return self.say["nothing"]
        if scores.points is not None:
            points = self.display.points(TOTAL, scores.points)
            return self.say["of"].format(points=points, maximum=maximum)
        near = self.display.limits[Input("points", TOTAL)]
        least, most = self.display.ends(scores.bounds, near)
        return self.say["bounds"].format(least=least, most=most, maximum=maximum)

    # Nodes

    def _nodes(self) -> Iterator[str]:
        yield self.say["nodes"]
        for depth, score in self.tree():
            cite = "" if score.observation is None else cited(score.observation.source)
            yield from row(
                score.title.get(self.lang),
                self.node_points(score),
                self.node_share(score),
                f"{self.observed(score)}{cite}",
                depth,
            )

    def tree(self) -> Iterator[tuple[int, NodeScore]]:
        """Every node with its depth, parents before children."""
        waiting: list[tuple[int, Node]] = [
            (1, node) for node in reversed(self.scores.rubric.criteria)
        ]
        while waiting:
            depth, node = waiting.pop()
            yield depth, self.scores[node.id]
            waiting += [(depth + 1, child) for child in reversed(node.children)]

    def observed(self, score: NodeScore) -> str:
        """What was observed of an indicator, with its unit; or why there are no points."""
        node, seen = self.scores.rubric.nodes[score.id], score.observation
        if score.status != "scored":
            said = self.say[score.status]
            value = None if seen is None else seen.value
            why = value.justification if isinstance(value, NotApplicable) else ""
            return f"{said}: {why}" if why else said
        if seen is None or not isinstance(node, Indicator):
            return ""
        return self.fact(node.domain, node.domain.check(seen.value))

    def node_points(self, score: NodeScore) -> str:
        """The points of a node beside its maximum."""
        known = score.points if score.points is not None else score.bounds
        if known is None:
            return "–"
        return f"{self.display.points(score.id, known)} / {self.display.number(score.maximum)}"

    def node_share(self, score: NodeScore) -> str:
        """The share of a node, as a percentage; empty when it has none."""
        return "" if score.share is None else self.display.share(score.id, score.share)

    # Levels

    def _levels(self) -> Iterator[str]:
        levels = self.scores.levels
        if not levels:
            return
        yield self.say["levels"]
        yield from wrapped(self.outlook(), 2)
        told: set[Condition] = set()
        for level in levels:
            title = self.level_title(level.level)
            yield from wrapped(f"{MARKS[level.status]} {title}: {self.level_status(level)}", 2)
            if not level.requirements:
                yield from wrapped(self.say["always"], 4)
            yield from self._requirements(level.requirements, 4, told)

    def outlook(self) -> str:
        """Which levels are certain, possible and out of reach; empty when nothing is open."""
        if self.scores.complete:
            return ""
        found = {
            status: [self.level_title(r.level) for r in self.scores.levels if r.status == status]
            for status in ("holds", "open", "fails")
        }
        titles = {s: ", ".join(levels) or self.say["none"] for s, levels in found.items()}
        return self.say["outlook"].format(**titles)

    def level_status(self, level: LevelResult) -> str:
        """Certain, possible or out of reach; with complete evidence: reached or not."""
        if level.status == "open":
            return self.say["possible"]
        if self.scores.complete:
            return self.say["reached" if level.status == "holds" else "missed"]
        return self.say[level.status]

    def lacking(self) -> Iterator[str]:
        """What the next level up still lacks."""
        scores = self.scores
        if scores.next_level is not None and scores.lacking:
            title = self.level_title(scores.next_level.level)
            yield from wrapped(self.say["next"].format(level=title))
            for result in scores.lacking:
                yield from self._marked(result, 2)

    def _requirements(
        self, results: Iterable[RequirementResult], indent: int, told: set[Condition]
    ) -> Iterator[str]:
        for result in results:
            yield from self._marked(result, indent)
            yield from self._requirements(self.parts(result, told), indent + 2, told)

    def _marked(self, result: RequirementResult, indent: int) -> Iterator[str]:
        return wrapped(f"{MARKS[result.status]} {self.requirement(result)}", indent)

    # What stands behind it

    def irrational(self) -> Iterator[str]:
        """What ≈ means, where something is not rational."""
        found = [self.scores.points, *(score.points for score in self.scores.nodes)]
        if any(isinstance(points, Enclosure) for points in found):
            yield from wrapped(self.say["irrational"])

    def missing(self) -> Iterator[str]:
        """Which evidence is missing."""
        missing = self.scores.missing
        if missing:
            total = len(self.scores.rubric.indicators)
            yield self.say["missing evidence"].format(count=len(missing), total=total)
            for id_ in missing:
                title = self.scores.rubric.nodes[id_].title.get(self.lang)
                yield from wrapped(f"- {title} ({id_})", 2)

    def provisional(self) -> Iterator[str]:
        """Which numbers are provisional, by their source and reason."""
        numbers = self.scores.provisional
        if numbers:
            yield from wrapped(
                self.say["provisional"].format(count=len(numbers), total=len(self.scores.numbers))
            )
            by_source: dict[Source | None, int] = {}
            for number in numbers:
                by_source[number.source] = by_source.get(number.source, 0) + 1
            for source, count in by_source.items():
                name = self.say["unsourced"] if source is None else self.named(source)
                yield from wrapped(f"- {name} ({count})", 2)

    def unpublished(self) -> Iterator[str]:
        """The provisional sources of texts, parts and observations, with what rests on each."""
        found = self.unpublished_sources()
        if found:
            yield self.say["unpublished"]
            for said in found:
                yield from wrapped(f"- {said}", 2)

    def unpublished_sources(self) -> list[str]:
        """The provisional sources that no number has, each with the titles of what rests on it."""
        rubric, seen = self.scores.rubric, self.scores.assessment.observations
        places = [(self.titles[self.part(path)], source) for path, source in sources_of(rubric)]
        places += [(self._title(id_), given.source) for id_, given in seen.items() if given.source]
        found: list[str] = []
        for source in self.scores.provisional_sources:
            titles = dict.fromkeys(title for title, cited in places if cited == source)
            found.append(f"{self.named(source)} ({'; '.join(titles)})")
        return found

    def sources(self) -> Iterator[str]:
        """The sources of numbers and observations that are not named among the provisional ones."""
        if not self.scores.sources:
            yield self.say["no sources"]
            return
        told_already = {
            *(number.source for number in self.scores.provisional),
            *self.scores.provisional_sources,
        }
        others = [source for source in self.scores.sources if source not in told_already]
        if others:
            yield self.say["sources"]
            for source in others:
                yield from wrapped(f"- {self.named(source)}", 2)

    def named(self, source: Source) -> str:
        """A source: the reference that stands behind what rests on it, and what it is."""
        return f"[{source.id}] {source.told(self.lang)}"

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of each titled part of the rubric, by its path; of the whole, by none."""
        rubric, lang = self.scores.rubric, self.lang
        found = {path: rubric.nodes[id_].title.get(lang) for id_, path in rubric.paths.items()}
        found |= {f"levels[{i}]": level.title.get(lang) for i, level in enumerate(rubric.levels)}
        found |= {f"context[{i}]": self.fact_title(a.id) for i, a in enumerate(rubric.context)}
        return found | {"": rubric.title.get(lang)}

    def part(self, path: str) -> str:
        """The path of the innermost titled part around *path*."""
        while path not in self.titles:
            path = path.rpartition(".")[0]
        return path
