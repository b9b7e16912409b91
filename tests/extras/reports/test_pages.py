"""Pages of HTML: valid, self-contained, escaped, in two languages, and right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from tests.extras.snapshots import same_as

from rubrika import (
    Assessment,
    AssessmentError,
    Attribute,
    Bands,
    Categories,
    Criterion,
    Formula,
    Indicator,
    Level,
    NotApplicable,
    Observation,
    Plan,
    Quantity,
    Rubric,
    Scorecard,
    Source,
    YesNo,
    available,
    choose,
    cited,
    context,
    every,
    get,
    load,
    load_assessment,
    load_assessments,
    log,
    percent,
    plan,
    points,
    total,
    value,
)
from rubrika.model.sentences import SENTENCES
from rubrika.reports import card_page, comparison_page
from rubrika.reports.limits import limits_for
from rubrika.reports.page_words import page_words
from rubrika.reports.ranks import ranks
from rubrika.rules import Input

EXAMPLES = Path(__file__).parents[3] / "examples"
KEPT = Path(__file__).parent / "snapshots"
BLOCK = re.compile(r"(?=<(?:section|tr|li|p|h[1-4]|dl|table|ul|div|footer|main)\b)")


def cafe() -> Rubric:
    return load(EXAMPLES / "cafe-hygiene.toml")


def sen() -> Scorecard:
    return cafe().score(load_assessment(EXAMPLES / "cafe-sen.toml"))


def hau_loc() -> Scorecard:
    return get("thanh-hoa-2021-2026").score(load_assessment(EXAMPLES / "hau-loc-2020.toml"))


def cafes() -> list[Scorecard]:
    rubric = cafe()
    return [rubric.score(one) for one in load_assessments(EXAMPLES / "cafes.csv", rubric=rubric)]


def tree(page: str) -> Element:
    """The page as a browser reads it; an error of form is an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    found: Element = parser.parse(page)
    for one in found.iter():
        one.tag = str(one.tag).rpartition("}")[2]  # of drawings, it has a namespace
    return found


def text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def texts(root: Element, path: str) -> list[str]:
    return [text(one) for one in root.findall(path)]


def rows(root: Element, section: str) -> list[list[str]]:
    """The rows of the table in the section with that heading."""
    found = next(one for one in root.iter("section") if one.get("aria-labelledby") == section)
    return [[text(cell) for cell in row] for row in found.findall(".//tbody/tr")]


def classes(root: Element) -> Iterator[tuple[str, Element]]:
    for one in root.iter():
        for name in (one.get("class") or "").split():
            yield name, one


def empty(rubric: Rubric) -> Scorecard:
    """Nothing is observed; facts that must be stated are those of the first option."""
    facts = {
        fact.id: fact.domain.options[0]
        for fact in rubric.context
        if isinstance(fact.domain, Categories)
    }
    return rubric.score(Assessment({}, context=facts))


# What was read over once


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_pages_are_as_they_were_read_over(lang: str) -> None:
    card = sen()
    pages = {
        "sen": card_page(card, lang=lang, plan=plan(cafe(), card.assessment, "gold")),
        "hau-loc": card_page(hau_loc(), lang=lang),
        "cafes": comparison_page(cafes(), lang=lang),
    }
    shown = (
        page.partition("<body>")[2].replace(version("rubrika"), "VERSION")
        for page in pages.values()
    )
    whole = "".join(f"{BLOCK.sub(chr(10), one).strip()}\n" for one in shown)
    same_as(KEPT / f"pages-{lang}.html", whole)


# The form


def shipped(id_: str) -> Callable[[str], str]:
    return lambda lang: empty(get(id_)).to_html(lang)


