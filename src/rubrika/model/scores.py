"""Scores: what a rubric makes of an assessment, worked out as far as it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.engines.bounds import Possible, Reading
from rubrika.engines.program import TOTAL, Outlook
from rubrika.model.checking import Checked, check
from rubrika.model.definition import Definition
from rubrika.model.levels import Level
from rubrika.model.nodes import Indicator, Node
from rubrika.model.observations import Assessment, NotApplicable
from rubrika.model.provenance import StatedNumber, stated_numbers
from rubrika.model.requirements import Expanded, expand, members_of
from rubrika.model.results import LevelResult, NodeScore, NodeStatus, RequirementResult, Status
from rubrika.number import Bounds, Enclosure, Exact
from rubrika.rules.nodes import (
    Both,
    Compare,
    Condition,
    Constant,
    Each,
    Either,
    Expression,
    Input,
    Met,
)
from rubrika.rules.traverse import walk
from rubrika.sources import Source, source_of

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
    stated_context: Mapping[str, Any] = attrs.field(factory=dict)
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
        return {
            id_: None if found is None or self._outlook.applies[id_] is None else found.point
            for id_, found in self._outlook.points.items()
        }

    @cached_property
    def _outlook(self) -> Outlook:
        """What every node and level can still be."""
        if self.trace is None and not self._checked.complete:
            return self.rubric.program.outlook(self._checked.possible(self.rubric))
        points = {id_: None if p is None else _interval(p) for id_, p in self._points.items()}
        level = self._known_level
        return Outlook(points, {id_: p is not None for id_, p in self._points.items()}, level)

    @cached_property
    def _known_level(self) -> tuple[bool | None, ...]:
        if self.trace is None:
            return self.rubric.program.run(self._checked.facts).levels
        return tuple(map(self._reading.holds, self.rubric.conditions))

    @cached_property
    def _possible(self) -> Possible:
        points = self._points if self.trace is not None or self._checked.complete else None
        found: dict[Expression | Condition, Any] = dict(self._checked.possible(self.rubric))
        if points is not None:
            found |= {
                Input("points", id_): _interval(p) for id_, p in points.items() if p is not None
            }
        else:
            outlook = self._outlook.points
            found |= {Input("points", id_): p for id_, p in outlook.items() if p is not None}
        return found

    @cached_property
    def _reading(self) -> Reading:
        return Reading(self._possible)

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
        """The total divided by its maximum; None as for points, or when the maximum is not above 0."""
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
        for place, holds in enumerate(self._outlook.levels):
            if holds is not False:
                return place if holds else None
        return -1

    @property
    def decided(self) -> bool:
        """Whether it is certain which level is given, or that none is."""
        return self._place is not None

    @property
    def level(self) -> Level | None:
        """The level that is given; None when none is, or while that is open (see :attr:`decided`)."""
        place = self._place
        return None if place is None or place < 0 else self.rubric.levels[place]

    @cached_property
    def levels(self) -> tuple[LevelResult, ...]:
        """Every level with its status and reasons, from the highest to the lowest."""
        found: list[LevelResult] = []
        for level, holds in zip(self.rubric.levels, self._outlook.levels, strict=True):
            status: Status = "holds" if holds else "fails" if holds is False else "open"
            found.append(LevelResult(level, status, tuple(self._reasons(level))))
        return tuple(found)

    @property
    def possible_levels(self) -> tuple[Level | None, ...]:
        """The levels that can still be given, from the highest; None stands for no level."""
        found: list[Level | None] = []
        for level, holds in zip(self.rubric.levels, self._outlook.levels, strict=True):
            if holds is not False:
                found.append(level)
            if holds:
                return tuple(found)
        return (*found, None)

    @property
    def next_level(self) -> LevelResult | None:
        """The lowest level above the certain one, with what it lacks; None at the top."""
        certain = next(
            (i for i, holds in enumerate(self._outlook.levels) if holds), len(self.rubric.levels)
        )
        return self.levels[certain - 1] if certain else None

    @property
    def lacking(self) -> tuple[RequirementResult, ...]:
        """The requirements of the next level up that do not hold (yet)."""
        return self.next_level.lacking if self.next_level is not None else ()

    def _reasons(self, level: Level) -> Iterator[RequirementResult]:
        for requirement in level.requirements:
            yield self._result(requirement, level.source)
        places = {known.id: place for place, known in enumerate(self.rubric.levels)}
        place = places[level.id]
        if level.needs_below and place + 1 < len(self.rubric.levels):
            below = self.rubric.levels[place + 1]
            holds = self._outlook.levels[place + 1]
            yield RequirementResult(self.rubric.conditions[place + 1], _status(holds), below=below)
        for cap in self.rubric.caps:
            if places[cap.level] > place:
                yield attrs.evolve(self._result(cap.unless, cap.source), cap=cap)

    def _result(self, requirement: Condition, source: Source | None = None) -> RequirementResult:
        """How *requirement* turned out, with its parts."""
        expanded = expand(requirement, self.rubric.index)
        status = self._requirement_status(expanded)
        sources = _sources(requirement, source)
        match requirement:
            case Both(parts) | Either(parts):
                inner = tuple(self._result(part) for part in parts)
                return RequirementResult(requirement, status, parts=inner, sources=sources)
            case Each():
                inner = tuple(
                    self._result(part) for _, part in members_of(requirement, self.rubric.index)
                )
                needed = self._number(requirement.bound)
                actual = (
                    None
                    if status == "not applicable"
                    else self._weakest(requirement.quantifier, inner)
                )
                return RequirementResult(
                    requirement,
                    status,
                    actual,
                    requirement.comparison,
                    needed,
                    None,
                    inner,
                    sources,
                )
            case Compare() | Met():
                rule = expanded.rule
                if isinstance(rule, Compare) and status != "not applicable":
                    return self._compared(requirement, rule, status, sources)
                return RequirementResult(requirement, status, sources=sources)
            case _:
                return RequirementResult(requirement, status, sources=sources)

    def _requirement_status(self, expanded: Expanded) -> Status:
        if expanded.applies is not None and self._reading.holds(expanded.applies) is False:
            return "not applicable"
        if self.rubric.applies is not None and self._reading.holds(self.rubric.applies) is False:
            return "not applicable"
        return _status(self._reading.holds(expanded.implied))

    def _weakest(
        self, quantifier: str, inner: tuple[RequirementResult, ...]
    ) -> Exact | Bounds | None:
        """The number of the member that decides: the weakest of every, the strongest of some."""
        known = [part.actual for part in inner if isinstance(part.actual, Fraction)]
        if not known or len(known) < sum(part.status != "not applicable" for part in inner):
            return None
        upwards = inner[0].comparison in (">=", ">")
        return min(known) if upwards == (quantifier == "every") else max(known)

    def _compared(
        self, requirement: Condition, rule: Compare, status: Status, sources: tuple[Source, ...]
    ) -> RequirementResult:
        left, right = self._reading.value(rule.left), self._reading.value(rule.right)
        gap = None if status == "holds" else _gap(left, rule.comparison, right)
        return RequirementResult(
            requirement, status, _number(left), rule.comparison, _number(right), gap, (), sources
        )

    def _number(self, rule: Expression) -> Exact | Bounds | None:
        return _number(self._reading.value(rule))

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
        found = [number.source for number in self.numbers]
        found += [node.source for node in self.rubric.nodes.values()]
        found += [seen.source for seen in self.assessment.observations.values()]
        return tuple(
            dict.fromkeys(source for source in (self.rubric.source, *found) if source is not None)
        )


def read(
    rubric: Definition, values: Assessment | Mapping[str, Any], context: Mapping[str, Any] | None
) -> Scores:
    """Score *values*: fast if that is possible, else by the reference reading or by bounds.

    Raises:
        AssessmentError: see :func:`rubrika.model.checking.check`.
    """
    fast = rubric.fast
    if type(values) is dict and fast is not None:
        stated = context or {}
        trace = fast.trace(values, stated)
        if trace is not None:
            return Scores(rubric, dict(values), dict(stated), trace)
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


def _interval(points: Exact) -> Interval:
    return (
        Interval(points.least, points.most)
        if isinstance(points, Enclosure)
        else Interval.at(points)
    )


def _number(found: Interval) -> Fraction | Bounds:
    return Bounds(found.least, found.most) if found.point is None else found.point


def _status(holds: bool | None) -> Status:  # noqa: FBT001  # three answers, not a switch
    return "holds" if holds else "fails" if holds is False else "open"


def _gap(left: Interval, comparison: str, right: Interval) -> Fraction | None:
    """By how much the left side must move, in the worst case."""
    if comparison in (">=", ">"):
        return (
            None
            if right.most is None or left.least is None
            else max(right.most - left.least, Fraction(0))
        )
    if comparison in ("<=", "<"):
        return (
            None
            if left.most is None or right.least is None
            else max(left.most - right.least, Fraction(0))
        )
    return None


def _sources(requirement: Condition, outer: Source | None) -> tuple[Source, ...]:
    """The sources of the numbers in a requirement, or that of its level."""
    own = [source_of(part.value) for part in walk(requirement) if isinstance(part, Constant)]
    found = [source or outer for source in own] or [outer]
    return tuple(dict.fromkeys(source for source in found if source is not None))
