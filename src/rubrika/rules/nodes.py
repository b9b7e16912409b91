"""The closed set of expression nodes: what a rule can say.

A rule is data: an :class:`Expression` (a number) or a :class:`Condition` (true or false), built
with Python operators from the nodes below. Rules are frozen, hashable and compared by structure;
``==`` between rules asks whether they are the same rule, and ``.equals()`` builds a comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Final, Literal, NoReturn, TypeAlias, cast, get_args

import attrs

from rubrika.errors import Problem, RuleError, told
from rubrika.number import Numeric, Rounding, exact
from rubrika.rules.validators import all_of, some_of, weight, word_of
from rubrika.sources import with_source

__all__ = [
    "Always",
    "Applicable",
    "Average",
    "Both",
    "Choose",
    "Compare",
    "Comparison",
    "Condition",
    "Constant",
    "Each",
    "Either",
    "Expression",
    "Greatest",
    "Input",
    "Least",
    "Log",
    "Met",
    "Not",
    "OneOf",
    "Operand",
    "Power",
    "Product",
    "Quotient",
    "Role",
    "Rounded",
    "Rule",
    "Statistic",
    "Sum",
    "Tally",
    "Term",
    "Yes",
]

Role: TypeAlias = Literal["value", "points", "share", "context"]
"""What an :class:`Input` reads: an observed value, a node's points or share, or a context fact."""

Comparison: TypeAlias = Literal[">=", ">", "<=", "<", "==", "!="]
"""How a :class:`Compare` relates its sides."""

Statistic: TypeAlias = Literal["arithmetic", "geometric", "best", "drop-worst", "median", "trimmed"]
"""How an :class:`Average` makes one number of many; see there."""

ROLES: Final[tuple[str, ...]] = get_args(Role)
LARGEST_EXPONENT: Final = 1000
"""The largest numerator and denominator of an exponent."""
COMPARISONS: Final[tuple[str, ...]] = get_args(Comparison)
MEMBER_ROLES: Final = ("value", "points", "share")
"""What a :class:`Tally` or an :class:`Each` can compare of the members of a group."""
STATISTICS: Final[tuple[str, ...]] = get_args(Statistic)
MIRRORED: Final[dict[str, Comparison]] = {
    ">=": "<=",
    ">": "<",
    "<=": ">=",
    "<": ">",
    "==": "==",
    "!=": "!=",
}
OPPOSITE: Final[dict[str, Comparison]] = {
    ">=": "<",
    ">": "<=",
    "<=": ">",
    "<": ">=",
    "==": "!=",
    "!=": "==",
}


_WRITER: Final[list[Callable[[Rule], str]]] = []


def written_by(write: Callable[[Rule], str]) -> None:
    """Say how rules are written as text: the writer, which stands on this module, calls it once."""
    _WRITER[:] = [write]


class _Rule:
    """What expressions and conditions share."""

    __slots__ = ()

    def __bool__(self) -> NoReturn:
        raise RuleError(
            Problem(
                "rule-truth",
                "a rule is neither true nor false until it is read",
                hint="Join rules with & | ~ instead of and, or, not; "
                "write (a >= 1) & (a <= 5) for 1 <= a <= 5.",
            )
        )

    def __str__(self) -> str:
        """Write the rule as a rule string, which :func:`rubrika.rules.parse` reads back."""
        return _WRITER[0](cast("Rule", self))


