"""A rubric of 2,000 indicators, ten levels deep, whose results follow from closed formulas.

The criteria branch by 2, 1, 2, 1, 2, 1, 2, 5 and 5, so that there are 400 of them at the lowest
level: the groups 0 to 399. The group g has five indicators:

- yes or no (1 point); observed is whether g is even: 1 where it is;
- a choice of none 0, half 1, all 2; observed is that with g mod 3 points: g mod 3;
- bands, 1 from 50 on and 3 from 80 on; observed is g mod 100: 1 from 50 to 79, 3 from 80 to 99;
- linear, 4 points at 100; observed is g / 4: g / 100;
- direct points up to 5; observed is g mod 6: g mod 6.

Points are added up, 15 in a group. Only at the top do two halves of 3000 count 60 % and 40 %.
"""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import Any, Final

import pytest

from rubrika import (
    Bands,
    Bounds,
    Choice,
    Criterion,
    Direct,
    Indicator,
    Level,
    Linear,
    Rubric,
    Scale,
    WeightedMean,
    YesNo,
    count,
    dumps,
    every,
    exact,
    loads,
    percent,
    total,
)

F = Fraction
BRANCHES: Final = (2, 1, 2, 1, 2, 1, 2, 5, 5)
WORDS: Final = ("none", "half", "all")


def group(g: int) -> list[Indicator]:
    """The indicators of a group."""
    scales: tuple[Scale, ...] = (
        YesNo(1),
        Choice(dict(zip(WORDS, (0, 1, 2), strict=True))),
        Bands({80: 3, 50: 1}),
        Linear(worst=0, best=100, points=4),
        Direct(5),
    )
    return [Indicator(f"g{g}-{n}", f"Part {n} of {g}", scale) for n, scale in enumerate(scales)]


def criterion(id_: str, first: int, below: tuple[int, ...], **fields: Any) -> Criterion:
    """The criterion that starts with the group *first*, and all below it."""
    children: list[Criterion] | list[Indicator] = group(first)
    if below:
        each = prod(below[1:])  # so many groups has one child
        children = [criterion(f"{id_}.{n}", first + n * each, below[1:]) for n in range(below[0])]
    return Criterion(id_, id_, children, **fields)


@pytest.fixture(scope="module")
def large() -> Rubric:
    """The rubric."""
    return Rubric(
        "large",
        version="1",
        title="Large",
        criteria=[
            criterion("c0", 0, BRANCHES[1:], weight="60%"),
            criterion("c1", 200, BRANCHES[1:], weight="40%"),
        ],
        combine=WeightedMean(),
        points=100,
        levels=[
            Level("high", "High", total >= 64),
            Level(
                "middle",
                "Middle",
                total >= F(668, 15),
                every("criteria") >= percent(39),
                count("indicators", reaching=percent(100)) >= 479,
            ),
            Level("low", "Low", total >= 20),
        ],
    )


def observed(groups: range) -> dict[str, Any]:
    """What is observed in some groups."""
    return {
        f"g{g}-{n}": seen
        for g in groups
        for n, seen in enumerate((g % 2 == 0, WORDS[g % 3], g % 100, g / 4, g % 6))
    }


# Points of the first n groups, one kind of indicator after the other:
#   n = 5:    3 +   4 +   0 +   10/100 +  10 =   17.1   (10 = 0 + … + 4)
#   n = 25:  13 +  24 +   0 +  300/100 +  60 =  100     (24 = 8 · 3 + 0, 60 = 4 · 15)
#   n = 50:  25 +  49 +   0 + 1225/100 + 121 =  207.25  (49 = 16 · 3 + 0 + 1, 121 = 8 · 15 + 0 + 1)
#   n = 100: 50 +  99 +  90 + 4950/100 + 246 =  534.5   (90 = 30 + 20 · 3, 246 = 16 · 15 + 6)
#   n = 200: 100 + 199 + 180 + 19900/100 + 496 = 1174   (199 = 66 · 3 + 1, 496 = 33 · 15 + 1)
#   n = 400: 200 + 399 + 360 + 79800/100 + 996 = 2753   (399 = 133 · 3, 996 = 66 · 15 + 6)
# The second half therefore has 2753 − 1174 = 1579, and the whole
# 60 · 1174/3000 + 40 · 1579/3000 = 23.48 + 21.0533… = 668/15.
POINTS: Final = {
    "c0": F(1174),
    "c0.0": F(1174),
    "c0.0.0": F("534.5"),
    "c0.0.0.0.0": F("207.25"),
    "c0.0.0.0.0.0.0": F(100),
    "c0.0.0.0.0.0.0.0": F("17.1"),
    "c0.0.0.0.0.0.0.0.2": F("5.02"),  # the group 2: 1 + 2 + 0 + 0.02 + 2
    "g2-3": F("0.02"),
    "c1": F(1579),
    "c1.0.1.0.1.0.1.4.4": F("9.99"),  # the group 399: 0 + 0 + 3 + 3.99 + 3
}


BEST: Final = {
    f"g{g}-{n}": seen for g in range(400) for n, seen in enumerate((True, "all", 80, 100, 5))
}


def test_it_is_built_as_it_is_told(large: Rubric) -> None:
    # 2 + 2 + 4 + 4 + 8 + 8 + 16 + 80 + 400 criteria, and 400 · 5 indicators.
    assert len(large.nodes) == 524 + 2000
    assert len(large.indicators) == 2000
    maxima = {"c0": 3000, "c0.0.0": 1500, "c0.0.0.0.0": 750, "c0.0.0.0.0.0.0": 375}
    assert {id_: large.nodes[id_].maximum for id_ in maxima} == maxima
    assert repr(large) == "<Rubric large 1: 2 criteria, 2000 indicators, 3 levels>"
    assert hash(large) == hash(large.evolve())


