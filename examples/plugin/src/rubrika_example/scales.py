"""A scale and a combination of our own. Each only says its rule."""

from collections.abc import Sequence
from fractions import Fraction

import attrs
from rubrika import BestOf, Lowest, Part, Quantity, clamp, exact, greatest, number_field
from rubrika.rules import Expression, Input


@attrs.frozen
class Target:
    """All points at the *target*, evenly fewer the further from it, none from *tolerance* on."""

    target: Fraction = number_field(converter=exact)
    tolerance: Fraction = number_field(converter=exact)
    points: Fraction = number_field(converter=exact)
    unit: str = ""

    @property
    def domain(self) -> Quantity:
        """Any number of the unit."""
        return Quantity(unit=self.unit)

    def rule(self, value: Input) -> Expression:
        """The points, as a rule about the observed value."""
        distance = greatest(value - self.target, self.target - value)
        return self.points * clamp(1 - distance / self.tolerance, 0, 1)


@attrs.frozen
class Even:
    """Half by the mean of the children's shares, half by the lowest: it pays to be even."""

    def rule(self, parts: Sequence[Part], points: Fraction) -> Expression:
        """The points of the whole, made of two combinations that rubrika has."""
        mean = BestOf(len(parts)).rule(parts, points)
        return (mean + Lowest().rule(parts, points)) / 2