class Expression(_Rule):
    """A rule that gives a number. Operators build larger rules from it.

    >>> from rubrika.rules import Input
    >>> value = Input("value")
    >>> print((value + 1) * 2 >= 10)
    2 * (value + 1) >= 10
    """

    __slots__ = ()

    def __add__(self, other: Operand) -> Expression:
        return add(self, other)

    def __radd__(self, other: Operand) -> Expression:
        return add(other, self)

    def __sub__(self, other: Operand) -> Expression:
        return add(self, multiply(-1, other))

    def __rsub__(self, other: Operand) -> Expression:
        return add(other, multiply(-1, self))

    def __neg__(self) -> Expression:
        return multiply(-1, self)

    def __mul__(self, other: Operand) -> Expression:
        return multiply(self, other)

    def __rmul__(self, other: Operand) -> Expression:
        return multiply(other, self)

    def __truediv__(self, other: Operand) -> Expression:
        return divide(self, other)

    def __rtruediv__(self, other: Operand) -> Expression:
        return divide(other, self)

    def __pow__(self, exponent: Numeric) -> Expression:
        return power(self, exponent)

    def __ge__(self, other: Operand) -> Condition:
        return Compare(self, ">=", to_expression(other))

    def __gt__(self, other: Operand) -> Condition:
        return Compare(self, ">", to_expression(other))

    def __le__(self, other: Operand) -> Condition:
        return Compare(self, "<=", to_expression(other))

    def __lt__(self, other: Operand) -> Condition:
        return Compare(self, "<", to_expression(other))

    def equals(self, other: Operand) -> Condition:
        """The condition that both are equal (``==`` compares the rules themselves)."""
        return Compare(self, "==", to_expression(other))

    def differs(self, other: Operand) -> Condition:
        """The condition that both are not equal (``!=`` compares the rules themselves)."""
        return Compare(self, "!=", to_expression(other))


class Condition(_Rule):
    """A rule that holds or does not. ``&``, ``|`` and ``~`` join conditions."""

    __slots__ = ()

    def __and__(self, other: Condition) -> Condition:
        return both(self, other)

    def __or__(self, other: Condition) -> Condition:
        return either(self, other)

    def __rand__(self, other: object) -> Condition:
        return both(to_condition(other), self)  # what is no condition, such as False, is refused

    def __ror__(self, other: object) -> Condition:
        return either(to_condition(other), self)

    def __invert__(self) -> Condition:
        return negate(self)


Rule: TypeAlias = Expression | Condition
Operand: TypeAlias = Expression | Numeric


_EXPRESSION = all_of(Expression)
_CONDITION = all_of(Condition)


@attrs.frozen(cache_hash=True, order=False)
class Constant(Expression):
    """A fixed rational number, which may carry its source."""

    value: Fraction = attrs.field(converter=exact, eq=with_source)


@attrs.frozen(cache_hash=True, order=False)
class Input(Expression):
    """A number that is given from outside.

    Args:
        role: ``"value"`` (what was observed), ``"points"``, ``"share"`` or ``"context"``.
        id: Of which node or context attribute. Empty for the observed value inside a scale; the
            id ``"total"`` stands for the whole rubric.
    """

    role: Role = attrs.field(validator=word_of(ROLES))
    id: str = ""

    def one_of(self, *options: str) -> Condition:
        """The condition that the (categorical) input is one of *options*."""
        return OneOf(self, options)

    @property
    def is_yes(self) -> Condition:
        """The condition that the (yes-or-no) input is yes."""
        return Yes(self)


@attrs.frozen(cache_hash=True, order=False)
class Sum(Expression):
    """The sum of its terms."""

    terms: tuple[Expression, ...] = attrs.field(validator=_EXPRESSION)


@attrs.frozen(cache_hash=True, order=False)
class Product(Expression):
    """The product of its factors."""

    factors: tuple[Expression, ...] = attrs.field(validator=_EXPRESSION)


@attrs.frozen(cache_hash=True, order=False)
class Quotient(Expression):
    """The first part divided by the second, which must not be zero when it is read."""

    top: Expression = attrs.field(validator=_EXPRESSION)
    bottom: Expression = attrs.field(validator=_EXPRESSION)


@attrs.frozen(cache_hash=True, order=False)
class Least(Expression):
    """The least of its parts."""

    parts: tuple[Expression, ...] = attrs.field(validator=some_of(Expression))


@attrs.frozen(cache_hash=True, order=False)
class Greatest(Expression):
    """The greatest of its parts."""

    parts: tuple[Expression, ...] = attrs.field(validator=some_of(Expression))


