"""What a rubric is made of: its fields, the checks when it is built, and its rules."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, cast

import attrs

from rubrika.engines import exact
from rubrika.engines.compiled import Fast, compile_program
from rubrika.engines.program import TOTAL, Given, Program, Step
from rubrika.errors import Problem, Problems, RubricError, RubrikaError, near_miss, told
from rubrika.model.changes import Adaptation
from rubrika.model.combinations import Combination, Sum
from rubrika.model.domains import Domain, Fact, Quantity
from rubrika.model.evolving import Evolving
from rubrika.model.levels import Attribute, Cap, Level
from rubrika.model.nodes import (
    Criterion,
    Indicator,
    Node,
    Whole,
    check_rounding,
    check_source,
    combined,
    to_optional_id,
)
from rubrika.model.observations import to_date
from rubrika.model.requirements import Expanded, Index, expand, total
from rubrika.number import Rounding, as_text
from rubrika.rules.nodes import (
    Applicable,
    Both,
    Compare,
    Condition,
    Expression,
    Input,
    both,
    negate,
)
from rubrika.sources import Source, number_field
from rubrika.text import Text, TextLike, optional_text

__all__ = ["Definition", "Validity"]

_VERSION = re.compile(r"[\w.+-]{1,100}")
_MOST_CONTEXTS = 256


@attrs.frozen
class Validity:
    """The days on which a rubric is in force, both ends included; None for no end.

    >>> Validity("2021-01-01", "2026-12-31").covers(date(2026, 12, 31))
    True
    """

    start: date | None = attrs.field(default=None, converter=to_date)
    end: date | None = attrs.field(default=None, converter=to_date)

    def __attrs_post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.start > self.end:
            raise RubricError(
                Problem(
                    "validity", f"the validity ends ({self.end}) before it starts ({self.start})"
                )
            )

    def covers(self, day: date) -> bool:
        """Whether *day* lies within it."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def __str__(self) -> str:
        return f"{self.start or '…'} – {self.end or '…'}"


def _to_version(value: object) -> str:
    if not isinstance(value, str) or not _VERSION.fullmatch(value):
        raise RubricError(
            Problem(
                "version",
                f"{told(value)} is no version",
                "version",
                'Write a text such as "2026.1".',
            )
        )
    return value


def _to_tuple(kind: type, path: str) -> Any:
    def convert(values: Iterable[object]) -> tuple[object, ...]:
        found = (values,) if isinstance(values, kind | str) else tuple(values)
        problems = Problems()
        for place, value in enumerate(found):
            if not isinstance(value, kind):
                names = " or ".join(k.__name__ for k in getattr(kind, "__args__", (kind,)))
                problems.add("member", f"{told(value)} is no {names}", f"{path}[{place}]")
        problems.raise_as(RubricError)
        return found

    return convert


def _to_meta(
    values: Mapping[str, TextLike] | Iterable[tuple[str, TextLike]] | None,
) -> tuple[tuple[str, Text], ...]:
    pairs = values.items() if isinstance(values, Mapping) else (values or ())
    return tuple(sorted((str(key), Text.of(text)) for key, text in pairs))


def _to_validity(value: Validity | tuple[Any, Any] | None) -> Validity:
    return value if isinstance(value, Validity) else Validity(*(value or ()))


_NO_LEVEL = {"en": "Not recognised", "vi": "Chưa được công nhận"}


