from operator import and_, or_
from typing import Any

import pytest

from rubrika import (
    Attribute,
    Cap,
    Categories,
    Indicator,
    Level,
    Quantity,
    Rubric,
    RubricError,
    RuleError,
    Source,
    Truth,
    YesNo,
    every,
    met,
    percent,
    points,
    total,
)
from rubrika.errors import RubrikaError

FIVE: Any = 5
EQUAL: Any = total == FIVE  # the mistake in question: it compares the rules themselves


def problems(error: pytest.ExceptionInfo[RubrikaError]) -> list[tuple[str, str]]:
    assert all(problem.hint for problem in error.value.problems)
    return [(problem.code, problem.path) for problem in error.value.problems]


def test_requirements_may_be_rules_or_rule_strings() -> None:
    built = Level("gold", "Gold", total >= 90, every("criteria") >= percent(50), met("pests"))
    text = Level("gold", "Gold", "total >= 90", 'every("criteria") >= percent(50)', 'met("pests")')
    assert built == text
    assert Level("any", "Any").requirements == ()


@pytest.mark.parametrize(
    ("requirement", "code"),
    [
        (True, "rule-condition"),
        (EQUAL, "rule-condition"),
        (total, "rule-condition"),
        (every("criteria"), "rule-condition"),
        (85, "rule-condition"),
        ("total", "rule-kind"),
        ("total >= ", "rule-syntax"),
    ],
)
def test_what_is_no_condition_is_refused(requirement: Any, code: str) -> None:
    with pytest.raises(RubricError) as error:
        Level("gold", "Gold", total >= 90, requirement)
    assert problems(error) == [(code, "requirements[1]")]


def test_a_comparison_by_two_equal_signs_has_its_own_hint() -> None:
    with pytest.raises(RubricError) as error:
        Level("gold", "Gold", EQUAL)
    assert ".equals(number)" in error.value.problems[0].hint
    assert Level("gold", "Gold", total.equals(5)) == Level("gold", "Gold", "total == 5")


def test_a_comparison_by_two_equal_signs_is_refused_when_it_is_joined() -> None:
    for join in (and_, or_):
        for sides in ((EQUAL, total >= 3), (total >= 3, EQUAL)):
            with pytest.raises(RuleError, match=r"\.equals\(number\)"):
                join(*sides)


def test_a_chain_of_comparisons_has_its_own_hint() -> None:
    with pytest.raises(RuleError, match=r"\(a >= 1\) & \(a <= 5\)"):
        Level("gold", "Gold", 1 <= total <= 5)


def test_all_requirements_that_are_wrong_are_named_at_once() -> None:
    with pytest.raises(RubricError) as error:
        Level("gold", "Gold", "totl > 5", total >= 5, "exit()")
    assert problems(error) == [("rule-name", "requirements[0]"), ("rule-call", "requirements[2]")]


def test_a_level_can_be_changed() -> None:
    gold = Level("gold", "Gold", total >= 90, needs_below=True, source=Source("s", document="D"))
    changed = gold.evolve(requirements=[total >= 95], title="Best")
    assert changed == Level(
        "gold", "Best", total >= 95, needs_below=True, source=Source("s", document="D")
    )
    assert changed.evolve(requirements="total >= 90", title="Gold") == gold
    assert gold.evolve(requirements=total >= 90) == gold
    with pytest.raises(RubricError, match="Did you mean 'requirements'"):
        gold.evolve(requirement=total >= 95)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"level": "a b"}, ("id", "level")),
        ({"unless": "totl >= 5"}, ("rule-name", "unless")),
        ({"unless": True}, ("rule-condition", "unless")),
        ({"title": 5}, ("text", "title")),
        ({"source": 5}, ("source", "source")),
    ],
)
def test_a_cap_whose_parts_are_wrong_is_refused(
    fields: dict[str, Any], expected: tuple[str, str]
) -> None:
    made: dict[str, Any] = {"level": "fair", "unless": met("fire")} | fields
    with pytest.raises(RubrikaError) as error:
        Cap(**made)
    assert problems(error) == [expected]


def test_a_cap_may_be_written_as_a_rule_string() -> None:
    assert Cap("fair", unless='points("fire") >= 5') == Cap("fair", unless=points("fire") >= 5)


def test_an_attribute_has_options_or_a_domain() -> None:
    assert Attribute("area", "Area", ["lowland", "mountain"]).domain == Categories(
        ["lowland", "mountain"]
    )
    for domain in (Quantity(0), Truth()):
        assert Attribute("x", "X", domain).domain == domain


@pytest.mark.parametrize(
    ("domain", "given", "default"),
    [(["a", "b"], "b", "b"), (Truth(), False, False), (Quantity(0), 5, 5), (Quantity(0), "5", 5)],
)
def test_an_attribute_that_need_not_be_stated_may_have_a_default(
    domain: Any, given: Any, default: object
) -> None:
    made = Attribute("x", "X", domain, required=False, default=given)
    assert made.default == default
    assert made.evolve(title="Y").evolve(title="X") == made


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"domain": "ab"}, ("options", "domain.options")),
        ({"domain": 5}, ("option", "domain.options[0]")),
        ({"domain": []}, ("options", "domain.options")),
        ({"default": "a"}, ("default", "default")),
        ({"default": "c", "required": False}, ("unknown-option", "default")),
        ({"domain": Quantity(0), "default": -1, "required": False}, ("out-of-domain", "default")),
        ({"id": "criteria"}, ("id", "id")),
    ],
)
def test_an_attribute_whose_parts_are_wrong_is_refused(
    fields: dict[str, Any], expected: tuple[str, str]
) -> None:
    made: dict[str, Any] = {"id": "x", "title": "X", "domain": ["a", "b"]} | fields
    with pytest.raises(RubricError) as error:
        Attribute(**made)
    assert problems(error) == [expected]


def test_a_level_below_may_not_ask_for_more_than_the_same_total() -> None:
    leaf = Indicator("a", "A", YesNo(60))
    levels = [Level("g", "G", total >= 60), Level("f", "F", total > 60)]
    with pytest.raises(RubricError) as caught:
        Rubric("r", version="1", title="R", criteria=[leaf], levels=levels)
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("levels-order", "levels[1]")
    assert problem.message == "'f' asks for a total of more than 60, more than 'g' before it (60)"
    upside_down = Rubric("r", version="1", title="R", criteria=[leaf], levels=levels[::-1])
    assert len(upside_down.levels) == 2