@attrs.frozen(cache_hash=True, order=False)
class Rounded(Expression):
    """A number rounded as :class:`rubrika.Rounding` says."""

    part: Expression = attrs.field(validator=_EXPRESSION)
    rounding: Rounding


@attrs.frozen(cache_hash=True, order=False)
class Power(Expression):
    """A number to a fixed rational power; a root where the exponent is no integer.

    The base of a root must not be negative, and the base of a negative power not zero.
    """

    base: Expression = attrs.field(validator=_EXPRESSION)
    exponent: Fraction = attrs.field(converter=exact, eq=with_source)

    def __attrs_post_init__(self) -> None:
        top, bottom = abs(self.exponent.numerator), self.exponent.denominator
        if max(top, bottom) > LARGEST_EXPONENT:
            raise RuleError(
                Problem(
                    "rule-exponent",
                    f"the exponent {told(str(self.exponent))} is too large",
                    hint=f"Numerator and denominator of an exponent go up to {LARGEST_EXPONENT}.",
                )
            )
        within = _largest_exponent(self.base)
        if within * max(top, 1) > LARGEST_EXPONENT:
            raise RuleError(
                Problem(
                    "rule-exponent",
                    f"the exponent {told(str(self.exponent))} stands on another, {within}: "
                    "together they are too large",
                    hint=f"Exponents of exponents go up to {LARGEST_EXPONENT} when multiplied.",
                )
            )


def _largest_exponent(rule: Expression) -> int:
    """The largest product of exponents that stand on each other in *rule*, at least 1."""
    largest = 1
    waiting: list[tuple[object, int]] = [(rule, 1)]
    while waiting:
        part, so_far = waiting.pop()
        if isinstance(part, Power):
            so_far *= max(abs(part.exponent.numerator), 1)
            largest = max(largest, so_far)
        if isinstance(part, tuple):
            waiting += [(member, so_far) for member in cast("tuple[object, ...]", part)]
        elif isinstance(part, Expression | Condition | Term):
            fields = attrs.fields(cast("type[attrs.AttrsInstance]", type(part)))
            waiting += [(getattr(part, field.name), so_far) for field in fields]
    return largest


@attrs.frozen(cache_hash=True, order=False)
class Log(Expression):
    """The natural logarithm of a positive number."""

    part: Expression = attrs.field(validator=_EXPRESSION)


@attrs.frozen(cache_hash=True, order=False)
class Choose(Expression):
    """The value beside the first condition that holds, or else *otherwise*."""

    cases: tuple[tuple[Condition, Expression], ...]
    otherwise: Expression = attrs.field(validator=_EXPRESSION)


@attrs.frozen(cache_hash=True, order=False)
class Term:
    """One part of an :class:`Average`: its weight, its value, when it takes part (None: always).

    A weight is at least 0.
    """

    weight: Fraction = attrs.field(converter=exact, validator=weight, eq=with_source)
    value: Expression = attrs.field(validator=_EXPRESSION)
    when: Condition | None = None


@attrs.frozen(cache_hash=True, order=False)
class Average(Expression):
    """One number of the terms that take part.

    Args:
        how: ``"arithmetic"``: Σ w·x / Σ w. ``"geometric"``: (Π x^w)^(1/Σ w), for x ≥ 0.
            The others disregard weights: ``"best"``: the mean of the *n* greatest (of all, when
            fewer take part); ``"drop-worst"``: the mean without the *n* least; ``"median"``: the
            middle one, or the mean of the two in the middle; ``"trimmed"``: the mean without the
            *n* least and the *n* greatest. At least one term (for ``"trimmed"``: the median) is
            always kept.
        terms: The terms; at least one must take part when the rule is read.
        n: How many, for ``"best"``, ``"drop-worst"`` and ``"trimmed"``.
    """

    how: Statistic = attrs.field(validator=word_of(STATISTICS))
    terms: tuple[Term, ...] = attrs.field(validator=all_of(Term))
    n: int = 0

    def __attrs_post_init__(self) -> None:
        if not self.terms:
            raise RuleError(Problem("rule-empty", "an average needs at least one term"))
        if self.how in ("best", "drop-worst", "trimmed") and self.n < 1:
            raise RuleError(
                Problem("rule-count", f"{self.how!r} needs n of at least 1, not {self.n}")
            )


