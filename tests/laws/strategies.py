"""What the laws are tried on: generated numbers, sources and rules.

`expressions` and `conditions` take the inputs that a rule may read, so that an engine's law can
generate rules for just the values it has. Rules are made by the public builders only.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, TypedDict, Unpack, get_args

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rubrika.number import HowToRound
from rubrika.rules import (
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
    choose,
    clamp,
    divide,
    either,
    greatest,
    least,
    log,
    multiply,
    negate,
    power,
    rounded,
)
from rubrika.rules.nodes import MEMBER_ROLES
from rubrika.sources import Source, cited

SOURCES: Final = {
    source.id: source
    for source in (
        Source("c22", document="Circular 22/2020", article="Article 5"),
        Source("điều-2", document={"vi": "Quyết định", "en": "Decision"}),
        Source("guess", status="provisional", reason="by analogy"),
    )
}
"""The sources that generated numbers cite, by id."""

NUMERIC: Final = (
    Input("value"),
    Input("points", "total"),
    Input("share", "c1"),
    Input("points", "tiêu-chí.2"),
    Input("value", "wait"),
)
CATEGORICAL: Final = (Input("context", "area"), Input("value", "welcome"))
YES_OR_NO: Final = (Input("value", "pests"), Input("context", "rural"))
NODES: Final = ("c1", "pests", "wait")
OPTIONS: Final = ("a", 'with "quotes"', "back\\slash", "miền núi", "two\nlines", "it's")

_COMPARISONS: Final[tuple[Comparison, ...]] = get_args(Comparison)
_EXPONENTS: Final = tuple(Fraction(*pair) for pair in [(2, 1), (-1, 1), (1, 2), (1, 3), (-3, 4)])


def numbers(*, cite: bool = True) -> SearchStrategy[Fraction]:
    """Small numbers, decimal and not, some of which (unless told otherwise) carry a source."""
    plain = st.one_of(
        st.integers(-100, 100).map(Fraction),
        st.integers(-1000, 1000).map(lambda n: Fraction(n, 100)),
        st.fractions(-10, 10, max_denominator=30),
    )
    if not cite:
        return plain
    return st.one_of(plain, plain, st.builds(cited, plain, st.sampled_from(list(SOURCES.values()))))


def shorthands(*, cite: bool = True) -> SearchStrategy[Tally | Each]:
    """The parts of rules that speak of a group, and that a rubric expands."""
    fields = (
        st.sampled_from(("criteria", "indicators", "c1")),
        st.sampled_from(MEMBER_ROLES),
        st.sampled_from(_COMPARISONS),
        numbers(cite=cite).map(Constant),
    )
    return st.one_of(
        st.builds(Tally, *fields), st.builds(Each, st.sampled_from(("every", "some")), *fields)
    )


def rules(
    inputs: Sequence[Input] = NUMERIC,
    *,
    categorical: Sequence[Input] = CATEGORICAL,
    yes_or_no: Sequence[Input] = YES_OR_NO,
    nodes: Sequence[str] = NODES,
    cite: bool = True,
    irrational: bool = True,
    groups: bool = True,
    leaves: int = 12,
) -> SearchStrategy[Rule]:
    """Expressions and conditions, nested in one another.

    Args:
        inputs: The numeric inputs that they may read.
        categorical: The inputs that are compared with options.
        yes_or_no: The inputs that are answered yes or no.
        nodes: The ids that ``met`` and ``applies`` may name; none: there are no such parts.
        cite: Whether numbers may carry sources.
        irrational: Whether there may be roots, logarithms and geometric means.
        groups: Whether there may be shorthands such as ``every("criteria")``.
        leaves: About how many leaves a rule may have.
    """
    number = numbers(cite=cite)
    exponents = [e for e in _EXPONENTS if irrational or e.denominator == 1]
    statistics: list[Statistic] = [
        how for how in get_args(Statistic) if irrational or how != "geometric"
    ]

    def atoms() -> SearchStrategy[Rule]:
        found: list[SearchStrategy[Rule]] = [
            number.map(Constant),
            st.sampled_from(list(inputs)),
            st.booleans().map(Always),
        ]
        if categorical:
            options = st.lists(st.sampled_from(OPTIONS), min_size=1, max_size=3, unique=True)
            found.append(st.builds(OneOf, st.sampled_from(list(categorical)), options.map(tuple)))
        if yes_or_no:
            found.append(st.sampled_from(list(yes_or_no)).map(Yes))
        if nodes:
            found += [st.sampled_from(list(nodes)).map(kind) for kind in (Met, Applicable)]
        if groups:
            found.append(shorthands(cite=cite))
        return st.one_of(found)

    def wholes(parts: SearchStrategy[Rule]) -> SearchStrategy[Rule]:
        x, test = parts.map(_as_number), parts.map(_as_test)
        some, tests = st.lists(x, min_size=1, max_size=4), st.lists(test, max_size=4)
        term = st.builds(Term, number.map(abs), x, st.none() | test)
        found: list[SearchStrategy[Rule]] = [
            some.map(lambda xs: add(*xs)),
            some.map(lambda xs: multiply(*xs)),
            st.builds(lambda a, b: a - b, x, x),
            st.builds(_quotient, x, x),
            some.map(lambda xs: least(*xs)),
            some.map(lambda xs: greatest(*xs)),
            st.builds(clamp, x, number, number),
            st.builds(power, x, st.sampled_from(exponents)),
            st.builds(rounded, x, st.sampled_from([1, "0.01", "1/3"]), _ways_to_round()),
            st.builds(choose, test, x, x),
            st.builds(choose, test, x, test, x, x),
            tests.map(lambda cs: add(*[choose(c, 1, 0) for c in cs])),
            st.builds(
                Average,
                st.sampled_from(statistics),
                st.lists(term, min_size=1, max_size=3).map(tuple),
                st.integers(1, 3),
            ),
            st.builds(Compare, x, st.sampled_from(_COMPARISONS), x),
            tests.map(lambda cs: both(*cs)),
            tests.map(lambda cs: either(*cs)),
            test.map(negate),
        ]
        if irrational:
            found.append(x.map(log))
        return st.one_of(found)

    return st.recursive(atoms(), wholes, max_leaves=leaves)


class RuleOptions(TypedDict, total=False):
    """The options of :func:`rules`, for the functions that pass them on."""

    categorical: Sequence[Input]
    yes_or_no: Sequence[Input]
    nodes: Sequence[str]
    cite: bool
    irrational: bool
    groups: bool
    leaves: int


def expressions(
    inputs: Sequence[Input] = NUMERIC, **options: Unpack[RuleOptions]
) -> SearchStrategy[Expression]:
    """Numbers among :func:`rules`, with the same options."""
    return rules(inputs, **options).map(_as_number)


def conditions(
    inputs: Sequence[Input] = NUMERIC, **options: Unpack[RuleOptions]
) -> SearchStrategy[Condition]:
    """Conditions among :func:`rules`, with the same options."""
    return rules(inputs, **options).map(_as_test)


def _ways_to_round() -> SearchStrategy[HowToRound]:
    return st.sampled_from(get_args(HowToRound))


def _quotient(top: Expression, bottom: Expression) -> Expression:
    zero = isinstance(bottom, Constant) and bottom.value == 0
    return divide(top, 1 if zero else bottom)


def _as_number(rule: Rule) -> Expression:
    return rule if isinstance(rule, Expression) else choose(rule, 1, 0)


def _as_test(rule: Rule) -> Condition:
    return rule if isinstance(rule, Condition) else rule >= 0
