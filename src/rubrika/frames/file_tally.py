"""A running count of subjects by level, of all and by group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs
import polars as pl

__all__ = ["BAD", "NONE", "OPEN", "Tally"]

# No id has parentheses, so that none of these is a level.
NONE: Final = "(none)"
"""What is counted where no level is reached."""

OPEN: Final = "(open)"
"""What is counted where the level is not decided yet."""

BAD: Final = "(bad)"
"""What is counted where a row cannot be scored."""

_MOST_GROUPS: Final = 10_000
_STATUS: Final = "\0status"
_COUNT: Final = "\0count"


@attrs.define
class Tally:
    """How many subjects have which level.

    Args:
        by: The columns by whose values subjects are counted too.
        no_level: The word for no level in the frames that are counted.
        counts: Of all subjects: how many have each level, no level, an open one, or are bad.
        groups: The same for each combination of the values of *by*; None: there are more than ten
            thousand of them, which are no groups.
    """

    by: Sequence[str] = ()
    no_level: str = "none"
    counts: Counter[str] = attrs.field(factory=Counter[str])
    groups: dict[tuple[Any, ...], Counter[str]] | None = attrs.field(
        factory=dict[tuple[Any, ...], Counter[str]]
    )

    @property
    def subjects(self) -> int:
        """How many subjects were counted."""
        return self.counts.total()

    def add(self, scored: pl.DataFrame, *, level: str, problem: str | None) -> None:
        """Count the rows of a frame.

        Args:
            scored: The rows.
            level: The column of the level.
            problem: The column that says why a row could not be scored; None without one.
        """
        status = pl.col(level).replace(self.no_level, NONE).fill_null(OPEN)
        if problem is not None:
            status = pl.when(pl.col(problem).is_null()).then(status).otherwise(pl.lit(BAD))
        by: Sequence[str] = () if self.groups is None else self.by
        counted = scored.group_by(*by, status.alias(_STATUS)).agg(pl.len().alias(_COUNT))
        for *group, word, count in counted.iter_rows():
            self.counts[word] += count
            if by and self.groups is not None:
                self.groups.setdefault(tuple(group), Counter())[word] += count
        if self.groups is not None and len(self.groups) > _MOST_GROUPS:
            self.groups = None

    def sorted_groups(self) -> Mapping[tuple[Any, ...], Counter[str]]:
        """The groups by their values, those without a value last."""
        groups = self.groups or {}
        return {
            group: groups[group]
            for group in sorted(groups, key=lambda group: [(v is None, _key(v)) for v in group])
        }


def _key(value: object) -> tuple[float, str]:
    """By what values are sorted: numbers as numbers, all else as text."""
    if isinstance(value, int | float):
        return (float(value), "")
    return (0.0, str(value))
