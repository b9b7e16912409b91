"""Rules: a strategy for expressions and conditions, nested in one another."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, TypedDict, Unpack, get_args

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rubrika.number import HowToRound
from rubrika.rules.functions import choose, clamp, greatest, least, log, rounded
from rubrika.rules.nodes import (
    MEMBER_ROLES,
    Always,
    Applicable,
    Average,
    Compare,
    Comparison,
    Condition,
    Constant,
    Each,
    Expression,
    Input,
    Met,
    OneOf,
    Rule,
    Statistic,
    Tally,
    Term,
    Yes,
    add,
    both,
    divide,
    either,
    multiply,
    negate,
    power,
)
from rubrika.sources import cited
from rubrika.testing.material import SOURCES

__all__ = ["conditions", "expressions", "rules"]

_COMPARISONS: Final[tuple[Comparison, ...]] = get_args(Comparison)
_EXPONENTS: Final = tuple(Fraction(*pair) for pair in [(2, 1), (-1, 1), (1, 2), (1, 3), (-3, 4)])
_OPTIONS: Final = ("a", 'with "quotes"', "back\\slash", "miền núi", "two\nlines", "it's")
_VALUE: Final = (Input("value"),)


def _numbers(*, cite: bool) -> SearchStrategy[Fraction]:
    plain = st.one_of(
        st.integers(-100, 100).map(Fraction),
        st.integers(-1000, 1000).map(lambda n: Fraction(n, 100)),
        st.fractions(-10, 10, max_denominator=30),
    )
    return plain | plain | st.builds(cited, plain, st.sampled_from(SOURCES)) if cite else plain


class _Options(TypedDict, total=False):
    """The options of :func:`rules`, for the functions that pass them on."""

    categorical: Sequence[Input]
    yes_or_no: Sequence[Input]
    nodes: Sequence[str]
    groups: Sequence[str]
    sources: bool
    irrational: bool
    leaves: int


def rules(
    inputs: Sequence[Input] = _VALUE,
    *,
    categorical: Sequence[Input] = (),
    yes_or_no: Sequence[Input] = (),
    nodes: Sequence[str] = (),
    groups: Sequence[str] = (),
    sources: bool = True,
    irrational: bool = True,
    leaves: int = 12,
) -> SearchStrategy[Rule]:
    """A strategy for rules: expressions and conditions, nested in one another.

    Any rule may turn up, also one that divides by zero for some inputs.

    Args:
        inputs: The numeric inputs that they may read; unless said, the value.
        categorical: The inputs that are compared with options.
        yes_or_no: The inputs that are answered yes or no.
        nodes: The ids that ``met`` and ``applies`` may name; none: there are no such parts.
        groups: The groups that shorthands such as ``every("criteria")`` may name.
        sources: Whether numbers may carry sources.
        irrational: Whether there may be roots, logarithms and geometric means.
        leaves: About how many leaves a rule may have.

    >>> from hypothesis import find
    >>> rule = find(rules(irrational=False), lambda rule: isinstance(rule, Compare))
    >>> rule.comparison in (">=", ">", "<=", "<", "==", "!=")
    True
    """
    number = _numbers(cite=sources)
    atoms: list[SearchStrategy[Rule]] = [
        number.map(Constant),
        st.sampled_from(list(inputs)),
        st.booleans().map(Always),
    ]
    if categorical:
        options = st.lists(st.sampled_from(_OPTIONS), min_size=1, max_size=3, unique=True)
        atoms.append(st.builds(OneOf, st.sampled_from(list(categorical)), options.map(tuple)))
    if yes_or_no:
        atoms.append(st.sampled_from(list(yes_or_no)).map(Yes))
    if nodes:
        atoms += [st.sampled_from(list(nodes)).map(kind) for kind in (Met, Applicable)]
    if groups:
        atoms.append(_shorthands(groups, number))
    return st.recursive(
        st.one_of(atoms),
        lambda parts: _wholes(parts, number, irrational=irrational),
        max_leaves=leaves,
    )


def _shorthands(
    groups: Sequence[str], number: SearchStrategy[Fraction]
) -> SearchStrategy[Tally | Each]:
    fields = (
        st.sampled_from(list(groups)),
        st.sampled_from(MEMBER_ROLES),
        st.sampled_from(_COMPARISONS),
        number.map(Constant),
    )
    quantifiers = st.sampled_from(("every", "some"))
    return st.builds(Tally, *fields) | st.builds(Each, quantifiers, *fields)


def _wholes(
    parts: SearchStrategy[Rule], number: SearchStrategy[Fraction], *, irrational: bool
) -> SearchStrategy[Rule]:
    """All that can be made of some parts."""
    exponents = [e for e in _EXPONENTS if irrational or e.denominator == 1]
    statistics: list[Statistic] = [
        how for how in get_args(Statistic) if irrational or how != "geometric"
    ]
    x, test = parts.map(_as_number), parts.map(_as_test)
    some, tests = st.lists(x, min_size=1, max_size=4), st.lists(test, max_size=4)
    terms = st.lists(
        st.builds(Term, number.map(abs), x, st.none() | test), min_size=1, max_size=3
    ).map(tuple)
    found: list[SearchStrategy[Rule]] = [
        some.map(lambda xs: add(*xs)),
        some.map(lambda xs: multiply(*xs)),
        st.builds(_difference, x, x),
        st.builds(_quotient, x, x),
        some.map(lambda xs: least(*xs)),
        some.map(lambda xs: greatest(*xs)),
        st.builds(clamp, x, number, number),
        st.builds(power, x, st.sampled_from(exponents)),
        st.builds(rounded, x, st.sampled_from([1, "0.01", "1/3"]), _ways_to_round()),
        st.builds(choose, test, x, x),
        st.builds(choose, test, x, test, x, x),
        tests.map(lambda cs: add(*[choose(c, 1, 0) for c in cs])),
        st.builds(Average, st.sampled_from(statistics), terms, st.integers(1, 3)),
        st.builds(Compare, x, st.sampled_from(_COMPARISONS), x),
        tests.map(lambda cs: both(*cs)),
        tests.map(lambda cs: either(*cs)),
        test.map(negate),
    ]
    return st.one_of([*found, x.map(log)] if irrational else found)


def expressions(
    inputs: Sequence[Input] = _VALUE, **options: Unpack[_Options]
) -> SearchStrategy[Expression]:
    """A strategy for rules that give a number; options as for :func:`rules`.

    >>> from hypothesis import find
    >>> isinstance(find(expressions(), lambda rule: True), Expression)
    True
    """
    return rules(inputs, **options).map(_as_number)


def conditions(
    inputs: Sequence[Input] = _VALUE, **options: Unpack[_Options]
) -> SearchStrategy[Condition]:
    """A strategy for rules that hold or do not; options as for :func:`rules`.

    >>> from hypothesis import find
    >>> isinstance(find(conditions(), lambda rule: True), Condition)
    True
    """
    return rules(inputs, **options).map(_as_test)


def _ways_to_round() -> SearchStrategy[HowToRound]:
    return st.sampled_from(get_args(HowToRound))


def _difference(one: Expression, other: Expression) -> Expression:
    return one - other


def _quotient(top: Expression, bottom: Expression) -> Expression:
    zero = isinstance(bottom, Constant) and bottom.value == 0
    return divide(top, 1 if zero else bottom)


def _as_number(rule: Rule) -> Expression:
    return rule if isinstance(rule, Expression) else choose(rule, 1, 0)


def _as_test(rule: Rule) -> Condition:
    return rule if isinstance(rule, Condition) else rule >= 0
