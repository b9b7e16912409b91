"""Laws of adapting: an adaptation says no more than its author did, and changes no score by it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from tests.laws.rubric_strategies import rubrics

from rubrika import Indicator, Rubric, Source, YesNo, adapt, dumps, loads, stated_numbers

LAW = Source("the-law", document="Decree 1")
OURS = Source("our-decision", document="Decision 7")
NATIONAL = Rubric(
    "national",
    version="1",
    title="National",
    source=LAW,
    criteria=[Indicator("the-first", "First", YesNo(5))],
)
PARTS = (
    "criteria",
    "combine",
    "levels",
    "caps",
    "context",
    "points",
    "least",
    "most",
    "rounding",
)


def parts_of(rubric: Rubric) -> dict[str, Any]:
    """All parts of a rubric that can change a score, by the names of its arguments."""
    fields = {"least": "least_points", "most": "most_points"}
    return {name: getattr(rubric, fields.get(name, name)) for name in PARTS}


def own_sources(rubric: Rubric) -> list[str | None]:
    return [n.source.id if n.source else None for n in stated_numbers(rubric)]


@given(rubric=rubrics())
def test_an_adaptation_without_changes_changes_nothing(rubric: Rubric) -> None:
    made = adapt(rubric, id="ours", version="2")
    assert made.structure == rubric.structure
    own = {"id": rubric.id, "version": rubric.version, "adaptation": rubric.adaptation}
    assert made.evolve(**own) == rubric


@given(rubric=rubrics())
def test_equal_parts_in_the_place_of_others_keep_their_sources(rubric: Rubric) -> None:
    made = adapt(rubric, id="ours", version="2", **parts_of(rubric))
    assert own_sources(made) == own_sources(rubric)


@given(rubric=rubrics())
def test_nothing_new_comes_under_a_source_of_the_base(rubric: Rubric) -> None:
    bare = rubric.evolve(source=None)
    made = adapt(NATIONAL, id="ours", version="2", **parts_of(bare))
    assert made.structure == bare.structure
    expected = [source or "changed-in-ours" for source in own_sources(bare)]
    assert own_sources(made) == expected


@given(rubric=rubrics())
def test_what_names_no_source_comes_from_where_the_author_says(rubric: Rubric) -> None:
    bare = rubric.evolve(source=None)
    made = adapt(NATIONAL, id="ours", version="2", source=OURS, **parts_of(bare))
    assert made.structure == bare.structure
    assert own_sources(made) == [source or "our-decision" for source in own_sources(bare)]


@given(rubric=rubrics())
def test_an_adapted_rubric_survives_a_file(rubric: Rubric) -> None:
    made = adapt(NATIONAL, id="ours", version="2", **parts_of(rubric.evolve(source=None)))
    again = loads(dumps(made, "json"), "json")
    assert (again, again.fingerprint) == (made, made.fingerprint)
