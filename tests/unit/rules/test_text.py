"""Rule strings: what they mean, how rules are written, and how wrong ones are refused."""

from fractions import Fraction

import pytest

from rubrika.errors import RuleError
from rubrika.rules import (
    Always,
    Applicable,
    Average,
    Compare,
    Constant,
    Each,
    Expression,
    Input,
    Least,
    Met,
    Not,
    OneOf,
    Power,
    Product,
    Quotient,
    Rule,
    Sum,
    Tally,
    Term,
    Yes,
    add,
    both,
    choose,
    clamp,
    either,
    greatest,
    least,
    log,
    multiply,
    negate,
    parse,
    parse_condition,
    parse_expression,
    power,
    root,
    rounded,
    write,
)
from rubrika.rules.grammar import CALLS
from rubrika.rules.writer import write as write_rule
from rubrika.sources import Source, cited

SOURCES = {"c22": Source("c22", document="Circular 22/2020")}
TOTAL = Input("points", "total")
VALUE = Input("value")
AREA = Input("context", "area")
HALF = Constant(Fraction(1, 2))


def number(value: int | str) -> Constant:
    return Constant(Fraction(value))


# What is written as it is read: the text is the one that an author would write.
SAME: dict[str, Rule] = {
    "total": TOTAL,
    "value": VALUE,
    "points": Input("points"),
    "share": Input("share"),
    "context": Input("context"),
    'points("c1")': Input("points", "c1"),
    'share("c1")': Input("share", "c1"),
    'value("wait")': Input("value", "wait"),
    'context("area")': AREA,
    'met("a")': Met("a"),
    'applies("a")': Applicable("a"),
    'yes(value("a"))': Yes(Input("value", "a")),
    "True": Always(),
    "False": Always(holds=False),
    "85": number(85),
    "-3": number(-3),
    "0.1": Constant(Fraction(1, 10)),
    "1/3": Constant(Fraction(1, 3)),
    "-1/3": Constant(Fraction(-1, 3)),
    'cited(85, "c22")': Constant(cited(85, SOURCES["c22"])),
    'cited(-1/3, "c22")': Constant(cited("-1/3", SOURCES["c22"])),
    "value + 1": Sum((VALUE, number(1))),
    "value - 1": Sum((VALUE, number(-1))),
    "value - 1/3": Sum((VALUE, Constant(Fraction(-1, 3)))),
    "value - total": Sum((VALUE, Product((number(-1), TOTAL)))),
    "-value + total": Sum((Product((number(-1), VALUE)), TOTAL)),
    "value + (-value / total)": Sum((VALUE, Quotient(Product((number(-1), VALUE)), TOTAL))),
    "-(value + 1)": Product((number(-1), Sum((VALUE, number(1))))),
    "-value * total": Product((number(-1), VALUE, TOTAL)),
    "2 * value": Product((number(2), VALUE)),
    "1/3 * value": Product((Constant(Fraction(1, 3)), VALUE)),
    "(value + 1) * total": Product((Sum((VALUE, number(1))), TOTAL)),
    "2 * (value / total)": Product((number(2), Quotient(VALUE, TOTAL))),
    "2 * value / total": Quotient(Product((number(2), VALUE)), TOTAL),
    "value / total * share": Product((Quotient(VALUE, TOTAL), Input("share"))),
    "value / (total * share)": Quotient(VALUE, Product((TOTAL, Input("share")))),
    "value / total / 3": Quotient(Quotient(VALUE, TOTAL), number(3)),
    "value / -3": Quotient(VALUE, number(-3)),
    "value ** 2": Power(VALUE, Fraction(2)),
    "value ** -1": Power(VALUE, Fraction(-1)),
    "value ** (2/3)": Power(VALUE, Fraction(2, 3)),
    "value ** 1.5": Power(VALUE, Fraction(3, 2)),
    'value ** cited(2, "c22")': Power(VALUE, cited(2, SOURCES["c22"])),
    "(-2) ** 2": Power(number(-2), Fraction(2)),
    "(value + 1) ** 2": Power(Sum((VALUE, number(1))), Fraction(2)),
    "(value ** 2) ** 3": Power(Power(VALUE, Fraction(2)), Fraction(3)),
    "-value ** 2": Product((number(-1), Power(VALUE, Fraction(2)))),
    "root(value)": root(VALUE),
    "root(value, 3)": root(VALUE, 3),
    "log(value)": log(VALUE),
    "least(value, 3)": least(VALUE, 3),
    "greatest(value, 3)": greatest(VALUE, 3),
    "clamp(value, 0, 10)": clamp(VALUE, 0, 10),
    "least(greatest(value, 0), 10, 3)": Least((greatest(VALUE, 0), number(10), number(3))),
    "rounded(value)": rounded(VALUE),
    "rounded(value, 0.01)": rounded(VALUE, "0.01"),
    'rounded(value, 1, "half-even")': rounded(VALUE, 1, "half-even"),
    "choose(value >= 80, 5, value >= 50, 3, 0)": choose(VALUE >= 80, 5, VALUE >= 50, 3, 0),
    'average("median", value, total)': Average(
        "median", (Term(Fraction(1), VALUE), Term(Fraction(1), TOTAL))
    ),
    'average("best", term(2, value), term(1, total, met("a")), n=2)': Average(
        "best",
        (Term(Fraction(2), VALUE), Term(Fraction(1), TOTAL, Met("a"))),
        2,
    ),
    'average("arithmetic", term(cited(1, "c22"), value))': Average(
        "arithmetic", (Term(cited(1, SOURCES["c22"]), VALUE),)
    ),
    'count(met("a"), total >= 50)': add(choose(Met("a"), 1, 0), choose(TOTAL >= 50, 1, 0)),
    'count("criteria", reaching=percent(50))': Tally("criteria", "share", ">=", HALF),
    'count("criteria", above=percent(50))': Tally("criteria", "share", ">", HALF),
    'count("criteria", at_most=percent(50))': Tally("criteria", "share", "<=", HALF),
    'count("criteria", below=1/3)': Tally("criteria", "share", "<", Constant(Fraction(1, 3))),
    'count("c1", of="points", exactly=5)': Tally("c1", "points", "==", number(5)),
    'count("c1", of="value", other_than=5)': Tally("c1", "value", "!=", number(5)),
    'every("criteria") >= percent(50)': Each("every", "criteria", "share", ">=", HALF),
    'some("c1", of="points") > 0': Each("some", "c1", "points", ">", number(0)),
    "total >= 85": TOTAL >= 85,
    "total > 85": TOTAL > 85,
    "total <= 85": TOTAL <= 85,
    "total < 85": TOTAL < 85,
    "total == 85": TOTAL.equals(85),
    "total != 85": TOTAL.differs(85),
    'share("c1") >= percent(50)': Input("share", "c1") >= HALF,
    'percent(12.5) <= share("c1")': Compare(Constant(Fraction(1, 8)), "<=", Input("share", "c1")),
    'share("c1") >= cited(percent(50), "c22")': Input("share", "c1")
    >= cited("50%", SOURCES["c22"]),
    'context("area") == "mountain"': AREA.one_of("mountain"),
    'context("area") != "mountain"': Not(OneOf(AREA, ("mountain",))),
    'context("area") in ("a", "b")': AREA.one_of("a", "b"),
    'context("area") in ()': OneOf(AREA, ()),
    'context("area") not in ("a", "b")': Not(AREA.one_of("a", "b")),
    r'context("area") == "\"\\\n\u0001"': AREA.one_of('"\\\n\x01'),
    'met("a") and met("b") or met("c")': either(both(Met("a"), Met("b")), Met("c")),
    'met("a") and (met("b") or met("c"))': both(Met("a"), either(Met("b"), Met("c"))),
    'not met("a")': Not(Met("a")),
    'not (met("a") or met("b"))': Not(either(Met("a"), Met("b"))),
    'not (every("criteria") >= percent(50))': Not(Each("every", "criteria", "share", ">=", HALF)),
}