def test_all_points_are_exact_at_every_depth(large: Rubric) -> None:
    card = large.score(observed(range(400)))
    assert card.points == F(668, 15)
    assert card.maximum == 100
    assert {id_: card[id_].points for id_ in POINTS} == POINTS
    assert card["c0.0.0.0.0.0.0.0.2"].share == F(502, 1500)
    # In full are 200 answers, 133 choices, 80 bands, no line, and 66 of the direct points: 479.
    assert [level.status for level in card.levels] == ["fails", "holds", "holds"]
    assert card.level == large.levels[1]
    assert repr(card) == "<Scorecard large 1: Middle – 668/15 of 100 points>"


NO_LINES: Final = dict.fromkeys((f"g{g}-3" for g in range(400)), 0)


# One point of the first half is 60/3000 = 1/50 of the whole, one of the second 40/3000 = 1/75.
@pytest.mark.parametrize(
    ("change", "points", "level"),
    [
        ({}, F(668, 15), "middle"),
        ({"g399-4": 4}, F(668, 15) + F(1, 75), "middle"),
        ({"g399-3": 99.74}, F(668, 15) - F(4, 10_000) / 75, "low"),  # the bar is just missed
        # The bar is reached, but 478 are in full: one point less here, 1 + 2 more there.
        ({"g2-1": "half", "g399-4": 4, "g398-4": 4}, F(668, 15) - F(1, 50) + F(3, 75), "low"),
        (BEST, F(100), "high"),
        (BEST | {"g0-0": False}, 100 - F(1, 50), "high"),
        (NO_LINES, F(668, 15) - F(199, 50) - F(599, 75), "low"),
    ],
)
def test_the_fast_path_and_the_scorecard_give_the_level_that_is_due(
    large: Rubric, change: dict[str, Any], points: Fraction, level: str
) -> None:
    values = observed(range(400)) | change
    assert large.fast is not None
    assert large.fast.trace(values, None) is not None
    for found in (large.decide(values), large.score(values)):
        assert found.points == points
        assert found.level is not None
        assert found.level.id == level


def test_it_is_explained_down_to_the_last_indicator(large: Rubric) -> None:
    told = large.score(observed(range(400))).explain("en")
    lines = {" ".join(line.split()) for line in told.splitlines()}
    assert {
        "Result: Middle – 668/15 of 100 points",
        "c0 1174 / 3000 39.13 %",
        "c0.0.0.0.0.0.0.0.2 5.02 / 15 33.47 %",
        "Part 1 of 2 2 / 2 100 % all",
        "Part 3 of 399 3.99 / 4 99.75 % 99.75",
        "✗ the total is at least 64: it is 44.53, 19.47 short",
        "✓ the total is at least 668/15: it is 668/15",
        "✓ at least 479 indicators reach at least 100 %: it is 479",
    } <= lines
    beginnings = {line.strip().split("  ")[0] for line in told.splitlines()}
    assert {node.title.get("en") for node in large.nodes.values()} <= beginnings


def test_its_record_has_every_node(large: Rubric) -> None:
    record = large.score(observed(range(400))).to_dict()
    assert (record["points"], record["level"]) == ("668/15", "middle")
    assert len(record["nodes"]) == 2524
    found = {node["id"]: node["points"] for node in record["nodes"]}
    assert {id_: exact(found[id_]) for id_ in POINTS} == POINTS


def test_half_the_evidence_bounds_the_rest(large: Rubric) -> None:
    card = large.score(observed(range(200)))
    # 1174/50 are certain; the second half may add nothing, or 40.
    assert card.bounds == Bounds(F("23.48"), F("63.48"))
    assert card["c0"].points == 1174
    assert card["c1"].bounds == Bounds(F(0), F(3000))
    assert card["c1.0.1.0.1.0.1.4.4"].bounds == Bounds(F(0), F(15))
    assert [level.status for level in card.levels] == ["fails", "open", "holds"]
    assert card.possible_levels == large.levels[1:]
    assert len(card.missing) == 1000
    decision = large.decide(observed(range(200)))
    assert (decision.points, decision.bounds) == (None, card.bounds)


def test_one_missing_indicator_of_two_thousand_bounds_all_above_it(large: Rubric) -> None:
    values = observed(range(400))
    del values["g399-4"]  # it has 3 points of 5
    card = large.score(values)
    assert card.missing == ("g399-4",)
    assert card["c1"].bounds == Bounds(F(1576), F(1581))
    assert card["c1.0.1.0.1.0.1.4.4"].bounds == Bounds(F("6.99"), F("11.99"))
    assert card.bounds == Bounds(F(668, 15) - F(3, 75), F(668, 15) + F(2, 75))
    assert [level.status for level in card.levels] == ["fails", "open", "holds"]


def test_no_evidence_leaves_everything_open(large: Rubric) -> None:
    card = large.score({})
    assert card.bounds == Bounds(F(0), F(100))
    assert [level.status for level in card.levels] == ["open", "open", "open"]


def test_it_is_written_and_read_back(large: Rubric) -> None:
    again = loads(dumps(large))
    assert again == large
    assert (again.fingerprint, again.structure) == (large.fingerprint, large.structure)
