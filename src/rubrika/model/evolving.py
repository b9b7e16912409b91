"""Changing frozen objects by making changed copies."""

from __future__ import annotations

from typing import Any, Self, cast

import attrs

from rubrika.errors import Problem, RubricError, near_miss

__all__ = ["Evolving"]


class Evolving:
    """What all parts of a rubric can do: give a changed copy of themselves."""

    __slots__ = ()

    def evolve(self, **changes: Any) -> Self:  # noqa: ANN401  # each field has its own type
        """A copy with *changes*; it is checked as if it were newly written.

        Raises:
            RubricError: when there is no such field, or the copy contradicts itself.

        >>> from rubrika import Indicator, YesNo
        >>> Indicator("pests", "No pests", YesNo(20)).evolve(title="No pests found").title.plain
        'No pests found'
        """
        fields = [field for field in attrs.fields(cast("Any", type(self))) if field.init]
        known = {str(field.alias): field.name for field in fields}
        for name in changes:
            if name not in known:
                raise RubricError(
                    Problem(
                        "unknown-field",
                        f"{type(self).__name__} has no field {name!r}",
                        hint=near_miss(name, known),
                    )
                )
        return self._made(**{alias: getattr(self, name) for alias, name in known.items()} | changes)

    @classmethod
    def _made(cls, **fields: Any) -> Self:  # noqa: ANN401  # as evolve
        return cls(**fields)
