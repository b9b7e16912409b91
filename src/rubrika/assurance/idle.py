"""Checks of what never decides: indicators and criteria that cannot change a level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from rubrika.assurance.finding import Finding
from rubrika.assurance.finding_words import say
from rubrika.assurance.lab import MOST_SOLVED, Applies, Lab, Sought, Subject
from rubrika.assurance.levels import not_settled
from rubrika.assurance.scales import moved_up
from rubrika.engines.encoding import Encoded
from rubrika.engines.exact import Fact
from rubrika.engines.program import TOTAL
from rubrika.engines.signs import STEADY, Sign, Signs
from rubrika.engines.solver import Search, Truth, opposite
from rubrika.model.nodes import Criterion, Indicator
from rubrika.rules.nodes import Input

__all__ = ["check_idle"]


def check_idle(lab: Lab) -> Iterator[Finding]:
    """Whether each indicator can change a level (or, where there is none, the total)."""
    idle: set[str] = set()
    unsettled: list[Finding] = []
    known = _seen_to_decide(lab)
    for leaf in lab.rubric.indicators:
        sought = Sought("found") if leaf.id in known else _decides(lab, leaf)
        if sought.answer == "impossible":
            idle.add(leaf.id)
        elif sought.answer == "unknown":
            path = lab.rubric.paths[leaf.id]
            unsettled.append(not_settled(path, say("whether idle", id=leaf.id), sought))
    what = "" if lab.rubric.levels else " total"
    below_idle: set[str] = set()
    for id_, node in lab.rubric.nodes.items():  # parents before children
        if isinstance(node, Criterion) and all(leaf in idle for leaf in _leaves(node)):
            if id_ not in below_idle:
                said = say(f"criterion-idle{what}", id=id_)
                hint = say("idle hint")
                yield Finding("criterion-idle", lab.rubric.paths[id_], said, "proved", hint=hint)
            below_idle |= {child.id for child in node.children}
        elif id_ in idle and id_ not in below_idle:
            said, hint = say(f"indicator-idle{what}", id=id_), say("idle hint")
            yield Finding("indicator-idle", lab.rubric.paths[id_], said, "proved", hint=hint)
    yield from unsettled


_ROUNDS: Final = 4


def _leaves(node: Criterion) -> Iterator[str]:
    waiting = [*node.children]
    while waiting:
        child = waiting.pop()
        if isinstance(child, Criterion):
            waiting += child.children
        else:
            yield child.id


def _decides(lab: Lab, leaf: Indicator) -> Sought:
    """Look for two subjects that differ in one indicator only, and in what they are given."""
    if not _read_by_anything(lab, leaf):
        return Sought("impossible")
    for subject in lab.corners:
        pair = _without(lab, subject, leaf)
        if pair is not None:
            return Sought("found", pair)
    for subject in lab.pool:
        for pair in moved_up(lab, subject, leaf):
            if _outcome(lab, pair[0]) != _outcome(lab, pair[1]):
                return Sought("found", pair)
    return _pair(lab, leaf)


def _seen_to_decide(lab: Lab) -> set[str]:
    """Indicators without which some subject that has just enough for its level loses it."""
    found: set[str] = set()
    ids = [leaf.id for leaf in lab.rubric.indicators]
    for best in lab.corners if lab.rubric.levels else ():
        for _ in range(_ROUNDS):
            # The others are taken away first, so that more depends on these.
            last = [id_ for id_ in ids if id_ not in found]
            enough = _brought_down(lab, best, sorted(ids, key=last.__contains__))
            more = {
                id_
                for id_ in last
                if enough.moved(id_, lab.best(id_, worst=True)).result.place != enough.result.place
            }
            if not more:
                break
            found |= more
    return found


def _brought_down(lab: Lab, best: Subject, ids: Iterable[str]) -> Subject:
    """Take points of some indicators away from a subject, as long as it keeps its level."""
    place = best.result.place
    for id_ in ids:
        for value in lab.downwards(id_):
            lower = best.moved(id_, value)
            if lower.result.place == place:
                best = lower
                break
    return best


def _without(lab: Lab, best: Subject, leaf: Indicator) -> tuple[Subject, Subject] | None:
    """Take others away from a subject as long as it keeps its level, and then this one."""
    if not lab.rubric.levels:
        return None
    enough = _brought_down(lab, best, (o.id for o in lab.rubric.indicators if o != leaf))
    less = enough.moved(leaf.id, lab.best(leaf.id, worst=True))
    return (enough, less) if less.result.place != enough.result.place else None


def _outcome(lab: Lab, subject: Subject) -> object:
    return subject.result.place if lab.rubric.levels else subject.result.total


def _read_by_anything(lab: Lab, leaf: Indicator) -> bool:
    """Whether the sign reading sees anything that the indicator can change."""
    pieces = lab.pieces.get(leaf.id)
    points = {end for piece in pieces or () for end in (piece.start, piece.end)}
    steady = len(points) == 1 and lab.axes[leaf.id].complete  # a sample may miss a turn
    known: dict[Input, Sign] = {leaf.value: Sign(rises=True, falls=True)}
    if not steady:
        known[Input("points", leaf.id)] = Sign(rises=True, falls=True)
    signs = Signs(known, lab.reading)
    for step in lab.rubric.program.steps:
        if step.id not in lab.axes:
            known[step.output] = signs.value(step.points)
    if not lab.rubric.levels:
        return known[Input("points", TOTAL)] != STEADY
    return any(signs.holds(level) != STEADY for level in lab.rubric.program.levels)


def _pair(lab: Lab, leaf: Indicator) -> Sought:
    """Search for such a pair with the solver: two readings that share all other values."""
    twin = f"{leaf.id}'"
    axes = {**lab.axes, twin: lab.axes[leaf.id]}
    program = lab.rubric.program

    def confirm(subject: Subject, values: Mapping[str, Fact]) -> tuple[Subject, ...] | None:
        pair = subject, subject.moved(leaf.id, values[twin])
        return pair if _outcome(lab, pair[0]) != _outcome(lab, pair[1]) else None

    for pattern in lab.patterns[:MOST_SOLVED]:
        if not pattern.get(leaf.id, True):
            continue

        def ask(search: Search, pattern: Applies = pattern) -> Iterator[Truth]:
            one = Encoded(search, program, pattern)
            other = Encoded(search, program, pattern, instead={leaf.id: twin})
            yield search.either(_differ(search, one, other))

        found = lab.solved(pattern, axes, ask, confirm)
        if found.answer != "impossible":
            return found
    if len(lab.patterns) > MOST_SOLVED:
        return Sought("unknown", reason=say("too many"))
    return lab.unless_sampled()


def _differ(search: Search, one: Encoded, other: Encoded) -> Iterator[Truth]:
    if not one.levels:
        first, second = one.points[TOTAL], other.points[TOTAL]
        yield search.compared(first, "!=", second)
    for place in range(len(one.levels)):
        yield search.both([one.given(place), opposite(other.given(place))])
        yield search.both([other.given(place), opposite(one.given(place))])
