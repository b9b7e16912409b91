"""Means by weight: combinations in which some children count more than others."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from rubrika.errors import Problem, Problems, RubricError
from rubrika.model.combinations import Part, averaged
from rubrika.model.fields import named
from rubrika.number import as_text
from rubrika.rules.nodes import Expression, add, multiply
from rubrika.sources import to_number, with_source

__all__ = ["GeometricMean", "WeightedMean"]


def _weighted(parts: Sequence[Part], declared: Fraction) -> list[tuple[Part, Fraction]]:
    """The parts with their weights, which must add up to *declared*."""
    problems = Problems()
    weights: list[tuple[Part, Fraction]] = []
    for place, part in enumerate(parts):
        if part.weight is None:
            problems.add(
                "weight-missing",
                f"{part.id!r} has no weight",
                f"[{place}].weight",
                'Give each child of a weighted combination a weight, such as weight="30%".',
            )
        elif part.weight <= 0:
            problems.add(
                "weight-negative",
                f"the weight {as_text(part.weight)} of {part.id!r} is not above 0",
                f"[{place}].weight",
                "Drop the child, or weigh it.",
            )
        else:
            weights.append((part, part.weight))
    problems.raise_as(RubricError)
    total = sum((weight for _, weight in weights), Fraction(0))
    if total != declared:
        listed = ", ".join(f"{part.id} {as_text(weight)}" for part, weight in weights)
        raise RubricError(
            Problem(
                "weights-sum",
                f"the weights add up to {as_text(total)}, not to {as_text(declared)} "
                f"(difference {as_text(total - declared)}): {listed}",
                hint=f"Change them, or declare the total: total={as_text(total)}.",
            )
        )
    return weights


@attrs.frozen(field_transformer=named)
class WeightedMean:
    """The mean of the children's shares by weight, rescaled to the node's points.

    points · Σ w·share / Σ w over the children that apply.

    Args:
        total: What the children's weights must add up to: 1 (weights are shares, such as
            ``"30%"``), or 100.

    Half for *a*, three tenths for *b*, two tenths for *c*: 10 + 18 + 20 of 100.

    >>> from rubrika import Criterion, Direct, Indicator, Rubric
    >>> weights = {"a": "50%", "b": "30%", "c": "20%"}
    >>> marks = [Indicator(id, id, Direct(10), weight=w) for id, w in weights.items()]
    >>> whole = Criterion("whole", "Whole", marks, combine=WeightedMean())
    >>> rubric = Rubric("r", version="1", title="R", criteria=[whole])
    >>> print(rubric.decide({"a": 2, "b": 6, "c": 10}).points)
    48
    """

    total: Fraction = attrs.field(
        default=Fraction(1), converter=to_number, eq=with_source, kw_only=True
    )

    def rule(self, parts: Sequence[Part], points: Fraction) -> Expression:
        """The weighted mean, as a plain sum where all children apply."""
        weighted = _weighted(parts, self.total)
        if any(part.when is not None for part in parts):
            return averaged("arithmetic", 0, weighted, points)
        return add(*(multiply(points * w / self.total, part.share) for part, w in weighted))


@attrs.frozen(field_transformer=named)
class GeometricMean:
    """The geometric mean of the children's shares by weight, rescaled to the node's points.

    points · (Π share^w)^(1/Σ w) over the children that apply. One child at zero makes the whole
    zero.

    Args:
        total: What the children's weights must add up to.

    The shares 1/5 and 4/5 have the geometric mean √(4/25) = 2/5.

    >>> from rubrika import Criterion, Direct, Indicator, Rubric
    >>> marks = [Indicator(id, id, Direct(10), weight="1/2") for id in "ab"]
    >>> whole = Criterion("whole", "Whole", marks, combine=GeometricMean())
    >>> rubric = Rubric("r", version="1", title="R", criteria=[whole])
    >>> print(rubric.decide({"a": 2, "b": 8}).points)
    40
    """

    total: Fraction = attrs.field(
        default=Fraction(1), converter=to_number, eq=with_source, kw_only=True
    )

    def rule(self, parts: Sequence[Part], points: Fraction) -> Expression:
        """The weighted geometric mean."""
        penalty = [part.id for part in parts if part.least < 0]
        if penalty:
            raise RubricError(
                Problem(
                    "geometric-negative",
                    f"{', '.join(penalty)} can have points below 0, which have no geometric mean",
                    hint="Declare least=0 for the child.",
                )
            )
        return averaged("geometric", 0, _weighted(parts, self.total), points)
