"""Checking: which values of a frame are bad, counted, with the first of each column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, TypeAlias

import attrs

from rubrika.errors import FrameError, Problem
from rubrika.frames.binding import Binding
from rubrika.frames.dialect import Expr, cast_to, sums_tell
from rubrika.frames.numbers import balanced

__all__ = ["Fault", "Found", "Query", "check", "faults_of", "raise_faults"]

_EXAMPLES: Final = 3

Query: TypeAlias = Callable[[Sequence[Expr], Expr | None, int], list[tuple[Any, ...]]]
"""What runs a query: expressions to select, rows to keep (None: all), how many rows to give."""


@attrs.frozen(eq=False)
class Fault:
    """One way in which rows are bad: a code as in other errors, the column, words, and where."""

    code: str
    column: str
    words: str
    where: Expr
    shown: Expr


@attrs.frozen
class Found:
    """How many rows a fault has, and the first of its values."""

    code: str
    column: str
    words: str
    rows: int
    examples: tuple[str, ...]

    def joined(self, other: Found) -> Found:
        """Both together, of two parts of a frame."""
        examples = (*self.examples, *other.examples)[:_EXAMPLES]
        return attrs.evolve(self, rows=self.rows + other.rows, examples=examples)


def faults_of(binding: Binding) -> Iterator[Fault]:
    """Every way in which rows of a frame can be bad."""
    for column in binding.columns.values():
        for code, words, where in column.faults():
            yield Fault(code, column.name, words, where, column.shown)
    yield from _faults_beside_values(binding)


def _faults_beside_values(binding: Binding) -> Iterator[Fault]:
    """What is bad though no value alone is."""
    for column in binding.columns.values():
        if binding.required(column):
            words = "missing, which the rubric needs to know"
            yield Fault("missing-context", column.name, words, column.null, column.shown)
    for absence in binding.absences:
        column = binding.columns[absence.indicator.value]
        for code, words, where in absence.faults(column):
            yield Fault(code, absence.name, words, where, absence.shown)


def check(query: Query, binding: Binding) -> tuple[dict[str, bool], list[Found]]:
    """Which columns have missing values, and all faults of a frame.

    It takes one pass over the frame, and a second one where something is bad.
    """
    read = [column for column in binding.columns.values() if column.is_read]
    wanted: list[Expr] = [column.null_count for column in read]
    wanted += [_count(fault.where) for fault in _faults_beside_values(binding)]
    tests: list[Expr] = []
    for column in read:
        if column.unlimited and sums_tell():
            wanted.append(~column.value.sum().is_finite())  # or the sum is too large to tell
        elif column.fine is not None:
            tests.append(column.fine)
    if tests:  # all in one: thousands of aggregates take DuckDB half a minute to plan
        wanted.append(~balanced(lambda a, b: a & b, tests).all())
    found = query([w.alias(f"n{i}") for i, w in enumerate(wanted)], None, 1)[0] if wanted else ()
    missing: dict[str, bool] = {}
    for column, nulls in zip(read, found, strict=False):
        missing[column.name] = missing.get(column.name, False) or bool(nulls)
    if not any(found[len(read) :]):
        return missing, []
    return missing, list(_details(query, list(faults_of(binding))))


def _count(where: Expr) -> Expr:
    return cast_to(where, "Int64").sum()


def _details(query: Query, faults: Sequence[Fault]) -> Iterator[Found]:
    counts = query([_count(f.where).alias(f"n{i}") for i, f in enumerate(faults)], None, 1)[0]
    for fault, count in zip(faults, counts, strict=True):
        if count:
            first = query([fault.shown.alias("value")], fault.where, _EXAMPLES)
            examples = tuple(_shown(value) for (value,) in first)
            yield Found(fault.code, fault.column, fault.words, int(count), examples)


def _shown(value: object) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_LONGEST: Final = 40


def raise_faults(found: Sequence[Found]) -> None:
    """Raise all faults as one error.

    Raises:
        FrameError: when there are any.
    """
    if found:
        raise FrameError(map(_problem, found))


def _problem(found: Found) -> Problem:
    rows = "1 row is" if found.rows == 1 else f"{found.rows:,} rows are"
    known = [example for example in found.examples if example not in ("None", "True")]
    first = f": {', '.join(known)}{', …' if found.rows > len(known) else ''}" if known else ""
    return Problem(
        found.code,
        f"{rows} {found.words}{first}",
        found.column,
        'Mend them, or have them told row by row: bad="tell".',
    )
