"""Adapting a rubric: another of one's own, made from it by changes that are put on record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, cast

from rubrika.errors import Problem, Problems, RubricError, RubrikaError, near_miss, told
from rubrika.model.changes import Adaptation, Change
from rubrika.model.changing import GONE, Joining, Tree, put, rebuilt
from rubrika.model.citing import cite_changes
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
    stated_by: Source | None = None,
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
        stated_by: Where the new numbers come from that name no source themselves. None: in a rubric
            with sources they become provisional, since none of its sources speaks of them.
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
    tree: Tree = {}
    record: list[Change] = []

    def change(path: str, steps: tuple[Step, ...], value: object) -> None:
        if steps[0] in _OWN:
            raise _own_field(path)
        before = at(rubric, steps)
        put(tree, steps, value)
        record.append(Change(path, said(before), "" if value is GONE else said(value)))

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
    problems.raise_as(RubricError)
    earlier = Adaptation(
        rubric.id, rubric.version, rubric.fingerprint, tuple(record), rubric.adaptation
    )
    for name, value in (("id", id), ("version", version), ("adaptation", earlier)):
        put(tree, (name,), value)
    source = stated_by or (_unstated(id) if rubric.sources else None)
    return rebuilt(rubric, tree, joining, source)


def _unstated(id_: str) -> Source:
    """Where numbers come from of which an adaptation does not say it."""
    return Source(
        f"changed-in-{id_}",
        status="provisional",
        reason={
            "en": f"changed in the adaptation {id_}, which names no source",
            "vi": f"thay đổi trong bản điều chỉnh {id_}, chưa nêu nguồn",
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


def said(value: object) -> str:
    """A value in a record of changes."""
    match value:
        case Fraction():
            source = source_of(value)
            return as_text(value) + (f" [{source.id}]" if source is not None else "")
        case Text():
            return value.get()
        case Source():
            return value.id
        case Indicator() | Criterion() | Level() | Attribute():
            return f"{value.id} ({value.title.get()})"
        case Cap():
            return f"{value.level} unless {value.unless}"
        case Expression() | Condition() | str():
            return str(value)
        case int() | float() | Decimal() if not isinstance(value, bool):
            return as_text(exact(value))
        case Mapping():
            return _said_pairs(cast("Mapping[object, object]", value))
        case None:
            return ""
        case tuple() | list():
            return "; ".join(map(said, cast("Iterable[object]", value)))
        case _:
            return told(value)


def _said_pairs(pairs: Mapping[object, object]) -> str:
    """A mapping in a record: a text in several languages, or points by bounds or options."""
    try:
        return Text.of(cast("TextLike", pairs)).get()
    except RubrikaError:
        return "; ".join(f"{said(key)}: {said(value)}" for key, value in pairs.items())
