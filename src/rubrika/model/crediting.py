"""Crediting: giving a source to the numbers of a part that name none themselves."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, TypeVar, cast

import attrs

from rubrika.errors import Problem, RubricError, told
from rubrika.model.evolving import Evolving
from rubrika.model.fields import fields_of
from rubrika.model.provenance import UNSTATED
from rubrika.number import Rounding
from rubrika.rules.nodes import (
    ONE,
    ZERO,
    Average,
    Choose,
    Condition,
    Constant,
    Expression,
    Power,
    Rounded,
    Rule,
    Term,
    choose,
)
from rubrika.rules.traverse import rewrite
from rubrika.sources import Cited, Source, cited
from rubrika.text import Text

__all__ = ["credited"]

_Credited = TypeVar("_Credited")


def credited(thing: _Credited, source: Source) -> _Credited:
    """A copy of *thing* in which each number that names no source comes from *source*.

    A part that can name a source names this one, for all that is in it. Numbers that change no
    score (of decimals, for example) stay as they are.

    Raises:
        RubricError: when an object of a foreign class cannot be copied.

    >>> from rubrika import Bands, Source, cited
    >>> law, guess = Source("law", document="Decree 1"), Source("guess", document="Decree 2")
    >>> bands = credited(Bands({80: 10, cited(50, law): 4}), guess)
    >>> [band.at.source.id for band in bands.bands]
    ['guess', 'law']
    """
    return cast("_Credited", _credited(thing, source))


def _credited(thing: object, source: Source) -> object:
    match thing:
        case Cited() | Text() | Source() | str() | bytes() | bool() | None:
            return thing
        case Fraction():
            return cited(thing, source)
        case Expression() | Condition():
            return _rule(thing, source)
        case tuple():
            return tuple(_credited(m, source) for m in cast("tuple[object, ...]", thing))
        case Evolving() if hasattr(thing, "source"):
            own = cast("Any", thing).source
            return thing if own is not None else thing.evolve(source=source)
        case _:
            return _parts(thing, source)


def _parts(thing: object, source: Source) -> object:
    """A copy of a scale, combination or other part, field by field."""
    fields = [field for field in fields_of(thing) if field.name not in UNSTATED]
    changed = {
        field.written: made
        for field in fields
        if field.value != field.default
        and (made := _credited(field.value, source)) is not field.value
    }
    if not changed:
        return thing
    whole = {field.written: field.value for field in fields_of(thing)}
    try:
        return cast("Any", type(thing))(**whole | changed)
    except TypeError:
        raise RubricError(
            Problem(
                "unchangeable",
                f"the numbers of {told(thing)} cannot be given a source",
                hint="Change the whole indicator instead, and give it a source.",
            )
        ) from None


def _rule(rule: Rule, source: Source) -> Rule:
    def expression(part: Expression) -> Expression:
        return cast("Expression", _rule(part, source))

    def change(part: Rule) -> Rule | None:
        match part:
            case Choose(((condition, one),), zero) if one == ONE and zero == ZERO:  # it counts
                return choose(_rule(condition, source), 1, 0)
            case Constant(number):
                return Constant(credited(number, source))
            case Power(base, exponent):
                return Power(expression(base), credited(exponent, source))
            case Rounded(inner, rounding):
                step = credited(rounding.step, source)
                return Rounded(expression(inner), Rounding(step, rounding.how))
            case Average(how, terms, n):
                made = tuple(
                    Term(
                        credited(term.weight, source),
                        expression(term.value),
                        None if term.when is None else cast("Condition", _rule(term.when, source)),
                    )
                    for term in terms
                )
                return attrs.evolve(part, how=how, terms=made, n=n)
            case _:
                return None

    return rewrite(rule, change)
