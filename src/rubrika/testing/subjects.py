"""Subjects for tests: complete values for a rubric, read fast, and again by other values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import islice, product
from typing import Any, Final, cast

import attrs

from rubrika.engines.exact import Fact, Facts, IrrationalError, holds
from rubrika.engines.lookups import plain_number
from rubrika.errors import RubrikaError
from rubrika.model.display import limits_of
from rubrika.model.observations import Assessment, NotApplicable
from rubrika.model.rubric import Rubric
from rubrika.number import Exact
from rubrika.rules.nodes import Always, Applicable, Expression, Input, Rule
from rubrika.rules.traverse import rewrite, walk
from rubrika.testing.observed import edges_in, plainly

__all__ = ["REASON", "Space", "Subject", "as_fast_values", "space_of", "subject_of"]

REASON: Final = "does not apply to this subject"
"""The justification that generated assessments give where something does not apply."""

_CONTEXTS: Final = 16


@attrs.frozen(eq=False, slots=False)
class Subject:
    """Complete values: of every indicator, and of every fact of the context.

    Args:
        rubric: The rubric.
        values: The values, by the id of the indicator.
        context: The facts, by the id of the attribute.
        absent: The indicators that do not apply.
    """

    rubric: Rubric
    values: Mapping[str, Fact]
    context: Mapping[str, Fact]
    absent: frozenset[str] = frozenset()

    @cached_property
    def _moved(self) -> dict[tuple[str, Fact], Subject]:
        return {}

    def with_value(self, id_: str, value: Fact) -> Subject:
        """The same subject with another value of one indicator; it is remembered."""
        if (id_, value) not in self._moved:
            self._moved[id_, value] = self.with_values({id_: value})
        return self._moved[id_, value]

    def with_values(self, others: Mapping[str, Fact]) -> Subject:
        """The same subject with other values of some indicators."""
        return Subject(self.rubric, {**self.values, **others}, self.context, self.absent)

    def without(self, absent: Iterable[str]) -> Subject:
        """The same subject, to which some indicators do not apply."""
        return Subject(self.rubric, self.values, self.context, frozenset(absent))

    @property
    def key(self) -> object:
        """What subjects of one rubric are told apart by."""
        present = {id_: v for id_, v in self.values.items() if id_ not in self.absent}
        return frozenset(present.items()), frozenset(self.context.items())

    @cached_property
    def known(self) -> Facts | None:
        """All that levels can read: values, facts and points. None if it cannot be scored."""
        facts: dict[Rule, Fact] = {
            Input("context", id_): fact for id_, fact in self.context.items()
        }
        for leaf in self.rubric.indicators:
            if leaf.na is not None:
                facts[Applicable(leaf.id)] = leaf.id not in self.absent
            if leaf.id not in self.absent:
                facts[leaf.value] = self.values[leaf.id]
        points = self._points(facts)
        if points is None:
            return None
        outputs = zip(self.rubric.outputs, points, strict=True)
        facts |= {read: found for read, found in outputs if isinstance(found, Fraction)}
        return facts

    def _points(self, facts: Facts) -> Iterable[Exact | None] | None:
        fast = self.rubric.fast
        if fast is not None and not self.absent:
            trace = fast.trace(_quickly(self.values), _quickly(self.context))
            if trace is not None:
                return [
                    Fraction(number) if den is None else Fraction(number, den)
                    for number, den in zip(trace[:-1], fast.denominators, strict=True)
                ]
        try:
            return self.rubric.program.run(facts).points.values()
        except RubrikaError:
            return None

    @property
    def place(self) -> int | None:
        """The place of the level that is given, −1 for none; None if it cannot be told exactly."""
        if self.known is None:
            return None
        try:
            levels = enumerate(self.rubric.conditions)
            return next((place for place, rule in levels if holds(rule, self.known)), -1)
        except (IrrationalError, RubrikaError, KeyError):
            return None

    @property
    def assessment(self) -> Assessment:
        """It, as an assessment."""
        shown: dict[str, Any] = {
            leaf.id: NotApplicable(REASON)
            if leaf.id in self.absent
            else plainly(self.values[leaf.id])
            for leaf in self.rubric.indicators
        }
        return Assessment(shown, context={id_: plainly(f) for id_, f in self.context.items()})


@attrs.frozen(eq=False, slots=False)
class Space:
    """The edges of all inputs of a rubric, and the best and worst that there is of each.

    Args:
        rubric: The rubric.
    """

    rubric: Rubric

    @cached_property
    def edges(self) -> dict[str, tuple[Fact, ...]]:
        """The edges of every indicator, in its own rule and in those of the levels, by id."""
        read = {rule: frozenset(walk(rule)) for rule in self.rubric.conditions}
        limits = limits_of(self.rubric)
        found: dict[str, tuple[Fact, ...]] = {}
        for leaf in self.rubric.indicators:
            points = cast("Expression", rewrite(leaf.points, _applying))
            bounds = limits[Input("points", leaf.id)]
            rules: list[Rule] = [points, *(points >= bound for bound in bounds)]
            rules += [rule for rule, parts in read.items() if leaf.value in parts]
            found[leaf.id] = edges_in(leaf.domain, leaf.value, rules)
        return found

    @cached_property
    def facts(self) -> dict[str, tuple[Fact, ...]]:
        """The edges of every fact of the context, by id."""
        return {
            fact.id: edges_in(fact.domain, Input("context", fact.id), self.rubric.conditions)
            for fact in self.rubric.context
        }

    @cached_property
    def contexts(self) -> tuple[dict[str, Fact], ...]:
        """Combinations of facts: all of them, or the first few."""
        every = product(*self.facts.values())
        return tuple(
            dict(zip(self.facts, chosen, strict=True)) for chosen in islice(every, _CONTEXTS)
        )

    @cached_property
    def earned(self) -> dict[str, dict[Fact, Fraction]]:
        """The points of every edge of every indicator, by id; simple values first."""
        first = {id_: edges[0] for id_, edges in self.edges.items()}
        found: dict[str, dict[Fact, Fraction]] = {}
        for leaf in self.rubric.indicators:
            read, points = Input("points", leaf.id), dict[Fact, Fraction]()
            for value in sorted(self.edges[leaf.id], key=_simplicity):
                known = Subject(self.rubric, {**first, leaf.id: value}, self.contexts[0]).known
                reached = None if known is None else known.get(read)
                points[value] = reached if isinstance(reached, Fraction) else Fraction(0)
            found[leaf.id] = points
        return found

    @cached_property
    def best(self) -> dict[str, Fact]:
        """The (simplest) edge of every indicator with the most points, by id."""
        return {id_: max(points, key=points.__getitem__) for id_, points in self.earned.items()}

    @cached_property
    def worst(self) -> dict[str, Fact]:
        """The (simplest) edge of every indicator with the fewest points, by id."""
        return {id_: min(points, key=points.__getitem__) for id_, points in self.earned.items()}


def _applying(part: Rule) -> Rule | None:
    return Always() if isinstance(part, Applicable) else None


def _quickly(values: Mapping[str, Fact]) -> dict[str, Fact | int | float]:
    """Values as the fast reading takes them."""
    return {id_: plain_number(v) if isinstance(v, Fraction) else v for id_, v in values.items()}


def as_fast_values(rubric: Rubric, seen: Assessment) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values and the context of an assessment as a caller in a hurry gives them.

    Numbers are whole numbers or floats, where these are the same.
    """
    plain: dict[str, Any] = {}
    for leaf in rubric.indicators:
        given = seen.observations[leaf.id].value if leaf.id in seen.observations else None
        if isinstance(given, NotApplicable):
            plain[leaf.id] = given
        elif given is not None:
            plain[leaf.id] = leaf.domain.check(given)
    stated = {
        fact.id: fact.domain.check(seen.context[fact.id])
        for fact in rubric.context
        if seen.context.get(fact.id) is not None
    }
    return _quickly(plain), _quickly(stated)


