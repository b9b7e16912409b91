"""The experiment on thresholds: outcomes that lie exactly on one, and what floats make of them.

Repeated from a measurement on published systems: with decimal weights, about one outcome in eight
that lies exactly on a threshold falls below it when the weighted sum is worked out in floats.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random

import attrs
import pytest

from rubrika import Assessment, Direct, Indicator, Level, Rubric, WeightedMean, total
from rubrika.number import as_text

RUBRICS = 400
OUTCOMES = 12
BEST = 4


@attrs.frozen
class Experiment:
    """One rubric of random decimal weights, and outcomes each of which is exactly some threshold.

    Args:
        weights: Decimal weights that add up to 1, in hundredths.
        outcomes: The marks of each outcome, 0 to 4 for each weight.
    """

    weights: tuple[int, ...]
    outcomes: tuple[tuple[int, ...], ...]

    def threshold(self, marks: tuple[int, ...]) -> Fraction:
        """The exact total of an outcome, in percent."""
        pairs = zip(self.weights, marks, strict=True)
        return sum((Fraction(weight * mark, BEST) for weight, mark in pairs), Fraction(0))

    def naive(self, marks: tuple[int, ...]) -> bool:
        """Whether an outcome reaches its own threshold by floats: what it earned, of all."""
        earned = whole = 0.0
        for weight, mark in zip(self.weights, marks, strict=True):
            earned += weight / 100 * mark
            whole += weight / 100 * BEST
        return earned / whole * 100 >= float(self.threshold(marks))

    def rubric(self) -> Rubric:
        """The rubric, with one level at each threshold."""
        bars = sorted({self.threshold(marks) for marks in self.outcomes}, reverse=True)
        return Rubric(
            "experiment",
            version="1",
            title="Experiment",
            criteria=[
                Indicator(f"i{n}", f"Indicator {n}", Direct(BEST, step=1), weight=f"{weight}%")
                for n, weight in enumerate(self.weights)
            ],
            combine=WeightedMean(),
            points=100,
            levels=[Level(level_id(bar), as_text(bar), total >= bar) for bar in bars],
        )


def level_id(bar: Fraction) -> str:
    """The id of the level at a bar."""
    return f"from-{as_text(bar)}"


def experiments(seed: int) -> Iterator[Experiment]:
    """The experiments that follow from *seed*."""
    by = Random(seed)
    for _ in range(RUBRICS):
        size = by.randint(3, 8)
        cuts = sorted(by.sample(range(1, 100), size - 1))
        weights = [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
        outcomes = {tuple(by.randint(0, BEST) for _ in weights) for _ in range(OUTCOMES)}
        yield Experiment(tuple(weights), tuple(sorted(outcomes)))


def test_three_equal_weights_make_exactly_three_quarters() -> None:
    """The known case: weights 0.1 and marks 1, 4, 4 of 4; floats say 74.99999999999999 %."""
    weight, marks = 0.1, (1, 4, 4)
    assert sum(weight * mark for mark in marks) / (weight * 3 * BEST) * 100 < 75
    rubric = Rubric(
        "known",
        version="1",
        title="Known",
        criteria=[Indicator(f"i{n}", "I", Direct(BEST), weight="0.1") for n in range(3)],
        combine=WeightedMean(total="0.3"),
        points=100,
        levels=[Level("good", "Good", total >= 75)],
    )
    decision = rubric.decide({f"i{n}": mark for n, mark in enumerate(marks)})
    assert decision.points == 75
    assert decision.level == rubric.levels[0]


def exact(rubric: Rubric, marks: tuple[int, ...], due: str) -> bool:
    """Whether the fast and the reference reading both give an outcome the level that is *due*."""
    fast = rubric.decide({f"i{n}": float(mark) for n, mark in enumerate(marks)}).level
    slow = rubric.decide(Assessment({f"i{n}": mark for n, mark in enumerate(marks)})).level
    return fast is not None and fast == slow and fast.id == due


def test_no_outcome_on_a_threshold_falls_below_it(capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = wrong = naive = affected = 0
    for experiment in experiments(seed=20_260_101):
        rubric = experiment.rubric()
        mistakes = sum(not experiment.naive(marks) for marks in experiment.outcomes)
        naive += mistakes
        affected += mistakes > 0
        outcomes += len(experiment.outcomes)
        for marks in experiment.outcomes:
            wrong += not exact(rubric, marks, level_id(experiment.threshold(marks)))
    with capsys.disabled():
        print(  # noqa: T201  # the experiment shows its count
            f"\n{outcomes} outcomes exactly on a threshold of {RUBRICS} rubrics: {wrong} wrong by "
            f"rubrika; {naive} by naive floats ({naive / outcomes:.1%}), in {affected} rubrics"
        )
    assert outcomes > RUBRICS * OUTCOMES * 0.9
    assert wrong == 0
    assert naive > outcomes * 0.05
