"""What a caller chooses: which column is what, what is given, and what becomes of bad rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, TypeAlias, cast, get_args

import attrs

from rubrika.errors import FrameError, Problems, near_miss, told
from rubrika.model.domains import Fact
from rubrika.model.nodes import Indicator
from rubrika.model.rubric import Rubric

__all__ = ["OUTPUTS", "PROBLEM", "Bad", "Nan", "Numbers", "Options", "Output", "options_of"]

Bad: TypeAlias = Literal["fail", "tell"]
"""What becomes of bad rows: the call fails, or a column ``problem`` tells."""

Nan: TypeAlias = Literal["bad", "missing"]
"""What NaN is: a bad value, or a missing one."""

Numbers: TypeAlias = Literal["float", "whole"]
"""How points are written: as the nearest float, or as whole numbers over a known denominator."""

Output: TypeAlias = Literal["points", "level", "least", "most", "possible", "why"]
"""What can be given of a row, besides the points of nodes:

``points`` (the total; null while it is open), ``level`` (its id, or the word for no level; null
while it is open), ``least`` and ``most`` (the bounds of the total), ``possible`` (the levels that
can still be given, joined by commas) and ``why`` (the first requirement of the next level up that
does not hold; null at the top).
"""

OUTPUTS: Final[tuple[str, ...]] = get_args(Output)

PROBLEM: Final = "problem"


@attrs.frozen
class Options:
    """What a caller chose, checked."""

    columns: dict[str, str | None]
    context: dict[str, Fact]
    not_applicable: dict[str, str]
    key: tuple[str, ...] | None
    give: tuple[str, ...]
    nodes: tuple[str, ...]
    names: dict[str, str]
    bad: Bad
    nan: Nan
    text: bool
    numbers: Numbers
    no_level: str
    lang: str | None

    def name_of(self, output: str) -> str:
        """The name of the column of an output, or of a node's points."""
        return self.names.get(
            output, output if output in (*OUTPUTS, PROBLEM) else f"{output}_points"
        )

    @property
    def outputs(self) -> tuple[str, ...]:
        """All outputs in order: those asked for, nodes, and problems."""
        told_ = (PROBLEM,) if self.bad == "tell" else ()
        return (*self.give, *self.nodes, *told_)


