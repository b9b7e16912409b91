"""Requirements: strategies for conditions, levels and caps."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from rubrika.engines.turning import turning_points
from rubrika.model.domains import Categories, Quantity, Truth
from rubrika.model.levels import Attribute, Cap, Level
from rubrika.model.nodes import Criterion, Indicator, Node
from rubrika.model.requirements import context, count, every, met, points, share, some, total, value
from rubrika.model.rubric import Rubric
from rubrika.number import percent
from rubrika.rules.functions import choose
from rubrika.rules.nodes import Condition, Constant, Expression, both, either, negate
from rubrika.sources import cited
from rubrika.testing.material import SOURCES, Shape, sources, texts, titles

__all__ = ["FACTS", "caps", "levels"]

FACTS: Final = (
    Attribute("area", {"en": "Area", "vi": "Khu vực"}, ["mountain", "lowland"]),
    Attribute(
        "area",
        "Area",
        {"miền núi": {"en": "mountain district", "vi": "miền núi"}, "lowland": ""},
        required=False,
    ),
    Attribute("area", "Area", ["mountain", "lowland"], required=False, default="lowland"),
    Attribute("homes", "Homes", Quantity(0, 1000, decimals=0), required=False),
    Attribute("poor", "Poor", Truth()),
)
"""Facts of the context that generated rubrics may have."""


@st.composite
def _bounds(draw: DrawFn, shape: Shape, least: Fraction, most: Fraction) -> Fraction:
    """A number between *least* and *most*, mostly one that is likely to be hit exactly."""
    found = least + (most - least) * draw(st.sampled_from((0, 1, 2, 3, 5, 8, 10))) / 10
    if not shape.sourced:
        return found
    return draw(st.just(found) | st.builds(cited, st.just(found), st.sampled_from(SOURCES)))


@st.composite
def _of_a_value(draw: DrawFn, leaf: Indicator) -> Condition:
    read, domain = value(leaf.id), leaf.domain
    if isinstance(domain, Truth):
        return read.is_yes
    if isinstance(domain, Categories):
        return read.one_of(*draw(st.lists(st.sampled_from(domain.options), min_size=1, max_size=2)))
    turns = turning_points(leaf.points, leaf.value) or (Fraction(50),)
    bound = draw(st.sampled_from(turns))
    return draw(st.sampled_from((read >= bound, read < bound, read.differs(bound))))


@st.composite
def _of_a_fact(draw: DrawFn, attribute: Attribute) -> Condition:
    read, domain = context(attribute.id), attribute.domain
    if isinstance(domain, Truth):
        return read.is_yes
    if isinstance(domain, Categories):
        return read.one_of(draw(st.sampled_from(domain.options)))
    return read >= draw(st.sampled_from((0, 10, 100)))


@st.composite
def _simple(
    draw: DrawFn, shape: Shape, nodes: Sequence[Node], facts: Sequence[Attribute]
) -> Condition:
    node = draw(st.sampled_from(nodes))
    reached = percent(draw(st.sampled_from(("0", "20", "50", "66.6", "75", "100"))))
    groups = ["criteria", "indicators", *(n.id for n in nodes if isinstance(n, Criterion))]
    group = draw(st.sampled_from(groups))
    bound = draw(_bounds(shape, node.least, node.maximum))
    kinds: list[Condition] = [
        points(node.id) >= bound,
        points(node.id) > bound,
        met(node.id),
        met("total"),
        every(group) >= reached,
        some(group) > reached,
        every(group, of="points") >= draw(st.integers(0, 3)),
        count(group, reaching=reached) >= draw(st.integers(1, 3)),
        count(met(node.id), met(nodes[0].id), points(node.id) >= bound) >= draw(st.just(2)),
    ]
    if node.maximum > 0:
        kinds += [share(node.id) >= reached, points(node.id) + share(node.id) >= bound]
    kinds += [draw(_of_a_fact(fact)) for fact in facts]
    if not shape.monotone:
        kinds += [draw(_of_a_value(node))] if isinstance(node, Indicator) else []
        kinds += [points(node.id) <= bound, every(group) < reached, points(node.id).equals(bound)]
    return draw(st.sampled_from(kinds))


@st.composite
def _conditions(
    draw: DrawFn, shape: Shape, nodes: Sequence[Node], facts: Sequence[Attribute]
) -> Condition:
    simple = _simple(shape, nodes, facts)
    first = draw(simple)
    match draw(st.sampled_from(("plain", "plain", "both", "either", "not"))):
        case "both":
            return both(first, draw(simple))
        case "either":
            return either(first, draw(simple))
        case "not" if not shape.monotone:
            return negate(first)
        case _:
            return first


@st.composite
def levels(
    draw: DrawFn, shape: Shape, bare: Rubric, facts: Sequence[Attribute]
) -> tuple[Level, ...]:
    """Up to four levels for a rubric that has none; the bars of the total are in order."""
    size = draw(st.integers(0, 4))
    tenths = sorted((draw(st.integers(0, 10)) for _ in range(size)), reverse=True)
    areas = [fact for fact in facts if isinstance(fact.domain, Categories)]
    lowered = bool(areas) and draw(st.booleans())  # for all, lest a lower level ask for more
    nodes, made = tuple(bare.nodes.values()), list[Level]()
    for place, part in enumerate(tenths):
        bar = bare.least + (bare.maximum - bare.least) * part / 10
        needed: Expression = Constant(bar)
        if lowered and isinstance(areas[0].domain, Categories):
            favoured = context(areas[0].id).one_of(areas[0].domain.options[0])
            needed = choose(favoured, bar - 1, bar)
        requirements = [total >= needed] if draw(st.integers(0, 4)) else []
        bare_top = not requirements and place < size - 1  # which would hide all others
        more = draw(st.integers(int(bare_top), 2))
        requirements += [draw(_conditions(shape, nodes, facts)) for _ in range(more)]
        level = Level(
            f"level-{place}",
            draw(titles()),
            *requirements,
            needs_below=draw(st.booleans()),
            source=draw(sources(shape)),
        )
        made.append(level)
    return tuple(made)


@st.composite
def caps(
    draw: DrawFn,
    shape: Shape,
    bare: Rubric,
    facts: Sequence[Attribute],
    known: Sequence[Level],
) -> tuple[Cap, ...]:
    """A cap at one of the levels that are *known*, or none."""
    if not known or not draw(st.booleans()):
        return ()
    condition = draw(_conditions(shape, tuple(bare.nodes.values()), facts))
    level = draw(st.sampled_from(known)).id
    return (Cap(level, unless=condition, title=draw(texts()), source=draw(sources(shape))),)
