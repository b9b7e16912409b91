"""The interval reading: all that a rule can still become.

It serves three purposes: scoring with missing evidence, finding the least and the most points of a
node when a rubric is built, and deciding comparisons of irrational numbers by ever narrower
enclosures. Where each input is read once it is sharp; otherwise it may be wider than necessary, but
never too narrow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import reduce
from types import MappingProxyType
from typing import TypeAlias

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.engines.averages import interval_average
from rubrika.engines.exact import COMPARE, unexpanded
from rubrika.engines.roots import FIRST_DIGITS
from rubrika.errors import Problem, RuleError
from rubrika.rules.nodes import (
    MIRRORED,
    OPPOSITE,
    Always,
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
    Log,
    Not,
    OneOf,
    Power,
    Product,
    Quotient,
    Rounded,
    Statistic,
    Sum,
    Term,
    Yes,
)

__all__ = ["ImpreciseError", "Options", "Possible", "Reading"]

Options: TypeAlias = frozenset[bool | str]
"""What a yes-or-no or categorical input can still be."""

Possible: TypeAlias = Mapping[Expression | Condition, Interval | Options]
"""What the inputs can still be."""

_NOTHING: Possible = MappingProxyType({})


class ImpreciseError(ArithmeticError):
    """An enclosure is too wide to decide a comparison or a rounding."""


@attrs.frozen
class Reading:
    """The interval reading of rules.

    Args:
        possible: What each input can still be. An expression that is no input may be listed too,
            when more is known about it than its parts tell.
        digits: How many significant digits enclosures of roots and logarithms have.
        strict: Whether an undecided comparison or rounding raises :class:`ImpreciseError`. It is
            set when all inputs are known, so that only an enclosure can leave anything undecided.

    >>> from rubrika.rules import choose
    >>> read = Input("value")
    >>> reading = Reading({read: Interval(Fraction(60), Fraction(100))})
    >>> reading.value(choose(read >= 80, 5, read >= 50, 3, 0))
    Interval(least=Fraction(3, 1), most=Fraction(5, 1))
    """

    possible: Possible
    digits: int = FIRST_DIGITS
    strict: bool = False
    _learnt: Possible = attrs.field(default=_NOTHING, kw_only=True)  # by narrowing; comes first

    @property
    def learnt(self) -> Possible:
        """What is known besides by narrowing."""
        return self._learnt

    def value(self, rule: Expression) -> Interval:
        """All numbers that *rule* can give.

        Raises:
            RuleError: when it cannot give any, or holds a shorthand that no rubric has expanded.
            ImpreciseError: see *strict*.
        """
        known = self._known(rule)
        if isinstance(known, Interval):
            return known
        match rule:
            case Constant(constant):
                return Interval.at(constant)
            case Sum(terms):
                return reduce(Interval.__add__, map(self.value, terms), Interval.at(Fraction(0)))
            case Product(factors):
                return reduce(Interval.__mul__, map(self.value, factors), Interval.at(Fraction(1)))
            case Quotient(top, bottom):
                return self.value(top) * self.value(bottom).reciprocal()
            case Least(parts):
                return reduce(Interval.smaller, map(self.value, parts))
            case Greatest(parts):
                return reduce(Interval.larger, map(self.value, parts))
            case Rounded(part, rounding):
                return self._decided(self.value(part).rounded(rounding.step, rounding.how))
            case Power(base, exponent):
                return self.value(base).power(exponent, self.digits)
            case Log(part):
                return self.value(part).log(self.digits)
            case Choose(cases, otherwise):
                return reduce(Interval.union, self._branches(cases, otherwise))
            case Average(how, terms, n):
                return self._average(how, terms, n)
            case Input() if known is None:
                raise KeyError(rule)
            case Input():
                raise RuleError(Problem("rule-kind", f"{rule} is read as a number, but it is none"))
            case _:
                raise unexpanded(rule)

    def holds(self, rule: Condition) -> bool | None:
        """Whether *rule* holds: True, False, or None when that is still open.

        Raises:
            RuleError, ImpreciseError: as for :meth:`value`.
        """
        match rule:
            case Always(always):
                return always
            case Compare(left, comparison, right):
                return self._compared(self.value(left), comparison, self.value(right))
            case OneOf(read, options):
                return _settled(option in options for option in self._options(read))
            case Yes(read):
                return _settled(answer is True for answer in self._options(read))
            case Applicable():
                return _settled(answer is True for answer in self._options(rule))
            case Both(parts):
                return self._joined(parts, deciding=False)
            case Either(parts):
                return self._joined(parts, deciding=True)
            case Not(part):
                inner = self.holds(part)
                return None if inner is None else not inner
            case _:
                raise unexpanded(rule)

    def _known(self, rule: Expression | Condition) -> Interval | Options | None:
        return self._learnt.get(rule) or self.possible.get(rule)

    def _joined(self, parts: tuple[Condition, ...], *, deciding: bool) -> bool | None:
        """Whether all parts hold, or one does: the first *deciding* answer ends it."""
        answer: bool | None = not deciding
        for part in parts:
            found = self.holds(part)
            if found is deciding:
                return deciding
            if found is None:
                answer = None
        return answer

    def _options(self, rule: Input | Applicable) -> Options:
        found = self._known(rule)
        if found is None:
            raise KeyError(rule)
        if isinstance(found, Interval):
            raise RuleError(
                Problem("rule-kind", f"{rule} is read as yes or no, but it is a number")
            )
        return found

    def _compared(self, left: Interval, comparison: str, right: Interval) -> bool | None:
        if left.point is not None and right.point is not None:
            return COMPARE[comparison](left.point, right.point)
        below = _below(left.most, right.least)  # left < right, whatever they are
        above = _below(right.most, left.least)
        at_most, at_least = (
            _below(left.most, right.least, equal=True),
            _below(right.most, left.least, equal=True),
        )
        match comparison:
            case ">=":
                answer = True if at_least else False if below else None
            case "<=":
                answer = True if at_most else False if above else None
            case ">":
                answer = True if above else False if at_most else None
            case "<":
                answer = True if below else False if at_least else None
            case "==":
                answer = False if below or above else None
            case _:
                answer = True if below or above else None
        if answer is None and self.strict:
            raise ImpreciseError
        return answer

    def _decided(self, rounded: Interval) -> Interval:
        if self.strict and rounded.point is None:
            raise ImpreciseError
        return rounded

    def _branches(
        self, cases: tuple[tuple[Condition, Expression], ...], otherwise: Expression
    ) -> Iterator[Interval]:
        reading = self
        for when, then in cases:
            answer = reading.holds(when)
            inside = None if answer is False else reading.narrowed(when, holds=True)
            if inside is not None:
                yield inside.value(then)
            rest = None if answer else reading.narrowed(when, holds=False)
            if rest is None:
                return
            reading = rest
        yield reading.value(otherwise)

    def _average(self, how: Statistic, terms: tuple[Term, ...], n: int) -> Interval:
        certain: list[tuple[Fraction, Interval]] = []
        optional: list[tuple[Fraction, Interval]] = []
        for term in terms:
            taking_part = True if term.when is None else self.holds(term.when)
            if taking_part is not False:
                inside = self if term.when is None else self.narrowed(term.when, holds=True)
                if inside is not None:
                    (certain if taking_part else optional).append(
                        (term.weight, inside.value(term.value))
                    )
        return interval_average(how, n, certain, optional, self.digits)

    def narrowed(self, rule: Condition, *, holds: bool) -> Reading | None:
        """The reading that knows besides that *rule* holds (or not); None if it cannot be so."""
        match rule:
            case Not(part):
                return self.narrowed(part, holds=not holds)
            case Both(parts) | Either(parts) if isinstance(rule, Both) == holds:
                reading: Reading | None = self
                for part in parts:
                    reading = reading and reading.narrowed(part, holds=holds)
                return reading
            case Compare(left, comparison, right):
                relation = comparison if holds else OPPOSITE[comparison]
                reading = self.bounded(left, relation, right)
                return None if reading is None else reading.bounded(right, MIRRORED[relation], left)
            case OneOf(read, options):
                return self._keeping(read, lambda option: (option in options) == holds)
            case Yes(read):
                return self._keeping(read, lambda answer: answer == holds)
            case Applicable():
                return self._keeping(rule, lambda answer: answer == holds)
            case _:
                return self

    def bounded(self, rule: Expression, relation: str, other: Expression) -> Reading | None:
        """Know besides that *rule* stands in *relation* to *other*, if it is worth noting."""
        if isinstance(rule, Constant) or relation == "!=":
            return self
        limits, current = self.value(other), self.value(rule)
        least = limits.least if relation in (">=", ">", "==") else None
        most = limits.most if relation in ("<=", "<", "==") else None
        kept = current.within(least, most)
        return None if kept is None else self._learning(rule, kept)

    def _keeping(
        self, read: Input | Applicable, test: Callable[[bool | str], bool]
    ) -> Reading | None:
        options = frozenset(filter(test, self._options(read)))
        return self._learning(read, options) if options else None

    def _learning(self, rule: Expression | Condition, known: Interval | Options) -> Reading:
        return attrs.evolve(self, learnt={**self._learnt, rule: known})


def _settled(answers: Iterable[bool]) -> bool | None:
    """The answer that all *answers* agree on, if they do."""
    found = set(answers)
    return found.pop() if len(found) == 1 else None


def _below(most: Fraction | None, least: Fraction | None, *, equal: bool = False) -> bool:
    """Whether a number that is at most *most* is surely below one that is at least *least*."""
    return most is not None and least is not None and (most <= least if equal else most < least)