@attrs.frozen(cache_hash=True, order=False)
class Tally(Expression):
    """How many members of a group satisfy a bound; a shorthand that a rubric expands.

    Args:
        group: ``"criteria"`` (of the top level), ``"indicators"`` (all of them), or the id of a
            criterion (its children).
        of: What is compared of each member: its ``"share"``, ``"points"`` or ``"value"``.
        comparison: How.
        bound: With what.
    """

    group: str
    of: Role = attrs.field(validator=word_of(MEMBER_ROLES))
    comparison: Comparison = attrs.field(validator=word_of(COMPARISONS))
    bound: Expression = attrs.field(validator=_EXPRESSION)


@attrs.frozen(cache_hash=True, order=False)
class Always(Condition):
    """A condition that always holds, or never."""

    holds: bool = True


@attrs.frozen(cache_hash=True, order=False)
class Compare(Condition):
    """A comparison of two numbers; "at least" is ``>=``."""

    left: Expression = attrs.field(validator=_EXPRESSION)
    comparison: Comparison = attrs.field(validator=word_of(COMPARISONS))
    right: Expression = attrs.field(validator=_EXPRESSION)


@attrs.frozen(cache_hash=True, order=False)
class OneOf(Condition):
    """Whether a categorical input is one of some options."""

    input: Input
    options: tuple[str, ...]


@attrs.frozen(cache_hash=True, order=False)
class Yes(Condition):
    """Whether a yes-or-no input is yes."""

    input: Input


@attrs.frozen(cache_hash=True, order=False)
class Applicable(Condition):
    """Whether the indicator with this id applies to the subject."""

    id: str


@attrs.frozen(cache_hash=True, order=False)
class Met(Condition):
    """Whether a node is met in full; a shorthand that a rubric expands.

    A yes-or-no indicator is met when the good answer was observed, any other node when it has its
    maximum.
    """

    id: str


@attrs.frozen(cache_hash=True, order=False)
class Each(Condition):
    """A bound on every, or on some, member of a group; a shorthand that a rubric expands.

    Args:
        quantifier: ``"every"`` or ``"some"``.
        group: See :class:`Tally`, as for the others.
        of: What is compared of each member.
        comparison: How.
        bound: With what.
    """

    quantifier: Literal["every", "some"] = attrs.field(validator=word_of(("every", "some")))
    group: str
    of: Role = attrs.field(validator=word_of(MEMBER_ROLES))
    comparison: Comparison = attrs.field(validator=word_of(COMPARISONS))
    bound: Expression = attrs.field(validator=_EXPRESSION)


@attrs.frozen(cache_hash=True, order=False)
class Both(Condition):
    """Whether all parts hold."""

    parts: tuple[Condition, ...] = attrs.field(validator=_CONDITION)


@attrs.frozen(cache_hash=True, order=False)
class Either(Condition):
    """Whether at least one part holds."""

    parts: tuple[Condition, ...] = attrs.field(validator=_CONDITION)


@attrs.frozen(cache_hash=True, order=False)
class Not(Condition):
    """Whether the part does not hold."""

    part: Condition = attrs.field(validator=_CONDITION)


# How rules are put together. Only what pays is simplified: nested sums, products, ands and ors are
# flattened, neutral parts dropped, and constants that carry no source are folded.

ZERO: Final = Constant(Fraction(0))
ONE: Final = Constant(Fraction(1))


def to_expression(value: object) -> Expression:
    """Read a number or an expression as an expression.

    Raises:
        RuleError: when *value* is a condition.
        NumberError: when it is neither rule nor number.
    """
    if isinstance(value, Expression):
        return value
    if isinstance(value, Condition):
        raise RuleError(
            Problem(
                "rule-part",
                f"{value} is a condition; a number is due",
                hint="Use choose(condition, 1, 0).",
            )
        )
    return Constant(exact(value))


