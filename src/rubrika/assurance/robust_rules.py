"""One number at a time: what a rubric's levels are as conditions on a single number."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Final, TypeAlias

import attrs

from rubrika.assurance.robust_turns import turns_of_lines
from rubrika.engines.averages import kept
from rubrika.engines.axes import finds_every_turn
from rubrika.engines.exact import Fact, IrrationalError, holds, value
from rubrika.engines.program import Program
from rubrika.engines.turning import turning_points
from rubrika.errors import RuleError
from rubrika.rules.functions import choose, greatest, least
from rubrika.rules.nodes import (
    Always,
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
    Power,
    Product,
    Quotient,
    Rounded,
    Rule,
    Sum,
    Term,
    add,
    both,
    divide,
    either,
    multiply,
    negate,
)
from rubrika.rules.traverse import walk

__all__ = ["Single", "Track", "nearness", "simplest", "single"]


@attrs.frozen(eq=False, slots=False)
class Single:
    """The levels of a rubric as conditions on one number, all else being known.

    Args:
        read: The input by which they read it.
        levels: The condition of each level.
    """

    read: Input
    levels: tuple[Condition, ...]

    def place(self, at: Fraction) -> int | None:
        """The place of the level that is given when the number is *at*; -1 for none.

        None: the rules cannot be read there.
        """
        facts: dict[Rule, Fact] = {self.read: at}
        try:
            return next((i for i, level in enumerate(self.levels) if holds(level, facts)), -1)
        except (RuleError, IrrationalError):
            return None

    @cached_property
    def _of_lines(self) -> frozenset[Fraction] | None:
        return turns_of_lines(self.levels, self.read)

    @property
    def turns(self) -> tuple[Fraction, ...]:
        """Where any of the conditions can change its answer."""
        if self._of_lines is not None:
            return tuple(sorted(self._of_lines))
        found = {turn for level in self.levels for turn in turning_points(level, self.read)}
        return tuple(sorted(found))

    @cached_property
    def sharp(self) -> bool:
        """Whether it is certain that :attr:`turns` are all."""
        if self._of_lines is not None:
            return True
        return all(finds_every_turn(level, self.read) for level in self.levels)


def single(program: Program, read: Input, facts: Mapping[Rule, Fact]) -> Single:
    """The levels of *program* as conditions on the number that is read as *read*.

    Raises:
        IrrationalError: when a part that does not depend on it is not rational.
        RuleError: see :func:`rubrika.engines.value`.
    """
    settling = _Settling(read, {rule: fact for rule, fact in facts.items() if rule != read})
    for step in program.steps:
        if step.output == read:
            continue
        if step.applies is None or _is_true(settling.holds(step.applies)):
            settling.know(step.output, settling.value(step.points))
    return Single(read, tuple(map(settling.holds, program.levels)))


class _Settling:
    """Rules in which all that is known is worked out, and one number is left."""

    def __init__(self, read: Input, facts: dict[Rule, Fact]) -> None:
        self.read = read
        self.facts = facts
        self.moving: dict[Rule, Expression] = {read: read}

    def know(self, output: Input, found: Expression) -> None:
        """Note what an input comes to."""
        if isinstance(found, Constant):
            self.facts[output] = found.value + 0
        else:
            self.moving[output] = found

    def _moves(self, rule: Rule) -> bool:
        return any(part in self.moving for part in walk(rule) if isinstance(part, Input))

    def value(self, rule: Expression) -> Expression:
        """A number."""
        if not self._moves(rule):
            return Constant(value(rule, self.facts) + 0)  # without its source
        match rule:
            case Input():
                return self.moving[rule]
            case Sum(terms):
                return add(*map(self.value, terms))
            case Product(factors):
                return multiply(*map(self.value, factors))
            case Quotient(top, bottom):
                return divide(self.value(top), self.value(bottom))
            case Least(parts):
                return least(*map(self.value, parts))
            case Greatest(parts):
                return greatest(*map(self.value, parts))
            case Rounded(part, rounding):
                return Rounded(self.value(part), rounding)
            case Power(base, exponent):
                return Power(self.value(base), exponent)
            case Log(part):
                return Log(self.value(part))
            case Average():
                return self._average(rule)
            case Choose(cases, otherwise):
                return self._choice(cases, otherwise)
            case _:  # pragma: no cover - there is no other that has parts
                raise TypeError(rule)

    def _choice(
        self, cases: Sequence[tuple[Condition, Expression]], last: Expression
    ) -> Expression:
        found: list[Condition | Expression] = []
        for when, then in cases:
            here = self.holds(when)
            if _is_true(here):
                last = then
                break
            if here != Always(False):
                found += [here, self.value(then)]
        return choose(*found, self.value(last)) if found else self.value(last)

    def _average(self, rule: Average) -> Expression:
        """An average as a sum; of sorted parts, as what is kept whatever the moving one is."""
        taking = [
            (Fraction(term.weight), self.value(term.value))
            for term in rule.terms
            if term.when is None or _is_true(self.holds(term.when))
        ]
        moving = [part for _, part in taking if not isinstance(part, Constant)]
        if rule.how == "arithmetic":
            whole = sum((weight for weight, _ in taking), Fraction(0))
            return add(*(multiply(weight / whole, part) for weight, part in taking))
        if rule.how == "geometric" or len(moving) != 1:
            terms = tuple(Term(weight, part) for weight, part in taking)
            return Average(rule.how, terms, rule.n)
        fixed = sorted(part.value + 0 for _, part in taking if isinstance(part, Constant))
        places = kept(rule.how, rule.n, range(len(taking)))
        first, last = places[0], places[-1]
        part: Expression = moving[0]
        if first > 0:
            part = greatest(part, fixed[first - 1])
        if last < len(fixed):
            part = least(part, fixed[last])
        return divide(add(part, *fixed[first:last]), len(places))

    def holds(self, rule: Condition) -> Condition:
        """A condition."""
        if not isinstance(rule, Both | Either) and not self._moves(rule):
            return Always(holds(rule, self.facts))
        match rule:
            case Both(parts):
                return self._joined(parts, end=False)
            case Either(parts):
                return self._joined(parts, end=True)
            case Not(part):
                return negate(self.holds(part))
            case Compare(Quotient(top, bottom), comparison, right) if self._moves(bottom):
                # What is divided by, such as the most that there is, is above zero.
                by = self.value(bottom)
                return Compare(self.value(top), comparison, multiply(self.value(right), by))
            case Compare(left, comparison, right):
                return Compare(self.value(left), comparison, self.value(right))
            case _:  # pragma: no cover - no other reads a number
                raise TypeError(rule)

    def _joined(self, parts: Iterable[Condition], *, end: bool) -> Condition:
        """Conditions joined, up to the first that settles the whole."""
        left: list[Condition] = []
        for part in parts:
            here = self.holds(part)
            if here == Always(end):
                if not left:
                    return here
                left.append(here)
                break
            if here != Always(not end):
                left.append(here)
        if not left:
            return Always(not end)
        return either(*left) if end else both(*left)


def _is_true(rule: Condition) -> bool:
    return rule == Always(True)


# Searching along a line


Place: TypeAlias = int | None
"""The place of a level; None where there is none to tell."""

_FARTHEST: Final = 14
"""How often the distance is doubled before it is given up that anything changes."""


@attrs.frozen
class Track:
    """What level is given along a line of numbers, from where it is now.

    Args:
        place: Tells the place of the level; None where the line ends.
        now: Where it is now.
        least: Where the line begins, if it does.
        most: Where it ends, if it does.
        unit: The distance between two numbers that may be taken, from *now*; None for any.
    """

    place: Callable[[Fraction], Place]
    now: Fraction
    least: Fraction | None = None
    most: Fraction | None = None
    unit: Fraction | None = None

    def end(self, turns: Iterable[Fraction], *, up: bool) -> tuple[Fraction, bool, int] | None:
        """Where the level first becomes another, whether at that number already, and which.

        Between *turns* it must stay the same. None: nowhere.
        """
        sign = 1 if up else -1
        limit = self.most if up else self.least
        ahead = sorted(sign * (turn - self.now) for turn in turns)
        ways = [Fraction(0), *dict.fromkeys(way for way in ahead if way > 0)]
        furthest = None if limit is None else sign * (limit - self.now)
        level = self.place(self.now)
        for way, after in pairwise([*ways, None]):
            assert way is not None  # noqa: S101 - only the last has no end
            for stop, tried in self._tried(way, after, furthest):
                found = self.place(self.now + sign * tried)
                if found is None:
                    return None
                if found != level:
                    at = self.now + sign * (tried if self.unit is not None else stop)
                    return at, tried == stop or self.unit is not None, found
        return None

    def _tried(
        self, way: Fraction, after: Fraction | None, furthest: Fraction | None
    ) -> Iterator[tuple[Fraction, Fraction]]:
        """A turn and a number of the stretch behind it: what stands for each, and what is tried."""
        if furthest is not None and way > furthest:
            return
        if self.unit is None:
            if way:
                yield way, way
            end = (
                furthest if after is None or (furthest is not None and furthest < after) else after
            )
            if end is None:
                yield way, way + 1
            elif end > way:
                yield way, (way + end) / 2
            return
        steps = -(-way // self.unit)  # the first allowed number at the turn or behind it
        first = steps * self.unit
        for tried in (first, first + self.unit) if first == way else (first,):
            inside = after is None or tried < after
            if tried > 0 and inside and (furthest is None or tried <= furthest):
                yield way, tried

    def found(self, *, up: bool, tries: int) -> tuple[Fraction, bool, int] | None:
        """The same where no turns are known: by trying ever further, and halving."""
        sign = 1 if up else -1
        level, limit = self.place(self.now), self.most if up else self.least
        furthest = None if limit is None else sign * (limit - self.now)
        low, high = Fraction(0), self._whole(max(abs(self.now), Fraction(1)) / 64)
        found: int | None = level
        for _ in range(_FARTHEST):
            high = high if furthest is None else min(high, furthest)
            found = self.place(self.now + sign * high)
            if found != level or high == furthest:
                break
            low, high = high, 2 * high
        if found is None or found == level:
            return None
        for _ in range(tries):
            middle = self._whole((low + high) / 2)
            if middle in (low, high):
                break
            low, high = self._halved(level, sign, low, middle, high)
        if self.unit is not None:
            at = self.now + sign * high
            found = self.place(at)
            return None if found is None else (at, True, found)
        ends = sorted((self.now + sign * low, self.now + sign * high))
        at = simplest(ends[0], ends[1])
        here, beyond = self.place(at), self.place(at + sign * (high - low))
        if here is None or (here == level and beyond in (level, None)):
            return None
        return at, here != level, here if here != level or beyond is None else beyond

    def first(self, *, up: bool) -> tuple[Fraction, bool, int] | None:
        """The same where only some numbers may be taken, up to a limit: by trying them all."""
        limit = self.most if up else self.least
        if self.unit is None or limit is None:
            raise TypeError
        level, step = self.place(self.now), self.unit if up else -self.unit
        for count in range(1, math.floor(abs(limit - self.now) / self.unit) + 1):
            at = self.now + count * step
            found = self.place(at)
            if found is not None and found != level:
                return at, True, found
        return None

    def _halved(
        self, level: int | None, sign: int, low: Fraction, middle: Fraction, high: Fraction
    ) -> tuple[Fraction, Fraction]:
        same = self.place(self.now + sign * middle) == level
        return (middle, high) if same else (low, middle)

    def _whole(self, way: Fraction) -> Fraction:
        """A distance at which a number may be taken; the next one."""
        if self.unit is None:
            return way
        return max(round(way / self.unit), 1) * self.unit


def simplest(low: Fraction, high: Fraction) -> Fraction:
    """The number with the least denominator from *low* to *high*.

    >>> simplest(Fraction(333, 1000), Fraction(334, 1000))
    Fraction(1, 3)
    """
    if high < 0:
        return -simplest(-high, -low)
    if low <= 0:
        return Fraction(0)
    whole = Fraction(math.ceil(low))
    if whole <= high:
        return whole
    floor = math.floor(low)
    return floor + 1 / simplest(1 / (high - floor), 1 / (low - floor))


def nearness(
    now: Fraction, ends: list[tuple[Fraction, bool, int] | None], width: Fraction | None = None
) -> Fraction | None:
    """The distance of the nearest end, as a share of a width or of the size of the number."""
    ways = [abs(end[0] - now) for end in ends if end is not None]
    return min(ways) / (width or abs(now) or Fraction(1)) if ways else None
