import unicodedata
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from rubrika import (
    Attribute,
    Bands,
    Choice,
    Criterion,
    Direct,
    Indicator,
    Level,
    NotApplicable,
    Quantity,
    Rubric,
    RubricError,
    RuleError,
    Truth,
    YesNo,
    choose,
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
from rubrika.model.expansion import expand, members_of
from rubrika.rules import (
    Always,
    Applicable,
    Average,
    Condition,
    Each,
    Rule,
    Tally,
    Term,
    either,
    parse,
)

NA = NotApplicable("it has none")
HALF = percent(50)

RUBRIC = Rubric(
    "r",
    version="1",
    title="R",
    criteria=[
        Criterion(
            "c1",
            "C1",
            [
                Indicator("rate", "Rate", Bands({80: 10, 50: 4}, unit="%")),
                Indicator("fire", "Fire safety", YesNo(10)),
                Indicator("sea", "Sea rescue", Direct(10), na="redistribute"),
            ],
        ),
        Criterion(
            "c2",
            "C2",
            [
                Indicator("coast", "Coast", Choice({"bad": 0, "good": 20}), na="redistribute"),
                Indicator("port", "Port", YesNo(10), na="redistribute"),
            ],
        ),
        Indicator("late", "Reports too late", YesNo(-5)),
    ],
    context=[
        Attribute("area", "Area", ["lowland", "mountain"]),
        Attribute("homes", "Homes", Quantity(0), required=False),
        Attribute("new", "New", Truth(), required=False, default=False),
    ],
)
FULL: dict[str, Any] = {
    "rate": 80,
    "fire": True,
    "sea": 10,
    "coast": "good",
    "port": True,
    "late": False,
}


def holds(requirement: Condition | str, area: str = "lowland", **values: Any) -> bool:
    """Whether *requirement* holds for a subject that has full marks but for *values*."""
    rubric = RUBRIC.evolve(levels=[Level("l", "L", requirement)])
    card = rubric.score(FULL | values, context={"area": area, "homes": 100})
    decided = rubric.decide(FULL | values, context={"area": area, "homes": 100})
    assert card.decided
    assert decided.level == card.level
    return card.level is not None


def refusal(make: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(RubricError) as error:
        make()
    (problem,) = error.value.problems
    return problem.code, problem.hint


# The words


@pytest.mark.parametrize(
    ("built", "text"),
    [
        (total >= 85, "total >= 85"),
        (points("c1") > 5, 'points("c1") > 5'),
        (share("c1") <= HALF, 'share("c1") <= 1/2'),
        (value("rate") < 3, 'value("rate") < 3'),
        (context("homes") >= 10, 'context("homes") >= 10'),
        (context("area").one_of("mountain"), 'context("area") == "mountain"'),
        (value("fire").is_yes, 'yes(value("fire"))'),
        (met("fire"), 'met("fire")'),
        (every("criteria") >= HALF, 'every("criteria") >= percent(50)'),
        (every("criteria") > HALF, 'every("criteria") > percent(50)'),
        (some("c1", of="points") <= 5, 'some("c1", of="points") <= 5'),
        (some("c1", of="value") < 5, 'some("c1", of="value") < 5'),
        (every("c1").equals(1), 'every("c1") == 1'),
        (every("c1").differs(1), 'every("c1") != 1'),
        (count("criteria", reaching=HALF) >= 2, 'count("criteria", reaching=percent(50)) >= 2'),
        (count("c1", above=1, of="points") >= 2, 'count("c1", above=1, of="points") >= 2'),
        (count("c1", at_most=1, of="value") >= 2, 'count("c1", at_most=1, of="value") >= 2'),
        (count("c1", below=1) >= 2, 'count("c1", below=1) >= 2'),
        (count("c1", exactly=0) >= 2, 'count("c1", exactly=0) >= 2'),
        (count("c1", other_than=0) >= 2, 'count("c1", other_than=0) >= 2'),
        (count(met("a"), total >= 5) >= 2, 'count(met("a"), total >= 5) >= 2'),
        (
            total >= choose(context("area").one_of("mountain"), 75, 85),
            'total >= choose(context("area") == "mountain", 75, 85)',
        ),
    ],
)
def test_what_python_builds_is_what_a_rule_string_says(built: Condition, text: str) -> None:
    assert built == parse(text)
    assert parse(str(built)) == built


def test_a_sum_of_no_conditions_counts_nothing() -> None:
    assert str(count()) == "0"


@pytest.mark.parametrize(
    "make",
    [
        lambda: count("criteria"),
        lambda: count("criteria", met("a")),
        lambda: count("criteria", "c1", reaching=5),
        lambda: count("criteria", reaching=5, below=8),
        lambda: count(met("a"), reaching=5),
        lambda: count(reaching=5),
        lambda: points(5),  # type: ignore[arg-type]
        lambda: every(None),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_counted_or_named_is_refused(make: Callable[[], object]) -> None:
    with pytest.raises(RuleError) as error:
        make()
    assert error.value.problems[0].code == "rule-arguments"
    assert error.value.problems[0].hint


def test_members_are_neither_true_nor_false() -> None:
    with pytest.raises(RuleError, match=r"every\('c1'\) is neither true nor false"):
        bool(every("c1"))
    with pytest.raises(RuleError, match="neither true nor false"):
        bool(0 <= every("c1") <= 5)


def test_ids_are_named_in_their_canonical_spelling() -> None:
    decomposed = unicodedata.normalize("NFD", "tiêu-chí")
    assert met(decomposed) == met(unicodedata.normalize("NFC", "tiêu-chí"))


# What they mean


@pytest.mark.parametrize(
    ("requirement", "values", "expected"),
    [
        (total >= 60, {}, True),
        (total >= 60, {"late": True}, False),
        (total > 60, {}, False),
        (share("total") >= 1, {}, True),
        (share("total") >= 1, {"late": True}, False),
        (points("c1") >= 24, {"rate": 79}, True),
        (points("c1") > 24, {"rate": 79}, False),
        (share("c1") >= percent(80), {"rate": 79}, True),
        (share("c1") > percent(80), {"rate": 79}, False),
        (value("rate") >= "79.5", {"rate": "79.5"}, True),
        (value("rate").differs(80), {}, False),
        (value("fire").is_yes, {"fire": False}, False),
        (value("coast").one_of("good", "bad"), {}, True),
        (~value("coast").one_of("bad"), {"coast": "bad"}, False),
        (context("homes") >= 100, {}, True),
        (context("new").is_yes, {}, False),
        (met("fire"), {}, True),
        (met("fire"), {"fire": False}, False),
        (met("late"), {}, True),
        (met("late"), {"late": True}, False),
        (met("c1"), {}, True),
        (met("c1"), {"sea": "9.99"}, False),
        (met("total"), {}, True),
        (met("total"), {"late": True}, False),
        (every("criteria") >= HALF, {"rate": 0, "sea": 5}, True),  # 15 of 30
        (every("criteria") > HALF, {"rate": 0, "sea": 5}, False),
        (every("indicators") >= HALF, {"rate": 79}, False),  # 4 of 10
        (every("indicators", of="points") >= -5, {"late": True}, True),
        (some("c1") <= 0, {"rate": 0}, True),
        (some("c1") <= 0, {}, False),
        (count("c1", reaching=1) >= 3, {}, True),
        (count("c1", reaching=1) >= 3, {"sea": 9}, False),
        (count("c1", below=1).equals(1), {"sea": 9}, True),
        (count("indicators", of="points", exactly=10) >= 4, {}, True),
        (count(met("fire"), met("port"), total >= 100) >= 2, {}, True),
        (count(met("fire"), met("port"), total >= 100) >= 2, {"port": False}, False),
        (points("c1") + points("c2") >= 60, {}, True),
        (Always(holds=True), {}, True),
        (Always(holds=False), {}, False),
        ((total >= 100) | met("fire"), {}, True),
        (~((total >= 100) | met("fire")), {}, False),
    ],
)
def test_a_requirement_means_what_it_says(
    requirement: Condition, values: dict[str, Any], *, expected: bool
) -> None:
    assert holds(requirement, **values) is expected


@pytest.mark.parametrize(("sea", "expected"), [("9.9", False), (10, True)])
@pytest.mark.parametrize(
    "bar",
    [
        total >= choose(context("area").one_of("mountain"), 55, 60),
        'total >= choose(context("area") == "mountain", 55, 60)',
    ],
)
def test_a_bar_may_be_lower_in_some_contexts(
    bar: Condition | str, sea: Any, *, expected: bool
) -> None:
    assert holds(bar, "lowland", sea=sea) is expected
    assert holds(bar, "mountain", sea=sea) is True
    assert holds(bar, "mountain", sea=5) is True
    assert holds(bar, "mountain", sea="4.9") is False


@pytest.mark.parametrize(("area", "expected"), [("lowland", False), ("mountain", True)])
@pytest.mark.parametrize(
    "floor",
    [
        every("criteria") >= choose(context("area").one_of("mountain"), percent(40), HALF),
        'every("criteria") >= choose(context("area") == "mountain", percent(40), percent(50))',
        (context("area").one_of("mountain") & (every("criteria") >= percent(40)))
        | (every("criteria") >= HALF),
    ],
)
def test_a_floor_of_each_criterion_may_be_lower_in_some_contexts(
    floor: Condition | str, area: str, *, expected: bool
) -> None:
    assert holds(floor, area, rate=79, sea=0) is expected  # 14 of 30 is 46.7 %


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        (value("coast").one_of("good"), True),  # nothing is asked of what does not apply
        (met("coast"), True),
        (points("coast") >= 5, True),
        (share("c2") >= 1, True),
        (met("c2"), True),
        (every("c2") >= 1, True),
        (~met("coast"), True),
        ((points("coast") >= 5) & (total >= 1000), False),  # but the other part is
        ((points("coast") >= 5) & met("fire"), True),
        ((points("coast") >= 5) | (total >= 1000), False),  # and it is no way out
        (some("c2") >= 1, True),
        (met("coast") | met("port"), True),
        (~(met("coast") & met("fire")), False),
        (count("c2", reaching=0) >= 1, False),  # what does not apply reaches nothing
        (count(met("coast"), met("fire")) >= 1, True),
        (count(met("coast"), met("fire")) >= 2, False),
        (Applicable("coast"), False),
        (Applicable("c2"), False),
        (Applicable("c1"), True),
        (Applicable("fire"), True),
        (points("coast") + points("c1") >= 1000, True),
        (choose(Applicable("coast"), points("coast"), 0) >= 5, False),
        (choose(Applicable("coast") & met("fire"), points("coast"), 0) >= 5, False),
        (choose(met("fire"), points("coast"), 0) >= 5, True),
        (choose(Applicable("coast"), 5, points("c1")) >= 30, True),
    ],
)
def test_a_bound_on_what_does_not_apply_drops_out(
    requirement: Condition, *, expected: bool
) -> None:
    assert holds(requirement, coast=NA, port=NA) is expected


def test_an_average_in_a_requirement_counts_what_it_is_told_to() -> None:
    guarded = Average(
        "arithmetic",
        (
            Term(Fraction(1), points("coast"), Applicable("coast")),
            Term(Fraction(1), points("fire")),
        ),
    )
    assert holds(guarded >= 15)  # (20 + 10) / 2
    assert not holds(guarded >= 11, coast=NA)  # 10
    assert holds(guarded >= 10, coast=NA)


# What they must not mean


@pytest.mark.parametrize(
    ("requirement", "code", "hint"),
    [
        (points("coats") >= 5, "unknown-node", "Did you mean 'coast'?"),
        (met("c3"), "unknown-node", "Known: "),
        (share("x") >= 5, "unknown-node", "Known: "),
        (value("c1") >= 5, "no-value", "Use points or share."),
        (value("fire") >= 5, "not-a-number", "Compare it with"),
        (context("area") >= 5, "not-a-number", "Compare it with"),
        (context("aera").one_of("lowland"), "unknown-context", "Did you mean 'area'?"),
        (context("area").one_of("hills"), "unknown-option", "Known: "),
        (value("coast").one_of("god"), "unknown-option", "Did you mean 'good'?"),
        (value("rate").one_of("good"), "no-options", "Its values are 0 to 100 %."),
        (value("rate").is_yes, "not-yes-no", "Compare it with something"),
        (points("fire").is_yes, "rule-kind", "Compare it with something"),
        (points("fire").one_of("a"), "rule-kind", "Compare it with something"),
        (every("criterai") >= 5, "unknown-group", "Did you mean"),
        (every("fire") >= 5, "unknown-group", "Known: "),
        (every("late") >= 5, "unknown-group", "Known: "),
        (count("rate", reaching=1) >= 1, "unknown-group", "Known: "),
        (share("late") >= 0, "no-share", "Compare its points"),
        (every("c1", of="value") >= 5, "not-a-number", "Compare it with"),
        (Applicable("x"), "unknown-node", "Known: "),
    ],
)
def test_a_requirement_that_reads_what_is_not_there_is_refused(
    requirement: Condition, code: str, hint: str
) -> None:
    found, way_out = refusal(lambda: RUBRIC.evolve(levels=[Level("l", "L", requirement)]))
    assert found == code
    assert way_out.startswith(hint)


def test_a_rubric_without_context_says_how_to_declare_it() -> None:
    bare = RUBRIC.evolve(context=())
    requirement = context("area").one_of("mountain")
    assert refusal(lambda: bare.evolve(levels=[Level("l", "L", requirement)])) == (
        "unknown-context",
        "Declare it: Rubric(context=[Attribute(…)]).",
    )


def test_a_floor_of_penalties_alone_would_never_fail_and_is_refused() -> None:
    penalties = Criterion("p", "P", [Indicator("q", "Q", YesNo(-5))])
    rubric = Rubric("r", version="1", title="R", criteria=[penalties])
    for requirement in (every("p") >= 1, count("p", reaching=1) >= 1, every("criteria") >= 0):
        code, hint = refusal(lambda: rubric.evolve(levels=[Level("l", "L", requirement)]))  # noqa: B023  # called at once
        assert (code, hint) == ("no-share", 'Compare points: of="points".')
    floor = rubric.evolve(levels=[Level("l", "L", every("p", of="points") >= 0)])
    assert floor.decide({"q": True}).level is None
    assert floor.decide({"q": False}).level is not None


def test_what_is_no_condition_cannot_be_expanded() -> None:
    wrong: Any = total
    assert refusal(lambda: expand(wrong, RUBRIC.index))[0] == "rule-condition"


def test_the_members_of_a_group_are_told_with_what_is_asked_of_them() -> None:
    group: Rule = every("c2", of="points") >= 5
    assert isinstance(group, Each)
    found = members_of(group, RUBRIC.index)
    assert [(node.id, str(asked)) for node, asked in found] == [
        ("coast", 'points("coast") >= 5'),
        ("port", 'points("port") >= 5'),
    ]
    tally = count("criteria", reaching=1)
    assert isinstance(tally, Tally)
    assert [node.id for node, _ in members_of(tally, RUBRIC.index)] == ["c1", "c2"]


def test_what_is_asked_of_the_total_drops_out_when_nothing_applies() -> None:
    optional = Rubric(
        "r", version="1", title="R", criteria=[Indicator("a", "A", YesNo(5), na="full")]
    )
    for requirement, rule in (
        (met("total"), total >= 5),
        (total >= 5, total >= 5),
        (share("total") >= 1, total / 5 >= 1),
    ):
        found = expand(requirement, optional.index)
        assert found.applies == either(Applicable("a"))
        assert found.rule == rule
