"""Laws of the solver reading: it says what the reference reading says."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st
from tests.laws.rubric_strategies import Shape, rubrics

from rubrika import Rubric
from rubrika.engines.axes import Axis, UnsolvableError, axes_of, pieces_of
from rubrika.engines.encoding import Encoded
from rubrika.engines.exact import value
from rubrika.engines.program import TOTAL
from rubrika.engines.solver import Search
from rubrika.rules.nodes import Applicable

SOLVABLE = Shape(irrational=False)


def facts_of(axes: dict[str, Axis], places: dict[str, int], applies: dict[str, bool]) -> Any:
    facts: dict[Any, Any] = {Applicable(id_): answer for id_, answer in applies.items()}
    for id_, place in places.items():
        facts[axes[id_].input] = axes[id_].values[place]
    return facts


@settings(max_examples=min(30, settings().max_examples))  # each starts a solver
@given(rubrics(SOLVABLE), st.data())
def test_the_solver_reads_a_program_as_the_reference_does(
    rubric: Rubric, data: st.DataObject
) -> None:
    axes = axes_of(rubric.program)
    optional = [known.id for known in rubric.program.inputs if known.optional]
    applies = {id_: data.draw(st.booleans(), label=f"{id_} applies") for id_ in optional}
    places = {
        id_: data.draw(st.integers(0, len(axis.values) - 1), label=id_)
        for id_, axis in axes.items()
    }
    outcome = rubric.program.run(facts_of(axes, places, applies))
    if outcome.points[TOTAL] is None:
        return
    search = Search(axes)
    try:
        encoded = Encoded(search, rubric.program, applies)
    except UnsolvableError as error:
        event(f"unsolvable: {error.reason}")
        return
    event("solved")
    for id_, place in places.items():
        search.require_place(id_, place)
    given_ = next((i for i, holds in enumerate(outcome.levels) if holds), -1)
    search.require(encoded.given(given_))
    found = search.solve()
    assert found.answer == "found"
    for id_, line in encoded.points.items():
        assert found.number(line) == outcome.points[id_], id_
    assert found.values == {id_: axes[id_].values[place] for id_, place in places.items()}


@settings(max_examples=min(30, settings().max_examples))  # some look at ten thousand values
@given(rubrics(SOLVABLE))
def test_pieces_give_the_points_of_every_value(rubric: Rubric) -> None:
    axes = axes_of(rubric.program)
    for leaf in rubric.indicators:
        step = rubric.program.steps[rubric.places[leaf.id]]
        known: dict[Any, Any] = {Applicable(leaf.id): True}
        axis = axes[leaf.id]
        try:
            pieces = pieces_of(step.points, axis, known)
        except UnsolvableError:
            continue
        assert [piece.first for piece in pieces] == [0, *(p.last + 1 for p in pieces[:-1])]
        assert pieces[-1].last == len(axis.values) - 1
        for piece in pieces:
            for place in {piece.first, piece.last, (piece.first + piece.last) // 2}:
                points = value(step.points, {axis.input: axis.values[place], **known})
                assert points == piece.start + Fraction(place - piece.first) * piece.slope
