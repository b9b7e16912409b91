"""Scales: how one observed value becomes points.

A scale is any frozen object with a method ``rule(value)`` that says its points as a rule about the
observed value, and (if that is not any number) an attribute ``domain``. Third parties write their own
in ten lines; see :class:`Scale`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Literal, Protocol, cast, runtime_checkable

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.engines.bounds import Reading
from rubrika.errors import Problem, Problems, RubricError, RubrikaError, told
from rubrika.model.domains import Categories, Domain, Quantity, Truth
from rubrika.number import Numeric, as_text, exact
from rubrika.rules.nodes import (
    Condition,
    Expression,
    Input,
    add,
    choose,
    clamp,
    divide,
    greatest,
    least,
    multiply,
    to_expression,
)
from rubrika.rules.text import parse_expression
from rubrika.rules.traverse import rewrite, walk
from rubrika.sources import number_field
from rubrika.text import Text, optional_text

__all__ = [
    "Band",
    "Bands",
    "Choice",
    "Direct",
    "Formula",
    "Knot",
    "Linear",
    "Option",
    "Piecewise",
    "Scale",
    "Tally",
    "YesNo",
    "domain_of",
    "range_of",
]

VALUE = Input("value")


@runtime_checkable
class Scale(Protocol):
    """What a scale must say; nothing needs to be subclassed.

    Besides :meth:`rule`, these are asked for if they are there: ``domain`` (a
    :class:`~rubrika.Quantity`, :class:`~rubrika.Truth` or :class:`~rubrika.Categories`; any number if
    missing), ``maximum`` (the most points, where the bounds of the rule are not sharp enough to tell),
    and ``met(value)``, the condition that a gate on it asks for.

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

    def rule(self, value: Input) -> Expression:
        """The points, as a rule about the observed *value*."""
        ...


def domain_of(scale: Scale) -> Domain:
    """The values that *scale* takes: its own ``domain``, or any number."""
    return cast("Domain", getattr(scale, "domain", Quantity()))


def range_of(scale: Scale) -> Interval:
    """The least and the most points of *scale*, by the interval reading of its rule over its domain.

    Raises:
        RubricError: when there is no limit on either side.
    """
    try:
        rule = to_expression(scale.rule(VALUE))
        found = Reading({VALUE: domain_of(scale).possible}).value(rule)
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
        raise RubricError(
            Problem(
                "scale-unlimited",
                "the points have no " + ("lower" if found.least is None else "upper") + " limit",
                hint="Limit the values (least, most), or the points with least(…) and greatest(…).",
            )
        )
    declared = getattr(scale, "maximum", None)
    return found if declared is None else Interval(found.least, exact(declared))


@attrs.frozen
class YesNo:
    """So many points for yes (or, if *no* is greater, for no).

    Args:
        points: The points for yes.
        no: The points for no.

    >>> print(YesNo(20).rule(Input("value")))
    choose(yes(value), 20, 0)
    """

    points: Fraction = number_field()
    no: Fraction = number_field(default=Fraction(0))

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


@attrs.frozen
class Option:
    """One option of a :class:`Choice`: its id, its points, and its descriptor."""

    id: str
    points: Fraction = number_field()
    title: Text = attrs.field(default="", converter=optional_text)


def _to_options(options: Mapping[str, object] | Iterable[Option]) -> tuple[Option, ...]:
    if not isinstance(options, Mapping):
        return tuple(options)
    problems = Problems()
    found: list[Option] = []
    for name, points in options.items():
        with problems.under(f"[{name!r}]"):
            found.append(
                points if isinstance(points, Option) else Option(name, cast("Fraction", points))
            )
    problems.raise_as(RubricError)
    return tuple(found)


