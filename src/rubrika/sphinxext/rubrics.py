"""A rubric as nodes: its criteria and levels as tables, what it rests on as lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, cast

import attrs
from docutils import nodes

from rubrika import Criterion, Node, Source
from rubrika.reports.document import Heading, Items, Lines
from rubrika.reports.portrait import Portrait
from rubrika.sphinxext.nodes import Cell, Head, Nodes, Writer, table_of, texts_of
from rubrika.sphinxext.saying import said
from rubrika.sphinxext.targets import Targets

__all__ = ["PARTS", "RubricNodes"]

PARTS: Final = ("head", "context", "criteria", "levels", "sources", "fingerprints")
"""The parts of a rubric, in the order in which they are shown."""


@attrs.define
class RubricNodes:
    """A rubric as nodes.

    Args:
        portrait: The rubric in the words of a language.
        targets: Makes the targets of its parts.
        level: The level of headings.
    """

    portrait: Portrait
    targets: Targets
    level: int
    writer: Writer = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.writer = Writer(self.level)

    def shown(self, parts: frozenset[str]) -> Nodes:
        """The *parts* of the rubric, of :data:`PARTS`; and that it is provisional, if it is."""
        makers: Mapping[str, Callable[[], Nodes]] = {
            "head": self.head,
            "context": self.context,
            "criteria": self.criteria,
            "levels": self.levels,
            "sources": self.sources,
            "fingerprints": self.fingerprints,
        }
        # Sources come first: then it is known which of them a reference can lead to.
        self.writer.sources = self.listed_above()
        made = {"sources": self.sources()} if "sources" in parts else {}
        made |= {part: makers[part]() for part in PARTS if part in parts and part not in made}
        caveat = self.portrait.standing.caveat
        made["head"] = [
            *made.get("head", []),
            *([self.writer.paragraph(caveat, "open")] if caveat else []),
        ]
        return [node for part in PARTS for node in made.get(part, [])]

    # Its parts

    def head(self) -> Nodes:
        """Which rubric it is, and what it says of itself."""
        portrait = self.portrait
        title = portrait.rubric.title.get(portrait.lang)
        first = nodes.paragraph("", "", self.targets.target(), classes=["rubrika-title"])
        first += nodes.strong("", "", *texts_of(title))
        made: Nodes = [first, self.writer.lines(portrait.head())]
        adaptation = portrait.rubric.adaptation
        if adaptation is not None and adaptation.changes:
            made += self.writer.written(
                [Heading(portrait.say("adapted")), Items(map(str, adaptation.changes))]
            )
        return made

    def context(self) -> Nodes:
        """The facts that it depends on."""
        portrait = self.portrait
        facts = portrait.rubric.context
        if not facts:
            return []
        heading = Heading(portrait.explanation.say["context"])
        return self.writer.written([heading, Items(map(portrait.attribute, facts))])

    def criteria(self) -> Nodes:
        """Its criteria and indicators: a table, and how the criteria are combined."""
        portrait = self.portrait
        say = said(portrait.lang)
        heads = [
            Head(say["node"], 40),
            Head(portrait.say("points"), 12, right=True),
            Head(say["how"], 48),
        ]
        rows = [
            (self.node(node, depth), [f"rubrika-depth-{depth}"])
            for depth, node in self.tree(portrait.rubric.criteria)
        ]
        heading = f"{portrait.say('criteria')}: {portrait.points(portrait.rubric.maximum)}"
        together = map(self.writer.paragraph, portrait.together(portrait.rubric))
        return [self.writer.heading(heading), table_of(heads, rows), *together]

    def tree(self, children: tuple[Node, ...], depth: int = 0) -> Iterator[tuple[int, Node]]:
        """Every node with its depth, parents before children."""
        for node in children:
            yield depth, node
            yield from self.tree(node.children, depth + 1)

    def node(self, node: Node, depth: int) -> list[Cell]:
        """What is said of a criterion or indicator: its title, its points, and how it has them."""
        portrait, paragraph = self.portrait, self.writer.paragraph
        points = [paragraph(portrait.explanation.display.number(node.maximum))]
        if node.weight is not None:
            weight = portrait.explanation.value(node.weight)
            points.append(paragraph(portrait.say("weight", weight=weight), "quiet"))
        return [[self.title(node, depth)], points, self.remarks(node)]

    def title(self, node: Node, depth: int) -> nodes.Element:
        """The title of a node, its id, and the mark of what is provisional."""
        title = texts_of(node.title.get(self.portrait.lang))
        if isinstance(node, Criterion):
            title = [(nodes.emphasis if depth else nodes.strong)("", "", *title)]
        return self.named(title, node.id, self.portrait.standing.star(node.id), node.id)

    def named(self, title: Sequence[nodes.Node], id_: str, star: str, *place: str) -> nodes.Element:
        """A title with an id behind it, as the target of links."""
        made = nodes.paragraph("", "", self.targets.target(*place), *title, *texts_of(star))
        made += texts_of(" ")
        made += nodes.literal("", "", *texts_of(id_), classes=["rubrika-id"])
        return made

    def remarks(self, node: Node) -> Cell:
        """How a node has its points, what else is said of it, and its source."""
        lines = [] if isinstance(node, Criterion) else list(self.portrait.scale(node))
        listed = lines if len(lines) > 1 else []
        made: Nodes = []
        for remark in self.portrait.remarks(node):
            if remark not in listed:
                made.append(self.writer.paragraph(remark))
            elif remark == lines[0]:
                made.append(self.writer.block(Items(listed)))
        return self.with_source(made, node.source)

    def with_source(self, cell: Nodes, source: Source | None) -> Nodes:
        """A cell that names its source at its end."""
        if not cell or (source and not isinstance(cell[-1], nodes.paragraph)):
            cell = [*cell, nodes.paragraph()]
        if source is not None:
            cell[-1] += self.writer.linked(f"{' ' if len(cell[-1]) else ''}[{source.id}]")
        return cell

    def levels(self) -> Nodes:
        """Its levels with what they require."""
        portrait = self.portrait
        rubric, lang, say = portrait.rubric, portrait.lang, said(portrait.lang)
        if not rubric.levels:
            return []
        heads = [Head(portrait.say("level"), 25), Head(say["requirements"], 75)]
        rows = [(self.required(place), list[str]()) for place in range(len(rubric.levels))]
        none = self.writer.paragraph(rubric.no_level.get(lang))
        rows.append(([[none], [self.writer.paragraph(say["otherwise"])]], []))
        heading = self.writer.heading(portrait.explanation.say["levels"])
        return [heading, table_of(heads, rows)]

    def required(self, place: int) -> list[Cell]:
        """A level, and what it requires."""
        level = self.portrait.rubric.levels[place]
        title = [nodes.strong("", "", *texts_of(level.title.get(self.portrait.lang)))]
        cell: Nodes = [self.writer.block(Items(self.portrait.level(place).children))]
        if level.description:
            cell.insert(0, self.writer.paragraph(level.description.get(self.portrait.lang)))
        title_cell = [self.named(title, level.id, "", "level", level.id)]
        return [title_cell, self.with_source(cell, level.source)]

    def listed_above(self) -> dict[str, str]:
        """The targets of sources that an earlier table of the page lists, by their ids."""
        ids = [source.id for source in self.portrait.explanation.scores.sources]
        found = {id_: self.targets.known("source", id_) for id_ in ids}
        return {id_: target for id_, target in found.items() if target is not None}

    def sources(self) -> Nodes:
        """Why numbers are provisional, and its sources; each is the target of references to it."""
        self.writer.sources = {}  # a source does not refer to itself
        made = self.writer.written(self.portrait.standing.blocks(every_number=True))
        known = [source.id for source in self.portrait.explanation.scores.sources]
        targets: dict[str, str] = {}
        for part in made:
            for item in part.findall(nodes.list_item):
                text = item.astext()
                for id_ in known:
                    if text.startswith(f"[{id_}] ") and id_ not in targets:
                        target = self.targets.target("source", id_)
                        cast("nodes.Element", item[0]).insert(0, target)
                        targets[id_] = target["ids"][0]
        self.writer.sources = targets
        return made

    def fingerprints(self) -> Nodes:
        """What tells it from every other rubric, and from its own other versions."""
        portrait, rubric = self.portrait, self.portrait.rubric
        lines = (
            f"{portrait.explanation.say['fingerprints']}: {rubric.fingerprint}",
            f"{portrait.say('structure')}: {rubric.structure}",
        )
        return self.writer.written([Lines(lines, "quiet")])
