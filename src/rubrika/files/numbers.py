"""Exact numbers in files: as they are written, and back."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from typing import Final

from rubrika.errors import NumberError, near_miss
from rubrika.files.data import Plain, is_list, is_table
from rubrika.files.problems import key_path, refuse, said
from rubrika.number import as_text, decimals_of, exact
from rubrika.sources import Source, cited, source_of

__all__ = ["plain_number", "read_number", "read_source"]

_SAFE: Final = 2**53  # up to here every reader of JSON and TOML keeps a whole number
_LIKE: Final = (
    'Numbers look like 12, 12.5, "1/3" or "30%"; with a source: { value = 12, source = "…" }.'
)


def read_number(value: object, sources: Mapping[str, Source]) -> Fraction:
    """The number that *value* says: a number, a numeric text, or a table with its source.

    Raises:
        FileError: when it says none, or its source is unknown.
    """
    if is_table(value):
        for key in value:
            if key not in ("value", "source"):
                hint = near_miss(key, ("value", "source"))
                refuse("unknown-key", f"a number has no key {said(key)}", key_path(key), hint)
        if "value" not in value:
            refuse("missing-key", "the number itself is missing", "value", _LIKE)
        number = _plain(value["value"], "value")
        source = value.get("source")
        return number if source is None else cited(number, read_source(source, sources, "source"))
    return _plain(value, "")


def _plain(value: object, path: str) -> Fraction:
    single = isinstance(value, bool | date | time)
    if value is None or single or is_table(value) or is_list(value):
        refuse("wrong-type", f"a number is due here, not {said(value)}", path, _LIKE)
    try:
        return exact(str(value) if isinstance(value, Decimal) else value)
    except NumberError as error:
        raise error.under(path) from None


def read_source(value: object, sources: Mapping[str, Source], path: str = "") -> Source:
    """The source that *value* refers to by its id.

    Raises:
        FileError: when there is none.
    """
    if not isinstance(value, str):
        hint = 'Write the id of a table [sources.ID]: source = "ID".'
        refuse("wrong-type", f"the id of a source is due here, not {said(value)}", path, hint)
    key = unicodedata.normalize("NFC", value)
    if key not in sources:
        hint = near_miss(key, sources) or f"Write a table [sources.{key_path(key)}]."
        refuse("unknown-source", f"there is no source {said(value)}", path, hint)
    return sources[key]


def plain_number(number: Fraction, keys: Mapping[Source, str], *, percent: bool = False) -> Plain:
    """*number* as files write it, so that it is read back exactly, with its source.

    A bare number is written only where every reader keeps it: a whole number below 2⁵³, or a
    decimal whose nearest float is shown by the same digits. All others become a text.

    Args:
        number: The number.
        keys: The keys of the sources.
        percent: Whether a part of one reads best as a percentage.
    """
    source = source_of(number)
    plain = _bare(Fraction(number.numerator, number.denominator), percent=percent)
    return plain if source is None else {"value": plain, "source": keys[source]}


def _bare(number: Fraction, *, percent: bool) -> int | float | str:
    if percent and 0 < number < 1 and decimals_of(number) is not None:
        return f"{as_text(number * 100)}%"
    if number.denominator == 1:
        return int(number) if abs(number) < _SAFE else str(number)
    if decimals_of(number) is not None:
        with suppress(OverflowError, NumberError):  # too large or too small for a float
            near = float(number)
            if exact(near) == number:  # a float means its shortest decimal: nothing is lost
                return near
    return as_text(number)