def subject_of(rubric: Rubric, seen: Assessment) -> Subject | None:
    """A complete assessment as a subject; None for one in which something is missing."""
    absent = {id_ for id_, one in seen.observations.items() if isinstance(one.value, NotApplicable)}
    first = {leaf.id: space_of(rubric).edges[leaf.id][0] for leaf in rubric.indicators}
    values = {
        leaf.id: first[leaf.id]
        if leaf.id in absent
        else leaf.domain.check(seen.observations[leaf.id].value)
        for leaf in rubric.indicators
        if leaf.id in seen.observations
    }
    context = {
        fact.id: fact.domain.check(stated)
        for fact in rubric.context
        if (stated := seen.context.get(fact.id, fact.default)) is not None
    }
    if len(values) < len(rubric.indicators) or len(context) < len(rubric.context):
        return None
    return Subject(rubric, values, context, frozenset(absent))


def _simplicity(fact: Fact) -> tuple[int, Fraction]:
    """By what edges are ordered: whole numbers before others, small ones before large ones."""
    return (fact.denominator, abs(fact)) if isinstance(fact, Fraction) else (0, Fraction(0))


@lru_cache(maxsize=32)
def space_of(rubric: Rubric) -> Space:
    """The space of a rubric, worked out once."""
    return Space(rubric)
