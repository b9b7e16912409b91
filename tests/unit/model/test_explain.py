"""Explanations: what is said of each part of a scorecard, in words that an official would use."""

from __future__ import annotations

from typing import Any

import pytest

from rubrika import (
    Assessment,
    Attribute,
    Cap,
    Choice,
    Criterion,
    Direct,
    Formula,
    Indicator,
    Level,
    Linear,
    NaPolicy,
    NotApplicable,
    Observation,
    Option,
    Quantity,
    Rubric,
    Source,
    Truth,
    YesNo,
    adapt,
    choose,
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
from rubrika.model.explain import Explanation
from rubrika.model.results import RequirementResult
from rubrika.model.scores import Scores

LAW = Source("law", document="Decree 1")
GUESS = Source("guess", status="provisional", reason={"en": "by analogy", "vi": "tương tự"})
HILL, POOR, HOMES = context("area").one_of("hill"), context("poor").is_yes, context("homes")
FACTS = [
    Attribute(
        "area",
        {"en": "Area", "vi": "Vùng"},
        {"hill": {"en": "hills", "vi": "đồi núi"}, "plain": ""},
        required=False,
    ),
    Attribute("poor", {"en": "Poor commune", "vi": "Xã nghèo"}, Truth(), required=False),
    Attribute("homes", "", Quantity(0, unit="km"), required=False),
]
BAR = choose(HILL, cited(60, GUESS), cited(85, LAW))


def rubric(*levels: Any, **fields: Any) -> Rubric:
    leaves = [
        Indicator("fire", "Fire safety", YesNo(40)),
        Indicator("wait", "Waiting", Linear(worst=30, best=5, points=60, unit="min")),
    ]
    made: dict[str, Any] = {
        "version": "1",
        "title": "R",
        "criteria": [Criterion("calm", "Calm", leaves)],
        "levels": levels,
        "context": FACTS,
    }
    return Rubric("r", **(made | fields))


def said(requirement: Any, values: Any, lang: str = "en", facts: Any = None, **fields: Any) -> str:
    """What is said of a requirement, with the mark of its status."""
    card = rubric(Level("good", "Good", requirement), **fields).score(values, context=facts)
    ((result, *_),) = (level.requirements for level in card.levels)
    assert isinstance(result, RequirementResult)
    return f"{result.status}: {card.explanation(lang).requirement(result)}"


FORTY = {"fire": True, "wait": 30}  # 40 of 100 points


# What was found


@pytest.mark.parametrize(
    ("requirement", "values", "expected"),
    [
        (total >= 40, FORTY, "holds: the total is at least 40: it is 40"),
        (total >= 41, FORTY, "fails: the total is at least 41: it is 40, 1 short"),
        (total > 40, FORTY, "fails: the total is more than 40: it is 40, which is not enough"),
        (total <= 39.5, FORTY, "fails: the total is at most 39.5: it is 40, 0.5 too much"),
        (total < 40, FORTY, "fails: the total is less than 40: it is 40, which is too much"),
        (total.equals(41), FORTY, "fails: the total is exactly 41: it is 40"),
        (
            share("calm") >= percent(41),
            FORTY,
            "fails: “Calm” reaches at least 41 %: it is 40 %, 1 percentage point short",
        ),
        (
            share("calm") >= percent("40.5"),
            FORTY,
            "fails: “Calm” reaches at least 40.5 %: it is 40 %, 0.5 percentage points short",
        ),
        (
            value("wait") <= 12,
            {"wait": "12.5"},
            "fails: the value of “Waiting” is at most 12: it is 12.5 min, 0.5 min too much",
        ),
        (
            some("indicators") >= percent(50),
            {"fire": False, "wait": 20},
            (
                "fails: at least one indicator reaches at least 50 %: the highest is 40 %, "
                "10 percentage points short"
            ),
        ),
        (
            every("indicators", of="points") <= 30,
            FORTY,
            "fails: every indicator earns at most 30 points: the highest is 40, 10 too much",
        ),
        (met("fire"), FORTY, "holds: “Fire safety” is met in full"),
    ],
)
def test_a_requirement_says_what_was_found_and_what_is_lacking(
    requirement: Any, values: Any, expected: str
) -> None:
    assert said(requirement, values) == expected


@pytest.mark.parametrize(
    ("requirement", "limits", "expected"),
    [
        (total >= 50, {}, "the total is at least 50: it is between 0 and 100 so far"),
        (value("wait") <= 12, {}, "the value of “Waiting” is at most 12: it is not known yet"),
        (
            value("wait") <= 12,
            {"least": 0},
            "the value of “Waiting” is at most 12: it is at least 0 min so far",
        ),
        (
            value("wait") >= 12,
            {"most": 60},
            "the value of “Waiting” is at least 12: it is at most 60 min so far",
        ),
    ],
)
def test_what_is_open_says_how_far_it_is_known(
    requirement: Any, limits: Any, expected: str
) -> None:
    scale = Linear(worst=30, best=5, points=60, unit="min", **limits)
    leaves = [Indicator("fire", "Fire safety", YesNo(40)), Indicator("wait", "Waiting", scale)]
    assert (
        said(requirement, {}, criteria=[Criterion("calm", "Calm", leaves)]) == f"open: {expected}"
    )


def test_a_range_is_never_shown_as_a_single_number() -> None:
    tiny = Indicator("tiny", "Tiny", Direct("0.001"))
    fire = Indicator("fire", "Fire safety", YesNo(40))
    made: dict[str, Any] = {"criteria": [Criterion("c", "C", [fire, tiny])], "context": []}
    assert said(total >= 80, {"fire": True}, **made) == (
        "fails: the total is at least 80: it is between 40 and 40.001 so far"
    )
    # 40 / 40.001 = 99.9975 %
    assert said(share("c") <= percent(50), {"fire": True}, **made) == (
        "fails: “C” reaches at most 50 %: it is between 99.998 % and 100 % so far"
    )


def test_a_gap_is_never_shown_as_nothing() -> None:
    # 60 · (30 − 29.999) / 25 = 0.0024, so that the total is 40.0024.
    values = {"fire": True, "wait": "29.999"}
    assert said(total >= cited("40.0025", LAW), values) == (
        "fails: the total is at least 40.0025: it is 40.0024, 0.0001 short [law]"
    )
    assert (
        said(total >= 40.01, values) == "fails: the total is at least 40.01: it is 40, 0.01 short"
    )
    assert said(share("calm") >= percent("40.00245"), values).endswith(
        "it is 40.0024 %, 0.00005 percentage points short"
    )


def test_vietnamese_writes_a_decimal_comma() -> None:
    assert said(total >= 41.5, FORTY, "vi") == (
        "fails: tổng điểm đạt từ 41,5 trở lên: hiện là 40, thiếu 1,5"
    )
    assert said(total < 40, FORTY, "vi-VN") == ("fails: tổng điểm dưới 40: hiện là 40, còn quá cao")


def test_what_does_not_apply_is_said_to() -> None:
    leaf = Indicator("coast", "Coast", YesNo(5), na=NaPolicy())
    card = rubric(Level("good", "Good", met("coast")), criteria=[leaf]).score(
        {"coast": NotApplicable("no sea")}
    )
    (result,) = card.levels[0].requirements
    assert card.explanation().requirement(result) == "“Coast” is met in full: not applicable"
    assert card.explanation().observed(card["coast"]) == "not applicable: no sea"
    assert card.explanation().node_points(card["coast"]) == "–"
    nothing = "undefined: nothing in the rubric applies to the subject"
    assert card.explanation().verdict() == card.explanation().total() == nothing
    bare = rubric(criteria=[leaf]).score({"coast": NotApplicable()})
    assert bare.explanation("vi").observed(bare["coast"]) == "không áp dụng"


# Context


@pytest.mark.parametrize(
    ("lang", "area", "expected"),
    [
        ("en", "hill", "at least 60 (as “Area” is “hills”): it is 40, 20 short [guess]"),
        ("en", "plain", "at least 85 (as “Area” is “plain”): it is 40, 45 short [law]"),
        ("vi", "hill", "từ 60 trở lên (vì “Vùng” là “đồi núi”): hiện là 40, thiếu 20 [guess]"),
        ("vi", "plain", "từ 85 trở lên (vì “Vùng” là “plain”): hiện là 40, thiếu 45 [law]"),
    ],
)
def test_the_bar_that_applies_in_a_stated_context_is_said_plainly(
    lang: str, area: str, expected: str
) -> None:
    found = said(total >= BAR, FORTY, lang, {"area": area})
    assert found.endswith(expected)
    assert ("85" in found) == (area == "plain")


def test_every_bar_is_said_where_the_context_is_not_stated() -> None:
    assert said(total >= BAR, FORTY) == (
        "fails: the total is at least (60 if “Area” is “hills”; otherwise 85): it is 40, "
        "up to 45 short [guess] [law]"
    )
    assert said(total >= BAR, FORTY, "vi") == (
        "fails: tổng điểm không thấp hơn (60 nếu “Vùng” là “đồi núi”; còn lại là 85): hiện là 40, "
        "thiếu nhiều nhất 45 [guess] [law]"
    )


@pytest.mark.parametrize(
    ("bar", "facts", "expected"),
    [
        (choose(POOR, 50, 60), {"poor": True}, "at least 50 (as “Poor commune” is yes)"),
        (choose(POOR, 50, 60), {"poor": False}, "at least 60 (as “Poor commune” is no)"),
        (choose(HOMES >= 10, 50, 60), {"homes": 10}, "at least 50 (as “homes” is 10 km)"),
        (choose(HOMES >= 10, 50, 60), {"homes": "9.5"}, "at least 60 (as “homes” is 9.5 km)"),
        (
            choose(POOR, 50, HOMES >= 10, 60, 85),
            {"poor": False, "homes": 3},
            "at least 85 (as “Poor commune” is no and “homes” is 3 km)",
        ),
        (  # the first that holds decides, whatever comes after it
            choose(POOR, 50, HOMES >= 10, 60, 85),
            {"poor": True},
            "at least 50 (as “Poor commune” is yes)",
        ),
        (
            choose(POOR, 50, HOMES >= 10, 60, 85),
            {"poor": False},
            "at least (60 if “homes” is at least 10; otherwise 85) (as “Poor commune” is no)",
        ),
        (
            choose(POOR, 50, HOMES >= 10, 60, 85),
            {"homes": 12},
            "at least (50 if “Poor commune” is yes; otherwise 60) (as “homes” is 12 km)",
        ),
        (  # choices within choices
            choose(met("fire"), choose(HILL, 60, 70), 85),
            {"area": "hill"},
            "at least (60 if “Fire safety” is met in full; otherwise 85) (as “Area” is “hills”)",
        ),
        (  # one fact alone does not settle it
            choose(HILL & POOR, 50, 60),
            {"area": "hill"},
            "at least (50 if “Area” is “hills” and “Poor commune” is yes; otherwise 60)",
        ),
        (
            choose(HILL & met("fire"), 50, 60),
            {"area": "hill"},
            "at least (50 if “Area” is “hills” and “Fire safety” is met in full; otherwise 60)",
        ),
        (100 - choose(HILL, 30, 10), {"area": "hill"}, "at least 70 (as “Area” is “hills”)"),
    ],
)
def test_a_bar_is_settled_by_the_facts_that_it_asks_for(
    bar: Any, facts: Any, expected: str
) -> None:
    found = said(total >= bar, FORTY, facts=facts)
    assert found.partition("the total is ")[2].startswith(f"{expected}: it is 40")


def test_a_settled_bar_of_a_group_is_a_percentage() -> None:
    bar = every("criteria") >= choose(HILL, percent(30), percent(50))
    assert said(bar, FORTY, facts={"area": "plain"}) == (
        "fails: every criterion reaches at least 50 % (as “Area” is “plain”): the lowest is 40 %, "
        "10 percentage points short"
    )
    assert said(bar, FORTY) == (
        "open: every criterion reaches at least (30 % if “Area” is “hills”; otherwise 50 %): "
        "the lowest is 40 %"
    )


def test_what_counts_conditions_stays_whole() -> None:
    found = said(count(met("fire"), HILL) >= 2, FORTY, facts={"area": "hill"})
    assert found == (
        "holds: (1 if “Fire safety” is met in full; otherwise 0) plus (1 if “Area” is “hills”; "
        "otherwise 0) is at least 2: it is 2"
    )


def test_the_words_of_a_record_are_those_of_the_rubric_and_not_of_the_subject() -> None:
    card = rubric(Level("good", "Good", total >= BAR)).score(FORTY, context={"area": "hill"})
    (record,) = card.to_dict()["levels"][0]["requirements"]
    assert record["words"] == "the total is at least (60 if “Area” is “hills”; otherwise 85)"
    assert (record["needed"], record["gap"]) == ("60", "20")


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        ("en", ["Area = hills", "Poor commune = no", "homes = 2.5 km"]),
        ("vi", ["Vùng = đồi núi", "Xã nghèo = không", "homes = 2,5 km"]),
    ],
)
def test_the_context_is_told_by_titles(lang: str, lines: list[str]) -> None:
    card = rubric().score(FORTY, context={"area": "hill", "poor": False, "homes": "2.5"})
    word = {"en": "Context: ", "vi": "Bối cảnh: "}[lang]
    found = [line for line in card.explanation(lang).head() if line.startswith(word)]
    assert found == [word + line for line in lines]
    open_ = rubric().score(FORTY).explanation(lang)
    assert sum(line.endswith(f"= {open_.say['not stated']}") for line in open_.head()) == 3


