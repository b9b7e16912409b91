"""From bytes to plain tables: limits, encoding, syntax, and what the file says that it is."""

from __future__ import annotations

import json
import re
import stat
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Literal, NoReturn, TypeAlias

from rubrika.errors import FileError, Problem, Problems, join, near_miss, told
from rubrika.files.data import Plain, is_list, is_table
from rubrika.files.problems import key_path, refuse, said

__all__ = ["FORMATS", "Format", "Kind", "check_format", "format_of", "parse", "read_text"]

Format: TypeAlias = Literal["toml", "json"]
Kind: TypeAlias = Literal["rubric", "assessment"]

FORMATS: Final[tuple[Format, ...]] = ("toml", "json")
_LARGEST: Final = 10_000_000  # bytes
_DEEPEST: Final = 100
_VERSION: Final = 1
_DECLARED = re.compile(r"(rubric|assessment)/([0-9]{1,6})")
_AT = re.compile(r"(.*) \(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)", re.DOTALL)


def format_of(path: Path) -> Format:
    """The format that a file's suffix tells.

    Raises:
        FileError: for any other suffix than .toml and .json.
    """
    suffix = path.suffix.lower().removeprefix(".")
    if suffix not in FORMATS:
        refuse(
            "suffix",
            f"{told(path.name)} ends in neither .toml nor .json",
            hint="The suffix tells the format: rename the file.",
        )
    return suffix


def known_format(format: object) -> Format:  # as the public functions call it
    """Check the name of a format.

    Raises:
        FileError: when there is no such format.
    """
    if format not in FORMATS:
        refuse("format", f"there is no format {told(format)}", hint=near_miss(str(format), FORMATS))
    return format


def read_text(path: Path) -> str:
    """The text of a file.

    Raises:
        FileError: when it is missing, a folder, too large or not UTF-8.
    """
    try:
        status = path.stat()
        folder, size = stat.S_ISDIR(status.st_mode), status.st_size
        content = b"" if folder or size > _LARGEST else _first_bytes(path)
    except FileNotFoundError:
        hint = f"Check the name; relative names start at {Path.cwd().name or 'the current folder'}."
        refuse("no-file", f"there is no file {told(str(path))}", hint=hint)
    except (OSError, ValueError) as error:  # a ValueError for names that no file can have
        reason = getattr(error, "strerror", None) or str(error)
        refuse("no-file", f"{told(str(path))} cannot be read: {reason}")
    if folder:
        refuse("folder", f"{told(str(path))} is a folder", hint="Name a file in it.")
    size = max(size, len(content))
    if size > _LARGEST:
        _refuse_large(f"{told(str(path))} has {size:,} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        refuse(
            "encoding",
            f"the file is not UTF-8: byte {error.start} (on line {line}) cannot be read",
            hint="Save it as UTF-8.",
        )


def _first_bytes(path: Path) -> bytes:
    """The content of a file, which may grow while it is read, up to what is already too large."""
    with path.open("rb") as stream:
        return stream.read(_LARGEST + 1)


def _refuse_large(message: str) -> NoReturn:
    refuse("too-large", message, hint=f"At most {_LARGEST:,} bytes.")


def parse(text: str, format: Format) -> dict[str, Any]:
    """The table that *text* says, with numbers as they are written.

    Raises:
        FileError: for text that is too long, empty, of broken syntax, nested too deeply, or that
            has a key twice.
    """
    if not isinstance(text, str):
        hint = "Read the file with load, or decode its bytes as UTF-8."
        refuse("wrong-type", f"a text is due, not {type(text).__name__}", hint=hint)
    if len(text) > _LARGEST:
        _refuse_large(f"the text has {len(text):,} characters")
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    if not text.strip():
        refuse("empty", "the file is empty", hint='Its first line is format = "rubric/1".')
    try:
        data = _parse_toml(text) if format == "toml" else _parse_json(text)
    except RecursionError:
        _refuse_deep()
    if not is_table(data):
        hint = 'Write { "format": "rubric/1", … }.'
        refuse("wrong-type", f"an object is due, not {said(data)}", hint=hint)
    _check_tree(data)
    return dict(data)


