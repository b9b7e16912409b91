"""Rows that lie on or next to a boundary: not one is wrong, on any engine.

What is due is worked out here in whole numbers (NumPy, 64 bits) over a denominator found by hand;
beside it stands the same query in plain floats, and how many rows that gets wrong.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from tests.extras.frames.engines import EXPRESSING, Engine

from rubrika import (
    Attribute,
    Bands,
    BestOf,
    Criterion,
    Direct,
    Indicator,
    Level,
    Linear,
    Quantity,
    Rounding,
    Rubric,
    WeightedMean,
    YesNo,
    context,
    frames,
    share,
    total,
)

ROWS = int(os.environ.get("RUBRIKA_ROWS", "20000"))
FEWER = 1 if "RUBRIKA_ROWS" in os.environ else 4
CHUNK = 100_000

Ints = dict[str, Any]
"""Values by column, as whole multiples of their last decimal."""


@attrs.frozen
class Case:
    """A rubric with one level, rows near its bar, and what is due by hand.

    Args:
        rubric: By which rows are scored.
        units: How many units of a column make 1; 1 for whole numbers, 0 for yes or no.
        draw: Draws values of so many rows, in units.
        ahead: By how many whole steps rows are ahead of the bar; below 0 they miss it.
        near: How many steps still count as next to the bar.
        naive: The same query in floats, over the columns as floats.
    """

    rubric: Rubric
    units: dict[str, int]
    draw: Callable[[np.random.Generator, int], Ints]
    ahead: Callable[[Ints], Any]
    near: int
    naive: Callable[[dict[str, Any]], Any]

    def rows(self, count: int) -> Ints:
        """Rows on or next to the bar, always the same."""
        random = np.random.default_rng(20210615)
        found: list[Ints] = []
        known = 0
        while known < count:
            drawn = self.draw(random, CHUNK)
            kept = np.abs(self.ahead(drawn)) <= self.near
            assert kept.any(), "no row near the bar was drawn"
            found.append({name: cells[kept] for name, cells in drawn.items()})
            known += int(kept.sum())
        return {name: np.concatenate([some[name] for some in found])[:count] for name in self.units}

    def columns(self, rows: Ints) -> dict[str, Any]:
        """Rows as columns hold them: the float nearest to each decimal."""
        return {
            name: rows[name] != 0
            if unit == 0
            else rows[name]
            if unit == 1
            else rows[name] / float(unit)  # one division of two exact numbers is the nearest
            for name, unit in self.units.items()
        }


def whole(random: np.random.Generator, most: int, count: int) -> Any:
    return random.integers(0, most + 1, count)


def level(bar: Any) -> Level:
    return Level("good", "Good", *bar) if isinstance(bar, tuple) else Level("good", "Good", bar)


# Decimal weights: shares of half marks out of 4, weighted 0.05, 0.15, 0.15, 0.3 and 0.35.
# Of 100: Σ weight · mark / 4 · 100; over marks in halves and weights in twentieths, Σ W · k is
# over 20 · 8 = 160, and 60 of 100 are 96 of these.

WEIGHTS = {"a": 1, "b": 3, "c": 3, "d": 6, "e": 7}

weights = Case(
    Rubric(
        "weights",
        version="1",
        title="Weights",
        criteria=[
            Indicator(id_, id_, Direct(4, step="0.5"), weight=f"{weight * 5}%")
            for id_, weight in WEIGHTS.items()
        ],
        combine=WeightedMean(),
        points=100,
        levels=[level(total >= 60)],
    ),
    dict.fromkeys(WEIGHTS, 2),
    lambda random, count: {id_: whole(random, 8, count) for id_ in WEIGHTS},
    lambda rows: sum(weight * rows[id_] for id_, weight in WEIGHTS.items()) - 96,
    1,
    lambda v: (
        (
            0.05 * (v["a"] / 4)
            + 0.15 * (v["b"] / 4)
            + 0.15 * (v["c"] / 4)
            + 0.3 * (v["d"] / 4)
            + 0.35 * (v["e"] / 4)
        )
        * 100
        >= 60
    ),
)


# Bands of decimal points, a line with one decimal, marks by tenths, and a penalty: over 600,
# the line gives 7 · b / 60 = 7 · k / 600 (k tenths), the rest tenths of a point (60 of 600).


def mixed_ahead(rows: Ints) -> Any:
    banded = np.where(rows["a"] >= 9000, 27, np.where(rows["a"] >= 7500, 11, 0))
    return 7 * rows["b"] + 60 * (banded + rows["c"] - 3 * rows["d"] - 124)


def mixed_draw(random: np.random.Generator, count: int) -> Ints:
    edges = random.choice([7500, 9000], count) + random.integers(-1, 2, count)
    return {
        "a": edges,
        "b": 60 * whole(random, 10, count),
        "c": whole(random, 100, count),
        "d": whole(random, 1, count),
    }


mixed = Case(
    Rubric(
        "mixed",
        version="1",
        title="Mixed",
        criteria=[
            Indicator("a", "A", Bands({90: "2.7", 75: "1.1"}, unit="%", decimals=2)),
            Indicator("b", "B", Linear(worst=0, best=60, points=7, least=0, most=60, decimals=1)),
            Indicator("c", "C", Direct(10, step="0.1")),
            Indicator("d", "D", YesNo("-0.3")),
        ],
        levels=[level(total >= "12.4")],
    ),
    {"a": 100, "b": 10, "c": 10, "d": 0},
    mixed_draw,
    mixed_ahead,
    60,
    lambda v: (
        np.where(v["a"] >= 90, 2.7, np.where(v["a"] >= 75, 1.1, 0.0))
        + 7 * (v["b"] / 60)
        + v["c"]
        - np.where(v["d"], 0.3, 0.0)
        >= 12.4
    ),
)


# Rounding before banding: the value goes up by halves to two decimals, and then into its band;
# beside it a weighted mean that is itself rounded to one decimal before the bar of 8.
# The mean is (3x + 3y + 4z) / 10 in tenths, so in hundredths 3x + 3y + 4z, and 7.95 becomes 8.0.
# What is due besides is that the first reaches 1.01 once rounded: 1.005, that is 1005 thousandths.


def rounding_ahead(rows: Ints) -> Any:
    mean = 3 * rows["x"] + 3 * rows["y"] + 4 * rows["z"] - 795
    return np.minimum(mean, rows["first"] - 1005)


rounding = Case(
    Rubric(
        "rounding",
        version="1",
        title="Rounding",
        criteria=[
            Indicator(
                "first",
                "First",
                Bands({"1.01": 5}, least=0, most=10, decimals=3),
                round_value=Rounding("0.01"),
            ),
            Criterion(
                "mean",
                "Mean",
                [
                    Indicator("x", "X", Direct(10, step="0.1"), weight="30%"),
                    Indicator("y", "Y", Direct(10, step="0.1"), weight="30%"),
                    Indicator("z", "Z", Direct(10, step="0.1"), weight="40%"),
                ],
                combine=WeightedMean(),
                points=10,
                rounding=Rounding("0.1"),
            ),
        ],
        levels=[level(total >= 13)],
    ),
    {"first": 1000, "x": 10, "y": 10, "z": 10},
    lambda random, count: {
        "first": 1000 + whole(random, 10, count),
        "x": 60 + whole(random, 40, count),
        "y": 60 + whole(random, 40, count),
        "z": 60 + whole(random, 40, count),
    },
    rounding_ahead,
    2,
    lambda v: (
        np.where(np.floor(v["first"] * 100 + 0.5) / 100 >= 1.01, 5, 0)
        + np.floor((0.3 * v["x"] + 0.3 * v["y"] + 0.4 * v["z"]) * 10 + 0.5) / 10
        >= 13
    ),
)


# The best two of four, each a line from 0 to 3 by hundredths (v / 3 of full), rescaled to 9.9
# points: 9.9 · (v + w) / 6 in hundredths is 33 · (v + w) / 2000; the floor is a share of 80 % of
# it, that is v + w >= 480 hundredths; the bar is 10 points of all, with a mark by tenths beside.


def best_two(rows: Ints, *, floats: bool = False) -> Any:
    four = np.sort(np.stack([rows[id_] for id_ in "pqrs"]), axis=0)
    return four[3] / 3 + four[2] / 3 if floats else four[3] + four[2]


best = Case(
    Rubric(
        "best",
        version="1",
        title="Best",
        criteria=[
            Criterion(
                "two",
                "Two",
                [
                    Indicator(
                        id_, id_, Linear(worst=0, best=3, points=3, least=0, most=3, decimals=2)
                    )
                    for id_ in "pqrs"
                ],
                combine=BestOf(2),
                points="9.9",
            ),
            Indicator("t", "T", Direct(5, step="0.1")),
        ],
        levels=[level((total >= 10, share("two") >= "80%"))],
    ),
    {"p": 100, "q": 100, "r": 100, "s": 100, "t": 10},
    lambda random, count: {
        **{id_: 100 + whole(random, 150, count) for id_ in "pqrs"},
        "t": whole(random, 30, count),
    },
    # in 2000ths of a point; a hundredth of v is 33 of them
    lambda rows: np.minimum(
        33 * best_two(rows) + 200 * rows["t"] - 20000, 33 * (best_two(rows) - 480)
    ),
    66,
    lambda v: (
        (9.9 * (best_two(v, floats=True) / 2) + v["t"] >= 10)
        & (9.9 * (best_two(v, floats=True) / 2) / 9.9 >= 0.8)
    ),
)


# A bar that depends on the context: the sum of three marks by tenths reaches what is asked there.

bar = Case(
    Rubric(
        "bar",
        version="1",
        title="Bar",
        criteria=[Indicator(id_, id_, Direct(10, step="0.1")) for id_ in "uvw"],
        context=[Attribute("asked", "Asked", Quantity(0, 30, decimals=1))],
        levels=[level(total >= context("asked"))],
    ),
    {"u": 10, "v": 10, "w": 10, "asked": 10},
    lambda random, count: (
        (drawn := {id_: whole(random, 100, count) for id_ in "uvw"})
        | {"asked": np.clip(sum(drawn.values()) + random.integers(-1, 2, count), 0, 300)}
    ),
    lambda rows: rows["u"] + rows["v"] + rows["w"] - rows["asked"],
    1,
    lambda v: v["u"] + v["v"] + v["w"] >= v["asked"],
)

CASES = (weights, mixed, rounding, best, bar)


def values(case: Case, columns: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    facts = {fact.id for fact in case.rubric.context}
    for cells in zip(*columns.values(), strict=True):
        row = dict(zip(columns, (cell.item() for cell in cells), strict=True))
        yield (
            {id_: cell for id_, cell in row.items() if id_ not in facts},
            {id_: cell for id_, cell in row.items() if id_ in facts},
        )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rubric.id)
def test_what_is_due_by_hand_is_what_the_exact_engine_decides(case: Case) -> None:
    rows = case.rows(200)
    ahead = case.ahead(rows)
    assert (ahead == 0).any()
    assert (ahead < 0).any()
    for (said, facts), steps in zip(values(case, case.columns(rows)), ahead, strict=True):
        decided = case.rubric.decide(said, context=facts).level
        assert (decided is not None) == (steps >= 0), (said, facts)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rubric.id)
@pytest.mark.parametrize("engine", EXPRESSING)
def test_no_row_near_a_boundary_is_wrong(
    engine: Engine, case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    count = ROWS // len(CASES) // (1 if engine.dear < 5 else FEWER)
    rows = case.rows(count)
    columns = case.columns(rows)
    due = case.ahead(rows) >= 0
    table = pa.table({"row": np.arange(count), **columns})
    made = engine.table(frames.score(case.rubric, engine.frame(table), key="row", give=["level"]))
    made = made.sort_by("row")
    assert made["row"].to_pylist() == list(range(count))
    compute: Any = pc  # its functions are made when it is imported
    reached = compute.equal(made["level"].cast(pa.string()), "good").combine_chunks()
    assert reached.null_count == 0
    wrong = int((reached.to_numpy(zero_copy_only=False) != due).sum())
    naive = int((case.naive(columns) != due).sum())
    with capsys.disabled():
        on = int((case.ahead(rows) == 0).sum())
        shown = f"{engine.name:15} {case.rubric.id:9} {count:>9,} rows, {on:>9,} on the bar"
        print(f"\n{shown}: {wrong} wrong; plain floats: {naive:>6,} wrong", end="")  # noqa: T201  # it is to be seen
    assert wrong == 0
    assert naive > 0
