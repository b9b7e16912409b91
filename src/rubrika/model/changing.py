"""Changing: copies of a rubric's parts in which many things are changed at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias, cast

import attrs

from rubrika.errors import Problem, Problems, RubricError, RubrikaError, join, told
from rubrika.model.definition import Definition
from rubrika.model.evolving import Evolving
from rubrika.model.fields import fields_of, path_name
from rubrika.model.locating import Step
from rubrika.model.nodes import Node

__all__ = ["GONE", "Joining", "Tree", "put", "rebuilt", "remade"]


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


def remade(thing: object, changed: Mapping[str, Any]) -> object:
    """A copy of *thing* in which fields have changed, by the names by which they are written.

    Raises:
        RubrikaError: when the copy contradicts itself.
        TypeError: when it is not made from its fields.
    """
    if isinstance(thing, Evolving):
        return thing.evolve(**changed)
    fields = {field.written: field.value for field in fields_of(thing)}
    return cast("Any", type(thing))(**{**fields, **changed})


def rebuilt(definition: Definition, tree: Tree, joining: Joining) -> Mapping[str, Any]:
    """The fields of *definition* with all changes, ready to make another of it.

    Raises:
        RubricError: with everything in the changed parts that contradicts itself.
    """
    return _Builder(joining).fields(definition, tree, (), "")


class _Builder:
    """Makes changed copies from the leaves up."""

    def __init__(self, joining: Joining) -> None:
        self.joining = joining
        self.touched = {steps[:n] for steps in joining for n in range(len(steps) + 1)}

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

    def part(self, thing: object, tree: Tree | _New, steps: tuple[Step, ...], path: str) -> object:
        """A copy of what stands at *steps*; itself if nothing in it is changed."""
        if isinstance(tree, _New):
            if steps in self.touched:
                raise RubricError(
                    Problem(
                        "changed-twice",
                        "nodes are to join something that is changed as a whole",
                        path,
                        "Keep one of the changes.",
                    )
                )
            return tree.value
        if not tree and steps not in self.touched:
            return thing
        if isinstance(thing, tuple):
            return self.members(cast("tuple[object, ...]", thing), tree, steps, path)
        changed = self.fields(thing, tree, steps, path)
        try:
            return remade(thing, changed)
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
