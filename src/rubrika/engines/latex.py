"""The reading of a rule as a LaTeX formula, for documents that set their rules in type."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from rubrika.engines.phrases import phrases
from rubrika.engines.wording import (
    Measure,
    common_measure,
    evenly,
    input_text,
    measure,
    member_measure,
    mirrored,
    number_text,
    signed,
)
from rubrika.number import HowToRound, decimals_of
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
)

__all__ = ["escape", "latex"]

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "_%&#${}"},
}
_SIGNS: Mapping[Comparison, str] = {
    ">=": r"\ge",
    ">": ">",
    "<=": r"\le",
    "<": "<",
    "==": "=",
    "!=": r"\ne",
}
_ROUNDED: Mapping[HowToRound, str] = {
    "half-up": r"\left\lfloor %s + \frac{1}{2} \right\rfloor",
    "half-even": r"\operatorname{round}_{\mathrm{even}}\left( %s \right)",
    "up": r"\left\lceil %s \right\rceil",
    "down": r"\left\lfloor %s \right\rfloor",
}
_STATISTICS = {
    "best": r"\operatorname{best}_{%d}",
    "drop-worst": r"\operatorname{dropworst}_{%d}",
    "median": r"\operatorname{median}",
    "trimmed": r"\operatorname{trimmed}_{%d}",
}


def latex(
    rule: Rule,
    *,
    name: Callable[[Input], str] | None = None,
    title: Callable[[str], str] | None = None,
    lang: str = "en",
) -> str:
    r"""*rule* as a LaTeX formula, without the dollars; it needs the package ``amsmath``.

    Args:
        rule: An expression or a condition.
        name: How an input is called, as plain text: what is special in LaTeX is escaped here.
        title: The title of the node or group with an id, as plain text (default: the id).
        lang: The language of the words in the formula; see :func:`rubrika.engines.words`.

    >>> print(latex(Input("points", "total") / 20 >= Constant("2.5")))
    \frac{\text{total}}{20} \ge 2.5
    """
    writer = _Writer(phrases(lang), name, title or str)
    if isinstance(rule, Condition):
        return writer.condition(rule)
    return writer.number(rule, measure(rule))


def escape(text: str) -> str:
    r"""*text* with all that is special in LaTeX escaped.

    >>> print(escape("50 % of {a_b}"))
    50 \% of \{a\_b\}
    """
    return "".join(_SPECIAL.get(sign, sign) for sign in re.sub(r"\s+", " ", text))


def _around(text: str, left: str = "(", right: str = ")") -> str:
    return rf"\left{left} {text} \right{right}"


@attrs.frozen
class _Writer:
    table: Mapping[str, str]
    name: Callable[[Input], str] | None
    title: Callable[[str], str]

    def text(self, text: str) -> str:
        return rf"\text{{{escape(text)}}}"

    def say(self, key: str, *about: str) -> str:
        return self.text(self.table[key].format(*about))

    def titled(self, id: str) -> str:
        return self.table["quote"].format(self.title(id))

    # Numbers.

    def input(self, read: Input) -> str:
        if self.name is not None:
            return self.text(self.name(read))
        return self.text(input_text(self.table, read, self.title))

    def value(self, value: Fraction, what: Measure = "") -> str:
        if decimals_of(value) is None:
            sign = "-" if value < 0 else ""
            return rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"
        point = "." if self.table["point"] == "." else "{,}"
        return number_text(value, what, point, r"{}\%")

    def number(self, rule: Expression, what: Measure) -> str:
        match rule:
            case Constant(value):
                return self.value(value, what)
            case Input():
                return self.input(rule)
            case Sum(terms):
                return self.sum(terms, what)
            case Product(factors):
                first, *others = factors or (ONE,)
                start = (
                    self.part(first) if not isinstance(first, Constant) else self.value(first.value)
                )
                return r" \cdot ".join([start, *map(self.part, others)])
            case Quotient(top, bottom):
                return self.fraction(
                    self.number(top, measure(top)), self.number(bottom, measure(bottom))
                )
            case Least(parts):
                return rf"\min{_around(self.listed(parts, what))}"
            case Greatest(parts):
                return rf"\max{_around(self.listed(parts, what))}"
            case Rounded(part, rounding):
                return self.rounded(self.number(part, what), rounding.step, rounding.how)
            case Power(base, exponent):
                return self.power(base, exponent)
            case Log(part):
                return rf"\ln{_around(self.number(part, measure(part)))}"
            case Choose(cases, otherwise):
                return self.cases(cases, otherwise, what)
            case Average():
                return self.average(rule, what)
            case Tally(group):
                members = self.members(rule, group)
                return _around(_around(members, r"\{", r"\}"), "|", "|")
            case _:
                raise TypeError(f"{rule!r} is no rule")

    def part(self, rule: Expression, what: Measure | None = None) -> str:
        """*rule* as one factor: bracketed where a sign, a sum or a case would fall apart."""
        text = self.number(rule, measure(rule) if what is None else what)
        loose = isinstance(rule, Sum | Product | Choose)
        return _around(text) if loose or text.startswith("-") else text

    def listed(self, parts: Iterable[Expression], what: Measure) -> str:
        return ", ".join(self.number(part, what) for part in parts)

    def fraction(self, top: str, bottom: str) -> str:
        return rf"\frac{{{top}}}{{{bottom}}}"

    def sum(self, terms: Sequence[Expression], what: Measure) -> str:
        text = ""
        for minus, term in signed(terms or (ZERO,)):
            sign = "-" if minus else "+"
            part = self.number(term, what) if isinstance(term, Product) else self.part(term, what)
            text += f" {sign} {part}" if text else f"{'-' if minus else ''}{part}"
        return text

    def rounded(self, text: str, step: Fraction, how: HowToRound) -> str:
        steps = text if step == 1 else self.fraction(text, self.value(step))
        whole = _ROUNDED[how] % steps
        return whole if step == 1 else rf"{self.value(step)} \cdot {whole}"

    def power(self, base: Expression, exponent: Fraction) -> str:
        if exponent.numerator == 1 and exponent.denominator > 1:
            return self.root(self.number(base, measure(base)), exponent.denominator)
        text = self.number(base, measure(base))
        plain = isinstance(base, Input) or (isinstance(base, Constant) and text.isdigit())
        return rf"{text if plain else _around(text)}^{{{self.value(exponent)}}}"

    def root(self, text: str, degree: int) -> str:
        return rf"\sqrt{{{text}}}" if degree == 2 else rf"\sqrt[{degree}]{{{text}}}"  # noqa: PLR2004

    def cases(
        self, cases: Sequence[tuple[Condition, Expression]], otherwise: Expression, what: Measure
    ) -> str:
        rows = [f"{self.number(v, what)} & {self.say('if')} {self.condition(c)}" for c, v in cases]
        rows.append(f"{self.number(otherwise, what)} & {self.say('else')}")
        body = r" \\ ".join(rows)
        return rf"\begin{{cases}} {body} \end{{cases}}"

    # Averages; [c] is 1 where c holds and 0 where it does not.

    def average(self, rule: Average, what: Measure) -> str:
        match rule.how:
            case "arithmetic":
                even = evenly(rule.terms)
                top = " + ".join(self.weighed(term, what, even=even) for term in rule.terms)
                return self.fraction(top, self.weights(rule.terms))
            case "geometric":
                return self.geometric(rule.terms, what)
            case how:
                parts = ", ".join(self.taking_part(term, what) for term in rule.terms)
                pattern = _STATISTICS[how]
                return (pattern % rule.n if "%" in pattern else pattern) + _around(parts)

    def counts(self, term: Term, *, even: bool) -> str:
        """The weight with which a term takes part."""
        test = "" if term.when is None else _around(self.condition(term.when), "[", "]")
        weight = "" if even else self.value(term.weight)
        return " ".join(filter(None, (weight, test)))

    def weighed(self, term: Term, what: Measure, *, even: bool) -> str:
        weight = self.counts(term, even=even)
        return (
            rf"{weight} \cdot {self.part(term.value, what)}"
            if weight
            else self.part(term.value, what)
        )

    def weights(self, terms: Sequence[Term]) -> str:
        even = evenly(terms)
        if even and all(term.when is None for term in terms):
            return str(len(terms))
        return " + ".join(self.counts(term, even=even) or "1" for term in terms)

    def geometric(self, terms: Sequence[Term], what: Measure) -> str:
        even = evenly(terms)
        factors: list[str] = []
        for term in terms:
            weight = self.counts(term, even=even)
            base = _around(self.number(term.value, what)) if weight else self.part(term.value, what)
            factors.append(rf"{base}^{{{weight}}}" if weight else base)
        text, weights = r" \cdot ".join(factors), self.weights(terms)
        if weights.isdigit():
            return self.root(text, int(weights))
        return rf"{_around(text)}^{{{self.fraction('1', weights)}}}"

    def taking_part(self, term: Term, what: Measure) -> str:
        text = self.number(term.value, what)
        if term.when is None:
            return text
        test = f"{self.say('if')} {self.condition(term.when)}"
        return rf"{text} \; {_around(test)}"

    # Conditions.

    def members(self, rule: Each | Tally, group: str) -> str:
        key = group if group in ("criteria", "indicators") else "part"
        of = member_measure(rule)
        bound = self.number(rule.bound, of)
        where = self.say(f"many {key}", self.titled(group))
        return rf"i \in {where} : {self.say(f'{of} alone')}_{{i}} {_SIGNS[rule.comparison]} {bound}"

    def condition(self, rule: Condition) -> str:
        match rule:
            case Always(holds):
                return r"\top" if holds else r"\bot"
            case Compare():
                left, comparison, right = mirrored(rule)
                what = common_measure((left, right))
                return f"{self.number(left, what)} {_SIGNS[comparison]} {self.number(right, what)}"
            case OneOf(read, options):
                texts = ", ".join(map(self.text, options))
                return rf"{self.number(read, '')} \in " + _around(texts, r"\{", r"\}")
            case Yes(read):
                return f"{self.number(read, '')} = {self.say('yes alone')}"
            case Applicable(id):
                return self.say("applies", self.titled(id))
            case Met(id):
                return self.say("met", self.titled(id))
            case Each(quantifier, group):
                sign = r"\forall" if quantifier == "every" else r"\exists"
                return f"{sign} {self.members(rule, group)}"
            case Both(parts):
                return self.joined(parts, r" \land ", r"\top")
            case Either(parts):
                return self.joined(parts, r" \lor ", r"\bot")
            case Not(part):
                return rf"\lnot {_around(self.condition(part))}"
            case _:
                raise TypeError(f"{rule!r} is no rule")

    def joined(self, parts: Sequence[Condition], sign: str, none: str) -> str:
        if len(parts) == 1:
            return self.condition(parts[0])
        loose = Both | Either | Each
        texts = (
            _around(self.condition(part)) if isinstance(part, loose) else self.condition(part)
            for part in parts
        )
        return sign.join(texts) or none