@pytest.mark.parametrize("text", SAME)
def test_a_text_says_its_rule(text: str) -> None:
    assert parse(text, sources=SOURCES) == SAME[text]


@pytest.mark.parametrize("text", SAME)
def test_a_rule_is_written_as_an_author_would(text: str) -> None:
    assert write(SAME[text]) == str(SAME[text]) == text


# Other spellings that are read, and how they are written.
SPELLINGS = {
    "1 + 2 * 3": "7",
    "1e-3": "0.001",
    "1E2": "100",
    ".5": "0.5",
    "+value": "value",
    "2 / 4": "0.5",
    "value * 3": "3 * value",
    "3 - value": "-value + 3",
    "sum(value, 1, total)": "value + total + 1",
    "product(2, value, 3)": "6 * value",
    "percent(50)": "0.5",
    "root(x=value, degree=3)": "root(value, 3)",
    'rounded(value, how="up")': 'rounded(value, 1, "up")',
    "clamp(value, low=0, high=1)": "clamp(value, 0, 1)",
    "50 <= total <= 90": "50 <= total and total <= 90",
    'percent(60) <= every("criteria")': 'every("criteria") >= percent(60)',
    '1 > some("c") > 0': 'some("c") < percent(100) and some("c") > percent(0)',
    '"a" == context("area")': 'context("area") == "a"',
    '"a" != context("area")': 'context("area") != "a"',
    'context("area") in ["a"]': 'context("area") == "a"',
    "context('area') == 'it\\'s'": 'context("area") == "it\'s"',
    '(total >= 85) & ~met("x") | (total == 3)': 'total >= 85 and not met("x") or total == 3',
    "not total >= 85": "total < 85",
    'not not met("a")': 'met("a")',
    "count()": "0",
    "count(total >= 1)": "choose(total >= 1, 1, 0)",
    'total >= 3  # at least three\n  and met("a")\r\n': 'total >= 3 and met("a")',
    "total\u00a0>= 3": "total >= 3",
    "total >= 3 and True": "total >= 3",
}


