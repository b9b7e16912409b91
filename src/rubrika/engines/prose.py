"""The reading of a rule in words: what it says, as a sentence that an official would write.

The words are in :mod:`rubrika.engines.phrases`. Numbers are said exactly, never rounded, and
brackets stand wherever a sentence could be read in two ways. For formulas, see
:mod:`rubrika.engines.latex`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Literal

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
    Yes,
    multiply,
)

__all__ = ["words"]


def words(
    rule: Rule,
    lang: str = "en",
    *,
    name: Callable[[Input], str] | None = None,
    title: Callable[[str], str] | None = None,
    fact: Callable[[str], str] | None = None,
    option: Callable[[Input, str], str] | None = None,
    unit: str = "",
) -> str:
    """*rule* in words.

    Args:
        rule: An expression or a condition.
        lang: The language, ``"en"`` or ``"vi"``; English stands in for one that is not known.
        name: How an input is called in the sentence (default: "the total", "the points of “id”",
            "the share of “id”", "the value", and the id of a context fact).
        title: The title of the node or group with an id, said between quotation marks
            (default: the id).
        fact: The title of the context fact with an id, said between quotation marks (default: the
            bare id).
        option: The title of an option of an input (default: the option).
        unit: The unit of the observed value, put behind the numbers it is compared with.

    >>> from rubrika.rules import Each, choose
    >>> rule = Input("points", "total") >= 85
    >>> words(rule & Each("every", "criteria", "share", ">=", Constant("1/2")))
    'the total is at least 85 and every criterion reaches at least 50 %'
    >>> value = Input("value")
    >>> words(choose(value >= 90, 40, value >= 75, 30, 0), "vi", unit="%")
    '40 nếu giá trị từ 90 % trở lên; 30 nếu từ 75 % trở lên; còn lại là 0'
    """
    reader = _Reader(
        phrases(lang), name, title or str, fact, option or (lambda _, said: said), unit
    )
    if isinstance(rule, Condition):
        return reader.condition(rule)
    found = measure(rule)
    return reader.number(rule, "" if found == "value" else found)


# How tightly a phrase holds together; one that is looser than its place asks for is bracketed.
_CASES, _PHRASE, _SUM, _PRODUCT, _ATOM = range(5)


def _rank(rule: Expression) -> int:
    match rule:
        case Constant() | Input():
            return _ATOM
        case Product():
            return _PRODUCT
        case Sum():
            return _SUM
        case Choose():
            return _CASES
        case _:
            return _PHRASE


def _subject(rule: Condition) -> Expression | None:
    """What a condition speaks of, so that the next one can call it "it"."""
    match rule:
        case Compare():
            left, _, right = mirrored(rule)
            return left if isinstance(right, Constant) and not isinstance(left, Tally) else None
        case OneOf(read):
            return read
        case _:
            return None


@attrs.frozen
class _Reader:
    table: Mapping[str, str]
    name: Callable[[Input], str] | None
    title: Callable[[str], str]
    fact: Callable[[str], str] | None
    option: Callable[[Input, str], str]
    unit: str

    def say(self, key: str, *about: object) -> str:
        return self.table[key].format(*about).strip()

    def quoted(self, text: str) -> str:
        return self.say("quote", text)

    def titled(self, id: str) -> str:
        return self.quoted(self.title(id))

    def join(self, texts: Sequence[str], last: str = "and") -> str:
        comma = self.table["comma"]
        return self.table[last].join([comma.join(texts[:-1]), texts[-1]] if texts[1:] else texts)

    # Numbers.

    def value(self, value: Fraction, what: Measure = "") -> str:
        text = number_text(value, what, self.table["point"])
        return f"{text} {self.unit}" if what == "value" and self.unit else text

    def number(self, rule: Expression, what: Measure, at_least: int = _CASES) -> str:
        """*rule* in words, bracketed if it is looser than *at_least*."""
        text = self.bare(rule, what)
        return text if _rank(rule) >= at_least else self.say("brackets", text)

    def atom(self, rule: Expression) -> str:
        return self.number(rule, measure(rule), _ATOM)

    def listed(self, parts: Iterable[Expression], what: Measure) -> str:
        return self.join([self.number(part, what, _PRODUCT) for part in parts])

    def bare(self, rule: Expression, what: Measure) -> str:
        match rule:
            case Constant(value):
                return self.value(value, what)
            case Input():
                return self.input(rule)
            case Sum(terms):
                return self.sum(terms, what)
            case Product(factors):
                return self.chain([("times", self.atom(factor)) for factor in factors or (ONE,)])
            case Quotient(top, bottom):
                return self.say("by", self.atom(top), self.atom(bottom))
            case Least(parts):
                return self.say("least", self.listed(parts, what))
            case Greatest(parts):
                return self.say("greatest", self.listed(parts, what))
            case Rounded(part, rounding):
                whole = rounding.step == 1 and what != "share"
                step = (
                    self.say("whole")
                    if whole
                    else self.say("multiple", self.value(rounding.step, what))
                )
                return self.say(rounding.how, self.number(part, what, _ATOM), step)
            case Power(base, exponent):
                return self.power(self.atom(base), exponent)
            case Log(part):
                return self.say("log", self.atom(part))
            case Choose(cases, otherwise):
                return self.cases(cases, otherwise, what)
            case Average():
                return self.average(rule, what)
            case Tally(group):
                counted = self.say("how many", self.noun("many", group))
                return self.member("many", counted, rule)
            case _:
                raise TypeError(f"{rule!r} is no rule")

    def input(self, read: Input) -> str:
        if self.name is not None:
            return self.name(read)
        if read.role == "context" and self.fact is not None:
            return self.quoted(self.fact(read.id))
        text = input_text(self.table, read, self.title)
        return text if read.role == "context" else self.say("the", text)

    def chain(self, steps: Sequence[tuple[str, str]]) -> str:
        text = steps[0][1]
        for key, other in steps[1:]:
            text = self.say(key, text, other)
        return text

    def sum(self, terms: Sequence[Expression], what: Measure) -> str:
        (minus, first), *others = signed(terms or (ZERO,))
        start = multiply(-1, first) if minus else first
        steps = [("plus", self.number(start, what, _PRODUCT))]
        steps += [("minus" if m else "plus", self.number(t, what, _PRODUCT)) for m, t in others]
        return self.chain(steps)

    def power(self, base: str, exponent: Fraction) -> str:
        if exponent.numerator == 1 and exponent.denominator > 1:
            degree = exponent.denominator
            return self.say(f"root {degree}" if degree in (2, 3) else "root", base, degree)
        return self.say("square" if exponent == 2 else "power", base, self.value(exponent))  # noqa: PLR2004

    def cases(
        self, cases: Sequence[tuple[Condition, Expression]], otherwise: Expression, what: Measure
    ) -> str:
        tests = self.tests([test for test, _ in cases])
        texts = [
            self.say("case", self.number(value, what, _PHRASE), test)
            for (_, value), test in zip(cases, tests, strict=True)
        ]
        texts.append(self.say("otherwise", self.number(otherwise, what, _PHRASE)))
        return self.table["semicolon"].join(texts)

    def average(self, rule: Average, what: Measure) -> str:
        weighted = rule.how in ("arithmetic", "geometric") and not evenly(rule.terms)
        texts: list[str] = []
        for term in rule.terms:
            notes = [self.say("weight", self.value(term.weight))] if weighted else []
            if term.when is not None:
                notes.append(self.say("when", self.condition(term.when)))
            text = self.number(term.value, what, _PRODUCT)
            texts.append(self.say("term", text, self.table["comma"].join(notes)) if notes else text)
        key = f"weighted {rule.how}" if weighted else rule.how
        if f"{key} 1" in self.table and rule.n == 1:
            key = f"{key} 1"
        return self.say(key, self.join(texts), rule.n)

    # Groups.

    def noun(self, number: str, group: str) -> str:
        key = group if group in ("criteria", "indicators") else "part"
        return self.say(f"{number} {key}", self.titled(group))

    def member(self, number: str, who: str, rule: Each | Tally) -> str:
        """*who* (one or many members of a group) satisfy the bound of *rule*."""
        return self.earns(number, who, member_measure(rule), rule.comparison, rule.bound)

    def earns(
        self,
        number: str,
        who: str,
        what: Literal["points", "share", "value"],
        comparison: Comparison,
        bound: Expression,
    ) -> str:
        """*who* earns so many points, reaches such a share, or has such a value."""
        if isinstance(bound, Constant):
            text = number_text(bound.value, what, self.table["point"])
            single = " 1" if what == "points" and bound.value == 1 else ""
            amount = self.say(f"member {comparison}", self.say(f"{what} number{single}", text))
        else:
            text = self.number(bound, common_measure((bound,)) or what, _SUM)
            amount = self.say(f"member rule {comparison}", text)
        return self.say(f"{number} {what}", who, amount)

    # Conditions.

    def tests(self, rules: Iterable[Condition]) -> list[str]:
        """Conditions in a row: what the one before spoke of is "it"."""
        texts: list[str] = []
        known: Expression | None = None
        for rule in rules:
            text = self.condition(rule, known)
            texts.append(text)
            known = _subject(rule)
        return texts

    def condition(self, rule: Condition, known: Expression | None = None) -> str:
        match rule:
            case Always(holds):
                return self.say("always" if holds else "never")
            case Compare():
                return self.compare(rule, known)
            case Both(()):
                return self.say("always")
            case Either(()):
                return self.say("never")
            case Both((part,)) | Either((part,)):
                return self.condition(part, known)
            case Both(parts):
                return self.joined(parts, "and")
            case Either(parts):
                return self.joined(parts, "or")
            case Not(part):
                return self.claim(part, "not ", known) or self.say(
                    "not", self.say("brackets", self.condition(part))
                )
            case _:
                text = self.claim(rule, "", known)
                if text is None:
                    raise TypeError(f"{rule!r} is no rule")
                return text

    def claim(self, rule: Condition, no: str, known: Expression | None) -> str | None:
        """A condition that has a phrase of its own for when it does not hold (*no* is "not ")."""
        match rule:
            case OneOf(_, ()):
                return self.say("always" if no else "never")
            case OneOf(read, options):
                who = self.say("it") if read == known else self.input(read)
                titles = [self.quoted(self.option(read, option)) for option in options]
                quoted = self.table["comma"].join(titles)
                return self.say(f"{no}option{'s' if options[1:] else ''}", who, quoted)
            case Yes(read):
                return self.say(f"{no}yes", self.answer(read))
            case Applicable(id):
                return self.say(f"{no}applies", self.titled(id))
            case Met(id):
                return self.say(f"{no}met", self.titled(id))
            case Each(quantifier, group):
                who = self.say(f"{no}{quantifier}", self.noun("one", group))
                return self.member("one", who, rule)
            case _:
                return None

    def answer(self, read: Input) -> str:
        if self.name is not None or read.role != "value":
            return self.input(read)
        text = self.say("answer of", self.titled(read.id)) if read.id else self.say("answer")
        return self.say("the", text)

    def compare(self, rule: Compare, known: Expression | None) -> str:
        left, comparison, right = mirrored(rule)
        what = common_measure((left, right))
        who = self.say("it") if left == known else self.number(left, what, _PHRASE)
        if not isinstance(right, Constant):
            many = isinstance(left, Input) and self.node(left) == "points"
            amount = self.say(f"rule {comparison}", self.number(right, what, _SUM))
            return self.say("are" if many else "is", who, amount)
        match left:
            case Tally(group) if comparison != "!=":
                number = "one" if right.value == 1 else "many"
                text = f"{self.value(right.value)} {self.noun(number, group)}"
                return self.member(number, self.say(f"count {comparison}", text), left)
            case Input(_, id) if node := self.node(left):
                whose = who if left == known else self.titled(id)
                return self.earns("one", whose, node, comparison, right)
            case _:
                earned = what in ("points", "share") and comparison in (">=", ">")
                amount = self.say(f"number {comparison}", self.value(right.value, what))
                return self.say("gets" if earned else "is", who, amount)

    def node(self, read: Input) -> Literal["points", "share"] | None:
        """Whether an input is the points or the share of a node that is called by its title."""
        match read:
            case Input("points" | "share" as role, id) if id != "total" and self.name is None:
                return role
            case _:
                return None

    def joined(self, parts: Sequence[Condition], how: Literal["and", "or"]) -> str:
        texts = [
            self.say("brackets", text)
            if isinstance(part, Both | Either) and part.parts[1:]
            else text
            for part, text in zip(parts, self.tests(parts), strict=True)
        ]
        return self.join(texts, how)