def to_condition(value: object) -> Condition:
    """Check that *value* is a condition.

    Raises:
        RuleError: when it is not; a truth value (from ``==`` between rules) has its own hint.
    """
    if isinstance(value, Condition):
        return value
    hint = (
        "`==` compares the rules themselves: write .equals(number), .one_of('option') or .is_yes."
        if isinstance(value, bool)
        else "Compare it with something: total >= 85."
    )
    told_as = str(value) if isinstance(value, Expression) else told(value)
    raise RuleError(Problem("rule-condition", f"{told_as} is no condition", hint=hint))


def _plain(rule: Expression) -> Fraction | None:
    """The number that *rule* is, when it is one without a source (which must not be lost)."""
    return rule.value if type(rule) is Constant and type(rule.value) is Fraction else None


def add(*operands: Operand) -> Expression:
    """The sum of *operands*, flattened, with constants folded into one (in the last place)."""
    terms: list[Expression] = []
    constant = Fraction(0)
    for operand in operands:
        rule = to_expression(operand)
        for term in rule.terms if isinstance(rule, Sum) else (rule,):
            number = _plain(term)
            if number is None:
                terms.append(term)
            else:
                constant += number
    if constant or not terms:
        terms.append(Constant(constant))
    return terms[0] if len(terms) == 1 else Sum(tuple(terms))


def multiply(*operands: Operand) -> Expression:
    """The product of *operands*, flattened, with constants folded into one (in the first place)."""
    factors: list[Expression] = []
    constant = Fraction(1)
    for operand in operands:
        rule = to_expression(operand)
        for factor in rule.factors if isinstance(rule, Product) else (rule,):
            number = _plain(factor)
            if number is None:
                factors.append(factor)
            else:
                constant *= number
    if constant != 1 or not factors:
        factors.insert(0, Constant(constant))
    return factors[0] if len(factors) == 1 else Product(tuple(factors))


def divide(top: Operand, bottom: Operand) -> Expression:
    """The quotient of two operands, which is folded when both are constants.

    Raises:
        RuleError: when *bottom* is the constant zero.
    """
    above, below = to_expression(top), to_expression(bottom)
    if isinstance(below, Constant) and below.value == 0:
        raise RuleError(Problem("rule-zero", f"{above} is divided by zero"))
    a, b = _plain(above), _plain(below)
    if a is not None and b is not None:
        return Constant(a / b)
    return above if b == 1 else Quotient(above, below)


def power(base: Operand, exponent: Numeric) -> Expression:
    """*base* to a fixed rational power."""
    below, above = to_expression(base), exact(exponent)
    return below if above == 1 and type(above) is Fraction else Power(below, above)


def _join(kind: type[Both | Either], conditions: Iterable[object]) -> Condition:
    neutral = kind is Both
    parts: dict[Condition, None] = {}  # in order, each once
    for condition in conditions:
        part = to_condition(condition)
        for inner in part.parts if isinstance(part, kind) else (part,):
            if isinstance(inner, Always):
                if inner.holds != neutral:
                    return inner
            else:
                parts[inner] = None
    if not parts:
        return Always(neutral)
    return next(iter(parts)) if len(parts) == 1 else kind(tuple(parts))


def both(*conditions: Condition) -> Condition:
    """The condition that all of *conditions* hold (none: it always holds)."""
    return _join(Both, conditions)


def either(*conditions: Condition) -> Condition:
    """The condition that at least one of *conditions* holds (none: it never holds)."""
    return _join(Either, conditions)


def negate(condition: Condition) -> Condition:
    """The condition that *condition* does not hold."""
    match to_condition(condition):
        case Not(part):
            return part
        case Always(holds):
            return Always(not holds)
        case Compare(left, comparison, right):
            return Compare(left, OPPOSITE[comparison], right)
        case part:
            return Not(part)
