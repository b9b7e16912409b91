"""Scales: a strategy for each kind that rubrika ships."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final, Literal

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from rubrika.model.bands import Band, Bands
from rubrika.model.formula import Formula
from rubrika.model.lines import Linear, Piecewise
from rubrika.model.scales import Choice, Direct, Option, Scale, Tally, YesNo
from rubrika.testing.material import Shape, numbers, texts

__all__ = ["BY_TYPE", "scales", "scales_of"]

_OPTIONS: Final = ("never", "sometimes", "thường xuyên", "always, of course")
_FORMULAS: Final = ("value / 5", "20 * (value / 100) ** 2", "least(value, 50) / 5 + 1")
_IRRATIONAL: Final = ("2 * root(value)", "3 * log(1 + value)", "20 * (value / 100) ** (2/3)")


@st.composite
def _yes_no(draw: DrawFn, shape: Shape) -> YesNo:
    return YesNo(draw(numbers(shape, 1, 20)), draw(st.just(0) | numbers(shape, -5, 25)))


@st.composite
def _choice(draw: DrawFn, shape: Shape) -> Choice:
    names = draw(st.lists(st.sampled_from(_OPTIONS), min_size=1, max_size=4, unique=True))
    best = Option(names[0], draw(numbers(shape, 1, 20)), draw(texts()))
    return Choice([best, *(Option(name, draw(numbers(shape, -3, 20))) for name in names[1:])])


@st.composite
def _bands(draw: DrawFn, shape: Shape) -> Bands:
    at = sorted(draw(st.lists(numbers(shape, 0, 100), min_size=1, max_size=4, unique=True)))
    bound: Literal["at least", "at most"] = draw(st.sampled_from(("at least", "at most")))
    lower = [Band(x, draw(numbers(shape, 0, 20)), None, draw(texts())) for x in at[:-1]]
    return Bands(
        [*lower, Band(at[-1], draw(numbers(shape, 1, 20)))],
        unit=draw(st.sampled_from(("%", "km", ""))),
        decimals=draw(st.none() | st.integers(1, 3)),
        bound=bound,
        otherwise=draw(st.just(0) | numbers(shape, -5, 0)),
    )


@st.composite
def _linear(draw: DrawFn, shape: Shape) -> Linear:
    worst, best = draw(st.lists(numbers(shape, 0, 100), min_size=2, max_size=2, unique=True))
    least, most = draw(st.sampled_from(((None, None), (0, 100), (-50, None))))
    points = draw(numbers(shape, 1, 30))
    return Linear(worst=worst, best=best, points=points, least=least, most=most)


@st.composite
def _piecewise(draw: DrawFn, shape: Shape) -> Piecewise:
    at = sorted(draw(st.lists(numbers(shape, 0, 100), min_size=2, max_size=4, unique=True)))
    knots = [(x, draw(numbers(shape, 0, 20))) for x in at[:-1]]
    return Piecewise([*knots, (at[-1], draw(numbers(shape, 1, 20)))], unit="m")


@st.composite
def _direct(draw: DrawFn, shape: Shape) -> Direct:
    del shape  # the points stand in the values
    step = draw(st.sampled_from((None, "0.5", "0.25", 1)))
    return Direct(draw(st.integers(1, 20)), least=draw(st.sampled_from((0, -2))), step=step)


@st.composite
def _tally(draw: DrawFn, shape: Shape) -> Tally:
    return Tally(each=draw(numbers(shape, 1, 5)), limit=draw(numbers(shape, 5, 20)))


@st.composite
def _penalty(draw: DrawFn, shape: Shape) -> Tally:
    return Tally(each=-draw(numbers(shape, 1, 5)), limit=-draw(numbers(shape, 5, 20)))


@st.composite
def _formula(draw: DrawFn, shape: Shape) -> Formula:
    text = draw(st.sampled_from(_FORMULAS + (_IRRATIONAL if shape.irrational else ())))
    return Formula(text, points=20, least=0, most=100, decimals=draw(st.none() | st.just(1)))


BY_TYPE: Final[dict[type[Scale], Callable[[Shape], SearchStrategy[Scale]]]] = {
    YesNo: _yes_no,
    Choice: _choice,
    Bands: _bands,
    Linear: _linear,
    Piecewise: _piecewise,
    Direct: _direct,
    Tally: _tally,
    Formula: _formula,
}
"""What makes the strategy for each type of scale."""


@cache
def scales_of(shape: Shape, *, penalties: bool) -> SearchStrategy[Scale]:
    """Scales of a shape."""
    kinds = [made(shape) for made in BY_TYPE.values()]
    return st.one_of([*kinds, _penalty(shape)] if penalties else kinds)


def scales(
    *, irrational: bool = True, sources: bool = True, penalties: bool = True
) -> SearchStrategy[Scale]:
    """A strategy for scales of all kinds that rubrika ships.

    Args:
        irrational: Whether there may be roots and logarithms.
        sources: Whether numbers may carry sources.
        penalties: Whether there may be scales that only take points away.

    >>> from hypothesis import find
    >>> bands = find(scales(), lambda scale: isinstance(scale, Bands))
    >>> len(bands.bands)
    1
    """
    return scales_of(Shape(irrational=irrational, sourced=sources), penalties=penalties)
