"""Checks of levels: whether each can be given, and whether what it asks can matter."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rubrika.assurance.finding import Finding
from rubrika.assurance.finding_words import say
from rubrika.assurance.lab import Lab, Sought
from rubrika.model.levels import Cap
from rubrika.number import as_text
from rubrika.rules.nodes import Compare, Condition, Constant, Input, both, negate
from rubrika.rules.traverse import walk
from rubrika.text import Text

__all__ = ["check_caps", "check_order", "check_reach", "check_requirements", "check_thresholds"]


def not_settled(path: str, question: Text, sought: Sought) -> Finding:
    """That a question about a part was not settled."""
    said = say("not-settled", question=question, reason=sought.reason)
    return Finding("not-settled", path, said, "unknown", hint=sought.hint)


def check_reach(lab: Lab) -> Iterator[Finding]:
    """Whether each level can be given to somebody."""
    for place, level in enumerate(lab.rubric.levels):
        path = f"levels[{place}]"
        above = [negate(condition) for condition in lab.rubric.conditions[:place]]
        sought = lab.seek(both(lab.rubric.conditions[place], *above))
        if sought.answer == "impossible":
            yield Finding(
                "level-unreachable",
                path,
                say("level-unreachable", level=level.id),
                "proved",
                hint=say("level-unreachable hint"),
            )
        elif sought.answer == "unknown":
            yield not_settled(path, say("whether level", level=level.id), sought)


def check_order(lab: Lab) -> Iterator[Finding]:
    """Whether a subject can meet a level without meeting the one below it."""
    levels, conditions = lab.rubric.levels, lab.rubric.conditions
    for place in range(len(levels) - 1):
        sought = lab.seek(both(conditions[place], negate(conditions[place + 1])))
        ids = {"above": levels[place].id, "below": levels[place + 1].id}
        if sought.answer == "found":
            yield Finding(
                "level-order",
                f"levels[{place + 1}]",
                say("level-order", **ids),
                "shown",
                tuple(subject.assessment for subject in sought.subjects),
                say("level-order hint", **ids),
            )
        elif sought.answer == "unknown":
            yield not_settled(f"levels[{place}]", say("whether order", **ids), sought)


def check_requirements(lab: Lab) -> Iterator[Finding]:
    """Whether each requirement of a level can ever be what denies it."""
    for place, asked in enumerate(lab.rubric.asks):
        wanted = [requirement.implied for requirement in asked.requirements]
        caps = [cap.implied for _, cap in asked.caps]
        below = [] if asked.below is None else [lab.rubric.conditions[asked.below]]
        applies = [] if lab.rubric.applies is None else [lab.rubric.applies]
        for number, requirement in enumerate(wanted):
            others = [*applies, *wanted[:number], *wanted[number + 1 :], *caps, *below]
            sought = _alone(lab, others, requirement)
            path = f"levels[{place}].requirements[{number}]"
            said = lab.rubric.levels[place].requirements[number]
            if sought.answer == "impossible":
                yield Finding(
                    "requirement-idle",
                    path,
                    say("requirement-idle", said=said),
                    "proved",
                    hint=say("requirement-idle hint"),
                )
            elif sought.answer == "unknown":
                yield not_settled(path, say("whether requirement", said=said), sought)


def check_caps(lab: Lab) -> Iterator[Finding]:
    """Whether each cap can ever take a level away."""
    places = {level.id: place for place, level in enumerate(lab.rubric.levels)}
    for number, cap in enumerate(lab.rubric.caps):
        path = f"caps[{number}]"
        unless = lab.rubric.expanded(cap.unless).implied
        answers: list[Sought] = []
        for place in range(places[cap.level]):
            others = [*_asked_without(lab, place, cap)]
            others += [] if lab.rubric.applies is None else [lab.rubric.applies]
            answers.append(_alone(lab, others, unless))
            if answers[-1].answer == "found":
                break
        kinds = {sought.answer for sought in answers}
        if kinds <= {"impossible"}:
            yield Finding(
                "cap-idle",
                path,
                say("cap-idle", level=cap.level),
                "proved",
                hint=say("cap-idle hint"),
            )
        elif "found" not in kinds:
            unknown = next(sought for sought in answers if sought.answer == "unknown")
            yield not_settled(path, say("whether cap"), unknown)


def _asked_without(lab: Lab, place: int, cap: Cap) -> Iterator[Condition]:
    """What a level asks, and those below it that it needs, but for one cap."""
    asked = lab.rubric.asks[place]
    yield from (requirement.implied for requirement in asked.requirements)
    yield from (rule.implied for other, rule in asked.caps if other is not cap)
    if asked.below is not None:
        yield from _asked_without(lab, asked.below, cap)


def _alone(lab: Lab, others: list[Condition], condition: Condition) -> Sought:
    """Look for a subject that meets the *others* and fails the *condition* alone."""
    return lab.seek(both(*others, negate(condition)))


def _exactly(lab: Lab, found: Compare) -> Condition:
    """That a subject stands exactly on a threshold, and that all which it reads applies."""
    read = {part.id for part in walk(found.left) if isinstance(part, Input)}
    applies = [lab.rubric.nodes[id_].applies for id_ in sorted(read & lab.rubric.nodes.keys())]
    return both(
        *(condition for condition in applies if condition is not None),
        Compare(found.left, "==", found.right),
    )


def check_thresholds(lab: Lab) -> Iterator[Finding]:
    """Whether some subject stands exactly on each threshold."""
    seen: set[Compare] = set()
    for place, asked in enumerate(lab.rubric.asks):
        for number, requirement in enumerate(asked.requirements):
            found = requirement.compared
            if found is None or found in seen or not isinstance(found.right, Constant):
                continue
            seen.add(found)
            sought = lab.seek(_exactly(lab, found))
            path = f"levels[{place}].requirements[{number}]"
            bar = as_text(Fraction(found.right.value))
            if sought.answer == "impossible":
                yield Finding(
                    "threshold-not-hit",
                    path,
                    say("threshold-not-hit", bar=bar, said=requirement.requirement),
                    "proved",
                )
            elif sought.answer == "unknown":
                yield not_settled(path, say("whether threshold", bar=bar), sought)
