"""Fingerprints: what a rubric says, and what of it can change a score."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.engines.program import Given, Step
from rubrika.model.definition import Definition
from rubrika.model.nodes import Indicator
from rubrika.number import as_text
from rubrika.rules.canonical import canonical
from rubrika.rules.nodes import Condition, Expression
from rubrika.sources import Cited

__all__ = ["content_fingerprint", "structure_fingerprint"]


def content_fingerprint(definition: Definition) -> str:
    """SHA-256 of everything that the rubric says, texts and sources included, in hexadecimal."""
    return _digest(_plain(definition))


def structure_fingerprint(definition: Definition) -> str:
    """SHA-256 of what can change a score: rules, domains, levels; not titles, texts or sources.

    The order of children does not change a score and so does not change it either.
    """
    program = definition.program
    return _digest(
        {
            "inputs": sorted(map(_input, program.inputs)),
            "steps": sorted(map(_step, program.steps)),
            "maxima": {node.id: as_text(node.maximum) for node in definition.nodes.values()},
            "total": as_text(definition.maximum),
            "justified": sorted(
                node.id
                for node in definition.nodes.values()
                if isinstance(node, Indicator) and node.na is not None and node.na.justified
            ),
            "context": sorted([a.id, a.required, str(a.default)] for a in definition.context),
            "levels": [
                [level.id, canonical(rule)]
                for level, rule in zip(definition.levels, program.levels, strict=True)
            ],
        }
    )


def _input(given: Given) -> list[Any]:
    possible = given.possible
    if isinstance(possible, Interval):
        limits = [None if end is None else as_text(end) for end in (possible.least, possible.most)]
    else:
        limits = sorted(map(str, possible))
    step = None if given.step is None else as_text(given.step)
    return [str(given.input), json.dumps([limits, given.decimals, step, given.optional])]


def _step(step: Step) -> list[str]:
    return [
        step.id,
        canonical(step.points),
        "" if step.applies is None else canonical(step.applies),
    ]


def _digest(plain: Any) -> str:
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def _plain(thing: Any) -> Any:
    """*thing* as plain data, each object with the name of its class."""
    match thing:
        case Cited():
            return ["cited", as_text(thing), _plain(thing.source)]
        case Fraction():
            return as_text(thing)
        case None | bool() | int() | str():
            return thing
        case float():
            return repr(thing)
        case date():
            return thing.isoformat()
        case Expression() | Condition():
            return [str(thing), [_plain(p) for p in _cited_in(thing)]]
        case tuple() | list():
            return [_plain(member) for member in thing]
        case Mapping():
            return [
                [_plain(key), _plain(value)]
                for key, value in sorted(thing.items(), key=lambda item: str(item[0]))
            ]
        case _:
            return [type(thing).__name__, {name: _plain(value) for name, value in _fields(thing)}]


def _cited_in(rule: Expression | Condition) -> list[Cited]:
    from rubrika.rules.nodes import Constant
    from rubrika.rules.traverse import walk

    return [
        part.value
        for part in walk(rule)
        if isinstance(part, Constant) and isinstance(part.value, Cited)
    ]


def _fields(thing: Any) -> list[tuple[str, Any]]:
    if attrs.has(type(thing)):
        return [
            (field.name, getattr(thing, field.name))
            for field in attrs.fields(type(thing))
            if field.init
        ]
    if is_dataclass(thing):
        return [(field.name, getattr(thing, field.name)) for field in dataclass_fields(thing)]
    return [("repr", repr(thing))]
