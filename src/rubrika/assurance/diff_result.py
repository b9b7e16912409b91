"""What some changes of a rubric can do to results, and results before and after."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias, cast

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.errors import Problem
from rubrika.files import dumps_assessment
from rubrika.model.changes import Change
from rubrika.model.levels import Level
from rubrika.model.observations import Assessment
from rubrika.model.scorecard import Scorecard
from rubrika.number import as_text

__all__ = ["KINDS", "Claim", "Effect", "EffectKind", "Rescored", "Way", "levels_of", "total_of"]

EffectKind: TypeAlias = Literal[
    "text", "none", "raise", "lower", "either", "incomparable", "unknown"
]
"""What changes can do to results: nothing, since they are texts; nothing, which is proved; only
raise; only lower; either; there is nothing to compare for all subjects; or it is not known."""

Way: TypeAlias = Literal["rises", "falls", "stays", "open", "not comparable"]
"""What becomes of the points or the level of a subject."""


@attrs.frozen(repr=False)
class Rescored:
    """One assessment, scored by two rubrics.

    Args:
        assessment: The assessment.
        before: What the old rubric makes of it; None when it refuses it.
        after: What the new rubric makes of it; None when it refuses it.
        level: Whether its level ``"rises"``, ``"falls"``, ``"stays"``, is ``"open"`` (evidence is
            missing) or ``"not comparable"``.
        points: The same of its total.
        problems: Why one of the two refuses it.

    >>> from rubrika import Indicator, Level, Rubric, YesNo, diff, total
    >>> leaf = Indicator("a", "A", YesNo(60))
    >>> old = Rubric("r", version="1", title="R", criteria=[leaf], levels=[Level("ok", "OK")])
    >>> new = old.evolve(version="2", levels=[Level("ok", "OK", total >= 60)])
    >>> (one,) = diff(old, new, assessments=[{"a": False}]).rescored
    >>> one
    <Rescored: the level falls, ok → none; the points stay, 0 → 0>
    """

    assessment: Assessment
    before: Scorecard | None
    after: Scorecard | None
    level: Way
    points: Way
    problems: tuple[Problem, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """A record as plain data; exact numbers are strings."""
        return {
            "subject": self.assessment.subject,
            "assessment": _assessment(self.assessment),
            "level": self.level,
            "points": self.points,
            "before": _result(self.before),
            "after": _result(self.after),
            "problems": [str(problem) for problem in self.problems],
        }

    def __repr__(self) -> str:
        levels = " → ".join(levels_of(card) for card in (self.before, self.after))
        points = " → ".join(total_of(card) for card in (self.before, self.after))
        level, total = _SINGULAR.get(self.level, self.level), _PLURAL[self.points]
        return f"<Rescored: the level {level}, {levels}; the points {total}, {points}>"


@attrs.frozen
class Claim:
    """Whether changes can make points, or a level, rise or fall.

    Args:
        of: ``"points"`` (the total) or ``"level"``.
        way: ``"rise"`` or ``"fall"``.
        answer: ``"shown"``: they can, as the witness shows; ``"impossible"``: they cannot, which is
            proved; or ``"unknown"``.
        witness: A subject that it happens to, scored by both.
        by: How it was proved: ``"rules"`` (the differences of all rules, laid side by side) or
            ``"solver"``.
        reason: Why it is not known.

    >>> from rubrika import Indicator, Level, Rubric, YesNo, diff, total
    >>> leaf = Indicator("a", "A", YesNo(60))
    >>> old = Rubric("r", version="1", title="R", criteria=[leaf], levels=[Level("ok", "OK")])
    >>> new = old.evolve(version="2", levels=[Level("ok", "OK", total >= 60)])
    >>> for claim in diff(old, new).whole.claims:
    ...     print(claim.of, claim.way, claim.answer)
    points rise impossible
    points fall impossible
    level rise impossible
    level fall shown
    """

    of: Literal["points", "level"]
    way: Literal["rise", "fall"]
    answer: Literal["shown", "impossible", "unknown"]
    witness: Rescored | None = None
    by: Literal["rules", "solver", ""] = ""
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """A record as plain data."""
        return {
            "of": self.of,
            "way": self.way,
            "answer": self.answer,
            "by": self.by,
            "reason": self.reason,
            "witness": None if self.witness is None else self.witness.to_dict(),
        }


@attrs.frozen
class Effect:
    """What some changes can do to results, made alone, or all of them together.

    Args:
        changes: The changes.
        kind: ``"text"`` (nothing: only texts, sources and the like change), ``"none"`` (nothing,
            which is proved), ``"raise"`` or ``"lower"`` (points and levels can only rise, or only
            fall, which is proved), ``"either"`` (both are shown), ``"incomparable"`` (not every
            subject that the one rubric takes can be given to the other, or their levels have no
            common order) or ``"unknown"``.
        claims: Whether points and levels can rise and fall, each proved or shown. They are about
            the subjects that both rubrics take (of points, those to whom both give any); there is
            none if there are no such subjects.
        obstacles: The ids of indicators, facts or levels because of which it is incomparable.
        moved: How far the points of each node can move from the old to the new rubric, by id:
            bounds that hold of every subject. Nodes whose points stay are left out.

    >>> from rubrika import Indicator, Rubric, YesNo, diff
    >>> old, new = (
    ...     Rubric("r", version="1", title="R", criteria=[Indicator("a", "A", YesNo(worth))])
    ...     for worth in (60, 70)
    ... )
    >>> (effect,) = diff(old, new).effects
    >>> print(effect.kind, effect.changes[0])
    raise a.scale.points: 60 → 70
    >>> [(id, str(moved.least), str(moved.most)) for id, moved in effect.moved]
    [('a', '0', '10'), ('total', '0', '10')]
    """

    changes: tuple[Change, ...]
    kind: EffectKind
    claims: tuple[Claim, ...] = ()
    obstacles: tuple[str, ...] = ()
    moved: tuple[tuple[str, Interval], ...] = ()

    def claim(self, of: Literal["points", "level"], way: Literal["rise", "fall"]) -> Claim:
        """The claim about one question.

        Raises:
            KeyError: when it was not asked.
        """
        for claim in self.claims:
            if (claim.of, claim.way) == (of, way):
                return claim
        raise KeyError(of, way)

    @property
    def witnesses(self) -> tuple[Rescored, ...]:
        """The subjects that show what can happen, each once."""
        shown = [claim.witness for claim in self.claims if claim.witness is not None]
        return tuple(one for place, one in enumerate(shown) if one not in shown[:place])

    def to_dict(self) -> dict[str, Any]:
        """A record as plain data; exact numbers are strings."""
        return {
            "changes": [attrs.asdict(change) for change in self.changes],
            "kind": self.kind,
            "claims": [claim.to_dict() for claim in self.claims],
            "obstacles": list(self.obstacles),
            "moved": {
                id_: {"least": _limit(found.least), "most": _limit(found.most)}
                for id_, found in self.moved
            },
        }


KINDS: Final[dict[EffectKind, str]] = {
    "text": "texts only",
    "none": "no result can change",
    "raise": "can only raise",
    "lower": "can only lower",
    "either": "can raise and lower",
    "incomparable": "not comparable",
    "unknown": "not known",
}


_SINGULAR: Final[dict[str, str]] = {"open": "is open", "not comparable": "is not comparable"}
_PLURAL: Final[dict[Way, str]] = {
    "rises": "rise",
    "falls": "fall",
    "stays": "stay",
    "open": "are open",
    "not comparable": "are not comparable",
}


def _limit(limit: Fraction | None) -> str | None:
    return None if limit is None else as_text(limit)


def _name(level: Level | None) -> str | None:
    return None if level is None else level.id


def levels_of(card: Scorecard | None) -> str:
    """The level that a scorecard gives, by its id, or those that are still possible."""
    if card is None:
        return "refused"
    found = [card.level] if card.decided else card.possible_levels
    return " or ".join(_name(level) or "none" for level in found)


def total_of(card: Scorecard | None) -> str:
    """The total of a scorecard, or its bounds."""
    if card is None:
        return "refused"
    if card.bounds is None:
        return "none"
    if isinstance(card.points, Fraction):
        return as_text(card.points)
    return f"{as_text(_end(card.bounds.least))} to {as_text(_end(card.bounds.most))}"


def _end(number: Any) -> Fraction:  # noqa: ANN401  # a rational, or an enclosure of which one end serves
    return number if isinstance(number, Fraction) else number.least


def _result(card: Scorecard | None) -> dict[str, Any] | None:
    if card is None:
        return None
    return {
        "points": total_of(card),
        "decided": card.decided,
        "level": _name(card.level),
        "possible_levels": [_name(level) for level in card.possible_levels],
    }


def _assessment(assessment: Assessment) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(dumps_assessment(assessment, "json")))