def _refuse_deep(path: str = "") -> NoReturn:
    refuse("too-deep", "it is nested too deeply", path, f"At most {_DEEPEST} levels.")


def _parse_toml(text: str) -> Plain:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = _AT.fullmatch(str(error))
        if found is None or found[2] is None:
            message = str(error) if found is None else found[1]
            _refuse_syntax("TOML", message, f"line {text.count(chr(10)) + 1}")
        _refuse_syntax("TOML", found[1], f"line {found[2]}, column {found[3]}")
    except ValueError as error:
        _refuse_syntax("TOML", str(error), "")


def _refuse_syntax(what: str, message: str, path: str) -> NoReturn:
    said_so = message[:1].lower() + message[1:].rstrip(".")
    hint = 'Texts stand in quotes: title = "…".' if said_so == "invalid value" else ""
    refuse("syntax", f"this is no {what}: {said_so}", path, hint)


class _Object(dict[str, Any]):
    """An object of JSON that remembers the keys that stand in it twice."""

    twice: tuple[str, ...] = ()


def _parse_json(text: str) -> Plain:
    try:
        return json.loads(
            text,
            parse_float=Decimal,
            parse_constant=Decimal,  # which is refused where a number is due, with its path
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        _refuse_syntax("JSON", error.msg, f"line {error.lineno}, column {error.colno}")
    except ValueError as error:  # a whole number of thousands of digits
        _refuse_syntax("JSON", str(error), "")


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        made.twice = tuple(name for name, count in counts.items() if count > 1)
    return made


def _check_tree(data: Plain) -> None:
    """Check depth and keys that stand twice, without recursion."""
    problems = Problems()
    waiting: list[tuple[str, Plain, int]] = [("", data, 1)]
    while waiting:
        path, thing, depth = waiting.pop()
        if depth > _DEEPEST:
            _refuse_deep(path[:200])
        if isinstance(thing, _Object):
            for key in thing.twice:
                place = join(path, key_path(key))
                problems.add("duplicate-key", f"the key {told(key)} stands twice", place)
        for step, member in _members(thing):
            if is_table(member) or is_list(member):
                waiting.append((join(path, step), member, depth + 1))
    problems.raise_as(FileError)


def _members(thing: Plain) -> Iterable[tuple[str, Plain]]:
    if is_table(thing):
        return ((key_path(key), value) for key, value in thing.items())
    return ((f"[{place}]", value) for place, value in enumerate(thing))


def check_format(data: Mapping[str, Any], kind: Kind, format: Format) -> list[Problem]:
    """Check what a file says that it is; give the problem if it does not say so.

    Raises:
        FileError: when it says that it is something else, or of a version from the future.
    """
    line = f'format = "{kind}/{_VERSION}"' if format == "toml" else f'"format": "{kind}/{_VERSION}"'
    if "format" not in data:
        hint = f"Make this its first line: {line}"
        return [Problem("no-format", "the file does not say what it is", "format", f"{hint}.")]
    declared = _DECLARED.fullmatch(str(data["format"]))
    if declared is None:
        refuse("format", f"{said(data['format'])} is no format", "format", f"Write {line}.")
    if declared[1] != kind:
        refuse(
            "other-format",
            f"this is {_NAMES[declared[1]]}, where {_NAMES[kind]} is due",
            "format",
            _WAYS[kind],
        )
    if int(declared[2]) > _VERSION:
        refuse(
            "newer-format",
            f"{said(data['format'])} is newer than this rubrika knows ({kind}/{_VERSION})",
            "format",
            'Update it: pip install --upgrade "rubrika".',
        )
    if int(declared[2]) != _VERSION:
        refuse("format", f"{said(data['format'])} is no format", "format", f"Write {line}.")
    return []


_NAMES: Final = {"rubric": "a rubric", "assessment": "an assessment"}
_WAYS: Final = {
    "rubric": "Read it with load_assessment.",
    "assessment": "Read it with load.",
}
