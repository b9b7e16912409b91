"""Laws of order: more is not worse, and the order in which things are written does not matter."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from itertools import pairwise
from random import Random

from rubrika.engines.arithmetic import Interval
from rubrika.engines.bounds import Reading
from rubrika.engines.program import TOTAL
from rubrika.engines.signs import Sign, Signs
from rubrika.model.bands import Bands
from rubrika.model.mismatches import Mismatch
from rubrika.model.nodes import Criterion, Indicator, Node
from rubrika.model.observations import Assessment
from rubrika.model.rubric import Rubric
from rubrika.number import as_text
from rubrika.rules.nodes import Input
from rubrika.testing.assessing import assessments
from rubrika.testing.breaking import EXAMPLES, broken, searched, told_number
from rubrika.testing.observed import as_rubric, plainly
from rubrika.testing.scoring_laws import scored
from rubrika.testing.subjects import Space, Subject, space_of, subject_of

__all__ = ["level_order", "monotone", "order_independent"]


def monotone(rubric: Rubric, *, examples: int = EXAMPLES) -> None:
    """Law: better values do not earn fewer points, and more points make nothing worse.

    A better value, where a scale says which way is better (bands do), earns at least as many
    points. More points of one indicator never lower the points of what it belongs to, or the total;
    nor the level, unless one that asks for few points was given.

    >>> from rubrika import get
    >>> monotone(get("learning-citizen-pilot"), examples=20)
    """
    space = space_of(as_rubric(rubric))
    for leaf in rubric.indicators:
        _check_direction(space, leaf)
    cases = assessments(rubric, complete=True, boundary=True)
    rising = _rising(rubric)
    searched(cases, examples, partial(_more_is_not_worse, space, rising=rising))


def _check_direction(space: Space, leaf: Indicator) -> None:
    """Check that points do not fall towards the better side of a scale that has one."""
    if not isinstance(leaf.scale, Bands):
        return
    numbers = [edge for edge in space.edges[leaf.id] if isinstance(edge, Fraction)]
    towards_better = numbers if leaf.scale.bound == "at least" else numbers[::-1]
    points = space.earned[leaf.id]
    for worse, better in pairwise(towards_better):
        if points[better] < points[worse]:
            earned = as_text(points[better])
            what = Mismatch(leaf.id, f"at least {as_text(points[worse])}", earned)
            raise broken(
                "monotone",
                space.rubric,
                f"a better value of {leaf.id!r} earns fewer points",
                [what],
                before=Assessment({leaf.id: plainly(worse)}),
                case=Assessment({leaf.id: plainly(better)}),
            )


def _rising(rubric: Rubric) -> tuple[bool, ...]:
    """Whether each level can only begin to hold when points rise, by the sign reading."""
    possible = dict(rubric.program.anything())
    possible |= {Input("points", id_): node.range for id_, node in rubric.nodes.items()}
    possible[Input("points", TOTAL)] = Interval(rubric.least, rubric.maximum)
    signs = Signs(dict.fromkeys(rubric.outputs, Sign(rises=True)), Reading(possible))
    return tuple(not signs.holds(rule).falls for rule in rubric.conditions)


def _more_is_not_worse(space: Space, seen: Assessment, *, rising: tuple[bool, ...]) -> None:
    subject = subject_of(space.rubric, seen)
    if subject is None or subject.known is None:
        return
    for leaf in space.rubric.indicators:
        better = None if leaf.id in subject.absent else _better(space, subject, leaf)
        found = [] if better is None else list(_worse(subject, better, rising=rising))
        if better is not None and found:
            message = f"more points for {leaf.id!r} make something worse"
            raise broken(
                "monotone",
                space.rubric,
                message,
                found,
                before=subject.assessment,
                case=better.assessment,
            )


def _better(space: Space, subject: Subject, leaf: Indicator) -> Subject | None:
    """The subject with the next greater points of one indicator."""
    known = subject.known or {}
    now = known.get(Input("points", leaf.id))
    if not isinstance(now, Fraction):
        return None
    more = {edge: points for edge, points in space.earned[leaf.id].items() if points > now}
    return subject.with_value(leaf.id, min(more, key=more.__getitem__)) if more else None


def _worse(before: Subject, after: Subject, *, rising: tuple[bool, ...]) -> Iterator[Mismatch]:
    """What has fewer points, and whether the level is lower."""
    first, second = before.known, after.known
    if first is None or second is None:
        return
    for read in before.rubric.outputs:
        was, became = first.get(read), second.get(read)
        if isinstance(was, Fraction) and isinstance(became, Fraction) and became < was:
            yield Mismatch(read.id, f"at least {as_text(was)}", as_text(became))
    one, other = before.place, after.place
    if one is None or one < 0 or other is None or not rising[one]:
        return
    if not 0 <= other <= one:
        levels = before.rubric.levels
        given = levels[other].id if other >= 0 else "no level"
        yield Mismatch("level", f"at least {levels[one].id}", given)


def order_independent(rubric: Rubric, *, examples: int = EXAMPLES) -> None:
    """Law: neither the order of observations nor that of siblings matters.

    >>> from rubrika import get
    >>> order_independent(get("learning-citizen-pilot"), examples=20)
    """
    as_rubric(rubric)
    others = [_in_order(rubric, None), _in_order(rubric, Random(1))]  # noqa: S311  # always the same
    cases = assessments(rubric, boundary=True)
    searched(cases, examples, partial(_order_independent, rubric, others))


def _in_order(rubric: Rubric, by: Random | None) -> Rubric:
    """The same rubric with its nodes in another order: shuffled, or else backwards."""
    return rubric.evolve(criteria=_mixed(rubric.criteria, by), examples=())


def _mixed(nodes: tuple[Node, ...], by: Random | None) -> list[Node]:
    mixed: list[Node] = [
        node.evolve(children=_mixed(node.children, by)) if isinstance(node, Criterion) else node
        for node in reversed(nodes)
    ]
    if by is not None:
        by.shuffle(mixed)
    return mixed


def _order_independent(rubric: Rubric, others: list[Rubric], seen: Assessment) -> None:
    card = scored(rubric, seen)
    if card is None:
        return
    backwards = seen.evolve(observations=dict([*seen.observations.items()][::-1]))
    found: list[Mismatch] = []
    for other in others:
        twin = other.score(backwards)
        for score in card.nodes:
            if twin[score.id].bounds != score.bounds:
                due, given = told_number(score.bounds), told_number(twin[score.id].bounds)
                found.append(Mismatch(score.id, due, given))
        if twin.bounds != card.bounds:
            found.append(Mismatch("total", told_number(card.bounds), told_number(twin.bounds)))
        if twin.possible_levels != card.possible_levels:
            due, given = _named(card.possible_levels), _named(twin.possible_levels)
            found.append(Mismatch("level", due, given))
        if found:
            message = "in another order the same values score differently"
            raise broken("order-independent", rubric, message, found, case=seen)


def _named(levels: tuple[object, ...]) -> str:
    return " or ".join(str(getattr(level, "id", "no level")) for level in levels)


def level_order(rubric: Rubric, *, examples: int = EXAMPLES) -> None:
    """Law: who fulfils a level fulfils every level below it.

    Of levels that ask for few points it is not said.

    >>> from rubrika import get
    >>> level_order(get("learning-citizen-pilot"), examples=20)
    """
    rising = _rising(as_rubric(rubric))
    if len(rubric.levels) > 1:
        cases = assessments(rubric, boundary=True)
        searched(cases, examples, partial(_level_order, rubric, rising))


def _level_order(rubric: Rubric, rising: tuple[bool, ...], seen: Assessment) -> None:
    card = scored(rubric, seen)
    highest = None
    for result, ordered in zip(card.levels if card else (), rising, strict=False):
        if highest is None and result.status == "holds":
            highest = result.level
        if highest is not None and result.status == "fails" and ordered:
            lacking = "; ".join(str(one.requirement) for one in result.lacking)
            what = Mismatch(result.level.id, "a level that holds", f"one that lacks {lacking}")
            message = f"level {highest.id!r} holds, and a level below it does not"
            raise broken("level-order", rubric, message, [what], case=seen)