@attrs.frozen(slots=False)
class Definition(Evolving):
    """What a rubric is made of, checked when it is built; :class:`~rubrika.Rubric` documents it."""

    id: str = attrs.field(converter=to_optional_id)
    version: str = attrs.field(converter=_to_version, kw_only=True)
    title: Text = attrs.field(converter=optional_text, kw_only=True)
    criteria: tuple[Node, ...] = attrs.field(
        converter=_to_tuple(Criterion | Indicator, "criteria"), kw_only=True
    )  # type: ignore[arg-type]  # a union of classes
    levels: tuple[Level, ...] = attrs.field(
        converter=_to_tuple(Level, "levels"), default=(), kw_only=True
    )
    caps: tuple[Cap, ...] = attrs.field(converter=_to_tuple(Cap, "caps"), default=(), kw_only=True)
    context: tuple[Attribute, ...] = attrs.field(
        converter=_to_tuple(Attribute, "context"), default=(), kw_only=True
    )
    combine: Combination = attrs.field(factory=Sum, kw_only=True)
    points: Fraction | None = number_field(default=None, kw_only=True)
    least_points: Fraction | None = number_field(default=None, kw_only=True, alias="least")
    most_points: Fraction | None = number_field(default=None, kw_only=True, alias="most")
    rounding: Rounding | None = attrs.field(default=None, validator=check_rounding, kw_only=True)
    digits: int = attrs.field(default=2, kw_only=True)
    no_level: Text = attrs.field(factory=lambda: _NO_LEVEL, converter=optional_text, kw_only=True)
    valid: Validity = attrs.field(default=None, converter=_to_validity, kw_only=True)
    meta: tuple[tuple[str, Text], ...] = attrs.field(default=(), converter=_to_meta, kw_only=True)
    source: Source | None = attrs.field(default=None, validator=check_source, kw_only=True)
    description: Text = attrs.field(default="", converter=optional_text, kw_only=True)
    adaptation: Adaptation | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        problems = Problems()
        if not self.criteria:
            problems.add("no-children", "a rubric needs at least one criterion", "criteria")
        if (
            isinstance(self.digits, bool)
            or not isinstance(self.digits, int)
            or not 0 <= self.digits <= 12
        ):
            problems.add(
                "digits",
                f"{told(self.digits)} is no number of decimals",
                "digits",
                "Write 0 to 12.",
            )
        for kind, ids in (
            ("criteria", [(id_, path) for id_, path, _ in self.walk()]),
            ("levels", [(level.id, f"levels[{i}]") for i, level in enumerate(self.levels)]),
            ("context", [(fact.id, f"context[{i}]") for i, fact in enumerate(self.context)]),
        ):
            _find_twice(kind, ids, problems)
        problems.raise_as(RubricError)
        problems.found.extend(self._problems_of_parts())
        problems.raise_as(RubricError)

    def _problems_of_parts(self) -> list[Problem]:
        problems = Problems()
        with problems.under(""):
            _ = self.whole
        if problems.found:
            return problems.found
        for place, level in enumerate(self.levels):
            for number, requirement in enumerate(level.requirements):
                with problems.under(f"levels[{place}].requirements[{number}]"):
                    expand(requirement, self.index)
        known = [level.id for level in self.levels]
        for place, cap in enumerate(self.caps):
            with problems.under(f"caps[{place}].unless"):
                expand(cap.unless, self.index)
            if cap.level not in known:
                problems.add(
                    "unknown-level",
                    f"there is no level {told(cap.level)}",
                    f"caps[{place}].level",
                    near_miss(cap.level, known),
                )
        if not problems.found:
            problems.found.extend(self._problems_of_order())
        return problems.found

    def _problems_of_order(self) -> Iterator[Problem]:
        """Totals that contradict the order of the levels: a lower one that asks for more."""
        for place, (upper, lower) in enumerate(itertools.pairwise(self.levels)):
            for facts in self._contexts():
                above, below = (_threshold(level, facts) for level in (upper, lower))
                if above is not None and below is not None and below > above:
                    yield Problem(
                        "levels-order",
                        f"{lower.id!r} asks for a total of {as_text(below)}, more than {upper.id!r} before it "
                        f"({as_text(above)})",
                        f"levels[{place + 1}]",
                        "List levels from the highest to the lowest.",
                    )
                    break

    def _contexts(self) -> Iterator[dict[Expression | Condition, Fact]]:
        """Contexts to try: every combination of options (the first few hundred)."""
        choices = [
            [(Input("context", fact.id), option) for option in sorted(fact.domain.possible)]
            for fact in self.context
            if not isinstance(fact.domain, Quantity)
        ]
        yield from map(dict, itertools.islice(itertools.product(*choices), _MOST_CONTEXTS))

    # The tree

    def walk(self) -> Iterator[tuple[str, str, Node]]:
        """Every node, parents before children, as its id, its path, and itself."""
        waiting = [(f"criteria[{i}]", node) for i, node in enumerate(self.criteria)][::-1]
        while waiting:
            path, node = waiting.pop()
            yield node.id, path, node
            waiting += [
                (f"{path}.{_kind(node)}[{i}]", child) for i, child in enumerate(node.children)
            ][::-1]

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Every node by id, parents before children."""
        return {id_: node for id_, _, node in self.walk()}

    @cached_property
    def paths(self) -> dict[str, str]:
        """The path of every node by id."""
        return {id_: path for id_, path, _ in self.walk()}

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
        return cast("Fraction", self.whole.range.most)

    @property
    def least(self) -> Fraction:
        """The least points that the total can have."""
        return cast("Fraction", self.whole.range.least)

    # What it means

    @cached_property
    def whole(self) -> Whole:
        """What all criteria make together."""
        limits = (self.least_points, self.most_points)
        return combined(self.criteria, self.combine, self.points, limits, self.rounding)

    @cached_property
    def applies(self) -> Condition | None:
        """The condition that the total means anything: that some indicator applies; None: always."""
        optional = [leaf for leaf in self.indicators if leaf.na is not None]
        if len(optional) < len(self.indicators):
            return self.whole.applies
        some = [Applicable(leaf.id) for leaf in optional]
        anything = negate(both(*(negate(one) for one in some)))
        return anything if self.whole.applies is None else both(anything, self.whole.applies)

    @cached_property
    def index(self) -> Index:
        """The nodes and attributes that requirements may name."""
        return Index(
            self.nodes,
            self.criteria,
            (self.maximum, self.applies),
            {fact.id: fact.domain for fact in self.context},
        )

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
            for node in reversed(self.nodes.values())
        ]
        steps.append(Step(TOTAL, self.whole.points, self.applies))
        return Program(tuple(inputs), tuple(steps), self.conditions)

    @cached_property
    def fast(self) -> Fast | None:
        """The compiled reading, if there is one."""
        return compile_program(self.program)

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each node's step in the program by id; the total's is the last."""
        return {step.id: place for place, step in enumerate(self.program.steps)}


