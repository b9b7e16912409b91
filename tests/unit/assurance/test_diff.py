"""Diffs: a gallery of pairs of versions, each with what the change can do, worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest

from rubrika import (
    Assessment,
    AssessmentError,
    Attribute,
    Bands,
    BestOf,
    Bounds,
    Cap,
    Choice,
    Criterion,
    Diff,
    Direct,
    Formula,
    GeometricMean,
    Indicator,
    Level,
    Node,
    Rounding,
    Rubric,
    RubricError,
    Source,
    WeightedMean,
    YesNo,
    choose,
    cited,
    context,
    diff,
    every,
    get,
    load,
    load_assessments,
    met,
    percent,
    points,
    total,
)
from rubrika.assurance.diff_bounds import Moves
from rubrika.assurance.diff_pair import Pair
from rubrika.engines.arithmetic import Interval
from rubrika.rules.nodes import Condition

EXAMPLES = Path(__file__).parents[3] / "examples" / "versions"


def yes(id_: str, worth: int, **options: Any) -> Indicator:
    return Indicator(id_, id_.upper(), YesNo(worth), **options)


def share(id_: str, bands: dict[int, int], **options: Any) -> Indicator:
    return Indicator(id_, id_.upper(), Bands(bands, unit="%", decimals=0), **options)


def levels(*asked: Condition | tuple[Condition, ...]) -> list[Level]:
    """Levels from the highest: l1, l2, …, each with what it asks."""
    return [
        Level(f"l{n}", f"L{n}", *(one if isinstance(one, tuple) else (one,)))
        for n, one in enumerate(asked, start=1)
    ]


def rubric(nodes: list[Node], *asked: Any, version: str = "1", **options: Any) -> Rubric:
    """A rubric with levels: as they are, or as what they ask."""
    made = list(asked) if asked and isinstance(asked[0], Level) else levels(*asked)
    return Rubric("r", version=version, title="R", criteria=nodes, levels=made, **options)


def between(least: int, most: int) -> Interval:
    return Interval(Fraction(least), Fraction(most))


def claims(found: Diff) -> dict[str, str]:
    return {f"{one.of} {one.way}": one.answer for one in found.whole.claims}


def asked(points_rise: str, points_fall: str, level_rise: str, level_fall: str) -> dict[str, str]:
    return {
        "points rise": points_rise,
        "points fall": points_fall,
        "level rise": level_rise,
        "level fall": level_fall,
    }


A, B = yes("a", 60), yes("b", 40)
BASE = rubric([A, B], total >= 100, total >= 60)
NO, SHOWN = "impossible", "shown"
SAME_POINTS = (NO, NO)

# Each: the old, the new, what all changes can do, and the claims about points and levels.
GALLERY: dict[str, tuple[Rubric, Rubric, str, dict[str, str]]] = {
    "a threshold is lowered": (
        BASE,
        rubric([A, B], total >= 60, total >= 60),
        "raise",
        asked(*SAME_POINTS, SHOWN, NO),
    ),
    "a threshold is raised": (
        BASE,
        rubric([A, B], total >= 100, total >= 61),
        "lower",
        asked(*SAME_POINTS, NO, SHOWN),
    ),
    # Totals are 0, 40, 60 and 100, so nobody stands between 41 and 60.
    "a threshold is lowered to where nobody stands": (
        BASE,
        rubric([A, B], total >= 100, total >= 41),
        "none",
        asked(NO, NO, NO, NO),
    ),
    "at least becomes above": (
        BASE,
        rubric([A, B], total >= 100, total > 60),
        "lower",
        asked(*SAME_POINTS, NO, SHOWN),
    ),
    "the edge of a band moves up": (
        rubric([share("x", {80: 10, 50: 4})], total >= 10),
        rubric([share("x", {85: 10, 50: 4})], total >= 10),
        "lower",
        asked(NO, SHOWN, NO, SHOWN),
    ),
    "a band is worth more": (
        rubric([share("x", {80: 10, 50: 4})], total >= 5),
        rubric([share("x", {80: 10, 50: 5})], total >= 5),
        "raise",
        asked(SHOWN, NO, SHOWN, NO),
    ),
    # 10 + 10 were 20 and are 22, capped to 20; 4 + 10 stay.
    "a band is worth more under a cap": (
        rubric([Criterion("c", "C", [share("x", {80: 10, 50: 4}), yes("y", 10)], most=20)]),
        rubric([Criterion("c", "C", [share("x", {80: 12, 50: 4}), yes("y", 10)], most=20)]),
        "raise",
        {"points rise": SHOWN, "points fall": NO},
    ),
    "a cap of points is lowered": (
        rubric([Criterion("c", "C", [A, B], most=90)], points("c") >= 90),
        rubric([Criterion("c", "C", [A, B], most=80)], points("c") >= 80),
        "lower",
        asked(NO, SHOWN, NO, NO),
    ),
    # One of a and b alone: 60 % become 40 %, and 40 % become 60 %.
    "weights are swapped": (
        rubric(
            [yes("a", 1, weight="60%"), yes("b", 1, weight="40%")],
            total >= 60,
            combine=WeightedMean(),
        ),
        rubric(
            [yes("a", 1, weight="40%"), yes("b", 1, weight="60%")],
            total >= 60,
            combine=WeightedMean(),
        ),
        "either",
        asked(SHOWN, SHOWN, SHOWN, SHOWN),
    ),
    "a floor is added": (
        BASE,
        rubric([A, B], total >= 100, (total >= 60, points("a") >= 60)),
        "none",  # who has 60 has a
        asked(NO, NO, NO, NO),
    ),
    "a floor that counts is added": (
        rubric([A, B], total >= 40),
        rubric([A, B], (total >= 40, every("indicators") >= percent(50))),
        "lower",
        asked(*SAME_POINTS, NO, SHOWN),
    ),
    "a floor is removed": (
        rubric([A, B], (total >= 40, every("indicators") >= percent(50))),
        rubric([A, B], total >= 40),
        "raise",
        asked(*SAME_POINTS, SHOWN, NO),
    ),
    "a gate is added": (
        BASE,
        rubric([A, B], total >= 100, (total >= 40, met("b"))),
        "either",  # 60 loses l2, 40 wins it
        asked(*SAME_POINTS, SHOWN, SHOWN),
    ),
    "a cap on the level is added": (
        BASE,
        rubric([A, B], total >= 60, total >= 40, caps=[Cap("l2", unless=met("b"))]),
        "raise",  # 40: none → l2; 60 alone: l2 → l2; 100: l1 → l1
        asked(*SAME_POINTS, SHOWN, NO),
    ),
    # Where b does not apply, a counts for all: 100 · 1. As zero it is 60 at most.
    "what does not apply counts as zero": (
        rubric([A, yes("b", 40, na="redistribute")], total >= 100),
        rubric([A, yes("b", 40, na="zero")], total >= 100),
        "lower",
        asked(NO, SHOWN, NO, SHOWN),
    ),
    "what does not apply counts as full": (
        rubric([A, yes("b", 40, na="zero")], total >= 100),
        rubric([A, yes("b", 40, na="full")], total >= 100),
        "raise",
        asked(SHOWN, NO, SHOWN, NO),
    ),
    "a level is put in between": (
        rubric([A, B], Level("top", "Top", total >= 100), Level("low", "Low", total >= 40)),
        rubric(
            [A, B],
            Level("top", "Top", total >= 100),
            Level("mid", "Mid", total >= 60),
            Level("low", "Low", total >= 40),
        ),
        "raise",
        asked(*SAME_POINTS, SHOWN, NO),
    ),
    "a level is removed": (
        rubric([A, B], Level("top", "Top", total >= 100), Level("low", "Low", total >= 40)),
        rubric([A, B], Level("top", "Top", total >= 100)),
        "lower",
        asked(*SAME_POINTS, NO, SHOWN),
    ),
    # The mean of the best of two is 50 where the sum is 50, and 100 where that is 100 or 50.
    "a sum becomes the best of two": (
        rubric([yes("a", 50), yes("b", 50)], total >= 100),
        rubric([yes("a", 50), yes("b", 50)], total >= 100, combine=BestOf(1), points=100),
        "raise",
        asked(SHOWN, NO, SHOWN, NO),
    ),
    "rounding up is added": (
        rubric([Indicator("d", "D", Direct(10, step="0.5"))], total >= 10),
        rubric(
            [Indicator("d", "D", Direct(10, step="0.5"))],
            total >= 10,
            rounding=Rounding(1, "up"),
        ),
        "raise",
        asked(SHOWN, NO, SHOWN, NO),
    ),
    "half up becomes half even": (
        rubric([Indicator("d", "D", Direct(10, step="0.5"))], rounding=Rounding(1, "half-up")),
        rubric([Indicator("d", "D", Direct(10, step="0.5"))], rounding=Rounding(1, "half-even")),
        "lower",  # 0.5: 1 → 0, 2.5: 3 → 2, and no other way
        {"points rise": NO, "points fall": SHOWN},
    ),
    "a bar depends on the context": (
        rubric([A, B], total >= 100),
        rubric(
            [A, B],
            total >= choose(context("area").one_of("hill"), 60, 100),
            context=[Attribute("area", "Area", ["hill", "plain"])],
        ),
        "raise",
        asked(*SAME_POINTS, SHOWN, NO),
    ),
    "an option is worth less": (
        rubric([Indicator("o", "O", Choice({"no": 0, "some": 5, "all": 9}))], total >= 5),
        rubric([Indicator("o", "O", Choice({"no": 0, "some": 4, "all": 9}))], total >= 5),
        "lower",
        asked(NO, SHOWN, NO, SHOWN),
    ),
    "points of two are swapped": (
        BASE,
        rubric([yes("a", 40), yes("b", 60)], total >= 100, total >= 60),
        "either",
        asked(SHOWN, SHOWN, SHOWN, SHOWN),
    ),
}


@pytest.mark.parametrize("name", GALLERY)
def test_what_a_change_can_do(name: str) -> None:
    old, new, kind, expected = GALLERY[name]
    found = diff(old, new)
    assert (found.kind, claims(found)) == (kind, expected)


@pytest.mark.parametrize("name", GALLERY)
def test_turned_round_it_does_the_reverse(name: str) -> None:
    old, new, kind, expected = GALLERY[name]
    found = diff(new, old)
    turned = {"raise": "lower", "lower": "raise"}
    assert found.kind == turned.get(kind, kind)
    ways = {"rise": "fall", "fall": "rise"}
    swapped = {f"{k.split()[0]} {ways[k.split()[1]]}": answer for k, answer in expected.items()}
    assert claims(found) == swapped


def rank(pair: Pair, side: int, level: Level | None) -> int:
    assert pair.ranks is not None
    return pair.ranks[side][None if level is None else level.id]


@pytest.mark.parametrize("name", GALLERY)
def test_each_witness_is_scored_as_it_is_said(name: str) -> None:
    old, new, _, _ = GALLERY[name]
    pair = Pair(old, new)
    for effect in (*diff(old, new).effects, diff(old, new).whole):
        for claim in effect.claims:
            if claim.answer != SHOWN:
                assert claim.witness is None
                continue
            shown = claim.witness
            assert shown is not None
            assert shown.before is not None
            assert shown.after is not None
            seen = shown.assessment
            before = old.score(seen.evolve(context={f.id: seen.context[f.id] for f in old.context}))
            assert (shown.before.points, shown.before.level) == (before.points, before.level)
            way = 1 if claim.way == "rise" else -1
            assert isinstance(before.points, Fraction)
            if claim.of == "points":
                assert isinstance(shown.after.points, Fraction)
                assert (shown.after.points - before.points) * way > 0
            elif effect.kind == diff(old, new).kind:  # the same rubrics
                ranks = rank(pair, 0, before.level), rank(pair, 1, shown.after.level)
                assert (ranks[1] - ranks[0]) * way > 0


# What is only text


def test_texts_change_no_result() -> None:
    rewritten = BASE.evolve(
        title={"en": "R", "vi": "Bộ tiêu chí"},
        criteria=[A.evolve(description="Ask twice."), B],
        no_level="Nothing",
        digits=1,
    )
    found = diff(BASE, rewritten)
    assert found.kind == "text"
    assert found.harmless
    assert found.whole.claims == ()
    assert {change.path for change in found.changes} == {
        "title",
        "title.en",
        "title.vi",
        "a.description",
        "no_level",
        "no_level.en",
        "no_level.vi",
        "digits",
    }


def test_a_title_in_one_language_is_told_by_it() -> None:
    one = BASE.evolve(title={"en": "R", "vi": "Tiêu chí"})
    (change,) = diff(one, BASE.evolve(title={"en": "R", "vi": "Bộ tiêu chí"})).changes
    assert str(change) == "title.vi: Tiêu chí → Bộ tiêu chí"


def test_another_source_changes_no_result() -> None:
    table = Source("table", document="Table 1")
    found = diff(
        rubric([Indicator("a", "A", YesNo(cited(60, Source("draft", document="Draft"))))]),
        rubric([Indicator("a", "A", YesNo(cited(60, table)))]),
    )
    assert found.kind == "text"
    assert [str(change) for change in found.changes] == ["a.scale.points.source: draft → table"]


def test_a_source_that_says_more_is_told_once() -> None:
    def made(article: str) -> Rubric:
        table = Source("table", document="Table 1", article=article)
        leaf = Indicator("a", "A", YesNo(cited(60, table)), source=table)
        return rubric([leaf], total >= cited(60, table))

    found = diff(made("1"), made("2"))
    assert found.kind == "text"
    assert [change.path for change in found.changes] == ["sources.table"]


def test_the_order_of_indicators_changes_no_result() -> None:
    found = diff(BASE, BASE.evolve(criteria=[B, A]))
    assert found.kind == "text"
    assert [str(change) for change in found.changes] == ["criteria (order): a, b → b, a"]


def test_another_spelling_of_a_requirement_changes_no_result() -> None:
    found = diff(BASE, rubric([A, B], "100 <= total", total >= 60))
    assert found.kind == "text"
    assert [change.path for change in found.changes] == ["levels.l1.requirements[0]"]


def test_nothing_is_changed() -> None:
    found = diff(BASE, BASE)
    assert (found.changes, found.effects, found.kind) == ((), (), "none")
    assert found.harmless
    assert str(found) == "r 1 → r 1: nothing is changed.\n"


# Each change by itself


def test_each_change_has_its_own_effect() -> None:
    new = rubric([A, B], total >= 60, (total >= 60, met("b")), version="2").evolve(title="New")
    found = diff(BASE, new)
    # For l1 100 → 60 raises 60 to l1; a gate of l2 lowers 60 to nothing; but who has 60 is l1.
    assert [([change.path for change in e.changes], e.kind) for e in found.effects] == [
        (["levels.l1.requirements[0]"], "raise"),
        (["levels.l2.requirements[1]"], "lower"),
        (["version", "title"], "text"),
    ]
    assert found.kind == "raise"


def test_weights_that_must_add_up_stand_together() -> None:
    old, new, _, _ = GALLERY["weights are swapped"]
    (group,) = diff(old, new).effects
    assert [change.path for change in group.changes] == ["a.weight", "b.weight"]


def test_a_group_holds_no_change_that_it_does_not_need() -> None:
    def made(a: str, b: str, c: int) -> Rubric:
        parts: list[Node] = [yes("a", 1, weight=a), yes("b", 1, weight=b)]
        mean = Criterion("m", "M", parts, combine=WeightedMean(), points=10)
        return rubric([mean, yes("c", c)])

    found = diff(made("50%", "50%", 5), made("60%", "40%", 6))
    paths = [{change.path for change in effect.changes} for effect in found.effects]
    assert paths == [{"a.weight", "b.weight"}, {"c.scale.points"}]


def test_declared_points_go_along_with_those_of_a_band() -> None:
    def made(worth: int) -> Rubric:
        return rubric([Criterion("c", "C", [yes("a", worth), yes("b", 4)], points=worth + 4)])

    (effect,) = diff(made(6), made(8)).effects
    assert {change.path for change in effect.changes} == {"c.points", "a.scale.points"}
    assert effect.kind == "raise"


def test_paths_name_ids_and_bounds() -> None:
    old = rubric(
        [
            Criterion("c", "C", [share("x", {80: 10, 50: 4})]),
            Indicator("o", "O", Choice({"no": 0, "all": 9})),
        ],
        total >= 10,
        caps=[Cap("l1", unless=met("x"))],
    )
    new = rubric(
        [
            Criterion("c", "C", [share("x", {80: 11, 60: 4})]),
            Indicator("o", "O", Choice({"no": 0, "some": 3, "all": 9})),
        ],
        total >= 10,
    )
    assert [str(change) for change in diff(old, new).changes] == [
        "x.scale.bands[80].points: 10 → 11",
        "x.scale.bands[50].at: 50 → 60",
        "o.scale.options.some: (nothing) → Option(id=some, points=3)",
        'caps.l1: l1 unless met("x") → (removed)',
    ]


def test_an_indicator_that_goes_elsewhere_is_one_change() -> None:
    one = [Criterion("c", "C", [A, yes("x", 5)]), Criterion("d", "D", [B])]
    other = [Criterion("c", "C", [A]), Criterion("d", "D", [B, yes("x", 5)])]
    found = diff(rubric([*one]), rubric([*other]))
    assert [str(change) for change in found.changes] == [
        "x: x (X), in c.indicators → x (X), in d.indicators"
    ]
    assert found.kind == "none"  # the total of all is the same


# What cannot be compared


@pytest.mark.parametrize(
    ("old", "new", "ids"),
    [
        ([A, B], [A, B, yes("c", 5)], ("c",)),
        ([A, B], [A], ("b",)),
        (
            [share("x", {80: 10})],
            [Indicator("x", "X", Bands({80: 10}, unit="km", least=0, most=100, decimals=0))],
            ("x",),
        ),
        ([A], [Indicator("a", "A", Direct(60))], ("a",)),
    ],
)
def test_other_indicators_or_units_cannot_be_compared(
    old: list[Node], new: list[Node], ids: tuple[str, ...]
) -> None:
    found = diff(rubric(old, total >= 10), rubric(new, total >= 10))
    assert found.kind == "incomparable"
    assert found.whole.obstacles == ids
    assert found.whole.claims == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (share("x", {80: 10}), Indicator("x", "X", Bands({80: 10}, unit="%", decimals=1))),
        (A, yes("a", 60, na="zero")),
        (
            Indicator("a", "A", Choice({"no": 0, "all": 9})),
            Indicator("a", "A", Choice({"no": 0, "some": 3, "all": 9})),
        ),
    ],
)
def test_values_that_one_refuses_are_told_and_the_others_are_compared(
    old: Indicator, new: Indicator
) -> None:
    found = diff(rubric([old], total >= 5), rubric([new], total >= 5))
    assert found.kind == "incomparable"
    assert found.whole.obstacles == (old.id,)
    assert claims(found) == asked(NO, NO, NO, NO)


def test_a_fact_that_is_read_in_another_way_cannot_be_compared() -> None:
    def made(default: str) -> Rubric:
        area = Attribute("area", "Area", ["hill", "plain"], required=False, default=default)
        bar = choose(context("area").one_of("hill"), 60, 100)
        return rubric([A, B], total >= bar, context=[area])

    found = diff(made("hill"), made("plain"))
    assert (found.kind, found.whole.obstacles) == ("incomparable", ("area",))


def test_levels_without_a_common_order_are_not_compared() -> None:
    top, low = Level("top", "Top", total >= 100), Level("low", "Low", total >= 60)
    one = rubric([A, B], top, low)
    turned = rubric([A, B], Level("low", "Low", total >= 100), Level("top", "Top", total >= 60))
    other = rubric([A, B], Level("best", "Best", total >= 100), Level("next", "Next", total >= 60))
    for new in (turned, other):
        found = diff(one, new)
        assert found.kind == "incomparable"
        assert claims(found) == {"points rise": NO, "points fall": NO}


# With assessments


def test_who_changes_level_and_why() -> None:
    old, new = (load(EXAMPLES / f"town-{n}.toml") for n in (2, 3))
    found = diff(old, new, assessments=load_assessments(EXAMPLES / "towns.csv", old))
    # Town C: 10 for 90 % of families, 4 for 35 % of clans, 10 for the centre; good takes 6 now.
    told = {one.assessment.subject: (one.level, one.points) for one in found.rescored}
    assert told == {
        "Town A": ("stays", "stays"),
        "Town B": ("stays", "stays"),
        "Town C": ("falls", "stays"),
        "Town D": ("open", "open"),
    }
    said = " ".join(found.explain().split())
    assert "Town C: falls, Good (24 of 30 points) → Fair (24 of 30 points)." in said
    assert "“Learning clans” earns at least 6 points: it is 4, 2 short" in said
    assert "Town D: stays Good or Fair (between 20 and 30 of 30 points)" in said


def test_the_example_that_can_only_raise() -> None:
    old, new = (load(EXAMPLES / f"town-{n}.toml") for n in (1, 2))
    found = diff(old, new, assessments=load_assessments(EXAMPLES / "towns.csv", old))
    assert found.kind == "raise"
    for claim in (found.whole.claim("points", "fall"), found.whole.claim("level", "fall")):
        assert (claim.answer, claim.by) == (NO, "rules")
    moved = dict(found.whole.moved)
    assert moved == {"families": between(0, 4), "total": between(0, 4)}
    told = {one.assessment.subject: (one.level, one.points) for one in found.rescored}
    # Town A: 6 + 10 + 10, then 10 + 10 + 10; Town B: 6 + 6, then 10 + 6; Town C: 10 + 4 + 10.
    assert told["Town A"] == ("stays", "rises")
    assert told["Town B"] == ("rises", "rises")
    assert told["Town C"] == ("stays", "stays")
    # All points are even, so that nobody stands on 15 and the bar of fair moves nothing.
    kinds = {effect.changes[0].path: effect.kind for effect in found.effects}
    assert kinds["levels.fair.requirements[0]"] == "none"


def test_the_example_in_which_a_subject_loses_its_level() -> None:
    found = diff(*(load(EXAMPLES / f"town-{n}.toml") for n in (2, 3)))
    assert found.kind == "lower"
    (who,) = found.whole.witnesses
    assert who.before is not None
    assert who.before.level is not None
    assert who.before.level.id == "good"
    assert who.after is not None
    assert who.after.level is not None
    assert who.after.level.id == "fair"


def test_an_assessment_of_an_old_version_leaves_open_what_is_new() -> None:
    new = rubric([A, B, yes("c", 5)], total >= 100, total >= 60)
    (one,) = diff(BASE, new, assessments=[{"a": True, "b": False}]).rescored
    assert one.before is not None
    assert one.after is not None
    assert one.before.points == 60
    assert one.after.bounds == Bounds(Fraction(60), Fraction(65))
    assert (one.level, one.points) == ("stays", "open")


def test_a_value_that_one_refuses_is_told() -> None:
    old = rubric([Indicator("x", "X", Bands({80: 10}, unit="%", decimals=1))])
    new = rubric([share("x", {80: 10})])
    (one,) = diff(old, new, assessments=[{"x": "80.5"}]).rescored
    assert one.before is not None
    assert one.after is None
    assert [problem.code for problem in one.problems] == ["decimals"]
    assert "the new rubric refuses it" in diff(old, new, assessments=[{"x": "80.5"}]).explain()


# What is not settled


def test_a_root_is_beyond_the_solver_but_not_beyond_the_rules() -> None:
    def made(bar: str) -> Rubric:
        leaf = Indicator("x", "X", Formula("3 * root(value)", points=30, least=0, most=100))
        return rubric([leaf, B], total >= bar)

    found = diff(made("50"), made("49.9"))
    claim = found.whole.claim("level", "fall")
    assert (claim.answer, claim.by) == (NO, "rules")


def test_what_the_solver_does_not_know_is_named() -> None:
    mean: list[Node] = [
        yes("a", 1, weight="50%"),
        Indicator("b", "B", Direct(1, least=0, step="0.5"), weight="50%"),
    ]
    old = rubric([*mean], combine=GeometricMean(), points=10)
    new = rubric([*mean], points=10, combine=WeightedMean())
    found = diff(old, new)
    # The geometric mean is never above the other, which no rule here knows.
    assert found.whole.claim("points", "rise").answer == SHOWN
    unknown = found.whole.claim("points", "fall")
    assert unknown.answer == "unknown"
    assert unknown.reason.startswith("the solver does not know a geometric mean in")
    assert found.kind == "unknown"
    assert not found.harmless


def test_when_the_time_runs_out_that_is_told() -> None:
    leaves: list[Node] = [share(f"x{n}", {80: 7, 61: 5, 40: 3}) for n in range(12)]
    old, new = (rubric([*leaves], total >= bar) for bar in (83, 82))
    found = diff(old, new, seconds=1e-6)
    assert found.whole.claim("level", "fall").answer == NO
    claim = found.whole.claim("level", "rise")
    assert (claim.answer, claim.reason) == ("unknown", "the time ran out")
    assert found.kind == "raise"  # or nothing, but never the other way
    assert "whether the level can rise is not known: the time ran out" in found.explain()


# Bad input


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("r", BASE), "wrong-type"),
        ((BASE, None), "wrong-type"),
    ],
)
def test_only_rubrics_have_a_diff(arguments: tuple[Any, Any], code: str) -> None:
    with pytest.raises(RubricError) as caught:
        diff(*arguments)
    assert [problem.code for problem in caught.value.problems] == [code]


@pytest.mark.parametrize("seconds", [0, "5", float("nan")])
def test_time_is_above_zero(seconds: Any) -> None:
    with pytest.raises(RubricError) as caught:
        diff(BASE, BASE, seconds=seconds)
    assert [problem.code for problem in caught.value.problems] == ["seconds"]


@pytest.mark.parametrize(
    ("given", "path", "code"),
    [
        ({"a": True}, "assessments", "wrong-type"),
        ("a", "assessments", "wrong-type"),
        ([{"z": True}], "assessments[0].observations.z", "unknown-indicator"),
        (
            [{"a": True}, Assessment({"a": True}, rubric="r", version="0")],
            "assessments[1].rubric",
            "diff-assessment",
        ),
        ([Assessment({}, rubric="s")], "assessments[0].rubric", "diff-assessment"),
    ],
)
def test_assessments_of_neither_are_refused(given: Any, path: str, code: str) -> None:
    with pytest.raises(AssessmentError) as caught:
        diff(BASE, BASE.evolve(version="2"), assessments=given)
    assert [(problem.path, problem.code) for problem in caught.value.problems] == [(path, code)]


# Forms


def test_a_diff_is_plain_data() -> None:
    old, new, _, _ = GALLERY["a band is worth more"]
    data = diff(old, new, assessments=[{"x": 60}]).to_dict()
    assert data["format"] == "diff/1"
    assert data["kind"] == "raise"
    (effect,) = data["effects"]
    assert effect["changes"] == [{"path": "x.scale.bands[50].points", "before": "4", "after": "5"}]
    assert effect["moved"] == {
        "x": {"least": "0", "most": "1"},
        "total": {"least": "0", "most": "1"},
    }
    (one,) = data["rescored"]
    assert one["assessment"]["observations"] == {"x": 60}
    assert (one["before"]["level"], one["after"]["level"]) == (None, "l1")
    assert (one["before"]["points"], one["after"]["points"]) == ("4", "5")


def test_it_speaks_vietnamese() -> None:
    old, new, _, _ = GALLERY["a band is worth more"]
    said = " ".join(diff(old, new).explain("vi").split())
    assert "r 1 → r 1: 1 thay đổi; kết quả chỉ có thể tăng." in said
    assert "điểm không thể giảm: đã chứng minh, vì tổng điểm mới trừ tổng điểm cũ" in said


def test_it_is_frozen() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        diff(BASE, BASE).old = BASE  # type: ignore[misc]  # the error is the test


def test_lines_are_no_wider_than_80() -> None:
    thanh_hoa = get("thanh-hoa-2021-2026")
    easier = thanh_hoa.evolve(levels=[lv.evolve(title="Longer") for lv in thanh_hoa.levels[:2]])
    for lang in ("en", "vi"):
        assert max(map(len, diff(thanh_hoa, easier).explain(lang).splitlines())) <= 80


# Bounds of differences


def test_bounds_are_worked_out_from_the_leaves_up() -> None:
    old, new = (
        rubric(
            [
                Criterion(
                    "c",
                    "C",
                    [share("x", {80: 10, at: 4}, weight="50%"), yes("y", 10, weight="50%")],
                    combine=WeightedMean(),
                    points=40,
                ),
                B,
            ]
        )
        for at in (50, 60)
    )
    moves = Moves(Pair(old, new)).of
    # x loses 4 of 10 from 50 to 59; that is half of 40 points: 4 / 10 · 20 = 8.
    assert moves == {
        "x": between(-4, 0),
        "y": between(0, 0),
        "c": between(-8, 0),
        "b": between(0, 0),
        "total": between(-8, 0),
    }
