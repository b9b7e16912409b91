"""Implications between the conditions of two rubrics: who meets this one meets that one, too.

Conditions are laid side by side, and comparisons decided by the bounds of the difference of what
they compare. What is implied is proved; what is not said to be so may be so nevertheless.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Protocol

from rubrika.engines.arithmetic import Interval
from rubrika.engines.bounds import Reading
from rubrika.errors import RuleError
from rubrika.rules.nodes import (
    Both,
    Compare,
    Condition,
    Either,
    Expression,
    Not,
    OneOf,
    Rule,
    add,
    both,
    either,
    multiply,
    negate,
)

__all__ = ["implied"]


class Differences(Protocol):
    """What must be known of two rubrics."""

    old: Reading
    new: Reading

    def between(self, old: Expression, new: Expression) -> Interval:
        """The least and the most of what *new* gives minus what *old* gives."""
        ...

    def linear(self, rule: Expression) -> dict[Expression, Fraction]:
        """*rule* as a sum of parts, each times a factor."""
        ...

    def form(self, rule: Rule) -> str:
        """The one text of all spellings of *rule*."""
        ...

    def is_still(self, rule: Rule) -> bool:
        """Whether nothing that *rule* reads differs."""
        ...


def implied(moves: Differences, given: Condition, wanted: Condition, *, forward: bool) -> bool:
    """Whether it is proved that a subject that meets *given* meets *wanted*.

    Args:
        moves: How far the two rubrics lie apart.
        given: A condition of the old rubric; of the new if not *forward*.
        wanted: One of the other rubric.
        forward: Whether it is asked from the old to the new.
    """
    return _Implying(moves, forward=forward).implies(_normal(given), _normal(wanted))


class _Implying:
    def __init__(self, moves: Differences, *, forward: bool) -> None:
        self.moves = moves
        self.forward = forward
        self.here, self.there = (moves.old, moves.new) if forward else (moves.new, moves.old)

    def implies(self, given: Condition, wanted: Condition) -> bool:
        if _holds(wanted, self.there) is True or _holds(given, self.here) is False:
            return True
        if self.moves.form(given) == self.moves.form(wanted) and self.moves.is_still(given):
            return True
        match given, wanted:
            case _, Both(parts):
                return all(self.implies(given, part) for part in parts)
            case Either(parts), _:
                return all(self.implies(part, wanted) for part in parts)
            case Both(), Either(parts):
                return any(self.implies(given, part) for part in parts) or self._one_of(
                    given, wanted
                )
            case _, Either(parts):
                return any(self.implies(given, part) for part in parts)
            case Both(), _:
                return self._one_of(given, wanted)
            case Compare(), Compare():
                return self._compared(given, wanted)
            case OneOf(read, options), OneOf(same, others):
                return read == same and set(options) <= set(others)
            case _:
                return False

    def _one_of(self, given: Both, wanted: Condition) -> bool:
        """Whether one of several conditions is enough; that which looks alike is tried first."""
        form = self.moves.form(wanted)
        parts = sorted(given.parts, key=lambda part: self.moves.form(part) != form)
        return any(self.implies(part, wanted) for part in parts)

    def _compared(self, given: Compare, wanted: Compare) -> bool:
        """Of comparisons with zero: a > 0 implies b > 0 where k * b - a is never below 0."""
        one, other = given.left, wanted.left
        strict = wanted.comparison == ">" and given.comparison == ">="
        for by in self._factors(one, other):
            least = self._gap(one, multiply(by, other)).least
            if least is not None and (least > 0 if strict else least >= 0):
                return True
        return False

    def _gap(self, one: Expression, other: Expression) -> Interval:
        """The bounds of the other number minus the one."""
        if self.forward:
            return self.moves.between(one, other)
        return -self.moves.between(other, one)

    def _factors(self, one: Expression, other: Expression) -> Iterator[Fraction]:
        """What to multiply the other number by, so that both have the same slope somewhere."""
        yield Fraction(1)
        first, second = self.moves.linear(one), self.moves.linear(other)
        seen = {Fraction(1)}
        for part, slope in first.items():
            by = slope / second[part] if second.get(part) else Fraction(0)
            if by > 0 and by not in seen:
                seen.add(by)
                yield by


def _holds(rule: Condition, reading: Reading) -> bool | None:
    try:
        return reading.holds(rule)
    except (RuleError, ArithmeticError, KeyError):
        return None


def _normal(rule: Condition) -> Condition:
    """The same condition with each not at the inside, and comparisons with zero by > and >=."""
    match rule:
        case Both(parts):
            return both(*map(_normal, parts))
        case Either(parts):
            return either(*map(_normal, parts))
        case Not(Both(parts)):
            return either(*(_normal(negate(part)) for part in parts))
        case Not(Either(parts)):
            return both(*(_normal(negate(part)) for part in parts))
        case Not(Compare() as part):
            return _normal(negate(part))
        case Compare(left, "<=" | "<" as comparison, right):
            return _normal(Compare(right, ">=" if comparison == "<=" else ">", left))
        case Compare(left, "==", right):
            return both(*(_normal(Compare(left, op, right)) for op in (">=", "<=")))
        case Compare(left, "!=", right):
            return either(*(_normal(Compare(left, op, right)) for op in (">", "<")))
        case Compare(left, comparison, right):
            return Compare(add(left, multiply(-1, right)), comparison, add(0))
        case _:
            return rule
