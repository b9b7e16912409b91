"""Every engine gives what the exact engine gives, row by row."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from tests.extras.frames.engines import ENGINES, Engine

from rubrika import (
    Assessment,
    Categories,
    Enclosure,
    NotApplicable,
    Quantity,
    Rubric,
    RubrikaError,
    Truth,
    frames,
)
from rubrika.testing import assessments, rubrics

EVERYTHING: tuple[frames.Output, ...] = ("points", "level", "least", "most", "possible", "why")
PROFILE = settings.get_current_profile_name()
EXAMPLES = settings.get_profile(PROFILE).max_examples


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.param
    return found


def as_float(number: Any) -> float | None:
    if number is None:
        return None
    if isinstance(number, Enclosure):
        return float((number.least + number.most) / 2)
    return float(number)


def expected(
    rubric: Rubric, values: Mapping[str, Any], context: Mapping[str, Any]
) -> dict[str, Any]:
    """What the exact engine gives, or that it refuses."""
    try:
        card = rubric.score(dict(values), context=dict(context))
        bounds = card.bounds
        found: dict[str, Any] = {
            "points": as_float(card.points),
            "least": None if bounds is None else as_float(bounds.least),
            "most": None if bounds is None else as_float(bounds.most),
            "level": card.level.id if card.level else "none" if card.decided else None,
            "possible": ", ".join(level.id if level else "none" for level in card.possible_levels),
            "problem": False,
        }
        for node in card.nodes:
            found[f"{node.id}_points"] = as_float(node.points)
        lacking = card.lacking
        found["why"] = None if not lacking else lacking[0]
    except RubrikaError:
        return {"problem": True}
    return found


def numeric(value: Any) -> float | Decimal:
    """A number as columns hold it: the nearest float."""
    return float(Fraction(value) if not isinstance(value, float) else value)


@st.composite
def tables(
    draw: st.DrawFn,
) -> tuple[Rubric, pa.Table, list[tuple[dict[str, Any], dict[str, Any]]], dict[str, Any]]:
    """A rubric, a table of subjects, what each row says, and how the columns are named."""
    rubric = draw(rubrics())
    seen: list[Assessment] = draw(
        st.lists(assessments(rubric, boundary=True), min_size=1, max_size=8)
    )
    text = draw(st.booleans())
    nan = draw(st.sampled_from(("missing", "bad")))
    columns: dict[str, list[Any]] = {"row": list(range(len(seen)))}
    types: dict[str, pa.DataType] = {"row": pa.int64()}
    says: list[tuple[dict[str, Any], dict[str, Any]]] = [({}, {}) for _ in seen]
    absences: dict[str, str] = {}
    for leaf in rubric.indicators:
        cells: list[Any] = []
        reasons: list[str | None] = []
        for place, assessment in enumerate(seen):
            observed = assessment.observations.get(leaf.id)
            value = None if observed is None else observed.value
            reason = None
            if isinstance(value, NotApplicable):
                says[place][0][leaf.id] = value
                reason, value = value.justification, None
            elif value is not None:
                if isinstance(leaf.domain, Quantity):
                    value = numeric(leaf.domain.check(value))
                says[place][0][leaf.id] = value
            cells.append(value)
            reasons.append(reason)
        types[leaf.id] = kind(leaf.domain, cells, draw)
        columns[leaf.id] = cells
        if any(reason is not None for reason in reasons):
            absences[leaf.id] = f"{leaf.id}_away"
            columns[f"{leaf.id}_away"] = reasons
            types[f"{leaf.id}_away"] = pa.string()
    for fact in rubric.context:
        cells = []
        for place, assessment in enumerate(seen):
            value = assessment.context.get(fact.id)
            if value is not None and isinstance(fact.domain, Quantity):
                value = numeric(fact.domain.check(value))
            if value is not None:
                says[place][1][fact.id] = value
            cells.append(value)
        types[f"context.{fact.id}"] = kind(fact.domain, cells, draw)
        columns[f"context.{fact.id}"] = cells
    table = pa.table({name: pa.array(cells, types[name]) for name, cells in columns.items()})
    if text:
        table = pa.table(
            {
                name: pa.array([cell_text(cell) for cell in table[name].to_pylist()], pa.string())
                if name != "row" and not name.endswith("_away")
                else table[name]
                for name in table.column_names
            }
        )
    return rubric, table, says, {"not_applicable": absences, "text": text, "nan": nan}


def cell_text(cell: Any) -> str | None:
    return (
        None
        if cell is None
        else {True: "yes", False: "no"}[cell]
        if isinstance(cell, bool)
        else str(cell)
    )


def kind(domain: Any, cells: list[Any], draw: st.DrawFn) -> pa.DataType:
    match domain:
        case Truth():
            return pa.bool_()
        case Categories():
            return pa.string()
        case _:
            known = [cell for cell in cells if cell is not None]
            if all(float(cell).is_integer() and abs(cell) < 2**53 for cell in known) and draw(
                st.booleans()
            ):
                cells[:] = [None if cell is None else int(cell) for cell in cells]
                return pa.int64()
            return pa.float64()


def same(found: Any, due: Any) -> bool:
    if isinstance(due, float) and isinstance(found, float):
        return math.isclose(found, due, rel_tol=1e-9, abs_tol=1e-9)
    return bool(found == due)


def check(engine: Engine, case: tuple[Any, ...]) -> None:
    rubric, table, says, names = case
    made = frames.score(
        rubric,
        engine.frame(table),
        give=EVERYTHING,
        nodes=True,
        key="row",
        bad="tell",
        **names,
    )
    rows = engine.rows(made)
    assert len(rows) == len(says)
    for row, (values, context) in zip(rows, says, strict=True):
        due = expected(rubric, values, context)
        note(f"{values} {context}: {row}")
        assert bool(row["problem"]) == due["problem"], row["problem"]
        if due["problem"]:
            assert all(row[name] is None for name in EVERYTHING)
            continue
        for name, number in due.items():
            if name == "why":
                assert (row["why"] is None) == (number is None)
                if number is not None and number.cap is None and number.below is None:
                    assert row["why"] == str(number.requirement)
            elif name != "problem":
                found = row[name]
                found = None if isinstance(found, float) and math.isnan(found) else found
                assert same(found, number), (name, found, number)


def test_an_engine_gives_what_the_exact_engine_gives(engine: Engine) -> None:
    @settings(max_examples=max(EXAMPLES // engine.dear, 3))
    @given(tables())
    def law(case: tuple[Any, ...]) -> None:
        check(engine, case)

    law()
