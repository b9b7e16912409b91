"""Axes: the values of an input in order, and how the points of a leaf run along them.

What is searched by a solver or by trying is finite. An axis says which values of an input stand for
all that may be observed, and whether they do: between two turning points a rule that only compares
does the same whatever the value, and a number with declared decimals has only so many.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Final, TypeAlias, cast, overload

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.engines.bounds import Options, Reading
from rubrika.engines.exact import Fact, IrrationalError, value
from rubrika.engines.program import Given, Program
from rubrika.engines.turning import turning_points
from rubrika.errors import RuleError
from rubrika.rules.nodes import (
    Always,
    Applicable,
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
    OneOf,
    Product,
    Quotient,
    Rule,
    Sum,
    Yes,
)
from rubrika.rules.traverse import parts, walk

__all__ = ["Axis", "Grid", "Piece", "UnsolvableError", "axes_of", "finds_every_turn", "pieces_of"]

_SAMPLE: Final = Fraction(1, 100)
_MOST_TRIED: Final = 20_001
_MOST_SAMPLED: Final = 1_000_000
_FEW: Final = 64


class UnsolvableError(ValueError):
    """A rule, or a part of one, that no solver can be told exactly."""

    def __init__(self, reason: str, rule: Rule | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.rule = rule


@attrs.frozen
class Grid(Sequence[Fraction]):
    """Numbers at equal distances.

    >>> grid = Grid(Fraction(0), Fraction(1, 2), 201)
    >>> grid[3], len(grid), grid.place(Fraction(100))
    (Fraction(3, 2), 201, 200)
    """

    start: Fraction
    step: Fraction
    size: int

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, place: int) -> Fraction: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Fraction, ...]: ...
    def __getitem__(self, place: int | slice) -> Fraction | tuple[Fraction, ...]:
        if isinstance(place, slice):
            return tuple(self[i] for i in range(*place.indices(self.size)))
        return self.start + range(self.size)[place] * self.step

    def place(self, number: Fraction) -> int:
        """How many members are below *number*."""
        return min(max(math.ceil((number - self.start) / self.step), 0), self.size)


Values: TypeAlias = "Grid | tuple[Fraction, ...] | tuple[bool, ...] | tuple[str, ...]"


@attrs.frozen(eq=False)
class Axis:
    """The values of one input, in order.

    Args:
        id: The id of the indicator or context attribute.
        input: The input.
        values: Its values: numbers in ascending order, options, or no and yes.
        complete: Whether every allowed value does the same as one of these, in all rules that were
            looked at. If not they are a sample.
    """

    id: str
    input: Input
    values: Values
    complete: bool

    def place(self, number: Fraction) -> int:
        """How many of the (numeric) values are below *number*."""
        if isinstance(self.values, Grid):
            return self.values.place(number)
        return bisect_left(cast("tuple[Fraction, ...]", self.values), number)

    def nearest(self, fact: Fact) -> int:
        """The place of the value that is *fact*, or of the greatest below it."""
        if isinstance(fact, Fraction):
            above = self.place(fact)
            if above < len(self.values) and self.values[above] == fact:
                return above
            return max(above - 1, 0)
        return cast("tuple[Fact, ...]", self.values).index(fact)


@attrs.frozen
class Piece:
    """A run of values along which points rise evenly.

    Args:
        first: The place of its first value.
        last: The place of its last value.
        start: The points of its first value.
        slope: How much they rise from one value to the next.
    """

    first: int
    last: int
    start: Fraction
    slope: Fraction

    @property
    def end(self) -> Fraction:
        """The points of its last value."""
        return self.start + (self.last - self.first) * self.slope


def axes_of(*programs: Program) -> dict[str, Axis]:
    """The axis of each input that *programs* have, by the id of the indicator or attribute.

    Inputs of the same id must have the same domain in all programs.
    """
    rules: dict[Input, list[Rule]] = {}
    for program in programs:
        read: list[Rule] = [step.points for step in program.steps]
        for rule in [*read, *program.levels]:
            for part in walk(rule):
                if isinstance(part, Input):
                    rules.setdefault(part, []).append(rule)
    found: dict[str, Axis] = {}
    for program in programs:
        for given in program.inputs:
            if given.id not in found:
                found[given.id] = _axis(given, dict.fromkeys(rules.get(given.input, ())))
    return found


def _axis(given: Given, rules: Iterable[Rule]) -> Axis:
    if not isinstance(given.possible, Interval):
        options = sorted(given.possible)  # no before yes; the order of options does not matter
        return Axis(given.id, given.input, cast("Values", tuple(options)), complete=True)
    reading = list(rules)
    turns = sorted({turn for rule in reading for turn in turning_points(rule, given.input)})
    sharp = all(finds_every_turn(rule, given.input) for rule in reading)
    unit = _unit(given)
    least, most, closed = _limits(given, reading, turns, unit or Fraction(1))
    inside = [turn for turn in turns if least < turn < most]
    if unit is not None:
        grid = Grid(least, unit, math.floor((most - least) / unit) + 1)
        return Axis(given.id, given.input, grid, closed)
    if all(_only_compares(rule, given.input) for rule in reading):
        return Axis(given.id, given.input, _cells([least, *inside, most]), closed and sharp)
    return Axis(given.id, given.input, _sample(least, most, inside), complete=False)


def _unit(given: Given) -> Fraction | None:
    """The distance between two allowed values."""
    places = None if given.decimals is None else Fraction(1, 10**given.decimals)
    if given.step is None or places is None:
        return given.step or places
    den = math.lcm(given.step.denominator, places.denominator)
    return Fraction(math.lcm(int(given.step * den), int(places * den)), den)


def _limits(
    given: Given, rules: Sequence[Rule], turns: Sequence[Fraction], unit: Fraction
) -> tuple[Fraction, Fraction, bool]:
    """The least and the most value to look at, and whether nothing happens beyond them."""
    possible = cast("Interval", given.possible)
    closed = True
    least, most = possible.least, possible.most
    if least is None:
        start = most if most is not None else Fraction(0)
        least = math.floor((min((*turns, start)) - unit) / unit) * unit
        closed = _is_steady(rules, given.input, Interval(None, least))
    if most is None:
        last = max((*turns, least))
        most = least + (math.ceil((last - least) / unit) + 1) * unit
        closed = closed and _is_steady(rules, given.input, Interval(most, None))
    return least, most, closed


def _is_steady(rules: Iterable[Rule], read: Input, beyond: Interval) -> bool:
    """Whether no rule about *read* alone changes in a range."""
    for rule in rules:
        if isinstance(rule, Expression) and _inputs(rule) == {read}:
            possible: dict[Expression | Condition, Interval | Options] = {read: beyond}
            optional = [part for part in walk(rule) if isinstance(part, Applicable)]
            possible |= dict.fromkeys(optional, frozenset((True,)))
            try:
                found = Reading(possible).value(rule)
            except (RuleError, ArithmeticError):
                return False
            if found.least is None or found.least != found.most:
                return False
        elif isinstance(rule, Expression) or not _only_compares(rule, read):
            return False
    return True


def _cells(turns: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Each turning point, and a value of few digits between each two."""
    found = [turns[0]]
    for low, high in pairwise(turns):
        if low < high:
            found += [_between(low, high), high]
    return tuple(found)


