"""Plans: what is cheapest, what binds, and what is refused; expected values are worked by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import attrs
import pytest

from rubrika import (
    Attribute,
    Bands,
    Cap,
    Choice,
    Criterion,
    Direct,
    Formula,
    Indicator,
    Level,
    Linear,
    NaPolicy,
    Node,
    NotApplicable,
    Quantity,
    Rubric,
    Tally,
    YesNo,
    choose,
    context,
    every,
    met,
    percent,
    points,
    total,
    value,
)
from rubrika.assurance.costs import Cost, PlanError
from rubrika.assurance.plan_missing import Evidence
from rubrika.assurance.plan_result import Plan
from rubrika.assurance.planning import plan, plans, worth_observing


def made(nodes: list[Node], *levels: Level, **options: Any) -> Rubric:
    return Rubric("r", version="1", title="R", criteria=nodes, levels=levels, **options)


def cafe(**wait: Any) -> Rubric:
    """The café of the design; the wait has one decimal unless *wait* says otherwise."""
    return made(
        [
            Criterion(
                "safety",
                "Food safety",
                [
                    Indicator(
                        "inspection", "Inspection score", Bands({90: 40, 75: 30, 50: 10}, unit="%")
                    ),
                    Indicator("pests", "No pests found", YesNo(20)),
                ],
            ),
            Criterion(
                "service",
                "Service",
                [
                    Indicator(
                        "welcome",
                        "Staff are welcoming",
                        Choice({"never": 0, "often": 10, "always": 20}),
                    ),
                    Indicator(
                        "wait",
                        "Minutes until served",
                        Linear(worst=30, best=5, points=20, least=0, most=99, **wait),
                    ),
                ],
            ),
        ],
        Level("gold", "Gold", total >= 90, every("criteria") >= percent(50), met("pests")),
        Level("silver", "Silver", total >= 75),
    )


# 30 + 0 + 10 + (30 − 12.5) / 25 × 20 = 14: 54 points.
POOR = {"inspection": 80, "pests": False, "welcome": "often", "wait": "12.5"}
COSTS: dict[str, Any] = {"inspection": 2, "pests": 10, "welcome": 4, "wait": 3}


def moves(way: Plan) -> dict[str, tuple[Any, Any, Any]]:
    return {move.id: (move.before, move.after, move.cost) for move in way.moves}


def brings(found: Sequence[Evidence]) -> list[tuple[str, bool, bool, Any]]:
    return [(one.id, one.settles, one.excludes, one.rise) for one in found]


def codes(work: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(PlanError) as caught:
        work()
    assert all(problem.message for problem in caught.value.problems)
    return [(problem.code, problem.path) for problem in caught.value.problems]


# What is cheapest


def test_the_cheapest_changes_are_found() -> None:
    # 36 are lacking. Pests bring 20 for 10, inspection 10 for 20, welcome 10 for 4, wait 6 for
    # 22.5. Pests are required; 16 more: inspection and welcome (24), or welcome and wait (26.5).
    way = plan(cafe(decimals=1), POOR, "gold", costs=COSTS)
    assert moves(way) == {
        "inspection": (80, 90, 20),
        "pests": (False, True, 10),
        "welcome": ("often", "always", 4),
    }
    assert way.cost == 34
    assert way.optimal
    assert way.sampled == ()
    assert way.to is not None
    assert way.to.id == "gold"
    assert way.card.points == 94
    assert way.before.points == 54
    assert way.assessment.observations["welcome"].value == "always"
    assert way.assessment.observations["wait"].value == "12.5"


def test_a_level_above_the_one_that_is_asked_for_will_do() -> None:
    rubric = made(
        [Indicator("a", "A", Bands({9: 10, 5: 5}, least=0, most=10))],
        Level("high", "High", total >= 10),
        Level("low", "Low", total >= 5, total <= 6),
    )
    way = plan(rubric, {"a": 0}, "low", costs={"a": Cost(reaching={9: 1, 5: 3})})
    assert moves(way) == {"a": (0, 9, 1)}
    assert way.to is not None
    assert way.to.id == "high"


def test_without_a_level_the_next_one_up_is_reached() -> None:
    way = plan(cafe(decimals=1), POOR)
    assert way.to is not None
    assert way.to.id == "silver"
    assert len(way.moves) == 2  # no single change brings 21 points
    assert way.cost == 2


def test_nothing_changes_where_the_level_is_given() -> None:
    good = {"inspection": 95, "pests": True, "welcome": "always", "wait": 5}
    for to in ("gold", "silver", None):
        way = plan(cafe(), good, to)
        assert way.moves == ()
        assert way.cost == 0
        assert way.optimal
        assert way.card.level == way.to
        assert way.explain().startswith("Nothing needs to change: Gold is reached.\n")


def test_a_value_moves_no_further_than_the_level_needs() -> None:
    # 81 points; silver needs none, gold 9 more: 6 from the wait, which ends at 5, do not suffice.
    values = {"inspection": 91, "pests": True, "welcome": "often", "wait": 20}  # 78 points
    way = plan(cafe(decimals=1), values, "silver")
    assert way.moves == ()
    # 12 are lacking for gold: welcome brings 10, so the wait must bring 2 more: 2.5 minutes.
    way = plan(cafe(decimals=1), values, "gold", costs={"welcome": 1, "wait": 1}, others=100)
    assert moves(way)["wait"] == (20, Fraction("17.5"), Fraction("2.5"))
    # Or the wait alone: 12 points are 15 minutes.
    way = plan(cafe(decimals=1), values, "gold", locked=["welcome"])
    assert moves(way) == {"wait": (20, 5, 1)}


def test_costs_differ_upwards_and_downwards() -> None:
    # 7 is 3 above 4, and 2 below 9: downwards it is dearer per unit.
    rule = Choice({"a": 0, "b": 1})
    leaf = Indicator("a", "A", Linear(worst=9, best=4, points=5, least=0, most=9, decimals=0))
    rubric = made([leaf, Indicator("b", "B", rule)], Level("good", "Good", total >= 2))
    way = plan(rubric, {"a": 9, "b": "a"}, "good", costs={"a": Cost(1, down=3), "b": 5})
    assert moves(way) == {"a": (9, 7, 6)}
    way = plan(rubric, {"a": 9, "b": "a"}, "good", costs={"a": Cost(1, down=3), "b": 2})
    assert moves(way) == {"a": (9, 8, 3), "b": ("a", "b", 2)}


def test_a_step_and_a_single_payment_are_costs() -> None:
    leaf = Indicator("a", "A", Direct(10, step="0.5"))
    rubric = made([leaf], Level("good", "Good", total >= 4))
    way = plan(rubric, {"a": 1}, "good", costs={"a": Cost(2, per="step", once=1)})
    assert way.cost == 13  # six steps of 2, and 1
    assert Cost(2, per="step", once=1).of(1, 4, step="0.5") == 13


def test_a_table_says_which_values_can_be_reached() -> None:
    rubric = made(
        [Indicator("a", "A", Bands({90: 4, 50: 3}, unit="%"))], Level("g", "G", total >= 3)
    )
    assert moves(plan(rubric, {"a": 10}, "g", costs={"a": {60: 5, 95: 4}})) == {"a": (10, 95, 4)}
    assert Cost(reaching={60: 5}).of(10, 70) is None
    assert Cost(reaching={60: 5}, once=2).of(10, 60) == 7
    refused = codes(lambda: plan(rubric, {"a": 10}, "g", costs={"a": {40: 1}}))
    assert refused == [
        ("plan-impossible", "to"),
        ("plan-conflict", "levels[0].requirements[0]"),
        ("plan-conflict", "costs.a"),
    ]


def test_an_inclusive_bound_is_reached_and_an_exclusive_one_passed() -> None:
    bands = Bands({10: 5, 20: 3}, bound="at most", least=0, most=50)
    rubric = made([Indicator("a", "A", bands)], Level("g", "G", total >= 3))
    assert moves(plan(rubric, {"a": 40}, "g", costs={"a": 1})) == {"a": (40, 20, 20)}
    low = made([Indicator("a", "A", bands)], Level("g", "G", total <= 3, total > 0))
    way = plan(low, {"a": 5}, "g", costs={"a": 1})
    assert moves(way) == {"a": (5, Fraction("10.01"), Fraction("5.01"))}
    assert way.sampled == ("a",)  # 10.001 would be cheaper still, and so on for ever
    assert plan(low, {"a": 5}, "g").sampled == ()  # there each change costs the same


def test_values_that_the_level_reads_are_moved_too() -> None:
    leaf = Indicator("a", "A", Tally(each=1, limit=5))
    rubric = made([leaf], Level("g", "G", value("a") >= 12))
    assert moves(plan(rubric, {"a": 2}, "g", costs={"a": 1})) == {"a": (2, 12, 10)}


def test_values_that_the_level_adds_up_are_moved_together() -> None:
    line = Linear(worst=0, best=9, points=5, least=0, most=20, decimals=0)
    leaves: list[Node] = [Indicator(id_, id_, line) for id_ in "ab"]
    rubric = made(leaves, Level("g", "G", value("a") + value("b") >= 30))
    way = plan(rubric, {"a": 2, "b": 3}, "g", costs={"a": 1, "b": 2})
    assert moves(way) == {"a": (2, 20, 18), "b": (3, 10, 14)}
    # Without a limit not all values can be looked at, and that is said.
    leaves = [Indicator(id_, id_, Tally(each=1, limit=5)) for id_ in "ab"]
    open_ = made(leaves, Level("g", "G", value("a") + value("b") >= 30))
    assert codes(lambda: plan(open_, {"a": 2, "b": 3}, "g"))[0] == ("plan-not-found", "to")


def test_more_can_be_worse() -> None:
    leaf = Indicator("a", "A", Direct(10, step=1))
    rubric = made([leaf], Level("g", "G", points("a") <= 6))
    assert moves(plan(rubric, {"a": 9}, "g", costs={"a": 1})) == {"a": (9, 6, 3)}


def test_what_does_not_apply_and_the_context_stay() -> None:
    leaves: list[Node] = [
        Indicator("a", "A", YesNo(10), na=NaPolicy("redistribute")),
        Indicator("b", "B", YesNo(10)),
    ]
    area = Attribute("area", "Area", ["hill", "plain"])
    needed = choose(context("area").one_of("hill"), 10, 20)
    rubric = made(
        [Criterion("c", "C", leaves, points=20)], Level("g", "G", total >= needed), context=[area]
    )
    values = {"a": NotApplicable(), "b": False}
    way = plan(rubric, values, "g", context={"area": "plain"})
    assert list(moves(way)) == ["b"]
    assert way.card.points == 20
    assert way.card.context == {"area": "plain"}
    with pytest.raises(PlanError):
        plan(rubric, values, "g", context={"area": "plain"}, locked=["b"])


def test_a_value_off_the_grid_stays_exact() -> None:
    rubric = made(
        [Indicator("a", "A", Linear(worst=0, best=10, points=10, least=0, most=10))],
        Level("g", "G", total >= 5),
    )
    way = plan(rubric, {"a": "1/3"}, "g", costs={"a": 3})
    assert moves(way) == {"a": (Fraction(1, 3), 5, 14)}
    assert way.sampled == ("a",)
    assert "values with two decimals" in " ".join(way.explain().split())
    fewest = plan(rubric, {"a": "1/3"}, "g")
    assert fewest.cost == 1
    assert fewest.sampled == ()  # that one change is enough does not depend on decimals


# Limits, locks and budgets


def test_limits_are_distances_ends_and_options() -> None:
    rubric = cafe(decimals=1)
    values = {"inspection": 91, "pests": True, "welcome": "often", "wait": 20}  # 78 points
    limits: dict[str, Any] = {"wait": 10, "welcome": ["often", "always"]}
    assert list(moves(plan(rubric, values, "gold", limits=limits))) == ["welcome", "wait"]
    limits = {"wait": (6, None), "welcome": "often"}  # 30 − 6 is 19.2 of 20, so 89.2 at best
    assert codes(lambda: plan(rubric, values, "gold", limits=limits)) == [
        ("plan-impossible", "to"),
        ("plan-conflict", "levels[0].requirements[0]"),
        ("plan-conflict", "limits.welcome"),
        ("plan-conflict", "limits.wait"),
    ]
    limits = {"wait": (8, 17), "welcome": "always"}  # 17.5 would do, but lies outside
    assert moves(plan(rubric, values, "gold", limits=limits)) == {
        "welcome": ("often", "always", 1),
        "wait": (20, 17, 1),
    }


def test_a_value_outside_its_limits_may_stay() -> None:
    rubric = made([Indicator("a", "A", Direct(10, step=1))], Level("g", "G", total >= 4))
    assert plan(rubric, {"a": 5}, "g", limits={"a": (7, 9)}).moves == ()
    assert moves(plan(rubric, {"a": 1}, "g", limits={"a": (7, 9)})) == {"a": (1, 7, 1)}


def test_a_budget_without_a_level_buys_the_best_one() -> None:
    rubric = cafe(decimals=1)
    assert plan(rubric, POOR, costs=COSTS, budget=34).cost == 34
    way = plan(rubric, POOR, costs=COSTS, budget="33.9")
    assert way.to is not None
    assert way.to.id == "silver"
    # 21 points: pests and welcome for 14; pests and 1.25 minutes for 13.75, which has two decimals,
    # so 1.3 minutes for 13.9.
    assert way.cost == Fraction("13.9")
    none = plan(rubric, POOR, costs=COSTS, budget=13)
    assert none.to is None
    assert none.moves == ()
    assert none.explain().startswith("No level can be reached within the budget.\n")
    assert none.to_dict()["to"] is None
    assert repr(none) == "<Plan to no higher level: nothing to change; cost 0, optimal>"


def test_a_level_beyond_the_budget_is_refused_with_its_price() -> None:
    with pytest.raises(PlanError) as caught:
        plan(cafe(decimals=1), POOR, "gold", costs=COSTS, budget=30)
    (problem,) = caught.value.problems
    assert problem.code == "plan-budget"
    assert problem.message == "the cheapest plan costs 34, more than the budget of 30"
    assert plan(cafe(decimals=1), POOR, "gold", costs=COSTS, budget=34).cost == 34


# Several plans


def test_the_best_plans_differ_by_a_change_or_a_band() -> None:
    rubric = made(
        [
            Indicator("a", "A", Bands({9: 6, 5: 3}, least=0, most=10)),
            Indicator("b", "B", Bands({9: 6, 5: 3}, least=0, most=10)),
        ],
        Level("g", "G", total >= 6),
    )
    ways = plans(rubric, {"a": 0, "b": 0}, "g", costs={"a": 1, "b": 2}, k=5)
    assert [moves(way) for way in ways] == [
        {"a": (0, 9, 9)},
        {"a": (0, 5, 5), "b": (0, 5, 10)},
        {"b": (0, 9, 18)},
    ]
    assert all(way.optimal for way in ways)


def test_further_plans_keep_to_the_budget() -> None:
    leaves: list[Node] = [Indicator(id_, id_, YesNo(5)) for id_ in "abc"]
    rubric = made(leaves, Level("g", "G", total >= 5))
    values = dict.fromkeys("abc", False)
    costs = {"a": 1, "b": 2, "c": 3}
    assert [w.cost for w in plans(rubric, values, "g", costs=costs, k=9, budget=2)] == [1, 2]
    assert [w.cost for w in plans(rubric, values, costs=costs, k=9, budget=2)] == [1, 2]


# What binds


def test_what_binds_is_named() -> None:
    way = plan(cafe(decimals=1), POOR, "gold", costs=COSTS)
    first, pests = way.binding
    assert first.path == "levels[0].requirements[0]"
    assert not first.exactly  # 94 are more than 90
    assert first.needs == ("inspection", "pests", "welcome")
    assert pests.path == "levels[0].requirements[2]"
    assert pests.needs == ("pests",)
    assert pests.result.status == "holds"


def test_a_floor_and_a_total_that_are_met_exactly_are_named() -> None:
    leaves = [Indicator(id_, id_, Direct(10, step=1)) for id_ in "ab"]
    criteria: list[Node] = [Criterion(f"c{leaf.id}", "C", [leaf]) for leaf in leaves]
    rubric = made(criteria, Level("g", "G", total >= 10, every("criteria") >= percent(40)))
    way = plan(rubric, {"a": 0, "b": 6}, "g", costs={"a": 2, "b": 1})
    assert moves(way) == {"a": (0, 4, 8)}
    assert [(one.path, one.exactly, one.needs) for one in way.binding] == [
        ("levels[0].requirements[0]", True, ("a",)),
        ("levels[0].requirements[1]", True, ("a",)),
    ]
    assert str(way.binding[1].result.actual) == "2/5"


def test_tiers_and_caps_bind_by_their_own_path() -> None:
    leaves: list[Node] = [Indicator(id_, id_, YesNo(5)) for id_ in "abc"]
    rubric = made(
        leaves,
        Level("high", "High", met("a"), needs_below=True),
        Level("low", "Low", met("b")),
        caps=[Cap("low", unless=met("c"))],
    )
    way = plan(rubric, dict.fromkeys("abc", False), "high")
    assert [(one.path, one.needs) for one in way.binding] == [
        ("levels[0].requirements[0]", ("a",)),
        ("levels[1].requirements[0]", ("b",)),
        ("caps[0].unless", ("c",)),
    ]
    assert codes(lambda: plan(rubric, dict.fromkeys("abc", False), "high", locked=["c", "a"])) in (
        [
            ("plan-impossible", "to"),
            ("plan-conflict", "caps[0]"),
            ("plan-conflict", "locked"),
        ],
        [
            ("plan-impossible", "to"),
            ("plan-conflict", "levels[0].requirements[0]"),
            ("plan-conflict", "locked"),
        ],
    )
    assert codes(lambda: plan(rubric, dict.fromkeys("abc", False), "high", locked=["b"])) == [
        ("plan-impossible", "to"),
        ("plan-conflict", "levels[0]"),
        ("plan-conflict", "locked"),
    ]


# Missing evidence


def test_a_plan_holds_whatever_is_missing() -> None:
    leaves: list[Node] = [Indicator(id_, id_, YesNo(5)) for id_ in "abc"]
    rubric = made(leaves, Level("g", "G", total >= 5))
    way = plan(rubric, {"a": False, "b": False}, "g", costs={"a": 2, "b": 1}, others=0)
    assert moves(way) == {"b": (False, True, 1)}
    assert way.card.missing == ("c",)
    assert brings(way.evidence) == [("c", True, True, 5)]
    assert way.evidence[0].best is True
    assert way.evidence[0].least == 5


def test_where_less_may_be_worse_or_better_the_plan_holds_all_the_same() -> None:
    # The level asks that c and a are not both met: c may turn out either way, so a must go.
    leaves: list[Node] = [Indicator(id_, id_, YesNo(5)) for id_ in "abc"]
    rubric = made(leaves, Level("g", "G", ~(met("a") & met("c")), total >= 5))
    way = plan(rubric, {"a": True, "b": False}, "g")
    assert {id_: after for id_, (_, after, _) in moves(way).items()} == {"a": False, "b": True}


def test_open_context_is_covered() -> None:
    area = Attribute("area", "Area", ["hill", "plain"], required=False)
    needed = choose(context("area").one_of("hill"), 5, 10)
    leaves: list[Node] = [Indicator(id_, id_, YesNo(5)) for id_ in "ab"]
    rubric = made(leaves, Level("g", "G", total >= needed), context=[area])
    values = dict.fromkeys("ab", False)
    assert len(plan(rubric, values, "g").moves) == 2
    assert len(plan(rubric, values, "g", context={"area": "hill"}).moves) == 1


def test_missing_evidence_that_forbids_a_plan_is_named() -> None:
    leaves: list[Node] = [Indicator(id_, id_, YesNo(5)) for id_ in "abc"]
    rubric = made(leaves, Level("g", "G", met("c"), total >= 10))
    assert codes(lambda: plan(rubric, {"a": True, "b": True}, "g")) == [
        ("plan-impossible", "to"),
        ("plan-conflict", "levels[0].requirements[0]"),
        ("plan-conflict", "observations.c"),
    ]


def test_evidence_that_settles_comes_first_then_what_excludes_then_what_brings_most() -> None:
    leaves: list[Node] = [
        Indicator("small", "Small", YesNo(5)),
        Indicator("large", "Large", YesNo(20)),
        Indicator("gate", "Gate", YesNo(1)),
        Indicator("all", "All", YesNo(60)),
    ]
    rubric = made(leaves, Level("g", "G", (total >= 60) | ((total >= 26) & met("gate"))))
    found = worth_observing(rubric, {}, "g")
    assert brings(found) == [
        ("all", True, False, 60),
        ("large", False, False, 20),
        ("small", False, False, 5),
        ("gate", False, False, 1),
    ]
    without = worth_observing(rubric, {"all": False}, "g")
    # 20 + 5 + 1 are just enough, and 60 are out of reach: each alone can put it out of reach.
    assert [(one.id, one.excludes) for one in without] == [
        ("large", True),
        ("small", True),
        ("gate", True),
    ]
    assert worth_observing(rubric, dict.fromkeys(("small", "large", "gate", "all"), True)) == ()


# Words


def test_a_plan_is_explained_in_two_languages() -> None:
    way = plan(cafe(decimals=1), POOR, "gold", costs=COSTS)
    assert way.explain() == str(way)
    assert way.explain().splitlines()[:8] == [
        "A plan to reach Gold:",
        "  - Inspection score: from 80 % to 90 % (cost 20)",
        "  - No pests found: from no to yes (cost 10)",
        "  - Staff are welcoming: from often to always (cost 4)",
        "Total cost: 34",
        "No plan costs less; that is proved.",
        "Before: Not recognised – 54 of 100 points",
        "After: Gold – 94 of 100 points",
    ]
    vietnamese = way.explain("vi")
    assert "Tổng chi phí: 34" in vietnamese
    assert "từ không thành có (chi phí 10)" in vietnamese
    assert way.explain("la") == way.explain("en")


def test_missing_evidence_is_explained() -> None:
    leaves: list[Node] = [Indicator(id_, id_.upper(), YesNo(5)) for id_ in "abc"]
    leaves.append(Indicator("d", "D", YesNo(0, no=0)))
    rubric = made(leaves[:3], Level("g", "G", total >= 5), Level("f", "F", total >= 0))
    text = " ".join(plan(rubric, {"a": False, "b": False}, "g").explain().split())
    assert "C: yes would raise the least total by 5; some value makes the level certain" in text


def test_plain_data_is_complete() -> None:
    way = plan(cafe(decimals=1), POOR, "gold", costs=COSTS)
    data = json.loads(json.dumps(way.to_dict("vi")))
    assert data["format"] == "plan/1"
    assert data["to"] == "gold"
    assert data["cost"] == "34"
    assert data["moves"][0] == {
        "id": "inspection",
        "title": "Inspection score",
        "before": "80",
        "after": "90",
        "cost": "20",
    }
    assert data["moves"][1]["after"] is True
    assert data["optimal"] is True
    assert data["sampled"] == []
    assert data["binding"][0]["needs"] == ["inspection", "pests", "welcome"]
    assert data["before"]["points"] == "54"
    assert data["after"]["level"] == "gold"
    assert data["evidence"] == []
    assert repr(way) == (
        "<Plan to gold: inspection: 80 → 90, pests: False → True, welcome: often → always; "
        "cost 34, optimal>"
    )


# What is refused


def refused(**options: Any) -> list[tuple[str, str]]:
    return codes(lambda: plan(cafe(), POOR, options.pop("to", "gold"), **options))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"to": "gld"}, [("unknown-level", "to")]),
        ({"to": Level("platinum", "Platinum")}, [("unknown-level", "to")]),
        ({"locked": ["pest"]}, [("unknown-indicator", "locked[0]")]),
        ({"locked": ["safety"]}, [("unknown-indicator", "locked[0]")]),
        ({"locked": [3]}, [("unknown-indicator", "locked[0]")]),
        ({"costs": {"pest": 1}, "others": 1}, [("unknown-indicator", "costs.pest")]),
        ({"costs": {"pests": -1}, "others": 1}, [("cost-negative", "costs.pests")]),
        ({"costs": {"pests": "dear"}, "others": 1}, [("number", "costs.pests")]),
        ({"others": -1}, [("cost-negative", "others")] * 4),
        ({"costs": 3}, [("plan-table", "costs"), *[("cost-missing", f"costs.{i}") for i in COSTS]]),
        (
            {"costs": {"pests": 1}, "locked": ["wait"]},
            [("cost-missing", "costs.inspection"), ("cost-missing", "costs.welcome")],
        ),
        ({"costs": {"wait": {"soon": 1}}, "others": 1}, [("number", "costs.wait.soon")]),
        ({"costs": {"welcome": {"of": 1}}, "others": 1}, [("unknown-option", "costs.welcome.of")]),
        ({"costs": {"wait": Cost(1, per="step")}, "others": 1}, [("cost-per", "costs.wait")]),
        ({"costs": {"pests": Cost(1)}, "others": 1}, [("cost-unit", "costs.pests")]),
        ({"limits": {"pest": 3}}, [("unknown-indicator", "limits.pest")]),
        ({"limits": {"wait": (9, 5)}}, [("limits", "limits.wait")]),
        ({"limits": {"wait": (9, 5, 1)}}, [("plan-limits", "limits.wait")]),
        ({"limits": {"wait": -1}}, [("plan-limits", "limits.wait")]),
        ({"limits": {"wait": "far"}}, [("plan-limits", "limits.wait")]),
        ({"limits": {"welcome": ["of"]}}, [("unknown-option", "limits.welcome")]),
        ({"limits": 3}, [("plan-table", "limits")]),
        ({"locked": "wait", "limits": {"wait": 3}}, [("locked-and-limited", "limits.wait")]),
        ({"budget": -3}, [("cost-negative", "budget")]),
        ({"budget": "much"}, [("number", "budget")]),
        ({"seconds": 0}, [("seconds", "seconds")]),
        ({"seconds": "long"}, [("seconds", "seconds")]),
    ],
)
def test_a_wrong_argument_is_refused(
    options: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert refused(**options) == expected


def test_all_that_is_wrong_is_told_at_once() -> None:
    found = refused(to="x", locked=["y"], costs={"z": 1}, others=2, limits={"w": 1}, budget=-1)
    assert [path for _, path in found] == ["to", "budget", "locked[0]", "costs.z", "limits.w"]


def test_other_wrong_arguments_are_refused() -> None:
    assert codes(lambda: plan(5, {})) == [("wrong-type", "rubric")]  # type: ignore[arg-type]
    assert codes(lambda: plans(cafe(), POOR, k=0)) == [("plan-count", "k")]
    assert codes(lambda: plans(cafe(), POOR, k=True)) == [("plan-count", "k")]
    assert codes(lambda: plan(made([Indicator("a", "A", YesNo(1))]), {"a": True})) == [
        ("unknown-level", "to")
    ]
    assert codes(lambda: Cost(per=0)) == [("cost-per", "")]
    assert codes(lambda: Cost(-1)) == [("cost-negative", "")]
    assert codes(lambda: Cost(reaching={})) == [("cost-table", "")]
    assert codes(lambda: Cost(reaching=5)) == [("cost-table", "")]
    assert codes(lambda: Cost(reaching={5: -1})) == [("cost-negative", "5")]


def test_limits_of_what_is_missing_mean_nothing_but_must_be_limits() -> None:
    leaves: list[Node] = [Indicator("a", "A", YesNo(5)), Indicator("b", "B", Direct(5))]
    rubric = made(leaves, Level("g", "G", total >= 5))
    assert moves(plan(rubric, {"a": False}, "g", limits={"b": 1})) == {"a": (False, True, 1)}
    assert codes(lambda: plan(rubric, {"a": False}, "g", limits={"b": -1})) == [
        ("plan-limits", "limits.b")
    ]


def test_an_impossible_level_is_proved_by_its_requirements_alone() -> None:
    leaves: list[Node] = [Indicator(id_, id_, YesNo(5)) for id_ in "ab"]
    rubric = made(leaves, Level("g", "G", met("a"), total <= 5, met("b")))
    assert codes(lambda: plan(rubric, {"a": False, "b": False}, "g")) == [
        ("plan-impossible", "to"),
        ("plan-conflict", "levels[0].requirements[0]"),
        ("plan-conflict", "levels[0].requirements[1]"),
        ("plan-conflict", "levels[0].requirements[2]"),
    ]


def test_what_is_impossible_among_sampled_values_is_proved_by_intervals() -> None:
    line = Linear(worst=0, best=10, points=10, least=0, most=10)
    rubric = made([Indicator("a", "A", line)], Level("g", "G", total >= 6))
    found = codes(lambda: plan(rubric, {"a": 1}, "g", limits={"a": (0, "5.999")}))
    assert found == [
        ("plan-impossible", "to"),
        ("plan-conflict", "levels[0].requirements[0]"),
        ("plan-conflict", "limits.a"),
    ]


def test_what_no_sampled_value_reaches_is_not_called_impossible() -> None:
    # The root of 26 is about 5.099: 5.1 does if it may, and no other number of two decimals.
    line = Linear(worst=0, best=10, points=10, least=0, most=10)
    square = points("a") * points("a") > 26
    rubric = made([Indicator("a", "A", line)], Level("g", "G", square, points("a") <= "5.1"))
    assert moves(plan(rubric, {"a": 0}, "g", costs={"a": 1})) == {
        "a": (0, Fraction("5.1"), Fraction("5.1"))
    }
    narrow = made([Indicator("a", "A", line)], Level("g", "G", square, points("a") < "5.1"))
    assert codes(lambda: plan(narrow, {"a": 0}, "g"))[0] == ("plan-not-found", "to")


def test_a_rule_beyond_the_solver_is_named_with_what_is_known() -> None:
    formula = Formula("10 * root(value / 100)", points=10, least=0, most=100)
    leaves: list[Node] = [Indicator("a", "A", formula), Indicator("b", "B", YesNo(5))]
    rubric = made(leaves, Level("g", "G", total >= 12))
    with pytest.raises(PlanError) as caught:
        plan(rubric, {"a": 0, "b": False}, "g")
    (problem,) = caught.value.problems
    assert problem.code == "plan-unsolvable"
    assert problem.path == "criteria[0]"
    assert "may be reached" in problem.hint
    assert plan(rubric, {"a": 81, "b": False}, "g", locked=["a"]).cost == 1  # 9 + 5
    assert codes(lambda: plan(rubric, {"a": 81, "b": False}, "g", locked=["b"])) == [
        ("plan-impossible", "to")
    ]


def test_time_that_runs_out_is_told() -> None:
    leaves: list[Node] = [
        Indicator(f"i{n}", "I", Bands({80: 5, 65: 4, 50: 3, 30: 1}, unit="%")) for n in range(80)
    ]
    rubric = made(leaves, Level("g", "G", total >= 300))
    values = {leaf.id: 7 * n % 100 for n, leaf in enumerate(leaves)}
    assert codes(lambda: plan(rubric, values, "g", seconds=1e-9)) == [("plan-time", "seconds")]


def test_the_solver_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from rubrika import MissingExtraError

    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    with pytest.raises(MissingExtraError, match=r"rubrika\[solve\]"):
        plan(cafe(), POOR, "gold")


# Rarer cases


def test_a_step_is_the_last_decimal_where_decimals_are_declared() -> None:
    line = Linear(worst=0, best=10, points=10, least=0, most=10, decimals=1)
    rubric = made([Indicator("a", "A", line)], Level("g", "G", total >= 2))
    assert plan(rubric, {"a": 1}, "g", costs={"a": Cost(1, per="step")}).cost == 10


def test_bands_of_declared_decimals_keep_to_limits() -> None:
    bands = Bands({90: 9, 50: 5}, unit="%", decimals=2)
    rubric = made([Indicator("a", "A", bands)], Level("g", "G", total >= 5, value("a") >= "60.5"))
    assert moves(plan(rubric, {"a": 1}, "g", costs={"a": 2})) == {
        "a": (1, Fraction("60.5"), 119),
    }
    way = plan(rubric, {"a": 1}, "g", costs={"a": 1}, limits={"a": ("70.125", 80)})
    assert moves(way) == {"a": (1, Fraction("70.13"), Fraction("69.13"))}
    loose = made(
        [Indicator("a", "A", Bands({90: 9, 50: 5}, unit="%"))], Level("g", "G", total >= 5)
    )
    assert moves(plan(loose, {"a": 1}, "g", limits={"a": ("60.125", None)})) == {
        "a": (1, Fraction("60.125"), 1),
    }


def test_bands_that_lie_close_are_told_apart() -> None:
    bands = Bands({"50.005": 5, 50: 4}, unit="%")
    rubric = made([Indicator("a", "A", bands)], Level("g", "G", points("a").equals(4)))
    way = plan(rubric, {"a": 60}, "g", costs={"a": 1})
    assert way.card.points == 4


def test_limits_of_options_are_part_of_a_proof() -> None:
    line = Linear(worst=0, best=10, points=10, least=0, most=10)
    leaves: list[Node] = [
        Indicator("a", "A", line),
        Indicator("b", "B", Choice({"no": 0, "some": 2, "all": 9})),
        Indicator("c", "C", YesNo(1), na=NaPolicy("zero")),
        Indicator("d", "D", YesNo(1), na=NaPolicy("zero")),
    ]
    rubric = made(leaves, Level("g", "G", total >= 14))
    values = {"a": 1, "b": "no", "c": False, "d": NotApplicable()}
    found = codes(
        lambda: plan(rubric, values, "g", locked=["c"], limits={"b": ["some"], "a": (None, 10)})
    )
    assert found == [
        ("plan-impossible", "to"),
        ("plan-conflict", "levels[0].requirements[0]"),
        ("plan-conflict", "limits.b"),
    ]


def test_a_value_with_too_many_decimals_is_beyond_the_solver() -> None:
    line = Linear(worst=0, best=10, points=10, least=0, most=10)
    rubric = made([Indicator("a", "A", line)], Level("g", "G", total >= 5))
    with pytest.raises(PlanError) as caught:
        plan(rubric, {"a": "1/1000003"}, "g")
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("plan-unsolvable", "criteria[0]")
    assert "so many decimals" in problem.message


def test_what_bounds_decide_is_told_where_the_solver_cannot() -> None:
    formula = Formula("5 + 5 * root(value / 100)", points=10, least=0, most=100)
    leaf = Indicator("a", "A", formula)
    high = made([leaf], Level("g", "G", total >= 11))
    with pytest.raises(PlanError) as caught:
        plan(high, {"a": 50}, "g")
    assert caught.value.problems[0].code == "plan-impossible"


def test_a_rule_of_a_level_that_the_solver_cannot_take_is_named() -> None:
    leaves: list[Node] = [Indicator(id_, id_, Direct(10, step=1)) for id_ in "ab"]
    rubric = made(leaves, Level("g", "G", points("a") / (points("b") + 1) >= 2))
    with pytest.raises(PlanError) as caught:
        plan(rubric, {"a": 1, "b": 1}, "g")
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("plan-unsolvable", "levels[0]")
    assert problem.message == "the solver does not know a division by what varies"


def test_open_numbers_of_the_context_are_covered() -> None:
    homes = Attribute("homes", "Homes", Quantity(0, 1000, decimals=0), required=False)
    leaves: list[Node] = [Indicator(id_, id_, YesNo(5)) for id_ in "ab"]
    needed = choose(context("homes") >= 500, 10, context("homes") <= 100, 10, 5)
    rubric = made(leaves, Level("g", "G", total >= needed), context=[homes])
    assert len(plan(rubric, dict.fromkeys("ab", False), "g").moves) == 2


def test_missing_evidence_that_need_not_apply_is_covered() -> None:
    leaves: list[Node] = [
        Indicator("a", "A", YesNo(5)),
        Indicator("b", "B", YesNo(5), na=NaPolicy("full")),
        Indicator("c", "C", YesNo(5), na=NaPolicy("full")),
    ]
    rubric = made(leaves, Level("g", "G", total <= 10, total >= 0))
    way = plan(rubric, {"a": True}, "g")  # with b and c there are 15 at most
    assert list(moves(way)) == ["a"]


def test_a_plan_that_is_not_proved_says_so() -> None:
    way = attrs.evolve(plan(cafe(decimals=1), POOR, "gold", costs=COSTS), optimal=False)
    assert "The time ran out: a cheaper plan may exist." in way.explain()
    assert repr(way).endswith("cost 34, not proved optimal>")


def test_a_budget_and_time_that_run_out_are_told() -> None:
    assert codes(lambda: plan(cafe(), POOR, budget=5, seconds=1e-9)) == [("plan-time", "seconds")]


def test_a_value_with_too_many_decimals_is_told_with_its_path() -> None:
    fine = Bands({50: 5}, least=0, most=100, decimals=12)
    rubric = made(
        [Indicator("a", "A", fine), Indicator("b", "B", YesNo(5))], Level("l", "L", total >= 10)
    )
    with pytest.raises(PlanError) as caught:
        plan(rubric, {"a": "3.123456789012", "b": True}, "l")
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("plan-unsolvable", "criteria[0]")
    assert problem.hint.endswith("or declare few decimals.")


def test_a_value_in_the_middle_may_settle_a_level_that_has_an_upper_bar() -> None:
    # b has 10 points, so that a = 2 to 5 makes 12 to 15; a = 10, with the most points, does not.
    leaves: list[Node] = [Indicator("a", "A", Direct(10, step=1)), Indicator("b", "B", YesNo(10))]
    rubric = made(leaves, Level("l", "L", total >= 12, total <= 15))
    (found,) = worth_observing(rubric, {"b": True}, "l")
    assert (found.id, found.best, found.settles, found.excludes) == ("a", 10, True, True)
