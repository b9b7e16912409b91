"""Laws of rules: what holds for every rule, whatever it says."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from tests.laws.strategies import NUMERIC, SOURCES, conditions, expressions, numbers, rules

from rubrika.rules import (
    Always,
    Compare,
    Comparison,
    Condition,
    Constant,
    Expression,
    Input,
    Product,
    Rule,
    Sum,
    add,
    both,
    canonical,
    either,
    fingerprint,
    greatest,
    least,
    multiply,
    negate,
    parse,
    parts,
    rewrite,
    sources_in,
    walk,
    write,
)
from rubrika.rules.nodes import MIRRORED


@given(rules())
def test_what_is_written_reads_back_as_the_same_rule(rule: Rule) -> None:
    assert parse(write(rule), sources=SOURCES) == rule


@given(rules())
def test_writing_what_was_read_changes_nothing(rule: Rule) -> None:
    text = write(rule)
    assert write(parse(text, sources=SOURCES)) == text


@given(numbers())
def test_every_number_is_written_exactly(number: Fraction) -> None:
    assert parse(write(Constant(number)), sources=SOURCES) == Constant(number)


@given(expressions(), expressions(), expressions())
def test_sums_are_associative(a: Expression, b: Expression, c: Expression) -> None:
    assert canonical((a + b) + c) == canonical(a + (b + c))


@given(expressions(), expressions(), expressions())
def test_products_are_associative(a: Expression, b: Expression, c: Expression) -> None:
    assert canonical((a * b) * c) == canonical(a * (b * c))


@given(st.lists(expressions(leaves=4), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_order_of_commutative_parts_does_not_matter(found: list[Expression], by: Random) -> None:
    shuffled = list(found)
    by.shuffle(shuffled)
    for build in (add, multiply, least, greatest):
        assert canonical(build(*found)) == canonical(build(*shuffled))


@given(expressions(), expressions(), st.sampled_from(list(MIRRORED)))
def test_a_mirrored_comparison_has_the_same_form(
    a: Expression, b: Expression, how: Comparison
) -> None:
    one = Compare(a, how, b)
    other = Compare(b, MIRRORED[how], a)
    assert fingerprint(one) == fingerprint(other)


@given(rules())
def test_sources_do_not_change_the_form(rule: Rule) -> None:
    def uncited(part: Rule) -> Rule | None:
        return Constant(part.value + 0) if isinstance(part, Constant) else None

    assert canonical(rewrite(rule, uncited)) == canonical(rule)


@given(rules())
def test_reading_keeps_the_fingerprint(rule: Rule) -> None:
    assert fingerprint(parse(write(rule), sources=SOURCES)) == fingerprint(rule)


@given(numbers(cite=False), numbers(cite=False), st.sampled_from(NUMERIC))
def test_rules_with_different_bounds_have_different_forms(
    a: Fraction, b: Fraction, read: Input
) -> None:
    assert (canonical(read >= a) == canonical(read >= b)) == (a == b)


@given(rules(cite=False))
def test_rewriting_nothing_gives_the_same_rule(rule: Rule) -> None:
    assert rewrite(rule, lambda _: None) == rule


@given(rules())
def test_a_walk_meets_each_part_after_its_whole(rule: Rule) -> None:
    found = list(walk(rule))
    assert found[0] is rule
    assert len(found) == 1 + sum(len(list(walk(part))) for part in parts(rule))


@given(rules())
def test_only_known_sources_are_found(rule: Rule) -> None:
    assert set(sources_in(rule)) <= set(SOURCES.values())


@given(conditions())
def test_two_negations_cancel(a: Condition) -> None:
    assert negate(negate(a)) == a


@given(conditions(), conditions(), conditions())
def test_both_is_associative(a: Condition, b: Condition, c: Condition) -> None:
    assert both(both(a, b), c) == both(a, both(b, c)) == both(a, b, c)


@given(conditions(), conditions(), conditions())
def test_either_is_associative(a: Condition, b: Condition, c: Condition) -> None:
    assert either(either(a, b), c) == either(a, either(b, c)) == either(a, b, c)


@given(conditions(), conditions())
def test_both_and_either_are_commutative_in_form(a: Condition, b: Condition) -> None:
    assert canonical(a & b) == canonical(b & a)
    assert canonical(a | b) == canonical(b | a)


@given(conditions())
def test_both_and_either_are_idempotent(a: Condition) -> None:
    assert both(a, a) == a == either(a, a)


@given(conditions())
def test_always_and_never_are_neutral_or_absorbing(a: Condition) -> None:
    assert both(a, Always()) == a == either(a, Always(holds=False))
    assert both(a, Always(holds=False)) == Always(holds=False)
    assert either(a, Always()) == Always()


@given(expressions())
def test_zero_and_one_are_neutral(a: Expression) -> None:
    assert add(a, 0) == a == multiply(a, 1)


@given(rules())
def test_sums_and_products_are_never_nested(rule: Rule) -> None:
    for part in walk(rule):
        if isinstance(part, Sum | Product):
            assert not any(type(inner) is type(part) for inner in parts(part))