@attrs.frozen
class Choice:
    """A classical rubric row: points by option, each of which may have a descriptor.

    Args:
        options: The points of each option, ``{"never": 0, "often": 10}``, or :class:`Option` objects.

    Raises:
        RubricError: when there is no option, or one stands twice.
    """

    options: tuple[Option, ...] = attrs.field(converter=_to_options)
    domain: Categories = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "domain", Categories([option.id for option in self.options]))

    def rule(self, value: Input) -> Expression:
        """The points by option."""
        *first, last = self.options
        cases = [part for option in first for part in (value.one_of(option.id), option.points)]
        return choose(*cases, value.one_of(last.id), last.points, 0)


@attrs.frozen
class Band:
    """A stretch of values that give the same points.

    Args:
        at: Where it starts (or, for bands with ``bound="at most"``, ends); the bound belongs to it.
        points: The points.
        to: Where it ends, if that is said; it must be where the next band starts.
        title: Its name.
    """

    at: Fraction = number_field()
    points: Fraction = number_field()
    to: Fraction | None = number_field(default=None)
    title: Text = attrs.field(default="", converter=optional_text)


def _to_bands(
    bands: Mapping[Numeric, object] | Iterable[Band | tuple[Numeric, Numeric]],
) -> tuple[Band, ...]:
    problems = Problems()
    found: list[Band] = []
    pairs = bands.items() if isinstance(bands, Mapping) else bands
    for place, pair in enumerate(pairs):
        with problems.under(f"[{place}]"):
            if isinstance(pair, Band):
                found.append(pair)
            elif isinstance(pair, tuple | list) and len(pair) == 2:
                found.append(Band(*cast("tuple[Fraction, Fraction]", tuple(pair))))
            else:
                problems.add(
                    "band",
                    f"{told(pair)} is no band",
                    hint="Write bound: points, or Band(at, points).",
                )
    problems.raise_as(RubricError)
    return tuple(found)


@attrs.frozen
class Bands:
    """Points by bands of a number: ``Bands({90: 40, 75: 30, 50: 10}, unit="%")``.

    "At least" means ≥: a band starts at its bound and ends before the next. With
    ``bound="at most"`` (for values of which less is better) a band ends at its bound, which belongs
    to it, and starts after the one before.

    Args:
        bands: The points by bound, or :class:`Band` objects, in any order.
        unit: The unit of the values; see :class:`~rubrika.Quantity` for this and the next three.
        least: The least allowed value.
        most: The greatest allowed value.
        decimals: How many decimals a value may have.
        bound: ``"at least"`` (default) or ``"at most"``.
        otherwise: The points of values beyond all bands, 0 unless said.

    Raises:
        RubricError: when two bands have the same bound, a band's said end is not where the next
            starts (an overlap or a gap), or a band lies outside the allowed values.
    """

    bands: tuple[Band, ...] = attrs.field(converter=_to_bands)
    unit: str = attrs.field(default="", kw_only=True)
    least: Fraction | None = number_field(default=None, kw_only=True)
    most: Fraction | None = number_field(default=None, kw_only=True)
    decimals: int | None = attrs.field(default=None, kw_only=True)
    bound: Literal["at least", "at most"] = attrs.field(default="at least", kw_only=True)
    otherwise: Fraction = number_field(default=Fraction(0), kw_only=True)
    domain: Quantity = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        problems = Problems()
        if self.bound not in ("at least", "at most"):
            problems.add(
                "band-bound",
                f"{told(self.bound)} is no kind of bound",
                "bound",
                "Write 'at least' or 'at most'.",
            )
        if not self.bands:
            problems.add(
                "no-bands",
                "there are no bands",
                "bands",
                "Write at least one bound and its points.",
            )
        domain = Quantity(self.least, self.most, self.unit, self.decimals)
        object.__setattr__(self, "domain", domain)
        for place, band in enumerate(self.bands):
            outside = (domain.least is not None and band.at < domain.least) or (
                domain.most is not None and band.at > domain.most
            )
            if outside:
                problems.add(
                    "band-outside",
                    f"the band at {as_text(band.at)} is outside the allowed values ({domain})",
                    f"bands[{place}]",
                    "No value reaches it: change the bound, or least and most.",
                )
        self._find_overlaps(problems)
        problems.raise_as(RubricError)
        object.__setattr__(self, "bands", tuple(self._ordered()))

    def _ordered(self) -> list[Band]:
        return sorted(self.bands, key=lambda band: band.at, reverse=self.bound == "at least")

    def _find_overlaps(self, problems: Problems) -> None:
        towards_better = self._ordered()[::-1]
        for band, following in pairwise(towards_better):
            if band.at == following.at:
                problems.add(
                    "bands-overlap",
                    f"two bands have the same bound {as_text(band.at)} ({as_text(band.points)} and "
                    f"{as_text(following.points)} points)",
                    "bands",
                    "A bound decides for one number of points: drop or move one of the two.",
                )
            elif band.to is not None and band.to != following.at:
                kind = (
                    "overlap"
                    if (band.to > following.at) == (self.bound == "at least")
                    else "leave a gap"
                )
                problems.add(
                    "bands-overlap" if kind == "overlap" else "bands-gap",
                    f"the bands at {as_text(band.at)} and {as_text(following.at)} {kind}: the first ends at "
                    f"{as_text(band.to)}",
                    "bands",
                    f"End it at {as_text(following.at)}, or leave its end out.",
                )

    def rule(self, value: Input) -> Expression:
        """The points of the first band that takes the value."""
        inside = [
            value >= band.at if self.bound == "at least" else value <= band.at
            for band in self.bands
        ]
        cases = [
            part
            for test, band in zip(inside, self.bands, strict=True)
            for part in (test, band.points)
        ]
        return choose(*cases, self.otherwise)