def _between(low: Fraction, high: Fraction) -> Fraction:
    """A number between two others with few decimals, near the middle."""
    middle = (low + high) / 2
    scale = 1
    while True:
        near = Fraction(round(middle * scale), scale)
        if low < near < high:
            return near
        scale *= 10


def _sample(least: Fraction, most: Fraction, turns: Iterable[Fraction]) -> Grid:
    """Two decimals, or as many as the turning points have, if that is not too fine."""
    unit = _SAMPLE
    for turn in (most, *turns):
        finer = _common(unit, turn - least)
        if (most - least) / finer <= _MOST_SAMPLED:
            unit = finer
    while (most - least) / unit > _MOST_SAMPLED:
        unit *= 10
    return Grid(least, unit, math.floor((most - least) / unit) + 1)


def _common(one: Fraction, other: Fraction) -> Fraction:
    """The greatest number of which both are multiples."""
    den = math.lcm(one.denominator, other.denominator)
    return Fraction(math.gcd(int(one * den), int(other * den)), den)


# What a rule does with an input


def _inputs(rule: Rule) -> set[Input]:
    return {part for part in walk(rule) if isinstance(part, Input)}


def _only_compares(rule: Rule, read: Input) -> bool:
    """Whether *rule* reads the input in comparisons with fixed numbers alone."""
    match rule:
        case Compare(left, _, right):
            return len(_inputs(left) | _inputs(right)) <= 1 or read not in _inputs(rule)
        case Input():
            return rule != read
        case _:
            return all(_only_compares(part, read) for part in parts(rule))


