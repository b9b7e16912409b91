"""Walking over rules: their parts, and copies with some parts replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

import attrs

from rubrika.rules.functions import choose, greatest, least
from rubrika.rules.nodes import (
    Always,
    Applicable,
    Average,
    Both,
    Choose,
    Compare,
    Condition,
    Constant,
    Each,
    Either,
    Expression,
    Greatest,
    Input,
    Least,
    Log,
    Met,
    Not,
    OneOf,
    Power,
    Product,
    Quotient,
    Rounded,
    Rule,
    Sum,
    Tally,
    Term,
    Yes,
    add,
    both,
    divide,
    either,
    multiply,
    negate,
)
from rubrika.sources import Source, source_of

__all__ = ["numbers_in", "parts", "rewrite", "sources_in", "walk"]


def parts(rule: Rule) -> tuple[Rule, ...]:
    """The rules that *rule* is made of directly, in order."""
    match rule:
        case (
            Sum(found)
            | Product(found)
            | Least(found)
            | Greatest(found)
            | Both(found)
            | Either(found)
        ):
            return found
        case Quotient(top, bottom):
            return (top, bottom)
        case Compare(left, _, right):
            return (left, right)
        case Rounded(part) | Power(part) | Log(part) | Not(part):
            return (part,)
        case Choose(cases, otherwise):
            return (*(part for case in cases for part in case), otherwise)
        case Average(_, terms):
            return tuple(
                p for t in terms for p in ((t.value,) if t.when is None else (t.when, t.value))
            )
        case OneOf(read) | Yes(read):
            return (read,)
        case Tally(bound=bound) | Each(bound=bound):
            return (bound,)
        case _:
            return ()


def walk(rule: Rule) -> Iterator[Rule]:
    """*rule* and all that it is made of, the whole before its parts."""
    waiting = [rule]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(parts(found)))


def sources_in(rule: Rule) -> tuple[Source, ...]:
    """The sources of the numbers in *rule*, each once, in order of appearance.

    >>> from rubrika.rules import Input, sources_in
    >>> from rubrika.sources import Source, cited
    >>> circular = Source("c22", document="Circular 22/2020")
    >>> [source.id for source in sources_in(Input("points", "total") >= cited(85, circular))]
    ['c22']
    """
    found: dict[Source, None] = {}
    for part in walk(rule):
        for number in numbers_in(part):
            source = source_of(number)
            if source is not None:
                found[source] = None
    return tuple(found)


def numbers_in(rule: Rule) -> tuple[Fraction, ...]:
    """The numbers that *rule* itself holds, without those of its parts."""
    match rule:
        case Constant(number) | Power(_, number):
            return (number,)
        case Rounded(_, rounding):
            return (rounding.step,)
        case Average(_, terms):
            return tuple(term.weight for term in terms)
        case _:
            return ()


def rewrite(rule: Rule, change: Callable[[Rule], Rule | None]) -> Rule:
    """A copy of *rule* in which each part for which *change* gives a rule is replaced by that.

    *change* is asked from the outside in; where it gives None, the parts of the part are asked.
    """

    def number(part: Expression) -> Expression:
        made = rewrite(part, change)
        if not isinstance(made, Expression):
            raise TypeError(f"an expression was replaced by the condition {made}")
        return made

    def test(part: Condition) -> Condition:
        made = rewrite(part, change)
        if not isinstance(made, Condition):
            raise TypeError(f"a condition was replaced by the expression {made}")
        return made

    made = change(rule)
    if made is not None:
        return made
    match rule:
        case Sum(terms):
            return add(*map(number, terms))
        case Product(factors):
            return multiply(*map(number, factors))
        case Quotient(top, bottom):
            return divide(number(top), number(bottom))
        case Least(found):
            return least(*map(number, found))
        case Greatest(found):
            return greatest(*map(number, found))
        case Rounded(part, rounding):
            return Rounded(number(part), rounding)
        case Power(base, exponent):
            return Power(number(base), exponent)
        case Log(part):
            return Log(number(part))
        case Choose(cases, otherwise):
            flat = [made for c, v in cases for made in (test(c), number(v))]
            return choose(*flat, number(otherwise))
        case Average(how, terms, n):
            return Average(
                how,
                tuple(
                    Term(t.weight, number(t.value), None if t.when is None else test(t.when))
                    for t in terms
                ),
                n,
            )
        case Compare(left, comparison, right):
            return Compare(number(left), comparison, number(right))
        case Both(found):
            return both(*map(test, found))
        case Either(found):
            return either(*map(test, found))
        case Not(part):
            return negate(test(part))
        case OneOf(read, options):
            return OneOf(_input(number(read)), options)
        case Yes(read):
            return Yes(_input(number(read)))
        case Tally(bound=bound) | Each(bound=bound):
            return attrs.evolve(rule, bound=number(bound))
        case Constant() | Input() | Always() | Applicable() | Met():
            return rule
        case _:
            raise TypeError(f"{rule!r} is no rule")


def _input(rule: Expression) -> Input:
    if not isinstance(rule, Input):
        raise TypeError(f"an option or a yes can only be read from an input, not from {rule}")
    return rule