def test_options_are_told_by_their_descriptors() -> None:
    mood = Choice([Option("good", 5, {"en": "smiles", "vi": "tươi cười"}), Option("bad", 0)])
    leaf = Indicator("mood", "Mood", mood)
    level = Level("good", "Good", value("mood").one_of("good"))
    card = rubric(level, criteria=[leaf]).score({"mood": "good"})
    (result,) = card.levels[0].requirements
    assert card.explanation().requirement(result) == "the value of “Mood” is “smiles”"
    assert card.explanation("vi").observed(card["mood"]) == "tươi cười"
    card = card.rubric.score({"mood": "bad"})  # type: ignore[attr-defined]  # it is the rubric
    assert card.explanation("vi").observed(card["mood"]) == "bad"


# The result and the levels


def three(**fields: Any) -> Rubric:
    """Gold from 90, silver from 60 and bronze from 40 points."""
    bars = {"gold": 90, "silver": 60, "bronze": 40}
    return rubric(
        *(Level(id_, id_.capitalize(), total >= bar) for id_, bar in bars.items()),
        context=[],
        **fields,
    )


@pytest.mark.parametrize(
    ("values", "verdict", "outlook"),
    [
        (
            {},
            (
                "not yet decided – Gold, Silver, Bronze or Not recognised is possible; "
                "between 0 and 100 of 100 points"
            ),
            "Certain: none. Possible: Gold, Silver, Bronze. Out of reach: none.",
        ),
        (
            {"fire": True},
            (
                "not yet decided – Gold, Silver or Bronze is possible; "
                "between 40 and 100 of 100 points"
            ),
            "Certain: Bronze. Possible: Gold, Silver. Out of reach: none.",
        ),
        (
            {"fire": False},
            (
                "not yet decided – Silver, Bronze or Not recognised is possible; "
                "between 0 and 60 of 100 points"
            ),
            "Certain: none. Possible: Silver, Bronze. Out of reach: Gold.",
        ),
        (  # 60 · (30 − 20) / 25 = 24
            {"wait": 20},
            (
                "not yet decided – Silver, Bronze or Not recognised is possible; "
                "between 24 and 64 of 100 points"
            ),
            "Certain: none. Possible: Silver, Bronze. Out of reach: Gold.",
        ),
        ({"wait": 5, "fire": False}, "Silver – 60 of 100 points", ""),
        ({"wait": 30, "fire": False}, "Not recognised – 0 of 100 points", ""),
    ],
)
def test_the_result_says_which_levels_are_certain_possible_and_out_of_reach(
    values: Any, verdict: str, outlook: str
) -> None:
    card = three().score(values)
    explanation = card.explanation()
    assert explanation.verdict() == verdict
    assert explanation.outlook() == outlook
    assert repr(card) == f"<Scorecard r 1: {verdict}>"
    assert (f"Levels\n  {outlook}\n" in card.explain()) == bool(outlook)