@pytest.mark.parametrize("text", SPELLINGS)
def test_another_spelling_is_the_same_rule(text: str) -> None:
    assert write(parse(text)) == SPELLINGS[text]


def test_ids_are_read_in_their_one_spelling() -> None:
    assert parse('share("e\u0302")') == Input("share", "ê")


def test_a_number_is_read_as_it_is_written() -> None:
    digits = "0.1000000000000000000000000000001"
    assert parse(digits) == Constant(Fraction(digits))
    assert parse("9" * 400) == Constant(Fraction(10**400 - 1))


def test_the_kind_of_a_rule_can_be_demanded() -> None:
    assert parse_condition("total >= 1") == (TOTAL >= 1)
    assert parse_expression("total + 1") == TOTAL + 1
    with pytest.raises(RuleError, match="a condition is due here, not a number"):
        parse_condition("total")
    with pytest.raises(RuleError, match="a number is due here, not a condition"):
        parse_expression("total >= 1")


# Each wrong text: the code of its problem, and words of the message and the hint.
WRONG = {
    "": ("rule-syntax", 'the rule is empty. Write "total >= 85".'),
    " # nothing": ("rule-syntax", "the rule is empty"),
    "a\0": ("rule-syntax", "a character that no text has"),
    "\ud800": ("rule-syntax", "a character that no text has"),
    "totl >= 85": ("rule-name", "there is no 'totl' (column 1: totl). Did you mean 'total'?"),
    "total >=\n  valeu": ("rule-name", "(line 2, column 3: valeu). Did you mean 'value'"),
    'share("é") + é': ("rule-name", "there is no 'é' (column 14: é)"),
    "log": ("rule-name", "Write log(x)."),
    "true": ("rule-name", "Did you mean 'True'?"),
    'shar("a")': (
        "rule-call",
        "there is no shar(…) (column 1: shar(\"a\")). Did you mean 'share'?",
    ),
    'every("criteria")': ("rule-call", "every(…) cannot stand alone"),
    "term(1, 2)": ("rule-call", "Write term(weight, x, when) in average(…)."),
    "share()": ("rule-arguments", "share(…) lacks id"),
    'share("a", "b")': (
        "rule-arguments",
        'has 2 arguments (column 1: share("a", "b")). Write share("id").',
    ),
    "share(3)": ("rule-arguments", "a text in quotes is due"),
    'share(ident="a")': ("rule-arguments", "share(…) knows no ident="),
    'sum(ident="a")': ("rule-arguments", "Write sum(x, y, …)."),
    'share("a", id="b")': ("rule-arguments", "share(…) has id twice"),
    "share(**total)": ("rule-arguments", "share(…) knows no **="),
    "least(*total)": ("rule-form", "rules know no such thing"),
    "rounded(value, stp=1)": ("rule-arguments", "Did you mean 'step'?"),
    'rounded(value, 1, "halfup")': ("number", "Use half-up, half-even, up, down."),
    "rounded(value, 0)": ("number", "A step is greater than 0."),
    "percent(value)": ("rule-arguments", "a fixed number is due, not value"),
    "yes(3)": ("rule-arguments", "3 is no answer"),
    "choose(met('a'), 1)": ("rule-choose", "choose() has 2 parts"),
    "choose()": ("rule-choose", "choose() has 1 parts"),
    "least()": ("rule-empty", "least() needs at least one part"),
    'average("median")': ("rule-empty", "at least one term"),
    'average("bets", value)': ("rule-word", "Use arithmetic, geometric"),
    'average("best", value)': ("rule-count", "needs n of at least 1"),
    'average("best", value, n=1.5)': ("rule-arguments", "n is a whole number, not 3/2"),
    'count("criteria")': ("rule-arguments", "Bounds: reaching=, above="),
    'count("criteria", below=1, above=0)': ("rule-arguments", "one group and one bound"),
    "count(below=1)": ("rule-arguments", "one group and one bound"),
    'some("c", of="point") > 1': ("rule-arguments", "Did you mean 'points'?"),
    'cited(85, "c23")': ("rule-source", "there is no source 'c23'"),
    'cited(cited(1, "c22"), "c22")': ("rule-source", "the number has a source already"),
    "met('a') >= 1": ("rule-kind", "Write choose(condition, 1, 0) to count it."),
    "value == True": ("rule-kind", 'Write yes(value("id")) for a yes-or-no answer.'),
    "total and met('a')": ("rule-kind", "Compare it with something: total >= 85."),
    "met('a') | total": ("rule-kind", "write and and or, or put brackets round"),
    "met('a') & total": ("rule-kind", "write and and or, or put brackets round"),
    '"a"': ("rule-kind", "a text is neither a number nor a condition"),
    "9 ** 9 ** 9": ("rule-arguments", "a fixed number is due, not 9 ** 9"),
    "value ** total": ("rule-arguments", "a fixed number is due, not total"),
    "value ** 1001": ("rule-exponent", "go up to 1000"),
    "value ** (1/1001)": ("rule-exponent", "go up to 1000"),
    "value / 0": ("rule-zero", "value is divided by zero"),
    "root(value, 0)": ("rule-zero", "a root of degree 0 is no number"),
    "*".join(["1e300"] * 50): ("rule-number", "too large or too many"),
    "1e331": ("number", "Stay within 10^±330."),
    "1_000": ("number", "'1_000' is not a number (column 1: 1_000)"),
    "0x1F": ("number", "is not a number"),
    "1j": ("number", "is not a number"),
    "1if met('a') else 2": ("number", "'1if' is not a number"),
    "9" * 401: ("number", "At most 400 characters."),
    "None": ("rule-form", "rules know no such thing"),
    "...": ("rule-form", "rules know no such thing"),
    "total.real": ("rule-form", "rules know no attributes"),
    "total[0]": ("rule-form", "rules know no subscripts"),
    "lambda: 1": ("rule-form", "rules know no lambda"),
    "(a := 3)": ("rule-form", "rules know no assignments"),
    "[x for x in y]": ("rule-form", "rules know no such thing"),
    "1 if met('a') else 0": ("rule-form", "Write choose(condition, value, otherwise)."),
    "value, total": ("rule-form", "rules know no lists"),
    "value(3)(4)": ("rule-form", "rules know no such thing"),
    "value // 2": ("rule-form", "They know + - * / and **."),
    "value >= 'a'": ("rule-comparison", "these cannot be compared so"),
    "value in 'ab'": ("rule-comparison", "these cannot be compared so"),
    "every('a') >= every('b')": ("rule-comparison", "these cannot be compared so"),
    "value is 3": ("rule-comparison", "these cannot be compared so"),
    "value in (1, 2)": ("rule-arguments", "a text in quotes is due"),
    "total >=": ("rule-syntax", "this is no rule"),
    "total = 85": ("rule-syntax", "== asks for equality"),
    "total >= 85)": ("rule-syntax", "a bracket closes that was not opened (column 12: ))"),
    "(total]": ("rule-syntax", "a bracket closes that was not opened"),
    "((total": ("rule-syntax", "2 brackets are not closed"),
    'met("a': ("rule-syntax", 'a text is not closed (column 5: "). Close it with ".'),
    'met("a" "b")': ("rule-syntax", "two texts follow each other"),
    'met(f"a")': ("rule-syntax", "a text has no letters before it"),
    r'met("\q")': ("rule-syntax", "a text has an unknown escape"),
    "total >= 50%": ("rule-syntax", "Write percent(50) for 50 %."),
    "total ≥ 3": ("rule-syntax", "'≥' is no part of rules (column 7: ≥). Write >=."),
    "total => 3": ("rule-syntax", "Write >=."),
    "met('a') && met('b')": ("rule-syntax", "Write and."),
    "met('a') || met('b')": ("rule-syntax", "Write or."),
    "!met('a')": ("rule-syntax", "Write not."),
    "total $ 3": ("rule-syntax", "Rules use + - * / **"),
    "total >= " + "1234567890" * 5 + "x": ("number", "1234567890…"),
}


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_text_is_refused_with_its_place_and_the_way_out(text: str) -> None:
    code, words = WRONG[text]
    with pytest.raises(RuleError) as caught:
        parse(text, sources=SOURCES)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert words in str(caught.value)


