"""Proofs by intervals: that no subject whatever makes some conditions hold together.

What conditions say about inputs and points is carried through the rules of a program, upwards and
downwards, until nothing changes or something is left without a possible value; where a condition is
an alternative, each side is tried. A proof holds of all real numbers. Where there is none, nothing
is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache, reduce
from typing import Final, TypeAlias

from rubrika.engines.arithmetic import Interval
from rubrika.engines.bounds import Options, Possible, Reading
from rubrika.engines.program import Program, Step
from rubrika.errors import RuleError
from rubrika.rules.nodes import (
    MIRRORED,
    Applicable,
    Average,
    Both,
    Choose,
    Compare,
    Condition,
    Constant,
    Either,
    Expression,
    Greatest,
    Input,
    Least,
    Not,
    Product,
    Quotient,
    Rule,
    Sum,
    both,
    negate,
)
from rubrika.rules.traverse import walk

__all__ = ["impossible"]

_ROUNDS: Final = 6
_DEEPEST: Final = 12


def impossible(program: Program, conditions: Iterable[Condition]) -> bool:
    """Whether it is proved that no subject makes all *conditions* hold.

    >>> from rubrika import Indicator, Rubric, YesNo
    >>> from rubrika.rules import parse_condition
    >>> leaves = [Indicator("a", "A", YesNo(60)), Indicator("b", "B", YesNo(40))]
    >>> rubric = Rubric("r", version="1", title="R", criteria=leaves)
    >>> asked = ['points("total") >= 70', 'not yes(value("b"))']
    >>> impossible(rubric.program, map(parse_condition, asked))
    True
    """
    try:
        return _refuted(program, list(conditions), program.anything())
    except (
        RuleError,
        ArithmeticError,
        KeyError,
    ):  # a rule that cannot be read everywhere proves nothing
        return False


class _NothingLeft(Exception):  # noqa: N818 - it is a signal, not an error
    """An input or a node is left without a possible value."""


def _refuted(program: Program, conditions: list[Condition], possible: Possible) -> bool:
    return _refuted_from(_Box(program, dict(possible), {}), conditions, _DEEPEST)


def _refuted_from(box: _Box, conditions: list[Condition], depth: int) -> bool:
    try:
        box.settle(conditions)
    except _NothingLeft:
        return True
    if not depth:
        return False
    open_ = [part for part in _flat(conditions) if box.reading.holds(part) is None]
    for place, part in enumerate(open_):
        sides = _alternatives(part)
        if sides:
            rest = open_[:place] + open_[place + 1 :]
            return all(_refuted_from(box.copy(), [side, *rest], depth - 1) for side in sides)
    return False


def _flat(conditions: Iterable[Condition]) -> list[Condition]:
    """The conditions that must all hold, taken apart."""
    found: list[Condition] = []
    for condition in conditions:
        match condition:
            case Both(parts):
                found += _flat(parts)
            case Not(Either(parts)):
                found += _flat(map(negate, parts))
            case _:
                found.append(condition)
    return found


def _alternatives(condition: Condition) -> list[Condition]:
    """What a condition is either one or another of; nothing, if it is simple."""
    match condition:
        case Either(parts):
            return list(parts)
        case Not(Both(parts)):
            return [negate(part) for part in parts]
        case Compare(left, comparison, Choose(cases, otherwise)):
            before: list[Condition] = []
            found: list[Condition] = []
            for when, then in cases:
                found.append(both(*before, when, Compare(left, comparison, then)))
                before.append(negate(when))
            return [*found, both(*before, Compare(left, comparison, otherwise))]
        case Compare(Choose() as left, comparison, right):
            return _alternatives(Compare(right, MIRRORED[comparison], left))
        case _:
            return []


_State: TypeAlias = "list[Interval | Options | None]"


@lru_cache(maxsize=8)
def _reads(program: Program) -> dict[str, tuple[Expression | Condition, ...]]:
    """What each step of a program reads, and what it gives, by the id of the step."""
    found: dict[str, tuple[Expression | Condition, ...]] = {}
    for step in program.steps:
        rules: list[Rule] = [step.points] if step.applies is None else [step.points, step.applies]
        read = dict.fromkeys(part for rule in rules for part in walk(rule))
        inputs = [part for part in read if isinstance(part, Input | Applicable)]
        found[step.id] = (*inputs, step.output)
    return found


class _Box:
    """What all inputs and points can still be."""

    def __init__(
        self,
        program: Program,
        known: dict[Expression | Condition, Interval | Options],
        done: dict[tuple[str, str], _State],
    ) -> None:
        self.program = program
        self.known = known
        self._done = done
        self._reads = _reads(program)

    def copy(self) -> _Box:
        """The same, to go on from."""
        return _Box(self.program, dict(self.known), dict(self._done))

    @property
    def reading(self) -> Reading:
        return Reading(self.known)

    def settle(self, conditions: Sequence[Condition]) -> None:
        """Carry what *conditions* say through the program until nothing changes."""
        for _ in range(_ROUNDS):
            before = dict(self.known)
            for step in self.program.steps:
                if self._is_news("up", step):
                    self._up(step)
            for condition in _flat(conditions):
                self._learn(condition)
            for step in reversed(self.program.steps):
                if self._is_news("down", step):
                    self._down(step)
            if before == self.known:
                return

    def _is_news(self, way: str, step: Step) -> bool:
        """Whether anything that a step reads or gives has changed since it was last looked at."""
        now = [self.known.get(read) for read in self._reads[step.id]]
        if self._done.get((way, step.id)) == now:
            return False
        self._done[way, step.id] = now
        return True

    def _keep(self, rule: Expression | Condition, found: Interval | Options) -> None:
        """Note that *rule* can be no other than *found*."""
        now = self.known.get(rule)
        left: Interval | Options | None
        if isinstance(found, Interval):
            left = found.within(now.least, now.most) if isinstance(now, Interval) else found
        else:
            left = found & now if isinstance(now, frozenset) else found
        if not isinstance(left, Interval) and not left:
            raise _NothingLeft
        self.known[rule] = left

    def _up(self, step: Step) -> None:
        reading = self.reading
        answer = True if step.applies is None else reading.holds(step.applies)
        if answer is False:
            return
        inside = reading if step.applies is None else reading.narrowed(step.applies, holds=True)
        if inside is not None:
            self._keep(step.output, inside.value(step.points))

    def _learn(self, condition: Condition) -> None:
        reading = self.reading
        if reading.holds(condition) is False:
            raise _NothingLeft
        narrowed = reading.narrowed(condition, holds=True)
        if narrowed is None:
            raise _NothingLeft
        for rule, found in narrowed.learnt.items():
            if isinstance(rule, Input | Applicable):
                self._keep(rule, found)
            elif isinstance(rule, Expression) and isinstance(found, Interval):
                self._push(rule, found)

    def _down(self, step: Step) -> None:
        known = self.known.get(step.output)
        if isinstance(known, Interval) and (
            step.applies is None or self.reading.holds(step.applies) is True
        ):
            self._push(step.points, known)

    def _push(self, rule: Expression, found: Interval) -> None:
        """What it says of the parts of *rule* that it lies in *found*."""
        match rule:
            case Input():
                self._keep(rule, found)
            case Sum(terms):
                self._push_sum([(Fraction(1), term) for term in terms], found)
            case Product(factors):
                fixed = [f.value for f in factors if isinstance(f, Constant)]
                others = [f for f in factors if not isinstance(f, Constant)]
                by = reduce(Fraction.__mul__, fixed, Fraction(1))
                if len(others) == 1 and by:
                    self._push(others[0], found * Interval.at(1 / by))
            case Quotient(top, Constant(by)) if by:
                self._push(top, found * Interval.at(Fraction(by)))
            case Least(parts):
                for part in parts:
                    self._push(part, Interval(found.least, None))
            case Greatest(parts):
                for part in parts:
                    self._push(part, Interval(None, found.most))
            case Average("arithmetic", terms):
                taking = [
                    True if term.when is None else self.reading.holds(term.when) for term in terms
                ]
                if None not in taking:
                    there = [term for term, takes in zip(terms, taking, strict=True) if takes]
                    total = sum((term.weight for term in there), Fraction(0))
                    if total:
                        self._push_sum([(term.weight / total, term.value) for term in there], found)
            case _:
                pass

    def _push_sum(self, terms: Sequence[tuple[Fraction, Expression]], found: Interval) -> None:
        parts = [self.reading.value(term) * Interval.at(weight) for weight, term in terms]
        for place, (weight, term) in enumerate(terms):
            if weight:
                others = parts[:place] + parts[place + 1 :]
                rest = reduce(Interval.__add__, others, Interval.at(Fraction(0)))
                left = found + rest * Interval.at(Fraction(-1))
                self._push(term, left * Interval.at(1 / weight))
