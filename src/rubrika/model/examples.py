"""Examples: what a rubric must make of given values, said by its author."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Any, Final, cast

import attrs

from rubrika.errors import Problem, Problems, RubricError, told
from rubrika.model.domains import check_truth
from rubrika.model.evolving import Evolving
from rubrika.model.fields import named
from rubrika.model.nodes import check_source
from rubrika.model.observations import Assessment, Facts, Given
from rubrika.number import Numeric, as_text, exact
from rubrika.sources import Source, to_number, to_optional_number
from rubrika.text import Text, optional_text

__all__ = ["Example"]

_EXPECT: Final = "Say points, least, most, level, no_level or nodes."


def _to_given(values: Any) -> Given:  # noqa: ANN401  # as an assessment takes them
    found = Assessment(values).observations
    whole = {id_: seen.evolve(value=_whole(seen.value)) for id_, seen in found.items()}
    return Assessment(whole).observations


def _whole(value: object) -> object:
    """A whole number as files have it, however it is written: 9.0 is 9."""
    if not isinstance(value, Decimal | Fraction | float) or not isfinite(value):
        return value
    number = exact(value)
    return int(number) if number.denominator == 1 else value


def _to_facts(values: Any) -> Facts:  # noqa: ANN401  # as an assessment takes them
    found = Assessment({}, context=values).context
    return Assessment({}, context={id_: _whole(fact) for id_, fact in found.items()}).context


def _to_nodes(
    values: Mapping[str, Numeric] | Iterable[tuple[str, Numeric]],
) -> tuple[tuple[str, Fraction], ...]:
    try:
        pairs = dict(cast("Mapping[str, Numeric]", values))
    except (TypeError, ValueError):
        raise RubricError(
            Problem(
                "example-nodes",
                f"{told(values)} tells no points by id",
                hint='Write {"safety": 60}.',
            )
        ) from None
    problems = Problems()
    found: dict[str, Fraction] = {}
    for id_, points in pairs.items():
        with problems.under(str(id_)):
            found[str(id_)] = to_number(points)
    problems.raise_as(RubricError)
    return tuple(found.items())


@attrs.frozen(field_transformer=named)
class Example(Evolving):
    """A worked example: what a rubric must make of given values.

    The examples of a rubric are part of it, and travel with it in files. They change no score; they
    are what its author holds it to, as :meth:`Rubric.mismatches <rubrika.Rubric.mismatches>` tells.

    Args:
        values: What is observed, by indicator id, as in an :class:`~rubrika.Assessment`. What is
            left out is missing.
        title: What it is an example of.
        context: Facts about the subject.
        points: The exact total.
        least: The least that the total may be; with missing values, its lower bound.
        most: The most that the total may be; with missing values, its upper bound.
        level: The id of the level that must be given.
        no_level: Whether no level may be given.
        nodes: The exact points of nodes, by id.
        source: Where the expected result comes from.

    Raises:
        RubricError: when nothing is expected, or what is expected contradicts itself.

    >>> from rubrika import Indicator, Level, Rubric, YesNo, total
    >>> cafe = Rubric(
    ...     "cafe", version="1", title="Café",
    ...     criteria=[Indicator("pests", "No pests", YesNo(20))],
    ...     levels=[Level("good", "Good", total >= 20)],
    ...     examples=[Example({"pests": True}, points=20, level="good")],
    ... )
    >>> cafe.mismatches(cafe.examples[0])
    ()
    >>> wrong = Example({"pests": False}, title="A mouse", points=5)
    >>> print(cafe.mismatches(wrong)[0])
    points: 5 is expected, 0 is found
    """

    values: Given = attrs.field(converter=_to_given)
    title: Text = attrs.field(default=None, converter=optional_text, kw_only=True)
    context: Facts = attrs.field(default=None, converter=_to_facts, kw_only=True)
    points: Fraction | None = attrs.field(default=None, converter=to_optional_number, kw_only=True)
    least: Fraction | None = attrs.field(default=None, converter=to_optional_number, kw_only=True)
    most: Fraction | None = attrs.field(default=None, converter=to_optional_number, kw_only=True)
    level: str | None = attrs.field(default=None, kw_only=True)
    no_level: bool = attrs.field(default=False, validator=check_truth, kw_only=True)
    nodes: tuple[tuple[str, Fraction], ...] = attrs.field(
        default=(), converter=_to_nodes, kw_only=True
    )
    source: Source | None = attrs.field(default=None, validator=check_source, kw_only=True)

    def __attrs_post_init__(self) -> None:
        problems = Problems()
        asked = (self.points, self.least, self.most, self.level)
        if all(one is None for one in asked) and not self.no_level and not self.nodes:
            problems.add("example-empty", "the example expects nothing", hint=_EXPECT)
        if self.level is not None and self.no_level:
            problems.add(
                "example-both",
                f"both the level {told(self.level)} and no level are expected",
                "no_level",
                "Keep one of the two.",
            )
        if self.points is not None and not (self.least is None and self.most is None):
            problems.add(
                "example-both", "both points and a range are expected", "points", "Keep one."
            )
        if self.least is not None and self.most is not None and self.least > self.most:
            problems.add(
                "limits",
                f"the least total {as_text(self.least)} is above the most, {as_text(self.most)}",
                "least",
                "Swap the two.",
            )
        problems.raise_as(RubricError)

    @property
    def assessment(self) -> Assessment:
        """The example as an assessment."""
        return Assessment(self.values, context=self.context, subject=str(self.title))