def test_a_level_may_be_decided_while_the_points_are_open() -> None:
    card = rubric(Level("good", "Good", total >= 40), context=[]).score({"fire": True})
    assert card.explanation().verdict() == "Good – between 40 and 100 of 100 points"
    assert card.explanation("vi").verdict() == "Good – từ 40 đến 100 trên 100 điểm"
    assert card.explanation("vi").outlook() == (
        "Chắc chắn đạt: Good. Có thể đạt: không có. Không thể đạt: không có."
    )


def test_a_rubric_without_levels_says_its_points() -> None:
    assert rubric().score({}).explanation().verdict() == "between 0 and 100 of 100 points"
    assert "Levels" not in rubric().score({}).explain()


def test_a_level_without_requirements_says_so() -> None:
    made = rubric(Level("gold", "Gold", total >= 90), Level("some", "Some"), context=[])
    lines = made.score(FORTY).explain().splitlines()
    place = lines.index("  ✓ Some: reached")
    assert lines[place + 1] == "    no requirement"


def test_tiers_and_caps_are_requirements_too() -> None:
    levels = [
        Level("gold", "Gold", total >= 90, needs_below=True),
        Level("silver", "Silver", total >= 40),
    ]
    caps = [Cap("silver", unless=met("fire"), title="Fire first", source=LAW)]
    card = rubric(*levels, caps=caps, context=[]).score({"fire": False, "wait": 5})
    gold = card.levels[0]
    assert [card.explanation().requirement(result) for result in gold.requirements] == [
        "the total is at least 90: it is 60, 30 short",
        "the level below, Silver, holds",
        "Fire first: at most Silver unless “Fire safety” is met in full [law]",
    ]
    bare = rubric(*levels, caps=[Cap("silver", unless=met("fire"))], context=[]).score(FORTY)
    assert bare.explanation("vi").requirement(bare.levels[0].requirements[2]) == (
        "không quá Silver trừ khi “Fire safety” đạt đầy đủ"
    )