PAGES: dict[str, Callable[[str], str]] = {
    "sen": lambda lang: sen().to_html(lang),
    "hau-loc": lambda lang: hau_loc().to_html(lang),
    "nothing observed": lambda lang: cafe().score({}).to_html(lang),
    "cafes": lambda lang: comparison_page(cafes(), lang=lang),
    **{entry.id: shipped(entry.id) for entry in available()},
}


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_valid_and_needs_nothing_beside_it(name: str, lang: str) -> None:
    page = PAGES[name](lang)
    root = tree(page)
    assert page.startswith("<!DOCTYPE html>\n")
    assert root.get("lang") == lang
    assert all(texts(root, "head/title"))
    tags = {one.tag for one in root.iter()}
    assert not tags & {"script", "link", "img", "iframe", "object", "base", "form"}
    assert not re.search(r"url\(|@import|javascript:|\son\w+=", page)
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_told_by_ear_as_by_eye(name: str) -> None:
    root = tree(PAGES[name]("en"))
    assert len(root.findall(".//h1")) == 1
    levels = [int(one.tag[1]) for one in root.iter() if re.fullmatch(r"h\d", str(one.tag))]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = {one.get("id") for one in root.iter()}
    for link in root.iter("a"):
        href = link.get("href") or ""
        assert href.startswith(("https://", "http://")) or href[1:] in ids
    for section in root.iter("section"):
        assert section.get("aria-labelledby") in ids
    for table in root.iter("table"):
        assert table.find("caption") is not None
        assert all(one.get("scope") == "col" for one in table.findall("thead//th"))
        assert all(row.find("th[@scope='row']") is not None for row in table.findall("tbody/tr"))
    for image in root.iter("svg"):
        assert image.get("role") == "img"
        assert image.get("aria-label")


# What it says


def test_the_verdict_its_reason_and_what_is_lacking_come_first() -> None:
    root = tree(sen().to_html())
    assert texts(root, ".//h1") == ["Café Sen"]
    assert texts(root, ".//h2")[:4] == [
        "Why Silver",
        "What would lift the result",
        "Points by criterion",
        "Levels",
    ]
    verdict = next(one for name, one in classes(root) if name == "verdict")
    assert [text(one) for one in verdict.iter("strong")] == ["Silver"]
    assert "84 of 100 points" in text(verdict)
    assert texts(verdict, "ul/li") == ["Silver: from 75", "Gold: from 90"]
    assert "the total is at least 90: it is 84, 6 short" in text(root)


def test_every_node_has_its_points_its_share_and_its_evidence() -> None:
    found = rows(tree(sen().to_html()), "points")
    # 91 % are 40 of 40, no pests 20 of 20; often 10 of 20; (30 - 12.5) / 25 of 20 are 14.
    assert found == [
        ["Food safety", "60 / 60", "100 %"],
        [
            "Inspection score91 %Evidence: inspection report 117 · District health office",
            "40 / 40",
            "100 %",
        ],
        ["No pests foundyesEvidence: photo 7", "20 / 20", "100 %"],
        ["Service", "24 / 40", "60 %"],
        ["Staff are welcomingoften", "10 / 20", "50 %"],
        ["Minutes until served12.5Evidence: mean of ten orders", "14 / 20", "70 %"],
    ]


def test_bars_end_at_shares_and_lines_stand_at_floors() -> None:
    root = tree(sen().to_html())
    total_, *nodes = root.iter("svg")
    known = {one.get("aria-label"): one.find("rect[@class='known']") for one in nodes}
    widths = {name: None if one is None else one.get("width") for name, one in known.items()}
    assert widths["Service: 60 %"] == "60"
    assert widths["Minutes until served: 70 %"] == "70"
    assert total_.find("rect[@class='known']") is not None
    lines = {one.get("x1") for one in total_.findall("line[@class='limit']")}
    assert lines == {"75", "90"}
    service = next(one for one in nodes if one.get("aria-label") == "Service: 60 %")
    assert [one.get("x1") for one in service.findall("line[@class='limit']")] == ["50"]


