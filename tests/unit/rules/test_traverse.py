"""Walking over rules, and copies with parts replaced."""

from fractions import Fraction

import pytest

from rubrika.rules import (
    Constant,
    Expression,
    Input,
    Met,
    Rule,
    parse,
    parts,
    rewrite,
    sources_in,
    walk,
    write,
)
from rubrika.sources import Source, cited

SOURCES = {"c22": Source("c22", document="Circular 22/2020"), "x": Source("x", document="X")}

# Of every kind of node: its direct parts, in order.
PARTS = {
    "3": [],
    "total": [],
    "True": [],
    'met("a")': [],
    'applies("a")': [],
    "total + value + 1": ["total", "value", "1"],
    "2 * value": ["2", "value"],
    "value / 2": ["value", "2"],
    "least(value, 2)": ["value", "2"],
    "greatest(value, 2)": ["value", "2"],
    "rounded(value)": ["value"],
    "value ** 2": ["value"],
    "log(value)": ["value"],
    'choose(met("a"), 1, met("b"), 2, 3)': ['met("a")', "1", 'met("b")', "2", "3"],
    'average("best", value, term(2, total, met("a")), n=1)': ["value", 'met("a")', "total"],
    "total >= 3": ["total", "3"],
    'context("area") == "a"': ['context("area")'],
    'yes(value("a"))': ['value("a")'],
    'met("a") and met("b")': ['met("a")', 'met("b")'],
    'met("a") or met("b")': ['met("a")', 'met("b")'],
    'not met("a")': ['met("a")'],
    'count("a", of="points", reaching=3)': ["3"],
    'every("a", of="points") >= 3': ["3"],
}


@pytest.mark.parametrize("text", PARTS)
def test_the_parts_of_a_rule_are_given_in_order(text: str) -> None:
    assert [write(part) for part in parts(parse(text))] == PARTS[text]


@pytest.mark.parametrize("text", PARTS)
def test_rewriting_reaches_every_part(text: str) -> None:
    def change(rule: Rule) -> Rule | None:
        if rule == Met("a"):
            return Met("z")
        if isinstance(rule, Input):
            return Input(rule.role, "z")
        return Constant(Fraction(7)) if isinstance(rule, Constant) else None

    changed = rewrite(parse(text), change)
    met = [part.id for part in walk(changed) if isinstance(part, Met)]
    assert "a" not in met
    assert all(part.id == "z" for part in walk(changed) if isinstance(part, Input))
    assert all(part.value == 7 for part in walk(changed) if isinstance(part, Constant))


def test_a_walk_goes_from_the_whole_to_its_parts_in_order() -> None:
    rule = parse('total >= 3 and met("a")')
    assert [write(part) for part in walk(rule)] == [
        'total >= 3 and met("a")',
        "total >= 3",
        "total",
        "3",
        'met("a")',
    ]


def test_what_is_replaced_is_not_asked_again() -> None:
    value = Input("value")
    rule = rewrite(value + 1, lambda part: value * 2 if part == value else None)
    assert rule == value * 2 + 1


def test_a_rewritten_rule_is_folded_again() -> None:
    rule = rewrite(
        parse("value + 2"), lambda p: Constant(Fraction(3)) if p == Input("value") else None
    )
    assert rule == Constant(Fraction(5))


@pytest.mark.parametrize(
    ("text", "by", "words"),
    [
        ("log(value)", "met('a')", "an expression was replaced by the condition"),
        ("not met('a')", "1", "a condition was replaced by the expression"),
        ("yes(value)", "1", "can only be read from an input, not from 1"),
    ],
)
def test_a_part_is_replaced_only_by_its_like(text: str, by: str, words: str) -> None:
    rule = parse(text)
    (inner,) = parts(rule)
    with pytest.raises(TypeError, match=words):
        rewrite(rule, lambda part: parse(by) if part is inner else None)


def test_what_is_no_rule_is_not_rewritten() -> None:
    with pytest.raises(TypeError, match="3 is no rule"):
        rewrite(3, lambda _: None)  # type: ignore[arg-type]  # the wrong value is the test


def test_the_sources_of_a_rule_are_found_once_each_wherever_they_stand() -> None:
    texts = [
        'value + cited(1, "x") >= cited(3, "c22")',
        'value ** cited(2, "x") + cited(1, "c22")',
        'rounded(cited(2, "c22") * value, cited(1, "x"))',
        'average("median", term(cited(1, "x"), cited(2, "c22")), term(cited(3, "x"), 1))',
    ]
    for text in texts:
        found = sources_in(parse(text, sources=SOURCES))
        assert {source.id for source in found} == {"c22", "x"}
        assert len(found) == 2
    assert sources_in(parse("total >= 3")) == ()


def test_a_deep_rule_is_walked() -> None:
    rule: Expression = Constant(cited(1, SOURCES["x"]))
    for _ in range(3000):
        rule = Input("value") / rule
    assert sum(1 for _ in walk(rule)) == 6001
