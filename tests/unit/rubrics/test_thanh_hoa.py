"""The rubric of Thanh Hóa: its wording is published, its numbers are not."""

from fractions import Fraction

import pytest

from rubrika import (
    AssessmentError,
    Choice,
    Indicator,
    NotApplicable,
    Rubric,
    Source,
    YesNo,
    adapt,
    cited,
    get,
    stated_numbers,
)

# The sentence of 21 May 2020, as it stands on the portal of Thanh Hóa province, Sầm Sơn city.
PUBLISHED = (
    "Tiêu chí đánh giá, công nhận danh hiệu mô hình huyện, thị xã, thành phố học tập, gồm 4 tiêu "
    "chí: Vai trò, trách nhiệm của cấp ủy, chính quyền, MTTQ và các đoàn thể cấp huyện, thị xã, "
    "thành phố; quy hoạch mạng lưới và hoạt động của các cơ sở giáo dục và đào tạo và các thiết "
    "chế văn hóa, thông tin, truyền thông trên địa bàn; kết quả học tập thường xuyên, học tập suốt "
    "đời và xây dựng các mô hình học tập trên địa bàn; tác dụng và hiệu quả của việc xây dựng và "
    "phát triển các mô hình học tập trên địa bàn."
)


@pytest.fixture
def rubric() -> Rubric:
    return get("thanh-hoa-2021-2026")


def full_marks(rubric: Rubric) -> dict[str, object]:
    """For each indicator the value that earns all its points."""
    values: dict[str, object] = {}
    for indicator in rubric.indicators:
        match indicator.scale:
            case YesNo():
                values[indicator.id] = True
            case Choice(options):
                values[indicator.id] = options[-1].id
            case _:
                values[indicator.id] = 100
    return values


def test_the_four_criteria_stand_word_for_word(rubric: Rubric) -> None:
    published = PUBLISHED.partition("gồm 4 tiêu chí: ")[2].removesuffix(".").split("; ")
    titles = [criterion.title.get("vi") for criterion in rubric.criteria]
    assert len(published) == 4
    assert [title[0].lower() + title[1:] for title in titles] == [
        wording[0].lower() + wording[1:] for wording in published
    ]
    assert [criterion.title.get("en") != "" for criterion in rubric.criteria] == [True] * 4


def test_each_criterion_quotes_the_published_report(rubric: Rubric) -> None:
    for criterion in rubric.criteria:
        source = criterion.source
        assert source is not None
        assert source.status == "published"
        assert source.quotation.get("vi") == PUBLISHED
        assert "Sầm Sơn" in source.document.get("vi")
        assert "21-05-2020" in source.article.get("vi")


def test_no_number_passes_for_published(rubric: Rubric) -> None:
    numbers = list(stated_numbers(rubric))
    assert len(numbers) > 80
    assert [number for number in numbers if not number.provisional] == []


def test_every_number_names_its_reason_and_analogue_in_both_languages(rubric: Rubric) -> None:
    for number in stated_numbers(rubric):
        assert number.source is not None, number
        assert number.source.reason.languages == ("en", "vi"), number
        assert number.source.document.languages == ("en", "vi"), number


def test_every_text_is_in_both_languages(rubric: Rubric) -> None:
    texts = [rubric.title, rubric.description, *(text for _, text in rubric.meta)]
    texts += [level.title for level in rubric.levels]
    for node in rubric.nodes.values():
        texts += [text for text in (node.title, node.description) if text]
        if isinstance(node, Indicator) and isinstance(node.scale, Choice):
            texts += [option.title for option in node.scale.options]
    assert {text.languages for text in texts} == {("en", "vi")}


def test_the_fifteen_commune_criteria_are_lifted_three_one_six_five(rubric: Rubric) -> None:
    lifted = [criterion.children for criterion in rubric.criteria]
    assert [len(children) for children in lifted] == [3, 1, 6, 5]
    for children in lifted:  # within a criterion they count the same
        assert len({child.maximum for child in children}) == 1


def test_points_follow_the_learning_unit(rubric: Rubric) -> None:
    # Circular 22/2020: conditions 30 (here halved), results 30, effect 40.
    assert [criterion.maximum for criterion in rubric.criteria] == [15, 15, 30, 40]
    assert rubric.maximum == 100


@pytest.mark.parametrize(
    ("indicator", "percentage", "points"),
    [
        # Decision 281 for 2020 in hard areas 60 % and 40 %; Decision 387 for 2025 and 2030.
        ("families", "59.99", 0),
        ("families", 60, 1),
        ("families", "74.02", 2),  # Hậu Lộc 2020
        ("families", 80, "2.5"),
        ("clans", "53.56", 1),  # Hậu Lộc 2020
        ("clans", 65, 2),
        ("clans", 75, "2.5"),
        ("communities", 65, 2),
        ("communities", "49.9", 0),
        ("units", 80, 2),
        ("units", 90, "2.5"),
        # all points from 90 %, evenly below
        ("poverty", 90, 8),
        ("poverty", 45, 4),
        ("poverty", 100, 8),
        ("officials", 45, "2.5"),
        ("organisations", 50, "2.5"),
    ],
)
def test_a_percentage_earns_points(
    rubric: Rubric, indicator: str, percentage: object, points: object
) -> None:
    card = rubric.score({indicator: percentage}, context={"area": "other"})
    assert card[indicator].points == Fraction(str(points))


def test_the_published_results_of_sam_son_are_inputs(rubric: Rubric) -> None:
    seen = {
        "preschool": True,
        "primary": "degree-3",
        "lower-secondary": "degree-3",
        "literacy": "degree-2",
    }
    assert rubric.score(seen, context={"area": "other"})["universal-education"].points == 5