def test_what_is_open_is_pale_and_told() -> None:
    card = cafe().score({"pests": True, "welcome": "always", "wait": 5})  # 60 and 0, 10, 30, 40
    root = tree(card.to_html())
    verdict = next(one for name, one in classes(root) if name == "verdict")
    assert text(verdict).startswith("Not yet decided")
    assert "Possible: Gold, Silver or Not recognised" in text(verdict)
    assert "between 60 and 100 of 100 points" in text(verdict)
    bar = next(root.iter("svg"))
    shapes = {one.get("class"): (one.get("x"), one.get("width")) for one in bar.iter("rect")}
    assert shapes == {"track": ("0", "100"), "maybe": ("60", "40"), "known": ("0", "60")}
    assert "Missing evidence: 1 of 4 indicators" in texts(root, ".//h2")
    assert rows(root, "lift") == [["Inspection scoremissing", "0–40 / 40", "40"]]


def test_where_most_points_can_be_gained_comes_first() -> None:
    card = cafe().score({"inspection": 80, "pests": False, "welcome": "often", "wait": 15})
    gains = rows(tree(card.to_html()), "lift")
    # 20 of pests, 10 of the inspection (30 of 40), 10 of the welcome, 8 of the wait (15/25 of 20)
    assert [[row[0], row[-1]] for row in gains] == [
        ["No pests foundno", "20"],
        ["Inspection score80 %", "10"],
        ["Staff are welcomingoften", "10"],
        ["Minutes until served15", "8"],
    ]


def test_the_top_says_that_nothing_is_lacking() -> None:
    values = {"inspection": 100, "pests": True, "welcome": "always", "wait": 5}
    root = tree(cafe().score(values).to_html())
    assert "The highest level is reached." in text(root)


def test_no_level_is_told_with_its_reason() -> None:
    values = {"inspection": 0, "pests": False, "welcome": "never", "wait": 30}
    root = tree(cafe().score(values).to_html())
    assert "Why Not recognised" in texts(root, ".//h2")
    assert "The requirements of no level hold." in text(root)


def test_a_level_that_is_only_the_least_is_not_told_as_the_result() -> None:
    leaves = [Indicator("a", "A", YesNo(10)), Indicator("b", "B", YesNo(10))]
    levels = [Level("top", "Top", total >= 20), Level("low", "Low", total >= 10)]
    rubric = Rubric("r", version="1", title="R", criteria=leaves, levels=levels)
    for lang, heads in {
        "en": ("Why Low is certain", "Why Low", "Why Not recognised"),
        "vi": (
            "Vì sao chắc chắn đạt mức Low",
            "Vì sao kết quả là Low",
            "Vì sao kết quả là Chưa được công nhận",
        ),
    }.items():
        for values, head in zip(
            ({"a": True}, {"a": True, "b": False}, {"a": False, "b": False}), heads, strict=True
        ):
            page = tree(rubric.score(values).to_html(lang))
            assert texts(page, ".//h2[@id='why']") == [head]


def test_provisional_numbers_are_announced_and_their_sources_listed() -> None:
    root = tree(hau_loc().to_html("vi"))
    banner = next(one for name, one in classes(root) if name == "banner")
    assert text(banner) == "* Số tạm thời: 91 trên 91 số chưa có nguồn công bố"
    listed = {one.get("id") for one in root.iter("li") if one.get("id")}
    assert {"source-levels-by-circular-22-2020", "source-bao-thanh-hoa"} <= listed
    links = {one.get("href") for one in root.iter("a")}
    assert "#source-levels-by-circular-22-2020" in links


def test_a_plan_is_told_where_it_is_given() -> None:
    card = sen()
    way = plan(cafe(), card.assessment, "gold")
    assert isinstance(way, Plan)
    said = text(tree(card.to_html(plan=way)))
    assert "Staff are welcoming: from often to always (cost 1)" in said
    assert "Staff are welcoming: from often to always" not in text(tree(card.to_html()))


