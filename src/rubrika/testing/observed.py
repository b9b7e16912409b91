"""Values: what may be observed of an indicator, and where something turns.

An edge is a value on which something turns (where a band begins, a line ends, a threshold lies),
or the nearest allowed value on either side of one. Edges are found by asking the rules.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rubrika.engines.turning import turning_points
from rubrika.errors import Problem, RubrikaError, told
from rubrika.model.domains import Domain, Fact, Quantity, Truth
from rubrika.model.nodes import Indicator
from rubrika.model.rubric import Rubric
from rubrika.number import decimals_of
from rubrika.rules.nodes import Input, Rule

__all__ = [
    "as_rubric",
    "beside",
    "edge_values",
    "edges_in",
    "plainly",
    "refuse",
    "values",
    "values_of",
]

_PLACES: Final = 2  # values of which any number of decimals is allowed are given with so many
_ROOM: Final = Fraction(10)  # how far values without a limit go beyond what turns


def refuse(message: str, hint: str = "") -> RubrikaError:
    """The error for an argument that makes no sense."""
    return RubrikaError(Problem("strategy", message, hint=hint))


def as_rubric(rubric: object) -> Rubric:
    """Check that something is a rubric."""
    if not isinstance(rubric, Rubric):
        raise refuse(f"a Rubric is due, not {told(rubric)}")
    return rubric


def plainly(fact: Fact) -> Any:  # noqa: ANN401  # an assessment takes values of any kind
    """A fact as an author would write it: a whole number, a decimal, or else a fraction.

    >>> plainly(Fraction(90)), plainly(Fraction("89.99")), plainly(Fraction(1, 3)), plainly(True)
    (90, Decimal('89.99'), Fraction(1, 3), True)
    """
    if not isinstance(fact, Fraction):
        return fact
    if fact.denominator == 1:
        return int(fact)
    places = decimals_of(fact)
    return fact if places is None else Decimal(fact.numerator) / Decimal(fact.denominator)


def edge_values(indicator: Indicator) -> tuple[Fact, ...]:
    """The edges of an indicator's own rule, and the limits of its values, in ascending order.

    Of yes or no, and of options, these are all.

    >>> from rubrika import Bands
    >>> tidy = Indicator("tidy", "Tidy", Bands({90: 5, 75: 3}, unit="%", decimals=1))
    >>> [float(edge) for edge in edge_values(tidy)]
    [0.0, 74.9, 75.0, 75.1, 89.9, 90.0, 90.1, 100.0]
    """
    if not isinstance(indicator, Indicator):
        raise refuse(f"an Indicator is due, not {told(indicator)}")
    return edges_in(indicator.domain, indicator.value, [indicator.points])


def edges_in(domain: Domain, read: Input, rules: Iterable[Rule]) -> tuple[Fact, ...]:
    """The edges of all that *rules* do with an input, among the values of its domain."""
    if isinstance(domain, Truth):
        return (False, True)
    if not isinstance(domain, Quantity):
        return domain.options
    turns = {turn for rule in rules for turn in turning_points(rule, read)}
    grid = _Grid(domain, turns)
    ends = {number for number in (grid[grid.first], grid[grid.last]) if grid.allows(number)}
    return tuple(sorted(ends | _around(grid, grid.turns)))


class _Grid:
    """The numbers that a domain allows; of one that allows all, those with few decimals."""

    def __init__(self, domain: Quantity, turns: Iterable[Fraction]) -> None:
        self.domain = domain
        self.turns = sorted(turns)
        self.step = _step(domain, self.turns)
        low = min(self.turns, default=Fraction(0)) - _ROOM
        high = max(self.turns, default=Fraction(0)) + _ROOM
        self.origin = domain.least if domain.least is not None else Fraction(0)
        self.least = domain.least if domain.least is not None else min(low, Fraction(0))
        self.most = domain.most if domain.most is not None else max(high, self.origin + _ROOM)

    def allows(self, number: Fraction) -> bool:
        """Whether a number may be observed."""
        try:
            self.domain.check(number)
        except RubrikaError:
            return False
        return True

    @property
    def first(self) -> int:
        """The place of the least number, counted from the origin."""
        return math.ceil((self.least - self.origin) / self.step)

    @property
    def last(self) -> int:
        """The place of the greatest."""
        return math.floor((self.most - self.origin) / self.step)

    def __getitem__(self, place: int) -> Fraction:
        return self.origin + place * self.step


def _step(domain: Quantity, turns: Iterable[Fraction]) -> Fraction:
    """The distance between two numbers of a domain; if that is not said, a small one."""
    if domain.step is None and domain.decimals is None:
        places = [decimals_of(turn) for turn in turns]
        return Fraction(
            1, 10 ** max([_PLACES, *(n + 1 for n in places if n is not None and n > 1)])
        )
    if domain.step is None or domain.decimals is None:
        return domain.step or Fraction(1, 10 ** (domain.decimals or 0))
    den = math.lcm(domain.step.denominator, 10**domain.decimals)
    return Fraction(math.lcm(int(domain.step * den), den // 10**domain.decimals), den)


def _around(grid: _Grid, numbers: Iterable[Fraction]) -> set[Fraction]:
    """Numbers, and the nearest on either side of each, as far as they are allowed."""
    found = set[Fraction]()
    for number in numbers:
        place = (number - grid.origin) / grid.step
        found |= {number, grid[math.ceil(place) - 1], grid[math.floor(place) + 1]}
    return {number for number in found if grid.allows(number)}


def beside(domain: Quantity, number: Fraction) -> tuple[Fraction, ...]:
    """*number*, and the nearest numbers on either side, as far as the domain allows them."""
    return tuple(sorted(_around(_Grid(domain, [number]), [number])))


def values(indicator: Indicator) -> SearchStrategy[Any]:
    """A strategy for the values of an indicator: its edges, and others; simple ones first.

    Args:
        indicator: The indicator.

    Raises:
        RubrikaError: when it is none.

    >>> from hypothesis import find
    >>> from rubrika import Bands
    >>> tidy = Indicator("tidy", "Tidy", Bands({90: 5, 75: 3}, unit="%"))
    >>> find(values(tidy), lambda value: 75 < value < 76)
    Decimal('75.01')
    """
    return values_of(indicator.domain, edge_values(indicator))


def values_of(domain: Domain, edges: Iterable[Fact]) -> SearchStrategy[Any]:
    """A strategy for the values of a domain, many of them *edges*."""
    if not isinstance(domain, Quantity):
        return st.sampled_from(list(edges))
    numbers = [edge for edge in edges if isinstance(edge, Fraction)]
    grid = _Grid(domain, numbers)
    simple = sorted(numbers, key=lambda number: (number.denominator, abs(number), number))
    return st.sampled_from([plainly(number) for number in simple]) | st.integers(
        grid.first, grid.last
    ).map(lambda place: plainly(grid[place]))
