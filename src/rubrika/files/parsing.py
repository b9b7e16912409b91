"""From a text to plain tables: syntax, depth, and numbers as they are written."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NoReturn

import attrs

from rubrika.errors import FileError, Problems, RubrikaError, join, told
from rubrika.files.data import Plain, is_list, is_table
from rubrika.files.problems import key_path, refuse, said
from rubrika.files.reading import LARGEST, Format, refuse_large

__all__ = ["parse", "place_in"]

_DEEPEST: Final = 100
_LONGEST_NUMBER: Final = 640  # characters: so many digits Python reads whatever its limit is
_DOTTED = re.compile(r"""[\w"'-]+(?:[ \t]*\.[ \t]*[\w"'-]+)*""")
_FIRST_LINE = 'Its first line is format = "rubric/1", or format = "assessment/1".'
_DIGITS = re.compile(r"[0-9_]+")
_AT = re.compile(r"(.*) \(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)", re.DOTALL)


def parse(text: str, format: Format) -> dict[str, Any]:
    """The table that *text* says, with numbers as they are written.

    Raises:
        FileError: for text that is too long, empty, of broken syntax, nested too deeply, or that
            has a key twice.
    """
    if not isinstance(text, str):
        hint = "Read the file with load, or decode its bytes as UTF-8."
        refuse("wrong-type", f"a text is due, not {type(text).__name__}", hint=hint)
    if len(text) > LARGEST:
        refuse_large(f"the text has {len(text):,} characters")
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    if not text.strip():
        refuse("empty", "the file is empty", hint=_FIRST_LINE)
    numbers = _Numbers(text)
    try:
        data = _parse_toml(text, numbers) if format == "toml" else _parse_json(text, numbers)
    except RecursionError:
        _refuse_deep()
    if not is_table(data):
        hint = 'Write { "format": "rubric/1", … }.'
        refuse("wrong-type", f"an object is due, not {said(data)}", hint=hint)
    _check_tree(data)
    return dict(data)


def _refuse_deep(path: str = "") -> NoReturn:
    refuse("too-deep", "it is nested too deeply", path, f"At most {_DEEPEST} levels.")


@attrs.frozen
class _Numbers:
    """Reads the numbers of a text, none of which makes more work than it is worth."""

    text: str

    def decimal(self, said: str) -> Decimal:
        """A number as it is written, however large; a mark such as NaN is refused later."""
        if len(said) > _LONGEST_NUMBER:
            self.refuse_long(said)
        try:
            return Decimal(said)
        except InvalidOperation:  # an exponent of some twenty digits
            hint = "Stay within 10^±330."
            refuse("number", f"{told(said)} is too large or too small", self._place(said), hint)

    def whole(self, said: str) -> int:
        """A whole number as it is written."""
        if len(said) > _LONGEST_NUMBER:
            self.refuse_long(said)
        return int(said)

    def refuse_long(self, said: str) -> NoReturn:
        """Refuse a number of thousands of digits."""
        message = f"a number of {len(said):,} characters is too long"
        refuse("number", message, self._place(said), "At most 400 digits.")

    def _place(self, said: str) -> str:
        return place_in(self.text, self.text.find(said))


def place_in(text: str, at: int) -> str:
    r"""The line and column of a place in *text*.

    >>> place_in("one\ntwo", 5)
    'line 2, column 2'
    """
    before = text[:at]
    return f"line {before.count(chr(10)) + 1}, column {at - before.rfind(chr(10))}"


def _parse_toml(text: str, numbers: _Numbers) -> Plain:
    for dotted in _DOTTED.finditer(text):  # which tomllib reads in quadratic time
        if dotted[0].count(".") > 10 * _DEEPEST:
            _refuse_deep(place_in(text, dotted.start()))
    try:
        return tomllib.loads(text, parse_float=numbers.decimal)
    except RubrikaError:
        raise
    except tomllib.TOMLDecodeError as error:
        found = _AT.fullmatch(str(error))
        if found is None or found[2] is None:
            message = str(error) if found is None else found[1]
            _refuse_syntax("TOML", message, f"line {text.count(chr(10)) + 1}")
        _refuse_syntax("TOML", found[1], f"line {found[2]}, column {found[3]}")
    except ValueError:  # Python reads no whole number of thousands of digits
        numbers.refuse_long(max(_DIGITS.findall(text), key=len))


def _refuse_syntax(what: str, message: str, path: str) -> NoReturn:
    said_so = message[:1].lower() + message[1:].rstrip(".")
    invalid = what == "TOML" and said_so == "invalid value"
    hint = 'Texts stand in quotes: title = "…".' if invalid else "Look at and before this place."
    refuse("syntax", f"this is no {what}: {said_so}", path, hint)


class _Object(dict[str, Any]):
    """An object of JSON that remembers the keys that stand in it twice."""

    twice: tuple[str, ...] = ()


def _parse_json(text: str, numbers: _Numbers) -> Plain:
    try:
        return json.loads(
            text,
            parse_float=numbers.decimal,
            parse_int=numbers.whole,
            parse_constant=Decimal,  # which is refused where a number is due, with its path
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        _refuse_syntax("JSON", error.msg, f"line {error.lineno}, column {error.colno}")


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        made.twice = tuple(name for name, count in counts.items() if count > 1)
    return made


def _check_tree(data: Plain) -> None:
    """Check depth, keys that stand twice and characters that are none, without recursion."""
    problems = Problems()
    waiting: list[tuple[str, Plain, int]] = [("", data, 1)]
    while waiting:
        path, thing, depth = waiting.pop()
        if depth > _DEEPEST:
            _refuse_deep(path[:200])
        if isinstance(thing, _Object):
            for key in thing.twice:
                place = join(path, key_path(key))
                message = f"the key {told(key)} stands twice"
                problems.add("duplicate-key", message, place, "Keep one of the two.")
        for step, member in _members(thing):
            if is_table(member) or is_list(member):
                waiting.append((join(path, step), member, depth + 1))
            if not _is_text(step) or (isinstance(member, str) and not _is_text(member)):
                place = join(path, step.encode("utf-8", "replace").decode())
                problems.add("encoding", "half a character stands here", place, _SURROGATE)
    problems.raise_as(FileError)


_SURROGATE: Final = "Characters beyond \\uffff are two escapes, or one character as it is."


def _is_text(text: str) -> bool:
    """Whether *text* can be written: JSON may say half of a character that is two escapes long."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _members(thing: Plain) -> Iterable[tuple[str, Plain]]:
    if is_table(thing):
        return ((key_path(key), value) for key, value in thing.items())
    return ((f"[{place}]", value) for place, value in enumerate(thing))