def test_numbers_and_days_are_those_of_the_language() -> None:
    rubric = cafe()
    card = rubric.score(Assessment({"wait": "12.5"}, date="2026-03-01", subject="Sen"))
    vi, en = (text(tree(card.to_html(lang))) for lang in ("vi", "en"))
    assert "12,5" in vi
    assert "ngày 1 tháng 3 năm 2026" in vi
    assert "12.5" in en
    assert "1 March 2026" in en


def test_a_language_that_is_not_known_is_english() -> None:
    assert "What would lift the result" in texts(tree(sen().to_html("fr")), ".//h2")


def test_a_language_with_a_region_is_that_language_throughout() -> None:
    card = hau_loc()
    assert card.to_html("vi-VN").replace('lang="vi-VN"', 'lang="vi"') == card.to_html("vi")


def test_fingerprints_are_told_in_full() -> None:
    card = sen()
    said = text(tree(card.to_html()))
    assert card.fingerprint in said
    assert card.structure in said


# Shapes of rubrics


def one_page(rubric: Rubric, values: Any, **facts: Any) -> Element:
    return tree(rubric.score(Assessment(values, context=facts)).to_html())


def test_a_rubric_without_levels_shows_points_alone() -> None:
    rubric = Rubric("r", version="1", title="R", criteria=[Indicator("a", "A", YesNo(4))])
    root = one_page(rubric, {"a": False})
    assert texts(root, ".//h2") == [
        "What would lift the result",
        "Points by criterion",
        "Sources",
        "Fingerprints",
    ]


def test_a_level_without_requirements_always_holds() -> None:
    leaf = Indicator("a", "A", YesNo(4))
    rubric = Rubric("r", version="1", title="R", criteria=[leaf], levels=[Level("l", "L")])
    root = one_page(rubric, {"a": False})
    assert "Why L" in texts(root, ".//h2")
    assert "no requirement" in text(root)


def test_what_does_not_apply_is_told_with_its_reason() -> None:
    leaves = [
        Indicator("a", "A", YesNo(4)),
        Indicator("b", "B", YesNo(4), na="redistribute"),
    ]
    rubric = Rubric(
        "r", version="1", title="R", criteria=leaves, levels=[Level("l", "L", total >= 8)]
    )
    root = one_page(rubric, {"a": True, "b": NotApplicable("no river here")})
    assert ["Bnot applicable: no river here", "–", ""] in rows(root, "points")
    away = NotApplicable("closed")
    alone = Rubric(
        "s", version="1", title="S", criteria=leaves[1:], levels=[Level("l", "L", total >= 4)]
    )
    root = one_page(alone, {"b": away})
    assert "undefined: nothing in the rubric applies to the subject" in text(root)


def test_points_below_zero_and_unending_ones_stay_within_their_bars() -> None:
    leaves = [Indicator("a", "A", YesNo(10)), Indicator("p", "P", YesNo(-20))]
    rubric = Rubric("r", version="1", title="R", criteria=leaves)
    bar = next(one_page(rubric, {"a": False, "p": True}).iter("svg"))
    widths = [one.get("width") for one in bar.findall("rect[@class='known']")]
    assert widths == ["0"]


def test_bars_of_totals_below_zero_start_where_the_lowest_is() -> None:
    leaves = [Indicator("a", "A", YesNo(10)), Indicator("p", "P", YesNo(-20))]
    levels = [Level("good", "Good", total > 0)]
    rubric = Rubric("r", version="1", title="R", criteria=leaves, levels=levels)
    cards = [
        rubric.score({"a": a, "p": p}) for a, p in ((False, True), (False, False), (True, False))
    ]
    root = tree(comparison_page(cards))
    ranking = next(one for one in root.iter("section") if one.get("aria-labelledby") == "ranking")
    # From -20 to 10: 10 is at the end, 0 at two thirds, and -20 at the start.
    known = [one.get("width") for one in ranking.iter("rect") if one.get("class") == "known"]
    assert known == ["100", "66.67", "0"]
    assert {one.get("x1") for one in ranking.iter("line")} == {"66.67"}
    assert texts(ranking, "ul/li") == ["The bar: -20 – 10", "Good: above 0"]
    alone = tree(cards[0].to_html())
    assert "The bar: -20 – 10" in text(alone)


