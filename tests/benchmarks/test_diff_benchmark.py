"""Diffs: how long it takes to find out what changes of a rubric can do."""

from __future__ import annotations

import pytest
from tests.benchmarks.timing import report, seconds

from rubrika import (
    Bands,
    Criterion,
    Diff,
    Indicator,
    Level,
    Rubric,
    Scale,
    diff,
    every,
    get,
    percent,
    total,
)


def banded(changed: int, at: int, version: str) -> Rubric:
    """100 banded indicators, the first of which have another first band."""

    def scale(place: int) -> Scale:
        return Bands({at if place < changed else 80: 10, 65: 7, 50: 4, 30: 1}, unit="%")

    return Rubric(
        "r",
        version=version,
        title="R",
        criteria=[
            Criterion(
                f"c{c}",
                f"C{c}",
                [Indicator(f"i{c}-{n}", "I", scale(10 * c + n)) for n in range(10)],
            )
            for c in range(10)
        ],
        levels=[
            Level("good", "Good", total >= 850, every("criteria") >= percent(60)),
            Level("fair", "Fair", total >= 700),
        ],
    )


def timed(name: str, old: Rubric, new: Rubric) -> tuple[str, float]:
    found: list[Diff] = []
    time = seconds(lambda: found.append(diff(old, new)))
    unknown = sum(c.answer == "unknown" for e in found[0].effects for c in e.claims)
    return f"{name}: {found[0].kind}, {len(found[0].effects)} effects, {unknown} unknown", time


@pytest.mark.parametrize("changed", [1, 10, 100])
def test_a_hundred_banded_indicators(changed: int) -> None:
    old = banded(0, 80, "1")
    report(
        f"100 banded indicators, {changed} changed (bar: 30 s)",
        [
            timed("easier", old, banded(changed, 75, "2")),
            timed("harder", old, banded(changed, 85, "2")),
        ],
    )


def test_thanh_hoa() -> None:
    old = get("thanh-hoa-2021-2026")
    lower = old.levels[2].evolve(requirements=("total >= 45", *old.levels[2].requirements[1:]))
    new = old.evolve(version="2", levels=(*old.levels[:2], lower))
    report("thanh-hoa-2021-2026", [timed("a bar is lowered", old, new)])
