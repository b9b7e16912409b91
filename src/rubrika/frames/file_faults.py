"""What is wrong with the rows of all blocks, counted, with the first of each column."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

import attrs
import narwhals.stable.v2 as nw
import polars as pl

from rubrika.errors import FrameError, Problem, RubrikaError
from rubrika.files.tables import cell_value
from rubrika.frames.binding import bind
from rubrika.frames.checking import Found, faults_of, raise_faults
from rubrika.frames.dialect import speaking
from rubrika.frames.file_blocks import changed, place_in
from rubrika.frames.file_cells import NUMERAL
from rubrika.frames.memory import check_in_memory, schema_of
from rubrika.frames.options import options_of
from rubrika.frames.scoring import score
from rubrika.model.domains import Quantity
from rubrika.model.nodes import Indicator
from rubrika.model.observations import NotApplicable
from rubrika.model.rubric import Rubric

__all__ = ["Faults"]

_MOST: Final = 100  # different problems of single rows that are told
_WORDS: Final = {
    "number": "no number",
    "yes-no": "neither yes nor no",
    "unknown-option": "none of {domain}",
}
_HINT: Final = 'Mend them, or have them told row by row: bad="tell".'


@attrs.define
class Faults:
    """All faults of a table that comes in blocks.

    Args:
        rubric: The rubric.
        options: Those of :func:`rubrika.frames.score`.
    """

    rubric: Rubric
    options: Mapping[str, Any]
    found: dict[tuple[str, str, str], Found] = attrs.field(
        factory=dict[tuple[str, str, str], Found]
    )
    others: Counter[str] = attrs.field(factory=Counter[str])

    def __bool__(self) -> bool:
        return bool(self.found or self.others)

    def add(self, frame: pl.DataFrame, error: FrameError) -> None:
        """Count what is wrong with the rows of a block, with which *error* they were refused.

        Raises:
            FrameError: that error, when no row is found to be wrong.
        """
        options = options_of(self.rubric, **self.options)
        native = nw.from_native(frame, eager_only=True)
        found = check_in_memory(self.rubric, native, options)
        cells = _cells_refused(self.rubric, frame, self.options) if options.text else {}
        for one in (*found, *(one for column in cells.values() for one in column.values())):
            key = one.code, one.column, one.words
            self.found[key] = self.found[key].joined(one) if key in self.found else one
        place = place_in(frame)
        rest = frame.with_row_index(place)
        for name, column in cells.items():
            rest = rest.filter(~pl.col(name).is_in(list(column)).fill_null(value=False))
        if found:
            with speaking(pl):
                binding = bind(self.rubric, options, schema_of(frame))
                faults: list[Any] = [fault.where for fault in faults_of(binding)]  # of Polars
                wrong = pl.any_horizontal(fault.fill_null(value=False) for fault in faults)
                rest = rest.filter(~wrong)
        told = score(self.rubric, rest, **changed(self.options, bad="tell", key=(place,)))
        for text, count in told["problem"].drop_nulls().value_counts().iter_rows():
            self.others[text] += count
        if not self:
            raise error

    def raise_all(self) -> None:
        """Raise all that was found as one error.

        Raises:
            FrameError: when there is anything.
        """
        problems: list[Problem] = []
        try:
            raise_faults(list(self.found.values()))
        except FrameError as error:
            problems += error.problems
        for text, count in self.others.most_common(_MOST):
            rows = "1 row" if count == 1 else f"{count} rows"
            problems.append(Problem("bad-row", f"{rows}: {text}", hint=_HINT))
        if problems:
            raise FrameError(problems)


def _cells_refused(
    rubric: Rubric, frame: pl.DataFrame, options: Mapping[str, Any]
) -> dict[str, dict[str, Found]]:
    """By column, the cells that nothing is read from, and what each is counted as.

    Plain numbers are left out: those are counted where all rows are looked at.
    """
    refused: dict[str, dict[str, Found]] = {}
    for leaf in rubric.indicators:
        name = options["columns"].get(leaf.id, leaf.id)
        if frame.schema.get(name) != pl.String():
            continue
        cells = frame.select(pl.col(name).drop_nulls())
        if isinstance(leaf.domain, Quantity):
            text = pl.col(name).str.strip_chars()
            cells = cells.filter(~text.str.contains(f"^(?:{NUMERAL})?$"))
        for cell, rows in cells.group_by(name, maintain_order=True).len().iter_rows():
            said = _refused(leaf, unicodedata.normalize("NFC", cell).strip())
            if said:
                found = Found(said[0], name, said[1], rows, (repr(cell),))
                refused.setdefault(name, {})[cell] = found
    return refused


def _refused(leaf: Indicator, cell: str) -> tuple[str, str] | None:
    """Why a cell is no value of an indicator: a code, and words; None if it is one."""
    try:
        value = cell_value(leaf, cell)
    except RubrikaError as error:
        code = error.problems[0].code
        words = _WORDS.get(code, "outside the domain: {domain}")
        return code, words.format(domain=leaf.domain)
    if isinstance(value, NotApplicable) and leaf.na is None:
        return "na-not-allowed", "not applicable, where the indicator must apply"
    if (
        isinstance(value, NotApplicable)
        and leaf.na
        and leaf.na.justified
        and not value.justification
    ):
        return "na-justification", "without a justification"
    return None
