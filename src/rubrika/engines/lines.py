"""Numbers as solvers know them: whole numbers of a unit, from a start."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Final

import attrs

from rubrika.engines.axes import UnsolvableError

__all__ = ["LARGEST", "Line", "common_unit", "fixed"]

LARGEST: Final = 2**60
"""Beyond this, nothing is told to a solver."""


@attrs.frozen(eq=False)
class Line:
    """A number: ``unit * whole + start``.

    Args:
        whole: A whole number, or a linear expression of the solver's variables.
        least: The least that *whole* can be.
        most: The most that it can be.
        unit: Above 0.
        start: What is added.
    """

    whole: Any
    least: int
    most: int
    unit: Fraction = Fraction(1)
    start: Fraction = Fraction(0)

    def __attrs_post_init__(self) -> None:
        if max(abs(self.least), abs(self.most)) > LARGEST:
            raise UnsolvableError("numbers of more than 60 bits")

    @property
    def fixed(self) -> Fraction | None:
        """The number, if it can be only one."""
        return self.unit * self.least + self.start if self.least == self.most else None

    def scaled(self, by: Fraction) -> Line:
        """It, times a number."""
        if by == 0:
            return fixed(Fraction(0))
        if by > 0:
            return Line(self.whole, self.least, self.most, self.unit * by, self.start * by)
        return Line(-self.whole, -self.most, -self.least, self.unit * -by, self.start * by)

    def moved(self, by: Fraction) -> Line:
        """It, plus a number."""
        return attrs.evolve(self, start=self.start + by)


def fixed(number: Fraction) -> Line:
    """A fixed number."""
    return Line(0, 0, 0, Fraction(1), number)


def common_unit(units: Iterable[Fraction]) -> Fraction:
    """The greatest number of which all are multiples."""
    known = list(units)
    den = math.lcm(*(unit.denominator for unit in known))
    return Fraction(math.gcd(*(int(unit * den) for unit in known)), den)