def test_an_irrational_total_is_marked_and_explained() -> None:
    leaf = Indicator("a", "A", Formula(log(Input("value")), points=10, least=1, most=100))
    rubric = Rubric("r", version="1", title="R", criteria=[leaf])
    said = text(one_page(rubric, {"a": 10}))
    assert "≈ 2.3" in said
    assert "≈ marks a number that is not rational" in said


def test_an_adapted_rubric_tells_what_it_was_made_from() -> None:
    from rubrika import adapt

    ours = adapt(cafe(), id="ours", version="2", changes={"pests.scale.points": 20})
    page = ours.score({}).to_html()
    assert "Adapted from cafe-hygiene, version 2026.1" in text(tree(page))


# Limits


def area(requirement: Any) -> Rubric:
    facts = [Attribute("area", "Area", Categories(["hill", "plain"]), required=False)]
    leaves = [Criterion("c", "C", [Indicator("a", "A", Bands({90: 60, 0: 0}))])]
    return Rubric(
        "r",
        version="1",
        title="R",
        criteria=leaves,
        context=facts,
        levels=[Level("l", "L", requirement)],
    )


def told(rubric: Rubric, **facts: str) -> list[tuple[str, str, bool]]:
    card = rubric.score(Assessment({}, context=facts))
    return [(one.id, str(one.share), one.beyond) for one in limits_for(card)]


def test_a_limit_is_that_of_the_subject() -> None:
    rubric = area(total >= choose(context("area").one_of("hill"), 30, 45))
    assert told(rubric, area="hill") == [("total", "1/2", False)]
    assert told(rubric, area="plain") == [("total", "3/4", False)]
    assert told(rubric) == []


def test_a_limit_of_points_is_told_as_a_share_of_the_maximum() -> None:
    assert told(area((points("c") > 15) & (total >= 30))) == [
        ("c", "1/4", True),
        ("total", "1/2", False),
    ]


def test_a_limit_of_every_member_is_one_of_each() -> None:
    assert told(area(every("indicators") >= percent(20))) == [("a", "1/5", False)]


def test_what_is_asked_of_facts_and_values_is_no_limit_of_points() -> None:
    homes = Attribute("homes", "Homes", Quantity(0, 1000))
    rubric = Rubric(
        "r",
        version="1",
        title="R",
        context=[homes],
        criteria=[Indicator("a", "A", Bands({80: 10}))],
        levels=[Level("l", "L", context("homes") >= 1, value("a") >= 90, total >= 5)],
    )
    assert told(rubric, homes="20") == [("total", "1/2", False)]
    assert "“Homes” is at least 1" in rubric.score({}, context={"homes": 20}).to_html()


def test_what_is_only_one_way_is_no_limit() -> None:
    assert told(area((total >= 30) | (points("c") >= 20))) == []
    assert told(area(total <= 30)) == []


# Several subjects


def test_subjects_are_ranked_by_level_then_by_points() -> None:
    found = rows(tree(comparison_page(cafes())), "ranking")
    # Gió has 38 now and 40 more to gain of the inspection: 78, which is Silver, but below 84.
    assert [row[:4] for row in found] == [
        ["1", "Café Mây", "Gold", "100 / 100"],
        ["2", "Café Sen", "Silver", "84 / 100"],
        ["3–4", "Café Đá", "Not recognised", "66 / 100"],
        ["3–4", "Café Gió", "openSilver or Not recognised", "38–78 / 100"],
    ]