@attrs.frozen
class Linear:
    """Points that grow evenly from the *worst* value (0 points) to the *best* (all points).

    Beyond both ends the points stay. *worst* may be above *best*: then less is better.
    points = *points* · (value − worst) / (best − worst), limited to 0 … *points*.

    >>> print(Linear(worst=30, best=5, points=20).rule(Input("value")))
    least(greatest(20 * (value - 30) / -25, 0), 20)
    """

    worst: Fraction = number_field(kw_only=True)
    best: Fraction = number_field(kw_only=True)
    points: Fraction = number_field(kw_only=True)
    unit: str = attrs.field(default="", kw_only=True)
    least: Fraction | None = number_field(default=None, kw_only=True)
    most: Fraction | None = number_field(default=None, kw_only=True)
    decimals: int | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.worst == self.best:
            raise RubricError(
                Problem(
                    "linear-ends",
                    f"worst and best are both {as_text(self.best)}",
                    hint="They must differ.",
                )
            )

    @property
    def domain(self) -> Quantity:
        """The allowed values."""
        return Quantity(self.least, self.most, self.unit, self.decimals)

    def rule(self, value: Input) -> Expression:
        """The straight line, limited at both ends."""
        line = divide(multiply(self.points, value - self.worst), self.best - self.worst)
        low, high = (0, self.points) if self.points >= 0 else (self.points, 0)
        return clamp(line, low, high)


@attrs.frozen
class Knot:
    """A point of a :class:`Piecewise` line: the points at a value."""

    at: Fraction = number_field()
    points: Fraction = number_field()


def _to_knots(
    knots: Mapping[Numeric, Numeric] | Iterable[Knot | tuple[Numeric, Numeric]],
) -> tuple[Knot, ...]:
    problems = Problems()
    found: list[Knot] = []
    for place, pair in enumerate(knots.items() if isinstance(knots, Mapping) else knots):
        with problems.under(f"[{place}]"):
            found.append(
                pair if isinstance(pair, Knot) else Knot(*cast("tuple[Fraction, Fraction]", pair))
            )
    problems.raise_as(RubricError)
    return tuple(found)


