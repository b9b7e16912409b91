"""The dialects of DuckDB and Spark: expressions as SQL text.

They have the words of narwhals that rubrics need. Written as text, a rubric of thousands of
indicators is bound in one step, and bands are one flat CASE. Whole numbers of up to 32 bits are
kept in DOUBLE, which holds them exactly and adds them without the checks for overflow of integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeAlias

import attrs

__all__ = ["DUCKDB", "SPARK", "Flavour", "Sql"]

Operand: TypeAlias = "Sql | bool | float | int | str | None"


@attrs.frozen
class Flavour:
    """How one engine writes what engines write differently.

    Args:
        quote: What stands around the name of a column.
        double: What is written after a number with an exponent, so that it is a DOUBLE.
        text: The type of text.
        backslash: Whether a backslash in a text escapes what follows.
        matches: The function that searches for a regular expression.
        narrow_floor: Whether ``floor`` makes a BIGINT, so that it fails for large numbers.
    """

    quote: str
    double: str
    text: str
    backslash: bool
    matches: str
    narrow_floor: bool

    def quoted(self, name: str) -> str:
        """The name of a column."""
        return f"{self.quote}{name.replace(self.quote, 2 * self.quote)}{self.quote}"

    def written(self, value: Operand) -> str:
        """A literal, or an expression."""
        match value:
            case Sql(text=text):
                return text
            case None:
                return "NULL"
            case bool():
                return "TRUE" if value else "FALSE"
            case int():
                return str(value) if value >= 0 else f"({value})"
            case float():
                shortest = repr(value)
                number = f"{shortest}{'' if 'e' in shortest else 'e0'}{self.double}"
                return number if value >= 0 else f"({number})"
            case str():
                escaped = value.replace("\\", "\\\\") if self.backslash else value
                quote = "\\'" if self.backslash else "''"
                return f"'{escaped.replace(chr(39), quote)}'"

    # What narwhals and Polars have as a module

    @staticmethod
    def Int8() -> str:  # noqa: N802  # as narwhals calls it
        """Whole numbers of up to 32 bits."""
        return "DOUBLE"

    Int16 = Int32 = Float64 = Int8

    @staticmethod
    def Int64() -> str:  # noqa: N802  # as narwhals calls it
        """Whole numbers."""
        return "BIGINT"

    def String(self) -> str:  # noqa: N802  # as narwhals calls it
        """Text."""
        return self.text

    @staticmethod
    def Boolean() -> str:  # noqa: N802  # as narwhals calls it
        """Yes or no."""
        return "BOOLEAN"

    def col(self, name: str) -> Sql:
        """A column."""
        return Sql(self.quoted(name), self)

    def lit(self, value: Any, dtype: str | None = None) -> Sql:  # noqa: ANN401  # any literal
        """A literal."""
        if dtype == "DOUBLE":
            return Sql(self.written(float(value)), self, dtype)
        literal = Sql(self.written(value), self)
        return literal if dtype is None else literal.cast(dtype)

    def when(self, condition: Sql) -> _When:
        """The beginning of a case."""
        return _When((), condition)

    def min_horizontal(self, *parts: Sql) -> Sql:
        """The least of some, row by row."""
        return self._of("least", parts)

    def max_horizontal(self, *parts: Sql) -> Sql:
        """The greatest of some, row by row."""
        return self._of("greatest", parts)

    def _of(self, function: str, parts: tuple[Sql, ...]) -> Sql:
        if len(parts) == 1:
            return parts[0]
        return Sql(f"{function}({', '.join(part.text for part in parts)})", self)

    def concat_str(self, *parts: Sql, separator: str, ignore_nulls: bool) -> Sql:
        """Texts joined; what is null is left out."""
        del ignore_nulls  # concat_ws always does
        listed = ", ".join(part.text for part in parts)
        return Sql(f"concat_ws({self.written(separator)}, {listed})", self)

    def len(self) -> Sql:
        """The number of rows."""
        return Sql("count(*)", self)


@attrs.frozen(eq=False)
class Sql:
    """An expression over columns, as SQL, and its type if that is known."""

    text: str
    flavour: Flavour
    kind: str | None = None

    def _with(self, sign: str, other: Operand) -> Sql:
        kept = sign in ("+", "-", "*") and self.kind == "DOUBLE" == _kind(other)
        written = f"({self.text} {sign} {self.flavour.written(other)})"
        return self.made(written, "DOUBLE" if kept else None)

    def call(self, function: str, *more: Operand) -> Sql:
        """A function of it and of more."""
        return self.made(f"{function}({', '.join([self.text, *map(self.flavour.written, more)])})")

    def made(self, text: str, kind: str | None = None) -> Sql:
        """Another expression of the same flavour."""
        return Sql(text, self.flavour, kind)

    def __add__(self, other: Operand) -> Sql:
        return self._with("+", other)

    def __sub__(self, other: Operand) -> Sql:
        return self._with("-", other)

    def __mul__(self, other: Operand) -> Sql:
        return self._with("*", other)

    def __truediv__(self, other: Operand) -> Sql:
        return self._with("/", other)

    def __floordiv__(self, other: Operand) -> Sql:
        return self.made(f"CAST(floor({self.text} / {self.flavour.written(other)}) AS BIGINT)")

    def __pow__(self, other: Operand) -> Sql:
        return self.call("pow", other)

    def __ge__(self, other: Operand) -> Sql:
        return self._with(">=", other)

    def __gt__(self, other: Operand) -> Sql:
        return self._with(">", other)

    def __le__(self, other: Operand) -> Sql:
        return self._with("<=", other)

    def __lt__(self, other: Operand) -> Sql:
        return self._with("<", other)

    def __eq__(self, other: object) -> Sql:  # type: ignore[override]  # as expressions do
        return self._with("=", other)  # type: ignore[arg-type]  # an operand

    def __ne__(self, other: object) -> Sql:  # type: ignore[override]  # as expressions do
        return self._with("<>", other)  # type: ignore[arg-type]  # an operand

    __hash__ = None  # type: ignore[assignment]  # == makes an expression

    def __and__(self, other: Operand) -> Sql:
        return self._with("AND", other)

    def __or__(self, other: Operand) -> Sql:
        return self._with("OR", other)

    def __invert__(self) -> Sql:
        return self.made(f"(NOT {self.text})")

    def abs(self) -> Sql:
        """The absolute value."""
        return self.call("abs")

    def alias(self, name: str) -> Sql:
        """It, with a name."""
        return self.made(f"{self.text} AS {self.flavour.quoted(name)}")

    def all(self) -> Sql:
        """Whether it holds in all rows in which it is not missing."""
        return self.call("bool_and")

    def cast(self, kind: str) -> Sql:
        """It as another type; long queries are bound sooner without casts that change nothing."""
        return self if self.kind == kind else self.made(f"CAST({self.text} AS {kind})", kind)

    def fill_null(self, value: Operand) -> Sql:
        """It, or a value where it is missing."""
        return self.call("coalesce", value)

    def floor(self) -> Sql:
        """The greatest whole number that is not above it."""
        if not self.flavour.narrow_floor:
            return self.call("floor")
        small = f"abs({self.text}) < {self.flavour.written(float(2**53))}"  # others are whole
        return self.made(
            f"(CASE WHEN {small} THEN CAST(floor({self.text}) AS DOUBLE) ELSE {self.text} END)"
        )

    def is_between(self, least: Operand, most: Operand) -> Sql:
        """Whether it lies between two bounds, both included."""
        written = self.flavour.written
        return self.made(f"({self.text} BETWEEN {written(least)} AND {written(most)})")

    def is_in(self, options: Iterable[Operand]) -> Sql:
        """Whether it is one of some options."""
        listed = ", ".join(map(self.flavour.written, options))
        return self.made(f"({self.text} IN ({listed}))")

    def is_finite(self) -> Sql:
        """Whether it is neither NaN nor infinite."""
        return self.call("isfinite")

    def is_nan(self) -> Sql:
        """Whether it is NaN."""
        return self.call("isnan")

    def is_null(self) -> Sql:
        """Whether it is missing."""
        return self.made(f"({self.text} IS NULL)")

    def log(self) -> Sql:
        """The natural logarithm."""
        return self.call("ln")

    def null_count(self) -> Sql:
        """How many are missing."""
        return self.made(f"(count(*) - count({self.text}))")

    def sum(self) -> Sql:
        """The sum over all rows."""
        return self.call("sum")

    @property
    def str(self) -> _Strings:
        """What is done to text."""
        return _Strings(self)


@attrs.frozen(eq=False)
class _Strings:
    """What is done to text."""

    of: Sql

    def contains(self, pattern: str) -> Sql:
        """Whether a regular expression is found in it."""
        return self.of.call(self.of.flavour.matches, pattern)

    def strip_chars(self) -> Sql:
        """It without white space at both ends."""
        return self.of.made(f"trim(BOTH ' \t\r\n' FROM {self.of.text})")

    def to_lowercase(self) -> Sql:
        """It in small letters."""
        return self.of.call("lower")


@attrs.frozen(eq=False)
class _When:
    """The beginning of a case."""

    cases: tuple[tuple[Sql, Operand], ...]
    condition: Sql

    def then(self, value: Operand) -> _Then:
        """What it is where the condition holds."""
        return _Then((*self.cases, (self.condition, value)))


class _Then(Sql):
    """Cases so far; it may end here, with nothing otherwise."""

    cases: tuple[tuple[Sql, Operand], ...]

    def __init__(self, cases: tuple[tuple[Sql, Operand], ...]) -> None:
        object.__setattr__(self, "cases", cases)
        object.__setattr__(self, "text", _case(cases, None))
        object.__setattr__(self, "flavour", cases[0][0].flavour)
        object.__setattr__(self, "kind", None)

    def when(self, condition: Sql) -> _When:
        """The next case."""
        return _When(self.cases, condition)

    def otherwise(self, value: Operand) -> Sql:
        """What it is where no condition holds."""
        kinds = {_kind(then) for _, then in self.cases} | {_kind(value)}
        return self.made(_case(self.cases, value), kinds.pop() if len(kinds) == 1 else None)


def _kind(value: Operand) -> str | None:
    return value.kind if isinstance(value, Sql) else None


def _case(cases: Sequence[tuple[Sql, Operand]], otherwise: Operand) -> str:
    written = cases[0][0].flavour.written
    listed = " ".join(f"WHEN {where.text} THEN {written(then)}" for where, then in cases)
    return f"(CASE {listed} ELSE {written(otherwise)} END)"


DUCKDB: Final = Flavour(
    '"', "", "VARCHAR", backslash=False, matches="regexp_matches", narrow_floor=False
)
"""The dialect of DuckDB."""

SPARK: Final = Flavour("`", "D", "STRING", backslash=True, matches="regexp_like", narrow_floor=True)
"""The dialect of Spark."""
