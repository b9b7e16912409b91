"""Missing evidence: what it may turn out to be, and which is worth observing first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any, Final

import attrs

from rubrika.assurance.lab import Lab
from rubrika.assurance.plan_search import Scenario, Task, reached
from rubrika.engines.axes import Axis, UnsolvableError
from rubrika.engines.encoding import Encoded
from rubrika.engines.exact import Fact
from rubrika.engines.solver import Search, opposite
from rubrika.model.observations import Assessment
from rubrika.model.rubric import Rubric
from rubrika.model.scorecard import Scorecard

__all__ = ["Evidence", "counterexample", "first_scenarios", "worth_observing_of"]

_MOST_SCENARIOS: Final = 16
_FEW: Final = 32
"""So many values of an indicator are all tried."""


@attrs.frozen
class Evidence:
    """What one missing observation could bring.

    Args:
        id: The id of the indicator.
        best: The value with the most points.
        least: The least that the total can still be once this value is observed; None if that has
            no limit.
        rise: By how much that is more than now.
        settles: Whether some value makes the level certain. Of many, those at edges are tried.
        excludes: Whether some value puts the level out of reach; tried likewise.

    >>> from rubrika import load, worth_observing
    >>> cafe = load("examples/cafe-hygiene.toml")
    >>> seen = {"inspection": 91, "welcome": "always", "wait": 5}
    >>> [(each.id, each.settles, str(each.rise)) for each in worth_observing(cafe, seen, "gold")]
    [('pests', True, '20')]
    """

    id: str
    best: Fact
    least: Fraction | None
    rise: Fraction
    settles: bool
    excludes: bool


def is_certain(card: Scorecard, place: int) -> bool:
    """Whether the level at a place, or one above it, is certain."""
    return any(level.status == "holds" for level in card.levels[: place + 1])


def is_excluded(card: Scorecard, place: int) -> bool:
    """Whether the level at a place, and all above it, are out of reach."""
    return all(level.status == "fails" for level in card.levels[: place + 1])


def worth_observing_of(
    rubric: Rubric, assessment: Assessment, card: Scorecard, place: int
) -> tuple[Evidence, ...]:
    """What each missing observation could bring, the one that brings most first."""
    lab = Lab(rubric)
    before = None if card.bounds is None else card.bounds.least
    found: list[Evidence] = []
    for id_ in card.missing:
        best = lab.best(id_)
        axis = lab.axes[id_].values
        tried = axis if len(axis) <= _FEW else [axis[at] for at in lab.telling(id_)]
        values = dict.fromkeys((best, *tried))
        cards = [rubric.score(_with(assessment, id_, value)) for value in values]
        least = None if cards[0].bounds is None else cards[0].bounds.least
        rise = Fraction(0) if least is None or before is None else least - before
        settles = any(is_certain(after, place) for after in cards)
        excludes = any(is_excluded(after, place) for after in cards)
        found.append(Evidence(id_, best, least, rise, settles, excludes))
    return tuple(sorted(found, key=lambda one: (not one.settles, not one.excludes, -one.rise)))


def _with(assessment: Assessment, id_: str, fact: Fact) -> Assessment:
    return assessment.evolve(observations={**assessment.observations, id_: fact})


def first_scenarios(task: Task) -> list[Scenario]:
    """The missing at its worst, for each of what open facts of the context may be."""
    lab = Lab(task.rubric)
    leaves = {leaf.id: leaf for leaf in task.rubric.indicators}
    worst = {id_: lab.best(id_, worst=True) for id_ in sorted(task.missing & leaves.keys())}
    optional = {id_: True for id_ in worst if leaves[id_].na is not None}
    open_ = sorted(task.missing - leaves.keys())
    values: list[Sequence[Fact]] = [lab.axes[id_].values for id_ in open_]
    made: list[Scenario] = []
    for chosen in product(*(_ends(found) for found in values)):
        made.append(Scenario(worst | dict(zip(open_, chosen, strict=True)), optional))
        if len(made) >= _MOST_SCENARIOS:
            break
    return made


def _ends(values: Sequence[Fact]) -> tuple[Fact, ...]:
    return tuple(values) if len(values) <= 4 else (values[0], values[-1])  # noqa: PLR2004 - all of a few


def counterexample(task: Task, values: Mapping[str, Fact]) -> Scenario | None:
    """What the missing may be so that, with new *values*, the level is not reached after all.

    None: nothing was found, which proves nothing.
    """
    lab = Lab(task.rubric)
    leaves = {leaf.id: leaf for leaf in task.rubric.indicators}
    known = {**task.known, **values}
    axes: dict[str, Axis] = {}
    for id_, axis in lab.axes.items():
        single: Any = (known.get(id_, axis.values[0]),)
        axes[id_] = axis if id_ in task.missing else attrs.evolve(axis, values=single)
    optional = [id_ for id_ in sorted(task.missing & leaves.keys()) if leaves[id_].na is not None]
    for applies in _patterns(optional):
        search = Search(axes)
        try:
            encoded = Encoded(search, task.rubric.program, {**task.applies, **applies})
            search.require(opposite(reached(encoded, task.place)))
        except UnsolvableError:
            continue
        found = search.solve(seconds=task.left)
        if found.answer == "found":
            return Scenario({id_: found.values[id_] for id_ in task.missing}, applies)
    return None


def _patterns(optional: Sequence[str]) -> Iterator[dict[str, bool]]:
    """What may apply of the missing: all of it, all but one, nothing of what is optional."""
    everything = dict.fromkeys(optional, True)
    yield everything
    for id_ in optional[:_MOST_SCENARIOS]:
        yield everything | {id_: False}
    if len(optional) > 1:
        yield dict.fromkeys(optional, False)