def test_levels_are_counted_for_certain_and_perhaps() -> None:
    found = rows(tree(comparison_page(cafes())), "levels")
    assert [row[:3] for row in found] == [
        ["Gold", "1", "0"],
        ["Silver", "1", "1"],
        ["Not recognised", "1", "1"],
    ]


def test_criteria_stand_side_by_side_in_the_order_of_the_ranking() -> None:
    found = rows(tree(comparison_page(cafes())), "criteria")
    assert found[0] == ["Café Mây", "60 / 60", "40 / 40"]
    assert found[-1] == ["Café Gió", "20–60 / 60", "18 / 40"]


def test_subjects_that_are_alike_share_a_place() -> None:
    rubric = cafe()
    values = {"inspection": 91, "pests": True, "welcome": "often", "wait": "12.5"}
    cards = [rubric.score(values), rubric.score(values), rubric.score({**values, "pests": False})]
    assert list(map(str, ranks(cards))) == ["1", "1", "3"]
    found = rows(tree(comparison_page(cards)), "ranking")
    assert [row[1] for row in found] == ["Subject 1", "Subject 2", "Subject 3"]


def test_a_level_counts_more_than_points() -> None:
    leaves = [Indicator("a", "A", YesNo(10)), Indicator("b", "B", YesNo(4))]
    rubric = Rubric(
        "r", version="1", title="R", criteria=leaves, levels=[Level("l", "L", points("b") >= 4)]
    )
    cards = [rubric.score({"a": True, "b": False}), rubric.score({"a": False, "b": True})]
    assert list(map(str, ranks(cards))) == ["2", "1"]


def test_a_subject_to_which_nothing_applies_has_no_place_and_comes_last() -> None:
    leaf = Indicator("a", "A", YesNo(4), na="redistribute")
    rubric = Rubric(
        "r", version="1", title="R", criteria=[leaf], levels=[Level("l", "L", total >= 4)]
    )
    cards = [rubric.score({"a": NotApplicable("none")}), rubric.score({"a": True})]
    assert [str(one) for one in ranks(cards)] == ["None", "1"]
    found = rows(tree(comparison_page(cards)), "ranking")
    assert [row[:4] for row in found] == [
        ["1", "Subject 2", "L", "4 / 4"],
        ["–", "Subject 1", "not applicable", "–"],
    ]


def test_subjects_without_levels_are_ranked_by_points() -> None:
    rubric = Rubric("r", version="1", title="R", criteria=[Indicator("a", "A", YesNo(4))])
    root = tree(comparison_page([rubric.score({"a": False}), rubric.score({"a": True})]))
    assert [row[1] for row in rows(root, "ranking")] == ["Subject 2", "Subject 1"]
    assert "How the levels are distributed" not in texts(root, ".//h2")


def test_a_bar_that_depends_on_the_subject_is_not_drawn_for_all() -> None:
    rubric = area(total >= choose(context("area").one_of("hill"), 30, 45))
    cards = [rubric.score(Assessment({}, context={"area": one})) for one in ("hill", "plain")]
    root = tree(comparison_page(cards))
    assert not list(root.iter("line"))
    assert list(tree(comparison_page(cards[:1])).iter("line"))


@pytest.mark.parametrize(
    ("cards", "code"),
    [
        ([], "comparison-empty"),
        ([cafe().score({}), get("learning-citizen-pilot").score({})], "comparison-rubrics"),
        ([cafe().score({}), cafe().evolve(title="Other").score({})], "comparison-rubrics"),
    ],
)
def test_only_subjects_of_one_rubric_are_compared(cards: list[Scorecard], code: str) -> None:
    with pytest.raises(AssessmentError) as caught:
        comparison_page(cards)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert problem.hint


# Bad texts

NASTY = [
    '<script>alert("1")</script>',
    "\"quotes\" & 'more' <b>",
    "right-to-left \u202e and back",
    "x" * 10_000,
    "👩\u200d👩\u200d👧 family",
    unicodedata.normalize("NFD", "Tiếng Việt"),
    "../../x",
    "tab\tand \x1b[31m red",
    "]]> --> <!--",
]


