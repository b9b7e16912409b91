"""Adapting a rubric: another of one's own, made from it by changes that are put on record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, cast

import attrs

from rubrika.errors import Problem, Problems, RubricError, RubrikaError, near_miss, told
from rubrika.model.changes import Adaptation, Change
from rubrika.model.changing import GONE, Joining, Tree, put, rebuilt
from rubrika.model.citing import cite_changes
from rubrika.model.fields import fields_of
from rubrika.model.levels import Attribute, Cap, Level
from rubrika.model.locating import Step, at, located
from rubrika.model.nodes import Criterion, Indicator, Node, to_children
from rubrika.model.rubric import Rubric
from rubrika.number import as_text, exact
from rubrika.rules.nodes import Condition, Expression
from rubrika.sources import Source, source_of
from rubrika.text import Text, TextLike

__all__ = ["adapt"]

_OWN: Final = ("id", "version", "adaptation")
"""What an adaptation has of its own anyway."""


def adapt(
    rubric: Rubric,
    *,
    id: str,
    version: str,
    changes: Mapping[str, object] | None = None,
    remove: Iterable[str] = (),
    add: Mapping[str, Iterable[Node] | Node] | None = None,
    source: Source | str | None = None,
    **fields: Any,  # noqa: ANN401  # any field of Rubric
) -> Rubric:
    """A rubric of one's own, made from *rubric* by changes that it keeps on record.

    That is how an office replaces provisional numbers with its official table, and how a national
    framework becomes a province's own. All changes are made at once, so that weights which add up
    again at the end raise no error on the way.

    Args:
        rubric: The rubric to start from.
        id: The id of the new one.
        version: Its version.
        changes: New values by path. A path starts with the id of a node (``"c1.weight"``,
            ``"families.scale.bands[0].points"``), with ``levels``, ``caps`` or ``context`` and an
            id or place (``"levels.good.requirements[0]"``), or with a field of the rubric
            (``"no_level"``). The paths that errors and stated numbers have are understood too.
        remove: The ids of nodes, or paths such as ``"levels.fair"``, to leave out.
        add: Nodes to add, by the id of the criterion that they join; ``"criteria"`` for the top.
        source: Where the numbers come from that are changed or added and do not say it themselves:
            a :class:`Source`, or the id of one of the rubric's. None: nobody has said it, so in a
            rubric with sources they are provisional; those that stood in their place, or stand
            around them, do not speak of them. (The rubric's own source is ``changes={"source": …}``
            instead. A part whose source is changed or that is added with one keeps it.)
        fields: New values for fields of the rubric itself, such as ``title`` or ``levels``.
            Examples are not taken over, since nobody has said them of the new rubric.

    Raises:
        RubricError: with every path that leads nowhere (and near misses), and all that contradicts
            itself in the result.

    >>> from rubrika import Bands, Criterion, Indicator, Rubric
    >>> share = Indicator("families", "Learning families", Bands({70: 5}, unit="%"))
    >>> national = Rubric("national", version="1", title="National", criteria=[share])
    >>> ours = adapt(national, id="ours", version="1", changes={"families.scale.bands[0].at": 75})
    >>> print(ours.adaptation.changes[0])
    families.scale.bands[0].at: 70 → 75
    """
    problems = Problems()
    tree: Tree = {}
    record: list[Change] = []
    stated: Source | None = None
    with problems.under("source"):
        stated = _stated(rubric, source)

    def change(path: str, steps: tuple[Step, ...], value: object) -> None:
        if steps[0] in _OWN:
            raise _own_field(path)
        before = at(rubric, steps)
        put(tree, steps, value)
        after = "" if value is GONE else said(_number(value, before), stated)
        record.append(Change(path, said(before), after))

    for path, value in (changes or {}).items():
        with problems.under(path):
            change(path, located(rubric, path), value)
    for path in (remove,) if isinstance(remove, str) else remove:
        with problems.under(path):
            steps = located(rubric, path)
            if not isinstance(steps[-1], int):
                raise _not_removable(path)
            change(path, steps, GONE)
    for name, value in fields.items():
        with problems.under(name):
            change(name, located(rubric, name, field=True), value)
    joining: Joining = {}
    for parent, nodes in (add or {}).items():
        with problems.under(parent):
            steps = _joined(rubric, parent)
            added = to_children(nodes)
            joining[steps] = added
            record.extend(Change(f"{parent} + {node.id}", "", said(node)) for node in added)
    if (id, version) == (rubric.id, rubric.version):
        problems.add(
            "same-version",
            f"the rubric {rubric.id}@{rubric.version} is the one that is adapted",
            "version",
            "Give the result an id or a version of its own.",
        )
    problems.raise_as(RubricError)
    made = cast("dict[str, Any]", rebuilt(rubric, tree, joining))
    if "examples" not in fields:
        made["examples"] = ()  # what they expect of the rubric, nobody has said of this one
    earlier = Adaptation(
        rubric.id, rubric.version, rubric.fingerprint, tuple(record), rubric.adaptation
    )
    own: dict[str, Any] = {"id": id, "version": version, "adaptation": earlier}
    after = Rubric(**(made | own))
    if stated is None and not rubric.sources:
        return after  # the numbers are their author's own, the new ones as well as the old
    unstated = _unstated(after.id)
    return cite_changes(rubric, after, stated or unstated, unstated)


def _stated(rubric: Rubric, source: object) -> Source | None:
    """The source that an adaptation states for its numbers, if it states one."""
    if source is None or isinstance(source, Source):
        return source
    if isinstance(source, str) and source in rubric.sources:
        return rubric.sources[source]
    near = near_miss(source, rubric.sources) if isinstance(source, str) else ""
    raise RubricError(
        Problem(
            "unknown-source",
            f"the rubric has no source {told(source)}",
            hint=near or "Write Source(id, document=…).",
        )
    )


def _unstated(id_: str) -> Source:
    """The provisional source of numbers of which an adaptation does not say where they are from."""
    return Source(
        f"changed-in-{id_}",
        status="provisional",
        reason={
            "en": f"changed by adaptation {id_}, no source stated",
            "vi": f"do bản điều chỉnh {id_} thay đổi, chưa nêu nguồn",
        },
    )


def _own_field(path: str) -> RubricError:
    return RubricError(
        Problem(
            "adapted-field",
            f"an adaptation has its own {path.split('.', maxsplit=1)[0]}",
            hint="Write adapt(rubric, id=…, version=…).",
        )
    )


def _not_removable(path: str) -> RubricError:
    return RubricError(
        Problem(
            "not-removable",
            f"{told(path)} is no node, level, cap or context attribute",
            hint="Change it to None instead, if it may be left out.",
        )
    )


def _joined(rubric: Rubric, id_: str) -> tuple[Step, ...]:
    """The steps to the tuple that nodes join."""
    if id_ == "criteria":
        return ("criteria",)
    if isinstance(rubric.nodes.get(id_), Criterion):
        return (*located(rubric, id_), "children")
    known = [name for name, node in rubric.nodes.items() if isinstance(node, Criterion)]
    raise RubricError(
        Problem(
            "unknown-path",
            f"there is no criterion {told(id_)} to join",
            hint=near_miss(id_, ["criteria", *known]),
        )
    )


def _number(value: object, before: object) -> object:
    """*value* as a number, where it is a text in the place of one."""
    if isinstance(value, str) and isinstance(before, Fraction):
        with suppress(RubrikaError):  # which is told where the number is due
            return exact(value)
    return value


def said(value: object, source: Source | None = None) -> str:
    """A value in a record of changes; *source* is that of numbers which do not name one."""
    match value:
        case None:
            return ""
        case bool():
            return told(value)
        case Fraction() | int() | float() | Decimal():
            own = source_of(value) or source
            return _told_number(value) + (f" [{own.id}]" if own is not None else "")
        case Text():
            return value.get()
        case Source():
            return value.id
        case Indicator() | Criterion() | Level() | Attribute():
            return f"{value.id} ({value.title.get()})"
        case Cap():
            return f"{value.level} unless {value.unless}"
        case Expression() | Condition() | str() | date():
            return str(value)
        case Mapping():
            return _said_pairs(cast("Mapping[object, object]", value), source)
        case tuple() | list():
            return "; ".join(said(member, source) for member in cast("Iterable[object]", value))
        case _ if attrs.has(type(value)) or is_dataclass(value):
            given = [field for field in fields_of(value) if field.value != field.default]
            parts = [(field.written, said(field.value, source)) for field in given]
            told_parts = ", ".join(f"{name}={part}" for name, part in parts if part)
            return f"{type(value).__name__}({told_parts})"
        case _:
            return told(value)


def _told_number(value: object) -> str:
    try:
        return as_text(exact(value))
    except RubrikaError:  # which is told where the number is due
        return told(value)


def _said_pairs(pairs: Mapping[object, object], source: Source | None) -> str:
    """A mapping in a record: a text in several languages, or points by bounds or options."""
    try:
        return Text.of(cast("TextLike", pairs)).get()
    except RubrikaError:
        return "; ".join(f"{said(key)}: {said(v, source)}" for key, v in pairs.items())
