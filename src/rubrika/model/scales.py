"""Scales: how one observed value becomes points.

A scale is any frozen object with a method ``rule(value)`` that says its points as a rule about the
observed value, and (if that is not any number) an attribute ``domain``. Third parties write their
own in ten lines; see :class:`Scale`. The scales for measured numbers have modules of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Final, Protocol, cast, runtime_checkable

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.errors import Problem, RubricError, RubrikaError, told
from rubrika.model.domains import Categories, Domain, Quantity, Truth, to_option
from rubrika.model.fields import named
from rubrika.model.pairs import to_pairs
from rubrika.model.ranges import range_over
from rubrika.number import Numeric, Rounding, as_text, exact
from rubrika.rules.functions import choose, greatest, least
from rubrika.rules.nodes import Condition, Expression, Input, Rounded, multiply, to_expression
from rubrika.sources import to_number, to_optional_number, with_source
from rubrika.text import Text, optional_text

__all__ = ["Choice", "Direct", "Option", "Scale", "Tally", "YesNo", "domain_of", "range_of"]

VALUE: Final = Input("value")


@runtime_checkable
class Scale(Protocol):
    """What a scale must say; nothing needs to be subclassed.

    Besides :meth:`rule`, these are asked for if they are there: ``domain`` (a
    :class:`~rubrika.Quantity`, :class:`~rubrika.Truth` or :class:`~rubrika.Categories`; any number
    if missing), ``maximum`` (the most points, where the bounds of the rule are not sharp enough to
    tell; no value earns more), and ``met(value)``, the condition that a gate on it asks for.

    >>> import attrs
    >>> from rubrika import Indicator, choose
    >>> @attrs.frozen
    ... class Pass:
    ...     points: int
    ...     def rule(self, value):
    ...         return choose(value >= 50, self.points, 0)
    >>> Indicator("exam", "Exam", Pass(10)).maximum
    Fraction(10, 1)
    """

    def rule(self, value: Input, /) -> Expression:
        """The points, as a rule about the observed *value*."""
        ...


def domain_of(scale: Scale) -> Domain:
    """The values that *scale* takes: its own ``domain``, or any number.

    Raises:
        RubricError: when its ``domain`` is none.

    >>> print(domain_of(YesNo(20)))
    yes or no
    """
    domain = getattr(scale, "domain", None) or Quantity()
    if not isinstance(domain, Quantity | Truth | Categories):
        raise RubricError(
            Problem(
                "domain",
                f"{told(domain)} is no domain",
                "domain",
                "Give a Quantity, Truth or Categories.",
            )
        )
    return domain


def range_of(scale: Scale, round_value: Rounding | None = None) -> Interval:
    """The least and the most points of *scale*, by the interval reading of its rule.

    Args:
        scale: The scale; its own ``maximum`` stands for what the reading finds, if it has one.
        round_value: How values are rounded before the scale reads them.

    Raises:
        RubricError: when there is no limit on either side, or some allowed value has no points.

    >>> range_of(YesNo(20))
    Interval(least=Fraction(0, 1), most=Fraction(20, 1))
    """
    found = reading_of(scale, round_value)
    declared = getattr(scale, "maximum", None)
    if declared is None:
        return found
    try:
        most = exact(declared)
    except RubrikaError as error:
        raise RubricError(error.under("maximum").problems) from None
    if found.least is not None and most < found.least:
        raise RubricError(
            Problem(
                "scale-maximum",
                f"the declared maximum {as_text(most)} is below {as_text(found.least)}, the least "
                "points",
                "maximum",
                "Declare the most points that the scale gives.",
            )
        )
    return Interval(found.least, most)


def reading_of(scale: Scale, round_value: Rounding | None = None) -> Interval:
    """What the interval reading of a scale's rule finds, whatever maximum the scale declares."""
    value = cast("Input", VALUE if round_value is None else Rounded(VALUE, round_value))
    try:
        rule = to_expression(scale.rule(value))
        found = range_over(rule, {VALUE: domain_of(scale).possible})
    except KeyError as error:
        raise RubricError(
            Problem(
                "scale-input",
                f"the scale reads {error.args[0]}, which is not its value",
                hint="Use `value` only.",
            )
        ) from None
    except RubrikaError as error:
        raise RubricError(error.problems) from None
    if found.least is None or found.most is None:
        side = "lower" if found.least is None else "upper"
        raise RubricError(
            Problem(
                "scale-unlimited",
                f"the points have no {side} limit",
                hint="Limit the values (least, most), or the points with least(…) and greatest(…).",
            )
        )
    return found


