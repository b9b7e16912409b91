"""Rubrics: a strategy for whole ones, with some of all that rubrics can have."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from rubrika.model.nodes import Node
from rubrika.model.rubric import Rubric
from rubrika.testing.grouping import combined, criteria, indicators, limits
from rubrika.testing.material import Shape, sources, texts, titles
from rubrika.testing.requiring import FACTS, caps, levels

__all__ = ["rubrics"]

_LONE: Final = 4  # one child of so many is an indicator, and the others are criteria


def rubrics(
    *,
    irrational: bool = True,
    monotone: bool = False,
    sources: bool = True,
    optional: bool = True,
) -> SearchStrategy[Rubric]:
    """A strategy for rubrics: small ones, each with some of all that rubrics can have.

    They are correct by construction, and shrink to few criteria of few indicators.

    Args:
        irrational: Whether there may be roots, logarithms and geometric means.
        monotone: Whether more points can only help: no requirement reads a value, sets an upper
            bound on points, or says "not".
        sources: Whether numbers and parts may have sources.
        optional: Whether indicators may be not applicable.

    >>> from hypothesis import find
    >>> find(rubrics(), lambda rubric: len(rubric.levels) == 2)
    <Rubric r 1: 1 criteria, 1 indicators, 2 levels>
    """
    return _rubrics(
        Shape(irrational=irrational, monotone=monotone, sourced=sources, optional=optional)
    )


@st.composite
def _rubrics(draw: DrawFn, shape: Shape) -> Rubric:
    children: list[Node] = []
    for place in range(draw(st.integers(1, 3))):
        lone = draw(st.integers(0, _LONE)) == 0
        if lone:
            children.append(draw(indicators(shape, f"i{place}")))
        else:
            children.append(draw(criteria(shape, f"c{place}")))
    combine, declared, parts = draw(combined(shape, children))
    facts = draw(st.lists(st.sampled_from(FACTS), max_size=2, unique_by=lambda fact: fact.id))
    bare = Rubric(
        draw(st.sampled_from(("r", "bộ-tiêu-chí.2026"))),
        version=draw(st.sampled_from(("1", "2026.1-b"))),
        title=draw(titles()),
        criteria=parts,
        combine=combine,
        points=declared,
        context=facts,
    )
    bare = bare.evolve(**draw(limits(bare.least, bare.maximum)))
    known = draw(levels(shape, bare, facts))
    return bare.evolve(
        levels=known,
        caps=draw(caps(shape, bare, facts, known)),
        digits=draw(st.integers(0, 4)),
        valid=draw(st.sampled_from((None, ("2021-01-01", None), ("2021-01-01", "2026-12-31")))),
        meta=draw(st.sampled_from(({}, {"pilot": {"vi": "thí điểm", "en": "pilot"}}))),
        source=draw(sources(shape)),
        description=draw(texts()),
    )
