"""What a rubric is made of: its fields, the checks when it is built, and its rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, TypeVar, cast

import attrs

from rubrika.engines.compiled import Fast, compile_program
from rubrika.engines.program import TOTAL, Given, Program, Step
from rubrika.errors import Problem, Problems, RubricError, near_miss, told
from rubrika.model.asking import AskedOfLevel, asked_of_levels
from rubrika.model.changes import Adaptation
from rubrika.model.combinations import Combination, Sum
from rubrika.model.consistency import (
    check_shares,
    find_conflicting,
    find_twice,
    problems_of_order,
    problems_of_shadows,
)
from rubrika.model.domains import Domain, Quantity, is_count
from rubrika.model.evolving import Evolving
from rubrika.model.examples import Example
from rubrika.model.expansion import Expanded, Index, expand
from rubrika.model.fields import named, sources_of
from rubrika.model.levels import Attribute, Cap, Level
from rubrika.model.nodes import (
    Criterion,
    Indicator,
    Node,
    check_rounding,
    check_source,
    parts_of,
    to_children,
)
from rubrika.model.pairs import members_of
from rubrika.model.validity import Validity, to_validity
from rubrika.model.wholes import Whole, combined
from rubrika.number import Rounding
from rubrika.rules.nodes import Applicable, Average, Condition, Input, Log, Power, both, either
from rubrika.rules.traverse import walk
from rubrika.sources import Source, to_optional_number, with_source
from rubrika.text import Text, TextLike, optional_text, to_id

__all__ = ["Definition"]

_VERSION: Final = re.compile(r"[\w.+-]{1,100}")
_MOST_DIGITS: Final = 12
_NO_LEVEL: Final = Text.of({"en": "Not recognised", "vi": "Chưa được công nhận"})


def _to_version(value: object) -> str:
    if not isinstance(value, str) or not _VERSION.fullmatch(value):
        raise RubricError(
            Problem(
                "version", f"{told(value)} is no version", hint='Write a text such as "2026.1".'
            )
        )
    return value


_Member = TypeVar("_Member", Level, Cap, Attribute, Example)


def _to_members(
    values: Iterable[_Member] | _Member, kind: type[_Member], example: str
) -> tuple[_Member, ...]:
    found = members_of(values)
    problems = Problems()
    for place, value in enumerate(found):
        if not isinstance(value, kind):
            problems.add("member", f"{told(value)} is no {kind.__name__}", f"[{place}]", example)
    problems.raise_as(RubricError)
    return cast("tuple[_Member, ...]", found)


def _to_levels(values: Iterable[Level] | Level) -> tuple[Level, ...]:
    return _to_members(values, Level, "Write Level(id, title, total >= 75).")


def _to_caps(values: Iterable[Cap] | Cap) -> tuple[Cap, ...]:
    return _to_members(values, Cap, 'Write Cap(level, unless=met("id")).')


def _to_context(values: Iterable[Attribute] | Attribute) -> tuple[Attribute, ...]:
    return _to_members(values, Attribute, "Write Attribute(id, title, options).")


def _to_examples(values: Iterable[Example] | Example) -> tuple[Example, ...]:
    return _to_members(values, Example, "Write Example({id: value}, points=84).")


def _to_meta(
    values: Mapping[str, TextLike] | Iterable[tuple[str, TextLike]],
) -> tuple[tuple[str, Text], ...]:
    try:
        pairs = dict(cast("Mapping[str, TextLike]", values))
    except (TypeError, ValueError):
        raise RubricError(
            Problem("meta", f"{told(values)} has no names", hint='Write {"pilot": "…"}.')
        ) from None
    return tuple(sorted((str(key), Text.of(text)) for key, text in pairs.items()))


def _to_no_level(value: TextLike | None) -> Text:
    return _NO_LEVEL if value is None else Text.of(value)


def _check_adaptation(_: object, __: object, value: Adaptation | None) -> None:
    if value is not None and not isinstance(value, Adaptation):
        raise RubricError(
            Problem(
                "adaptation",
                f"{told(value)} is no record of an adaptation",
                hint="adapt(rubric, id=…, version=…) writes it.",
            )
        )


@attrs.frozen(slots=False, field_transformer=named)
class Definition(Evolving):
    """What a rubric is made of, checked when it is built; :class:`~rubrika.Rubric` documents it."""

    id: str = attrs.field(converter=to_id)
    version: str = attrs.field(converter=_to_version, kw_only=True)
    title: Text = attrs.field(converter=optional_text, kw_only=True)
    criteria: tuple[Node, ...] = attrs.field(converter=to_children, kw_only=True)
    levels: tuple[Level, ...] = attrs.field(converter=_to_levels, default=(), kw_only=True)
    caps: tuple[Cap, ...] = attrs.field(converter=_to_caps, default=(), kw_only=True)
    context: tuple[Attribute, ...] = attrs.field(converter=_to_context, default=(), kw_only=True)
    combine: Combination = attrs.field(factory=Sum, kw_only=True)
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
    digits: int = attrs.field(default=2, kw_only=True)
    no_level: Text = attrs.field(default=None, converter=_to_no_level, kw_only=True)
    valid: Validity = attrs.field(default=None, converter=to_validity, kw_only=True)
    meta: tuple[tuple[str, Text], ...] = attrs.field(default=(), converter=_to_meta, kw_only=True)
    source: Source | None = attrs.field(default=None, validator=check_source, kw_only=True)
    description: Text = attrs.field(default=None, converter=optional_text, kw_only=True)
    examples: tuple[Example, ...] = attrs.field(default=(), converter=_to_examples, kw_only=True)
    adaptation: Adaptation | None = attrs.field(
        default=None, validator=_check_adaptation, kw_only=True
    )

    def __attrs_post_init__(self) -> None:
        problems = Problems()
        if not is_count(self.digits, _MOST_DIGITS):
            problems.add(
                "digits",
                f"{told(self.digits)} is no number of decimals",
                "digits",
                f"Write 0 to {_MOST_DIGITS}.",
            )
        find_twice("all nodes", [(id_, path) for id_, path, _ in self.walk()], problems)
        levels = [(level.id, f"levels[{i}]") for i, level in enumerate(self.levels)]
        find_twice("levels", levels, problems)
        context = [(fact.id, f"context[{i}]") for i, fact in enumerate(self.context)]
        find_twice("context attributes", context, problems)
        find_conflicting(sources_of(self), problems)
        before = len(problems.found)
        with problems.under(""):
            _ = self.whole
        if len(problems.found) > before:  # the total is not known, but what requirements name is
            self._check_requirements(problems, self._index(Fraction(1), None))
        else:
            self._check_requirements(problems, self.index)
            problems.found.extend(problems_of_order(self.levels, self.context, self.maximum))
        problems.raise_as(RubricError)
        problems.found.extend(problems_of_shadows(self.levels, self.conditions, self.applies))
        problems.raise_as(RubricError)

    def _check_requirements(self, problems: Problems, index: Index) -> None:
        for place, level in enumerate(self.levels):
            for number, requirement in enumerate(level.requirements):
                with problems.under(f"levels[{place}].requirements[{number}]"):
                    expand(requirement, index)
                    check_shares(requirement)
        known = [level.id for level in self.levels]
        for place, cap in enumerate(self.caps):
            with problems.under(f"caps[{place}].unless"):
                expand(cap.unless, index)
                check_shares(cap.unless)
            if cap.level not in known:
                problems.add(
                    "unknown-level",
                    f"there is no level {told(cap.level)}",
                    f"caps[{place}].level",
                    near_miss(cap.level, known),
                )

    # The tree

    def walk(self) -> Iterator[tuple[str, str, Node]]:
        """Every node, parents before children, as its id, its path, and itself."""
        waiting = [(f"criteria[{i}]", node) for i, node in enumerate(self.criteria)][::-1]
        while waiting:
            path, node = waiting.pop()
            yield node.id, path, node
            if isinstance(node, Criterion):
                below = f"{path}.{node.children_name}"
                waiting += [(f"{below}[{i}]", c) for i, c in enumerate(node.children)][::-1]

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Every node by id, parents before children."""
        return MappingProxyType({id_: node for id_, _, node in self.walk()})

    @cached_property
    def paths(self) -> Mapping[str, str]:
        """The path of every node by id."""
        return MappingProxyType({id_: path for id_, path, _ in self.walk()})

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator, in order."""
        return tuple(node for node in self.nodes.values() if isinstance(node, Indicator))

    def __getitem__(self, id_: str) -> Node:
        """The node with the id *id_*, which may be placed in another rubric.

        Raises:
            KeyError: when there is none.
        """
        return self.nodes[id_]

    def __contains__(self, id_: object) -> bool:
        return id_ in self.nodes

    @property
    def maximum(self) -> Fraction:
        """The most points that the total can have."""
        return self.whole.maximum

    @property
    def least(self) -> Fraction:
        """The least points that the total can have."""
        return self.whole.least

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Every source that the rubric names, by id, in order of appearance."""
        return MappingProxyType({source.id: source for _, source in sources_of(self)})

    def __getstate__(self) -> dict[str, Any]:
        """The fields alone: what is worked out from them is worked out again."""
        return {field.name: getattr(self, field.name) for field in attrs.fields(type(self))}

    # What it means

    @cached_property
    def whole(self) -> Whole:
        """What all criteria make together."""
        return combined(
            parts_of(self.criteria),
            self.combine,
            points=self.points,
            limits=(self.least_points, self.most_points),
            rounding=self.rounding,
            name="criteria",
        )

    @cached_property
    def applies(self) -> Condition | None:
        """The condition that the total means anything; None when it always does.

        Something must apply, even where all that does not counts as full: all not applicable is
        undefined.
        """
        if self.whole.applies is not None or any(leaf.na is None for leaf in self.indicators):
            return self.whole.applies
        return either(*(Applicable(leaf.id) for leaf in self.indicators))

    @cached_property
    def index(self) -> Index:
        """The nodes and attributes that requirements may name."""
        return self._index(self.maximum, self.applies)

    def _index(self, maximum: Fraction, applies: Condition | None) -> Index:
        domains = {fact.id: fact.domain for fact in self.context}
        return Index(self.nodes, self.criteria, (maximum, applies), domains)

    def expanded(self, requirement: Condition) -> Expanded:
        """A requirement in terms of this rubric's nodes."""
        return expand(requirement, self.index)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The whole condition of each level: its requirements, the tier below it, and caps."""
        places = {level.id: place for place, level in enumerate(self.levels)}
        made: list[Condition] = []
        for place in reversed(range(len(self.levels))):
            level = self.levels[place]
            parts = [] if self.applies is None else [self.applies]
            parts += [self.expanded(requirement).implied for requirement in level.requirements]
            if level.needs_below and made:
                parts.append(made[-1])
            parts += [
                self.expanded(cap.unless).implied for cap in self.caps if places[cap.level] > place
            ]
            made.append(both(*parts))
        return tuple(reversed(made))

    @cached_property
    def asks(self) -> tuple[AskedOfLevel, ...]:
        """What each level asks."""
        return asked_of_levels(self.levels, self.caps, self.index)

    @cached_property
    def asks_for_points_only(self) -> bool:
        """Whether levels depend on points alone; on no value, no context, and nothing's absence."""
        read = {part for rule in self.conditions for part in walk(rule)}
        return read.isdisjoint(known.input for known in self.program.inputs) and not any(
            isinstance(part, Applicable) for part in read
        )

    @cached_property
    def asks_for_roots(self) -> bool:
        """Whether what levels ask may be irrational even where all points are rational."""
        return any(
            isinstance(part, Log | Power) or (isinstance(part, Average) and part.how == "geometric")
            for rule in self.conditions
            for part in walk(rule)
        )

    @cached_property
    def program(self) -> Program:
        """All rules in the order in which engines read them."""
        inputs = [
            _given(leaf.id, leaf.value, leaf.domain, optional=leaf.na is not None)
            for leaf in self.indicators
        ]
        inputs += [_given(fact.id, Input("context", fact.id), fact.domain) for fact in self.context]
        steps = [
            Step(
                node.id,
                node.points if isinstance(node, Indicator) else node.whole.points,
                node.applies,
            )
            for node in reversed(tuple(self.nodes.values()))
        ]
        steps.append(Step(TOTAL, self.whole.points, self.applies))
        return Program(tuple(inputs), tuple(steps), self.conditions)

    @cached_property
    def fast(self) -> Fast | None:
        """The compiled reading, if there is one."""
        return compile_program(self.program)

    @cached_property
    def outputs(self) -> tuple[Input, ...]:
        """How rules read the points of each step of the program."""
        return tuple(step.output for step in self.program.steps)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each node's step in the program by id; the total's is the last."""
        steps = enumerate(self.program.steps)
        return MappingProxyType({step.id: place for place, step in steps})


def _given(id_: str, read: Input, domain: Domain, *, optional: bool = False) -> Given:
    limited = domain if isinstance(domain, Quantity) else Quantity()
    return Given(id_, read, domain.possible, limited.decimals, limited.step, optional)
