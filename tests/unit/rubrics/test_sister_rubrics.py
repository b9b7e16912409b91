"""The sister rubrics: every number against what is published."""

from fractions import Fraction

import pytest

from rubrika import Rubric, get, stated_numbers

ALL_YES = {
    "plan": True,
    "rules": True,
    "resources": True,
    "self-study": 100,
    "discipline": 100,
    "training": 100,
    "advanced-workers": 100,
    "learning-citizens": 100,
    "advanced-unit": True,
    "knowledge-sharing": True,
}


@pytest.fixture
def unit() -> Rubric:
    return get("learning-unit-2020")


@pytest.fixture
def citizen() -> Rubric:
    return get("learning-citizen-pilot")


# Circular 22/2020/TT-BGDĐT


def test_the_points_of_the_learning_unit_are_those_of_the_circular(unit: Rubric) -> None:
    table = {
        "conditions": {"plan": 10, "rules": 10, "resources": 10},
        "results": {"self-study": 10, "discipline": 5, "training": 10, "advanced-workers": 5},
        "effect": {"learning-citizens": 25, "advanced-unit": 10, "knowledge-sharing": 5},
    }
    found = {
        criterion.id: {part.id: part.maximum for part in criterion.children}
        for criterion in unit.criteria
    }
    assert found == table
    assert [criterion.maximum for criterion in unit.criteria] == [30, 30, 40]
    assert unit.maximum == 100


def test_every_number_of_the_learning_unit_is_published_in_the_circular(unit: Rubric) -> None:
    numbers = list(stated_numbers(unit))
    # 10 points; 5 bounds of 100 %; 30 + 30 + 40 = 100; 85, 70, 50
    assert len(numbers) == 10 + 5 + 4 + 3
    assert {number.source.id if number.source else "" for number in numbers} == {"circular-22-2020"}
    assert not [number for number in numbers if number.provisional]


@pytest.mark.parametrize(
    ("missed", "points", "level"),
    [
        ([], 100, "good"),
        (["plan", "knowledge-sharing"], 85, "good"),
        (["plan", "rules"], 80, "fair"),
        (["learning-citizens", "discipline"], 70, "fair"),
        (["learning-citizens", "plan"], 65, "average"),
        (["learning-citizens", "plan", "rules", "discipline"], 50, "average"),
        (["learning-citizens", "plan", "rules", "resources"], 45, None),
    ],
)
def test_the_level_of_a_learning_unit(
    unit: Rubric, missed: list[str], points: int, level: str | None
) -> None:
    values = ALL_YES | {id_: False if ALL_YES[id_] is True else 99 for id_ in missed}
    card = unit.score(values)
    assert card.points == points
    assert (card.level.id if card.level else None) == level


def test_a_condition_for_all_members_gives_nothing_below_100_percent(unit: Rubric) -> None:
    assert unit.score({"self-study": "99.99"})["self-study"].points == 0
    assert unit.score({"self-study": 100})["self-study"].points == 10


def test_the_titles_of_the_levels_are_those_of_the_circular(unit: Rubric) -> None:
    assert [level.title.get("vi") for level in unit.levels] == ["Tốt", "Khá", "Trung bình"]
    assert unit.no_level.get("vi") == "Không đạt"


def test_the_learning_unit_is_in_force_until_circular_24_2023(unit: Rubric) -> None:
    assert str(unit.valid) == "2020-09-21 – 2024-01-25"


# The pilot tool


def test_the_learning_citizen_has_ten_indices_of_ten_points(citizen: Rubric) -> None:
    assert [indicator.maximum for indicator in citizen.indicators] == [10] * 10
    assert [len(criterion.children) for criterion in citizen.criteria] == [4, 4, 2]


def test_every_number_of_the_learning_citizen_is_published(citizen: Rubric) -> None:
    numbers = list(stated_numbers(citizen))
    assert sorted(number.value for number in numbers) == [5, *[10] * 10, 80]
    assert {number.source.id if number.source else "" for number in numbers} == {"pilot-tool"}
    assert not [number for number in numbers if number.provisional]


def test_the_grouping_of_the_draft_does_not_pass_for_published(citizen: Rubric) -> None:
    for criterion in citizen.criteria:
        assert criterion.source is not None
        assert criterion.source.provisional
        assert criterion.source.reason.languages == ("en", "vi")


@pytest.mark.parametrize(
    ("points", "recognised"),
    [
        ([8] * 10, True),
        ([*[8] * 9, "7.99"], False),
        ([*[10] * 6, 5, 5, 5, 5], True),
        ([*[10] * 9, "4.9"], False),
        ([*[9] * 8, 5, 3], False),
    ],
)
def test_the_title_needs_80_points_and_no_index_below_5(
    citizen: Rubric, points: list[object], recognised: bool
) -> None:
    ids = [indicator.id for indicator in citizen.indicators]
    card = citizen.score(dict(zip(ids, points, strict=True)))
    assert card.points == sum(Fraction(str(given)) for given in points)
    assert (card.level is not None) is recognised


@pytest.mark.parametrize("id_", ["learning-unit-2020", "learning-citizen-pilot"])
def test_every_text_of_a_sister_rubric_is_in_both_languages(id_: str) -> None:
    rubric = get(id_)
    texts = [rubric.title, rubric.description, *(text for _, text in rubric.meta)]
    texts += [level.title for level in rubric.levels]
    texts += [node.title for node in rubric.nodes.values()]
    assert {text.languages for text in texts} == {("en", "vi")}