def test_the_parts_of_a_requirement_are_told_once_and_their_sources_too() -> None:
    floor = every("indicators") >= cited("50%", LAW)
    made = rubric(Level("gold", "Gold", floor, total >= 90), Level("silver", "Silver", floor))
    text = made.score(FORTY).explain()
    assert text.count("“Waiting” reaches at least 50 %") == 1
    assert "“Fire safety” reaches" not in text  # it does
    assert "“Waiting” reaches at least 50 %: it is 0 %, 50 percentage points short\n" in text
    assert text.count("every indicator reaches at least 50 %: the lowest is 0 %") == 3
    assert text.count("short [law]") == 3
    assert "For Silver, still lacking\n  ✗ every indicator reaches" in text


def test_parts_with_other_sources_name_them() -> None:
    both = (points("fire") >= cited(50, LAW)) & (points("wait") >= cited(1, GUESS))
    text = rubric(Level("gold", "Gold", both)).score(FORTY).explain()
    assert "“Fire safety” earns at least 50 points: it is 40, 10 short [law]" in text
    assert "“Waiting” earns at least 1 point: it is 0, 1 short [guess]" in text


# What stands behind it


def test_provisional_sources_of_texts_and_observations_are_named_with_what_rests_on_them() -> None:
    draft = Source(
        "draft", document="Draft", status="provisional", reason="no titles are published"
    )
    leaves = [
        Indicator("a", "Alpha", Direct(5), source=LAW),
        Indicator("b", "Beta", Direct(5), source=LAW),
    ]
    made = Rubric(
        "r",
        version="1",
        title="R",
        criteria=[Criterion("one", "One", leaves[:1], source=draft), leaves[1]],
        context=[Attribute("area", "Area", ["x", "y"], source=draft, required=False)],
    )
    seen = Observation(2, source=Source("hearsay", status="provisional", reason="told by phone"))
    card = made.score({"a": 1, "b": seen})
    assert [source.id for source in card.provisional_sources] == ["draft", "hearsay"]
    assert card.provisional == ()
    assert list(card.explanation().unpublished()) == [
        "Provisional apart from numbers",
        "  - [draft] no titles are published, Draft (One; Area)",
        "  - [hearsay] told by phone (Beta)",
    ]
    text = card.explain()
    assert text.count("[draft]") == 1
    assert "Sources\n  - [law] Decree 1\n" in text
    assert "Nội dung tạm thời ngoài các con số" in card.explain("vi")


