"""Levels of recognition, caps on them, and the context that they may depend on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self, cast

import attrs

from rubrika.errors import Problem, Problems, RubricError, RubrikaError, RuleError, told
from rubrika.model.domains import Categories, Domain, Fact, Quantity, Truth, check_truth
from rubrika.model.evolving import Evolving
from rubrika.model.fields import named
from rubrika.model.nodes import check_source
from rubrika.model.pairs import members_of
from rubrika.number import Numeric
from rubrika.rules.nodes import Condition, to_condition
from rubrika.rules.text import parse_condition
from rubrika.sources import Source
from rubrika.text import Text, TextLike, optional_text, to_id

__all__ = ["Attribute", "Cap", "Level"]


def _to_requirement(value: object) -> Condition:
    if isinstance(value, list | tuple):
        raise RuleError(
            Problem(
                "rule-condition",
                "several conditions in brackets are no condition",
                hint="Write conditions one after the other, without brackets; all must hold.",
            )
        )
    return parse_condition(value) if isinstance(value, str) else to_condition(value)


def _to_requirements(values: Iterable[object]) -> tuple[Condition, ...]:
    problems = Problems()
    found: list[Condition] = []
    for place, value in enumerate(members_of(values)):
        with problems.under(f"[{place}]"):
            found.append(_to_requirement(value))
    problems.raise_as(RubricError)
    return tuple(found)


@attrs.frozen(init=False, field_transformer=named)
class Level(Evolving):
    """A level of recognition, and what it requires.

    Args:
        id: Its id.
        title: Its title.
        requirements: Conditions, all of which must hold; or rule strings. None: it always holds.
        needs_below: Whether the level below must hold as well (a tier).
        source: Where it, and each number in it that names no source of its own, comes from.
        description: More about it.

    Raises:
        RubricError: when a requirement is no condition.

    >>> from rubrika import every, met, percent, total
    >>> gold = Level("gold", "Gold", total >= 90, every("criteria") >= percent(50), met("pests"))
    >>> [str(requirement) for requirement in gold.requirements][0]
    'total >= 90'
    """

    id: str = attrs.field(converter=to_id)
    title: Text = attrs.field(converter=optional_text)
    requirements: tuple[Condition, ...] = attrs.field(converter=_to_requirements, default=())
    needs_below: bool = attrs.field(default=False, validator=check_truth, kw_only=True)
    source: Source | None = attrs.field(default=None, validator=check_source, kw_only=True)
    description: Text = attrs.field(default=None, converter=optional_text, kw_only=True)

    def __init__(
        self,
        id: str,
        title: TextLike | None,
        *requirements: Condition | str,
        needs_below: bool = False,
        source: Source | None = None,
        description: TextLike | None = None,
    ) -> None:
        cast("Any", self).__attrs_init__(
            id, title, requirements, needs_below=needs_below, source=source, description=description
        )

    @classmethod
    def _made(cls, **fields: Any) -> Self:  # noqa: ANN401  # each field has its own type
        requirements = members_of(fields.pop("requirements"))
        return cls(fields.pop("id"), fields.pop("title"), *cast("Any", requirements), **fields)


@attrs.frozen(field_transformer=named)
class Cap(Evolving):
    """That no level above *level* is given unless a condition holds.

    Args:
        level: The id of the highest level that remains possible.
        unless: The condition, or a rule string.
        title: Its name in explanations.
        source: Where it comes from.

    >>> from rubrika import met
    >>> Cap("fair", unless=met("fire-safety")).level
    'fair'
    """

    level: str = attrs.field(converter=to_id)
    unless: Condition = attrs.field(converter=_to_requirement, kw_only=True)
    title: Text = attrs.field(default=None, converter=optional_text, kw_only=True)
    source: Source | None = attrs.field(default=None, validator=check_source, kw_only=True)


def _to_domain(value: object) -> Domain:
    if isinstance(value, Categories | Quantity | Truth):
        return value
    if isinstance(value, Mapping):
        titles = cast("Mapping[str, TextLike]", value)
        return Categories(list(titles), titles=titles)
    return Categories(cast("Iterable[str]", value))


def _to_default(value: Fact | Numeric | None) -> Fact | None:
    return cast("Fact | None", value)  # which the domain checks


@attrs.frozen(field_transformer=named)
class Attribute(Evolving):
    """A fact about the subject that a rubric may depend on.

    Args:
        id: Its id, by which ``context("…")`` names it.
        title: Its title.
        domain: The options, or their titles by id; or a :class:`~rubrika.Quantity` or
            :class:`~rubrika.Truth`.
        required: Whether an assessment must state it.
        default: What it is when it need not be stated and is not. None: then it is open, and bounds
            cover all that it can be.
        source: Where it comes from.

    >>> Attribute("area", "Area", ["lowland", "mountain"]).domain.options
    ('lowland', 'mountain')
    """

    id: str = attrs.field(converter=to_id)
    title: Text = attrs.field(converter=optional_text)
    domain: Domain = attrs.field(converter=_to_domain)
    required: bool = attrs.field(default=True, validator=check_truth, kw_only=True)
    default: Fact | None = attrs.field(default=None, converter=_to_default, kw_only=True)
    source: Source | None = attrs.field(default=None, validator=check_source, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.default is None:
            return
        if self.required:
            raise RubricError(
                Problem(
                    "default",
                    f"{told(self.default)} is a default, but the attribute is required",
                    "default",
                    "Write required=False as well.",
                )
            )
        try:
            object.__setattr__(self, "default", self.domain.check(self.default))
        except RubrikaError as error:
            raise RubricError(error.under("default").problems) from None
