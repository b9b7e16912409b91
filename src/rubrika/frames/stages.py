"""Stages: columns that are made on the way, and the rows that are left to the exact engine."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from rubrika.frames.columns import Column
from rubrika.frames.dialect import Expr, col
from rubrika.frames.numbers import Number, Waiting, balanced, is_constant

__all__ = ["Stages"]


class Stages:
    """Collects what is made before the outputs: a stage can read all stages before it.

    Args:
        columns: How each input is read.
        prefix: What the names of columns that are made on the way begin with.
    """

    def __init__(self, columns: Iterable[Column], prefix: str) -> None:
        self.made: list[dict[str, Expr]] = []
        self.open: list[Expr] = []
        self.reasons: dict[tuple[str, str], None] = {}
        self.place = ""
        self._prefix = prefix
        self._waiting = {column.name: column for column in columns if column.nullable}
        self._stored: dict[int, Expr] = {}  # by identity, which an expression keeps while here

    def stored(self, expression: Expr, stage: int) -> Expr:
        """*expression* as a column that is made in *stage*."""
        while len(self.made) <= stage:
            self.made.append({})
        name = f"{self._prefix}{sum(map(len, self.made))}"
        self.made[stage][name] = expression
        made = col(name)
        self._stored[id(made)] = made
        return made

    def kept(self, number: Number) -> Number:
        """A number as columns, so that it is worked out once."""
        if is_constant(number) or all(id(side) in self._stored for side in number.sides):
            return number
        return attrs.evolve(
            number.over(lambda side: self.stored(side, number.stage)), stage=number.stage + 1
        )

    def unsure(self, where: Expr, why: str) -> None:
        """Leave the rows *where* to the exact engine."""
        self.open.append(where)
        self.reasons[self.place, why] = None

    def leave_missing(self, waits: Waiting) -> None:
        """Leave the rows in which one of these columns has no value to the exact engine."""
        for name in sorted(waits):
            self.unsure(self._waiting[name].null, f"{name} is missing")

    def missing(self, waits: Waiting) -> Expr:
        """Where one of these columns has no value."""
        return balanced(lambda a, b: a | b, [self._waiting[name].null for name in sorted(waits)])

    def certain(self, number: Number) -> Number:
        """A number of which only one side is read: where it waits, the exact engine reads it."""
        if not number.waits:
            return number
        self.leave_missing(number.waits)
        return number.settled()
