"""Settling: rows that an expression cannot decide for certain, scored by the exact engine."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from rubrika.errors import AssessmentError, Problem, RubrikaError
from rubrika.files.tables import cell_value
from rubrika.frames.binding import Binding
from rubrika.frames.options import PROBLEM
from rubrika.frames.reasons import Reason, reasons_of
from rubrika.model.observations import NotApplicable
from rubrika.model.rubric import Decision
from rubrika.model.scorecard import Scorecard
from rubrika.number import Bounds, Enclosure, Exact
from rubrika.rules.nodes import Input

__all__ = ["Settler"]

_REMEMBERED: Final = 100_000


@attrs.define(eq=False)
class Settler:
    """Scores single rows by the exact engine.

    Args:
        binding: Which column is what.
        denominator: What whole numbers of points are over, by output; None for floats.
    """

    binding: Binding
    denominators: Mapping[str, int]
    _reasons: tuple[tuple[Reason, ...], ...] = attrs.field(init=False, default=())
    _known: dict[tuple[Any, ...], dict[str, Any]] = attrs.field(
        init=False, factory=dict[tuple[Any, ...], dict[str, Any]]
    )
    _brief: bool = attrs.field(init=False, default=False)

    def __attrs_post_init__(self) -> None:
        options = self.binding.options
        if "why" in options.give:
            self._reasons = reasons_of(self.binding.rubric, options.lang)
        self._brief = not options.nodes and not {"why", "possible"} & set(options.give)

    def outcomes(self, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The outputs of each row, by output; a problem has no other output."""
        return list(map(self.outcome, rows))

    def outcome(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The outputs of one row; equal rows are scored once."""
        cells = tuple(_plain(row[name]) for name in self.binding.read)
        key: tuple[Any, ...] = (*cells, *map(type, cells))  # 1 and True are not the same
        found = self._known.get(key)
        if found is None:
            found = self._scored(dict(zip(self.binding.read, cells, strict=True)))
            if len(self._known) < _REMEMBERED:
                self._known[key] = found
        return found

    def _scored(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        try:
            values, context = self._assessed(cells)
            rubric = self.binding.rubric
            if self._brief:
                return self._of_decision(rubric.decide(values, context=context))
            return self._of_card(rubric.score(values, context=context))
        except RubrikaError as error:
            return {PROBLEM: "; ".join(_told(problem) for problem in error.problems)}

    def _assessed(self, cells: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """What a row says: values by indicator, and the context."""
        binding, options = self.binding, self.binding.options
        values: dict[str, Any] = {}
        context: dict[str, Any] = dict(options.context)
        problems: list[Problem] = []
        for read, column in binding.columns.items():
            if column.kind in ("absent", "stated"):
                continue
            cell = cells[column.name]
            if options.nan == "missing" and isinstance(cell, float) and math.isnan(cell):
                continue
            try:
                if isinstance(cell, str) and column.reads_text:
                    cell = self._cell(read, cell)
            except RubrikaError as error:
                problems += error.under(read.id).problems
                continue
            if cell is not None:
                (values if read.role == "value" else context)[read.id] = cell
        for absence in binding.absences:
            said = cells[absence.name]
            if said is None or said is False or (isinstance(said, float) and math.isnan(said)):
                continue
            id_ = absence.indicator.id
            if id_ in values:
                problems.append(
                    Problem("value", "it has a value, and does not apply", id_, "Keep one of both.")
                )
            values[id_] = NotApplicable(said if isinstance(said, str) else "")
        if problems:
            raise AssessmentError(problems)
        return values, context

    def _cell(self, read: Input, cell: str) -> Any:  # noqa: ANN401  # a value of any kind
        cell = cell.strip()
        if not cell:
            return None
        if read.role == "value":
            leaf = next(leaf for leaf in self.binding.rubric.indicators if leaf.id == read.id)
            return cell_value(leaf, cell)
        return self.binding.columns[read].domain.from_text(cell)

    # Outputs

    def _of_decision(self, decision: Decision) -> dict[str, Any]:
        bounds = decision.bounds
        return self._numbers(decision.points, bounds) | {
            "level": self._level(decision.level, decided=decision.decided)
        }

    def _of_card(self, card: Scorecard) -> dict[str, Any]:
        options = self.binding.options
        found = self._numbers(card.points, card.bounds)
        found["level"] = self._level(card.level, decided=card.decided)
        if "possible" in options.give:
            levels = card.possible_levels
            found["possible"] = ", ".join(
                options.no_level if level is None else level.id for level in levels
            )
        if "why" in options.give:
            found["why"] = self._why(card)
        for id_ in options.nodes:
            found[id_] = self._number(id_, card[id_].points)
        return found

    def _numbers(self, points: Exact | None, bounds: Bounds | None) -> dict[str, Any]:
        return {
            "points": self._number("points", points),
            "least": self._number("points", None if bounds is None else bounds.least),
            "most": self._number("points", None if bounds is None else bounds.most),
        }

    def _number(self, output: str, number: Exact | None) -> float | int | None:
        if number is None:
            return None
        if isinstance(number, Enclosure):
            number = (number.least + number.most) / 2
        den = self.denominators.get(output)
        return float(number) if den is None else int(number * den)

    def _level(self, level: Any, *, decided: bool) -> str | None:  # noqa: ANN401  # a level or None
        if level is not None:
            return str(level.id)
        return self.binding.options.no_level if decided else None

    def _why(self, card: Scorecard) -> str | None:
        ahead = card.next_level
        if ahead is None:
            return None
        place = next(i for i, level in enumerate(card.rubric.levels) if level is ahead.level)
        for result, reason in zip(ahead.requirements, self._reasons[place], strict=True):
            if result.status in ("fails", "open"):
                return reason.text
        return None


def _told(problem: Problem) -> str:
    path = problem.path.removeprefix("observations.")
    return f"{path}: {problem.message}" if path else problem.message


def _plain(cell: Any) -> Any:  # noqa: ANN401  # whatever a frame holds
    """A cell as Python's own kind of value; None where it is missing."""
    if cell is None or type(cell).__name__ in ("NAType", "NaTType"):
        return None
    if type(cell).__module__ == "numpy":
        return cell.item()
    return cell
