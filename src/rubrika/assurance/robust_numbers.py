"""The numbers of a rubric, moved one at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeAlias, cast

import attrs

from rubrika.assurance.robust_rules import Single, Track, nearness, single
from rubrika.assurance.subjects import result_of
from rubrika.engines.exact import Fact, IrrationalError, holds, value
from rubrika.engines.program import Program
from rubrika.errors import RubrikaError
from rubrika.model.changing import Tree, put, rebuilt
from rubrika.model.locating import Step, at, located
from rubrika.model.nodes import Indicator
from rubrika.model.provenance import MINUS, StatedNumber, stated_numbers
from rubrika.model.rubric import Rubric
from rubrika.rules.functions import choose
from rubrika.rules.nodes import (
    ONE,
    ZERO,
    Applicable,
    Average,
    Choose,
    Condition,
    Constant,
    Expression,
    Input,
    Product,
    Quotient,
    Rule,
    Sum,
    add,
    multiply,
)
from rubrika.rules.traverse import rewrite

__all__ = ["Moved", "numbers_of"]

_SYMBOL: Final = Input("context", "a number")  # no id has a space
_TRIES: Final = 30
_MANY_TRIES: Final = 60

Ends: TypeAlias = "list[tuple[Fraction, bool, int] | None]"
_Along: TypeAlias = Mapping[str, tuple[Fraction, Fraction]]
"""Numbers that move along by their paths: what each is now, and how fast it moves."""

Make: TypeAlias = Callable[[Fraction], "Rubric | None"]


class Moved(NamedTuple):
    """How far one number may move: where it stands, what it is, and where another level is given.

    The rest is as in :class:`~rubrika.assurance.robust.Margin`.
    """

    path: str
    now: Fraction
    ends: Ends
    share: Fraction | None
    along: tuple[str, ...]
    exact: bool


def numbers_of(rubric: Rubric, facts: Mapping[Rule, Fact]) -> Iterator[Moved]:
    """How far each number that the rubric states may move.

    Numbers that cannot move, even with others, without contradicting the rest are left out: they
    only repeat what others add up to. So are exponents, weights and steps of rounding in rules.
    Of equal numbers of one rule each moves alone: `` #2`` behind the path tells the second of them.
    """
    seen: Counter[tuple[str, Fraction]] = Counter()
    for number in stated_numbers(rubric):
        place = (number.path, number.value)
        found = _Number(rubric, dict(facts), number, seen[place]).moved()
        seen[place] += 1
        if found is not None:
            yield found


class _NotLinearError(Exception):
    """A number of a rule is no straight line in the number that moves."""


@attrs.frozen(eq=False, slots=False)
class _Number:
    """One number of a rubric: of equal ones in one rule, the one at *place*."""

    rubric: Rubric
    facts: dict[Rule, Fact]
    number: StatedNumber
    place: int = 0

    @property
    def now(self) -> Fraction:
        return self.number.value + 0  # without its source

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return located(self.rubric, self.number.path, field=True)

    @cached_property
    def nudge(self) -> Fraction:
        return max(abs(self.now), Fraction(1)) / 10_000

    def moved(self) -> Moved | None:
        thing = at(self.rubric, self.steps)
        if isinstance(thing, int):
            return None  # how many count is no number that moves by degrees
        for along in self._companions():
            make = self._maker(thing, along)
            ways = [sign for sign in (1, -1) if make(self.now + sign * self.nudge) is not None]
            if ways:
                ends, exact = self._ends(make, ways[0])
                share = nearness(self.now, ends)
                path = f"{self.number.path} #{self.place + 1}" if self.place else self.number.path
                return Moved(path, self.now, ends, share, tuple(along), exact)
        return None

    # Moving it

    def _maker(self, thing: object, along: _Along) -> Make:
        known: dict[Fraction, Rubric | None] = {}

        def make(number: Fraction) -> Rubric | None:
            if number not in known:
                known[number] = self._made(thing, number, along)
            return known[number]

        return make

    def _made(self, thing: object, number: Fraction, along: _Along) -> Rubric | None:
        """The rubric with another number; None if it would contradict itself."""
        changed: object = number
        if isinstance(thing, Expression | Condition):
            changed = rewrite(thing, self._replacing(number))
            if changed == thing and number != self.now:
                return None
        tree: Tree = {}
        put(tree, self.steps, changed)
        try:
            for path, (start, slope) in along.items():
                moved = start + slope * (number - self.now)
                put(tree, located(self.rubric, path, field=True), moved)
            fields: dict[str, Any] = {**rebuilt(self.rubric, tree, {}), "examples": ()}
            return Rubric(**fields)
        except RubrikaError:
            return None

    def _replacing(self, number: Fraction) -> Callable[[Rule], Rule | None]:
        left = self.place

        def change(part: Rule) -> Rule | None:
            nonlocal left
            match part:
                case Choose(((condition, one),), zero) if one == ONE and zero == ZERO:
                    return choose(cast("Condition", rewrite(condition, change)), one, zero)
                case Product((first, *rest)) if first == MINUS:
                    return multiply(
                        first, *(cast("Expression", rewrite(one, change)) for one in rest)
                    )
                case Constant(same) if same == self.now:
                    left -= 1
                    return Constant(number) if left == -1 else None
                case _:
                    return None

        return change

    def _companions(self) -> Iterator[_Along]:
        """What may move along: nothing; the other weights; what is declared of the nodes above."""
        yield {}
        path, paths = self.number.path, self.rubric.paths
        if path.endswith(".weight"):
            group = path.removesuffix(".weight").rpartition("[")[0]
            weights = {
                f"{where}.weight": weight + 0
                for id_, where in paths.items()
                if where.rpartition("[")[0] == group
                and (weight := self.rubric.nodes[id_].weight) is not None
            }
            rest = sum(weights.values()) - self.now
            if rest:
                yield {
                    where: (weight, -weight / rest)
                    for where, weight in weights.items()
                    if where != path
                }
            return
        above = [f"{where}.points" for where in paths.values() if path.startswith(f"{where}.")]
        stated = [(where, self._declared(where)) for where in ("points", *above) if where != path]
        declared = [(where, points) for where, points in stated if points is not None]
        for count in range(1, len(declared) + 1):
            yield {where: (points, Fraction(1)) for where, points in declared[-count:]}

    def _declared(self, path: str) -> Fraction | None:
        try:
            found = at(self.rubric, located(self.rubric, path, field=True))
        except RubrikaError:
            return None
        return found + 0 if isinstance(found, Fraction) else None

    # Where another level is given

    def _ends(self, make: Make, sign: int) -> tuple[Ends, bool]:
        def place(number: Fraction) -> int | None:
            made = make(number)
            return None if made is None else result_of(made, self.facts).place

        track = Track(place, self.now)
        try:
            alone = self._alone(
                make, self.now + sign * self.nudge, self.now + 2 * sign * self.nudge
            )
        except (_NotLinearError, IrrationalError):
            alone = None
        if alone is not None:
            found = attrs.evolve(track, place=alone.place)
            ends = [
                found.end(alone.turns, up=up)
                if alone.sharp
                else found.found(up=up, tries=_MANY_TRIES)
                for up in (False, True)
            ]
            straight = [
                self._straight(make, end, sign, up=up)
                for up, end in zip((False, True), ends, strict=True)
            ]
            kept = [
                end
                if right and self._confirmed(track, end, up=up)
                else track.found(up=up, tries=_TRIES)
                for up, end, right in zip((False, True), ends, straight, strict=True)
            ]
            return kept, alone.sharp and all(straight) and kept == ends
        local = self._local(track.place)
        if local is not None:
            return local
        return [track.found(up=up, tries=_TRIES) for up in (False, True)], False

    def _straight(
        self, make: Make, end: tuple[Fraction, bool, int] | None, sign: int, *, up: bool
    ) -> bool:
        """Whether the rules stay as they are near the number as far as its *end*, or far beyond.

        The most that can be had is the greatest of several, which bends but one way: what is
        straight from the number to there has not bent between.
        """
        way = 1 if up else -1
        off = abs(end[0] - self.now) if end is not None else self._far()
        if not off:
            off = self.nudge
        made = make(self.now + way * off)
        for _ in range(_TRIES if made is None else 0):  # as far as nothing contradicts itself
            off /= 2
            made = make(self.now + way * off)
            if made is not None:
                break
        if made is None:
            return True  # there is no way in that direction
        near = self.now + sign * self.nudge
        try:
            for part in (Fraction(1), Fraction(3, 7)):
                self._alone(make, near, self.now + way * off * part)
        except (_NotLinearError, IrrationalError):
            return False
        return True

    def _far(self) -> Fraction:
        """A distance beyond all that the numbers of the rubric add up to."""
        return 8 * sum((abs(number.value) for number in stated_numbers(self.rubric)), Fraction(1))

    def _confirmed(self, track: Track, end: tuple[Fraction, bool, int] | None, *, up: bool) -> bool:
        """Whether the whole rubric gives what the one number alone was found to do."""
        if end is None:
            return True
        number, included, level = end
        off = self.nudge / 10**6 * (1 if up else -1)
        here = track.place(self.now)
        return (
            track.place(number - off) == here or number == self.now,
            track.place(number) == (level if included else here),
            included or track.place(number + off) == level,
        ) == (True, True, True)

    def _alone(self, make: Make, near: Fraction, far: Fraction) -> Single:
        """The levels as conditions on this number alone, by what they are here, *near* and *far*.

        Raises:
            _NotLinearError: when the rules do not depend on it in straight lines.
        """
        programs = [self._plain(self.rubric.program)]
        for number in (near, far):
            made = make(number)
            if made is None:
                raise _NotLinearError
            programs.append(self._plain(made.program))
        first, second, third = programs
        steps = tuple(
            attrs.evolve(
                a,
                points=cast("Expression", self._joined(a.points, b.points, c.points, (near, far))),
            )
            for a, b, c in zip(first.steps, second.steps, third.steps, strict=True)
        )
        levels = tuple(
            cast("Condition", self._joined(a, b, c, (near, far)))
            for a, b, c in zip(first.levels, second.levels, third.levels, strict=True)
        )
        return single(Program(first.inputs, steps, levels), _SYMBOL, self.facts)

    def _plain(self, program: Program) -> Program:
        """The rules with weighted means as sums."""
        steps = tuple(
            attrs.evolve(step, points=cast("Expression", rewrite(step.points, self._summed)))
            for step in program.steps
        )
        return attrs.evolve(program, steps=steps)

    def _summed(self, part: Rule) -> Rule | None:
        if not isinstance(part, Average) or part.how != "arithmetic":
            return None
        taking = [term for term in part.terms if term.when is None or holds(term.when, self.facts)]
        whole = sum((term.weight for term in taking), Fraction(0))
        products = (
            Product((Constant(term.weight), cast("Expression", rewrite(term.value, self._summed))))
            for term in taking
        )
        return Quotient(Sum(tuple(products)), Constant(whole)) if whole else None

    def _joined(self, one: Any, two: Any, three: Any, at: tuple[Fraction, Fraction]) -> Any:  # noqa: ANN401 - any part of rules
        """What is *one* here, and *two* and *three* elsewhere: with the number as an input."""
        if one == two == three:
            return one
        if type(one) is not type(two) or type(two) is not type(three):
            raise _NotLinearError
        if isinstance(one, Constant):
            slope = (two.value - one.value) / (at[0] - self.now)
            if three.value - one.value != slope * (at[1] - self.now):
                raise _NotLinearError
            return add(one.value - slope * self.now, multiply(slope, _SYMBOL))
        if isinstance(one, tuple):
            members: list[tuple[Any, ...]] = [one, two, three]
            if len({len(part) for part in members}) > 1:
                raise _NotLinearError
            found = zip(*members, strict=True)
            return tuple(self._joined(a, b, c, at) for a, b, c in found)
        kind = cast("Any", type(one))
        if not attrs.has(kind):
            raise _NotLinearError
        changed: dict[str, Any] = {
            field.name: self._joined(
                getattr(one, field.name), getattr(two, field.name), getattr(three, field.name), at
            )
            for field in attrs.fields(kind)
        }
        return attrs.evolve(one, **changed)

    def _local(self, whole: Callable[[Fraction], int | None]) -> tuple[Ends, bool] | None:
        """The ends of a number of one scale, found by trying: quickly while only points change.

        Where the most that can be had changes too, the *whole* rubric is asked. None: it always is.
        """
        for id_, path in self.rubric.paths.items():
            leaf = self.rubric.nodes[id_]
            if isinstance(leaf, Indicator) and self.number.path.startswith(f"{path}.scale."):
                break
        else:
            return None
        seen = self.facts.get(leaf.value)
        if seen is None or self.facts.get(Applicable(id_)) is False:
            return None
        alone_leaf = leaf.evolve(weight=None)
        small = Rubric("small", version="1", title="", criteria=[alone_leaf])
        inner = located(small, f"criteria[0]{self.number.path.removeprefix(path)}", field=True)
        before = (leaf.least, leaf.maximum)
        known = (leaf.value, Applicable(id_))
        facts: dict[Rule, Fact] = {rule: self.facts[rule] for rule in known if rule in self.facts}
        try:
            alone = single(self.rubric.program, Input("points", id_), self.facts)
        except IrrationalError:
            return None

        def place(number: Fraction) -> int | None:
            tree: Tree = {}
            put(tree, inner, number)
            try:
                made = cast("Sequence[Indicator]", rebuilt(small, tree, {})["criteria"])[0]
                points = value(made.points, facts)
            except (RubrikaError, IrrationalError):
                return None
            return alone.place(points) if (made.least, made.maximum) == before else whole(number)

        track = Track(place, self.now)
        return [track.found(up=up, tries=_MANY_TRIES) for up in (False, True)], False
