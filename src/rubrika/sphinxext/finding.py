"""Finding what a directive names: a registered rubric, or a file beside the page."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import attrs
from sphinx.environment import BuildEnvironment

from rubrika import FileError, Problem, Rubric, RubrikaError, load, registry
from rubrika.errors import near_miss, told
from rubrika.files.parsing import parse
from rubrika.files.reading import format_of, read_text
from rubrika.sphinxext.fresh import depends
from rubrika.text import LANGUAGES

__all__ = ["about", "is_file", "language", "loaded", "parts", "rubric"]

_SUFFIXES: Final = (".toml", ".json")
_Thing = TypeVar("_Thing")


def is_file(name: str) -> bool:
    """Whether a name is that of a rubric's file, and not an id."""
    return name.lower().endswith(_SUFFIXES)


def rubric(env: BuildEnvironment, name: str) -> Rubric:
    """The rubric with an id, with ``id@version``, or in a file; the page depends on it.

    Args:
        env: Of the page that is being read.
        name: An id, or the path of a file: from the folder of the page or, with a slash at its
            start, from that of all pages.

    Raises:
        RubrikaError: with every problem of the name or the file.
    """
    if is_file(name):
        return loaded(env, name, load)
    id_, _, version = name.partition("@")
    found = registry.get(id_, version or None)
    depends(env, name, found)
    return found


def loaded(env: BuildEnvironment, name: str, load: Callable[[Path], _Thing]) -> _Thing:
    """What *load* makes of a file, on which the page then depends; each problem names the file."""
    with about(name):
        try:
            noted, absolute = env.relfn2path(name)
        except (OSError, ValueError) as error:  # a name that no file can have
            raise FileError(
                Problem("no-file", f"{told(name)} cannot be read: {error}", hint="Check its name.")
            ) from None
        env.note_dependency(noted)
        for base in _bases(Path(absolute)):
            env.note_dependency(str(base))
        return load(Path(absolute))


@contextmanager
def about(name: str) -> Generator[None, None, None]:
    """Say of what the problems are that are raised inside."""
    try:
        yield
    except RubrikaError as error:
        raise type(error)(
            attrs.evolve(problem, path=", ".join(filter(None, (name, problem.path))))
            for problem in error.problems
        ) from None


def _bases(path: Path) -> list[Path]:
    """The files that a rubric's file extends, as far as they can be read."""
    found: list[Path] = []
    while True:
        try:
            data: dict[str, Any] = parse(read_text(path), format_of(path, "csv", "tsv"))
        except RubrikaError:  # it is told when the rubric is loaded
            return found
        base = data.get("extends")
        if not isinstance(base, str) or not is_file(base):
            return found
        path = path.parent / base
        if path in found:
            return found
        found.append(path)


def language(env: BuildEnvironment, wanted: str | None, rubric: Rubric) -> str:
    """The language of a directive: the one that is *wanted*, else the project's, else English.

    Raises:
        RubrikaError: when neither rubrika nor the rubric speaks it.
    """
    known = dict.fromkeys((*LANGUAGES, *rubric.title.languages))
    asked = (wanted or cast("str | None", env.config.language) or "en").replace("_", "-")
    for tag in (asked, asked.partition("-")[0]):
        if tag in known:
            return tag
    if not wanted:
        return "en"
    raise RubrikaError(
        Problem(
            "other-language",
            f"neither rubrika nor this rubric speaks {told(wanted)}",
            "lang",
            near_miss(wanted, known),
        )
    )


def parts(wanted: str | None, known: tuple[str, ...]) -> frozenset[str]:
    """The parts that the option ``only`` lists; all that are *known* where it is not given.

    Raises:
        RubrikaError: with each word that is none of them.
    """
    if wanted is None:
        return frozenset(known)
    words = wanted.replace(",", " ").split() or [""]
    wrong = [word for word in words if word not in known]
    if wrong:
        raise RubrikaError(
            Problem(
                "unknown-part", f"there is no part {told(word)}", "only", near_miss(word, known)
            )
            for word in wrong
        )
    return frozenset(words)
