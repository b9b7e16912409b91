"""From plain tables to objects: cattrs hooks that say every problem with its path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import attrs
from cattrs import Converter

from rubrika import registry
from rubrika.errors import FileError, Problems, RubrikaError, near_miss
from rubrika.files import values
from rubrika.files.data import (
    Asked,
    Plain,
    is_list,
    is_literal,
    is_mapping,
    is_sequence,
    is_table,
    members_of,
    optional_of,
    origin_of,
)
from rubrika.files.fields import is_record
from rubrika.files.numbers import read_number, read_source
from rubrika.files.problems import CHILDREN, below, key_path, refuse, said
from rubrika.files.records import read_record, table_of
from rubrika.files.shorthand import DOMAIN_KINDS, PAIRS, expand_kind
from rubrika.files.values import Hook, Sources
from rubrika.model.combinations import Combination
from rubrika.model.domains import Domain, Fact
from rubrika.model.nodes import Criterion, Indicator, Node
from rubrika.model.observations import Facts, Given, Observation
from rubrika.model.scales import Scale
from rubrika.rules.nodes import Condition, Expression
from rubrika.rules.text import parse_condition, parse_expression
from rubrika.sources import Source
from rubrika.text import Text

__all__ = ["converter_for", "kinds_of"]


def converter_for(sources: Sources) -> Converter:
    """A converter for a file that has these *sources*, by their keys.

    Every hook raises a :class:`~rubrika.errors.RubrikaError` with paths below what it reads, so
    that one error in the end holds all problems.
    """
    converter = Converter()
    hooks: dict[type, Hook] = {
        str: values.read_string,
        bool: values.read_truth,
        int: values.read_whole,
        float: values.read_float,
        Decimal: values.read_decimal,
        Fraction: lambda value, _: read_number(value, sources),
        date: values.read_date,
        Text: values.read_text,
        Given: lambda value, _: converter.structure(value, dict[str, Observation]),
        Facts: lambda value, _: converter.structure(value, dict[str, Fact]),
    }
    for cls, hook in hooks.items():
        converter.register_structure_hook(cls, hook)
    factories: list[tuple[Callable[[Asked], bool], Callable[[Asked], Hook]]] = [
        (values.is_fact, lambda _: values.fact(sources)),
        (lambda kind: kind in (Any, object), lambda _: values.anything(sources)),
        (is_literal, lambda _: values.read_literal),
        (lambda kind: optional_of(kind) is not None, lambda kind: _optional(converter, kind)),
        (is_sequence, lambda kind: _sequence(converter, kind)),
        (is_mapping, lambda kind: _mapping(converter, kind)),
        (is_record, lambda cls: lambda value, _: read_record(converter, cls, value)),
    ]
    # These come last, and so before the others: some are classes of attrs too, but read in other
    # ways. They are matched as they are, and not by their subclasses: any scale is a combination
    # for Python, since both protocols ask for a method `rule`.
    special: dict[Asked, Hook] = {
        Scale: _of_kind(converter, Scale, "scale"),
        Combination: _of_kind(converter, Combination, "combination"),
        Domain: _of_kind(converter, Domain, "domain"),
        Node: _node(converter),
        Source: lambda value, _: read_source(value, sources),
        Expression: values.rule(parse_expression, sources),
        Condition: values.rule(parse_condition, sources),
    }
    factories.append((lambda kind: kind in special, lambda kind: special[kind]))
    for predicate, factory in factories:
        converter.register_structure_hook_factory(predicate, factory)
    return converter


# Kinds


def kinds_of(protocol: Asked) -> Mapping[str, type[Any]]:
    """The classes by kind of scales, combinations or domains."""
    if protocol is Scale:
        return registry.scale_kinds()
    return registry.combination_kinds() if protocol is Combination else DOMAIN_KINDS


def _of_kind(converter: Converter, protocol: Asked, what: str) -> Hook:
    def hook(value: Plain, _: Asked) -> object:
        table = dict(table_of(expand_kind(value, protocol)))
        kinds = kinds_of(protocol)
        if "kind" not in table:
            hint = f"Write {_EXAMPLES[what]}."
            refuse("missing-key", f"the key 'kind' of the {what} is missing", "kind", hint)
        kind = table.pop("kind")
        path = "" if isinstance(value, str) else "kind"
        if not isinstance(kind, str) or kind not in kinds:
            hint = near_miss(str(kind), kinds)
            refuse("unknown-kind", f"there is no {what} {said(kind)}", path, hint)
        cls = kinds[kind]
        if not is_record(cls):
            message = f"the {what} {said(kind)} has no declared fields that could be read"
            hint = "Its author makes it a class of attrs or a dataclass."
            refuse("kind-class", message, path, hint)
        return converter.structure(table, cls)

    return hook


_EXAMPLES: Final = {
    "scale": '{ kind = "yes-no", points = 10 }',
    "combination": '{ kind = "best-of", n = 3 }',
    "domain": '{ kind = "number", unit = "%" }',
}


def _node(converter: Converter) -> Hook:
    def hook(value: Plain, _: Asked) -> Node:
        table = table_of(value)
        if any(key in table for key in CHILDREN):
            return converter.structure(table, Criterion)
        return converter.structure(table, Indicator)

    return hook


# Unions, lists and mappings


def _optional(converter: Converter, kind: Asked) -> Hook:
    inner = optional_of(kind)
    return lambda value, _: None if value is None else converter.structure(value, inner)


def _sequence(converter: Converter, kind: Asked) -> Hook:
    made: Callable[[list[Any]], object] = origin_of(kind)
    members = members_of(kind)
    fixed = origin_of(kind) is tuple and members[1:] != (...,)

    def hook(value: Plain, _: Asked) -> object:
        if is_table(value) and members[0] in PAIRS:
            return made(_pairs(converter, value, members[0]))
        if not is_list(value):
            refuse("wrong-type", f"a list is due here, not {said(value)}", hint="Write [ … ].")
        if fixed and len(value) != len(members):
            message = f"{len(members)} members are due here, not {len(value)}"
            refuse("wrong-length", message, hint=f"Write {len(members)}.")
        problems = Problems()
        found: list[Any] = []
        for place, member in enumerate(value):
            with below(problems, f"[{place}]", member):
                found.append(converter.structure(member, members[place if fixed else 0]))
        problems.raise_as(FileError)
        return made(found)

    return hook


def _pairs(converter: Converter, table: Mapping[str, Plain], member: type) -> list[Any]:
    """The members that a table of pairs stands for: ``{ "90" = 40 }``."""
    key_field, value_field = PAIRS[member]
    problems = Problems()
    found: list[Any] = []
    for key, value in table.items():
        whole = is_table(value) and value_field in value
        given = {key_field: key, **(value if whole else {value_field: value})}
        with below(problems, key_path(key), value):
            try:
                found.append(converter.structure(given, member))
            except RubrikaError as error:
                raise FileError(
                    problem if whole else attrs.evolve(problem, path="")
                    for problem in error.problems
                ) from None
    problems.raise_as(FileError)
    return found


def _mapping(converter: Converter, kind: Asked) -> Hook:
    keys, members = members_of(kind)

    def hook(value: Plain, _: Asked) -> dict[Any, Any]:
        problems = Problems()
        found: dict[Any, Any] = {}
        for key, member in table_of(value).items():
            with below(problems, key_path(key), member):
                found[converter.structure(key, keys)] = converter.structure(member, members)
        problems.raise_as(FileError)
        return found

    return hook