def options_of(
    rubric: Rubric,
    *,
    columns: Mapping[str, str | None] | None = None,
    context: Mapping[str, Any] | None = None,
    not_applicable: Mapping[str, str] | None = None,
    key: str | Iterable[str] | None = None,
    give: Iterable[str] = (),
    nodes: bool | Iterable[str] = (),
    names: Mapping[str, str] | None = None,
    bad: str = "fail",
    nan: str = "bad",
    text: bool = False,
    numbers: str = "float",
    no_level: str = "none",
    lang: str | None = None,
) -> Options:
    """Check what a caller chose.

    Raises:
        FrameError: with all that is wrong with it.
    """
    problems = Problems()
    if not isinstance(rubric, Rubric):
        problems.add("rubric", f"{told(rubric)} is no rubric", "rubric")
        problems.raise_as(FrameError)
    _check_kinds(
        problems,
        {"columns": columns, "context": context, "not_applicable": not_applicable, "names": names},
        {"key": key, "give": give, "nodes": nodes},
    )
    leaves = [leaf.id for leaf in rubric.indicators]
    facts = [fact.id for fact in rubric.context]
    found_columns = dict(columns or {})
    for id_, column in found_columns.items():
        if id_ not in leaves and id_ not in facts:
            problems.add(
                "unknown-indicator",
                f"{told(id_)} is no indicator and no context attribute of the rubric",
                f"columns.{id_}",
                near_miss(id_, [*leaves, *facts]),
            )
        elif column is not None and not isinstance(column, str):
            problems.add(
                "column-name",
                f"{told(column)} is no name of a column",
                f"columns.{id_}",
                "Write a name, or None where nothing is known.",
            )
    stated: dict[str, Fact] = {}
    for id_, value in (context or {}).items():
        attribute = next((fact for fact in rubric.context if fact.id == id_), None)
        if attribute is None:
            problems.add(
                "unknown-context",
                f"the rubric has no context attribute {told(id_)}",
                f"context.{id_}",
                near_miss(id_, facts) or "It depends on no context.",
            )
            continue
        if id_ in found_columns:
            problems.add(
                "stated-twice",
                f"{id_!r} is stated for all rows, and read from a column",
                f"context.{id_}",
                "Keep one of the two.",
            )
        with problems.under(f"context.{id_}"):
            stated[id_] = attribute.domain.check(value)
    for id_, column in (not_applicable or {}).items():
        node = rubric.nodes.get(id_)
        if not isinstance(node, Indicator):
            problems.add(
                "unknown-indicator",
                f"{told(id_)} is no indicator of the rubric",
                f"not_applicable.{id_}",
                near_miss(id_, leaves),
            )
        elif node.na is None:
            problems.add(
                "na-not-allowed",
                f"{id_!r} must apply",
                f"not_applicable.{id_}",
                f"Leave out the column {told(column)}.",
            )
    given = _listed(give, "give", OUTPUTS, problems)
    wanted = (
        tuple(rubric.nodes)
        if nodes is True
        else ()
        if nodes is False
        else _listed(nodes, "nodes", rubric.nodes, problems)
    )
    for output in names or {}:
        if output not in (*OUTPUTS, PROBLEM, *rubric.nodes):
            problems.add(
                "unknown-output",
                f"there is no output {told(output)}",
                f"names.{output}",
                near_miss(output, [*OUTPUTS, PROBLEM, *rubric.nodes]),
            )
    for what, word, known in (
        ("bad", bad, ("fail", "tell")),
        ("nan", nan, ("bad", "missing")),
        ("numbers", numbers, ("float", "whole")),
    ):
        if word not in known:
            problems.add(
                "unknown-word", f"{told(word)} is no way for {what}", what, near_miss(word, known)
            )
    named = {f"names.{output}": name for output, name in (names or {}).items()}
    for what, word in ({"no_level": no_level} | named).items():
        if not isinstance(word, str) or not word.strip():
            problems.add("column-name", f"{told(word)} is no name of a column", what, "Write text.")
    if not isinstance(text, bool):
        message = f"{told(text)} is neither yes nor no"
        problems.add("yes-no", message, "text", "Write True or False.")
    if no_level in [level.id for level in rubric.levels]:
        problems.add(
            "column-collision",
            f"{no_level!r} is a level of the rubric, and the word for no level",
            "no_level",
            'Choose another word: no_level="no level".',
        )
    problems.raise_as(FrameError)
    return Options(
        found_columns,
        stated,
        dict(not_applicable or {}),
        None if key is None else (key,) if isinstance(key, str) else tuple(dict.fromkeys(key)),
        given,
        wanted,
        dict(names or {}),
        cast("Bad", bad),
        cast("Nan", nan),
        text,
        cast("Numbers", numbers),
        no_level,
        lang,
    )


def _check_kinds(
    problems: Problems, mappings: Mapping[str, object], lists: Mapping[str, object]
) -> None:
    """Check that options are mappings, and lists of names.

    Raises:
        FrameError: when one is not.
    """
    for what, option in mappings.items():
        if option is not None and not isinstance(option, Mapping):
            message = f"{told(option)} is no dictionary"
            problems.add("frame-option", message, what, "Write names by id: {…: …}.")
    for what, option in lists.items():
        if option is not None and not isinstance(option, bool | str | Iterable):
            problems.add("frame-option", f"{told(option)} is no list of names", what, "Write […].")
    problems.raise_as(FrameError)


def _listed(
    words: Iterable[str], what: str, known: Iterable[str], problems: Problems
) -> tuple[str, ...]:
    """Some words of which each is known."""
    if isinstance(words, str):
        words = (words,)
    found = tuple(dict.fromkeys(words))
    listed = list(known)
    for word in found:
        if word not in listed:
            problems.add(
                "unknown-output", f"there is no {told(word)} to give", what, near_miss(word, listed)
            )
    return found