@attrs.frozen(field_transformer=named)
class YesNo:
    """So many points for yes (or, if *no* is greater, for no).

    Args:
        points: The points for yes.
        no: The points for no.

    >>> print(YesNo(20).rule(Input("value")))
    choose(yes(value), 20, 0)
    """

    points: Fraction = attrs.field(converter=to_number, eq=with_source)
    no: Fraction = attrs.field(default=Fraction(0), converter=to_number, eq=with_source)

    @property
    def domain(self) -> Truth:
        """Yes or no."""
        return Truth()

    def rule(self, value: Input) -> Expression:
        """The points by answer."""
        return choose(value.is_yes, self.points, self.no)

    def met(self, value: Input) -> Condition:
        """That the better answer was given (yes, when both count alike)."""
        return value.is_yes if self.points >= self.no else ~value.is_yes


@attrs.frozen(field_transformer=named)
class Option:
    """One option of a :class:`Choice`: its id, its points, and its descriptor.

    >>> Choice([Option("never", 0), Option("often", 10)]) == Choice({"never": 0, "often": 10})
    True
    """

    id: str = attrs.field(converter=to_option)
    points: Fraction = attrs.field(converter=to_number, eq=with_source)
    title: Text = attrs.field(default=None, converter=optional_text)


def _to_options(
    options: Mapping[str, Any] | Iterable[Option | tuple[str, Numeric]],
) -> tuple[Option, ...]:
    return to_pairs(Option, options, 'Write "option": points, or Option(id, points, title).')


@attrs.frozen(field_transformer=named)
class Choice:
    """A classical rubric row: points by option, each of which may have a descriptor.

    Args:
        options: The points of each option, ``{"never": 0, "often": 10}``, or :class:`Option`
            objects, which may have descriptors: ``[Option("never", 0, "Nobody smiles"), …]``.

    Raises:
        RubricError: when there is no option, or one stands twice.

    >>> print(Choice({"never": 0, "often": 10}).rule(Input("value")))
    choose(value == "never", 0, value == "often", 10, 0)
    """

    options: tuple[Option, ...] = attrs.field(converter=_to_options)
    domain: Categories = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        titles = {option.id: option.title for option in self.options}
        domain = Categories([option.id for option in self.options], titles=titles)
        object.__setattr__(self, "domain", domain)

    def rule(self, value: Input) -> Expression:
        """The points by option."""
        *first, last = self.options
        cases = [part for option in first for part in (value.one_of(option.id), option.points)]
        return choose(*cases, value.one_of(last.id), last.points, 0)


@attrs.frozen(field_transformer=named)
class Direct:
    """Points that the assessor gives directly, from *least* to *points*.

    Args:
        points: The most points.
        least: The least points, 0 unless said.
        step: The distance between two allowed numbers; None for any.

    >>> Direct(10, step="0.5").domain.check("7.5")
    Fraction(15, 2)
    """

    points: Fraction = attrs.field(converter=to_number, eq=with_source)
    least: Fraction = attrs.field(
        default=Fraction(0), converter=to_number, eq=with_source, kw_only=True
    )
    step: Fraction | None = attrs.field(
        default=None, converter=to_optional_number, eq=with_source, kw_only=True
    )

    def __attrs_post_init__(self) -> None:
        _ = self.domain  # which checks the limits and the step

    @property
    def domain(self) -> Quantity:
        """The allowed points."""
        return Quantity(self.least, self.points, "", None, self.step)

    def rule(self, value: Input) -> Expression:
        """The value itself."""
        return value


@attrs.frozen(field_transformer=named)
class Tally:
    """So many points for each one counted, up to a limit.

    Args:
        each: The points for each; negative for a penalty.
        limit: Where the points stop growing (or, for a penalty, falling).

    Raises:
        RubricError: when *limit* and *each* have different signs.

    >>> print(Tally(each=5, limit=20).rule(Input("value")))
    least(5 * value, 20)
    """

    each: Fraction = attrs.field(converter=to_number, eq=with_source, kw_only=True)
    limit: Fraction = attrs.field(converter=to_number, eq=with_source, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if (self.each > 0) != (self.limit > 0) or not self.each * self.limit:
            raise RubricError(
                Problem(
                    "tally-limit",
                    f"{as_text(self.each)} each can't lead to the limit {as_text(self.limit)}",
                    hint="Both must be above 0, or (for a penalty) both below.",
                )
            )

    @property
    def domain(self) -> Quantity:
        """Whole numbers from 0."""
        return Quantity(0, None, "", 0)

    def rule(self, value: Input) -> Expression:
        """The points for all, limited."""
        return (least if self.each > 0 else greatest)(multiply(self.each, value), self.limit)
