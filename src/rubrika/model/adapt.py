"""Adapting a rubric: another of one's own, made from it by changes that are put on record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias, cast

import attrs

from rubrika.errors import Problem, Problems, RubricError, near_miss, told
from rubrika.model.changes import Adaptation, Change
from rubrika.model.evolving import Evolving
from rubrika.model.nodes import Criterion, Indicator, Node
from rubrika.model.rubric import Rubric
from rubrika.number import as_text
from rubrika.rules.nodes import Condition, Expression
from rubrika.sources import Source, source_of
from rubrika.text import Text

__all__ = ["adapt"]

Step: TypeAlias = str | int
_SEGMENT = re.compile(r"\.?([^.\[\]]+)|\[(\d+)\]")


@attrs.frozen
class _New:
    """A new value in the tree of changes."""

    value: object


_Tree: TypeAlias = "dict[Step, _Tree | _New]"


def adapt(
    rubric: Rubric,
    *,
    id: str,  # noqa: A002  # ids are called so everywhere
    version: str,
    changes: Mapping[str, object] | None = None,
    remove: Iterable[str] = (),
    add: Mapping[str, Iterable[Node]] | None = None,
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
            ``"families.scale.bands[0].points"``), with ``levels``, ``caps`` or ``context`` and an id or
            place (``"levels.good.requirements[0]"``), or with a field of the rubric (``"no_level"``).
        remove: The ids of nodes, or paths such as ``"levels.fair"``, to leave out.
        add: Nodes to add, by the id of the criterion that they join; ``"criteria"`` for the top.
        fields: New values for fields of the rubric itself, such as ``title`` or ``levels``.

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
    tree: _Tree = {}
    record: list[Change] = []
    for path, value in (changes or {}).items():
        with problems.under(path):
            steps = _located(rubric, path)
            before = _at(rubric, steps)
            _put(tree, steps, _New(value))
            record.append(Change(path, _said(before), _said(value)))
    for path in remove:
        with problems.under(path):
            record.append(Change(path, _said(_at(rubric, _located(rubric, path))), ""))
            _put(tree, _located(rubric, path), _New(_GONE))
    joining: dict[str, tuple[Node, ...]] = {}
    for parent, nodes in (add or {}).items():
        with problems.under(parent):
            joining[_parent(rubric, parent)] = tuple(nodes)
            record.extend(
                Change(f"{parent} + {node.id}", "", _said(node)) for node in joining[parent]
            )
    for name, value in fields.items():
        with problems.under(name):
            _put(tree, _located(rubric, name), _New(value))
            if name != "title":
                record.append(Change(name, _said(_at(rubric, (name,))), _said(value)))
    problems.raise_as(RubricError)
    made = _rebuilt(rubric, tree, joining, top=True)
    known = Adaptation(rubric.id, rubric.version, rubric.fingerprint, tuple(record))
    return Rubric(**(made | {"id": id, "version": version, "adaptation": known}))


_GONE = object()


def _parent(rubric: Rubric, id_: str) -> str:
    if id_ != "criteria" and not isinstance(rubric.nodes.get(id_), Criterion):
        known = [
            "criteria",
            *(name for name, node in rubric.nodes.items() if isinstance(node, Criterion)),
        ]
        raise RubricError(
            Problem(
                "unknown-path",
                f"there is no criterion {told(id_)} to join",
                hint=near_miss(id_, known),
            )
        )
    return id_


def _steps(path: str) -> tuple[Step, ...]:
    """The steps of a path: names, and places in brackets."""
    found: list[Step] = []
    end = 0
    while end < len(path):
        match = _SEGMENT.match(path, end)
        if match is None:
            raise RubricError(
                Problem(
                    "path",
                    f"{told(path)} is no path",
                    hint="Write c1.weight or families.scale.bands[0].points.",
                )
            )
        found.append(match[1] if match[1] is not None else int(match[2]))
        end = match.end()
    return tuple(found)


def _located(rubric: Rubric, path: str) -> tuple[Step, ...]:
    """The steps from the rubric to what *path* means; the longest node id at its start counts."""
    for id_ in sorted(rubric.nodes, key=len, reverse=True):
        if path == id_ or path.startswith((f"{id_}.", f"{id_}[")):
            place = re.sub(r"\.(?:indicators|criteria)\[", ".children[", rubric.paths[id_])
            return _steps(place) + _steps(path[len(id_) :].removeprefix("."))
    steps = _steps(path)
    names = [field.name for field in attrs.fields(Rubric)] + ["least", "most"]
    if not steps or steps[0] not in names:
        raise RubricError(
            Problem(
                "unknown-path",
                f"{told(path)} leads nowhere",
                hint=near_miss(path.split(".")[0], [*rubric.nodes, *names]),
            )
        )
    return steps


def _at(thing: object, steps: tuple[Step, ...]) -> object:
    """What stands at *steps* below *thing*."""
    for step in steps:
        thing = _member(thing, step)
    return thing


def _member(thing: object, step: Step) -> object:
    if isinstance(thing, tuple):
        members = cast("tuple[Any, ...]", thing)
        return members[_place(members, step)]
    name = _field_name(thing, step)
    return getattr(thing, name)


def _place(members: tuple[Any, ...], step: Step) -> int:
    """The place of a member, told by its place or its id."""
    if isinstance(step, int) and step < len(members):
        return step
    ids = [
        str(getattr(member, "id", getattr(member, "level", place)))
        for place, member in enumerate(members)
    ]
    if isinstance(step, str) and step in ids:
        return ids.index(step)
    raise RubricError(
        Problem("unknown-path", f"there is no member {told(step)}", hint=near_miss(str(step), ids))
    )


def _field_name(thing: object, step: Step) -> str:
    """The attribute that *step* names; fields go by the names by which they are written."""
    known = (
        {f.alias: f.name for f in attrs.fields(type(thing)) if f.init}
        if attrs.has(type(thing))
        else {}
    )
    if not isinstance(step, str) or step not in known:
        raise RubricError(
            Problem(
                "unknown-path",
                f"{type(thing).__name__} has no {told(step)}",
                hint=near_miss(str(step), map(str, known)),
            )
        )
    return known[step]


def _put(tree: _Tree, steps: tuple[Step, ...], new: _New) -> None:
    """Put a new value into the tree of changes; two for one place are an error."""
    for step in steps[:-1]:
        below = tree.setdefault(step, {})
        if isinstance(below, _New):
            raise RubricError(
                Problem("changed-twice", "it lies within something that is changed as a whole")
            )
        tree = below
    if steps[-1] in tree:
        raise RubricError(
            Problem("changed-twice", "it is changed twice", hint="Keep one of the changes.")
        )
    tree[steps[-1]] = new


def _rebuilt(
    thing: Any, tree: _Tree | _New, joining: Mapping[str, tuple[Node, ...]], *, top: bool = False
) -> Any:  # noqa: ANN401  # parts of any class
    """A copy of *thing* with the changes of *tree*; of the top, its fields."""
    if isinstance(tree, _New):
        return tree.value
    if isinstance(thing, tuple):
        members = cast("tuple[Any, ...]", thing)
        by_place = {_place(members, step): below for step, below in tree.items()}
        made = [
            _rebuilt(member, by_place.get(place, {}), joining)
            for place, member in enumerate(members)
        ]
        return tuple(member for member in made if member is not _GONE)
    if not tree and not joining:
        return thing
    if not attrs.has(type(thing)):
        return thing
    known = {f.name: f.alias for f in attrs.fields(type(thing)) if f.init}
    changed = {_field_name(thing, step): below for step, below in tree.items()}
    made_fields: dict[str, Any] = {}
    for name, alias in known.items():
        value = getattr(thing, name)
        if name in changed or name in ("children", "criteria"):
            value = _rebuilt(value, changed.get(name, {}), joining)
        if name == "children" and isinstance(thing, Criterion):
            value = (*value, *joining.get(thing.id, ()))
        if name == "criteria" and top:
            value = (*value, *joining.get("criteria", ()))
        made_fields[str(alias)] = value
    if top:
        return made_fields
    if isinstance(thing, Evolving):
        return thing.evolve(**made_fields)
    return type(thing)(**made_fields)


def _said(value: object) -> str:
    """A value in a record of changes."""
    match value:
        case Fraction():
            source = source_of(value)
            return as_text(value) + (f" [{source.id}]" if source is not None else "")
        case Text():
            return value.get()
        case Source():
            return value.id
        case Indicator() | Criterion():
            return f"{value.id} ({value.title.get()})"
        case Expression() | Condition() | str():
            return str(value)
        case None:
            return ""
        case tuple() | list():
            return "; ".join(_said(member) for member in cast("Iterable[object]", value))
        case _:
            return told(value)
