"""From plain tables to files: whole, or not at all."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from rubrika.errors import told
from rubrika.files.layout import lay_out
from rubrika.files.problems import refuse
from rubrika.files.reading import Format

__all__ = ["render", "replacing", "write_file"]


def render(table: Mapping[str, Any], format: Format) -> str:
    """*table* as TOML or JSON.

    Raises:
        MissingExtraError: for TOML, when the extra ``toml`` is not installed.
    """
    if format == "toml":
        return lay_out(table)
    return json.dumps(table, ensure_ascii=False, indent=2, allow_nan=False, default=_iso) + "\n"


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written")  # pragma: no cover - a safeguard


def write_file(path: Path, text: str) -> None:
    """Write *text* beside *path*, and move it there when all of it is on the disk.

    Raises:
        FileError: when the text has characters that no file can hold, or cannot be written there.
    """
    try:
        content = text.encode()
    except UnicodeEncodeError as error:
        character = text[error.start : error.end]
        message = f"the character {told(character)} cannot be written as UTF-8"
        refuse("encoding", message, hint="It is half a character: leave it out.")
    with replacing(path) as stream:
        stream.write(content)


@contextmanager
def replacing(path: Path) -> Generator[BinaryIO, None, None]:
    """A new file beside *path*, which takes its place when the block is done.

    By then all of it is on the disk. If the block is left by an error, the new file is removed, and
    *path* is as it was. Its name says until then that nobody is to read it: `.NAME.….part`.
    What is there but is no file, such as a device or a pipe, is written to as it stands.

    Raises:
        FileError: when it cannot be written there.
    """
    try:
        mode = _mode(path)
        with _beside(path, mode) if mode is None or stat.S_ISREG(mode) else path.open("wb") as made:
            yield made
    except OSError as error:
        message = f"{told(str(path))} cannot be written: {error.strerror or error}"
        refuse("not-written", message, hint="Check the folder, and whether you may write there.")


def _mode(path: Path) -> int | None:
    """What is there, and who may do what with it; None if nothing is."""
    try:
        return path.stat().st_mode  # of links that lead in a circle, this is refused
    except FileNotFoundError:
        return None


@contextmanager
def _beside(path: Path, mode: int | None) -> Generator[BinaryIO, None, None]:
    target = path.resolve()  # a link stays a link
    beside = target.with_name(f".{target.name}.{os.urandom(8).hex()}.part")
    try:
        with beside.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            beside.chmod(stat.S_IMODE(mode))
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
