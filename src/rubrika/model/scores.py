"""Scores: what a rubric makes of an assessment, worked out as far as it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any, cast

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.engines.bounds import Reading
from rubrika.engines.program import TOTAL, Outlook
from rubrika.errors import AssessmentError
from rubrika.model.checking import Checked, check
from rubrika.model.definition import Definition
from rubrika.model.domains import Fact
from rubrika.model.fields import sources_of
from rubrika.model.levels import Level
from rubrika.model.nodes import Indicator, Node
from rubrika.model.observations import Assessment, NotApplicable
from rubrika.model.provenance import StatedNumber, stated_numbers
from rubrika.model.reasons import Knowledge, Open, Reasons, Settled, interval_of, status_of
from rubrika.model.results import LevelResult, NodeScore, NodeStatus, RequirementResult
from rubrika.number import Bounds, Enclosure, Exact
from rubrika.rules.nodes import Input, Rule
from rubrika.sources import Source

__all__ = ["Scores", "read"]


@attrs.frozen(slots=False, eq=False)
class Scores:
    """The numbers behind a scorecard; see :class:`~rubrika.Scorecard`.

    Args:
        rubric: What was scored by.
        given: The observations: an assessment, or plain values that were read fast.
        stated_context: The context beside plain values.
        trace: What the fast reading gave, if it was used.
    """

    rubric: Definition
    given: Assessment | Mapping[str, Any]
    stated_context: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    trace: tuple[Any, ...] | None = None
    checked: Checked | None = None

    @cached_property
    def assessment(self) -> Assessment:
        """The assessment that was scored."""
        if isinstance(self.given, Assessment):
            return self.given
        return Assessment(self.given, context=self.stated_context)

    @cached_property
    def _checked(self) -> Checked:
        return self.checked or check(self.rubric, self.assessment)

    # What the engines say

    @cached_property
    def _points(self) -> dict[str, Exact | None]:
        """The points of every node that are known; the fast reading knows them all."""
        if self.trace is not None:
            dens = self.rubric.fast.denominators if self.rubric.fast else ()
            found = zip(self.rubric.program.steps, self.trace, dens, strict=False)
            return {
                step.id: Fraction(n) if den is None else Fraction(n, den) for step, n, den in found
            }
        if self._checked.complete:
            return dict(self.rubric.program.run(self._checked.facts).points)
        settled = self._settled
        return {
            id_: settled[id_]
            if id_ in settled
            else None
            if found is None or self._outlook.applies[id_] is None
            else found.point
            for id_, found in self._outlook.points.items()
        }

    @cached_property
    def _settled(self) -> dict[str, Exact | None]:
        """The points of the nodes below which nothing is missing."""
        missing = set(self._checked.missing)
        program = self.rubric.program
        for node in reversed(tuple(self.rubric.nodes.values())):  # children before parents
            if any(child.id in missing for child in node.children):
                missing.add(node.id)
        if any(node.id in missing for node in self.rubric.criteria):
            missing.add(TOTAL)
        steps = tuple(step for step in program.steps if step.id not in missing)
        known = attrs.evolve(program, steps=steps, levels=())
        return dict(known.run(self._checked.facts).points)

    @cached_property
    def _outlook(self) -> Outlook:
        """What every node and level can still be."""
        if self.trace is None and not self._checked.complete:
            return self.rubric.program.outlook(self._checked.possible(self.rubric))
        points = {id_: None if p is None else interval_of(p) for id_, p in self._points.items()}
        applies = {id_: p is not None for id_, p in self._points.items()}
        return Outlook(points, applies, self._holding)

    @cached_property
    def _holding(self) -> tuple[bool | None, ...]:
        """Whether the condition of each level holds; None while that is open."""
        if self.trace is not None:
            place: int = self.trace[-1]
            if place < 0:
                return (False,) * len(self.rubric.levels)
            lower = self.rubric.conditions[place + 1 :]
            return (*(False,) * place, True, *map(self._knowledge.holds, lower))
        if self._checked.complete:
            return self.rubric.program.run(self._checked.facts).levels
        return self._outlook.levels

    @cached_property
    def _reading(self) -> Reading:
        """The reading of rules that knows all that is known of inputs and points."""
        found = dict(self._checked.possible(self.rubric))
        if self.trace is None and not self._checked.complete:
            outlook = self._outlook.points
            found |= {Input("points", id_): p for id_, p in outlook.items() if p is not None}
        found |= {
            Input("points", id_): interval_of(p) for id_, p in self._points.items() if p is not None
        }
        return Reading(found)

    @cached_property
    def _knowledge(self) -> Knowledge:
        """What is known, as the reasons for levels read it."""
        found = zip(self.rubric.outputs, self._points.values(), strict=True)
        known = {read: p for read, p in found if p is not None}
        exact: dict[Rule, Fact] = {r: p for r, p in known.items() if isinstance(p, Fraction)}
        if not self.complete or len(exact) < len(known) or self.rubric.asks_for_roots:
            return Open(self._reading, frozenset((*self._checked.facts, *known)))
        if self.trace is not None and self.rubric.asks_for_points_only:
            return Settled(exact)
        return Settled(self._checked.facts | exact)

    @cached_property
    def known(self) -> dict[Rule, Fact]:
        """Every input and all points that are known and rational."""
        try:
            facts = self._checked.facts
        except AssessmentError:
            return {}  # nothing is known where a rubric is told without a subject
        found = zip(self.rubric.outputs, self._points.values(), strict=True)
        return facts | {read: p for read, p in found if isinstance(p, Fraction)}

    # Nodes

    def __getitem__(self, id_: str) -> NodeScore:
        """The score of the node with the id *id_*.

        Raises:
            KeyError: when the rubric has no such node.
        """
        return (
            self._node_scores[id_]
            if "_node_scores" in self.__dict__
            else self._score(self.rubric.nodes[id_])
        )

    @cached_property
    def _node_scores(self) -> dict[str, NodeScore]:
        return {node.id: self._score(node) for node in self.rubric.nodes.values()}

    @property
    def nodes(self) -> tuple[NodeScore, ...]:
        """The score of every node, parents before children."""
        return tuple(self._node_scores.values())

    def _score(self, node: Node) -> NodeScore:
        points = self._points[node.id]
        maximum = node.maximum
        bounds = bounds_of(points) if points is not None else _bounds(self._outlook.points[node.id])
        return NodeScore(
            node.id,
            node.title,
            points,
            maximum,
            quotient(points, maximum),
            bounds,
            "scored" if self.trace is not None else self._status(node, points),
            self.assessment.observations.get(node.id) if isinstance(node, Indicator) else None,
        )

    def _status(self, node: Node, points: Exact | None) -> NodeStatus:
        if isinstance(node, Indicator):
            observed = self.assessment.observations.get(node.id)
            if observed is not None and isinstance(observed.value, NotApplicable):
                return "not applicable"
            return "missing" if node.id in self._checked.missing else "scored"
        if points is not None:
            return "scored"
        return "not applicable" if self._outlook.applies[node.id] is False else "partial"

    # The whole

    @property
    def points(self) -> Exact | None:
        """The exact total; None while it is open, or when nothing applies."""
        return self._points[TOTAL]

    @property
    def maximum(self) -> Fraction:
        """The most that the total can be."""
        return self.rubric.maximum

    @property
    def share(self) -> Exact | None:
        """The total as a share of its maximum; None as for points, or if that is not above 0."""
        return quotient(self.points, self.maximum)

    @property
    def bounds(self) -> Bounds | None:
        """The least and the most that the total can still be; None when nothing applies."""
        return (
            bounds_of(self.points)
            if self.points is not None
            else _bounds(self._outlook.points[TOTAL])
        )

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return self.trace is not None or self._checked.complete

    @property
    def missing(self) -> tuple[str, ...]:
        """The ids of indicators of which no value is known, in order."""
        if self.trace is not None:
            return ()
        return tuple(leaf.id for leaf in self.rubric.indicators if leaf.id in self._checked.missing)

    @property
    def open_context(self) -> tuple[str, ...]:
        """The ids of context attributes that are not stated, in order."""
        return (
            ()
            if self.trace is not None
            else tuple(a.id for a in self.rubric.context if a.id in self._checked.open_context)
        )

    # Levels

    @cached_property
    def _place(self) -> int | None:
        """The place of the level that is given, -1 for none, or None while that is open."""
        if self.trace is not None:
            place: int = self.trace[-1]
            return place
        for place, holds in enumerate(self._holding):
            if holds is not False:
                return place if holds else None
        return -1

    @property
    def decided(self) -> bool:
        """Whether it is certain which level is given, or that none is."""
        return self._place is not None

    @property
    def level(self) -> Level | None:
        """The level that is given; None when none is, or while it is open (:attr:`decided`)."""
        place = self._place
        return None if place is None or place < 0 else self.rubric.levels[place]

    @cached_property
    def levels(self) -> tuple[LevelResult, ...]:
        """Every level with its status and reasons, from the highest to the lowest."""
        holds = self._holding
        reasons = Reasons(self.rubric, self._knowledge, holds)
        return tuple(
            LevelResult(level, status_of(holds[place]), tuple(reasons.of(place)))
            for place, level in enumerate(self.rubric.levels)
        )

    @property
    def possible_levels(self) -> tuple[Level | None, ...]:
        """The levels that can still be given, from the highest; None stands for no level."""
        found: list[Level | None] = []
        for level, holds in zip(self.rubric.levels, self._holding, strict=True):
            if holds is not False:
                found.append(level)
            if holds:
                return tuple(found)
        return (*found, None)

    @property
    def next_level(self) -> LevelResult | None:
        """The lowest level above the certain one, with what it lacks; None at the top."""
        certain = next(
            (i for i, holds in enumerate(self._holding) if holds), len(self.rubric.levels)
        )
        return self.levels[certain - 1] if certain else None

    @property
    def lacking(self) -> tuple[RequirementResult, ...]:
        """The requirements of the next level up that do not hold (yet)."""
        return self.next_level.lacking if self.next_level is not None else ()

    # Provenance

    @cached_property
    def provisional(self) -> tuple[StatedNumber, ...]:
        """The numbers of the rubric that no source states, on which the result rests.

        Empty for a rubric that names no source for any number: there its author is the only source.
        """
        if all(number.source is None for number in self.numbers):
            return ()
        return tuple(number for number in self.numbers if number.provisional)

    @cached_property
    def numbers(self) -> tuple[StatedNumber, ...]:
        """Every number that the rubric states, with its source."""
        return tuple(stated_numbers(self.rubric))

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source of the rubric's numbers and of the observations, in order."""
        parts = sources_of(self.rubric)
        found = [source for path, source in parts if not path.startswith("examples")]
        found += [s.source for s in self.assessment.observations.values() if s.source is not None]
        return tuple(dict.fromkeys(found))

    @property
    def provisional_sources(self) -> tuple[Source, ...]:
        """The sources of texts, parts and observations that are provisional, beside the numbers."""
        named = {number.source for number in self.provisional}
        return tuple(s for s in self.sources if s.provisional and s not in named)

    @property
    def context(self) -> dict[str, Fact | None]:
        """The facts about the subject, by id, as they were read; None for what is not stated."""
        facts = self._checked.facts
        return {a.id: facts.get(Input("context", a.id)) for a in self.rubric.context}


