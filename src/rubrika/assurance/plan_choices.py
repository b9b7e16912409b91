"""Choices: which values of an indicator a plan chooses among, and what each costs.

Only the cheapest of the values that do the same is looked at: a band is entered at its near end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Final, cast

import attrs

from rubrika.assurance.costs import Price
from rubrika.engines.axes import Axis, Grid, Piece, UnsolvableError, pieces_of
from rubrika.engines.exact import Fact, IrrationalError, holds, value
from rubrika.engines.turning import turning_points
from rubrika.errors import RubrikaError
from rubrika.model.domains import Categories
from rubrika.model.nodes import Indicator
from rubrika.model.rubric import Rubric
from rubrika.rules.nodes import Applicable, Compare, Condition, Expression, Input, OneOf, Rule, Yes
from rubrika.rules.traverse import parts, walk

__all__ = ["Choices", "Limits", "choices_of", "conditions_on"]

_SAMPLE: Final = Fraction(1, 100)
_FEW: Final = 64
_MOST: Final = 1_000_000


@attrs.frozen
class Limits:
    """To which values an indicator may move.

    Args:
        least: The least number.
        most: The greatest number.
        options: The options; None: any.
    """

    least: Fraction | None = None
    most: Fraction | None = None
    options: frozenset[Fact] | None = None

    def allow(self, fact: Fact) -> bool:
        """Whether a value lies within."""
        if isinstance(fact, Fraction):
            above = self.least is None or fact >= self.least
            return above and (self.most is None or fact <= self.most)
        return self.options is None or fact in self.options


@attrs.frozen(eq=False)
class Choices:
    """The values among which a plan chooses, for one indicator.

    Args:
        leaf: The indicator.
        before: Its present value.
        axis: The values, in order; the present one is among them.
        cuts: The first place of each run of values along which points rise evenly.
        allowed: Which places it may move to, as first and last of runs; None: all.
        price: What changes cost.
        sampled: Whether values that were left out might do better.
    """

    leaf: Indicator
    before: Fact
    axis: Axis
    cuts: tuple[int, ...]
    allowed: tuple[tuple[int, int], ...] | None
    price: Price
    sampled: bool

    @property
    def place(self) -> int:
        """The place of the present value."""
        return self.axis.nearest(self.before)

    @property
    def stretches(self) -> tuple[tuple[int, int], ...]:
        """The first and the last place of each run."""
        ends = (*self.cuts[1:], len(self.axis.values))
        return tuple((first, end - 1) for first, end in zip(self.cuts, ends, strict=True))

    def cost(self, place: int) -> Fraction:
        """What it costs to move to a place."""
        return self.price.of(self.before, self.axis.values[place]) or Fraction(0)

    def distance(self, place: int) -> Fraction:
        """How far a place is, as a share of the farthest."""
        return distance(self.leaf, self.before, self.axis.values[place]) / self._farthest

    @property
    def _farthest(self) -> Fraction:
        ends = (self.axis.values[0], self.axis.values[-1])
        if isinstance(self.leaf.domain, Categories):
            return Fraction(len(self.leaf.domain.options))
        return max(distance(self.leaf, self.before, end) for end in ends) or Fraction(1)


class _MixedError(Exception):
    """A value is read together with others."""


def conditions_on(rules: Iterable[Rule], read: Input) -> tuple[Condition, ...] | None:
    """The conditions in *rules* that read this input and no other.

    None: it is read elsewhere, too.
    """
    try:
        return tuple(dict.fromkeys(part for rule in rules for part in _conditions(rule, read)))
    except _MixedError:
        return None


def _conditions(rule: Rule, read: Input) -> Iterator[Condition]:
    reads = {part for part in walk(rule) if isinstance(part, Input)}
    if read not in reads:
        return
    if isinstance(rule, Compare | OneOf | Yes) and reads == {read}:
        yield rule
    elif isinstance(rule, Input):
        raise _MixedError
    else:
        for part in parts(rule):
            yield from _conditions(part, read)


def choices_of(
    rubric: Rubric,
    leaf: Indicator,
    axis: Axis,
    *,
    before: Fact,
    price: Price,
    limits: Limits,
    more_is_better: bool,
) -> Choices:
    """The choices for one indicator.

    Args:
        rubric: The rubric.
        leaf: The indicator.
        axis: All its values.
        before: Its present value.
        price: What changes cost.
        limits: To which values it may move.
        more_is_better: Whether it is proved that more points never harm.

    Raises:
        UnsolvableError: when its points cannot be told along the axis.
    """
    chooser = _Chooser(rubric, leaf, before, price, limits)
    if price.table is not None:
        return chooser.among([fact for fact, _ in price.table], better=more_is_better)
    if isinstance(axis.values, Grid):
        return chooser.on_grid(axis, axis.values, better=more_is_better)
    if isinstance(before, Fraction):
        return chooser.beside_turns(axis, better=more_is_better)
    return chooser.among(axis.values, better=more_is_better)


@attrs.frozen(eq=False, slots=False)
class _Chooser:
    """Makes the choices for one indicator."""

    rubric: Rubric
    leaf: Indicator
    before: Fact
    price: Price
    limits: Limits

    @property
    def rule(self) -> Expression:
        """Its points."""
        return self.rubric.program.steps[self.rubric.places[self.leaf.id]].points

    @cached_property
    def conditions(self) -> tuple[Condition, ...] | None:
        """What else depends on its value alone; None: something depends on others, too."""
        others = [step.points for step in self.rubric.program.steps if step.id != self.leaf.id]
        return conditions_on([*others, *self.rubric.program.levels], self.leaf.value)

    def points(self, fact: Fact) -> Fraction:
        """Its points for a value."""
        try:
            return value(self.rule, {Applicable(self.leaf.id): True, self.leaf.value: fact})
        except IrrationalError:
            raise UnsolvableError("a root or logarithm that is not rational", self.rule) from None

    def signature(self, fact: Fact) -> tuple[object, ...]:
        """All that a value does."""
        if self.conditions is None:
            return (fact,)
        return self.points(fact), *(holds(c, {self.leaf.value: fact}) for c in self.conditions)

    def on_grid(self, axis: Axis, grid: Grid, *, better: bool) -> Choices:
        """Among numbers at equal distances: all, if points rise evenly; else the ends of bands."""
        leaf, grid = self.leaf, _with(grid, cast("Fraction", self.before), self.rule)
        axis = attrs.evolve(axis, values=grid)
        if len(grid) <= _FEW and self.conditions is not None:
            return self.among(grid, better=better, complete=axis.complete)
        pieces = pieces_of(self.rule, axis, {Applicable(leaf.id): True})
        if self.conditions is None or any(p.slope and p.last > p.first for p in pieces):
            best = max(end for piece in pieces for end in (piece.start, piece.end))
            # Where it only matters whether it moves at all, it suffices that the best is there.
            alike = better and self.conditions == () and self.price.flat
            enough = alike and self.limits == Limits() and best == leaf.maximum
            choices = _along(leaf, self.before, axis, pieces, self.limits)
            sampled = not (axis.complete or enough)
            return attrs.evolve(choices, price=self.price, sampled=sampled)
        turns = [turn for c in self.conditions for turn in turning_points(c, leaf.value)]
        values = tuple(_ends(grid, pieces, turns, self.limits))
        return self.among(values, better=better, complete=axis.complete)

    def beside_turns(self, axis: Axis, *, better: bool) -> Choices:
        """Among any numbers, where the rules only compare: the turns, and beside them."""
        rules: list[Rule] = [self.rule, *(self.conditions or ())]
        turns = [turn for rule in rules for turn in turning_points(rule, self.leaf.value)]
        fringe = [end for end in (self.limits.least, self.limits.most) if end is not None]
        values = tuple(_beside(turns, fringe))
        near = frozenset((*turns, *fringe))
        return self.among(values, better=better, near=near, complete=axis.complete)

    def among(
        self,
        values: Iterable[Fact],
        *,
        better: bool,
        near: frozenset[Fraction] | None = None,
        complete: bool = True,
    ) -> Choices:
        """Among some values the cheapest of those that do the same.

        Args:
            values: The values.
            better: Whether more points never harm.
            near: Those to which none is nearer that does the same; None: all of them.
            complete: Whether any other value does the same as one of them.
        """
        leaf, before = self.leaf, self.before
        kept_by = {self.signature(before): _Tried(before, self.points(before))}
        for fact in values:
            cost = self.price.of(before, fact)
            if fact == before or cost is None or not self._allowed(fact):
                continue
            tried = _Tried(fact, self.points(fact), cost, distance(leaf, before, fact))
            key = self.signature(fact)
            if key not in kept_by or tried.rank < kept_by[key].rank:
                kept_by[key] = tried
        kept = list(kept_by.values())[1:]
        if better and self.conditions == ():
            kept = list(_worth(kept, self.points(before)))
        loose = near is not None and any(tried.fact not in near for tried in kept)
        sampled = not complete or (loose and not self.price.flat)
        listed = tuple(sorted([before, *(tried.fact for tried in kept)]))
        short = Axis(
            leaf.id, leaf.value, cast("tuple[Fraction, ...]", listed), complete=not sampled
        )
        cuts = tuple(range(len(listed)))
        return Choices(leaf, before, short, cuts, None, self.price, sampled)

    def _allowed(self, fact: Fact) -> bool:
        if not self.limits.allow(fact):
            return False
        try:
            self.leaf.domain.check(fact)
        except RubrikaError:
            return False
        return True


@attrs.frozen
class _Tried:
    """A value, its points, what it costs, and how far it is."""

    fact: Fact
    points: Fraction
    cost: Fraction = Fraction(0)
    far: Fraction = Fraction(0)

    @property
    def rank(self) -> tuple[Fraction, Fraction]:
        """The cheaper and nearer, the lower."""
        return self.cost, self.far


def _worth(found: Iterable[_Tried], points: Fraction) -> Iterator[_Tried]:
    """Those that bring more points, and for which none brings as many more cheaply and nearer."""
    seen: list[_Tried] = []
    for tried in sorted(found, key=lambda one: (*one.rank, -one.points)):
        if tried.points > points and not any(
            other.points >= tried.points and other.far <= tried.far for other in seen
        ):
            seen.append(tried)
            yield tried


def distance(leaf: Indicator, before: Fact, after: Fact) -> Fraction:
    """How far two values are apart: numbers in their unit, options by their order."""
    if isinstance(before, Fraction) and isinstance(after, Fraction):
        return abs(after - before)
    if isinstance(leaf.domain, Categories):
        order = leaf.domain.options
        return Fraction(abs(order.index(str(after)) - order.index(str(before))))
    return Fraction(before != after)


def _ends(
    grid: Grid, pieces: Iterable[Piece], turns: Iterable[Fraction], limits: Limits
) -> Iterator[Fraction]:
    """The values of a grid at both ends of each run that does the same, and at the limits."""
    cuts = {0, len(grid)}
    cuts |= {piece.first for piece in pieces}
    for turn in turns:
        place = grid.place(turn)
        cuts |= {place, min(place + 1, len(grid))}
    if limits.least is not None:
        cuts.add(grid.place(limits.least))
    if limits.most is not None:
        place = grid.place(limits.most)
        cuts.add(place + (place < len(grid) and grid[place] == limits.most))
    for first, end in pairwise(sorted(cuts)):
        yield grid[first]
        if end - 1 > first:
            yield grid[end - 1]


def _beside(turns: Iterable[Fraction], limits: Iterable[Fraction]) -> Iterator[Fraction]:
    """Each turning point and limit, and values of few decimals just below and above it."""
    found = sorted({*turns, *limits})
    gaps = [high - low for low, high in pairwise(found)]
    for place, at in enumerate(found):
        below = gaps[place - 1] if place else None
        above = gaps[place] if place < len(gaps) else None
        yield at
        for gap, sign in ((below, -1), (above, 1)):
            off = _SAMPLE
            while gap is not None and off >= gap:
                off /= 10
            yield at + sign * off


def _with(grid: Grid, fact: Fraction, rule: Expression) -> Grid:
    """A grid that has *fact* among its values."""
    start, end = min(grid.start, fact), max(grid[len(grid) - 1], fact)
    step = grid.step
    for way in (fact - start, end - start, grid.start - start):
        whole = way / step
        step = step / whole.denominator
    if (end - start) / step > _MOST:
        raise UnsolvableError("a value with so many decimals", rule)
    return Grid(start, step, int((end - start) / step) + 1)


def _along(
    leaf: Indicator,
    before: Fact,
    axis: Axis,
    pieces: Iterable[Piece],
    limits: Limits,
) -> Choices:
    """All values of a grid, in runs along which points and cost rise evenly."""
    place, count = axis.nearest(before), len(axis.values)
    cuts = {0, place, place + 1} | {piece.first for piece in pieces}
    first = 0 if limits.least is None else axis.place(limits.least)
    last = count - 1
    if limits.most is not None:
        last = axis.place(limits.most)
        last -= last == count or axis.values[last] != limits.most
    allowed = None if (first, last) == (0, count - 1) else ((first, last),) * (first <= last)
    starts = tuple(sorted(cut for cut in cuts if cut < count))
    return Choices(leaf, before, axis, starts, allowed, Price(Fraction(0)), sampled=True)