@attrs.frozen
class Piecewise:
    """Points along straight lines between knots: ``Piecewise({0: 0, 50: 20, 100: 30})``.

    Before the first and after the last knot the points stay.

    Raises:
        RubricError: when there are fewer than two knots, or two at the same value.
    """

    knots: tuple[Knot, ...] = attrs.field(converter=_to_knots)
    unit: str = attrs.field(default="", kw_only=True)
    least: Fraction | None = number_field(default=None, kw_only=True)
    most: Fraction | None = number_field(default=None, kw_only=True)
    decimals: int | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        ordered = tuple(sorted(self.knots, key=lambda knot: knot.at))
        if len(ordered) < 2 or len({knot.at for knot in ordered}) < len(ordered):
            raise RubricError(
                Problem(
                    "knots",
                    "the knots make no line",
                    "knots",
                    "Give at least two knots at different values.",
                )
            )
        object.__setattr__(self, "knots", ordered)

    @property
    def domain(self) -> Quantity:
        """The allowed values."""
        return Quantity(self.least, self.most, self.unit, self.decimals)

    def rule(self, value: Input) -> Expression:
        """The line between the two knots around the value."""
        cases: list[object] = [value < self.knots[0].at, self.knots[0].points]
        for left, right in pairwise(self.knots):
            slope = (right.points - left.points) / (right.at - left.at)
            cases += [value < right.at, add(left.points, multiply(slope, value - left.at))]
        return choose(*cases, self.knots[-1].points)


@attrs.frozen
class Direct:
    """Points that the assessor gives directly, from *least* to *points*.

    Args:
        points: The most points.
        least: The least points, 0 unless said.
        step: The distance between two allowed numbers; None for any.

    >>> Direct(10, step="0.5").domain.check("7.5")
    Fraction(15, 2)
    """

    points: Fraction = number_field()
    least: Fraction = number_field(default=Fraction(0), kw_only=True)
    step: Fraction | None = number_field(default=None, kw_only=True)

    @property
    def domain(self) -> Quantity:
        """The allowed points."""
        return Quantity(self.least, self.points, "", None, self.step)

    def rule(self, value: Input) -> Expression:
        """The value itself."""
        return value


@attrs.frozen
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

    each: Fraction = number_field(kw_only=True)
    limit: Fraction = number_field(kw_only=True)

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
        return Quantity(0, None, "", 0)  # type: ignore[arg-type]  # the field converts

    def rule(self, value: Input) -> Expression:
        """The points for all, limited."""
        return (least if self.each > 0 else greatest)(multiply(self.each, value), self.limit)


def _to_rule(rule: str | Expression) -> Expression:
    return parse_expression(rule) if isinstance(rule, str) else to_expression(rule)


@attrs.frozen
class Formula:
    """Points by a formula of the observed ``value``: ``Formula("10 * root(value / 100)", points=10)``.

    Args:
        formula: A rule string or an expression; it reads ``value`` and nothing else.
        points: The maximum. The formula must not give more.
        unit: The unit of the values; see :class:`~rubrika.Quantity` for this and the next three.
        least: The least allowed value.
        most: The greatest allowed value.
        decimals: How many decimals a value may have.

    Raises:
        RubricError: when the formula reads something else, or may give more than *points* (by the
            interval reading, which may be wider than the truth: then limit it with ``least(…)``).
    """

    formula: Expression = attrs.field(converter=_to_rule)
    points: Fraction = number_field(kw_only=True)
    unit: str = attrs.field(default="", kw_only=True)
    least: Fraction | None = number_field(default=None, kw_only=True)
    most: Fraction | None = number_field(default=None, kw_only=True)
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
        found = range_of(self)
        if found.most is not None and found.most > self.points:
            raise RubricError(
                Problem(
                    "formula-limit",
                    f"the formula may give up to {as_text(found.most)}, more than the declared {as_text(self.points)}",
                    "formula",
                    f"Limit it: least({self.formula}, {as_text(self.points)}), or limit the values.",
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