@pytest.mark.parametrize(
    ("area", "lost", "level"),
    [
        ("other", 15, "good"),  # 85
        ("other", 16, "fair"),  # 84
        ("other", 30, "fair"),  # 70
        ("other", 31, "average"),  # 69
        ("mountain", 40, "good"),  # 60
        ("mountain", 41, "fair"),  # 59
        ("mountain", 45, "fair"),  # 55
        ("mountain", 46, "average"),  # 54
        ("other", 50, "average"),  # 50
    ],
)
def test_a_level_starts_at_its_bar_which_is_lower_in_mountain_districts(
    rubric: Rubric, area: str, lost: int, level: str
) -> None:
    # Points are lost where they are even: c4 gives 8 for each 90 %, down to half of its 40 points;
    # then what else can be lost without any criterion falling below its half.
    values = full_marks(rubric)
    left = Fraction(lost)
    for indicator, points, all_from, most in [
        ("poverty", "8", 90, "8"),
        ("culture", "8", 90, "8"),
        ("security-order", "8", 90, "4"),
        ("organisations", "5", 100, "5"),
        ("fairness", "5", 100, "5"),
        ("officials", "5", 90, "5"),
        ("learners", "2.5", 100, "2.5"),
        ("citizens", "2.5", 100, "2.5"),
        ("learning-centres", "7.5", 90, "7.5"),
        ("steering-committee", "5", 0, "2.5"),
    ]:
        taken = min(left, Fraction(most))
        left -= taken
        if all_from:
            values[indicator] = all_from * (1 - taken / Fraction(points))
        elif taken:
            values[indicator] = "set-up"
    card = rubric.score(values, context={"area": area})
    assert left == 0
    assert card.points == 100 - lost
    assert card.level is not None
    assert card.level.id == level


def test_each_criterion_needs_half_of_its_points(rubric: Rubric) -> None:
    values = full_marks(rubric)
    # c2 has two parts of 7.5 points: all of one and none of the other make exactly half.
    values["cultural-institutions"] = 0
    card = rubric.score(values, context={"area": "other"})
    assert card["c2"].share == Fraction(1, 2)
    assert card.level is not None
    assert card.level.id == "good"
    values["learning-centres"] = "89.9"
    card = rubric.score(values, context={"area": "mountain"})
    assert card.points == 100 - Fraction("7.5") - Fraction("7.5") * Fraction("0.1") / 90
    assert card.level is None


def test_the_bar_depends_on_the_area_so_it_must_be_stated(rubric: Rubric) -> None:
    with pytest.raises(AssessmentError, match="area"):
        rubric.score({})


def test_what_is_about_a_territory_need_not_apply_if_that_is_justified(rubric: Rubric) -> None:
    territory = [indicator for indicator in rubric.indicators if indicator.na is not None]
    assert len(territory) == 16
    reason = NotApplicable("Đảng bộ Khối không có địa bàn")
    seen = full_marks(rubric) | {indicator.id: reason for indicator in territory}
    card = rubric.score(seen, context={"area": "other"})
    assert card.points == 100
    assert card["c2"].points is None
    assert card.level is not None
    assert card.level.id == "good"
    with pytest.raises(AssessmentError, match="justification"):
        rubric.score({"families": NotApplicable()}, context={"area": "other"})


@pytest.mark.parametrize("id_", ["leadership", "organisations", "officials", "citizens", "units"])
def test_what_also_a_party_bloc_can_do_always_applies(rubric: Rubric, id_: str) -> None:
    with pytest.raises(AssessmentError):
        rubric.score({id_: NotApplicable("no territory")}, context={"area": "other"})


def test_pilot_units_and_period_are_in_the_metadata(rubric: Rubric) -> None:
    meta = {name: text.get("vi") for name, text in rubric.meta}
    for unit in (
        "Bá Thước",
        "Yên Định",
        "Nông Cống",
        "TP Sầm Sơn",
        "Đảng bộ Khối Cơ quan và Doanh nghiệp tỉnh",
    ):
        assert unit in meta["pilot units"]
    assert meta["pilot period"] == "Từ tháng 1 đến 12-2020"


def test_it_is_in_force_from_2021_to_2026(rubric: Rubric) -> None:
    assert get("thanh-hoa-2021-2026", on="2021-01-01") == rubric
    assert get("thanh-hoa-2021-2026", on="2026-12-31") == rubric
    assert str(rubric.valid) == "2021-01-01 – 2026-12-31"


def test_titles_are_counted_by_the_sister_rubrics_names(rubric: Rubric) -> None:
    assert rubric["units"].title.get("vi") == get("learning-unit-2020").title.get("vi")
    assert rubric["citizens"].title.get("vi") == get("learning-citizen-pilot").title.get("vi")


def test_an_office_replaces_a_provisional_number_by_an_official_one(rubric: Rubric) -> None:
    decision = Source("decision", document="Decision of the province")
    official = adapt(
        rubric,
        id="official",
        version="1",
        changes={"families.scale.bands[1].at": cited(75, decision)},
    )
    before, after = (
        {number.path for number in stated_numbers(each) if number.provisional}
        for each in (rubric, official)
    )
    assert len(before - after) == 1
    assert official.score({"families": "74.02"}, context={"area": "other"})["families"].points == 1
    assert official.adaptation is not None
    assert [change.path for change in official.adaptation.changes] == ["families.scale.bands[1].at"]
