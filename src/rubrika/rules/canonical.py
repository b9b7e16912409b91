"""One text for all spellings of a rule, and its fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction

from rubrika.rules.nodes import (
    MIRRORED,
    Always,
    Applicable,
    Average,
    Both,
    Choose,
    Compare,
    Comparison,
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
    power,
)
from rubrika.rules.traverse import rewrite, walk
from rubrika.sources import Cited

__all__ = ["canonical", "fingerprint"]


def canonical(rule: Rule) -> str:
    """The one text that all spellings of *rule* share.

    Sources are left out, parts whose order does not matter are sorted, comparisons point one way,
    and neutral parts and nesting without effect are gone. Rules that differ in a number, an id or a
    comparison have different texts. It is for comparing; :func:`write` is for reading.

    >>> from rubrika.rules import parse
    >>> canonical(parse("total >= 85 and met('a')")) == canonical(parse("met('a') & (85 <= total)"))
    True
    >>> print(canonical(parse("2 + total >= 85")))
    (>= (sum (points "total") 2) 85)
    """
    plain = rewrite(rule, _without_source)
    forms: dict[int, str] = {}
    for part in reversed(tuple(walk(plain))):  # parts come before wholes
        if id(part) not in forms:
            forms[id(part)] = _form(part, forms)
    return forms[id(plain)]


def fingerprint(rule: Rule) -> str:
    """The SHA-256 of the :func:`canonical` text of *rule*, in hexadecimal digits.

    It is the same in every process and every version of Python.

    >>> from rubrika.rules import parse
    >>> fingerprint(parse("1 + value")) == fingerprint(parse("value + 1"))
    True
    """
    return hashlib.sha256(canonical(rule).encode()).hexdigest()


def _without_source(rule: Rule) -> Rule | None:
    match rule:
        case Constant(Cited() as value):
            return Constant(_bare(value))
        case Power(base, Cited() as exponent):
            return rewrite(power(base, _bare(exponent)), _without_source)
        case _:
            return None


def _bare(number: Fraction) -> Fraction:
    return Fraction(number.numerator, number.denominator)


def _form(rule: Rule, forms: Mapping[int, str]) -> str:
    """The form of *rule*, given those of its parts."""

    def of(part: Rule) -> str:
        return forms[id(part)]

    match rule:
        case Constant(value):
            return str(value)
        case Input(role, name):
            return f"({role} {_quoted(name)})"
        case Sum(terms):
            return _join("sum", sorted(map(of, terms)))
        case Product(factors):
            return _join("product", sorted(map(of, factors)))
        case Quotient(top, bottom):
            return f"(quotient {of(top)} {of(bottom)})"
        case Least() | Greatest():
            found = sorted({of(part) for part in _flat(rule)})
            return found[0] if len(found) == 1 else _join(type(rule).__name__.lower(), found)
        case Rounded(part, rounding):
            return f"(rounded {of(part)} {_bare(rounding.step)} {rounding.how})"
        case Power(base, exponent):
            return f"(power {of(base)} {exponent})"
        case Log(part):
            return f"(log {of(part)})"
        case Choose(cases, otherwise):
            pairs = [f"({of(condition)} {of(value)})" for condition, value in cases]
            return _join("choose", [*pairs, of(otherwise)])
        case Average(how, terms, n):
            return _join(f"average {how} {n}", sorted(_term(term, of) for term in terms))
        case Tally(group, role, comparison, bound):
            return f"(count {_quoted(group)} {role} {comparison} {of(bound)})"
        case Always(holds):
            return "always" if holds else "never"
        case Compare(left, comparison, right):
            return _comparison(of(left), comparison, of(right))
        case OneOf(read, options):
            return f"(in {of(read)} {' '.join(sorted(set(map(_quoted, options))))})"
        case Yes(read):
            return f"(yes {of(read)})"
        case Applicable(name):
            return f"(applies {_quoted(name)})"
        case Met(name):
            return f"(met {_quoted(name)})"
        case Each(quantifier, group, role, comparison, bound):
            return f"({quantifier} {_quoted(group)} {role} {comparison} {of(bound)})"
        case Both(found) | Either(found):
            shown = sorted(set(map(of, found)))
            return shown[0] if len(shown) == 1 else _join(type(rule).__name__.lower(), shown)
        case Not(part):
            return f"(not {of(part)})"
        case _:  # pragma: no cover - rewrite has refused it
            raise TypeError(f"{rule!r} is no rule")


def _comparison(left: str, comparison: Comparison, right: str) -> str:
    """A comparison that points to the left, or whose sides are sorted where that is the same."""
    if comparison in ("<=", "<") or (comparison in ("==", "!=") and right < left):
        left, comparison, right = right, MIRRORED[comparison], left
    return f"({comparison} {left} {right})"


def _flat(rule: Least | Greatest) -> Iterator[Expression]:
    """The parts of *rule* and of such parts as are of its own kind."""
    waiting: list[Expression] = [rule]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Least | Greatest) and type(part) is type(rule):
            waiting.extend(part.parts)
        else:
            yield part


def _term(term: Term, of: Callable[[Rule], str]) -> str:
    when = "" if term.when is None else f" {of(term.when)}"
    return f"({_bare(term.weight)} {of(term.value)}{when})"


def _join(word: str, forms: Iterable[str]) -> str:
    return f"({' '.join([word, *forms])})"


def _quoted(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)
