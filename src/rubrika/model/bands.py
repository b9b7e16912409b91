"""Bands: points by stretches of a number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal

import attrs

from rubrika.errors import Problems, RubricError, told
from rubrika.model.domains import Quantity, to_bound, to_optional_bound
from rubrika.model.fields import named
from rubrika.model.pairs import to_pairs
from rubrika.number import Numeric, as_text
from rubrika.rules.functions import choose
from rubrika.rules.nodes import Expression, Input
from rubrika.sources import to_number, with_source
from rubrika.text import Text, optional_text

__all__ = ["Band", "Bands"]


@attrs.frozen(field_transformer=named)
class Band:
    """A stretch of values that give the same points.

    Args:
        at: Its bound, which belongs to it: where it starts or, with ``bound="at most"``, ends.
        points: The points.
        to: Its other end, if that is said: the bound of the next band towards better values, or
            the end of the allowed values. It changes nothing, but is checked.
        title: Its name.

    >>> hygiene = Bands([Band(90, 40, title="very clean"), Band(75, 30, to=90, title="clean")])
    >>> [f"{band.title} from {band.at}" for band in hygiene.bands]
    ['very clean from 90', 'clean from 75']
    """

    at: Fraction = attrs.field(converter=to_bound, eq=with_source)
    points: Fraction = attrs.field(converter=to_number, eq=with_source)
    to: Fraction | None = attrs.field(default=None, converter=to_optional_bound, eq=with_source)
    title: Text = attrs.field(default=None, converter=optional_text)


def _to_bands(
    bands: Mapping[Any, Any] | Iterable[Band | tuple[Numeric, Numeric]],
) -> tuple[Band, ...]:
    return to_pairs(Band, bands, "Write bound: points, or Band(at, points).")


@attrs.frozen(field_transformer=named)
class Bands:
    """Points by bands of a number: ``Bands({90: 40, 75: 30, 50: 10}, unit="%")``.

    "At least" means ≥: a band starts at its bound and ends before the next. With
    ``bound="at most"`` (for values of which less is better) a band ends at its bound, which belongs
    to it, and starts after the one before.

    Args:
        bands: The points by bound, or :class:`Band` objects, in any order.
        unit: The unit of the values; see :class:`~rubrika.Quantity` for this and the next three.
        least: The least allowed value.
        most: The greatest allowed value.
        decimals: How many decimals a value may have.
        bound: ``"at least"`` (default) or ``"at most"``.
        otherwise: The points of values beyond all bands, 0 unless said.

    Raises:
        RubricError: when two bands have the same bound, a band's said end is not where the next
            starts (an overlap or a gap), or a band lies outside the allowed values.

    >>> print(Bands({75: 30, 90: 40}, unit="%").rule(Input("value")))
    choose(value >= 90, 40, value >= 75, 30, 0)
    """

    bands: tuple[Band, ...] = attrs.field(converter=_to_bands)
    unit: str = attrs.field(default="", kw_only=True)
    least: Fraction | None = attrs.field(
        default=None, converter=to_optional_bound, eq=with_source, kw_only=True
    )
    most: Fraction | None = attrs.field(
        default=None, converter=to_optional_bound, eq=with_source, kw_only=True
    )
    decimals: int | None = attrs.field(default=None, kw_only=True)
    bound: Literal["at least", "at most"] = attrs.field(default="at least", kw_only=True)
    otherwise: Fraction = attrs.field(
        default=Fraction(0), converter=to_number, eq=with_source, kw_only=True
    )
    domain: Quantity = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        problems = Problems()
        if self.bound not in ("at least", "at most"):
            problems.add(
                "band-bound",
                f"{told(self.bound)} is no kind of bound",
                "bound",
                "Write 'at least' or 'at most'.",
            )
        if not self.bands:
            problems.add(
                "no-bands",
                "there are no bands",
                "bands",
                "Write at least one bound and its points.",
            )
        domain = Quantity(self.least, self.most, self.unit, self.decimals)
        object.__setattr__(self, "domain", domain)
        for place, band in enumerate(self.bands):
            outside = (domain.least is not None and band.at < domain.least) or (
                domain.most is not None and band.at > domain.most
            )
            if outside:
                problems.add(
                    "band-outside",
                    f"the band at {as_text(band.at)} is outside the allowed values ({domain})",
                    f"bands[{place}]",
                    "No value reaches it: change the bound, or least and most.",
                )
        ordered = sorted(self.bands, key=lambda b: b.at, reverse=self.bound == "at least")
        self._find_overlaps(ordered[::-1], problems)
        if ordered:
            self._check_last(ordered[0], problems)
        problems.raise_as(RubricError)
        object.__setattr__(self, "bands", tuple(ordered))

    def _find_overlaps(self, towards_better: list[Band], problems: Problems) -> None:
        for band, following in pairwise(towards_better):
            if band.at == following.at:
                problems.add(
                    "bands-overlap",
                    f"two bands have the same bound {as_text(band.at)} ({as_text(band.points)} and "
                    f"{as_text(following.points)} points)",
                    "bands",
                    "A bound decides for one number of points: drop or move one of the two.",
                )
            elif band.to is not None and band.to != following.at:
                overlap = (band.to > following.at) == (self.bound == "at least")
                problems.add(
                    "bands-overlap" if overlap else "bands-gap",
                    f"the bands at {as_text(band.at)} and {as_text(following.at)} "
                    f"{'overlap' if overlap else 'leave a gap'}: the first ends at "
                    f"{as_text(band.to)}",
                    "bands",
                    f"End it at {as_text(following.at)}, or leave its end out.",
                )

    def _check_last(self, best: Band, problems: Problems) -> None:
        end = self.domain.most if self.bound == "at least" else self.domain.least
        if best.to is not None and best.to != end:
            side = "most" if self.bound == "at least" else "least"
            problems.add(
                "bands-gap",
                f"the band at {as_text(best.at)} ends at {as_text(best.to)}, but the allowed "
                f"values ({self.domain}) do not",
                "bands",
                f"Write {side}={as_text(best.to)}, or leave its end out.",
            )

    def rule(self, value: Input) -> Expression:
        """The points of the first band that takes the value."""
        inside = [
            value >= band.at if self.bound == "at least" else value <= band.at
            for band in self.bands
        ]
        cases = [
            part
            for test, band in zip(inside, self.bands, strict=True)
            for part in (test, band.points)
        ]
        return choose(*cases, self.otherwise)
