"""One decision and one scorecard, against the same rules written by hand in Python."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.benchmarks.timing import compare, report, seconds

from rubrika import (
    Bands,
    Criterion,
    Indicator,
    Level,
    Rubric,
    Sum,
    every,
    percent,
    total,
)

INDICATORS, CRITERIA = 20, 4
SUBJECTS = 1000

RUBRIC = Rubric(
    "banded",
    version="1",
    title="Banded",
    criteria=[
        Criterion(
            f"c{c}",
            f"Criterion {c}",
            [
                Indicator(
                    f"i{c}{n}", f"Indicator {c}{n}", Bands({80: 5, 65: 4, 50: 3, 30: 1}, unit="%")
                )
                for n in range(INDICATORS // CRITERIA)
            ],
        )
        for c in range(CRITERIA)
    ],
    levels=[
        Level("good", "Good", total >= 85, every("criteria") >= percent(50)),
        Level("fair", "Fair", total >= 70, every("criteria") >= percent(50)),
        Level("average", "Average", total >= 50, every("criteria") >= percent(50)),
    ],
)


def by_hand(values: dict[str, float]) -> tuple[float, str | None]:
    """The same on floats, as it is written in many an application."""
    total = 0.0
    floors = True
    for c in range(CRITERIA):
        points = 0.0
        for n in range(INDICATORS // CRITERIA):
            value = values[f"i{c}{n}"]
            if value >= 80:
                points += 5
            elif value >= 65:
                points += 4
            elif value >= 50:
                points += 3
            elif value >= 30:
                points += 1
        total += points
        if points / 25 < 0.5:
            floors = False
    if total >= 85 and floors:
        return total, "good"
    if total >= 70 and floors:
        return total, "fair"
    if total >= 50 and floors:
        return total, "average"
    return total, None


def unrolled() -> Any:
    """The same without loops: what an author in a hurry for speed would write."""
    lines = ["def decide(v):", "  total = 0.0", "  floors = True"]
    for c in range(CRITERIA):
        lines.append("  points = 0.0")
        for n in range(INDICATORS // CRITERIA):
            lines += [
                f"  x = v['i{c}{n}']",
                "  if x >= 80: points += 5",
                "  elif x >= 65: points += 4",
                "  elif x >= 50: points += 3",
                "  elif x >= 30: points += 1",
            ]
        lines += ["  total += points", "  if points / 25 < 0.5: floors = False"]
    for bar, level in ((85, "good"), (70, "fair"), (50, "average")):
        lines.append(f"  if total >= {bar} and floors: return total, '{level}'")
    lines.append("  return total, None")
    names: dict[str, Any] = {}
    exec("\n".join(lines), names)  # noqa: S102  # written in the lines above
    return names["decide"]


def subjects(count: int) -> list[dict[str, float]]:
    """Subjects with values between 0 and 100, of two decimals."""
    by = Random(7)
    return [
        {leaf.id: round(by.uniform(20, 100), 2) for leaf in RUBRIC.indicators} for _ in range(count)
    ]


def test_one_decision() -> None:
    rows, hand = subjects(SUBJECTS), unrolled()
    for row in rows:
        decision = RUBRIC.decide(row)
        found = (float(decision.points or 0), decision.level and decision.level.id)
        assert found == by_hand(row) == hand(row)
    title = "One decision: 20 banded indicators, 4 criteria, floors; against"
    decide = RUBRIC.decide
    mine = lambda: [decide(row) for row in rows]  # noqa: E731  # as short as the rival's
    compare(
        f"{title} if/elif in loops",
        mine,
        lambda: [by_hand(row) for row in rows],
        per=SUBJECTS,
        bar="≤ 1.0",
    )
    compare(
        f"{title} if/elif unrolled",
        mine,
        lambda: [hand(row) for row in rows],
        per=SUBJECTS,
        bar="≤ 1.0",
    )


def test_one_scorecard() -> None:
    rows = subjects(SUBJECTS // 5)
    decide, score = RUBRIC.decide, RUBRIC.score

    def reasons() -> None:
        for row in rows:
            card = score(row)
            assert card.level is None or card.levels
            assert card.nodes

    compare(
        "One scorecard with all levels and nodes, against one decision by hand",
        reasons,
        lambda: [by_hand(row) for row in rows],
        per=len(rows),
        bar="≤ 25",
    )
    compare(
        "One scorecard, against Rubric.decide",
        reasons,
        lambda: [decide(row) for row in rows],
        per=len(rows),
    )
    compare(
        "One explanation in words, against Rubric.decide",
        lambda: [score(row).explain() for row in rows[:20]],
        lambda: [decide(row) for row in rows[:20]],
        per=20,
        rounds=5,
    )


def test_cost_grows_linearly_with_the_number_of_assessments() -> None:
    rows = subjects(4000)
    RUBRIC.score(rows[0])

    def score_all(count: int) -> float:
        return seconds(lambda: [RUBRIC.score(row).level for row in rows[:count]])

    counts = (1000, 2000, 4000)
    best = {count: min(score_all(count) for _ in range(3)) for count in counts}
    report(
        "Scorecards in a loop, per assessment",
        [(f"{count}", best[count] / count) for count in counts],
    )


def test_a_rubric_of_2000_indicators_ten_levels_deep() -> None:
    by = Random(3)

    def criterion(depth: int, name: str) -> Criterion:
        children: list[Criterion | Indicator] = [
            Indicator(f"{name}.i{n}", f"Indicator {n}", Bands({80: 5, 50: 3}, unit="%"))
            for n in range(200)
        ]
        if depth < 10:
            children.append(criterion(depth + 1, f"{name}.c"))
        return Criterion(name, f"Criterion {depth}", children, combine=Sum())

    made: list[Rubric] = []
    level = Level("good", "Good", total >= 5000, every("criteria") >= percent(50))
    build = seconds(
        lambda: made.append(
            Rubric("deep", version="1", title="Deep", criteria=[criterion(1, "c")], levels=[level])
        )
    )
    rubric = made[0]
    assert len(rubric.indicators) == 2000
    assert rubric.maximum == 10_000
    values = {leaf.id: by.choice([10, 50, 80]) for leaf in rubric.indicators}
    expected = sum({10: 0, 50: 3, 80: 5}[value] for value in values.values())
    assert rubric.score(values).points == expected
    report(
        "A rubric of 2,000 indicators, ten levels deep",
        [
            ("build and check", build),
            ("first decision (compiles)", seconds(lambda: rubric.decide(values))),
            ("decision", min(seconds(lambda: rubric.decide(values)) for _ in range(5))),
            ("scorecard", min(seconds(lambda: rubric.score(values).levels) for _ in range(3))),
            ("explanation", seconds(lambda: rubric.score(values).explain())),
            ("bounds with nothing known", seconds(lambda: rubric.score({}).bounds)),
        ],
    )
