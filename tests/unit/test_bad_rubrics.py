"""Bad rubrics: each is refused with a code, the path of the culprit, and a way out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from rubrika import (
    Attribute,
    Band,
    Bands,
    BestOf,
    Cap,
    Choice,
    Criterion,
    Direct,
    Formula,
    Indicator,
    Level,
    Linear,
    NaPolicy,
    Piecewise,
    Quantity,
    Rounding,
    Rubric,
    RubrikaError,
    Source,
    Sum,
    Tally,
    Truth,
    WeightedMean,
    YesNo,
    cited,
    context,
    count,
    every,
    met,
    percent,
    points,
    share,
    some,
    total,
    value,
)

NAN, INFINITY = float("nan"), float("inf")
LEAVE_OUT = "Write a number. What was not observed is left out: missing evidence gives bounds."
YES_NO = "Write 1 or 0 if you mean a number."
TRUTH = "Write True or False."
NOT_EQUAL = (
    "`==` compares the rules themselves: write .equals(number), .one_of('option') or .is_yes."
)
JOIN = "Join rules with & | ~ instead of and, or, not; write (a >= 1) & (a <= 5) for 1 <= a <= 5."
LOOK = 'Rules look like total >= 85 and share("c1") >= percent(50); == asks for equality.'
COMPARE = "Compare it with something: total >= 85."
OPTION = (
    "Compare it with == 'option' (in Python: .one_of('option')) or yes(…) (in Python: .is_yes)."
)
WEIGH = "Drop the child, or weigh it."

Builder = Callable[[], object]


def leaf(id: str = "a", most: Any = 5, **fields: Any) -> Indicator:
    return Indicator(id, id.upper(), YesNo(most), **fields)


def mean(*weights: Any, **fields: Any) -> Criterion:
    parts = [leaf(name, weight=weight) for name, weight in zip("abcd", weights, strict=False)]
    return Criterion("c", "C", parts, combine=WeightedMean(**fields))


def rubric(*criteria: Any, **fields: Any) -> Rubric:
    return Rubric("r", version="1", title="R", criteria=criteria or [leaf()], **fields)


def asking(*requirements: Any, **fields: Any) -> Rubric:
    """A rubric of a yes-or-no, a number and a choice, with one level that asks for this."""
    nodes = [leaf("fire"), Indicator("work", "Work", Direct(10)), CHOICE]
    return rubric(*nodes, levels=[Level("good", "Good", *requirements)], **fields)


TOTAL: Any = total  # type checkers refuse some of the mistakes that are tested
SHARES: Any = every("criteria")
GATE: Any = met("a")
CHOICE = Indicator("mood", "Mood", Choice({"often": 1, "never": 0}))
AREA = Attribute("area", "Area", ["hill", "plain"])


def problem_of(build: Builder) -> tuple[str, str, str]:
    """The code, path and hint of the one problem that there is."""
    with pytest.raises(RubrikaError) as caught:
        build()
    (found,) = caught.value.problems
    return found.code, found.path, found.hint


# Numbers


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        (NAN, LEAVE_OUT),
        (INFINITY, LEAVE_OUT),
        (-INFINITY, LEAVE_OUT),
        (Decimal("NaN"), LEAVE_OUT),
        (Decimal("-Infinity"), LEAVE_OUT),
        ("nan", LEAVE_OUT),
        ("inf", LEAVE_OUT),
        ("12,5", "Write the decimal point as a point: 12.5."),
        (True, YES_NO),
        (False, YES_NO),
        ("five", "Numbers look like 12, -3.5, 1/3, 2e-3 or 74.02%."),
        ("1/0", "Write a divisor other than 0."),
        ("1e400", "Stay within 10^±330."),
        ([5], "Numbers look like 12, -3.5, 1/3, 2e-3 or 74.02%."),
    ],
)
def test_what_is_no_number_is_refused_wherever_one_is_due(number: Any, hint: str) -> None:
    places: list[tuple[str, Builder]] = [
        ("weight", lambda: leaf(weight=number)),
        ("points", lambda: YesNo(number)),
        ("no", lambda: YesNo(5, no=number)),
        ("bands[0].points", lambda: Bands({5: number})),
        ("bands[1].at", lambda: Bands([(5, 5), (number, 5)])),
        ("otherwise", lambda: Bands({5: 5}, otherwise=number)),
        ("most", lambda: Bands({5: 5}, most=number)),
        ("options[0].points", lambda: Choice({"a": number})),
        ("best", lambda: Linear(worst=0, best=number, points=5)),
        ("knots[0].points", lambda: Piecewise({0: number, 1: 5})),
        ("step", lambda: Direct(5, step=number)),
        ("limit", lambda: Tally(each=1, limit=number)),
        ("points", lambda: Formula("value", points=number)),
        ("points", lambda: Criterion("c", "C", [leaf()], points=number)),
        ("least", lambda: Criterion("c", "C", [leaf()], least=number)),
        ("total", lambda: WeightedMean(total=number)),
        ("most", lambda: rubric(most=number)),
        ("default", lambda: Attribute("n", "N", Quantity(), required=False, default=number)),
        ("", lambda: total >= number),
        ("", lambda: every("criteria") >= number),
        ("", lambda: Rounding(number)),
        ("", lambda: percent(number)),
        ("", lambda: cited(number, Source("s", document="D"))),
    ]
    for path, build in places:
        assert problem_of(build) == ("number", path, hint), path


@pytest.mark.parametrize("answer", ["no", "yes", 0, 1, None])
def test_what_is_neither_yes_nor_no_is_refused_where_that_is_due(answer: Any) -> None:
    places: list[tuple[str, Builder]] = [
        ("needs_below", lambda: Level("l", "L", needs_below=answer)),
        ("required", lambda: Attribute("x", "X", ["a"], required=answer)),
        ("justified", lambda: NaPolicy("full", justified=answer)),
        ("rescale", lambda: Sum(rescale=answer)),
    ]
    for path, build in places:
        assert problem_of(build) == ("yes-no", path, TRUTH)


def test_the_id_of_a_level_does_not_say_which_one_is_below() -> None:
    below: Any = "silver"
    assert problem_of(lambda: Level("gold", "Gold", needs_below=below)) == (
        "yes-no",
        "needs_below",
        TRUTH,
    )


def test_a_number_is_no_answer_of_yes_or_no() -> None:
    assert problem_of(lambda: Attribute("x", "X", Truth(), required=False, default=1)) == (
        "yes-no",
        "default",
        "Write true or false.",
    )


def test_a_percentage_is_no_bound_of_values_in_percent() -> None:
    assert problem_of(lambda: Bands({"90%": 5}, unit="%")) == (
        "number",
        "bands[0].at",
        'Write 90, with unit="%".',
    )


# Weights and points


@pytest.mark.parametrize(
    ("build", "code", "path", "hint"),
    [
        (
            lambda: mean("30%", "30%", "30%"),
            "weights-sum",
            "indicators",
            "Change them, or declare the total: total=0.9.",
        ),
        (
            lambda: mean(50, 50),
            "weights-sum",
            "indicators",
            "Change them, or declare the total: total=100.",
        ),
        (
            lambda: mean(1 / 3, 1 / 3, 1 / 3),
            "weights-sum",
            "indicators",
            "Change them, or declare the total: total=0.9999999999999999.",
        ),
        (
            lambda: mean("50%", "50%", total=0),
            "weights-sum",
            "indicators",
            "Change them, or declare the total: total=1.",
        ),
        (lambda: mean(0, 1), "weight-negative", "indicators[0].weight", WEIGH),
        (lambda: mean("1.5", "-0.5"), "weight-negative", "indicators[1].weight", WEIGH),
        (
            lambda: mean(1, None),
            "weight-missing",
            "indicators[1].weight",
            'Give each child of a weighted combination a weight, such as weight="30%".',
        ),
        (
            lambda: Criterion("c", "C", [leaf(weight="30%")]),
            "weight-unused",
            "indicators[0].weight",
            "Write combine=WeightedMean(), or leave the weight out.",
        ),
        (
            lambda: rubric(points=100),
            "points-sum",
            "points",
            "Change them, leave `points` out, or write combine=Sum(rescale=True).",
        ),
        (
            lambda: Criterion("c", "C", [leaf("a", 5), leaf("b", 3)], combine=BestOf(1)),
            "points-missing",
            "points",
            "Declare the points.",
        ),
        (
            lambda: Criterion("c", "C", [leaf("a"), leaf("b")], combine=BestOf(3)),
            "count",
            "combine.n",
            "Write 1 to 2.",
        ),
        (
            lambda: Criterion("c", "C", [leaf()], least=6, most=5),
            "limits",
            "least",
            "Swap the two.",
        ),
    ],
)
def test_weights_and_points_that_do_not_fit_are_refused(
    build: Builder, code: str, path: str, hint: str
) -> None:
    assert problem_of(build) == (code, path, hint)


def test_the_error_lists_each_weight_and_the_difference() -> None:
    with pytest.raises(RubrikaError, match=r"0\.9, not to 1 \(difference -0\.1\): a 0\.2, b 0\.7"):
        mean("20%", "70%")


def test_all_bad_weights_are_told_at_once() -> None:
    with pytest.raises(RubrikaError) as caught:
        mean(0, -1, None)
    assert [(p.code, p.path) for p in caught.value.problems] == [
        ("weight-negative", "indicators[0].weight"),
        ("weight-negative", "indicators[1].weight"),
        ("weight-missing", "indicators[2].weight"),
    ]


# Scales


@pytest.mark.parametrize(
    ("build", "code", "path", "hint"),
    [
        (
            lambda: Bands([Band(50, 5, to=80), Band(75, 10)]),
            "bands-overlap",
            "bands",
            "End it at 75, or leave its end out.",
        ),
        (
            lambda: Bands([Band(75, 10), Band(50, 5, to=74)]),
            "bands-gap",
            "bands",
            "End it at 75, or leave its end out.",
        ),
        (
            lambda: Bands([Band(10, 5, to=4), Band(5, 10)], bound="at most"),
            "bands-overlap",
            "bands",
            "End it at 5, or leave its end out.",
        ),
        (
            lambda: Bands([(50, 5), ("50.0", 10)]),
            "bands-overlap",
            "bands",
            "A bound decides for one number of points: drop or move one of the two.",
        ),
        (
            lambda: Bands([Band(50, 5, to=40)]),
            "bands-gap",
            "bands",
            "Write most=40, or leave its end out.",
        ),
        (
            lambda: Bands({190: 5}, unit="%"),
            "band-outside",
            "bands[0]",
            "No value reaches it: change the bound, or least and most.",
        ),
        (lambda: Bands({}), "no-bands", "bands", "Write at least one bound and its points."),
        (
            lambda: Bands({5: 5}, least=10, most=0),
            "limits",
            "least",
            "Swap the two.",
        ),
        (
            lambda: Choice([("often", 1), ("often", 2)]),
            "option-twice",
            "options[1]",
            "Drop one of the two.",
        ),
        (
            lambda: Choice([("e\u0302", 1), ("\u00ea", 2)]),  # ê, written in two ways
            "option-twice",
            "options[1]",
            "Drop one of the two.",
        ),
        (lambda: Choice({}), "options", "options", "List at least one word."),
        (lambda: Linear(worst=5, best=5, points=1), "linear-ends", "", "They must differ."),
        (
            lambda: Piecewise([(5, 0), (5, 1)]),
            "knots",
            "knots",
            "Give at least two knots at different values.",
        ),
        (
            lambda: Tally(each=5, limit=-5),
            "tally-limit",
            "",
            "Both must be above 0, or (for a penalty) both below.",
        ),
        (
            lambda: Formula("value + total", points=5),
            "scale-input",
            "formula",
            "It may read `value` only.",
        ),
        (
            lambda: Formula("value", points=5, unit="%"),
            "formula-limit",
            "formula",
            "Limit the values (least, most), or the formula: least(value, 5).",
        ),
        (
            lambda: Formula("root(value)", points=5, least=-5, most=5),
            "rule-undefined",
            "",
            "Limit the values (least, most), or write greatest(…, 0) inside it.",
        ),
        (
            lambda: Direct(10, step=3),
            "limits",
            "most",
            "Write one with the declared decimals, a whole number of steps away.",
        ),
    ],
)
def test_scales_that_contradict_themselves_are_refused(
    build: Builder, code: str, path: str, hint: str
) -> None:
    assert problem_of(build) == (code, path, hint)


# Ids


@pytest.mark.parametrize(
    ("build", "code", "path", "hint"),
    [
        (
            lambda: rubric(leaf("a"), Criterion("c", "C", [leaf("b"), leaf("a")])),
            "duplicate-id",
            "criteria[1].indicators[1].id",
            "Ids are unique among all nodes.",
        ),
        (
            lambda: rubric(Criterion("c", "C", [leaf("c")])),
            "duplicate-id",
            "criteria[0].indicators[0].id",
            "Ids are unique among all nodes.",
        ),
        (
            lambda: rubric(levels=[Level("l", "L", total >= 3), Level("l", "M", total >= 2)]),
            "duplicate-id",
            "levels[1].id",
            "Ids are unique among levels.",
        ),
        (
            lambda: rubric(context=[AREA, AREA.evolve(title="Region")]),
            "duplicate-id",
            "context[1].id",
            "Ids are unique among context attributes.",
        ),
        (
            lambda: rubric(
                leaf("a", source=Source("s", document="D")),
                leaf("b", source=Source("s", document="E")),
            ),
            "source-conflict",
            "criteria[1].source",
            "Give each source its own id, or write the one Source and use it in both places.",
        ),
        (
            lambda: leaf("c 1"),
            "id",
            "id",
            "Use up to 200 letters, digits, '_', '-' and '.', with a letter or digit at both ends.",
        ),
        (lambda: leaf("total"), "id", "id", "Choose another word."),
    ],
)
def test_ids_that_name_two_things_or_none_are_refused(
    build: Builder, code: str, path: str, hint: str
) -> None:
    assert problem_of(build) == (code, path, hint)


# Empty


def test_an_empty_rubric_is_refused() -> None:
    hint = "Give it at least one indicator."
    assert problem_of(lambda: Rubric("r", version="1", title="R", criteria=[])) == (
        "no-children",
        "criteria",
        hint,
    )
    assert problem_of(lambda: Criterion("c", "C", [])) == ("no-children", "children", hint)


# Levels and what they require


@pytest.mark.parametrize(
    ("requirement", "code", "hint"),
    [
        (met("fir"), "unknown-node", "Did you mean 'fire'?"),
        (points("wrok") >= 5, "unknown-node", "Did you mean 'work'?"),
        (share("totl") >= percent(50), "unknown-node", "Did you mean 'total'?"),
        (value("wok") >= 5, "unknown-node", "Did you mean 'work'?"),
        (every("criterias") >= percent(50), "unknown-group", "Did you mean 'criteria'?"),
        (count("indicator", reaching=1) >= 1, "unknown-group", "Did you mean 'indicators'?"),
        (
            ~(met("fire") & (total >= 3) | met("foo")),
            "unknown-node",
            "Known: 'fire', 'work', 'mood', 'total'.",
        ),
        (context("aria").one_of("hill"), "unknown-context", "Did you mean 'area'?"),
        (context("area").one_of("hil"), "unknown-option", "Did you mean 'hill'?"),
        (value("mood").one_of("oftn"), "unknown-option", "Did you mean 'often'?"),
        (value("mood").one_of(), "no-options", "Its values are often, never."),
        (value("work").one_of("often"), "no-options", "Its values are 0 to 10."),
        (value("work").is_yes, "not-yes-no", "Compare it with something."),
        (
            value("fire") >= 1,
            "not-a-number",
            OPTION,
        ),
    ],
)
def test_a_requirement_that_does_not_fit_the_rubric_is_refused(
    requirement: Any, code: str, hint: str
) -> None:
    rule = f"{code} {hint}"
    assert problem_of(lambda: asking(requirement, context=[AREA])) == (
        code,
        "levels[0].requirements[0]",
        hint,
    ), rule
    capped: Builder = lambda: asking(  # noqa: E731  # as the one above
        total >= 3, caps=[Cap("good", unless=requirement)], context=[AREA]
    )
    assert problem_of(capped) == (code, "caps[0].unless", hint), rule


def test_a_gate_on_context_that_is_not_declared_is_refused() -> None:
    assert problem_of(lambda: asking(context("area").one_of("hill"))) == (
        "unknown-context",
        "levels[0].requirements[0]",
        "Declare it: Rubric(context=[Attribute(…)]).",
    )


@pytest.mark.parametrize(
    "requirement",
    [
        share("work") >= 50,
        every("criteria") >= 50,
        some("criteria") > 50,
        count("criteria", reaching=50) >= 2,
        (total >= 3) & ~(share("total") < 50),
        "50 <= share('work')",
        "share('work') >= choose(met('fire'), 0.5, 50)",
    ],
)
def test_a_share_is_not_compared_with_a_number_of_percent(requirement: Any) -> None:
    hint = "Write percent(50), or compare points instead."
    assert problem_of(lambda: asking(requirement)) == (
        "share-bound",
        "levels[0].requirements[0]",
        hint,
    )
    assert problem_of(lambda: asking(total >= 1, caps=[Cap("good", unless=requirement)])) == (
        "share-bound",
        "caps[0].unless",
        hint,
    )


def test_a_share_may_be_all_and_points_may_be_more_than_one() -> None:
    good = asking(
        share("work") >= 1,
        share("work") >= share("fire"),
        some("criteria", of="points") >= 10,
        points("work") >= 10,
    )
    assert good.decide({"work": 10, "fire": True, "mood": "often"}).level == good.levels[0]
    assert good.decide({"work": 9, "fire": True, "mood": "often"}).level is None


def test_levels_that_contradict_their_order_are_refused() -> None:
    levels = [Level("fair", "Fair", total >= 2), Level("good", "Good", share("total") >= "80%")]
    assert problem_of(lambda: rubric(levels=levels)) == (
        "levels-order",
        "levels[1]",
        "List levels from the highest to the lowest.",
    )
    assert rubric(levels=levels[::-1]).decide({"a": True}).level == levels[1]


def test_a_level_that_asks_for_nothing_is_the_lowest() -> None:
    first, second = Level("all", "All"), Level("good", "Good", total >= 5)
    wrong = ("levels-order", "levels[0]", "List levels from the highest to the lowest.")
    assert problem_of(lambda: rubric(levels=[first, second])) == wrong
    assert problem_of(lambda: rubric(leaf(na="redistribute"), levels=[first, second])) == wrong
    tier = Level("tier", "Tier", needs_below=True)
    assert problem_of(lambda: rubric(levels=[tier, first])) == wrong
    assert rubric(levels=[second, first]).decide({"a": False}).level == first
    capped = rubric(levels=[first, second], caps=[Cap("good", unless=met("a"))])
    assert capped.decide({"a": True}).level == first
    assert capped.decide({"a": False}).level is None


def test_a_cap_on_an_unknown_level_is_refused() -> None:
    assert problem_of(lambda: asking(total >= 3, caps=[Cap("god", unless=met("fire"))])) == (
        "unknown-level",
        "caps[0].level",
        "Did you mean 'good'?",
    )


@pytest.mark.parametrize(
    ("requirement", "hint"),
    [
        (TOTAL == 5, NOT_EQUAL),
        (TOTAL != 5, NOT_EQUAL),
        (TOTAL == "hill", NOT_EQUAL),
        (SHARES == 1, NOT_EQUAL),
        (True, NOT_EQUAL),
        (total, COMPARE),
        (85, COMPARE),
        (None, COMPARE),
        (met, COMPARE),
        ([total >= 5], "Write conditions one after the other, without brackets; all must hold."),
    ],
)
def test_what_is_no_condition_is_refused_as_a_requirement(requirement: Any, hint: str) -> None:
    code = "rule-condition"
    assert problem_of(lambda: Level("l", "L", total >= 1, requirement)) == (
        code,
        "requirements[1]",
        hint,
    )
    assert problem_of(lambda: Cap("l", unless=requirement)) == (code, "unless", hint)


@pytest.mark.parametrize(
    "build",
    [
        lambda: met("a") and met("b"),
        lambda: met("a") or met("b"),
        lambda: not GATE,
        lambda: 1 <= TOTAL <= 5,
    ],
)
def test_the_words_of_python_do_not_join_rules(build: Builder) -> None:
    assert problem_of(build) == ("rule-truth", "", JOIN)


# Rule strings


@pytest.mark.parametrize(
    ("rule", "code", "hint"),
    [
        ("tota >= 5", "rule-name", "Did you mean 'total'?"),
        ("poinst('fire') >= 5", "rule-call", "Did you mean 'points'?"),
        ("eval('1') >= 5", "rule-call", "Did you mean 'value'?"),
        ("share('fire').real >= 1", "rule-form", 'Write share("c1"), not c1.share.'),
        ("total.points >= 5", "rule-form", 'Write share("c1"), not c1.share.'),
        (
            "total >= 10 ** 100000",
            "rule-exponent",
            "Numerator and denominator of an exponent go up to 1000.",
        ),
        (
            "total ** (1 / 100000) >= 1",
            "rule-exponent",
            "Numerator and denominator of an exponent go up to 1000.",
        ),
        (f"{'(' * 10_000}total{')' * 10_000} >= 1", "rule-depth", "At most 100 levels."),
        (
            f"{'not ' * 10_000}met('fire')",
            "rule-depth",
            "At most 100 levels; write sum(…), product(…) or count(…) for long ones.",
        ),
        ("total >= 85%", "rule-syntax", "Write percent(50) for 50 %."),
        ("total = 85", "rule-syntax", LOOK),
        ("total >=", "rule-syntax", LOOK),
        ("", "rule-syntax", 'Write "total >= 85".'),
        ("share(fire) >= 1", "rule-arguments", 'Write share("c1").'),
        ("total", "rule-kind", COMPARE),
        ("lambda: 1", "rule-form", "Write the expression itself."),
        ("total >= 1e400", "number", "Stay within 10^±330."),
    ],
)
def test_a_rule_string_that_is_no_rule_is_refused(rule: str, code: str, hint: str) -> None:
    assert problem_of(lambda: Level("l", "L", rule)) == (code, "requirements[0]", hint)
    assert problem_of(lambda: Cap("l", unless=rule)) == (code, "unless", hint)


# Parts of the wrong kind


WRONG: Any = "sum"
CLASS: Any = YesNo


@pytest.mark.parametrize(
    ("build", "code", "path", "hint"),
    [
        (
            lambda: Indicator("a", "A", CLASS),
            "scale",
            "scale",
            "Write YesNo(10), Bands({…}), … there.",
        ),
        (
            lambda: Criterion("c", "C", [leaf()], combine=WRONG),
            "combine",
            "combine",
            "Write Sum(), WeightedMean(), … there.",
        ),
        (
            lambda: rubric(WRONG),
            "child",
            "criteria[0]",
            "Write Indicator(id, title, scale) or Criterion(id, title, [...]).",
        ),
        (
            lambda: rubric(levels=[WRONG]),
            "member",
            "levels[0]",
            "Write Level(id, title, total >= 75).",
        ),
        (lambda: leaf(na=WRONG), "na-policy", "na", "Write redistribute, full, zero."),
        (lambda: rubric(rounding="0.1"), "rounding", "rounding", 'Write Rounding("0.1").'),
        (lambda: leaf(source=WRONG), "source", "source", "Write Source(id, document=…)."),
        (
            lambda: rubric(adaptation=WRONG),
            "adaptation",
            "adaptation",
            "adapt(rubric, id=…, version=…) writes it.",
        ),
        (
            lambda: leaf(round_value=Rounding(1)),
            "rounding",
            "scale",
            "Leave round_value out.",
        ),
        (
            lambda: rubric(valid=("2021-01-01", "2020-12-31")),
            "validity",
            "valid.end",
            "Swap the two.",
        ),
        (
            lambda: Rubric("r", version=WRONG + " 1", title="R", criteria=[leaf()]),
            "version",
            "version",
            'Write a text such as "2026.1".',
        ),
        (lambda: rubric(digits=True), "digits", "digits", "Write 0 to 12."),
        (
            lambda: Attribute("x", "X", ["a"], required=False, default="b"),
            "unknown-option",
            "default",
            "Known: 'a'.",
        ),
        (
            lambda: Attribute("x", "X", ["a"], default="a"),
            "default",
            "default",
            "Write required=False as well.",
        ),
    ],
)
def test_parts_of_the_wrong_kind_are_refused(
    build: Builder, code: str, path: str, hint: str
) -> None:
    assert problem_of(build) == (code, path, hint)


def test_what_is_wrong_with_parts_weights_and_levels_is_told_at_once() -> None:
    with pytest.raises(RubrikaError) as caught:
        Rubric(
            "r",
            version="1",
            title="R",
            criteria=[
                Criterion("c", "C", [leaf("a"), leaf("a")], weight="0.3"),
                Criterion("d", "D", [leaf("b")], weight="0.3"),
            ],
            combine=WeightedMean(),
            levels=[Level("g", "G", met("zz")), Level("f", "F", share("c") >= 50)],
            caps=[Cap("x", unless=met("b"))],
        )
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [
        ("duplicate-id", "criteria[0].indicators[1].id"),
        ("weights-sum", "criteria"),
        ("unknown-node", "levels[0].requirements[0]"),
        ("share-bound", "levels[1].requirements[0]"),
        ("unknown-level", "caps[0].level"),
    ]


def test_an_unknown_node_and_levels_upside_down_are_told_at_once() -> None:
    with pytest.raises(RubrikaError) as caught:
        Rubric(
            "r",
            version="1",
            title="R",
            criteria=[leaf()],
            levels=[Level("g", "G", total >= 3, met("zz")), Level("f", "F", total >= 4)],
        )
    assert [problem.code for problem in caught.value.problems] == ["unknown-node", "levels-order"]
