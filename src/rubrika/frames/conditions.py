"""Conditions of every row: where they hold for certain, and where they certainly do not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.engines.bounds import Reading
from rubrika.engines.exact import COMPARE
from rubrika.frames.dialect import Expr, Kind, cast_to, lit
from rubrika.frames.numbers import (
    LARGEST_WHOLE,
    UNIT,
    NotExpressibleError,
    Number,
    Waiting,
    as_float,
    balanced,
    end,
    end_of,
    is_constant,
    joined_waits,
    last_stage,
    of_type,
    together,
    upper,
    whole_literal,
    widest,
)
from rubrika.frames.stages import Stages
from rubrika.rules.nodes import Compare, Comparison, Constant, Input

__all__ = [
    "Test",
    "against",
    "always",
    "certain_test",
    "compared",
    "joined",
    "kept_test",
    "relation",
    "settled_test",
]


@attrs.frozen(eq=False)
class Test:
    """A condition of every row.

    Args:
        yes: Where it holds for certain.
        no: Where it certainly does not; None: wherever it does not hold for certain.
        waits: The columns for which it waits.
        stage: From which stage of the query on it can be read.
        always: Its answer, if it is the same in all rows.
    """

    yes: Expr
    no: Expr | None = None
    waits: Waiting = frozenset()
    stage: int = 0
    always: bool | None = None

    @property
    def fails(self) -> Expr:
        """Where it certainly does not hold."""
        return ~self.yes if self.no is None else self.no


def settled_test(holds: bool) -> Test:  # noqa: FBT001  # the answer
    """A condition with the same answer in all rows."""
    return Test(lit(holds), lit(not holds), always=holds)


def kept_test(stages: Stages, test: Test) -> Test:
    """A condition as columns."""
    if test.always is not None:
        return test
    yes = stages.stored(test.yes, test.stage)
    no = None if test.no is None else stages.stored(test.no, test.stage)
    return attrs.evolve(test, yes=yes, no=no, stage=test.stage + 1)


# What is left open


def certain_test(stages: Stages, test: Test) -> Test:
    """A condition of which only the yes is read."""
    if not test.waits:
        return test
    stages.leave_missing(test.waits)
    return Test(test.yes, None, frozenset(), test.stage)


def always(limits: Interval, comparison: Comparison, bound: Fraction) -> bool | None:
    """The answer of a comparison that is the same between limits; None if it is not."""
    left, right = Input("value", "left"), Constant(bound)
    return Reading({left: limits}).holds(Compare(left, comparison, right))


def compared(stages: Stages, left: Number, comparison: Comparison, right: Number) -> Test:
    """Two numbers compared."""
    if is_constant(right):
        bound = end(right.possible.least)
        if is_constant(left):
            return settled_test(COMPARE[comparison](end(left.possible.least), bound))
        if left.den is not None:
            return against(left, comparison, bound)
    if left.den is not None and right.den is not None:
        try:
            a, b = together([left, right])
        except NotExpressibleError:
            a, b = as_float(left), as_float(right)
        if a.den is not None:
            a, b = widest([a, b])
    else:
        a, b = as_float(left), as_float(right)
    waits, stage = joined_waits([a, b]), last_stage([a, b])
    if a.den is None:
        a, b = stages.kept(a), stages.kept(b)
        stage = last_stage([a, b])
        margin = upper(a.error + b.error + 2 * UNIT * (a.largest + b.largest))
        for x in a.sides:
            for y in b.sides:
                stages.unsure((x - y).abs() <= margin, f"a float is within {margin:.1e} of a bound")
    yes, no = _surely(comparison, a, b)
    return Test(yes, no if waits else None, waits, stage)


def against(number: Number, comparison: Comparison, bound: Fraction) -> Test:
    """A whole number against a bound."""
    scaled_bound = bound * end_of(number.den)
    answer = always(number.possible, comparison, bound)
    if answer is not None and not number.waits:
        return settled_test(answer)
    if comparison in ("==", "!=") and scaled_bound.denominator != 1:
        return settled_test(comparison == "!=")
    near = math.ceil(scaled_bound) if comparison in (">=", "<") else math.floor(scaled_bound)
    near = max(-LARGEST_WHOLE, min(near, LARGEST_WHOLE))  # which no number reaches
    den = end_of(number.den)
    kind = of_type(number.least * den, number.most * den)
    if abs(near) > _limit_of(kind):
        kind = of_type(Fraction(near))
    literal = whole_literal(near, kind)
    other = Number(literal, literal, Interval.at(Fraction(near, den)), den)
    cast = number.over(lambda side: cast_to(side, kind))
    yes, no = _surely(comparison, cast, other)
    return Test(yes, no if number.waits else None, number.waits, number.stage)


def joined(tests: Sequence[Test], *, every: bool) -> Test:
    """Whether all hold, or one does."""
    if any(test.always is (not every) for test in tests):
        return settled_test(not every)
    tests = [test for test in tests if test.always is None]
    if not tests:
        return settled_test(every)
    waits: Waiting = frozenset[str]().union(*(test.waits for test in tests))
    stage = max(test.stage for test in tests)
    if not every:
        yes = balanced(lambda a, b: a | b, [test.yes for test in tests])
        no = balanced(lambda a, b: a & b, [test.fails for test in tests]) if waits else None
    else:
        yes = balanced(lambda a, b: a & b, [test.yes for test in tests])
        no = balanced(lambda a, b: a | b, [test.fails for test in tests]) if waits else None
    return Test(yes, no, waits, stage)


def _limit_of(kind: Kind) -> int:
    return {"Int8": 2**7, "Int16": 2**15, "Int32": 2**31}.get(kind, 2**63) - 1


def relation(left: Expr, comparison: str, right: float) -> Expr:
    """A comparison as an expression."""
    match comparison:
        case ">=":
            return left >= right
        case ">":
            return left > right
        case "<=":
            return left <= right
        case "<":
            return left < right
        case "==":
            return left == right
        case _:
            return left != right


def _settled(*numbers: Number) -> bool:
    return all(len(number.sides) == 1 for number in numbers)


def _surely(comparison: Comparison, a: Number, b: Number) -> tuple[Expr, Expr]:
    """Where a comparison holds for certain, and where it certainly does not."""
    match comparison:
        case ">=":
            return a.low >= b.high, a.high < b.low
        case ">":
            return a.low > b.high, a.high <= b.low
        case "<=":
            return a.high <= b.low, a.low > b.high
        case "<":
            return a.high < b.low, a.low >= b.high
        case "==" if _settled(a, b):
            return a.low == b.low, a.low != b.low
        case "==":
            return (a.low >= b.high) & (a.high <= b.low), (a.high < b.low) | (a.low > b.high)
        case _ if _settled(a, b):
            return a.low != b.low, a.low == b.low
        case _:
            return (a.high < b.low) | (a.low > b.high), (a.low >= b.high) & (a.high <= b.low)
