"""Domains: which values an observation or a context fact may have."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Final, TypeAlias, cast

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.errors import (
    AssessmentError,
    NumberError,
    Problem,
    Problems,
    RubricError,
    near_miss,
    told,
)
from rubrika.model.fields import named
from rubrika.model.pairs import members_of
from rubrika.number import Numeric, as_text, decimals_of, exact
from rubrika.sources import to_optional_number, with_source
from rubrika.text import Text, TextLike

__all__ = ["WORDS", "Categories", "Domain", "Fact", "Quantity", "Truth"]

Fact: TypeAlias = Fraction | bool | str
"""A checked value: an exact number, yes or no, or an option."""

WORDS: Final = {
    **dict.fromkeys(("true", "yes", "y", "1", "có", "đạt", "x"), True),
    **dict.fromkeys(("false", "no", "n", "0", "không"), False),
}
"""What cells of tables say for yes and no."""
_UNIT_LIMITS: Final = {"%": (Fraction(0), Fraction(100))}
_MOST_DECIMALS: Final = 12


def is_count(value: object, most: int) -> bool:
    """Whether *value* is a whole number from 0 to *most*; a truth value is none."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def check_truth(_: object, __: object, value: bool) -> None:  # noqa: FBT001  # as attrs calls it
    """Check that a field of a rubric that says yes or no does: ``"no"`` would count as yes."""
    if not isinstance(value, bool):
        raise RubricError(
            Problem("yes-no", f"{told(value)} is neither yes nor no", hint="Write True or False.")
        )


def _check_unit(_: object, __: object, unit: str) -> None:
    if not isinstance(unit, str):
        raise RubricError(Problem("unit", f"{told(unit)} is no unit", hint='Write "%" or "min".'))


def to_bound(value: Numeric) -> Fraction:
    """Read a bound of observed values, which is written in their unit.

    Raises:
        NumberError: when it is no number, or a text such as ``"90%"``: that is nine tenths, while
            values with the unit % go up to 100.
    """
    if isinstance(value, str) and value.rstrip().endswith("%"):
        plain = value.rstrip().removesuffix("%").rstrip()
        raise NumberError(
            Problem(
                "number",
                f"{told(value)} is a percentage, but bounds are written in the unit of the values",
                hint=f'Write {plain}, with unit="%".',
            )
        )
    return exact(value)


def to_optional_bound(value: Numeric | None) -> Fraction | None:
    """Read a bound that may be left out."""
    return None if value is None else to_bound(value)


@attrs.frozen(field_transformer=named)
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

    least: Fraction | None = attrs.field(default=None, converter=to_optional_bound, eq=with_source)
    most: Fraction | None = attrs.field(default=None, converter=to_optional_bound, eq=with_source)
    unit: str = attrs.field(default="", validator=_check_unit)
    decimals: int | None = None
    step: Fraction | None = attrs.field(default=None, converter=to_optional_number, eq=with_source)

    def __attrs_post_init__(self) -> None:
        if self.least is None and self.most is None and self.unit in _UNIT_LIMITS:
            least, most = _UNIT_LIMITS[self.unit]
            object.__setattr__(self, "least", least)
            object.__setattr__(self, "most", most)
        if self.least is not None and self.most is not None and self.least > self.most:
            raise RubricError(
                Problem(
                    "limits",
                    f"the least value {as_text(self.least)} is above the greatest, "
                    f"{as_text(self.most)}",
                    "least",
                    "Swap the two.",
                )
            )
        if self.decimals is not None and not is_count(self.decimals, _MOST_DECIMALS):
            raise RubricError(
                Problem(
                    "decimals",
                    f"{told(self.decimals)} is no number of decimals",
                    "decimals",
                    f"Write 0 to {_MOST_DECIMALS}.",
                )
            )
        if self.step is not None and self.step <= 0:
            raise RubricError(
                Problem(
                    "step",
                    f"the step {as_text(self.step)} is not above 0",
                    "step",
                    "Write the distance between two allowed values.",
                )
            )
        for side, limit in (("least", self.least), ("most", self.most)):
            if limit is not None and not self._fits(limit):
                raise RubricError(
                    Problem(
                        "limits",
                        f"the limit {as_text(limit)} is itself no allowed value",
                        side,
                        "Write one with the declared decimals, a whole number of steps away.",
                    )
                )

    def _fits(self, number: Fraction) -> bool:
        return self._has_decimals(number) and self._is_step(number)

    def _has_decimals(self, number: Fraction) -> bool:
        places = decimals_of(number)
        return self.decimals is None or (places is not None and places <= self.decimals)

    def _is_step(self, number: Fraction) -> bool:
        return self.step is None or (number - (self.least or 0)) % self.step == 0

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
                    hint=f"Allowed: {self}.",
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
        if not self._has_decimals(number):
            raise AssessmentError(
                Problem(
                    "decimals",
                    f"{told(value)} has more decimals than declared",
                    hint=f"Allowed: {self.decimals}.",
                )
            )
        if not self._is_step(number):
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
        least = "" if self.least is None else as_text(self.least)
        most = "" if self.most is None else as_text(self.most)
        if least and most:
            said = f"{least} to {most}{unit}"
        elif least or most:
            said = f"at {'least' if least else 'most'} {least or most}{unit}"
        else:
            said = f"a number{unit and ' in'}{unit}"
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
        """The truth value that *text* of a table's cell stands for: yes, no, true, có, không."""
        known = WORDS.get(unicodedata.normalize("NFC", text).strip().lower())
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


