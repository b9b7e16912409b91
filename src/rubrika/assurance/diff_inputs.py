"""Inputs that two rubrics share: the values that both take."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import cast

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.engines.program import Given

__all__ = ["met"]


def met(one: Given, other: Given) -> Given | None:
    """An input with the values that two take; None when they have none in common."""
    optional = one.optional or other.optional
    if isinstance(one.possible, Interval) and isinstance(other.possible, Interval):
        return _met_numbers(one, other, optional=optional)
    if isinstance(one.possible, Interval) or isinstance(other.possible, Interval):
        return None
    shared = one.possible & other.possible
    return attrs.evolve(one, possible=shared, optional=optional) if shared else None


def _met_numbers(one: Given, other: Given, *, optional: bool) -> Given | None:
    limits = [cast("Interval", given.possible) for given in (one, other)]
    shared = limits[0].within(limits[1].least, limits[1].most)
    if shared is None:
        return None
    steps = {given.step for given in (one, other)}
    if steps != {None} and (len(steps) > 1 or limits[0].least != limits[1].least):
        return None  # steps from different starts meet rarely, if ever
    decimals = _least(given.decimals for given in (one, other))
    if decimals is not None and one.step is None:
        unit = Fraction(1, 10**decimals)
        least = None if shared.least is None else math.ceil(shared.least / unit) * unit
        most = None if shared.most is None else math.floor(shared.most / unit) * unit
        if least is not None and most is not None and least > most:
            return None
        shared = Interval(least, most)
    return attrs.evolve(one, possible=shared, decimals=decimals, optional=optional)


def _least(numbers: Iterable[int | None]) -> int | None:
    known: Sequence[int] = [number for number in numbers if number is not None]
    return min(known, default=None)
