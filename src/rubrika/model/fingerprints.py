"""Fingerprints: what a rubric says, and what of it can change a score."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import FunctionType
from typing import TypeAlias, cast

from rubrika.engines.arithmetic import Interval
from rubrika.engines.program import Given, Step
from rubrika.model.definition import Definition
from rubrika.model.domains import Domain, Quantity
from rubrika.model.fields import fields_of
from rubrika.number import as_text, exact
from rubrika.rules.canonical import canonical
from rubrika.rules.nodes import Condition, Expression
from rubrika.rules.traverse import sources_in
from rubrika.sources import source_of

__all__ = ["content_fingerprint", "structure_fingerprint"]

_Plain: TypeAlias = "bool | int | str | Sequence[_Plain] | Mapping[str, _Plain] | None"


def content_fingerprint(definition: Definition) -> str:
    """SHA-256 of everything that the rubric says, texts and sources included, in hexadecimal."""
    return _digest([_plain(definition), structure_fingerprint(definition)])


def structure_fingerprint(definition: Definition) -> str:
    """SHA-256 of what can change a score or which values are taken.

    That are rules, domains with their units, not-applicable policies, context and levels; not
    titles, texts, sources, what is displayed, or when the rubric is in force. The order of children
    does not change a score and so does not change it either.
    """
    program = definition.program
    domains = {leaf.value: leaf.domain for leaf in definition.indicators}
    return _digest(
        {
            "inputs": sorted(_input(given, domains.get(given.input)) for given in program.inputs),
            "steps": sorted(map(_step, program.steps)),
            "maxima": {node.id: as_text(node.maximum) for node in definition.nodes.values()},
            "total": as_text(definition.maximum),
            "justified": [
                node.id
                for node in sorted(definition.indicators, key=lambda leaf: leaf.id)
                if node.na is not None and node.na.justified
            ],
            "context": sorted(
                json.dumps([a.id, _unit(a.domain), a.required, str(a.default)])
                for a in definition.context
            ),
            "levels": [
                [level.id, canonical(rule)]
                for level, rule in zip(definition.levels, program.levels, strict=True)
            ],
        }
    )


def _input(given: Given, domain: Domain | None) -> str:
    possible = given.possible
    limits: list[str | None]
    if isinstance(possible, Interval):
        limits = [None if end is None else as_text(end) for end in (possible.least, possible.most)]
    else:
        limits = [*sorted(map(repr, possible))]
    step = None if given.step is None else as_text(given.step)
    said = [str(given.input), limits, given.decimals, step, given.optional, _unit(domain)]
    return json.dumps(said)


def _unit(domain: Domain | None) -> str:
    """The kind of a domain, and its unit: another unit gives the same number another meaning."""
    unit = domain.unit if isinstance(domain, Quantity) else ""
    return f"{type(domain).__name__} {unit}"


def _step(step: Step) -> str:
    applies = None if step.applies is None else canonical(step.applies)
    return json.dumps([step.id, canonical(step.points), applies])


def _digest(plain: _Plain) -> str:
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def _plain(thing: object) -> _Plain:
    """*thing* as plain data, each object with the name of its class."""
    match thing:
        case Enum():
            return [type(thing).__name__, thing.name]
        case None | bool() | int() | str():
            return thing
        case Fraction() | Decimal() | float():
            number, source = as_text(exact(thing)), source_of(thing)
            return number if source is None else ["cited", number, _plain(source)]
        case date():
            return thing.isoformat()
        case Expression() | Condition():
            return [str(thing), [_plain(source) for source in sources_in(thing)]]
        case tuple() | list():
            return [_plain(member) for member in cast("tuple[object, ...]", thing)]
        case Mapping():
            pairs = cast("Mapping[object, object]", thing).items()
            return _sorted([_plain(key), _plain(value)] for key, value in pairs)
        case frozenset() | set():
            return _sorted(_plain(member) for member in cast("frozenset[object]", thing))
        case type() | FunctionType():
            return thing.__qualname__
        case _:
            said = {field.name: _plain(field.value) for field in fields_of(thing)}
            return [type(thing).__name__, said]


def _sorted(members: Iterable[_Plain]) -> list[_Plain]:
    return sorted(members, key=json.dumps)
