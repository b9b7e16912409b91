"""Rules as Python source over whole numbers, for :mod:`rubrika.engines.compiled`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.engines.averages import kept
from rubrika.engines.lookups import LARGEST_WHOLE_FLOAT, float_at_least, float_at_most
from rubrika.engines.program import Given
from rubrika.engines.roots import exact_power
from rubrika.number import HowToRound, exact, round_to
from rubrika.rules.nodes import (
    MIRRORED,
    Always,
    Average,
    Both,
    Choose,
    Compare,
    Comparison,
    Condition,
    Constant,
    Either,
    Expression,
    Greatest,
    Input,
    Least,
    Not,
    OneOf,
    Power,
    Product,
    Quotient,
    Rounded,
    Statistic,
    Sum,
    Term,
    Yes,
)

__all__ = ["MANY", "Code", "NoFastReadingError", "RuleWriter"]

MANY: Final = 40
"""From here on a chain of operators is written as a call, lest it nest too deep for Python."""


class NoFastReadingError(Exception):
    """A rule cannot be read fast."""


@attrs.frozen
class Code:
    """Source of a number: whole over *den*, or a Fraction where *den* is None."""

    text: str
    den: int | None

    @property
    def fraction(self) -> str:
        """The source of the number as a Fraction."""
        return self.text if self.den is None else f"F({self.text}, {self.den})"


class RuleWriter:
    """Writes numbers and conditions, for a subject to which everything applies.

    Args:
        raw: The variable that holds each input as it was given.
        givens: What is known of each input.
    """

    def __init__(self, raw: Mapping[Input, str], givens: Mapping[Input, Given]) -> None:
        self.raw = raw
        self.givens = givens
        self.lines: list[str] = []
        self.variables: dict[Expression, Code] = {}
        self.names: dict[str, object] = {
            "F": Fraction,
            "exact": exact,
            "kept": kept,
            "power": exact_power,
            "round_to": round_to,
        }
        self.count = 0

    def name(self, prefix: str, value: object = None) -> str:
        """A new name, bound to *value* if that is given."""
        self.count += 1
        made = f"{prefix}{self.count}"
        if value is not None:
            self.names[made] = value
        return made

    def numeric(self, read: Expression) -> str | None:
        """The variable of an input that is a number."""
        given = self.givens.get(read) if isinstance(read, Input) else None
        return (
            self.raw[given.input]
            if given is not None and isinstance(given.possible, Interval)
            else None
        )

    def optional(self, read: Input) -> str:
        """The variable of an input that is yes or no, or one of some options."""
        if read not in self.givens or isinstance(self.givens[read].possible, Interval):
            raise NoFastReadingError
        return self.raw[read]

    # Numbers

    def number(self, rule: Expression) -> Code:
        """The source of *rule*."""
        if rule in self.variables:
            return self.variables[rule]
        match rule:
            case Constant(constant):
                return Code(str(constant.numerator), constant.denominator)
            case Input() if read := self.numeric(rule):
                variable = self.name("x")
                self.lines.append(f"{variable} = exact({read})")
                self.variables[rule] = Code(variable, None)
                return self.variables[rule]
            case Sum(terms):
                return _together(map(self.number, terms), _sum)
            case Product(factors):
                return _product(map(self.number, factors))
            case Quotient(top, Constant(constant)):
                return _product([self.number(top), self.number(Constant(1 / constant))])
            case Quotient(top, bottom):
                over = f"({self.number(top).fraction} / {self.number(bottom).fraction})"
                return Code(over, None)
            case Least(parts):
                return _together(map(self.number, parts), lambda texts: f"min({_listed(texts)})")
            case Greatest(parts):
                return _together(map(self.number, parts), lambda texts: f"max({_listed(texts)})")
            case Rounded(part, rounding):
                return self.rounding(self.number(part), rounding.step, rounding.how)
            case Power(base, exponent) if exponent.denominator == 1:
                base_text, name = self.number(base).fraction, self.name("c", exponent)
                return Code(f"power({base_text}, {name})", None)
            case Choose(cases, otherwise) if len(cases) <= MANY:
                tests = [self.test(when) for when, _ in cases]
                values = [self.number(then) for _, then in cases] + [self.number(otherwise)]
                return _together(values, lambda texts: _choice(tests, texts))
            case Average(how, terms, n) if how != "geometric":
                return self.average(how, n, [term for term in terms if _takes_part(term)])
            case _:  # such as a root, a logarithm or a geometric mean
                raise NoFastReadingError

    def rounding(self, code: Code, step: Fraction, how: HowToRound) -> Code:
        """Whole multiples of *step* by floor division, which is exact."""
        if code.den is None:
            return Code(f"round_to({code.text}, {self.name('c', step)}, {how!r})", None)
        top, bottom = f"({code.text}) * {step.denominator}", code.den * step.numerator
        match how:
            case "down":
                whole = f"({top}) // {bottom}"
            case "up":
                whole = f"-(-({top}) // {bottom})"
            case "half-up":
                whole = f"(2 * ({top}) + {bottom}) // {2 * bottom}"
            case _:  # half-even
                whole = f"round(F({top}, {bottom}))"
        return Code(f"({whole}) * {step.numerator}", step.denominator)

    def average(self, how: Statistic, n: int, terms: Sequence[Term]) -> Code:
        """The average of *terms*, all of which take part."""
        codes = [self.number(term.value) for term in terms]
        if how == "arithmetic":
            total = sum((term.weight for term in terms), Fraction(0))
            if not total:
                raise NoFastReadingError
            weights = [self.number(Constant(term.weight / total)) for term in terms]
            return _together(map(_product, zip(weights, codes, strict=True)), _sum)
        count = len(kept(how, n, range(len(codes))))
        if not count:
            raise NoFastReadingError
        taken = _together(
            codes, lambda texts: f"sum(kept({how!r}, {n}, sorted(({_listed(texts)},))))"
        )
        if taken.den is None:
            return Code(f"({taken.text} / {count})", None)
        return Code(taken.text, taken.den * count)

    # Conditions

    def test(self, rule: Condition) -> str:
        """The source of *rule*."""
        match rule:
            case Always(holds):
                return str(holds)
            case Compare(Constant() as left, comparison, right):
                return self.compared(right, MIRRORED[comparison], left)
            case Compare(left, comparison, right):
                return self.compared(left, comparison, right)
            case OneOf(read, options):
                return f"({self.optional(read)} in {self.name('o', frozenset(options))})"
            case Yes(read):
                return f"({self.optional(read)} is True)"
            case Both(parts):
                return _joined("all", " and ", map(self.test, parts))
            case Either(parts):
                return _joined("any", " or ", map(self.test, parts))
            case Not(part):
                return f"(not {self.test(part)})"
            case _:
                raise NoFastReadingError

    def compared(self, left: Expression, comparison: Comparison, right: Expression) -> str:
        """The source of a comparison: with a constant it needs no arithmetic."""
        read = self.numeric(left)
        if read is not None and isinstance(right, Constant):
            return _raw_compared(read, comparison, right.value)
        code = self.number(left)
        if code.den is not None and isinstance(right, Constant):
            return _whole_compared(code.text, comparison, right.value * code.den)
        return f"({_together([code, self.number(right)], f' {comparison} '.join).text})"


def _takes_part(term: Term) -> bool:
    """Whether a term takes part, which must be known beforehand."""
    if term.when is None or isinstance(term.when, Always):
        return term.when is None or term.when.holds
    raise NoFastReadingError


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(texts)


def _together(found: Iterable[Code], join: Callable[[list[str]], str]) -> Code:
    """Join numbers over their common denominator, or as Fractions if one of them is."""
    codes = list(found)
    dens = [code.den for code in codes if code.den is not None]
    if len(dens) < len(codes):
        return Code(join([code.fraction for code in codes]), None)
    den = math.lcm(*dens)
    factors = [den // own for own in dens]
    return Code(join([_times(c.text, f) for c, f in zip(codes, factors, strict=True)]), den)


def _times(text: str, factor: int) -> str:
    if factor == 1:
        return text
    return str(int(text) * factor) if _is_whole(text) else f"({text})*{factor}"


def _is_whole(text: str) -> bool:
    return text.removeprefix("-").isdecimal()


def _sum(texts: list[str]) -> str:
    return f"sum(({_listed(texts)}))" if len(texts) > MANY else f"({' + '.join(texts)})"


def _product(found: Iterable[Code]) -> Code:
    codes = list(found)
    dens = [code.den for code in codes if code.den is not None]
    if len(dens) < len(codes):
        return Code(f"({' * '.join(code.fraction for code in codes)})", None)
    texts = [code.text for code in codes if code.text != "1"] or ["1"]
    text = texts[0] if len(texts) == 1 else f"({' * '.join(f'({text})' for text in texts)})"
    return Code(text, math.prod(dens))


def _choice(tests: list[str], texts: list[str]) -> str:
    chain = "".join(f"{text} if {test} else " for test, text in zip(tests, texts, strict=False))
    return f"({chain}{texts[-1]})"


def _joined(call: str, word: str, tests: Iterable[str]) -> str:
    texts = list(tests)
    return f"{call}(({_listed(texts)}))" if len(texts) > MANY else f"({word.join(texts)})"


def _raw_compared(variable: str, comparison: Comparison, bound: Fraction) -> str:
    """A number as it was given against a bound, by the float that decides alike."""
    if abs(bound) > LARGEST_WHOLE_FLOAT:
        raise NoFastReadingError
    match comparison:
        case ">=" | "<":
            return f"({variable} {comparison} {float_at_least(bound)!r})"
        case ">" | "<=":
            return f"({variable} {comparison} {float_at_most(bound)!r})"
        case _:
            near = float_at_least(bound)
            equal = exact(near) == bound
            return f"({variable} {comparison} {near!r})" if equal else str(comparison == "!=")


def _whole_compared(text: str, comparison: Comparison, bound: Fraction) -> str:
    """A whole number against a bound, by the whole number that decides alike."""
    match comparison:
        case ">=" | "<":
            return f"({text} {comparison} {math.ceil(bound)})"
        case ">" | "<=":
            return f"({text} {comparison} {math.floor(bound)})"
        case _:  # if no whole number is equal, another float than it decides alike; text is read
            equal = bound if bound.denominator == 1 else 0.5
            return f"({text} {comparison} {equal})"
