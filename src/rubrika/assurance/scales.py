"""Checks of points: whether bands can matter, the total be reached, and more is ever worse."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from rubrika.assurance.finding import Finding
from rubrika.assurance.finding_words import say
from rubrika.assurance.lab import Lab, Sought, Subject
from rubrika.assurance.levels import not_settled
from rubrika.engines.axes import Piece
from rubrika.engines.program import TOTAL
from rubrika.engines.signs import STEADY, Sign, Signs
from rubrika.model.bands import Bands
from rubrika.model.domains import Categories
from rubrika.model.lines import Linear
from rubrika.model.nodes import Indicator
from rubrika.model.scales import Tally, YesNo
from rubrika.number import as_text
from rubrika.rules.nodes import Input

__all__ = ["check_bands", "check_direction", "check_structure", "check_total", "moved_up"]


def check_total(lab: Lab) -> Iterator[Finding]:
    """Whether the declared maximum of the total can be reached."""
    maximum = lab.rubric.maximum
    sought = lab.seek(Input("points", TOTAL) >= maximum)
    if sought.answer == "impossible":
        yield Finding(
            "total-unreachable",
            "criteria",
            say("total-unreachable", maximum=as_text(maximum)),
            "proved",
            hint=say("total-unreachable hint"),
        )
    elif sought.answer == "unknown":
        yield not_settled("criteria", say("whether maximum", maximum=as_text(maximum)), sought)


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
            if first >= behind and not axis.complete:
                sought = lab.unless_sampled({leaf.id: axis})
                question = say("whether band", at=as_text(band.at))
                yield not_settled(f"{path}[{place}]", question, sought)
            elif first >= behind:
                yield Finding(
                    "band-idle",
                    f"{path}[{place}]",
                    say("band-empty", at=as_text(band.at)),
                    "proved",
                    hint=say("band-empty hint"),
                )
        worse = [*scale.bands[1:], None]
        for place, (band, next_) in enumerate(zip(scale.bands, worse, strict=True)):
            points = scale.otherwise if next_ is None else next_.points
            if band.points == points:
                at = as_text(band.at)
                same = say("band-last", at=at)
                if next_ is not None:
                    same = say("band-same", at=at, other=as_text(next_.at))
                yield Finding(
                    "band-idle",
                    f"{path}[{place}]",
                    same,
                    "proved",
                    hint=say("band-same hint"),
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
        if better is None:
            continue
        if leaf.id not in lab.pieces:
            path = f"{lab.rubric.paths[leaf.id]}.scale"
            yield not_settled(
                path, say("whether direction"), Sought("unknown", reason=say("bends"))
            )
            continue
        for worse, good in _falls(lab.pieces[leaf.id], up=better):
            axis = lab.axes[leaf.id]
            base = lab.pool[0]
            pair = [base.moved(leaf.id, axis.values[place]) for place in (worse, good)]
            before, after = (subject.result.points[leaf.id] for subject in pair)
            yield Finding(
                "not-monotone",
                f"{lab.rubric.paths[leaf.id]}.scale",
                say(
                    "more-is-better" if better else "less-is-better",
                    worse=_value(axis.values[worse]),
                    before=_points(before),
                    good=_value(axis.values[good]),
                    after=_points(after),
                ),
                "shown",
                tuple(subject.assessment for subject in pair),
                say("direction hint"),
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
        known: dict[Input, Sign] = {
            Input("points", leaf.id): Sign(rises=True),
            Input("value", leaf.id): _with_more_points(lab, leaf),
        }
        signs = Signs(known, lab.reading)
        for step in program.steps:
            if step.output not in known and step.id not in lab.axes:
                known[step.output] = signs.value(step.points)
        lower = known.get(Input("points", TOTAL), STEADY).falls
        drops = any(signs.holds(level).falls for level in program.levels)
        if lower or drops:
            yield from _worse(lab, leaf)


def _with_more_points(lab: Lab, leaf: Indicator) -> Sign:
    """How the value of an indicator moves where its points rise."""
    pieces = () if isinstance(leaf.domain, Categories) else lab.pieces.get(leaf.id, ())
    if pieces and not any(_falls(pieces, up=True)):
        return Sign(rises=True)
    if pieces and not any(_falls(pieces, up=False)):
        return Sign(falls=True)
    return Sign(rises=True, falls=True)


def _worse(lab: Lab, leaf: Indicator) -> Iterator[Finding]:
    path = lab.rubric.paths[leaf.id]
    for subject in lab.pool:
        for pair in moved_up(lab, subject, leaf):
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
                yield Finding(
                    "not-monotone",
                    path,
                    say(
                        "lower level" if lower else "fewer points",
                        more=_points(more),
                        less=_points(less),
                    ),
                    "shown",
                    tuple(one.assessment for one in pair),
                    say("structure hint"),
                )
                return
    yield not_settled(path, say("whether worse"), Sought("unknown", reason=say("untried")))


def moved_up(lab: Lab, subject: Subject, leaf: Indicator) -> Iterator[tuple[Subject, Subject]]:
    """Pairs of subjects that differ in one indicator, the second with more points."""
    if not subject.applies.get(leaf.id, True):
        return
    values = lab.axes[leaf.id].values
    moved = [subject.moved(leaf.id, values[place]) for place in lab.telling(leaf.id)]
    ranked = sorted(moved, key=lambda one: _number(one.result.points[leaf.id]))
    yield from pairwise(ranked)


def _place(lab: Lab, place: int) -> int:
    return len(lab.rubric.levels) if place < 0 else place


def _number(points: object) -> Fraction:
    return points if isinstance(points, Fraction) else Fraction(-1)


def _points(points: object) -> str:
    return as_text(points) if isinstance(points, Fraction) else "about some"


def _value(value: object) -> str:
    return as_text(value) if isinstance(value, Fraction) else str(value)
