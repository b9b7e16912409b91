"""Assurance: how long the check of a rubric takes, its mutants, and its laws."""

from __future__ import annotations

import pytest
from tests.benchmarks.timing import report, seconds

from rubrika import (
    Bands,
    Criterion,
    Finding,
    Indicator,
    Level,
    Rubric,
    check,
    every,
    get,
    mutants,
    percent,
    share,
    unnoticed,
)
from rubrika.testing import check_laws

SHIPPED = ("thanh-hoa-2021-2026", "learning-unit-2020", "learning-citizen-pilot")


def wide(indicators: int) -> Rubric:
    """Four criteria of banded indicators, floors, and three levels."""
    scale = Bands({80: 5, 65: 4, 50: 3, 30: 1}, unit="%")
    leaves = [Indicator(f"i{n}", f"I{n}", scale) for n in range(indicators)]
    each = indicators // 4
    bars = (("gold", 85, 60), ("silver", 70, 50), ("bronze", 50, 40))
    return Rubric(
        "r",
        version="1",
        title="R",
        criteria=[Criterion(f"c{c}", f"C{c}", leaves[c * each : (c + 1) * each]) for c in range(4)],
        levels=[
            Level(id_, id_, share("total") >= percent(bar), every("criteria") >= percent(floor))
            for id_, bar, floor in bars
        ],
    )


@pytest.mark.parametrize(
    ("name", "bar"), [("thanh-hoa-2021-2026", "2 s"), ("100 indicators", "30 s")]
)
def test_a_check(name: str, bar: str) -> None:
    rubric = get(name) if name in SHIPPED else wide(100)
    found: list[tuple[Finding, ...]] = []
    time = seconds(lambda: found.append(check(rubric, seconds=120)))
    open_ = sum(finding.code == "not-settled" for finding in found[0])
    report(
        f"check of {name} (bar: {bar})",
        [(f"{len(found[0])} findings, {open_} of them not settled", time)],
    )


def test_mutants_of_a_rubric() -> None:
    rubric = get("learning-unit-2020")
    made = len(list(mutants(rubric)))
    report(
        "mutants of learning-unit-2020",
        [
            (f"{made} made", seconds(lambda: list(mutants(rubric)))),
            ("and what would notice each", seconds(lambda: unnoticed(rubric))),
        ],
    )


def test_laws_over_the_shipped_rubrics() -> None:
    rows = [(name, seconds(lambda name=name: check_laws(get(name)))) for name in SHIPPED]  # type: ignore[misc]
    rows.append(("together", sum(time for _, time in rows)))
    report("laws (bar: 60 s together)", rows)
