"""A gallery of faulty rubrics: each fault is found, with a witness that shows it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest

from rubrika import (
    Attribute,
    Bands,
    Cap,
    Criterion,
    Direct,
    GeometricMean,
    Indicator,
    Level,
    Linear,
    NaPolicy,
    Node,
    Rubric,
    RubricError,
    Scorecard,
    Source,
    Tally,
    YesNo,
    cited,
    context,
    every,
    get,
    least,
    load,
    met,
    percent,
    points,
    share,
    total,
    value,
)
from rubrika.assurance.checks import check
from rubrika.assurance.finding import SEVERITIES, Finding
from rubrika.assurance.finding_words import WORDS
from rubrika.assurance.lab import Lab
from rubrika.assurance.subjects import result_of
from rubrika.model.checking import check as facts_from


def rubric(nodes: Sequence[Node], levels: Sequence[Level] = (), **options: Any) -> Rubric:
    return Rubric("r", version="1", title="R", criteria=nodes, levels=levels, **options)


def yes(id_: str, worth: int, **options: Any) -> Indicator:
    return Indicator(id_, id_.upper(), YesNo(worth), **options)


def percentage(id_: str, bands: dict[int, int], **options: Any) -> Indicator:
    return Indicator(id_, id_.upper(), Bands(bands, unit="%"), **options)


@attrs.frozen
class Difference:
    """The points of the first child less those of the second."""

    def rule(self, parts: Sequence[Any], points: Fraction) -> Any:
        del points
        return parts[0].points - parts[1].points


@attrs.frozen
class Peak:
    """As many points as the nearer end is away."""

    def rule(self, parts: Sequence[Any], points: Fraction) -> Any:
        return least(parts[0].points, points - parts[0].points)


A, B = yes("a", 60), yes("b", 40)

GALLERY: dict[str, tuple[Callable[[], Rubric], str, str, str]] = {
    # Yes and no at once.
    "a level that contradicts itself": (
        lambda: rubric([A, B], [Level("top", "Top", met("a"), points("a") <= 59)]),
        "level-unreachable",
        "levels[0]",
        "proved",
    ),
    # Who meets a has 60 points, and so is gold.
    "a level that the one above leaves nothing to": (
        lambda: rubric(
            [A, B], [Level("gold", "Gold", total >= 40), Level("silver", "Silver", met("a"))]
        ),
        "level-unreachable",
        "levels[1]",
        "proved",
    ),
    # Yes for a alone makes 60 points.
    "a level below that asks for something else": (
        lambda: rubric(
            [A, B], [Level("gold", "Gold", total >= 60), Level("silver", "Silver", met("b"))]
        ),
        "level-order",
        "levels[1]",
        "shown",
    ),
    "a threshold that the floors imply": (
        lambda: rubric(
            [percentage("x", {90: 10, 50: 5}), percentage("y", {90: 10, 50: 5})],
            [Level("good", "Good", total >= 10, every("indicators") >= percent(50))],
        ),
        "requirement-idle",
        "levels[0].requirements[0]",
        "proved",
    ),
    # 15 of 20 points leave no more than 5 of 10 to lose.
    "a floor that the threshold implies": (
        lambda: rubric(
            [percentage("x", {90: 10, 50: 5}), percentage("y", {90: 10, 50: 5})],
            [Level("good", "Good", total >= 15, share("x") >= percent(50))],
        ),
        "requirement-idle",
        "levels[0].requirements[1]",
        "proved",
    ),
    "a gate that the threshold implies": (
        lambda: rubric([A, B], [Level("good", "Good", total >= 60, met("a"))]),
        "requirement-idle",
        "levels[0].requirements[1]",
        "proved",
    ),
    "a cap that always falls away": (
        lambda: rubric(
            [A, B],
            [Level("gold", "Gold", total >= 100), Level("fair", "Fair", total >= 40)],
            caps=[Cap("fair", unless=points("a") >= 60)],
        ),
        "cap-idle",
        "caps[0]",
        "proved",
    ),
    "a cap to the highest level": (
        lambda: rubric(
            [A, B], [Level("gold", "Gold", total >= 60)], caps=[Cap("gold", unless=met("b"))]
        ),
        "cap-idle",
        "caps[0]",
        "proved",
    ),
    # All else makes multiples of ten, and so does the threshold.
    "an indicator that never tips the scales": (
        lambda: rubric(
            [percentage("x", {90: 50, 50: 30, 25: 10}), yes("extra", 5)],
            [Level("good", "Good", total >= 50), Level("fair", "Fair", total >= 30)],
        ),
        "indicator-idle",
        "criteria[1]",
        "proved",
    ),
    "a criterion that never tips the scales": (
        lambda: rubric(
            [
                percentage("x", {90: 50, 50: 30, 25: 10}),
                Criterion("extras", "Extras", [yes("e1", 2), yes("e2", 3)]),
            ],
            [Level("good", "Good", total >= 50), Level("fair", "Fair", total >= 30)],
        ),
        "criterion-idle",
        "criteria[1]",
        "proved",
    ),
    "an indicator of which all values have the same points": (
        lambda: rubric([A, Indicator("b", "B", YesNo(5, no=5))]),
        "indicator-idle",
        "criteria[1]",
        "proved",
    ),
    "a band with the points of the next": (
        lambda: rubric([percentage("x", {90: 10, 75: 5, 50: 5})]),
        "band-idle",
        "criteria[0].scale.bands[1]",
        "proved",
    ),
    "a worst band that gives what lies beyond": (
        lambda: rubric([percentage("x", {90: 10, 75: 0})]),
        "band-idle",
        "criteria[0].scale.bands[1]",
        "proved",
    ),
    # Between 90.2 and 90.6 there is no whole number.
    "a band between two allowed values": (
        lambda: rubric(
            [Indicator("x", "X", Bands({"90.6": 10, "90.2": 7, 50: 5}, unit="%", decimals=0))]
        ),
        "band-idle",
        "criteria[0].scale.bands[1]",
        "proved",
    ),
    "a band of less between two allowed values": (
        lambda: rubric(
            [
                Indicator(
                    "x", "X", Bands({2: 9, "2.5": 7, 9: 5}, unit="%", decimals=0, bound="at most")
                )
            ]
        ),
        "band-idle",
        "criteria[0].scale.bands[1]",
        "proved",
    ),
    # The children have 5 points at least, whatever is observed.
    "a floor of points that nobody is below": (
        lambda: rubric(
            [
                Criterion("c", "C", [Indicator("a", "A", YesNo(9, no=5)), yes("b", 5)], least=4),
                yes("d", 5),
            ]
        ),
        "limit-idle",
        "criteria[0].least",
        "proved",
    ),
    # 7 and 11 make 18.
    "a cap of points that nobody is above": (
        lambda: rubric([yes("a", 7), yes("b", 11)], most=20),
        "limit-idle",
        "most",
        "proved",
    ),
    "bands of which the better has fewer points": (
        lambda: rubric([percentage("x", {90: 5, 75: 10})]),
        "not-monotone",
        "criteria[0].scale",
        "shown",
    ),
    "a tally that is counted with the wrong sign": (
        lambda: rubric(
            [Indicator("x", "X", Bands({0: 10, 5: 3, 10: 6}, least=0, decimals=0, bound="at most"))]
        ),
        "not-monotone",
        "criteria[0].scale",
        "shown",
    ),
    "a level for those who have little": (
        lambda: rubric(
            [percentage("x", {90: 10, 50: 5}), B],
            [Level("lean", "Lean", share("x") <= percent(50), total >= 40)],
        ),
        "not-monotone",
        "criteria[0]",
        "shown",
    ),
    "a combination that takes points away": (
        lambda: rubric([A, B], combine=Difference()),
        "not-monotone",
        "criteria[1]",
        "shown",
    ),
    # Totals are 0, 40, 60 and 100.
    "a threshold between the possible totals": (
        lambda: rubric([A, B], [Level("good", "Good", total >= 50)]),
        "threshold-not-hit",
        "levels[0].requirements[0]",
        "proved",
    ),
    # The nearer end is at most 5 away.
    "a maximum that nobody reaches": (
        lambda: rubric([Indicator("x", "X", Direct(10, step=1))], combine=Peak(), points=10),
        "total-unreachable",
        "criteria",
        "proved",
    ),
    "a gate on what need not apply, and then counts as zero": (
        lambda: rubric([A, yes("b", 40, na="zero")], [Level("good", "Good", met("b"))]),
        "na-impossible",
        "levels[0]",
        "proved",
    ),
    "full points for what does not apply": (
        lambda: rubric(
            [A, yes("b", 40, na=NaPolicy("full"))], [Level("good", "Good", total >= 40)]
        ),
        "na-trivial",
        "levels[0]",
        "proved",
    ),
    "a title in one language only": (
        lambda: rubric(
            [A, B.evolve(title={"vi": "Bê"})], description={"vi": "Mô tả", "en": "About"}
        ),
        "translation-missing",
        "criteria[1].title",
        "proved",
    ),
    "a number without a source beside one that has one": (
        lambda: rubric([yes("a", cited(60, Source("c22", document="Circular 22"))), B]),  # type: ignore[arg-type]
        "source-missing",
        "criteria[1].scale.points",
        "proved",
    ),
    "a fact that nothing reads": (
        lambda: rubric([A, B], context=[Attribute("area", "Area", ["hill", "plain"])]),
        "context-unused",
        "context[0]",
        "proved",
    ),
    # How near the mean of 1 to 10 comes to it is not worked out.
    "a threshold on a geometric mean": (
        lambda: rubric(
            [
                Criterion("x", "X", [Indicator("i", "I", Direct(10, step=1))], weight="1/2"),
                Criterion("y", "Y", [Indicator("j", "J", Direct(10, step=1))], weight="1/2"),
            ],
            [Level("good", "Good", total >= "7.123")],
            combine=GeometricMean(),
            points=10,
        ),
        "not-settled",
        "levels[0].requirements[0]",
        "unknown",
    ),
}


def found_in(faulty: Rubric, code: str, path: str) -> list[Finding]:
    return [one for one in check(faulty) if (one.code, one.path) == (code, path)]


@pytest.mark.parametrize(("build", "code", "path", "verdict"), GALLERY.values(), ids=list(GALLERY))
def test_a_fault_is_found(build: Callable[[], Rubric], code: str, path: str, verdict: str) -> None:
    faulty = build()
    (finding,) = found_in(faulty, code, path)
    assert finding.verdict == verdict
    assert finding.severity == SEVERITIES[code]
    for seen in finding.witness:
        card = faulty.score(seen)
        by_reference = result_of(faulty, facts_from(faulty, seen).facts)
        assert (card.points, card.level) == (by_reference.total, by_reference.level)
    assert bool(finding.witness) >= (verdict == "shown")


def test_every_kind_of_finding_is_in_the_gallery() -> None:
    assert {code for _, code, _, _ in GALLERY.values()} == set(SEVERITIES)
    assert len(GALLERY) >= 20


def witness(name: str) -> list[Scorecard]:
    build, code, path, _ = GALLERY[name]
    faulty = build()
    (finding,) = found_in(faulty, code, path)
    return [faulty.score(seen) for seen in finding.witness]


def test_the_witness_of_a_harder_level_below_meets_the_upper_alone() -> None:
    (card,) = witness("a level below that asks for something else")
    gold, silver = card.levels
    assert (gold.status, silver.status) == ("holds", "fails")


@pytest.mark.parametrize(
    "name",
    ["bands of which the better has fewer points", "a tally that is counted with the wrong sign"],
)
def test_the_witness_of_a_wrong_direction_has_fewer_points_for_a_better_value(name: str) -> None:
    worse, better = witness(name)
    values = [card.assessment.observations["x"].value for card in (worse, better)]
    assert (values[0] < values[1]) == (name.startswith("bands"))
    assert better["x"].points < worse["x"].points  # type: ignore[operator]


def test_the_witness_of_too_many_points_loses_its_level() -> None:
    before, after = witness("a level for those who have little")
    assert before["x"].points < after["x"].points  # type: ignore[operator]
    assert before.level is not None
    assert after.level is None


def test_the_witness_of_a_subtraction_has_fewer_points_in_all() -> None:
    before, after = witness("a combination that takes points away")
    assert before["b"].points < after["b"].points  # type: ignore[operator]
    assert before.points > after.points  # type: ignore[operator]


def codes(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    return [(finding.code, finding.path) for finding in findings]


@pytest.mark.parametrize("name", ["learning-unit-2020", "learning-citizen-pilot"])
def test_a_shipped_rubric_has_no_findings(name: str) -> None:
    assert check(get(name)) == ()


def test_all_that_is_found_of_thanh_hoa_is_true() -> None:
    # Half of each of the four criteria, 7.5 + 7.5 + 15 + 20, are 50 points, which is the threshold
    # of the lowest level; the criteria that do not apply hand on their points to the others.
    assert codes(check(get("thanh-hoa-2021-2026"), seconds=60)) == [
        ("requirement-idle", "levels[2].requirements[0]")
    ]


def test_all_that_is_found_of_the_cafe_is_true() -> None:
    # 90 of 100 points leave 10 to lose: too few for half of 60 or of 40, or for the 20 of pests.
    assert codes(check(load("examples/cafe-hygiene.toml"))) == [
        ("requirement-idle", "levels[0].requirements[1]"),
        ("requirement-idle", "levels[0].requirements[2]"),
    ]


def test_a_sound_rubric_has_no_findings() -> None:
    sound = rubric(
        [
            percentage("x", {90: 40, 50: 20}),
            Indicator("wait", "Wait", Linear(worst=30, best=5, points=40)),
            Indicator("posters", "Posters", Tally(each=5, limit=20)),
        ],
        [
            Level("gold", "Gold", total >= choose_bar(), share("x") >= percent(50)),
            Level("fair", "Fair", total >= 40),
        ],
        context=[Attribute("area", "Area", ["hill", "plain"])],
    )
    assert check(sound) == ()


def choose_bar() -> Any:
    from rubrika import choose

    return choose(context("area").one_of("hill"), 60, 70)


def test_findings_come_gravest_first() -> None:
    faulty = rubric(
        [A, B.evolve(title={"vi": "Bê"})],
        [Level("top", "Top", met("a"), points("a") <= 59)],
        description={"vi": "Mô tả", "en": "About"},
    )
    order = ["error", "warning", "note"]
    severities = [finding.severity for finding in check(faulty)]
    assert severities == sorted(severities, key=order.index)
    assert severities[0] == "error"
    assert severities[-1] == "note"


def test_what_is_left_when_the_time_runs_out_is_told() -> None:
    hard = GALLERY["an indicator that never tips the scales"][0]()
    found = [finding for finding in check(hard, seconds=1e-9) if finding.code == "not-settled"]
    assert found
    assert all("the time of 1e-09 s ran out" in finding.message for finding in found)
    assert {finding.verdict for finding in found} == {"unknown"}


@pytest.mark.parametrize("seconds", [0, -1, float("nan")])
def test_a_time_must_be_above_0(seconds: float) -> None:
    with pytest.raises(RubricError) as caught:
        check(rubric([A]), seconds=seconds)
    assert [problem.code for problem in caught.value.problems] == ["seconds"]


def test_only_a_rubric_is_checked() -> None:
    with pytest.raises(RubricError) as caught:
        check("cafe")  # type: ignore[arg-type]  # the wrong value is the test
    assert [problem.code for problem in caught.value.problems] == ["wrong-type"]


def test_the_reference_reading_confirms_every_subject_of_the_laboratory() -> None:
    lab = Lab(get("learning-unit-2020"))
    for subject in lab.pool[::10]:
        assert subject.result == subject.reference


# What is asked for


FAULTY = rubric([A, B], [Level("good", "Good", total >= 50), Level("fair", "Fair", met("b"))])


def test_only_what_is_asked_for_is_looked_for() -> None:
    whole = {finding.code for finding in check(FAULTY)}
    assert whole == {"threshold-not-hit", "level-order"}
    for code in whole:
        assert [finding.code for finding in check(FAULTY, only=[code])] == [code]
        assert {finding.code for finding in check(FAULTY, ignore=[code])} == whole - {code}
    assert check(FAULTY, only="level-order", ignore="level-order") == ()


def test_what_is_not_settled_about_what_is_asked_for_is_told() -> None:
    hard = GALLERY["a threshold on a geometric mean"][0]()
    codes_of = {finding.code for finding in check(hard, only=["threshold-not-hit"])}
    assert codes_of == {"not-settled"}
    assert check(hard, only=["threshold-not-hit"], ignore=["not-settled"]) == ()
    assert {f.code for f in check(hard, only=["not-settled"])} == {"not-settled"}


@pytest.mark.parametrize("name", ["only", "ignore"])
def test_a_code_that_there_is_not_is_refused(name: str) -> None:
    codes_asked: Any = {name: ["level-ordr"]}
    with pytest.raises(RubricError) as caught:
        check(FAULTY, **codes_asked)
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("unknown-finding", name)
    assert problem.hint == "Did you mean 'level-order'?"


def test_all_that_is_wrong_with_the_question_is_told_at_once() -> None:
    with pytest.raises(RubricError) as caught:
        check("cafe", seconds="30", only=["x"])  # type: ignore[arg-type]  # as above
    assert [p.code for p in caught.value.problems] == ["wrong-type", "seconds", "unknown-finding"]


def test_a_finding_is_said_in_vietnamese_too() -> None:
    (finding,) = check(FAULTY, only=["level-order"])
    assert finding.message == "a subject can meet 'good' and not 'fair', the level below it"
    assert finding.said.get("vi") == "có đơn vị đạt 'good' mà không đạt 'fair', mức ngay dưới"
    assert finding.hint.startswith("Ask nothing of 'fair'")
    assert finding.advice.get("vi").startswith("Đừng đòi ở 'fair'")


def test_every_text_of_findings_has_the_same_facts_in_both_languages() -> None:
    for key, texts in WORDS.items():
        fields = [set(re.findall(r"\{(\w+)\}", text)) for text in texts.values()]
        assert set(texts) == {"en", "vi"}, key
        assert fields[0] == fields[1], key


def test_every_text_of_findings_is_said_somewhere() -> None:
    folder = Path(inspect.getfile(Lab)).parent
    source = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    source += "'indicator-idle total' 'criterion-idle total' 'floor-idle' 'limit-idle' "
    source += "'whether floor' 'whether limit'"  # put together as it runs
    for key in WORDS:
        assert len(re.findall(f"[\"']{key}[\"']", source)) > 1, key  # once in the table


# What does not apply


def test_many_combinations_of_what_applies_are_settled_at_once_by_bounds() -> None:
    # Ten may not apply; what does not apply hands its points on, so that nothing is settled by it.
    leaves = [yes(f"i{n}", 10, na="redistribute") for n in range(10)] + [yes("rest", 10)]
    plain = rubric(leaves, [Level("good", "Good", share("total") >= percent(50))])
    assert check(plain, only=["na-impossible", "na-trivial"]) == ()


def test_too_many_combinations_of_what_applies_are_told_as_not_settled() -> None:
    # Half of the points can be had without each pair, so that bounds alone do not settle it.
    leaves = [yes(f"i{n}", 1, na="zero") for n in range(10)] + [yes("rest", 10)]
    hard = rubric(leaves, [Level("good", "Good", total >= 13)])
    found = check(hard, only=["na-impossible"])
    assert ("not-settled", "criteria") in codes(found)
    assert "too many combinations of what applies" in found[-1].message


def test_what_does_not_apply_may_leave_too_few_totals_for_a_level() -> None:
    # Without c there are 0, 5 or 10 points; bounds alone do not tell that none is 6 to 8.
    leaves = [yes("a", 5), yes("b", 5), yes("c", 3, na="zero")]
    gap = rubric(leaves, [Level("l", "L", total >= 6, total <= 8)])
    (finding,) = check(gap, only=["na-impossible"])
    assert (finding.code, finding.path, finding.verdict) == ("na-impossible", "levels[0]", "proved")
    assert "without 'c'" in finding.message


def test_a_threshold_of_what_need_not_apply_is_asked_where_it_applies() -> None:
    leaves = [percentage("a", {50: 5}, na="redistribute"), yes("b", 5)]  # a has 0 or 5 points
    fine = rubric(leaves, [Level("l", "L", points("a") >= 5)])
    assert check(fine, only=["threshold-not-hit"]) == ()
    off = rubric(leaves, [Level("l", "L", points("a") >= 3)])
    (finding,) = check(off, only=["threshold-not-hit"])
    assert finding.verdict == "proved"
    assert "'points(\"a\") >= 3'" in finding.message


def test_a_level_that_asks_for_a_no_makes_more_points_worse() -> None:
    levels = [Level("g", "G", ~met("a")), Level("s", "S", total >= 10)]
    wrong = rubric([yes("a", 10), yes("b", 10)], levels)
    (finding,) = check(wrong, only=["not-monotone"])
    assert (finding.path, finding.verdict) == ("criteria[0]", "shown")
    worse, better = (wrong.score(witness) for witness in finding.witness)
    assert worse["a"].points == 0
    assert better["a"].points == 10
    assert worse.level is not None
    assert worse.level.id == "g"
    assert better.level is None or better.level.id == "s"


def test_a_level_that_asks_for_a_yes_or_for_small_numbers_that_earn_more_is_monotone() -> None:
    wait = Indicator("wait", "Wait", Linear(worst=9, best=0, points=9, least=0, most=9, decimals=0))
    good = Level("good", "Good", met("a"), value("wait") <= 3)
    assert check(rubric([yes("a", 10), wait], [good]), only=["not-monotone"]) == ()


def test_codes_that_are_none_are_refused() -> None:
    with pytest.raises(RubricError) as caught:
        check(rubric([A]), only=5)  # type: ignore[arg-type]  # as above
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [
        ("unknown-finding", "only")
    ]


def test_a_cap_that_the_level_below_repeats_is_idle() -> None:
    # Gold needs silver, and silver asks for a, as the cap does: it takes gold from nobody.
    levels = [Level("g", "G", total >= 1, needs_below=True), Level("s", "S", met("a"))]
    tiers = rubric([yes("a", 5), yes("b", 5)], levels, caps=[Cap("s", unless=met("a"))])
    (finding,) = check(tiers, only=["cap-idle"])
    assert (finding.path, finding.verdict) == ("caps[0]", "proved")
    loose = tiers.evolve(levels=[levels[0].evolve(needs_below=False), levels[1]])
    assert check(loose, only=["cap-idle"]) == ()
