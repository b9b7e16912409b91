"""The registry of rubrics: from plugins and from this process, by id, version and day."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, cast

import attrs

from rubrika.errors import (
    AssessmentError,
    Problem,
    RegistryError,
    near_miss,
    told,
)
from rubrika.model.observations import to_date
from rubrika.model.rubric import Rubric
from rubrika.registry.built_in import COMBINATIONS, SCALES
from rubrika.registry.kinds import Kinds
from rubrika.registry.plugins import RUBRICS, Finder, Plugin

__all__ = ["Entry", "Registry"]

_HERE: Final = "registered here"


@attrs.frozen
class Entry:
    """One thing that the registry knows: a rubric, or a plugin that cannot be used.

    Args:
        id: The id of the rubric; of a broken plugin, its name.
        rubric: The rubric; None if there is a problem.
        version: Its version; empty if it could not be learnt.
        distribution: Who ships it, such as ``"rubrika 0.1.0"``, or ``"registered here"``.
        problem: Why it cannot be used, if it cannot.
        kind: What was to be shipped: ``"rubric"``, ``"scale"`` or ``"combination"``.

    >>> from rubrika import available
    >>> entry = next(entry for entry in available() if entry.id == "learning-unit-2020")
    >>> entry.version, entry.rubric.maximum, entry.problem
    ('2020.1', Fraction(100, 1), None)
    """

    id: str
    rubric: Rubric | None
    version: str
    distribution: str
    problem: Problem | None = None
    kind: str = "rubric"


class Registry:
    """Rubrics by id, from plugins and from this process.

    It behaves like a container of ids: ``"cafe-hygiene" in registry``, ``list(registry)``,
    ``len(registry)``. None of these imports a plugin. :func:`rubrika.get` and its neighbours use
    one registry that all share, ``rubrika.registry.default``.

    >>> "learning-unit-2020" in Registry()
    True
    """

    def __init__(self) -> None:
        self._finder = Finder()
        self._registered: dict[str, dict[str, Rubric]] = {}
        self._loaded: dict[Plugin, tuple[Entry, ...]] = {}
        self.scales = Kinds("scale", "rubrika.scales", self._finder, SCALES)
        self.combinations = Kinds("combination", "rubrika.combinations", self._finder, COMBINATIONS)

    def __contains__(self, id: object) -> bool:
        return _composed(id) in set(self)

    def __iter__(self) -> Iterator[str]:
        named = {_composed(plugin.name) for plugin in self._finder.all(RUBRICS)}
        return iter(sorted(named | set(self._registered)))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def register(self, rubric: Rubric) -> None:
        """Make *rubric* known by its id; see :func:`rubrika.register`."""
        if not isinstance(rubric, Rubric):
            raise RegistryError(Problem("no-rubric", f"{told(rubric)} is no Rubric"))
        versions = self._registered.setdefault(rubric.id, {})
        if versions.setdefault(rubric.version, rubric) != rubric:
            raise RegistryError(
                Problem(
                    "duplicate",
                    f"another {rubric.id!r} with the version {rubric.version!r} is registered",
                    hint="Give it another version.",
                )
            )

    def available(self) -> tuple[Entry, ...]:
        """All rubrics, and every plugin that cannot be used; see :func:`rubrika.available`."""
        found = [entry for id_ in self for entry in _marked(self._entries(id_))]
        found += [
            Entry(plugin.name, None, "", plugin.distribution, problem, kinds.what)
            for kinds in (self.scales, self.combinations)
            for plugin, problem in kinds.problems()
        ]
        return tuple(found)

    def get(self, id: str, version: str | None = None, *, on: date | str | None = None) -> Rubric:
        """The rubric with the id *id*; see :func:`rubrika.get`."""
        try:
            day = to_date(on)
        except AssessmentError as error:
            raise RegistryError(error.under("on").problems) from None
        entries = self._entries(_composed(id))
        if not entries:
            hint = f"{near_miss(id, self)} {self._finder.remark()}".strip()
            raise RegistryError(
                Problem("unknown-rubric", f"there is no rubric {told(id)}", hint=hint)
            )
        named = [entry for entry in entries if version is None or entry.version == version]
        fitting = [
            entry
            for entry in named
            if entry.rubric is not None and (day is None or entry.rubric.valid.covers(day))
        ]
        if not fitting:
            raise RegistryError(_reasons(str(id), entries, named, version, day))
        twice = [e.problem for e in _marked(fitting) if e.problem is not None]
        if twice:
            raise RegistryError(dict.fromkeys(twice))
        return _newest([entry.rubric for entry in fitting if entry.rubric is not None])

    def _entries(self, id_: str) -> list[Entry]:
        """What there is under an id, in the order of versions, duplicates not marked yet."""
        found = [
            Entry(id_, rubric, version, _HERE)
            for version, rubric in self._registered.get(id_, {}).items()
        ]
        for plugin in self._finder.all(RUBRICS):
            if _composed(plugin.name) == id_:
                if plugin not in self._loaded:
                    self._loaded[plugin] = tuple(_load(plugin, id_))
                found += self._loaded[plugin]
        return sorted(found, key=lambda e: (_natural(e.version), e.version, e.distribution))


def _composed(id_: object) -> str:
    return unicodedata.normalize("NFC", str(id_))


def _load(plugin: Plugin, id_: str) -> Iterator[Entry]:
    """The versions of a rubric that *plugin* ships, or the problems that it has."""

    def broken(why: str, hint: str = "") -> Entry:
        return Entry(id_, None, "", plugin.distribution, plugin.broken(why, hint))

    try:
        found = plugin.load()
    except RegistryError as error:
        yield Entry(id_, None, "", plugin.distribution, error.problems[0])
        return
    try:
        members = list(_members(found))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a plugin may fail in any way
        yield broken(f"failed while its rubrics were listed: {type(error).__name__}: {error}")
        return
    if not members:
        yield broken("lists no rubric")
    for member in members:
        if not isinstance(member, Rubric):
            yield broken(f"names {told(member)}, which is no Rubric", "Name the Rubric itself.")
        elif member.id != id_:
            yield broken(
                f"names the rubric {member.id!r}", "The entry point's name must be the rubric's id."
            )
        else:
            yield Entry(id_, member, member.version, plugin.distribution)


def _members(found: object) -> Iterable[object]:
    if isinstance(found, Iterable) and not isinstance(found, Rubric | str):
        return cast("Iterable[object]", found)
    return (found,)


def _marked(entries: list[Entry]) -> list[Entry]:
    """The entries; those that are there twice have the problem instead of the rubric."""
    counts = Counter(entry.version for entry in entries if entry.rubric is not None)
    found: list[Entry] = []
    for entry in entries:
        if entry.rubric is None or counts[entry.version] == 1:
            found.append(entry)
            continue
        shippers = " and ".join(
            other.distribution for other in entries if other.version == entry.version
        )
        problem = Problem(
            "duplicate",
            f"{entry.id!r} with the version {entry.version!r} comes from {shippers}",
            hint="Uninstall one of the two, or switch it off (RUBRIKA_NO_PLUGINS).",
        )
        found.append(attrs.evolve(entry, rubric=None, problem=problem))
    return found


def _reasons(
    id_: str, entries: list[Entry], named: list[Entry], version: str | None, day: date | None
) -> Iterator[Problem]:
    """Why none of the *entries* of an id is given."""
    versions = [entry.version for entry in entries if entry.rubric is not None]
    in_question = [entry.rubric for entry in named if entry.rubric is not None]
    if in_question:
        listed = ", ".join(f"{rubric.version} ({rubric.valid})" for rubric in in_question)
        yield Problem(
            "not-in-force", f"no version of {id_!r} is in force on {day}", hint=f"Known: {listed}."
        )
    elif versions:
        yield Problem(
            "unknown-version",
            f"{id_!r} has no version {told(version)}",
            hint=near_miss(str(version), versions),
        )
    yield from (entry.problem for entry in entries if entry.problem is not None)


_Chunk = tuple[int, int, str]


def _natural(version: str) -> tuple[_Chunk, ...]:
    """The natural order of versions: numbers by value, and above letters; signs only part them."""
    return tuple(
        (1, int(chunk), "") if chunk.isdecimal() else (0, 0, chunk)
        for chunk in re.findall(r"\d+|[^\W\d_]+", version)
    )


def _newest(rubrics: list[Rubric]) -> Rubric:
    """The rubric whose validity starts last, and of these the highest version."""

    def rank(rubric: Rubric) -> tuple[date, tuple[_Chunk, ...]]:
        return rubric.valid.start or date.min, _natural(rubric.version)

    *others, newest = sorted(rubrics, key=rank)
    if others and rank(others[-1]) == rank(newest):
        raise RegistryError(
            Problem(
                "ambiguous",
                f"the versions {others[-1].version!r} and {newest.version!r} of {newest.id!r} "
                "rank alike",
                hint="Say which version you mean.",
            )
        )
    return newest
