"""Columns: how each input of a rubric is read from a frame, and which of its values are bad."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cached_property
from typing import Final, TypeAlias

import attrs
import narwhals.stable.v2 as nw
from narwhals.stable.v2.dtypes import DType

from rubrika.engines.arithmetic import Interval
from rubrika.engines.lookups import float_at_least
from rubrika.engines.program import Given
from rubrika.frames.dialect import Expr, between, cast_to, col, divided, is_nan, lit, when
from rubrika.frames.numbers import (
    LARGEST_EXACT_FLOAT,
    UNIT,
    Number,
    balanced,
    constant,
    end,
    of_type,
)
from rubrika.model.domains import WORDS, Categories, Domain, Quantity, Truth
from rubrika.number import decimals_of

__all__ = ["Column", "Kind", "is_text", "kind_of", "spellings"]

Kind: TypeAlias = str
"""How a column is read: whole, decimal or float, truth, option; numerals, words or choices of text;
objects (of Python); and stated (no column: the same for all), absent (unknown) or wrong (type)."""

_FAR: Final = Fraction(10**9)
"""Values beyond are left to the exact engine, where they are reckoned with and a domain has no
limit before: the error of floats grows with them."""

_MOST_DECIMALS: Final = 12
_FINITE: Final = 1.7976931348623157e308
_NUMERAL: Final = r"^[+-]?[0-9]{1,9}([.][0-9]{1,6})?$"
_YES: Final = [word for word, answer in WORDS.items() if answer]
_NO: Final = [word for word, answer in WORDS.items() if not answer]


def spellings(options: Iterable[str]) -> list[str]:
    """Options in both spellings of Unicode, composed and decomposed."""
    forms = ((option, unicodedata.normalize("NFD", option)) for option in options)
    return list(dict.fromkeys(form for pair in forms for form in pair))


def is_text(dtype: DType) -> bool:
    """Whether a type of columns is one of texts."""
    return any(dtype == kind for kind in (nw.String, nw.Categorical, nw.Enum))


def kind_of(dtype: DType, domain: Domain, *, text: bool) -> Kind | None:
    """How a column of a type is read for a domain; None when its type is wrong."""
    if dtype == nw.Object:
        return "objects"
    words = is_text(dtype)
    match domain:
        case Quantity():
            if dtype.is_integer():
                return "whole"
            if dtype.is_decimal():
                return "decimal"
            return "float" if dtype.is_float() else "numerals" if words and text else None
        case Truth():
            return "truth" if dtype == nw.Boolean else "words" if words and text else None
        case Categories():
            return None if not words else "choices" if text else "option"


@attrs.frozen(eq=False, slots=False)
class Column:
    """One input of a rubric, read from a column.

    Args:
        given: The input.
        domain: Which values it may have.
        name: The column.
        kind: How it is read.
        scale: How many decimals the type of the column has; None if any.
        nullable: Whether a value can be missing.
        guarded: Whether bad values can be there when points are worked out.
        nan_missing: Whether NaN stands for a missing value.
        stated: The one value of all rows, if it is stated and not read.
        reckoned: Whether rules do more with its numbers than compare them with bounds.
        filled: Whether some allowed value may be read where it is missing, as for rules whose
            result there is known otherwise.
        stored: The column in which what rules read is kept, if it is.
    """

    given: Given
    domain: Domain
    name: str
    kind: Kind
    scale: int | None = None
    nullable: bool = True
    guarded: bool = True
    nan_missing: bool = False
    stated: Fraction | bool | str | None = None
    reckoned: bool = True
    filled: bool = False
    stored: Expr | None = None

    @cached_property
    def value(self) -> Expr:
        """The value as it stands there, in the one type in which it is read."""
        column = col(self.name)
        match self.kind:
            case "float":
                wide = cast_to(column, "Float64")
                return when(~is_nan(wide)).then(wide) if self.nan_missing else wide
            case "decimal" if self.scale is not None:  # the float nearest to the decimal
                factor = float(10**self.scale)
                whole = (cast_to(column, "Float64") * factor + 0.5).floor()
                return divided(cast_to(whole, "Float64"), 10**self.scale)
            case "numerals":
                text = self._text
                safe = when(text.str.contains(_NUMERAL)).then(text).otherwise(lit("0"))
                return when(~self._blank).then(cast_to(safe, "Float64"))
            case "words":
                return when(self._text.is_in(_YES) | self._text.is_in(_NO)).then(
                    self._text.is_in(_YES)
                )
            case "option":
                return cast_to(column, "String")
            case "choices":
                return when(~self._blank).then(self._text)
            case _:
                return column

    @cached_property
    def _text(self) -> Expr:
        text = cast_to(col(self.name), "String").str.strip_chars()
        return text.str.to_lowercase() if self.kind == "words" else text

    @cached_property
    def _blank(self) -> Expr:
        return col(self.name).is_null() | (self._text == "")

    @property
    def reads_text(self) -> bool:
        """Whether its cells are read as those of a table of text."""
        return self.kind in ("numerals", "words", "choices")

    @cached_property
    def null(self) -> Expr:
        """Where the value is missing."""
        if self.kind in ("absent", "stated"):
            return lit(self.kind == "absent")
        return self._blank if self.reads_text else self.value.is_null()

    @property
    def waits(self) -> bool:
        """Whether rules must wait for it where it is missing."""
        return self.nullable and not self.filled

    @property
    def is_read(self) -> bool:
        """Whether there is a column to read."""
        return self.kind not in ("absent", "stated")

    @property
    def null_count(self) -> Expr:
        """How many values are missing."""
        if self.reads_text:
            return cast_to(self.null, "Int64").sum()
        return self.value.null_count()

    @property
    def shown(self) -> Expr:
        """What is shown of a value in an error."""
        return col(self.name)

    # What is allowed

    @cached_property
    def limits(self) -> Interval:
        """Between which limits values are read here; the exact engine reads those beyond."""
        possible = self.given.possible
        if not isinstance(possible, Interval):
            return Interval.at(Fraction(0))
        far = _FAR if self.reckoned else Fraction(LARGEST_EXACT_FLOAT)
        for places in (self.decimals, self.scale):  # beyond, floats do not tell the last decimal
            if places:
                far = min(far, Fraction(2**50, 10**places))
        least = -far if possible.least is None else max(possible.least, -far)
        most = far if possible.most is None else min(possible.most, far)
        if least > most:  # all that is allowed lies beyond
            return Interval.at(possible.least if possible.least is not None else Fraction(0))
        return Interval(least, most)

    @cached_property
    def decimals(self) -> int | None:
        """With how many decimals values are given, if that is known."""
        if self.kind == "whole":
            return 0
        known = [] if self.scale is None else [self.scale]
        known += [] if self.given.decimals is None else [self.given.decimals]
        if self.given.step is not None and isinstance(self.given.possible, Interval):
            places = [
                decimals_of(number)
                for number in (self.given.step, self.given.possible.least or Fraction(0))
            ]
            if None not in places:
                known.append(max(place for place in places if place is not None))
        found = min(known, default=None)
        return found if found is not None and found <= _MOST_DECIMALS else None

    @cached_property
    def fine(self) -> Expr | None:
        """Where a value is allowed (or missing, in some engines); None if every value is."""
        if not self.is_read:
            return None
        if self.kind == "wrong":
            return lit(False)
        match self.domain:
            case Quantity():
                fine = self._inside
                for test in self._grid:
                    fine = fine & (test if self.far is None else test | self.far)
                return fine
            case Categories() if self.kind == "option":
                return self._named
            case _:
                return None

    @cached_property
    def _named(self) -> Expr:
        """Where the text is one of the options, composed or decomposed."""
        assert isinstance(self.domain, Categories)  # noqa: S101  # as its kind says
        return self.value.is_in(spellings(self.domain.options))

    @property
    def unlimited(self) -> bool:
        """Whether every float is allowed that is a number."""
        possible = self.given.possible
        return (
            self.kind == "float"
            and isinstance(possible, Interval)
            and possible.least is None
            and possible.most is None
            and not self._grid
        )

    @cached_property
    def _inside(self) -> Expr:
        possible = self.given.possible
        assert isinstance(possible, Interval)  # noqa: S101  # the domain is one of numbers
        if self.kind == "whole":
            column = self.value
            tests: list[Expr] = []
            if possible.least is not None:
                tests.append(column >= math.ceil(possible.least))
            if possible.most is not None:
                tests.append(column <= math.floor(possible.most))
            return balanced(lambda a, b: a & b, tests) if tests else ~column.is_null()
        low = -_FINITE if possible.least is None else _float_limit(possible.least)
        high = _FINITE if possible.most is None else -_float_limit(-possible.most)
        return between(self.value, low, high)

    @cached_property
    def far(self) -> Expr | None:
        """Where a number is left to the exact engine; None if nowhere."""
        possible = self.given.possible
        if self.kind in ("absent", "stated", "wrong"):
            return None
        if self.kind == "numerals":
            odd: Expr | None = ~self._blank & ~self._text.str.contains(_NUMERAL)
        elif self.kind == "choices":
            odd = ~self._blank & ~self._named
        elif self.kind == "words":
            odd = ~self._blank & ~(self._text.is_in(_YES) | self._text.is_in(_NO))
        else:
            odd = None
        if not isinstance(possible, Interval):
            return odd
        tests = [] if odd is None else [odd]
        least, most = self.limits.least, self.limits.most
        if least is not None and (possible.least is None or possible.least < least):
            tests.append(self.value < float(least))
        if most is not None and (possible.most is None or possible.most > most):
            tests.append(self.value > float(most))
        if not tests:
            return None
        found = tests[0]
        for test in tests[1:]:
            found = found | test
        return found

    @cached_property
    def _grid(self) -> tuple[Expr, ...]:
        """The tests whether a number has the declared decimals and keeps the declared step."""
        return tuple(test for _, test in self._grid_tests())

    def _grid_tests(self) -> Iterator[tuple[str, Expr]]:
        declared, step = self.given.decimals, self.given.step
        if declared is not None and self.kind != "whole":
            factor = 10**declared
            yield "decimals", divided(self._rounded(float(factor)), factor) == self.value
        if step is not None:
            possible = self.given.possible
            origin = (possible.least if isinstance(possible, Interval) else None) or Fraction(0)
            yield "step", self._on_step(step, origin)

    def _rounded(self, factor: float) -> Expr:
        return cast_to((self.value * factor + 0.5).floor(), "Float64")

    def _on_step(self, step: Fraction, origin: Fraction) -> Expr:
        if self.kind == "whole":
            part = cast_to(self.value, "Float64") * float(origin.denominator) - float(
                origin.numerator
            )
            part = part * float(step.denominator)
            width = float(step.numerator * origin.denominator)
            return cast_to((part / width).floor(), "Float64") * width == part
        den = math.lcm(step.denominator, origin.denominator)
        count = cast_to(((self.value - float(origin)) / float(step) + 0.5).floor(), "Float64")
        return divided(count * float(step * den) + float(origin * den), den) == self.value

    @property
    def odd_step(self) -> bool:
        """Whether values keep a step that no decimal writes exactly."""
        return self.given.step is not None and self.kind != "whole" and self.decimals is None

    # Bad values

    @cached_property
    def bad(self) -> Expr | None:
        """Where a value is not allowed; None if every value is."""
        return None if self.fine is None else ~self.null & ~self.fine

    def faults(self) -> Iterator[tuple[str, str, Expr]]:
        """In which ways values can be bad, each row in one way only."""
        if self.fine is None:
            return
        if self.kind == "wrong":
            yield ("column-type", "a value of a wrong type", ~self.null)
            return
        if isinstance(self.domain, Categories):
            yield ("unknown-option", f"none of {self.domain}", ~self.null & ~self.fine)
            return
        here = ~self.null
        if self.kind == "float" and not self.nan_missing:
            yield ("number", "NaN, which is no number", here & is_nan(self.value))
            here = here & ~is_nan(self.value)
        yield ("out-of-domain", f"outside the domain: {self.domain}", here & ~self._inside)
        here = here & self._inside
        if self.far is not None:
            here = here & ~self.far
        for code, test in self._grid_tests():
            words = (
                f"more than {self.given.decimals} decimals"
                if code == "decimals"
                else f"off the step: {self.domain}"
            )
            yield (code, words, here & ~test)
            here = here & test

    # What rules read

    @property
    def stage(self) -> int:
        """From which stage of the query on rules can read it."""
        return 0 if self.stored is None else 1

    @property
    def is_compound(self) -> bool:
        """Whether it takes more than the column itself to read it; then it is worth a column."""
        tests = (self.guarded and self.fine is not None) or self.far is not None
        return self.is_read and self.kind != "wrong" and (tests or self.kind == "decimal")

    @cached_property
    def raw(self) -> Expr:
        """The value that rules read; some allowed value where there is none that they can read."""
        if self.stored is not None:
            return self.stored
        if self.stated is not None and not isinstance(self.stated, Fraction):
            return lit(self.stated)
        if self.kind in ("absent", "stated", "wrong"):
            return lit(self.default)
        tests: list[Expr] = []
        if self.guarded and self.fine is not None:
            tests.append(self.fine)
        if self.far is not None:
            tests.append(~self.far)
        value = self.value
        if self.kind == "whole" and tests:
            value = cast_to(value, "Int64")
        if not tests:
            return value.fill_null(self.default) if self.nullable else value
        safe = balanced(lambda a, b: a & b, tests)
        if self.nullable:
            safe = safe & ~self.null
        return when(safe).then(value).otherwise(lit(self.default))

    @cached_property
    def default(self) -> float | int | bool | str:
        """Some allowed value."""
        match self.domain:
            case Quantity():
                least = self.limits.least or Fraction(0)
                return math.ceil(least) if self.kind == "whole" else float(least)
            case Truth():
                return False
            case Categories(options):
                return options[0]

    @cached_property
    def number(self) -> Number:
        """The number that rules read."""
        if isinstance(self.stated, Fraction):
            return constant(self.stated)
        if self.kind == "whole":
            limits = Interval(
                Fraction(math.ceil(self.limits.least or 0)),
                Fraction(math.floor(self.limits.most or 0)),
            )
            whole = cast_to(self.raw, "Int64")
            return Number(whole, whole, limits, 1, stage=self.stage)
        if self.decimals is not None and self.fits:
            factor = 10**self.decimals
            whole = self.raw if factor == 1 else self.raw * float(factor)
            limits = self.limits
            kind = of_type(*(end(limit) * factor for limit in (limits.least, limits.most)))
            whole = cast_to((whole + 0.5).floor(), kind)
            return Number(whole, whole, limits, factor, stage=self.stage)
        error = self._largest * UNIT
        return Number(self.raw, self.raw, self.limits, None, error, stage=self.stage)

    @property
    def _largest(self) -> Fraction:
        zero = Fraction(0)
        return max(abs(self.limits.least or zero), abs(self.limits.most or zero))

    @property
    def fits(self) -> bool:
        """Whether its values are whole numbers of its last decimal that floats hold."""
        return self._largest * 10 ** (self.decimals or 0) < LARGEST_EXACT_FLOAT // 4


def _float_limit(limit: Fraction) -> float:
    """The least float that is at least *limit*, also where that is huge."""
    return float_at_least(limit) if abs(limit) <= LARGEST_EXACT_FLOAT else float(limit)
