"""Bounds of differences: how far the points of the same subject can lie apart in two rubrics.

They are worked out from the leaves up. Of a leaf all values are looked at; of what stands above,
the two rules are laid side by side, and the differences of their parts are carried through. A bound
holds of every subject; a subject that reaches it need not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import Final

from rubrika.assurance.diff_implied import implied
from rubrika.assurance.diff_intervals import (
    ANYWHERE,
    NOWHERE,
    Linear,
    added,
    error_of,
    extreme_of,
    is_sure,
    met,
    ranges_of,
    where_of,
)
from rubrika.assurance.diff_leaves import moved_along, reads
from rubrika.assurance.diff_pair import Pair
from rubrika.engines.arithmetic import Interval
from rubrika.engines.bounds import Options, Reading
from rubrika.engines.exact import Fact
from rubrika.engines.program import Step
from rubrika.engines.signs import Sign, Signs
from rubrika.errors import RuleError
from rubrika.rules.canonical import canonical
from rubrika.rules.nodes import (
    Applicable,
    Average,
    Choose,
    Condition,
    Constant,
    Expression,
    Greatest,
    Input,
    Least,
    Product,
    Quotient,
    Rounded,
    Rule,
    Sum,
)
from rubrika.rules.traverse import walk

__all__ = ["Moves"]

_ZERO, _ONE = Fraction(0), Fraction(1)
_MOST_WHENS: Final = 8
_MOST_BRANCHES: Final = 8
_MOST_PARTS: Final = 12

_Branches = Sequence[tuple[Condition | None, Expression]]

_UNIT: Final = Constant(_ONE)


class Moves:
    """The differences of two rubrics: new minus old, node by node.

    ``of`` has the bounds of each node that both have, by id.
    """

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.of: dict[str, Interval] = {}
        self._leaves = {leaf.id for leaf in pair.new.indicators}
        self._whens: dict[str, bool] = {}
        self._forms: dict[int, tuple[Rule, str]] = {}
        possible = pair.anything()
        self.bare = Reading(possible)
        self.old, self.new = (ranges_of(program, dict(possible)) for program in pair.programs)
        before = {step.id: step for step in pair.programs[0].steps}
        for step in pair.programs[1].steps:
            if step.id in before:
                self.of[step.id] = self._step(before[step.id], step)

    def _step(self, old: Step, new: Step) -> Interval:
        same = self.form(old.points) == self.form(new.points)
        if new.id not in self._leaves:
            return self.between(old.points, new.points)
        if same:
            return NOWHERE  # of the same value
        given, axis = self.pair.given(new.id), self.pair.axis(new.id)
        found: list[Interval] = []
        for applies in (True, False) if new.id in self.pair.free else (True,):
            there = applies or (old.applies is None and new.applies is None)
            if there:
                known: dict[Rule, Fact] = {Applicable(new.id): applies}
                moved = moved_along(old.points, new.points, given, axis, known)
                found.append(self._apart(old.points, new.points) if moved is None else moved)
        return reduce(Interval.union, found)

    # Two rules

    def between(self, old: Expression, new: Expression) -> Interval:
        """The least and the most of what *new* gives minus what *old* gives."""
        if self.form(old) == self.form(new) and self.is_still(old):
            return NOWHERE
        found = met(self._between(old, new), self._apart(old, new))
        if is_sure(found):
            return found
        whens = self._open(old) | self._open(new)
        if not 0 < len(whens) <= _MOST_WHENS or self._whens:
            return found
        return met(found, self._by_cases(old, new, sorted(whens)))

    def _by_cases(self, old: Expression, new: Expression, whens: list[str]) -> Interval:
        """The same, with each combination of what applies for itself."""
        found: list[Interval] = []
        for answers in product((True, False), repeat=len(whens)):
            self._whens = dict(zip(whens, answers, strict=True))
            try:
                found.append(self._between(old, new))
            except ZeroDivisionError:
                continue  # nothing is left to average, so there are no points at all
            finally:
                self._whens = {}
        return reduce(Interval.union, found) if found else ANYWHERE

    def _open(self, rule: Expression) -> set[str]:
        """The conditions, by their forms, that decide what an average in *rule* is taken of."""
        whens = {
            self.form(term.when): term.when
            for part in walk(rule)
            if isinstance(part, Average)
            for term in part.terms
            if term.when is not None
        }
        return {form for form, when in whens.items() if self._takes_part(when) is None}

    def _takes_part(self, when: Condition | None) -> bool | None:
        if when is None:
            return True
        known = self._whens.get(self.form(when))
        if known is not None:
            return known
        try:
            return self.bare.holds(when)
        except (RuleError, ArithmeticError, KeyError):
            return None

    def _between(self, old: Expression, new: Expression) -> Interval:
        if isinstance(old, Rounded) or isinstance(new, Rounded):
            return self._rounded(old, new)
        for kind in (Least, Greatest):
            if isinstance(old, kind) or isinstance(new, kind):
                return self._extreme(old, new, most=kind is Greatest)
        if isinstance(old, Choose) or isinstance(new, Choose):
            return self._chosen(old, new)
        one, other = self.linear(old), self.linear(new)
        if one == {old: _ONE} and other == {new: _ONE}:
            return self._atoms(old, new)
        return self._sums(one, other)

    def _sums(self, one: Linear, other: Linear) -> Interval:
        twins = self._matched(one, other)
        found = NOWHERE
        for old, new in twins:
            before = one[old] if old is not None else _ZERO
            after = other[new] if new is not None else _ZERO
            found += self._scaled(old, before, new, after)
        return found

    def _scaled(
        self, old: Expression | None, before: Fraction, new: Expression | None, after: Fraction
    ) -> Interval:
        """The difference of two numbers, each times a factor."""
        here = None if old is None else where_of(old, self.old)
        there = None if new is None else where_of(new, self.new)
        if old is None or new is None:
            found = NOWHERE if there is None else there * Interval.at(after)
            return found if here is None else found + here * Interval.at(-before)
        assert here is not None  # noqa: S101 - it is there if *old* is
        assert there is not None  # noqa: S101 - as above
        moved = (
            self.between(old, new) if self.form(old) != self.form(new) else self._moved(old, new)
        )
        change = Interval.at(after - before)
        return met(
            moved * Interval.at(after) + here * change, moved * Interval.at(before) + there * change
        )

    def _moved(self, old: Expression, new: Expression) -> Interval:
        return NOWHERE if self.is_still(old) else self.between(old, new)

    def linear(self, rule: Expression) -> Linear:
        """*rule* as a sum of parts, each times a factor."""
        match rule:
            case Constant(number):
                return {_UNIT: Fraction(number)}
            case Sum(terms):
                return added((self.linear(term), _ONE) for term in terms)
            case Product(factors):
                fixed = [Fraction(f.value) for f in factors if isinstance(f, Constant)]
                others = [f for f in factors if not isinstance(f, Constant)]
                by = reduce(Fraction.__mul__, fixed, _ONE)
                if not others:
                    return {_UNIT: by}
                if len(others) == 1:
                    return added([(self.linear(others[0]), by)])
                return {rule: _ONE}
            case Quotient(top, Constant(by)) if by:
                return added([(self.linear(top), 1 / Fraction(by))])
            case Average("arithmetic", terms):
                taking = [self._takes_part(term.when) for term in terms]
                if None in taking:
                    return {rule: _ONE}
                there = [term for term, takes in zip(terms, taking, strict=True) if takes]
                weight = sum((Fraction(term.weight) for term in there), _ZERO)
                if not weight:
                    raise ZeroDivisionError
                return added(
                    (self.linear(term.value), Fraction(term.weight) / weight) for term in there
                )
            case _:
                return {rule: _ONE}

    def _matched(
        self, one: Linear, other: Linear
    ) -> list[tuple[Expression | None, Expression | None]]:
        """The parts of two sums in pairs: the same, then those that read the same, then alike."""
        found: list[tuple[Expression | None, Expression | None]] = []
        gone, come = list(one), list(other)
        ways: list[Callable[[Expression], object]] = [self.form, reads, type]
        for alike in ways:
            for old in list(gone):
                key = alike(old)
                new = next((part for part in come if alike(part) == key), None)
                if new is not None and (alike is not type or not isinstance(old, Input)):
                    found.append((old, new))
                    gone.remove(old)
                    come.remove(new)
        return [*found, *((old, None) for old in gone), *((None, new) for new in come)]

    # Rules that are no sums

    def _atoms(self, old: Expression, new: Expression) -> Interval:
        match old, new:
            case (Constant(one), Constant(other)):
                return Interval.at(Fraction(other) - Fraction(one))
            case (Input("points", id_), Input("points", same)) if id_ == same:
                return self.of.get(id_, ANYWHERE)
            case (Average(), Average()):
                return self._averages(old, new)
            case (Product(first), Product(second)) if len(first) == len(second):
                return self._products(first, second)
            case _:
                return self._by_sign(old, new)

    def _products(self, old: Iterable[Expression], new: Iterable[Expression]) -> Interval:
        """By (a' - a) b' + a (b' - b) for a'b' - ab."""
        moved, here, there = NOWHERE, Interval.at(_ONE), Interval.at(_ONE)
        for one, other in zip(old, new, strict=True):
            step = self.between(one, other)
            after = where_of(other, self.new)
            moved = moved * after + here * step
            here, there = here * where_of(one, self.old), there * after
        return met(moved, there + here * Interval.at(-_ONE))

    def _averages(self, old: Average, new: Average) -> Interval:
        terms = list(zip(old.terms, new.terms, strict=False))
        same = len(old.terms) == len(new.terms) and all(
            _same_when(self, one.when, other.when) for one, other in terms
        )
        if old.how != new.how or not same or old.how == "geometric":
            return self._by_sign(old, new)
        weights = [(Fraction(one.weight), Fraction(other.weight)) for one, other in terms]
        equal = len({a / b for a, b in weights if b}) == 1 and all(a and b for a, b in weights)
        if old.how == "arithmetic" and not equal:
            return ANYWHERE
        moved = reduce(
            Interval.union,
            (self.between(one.value, other.value) for one, other in terms),
        )
        if old.n == new.n:
            return moved
        more = (new.n < old.n) == (old.how == "best")  # fewer of the best, or without more
        if old.how not in ("best", "drop-worst"):
            return self._by_sign(old, new)
        return Interval(moved.least, None) if more else Interval(None, moved.most)

    def _rounded(self, old: Expression, new: Expression) -> Interval:
        inner_old = old.part if isinstance(old, Rounded) else old
        inner_new = new.part if isinstance(new, Rounded) else new
        moved = self.between(inner_old, inner_new)
        found = moved + error_of(new) + -error_of(old)
        if isinstance(old, Rounded) and isinstance(new, Rounded):
            one, other = old.rounding, new.rounding
            if (Fraction(one.step), one.how) == (Fraction(other.step), other.how):
                if moved == NOWHERE:
                    return NOWHERE
                least = _ZERO if moved.least is not None and moved.least >= 0 else None
                most = _ZERO if moved.most is not None and moved.most <= 0 else None
                found = met(found, Interval(least, most))
        return found

    def _extreme(self, old: Expression, new: Expression, *, most: bool) -> Interval:
        kind = Greatest if most else Least
        before = (
            old.parts if isinstance(old, Least | Greatest) and isinstance(old, kind) else (old,)
        )
        after = new.parts if isinstance(new, Least | Greatest) and isinstance(new, kind) else (new,)
        if len(before) == len(after):
            paired = map(self.between, before, after)
            found = reduce(Interval.union, paired)
            if is_sure(found) or len(before) > _MOST_PARTS:
                return found
        if len(before) * len(after) > _MOST_PARTS**2:
            return ANYWHERE
        table = [[self.between(one, other) for one in before] for other in after]
        return extreme_of(table, most=most)

    def _chosen(self, old: Expression, new: Expression) -> Interval:
        before, after = _branches(old), _branches(new)
        if len(before) * len(after) > _MOST_BRANCHES**2:
            return ANYWHERE
        whens = [[self.form(w) for w, _ in side if w is not None] for side in (before, after)]
        still = whens[0] == whens[1] and all(
            self.is_still(when) for when, _ in before if when is not None
        )
        found: list[Interval] = []
        for place, (_, one) in enumerate(before):
            for other_place, (_, other) in enumerate(after):
                if (place == other_place or not still) and self._can_meet(
                    before, after, place, other_place
                ):
                    found.append(self.between(one, other))
        return reduce(Interval.union, found) if found else ANYWHERE

    def _can_meet(
        self,
        before: _Branches,
        after: _Branches,
        place: int,
        other: int,
    ) -> bool:
        """Whether a subject can be in one case before and in another case after."""
        if len(before) != 2 or len(after) != 2 or place == other:  # noqa: PLR2004 - yes or no
            return True
        when, then = before[0][0], after[0][0]
        if when is None or then is None:
            return True
        if place == 0:
            return not self.implied(when, then, forward=True)
        return not self.implied(then, when, forward=False)

    def implied(self, given: Condition, wanted: Condition, *, forward: bool) -> bool:
        """Whether it is proved that who meets *given* in the one meets *wanted* in the other."""
        return implied(self, given, wanted, forward=forward)

    def _by_sign(self, old: Expression, new: Expression) -> Interval:
        """What is known of one rule whose parts only rise, or only fall."""
        if self.form(old) != self.form(new):
            return ANYWHERE
        known = {
            read: Sign(
                rises=moved.most is None or moved.most > 0,
                falls=moved.least is None or moved.least < 0,
            )
            for read in reads(old)
            if read.role == "points"
            for moved in (self.of.get(read.id, ANYWHERE),)
        }
        both: dict[Expression | Condition, Interval | Options] = {
            read: where_of(read, self.old).union(where_of(read, self.new)) for read in reads(old)
        }
        sign = Signs(known, Reading({**self.bare.possible, **both})).value(old)
        return Interval(None if sign.falls else _ZERO, None if sign.rises else _ZERO)

    # What is known

    def is_still(self, rule: Rule) -> bool:
        """Whether nothing that *rule* reads differs."""
        return all(
            self.of.get(read.id) == NOWHERE
            for read in reads(rule)
            if read.role in ("points", "share")
        )

    def form(self, rule: Rule) -> str:
        """The one text of all spellings of *rule*."""
        known = self._forms.get(id(rule))
        if known is None:
            known = self._forms[id(rule)] = (rule, canonical(rule))  # kept, so that ids stay
        return known[1]

    def _apart(self, old: Expression, new: Expression) -> Interval:
        """What is known of the difference from where both can lie."""
        return where_of(new, self.new) + -where_of(old, self.old)


def _branches(rule: Expression) -> _Branches:
    """The cases of a choice, of which the last holds otherwise; a rule is its only one."""
    if isinstance(rule, Choose):
        return [*rule.cases, (None, rule.otherwise)]
    return [(None, rule)]


def _same_when(moves: Moves, one: Condition | None, other: Condition | None) -> bool:
    if one is None or other is None:
        return one is other
    return moves.form(one) == moves.form(other) and moves.is_still(one)
