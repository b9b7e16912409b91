"""Effects: what changes can do to results, proved or shown."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Final, Literal

import attrs

from rubrika.assurance.diff_bounds import Moves
from rubrika.assurance.diff_implied import implied
from rubrika.assurance.diff_intervals import NOWHERE
from rubrika.assurance.diff_pair import Pair, Twins
from rubrika.assurance.diff_rescore import witnessed
from rubrika.assurance.diff_result import Claim, Effect, EffectKind
from rubrika.assurance.diff_search import QUESTIONS, Hunt, Question
from rubrika.engines.exact import Fact
from rubrika.engines.program import TOTAL
from rubrika.engines.proofs import impossible
from rubrika.model.changes import Change
from rubrika.model.rubric import Rubric
from rubrika.rules.nodes import Condition, negate

__all__ = ["Judge"]

_WAYS: Final[dict[int, Literal["rise", "fall"]]] = {1: "rise", -1: "fall"}


@attrs.frozen(eq=False, slots=False)
class Judge:
    """Finds out what changes of a rubric can do.

    Args:
        old: The rubric that is changed.
    """

    old: Rubric
    _known: dict[object, tuple[Fact, ...]] = attrs.field(
        factory=dict[object, tuple[Fact, ...]], init=False
    )

    def effect(self, new: Rubric, changes: Iterable[Change], seconds: float) -> Effect:
        """What it does to change the old rubric to *new*.

        Args:
            new: The changed rubric.
            changes: What was changed.
            seconds: How long to search.
        """
        made = tuple(changes)
        if new.structure == self.old.structure:
            return Effect(made, "none")
        pair = Pair(self.old, new)
        obstacles = dict.fromkeys(id_ for _, id_ in pair.obstacles)
        if pair.scope == "none":
            return Effect(made, "incomparable", (), tuple(obstacles))
        if pair.ranks is None:
            names = [{level.id for level in rubric.levels} for rubric in (self.old, new)]
            moved_levels = sorted(names[0] ^ names[1]) or [level.id for level in self.old.levels]
            obstacles |= dict.fromkeys(moved_levels)
        moves = Moves(pair)
        hunt = Hunt(pair, moves, time.monotonic() + seconds, self._known)
        claims = tuple(_claims(pair, moves, hunt))
        moved = tuple((id_, found) for id_, found in moves.of.items() if found != NOWHERE)
        kind = "incomparable" if obstacles else _kind(claims)
        return Effect(made, kind, claims, tuple(obstacles), moved)


def _claims(pair: Pair, moves: Moves, hunt: Hunt) -> Iterator[Claim]:
    asked = [one for one in QUESTIONS if one[0] == "points" or pair.ranks is not None]
    if not pair.old.levels and not pair.new.levels:
        asked = [one for one in asked if one[0] == "points"]
    proved = {one for one in asked if _impossible(pair, moves, one)}
    shown: dict[Question, Twins] = hunt.try_out(set(asked) - proved)
    for question in asked:
        of, way = question[0], _WAYS[question[1]]
        if question in proved:
            yield Claim(of, way, "impossible", by="rules")
            continue
        if question not in shown and _excluded(pair, moves, question):
            yield Claim(of, way, "impossible", by="rules")
            continue
        found = shown[question] if question in shown else hunt.settle(question)
        if isinstance(found, Twins):
            yield Claim(of, way, "shown", witnessed(pair, found))
        elif found is None:
            yield Claim(of, way, "impossible", by="solver")
        else:
            yield Claim(of, way, "unknown", reason=found)


def _impossible(pair: Pair, moves: Moves, question: Question) -> bool:
    """Whether the rules, laid side by side, prove that something cannot happen."""
    of, way = question
    if of == "points":
        total = moves.of[TOTAL]
        end = total.most if way > 0 else total.least
        return end is not None and (end <= 0 if way > 0 else end >= 0)
    # A level cannot fall where each level of the old leads to one of the new that is no lower.
    return all(
        any(implied(moves, condition, other, forward=way < 0) for other in others)
        for condition, others in _steps(pair, way)
    )


def _excluded(pair: Pair, moves: Moves, question: Question) -> bool:
    """Whether intervals prove that no level changes so, where no point that levels read does."""
    of, way = question
    if of == "points":
        return False
    program = pair.programs[1 if way > 0 else 0]
    return all(
        all(map(moves.is_still, (condition, *others)))
        and impossible(program, [condition, *map(negate, others)])
        for condition, others in _steps(pair, way)
    )


def _steps(pair: Pair, way: int) -> Iterator[tuple[Condition, list[Condition]]]:
    """Each level of the one rubric, and those of the other that are no lower, the nearest first.

    Of the old rubric where it is asked what falls (-1), of the new where it is asked what rises.
    """
    assert pair.ranks is not None  # noqa: S101 - nothing is asked of levels otherwise
    sides = [
        [(ranks[level.id], rule) for level, rule in zip(r.levels, r.conditions, strict=True)]
        for ranks, r in zip(pair.ranks, (pair.old, pair.new), strict=True)
    ]
    given, wanted = (sides[1], sides[0]) if way > 0 else (sides[0], sides[1])
    for rank, condition in given:
        yield condition, [rule for place, rule in reversed(wanted) if place >= rank]


def _kind(claims: Iterable[Claim]) -> EffectKind:
    """What the claims come to together."""
    known = {
        way: {claim.answer for claim in claims if claim.way == way} for way in ("rise", "fall")
    }
    rise, fall = known["rise"], known["fall"]
    if "shown" in rise and "shown" in fall:
        return "either"
    if fall <= {"impossible"}:
        return "none" if rise <= {"impossible"} else "raise"
    return "lower" if rise <= {"impossible"} else "unknown"
