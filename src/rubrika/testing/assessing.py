"""Assessments: a strategy for what may be observed of a subject of a rubric."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from rubrika.engines.exact import Fact
from rubrika.errors import told
from rubrika.model.nodes import Indicator
from rubrika.model.observations import Assessment, NotApplicable
from rubrika.model.rubric import Rubric
from rubrika.testing.edges import edge_cases_of
from rubrika.testing.observed import as_rubric, plainly, refuse, values_of
from rubrika.testing.subjects import REASON, Space, space_of

__all__ = ["assessments", "edge_cases"]


def edge_cases(rubric: Rubric) -> tuple[Assessment, ...]:
    """Complete assessments on, just below and just above every edge of a rubric.

    They are found by asking its rules, and always the same. In some, every indicator takes all its
    edges in turn; in some, things do not apply; and for each threshold, floor and gate of each
    level there are some in which it alone decides: with one more step, or one less, the level is
    another. (Of a large group under one requirement, the first members.)

    Args:
        rubric: The rubric.

    Raises:
        RubrikaError: when it is none.

    >>> from rubrika import Bands, Indicator, Level, YesNo, total
    >>> leaves = [Indicator("a", "A", Bands({50: 40}, unit="%")), Indicator("b", "B", YesNo(60))]
    >>> good = Level("good", "Good", total >= 60)
    >>> cafe = Rubric("cafe", version="1", title="Café", criteria=leaves, levels=[good])
    >>> sorted({str(cafe.decide(case).points) for case in edge_cases(cafe)})
    ['0', '100', '40', '60']
    """
    return tuple(subject.assessment for subject in edge_cases_of(as_rubric(rubric)))


def assessments(
    rubric: Rubric,
    *,
    complete: bool | None = None,
    not_applicable: bool | None = None,
    boundary: bool = False,
) -> SearchStrategy[Assessment]:
    """A strategy for assessments that a rubric takes.

    They shrink to simple values, of which few are missing.

    Args:
        rubric: The rubric.
        complete: Whether everything is observed and stated. False: at least one indicator is
            missing. None: maybe.
        not_applicable: Whether something does not apply. False: all applies. None: maybe, where the
            rubric allows it.
        boundary: Whether most are :func:`edge_cases`: on, just below or just above an edge. Each
            is drawn once before any is drawn again, if nothing else is drawn in the same test.

    Raises:
        RubrikaError: when *rubric* is none, or nothing in it may be not applicable.

    >>> from hypothesis import find
    >>> from rubrika import get
    >>> citizen = get("learning-citizen-pilot")
    >>> seen = find(assessments(citizen, complete=True), lambda seen: True)
    >>> sorted({observation.value for observation in seen.observations.values()})
    [0]
    """
    space = space_of(as_rubric(rubric))
    for name, flag in (("complete", complete), ("not_applicable", not_applicable)):
        if flag not in (None, True, False):
            raise refuse(f"{name}={told(flag)} is neither yes nor no", "Write True, False or None.")
    optional = tuple(leaf.id for leaf in rubric.indicators if leaf.na is not None)
    if not_applicable and not optional:
        raise refuse(f"nothing in {rubric.id!r} may be not applicable", "Leave not_applicable out.")
    if not_applicable and complete is False and len(rubric.indicators) == 1:
        raise refuse(
            f"the one indicator of {rubric.id!r} can't be missing and not applicable",
            "Leave one of the two out.",
        )
    drawn = _drawn(space, complete, optional, not_applicable)
    if not boundary or complete is False:
        return drawn
    cases = [
        st.just(subject.assessment)
        for subject in edge_cases_of(rubric)
        if not_applicable in (None, bool(subject.absent))
    ]
    spread = _near_an_edge(space, optional, not_applicable)
    others = drawn if not_applicable else drawn | spread
    return st.sampled_from([others, *cases]).flatmap(lambda chosen: chosen)


@st.composite
def _drawn(
    draw: DrawFn,
    space: Space,
    complete: bool | None,  # noqa: FBT001  # as the strategy was asked for
    optional: tuple[str, ...],
    not_applicable: bool | None,  # noqa: FBT001  # as above
) -> Assessment:
    """Any values, some of them missing or not applicable."""
    rubric = space.rubric
    ids = [leaf.id for leaf in rubric.indicators]
    fewest = 1 if complete is False else 0
    absent = _some(draw, optional, not_applicable, most=len(ids) - fewest)
    present = [id_ for id_ in ids if id_ not in absent]
    missing = set[str]()
    if present and not complete:
        missing = draw(st.sets(st.sampled_from(present), min_size=fewest))
    observed: dict[str, Any] = {}
    for leaf in rubric.indicators:
        if leaf.id in absent:
            observed[leaf.id] = NotApplicable(REASON)
        elif leaf.id not in missing:
            observed[leaf.id] = draw(_values(space, leaf))
    return Assessment(observed, context=_context(draw, space, complete))


@st.composite
def _near_an_edge(
    draw: DrawFn,
    space: Space,
    optional: tuple[str, ...],
    not_applicable: bool | None,  # noqa: FBT001  # as the strategy was asked for
) -> Assessment:
    """One indicator on an edge, and the others at their best or at their worst."""
    leaf = draw(st.sampled_from(space.rubric.indicators))
    edge = draw(st.sampled_from(space.edges[leaf.id]))
    rest = draw(st.sampled_from((space.best, space.worst)))
    absent = _some(draw, tuple(id_ for id_ in optional if id_ != leaf.id), not_applicable)
    observed: dict[str, Any] = {
        id_: NotApplicable(REASON) if id_ in absent else plainly(value)
        for id_, value in {**rest, leaf.id: edge}.items()
    }
    return Assessment(observed, context=_context(draw, space, complete=True))


def _some(
    draw: DrawFn,
    optional: tuple[str, ...],
    wanted: bool | None,  # noqa: FBT001  # as the strategy was asked for
    most: int | None = None,
) -> set[str]:
    """Some of what need not apply: none, if all shall apply; at least one, if that is wanted."""
    if wanted is False or not optional:
        return set()
    return draw(st.sets(st.sampled_from(optional), min_size=int(wanted is True), max_size=most))


def _values(space: Space, leaf: Indicator) -> SearchStrategy[Any]:
    return values_of(leaf.domain, space.edges[leaf.id])


def _context(draw: DrawFn, space: Space, complete: bool | None) -> dict[str, Any]:  # noqa: FBT001  # as the strategy was asked for
    """Facts of the context; those that may be left out are, at times."""
    stated: dict[str, Any] = {}
    for fact in space.rubric.context:
        needed = fact.required or (complete is True and fact.default is None)
        if needed or draw(st.booleans()):
            edges: tuple[Fact, ...] = space.facts[fact.id]
            stated[fact.id] = draw(values_of(fact.domain, edges))
    return stated