def test_a_provisional_source_that_numbers_have_is_told_with_them_alone() -> None:
    made = rubric(Level("good", "Good", total >= cited(5, GUESS), source=GUESS), context=[])
    card = made.score(FORTY)
    assert card.provisional_sources == ()
    assert list(card.explanation().unpublished()) == []
    assert card.explain().count("by analogy") == 1
    assert "Provisional numbers: " in card.explain()


def test_what_was_adapted_says_from_what() -> None:
    ours = adapt(three(), id="ours", version="2", changes={"calm.title": "Peace"})
    text = ours.score(FORTY).explain()
    assert text.splitlines()[1] == "Adapted from r, version 1 (changes: 1)"


def test_a_number_that_is_not_rational_is_marked_and_the_mark_explained() -> None:
    root = Indicator("root", "Root", Formula("root(value)", points=2, least=0, most=4))
    made = rubric(criteria=[root], context=[])
    card = made.score({"root": 2})
    assert card.explanation().node_points(card["root"]) == "≈ 1.41 / 2"
    assert "≈ marks a number that is not rational" in card.explain()
    assert "≈" not in made.score({"root": 4}).explain()


def test_a_long_observation_stands_on_lines_of_its_own() -> None:
    why = "the town lies far inland, and has neither a sea nor a lake nor a river"
    leaf = Indicator("coast", "Coast", YesNo(5), na=NaPolicy())
    other = Indicator("fire", "Fire safety", YesNo(5))
    card = rubric(criteria=[leaf, other]).score({"coast": NotApplicable(why), "fire": True})
    lines = card.explain().splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("  Coast"))
    assert lines[place].split() == ["Coast", "–"]
    assert " ".join(f"{lines[place + 1]} {lines[place + 2]}".split()) == f"not applicable: {why}"
    assert max(map(len, lines)) <= 80


