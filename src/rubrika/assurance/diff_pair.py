"""A pair: two rubrics side by side, the subjects that both take, and an order of all levels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Final, Literal, TypeAlias, cast

import attrs

from rubrika.assurance.diff_inputs import met
from rubrika.assurance.lab import Applies, Subject
from rubrika.assurance.subjects import assessment_of
from rubrika.engines.arithmetic import Interval
from rubrika.engines.axes import Axis, axes_of
from rubrika.engines.bounds import Options
from rubrika.engines.exact import Fact
from rubrika.engines.program import Given, Program
from rubrika.model.domains import Quantity
from rubrika.model.observations import Assessment
from rubrika.model.rubric import Rubric
from rubrika.number import Enclosure, Exact
from rubrika.rules.nodes import Applicable, Condition, Expression

__all__ = ["Pair", "Scope", "Twins", "sign_of"]

_SOON: Final = 40

Scope: TypeAlias = Literal["all", "some", "none"]
"""Which subjects can be given to both of two rubrics."""


@attrs.frozen(eq=False, slots=False)
class Pair:
    """Two rubrics side by side.

    Args:
        old: The one.
        new: The other.
    """

    old: Rubric
    new: Rubric

    # Which subjects both take

    @cached_property
    def obstacles(self) -> tuple[tuple[Scope, str], ...]:
        """Why some subjects, or all, cannot be given to both; what each is about."""
        return tuple(self._obstacles())

    @cached_property
    def scope(self) -> Scope:
        """Which subjects both take."""
        found = {scope for scope, _ in self.obstacles}
        return "none" if "none" in found else "some" if found else "all"

    def _obstacles(self) -> Iterator[tuple[Scope, str]]:
        for one, other in ((self.old, self.new), (self.new, self.old)):
            there = {leaf.id for leaf in other.indicators}
            for leaf in one.indicators:
                if leaf.id not in there:
                    yield "none", leaf.id
        after = {leaf.id: leaf for leaf in self.new.indicators}
        for leaf in self.old.indicators:
            twin = after.get(leaf.id)
            if twin is None:
                continue
            yield from self._between(leaf.id, leaf.domain, twin.domain)
            nas = [one.na is not None and one.na.justified for one in (leaf, twin)]
            if (leaf.na is None) != (twin.na is None) or (leaf.na and nas[0] != nas[1]):
                yield "some", leaf.id
        facts = {fact.id: fact for fact in self.new.context}
        for fact in self.old.context:
            if fact.id in facts:
                twin_fact = facts[fact.id]
                yield from self._between(fact.id, fact.domain, twin_fact.domain)
                if (fact.required, fact.default) != (twin_fact.required, twin_fact.default):
                    yield "some", fact.id  # who does not state it is read in another way

    def _between(self, id_: str, old: object, new: object) -> Iterator[tuple[Scope, str]]:
        if type(old) is not type(new):
            yield "none", id_
        elif isinstance(old, Quantity) and isinstance(new, Quantity):
            one, other = ((d.least, d.most, d.decimals, d.step) for d in (old, new))
            if old.unit != new.unit or self._both(id_) is None:
                yield "none", id_
            elif one != other:
                yield "some", id_
        elif self._both(id_) is None:
            yield "none", id_
        elif cast("Quantity", old).possible != cast("Quantity", new).possible:
            yield "some", id_

    def _both(self, id_: str) -> Given | None:
        """An input as both take it; None when they have no value in common."""
        found = [
            given
            for rubric in (self.old, self.new)
            for given in rubric.program.inputs
            if given.id == id_
        ]
        return met(*found) if len(found) == 2 else found[0]  # noqa: PLR2004 - it is in both

    @cached_property
    def inputs(self) -> tuple[Given, ...]:
        """The inputs of both: what both have with the values that both take."""
        ids = [given.id for rubric in (self.old, self.new) for given in rubric.program.inputs]
        met = [self._both(id_) for id_ in dict.fromkeys(ids)]
        return tuple(given for given in met if given is not None)

    @cached_property
    def programs(self) -> tuple[Program, Program]:
        """The rules of both, about the same inputs."""
        old, new = self.old.program, self.new.program
        return (
            Program(self.inputs, old.steps, old.levels),
            Program(self.inputs, new.steps, new.levels),
        )

    @cached_property
    def axes(self) -> dict[str, Axis]:
        """The values of every input, as the rules of both tell them apart."""
        return {given.id: self.axis(given.id) for given in self.inputs}

    def given(self, id_: str) -> Given:
        """The input with an id, as both take it."""
        return self._givens[id_]

    @cached_property
    def _givens(self) -> dict[str, Given]:
        return {given.id: given for given in self.inputs}

    def rules(self, id_: str) -> tuple[Expression, Expression]:
        """The rules of an indicator's points in both."""
        old, new = (
            rubric.program.steps[rubric.places[id_]].points for rubric in (self.old, self.new)
        )
        return old, new

    def axis(self, id_: str) -> Axis:
        """The values of one input, as the rules of both tell them apart."""
        if id_ not in self._axes:
            known = [
                Program((self._givens[id_],), tuple(s for s in p.steps if s.id == id_), p.levels)
                for p in self.programs
            ]
            self._axes.update(axes_of(*known))
        return self._axes[id_]

    @cached_property
    def _axes(self) -> dict[str, Axis]:
        return {}

    @cached_property
    def optional(self) -> tuple[str, ...]:
        """The indicators that need not apply, says either."""
        return tuple(given.id for given in self.inputs if given.optional)

    @cached_property
    def free(self) -> tuple[str, ...]:
        """The indicators that need not apply, say both."""
        there = {leaf.id for leaf in self.new.indicators if leaf.na is not None}
        return tuple(
            leaf.id for leaf in self.old.indicators if leaf.na is not None and leaf.id in there
        )

    def anything(self) -> dict[Expression | Condition, Interval | Options]:
        """All that the inputs of a subject that both take can be."""
        possible = self.programs[0].anything()
        fixed = set(self.optional) - set(self.free)
        return possible | {Applicable(id_): frozenset((True,)) for id_ in fixed}

    # Levels

    @cached_property
    def ranks(self) -> tuple[dict[str | None, int], dict[str | None, int]] | None:
        """The rank of each level among all levels of both; 0 is no level.

        Levels are the same if they have the same id. None when the levels that both have stand in
        another order, or when a level of the one and one of the other stand in the same gap, so
        that neither is above the other.
        """
        old, new = ([level.id for level in rubric.levels] for rubric in (self.old, self.new))
        merged: list[str] = []
        while old or new:
            if old and new and old[0] == new[0]:
                merged.append(old.pop(0))
                new.pop(0)
                continue
            one, other = (bool(a) and a[0] not in b for a, b in ((old, new), (new, old)))
            if one == other:
                return None
            merged.append((old if one else new).pop(0))
        ranks: dict[str | None, int] = {id_: len(merged) - i for i, id_ in enumerate(merged)}
        both = [
            {None: 0, **{level.id: ranks[level.id] for level in rubric.levels}}
            for rubric in (self.old, self.new)
        ]
        return both[0], both[1]

    # Subjects

    def twins(self, values: Mapping[str, Fact], applies: Applies) -> Twins:
        """A subject as both see it."""
        return Twins(self, dict(values), dict(applies))

    @cached_property
    def _ids(self) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
        return tuple(
            (
                tuple(leaf.id for leaf in rubric.indicators),
                tuple(fact.id for fact in rubric.context),
            )
            for rubric in (self.old, self.new)
        )

    @cached_property
    def _asked(self) -> list[int]:
        return [0, 0]

    def quick(self, values: Mapping[str, Fact], applies: Applies) -> tuple[_Quick, _Quick]:
        """The total and the rank of a subject by each, by the fast reading where there is one."""
        one = self._quick(0, values, applies)
        return one, self._quick(1, values, applies)

    def _quick(self, side: int, values: Mapping[str, Fact], applies: Applies) -> _Quick:
        rubric = (self.old, self.new)[side]
        self._asked[side] += 1
        patient = side == 1 and self._asked[side] < _SOON and "fast" not in rubric.__dict__
        fast = None if patient else rubric.fast  # which takes longer to write than a few readings
        if fast is not None and all(applies.values()):
            leaves, facts = self._ids[side]
            trace = fast.trace({i: values[i] for i in leaves}, {i: values[i] for i in facts})
            if trace is not None:
                den = fast.denominators[-1]
                total = Fraction(trace[-2]) if den is None else Fraction(trace[-2], den)
                return total, self.rank(side, int(trace[-1]))
        found = Subject(rubric, dict(values), applies).reference
        return found.total, self.rank(side, found.place)

    def rank(self, side: int, place: int) -> int:
        """The rank of the level at a place; 0 where levels cannot be compared."""
        if self.ranks is None or place < 0:
            return 0
        return self.ranks[side][(self.old, self.new)[side].levels[place].id]


