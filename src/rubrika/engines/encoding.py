"""The solver reading: a program in a search, rule by rule."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from rubrika.engines.averages import kept
from rubrika.engines.axes import Axis, UnsolvableError, pieces_of
from rubrika.engines.exact import Fact
from rubrika.engines.lines import Line, fixed
from rubrika.engines.program import Program
from rubrika.engines.solver import Search, Truth, opposite
from rubrika.rules.nodes import (
    Always,
    Applicable,
    Average,
    Both,
    Choose,
    Compare,
    Comparison,
    Condition,
    Constant,
    Either,
    Expression,
    Greatest,
    Input,
    Least,
    Log,
    Not,
    OneOf,
    Power,
    Product,
    Quotient,
    Rounded,
    Rule,
    Sum,
    Yes,
)

__all__ = ["Encoded"]


class Encoded:
    """A program in a search: the points of every step and the condition of every level.

    Args:
        search: The search, which has an axis for every input of the program.
        program: The program.
        applies: Whether each optional indicator applies.
        instead: Which other axis stands for an input, by ids.
        beside: Another program in the same search.
        same: The ids of the steps that have the same points in *beside*, which are not written
            twice.

    Raises:
        UnsolvableError: when a rule cannot be written in whole numbers; it names the part.
    """

    def __init__(
        self,
        search: Search,
        program: Program,
        applies: Mapping[str, bool],
        *,
        instead: Mapping[str, str] | None = None,
        beside: Encoded | None = None,
        same: Collection[str] = (),
    ) -> None:
        self.search = search
        known = {} if beside is None else {id_: beside.points.get(id_) for id_ in same}
        self._instead = dict(instead or {})
        self.applies = dict(applies)
        self.points: dict[str, Line] = {}
        for step in program.steps:
            if step.applies is None or self.holds(step.applies) is not False:
                self.points[step.id] = known.get(step.id) or self._step(step.id, step.points)
        self.levels: tuple[Truth, ...] = tuple(map(self.holds, program.levels))

    def _step(self, id_: str, rule: Expression) -> Line:
        if id_ not in self.search.axes:
            return self.number(rule)
        axis = self._axis(id_)
        known: dict[Rule, Fact] = {Applicable(id_): self.applies.get(id_, True)}
        return self._along(axis, rule, known)

    def _axis(self, id_: str) -> Axis:
        """The axis that stands for an input."""
        known = self._instead.get(id_, id_)
        return attrs.evolve(self.search.axes[known], id=known)

    def _read(self, read: Input) -> Axis:
        return self._axis(self.search.by_input[read].id)

    def _along(self, axis: Axis, rule: Expression, known: Mapping[Rule, Fact]) -> Line:
        """The number that runs along an axis."""
        search, place = self.search, self.search.places[axis.id]
        cases: list[tuple[Truth, Line]] = []
        for piece in pieces_of(rule, axis, known):
            inside = search.both(
                [
                    search.reaches(axis.id, piece.first),
                    opposite(search.reaches(axis.id, piece.last + 1)),
                ]
            )
            run = Line(place, piece.first, piece.last) if piece.slope else fixed(Fraction(0))
            run = run.scaled(piece.slope).moved(piece.start - piece.first * piece.slope)
            cases.append((inside, run))
        return search.chosen(cases)

    def given(self, level: int) -> Truth:
        """Whether the level at a place is the one that is given; -1 stands for none."""
        place = len(self.levels) if level < 0 else level
        above = [opposite(truth) for truth in self.levels[:place]]
        return self.search.both([*above, *self.levels[place : place + 1]])

    # Rules

    def number(self, rule: Expression) -> Line:
        """The number that *rule* says."""
        search = self.search
        match rule:
            case Constant(constant):
                return fixed(Fraction(constant))
            case Input("points", id_):
                return self.points[id_]
            case Input():
                return self._along(self._read(rule), rule, {})
            case Sum(terms):
                return search.total([self.number(term) for term in terms])
            case Product(factors):
                made = fixed(Fraction(1))
                for factor in factors:
                    made = self._product(made, self.number(factor))
                return made
            case Quotient(top, bottom):
                by = self.number(bottom).fixed
                if not by:
                    raise UnsolvableError("a division by what varies", rule)
                return self.number(top).scaled(1 / by)
            case Least(found) | Greatest(found):
                lines = [self.number(part) for part in found]
                return search.extreme(lines, most=isinstance(rule, Greatest))
            case Rounded(part, rounding):
                return search.rounded(self.number(part), rounding.step, rounding.how)
            case Power(base, exponent) if exponent.denominator == 1 and exponent > 0:
                line = self.number(base)
                made = line
                for _ in range(int(exponent) - 1):
                    made = self._product(made, line)
                return made
            case Choose(cases, otherwise):
                return self._choice(cases, otherwise)
            case Average():
                return self._average(rule)
            case Power() | Log():
                raise UnsolvableError("a root or logarithm", rule)
            case _:
                raise UnsolvableError("a rule that is not known here", rule)

    def _product(self, left: Line, right: Line) -> Line:
        for one, other in ((left, right), (right, left)):
            if one.fixed is not None:
                return other.scaled(one.fixed)
        return self.search.multiplied(left, right)

    def _choice(self, cases: Sequence[tuple[Condition, Expression]], otherwise: Expression) -> Line:
        left: Truth = True
        made: list[tuple[Truth, Line]] = []
        for when, then in cases:
            holds = self.holds(when)
            here = self.search.both([left, holds])
            if here is not False:
                made.append((here, self.number(then)))
            left = self.search.both([left, opposite(holds)])
            if left is False:
                break
        if left is not False:
            made.append((left, self.number(otherwise)))
        return self.search.chosen(made)

    def _average(self, rule: Average) -> Line:
        taking: list[tuple[Fraction, Line]] = []
        for term in rule.terms:
            part = True if term.when is None else self.holds(term.when)
            if not isinstance(part, bool):
                raise UnsolvableError("an average of parts that may or may not take part", rule)
            if part:
                taking.append((Fraction(term.weight), self.number(term.value)))
        lines = [line for _, line in taking]
        match rule.how:
            case "arithmetic":
                weight = sum((weight for weight, _ in taking), Fraction(0))
                if not weight:
                    raise UnsolvableError("an average without a part", rule)
                return self.search.total([line.scaled(w / weight) for w, line in taking])
            case "geometric":
                raise UnsolvableError("a geometric mean", rule)
            case _:
                if not lines:
                    raise UnsolvableError("an average without a part", rule)
                places = kept(rule.how, rule.n, range(len(lines)))
                return self.search.mean_of(lines, range(places[0], places[-1] + 1))

    def holds(self, rule: Condition) -> Truth:
        """Whether *rule* holds."""
        search = self.search
        match rule:
            case Always(always):
                return always
            case Compare(Input("value" | "context") as read, comparison, Constant(bound)):
                return self._value_compared(self._read(read), comparison, Fraction(bound))
            case Compare(left, comparison, right):
                return search.compared(self.number(left), comparison, self.number(right))
            case OneOf(read, options):
                axis = self._read(read)
                return search.either(
                    self._stands_at(axis, place)
                    for place, option in enumerate(axis.values)
                    if option in options
                )
            case Yes(read):
                axis = self._read(read)
                return (
                    search.reaches(axis.id, axis.values.index(True))
                    if True in axis.values
                    else False
                )
            case Applicable(id_):
                return self.applies.get(id_, True)
            case Both(found):
                return search.both(self._until(found, end=False))
            case Either(found):
                return search.either(self._until(found, end=True))
            case Not(part):
                return opposite(self.holds(part))
            case _:
                raise UnsolvableError("a condition that is not known here", rule)

    def _until(self, found: Iterable[Condition], *, end: bool) -> list[Truth]:
        """Whether each holds, up to the first of which that is certain and settles the whole.

        What stands behind may read points that there are only if that does not settle it.
        """
        made: list[Truth] = []
        for part in found:
            made.append(self.holds(part))
            if made[-1] is end:
                break
        return made

    def _stands_at(self, axis: Axis, place: int) -> Truth:
        reaches = self.search.reaches
        return self.search.both([reaches(axis.id, place), opposite(reaches(axis.id, place + 1))])

    def _value_compared(self, axis: Axis, comparison: Comparison, bound: Fraction) -> Truth:
        search = self.search
        below = axis.place(bound)
        exactly = below < len(axis.values) and axis.values[below] == bound
        from_it, after = search.reaches(axis.id, below), search.reaches(axis.id, below + exactly)
        match comparison:
            case ">=":
                return from_it
            case ">":
                return after
            case "<":
                return opposite(from_it)
            case "<=":
                return opposite(after)
            case "==":
                return search.both([from_it, opposite(after)])
            case _:
                return search.either([opposite(from_it), after])
