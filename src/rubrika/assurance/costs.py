"""Costs: what it takes to change a value, and the error of plans."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, TypeAlias, cast

import attrs

from rubrika.errors import NumberError, Problem, Problems, RubrikaError, told
from rubrika.model.domains import Domain, Fact, Quantity
from rubrika.number import Numeric, as_text, exact

__all__ = ["Cost", "CostLike", "PlanError", "Price", "amount", "price_of"]


class PlanError(RubrikaError, ValueError):
    """No plan can be made: what was asked for is wrong, or it is impossible.

    Likely causes: a level or indicator that the rubric does not have, a cost that is missing or
    negative, something locked that also has limits; or (``plan-impossible``, which is proved) no
    change that is allowed reaches the level; then each further problem names one thing that forbids
    it, and without any one of them the others would not.

    >>> from rubrika import Indicator, Level, Rubric, YesNo, total
    >>> good = Level("good", "Good", total >= 20)
    >>> pests = Indicator("pests", "No pests found", YesNo(20))
    >>> cafe = Rubric("cafe", version="1", title="Café", criteria=[pests], levels=[good])
    >>> from rubrika.assurance.planning import plan
    >>> plan(cafe, {"pests": False}, "good", locked=["pests"])
    Traceback (most recent call last):
    ...
    rubrika.assurance.costs.PlanError: 3 problems:
      - to: no change that is allowed reaches 'good'. ... [plan-impossible]
      - levels[0].requirements[0]: it needs total >= 20. [plan-conflict]
      - locked: 'pests' is locked. Unlock it. [plan-conflict]
    """


def amount(value: object) -> Fraction:
    """Read a cost.

    Raises:
        PlanError: when it is no number, or below 0.
    """
    try:
        found = exact(value)
    except NumberError as error:
        raise PlanError(error.problems) from None
    if found < 0:
        problem = Problem(
            "cost-negative", f"the cost {as_text(found)} is below 0", hint="Write 0 or more."
        )
        raise PlanError(problem)
    return found


def _optional(value: object) -> Fraction | None:
    return None if value is None else amount(value)


def _per(value: object) -> Fraction | Literal["step"]:
    if value == "step":
        return "step"
    found = amount(value)
    if not found:
        raise PlanError(
            Problem("cost-per", "a cost per 0 is none", hint='Write a number above 0, or "step".')
        )
    return found


def _table(values: object) -> tuple[tuple[object, Fraction], ...] | None:
    if values is None:
        return None
    if not isinstance(values, Mapping):
        raise _no_table(values)
    pairs = cast("Mapping[object, object]", values)
    if not pairs:
        raise _no_table(pairs)
    problems = Problems()
    found: list[tuple[object, Fraction]] = []
    for value, cost in pairs.items():
        with problems.under(str(value)):
            found.append((value, amount(cost)))
    problems.raise_as(PlanError)
    return tuple(found)


def _no_table(values: object) -> PlanError:
    return PlanError(
        Problem(
            "cost-table", f"{told(values)} is no table of costs", hint="Write {value: cost, …}."
        )
    )


@attrs.frozen
class Cost:
    """What it costs to change the value of one indicator.

    Args:
        unit: So much for each unit by which the value rises; and falls, unless *down* says
            otherwise. Only numbers have units.
        once: So much for any change at all, in addition.
        down: So much for each unit by which it falls; None: as *unit*.
        per: What *unit* and *down* are for: a distance (1 unless said otherwise), or ``"step"``,
            the distance between two values that the indicator allows.
        reaching: A table from values to the cost of reaching each from the present one. Then no
            other value can be reached, and *unit* and *down* mean nothing.

    Raises:
        PlanError: when a cost is no number or below 0.

    A number of one's own unit: money, days of work, or any other; costs are added up.

    >>> Cost(2, once=5).of("12", "15")
    Fraction(11, 1)
    >>> Cost(reaching={75: 5, 90: 12}).of(60, 90)
    Fraction(12, 1)
    """

    unit: Fraction = attrs.field(default=Fraction(0), converter=amount)
    once: Fraction = attrs.field(default=Fraction(0), converter=amount, kw_only=True)
    down: Fraction | None = attrs.field(default=None, converter=_optional, kw_only=True)
    per: Fraction | Literal["step"] = attrs.field(default=Fraction(1), converter=_per, kw_only=True)
    reaching: tuple[tuple[object, Fraction], ...] | None = attrs.field(
        default=None, converter=_table, kw_only=True
    )

    def of(self, before: Numeric, after: Numeric, *, step: Numeric = 1) -> Fraction | None:
        """What it costs to change one number to another; None if that value cannot be reached.

        Args:
            before: The present value.
            after: The value to reach.
            step: What ``"step"`` stands for.
        """
        per = exact(step) if self.per == "step" else self.per
        listed = self.reaching
        table = None if listed is None else tuple((exact(key), cost) for key, cost in listed)
        return Price(self.once, self.unit / per, self._down / per, table).of(
            exact(before), exact(after)
        )

    @property
    def _down(self) -> Fraction:
        return self.unit if self.down is None else self.down


CostLike: TypeAlias = "Cost | Numeric | Mapping[object, Numeric]"
"""What is accepted as a cost: a number, which is per unit of numbers and for any change of other
values; a table from values to the cost of reaching them; or a :class:`Cost`."""


@attrs.frozen
class Price:
    """A cost in terms of the values of one indicator.

    Args:
        once: For any change.
        up: For each unit upwards.
        down: For each unit downwards.
        table: The values that can be reached, and what each costs; None: any.
    """

    once: Fraction
    up: Fraction = Fraction(0)
    down: Fraction = Fraction(0)
    table: tuple[tuple[Fact, Fraction], ...] | None = None

    @property
    def flat(self) -> bool:
        """Whether it does not matter how far a value moves."""
        return not self.up and not self.down and self.table is None

    def of(self, before: Fact, after: Fact) -> Fraction | None:
        """What a change costs; None if that value cannot be reached."""
        if before == after:
            return Fraction(0)
        if self.table is not None:
            listed = dict(self.table)
            return self.once + listed[after] if after in listed else None
        if isinstance(before, Fraction) and isinstance(after, Fraction):
            way = after - before
            return self.once + (way * self.up if way > 0 else -way * self.down)
        return self.once


def price_of(cost: CostLike, domain: Domain) -> Price:
    """A cost in terms of the values that *domain* allows.

    Raises:
        PlanError: when it is none, or does not fit the values.
    """
    if isinstance(cost, Mapping):
        cost = Cost(reaching=cost)
    elif not isinstance(cost, Cost):
        cost = Cost(cost) if isinstance(domain, Quantity) else Cost(once=cost)
    if cost.reaching is not None:
        problems = Problems()
        listed: list[tuple[Fact, Fraction]] = []
        for value, amount in cost.reaching:
            with problems.under(str(value)):
                listed.append((domain.check(value), amount))
        problems.raise_as(PlanError)
        return Price(cost.once, table=tuple(listed))
    if not isinstance(domain, Quantity):
        if cost.unit or cost.down:
            raise PlanError(
                Problem(
                    "cost-unit",
                    "only numbers have a cost per unit",
                    hint="Write Cost(once=…), or a table from values to costs.",
                )
            )
        return Price(cost.once)
    per = _step_of(domain) if cost.per == "step" else cost.per
    down = cost.unit if cost.down is None else cost.down
    return Price(cost.once, cost.unit / per, down / per)


def _step_of(domain: Quantity) -> Fraction:
    if domain.step is not None:
        return domain.step
    if domain.decimals is not None:
        return Fraction(1, 10**domain.decimals)
    raise PlanError(
        Problem(
            "cost-per",
            "the indicator has no steps",
            hint="Write per=1, or declare a step or decimals in the rubric.",
        )
    )
