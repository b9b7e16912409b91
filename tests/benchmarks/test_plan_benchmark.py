"""Plans: how long the cheapest way up takes to be found and proved."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from tests.benchmarks.timing import report, seconds

from rubrika import (
    Bands,
    Criterion,
    Indicator,
    Level,
    Linear,
    Rubric,
    Scale,
    every,
    percent,
    share,
)
from rubrika.assurance.plan_result import Plan
from rubrika.assurance.planning import plan
from rubrika.assurance.robust import robustness

BANDED: Scale = Bands({80: 5, 65: 4, 50: 3, 30: 1}, unit="%")
EVEN: Scale = Linear(worst=0, best=80, points=5, least=0, most=100, decimals=2)


def made(indicators: int, criteria: int, *scales: Scale) -> Rubric:
    """A rubric with a threshold and a floor for each criterion."""
    each = indicators // criteria
    return Rubric(
        "r",
        version="1",
        title="R",
        criteria=[
            Criterion(
                f"c{c}",
                f"C{c}",
                [Indicator(f"i{c}-{n}", "I", scales[n % len(scales)]) for n in range(each)],
            )
            for c in range(criteria)
        ],
        levels=[
            Level("good", "Good", share("total") >= percent(85), every("criteria") >= percent(60)),
            Level("fair", "Fair", share("total") >= percent(70)),
        ],
    )


def subject(rubric: Rubric, seed: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Values and costs."""
    random = Random(seed)
    values = {leaf.id: random.randrange(100) for leaf in rubric.indicators}
    return values, {leaf.id: random.randrange(1, 50) for leaf in rubric.indicators}


@pytest.mark.parametrize(
    ("indicators", "criteria", "scales", "bar"),
    [
        (25, 5, [BANDED], "1 s"),
        (100, 10, [BANDED], "10 s"),
        (25, 5, [BANDED, EVEN], ""),
    ],
)
def test_a_plan_that_is_proved(
    indicators: int, criteria: int, scales: list[Scale], bar: str
) -> None:
    rubric = made(indicators, criteria, *scales)
    rows: list[tuple[str, float]] = []
    for seed in (1, 2, 3):
        values, costs = subject(rubric, seed)
        for name, given in (("", costs), ("fewest changes: ", None)):
            found: list[Plan] = []

            def work(
                found: list[Plan] = found,
                values: dict[str, Any] = values,
                given: dict[str, Any] | None = given,
            ) -> None:
                found.append(plan(rubric, values, "good", costs=given))

            time = seconds(work)
            proof = "proved" if found[0].optimal else "not proved"
            rows.append((f"{name}{len(found[0].moves)} moves, {proof}", time))
    report(f"{indicators} indicators" + (f" (bar: {bar})" if bar else ""), rows)


def test_how_firm_a_level_is() -> None:
    banded = made(25, 5, BANDED)
    values, _ = subject(banded, 1)
    report(
        "robustness of 25 banded indicators",
        [
            ("values", seconds(lambda: robustness(banded, values, numbers=False))),
            ("values and 200 numbers", seconds(lambda: robustness(banded, values))),
        ],
    )