_Quick: TypeAlias = tuple["Exact | None", int]


@attrs.frozen(eq=False, slots=False)
class Twins:
    """One subject, as each of two rubrics sees it.

    Args:
        pair: The rubrics.
        values: Its values by id, of all that either asks.
        applies: What optional indicators apply to it.
    """

    pair: Pair
    values: dict[str, Fact]
    applies: dict[str, bool]

    @cached_property
    def _quick(self) -> tuple[_Quick, _Quick]:
        return self.pair.quick(self.values, self.applies)

    @property
    def ranks(self) -> tuple[int, int]:
        """The rank of its level in each."""
        return self._quick[0][1], self._quick[1][1]

    @cached_property
    def moves(self) -> tuple[int, int]:
        """Whether the total, and the level, rises (1), falls (-1) or stays (0)."""
        (one, rank), (other, after) = self._quick
        return sign_of(one, other), (after > rank) - (after < rank)

    def confirmed(self) -> tuple[int, int]:
        """The same by the reference reading."""
        found = [
            Subject(rubric, self.values, self.applies).reference
            for rubric in (self.pair.old, self.pair.new)
        ]
        before, after = (self.pair.rank(side, one.place) for side, one in enumerate(found))
        return sign_of(found[0].total, found[1].total), (after > before) - (after < before)

    @property
    def assessment(self) -> Assessment:
        """It, as an assessment that says what either rubric asks."""
        made = assessment_of(self.pair.old, self.values, self.applies)
        ids = [fact.id for rubric in (self.pair.old, self.pair.new) for fact in rubric.context]
        return made.evolve(context={id_: self.values[id_] for id_ in dict.fromkeys(ids)})


def sign_of(one: Exact | None, other: Exact | None) -> int:
    """Whether points rise (1) or fall (-1) from the one to the other.

    It is 0 if they stay, or if that cannot be told: of no points at all, or of two irrational
    numbers that are near each other.
    """
    if one is None or other is None:
        return 0
    (low, high), (least, most) = _ends(one), _ends(other)
    return 1 if least > high else -1 if most < low else 0


def _ends(number: Exact) -> tuple[Fraction, Fraction]:
    return (number.least, number.most) if isinstance(number, Enclosure) else (number, number)
