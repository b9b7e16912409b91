"""Where a rule of straight pieces can turn: worked out from all the lines that it may follow."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations, product
from typing import Final, TypeAlias

from rubrika.engines.exact import value
from rubrika.rules.nodes import (
    Always,
    Both,
    Choose,
    Compare,
    Condition,
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
)
from rubrika.rules.traverse import walk

__all__ = ["turns_of_lines"]

_MOST: Final = 200

_Lines: TypeAlias = frozenset[tuple[Fraction, Fraction]]
"""Slopes and starts."""


class _NoLinesError(Exception):
    """A rule is not made of straight lines, or of too many."""


def turns_of_lines(conditions: Iterable[Condition], read: Input) -> frozenset[Fraction] | None:
    """Every number *read* at which one of some conditions on it can change its answer; maybe more.

    None: they do not compare numbers that follow straight lines.

    >>> from rubrika.rules import parse_condition
    >>> rule = parse_condition("least(greatest(2 * value, 0), 10 - value) >= 4")
    >>> sorted(map(int, turns_of_lines([rule], Input("value"))))
    [0, 2, 3, 6, 10]
    """
    reading = _Reading(read)
    try:
        for condition in conditions:
            reading.condition(condition)
    except _NoLinesError:
        return None
    return frozenset(reading.turns)


class _Reading:
    def __init__(self, read: Input) -> None:
        self.read = read
        self.turns: set[Fraction] = set()

    def condition(self, rule: Condition) -> None:
        match rule:
            case Always():
                return
            case Compare(left, _, right):
                self._cross(self._lines(left), self._lines(right))
            case Both(parts) | Either(parts):
                for part in parts:
                    self.condition(part)
            case Not(part):
                self.condition(part)
            case _:
                raise _NoLinesError

    def _cross(self, some: _Lines, others: _Lines) -> None:
        """Note where lines meet."""
        for (slope, start), (other, beginning) in product(some, others):
            if slope != other:
                self.turns.add((beginning - start) / (slope - other))

    def _lines(self, rule: Expression) -> _Lines:
        """All the lines that a number may follow; where it changes from one to another is noted."""
        found = self._followed(rule)
        if len(found) > _MOST:
            raise _NoLinesError
        return found

    def _followed(self, rule: Expression) -> _Lines:
        if not _reads(rule):
            return frozenset({(Fraction(0), value(rule, {}) + 0)})
        match rule:
            case Input():
                return frozenset({(Fraction(1), Fraction(0))})
            case Sum(terms):
                made: _Lines = frozenset({(Fraction(0), Fraction(0))})
                for term in terms:
                    lines = self._lines(term)
                    made = frozenset((a + c, b + d) for (a, b), (c, d) in product(made, lines))
                    if len(made) > _MOST:
                        raise _NoLinesError
                return made
            case Product(factors):
                moving = [factor for factor in factors if _reads(factor)]
                if len(moving) > 1:
                    raise _NoLinesError
                by = Fraction(1)
                for factor in factors:
                    by *= Fraction(1) if _reads(factor) else value(factor, {})
                return frozenset((a * by, b * by) for a, b in self._lines(moving[0]))
            case Quotient(top, bottom) if not _reads(bottom):
                by = value(bottom, {})
                return frozenset((a / by, b / by) for a, b in self._lines(top))
            case Least(parts) | Greatest(parts):
                members = [self._lines(part) for part in parts]
                for one, other in combinations(members, 2):
                    self._cross(one, other)
                every: set[tuple[Fraction, Fraction]] = set()
                for lines in members:
                    every |= lines
                return frozenset(every)
            case Choose(cases, otherwise):
                found = self._lines(otherwise)
                for when, then in cases:
                    self.condition(when)
                    found |= self._lines(then)
                return found
            case _:
                raise _NoLinesError


def _reads(rule: Rule) -> bool:
    return any(isinstance(part, Input) for part in walk(rule))
