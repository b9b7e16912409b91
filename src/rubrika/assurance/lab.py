"""The laboratory: where subjects of a rubric are made, tried, and searched for.

What is cheap comes first: subjects at the corners and edges of the rubric are scored and kept; the
interval reading proves what no subject can do; only what is left goes to the solver.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product
from random import Random
from typing import Final, Literal, TypeAlias

import attrs

from rubrika.assurance.finding_words import say
from rubrika.assurance.subjects import Result, assessment_of, facts_of, result_of, result_of_trace
from rubrika.engines.axes import Axis, Piece, UnsolvableError, axes_of, pieces_of
from rubrika.engines.bounds import Reading
from rubrika.engines.encoding import Encoded
from rubrika.engines.exact import Fact, holds
from rubrika.engines.lookups import plain_number
from rubrika.engines.proofs import impossible
from rubrika.engines.solver import Search, Truth
from rubrika.errors import MissingExtraError, RubrikaError
from rubrika.model.observations import Assessment
from rubrika.model.rubric import Rubric
from rubrika.rules.nodes import Applicable, Condition, Input, Rule
from rubrika.text import Text, optional_text

__all__ = ["MOST_SOLVED", "Applies", "Lab", "Sought", "Subject"]

Applies: TypeAlias = Mapping[str, bool]

_RANDOM: Final = 300
_MOST_PATTERNS: Final = 128
MOST_SOLVED: Final = 8
"""For how many combinations of what applies the solver is asked."""
_STEPS: Final = 20


@attrs.frozen(eq=False, slots=False)
class Subject:
    """A complete subject and what the reference reading gives it.

    Args:
        rubric: The rubric.
        values: Its values by the id of indicators and context attributes.
        applies: What optional indicators apply to it, where not all do.
    """

    rubric: Rubric
    values: dict[str, Fact]
    applies: Applies

    @cached_property
    def facts(self) -> dict[Rule, Fact]:
        """It, as rules read it."""
        return facts_of(self.rubric, self.values, self.applies)

    @cached_property
    def result(self) -> Result:
        """Its points and level: by the fast reading where there is one, else by the reference."""
        fast = self.rubric.fast
        if fast is not None and all(self.applies.values()):
            context = {fact.id: _plain(self.values[fact.id]) for fact in self.rubric.context}
            values = {leaf.id: _plain(self.values[leaf.id]) for leaf in self.rubric.indicators}
            trace = fast.trace(values, context)
            if trace is not None:
                return result_of_trace(self.rubric, fast.denominators, trace)
        return self.reference

    @cached_property
    def reference(self) -> Result:
        """Its points and level, by the reference reading."""
        return result_of(self.rubric, self.facts)

    @cached_property
    def known(self) -> dict[Rule, Fact]:
        """Its facts and all its points, as the conditions of levels read them."""
        return self._with_points(self.result)

    def _with_points(self, result: Result) -> dict[Rule, Fact]:
        known = dict(self.facts)
        known |= {
            read: found
            for read, found in zip(self.rubric.outputs, result.points.values(), strict=True)
            if isinstance(found, Fraction)
        }
        return known

    @property
    def assessment(self) -> Assessment:
        """It, as an assessment."""
        return assessment_of(self.rubric, self.values, self.applies)

    def meets(self, condition: Condition) -> bool:
        """Whether an (expanded) condition holds of it."""
        return holds(condition, self.known)

    def confirms(self, condition: Condition) -> bool:
        """Whether an (expanded) condition holds of it by the reference reading."""
        return holds(condition, self._with_points(self.reference))

    def moved(self, id_: str, value: Fact) -> Subject:
        """The same subject with another value of one input."""
        return Subject(self.rubric, {**self.values, id_: value}, self.applies)


@attrs.frozen
class Sought:
    """What came of looking for a subject.

    Args:
        answer: ``"found"``; ``"impossible"``, which is proved; or ``"unknown"``.
        subjects: What was found.
        reason: Why it is not known.
        hint: What may help.
    """

    answer: Literal["found", "impossible", "unknown"]
    subjects: tuple[Subject, ...] = ()
    reason: Text = attrs.field(default=None, converter=optional_text)
    hint: Text = attrs.field(default=None, converter=optional_text)


@attrs.frozen(eq=False, slots=False)
class Lab:
    """Makes subjects of a rubric and searches among them.

    Args:
        rubric: The rubric.
        seconds: How long all searches together may take.
    """

    rubric: Rubric
    seconds: float = 30
    _started: float = attrs.field(factory=time.monotonic, init=False)

    @property
    def left(self) -> float:
        """How many seconds are left."""
        return self.seconds - (time.monotonic() - self._started)

    @cached_property
    def axes(self) -> dict[str, Axis]:
        """The values of every input."""
        return axes_of(self.rubric.program)

    @cached_property
    def optional(self) -> tuple[str, ...]:
        """The indicators that need not apply."""
        return tuple(leaf.id for leaf in self.rubric.indicators if leaf.na is not None)

    @property
    def patterns(self) -> tuple[dict[str, bool], ...]:
        """What may apply: everything, then all but one, and so on; perhaps not all of these."""
        return self._patterns[0]

    @cached_property
    def _patterns(self) -> tuple[tuple[dict[str, bool], ...], bool]:
        found: list[dict[str, bool]] = []
        for count in range(len(self.optional) + 1):
            for absent in combinations(self.optional, count):
                pattern = {id_: id_ not in absent for id_ in self.optional}
                if self._means_anything(pattern):
                    if len(found) == _MOST_PATTERNS:
                        return tuple(found), False
                    found.append(pattern)
        return tuple(found), True

    def _means_anything(self, pattern: Applies) -> bool:
        when = self.rubric.applies
        facts: dict[Rule, Fact] = {Applicable(id_): answer for id_, answer in pattern.items()}
        return when is None or holds(when, facts)

    @cached_property
    def all_patterns(self) -> bool:
        """Whether :attr:`patterns` are all."""
        return self._patterns[1]

    @cached_property
    def pieces(self) -> dict[str, tuple[Piece, ...]]:
        """How the points of each indicator run along its values, where that can be told."""
        found: dict[str, tuple[Piece, ...]] = {}
        for leaf in self.rubric.indicators:
            step = self.rubric.program.steps[self.rubric.places[leaf.id]]
            known: dict[Rule, Fact] = {Applicable(leaf.id): True}
            try:
                found[leaf.id] = pieces_of(step.points, self.axes[leaf.id], known)
            except UnsolvableError:
                continue
        return found

    def telling(self, id_: str) -> tuple[int, ...]:
        """The places on an axis that matter: the ends of every piece, and some between."""
        count = len(self.axes[id_].values)
        if id_ not in self.pieces:
            return tuple(sorted({0, 1 % count, count // 2, count - 1}))
        ends = {end for piece in self.pieces[id_] for end in (piece.first, piece.last)}
        return tuple(sorted(ends | {count // 2, count // 3}))

    def best(self, id_: str, *, worst: bool = False) -> Fact:
        """The value with the most (or least) points; for a fact of the context, the first."""
        if (id_, worst) not in self._extremes:
            self._extremes[id_, worst] = self._extreme(id_, worst=worst)
        return self._extremes[id_, worst]

    @cached_property
    def _extremes(self) -> dict[tuple[str, bool], Fact]:
        return {}

    def _extreme(self, id_: str, *, worst: bool) -> Fact:
        axis = self.axes[id_]
        if id_ not in self.pieces:
            return axis.values[0 if worst else len(axis.values) - 1]
        ends = [
            (points, place)
            for piece in self.pieces[id_]
            for points, place in ((piece.start, piece.first), (piece.end, piece.last))
        ]
        points = (min if worst else max)(points for points, _ in ends)
        return axis.values[next(place for found, place in ends if found == points)]

    @cached_property
    def reading(self) -> Reading:
        """Where every input and all points can lie."""
        possible = self.rubric.program.anything()
        outlook = self.rubric.program.outlook(possible)
        possible |= {Input("points", id_): found for id_, found in outlook.points.items() if found}
        return Reading(possible)

    # Subjects to try

    @cached_property
    def pool(self) -> tuple[Subject, ...]:
        """Subjects at the corners and edges of the rubric, and some at random."""
        return tuple(self._pool())

    @cached_property
    def corners(self) -> tuple[Subject, ...]:
        """The subjects with the best values everywhere, one for each context."""
        best = {leaf.id: self.best(leaf.id) for leaf in self.rubric.indicators}
        everything = dict.fromkeys(self.optional, True)
        return tuple(
            Subject(self.rubric, context | best, everything) for context in self.contexts()
        )

    def downwards(self, id_: str) -> Iterator[Fact]:
        """Some values of an indicator, from the fewest points up; even steps along each piece."""
        axis = self.axes[id_]
        found: dict[int, Fraction] = {}
        for piece in self.pieces.get(id_, ()):
            run = piece.last - piece.first
            for part in range(_STEPS + 1):
                ahead = run * part // _STEPS
                found[piece.first + ahead] = piece.start + ahead * piece.slope
        for place in sorted(found, key=found.__getitem__):
            yield axis.values[place]

    def contexts(self) -> Iterator[dict[str, Fact]]:
        """Every combination of facts of the context, of those that matter; at most 32."""
        ids = [fact.id for fact in self.rubric.context]
        choices = [[self.axes[id_].values[place] for place in self._few(id_)] for id_ in ids]
        for number, chosen in enumerate(product(*choices)):
            if number < 32:  # noqa: PLR2004 - as said above
                yield dict(zip(ids, chosen, strict=True))

    def _few(self, id_: str) -> tuple[int, ...]:
        count = len(self.axes[id_].values)
        return tuple(range(count)) if count < 10 else (0, count // 2, count - 1)  # noqa: PLR2004 - all of a few

    def _pool(self) -> Iterator[Subject]:
        leaves = [leaf.id for leaf in self.rubric.indicators]
        everything = dict.fromkeys(self.optional, True)
        random = Random(1)  # noqa: S311 - a sample, always the same
        contexts = list(self.contexts())
        for context in contexts:
            for worst in (False, True):
                corner = context | {id_: self.best(id_, worst=worst) for id_ in leaves}
                yield Subject(self.rubric, corner, everything)
                for pattern in self.patterns[1:9]:
                    yield Subject(self.rubric, corner, pattern)
                for id_ in leaves:
                    for place in self.telling(id_):
                        values = corner | {id_: self.axes[id_].values[place]}
                        yield Subject(self.rubric, values, everything)
        for number in range(_RANDOM):
            context = contexts[number % len(contexts)]
            share = random.random()
            values = context | {
                id_: self.best(id_)
                if random.random() < share
                else self.axes[id_].values[random.choice(self.telling(id_))]
                for id_ in leaves
            }
            pattern = everything if number % 3 else random.choice(self.patterns)
            yield Subject(self.rubric, values, pattern)

    # Searching

    def seek(self, condition: Condition) -> Sought:
        """Look for a subject of which an (expanded) condition holds, or for a proof of none.

        First among those that were tried, then by intervals, and then with the solver; what that
        finds is confirmed by the reference reading.
        """
        for subject in self.pool:
            if _meets(subject, condition) and subject.confirms(condition):
                return Sought("found", (subject,))
        if impossible(self.rubric.program, [condition]):
            return Sought("impossible")
        for pattern in self.patterns[:MOST_SOLVED]:
            found = self._solve(condition, pattern)
            if found.answer == "found":
                return found
            if found.answer == "unknown":
                return found
        if len(self.patterns) > MOST_SOLVED:
            return Sought("unknown", reason=say("too many"))
        return self.unless_sampled()

    def seek_among(self, pattern: Applies, condition: Condition) -> Sought:
        """With the solver, look for a subject to whom just *pattern* applies; see :meth:`seek`."""
        found = self._solve(condition, pattern)
        return self.unless_sampled() if found.answer == "impossible" else found

    def unless_sampled(self, axes: Mapping[str, Axis] | None = None) -> Sought:
        """That something is impossible, if the values that were looked at stand for all."""
        known = self.axes if axes is None else axes
        sampled = [axis.id for axis in known.values() if not axis.complete]
        if not sampled:
            return Sought("impossible")
        listed = ", ".join(sampled[:3]) + ("…" if len(sampled) > 3 else "")  # noqa: PLR2004 - enough
        return Sought("unknown", reason=say("sampled", ids=listed))

    def _solve(self, condition: Condition, pattern: Applies) -> Sought:
        return self.solved(
            pattern,
            self.axes,
            lambda search: [Encoded(search, self.rubric.program, pattern).holds(condition)],
            lambda subject, _: (subject,) if subject.confirms(condition) else None,
        )

    def solved(
        self,
        pattern: Applies,
        axes: Mapping[str, Axis],
        ask: Callable[[Search], Iterable[Truth]],
        confirm: Callable[[Subject, Mapping[str, Fact]], tuple[Subject, ...] | None],
    ) -> Sought:
        """Search with the solver among subjects to whom what *pattern* says applies.

        Args:
            pattern: What applies.
            axes: The values of all inputs, and perhaps of others.
            ask: What must hold, in terms of the search.
            confirm: Makes subjects of what was found, if the reference reading agrees.
        """
        if self.left <= 0:
            return self._late()
        try:
            search = Search(axes)
            for truth in ask(search):
                search.require(truth)
        except UnsolvableError as error:
            return Sought("unknown", reason=say("unsolvable", reason=error.reason))
        except MissingExtraError:
            return Sought("unknown", reason=say("no solver"), hint=say("no solver hint"))
        found = search.solve(seconds=self.left)
        if found.answer == "unknown":
            return self._late()
        if found.answer == "impossible":
            return Sought("impossible")
        values = {id_: found.values[id_] for id_ in self.axes}
        confirmed = confirm(Subject(self.rubric, values, pattern), found.values)
        if confirmed is None:
            return Sought("unknown", reason=say("not confirmed"))
        return Sought("found", confirmed)

    def _late(self) -> Sought:
        reason = say("late", seconds=f"{self.seconds:g}")
        return Sought("unknown", reason=reason, hint=say("late hint"))


def _plain(fact: Fact) -> object:
    """A value as the fast reading takes it."""
    return plain_number(fact) if isinstance(fact, Fraction) else fact


def _meets(subject: Subject, condition: Condition) -> bool:
    """Whether a condition holds of a subject; not of one that cannot be scored."""
    try:
        return subject.meets(condition)
    except (RubrikaError, KeyError):
        return False
