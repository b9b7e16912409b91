"""The registry: which rubrics, scales and combinations there are, and who ships them.

Distributions name what they ship as entry points; they are found when they are first asked for, and
imported only when they are used.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from rubrika.model.combinations import Combination
from rubrika.model.rubric import Rubric
from rubrika.model.scales import Scale
from rubrika.registry.kinds import Kinds
from rubrika.registry.plugins import NO_PLUGINS
from rubrika.registry.registry import Entry, Registry

__all__ = [
    "NO_PLUGINS",
    "Entry",
    "Kinds",
    "Registry",
    "available",
    "combination_kinds",
    "default",
    "get",
    "register",
    "register_combination",
    "register_scale",
    "scale_kinds",
]

default: Final = Registry()
"""The registry that the functions of this module use."""


def get(id: str, version: str | None = None, *, on: date | str | None = None) -> Rubric:
    """The rubric with the id *id*; of several versions, the newest or the one in force on a day.

    Args:
        id: Its id.
        version: Its version. None: of those in question, the one whose validity starts last, and of
            these the highest in natural order (``"2026.10"`` is above ``"2026.9"``).
        on: The day on which it is in force: a date, or ``"2020-12-31"``. None: any.

    Raises:
        RegistryError: when there is none (near misses are named), when two distributions ship it,
            when two versions rank alike, or when the plugin that ships it is broken.

    >>> get("learning-unit-2020", on="2020-12-31").maximum
    Fraction(100, 1)
    """
    return default.get(id, version, on=on)


def available() -> tuple[Entry, ...]:
    """All rubrics, in the order of their ids and versions, and every plugin that cannot be used.

    It imports all plugins. One that fails has an :class:`Entry` that says why.

    >>> [entry.id for entry in available() if entry.distribution.startswith("rubrika ")]
    ['learning-citizen-pilot', 'learning-unit-2020', 'thanh-hoa-2021-2026']
    """
    return default.available()


def register(rubric: Rubric) -> None:
    """Make *rubric* known by its id in this process, without a plugin.

    Raises:
        RegistryError: when another one with this id and version is registered.

    The same on a registry of its own:

    >>> registry = Registry()
    >>> registry.register(get("learning-unit-2020").evolve(id="unit-of-ours"))
    >>> registry.get("unit-of-ours").maximum
    Fraction(100, 1)
    """
    default.register(rubric)


def register_scale(kind: str, cls: type[Scale]) -> None:
    """Make a scale known to files in this process: ``scale = { kind = "…" }``.

    Raises:
        RegistryError: when the kind is taken, or *cls* is no class of scales.

    The same on a registry of its own:

    >>> import attrs
    >>> from rubrika import choose
    >>> @attrs.frozen
    ... class Pass:
    ...     points: int
    ...     def rule(self, value):
    ...         return choose(value >= 50, self.points, 0)
    >>> kinds = Registry().scales
    >>> kinds.register("pass", Pass)
    >>> kinds["pass"] is Pass
    True
    """
    default.scales.register(kind, cls)


def register_combination(kind: str, cls: type[Combination]) -> None:
    """Make a combination known to files in this process: ``combine = { kind = "…" }``.

    Raises:
        RegistryError: when the kind is taken, or *cls* is no class of combinations.

    The same on a registry of its own:

    >>> import attrs
    >>> @attrs.frozen
    ... class First:
    ...     def rule(self, parts, points):
    ...         return points * parts[0].share
    >>> kinds = Registry().combinations
    >>> kinds.register("first", First)
    >>> kinds["first"] is First
    True
    """
    default.combinations.register(kind, cls)


def scale_kinds() -> Mapping[str, type[Scale]]:
    """The classes of scales by the kind that files name: built-in, registered, and of plugins.

    >>> scale_kinds()["yes-no"].__name__
    'YesNo'
    """
    return default.scales


def combination_kinds() -> Mapping[str, type[Combination]]:
    """The classes of combinations by the kind that files name.

    >>> combination_kinds()["weighted-mean"].__name__
    'WeightedMean'
    """
    return default.combinations
