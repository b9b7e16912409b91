"""The kinds that files may name: scales and combinations by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar, cast

from rubrika.errors import Problem, RegistryError, told
from rubrika.registry.plugins import Finder, Plugin

__all__ = ["Kinds"]

C = TypeVar("C")


class Kinds(Mapping[str, type[C]], Generic[C]):
    """Classes by kind: built-in ones, registered ones, and those of plugins.

    Asking for one kind imports the plugins of that name only. To go through all of them imports all
    and leaves out what cannot be used; asking for such a one says why.

    Args:
        what: What the classes make, in words: ``"scale"``.
        group: The entry-point group.
        finder: What finds plugins.
        known: The built-in ones.

    >>> from rubrika.registry import scale_kinds
    >>> "bands" in scale_kinds(), scale_kinds()["bands"].__name__
    (True, 'Bands')
    """

    def __init__(self, what: str, group: str, finder: Finder, known: Mapping[str, type[C]]) -> None:
        self.what = what
        self._group = group
        self._finder = finder
        self._known = dict(known)
        self._loaded: dict[Plugin, type[C] | RegistryError] = {}

    def __getitem__(self, kind: str) -> type[C]:
        """The class of a kind.

        Raises:
            KeyError: when there is no such kind.
            RegistryError: when the plugin that ships it is broken, or two ship it.
        """
        if kind in self._known:
            return self._known[kind]
        plugins = self._plugins(kind)
        if not plugins:
            raise KeyError(kind)
        found = self._usable(plugins)
        if isinstance(found, RegistryError):
            raise found
        return found

    def __contains__(self, kind: object) -> bool:
        return kind in self._known or any(plugin.name == kind for plugin in self._plugins())

    def __iter__(self) -> Iterator[str]:
        yield from self._known
        names = sorted({plugin.name for plugin in self._plugins()} - set(self._known))
        for kind in names:
            if not isinstance(self._usable(self._plugins(kind)), RegistryError):
                yield kind

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def register(self, kind: str, cls: type[C]) -> None:
        """Make a kind known in this process.

        Raises:
            RegistryError: when the kind is taken by another class, or *cls* makes none of these.
        """
        if not _has_rule(cls):
            raise RegistryError(
                Problem("kind", f"{told(cls)} is no class of {self.what}s", hint=_HINT)
            )
        if self._known.get(kind, cls) is not cls:
            raise RegistryError(self._taken(kind))
        self._known[kind] = cls

    def problems(self) -> Iterator[tuple[Plugin, Problem]]:
        """Every plugin that cannot be used, and why."""
        for plugin in self._plugins():
            if plugin.name in self._known:
                yield plugin, plugin.broken(f"can't be used: {self._taken(plugin.name).message}")
                continue
            found = self._usable(self._plugins(plugin.name))
            if isinstance(found, RegistryError):
                yield plugin, found.problems[0]

    def _taken(self, kind: str) -> Problem:
        name = self._known[kind].__qualname__
        return Problem(
            "duplicate-kind",
            f"the kind of {self.what} {kind!r} is taken by {name}",
            hint="Choose another name.",
        )

    def _plugins(self, kind: str | None = None) -> tuple[Plugin, ...]:
        found = self._finder.all(self._group)
        return found if kind is None else tuple(p for p in found if p.name == kind)

    def _usable(self, plugins: tuple[Plugin, ...]) -> type[C] | RegistryError:
        """The one class that all *plugins* of a name stand for, or why there is none."""
        plugin, *others = plugins
        if others:
            shippers = " and ".join(plugin.distribution for plugin in plugins)
            return RegistryError(
                Problem(
                    "duplicate-kind",
                    f"the {self.what} {plugin.name!r} comes from {shippers}",
                    hint="Uninstall one of the two, or switch it off (RUBRIKA_NO_PLUGINS).",
                )
            )
        if plugin not in self._loaded:
            self._loaded[plugin] = self._load(plugin)
        return self._loaded[plugin]

    def _load(self, plugin: Plugin) -> type[C] | RegistryError:
        try:
            found = plugin.load()
        except RegistryError as error:
            return error
        if _has_rule(found):
            return cast("type[C]", found)
        return RegistryError(plugin.broken(f"names {told(found)}, no class of {self.what}s", _HINT))


_HINT = "Give a class whose objects have a method `rule`."


def _has_rule(found: object) -> bool:
    return isinstance(found, type) and callable(getattr(found, "rule", None))