def to_option(value: object) -> str:
    """Check the id of an option and give it in its one canonical (NFC) spelling.

    Raises:
        RubricError: when it is no text, or an empty one.
    """
    if not isinstance(value, str) or not value.strip():
        raise RubricError(
            Problem("option", f"{told(value)} is no option", hint='Write a word: "often".')
        )
    return unicodedata.normalize("NFC", value)


def _to_options(options: Iterable[str]) -> tuple[str, ...]:
    problems = Problems()
    found: list[str] = []
    for place, option in enumerate(members_of(options)):
        with problems.under(f"[{place}]"):
            found.append(to_option(option))
            if found[-1] in found[:-1]:
                problems.add(
                    "option-twice",
                    f"the option {told(option)} stands twice",
                    f"[{place}]",
                    "Drop one of the two.",
                )
    if isinstance(options, str) or not (found or problems.found):
        problems.add("options", f"{told(options)} are no options", hint="List at least one word.")
    problems.raise_as(RubricError)
    return tuple(found)


def _to_titles(
    titles: Mapping[str, Any] | Iterable[tuple[str, TextLike]],
) -> tuple[tuple[str, Text], ...]:
    try:
        pairs = dict(cast("Mapping[str, TextLike]", titles))
    except (TypeError, ValueError):
        raise RubricError(
            Problem(
                "titles",
                f"{told(titles)} are no titles by option",
                hint='Write {"often": "Often"}.',
            )
        ) from None
    problems = Problems()
    found: dict[str, Text] = {}
    for option, title in pairs.items():
        with problems.under(str(option)):
            found[to_option(option)] = Text.of(title)
    problems.raise_as(RubricError)
    return tuple(sorted((option, title) for option, title in found.items() if title))


@attrs.frozen(field_transformer=named)
class Categories:
    """One of several named options.

    Args:
        options: Their ids, in order.
        titles: Their titles, by id; where there is none, the id stands for it.

    Raises:
        RubricError: when an option stands twice, or a title is of none of them.

    >>> Categories(["never", "often"]).check("often")
    'often'
    """

    options: tuple[str, ...] = attrs.field(converter=_to_options)
    titles: tuple[tuple[str, Text], ...] = attrs.field(
        default=(), converter=_to_titles, kw_only=True
    )

    def __attrs_post_init__(self) -> None:
        problems = Problems()
        for option, _ in self.titles:
            if option not in self.options:
                problems.add(
                    "unknown-option",
                    f"{told(option)} is no option",
                    f"titles.{option}",
                    near_miss(option, self.options),
                )
        problems.raise_as(RubricError)

    def title(self, option: str) -> Text:
        """The title of an option; its id if it has none.

        >>> area = Categories(["hill", "plain"], titles={"hill": {"vi": "đồi", "en": "hills"}})
        >>> area.title("hill").get("vi"), area.title("plain").get("vi")
        ('đồi', 'plain')
        """
        return dict(self.titles).get(option) or Text(option)

    def check(self, value: object) -> str:
        """The option that *value* names.

        Raises:
            AssessmentError: when it is none of the options; near misses are named.
        """
        found = unicodedata.normalize("NFC", value) if isinstance(value, str) else ""
        if found not in self.options:
            raise AssessmentError(
                Problem(
                    "unknown-option",
                    f"{told(value)} is no option",
                    hint=near_miss(found, self.options),
                )
            )
        return found

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
