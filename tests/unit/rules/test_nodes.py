"""How rules are built: operators, folding, and what is refused."""

import copy
import pickle
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from rubrika.errors import NumberError, RuleError
from rubrika.rules import (
    Always,
    Average,
    Choose,
    Compare,
    Constant,
    Each,
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
    Sum,
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
    parse,
    power,
    root,
    rounded,
)
from rubrika.rules.nodes import to_condition, to_expression
from rubrika.sources import Source, cited

X, Y = Input("value", "x"), Input("value", "y")
A, B = Met("a"), Met("b")
SOURCE = Source("c22", document="Circular 22/2020")


def c(value: int | str) -> Constant:
    return Constant(Fraction(value))


def test_operators_build_expressions() -> None:
    assert X + 1 == 1 + X == Sum((X, c(1)))
    assert Sum((X, c(-1))) == X - 1
    assert Sum((Product((c(-1), X)), c(1))) == 1 - X
    assert Product((c(-1), X)) == -X
    assert X * 2 == 2 * X == Product((c(2), X))
    assert Quotient(X, c(2)) == X / 2
    assert Quotient(c(2), X) == 2 / X
    assert Power(X, Fraction(2)) == X**2


def test_comparisons_build_conditions() -> None:
    assert (X >= 1) == Compare(X, ">=", c(1))
    assert (X > 1) == Compare(X, ">", c(1))
    assert (X <= 1) == Compare(X, "<=", c(1))
    assert (X < 1) == Compare(X, "<", c(1))
    assert X.equals("0.5") == Compare(X, "==", c("1/2"))
    assert X.differs(Y) == Compare(X, "!=", Y)
    assert X.one_of("a", "b") == OneOf(X, ("a", "b"))
    assert X.is_yes == Yes(X)


def test_equality_asks_whether_two_rules_are_the_same() -> None:
    assert Input("value", "x") == X
    assert hash(Input("value", "x")) == hash(X)
    assert X != Y
    assert Constant(cited(1, SOURCE)) != c(1)


def test_a_rule_is_neither_true_nor_false() -> None:
    with pytest.raises(RuleError, match=r"Join rules with & \| ~ instead of and, or, not"):
        bool(X >= 1)


def test_sums_and_products_fold_numbers_and_flatten() -> None:
    assert add(1, X, 2, add(Y, 3)) == Sum((X, Y, c(6)))
    assert multiply(2, X, multiply(3, Y)) == Product((c(6), X, Y))
    assert add(X, 1, -1) == X == multiply(X, 2, "0.5")
    assert (add(), multiply()) == (c(0), c(1))


def test_a_number_with_a_source_is_not_folded_away() -> None:
    one = Constant(cited(1, SOURCE))
    assert add(one, 0) == one == multiply(one, 1)
    assert add(one, 2, 3) == Sum((one, c(5)))
    assert divide(X, one) == Quotient(X, one)
    assert power(X, cited(1, SOURCE)) == Power(X, cited(1, SOURCE))


def test_quotients_fold_numbers_and_refuse_zero() -> None:
    assert divide(1, 3) == c("1/3")
    assert divide(X, 1) == X
    for zero in (0, cited(0, SOURCE)):
        with pytest.raises(RuleError, match="is divided by zero"):
            divide(X, zero)


def test_the_extreme_of_one_part_is_the_part() -> None:
    assert least(X) == X == greatest(X)
    assert least(X, 1) == Least((X, c(1)))
    assert greatest(X, 1) == Greatest((X, c(1)))
    with pytest.raises(RuleError, match=r"greatest\(\) needs at least one part"):
        greatest()


def test_a_clamp_may_be_open_on_either_side() -> None:
    assert clamp(X, None, None) == X
    assert clamp(X, 0, None) == Greatest((X, c(0)))
    assert clamp(X, None, 9) == Least((X, c(9)))
    assert clamp(X, 0, 9) == Least((Greatest((X, c(0))), c(9)))


def test_roots_are_powers() -> None:
    assert root(X) == Power(X, Fraction(1, 2))
    assert root(X, 3) == Power(X, Fraction(1, 3))
    assert root(X, 1) == X
    with pytest.raises(RuleError, match="a root of degree 0"):
        root(X, 0)


@pytest.mark.parametrize("exponent", [1001, -1001, "1/1001"])
def test_a_large_exponent_is_refused(exponent: int | str) -> None:
    with pytest.raises(RuleError, match="go up to 1000"):
        power(X, exponent)


def test_choose_pairs_conditions_with_values() -> None:
    assert choose(A, 1, B, 2, 0) == Choose(((A, c(1)), (B, c(2))), c(0))


