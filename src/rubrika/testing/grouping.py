"""Nodes: strategies for indicators and criteria."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from rubrika.model.combinations import (
    BestOf,
    Combination,
    DropWorst,
    Highest,
    Lowest,
    Median,
    Sum,
    TrimmedMean,
)
from rubrika.model.domains import Quantity
from rubrika.model.means import GeometricMean, WeightedMean
from rubrika.model.nodes import Criterion, Indicator, Node
from rubrika.model.scales import Direct, Tally, domain_of
from rubrika.testing.material import Shape, policies, roundings, sources, texts, titles
from rubrika.testing.scaling import scales_of

__all__ = ["combined", "criteria", "indicators", "limits"]

_DECLARED: Final = (Fraction(10), Fraction(40), Fraction("12.5"), Fraction(100))
_NESTED: Final = 3  # one criterion of so many has another in it


@st.composite
def indicators(draw: DrawFn, shape: Shape, id_: str, *, penalties: bool = False) -> Indicator:
    """An indicator with the id *id_*."""
    scale = draw(scales_of(shape, penalties=penalties))
    measured = isinstance(domain_of(scale), Quantity) and not isinstance(scale, Tally | Direct)
    return Indicator(
        id_,
        draw(titles()),
        scale,
        na=draw(policies(shape)),
        round_value=draw(roundings()) if measured else None,
        rounding=draw(roundings(fine=True)),
        evidence=draw(texts()),
        source=draw(sources(shape)),
        description=draw(texts()),
    )


def _kinds(shape: Shape, children: Sequence[Node]) -> list[str]:
    """The combinations that *children* allow."""
    kinds = ["sum", "declared sum"]
    if sum(child.maximum for child in children) > 0:
        kinds.append("rescaled sum")
    if any(child.maximum <= 0 for child in children):
        return kinds
    kinds += ["mean", "lowest", "highest", "median", "best"]
    kinds += ["drop", "trimmed"][: len(children) - 1]
    if shape.irrational and all(child.least >= 0 for child in children):
        kinds.append("geometric")
    return kinds


@st.composite
def combined(
    draw: DrawFn, shape: Shape, children: Sequence[Node]
) -> tuple[Combination, Fraction | None, list[Node]]:
    """A combination that takes *children*, the points to declare, and the children with weights."""
    parts, declared = list(children), draw(st.sampled_from(_DECLARED))
    plain: dict[str, Combination] = {
        "rescaled sum": Sum(rescale=True),
        "lowest": Lowest(),
        "highest": Highest(),
        "median": Median(),
        "trimmed": TrimmedMean(1),
    }
    match draw(st.sampled_from(_kinds(shape, parts))):
        case "sum":
            return Sum(), None, parts
        case "declared sum":
            return Sum(), sum((child.maximum for child in parts), Fraction(0)), parts
        case "mean" | "geometric" as kind:
            weights = [draw(st.integers(1, 9)) for _ in parts]
            whole = draw(st.sampled_from((Fraction(1), Fraction(100), Fraction(sum(weights)))))
            weighted: list[Node] = [
                child.evolve(weight=whole * weight / sum(weights))
                for child, weight in zip(parts, weights, strict=True)
            ]
            mean = WeightedMean if kind == "mean" else GeometricMean
            return mean(total=whole), declared, weighted
        case "best":
            return BestOf(draw(st.integers(1, len(parts)))), declared, parts
        case "drop":
            return DropWorst(draw(st.integers(1, len(parts) - 1))), declared, parts
        case kind:
            return plain[kind], declared, parts


@st.composite
def limits(draw: DrawFn, least: Fraction, most: Fraction) -> dict[str, Any]:
    """A floor and a cap that still leave something above 0, and a rounding."""
    return {
        "least": draw(st.none() | st.just(Fraction(0))) if least < 0 < most else None,
        "most": draw(st.none() | st.just(max(least, most * Fraction(3, 4)))) if most > 0 else None,
        "rounding": draw(roundings(fine=True)) if most >= 1 else None,
    }


@st.composite
def criteria(draw: DrawFn, shape: Shape, id_: str, *, depth: int = 1) -> Criterion:
    """A criterion with the id *id_*; up to *depth* more may be nested in it."""
    children: list[Node] = [
        draw(indicators(shape, f"{id_}.{place}", penalties=place > 0))
        for place in range(draw(st.integers(1, 3)))
    ]
    if depth and draw(st.integers(0, _NESTED)) == _NESTED:
        children.append(draw(criteria(shape, f"{id_}.x", depth=depth - 1)))
    combine, declared, parts = draw(combined(shape, children))
    bare = Criterion(id_, "bare", parts, combine=combine, points=declared)
    return bare.evolve(
        title=draw(titles()),
        source=draw(sources(shape)),
        description=draw(texts()),
        **draw(limits(bare.least, bare.maximum)),
    )
