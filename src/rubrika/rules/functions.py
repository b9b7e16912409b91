"""The functions of rules: what operators cannot say, under the names that rule strings use."""

from __future__ import annotations

from collections.abc import Iterable

from rubrika.errors import Problem, RuleError
from rubrika.number import HowToRound, Numeric, Rounding, exact
from rubrika.rules.nodes import (
    Choose,
    Expression,
    Greatest,
    Least,
    Log,
    Operand,
    Rounded,
    power,
    to_condition,
    to_expression,
)

__all__ = ["choose", "clamp", "greatest", "least", "log", "root", "rounded"]


def _extreme(kind: type[Least | Greatest], operands: Iterable[Operand]) -> Expression:
    parts = tuple(to_expression(operand) for operand in operands)
    return parts[0] if len(parts) == 1 else kind(parts)


def least(*operands: Operand) -> Expression:
    """The least of *operands*.

    >>> from rubrika.rules import Input
    >>> print(least(2 * Input("value"), 10))
    least(2 * value, 10)
    """
    return _extreme(Least, operands)


def greatest(*operands: Operand) -> Expression:
    """The greatest of *operands*.

    >>> from rubrika.rules import Input
    >>> print(greatest(Input("value") - 5, 0))
    greatest(value - 5, 0)
    """
    return _extreme(Greatest, operands)


def clamp(operand: Operand, low: Operand | None, high: Operand | None) -> Expression:
    """*operand*, but not below *low* and not above *high* (None: no limit).

    >>> from rubrika.rules import Input
    >>> print(clamp(Input("value"), 0, 10))
    clamp(value, 0, 10)
    """
    rule = to_expression(operand)
    if low is not None:
        rule = greatest(rule, low)
    return rule if high is None else least(rule, high)


def rounded(operand: Operand, step: Numeric = 1, how: HowToRound = "half-up") -> Expression:
    """*operand* rounded to a multiple of *step*; see :class:`rubrika.Rounding`.

    >>> from rubrika.rules import Input
    >>> print(rounded(Input("value"), "0.5"))
    rounded(value, 0.5)
    """
    return Rounded(to_expression(operand), Rounding(step, how))


def root(operand: Operand, degree: Numeric = 2) -> Expression:
    """The root of *operand* (the square root unless *degree* says otherwise).

    Raises:
        RuleError: when *degree* is zero.

    >>> from rubrika.rules import Input
    >>> print(10 * root(Input("value")))
    10 * root(value)
    """
    number = exact(degree)
    if number == 0:
        raise RuleError(Problem("rule-zero", "a root of degree 0 is no number"))
    return power(operand, 1 / number)


def log(operand: Operand) -> Expression:
    """The natural logarithm of *operand*.

    >>> from rubrika.rules import Input
    >>> print(log(Input("value") + 1))
    log(value + 1)
    """
    return Log(to_expression(operand))


def choose(*cases: object) -> Expression:
    """A value by condition: ``choose(value >= 80, 5, 0)``.

    Conditions and values alternate, and the value for "otherwise" comes last; the first condition
    that holds decides.

    >>> from rubrika.rules import Input
    >>> value = Input("value")
    >>> print(choose(value >= 80, 5, value >= 50, 3, 0))
    choose(value >= 80, 5, value >= 50, 3, 0)
    """
    if len(cases) == 1 or len(cases) % 2 == 0:
        raise RuleError(
            Problem(
                "rule-choose",
                f"choose() has {len(cases)} parts",
                hint="Write choose(condition, value, …, otherwise): they alternate.",
            )
        )
    pairs = zip(cases[:-1:2], cases[1::2], strict=True)
    return Choose(
        tuple((to_condition(c), to_expression(v)) for c, v in pairs), to_expression(cases[-1])
    )
