"""Checks of indicators and criteria: whether they can matter, and in which direction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Final

from rubrika.assurance.finding import Finding
from rubrika.assurance.lab import MOST_SOLVED, Applies, Lab, Sought, Subject
from rubrika.assurance.levels import not_settled
from rubrika.engines.axes import Piece
from rubrika.engines.exact import Fact
from rubrika.engines.program import TOTAL
from rubrika.engines.signs import STEADY, Sign, Signs
from rubrika.engines.solver import Encoded, Search, Truth, opposite
from rubrika.model.bands import Bands
from rubrika.model.lines import Linear
from rubrika.model.nodes import Criterion, Indicator
from rubrika.model.scales import Tally, YesNo
from rubrika.number import as_text
from rubrika.rules.nodes import Input

__all__ = ["check_bands", "check_direction", "check_idle", "check_structure", "check_total"]


def check_total(lab: Lab) -> Iterator[Finding]:
    """Whether the declared maximum of the total can be reached."""
    maximum = lab.rubric.maximum
    sought = lab.seek(Input("points", TOTAL) >= maximum)
    if sought.answer == "impossible":
        yield Finding(
            "total-unreachable",
            "criteria",
            f"no subject reaches the most points, {as_text(maximum)}",
            "proved",
            hint="Points of which one excludes the other do not add up.",
        )
    elif sought.answer == "unknown":
        yield not_settled("criteria", f"whether anybody reaches {as_text(maximum)} points", sought)


# Bands


def check_bands(lab: Lab) -> Iterator[Finding]:
    """Whether each band is one that a value can fall into, with points of its own."""
    for leaf in lab.rubric.indicators:
        scale = leaf.scale
        if not isinstance(scale, Bands) or leaf.round_value is not None:
            continue
        axis, path = lab.axes[leaf.id], f"{lab.rubric.paths[leaf.id]}.scale.bands"
        upward = scale.bound == "at least"
        ascending = scale.bands[::-1] if upward else scale.bands
        edges = [axis.place(band.at) for band in ascending]
        if not upward:
            edges = [
                edge + (edge < len(axis.values) and axis.values[edge] == band.at)
                for edge, band in zip(edges, ascending, strict=True)
            ]
        runs = [*zip(edges, [*edges[1:], len(axis.values)], strict=True)] if upward else []
        if not upward:
            runs = [*zip([0, *edges[:-1]], edges, strict=True)]
        for band, (first, behind) in zip(ascending, runs, strict=True):
            place = scale.bands.index(band)
            if first >= behind and axis.complete:
                yield Finding(
                    "band-idle",
                    f"{path}[{place}]",
                    f"no allowed value falls into the band at {as_text(band.at)}",
                    "proved",
                    hint="Leave it out, or move it.",
                )
        worse = [*scale.bands[1:], None]
        for place, (band, next_) in enumerate(zip(scale.bands, worse, strict=True)):
            points = scale.otherwise if next_ is None else next_.points
            if band.points == points:
                other = "what lies beyond all bands" if next_ is None else as_text(next_.at)
                yield Finding(
                    "band-idle",
                    f"{path}[{place}]",
                    f"the band at {as_text(band.at)} gives the same points as {other}",
                    "proved",
                    hint="Leave it out, or give it points of its own.",
                )


# Direction


def _better(leaf: Indicator) -> bool | None:
    """Whether more is better (True), or less, as the scale declares it; None where it does not."""
    match leaf.scale:
        case Bands(bound=bound):
            return bound == "at least"
        case Linear(worst=worst, best=best):
            return best > worst
        case Tally(each=each):
            return each > 0
        case YesNo(points=points, no=no):
            return points >= no
        case _:
            return None


def check_direction(lab: Lab) -> Iterator[Finding]:
    """Whether a better value ever has fewer points, on scales that say which values are better."""
    for leaf in lab.rubric.indicators:
        better = _better(leaf)
        if better is None or leaf.id not in lab.pieces:
            continue
        for worse, good in _falls(lab.pieces[leaf.id], up=better):
            axis = lab.axes[leaf.id]
            base = lab.pool[0]
            pair = [base.moved(leaf.id, axis.values[place]) for place in (worse, good)]
            before, after = (subject.result.points[leaf.id] for subject in pair)
            yield Finding(
                "not-monotone",
                f"{lab.rubric.paths[leaf.id]}.scale",
                f"{'more' if better else 'less'} is better here, but "
                f"{_value(axis.values[worse])} gives {_points(before)} points and "
                f"{_value(axis.values[good])} gives {_points(after)}",
                "shown",
                tuple(subject.assessment for subject in pair),
                "Look at the order of the points.",
            )
            break


def _falls(pieces: tuple[Piece, ...], *, up: bool) -> Iterator[tuple[int, int]]:
    """Places of which the second is better and has fewer points, next to each other."""
    before: tuple[int, Fraction] | None = None
    for piece in pieces:
        start, end = (piece.first, piece.start), (piece.last, piece.end)
        pairs = [(before, start)] if before is not None else []
        for one, other in [*pairs, (start, end)]:
            if (other[1] < one[1]) if up else (other[1] > one[1]):
                yield (one[0], other[0]) if up else (other[0], one[0])
        before = end


def check_structure(lab: Lab) -> Iterator[Finding]:
    """Whether more points of an indicator can mean fewer in all, or a lower level."""
    program = lab.rubric.program
    for leaf in lab.rubric.indicators:
        known: dict[Input, Sign] = {Input("points", leaf.id): Sign(rises=True)}
        signs = Signs(known, lab.reading)
        for step in program.steps:
            if step.output not in known and step.id not in lab.axes:
                known[step.output] = signs.value(step.points)
        lower = known.get(Input("points", TOTAL), STEADY).falls
        drops = any(signs.holds(level).falls for level in program.levels)
        if lower or drops:
            yield from _worse(lab, leaf)


def _worse(lab: Lab, leaf: Indicator) -> Iterator[Finding]:
    path = lab.rubric.paths[leaf.id]
    for subject in lab.pool:
        for pair in _moved(lab, subject, leaf):
            before, after = (one.result for one in pair)
            less, more = before.points[leaf.id], after.points[leaf.id]
            if not (isinstance(less, Fraction) and isinstance(more, Fraction) and less < more):
                continue
            lower = _place(lab, after.place) > _place(lab, before.place)
            fewer = (
                isinstance(before.total, Fraction)
                and isinstance(after.total, Fraction)
                and after.total < before.total
            )
            if lower or fewer:
                what = "a lower level" if lower else "fewer points in all"
                yield Finding(
                    "not-monotone",
                    path,
                    f"{_points(more)} points instead of {_points(less)} mean {what}",
                    "shown",
                    tuple(one.assessment for one in pair),
                    "Look at what takes points away, and at requirements with at most.",
                )
                return
    reason = "the rules do not show it, and no subject that was tried does"
    yield not_settled(path, "whether more points are ever worse", Sought("unknown", reason=reason))


def _moved(lab: Lab, subject: Subject, leaf: Indicator) -> Iterator[tuple[Subject, Subject]]:
    """Pairs of subjects that differ in one indicator, the second with more points."""
    if not subject.applies.get(leaf.id, True):
        return
    values = lab.axes[leaf.id].values
    moved = [subject.moved(leaf.id, values[place]) for place in lab.telling(leaf.id)]
    ranked = sorted(moved, key=lambda one: _number(one.result.points[leaf.id]))
    yield from pairwise(ranked)


# Idle indicators


def check_idle(lab: Lab) -> Iterator[Finding]:
    """Whether each indicator can change a level (or, where there is none, the total)."""
    idle: set[str] = set()
    unsettled: list[Finding] = []
    for leaf in lab.rubric.indicators:
        sought = _decides(lab, leaf)
        if sought.answer == "impossible":
            idle.add(leaf.id)
        elif sought.answer == "unknown":
            path = lab.rubric.paths[leaf.id]
            unsettled.append(not_settled(path, f"whether {leaf.id!r} can change a level", sought))
    what = "a level" if lab.rubric.levels else "the total"
    below_idle: set[str] = set()
    for id_, node in lab.rubric.nodes.items():  # parents before children
        if isinstance(node, Criterion) and all(leaf in idle for leaf in _leaves(node)):
            if id_ not in below_idle:
                message = f"nothing in the criterion {id_!r} can change {what}"
                yield Finding(
                    "criterion-idle", lab.rubric.paths[id_], message, "proved", hint=_IDLE
                )
            below_idle |= {child.id for child in node.children}
        elif id_ in idle and id_ not in below_idle:
            message = f"the indicator {id_!r} can't change {what}"
            yield Finding("indicator-idle", lab.rubric.paths[id_], message, "proved", hint=_IDLE)
    yield from unsettled


_IDLE: Final = "Give it more points, ask for less elsewhere, or leave it out."


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
        pair = _brought_down(lab, subject, leaf)
        if pair is not None:
            return Sought("found", pair)
    for subject in lab.pool:
        for pair in _moved(lab, subject, leaf):
            if _outcome(lab, pair[0]) != _outcome(lab, pair[1]):
                return Sought("found", pair)
    return _pair(lab, leaf)


def _brought_down(lab: Lab, best: Subject, leaf: Indicator) -> tuple[Subject, Subject] | None:
    """Take others away from a subject as long as it keeps its level, until the one decides it."""
    if not lab.rubric.levels or not best.applies.get(leaf.id, True):
        return None
    worst = lab.best(leaf.id, worst=True)
    place = best.result.place
    for other in lab.rubric.indicators:
        if other.id == leaf.id or not best.applies.get(other.id, True):
            continue
        for value in lab.downwards(other.id):
            lower = best.moved(other.id, value)
            if lower.result.place == place:
                best = lower
                break
        without = best.moved(leaf.id, worst)
        if without.result.place != best.result.place:
            return best, without
    return None


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
        return Sought("unknown", reason="there are too many combinations of what applies")
    return lab.unless_sampled()


def _differ(search: Search, one: Encoded, other: Encoded) -> Iterator[Truth]:
    if not one.levels:
        first, second = one.points[TOTAL], other.points[TOTAL]
        yield search.compared(first, "!=", second)
    for place in range(len(one.levels)):
        yield search.both([one.given(place), opposite(other.given(place))])
        yield search.both([other.given(place), opposite(one.given(place))])


def _place(lab: Lab, place: int) -> int:
    return len(lab.rubric.levels) if place < 0 else place


def _number(points: object) -> Fraction:
    return points if isinstance(points, Fraction) else Fraction(-1)


def _points(points: object) -> str:
    return as_text(points) if isinstance(points, Fraction) else "about some"


def _value(value: object) -> str:
    return as_text(value) if isinstance(value, Fraction) else str(value)
