"""Writing a rule as a rule string that reads back as the same rule."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Final, NamedTuple

from rubrika.number import as_text, decimals_of
from rubrika.rules.nodes import (
    ONE,
    ZERO,
    Always,
    Applicable,
    Average,
    Both,
    Choose,
    Compare,
    Comparison,
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
    written_by,
)
from rubrika.rules.traverse import walk
from rubrika.sources import source_of

__all__ = ["write"]

_OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(9)
_LONG = 50  # from so many terms on, a sum is written sum(…), which nests less deeply for Python
_COUNTED: Final[dict[Comparison, str]] = {
    ">=": "reaching",
    ">": "above",
    "<=": "at_most",
    "<": "below",
    "==": "exactly",
    "!=": "other_than",
}


class _Written(NamedTuple):
    """A text, and how tightly it binds."""

    text: str
    binds: int


def write(rule: Rule) -> str:
    """Write *rule* as a rule string.

    :func:`parse` reads it back as the same rule, given its sources.

    >>> from rubrika.rules import Input
    >>> share = Input("share", "c1")
    >>> print(write((share >= "0.5") & ~(share - 1 > 3 * share)))
    share("c1") >= percent(50) and share("c1") - 1 <= 3 * share("c1")
    """
    written: dict[int, _Written] = {}
    for part in reversed(tuple(walk(rule))):  # parts come before wholes
        if id(part) not in written:
            written[id(part)] = _Writer(written).write(part)
    return written[id(rule)].text


class _Writer:
    """Writes one node, given its parts written."""

    def __init__(self, written: Mapping[int, _Written]) -> None:
        self.written = written

    def bare(self, rule: Rule) -> str:
        """A part, where nothing binds it from outside."""
        return self.written[id(rule)].text

    def part(self, rule: Rule, binds: int) -> str:
        """A part, in brackets unless it binds at least so tightly."""
        text, tight = self.written[id(rule)]
        return text if tight >= binds else f"({text})"

    def call(self, name: str, *rules: Rule) -> _Written:
        return _Written(f"{name}({', '.join(map(self.bare, rules))})", _ATOM)

    def write(self, rule: Rule) -> _Written:
        match rule:
            case Constant(value):
                return _number(value)
            case Input(role, name):
                return _input(role, name)
            case Sum(terms):
                return self.sum(terms)
            case Product(factors):
                return self.product(factors)
            case Quotient(top, bottom):
                text = f"{self.part(top, _PRODUCT)} / {self.part(bottom, _SIGN)}"
                return _Written(text, _PRODUCT)
            case Power(base, exponent):
                return self.power(base, exponent)
            case Least((Greatest((x, low)), Constant() as high)) if isinstance(low, Constant):
                return self.call("clamp", x, low, high)
            case Least(found):
                return self.call("least", *found)
            case Greatest(found):
                return self.call("greatest", *found)
            case Log(part):
                return self.call("log", part)
            case Rounded(part, rounding):
                words = [self.bare(part)]
                if rounding.step != 1 or rounding.how != "half-up":
                    words.append(_number(rounding.step).text)
                if rounding.how != "half-up":
                    words.append(_quoted(rounding.how))
                return _Written(f"rounded({', '.join(words)})", _ATOM)
            case Choose(cases, otherwise):
                return self.call("choose", *(part for case in cases for part in case), otherwise)
            case Average(how, terms, n):
                words = [_quoted(how), *map(self.term, terms), *([f"n={n}"] if n else [])]
                return _Written(f"average({', '.join(words)})", _ATOM)
            case Tally(group, of, comparison, bound):
                kind = "" if of == "share" else f", of={_quoted(of)}"
                how_much = f"{_COUNTED[comparison]}={self.bound(bound, share=of == 'share')}"
                return _Written(f"count({_quoted(group)}{kind}, {how_much})", _ATOM)
            case _:
                return self.condition(rule)

    def condition(self, rule: Rule) -> _Written:
        match rule:
            case Always(holds):
                return _Written(str(holds), _ATOM)
            case Compare(left, comparison, right):
                first = self.bound(left, share=_is_share(right))
                second = self.bound(right, share=_is_share(left))
                return _Written(f"{first} {comparison} {second}", _COMPARISON)
            case OneOf(read, options):
                return self.one_of(read, options, "==", "in")
            case Yes(read):
                return self.call("yes", read)
            case Applicable(name):
                return _Written(f"applies({_quoted(name)})", _ATOM)
            case Met(name):
                return _Written(f"met({_quoted(name)})", _ATOM)
            case Each(quantifier, group, of, comparison, bound):
                kind = "" if of == "share" else f", of={_quoted(of)}"
                second = self.bound(bound, share=of == "share")
                text = f"{quantifier}({_quoted(group)}{kind}) {comparison} {second}"
                return _Written(text, _COMPARISON)
            case Both(found):
                return _Written(" and ".join(self.part(p, _NOT) for p in found), _AND)
            case Either(found):
                return _Written(" or ".join(self.part(p, _AND) for p in found), _OR)
            case Not(OneOf(read, options)):
                return self.one_of(read, options, "!=", "not in")
            case Not(part):
                return _Written(f"not {self.part(part, _ATOM)}", _NOT)
            case _:
                raise TypeError(f"{rule!r} is no rule")

    def sum(self, terms: tuple[Expression, ...]) -> _Written:
        counted = [_counted(term) for term in terms]
        conditions = [condition for condition in counted if condition is not None]
        if len(conditions) == len(terms):
            return self.call("count", *conditions)
        if len(terms) > _LONG:
            return self.call("sum", *terms)
        text = self.part(terms[0], _PRODUCT)
        for term in terms[1:]:
            word = self.part(term, _PRODUCT)
            if not word.startswith("-"):
                text += f" + {word}"
            elif isinstance(term, Constant | Product):
                text += f" - {word[1:]}"
            else:
                text += f" + ({word})"
        return _Written(text, _SUM)

    def product(self, factors: tuple[Expression, ...]) -> _Written:
        if len(factors) > _LONG:
            return self.call("product", *factors)
        first, *others = factors
        if first == _MINUS:
            words = [f"-{self.part(others[0], _POWER)}"]
            others = others[1:]
        else:
            words = [self.part(first, _PRODUCT)]
        words += [self.part(factor, _SIGN) for factor in others]
        return _Written(" * ".join(words), _PRODUCT if len(words) > 1 else _SIGN)

    def power(self, base: Expression, exponent: Fraction) -> _Written:
        if source_of(exponent) is None and exponent.numerator == 1 and exponent.denominator > 1:
            degree = "" if exponent == _HALF else f", {exponent.denominator}"
            return _Written(f"root({self.bare(base)}{degree})", _ATOM)
        above = _number(exponent)
        text = above.text if above.binds >= _SIGN else f"({above.text})"
        return _Written(f"{self.part(base, _ATOM)} ** {text}", _POWER)

    def term(self, term: Term) -> str:
        if term.when is None and term.weight == 1 and source_of(term.weight) is None:
            return self.bare(term.value)
        words = [_number(term.weight).text, self.bare(term.value)]
        if term.when is not None:
            words.append(self.bare(term.when))
        return f"term({', '.join(words)})"

    def bound(self, rule: Expression, *, share: bool) -> str:
        """One side of a comparison: beside a share, as a percentage."""
        if share and isinstance(rule, Constant):
            return _percentage(rule.value)
        return self.bare(rule)

    def one_of(self, read: Input, options: tuple[str, ...], one: str, several: str) -> _Written:
        listed = ", ".join(map(_quoted, options))
        right = f"{one} {listed}" if len(options) == 1 else f"{several} ({listed})"
        return _Written(f"{self.bare(read)} {right}", _COMPARISON)


_HALF: Final = Fraction(1, 2)
_MINUS: Final = Constant(Fraction(-1))


def _number(value: Fraction) -> _Written:
    plain = _plain_number(value)
    source = source_of(value)
    if source is None:
        return plain
    return _Written(f"cited({plain.text}, {_quoted(source.id)})", _ATOM)


def _plain_number(value: Fraction) -> _Written:
    text = as_text(value)
    return _Written(text, _PRODUCT if "/" in text else _SIGN if value < 0 else _ATOM)


def _percentage(value: Fraction) -> str:
    hundredths = Fraction(value.numerator, value.denominator) * 100
    if decimals_of(hundredths) is None:
        return _number(value).text
    text = f"percent({as_text(hundredths)})"
    source = source_of(value)
    return text if source is None else f"cited({text}, {_quoted(source.id)})"


def _input(role: str, name: str) -> _Written:
    if role == "points" and name == "total":
        return _Written("total", _ATOM)
    return _Written(f"{role}({_quoted(name)})" if name else role, _ATOM)


def _is_share(rule: Expression) -> bool:
    return isinstance(rule, Input) and rule.role == "share"


def _counted(term: Expression) -> Condition | None:
    """The condition that *term* counts, if it is ``choose(condition, 1, 0)``."""
    match term:
        case Choose(((condition, one),), zero) if one == ONE and zero == ZERO:
            return condition
        case _:
            return None


def _quoted(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)


written_by(write)