def test_the_head_says_of_whom_and_when() -> None:
    made = Assessment(FORTY, subject="Phường Trường Sơn", date="2021-12-31")
    head = list(three().score(made).explanation("vi").head())
    assert head == [
        "R (r, phiên bản 1)",
        "Đơn vị: Phường Trường Sơn",
        "Ngày: 2021-12-31",
        "Kết quả: Bronze – 40 trên 100 điểm",
    ]


def test_either_of_several_and_groups_that_ask_for_an_exact_number_name_no_member() -> None:
    either = (points("fire") >= 50) | (points("wait") >= 50)
    assert said(either, FORTY, context=[]) == (
        "fails: “Fire safety” earns at least 50 points or “Waiting” earns at least 50 points"
    )
    exactly = every("indicators", of="points").equals(40)
    assert said(exactly, FORTY) == "fails: every indicator earns exactly 40 points"


def test_a_rubric_that_needs_a_context_is_told_without_a_subject() -> None:
    area = Attribute("area", "Area", ["hill", "plain"])
    bar = choose(context("area").one_of("hill"), 3, 5)
    rubric = Rubric(
        "r",
        version="1",
        title="R",
        criteria=[Indicator("pests", "No pests", YesNo(5))],
        levels=[Level("good", "Good", total >= bar)],
        context=[area],
    )
    scores = Scores(rubric, Assessment({}))
    assert scores.known == {}
    (asks,) = rubric.asks[0].requirements
    said = Explanation(scores, "en").condition(RequirementResult(asks.requirement, "open"))
    assert "3" in said
    assert "5" in said
