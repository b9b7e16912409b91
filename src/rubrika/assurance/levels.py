"""Checks of levels: whether each can be given, and whether what it asks can matter."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rubrika.assurance.finding import Finding
from rubrika.assurance.lab import Lab, Sought
from rubrika.number import as_text
from rubrika.rules.nodes import Compare, Condition, Constant, both, negate

__all__ = ["check_caps", "check_order", "check_reach", "check_requirements", "check_thresholds"]


def not_settled(path: str, question: str, sought: Sought) -> Finding:
    """That a question about a part was not settled."""
    return Finding("not-settled", path, f"{question}: {sought.reason}", "unknown")


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
                f"no subject is given the level {level.id!r}",
                "proved",
                hint="Lower what it asks, or what the levels above it do not leave to it.",
            )
        elif sought.answer == "unknown":
            yield not_settled(path, f"whether the level {level.id!r} can be given", sought)


def check_order(lab: Lab) -> Iterator[Finding]:
    """Whether a subject can meet a level without meeting the one below it."""
    levels, conditions = lab.rubric.levels, lab.rubric.conditions
    for place in range(len(levels) - 1):
        sought = lab.seek(both(conditions[place], negate(conditions[place + 1])))
        above, below = levels[place].id, levels[place + 1].id
        if sought.answer == "found":
            yield Finding(
                "level-order",
                f"levels[{place + 1}]",
                f"a subject can meet {above!r} and not {below!r}, the level below it",
                "shown",
                tuple(subject.assessment for subject in sought.subjects),
                f"Ask nothing of {below!r} that {above!r} does not ask, or make {above!r} a tier: "
                "needs_below=True.",
            )
        elif sought.answer == "unknown":
            yield not_settled(f"levels[{place}]", f"whether {above!r} implies {below!r}", sought)


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
                    f"'{said}' never decides: whoever meets the others meets it too",
                    "proved",
                    hint="Leave it out, or ask for more.",
                )
            elif sought.answer == "unknown":
                yield not_settled(path, f"whether '{said}' can decide", sought)


def check_caps(lab: Lab) -> Iterator[Finding]:
    """Whether each cap can ever take a level away."""
    places = {level.id: place for place, level in enumerate(lab.rubric.levels)}
    for number, cap in enumerate(lab.rubric.caps):
        path = f"caps[{number}]"
        unless = lab.rubric.expanded(cap.unless).implied
        answers: list[Sought] = []
        for place in range(places[cap.level]):
            asked = lab.rubric.asks[place]
            others = [requirement.implied for requirement in asked.requirements]
            others += [rule.implied for other, rule in asked.caps if other is not cap]
            others += [] if lab.rubric.applies is None else [lab.rubric.applies]
            answers.append(_alone(lab, others, unless))
            if answers[-1].answer == "found":
                break
        kinds = {sought.answer for sought in answers}
        if kinds <= {"impossible"}:
            yield Finding(
                "cap-idle",
                path,
                f"the cap to {cap.level!r} never takes a level away",
                "proved",
                hint="Leave it out, or name a lower level.",
            )
        elif "found" not in kinds:
            unknown = next(sought for sought in answers if sought.answer == "unknown")
            yield not_settled(path, "whether the cap can matter", unknown)


def _alone(lab: Lab, others: list[Condition], condition: Condition) -> Sought:
    """Look for a subject that meets the *others* and fails the *condition* alone."""
    return lab.seek(both(*others, negate(condition)))


def check_thresholds(lab: Lab) -> Iterator[Finding]:
    """Whether some subject stands exactly on each threshold."""
    seen: set[Compare] = set()
    for place, asked in enumerate(lab.rubric.asks):
        for number, requirement in enumerate(asked.requirements):
            found = requirement.compared
            if found is None or found in seen or not isinstance(found.right, Constant):
                continue
            seen.add(found)
            sought = lab.seek(Compare(found.left, "==", found.right))
            path = f"levels[{place}].requirements[{number}]"
            bar = as_text(Fraction(found.right.value))
            if sought.answer == "impossible":
                yield Finding(
                    "threshold-not-hit",
                    path,
                    f"nobody stands exactly on {bar} in '{found}': > would do the same as >=",
                    "proved",
                )
            elif sought.answer == "unknown":
                yield not_settled(path, f"whether anybody stands exactly on {bar}", sought)
