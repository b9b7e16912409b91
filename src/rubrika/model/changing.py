"""Changing: copies of a rubric's parts in which many things are changed at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias, TypeVar, cast

import attrs

from rubrika.errors import Problem, Problems, RubricError, RubrikaError, join, told
from rubrika.model.crediting import credited
from rubrika.model.definition import Definition
from rubrika.model.evolving import Evolving
from rubrika.model.fields import fields_of, path_name
from rubrika.model.locating import Step
from rubrika.model.nodes import Node
from rubrika.model.provenance import UNSTATED
from rubrika.sources import Source

__all__ = ["GONE", "Joining", "Tree", "put", "rebuilt", "remade"]

_Definition = TypeVar("_Definition", bound=Definition)


class _Gone:
    """What stands for a value that is left out."""


GONE: Final = _Gone()


@attrs.frozen
class _New:
    """A new value in a tree of changes."""

    value: object


Tree: TypeAlias = "dict[Step, Tree | _New]"
"""Changes by the steps that lead to them."""

Joining: TypeAlias = dict[tuple[Step, ...], tuple[Node, ...]]
"""Nodes to add, by the steps to the tuple that they join."""


def put(tree: Tree, steps: tuple[Step, ...], value: object) -> None:
    """Put a new value into a tree of changes.

    Raises:
        RubricError: when there is one already, for that place or for what it is part of.
    """
    for step in steps[:-1]:
        below = tree.setdefault(step, {})
        if isinstance(below, _New):
            raise RubricError(
                Problem(
                    "changed-twice",
                    "it lies within something that is changed as a whole",
                    hint="Keep one of the changes.",
                )
            )
        tree = below
    if steps[-1] in tree:
        raise RubricError(
            Problem("changed-twice", "it is changed twice", hint="Keep one of the changes.")
        )
    tree[steps[-1]] = _New(value)


def rebuilt(
    definition: _Definition, tree: Tree, joining: Joining, source: Source | None
) -> _Definition:
    """A copy of *definition* with all changes.

    Args:
        definition: What is changed.
        tree: What changes in it.
        joining: Which nodes join.
        source: Where new numbers come from that name no source themselves.

    Raises:
        RubricError: with everything that contradicts itself.
    """
    return cast("_Definition", _Builder(joining, source).part(definition, tree, (), ""))


@attrs.frozen
class _Builder:
    """Makes changed copies from the leaves up."""

    joining: Joining
    source: Source | None

    def touched(self, steps: tuple[Step, ...]) -> bool:
        """Whether nodes join what stands at *steps*, or a part of it."""
        return any(place[: len(steps)] == steps for place in self.joining)

    def part(self, thing: object, tree: Tree | _New, steps: tuple[Step, ...], path: str) -> object:
        """A copy of what stands at *steps*; itself if nothing in it is changed."""
        if isinstance(tree, _New):
            if self.touched(steps):
                raise RubricError(
                    Problem(
                        "changed-twice",
                        "nodes are to join something that is changed as a whole",
                        path,
                        "Keep one of the changes.",
                    )
                )
            return tree.value
        if not tree and not self.touched(steps):
            return thing
        if isinstance(thing, tuple):
            return self.members(cast("tuple[object, ...]", thing), tree, steps, path)
        inner = self
        if isinstance(tree.get("source"), _New):  # its numbers come from there, the new ones too
            inner = _Builder(self.joining, None)
        made = _copy(thing, inner.fields(thing, tree, steps, path), path)
        return _copy(made, inner.credits(thing, made, tree, steps), path)

    def fields(
        self, thing: object, tree: Tree, steps: tuple[Step, ...], path: str
    ) -> dict[str, Any]:
        """All fields of *thing*, by the names by which they are written."""
        problems = Problems()
        made: dict[str, Any] = {}
        for field in fields_of(thing):
            inner = (*steps, field.name)
            with problems.under(""):
                made[field.written] = self.part(
                    field.value,
                    tree.get(field.name, {}),
                    inner,
                    join(path, path_name(thing, field)),
                )
        problems.raise_as(RubricError)
        return made

    def members(
        self, members: tuple[object, ...], tree: Tree, steps: tuple[Step, ...], path: str
    ) -> tuple[object, ...]:
        """The members of a tuple, without those that are left out, and with those that join."""
        problems = Problems()
        made: list[object] = []
        for place, member in enumerate(members):
            with problems.under(""):
                inner = tree.get(place, {})
                made.append(self.part(member, inner, (*steps, place), f"{path}[{place}]"))
        problems.raise_as(RubricError)
        return (*(m for m in made if m is not GONE), *self.joining.get(steps, ()))

    def credits(
        self, old: object, made: object, tree: Tree, steps: tuple[Step, ...]
    ) -> dict[str, Any]:
        """The fields of *made* that are new, with a source for their numbers."""
        found: dict[str, Any] = {}
        for field, before in zip(fields_of(made), fields_of(old), strict=True):
            if self.source is None or field.name in UNSTATED:
                continue
            inner = tree.get(field.name, {})
            if isinstance(inner, _New):
                found[field.written] = credited(field.value, self.source)
            elif isinstance(field.value, tuple) and (inner or (*steps, field.name) in self.joining):
                members = cast("tuple[object, ...]", field.value)
                new = _new_places(cast("tuple[object, ...]", before.value), inner)
                found[field.written] = tuple(
                    credited(member, self.source) if new.get(place, True) else member
                    for place, member in enumerate(members)
                )
        return found


def _copy(thing: object, changed: Mapping[str, Any], path: str) -> object:
    """A copy of *thing* with other fields; itself if there are none."""
    if not changed:
        return thing
    try:
        if isinstance(thing, Evolving):
            return thing.evolve(**changed)
        whole = {field.written: field.value for field in fields_of(thing)}
        return cast("Any", type(thing))(**{**whole, **changed})
    except RubrikaError as error:
        raise error.under(path) from None
    except TypeError:
        raise RubricError(
            Problem(
                "unchangeable",
                f"a {type(thing).__name__} cannot be changed in parts",
                path,
                f"Change it as a whole: {told(path)}.",
            )
        ) from None


def _new_places(members: tuple[object, ...], tree: Tree) -> dict[int, bool]:
    """Of those *members* that are not left out: whether each is replaced, by its place then."""
    inner = [tree.get(place) for place in range(len(members))]
    kept = [i for i in inner if not (isinstance(i, _New) and i.value is GONE)]
    return {place: isinstance(change, _New) for place, change in enumerate(kept)}