@pytest.mark.parametrize("nasty", NASTY)
def test_any_text_is_shown_as_text(nasty: str) -> None:
    source = Source("s", document=nasty, address=f"https://a.vn/{nasty}", quotation=nasty)
    leaf = Indicator("a", nasty, YesNo(4), source=source)
    rubric = Rubric(
        "r", version="1", title=nasty, criteria=[leaf], levels=[Level("l", nasty, total >= 4)]
    )
    seen = Observation(True, evidence=[nasty], assessor=nasty, note=nasty)
    card = rubric.score(Assessment({"a": seen}, subject=nasty, note=nasty))
    for page in (card.to_html(), comparison_page([card], title=nasty)):
        root = tree(page)
        assert not {one.tag for one in root.iter()} & {"script", "b[31m", "x"}
        assert "\u202e" not in page
        assert "\x1b" not in page
        heading = texts(root, ".//h1")[0]
        expected = unicodedata.normalize("NFC", nasty).replace("\u202e", "�").replace("\x1b", "�")
        assert heading == " ".join(expected.split())
        assert all("<" not in (one.get("href") or "") for one in root.iter("a"))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//evil", "#x"])
def test_only_addresses_of_the_web_are_links(address: str) -> None:
    source = Source("s", document="D", address=address)
    leaf = Indicator("a", "A", YesNo(4), source=source)
    rubric = Rubric("r", version="1", title="R", criteria=[leaf])
    root = one_page(rubric, {"a": Observation(True, evidence=[address])})
    assert {one.get("href") for one in root.iter("a")} == {"#source-s"}


def test_a_page_calls_fingerprints_what_explanations_call_them() -> None:
    assert page_words("vi")["fingerprints"] == "Mã kiểm tra" == SENTENCES["vi"]["fingerprints"]


@pytest.mark.parametrize(
    "address",
    [
        "https://",
        "http://[",
        "http://:80/",
        "https://a..vn/",
        "https://me@a.vn/",
        "https://a.vn/%zz",
        "https://a.vn/\\b",
        "https://a.vn/x#y#z",
        "https://a.vn/\u202egp",  # shown with a sign in its place, which leads elsewhere
        "https://a.vn/cafe\u0301",  # shown composed, which is another address
    ],
)
def test_what_no_browser_can_follow_as_it_is_shown_is_no_link(address: str) -> None:
    page = one_page(cafe(), {"pests": Observation(True, evidence=[address])})
    assert not page.findall(".//th//a")


@pytest.mark.parametrize(
    "address",
    [
        "http://a",
        "http://localhost:8000/a?b=c&d=%C3%A9#e",
        "https://thư-viện.a.vn/văn-bản_(1);x='y',z/~?id=1",
        "https://a.vn?x=1",
        "https://a.vn#top",
    ],
)
def test_an_address_of_the_web_is_a_link(address: str) -> None:
    page = one_page(cafe(), {"pests": Observation(True, evidence=[address])})
    assert [link.get("href") for link in page.findall(".//th//a")] == [address]


def test_a_source_of_the_assessment_is_told_from_one_of_the_rubric_with_the_same_id() -> None:
    leaf = Indicator("i", "I", YesNo(cited(10, Source("s", "One"))))
    rubric = Rubric("r", version="1", title="R", criteria=[leaf])
    page = one_page(rubric, {"i": Observation(True, source=Source("s", "Two"))})
    assert [text(cite) for cite in page.findall(".//th//a")] == ["[s:2]"]
    assert [cite.get("href") for cite in page.findall(".//th//a")] == ["#source-s:2"]
    listed = [item for item in page.iter("li") if item.get("id")]
    assert [(item.get("id"), text(item)) for item in listed] == [
        ("source-s", "[s] One"),
        ("source-s:2", "[s:2] Two"),
    ]
