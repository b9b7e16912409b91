"""The frame reading of rules: numbers and conditions of every row as expressions over columns.

It reads every row as that of a subject to which everything applies. Where something is missing, a
number is a low and a high, as in the interval reading. What it cannot take for certain it notes as
open: a float within its error of a bound, a rule that waits for what is missing in a way that two
ends do not tell. There the exact engine has the word.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from functools import lru_cache
from typing import Final

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.engines.averages import kept
from rubrika.engines.bounds import Reading
from rubrika.engines.lookups import as_steps, float_at_least
from rubrika.engines.program import Program
from rubrika.frames.columns import Column, spellings
from rubrika.frames.conditions import (
    Test,
    against,
    always,
    certain_test,
    compared,
    joined,
    kept_test,
    relation,
    settled_test,
)
from rubrika.frames.dialect import Expr, Kind, lit, when
from rubrika.frames.numbers import (
    LARGEST_EXACT_FLOAT,
    NotExpressibleError,
    Number,
    added,
    constant,
    end,
    extreme,
    fits,
    float_bound,
    joined_waits,
    last_stage,
    multiplied,
    of_type,
    scaled,
    together,
    whole_literal,
    widest,
)
from rubrika.frames.preparing import prepared
from rubrika.frames.reckoning import (
    logarithm,
    power,
    product,
    quotient,
    rounded,
    sorted_numbers,
)
from rubrika.frames.stages import Stages
from rubrika.rules.functions import choose
from rubrika.rules.nodes import (
    MIRRORED,
    Always,
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
    Statistic,
    Sum,
    Term,
    Yes,
    add,
    divide,
    multiply,
)
from rubrika.rules.traverse import walk

__all__ = ["Compiler", "Test"]

_MOST_SORTED: Final = 40


class Compiler:
    """Compiles the rules of a program to expressions, stage by stage.

    Args:
        program: The rules.
        columns: How each input is read.
        levels: The ids of the levels.
        prefix: What the names of columns that are made on the way begin with.
        wanted: The ids of nodes whose points are given, and so need a column.
    """

    def __init__(
        self,
        program: Program,
        columns: Mapping[Input, Column],
        *,
        prefix: str,
        levels: Sequence[str],
        wanted: Iterable[str] = (),
    ) -> None:
        self.stages = Stages(columns.values(), prefix)
        self.columns = {read: self.stored(column) for read, column in columns.items()}
        self.anything = Reading(program.anything())
        self.numbers: dict[Expression, Number] = {}
        self._known: dict[Condition, Test] = {}
        wanted = set(wanted)
        known = prepared(program)
        for step, rule in known.steps:  # the total comes last
            self.stages.place = step.id
            number = self.step(rule)
            possible = known.outlook.get(step.id)
            if possible is not None and possible.least is not None and possible.most is not None:
                number = _narrowed(number, possible)
            if known.uses[step.output] > 1 or step.id in wanted:
                number = self.stages.kept(number)
            self.numbers[step.output] = number
        self.total = self.numbers[program.steps[-1].output]
        self.levels = [self.level(*pair) for pair in zip(levels, known.levels, strict=True)]

    def level(self, id_: str, condition: Condition) -> Test:
        """Where the condition of a level holds."""
        self.stages.place = f"level {id_}"
        return kept_test(self.stages, self.test(condition))

    def stored(self, column: Column) -> Column:
        """A column that is read once, however often rules read it."""
        if not column.is_compound:
            return column
        return attrs.evolve(column, stored=self.stages.stored(column.raw, 0))

    # Steps

    def step(self, rule: Expression) -> Number:
        """The points of one node."""
        read = [part for part in dict.fromkeys(walk(rule)) if isinstance(part, Input)]
        raw = [part for part in read if part.role in ("value", "context")]
        waiting = [part for part in raw if self.columns[part].waits]
        if len(read) == len(waiting) == 1:
            with self.filled(waiting[0]):
                number = self.table(rule) or self.number(rule)
            return self.either_known(number, self.columns[waiting[0]], self.anything.value(rule))
        number = self.table(rule) or self.number(rule)
        if not waiting:
            return number
        self.stages.leave_missing(frozenset(self.columns[part].name for part in waiting))
        return number

    @contextmanager
    def filled(self, read: Input) -> Generator[None, None, None]:
        """Read some allowed value inside where that of *read* is missing."""
        columns, known = self.columns, self._known
        self.columns = {**columns, read: attrs.evolve(columns[read], filled=True)}
        self._known = {}
        try:
            yield
        finally:
            self.columns, self._known = columns, known

    def table(self, rule: Expression) -> Number | None:
        """The points of bands of one number, if *rule* is that: the commonest rule, made fast."""
        found = as_steps(rule)
        column = None if found is None else self.columns.get(found.read)
        if found is None or column is None or column.kind == "whole" or not column.is_read:
            return None
        limits = column.limits
        bands = _bands(tuple(found.bounds), tuple(found.values), limits.least, limits.most)
        if bands is None:
            return None
        if not bands.cases:
            return constant(end(bands.possible.least))
        raw, chain = column.raw, when
        for bound, whole in bands.cases:
            chain = chain(raw >= bound).then(whole_literal(whole, bands.kind)).when
        made = chain.__self__.otherwise(whole_literal(bands.lowest, bands.kind))  # type: ignore[attr-defined]  # a bound method
        return Number(made, made, bands.possible, bands.den, stage=column.stage)

    def either_known(self, number: Number, column: Column, otherwise: Interval) -> Number:
        """*number* where *column* has a value, else all that it can be."""
        if otherwise.least is None or otherwise.most is None:
            self.stages.leave_missing(frozenset((column.name,)))
            return number
        number = self.stages.kept(number)
        low, high = constant(otherwise.least), constant(otherwise.most)
        number, low, high = together([number, low, high])
        error = max(number.error, low.error, high.error)
        if number.den is not None:
            number, low, high = widest([number, low, high])
        null = column.null
        limits = number.possible.union(otherwise)
        ends = [when(null).then(side.low).otherwise(number.low) for side in (low, high)]
        waits = frozenset((column.name,))
        return Number(ends[0], ends[1], limits, number.den, error, waits, number.stage)

    # Numbers

    def number(self, rule: Expression) -> Number:
        """The number that *rule* is, row by row."""
        if rule in self.numbers:
            return self.numbers[rule]
        match rule:
            case Constant(value):
                return constant(value)
            case Input(role="value" | "context"):
                return self.columns[rule].number
            case Sum(terms):
                return added([self.number(term) for term in terms])
            case Product(factors):
                return product(self.stages, [self.number(factor) for factor in factors])
            case Quotient(top, bottom):
                return quotient(self.stages, self.number(top), self.number(bottom))
            case Least(parts):
                return extreme([self.number(part) for part in parts], most=False)
            case Greatest(parts):
                return extreme([self.number(part) for part in parts], most=True)
            case Rounded(part, rounding):
                return rounded(self.stages, self.number(part), rounding)
            case Power(base, exponent):
                return power(self.stages, self.number(base), exponent)
            case Log(part):
                return logarithm(self.stages, self.number(part))
            case Choose(cases, otherwise):
                return self.choice(cases, otherwise)
            case Average(how, terms, n):
                return self.average(how, terms, n)
            case _:
                raise NotExpressibleError

    def choice(
        self, cases: Sequence[tuple[Condition, Expression]], otherwise: Expression
    ) -> Number:
        """The number beside the first condition that holds."""
        tests: list[Test] = []
        values: list[Number] = []
        for condition, then in cases:
            test = certain_test(self.stages, self.test(condition))
            if test.always is False:
                continue
            values.append(self.number(then))
            if test.always:
                break
            tests.append(test)
        else:
            values.append(self.number(otherwise))
        if not tests:
            return values[0]
        found = together(values)
        if found[0].den is not None:
            found = widest(found)

        def chosen(side: int) -> Expr:
            texts = [number.sides[side % len(number.sides)] for number in found]
            chain = when(tests[0].yes).then(texts[0])
            for test, text in zip(tests[1:], texts[1:], strict=False):
                chain = chain.when(test.yes).then(text)
            return chain.otherwise(texts[-1])

        low = chosen(0)
        high = low if all(len(number.sides) == 1 for number in found) else chosen(-1)
        limits = found[0].possible
        for number in found[1:]:
            limits = limits.union(number.possible)
        return Number(
            low,
            high,
            limits,
            found[0].den,
            max(number.error for number in found),
            joined_waits(found),
            max(last_stage(found), *(test.stage for test in tests)),
        )

    def average(self, how: Statistic, terms: Sequence[Term], n: int) -> Number:
        """One number of many."""
        if any(term.when is not None and not isinstance(term.when, Always) for term in terms):
            if how != "arithmetic":
                raise NotExpressibleError
            return self.number(_by_parts(terms))
        taken = [t for t in terms if not isinstance(t.when, Always) or t.when.holds]
        if not taken:
            raise NotExpressibleError
        if how in ("arithmetic", "geometric"):
            total = sum((term.weight for term in taken), Fraction(0))
            if not total:
                raise NotExpressibleError
            shares = [(term.weight / total, term.value) for term in taken if term.weight]
            if how == "arithmetic":
                return added([scaled(self.number(value), share) for share, value in shares])
            return self.geometric([(self.number(value), share) for share, value in shares], taken)
        if len(taken) > _MOST_SORTED:
            raise NotExpressibleError
        values = sorted_numbers(self.stages, [self.number(term.value) for term in taken])
        used = kept(how, n, values)
        return scaled(added(list(used)), Fraction(1, len(used)))

    def geometric(self, parts: Sequence[tuple[Number, Fraction]], terms: Sequence[Term]) -> Number:
        """A geometric mean, as a product of powers."""
        for term in terms:
            if not term.weight:  # it must not be negative all the same
                value = self.stages.certain(self.number(term.value))
                if value.least < 0:
                    self.stages.unsure(value.low < 0, "a part of a geometric mean is negative")
        first, share = parts[0]
        if share.denominator == 1 and first.least < 0:  # no root, which would see to it
            first = self.stages.certain(first)
            self.stages.unsure(first.low < 0, "a part of a geometric mean is negative")
        made = power(self.stages, first, share)
        for number, share in parts[1:]:
            made = multiplied(
                self.stages.certain(made), self.stages.certain(power(self.stages, number, share))
            )
        return made

    # Conditions

    def test(self, rule: Condition) -> Test:
        """Where *rule* holds."""
        if rule not in self._known:
            self._known[rule] = self._test(rule)
        return self._known[rule]

    def _test(self, rule: Condition) -> Test:
        match rule:
            case Always(holds):
                return settled_test(holds)
            case Compare(Constant() as left, comparison, right) if not isinstance(right, Constant):
                return self.test(Compare(right, MIRRORED[comparison], left))
            case Compare(left, comparison, Constant(bound)) if left in self.columns:
                return self.compared_column(rule, self.columns[_input(left)], comparison, bound)
            case Compare(left, comparison, right):
                return compared(
                    self.stages, self.input_free(left), comparison, self.input_free(right)
                )
            case OneOf(read, options):
                column = self.columns[read]
                spelt = spellings(options)
                one = column.raw == spelt[0] if len(spelt) == 1 else column.raw.is_in(spelt)
                return self.atom(rule, column, one)
            case Yes(read):
                column = self.columns[read]
                return self.atom(rule, column, column.raw)
            case Both(parts):
                return self.joined(parts, every=True)
            case Either(parts):
                return self.joined(parts, every=False)
            case Not(part):
                inner = self.test(part)
                if inner.always is not None:
                    return settled_test(not inner.always)
                return attrs.evolve(
                    inner, yes=inner.fails, no=None if inner.no is None else inner.yes
                )
            case _:
                raise NotExpressibleError

    def input_free(self, rule: Expression) -> Number:
        """A number in a condition; where it reads a column without a value, it is left open."""
        number = self.number(rule)
        waiting = [
            self.columns[part].name
            for part in dict.fromkeys(walk(rule))
            if isinstance(part, Input) and part in self.columns and self.columns[part].waits
        ]
        self.stages.leave_missing(frozenset(waiting))
        return number

    def atom(self, rule: Condition, column: Column, holds: Expr) -> Test:
        """A condition on one column; where that has no value, it holds, fails or is open."""
        if not column.waits:
            return Test(holds, stage=column.stage)
        answer = self.anything.holds(rule)
        yes = holds | column.null if answer is True else holds & ~column.null
        no = ~holds | column.null if answer is False else ~holds & ~column.null
        return Test(yes, no, frozenset((column.name,)), column.stage)

    def compared_column(
        self, rule: Condition, column: Column, comparison: Comparison, bound: Fraction
    ) -> Test:
        """A number as it was given against a bound."""
        limits = column.limits
        if abs(bound) > LARGEST_EXACT_FLOAT or column.kind == "whole":
            number = column.number
            test = against(number, comparison, bound)
            if test.always is not None:
                holds = lit(test.always)
                return self.atom(rule, column, holds) if column.waits else test
            return self.atom(rule, column, test.yes)
        answer = always(limits, comparison, bound)
        if answer is not None:
            return self.atom(rule, column, lit(answer)) if column.waits else settled_test(answer)
        how = float_bound(bound, comparison)
        if isinstance(how, bool):
            return self.atom(rule, column, lit(how)) if column.waits else settled_test(how)
        return self.atom(rule, column, relation(column.raw, how[0], how[1]))

    def joined(self, parts: Sequence[Condition], *, every: bool) -> Test:
        """Whether all parts hold, or one does."""
        return joined([self.test(part) for part in parts], every=every)


@attrs.frozen(eq=False)
class _Bands:
    """Bands as whole numbers over *den*: each with its bound, from the highest; then the lowest."""

    cases: tuple[tuple[float, int], ...]
    lowest: int
    kind: Kind
    den: int
    possible: Interval


@lru_cache(maxsize=1024)  # indicators share their bands
def _bands(
    bounds: tuple[Fraction, ...],
    values: tuple[Fraction, ...],
    least: Fraction | None,
    most: Fraction | None,
) -> _Bands | None:
    """The bands that values between two limits can reach; None if their points are too large."""
    den = math.lcm(*(points.denominator for points in values))
    if not fits(Fraction(den), max(map(abs, values)) * den):
        return None
    lowest, cases = values[0], list[tuple[float, Fraction]]()
    for bound, points in zip(bounds, values[1:], strict=True):
        if bound <= end(least):
            lowest = points
        elif bound <= end(most):
            cases.append((float_at_least(bound), points))
    reached = [lowest, *(points for _, points in cases)]
    return _Bands(
        tuple((bound, int(points * den)) for bound, points in reversed(cases)),
        int(lowest * den),
        of_type(*(points * den for points in values)),
        den,
        Interval(min(reached), max(reached)),
    )


def _narrowed(number: Number, possible: Interval) -> Number:
    kept_ = number.possible.within(possible.least, possible.most)
    return number if kept_ is None else attrs.evolve(number, possible=kept_)


def _input(rule: Rule) -> Input:
    assert isinstance(rule, Input)  # noqa: S101  # it was found among the columns
    return rule


def _by_parts(terms: Sequence[Term]) -> Expression:
    """An arithmetic mean of the terms that take part, as a quotient of two sums."""

    def weighed(parts: Iterator[Expression]) -> Expression:
        return add(*parts)

    def taking_part(term: Term) -> Condition:
        return Always() if term.when is None else term.when

    top = weighed(choose(taking_part(t), multiply(t.weight, t.value), 0) for t in terms)
    bottom = weighed(choose(taking_part(t), Constant(t.weight), 0) for t in terms)
    return divide(top, bottom)