@pytest.mark.parametrize("cases", [(), (0,), (A, 1), (A, 1, B, 2)])
def test_choose_without_its_otherwise_is_refused(cases: tuple[object, ...]) -> None:
    with pytest.raises(RuleError, match="choose"):
        choose(*cases)


def test_both_and_either_flatten_and_drop_what_is_neutral_or_said_twice() -> None:
    assert both(A, both(B, A), Always()).parts == (A, B)  # type: ignore[attr-defined]  # Both
    assert (A | B | A).parts == (A, B)  # type: ignore[attr-defined]  # Either
    assert both() == Always() == either(A, Always())
    assert either() == Always(holds=False) == both(A, Always(holds=False))
    assert both(A) == A == either(A)
    assert both(A, B) == (A & B)


def test_a_negation_is_pushed_into_a_comparison() -> None:
    turned = {">=": "<", ">": "<=", "<=": ">", "<": ">=", "==": "!=", "!=": "=="}
    for one, other in turned.items():
        assert ~Compare(X, one, Y) == Compare(X, other, Y)  # type: ignore[arg-type]  # words
    assert negate(A) == Not(A)
    assert negate(Not(A)) == A
    assert negate(Always()) == Always(holds=False)


def test_numbers_and_conditions_are_not_mixed_up() -> None:
    with pytest.raises(RuleError, match=r'met\("a"\) is a condition; a number is due'):
        to_expression(A)
    with pytest.raises(RuleError, match=r"value\(\"x\"\) is no condition. Compare it"):
        to_condition(X)
    with pytest.raises(RuleError, match="`==` compares the rules themselves"):
        to_condition(X == Y)
    with pytest.raises(RuleError, match="'a' is no condition"):
        to_condition("a")
    with pytest.raises(NumberError):
        to_expression("many")


WRONG: list[tuple[Callable[[Any], object], str]] = [
    (Input, "'?' is no role. Use value, points, share, context."),
    (lambda x: Sum((x,)), "terms: '?' is no expression"),
    (Log, "part: '?' is no expression"),
    (Not, "part: '?' is no condition"),
    (lambda x: Compare(X, x, Y), "'?' is no comparison"),
    (lambda x: Each(x, "criteria", "share", ">=", X), "'?' is no quantifier"),
    (lambda x: Tally("criteria", x, ">=", X), "'?' is no of. Use value, points, share."),
    (lambda x: Average(x, (Term(Fraction(1), X),)), "'?' is no how"),
    (lambda x: Average("median", (x,)), "terms: '?' is no term"),
    (lambda _: Average("median", ()), "an average needs at least one term"),
    (lambda _: Average("best", (Term(Fraction(1), X),)), "'best' needs n of at least 1, not 0"),
    (lambda _: Term(Fraction(-1, 2), X), "the weight '-1/2' is below 0"),
    (lambda _: Least(()), "least() needs at least one part"),
    (lambda x: Greatest((x,)), "parts: '?' is no expression"),
    (lambda x: A & x, "'?' is no condition"),
    (lambda x: x & A, "'?' is no condition"),
    (lambda x: x | A, "'?' is no condition"),
]


@pytest.mark.parametrize(("build", "words"), WRONG)
def test_a_node_refuses_wrong_parts(build: Callable[[Any], object], words: str) -> None:
    with pytest.raises(RuleError) as caught:
        build("?")
    assert words in str(caught.value)


def test_rounding_and_logarithm_are_nodes_of_their_own() -> None:
    assert isinstance(rounded(X), Rounded)
    assert str(log(X)) == 'log(value("x"))'


def test_rules_survive_copying_and_pickling() -> None:
    rule = choose((cited(1, SOURCE) <= X) & A, X / 3, 0)
    assert copy.deepcopy(rule) == rule
    again = pickle.loads(pickle.dumps(rule))  # noqa: S301 - made in this line
    assert again == rule
    assert hash(again) == hash(rule)


@pytest.mark.parametrize("text", ["(value ** 100) ** 100", "((value + 1) ** 40 * 2) ** 30"])
def test_exponents_on_exponents_are_too_large_together(text: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse(text)
    (problem,) = caught.value.problems
    assert problem.code == "rule-exponent"
    assert "stands on another" in problem.message
    assert problem.hint == "Exponents of exponents go up to 1000 when multiplied."


def test_exponents_beside_each_other_do_not_add_up() -> None:
    assert str(parse("value ** 900 * value ** 900")) == "value ** 900 * value ** 900"
    assert str(parse("(value ** 30) ** 30")) == "(value ** 30) ** 30"
    conditional = "choose(value ** 2 >= 3, value, 1) ** 500"
    assert str(parse(conditional)) == conditional