def _kind(node: Node) -> str:
    """By which name a node's children go in paths."""
    kinds = {type(child) for child in node.children}
    return "children" if len(kinds) > 1 else "indicators" if kinds == {Indicator} else "criteria"


def _find_twice(kind: str, ids: list[tuple[str, str]], problems: Problems) -> None:
    seen: dict[str, str] = {}
    for id_, path in ids:
        if id_ in seen:
            problems.add(
                "duplicate-id",
                f"the id {told(id_)} stands twice, first at {seen[id_]}",
                f"{path}.id",
                f"Ids are unique among {'all nodes' if kind == 'criteria' else kind}.",
            )
        seen.setdefault(id_, path)


def _given(id_: str, read: Input, domain: Domain, *, optional: bool = False) -> Given:
    limited = domain if isinstance(domain, Quantity) else Quantity()
    return Given(id_, read, domain.possible, limited.decimals, limited.step, optional)


def _threshold(level: Level, facts: dict[Expression | Condition, Fact]) -> Fraction | None:
    """The total that *level* asks for at least in a context, if it says so plainly."""
    found: list[Fraction] = []
    for requirement in level.requirements:
        for part in requirement.parts if isinstance(requirement, Both) else (requirement,):
            if isinstance(part, Compare) and part.left == total and part.comparison in (">=", ">"):
                try:
                    found.append(exact.value(part.right, facts))
                except (KeyError, RubrikaError, exact.IrrationalError):
                    continue
    return max(found, default=None)
