"""The experiment: how many small wrong changes of rubrics 100 assessments notice."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from rubrika import Assessment, Mutant, Rubric, RubrikaError, diff, get, load, mutants
from rubrika.testing import assessments

ROOT = Path(__file__).parents[3]
SHIPPED = ("thanh-hoa-2021-2026", "learning-unit-2020", "learning-citizen-pilot")
RUBRICS = (*map(get, SHIPPED), load(ROOT / "examples" / "cafe-hygiene.toml"))
EXAMPLES = 100
ENOUGH = 200


def drawn(rubric: Rubric, *, boundary: bool) -> list[Assessment]:
    """What a property of 100 examples is tried with: the same each time."""
    found: list[Assessment] = []

    @settings(
        max_examples=EXAMPLES,
        phases=[Phase.generate],
        database=None,
        derandomize=True,
        deadline=None,
        suppress_health_check=list(HealthCheck),  # pyright: ignore[reportArgumentType]  # it lists
    )
    @given(assessments(rubric, boundary=boundary))
    def collect(case: Assessment) -> None:
        found.append(case)

    collect()
    return found


def result(rubric: Rubric, case: Assessment) -> object:
    """The points and the level of a case, or that it is refused."""
    try:
        decision = rubric.decide(case)
    except RubrikaError:
        return "refused"
    return decision.points, decision.level and decision.level.id


class Count(NamedTuple):
    """How many mutants there are, and which of them nothing noticed."""

    all: int
    unnoticed: list[tuple[Rubric, Mutant]]


def tried(*, boundary: bool) -> Count:
    count, unnoticed = 0, []
    for rubric in RUBRICS:
        cases = drawn(rubric, boundary=boundary)
        mine = [result(rubric, case) for case in cases]
        for mutant in mutants(rubric):
            count += 1
            tries = zip(cases, mine, strict=True)
            if all(result(mutant.rubric, case) == due for case, due in tries):
                unnoticed.append((rubric, mutant))
    return Count(count, unnoticed)


def is_equivalent(rubric: Rubric, mutant: Mutant) -> bool:
    """Whether it is proved that no assessment has another result under the mutant."""
    return diff(rubric, mutant.rubric).harmless


@pytest.mark.slow
def test_cases_on_the_edges_notice_nearly_all_small_changes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    near, anywhere = tried(boundary=True), tried(boundary=False)
    equivalent = {str(m) for r, m in near.unnoticed if is_equivalent(r, m)}
    missed, missed_anywhere = (
        [m for _, m in found.unnoticed if str(m) not in equivalent] for found in (near, anywhere)
    )
    count = near.all - len(equivalent)
    noticed, noticed_anywhere = count - len(missed), count - len(missed_anywhere)
    with capsys.disabled():
        print(  # noqa: T201  # the experiment shows its count
            f"\nof {near.all} mutants {len(equivalent)} are proved to change nothing; of the other "
            f"{count}, {EXAMPLES} cases on and beside the edges notice {noticed} "
            f"({noticed / count:.1%}), {EXAMPLES} cases anywhere {noticed_anywhere} "
            f"({noticed_anywhere / count:.1%})"
        )
    assert near.all >= ENOUGH
    assert noticed >= count * 0.95
    assert noticed_anywhere < noticed
