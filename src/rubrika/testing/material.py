"""Material: the texts, sources and numbers that generated rubrics are made of."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any, Final

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rubrika.model.nodes import NaPolicy
from rubrika.number import HowToRound, Rounding
from rubrika.sources import Source, cited

__all__ = ["SOURCES", "Shape", "numbers", "policies", "roundings", "sources", "texts", "titles"]


@attrs.frozen
class Shape:
    """Which rubrics are made.

    Args:
        irrational: Whether there may be roots, logarithms and geometric means.
        monotone: Whether more points can only help.
        sourced: Whether numbers and parts may have sources.
        optional: Whether indicators may be not applicable.
    """

    irrational: bool = True
    monotone: bool = False
    sourced: bool = True
    optional: bool = True


SOURCES: Final = (
    Source("act-5", document="Act 5 of 2022", article="Article 5", address="archive 12"),
    Source("điều-2", document={"vi": "Quyết định 2", "en": "Decision 2"}, quotation="“từ 85 điểm”"),
    Source("guess", status="provisional", reason={"vi": "tương tự", "en": "by analogy"}),
)
_TITLES: Final = (
    "Safety",
    "A title that is longer than the forty-six characters of a line",
    {"vi": "Điểm", "en": "Points"},
    {"vi": 'Có "ngoặc"\nvà dòng mới', "en": "A # sign, a \\ and 100 %"},
)
_STEPS: Final[tuple[tuple[str, HowToRound], ...]] = (
    ("0.1", "half-even"),
    ("0.5", "down"),
    ("1/3", "up"),
    ("1", "half-up"),
)


@cache  # a strategy that is made once is checked once
def titles() -> SearchStrategy[Any]:
    """Titles: plain, long, in two languages, and with signs that files must keep."""
    return st.sampled_from(_TITLES)


@cache
def texts() -> SearchStrategy[Any]:
    """Nothing, or a title."""
    return st.just("") | titles()


@cache
def sources(shape: Shape) -> SearchStrategy[Source | None]:
    """Nothing, or a source."""
    return st.none() | st.sampled_from(SOURCES) if shape.sourced else st.none()


@cache
def numbers(shape: Shape, least: int, most: int) -> SearchStrategy[Fraction]:
    """Numbers as rubrics have them: whole, with a decimal, a few thirds; some with a source."""
    plain = st.one_of(
        st.integers(least, most).map(Fraction),
        st.integers(least * 10, most * 10).map(lambda n: Fraction(n, 10)),
        st.integers(least * 3, most * 3).map(lambda n: Fraction(n, 3)),
    )
    if not shape.sourced:
        return plain
    return st.one_of(plain, plain, plain, st.builds(cited, plain, st.sampled_from(SOURCES)))


@cache
def roundings(*, fine: bool = False) -> SearchStrategy[Rounding | None]:
    """Nothing, or a way to round; if *fine*, to less than one."""
    ways = [Rounding(step, how) for step, how in _STEPS]
    return st.none() | st.sampled_from(ways[:3] if fine else ways)


@cache
def policies(shape: Shape) -> SearchStrategy[NaPolicy | None]:
    """Nothing, or a policy for what does not apply."""
    if not shape.optional:
        return st.none()
    words = st.sampled_from(("redistribute", "full", "zero"))
    return st.none() | st.builds(NaPolicy, words, st.booleans())
