"""Exact numbers: what is accepted, how it is rounded, and how it is shown.

Every number is a rational, a :class:`fractions.Fraction`. A float is read by its shortest decimal,
so that ``0.1`` is one tenth. Nothing is rounded unless a rubric says so.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

import attrs

from rubrika.errors import NumberError, Problem, told

__all__ = ["Bounds", "Enclosure", "Exact", "HowToRound", "Numeric", "Rounding", "exact", "percent"]

Numeric: TypeAlias = int | Fraction | Decimal | float | str
"""What is accepted as a number: see :func:`exact`."""

HowToRound: TypeAlias = Literal["half-up", "half-even", "up", "down"]
"""How to round: ``half-up`` and ``half-even`` to the nearest step, with ties away from minus
infinity or to the even multiple; ``up`` to the next step above; ``down`` to the next below."""

_HOW: Final[tuple[str, ...]] = get_args(HowToRound)
_LONGEST = 400
_MOST_BITS = (10**_LONGEST).bit_length()
_LARGEST_EXPONENT = 330  # every float is within
_NUMERAL = re.compile(
    r"(?P<sign>[+-]?)(?:(?P<n>[0-9]+)/(?P<d>[0-9]+)|(?P<dec>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
    r"(?:[eE](?P<exp>[+-]?[0-9]+))?)(?P<pct>\s?%)?"
)
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")


def exact(value: object) -> Fraction:
    """The exact rational that *value* stands for.

    Accepted are int, :class:`~fractions.Fraction`, :class:`~decimal.Decimal`, float (by its
    shortest decimal) and numeric strings: ``"12.5"``, ``"-3"``, ``"1/3"``, ``"2e-3"``, ``"74.02%"``
    (a percentage is a hundredth). A Fraction is given back as it is.

    Raises:
        NumberError: for NaN, infinities, truth values, text that is no number (a decimal comma has
            its own hint), and numbers with exponents beyond ±330 or more than 400 characters.

    >>> exact(0.1), exact("12.5"), exact("74.02%")
    (Fraction(1, 10), Fraction(25, 2), Fraction(3701, 5000))
    """
    match value:
        case Fraction():
            return value
        case bool():
            _refuse(
                value, "is yes or no, where a number is due", "Write 1 or 0 if you mean a number."
            )
        case int():
            if value.bit_length() > _MOST_BITS:
                _refuse(value, "is too large or too small", f"At most {_LONGEST} digits.")
            return Fraction(value)
        case float():
            if not math.isfinite(value):
                _refuse(value, "is not a finite number", _LEAVE_OUT)
            return _from_text(float.__repr__(value))  # a subclass may write itself otherwise
        case Decimal():
            if not value.is_finite():
                _refuse(value, "is not a finite number", _LEAVE_OUT)
            if value and abs(value.adjusted()) > _LARGEST_EXPONENT:
                _refuse(value, "is too large or too small", f"Stay within 10^±{_LARGEST_EXPONENT}.")
            if len(value.as_tuple().digits) > _LONGEST:
                _refuse(value, "is too long for a number", f"At most {_LONGEST} digits.")
            return Fraction(value) if value else Fraction(0)
        case str():
            return _from_text(value.strip())
        case _:
            _refuse(value, f"is a {type(value).__name__}, where a number is due", _LOOK)
    raise AssertionError("unreachable")  # pragma: no cover - _refuse always raises


_LOOK = "Numbers look like 12, -3.5, 1/3, 2e-3 or 74.02%."
_MOST_SHOWN = 3_400  # bits: some thousand digits
_MOST_WRITTEN = 14_000  # bits: less than the 4,300 digits that Python writes
_LEAVE_OUT = "Write a number. What was not observed is left out: missing evidence gives bounds."


def _from_text(text: str) -> Fraction:
    if len(text) > _LONGEST:
        _refuse(text, "is too long for a number", f"At most {_LONGEST} characters.")
    found = _NUMERAL.fullmatch(text)
    if found is None:
        if _COMMA.fullmatch(text):
            hint = f"Write the decimal point as a point: {text.replace(',', '.')}."
        elif text.lower().lstrip("+-") in {"nan", "inf", "infinity"}:
            hint = _LEAVE_OUT
        else:
            hint = _LOOK
        _refuse(text, "is not a number", hint)
        raise AssertionError("unreachable")  # pragma: no cover - _refuse always raises
    if found["n"] is not None:
        if int(found["d"]) == 0:
            _refuse(text, "divides by zero", "Write a divisor other than 0.")
        number = Fraction(int(found["n"]), int(found["d"]))
    else:
        if found["exp"] is not None and abs(int(found["exp"])) > _LARGEST_EXPONENT:
            _refuse(text, "is too large or too small", f"Stay within 10^±{_LARGEST_EXPONENT}.")
        number = Fraction(found["dec"] + ("e" + found["exp"] if found["exp"] else ""))
    if found["pct"]:
        number /= 100
    return -number if found["sign"] == "-" else number


def _refuse(value: object, message: str, hint: str) -> None:
    raise NumberError(Problem("number", f"{told(value)} {message}", hint=hint)) from None


def percent(value: Numeric) -> Fraction:
    """So many hundredths: ``percent(50)`` is one half.

    >>> percent(50), percent("12.5")
    (Fraction(1, 2), Fraction(1, 8))
    """
    return exact(value) / 100


@attrs.frozen
class Rounding:
    """A declared rounding: to multiples of *step*, in the way *how*.

    Args:
        step: The positive distance between two allowed numbers: ``1``, ``"0.01"``, ``"1/4"``.
        how: ``"half-up"`` (default), ``"half-even"``, ``"up"`` or ``"down"``. A tie goes towards
            plus infinity under ``half-up``, to the even multiple of the step under ``half-even``.

    >>> Rounding("0.01")(Fraction(74996, 1000)), Rounding(5, "down")("14.9")
    (Fraction(75, 1), Fraction(10, 1))
    """

    step: Fraction = attrs.field(converter=exact)
    how: HowToRound = "half-up"

    def __attrs_post_init__(self) -> None:
        if self.step <= 0:
            _refuse(str(self.step), "is no rounding step", "A step is greater than 0.")
        if self.how not in _HOW:
            _refuse(self.how, "is no way to round", f"Use {', '.join(_HOW)}.")

    def __call__(self, value: Numeric) -> Fraction:
        """Round *value*."""
        return round_to(exact(value), self.step, self.how)


def round_to(value: Fraction, step: Fraction, how: HowToRound) -> Fraction:
    """Round *value* to a multiple of *step*: the one place where rounding is defined."""
    steps = value / step
    match how:
        case "down":
            whole = math.floor(steps)
        case "up":
            whole = math.ceil(steps)
        case "half-up":
            whole = math.floor(steps + Fraction(1, 2))
        case _:  # half-even
            whole = round(steps)
    return whole * step


class Bounds(NamedTuple):
    """The least and the most that a number can still become; ``None`` where there is no limit.

    >>> from rubrika import get
    >>> print(*get("learning-citizen-pilot").score({}).bounds)
    0 100
    """

    least: Fraction | None
    most: Fraction | None


@attrs.frozen
class Enclosure:
    """An irrational number, known to lie between two rationals.

    It comes from a rule with a root or a logarithm. It is as narrow as all comparisons needed; its
    float is the middle.

    >>> float(Enclosure(Fraction(14142, 10000), Fraction(14143, 10000)))
    1.41425
    """

    least: Fraction
    most: Fraction

    def __float__(self) -> float:
        return float((self.least + self.most) / 2)


Exact: TypeAlias = Fraction | Enclosure
"""An exact result: a rational, or an :class:`Enclosure` where a root or logarithm is not one."""


def decimals_of(value: Fraction) -> int | None:
    """How many decimal places *value* needs, or None if no number of them suffices.

    >>> decimals_of(Fraction(1, 8)), decimals_of(Fraction(1, 3))
    (3, None)
    """
    denominator, twos, fives = value.denominator, 0, 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 else None


def shown(
    value: Fraction, *, digits: int = 2, against: Iterable[Fraction] = (), lang: str = "en"
) -> str:
    """Show *value* with at most *digits* decimals, but never on the wrong side of a threshold.

    More digits are used where fewer would put the shown number on another side of one of the
    numbers in *against* than the exact one: 74.996 is not shown as 75 beside "needs 75". A number
    that lies on one of them and has no end as a decimal is shown as a fraction.

    >>> shown(Fraction(74996, 1000)), shown(Fraction(74996, 1000), against=[Fraction(75)])
    ('75', '74.996')
    >>> shown(Fraction(1, 3), lang="vi")
    '0,33'
    """
    if _bits(value) > _MOST_SHOWN:
        return _magnitude(value)
    limits = tuple(against)
    if value in limits and decimals_of(value) is None:
        return as_text(value)
    while True:
        scale = 10**digits
        whole = round(value * scale)
        near = Fraction(whole, scale)
        if near == value or all(
            (near > t) == (value > t) and (near < t) == (value < t) for t in limits
        ):
            break
        digits += 1
    return _decimal(whole, digits, "," if lang == "vi" else ".")


def _decimal(whole: int, digits: int, point: str) -> str:
    """*whole* over ten to the power *digits*, as a decimal without idle zeros."""
    sign, whole = ("-" if whole < 0 else ""), abs(whole)
    left, right = divmod(whole, 10**digits)
    tail = f"{right:0{digits}d}".rstrip("0") if digits else ""
    return f"{sign}{left}{point}{tail}" if tail else f"{sign}{left}"


def _bits(value: Fraction) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def _magnitude(value: Fraction) -> str:
    bits = abs(value.numerator).bit_length() - value.denominator.bit_length()
    return f"{'-' if value < 0 else ''}≈ 10^{round(bits * math.log10(2))}"


def as_text(value: Fraction) -> str:
    """Write *value* so that :func:`exact` reads it back: ``12``, ``12.5`` or ``1/3``.

    Of one with more than four thousand digits, which Python does not write, the magnitude is told.

    >>> as_text(Fraction(25, 2)), as_text(Fraction(1, 3)), as_text(Fraction(10) ** 5000)
    ('12.5', '1/3', '≈ 10^5000')
    """
    if _bits(value) > _MOST_WRITTEN:
        return _magnitude(value)
    places = decimals_of(value)
    if places is None:
        return f"{value.numerator}/{value.denominator}"
    return _decimal(int(value * 10**places), places, ".")
