"""Checks of what need not apply: whether leaving it out makes a level impossible, or certain."""

from __future__ import annotations

from collections.abc import Iterator

from rubrika.assurance.finding import Finding
from rubrika.assurance.finding_words import say
from rubrika.assurance.lab import Applies, Lab, Sought, Subject
from rubrika.assurance.levels import not_settled
from rubrika.engines.arithmetic import Interval
from rubrika.engines.bounds import Options
from rubrika.engines.program import as_possible
from rubrika.engines.proofs import impossible
from rubrika.errors import RuleError
from rubrika.rules.nodes import Applicable, Condition, Expression, negate

__all__ = ["check_applicability"]


def check_applicability(lab: Lab) -> Iterator[Finding]:
    """Whether some combination of what does not apply settles a level by itself.

    Only the smallest such combinations are told, and only of levels that are open otherwise.
    """
    if not lab.optional:
        return
    whatever = _whatever_applies(lab)
    corners = [_corners(lab, pattern) for pattern in lab.patterns]
    left, unsettled = False, Sought("impossible")
    for place, level in enumerate(lab.rubric.levels):
        condition = lab.rubric.conditions[place]
        for certain in (False, True):
            if any(answers[place] is (not certain) for answers in whatever):
                continue
            left = True
            told: list[frozenset[str]] = []
            for pattern, subjects in zip(lab.patterns, corners, strict=True):
                absent = frozenset(id_ for id_, applies in pattern.items() if not applies)
                if any(known <= absent for known in told):
                    continue
                found = _settled(lab, condition, pattern, subjects, certain=certain)
                if found.answer == "unknown":
                    unsettled = found
                elif found.answer == "impossible":
                    told.append(absent)  # of nothing left out, the other checks tell
                    if absent:
                        shown = subjects[1 if certain else 0]
                        yield _finding(place, level.id, absent, shown, certain=certain)
    if left and not lab.all_patterns:
        unsettled = Sought("unknown", reason=say("too many"))
    if unsettled.answer == "unknown":
        yield not_settled("criteria", say("whether applicability"), unsettled)


def _whatever_applies(lab: Lab) -> list[tuple[bool | None, ...]]:
    """Of the best and the worst: which levels hold (or not) whatever applies to them."""
    applies: dict[Expression | Condition, Interval | Options] = {
        Applicable(id_): frozenset((True, False)) for id_ in lab.optional
    }
    found: list[tuple[bool | None, ...]] = []
    for subject in _corners(lab, {}):
        known: dict[Expression | Condition, Interval | Options] = {
            given.input: as_possible(subject.values[given.id])
            for given in lab.rubric.program.inputs
        }
        try:
            found.append(lab.rubric.program.outlook({**known, **applies}).levels)
        except (RuleError, ArithmeticError):
            continue  # it cannot be read so, and each combination is looked at
    return found


def _settled(
    lab: Lab, condition: Condition, pattern: Applies, corners: list[Subject], *, certain: bool
) -> Sought:
    """Look for one of those to whom just that applies, of whom a level is not what is asked."""
    exception = negate(condition) if certain else condition
    for subject in (*corners, *(one for one in lab.pool if one.applies == pattern)):
        if subject.meets(condition) != certain:
            return Sought("found", (subject,))
    known: list[Condition] = [
        Applicable(id_) if applies else negate(Applicable(id_)) for id_, applies in pattern.items()
    ]
    if impossible(lab.rubric.program, [*known, exception]):
        return Sought("impossible")
    return lab.seek_among(pattern, exception)


def _corners(lab: Lab, pattern: Applies) -> list[Subject]:
    """The best and the worst of those to whom just that applies, in each context."""
    both = [
        {leaf.id: lab.best(leaf.id, worst=worst) for leaf in lab.rubric.indicators}
        for worst in (False, True)
    ]
    return [
        Subject(lab.rubric, context | values, pattern)
        for context in lab.contexts()
        for values in both
    ]


def _finding(
    place: int, level: str, absent: frozenset[str], shown: Subject, *, certain: bool
) -> Finding:
    code = "na-trivial" if certain else "na-impossible"
    said = say(code, absent=", ".join(map(repr, sorted(absent))), level=level)
    path = f"levels[{place}]"
    return Finding(code, path, said, "proved", (shown.assessment,), say("na hint"))
