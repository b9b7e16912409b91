"""Searching for subjects whose points or level rise, or fall, from one rubric to another."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import product
from random import Random
from typing import Final, Literal, TypeAlias

import attrs

from rubrika.assurance.diff_bounds import Moves
from rubrika.assurance.diff_intervals import NOWHERE
from rubrika.assurance.diff_pair import Pair, Twins
from rubrika.assurance.diff_walks import Walk
from rubrika.engines.axes import Piece, UnsolvableError, pieces_of
from rubrika.engines.encoding import Encoded
from rubrika.engines.exact import Fact
from rubrika.engines.program import TOTAL
from rubrika.engines.solver import Search, Truth, opposite
from rubrika.errors import MissingExtraError, RubrikaError
from rubrika.rules.nodes import Applicable, Rule

__all__ = ["QUESTIONS", "Hunt", "Question"]

Question: TypeAlias = tuple[Literal["points", "level"], Literal[1, -1]]
"""Whether the points, or the level, of a subject can rise (1) or fall (-1)."""

QUESTIONS: Final[tuple[Question, ...]] = (
    ("points", 1),
    ("points", -1),
    ("level", 1),
    ("level", -1),
)

_WALKS: Final = 40
_SHARE_OF_TRIES: Final = 0.4
_MOST_RUNGS: Final = 14
_MOST_PATTERNS: Final = 8
_MOST_CONTEXTS: Final = 16


@attrs.frozen(eq=False, slots=False)
class Hunt:
    """Looks for subjects that answer questions about a pair of rubrics.

    Args:
        pair: The rubrics.
        moves: How far they lie apart.
        until: When to stop, by the monotonic clock.
        known: What was worked out before, for other pairs.
    """

    pair: Pair
    moves: Moves
    until: float
    known: dict[object, tuple[Fact, ...]] = attrs.field(factory=dict[object, tuple[Fact, ...]])

    @property
    def left(self) -> float:
        """How many seconds are left."""
        return self.until - time.monotonic()

    # Subjects to try

    def _pieces(self, id_: str) -> tuple[tuple[Piece, ...], ...]:
        """How the points of an indicator run in each rubric, where that can be told."""
        found: list[tuple[Piece, ...]] = []
        known: dict[Rule, Fact] = {Applicable(id_): True}
        for rule in self.pair.rules(id_):
            try:
                found.append(pieces_of(rule, self.pair.axis(id_), known))
            except UnsolvableError:
                continue
        return tuple(found)

    def _rungs(self, id_: str) -> tuple[Fact, ...]:
        """Some values of an indicator, from few points to many: both ends of every stretch."""
        key = (self.pair.given(id_), *map(self.moves.form, self.pair.rules(id_)))
        if key not in self.known:
            self.known[key] = self._worked_out(id_)
        return self.known[key]

    def _worked_out(self, id_: str) -> tuple[Fact, ...]:
        axis, runs = self.pair.axis(id_), self._pieces(id_)
        count = len(axis.values)
        if not runs:
            places = sorted({0, count // 4, count // 2, 3 * count // 4, count - 1})
            return tuple(axis.values[place] for place in places)
        ends = {end for run in runs for piece in run for end in (piece.first, piece.last)}
        worth = {place: sum(_points(run, place) for run in runs) for place in ends}
        ranked = sorted(worth, key=lambda place: (worth[place], place))
        if len(ranked) > _MOST_RUNGS:
            step = (len(ranked) - 1) / (_MOST_RUNGS - 1)
            ranked = [ranked[round(step * number)] for number in range(_MOST_RUNGS)]
        return tuple(axis.values[place] for place in ranked)

    @cached_property
    def ladders(self) -> dict[str, tuple[Fact, ...]]:
        """Some values of each indicator, from few points to many."""
        return {leaf.id: self._rungs(leaf.id) for leaf in self.pair.old.indicators}

    @cached_property
    def _telling(self) -> dict[str, tuple[Fact, ...]]:
        """The values of each changed indicator at which its points differ."""
        found: dict[str, tuple[Fact, ...]] = {}
        for leaf in self.pair.old.indicators:
            runs = self._pieces(leaf.id) if self.moves.of[leaf.id] != NOWHERE else ()
            if len(runs) == 2:  # noqa: PLR2004 - one for each rubric
                values = self.pair.axis(leaf.id).values
                found[leaf.id] = tuple(values[place] for place in _apart(*runs))
        return {id_: values for id_, values in found.items() if values}

    @cached_property
    def _contexts(self) -> tuple[dict[str, Fact], ...]:
        ids = [given.id for given in self.pair.inputs if given.input.role == "context"]
        choices: list[Sequence[Fact]] = []
        for id_ in ids:
            values = self.pair.axis(id_).values
            count = len(values)
            few = range(count) if count <= _MOST_PATTERNS else (0, count // 2, count - 1)
            choices.append([values[place] for place in few])
        found = product(*choices)
        return tuple(
            dict(zip(ids, chosen, strict=True))
            for _, chosen in zip(range(_MOST_CONTEXTS), found, strict=False)
        )

    def _pattern(self, random: Random, number: int) -> dict[str, bool]:
        """What applies: mostly everything, all but one, or as it comes."""
        pattern = dict.fromkeys(self.pair.optional, True)
        free = self.pair.free
        if free and number % 3 == 1:
            pattern[random.choice(free)] = False
        elif free and number % 3 == 2:  # noqa: PLR2004 - the third way
            share = random.random()
            pattern |= {id_: random.random() < share for id_ in free}
        return pattern

    def subjects(self) -> Iterator[Twins]:
        """Subjects to try: along walks from the best to the worst, one indicator at a time."""
        random = Random(1)  # noqa: S311 - a sample, always the same
        yield from self._plain()
        for number in range(_WALKS):
            context = self._contexts[number // 2 % len(self._contexts)]
            applies = self._pattern(random, number)
            fixed: dict[str, Fact] = {}
            telling = list(self._telling.items())
            for id_, values in random.sample(telling, min(len(telling), 1 + number % 3)):
                fixed[id_] = random.choice(values)
            yield from Walk(
                self.pair,
                rungs=self.ladders,
                random=random,
                start={**context, **fixed},
                fixed=fixed,
                applies=applies,
            ).subjects()

    def _plain(self) -> Iterator[Twins]:
        """The best and the worst, and each change of a scale between them."""
        applies = dict.fromkeys(self.pair.optional, True)
        for context in self._contexts:
            for end in (-1, 0):
                corner = context | {id_: rungs[end] for id_, rungs in self.ladders.items()}
                yield self.pair.twins(corner, applies)
                for id_ in self.pair.free[:_MOST_PATTERNS]:
                    yield self.pair.twins(corner, {**applies, id_: False})
                for id_, values in self._telling.items():
                    for value in (values[0], values[-1]):
                        yield self.pair.twins({**corner, id_: value}, applies)

    def try_out(self, open_: set[Question]) -> dict[Question, Twins]:
        """Subjects that answer open questions with yes, of those that are tried."""
        found: dict[Question, Twins] = {}
        enough = self.left * (1 - _SHARE_OF_TRIES)
        for twins in self.subjects() if open_ else ():
            if not open_ - found.keys() or self.left <= enough:
                break
            try:
                moved = dict(zip(("points", "level"), twins.moves, strict=True))
                answers = [q for q in open_ if q not in found and moved[q[0]] == q[1]]
                if answers and twins.confirmed() == twins.moves:
                    found |= dict.fromkeys(answers, twins)
            except (RubrikaError, KeyError):
                continue  # one of the two cannot score it, which no rule promises
        return found

    # The solver

    def settle(self, question: Question) -> Twins | str | None:
        """Answer a question with the solver: a subject, None if there is none, or why not."""
        free = self.pair.free
        whole = 2 ** len(free) <= _MOST_PATTERNS
        answers = product((True, False), repeat=len(free)) if whole else [(True,) * len(free)]
        for answer in answers:
            pattern = dict.fromkeys(self.pair.optional, True) | dict(zip(free, answer, strict=True))
            found = self._solved(question, pattern)
            if found is not None:
                return found
        if not whole:
            return "there are too many combinations of what applies"
        sampled = [axis.id for axis in self.pair.axes.values() if not axis.complete]
        if sampled:
            return f"not all values of {', '.join(sampled[:3])} could be tried"
        return None

    def _solved(self, question: Question, pattern: Mapping[str, bool]) -> Twins | str | None:
        if self.left <= 0:
            return "the time ran out"
        try:
            search = Search(self.pair.axes)
            old = Encoded(search, self.pair.programs[0], pattern)
            new = Encoded(
                search, self.pair.programs[1], pattern, beside=old, same=self._same(pattern)
            )
            search.require(search.either(self._asked(question, search, old, new)))
        except UnsolvableError as error:
            part = "" if error.rule is None else f" in {_short(error.rule)}"
            return f"the solver does not know {error.reason}{part}"
        except MissingExtraError:
            return 'it takes the solver: pip install "rubrika[solve]"'
        found = search.solve(seconds=max(self.left, 0.01))
        if found.answer == "unknown":
            return "the time ran out"
        if found.answer == "impossible":
            return None
        twins = self.pair.twins(found.values, pattern)
        kind, way = question
        if dict(zip(("points", "level"), twins.confirmed(), strict=True))[kind] != way:
            return "the reference reading does not confirm the solver"
        return twins

    def _same(self, pattern: Mapping[str, bool]) -> list[str]:
        """The nodes whose points are the same in both, whoever the subject is."""
        if not all(pattern.values()):
            return []
        return [id_ for id_, moved in self.moves.of.items() if moved == NOWHERE]

    def _asked(
        self, question: Question, search: Search, old: Encoded, new: Encoded
    ) -> Iterator[Truth]:
        kind, way = question
        if kind == "points":
            if TOTAL in old.points and TOTAL in new.points:
                ends = new.points[TOTAL], old.points[TOTAL]
                yield search.compared(ends[0], ">" if way > 0 else "<", ends[1])
            return
        ranks = self.pair.ranks
        if ranks is None:
            return
        sides = [
            [(ranks[side][level.id], holds) for level, holds in zip(levels, truths, strict=True)]
            for side, (levels, truths) in enumerate(
                ((self.pair.old.levels, old.levels), (self.pair.new.levels, new.levels))
            )
        ]
        higher, lower = (sides[1], sides[0]) if way > 0 else (sides[0], sides[1])
        for bar in {rank for rank, _ in higher}:
            yield search.both(
                [
                    search.either(holds for rank, holds in higher if rank >= bar),
                    opposite(search.either(holds for rank, holds in lower if rank >= bar)),
                ]
            )


def _points(run: Iterable[Piece], place: int) -> Fraction:
    piece = next(piece for piece in run if piece.first <= place <= piece.last)
    return piece.start + (place - piece.first) * piece.slope


def _apart(old: Sequence[Piece], new: Sequence[Piece]) -> list[int]:
    """A few places where points differ: the most downwards first, the most upwards last."""
    ends = {end for run in (old, new) for piece in run for end in (piece.first, piece.last)}
    apart = {place: _points(new, place) - _points(old, place) for place in sorted(ends)}
    moved = sorted((place for place in apart if apart[place]), key=apart.__getitem__)
    few = {*moved[:2], *moved[-2:], *moved[:: len(moved) // 4 + 1]}
    return [place for place in moved if place in few]


def _short(rule: Rule, longest: int = 60) -> str:
    text = str(rule)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
