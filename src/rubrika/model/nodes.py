"""Indicators and criteria: the tree of what is scored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Literal, TypeAlias, cast, get_args

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.engines.bounds import Reading
from rubrika.errors import Problem, Problems, RubricError, RubrikaError, told
from rubrika.model.combinations import Combination, Part, Sum, any_applies
from rubrika.model.domains import Domain, Quantity
from rubrika.model.evolving import Evolving
from rubrika.model.scales import Scale, domain_of, range_of
from rubrika.number import Rounding, as_text
from rubrika.rules.nodes import (
    Applicable,
    Condition,
    Expression,
    Input,
    Rounded,
    choose,
    clamp,
    negate,
    to_expression,
)
from rubrika.sources import Source, number_field
from rubrika.text import Text, optional_text, to_id

__all__ = ["Criterion", "Indicator", "NaPolicy", "Node"]

Policy: TypeAlias = Literal["redistribute", "full", "zero"]
"""What becomes of the points of an indicator that does not apply: they go to its siblings, it has all
of them, or it has none."""


@attrs.frozen
class NaPolicy:
    """That an indicator may be not applicable, and what follows then.

    Args:
        policy: ``"redistribute"`` (its points go to its siblings), ``"full"`` (it counts as full) or
            ``"zero"`` (it counts as zero).
        justified: Whether each use needs a justification.
    """

    policy: Policy = "redistribute"
    justified: bool = False

    def __attrs_post_init__(self) -> None:
        if self.policy not in get_args(Policy):
            raise RubricError(
                Problem(
                    "na-policy",
                    f"{told(self.policy)} is no policy",
                    hint=f"Write {', '.join(get_args(Policy))}.",
                )
            )


def _to_policy(value: NaPolicy | Policy | None) -> NaPolicy | None:
    return value if value is None or isinstance(value, NaPolicy) else NaPolicy(value)


def to_optional_id(value: object) -> str:
    """Check an id (kept apart so that the error names the field)."""
    try:
        return to_id(value)
    except RubricError as error:
        raise error.under("id") from None


def check_source(_: object, attribute: attrs.Attribute[object], value: object) -> None:
    """Check that a source is one."""
    if value is not None and not isinstance(value, Source):
        raise RubricError(
            Problem(
                "source",
                f"{told(value)} is no Source",
                attribute.name,
                "Write Source(id, document=…).",
            )
        )


def check_rounding(_: object, attribute: attrs.Attribute[object], value: object) -> None:
    """Check that a rounding is one."""
    if value is not None and not isinstance(value, Rounding):
        raise RubricError(
            Problem(
                "rounding",
                f"{told(value)} is no Rounding",
                attribute.name,
                'Write Rounding("0.1").',
            )
        )


@attrs.frozen
class Indicator(Evolving):
    """A leaf of a rubric: one thing that is observed, and the scale that makes points of it.

    Args:
        id: Its id: letters, digits, ``_``, ``-``, ``.``; stable, and unique in a rubric.
        title: Its title.
        scale: How its observed value becomes points; see :class:`~rubrika.Scale`.
        weight: How much it counts in a weighted parent; ``"30%"`` is three tenths.
        na: Whether it may be not applicable, and what follows: a :class:`NaPolicy` or its policy.
            None: it always applies.
        round_value: How the observed value is rounded before the scale reads it.
        rounding: How its points are rounded.
        evidence: Which evidence (minh chứng) is asked for.
        source: Where it, and each number in it that names no source of its own, comes from.
        description: More about it.

    Raises:
        RubricError: when a part is not what it should be, or the scale's points have no limit.

    >>> from rubrika import Bands
    >>> inspection = Indicator("inspection", "Inspection score", Bands({90: 40, 75: 30}, unit="%"))
    >>> inspection.maximum
    Fraction(40, 1)
    """

    id: str = attrs.field(converter=to_optional_id)
    title: Text = attrs.field(converter=optional_text)
    scale: Scale
    weight: Fraction | None = number_field(default=None, kw_only=True)
    na: NaPolicy | None = attrs.field(default=None, converter=_to_policy, kw_only=True)
    round_value: Rounding | None = attrs.field(default=None, validator=check_rounding, kw_only=True)
    rounding: Rounding | None = attrs.field(default=None, validator=check_rounding, kw_only=True)
    evidence: Text = attrs.field(default="", converter=optional_text, kw_only=True)
    source: Source | None = attrs.field(default=None, validator=check_source, kw_only=True)
    description: Text = attrs.field(default="", converter=optional_text, kw_only=True)
    range: Interval = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if not callable(getattr(self.scale, "rule", None)) or isinstance(self.scale, type):
            raise RubricError(
                Problem(
                    "scale",
                    f"{told(self.scale)} is no scale",
                    "scale",
                    "Write YesNo(10), Bands({…}), … there.",
                )
            )
        if self.round_value is not None and not isinstance(self.domain, Quantity):
            raise RubricError(Problem("rounding", "only numbers can be rounded", "round_value"))
        try:
            found = range_of(self.scale)
        except RubrikaError as error:
            raise RubricError(error.under("scale").problems) from None
        if self.rounding is not None:
            found = found.rounded(self.rounding.step, self.rounding.how)
        object.__setattr__(self, "range", found)

    @property
    def domain(self) -> Domain:
        """The values that may be observed."""
        return domain_of(self.scale)

    @property
    def value(self) -> Input:
        """The observed value, as a rule."""
        return Input("value", self.id)

    @property
    def _read(self) -> Input:
        if self.round_value is None:
            return self.value
        return cast("Input", Rounded(self.value, self.round_value))  # numbers are read like inputs

    @property
    def points(self) -> Expression:
        """Its points, as a rule about its value."""
        rule = to_expression(self.scale.rule(self._read))
        if self.rounding is not None:
            rule = Rounded(rule, self.rounding)
        if self.na is None or self.na.policy == "redistribute":
            return rule
        return choose(Applicable(self.id), rule, self.maximum if self.na.policy == "full" else 0)

    @property
    def applies(self) -> Condition | None:
        """The condition that it has points; None when it always has."""
        return (
            Applicable(self.id)
            if self.na is not None and self.na.policy == "redistribute"
            else None
        )

    @property
    def met(self) -> Condition:
        """The condition that it is met in full."""
        own = getattr(self.scale, "met", None)
        if own is None:
            return Input("points", self.id) >= self.maximum
        met = cast("Condition", own(self._read))
        if self.na is None or self.na.policy == "redistribute":
            return met
        given = Applicable(self.id)
        return negate(given) | met if self.na.policy == "full" else given & met

    @property
    def least(self) -> Fraction:
        """The least points it can have."""
        return cast("Fraction", self.range.least)

    @property
    def maximum(self) -> Fraction:
        """The most points it can have."""
        return cast("Fraction", self.range.most)

    @property
    def children(self) -> tuple[Node, ...]:
        """Nothing: an indicator is a leaf."""
        return ()


def _to_children(children: Iterable[Node]) -> tuple[Node, ...]:
    found = (
        tuple(children)
        if isinstance(children, Iterable) and not isinstance(children, str)
        else (children,)
    )
    problems = Problems()
    for place, child in enumerate(found):
        if not isinstance(child, Indicator | Criterion):
            problems.add(
                "child",
                f"{told(child)} is neither an Indicator nor a Criterion",
                f"children[{place}]",
            )
    if not found:
        problems.add(
            "no-children", "there is nothing in it", "children", "Give it at least one indicator."
        )
    problems.raise_as(RubricError)
    return cast("tuple[Node, ...]", found)


@attrs.frozen
class Whole:
    """What the children of a node make together.

    Args:
        points: The points, as a rule about the children's points.
        range: The least and the most points.
        applies: The condition that there are points at all; None when there always are.
    """

    points: Expression
    range: Interval
    applies: Condition | None


def combined(
    children: tuple[Node, ...],
    combine: Combination,
    points: Fraction | None,
    limits: tuple[Fraction | None, Fraction | None],
    rounding: Rounding | None,
) -> Whole:
    """Combine *children*; limit and then round what comes out.

    Raises:
        RubricError: when weights or points do not add up, or the children cannot be so combined.
    """
    parts = tuple(Part(c.id, c.least, c.maximum, c.weight, c.applies) for c in children)
    if not callable(getattr(combine, "rule", None)) or isinstance(combine, type):
        raise RubricError(
            Problem(
                "combine",
                f"{told(combine)} is no combination",
                "combine",
                "Write Sum(), WeightedMean(), … there.",
            )
        )
    if points is None:
        default = getattr(combine, "default_points", lambda _: Fraction(100))
        points = default(parts)
    if points is None:
        listed = ", ".join(f"{part.id} {as_text(part.maximum)}" for part in parts)
        raise RubricError(
            Problem(
                "points-missing",
                f"the children have different maxima: {listed}",
                "points",
                "Declare the points.",
            )
        )
    least, most = limits
    if least is not None and most is not None and least > most:
        raise RubricError(
            Problem(
                "limits", f"the floor {as_text(least)} is above the cap {as_text(most)}", "least"
            )
        )
    try:
        rule = clamp(to_expression(combine.rule(parts, points)), least, most)
        if rounding is not None:
            rule = Rounded(rule, rounding)
        possible: dict[Expression | Condition, Interval | frozenset[bool]] = {}
        for child in children:
            possible[Input("points", child.id)] = child.range
            if child.applies is not None:
                possible[child.applies] = frozenset((True, False))
            for leaf in leaves(child):
                if leaf.applies is not None:
                    possible[leaf.applies] = frozenset((True, False))
        found = Reading(possible).value(rule)
    except KeyError as error:
        raise RubricError(
            Problem(
                "combine-input",
                f"the combination reads {error.args[0]}, which is no child",
                "combine",
            )
        ) from None
    if found.least is None or found.most is None:
        raise RubricError(
            Problem("combine-unlimited", "the combined points have no limit", "combine")
        )
    return Whole(rule, found, any_applies(parts))


@attrs.frozen
class Criterion(Evolving):
    """A named group of criteria or indicators, with a way to combine them.

    Args:
        id: Its id; see :class:`Indicator`.
        title: Its title.
        children: Indicators and criteria.
        combine: How the children's points are combined; see :class:`~rubrika.Combination`.
        weight: How much it counts in a weighted parent; ``"30%"`` is three tenths.
        points: Its points. The children's maxima must add up to them under :class:`~rubrika.Sum`;
            other combinations rescale to them.
        least: A floor of its points, for penalties.
        most: A cap of its points.
        rounding: How its points are rounded, after floor and cap.
        source: Where it, and each number in it that names no source of its own, comes from.
        description: More about it.

    Raises:
        RubricError: when ids are used twice, weights or points do not add up, or a part is not what
            it should be.

    >>> from rubrika import YesNo
    >>> safety = Criterion("safety", "Safety", [Indicator("pests", "No pests", YesNo(20))])
    >>> safety.maximum
    Fraction(20, 1)
    """

    id: str = attrs.field(converter=to_optional_id)
    title: Text = attrs.field(converter=optional_text)
    children: tuple[Node, ...] = attrs.field(converter=_to_children)
    combine: Combination = attrs.field(factory=Sum, kw_only=True)
    weight: Fraction | None = number_field(default=None, kw_only=True)
    points: Fraction | None = number_field(default=None, kw_only=True)
    least_points: Fraction | None = number_field(default=None, kw_only=True, alias="least")
    most_points: Fraction | None = number_field(default=None, kw_only=True, alias="most")
    rounding: Rounding | None = attrs.field(default=None, validator=check_rounding, kw_only=True)
    source: Source | None = attrs.field(default=None, validator=check_source, kw_only=True)
    description: Text = attrs.field(default="", converter=optional_text, kw_only=True)
    whole: Whole = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        limits = (self.least_points, self.most_points)
        made = combined(self.children, self.combine, self.points, limits, self.rounding)
        object.__setattr__(self, "whole", made)

    @property
    def applies(self) -> Condition | None:
        """The condition that it has points; None when it always has."""
        return self.whole.applies

    @property
    def met(self) -> Condition:
        """The condition that it has its maximum."""
        return Input("points", self.id) >= self.maximum

    @property
    def range(self) -> Interval:
        """The least and the most points it can have."""
        return self.whole.range

    @property
    def least(self) -> Fraction:
        """The least points it can have."""
        return cast("Fraction", self.range.least)

    @property
    def maximum(self) -> Fraction:
        """The most points it can have."""
        return cast("Fraction", self.range.most)


Node: TypeAlias = Indicator | Criterion
"""An indicator or a criterion."""


def leaves(node: Node) -> Iterator[Indicator]:
    """The indicators of *node*, in order."""
    if isinstance(node, Indicator):
        yield node
    for child in node.children:
        yield from leaves(child)
