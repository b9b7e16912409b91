"""A formula: points by arithmetic of the observed value."""

from __future__ import annotations

from fractions import Fraction

import attrs

from rubrika.errors import Problem, RubricError
from rubrika.model.domains import Quantity, to_optional_bound
from rubrika.model.fields import named
from rubrika.model.scales import VALUE, reading_of
from rubrika.number import as_text
from rubrika.rules.nodes import Expression, Input, to_expression
from rubrika.rules.text import parse_expression
from rubrika.rules.traverse import rewrite, walk
from rubrika.sources import to_number, with_source

__all__ = ["Formula"]


def _to_rule(rule: str | Expression) -> Expression:
    return parse_expression(rule) if isinstance(rule, str) else to_expression(rule)


@attrs.frozen(field_transformer=named)
class Formula:
    """Points by a formula of the observed ``value``.

    Args:
        formula: A rule string or an expression; it reads ``value`` and nothing else.
        points: The maximum. The formula must not give more.
        unit: The unit of the values; see :class:`~rubrika.Quantity` for this and the next three.
        least: The least allowed value.
        most: The greatest allowed value.
        decimals: How many decimals a value may have.

    Raises:
        RubricError: when the formula reads something else, has no value for an allowed one, or may
            give more than *points* (by the interval reading, which may be wider than the truth:
            then limit it with ``least(…)``).

    >>> Formula("10 * root(value / 100)", points=10, unit="%").domain.most
    Fraction(100, 1)
    """

    formula: Expression = attrs.field(converter=_to_rule)
    points: Fraction = attrs.field(converter=to_number, eq=with_source, kw_only=True)
    unit: str = attrs.field(default="", kw_only=True)
    least: Fraction | None = attrs.field(
        default=None, converter=to_optional_bound, eq=with_source, kw_only=True
    )
    most: Fraction | None = attrs.field(
        default=None, converter=to_optional_bound, eq=with_source, kw_only=True
    )
    decimals: int | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        for part in walk(self.formula):
            if isinstance(part, Input) and part != VALUE:
                raise RubricError(
                    Problem(
                        "scale-input",
                        f"the formula reads {part}",
                        "formula",
                        "It may read `value` only.",
                    )
                )
        found = reading_of(self)
        if found.most is not None and found.most > self.points:
            raise RubricError(
                Problem(
                    "formula-limit",
                    f"the formula may give up to {as_text(found.most)}, more than the declared "
                    f"{as_text(self.points)}",
                    "formula",
                    "Limit the values (least, most), or the formula: "
                    f"least({self.formula}, {as_text(self.points)}).",
                )
            )

    @property
    def domain(self) -> Quantity:
        """The allowed values."""
        return Quantity(self.least, self.most, self.unit, self.decimals)

    @property
    def maximum(self) -> Fraction:
        """The declared maximum."""
        return self.points

    def rule(self, value: Input) -> Expression:
        """The formula, read of *value*."""
        made = rewrite(self.formula, lambda part: value if part == VALUE else None)
        return to_expression(made)
