"""What sentences and formulas share: what a number stands for, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias

from rubrika.number import as_text, decimals_of
from rubrika.rules.nodes import (
    MIRRORED,
    Average,
    Choose,
    Compare,
    Comparison,
    Constant,
    Each,
    Expression,
    Greatest,
    Input,
    Least,
    Product,
    Rounded,
    Sum,
    Tally,
    Term,
    multiply,
)

__all__ = [
    "Measure",
    "common_measure",
    "evenly",
    "input_text",
    "measure",
    "member_measure",
    "mirrored",
    "number_text",
    "signed",
]

Measure: TypeAlias = Literal["points", "share", "value", ""]
"""What a number stands for: it decides whether it is said as a percentage or with a unit."""


def measure(rule: Expression) -> Measure:
    """What *rule* measures, where all of it measures the same.

    >>> measure(Input("share", "c1") + 1), measure(Input("share", "c1") * 2)
    ('share', '')
    """
    match rule:
        case Input("value", id):
            return "" if id else "value"
        case Input("points" | "share" as role):
            return role
        case Sum(parts) | Least(parts) | Greatest(parts):
            return common_measure(parts)
        case Rounded(part):
            return measure(part)
        case Product((Constant(value), part)) if value == -1:
            return measure(part)
        case Average(_, terms):
            return common_measure(term.value for term in terms)
        case Choose(cases, otherwise):
            return common_measure((*(value for _, value in cases), otherwise))
        case _:
            return ""


def member_measure(rule: Each | Tally) -> Literal["points", "share", "value"]:
    """What is compared of each member of a group.

    >>> member_measure(Each("every", "criteria", "share", ">=", Constant(1)))
    'share'
    """
    match rule.of:
        case "points" | "share" as of:
            return of
        case _:
            return "value"


def common_measure(parts: Iterable[Expression]) -> Measure:
    """What all of *parts* measure, where they measure the same; plain numbers do not count.

    >>> common_measure((Input("points", "c1"), Constant(5)))
    'points'
    """
    found: set[Measure] = {measure(part) for part in parts if not _plain(part)}
    return found.pop() if len(found) == 1 else ""


def _plain(rule: Expression) -> bool:
    """Whether a rule is a plain number, or a choice between some."""
    match rule:
        case Choose(cases, otherwise):
            return all(isinstance(part, Constant) for part in (otherwise, *(v for _, v in cases)))
        case _:
            return isinstance(rule, Constant)


def number_text(value: Fraction, what: Measure, point: str, percent: str = "{} %") -> str:
    """*value* exactly; a share as a percentage, unless that has no end.

    >>> number_text(Fraction(5, 8), "share", ","), number_text(Fraction(1, 3), "share", ",")
    ('62,5 %', '1/3')
    """
    if what == "share" and decimals_of(value) is not None:
        return percent.format(as_text(value * 100).replace(".", point))
    return as_text(value).replace(".", point)


def input_text(table: Mapping[str, str], read: Input, title: Callable[[str], str]) -> str:
    """What an input is called unless the caller says otherwise, without an article.

    >>> from rubrika.engines.phrases import phrases
    >>> input_text(phrases("en"), Input("points", "c1"), str.upper)
    'points of “C1”'
    """
    match read:
        case Input("context", id):
            return id
        case Input("points" | "share" as role, "total"):
            return table[f"total {role}"]
        case Input("value", ""):
            return table["value"]
        case _:
            key = "value of" if read.role == "value" else read.role
            return table[key].format(table["quote"].format(title(read.id)))


def signed(terms: Sequence[Expression]) -> list[tuple[bool, Expression]]:
    """The terms of a sum without their signs: whether each is subtracted; those that are come last.

    >>> signed((Input("value") * -1, Constant(5))) == [(False, Constant(5)), (True, Input("value"))]
    True
    """
    return sorted(map(_split, terms), key=lambda pair: pair[0])


def _split(term: Expression) -> tuple[bool, Expression]:
    match term:
        case Constant(value) if value < 0:
            return True, Constant(-value)
        case Product((Constant(value), *others)) if value < 0:
            return True, multiply(Fraction(-value), *others)
        case _:
            return False, term


def mirrored(rule: Compare) -> tuple[Expression, Comparison, Expression]:
    """The comparison with a number on the left turned round: 5 ≤ x is said as x ≥ 5.

    >>> mirrored(Compare(Constant(5), "<=", Input("value")))[1]
    '>='
    """
    left, comparison, right = rule.left, rule.comparison, rule.right
    if isinstance(left, Constant) and not isinstance(right, Constant):
        return right, MIRRORED[comparison], left
    return left, comparison, right


def evenly(terms: Sequence[Term]) -> bool:
    """Whether all terms have the same weight, so that weights need not be told."""
    return len({term.weight for term in terms}) == 1
