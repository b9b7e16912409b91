"""From bytes to plain tables: limits, encoding, syntax, and what the file says that it is."""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, NoReturn, TypeAlias

from rubrika.errors import Problem, near_miss, told
from rubrika.files.problems import refuse, said

__all__ = [
    "FORMATS",
    "LARGEST",
    "Format",
    "Kind",
    "check_format",
    "format_of",
    "known_format",
    "read_text",
    "refuse_large",
    "where",
]

Format: TypeAlias = Literal["toml", "json"]
Kind: TypeAlias = Literal["rubric", "assessment"]

FORMATS: Final[tuple[Format, ...]] = ("toml", "json")
LARGEST: Final = 10_000_000
"""How many bytes a file may have, or characters a text."""
_VERSION: Final = 1
_DECLARED = re.compile(r"(rubric|assessment)/([0-9]{1,6})")


def format_of(path: Path, *others: str) -> Format:
    """The format that a file's suffix tells.

    Args:
        path: The file, which need not be there.
        others: Which suffixes are also possible, though not here.

    Raises:
        FileError: for any other suffix than .toml and .json.
    """
    suffix = path.suffix.lower().removeprefix(".")
    if suffix not in FORMATS:
        known = ", ".join(f".{form}" for form in (*FORMATS, *others))
        refuse(
            "suffix",
            f"{told(path.name)} ends in none of {known}",
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
        content = b"" if folder or size > LARGEST else _first_bytes(path)
    except FileNotFoundError:
        refuse("no-file", f"there is no file {told(str(path))}", hint=where(path))
    except (OSError, ValueError) as error:  # a ValueError for names that no file can have
        reason = getattr(error, "strerror", None) or str(error)
        hint = "Check its name, and whether you may read it."
        refuse("no-file", f"{told(str(path))} cannot be read: {reason}", hint=hint)
    if folder:
        refuse("folder", f"{told(str(path))} is a folder", hint="Name a file in it.")
    size = max(size, len(content))
    if size > LARGEST:
        refuse_large(f"{told(str(path))} has {size:,} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        refuse(
            "encoding",
            f"the file is not UTF-8: byte {error.start} (on line {line}) cannot be read",
            hint="Save it as UTF-8.",
        )


def where(path: Path) -> str:
    """Where a file that is missing was looked for."""
    if path.is_absolute():
        return "Check the name."
    try:
        return f"Check the name; it was looked for in {Path.cwd()}."
    except OSError:  # the current folder was deleted
        return "Check the name; the current folder does not exist."


def _first_bytes(path: Path) -> bytes:
    """The content of a file, which may grow while it is read, up to what is already too large."""
    with path.open("rb") as stream:
        return stream.read(LARGEST + 1)


def refuse_large(message: str) -> NoReturn:
    """Refuse what is longer than any file needs to be."""
    refuse("too-large", message, hint=f"At most {LARGEST:,} bytes.")


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
