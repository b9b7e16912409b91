"""Indicators and criteria: the tree of what is scored."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Literal, TypeAlias, cast, get_args

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.errors import Problem, Problems, RubricError, RubrikaError, told
from rubrika.model.combinations import Combination, Part, Sum
from rubrika.model.domains import Domain, Quantity, check_truth
from rubrika.model.evolving import Evolving
from rubrika.model.fields import check_part, named
from rubrika.model.pairs import members_of
from rubrika.model.scales import Scale, domain_of, range_of, reading_of
from rubrika.model.wholes import Whole, combined
from rubrika.number import Rounding
from rubrika.rules.functions import choose, least
from rubrika.rules.nodes import (
    Applicable,
    Condition,
    Expression,
    Input,
    Rounded,
    negate,
    to_expression,
)
from rubrika.sources import Source, to_optional_number, with_source
from rubrika.text import Text, optional_text, to_id

__all__ = ["Criterion", "Indicator", "NaPolicy", "Node"]

Policy: TypeAlias = Literal["redistribute", "full", "zero"]
"""What becomes of the points of an indicator that does not apply: they go to its siblings, it has
all of them, or it has none."""


@attrs.frozen(field_transformer=named)
class NaPolicy:
    """That an indicator may be not applicable, and what follows then.

    Args:
        policy: ``"redistribute"`` (its points go to its siblings), ``"full"`` (it counts as full)
            or ``"zero"`` (it counts as zero).
        justified: Whether each use needs a justification.

    >>> from rubrika import YesNo
    >>> beach = Indicator("beach", "Clean beaches", YesNo(10), na=NaPolicy("full", justified=True))
    >>> Indicator("beach", "Clean beaches", YesNo(10), na="zero").na
    NaPolicy(policy='zero', justified=False)
    """

    policy: Policy = "redistribute"
    justified: bool = attrs.field(default=False, validator=check_truth)

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


def check_source(_: object, __: object, value: Source | None) -> None:
    """Check that a source is one."""
    if value is not None and not isinstance(value, Source):
        raise RubricError(
            Problem("source", f"{told(value)} is no Source", hint="Write Source(id, document=…).")
        )


def check_rounding(_: object, __: object, value: Rounding | None) -> None:
    """Check that a rounding is one."""
    if value is not None and not isinstance(value, Rounding):
        raise RubricError(
            Problem("rounding", f"{told(value)} is no Rounding", hint='Write Rounding("0.1").')
        )


@attrs.frozen(field_transformer=named)
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

    id: str = attrs.field(converter=to_id)
    title: Text = attrs.field(converter=optional_text)
    scale: Scale
    weight: Fraction | None = attrs.field(
        default=None, converter=to_optional_number, eq=with_source, kw_only=True
    )
    na: NaPolicy | None = attrs.field(default=None, converter=_to_policy, kw_only=True)
    round_value: Rounding | None = attrs.field(default=None, validator=check_rounding, kw_only=True)
    rounding: Rounding | None = attrs.field(default=None, validator=check_rounding, kw_only=True)
    evidence: Text = attrs.field(default=None, converter=optional_text, kw_only=True)
    source: Source | None = attrs.field(default=None, validator=check_source, kw_only=True)
    description: Text = attrs.field(default=None, converter=optional_text, kw_only=True)
    range: Interval = attrs.field(init=False, eq=False, repr=False)
    _limit: Fraction | None = attrs.field(init=False, eq=False, repr=False)  # of its scale's rule

    def __attrs_post_init__(self) -> None:
        check_part(self.scale, "scale", "scale", "Write YesNo(10), Bands({…}), … there.")
        try:
            if self.round_value is not None and not isinstance(self.domain, Quantity):
                raise RubricError(
                    Problem(
                        "rounding",
                        f"the values are {self.domain}; only numbers can be rounded",
                        hint="Leave round_value out.",
                    )
                )
            found = range_of(self.scale, self.round_value)
            free = found
            if getattr(self.scale, "maximum", None) is not None:
                free = reading_of(self.scale, self.round_value)
        except RubrikaError as error:
            raise RubricError(error.under("scale").problems) from None
        beyond = cast("Fraction", free.most) > cast("Fraction", found.most)
        object.__setattr__(self, "_limit", found.most if beyond else None)
        if self.rounding is not None:
            found = found.rounded(self.rounding.step, self.rounding.how)
        if self.na is not None and self.na.policy == "zero":
            found = found.union(Interval.at(Fraction(0)))
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
        if self._limit is not None:
            rule = least(rule, self._limit)
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
        """Nothing, since an indicator is a leaf."""
        return ()


def to_children(children: Iterable[Node] | Node) -> tuple[Node, ...]:
    """Read the children of a node: at least one.

    Raises:
        RubricError: with each that is neither a criterion nor an indicator, by its place.
    """
    found = members_of(children)
    problems = Problems()
    for place, child in enumerate(found):
        if not isinstance(child, Indicator | Criterion):
            problems.add(
                "child",
                f"{told(child)} is neither an Indicator nor a Criterion",
                f"[{place}]",
                "Write Indicator(id, title, scale) or Criterion(id, title, [...]).",
            )
    if not found:
        problems.add(
            "no-children", "there is nothing in it", hint="Give it at least one indicator."
        )
    problems.raise_as(RubricError)
    return cast("tuple[Node, ...]", found)


def parts_of(children: Iterable[Node]) -> tuple[Part, ...]:
    """The children as their parent sees them."""
    return tuple(
        Part(child.id, child.least, child.maximum, child.weight, child.applies)
        for child in children
    )


@attrs.frozen(field_transformer=named)
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
        RubricError: when weights or points do not add up, or a part is not what
            it should be.

    >>> from rubrika import YesNo
    >>> safety = Criterion("safety", "Safety", [Indicator("pests", "No pests", YesNo(20))])
    >>> safety.maximum
    Fraction(20, 1)
    """

    id: str = attrs.field(converter=to_id)
    title: Text = attrs.field(converter=optional_text)
    children: tuple[Node, ...] = attrs.field(converter=to_children)
    combine: Combination = attrs.field(factory=Sum, kw_only=True)
    weight: Fraction | None = attrs.field(
        default=None, converter=to_optional_number, eq=with_source, kw_only=True
    )
    points: Fraction | None = attrs.field(
        default=None, converter=to_optional_number, eq=with_source, kw_only=True
    )
    least_points: Fraction | None = attrs.field(
        default=None, converter=to_optional_number, eq=with_source, kw_only=True, alias="least"
    )
    most_points: Fraction | None = attrs.field(
        default=None, converter=to_optional_number, eq=with_source, kw_only=True, alias="most"
    )
    rounding: Rounding | None = attrs.field(default=None, validator=check_rounding, kw_only=True)
    source: Source | None = attrs.field(default=None, validator=check_source, kw_only=True)
    description: Text = attrs.field(default=None, converter=optional_text, kw_only=True)
    whole: Whole = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        whole = combined(
            parts_of(self.children),
            self.combine,
            points=self.points,
            limits=(self.least_points, self.most_points),
            rounding=self.rounding,
            name=self.children_name,
        )
        object.__setattr__(self, "whole", whole)

    @property
    def children_name(self) -> str:
        """The name by which its children go in files and paths, such as ``"indicators"``."""
        kinds = {type(child) for child in self.children}
        if len(kinds) > 1:
            return "children"
        return "indicators" if kinds == {Indicator} else "criteria"

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
        return self.whole.least

    @property
    def maximum(self) -> Fraction:
        """The most points it can have."""
        return self.whole.maximum


Node: TypeAlias = Indicator | Criterion
"""An indicator or a criterion."""
