"""The portrait of a rubric: what it asks for, how it counts, and where that comes from."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs

from rubrika import (
    Attribute,
    Bands,
    Categories,
    Choice,
    Criterion,
    Direct,
    Domain,
    Indicator,
    Level,
    Linear,
    Node,
    Quantity,
    RequirementResult,
    Rubric,
    Source,
    Sum,
    Tally,
    Truth,
)
from rubrika.engines.prose import words
from rubrika.model.explain import Explanation
from rubrika.model.scores import Scores
from rubrika.reports.document import Block, Heading, Item, Items, Lines
from rubrika.reports.phrases import phrases, points_text
from rubrika.reports.standing import Standing
from rubrika.rules.nodes import Input, Rounded

__all__ = ["Portrait"]


@attrs.frozen(slots=False)
class Portrait:
    """A rubric in the words of a language.

    Args:
        rubric: The rubric.
        lang: The language.
    """

    rubric: Rubric
    lang: str
    explanation: Explanation = attrs.field(init=False)
    standing: Standing = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        # The explanation of nothing observed: it has the words, the numbers and the sources.
        explanation = Explanation(Scores(self.rubric, {}), self.lang)
        object.__setattr__(self, "explanation", explanation)
        object.__setattr__(self, "standing", Standing(explanation))

    def say(self, key: str, **about: object) -> str:
        """A phrase of the language."""
        return phrases(self.lang)[key].format(**about)

    def blocks(self) -> Iterator[Block]:
        """Everything that the rubric says, as a document."""
        rubric = self.rubric
        yield Lines((rubric.title.get(self.lang),), "strong")
        yield Lines(self.head())
        if self.standing.caveat:
            yield Lines((self.standing.caveat,), "open")
        if rubric.adaptation is not None and rubric.adaptation.changes:
            yield Heading(self.say("adapted"))
            yield Items(map(str, rubric.adaptation.changes))
        if rubric.context:
            yield Heading(self.explanation.say["context"])
            yield Items(map(self.attribute, rubric.context))
        yield Heading(f"{self.say('criteria')}: {self.points(rubric.maximum)}")
        yield Items([*map(self.node, rubric.criteria), *self.together(rubric)], tree=True)
        if rubric.levels:
            yield Heading(self.explanation.say["levels"])
            no_level = self.say("no level", title=rubric.no_level.get(self.lang))
            yield Items([*map(self.level, range(len(rubric.levels))), Item(no_level)])
        yield from self.standing.blocks(every_number=True)
        yield Lines(
            (
                f"{self.explanation.say['fingerprints']}: {rubric.fingerprint}",
                f"{self.say('structure')}: {rubric.structure}",
            ),
            "quiet",
        )

    def head(self) -> Iterator[str]:
        """Which rubric it is, and what it says of itself."""
        rubric = self.rubric
        yield f"{rubric.id}, {self.explanation.say['version']} {rubric.version}"
        if rubric.valid.start or rubric.valid.end:
            yield f"{self.say('in force')}: {rubric.valid}"
        if rubric.adaptation is not None:
            made = rubric.adaptation
            yield self.explanation.say["adapted"].format(
                id=made.id, version=made.version, count=len(made.changes)
            )
        if rubric.description:
            yield rubric.description.get(self.lang)
        yield from (f"{name}: {text.get(self.lang)}" for name, text in rubric.meta)

    def attribute(self, attribute: Attribute) -> Item:
        """A fact that the rubric depends on."""
        if attribute.required:
            note = self.say("must be stated")
        elif attribute.default is None:
            note = self.say("may be open")
        else:
            value = self.explanation.fact(attribute.domain, attribute.default)
            note = self.say("default", value=value)
        title = f"{attribute.title.get(self.lang)} ({attribute.id})"
        return Item(f"{title}: {self.domain(attribute.domain)}; {note}{_cite(attribute.source)}")

    def domain(self, domain: Domain) -> str:
        """The allowed values."""
        match domain:
            case Truth():
                return self.explanation.say["or"].join(
                    self.explanation.say[answer] for answer in ("yes", "no")
                )
            case Quantity(least, most, unit):
                ends = (
                    "…" if end is None else self.explanation.value(end) for end in (least, most)
                )
                return f"{' – '.join(ends)} {unit}".rstrip()
            case Categories(options):
                titles = (domain.title(option).get(self.lang) for option in options)
                return ", ".join(
                    option if title == option else f"{option} ({title})"
                    for option, title in zip(options, titles, strict=True)
                )

    def points(self, number: Fraction) -> str:
        """So many points."""
        shown = self.explanation.display.number(number)
        return points_text(self.lang, shown, one=number == 1)

    def node(self, node: Node) -> Item:
        """A criterion or an indicator, with what is below it."""
        star = self.standing.star(node.id)
        notes = [self.points(node.maximum)]
        if node.weight is not None:
            notes.append(self.say("weight", weight=self.explanation.value(node.weight)))
        title = f"{node.title.get(self.lang)} ({node.id}): {', '.join(notes)}"
        below = [Item(text, "", "quiet") for text in self.remarks(node)]
        if isinstance(node, Criterion):
            below += map(self.node, node.children)
        return Item(f"{title}{_cite(node.source)}{star}", children=tuple(below))

    def remarks(self, node: Node) -> Iterator[str]:
        """What else is said of a node."""
        if node.description:
            yield node.description.get(self.lang)
        if isinstance(node, Criterion):
            yield from self.together(node)
            return
        yield from self.scale(node)
        if node.na is not None:
            justified = f", {self.say('na justified')}" if node.na.justified else ""
            yield f"{self.say(f'na {node.na.policy}')}{justified}"
        if node.evidence:
            yield f"{self.say('evidence')}: {node.evidence.get(self.lang)}"

    def scale(self, node: Indicator) -> Iterator[str]:
        """How an indicator's value becomes points, in words."""
        match node.scale:
            case Choice() as scale:
                yield from self.options(scale)
            case Bands(bands):
                yield self.in_words(node)
                titled = [(self.explanation.value(band.at), band.title) for band in bands]
                yield from (f"{name}: {title.get(self.lang)}" for name, title in titled if title)
            case _:
                yield self.in_words(node)
        yield from self.rounded(node)

    def rounded(self, node: Indicator) -> Iterator[str]:
        """How an indicator's value is rounded before its scale reads it, and its points after."""
        places = {Input("value"): node.round_value, Input("points", node.id): node.rounding}
        for read, rounding in places.items():
            if rounding is not None:
                said = words(Rounded(read, rounding), self.lang, title=self.node_title)
                yield self.say("rounded", words=said)

    def options(self, scale: Choice) -> Iterator[str]:
        """What each option means and gives, one by one where they are described."""
        options = [
            (option.id, option.title.get(self.lang), self.points(option.points))
            for option in scale.options
        ]
        if any(title for _, title, _ in options):
            yield from (
                f"{id_}: {points}, {title}" if title else f"{id_}: {points}"
                for id_, title, points in options
            )
        else:
            yield "; ".join(f"{id_}: {points}" for id_, _, points in options)

    def in_words(self, node: Indicator) -> str:
        """The scale of an indicator, in words."""
        unit = node.domain.unit if isinstance(node.domain, Quantity) else ""
        match node.scale:
            case Linear(worst=worst, best=best, points=points):
                first, last = (self.explanation.value(end) for end in (worst, best))
                last = f"{last} {unit}".rstrip()
                return self.say("linear", worst=first, best=last, points=self.points(points))
            case Direct():
                return self.say("direct")
            case Tally(each=each, limit=limit):
                return self.say("tally", each=self.points(each), limit=self.points(limit))
            case scale:
                return words(scale.rule(Input("value")), self.lang, unit=unit)

    def together(self, whole: Criterion | Rubric) -> Iterator[str]:
        """How the children of *whole* are combined, unless they are simply added up."""
        limits = (whole.least_points, whole.most_points, whole.rounding)
        if whole.combine == Sum() and limits == (None, None, None):
            return
        said = words(whole.whole.points, self.lang, title=self.node_title)
        yield self.say("combined", words=said)

    def node_title(self, id_: str) -> str:
        """The title of a node; of a group, its id."""
        nodes = self.rubric.nodes
        return nodes[id_].title.get(self.lang) if id_ in nodes else id_

    def level(self, place: int) -> Item:
        """A level with its requirements."""
        level = self.rubric.levels[place]
        found = tuple(
            Item(self.required(result, level)) for result in self.requirements(level, place)
        )
        title = f"{level.title.get(self.lang)} ({level.id}){_cite(level.source)}"
        return Item(title, children=found or (Item(self.explanation.say["always"]),))

    def required(self, result: RequirementResult, level: Level) -> str:
        """A requirement of a level, with the sources that the level itself does not name."""
        sources = dict.fromkeys(source for source in result.sources if source != level.source)
        shaky = self.standing.star_of(result.sources)
        return f"{self.explanation.condition(result)}{''.join(map(_cite, sources))}{shaky}"

    def requirements(self, level: Level, place: int) -> Iterator[RequirementResult]:
        """The requirements of a level, open as they are before anything is observed."""
        numbers = self.explanation.scores.numbers
        for i, requirement in enumerate(level.requirements):
            path = f"levels[{place}].requirements[{i}]"
            sources = [number.source for number in numbers if number.path == path]
            yield RequirementResult(
                requirement,
                "open",
                sources=tuple(dict.fromkeys(source for source in sources if source is not None)),
            )
        levels = self.rubric.levels
        if level.needs_below and place + 1 < len(levels):
            yield RequirementResult(
                self.rubric.conditions[place + 1], "open", below=levels[place + 1]
            )
        known = [other.id for other in levels]
        for cap in self.rubric.caps:
            if known.index(cap.level) > place:
                yield RequirementResult(
                    cap.unless, "open", sources=(cap.source,) if cap.source else (), cap=cap
                )


def _cite(source: Source | None) -> str:
    return "" if source is None else f" [{source.id}]"
