"""Finding plugins: what installed distributions name as entry points for rubrika."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import attrs

from rubrika.errors import Problem, RegistryError

if TYPE_CHECKING:  # the module takes as long to import as half of rubrika
    from importlib.metadata import Distribution

__all__ = ["NO_PLUGINS", "RUBRICS", "Finder", "Plugin"]

NO_PLUGINS: Final = "RUBRIKA_NO_PLUGINS"
"""The environment variable that switches plugins off: ``1`` for all distributions but rubrika's
own, or the names of distributions, separated by commas."""

RUBRICS: Final = "rubrika.rubrics"
_OURS: Final = "rubrika"
_NAMELESS: Final = "a distribution without a name"


@attrs.frozen
class Plugin:
    """An entry point: a name, and the object that a distribution gives it.

    Args:
        group: The entry-point group.
        name: Its name there.
        value: Where the object is: ``module:object``.
        distribution: The distribution that names it, and its version.
        problem: Why it cannot be loaded, if that is known beforehand.
    """

    group: str
    name: str
    value: str
    distribution: str
    problem: Problem | None = None

    def load(self) -> object:
        """Import the object.

        Raises:
            RegistryError: when that fails, whatever the reason.
        """
        from importlib.metadata import EntryPoint

        if self.problem is not None:
            raise RegistryError(self.problem)
        try:
            return EntryPoint(self.name, self.value, self.group).load()
        except (Exception, SystemExit) as error:
            module = self.value.partition(":")[0].strip()
            raise RegistryError(
                self.broken(
                    f"could not be imported: {_said(error)}",
                    f'For the whole error, run: python -c "import {module}"',
                )
            ) from error

    def broken(self, why: str, hint: str = "") -> Problem:
        """The problem that it cannot be used, and *why*."""
        what = f"the plugin {self.name!r} ({self.value}) of {self.distribution}"
        return Problem("broken-plugin", f"{what} {why}", hint=hint)


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".rstrip(" .:")


class Finder:
    """Finds plugins by group, and looks again when what decides about them has changed."""

    def __init__(self) -> None:
        self._found: tuple[Plugin, ...] = ()
        self._seen: tuple[object, ...] = ()

    def all(self, group: str) -> tuple[Plugin, ...]:
        """The plugins of a group."""
        seen = (*sys.path, os.environ.get(NO_PLUGINS, ""))
        if seen != self._seen:
            self._found, self._seen = tuple(_plugins()), seen
        return tuple(plugin for plugin in self._found if plugin.group == group)

    def remark(self) -> str:
        """That plugins are switched off, if some are."""
        return f"{NO_PLUGINS} switches plugins off." if _switched_off() else ""


def _plugins() -> Iterator[Plugin]:
    """What is not switched off; of distributions with one name, the first on the path counts."""
    from importlib.metadata import distributions

    off = _switched_off()
    seen: set[str] = set()
    for found in distributions():
        if not _concerns_us(found):
            continue
        name, version = _known_as(found)
        if _plain(name) in seen or _is_off(_plain(name), off):
            continue
        seen.add(_plain(name))
        yield from _points(found, f"{name} {version}".strip())


def _concerns_us(found: Distribution) -> bool:
    try:
        return f"{_OURS}." in (found.read_text("entry_points.txt") or "")
    except UnicodeDecodeError:
        return True  # nobody can know, so that it is reported


def _points(found: Distribution, called: str) -> Iterator[Plugin]:
    try:
        for point in found.entry_points:
            yield Plugin(point.group, point.name, point.value, called)
    except Exception as error:  # noqa: BLE001 - what one distribution wrote must hurt no other
        why = f"the entry points of {called} cannot be read: {_said(error)}"
        yield Plugin(RUBRICS, called, "", called, Problem("broken-plugin", why))


def _known_as(found: Distribution) -> tuple[str, str]:
    """The name and the version of a distribution; half an installation may have none."""
    about = found.metadata
    name, version = (str((about.get_all(key) or ("",))[0]) for key in ("Name", "Version"))
    return name or _NAMELESS, version


def _plain(name: str) -> str:
    """A name of a distribution in the one spelling by which names are compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


def _switched_off() -> frozenset[str]:
    return frozenset(_plain(name) for name in os.environ.get(NO_PLUGINS, "").split(",")) - {""}


def _is_off(name: str, off: frozenset[str]) -> bool:
    return name in off or ("1" in off and name != _OURS)
