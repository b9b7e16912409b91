"""The explanation of a scorecard: every node and threshold, why this level, why not the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

import attrs

from rubrika.engines.program import TOTAL
from rubrika.engines.prose import words
from rubrika.engines.wording import measure, mirrored
from rubrika.errors import told
from rubrika.model.display import Display, limits_of, scaled
from rubrika.model.domains import Quantity
from rubrika.model.layout import row, wrapped
from rubrika.model.levels import Level
from rubrika.model.nodes import Indicator, Node
from rubrika.model.observations import NotApplicable
from rubrika.model.results import LevelResult, NodeScore, RequirementResult
from rubrika.model.scales import Choice
from rubrika.model.scores import Scores
from rubrika.model.sentences import sentences
from rubrika.number import Bounds, Enclosure, Exact, as_text
from rubrika.rules.nodes import Compare, Each, Input
from rubrika.sources import Source

__all__ = ["MARKS", "Explanation", "explain"]

MARKS: Final = {"holds": "✓", "fails": "✗", "open": "?", "not applicable": "–"}
"""The mark before a level or requirement, by its status."""


def explain(scores: Scores, lang: str = "en") -> str:
    """Say in words how every node scored, and why each level holds or does not."""
    return "\n".join(Explanation(scores, lang).lines()) + "\n"


@attrs.frozen(slots=False)
class Explanation:
    """The parts of an explanation; other outputs (terminal, Markdown) use them too.

    Args:
        scores: What to explain.
        lang: In which language; English stands in for one that is not known.
    """

    scores: Scores
    lang: str = "en"
    display: Display = attrs.field(init=False)
    say: Mapping[str, str] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        rubric = self.scores.rubric
        object.__setattr__(self, "say", sentences(self.lang))
        object.__setattr__(
            self, "display", Display(rubric.digits, self.lang.split("-")[0], limits_of(rubric))
        )

    def lines(self) -> Iterator[str]:
        """The whole explanation, line by line, at most 80 columns wide."""
        for line in self.head():
            yield from wrapped(line)
        yield ""
        yield self.say["nodes"]
        for depth, score in self.tree():
            cite = _cited(() if score.observation is None else (score.observation.source,))
            yield from row(
                score.title.get(self.lang),
                self.node_points(score),
                self.node_share(score),
                f"{self.observed(score)}{cite}",
                depth,
            )
        if self.scores.levels:
            yield ""
            yield self.say["levels"]
        for level in self.scores.levels:
            title = level.level.title.get(self.lang)
            yield from wrapped(f"{MARKS[level.status]} {title}: {self.level_status(level)}", 2)
            if not level.requirements:
                yield from wrapped(self.say["always"], 4)
            yield from self._requirements(level.requirements, 4)
        for section in (
            self.lacking(),
            self.irrational(),
            self.missing(),
            self.provisional(),
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
            stated = self.scores.context[attribute.id]
            value = self.say["not stated"] if stated is None else self.value(stated)
            yield f"{self.say['context']}: {attribute.title.get(self.lang)} = {value}"
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
        levels = self.say["or"].join(map(self.level_title, scores.possible_levels))
        return f"{self.say['open'].format(levels=levels)} – {points}"

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

    def level_title(self, level: Level | None) -> str:
        """The title of a level, or what is said of a subject without one."""
        title = self.scores.rubric.no_level if level is None else level.title
        return title.get(self.lang)

    # Nodes

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
        fact = node.domain.check(seen.value)
        if isinstance(node.scale, Choice):
            titles = {option.id: option.title.get(self.lang) for option in node.scale.options}
            return titles[str(fact)] or str(fact)
        return f"{self.value(fact)} {_unit(node)}".rstrip()

    def value(self, value: object) -> str:
        """An observed value or a context fact."""
        if isinstance(value, bool):
            return self.say["yes" if value else "no"]
        if isinstance(value, Fraction):
            text = as_text(value)
            return text.replace(".", ",") if self.display.lang == "vi" else text
        return str(value) if isinstance(value, str) else told(value)

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
            yield from self._requirements(scores.lacking, 2)

    def _requirements(self, results: tuple[RequirementResult, ...], indent: int) -> Iterator[str]:
        for result in results:
            yield from wrapped(f"{MARKS[result.status]} {self.requirement(result)}", indent)
            if result.status != "holds":
                open_parts = tuple(part for part in result.parts if part.status != "holds")
                yield from self._requirements(open_parts, indent + 2)

    def requirement(self, result: RequirementResult) -> str:
        """A requirement in words, with its actual value, what it needs, and its gap."""
        said = self.condition(result)
        found = self.found(result)
        return f"{said}{': ' if found else ''}{found}{_cited(result.sources)}"

    def condition(self, result: RequirementResult) -> str:
        """What is required, in words."""
        rubric = self.scores.rubric
        if result.below is not None:
            return self.say["below"].format(level=self.level_title(result.below))

        def title(id_: str) -> str:
            return rubric.nodes[id_].title.get(self.lang) if id_ in rubric.nodes else id_

        said = words(result.requirement, self.lang, title=title)
        if result.cap is None:
            return said
        capped = next(level for level in rubric.levels if level.id == result.cap.level)
        said = self.say["cap"].format(level=self.level_title(capped), condition=said)
        name = result.cap.title.get(self.lang)
        return self.say["titled"].format(title=name, condition=said) if name else said

    def found(self, result: RequirementResult) -> str:
        """What was found where a requirement asks for a number, and its gap."""
        if result.status == "not applicable":
            return self.say["not applicable"]
        if result.actual is None:
            return ""
        who = self._deciding(result)
        if isinstance(result.actual, Bounds):
            return self._range(result, result.actual, who)
        said = self.say["is"].format(who=who, actual=self.amount(result, result.actual)).strip()
        if result.gap is None or result.status != "fails":
            return said
        upwards = result.comparison in (">=", ">")
        if result.gap == 0:
            return self.say["not enough" if upwards else "not less"].format(found=said)
        return self.say["short" if upwards else "excess"].format(found=said, gap=self.gap(result))

    def amount(self, result: RequirementResult, number: Exact) -> str:
        """A number that a requirement compares: a share as a percentage, a value with its unit."""
        near = [result.needed] if isinstance(result.needed, Fraction) else []
        if is_share(result):
            return self.display.percentage(number, near)
        return f"{self.display.number(number, near)} {self._unit_of(result)}".rstrip()

    def gap(self, result: RequirementResult) -> str:
        """The gap of a requirement, which is never shown as nothing."""
        if result.gap is None:
            return ""
        gap = scaled(result.gap, 100 if is_share(result) else 1)
        text = self.display.number(gap, [Fraction(0)])
        if is_share(result):
            return self.say["share gap 1" if gap == 1 else "share gap"].format(gap=text)
        return f"{text} {self._unit_of(result)}".rstrip()

    def _range(self, result: RequirementResult, actual: Bounds, who: str) -> str:
        least, most = (None if end is None else self.amount(result, end) for end in actual)
        how = "between" if least and most else "from" if least else "to" if most else "unknown"
        return self.say[how].format(who=who, least=least, most=most).strip()

    def _deciding(self, result: RequirementResult) -> str:
        """Which member of a group decides, or that what is compared is meant."""
        if not isinstance(result.requirement, Each):
            return self.say["it"]
        lowest = (result.requirement.quantifier == "every") == (result.comparison in (">=", ">"))
        return self.say["lowest" if lowest else "highest"]

    def _unit_of(self, result: RequirementResult) -> str:
        rule = result.requirement
        read = mirrored(rule)[0] if isinstance(rule, Compare) else None
        if not isinstance(read, Input) or read.role != "value":
            return ""
        return _unit(self.scores.rubric.nodes[read.id])

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
                name = self.say["unsourced"] if source is None else self._named(source)
                yield from wrapped(f"- {name} ({count})", 2)

    def sources(self) -> Iterator[str]:
        """The sources of numbers and observations that are not named among the provisional ones."""
        if not self.scores.sources:
            yield self.say["no sources"]
            return
        told_already = {number.source for number in self.scores.provisional}
        others = [source for source in self.scores.sources if source not in told_already]
        if others:
            yield self.say["sources"]
            for source in others:
                yield from wrapped(self._named(source), 2)

    def _named(self, source: Source) -> str:
        return f"[{source.id}] {source.told(self.lang)}"


def is_share(result: RequirementResult) -> bool:
    """Whether a requirement compares shares, which are said as percentages."""
    rule = result.requirement
    if isinstance(rule, Each):
        return rule.of == "share"
    return isinstance(rule, Compare) and measure(mirrored(rule)[0]) == "share"


def _unit(node: Node) -> str:
    if isinstance(node, Indicator) and isinstance(node.domain, Quantity):
        return node.domain.unit
    return ""


def _cited(sources: tuple[Source | None, ...]) -> str:
    return "".join(f" [{source.id}]" for source in sources if source is not None)
