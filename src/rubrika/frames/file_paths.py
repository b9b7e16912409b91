"""Paths of files: the format that a suffix tells, and which file a problem is of."""

from __future__ import annotations

import stat
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import attrs

from rubrika.errors import FileError, Problem, told
from rubrika.files.problems import refuse
from rubrika.files.reading import where

__all__ = ["SUFFIXES", "kind_of", "naming", "size_of"]

SUFFIXES: Final = {
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".arrow": "arrow",
    ".feather": "arrow",
    ".ipc": "arrow",
}
"""The suffixes of files that are read and written, and the format that each tells."""


def kind_of(path: Path) -> str:
    """The format that the suffix of a file tells.

    Raises:
        FileError: for a suffix that is not known.
    """
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None:
        refuse(
            "suffix",
            f"{told(path.name)} ends in none of {', '.join(SUFFIXES)}",
            hint="The suffix tells the format: rename the file.",
        )
    return kind


@contextmanager
def naming(path: Path) -> Generator[None, None, None]:
    """Say of which file the problems are that are raised inside.

    Raises:
        FileError: with these problems.
    """
    try:
        yield
    except FileError as error:
        raise FileError(
            attrs.evolve(one, path=", ".join(filter(None, (str(path), one.path))))
            for one in error.problems
        ) from None
    except OSError as error:
        hint = "Check its name, and whether you may read it."
        raise FileError(
            Problem(
                "no-file", f"the file cannot be read: {error.strerror or error}", str(path), hint
            )
        ) from None


def size_of(path: Path) -> int:
    """How many bytes a file has.

    Raises:
        FileError: when there is none, or it is a folder, a pipe or empty.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        refuse("no-file", f"there is no file {told(str(path))}", hint=where(path))
    except ValueError as error:  # a name that no file can have
        refuse("no-file", f"{told(str(path))} cannot be read: {error}", hint="Check its name.")
    if stat.S_ISDIR(status.st_mode):
        refuse("folder", f"{told(str(path))} is a folder", hint="Name the files in it.")
    if not stat.S_ISREG(status.st_mode):
        refuse(
            "no-file",
            f"{told(str(path))} is a pipe or a device",
            hint="Write what comes out of it into a file first.",
        )
    if not status.st_size:
        refuse("empty", "the file is empty", hint="Its first row names the columns.")
    return status.st_size
