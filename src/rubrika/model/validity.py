"""Validity: the days on which a rubric is in force."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import attrs

from rubrika.errors import Problem, RubricError, RubrikaError, told
from rubrika.model.fields import named
from rubrika.model.observations import to_date

__all__ = ["Validity", "ValidityLike", "to_validity"]


def _to_day(value: date | str | None) -> date | None:
    try:
        return to_date(value)
    except RubrikaError as error:
        raise RubricError(error.problems) from None


@attrs.frozen(field_transformer=named)
class Validity:
    """The days on which a rubric is in force, both ends included; None for no end.

    Args:
        start: The first day; a date, or ``"2021-01-01"``.
        end: The last day.

    Raises:
        RubricError: when it ends before it starts.

    >>> Validity("2021-01-01", "2026-12-31").covers(date(2026, 12, 31))
    True
    """

    start: date | None = attrs.field(default=None, converter=_to_day)
    end: date | None = attrs.field(default=None, converter=_to_day)

    def __attrs_post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.start > self.end:
            raise RubricError(
                Problem(
                    "validity",
                    f"the validity ends ({self.end}) before it starts ({self.start})",
                    "end",
                    "Swap the two.",
                )
            )

    def covers(self, day: date) -> bool:
        """Whether *day* lies within it."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def __str__(self) -> str:
        return f"{self.start or '…'} – {self.end or '…'}"


ValidityLike: TypeAlias = "Validity | tuple[date | str | None, date | str | None] | None"
"""What is accepted as a validity: one, a pair of days, or None for no limit."""


def to_validity(value: ValidityLike) -> Validity:
    """Read a validity.

    Raises:
        RubricError: when it is neither that nor a pair of days.
    """
    if value is None or isinstance(value, Validity):
        return value or Validity()
    if not isinstance(value, tuple | list) or len(value) != len(("start", "end")):
        raise RubricError(
            Problem("validity", f"{told(value)} is no validity", hint="Write (start, end).")
        )
    return Validity(*value)
