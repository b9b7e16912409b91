"""The reference reading: what a rule means, in exact rationals.

It is the judge of all other engines, so it is as short and obvious as it can be: one line for each
kind of node.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from math import prod
from typing import Final, TypeAlias, TypeVar

from rubrika.engines.averages import average
from rubrika.engines.roots import exact_power
from rubrika.errors import Problem, RuleError, told
from rubrika.number import round_to
from rubrika.rules.nodes import (
    Always,
    Applicable,
    Average,
    Both,
    Choose,
    Compare,
    Condition,
    Constant,
    Either,
    Expression,
    Greatest,
    Input,
    Least,
    Log,
    Not,
    OneOf,
    Power,
    Product,
    Quotient,
    Rounded,
    Sum,
    Yes,
)

__all__ = ["Fact", "Facts", "IrrationalError", "holds", "value"]

Fact: TypeAlias = Fraction | bool | str
"""What an input is: a number, yes or no, or an option."""

Facts: TypeAlias = Mapping[Expression | Condition, Fact]
"""What the inputs are, and whether indicators apply."""

COMPARE: Final[dict[str, Callable[[Fraction, Fraction], bool]]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "==": operator.eq,
    "!=": operator.ne,
}


class IrrationalError(ArithmeticError):
    """A root or logarithm is not rational, so that an enclosure must take its place."""


def value(rule: Expression, facts: Facts) -> Fraction:
    """The number that *rule* gives for *facts*.

    Raises:
        IrrationalError: when a root or logarithm is not rational.
        RuleError: when it divides by zero, takes a root of a negative number or a logarithm of one
            that is not positive, or holds a shorthand that no rubric has expanded.
        KeyError: when *facts* lack an input that is needed.

    >>> from rubrika.rules import Input, choose
    >>> read = Input("value")
    >>> value(choose(read >= 80, 5, 0), {read: Fraction(80)})
    Fraction(5, 1)
    """
    number, test = partial(value, facts=facts), partial(holds, facts=facts)
    match rule:
        case Constant(constant):
            return constant
        case Input():
            return _known(rule, facts, Fraction)
        case Sum(terms):
            return sum(map(number, terms), Fraction(0))
        case Product(factors):
            return prod(map(number, factors), start=Fraction(1))
        case Quotient(top, bottom):
            return number(top) * _rational(exact_power(number(bottom), Fraction(-1)))
        case Least(parts):
            return min(map(number, parts))
        case Greatest(parts):
            return max(map(number, parts))
        case Rounded(part, rounding):
            return round_to(number(part), rounding.step, rounding.how)
        case Power(base, exponent):
            return _rational(exact_power(number(base), exponent))
        case Log(part):
            return _log(number(part))
        case Choose(cases, otherwise):
            return number(next((then for when, then in cases if test(when)), otherwise))
        case Average(how, terms, n):
            taking_part = [term for term in terms if term.when is None or test(term.when)]
            return _rational(
                average(how, n, [(term.weight, number(term.value)) for term in taking_part])
            )
        case _:
            raise unexpanded(rule)


def holds(rule: Condition, facts: Facts) -> bool:
    """Whether *rule* holds for *facts*; errors as for :func:`value`."""
    number, test = partial(value, facts=facts), partial(holds, facts=facts)
    match rule:
        case Always(always):
            return always
        case Compare(left, comparison, right):
            return COMPARE[comparison](number(left), number(right))
        case OneOf(read, options):
            return _known(read, facts, str) in options
        case Yes(read):
            return _known(read, facts, bool)
        case Applicable():
            return _known(rule, facts, bool)
        case Both(parts):
            return all(map(test, parts))
        case Either(parts):
            return any(map(test, parts))
        case Not(part):
            return not test(part)
        case _:
            raise unexpanded(rule)


_Known = TypeVar("_Known", Fraction, bool, str)


def _known(rule: Input | Applicable, facts: Facts, kind: type[_Known]) -> _Known:
    found = facts[rule]
    if not isinstance(found, kind):
        raise RuleError(
            Problem("rule-kind", f"{rule} is read as {kind.__name__}, but it is {told(found)}")
        )
    return found


def _rational(found: Fraction | None) -> Fraction:
    if found is None:
        raise IrrationalError
    return found


def _log(number: Fraction) -> Fraction:
    if number <= 0:
        raise RuleError(
            Problem(
                "log-of-negative", "a rule takes the logarithm of a number that is not positive"
            )
        )
    return _rational(Fraction(0) if number == 1 else None)


def unexpanded(rule: Expression | Condition) -> RuleError:
    """The error for a shorthand (or foreign object) that an engine cannot read."""
    return RuleError(
        Problem(
            "rule-shorthand",
            f"{rule} cannot be read on its own",
            hint="It is a shorthand about a rubric's nodes: use it in a requirement of a rubric.",
        )
    )