def read(
    rubric: Definition, values: Assessment | Mapping[str, Any], context: Mapping[str, Any] | None
) -> Scores:
    """Score *values*: fast if that is possible, else by the reference reading or by bounds.

    Raises:
        AssessmentError: see :func:`rubrika.model.checking.check`.
    """
    fast = rubric.fast
    if values.__class__ is dict and fast is not None:
        stated = context or {}
        plain = cast("dict[str, Any]", values)
        trace = fast.trace(plain, stated)
        if trace is not None:
            return Scores(rubric, dict(plain), dict(stated), trace)
    if isinstance(values, Assessment):
        assessment = values if context is None else values.evolve(context=context)
    else:
        assessment = Assessment(values, context=context)
    return Scores(rubric, assessment, checked=check(rubric, assessment))


def bounds_of(points: Exact) -> Bounds:
    """The bounds of known points."""
    return (
        Bounds(points.least, points.most)
        if isinstance(points, Enclosure)
        else Bounds(points, points)
    )


def quotient(points: Exact | None, maximum: Fraction) -> Exact | None:
    """Points as a share of their maximum."""
    if points is None or maximum <= 0:
        return None
    if isinstance(points, Enclosure):
        return Enclosure(points.least / maximum, points.most / maximum)
    return points / maximum


def _bounds(found: Interval | None) -> Bounds | None:
    return None if found is None else Bounds(found.least, found.most)