def is_line(rule: Expression) -> bool:
    """Whether *rule* is a straight line in what it reads, by its form."""
    match rule:
        case Constant() | Input():
            return True
        case Sum(terms):
            return all(map(is_line, terms))
        case Product(factors):
            return sum(bool(_inputs(f)) for f in factors) <= 1 and all(map(is_line, factors))
        case Quotient(top, bottom):
            return is_line(top) and not _inputs(bottom)
        case _:
            return False


def finds_every_turn(rule: Rule, read: Input) -> bool:
    """Whether :func:`turning_points` finds every turn of *rule* in *read*, by its form."""
    if read not in _inputs(rule):
        return True
    match rule:
        case Constant() | Input() | Always() | OneOf() | Yes() | Applicable():
            return True
        case Sum(terms):
            reading = [term for term in terms if _inputs(term)]
            return is_line(rule) or (len(reading) == 1 and finds_every_turn(reading[0], read))
        case Product(factors):
            reading = [factor for factor in factors if _inputs(factor)]
            return is_line(rule) or (len(reading) == 1 and finds_every_turn(reading[0], read))
        case Quotient(top, bottom):
            return not _inputs(bottom) and finds_every_turn(top, read)
        case Least(found) | Greatest(found):
            return _meet(found) and all(finds_every_turn(part, read) for part in found)
        case Choose(cases, otherwise):
            return finds_every_turn(otherwise, read) and all(
                finds_every_turn(when, read) and finds_every_turn(then, read)
                for when, then in cases
            )
        case Compare(left, _, right):
            return (
                _meet((left, right))
                and finds_every_turn(left, read)
                and finds_every_turn(right, read)
            )
        case Both(found) | Either(found):
            return all(finds_every_turn(part, read) for part in found)
        case Not(part):
            return finds_every_turn(part, read)
        case _:
            return False


def _meet(found: Sequence[Expression]) -> bool:
    """Whether where any two of some numbers meet can be worked out."""
    reading = [part for part in found if _inputs(part)]
    return len(reading) <= 1 or all(map(is_line, reading))


# Pieces


def pieces_of(rule: Expression, axis: Axis, known: Mapping[Rule, Fact]) -> tuple[Piece, ...]:
    """How *rule*, which reads the input of *axis* and what is *known*, runs along the axis.

    Raises:
        UnsolvableError: when it is not rational somewhere, or has too many values to try them all.
    """
    return _pieces(rule, axis.input, axis.values, frozenset(known.items()))


@lru_cache(maxsize=4096)
def _pieces(
    rule: Expression, read: Input, values: Values, known: frozenset[tuple[Rule, Fact]]
) -> tuple[Piece, ...]:
    """As :func:`pieces_of`; remembered, since several readings of a program ask for the same."""
    facts = dict(known)

    def at(place: int) -> Fraction:
        facts[read] = values[place]
        try:
            return value(rule, facts)
        except IrrationalError:
            raise UnsolvableError("a root or logarithm that is not rational", rule) from None

    count = len(values)
    if read not in _inputs(rule):
        return (Piece(0, count - 1, at(0), Fraction(0)),)
    if count > _FEW and isinstance(values, Grid) and finds_every_turn(rule, read):
        return _merged(_by_turns(rule, read, values, at))
    if count > _MOST_TRIED:
        raise UnsolvableError(f"a rule with {count:,} values, which bends between them", rule)
    return _merged(Piece(place, place, at(place), Fraction(0)) for place in range(count))


def _by_turns(
    rule: Expression, read: Input, grid: Grid, at: Callable[[int], Fraction]
) -> Iterator[Piece]:
    """Pieces that end wherever the rule can turn; between turns points rise evenly."""
    count = len(grid)
    cuts = {0, count}
    for turn in turning_points(rule, read):
        place = bisect_left(range(count), turn, key=grid.__getitem__)
        after = bisect_right(range(count), turn, key=grid.__getitem__)
        cuts |= {place, after}
    for first, behind in pairwise(sorted(cuts)):
        if first < behind:
            start, end = at(first), at(behind - 1)
            run = behind - 1 - first
            yield Piece(first, behind - 1, start, (end - start) / run if run else Fraction(0))


def _merged(found: Iterable[Piece]) -> tuple[Piece, ...]:
    """Neighbouring pieces joined where points go on evenly."""
    made: list[Piece] = []
    for piece in found:
        if made:
            before = made[-1]
            step = piece.start - before.end
            fits = [p.slope == step for p in (before, piece) if p.first < p.last]
            if all(fits):
                made[-1] = Piece(before.first, piece.last, before.start, step)
                continue
        made.append(piece)
    return tuple(made)