def test_what_is_no_string_is_refused() -> None:
    with pytest.raises(RuleError, match="a rule is a string, not 5"):
        parse(5)  # type: ignore[arg-type]  # the wrong value is the test


def test_all_problems_of_a_text_are_told_at_once() -> None:
    with pytest.raises(RuleError) as caught:
        parse('totl + foo(3) >= share(5) and met("a") + 1 > 2')
    assert [problem.code for problem in caught.value.problems] == [
        "rule-name",
        "rule-call",
        "rule-arguments",
        "rule-kind",
    ]


def test_all_misspellings_of_a_text_are_told_at_once() -> None:
    with pytest.raises(RuleError) as caught:
        parse("total ≥ 1_0 and value ≤ 5%")
    assert [problem.code for problem in caught.value.problems] == [
        "rule-syntax",
        "number",
        "rule-syntax",
        "rule-syntax",
    ]


def test_after_twenty_problems_reading_ends() -> None:
    with pytest.raises(RuleError) as caught:
        parse(" + ".join(["x"] * 50))
    assert len(caught.value.problems) == 20


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000,
        "(" * 10_000 + "1" + ")" * 10_000,
        "(" * 101 + "1" + ")" * 101,
        "-" * 150 + "1",
        "-" * 100_000 + "1",
        "not " * 20_000 + "True",
        "9" + "**9" * 20_000,
        "1" + "+1" * 50_000,
        "log(" * 99 + "--1" + ")" * 99,
    ],
)
def test_deep_nesting_is_refused(text: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse(text)
    assert [problem.code for problem in caught.value.problems] == ["rule-depth"]


def test_a_long_text_is_refused() -> None:
    with pytest.raises(RuleError, match=r"the rule has 200001 characters\. At most 200000\."):
        parse(" " * 200_001)


def test_nesting_up_to_the_limit_is_read() -> None:
    text = "log(" * 99 + "value" + ")" * 99
    assert write(parse(text)) == text


@pytest.mark.parametrize("build", [add, multiply, least, greatest])
def test_a_rule_of_two_thousand_parts_reads_back(build: object) -> None:
    parts = [Input("share", f"indicator-{n}") * Fraction(n + 2, 7) for n in range(2000)]
    rule: Expression = build(*parts, 5)  # type: ignore[operator]  # a builder
    if build is multiply:
        rule = multiply(*[Input("share", f"indicator-{n}") + 1 for n in range(2000)])
    assert parse(write(rule)) == rule


def test_two_thousand_conditions_read_back() -> None:
    tests = [Input("share", f"indicator-{n}") >= HALF for n in range(2000)]
    counted = add(*[choose(test, 1, 0) for test in tests])
    for rule in (both(*tests), either(*tests), counted >= 1000):
        assert parse(write(rule)) == rule


def test_writing_does_not_depend_on_depth() -> None:
    rule: Expression = VALUE
    for _ in range(3000):
        rule = log(rule)
    assert write(rule) == "log(" * 3000 + "value" + ")" * 3000


def test_what_is_no_rule_is_not_written() -> None:
    with pytest.raises(TypeError, match="3 is no rule"):
        write_rule(3)  # type: ignore[arg-type]  # the wrong value is the test


def test_a_negated_comparison_turns_round() -> None:
    assert write(negate(TOTAL >= 85)) == "total < 85"


def test_a_power_of_one_is_the_base() -> None:
    assert parse("value ** 1") == power(VALUE, 1) == VALUE


def test_every_call_has_a_usage_that_names_it() -> None:
    assert all(name in signature.usage for name, signature in CALLS.items())
