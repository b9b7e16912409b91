"""Domains: which values an observation or a context fact may have."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from fractions import Fraction
from typing import Final, TypeAlias

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.errors import AssessmentError, NumberError, Problem, RubricError, near_miss, told
from rubrika.number import as_text, decimals_of, exact
from rubrika.sources import number_field

__all__ = ["Categories", "Domain", "Fact", "Quantity", "Truth"]

Fact: TypeAlias = Fraction | bool | str
"""A checked value: an exact number, yes or no, or an option."""

_WORDS: Final = {
    **dict.fromkeys(("true", "yes", "y", "1", "có", "đạt", "x"), True),
    **dict.fromkeys(("false", "no", "n", "0", "không"), False),
}
_UNIT_LIMITS: Final = {"%": (Fraction(0), Fraction(100))}


@attrs.frozen
class Quantity:
    """Numbers, between limits and with a unit.

    Args:
        least: The least allowed value; None for no limit.
        most: The greatest allowed value; None for no limit.
        unit: What is counted, such as ``"%"`` (then 0 to 100 unless limits are given), ``"min"``.
        decimals: How many decimals a value may have; None for any.
        step: Which distance values keep from *least* (or zero); None for any.

    Raises:
        RubricError: when the limits are the wrong way round, or decimals or step make no sense.

    >>> Quantity(unit="%").check("74.02")
    Fraction(3701, 50)
    """

    least: Fraction | None = number_field(default=None)
    most: Fraction | None = number_field(default=None)
    unit: str = ""
    decimals: int | None = None
    step: Fraction | None = number_field(default=None)

    def __attrs_post_init__(self) -> None:
        if self.least is None and self.most is None and self.unit in _UNIT_LIMITS:
            least, most = _UNIT_LIMITS[self.unit]
            object.__setattr__(self, "least", least)
            object.__setattr__(self, "most", most)
        if self.least is not None and self.most is not None and self.least > self.most:
            raise RubricError(
                Problem(
                    "limits",
                    f"the least value {as_text(self.least)} is above the greatest, {as_text(self.most)}",
                )
            )
        if self.decimals is not None and (
            isinstance(self.decimals, bool) or not 0 <= self.decimals <= 12
        ):
            raise RubricError(
                Problem(
                    "decimals",
                    f"{told(self.decimals)} is no number of decimals",
                    "decimals",
                    "Write 0 to 12.",
                )
            )
        if self.step is not None and self.step <= 0:
            raise RubricError(
                Problem("step", f"the step {as_text(self.step)} is not above 0", "step")
            )

    def check(self, value: object) -> Fraction:
        """The exact number that *value* is, if it is allowed.

        Raises:
            AssessmentError: when it is no number, or not one of these.
        """
        if self.unit != "%" and isinstance(value, str) and value.rstrip().endswith("%"):
            raise AssessmentError(
                Problem(
                    "number",
                    f"{told(value)} is a percentage, but the unit is {self.unit or 'none'}",
                )
            )
        try:
            number = exact(value.strip().removesuffix("%") if isinstance(value, str) else value)
        except NumberError as error:
            raise AssessmentError(error.problems) from None
        below = self.least is not None and number < self.least
        above = self.most is not None and number > self.most
        if below or above:
            raise AssessmentError(
                Problem(
                    "out-of-domain",
                    f"{told(value)} is outside the domain",
                    hint=f"Allowed: {self}.",
                )
            )
        places = decimals_of(number)
        if self.decimals is not None and (places is None or places > self.decimals):
            raise AssessmentError(
                Problem(
                    "decimals",
                    f"{told(value)} has more decimals than declared",
                    hint=f"Allowed: {self.decimals}.",
                )
            )
        if self.step is not None and (number - (self.least or 0)) % self.step:
            raise AssessmentError(
                Problem(
                    "step", f"{told(value)} is not a multiple of the step", hint=f"Allowed: {self}."
                )
            )
        return number

    def from_text(self, text: str) -> Fraction:
        """The number that *text* (of a table's cell) stands for."""
        return self.check(text)

    @property
    def possible(self) -> Interval:
        """All numbers that are allowed, between the limits."""
        return Interval(self.least, self.most)

    def __str__(self) -> str:
        unit = f" {self.unit}" if self.unit else ""
        match self.least, self.most:
            case None, None:
                said = f"a number{unit and ' in'}{unit}"
            case least, None:
                said = f"at least {as_text(least)}{unit}"
            case None, most:
                said = f"at most {as_text(most)}{unit}"
            case least, most:
                said = f"{as_text(least)} to {as_text(most)}{unit}"
        steps = "" if self.step is None else f" in steps of {as_text(self.step)}"
        places = "" if self.decimals is None else f" with at most {self.decimals} decimals"
        return f"{said}{steps}{places}"


@attrs.frozen
class Truth:
    """Yes or no.

    >>> Truth().check(True), Truth().from_text("yes")
    (True, True)
    """

    def check(self, value: object) -> bool:
        """*value* itself, if it is a truth value.

        Raises:
            AssessmentError: when it is not; a number is no truth value.
        """
        if not isinstance(value, bool):
            raise AssessmentError(
                Problem(
                    "yes-no", f"{told(value)} is neither yes nor no", hint="Write true or false."
                )
            )
        return value

    def from_text(self, text: str) -> bool:
        """The truth value that *text* (of a table's cell) stands for: yes, no, true, false, có, không."""
        known = _WORDS.get(unicodedata.normalize("NFC", text).strip().lower())
        if known is None:
            raise AssessmentError(
                Problem(
                    "yes-no",
                    f"{told(text)} is neither yes nor no",
                    hint="Write yes or no (có, không).",
                )
            )
        return known

    @property
    def possible(self) -> frozenset[bool]:
        """Both answers."""
        return frozenset((True, False))

    def __str__(self) -> str:
        return "yes or no"


def _options(options: Iterable[str]) -> tuple[str, ...]:
    found = tuple(unicodedata.normalize("NFC", o) if isinstance(o, str) else o for o in options)
    if isinstance(options, str) or not found or not all(isinstance(o, str) and o for o in found):
        raise RubricError(
            Problem("options", f"{told(options)} are no options", hint="List at least one word.")
        )
    if len(set(found)) < len(found):
        raise RubricError(Problem("options", f"an option stands twice in {told(found)}"))
    return found


@attrs.frozen
class Categories:
    """One of several named options.

    >>> Categories(["never", "often"]).check("often")
    'often'
    """

    options: tuple[str, ...] = attrs.field(converter=_options)

    def check(self, value: object) -> str:
        """The option that *value* names.

        Raises:
            AssessmentError: when it is none of the options; near misses are named.
        """
        found = unicodedata.normalize("NFC", value) if isinstance(value, str) else value
        if found not in self.options:
            raise AssessmentError(
                Problem(
                    "unknown-option",
                    f"{told(value)} is no option",
                    hint=near_miss(str(value), self.options),
                )
            )
        return str(found)

    def from_text(self, text: str) -> str:
        """The option that *text* (of a table's cell) names."""
        return self.check(text.strip())

    @property
    def possible(self) -> frozenset[str]:
        """All options."""
        return frozenset(self.options)

    def __str__(self) -> str:
        return ", ".join(self.options)


Domain: TypeAlias = Quantity | Truth | Categories
"""Which values are allowed."""
