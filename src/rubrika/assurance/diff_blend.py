"""Blending: what two rubrics differ in, part by part, and rubrics that have some of each.

One walk serves both. It goes through two rubrics side by side and asks at every difference which of
the two is wanted: who always says the old one learns all differences, and who says the new one for
some gets the old rubric with just these changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import Any, Final, TypeAlias, cast

import attrs

from rubrika.assurance.diff_keys import Key, is_node, keyed, name_of, paired, path_of
from rubrika.errors import RubrikaError, join
from rubrika.model.adapt import said
from rubrika.model.changes import Adaptation, Change
from rubrika.model.changing import remade
from rubrika.model.fields import fields_of, path_name
from rubrika.model.rubric import Rubric
from rubrika.rules.canonical import canonical
from rubrika.rules.nodes import Condition, Expression
from rubrika.rules.traverse import sources_in
from rubrika.sources import Source, source_of
from rubrika.text import Text

__all__ = ["Edit", "blended", "edits"]

_TEXTS: Final = frozenset(
    {"title", "description", "evidence", "source", "meta", "valid", "no_level", "digits", "titles"}
)
"""Fields that change no result."""

_OWN: Final = ("id", "version", "adaptation", "examples")
"""What each version of a rubric has of its own."""


@attrs.frozen
class Edit:
    """One difference of two rubrics.

    Args:
        change: What it is, by path.
        text: Whether, by its form, it can change no result.
    """

    change: Change
    text: bool

    @property
    def path(self) -> str:
        """Where it is."""
        return self.change.path


Wanted: TypeAlias = Callable[[Edit], bool]


def edits(old: Rubric, new: Rubric) -> tuple[Edit, ...]:
    """Every difference of two rubrics, each once, in order."""
    found: dict[str, Edit] = {}

    def refuse(edit: Edit) -> bool:
        known = found.setdefault(edit.path, edit)
        if known is not edit and known.change != edit.change:  # it left one place for another
            change = known.change
            moved = Change(
                edit.path, change.before or edit.change.before, change.after or edit.change.after
            )
            found[edit.path] = Edit(moved, text=False)
        return False

    for name in _OWN:
        one, other = getattr(old, name), getattr(new, name)
        if one != other:
            refuse(Edit(Change(name, _told(one), _told(other)), text=True))
    _Blender(refuse).fields("", old, new)
    return tuple(found.values())


def blended(old: Rubric, new: Rubric, paths: AbstractSet[str]) -> Rubric:
    """The *old* rubric with those of the differences from the *new* that have these paths.

    Raises:
        RubrikaError: when that contradicts itself.
    """
    blender = _Blender(lambda edit: edit.path in paths)
    changed = blender.fields("", old, new)
    fields: dict[str, Any] = {**changed, "examples": (), "adaptation": None}
    return Rubric(**fields)


class _Blender:
    """Walks through two things side by side."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._taken = 0
        self._left = 0

    def _pick(
        self,
        path: str,
        old: Any,  # noqa: ANN401  # what stands there
        new: Any,  # noqa: ANN401  # as above
        *,
        text: bool = False,
        told: tuple[str, str] | None = None,
    ) -> Any:  # noqa: ANN401  # what stands there
        before, after = told or (_told(old), _told(new))
        if self._wanted(Edit(Change(path, before, after), text)):
            self._taken += 1
            return new
        self._left += 1
        return old

    def fields(self, path: str, old: object, new: object) -> dict[str, Any]:
        """All fields of *old*, by the names by which they are written, with what is wanted."""
        others = {field.name: field.value for field in fields_of(new)}
        made: dict[str, Any] = {}
        for field in fields_of(old):
            value = field.value
            if not (isinstance(old, Rubric) and field.name in _OWN):
                inner = join(path, path_name(old, field))
                value = self.part(inner, value, others[field.name], text=field.name in _TEXTS)
            made[field.written] = value
        return made

    def part(self, path: str, old: Any, new: Any, *, text: bool = False) -> Any:  # noqa: ANN401
        """What stands at *path*: the old, the new, or something of each."""
        match old, new:
            case Text(), Text():
                return self._text(path, old, new)
            case Source(), Source():
                if old == new:
                    return old
                same = old.id == new.id
                where = f"sources.{old.id}" if same else path
                told = ("as it was", "changed") if same else None
                return self._pick(where, old, new, text=True, told=told)
            case Fraction(), Fraction():
                return self._number(path, old, new)
            case (Condition(), Condition()) | (Expression(), Expression()):
                return self._rule(path, old, new)
            case tuple(), tuple():
                return self._members(path, old, new, text=text)
            case _ if old == new:
                return old
            case _ if type(old) is type(new) and fields_of(old) and not isinstance(old, str):
                return self._object(path, old, new)
            case _:
                return self._pick(path, old, new, text=text)

    def _object(self, path: str, old: object, new: object) -> object:
        taken, left = self._taken, self._left
        made = self.fields(path, old, new)
        if self._taken == taken:
            return old
        return new if self._left == left else remade(old, made)

    def _text(self, path: str, old: Text, new: Text) -> Text:
        one, other = (dict((("", text.plain), *text.translations)) for text in (old, new))
        made = dict(one)
        for tag in dict.fromkeys((*one, *other)):
            before, after = one.get(tag, ""), other.get(tag, "")
            if before != after:
                found = self._pick(join(path, tag) if tag else path, before, after, text=True)
                made[tag] = found
        plain = made.pop("")
        return Text(plain, tuple(sorted((tag, words) for tag, words in made.items() if words)))

    def _number(self, path: str, old: Fraction, new: Fraction) -> Fraction:
        if Fraction(old) != Fraction(new):
            return cast("Fraction", self._pick(path, old, new))
        one, other = source_of(old), source_of(new)
        if one == other:
            return old
        if one is not None and other is not None and one.id == other.id:
            taken = self._taken
            self.part(path, one, other)
            return old if self._taken == taken else new
        told = (_told(one), _told(other))
        return cast("Fraction", self._pick(f"{path}.source", old, new, text=True, told=told))

    def _rule(self, path: str, old: Any, new: Any) -> Any:  # noqa: ANN401  # either kind of rule
        if old == new:
            return old
        if str(old) != str(new):
            return self._pick(path, old, new, text=canonical(old) == canonical(new))
        known, taken = {source.id: source for source in sources_in(new)}, self._taken
        for source in sources_in(old):
            self.part(path, source, known[source.id])
        return old if self._taken == taken else new

    # Members of a tuple

    def _members(self, path: str, old: Any, new: Any, *, text: bool) -> Any:  # noqa: ANN401
        if old == new:
            return old
        before, after = keyed(old), keyed(new)
        twins = {key: key for key in before if key in after} | paired(before, after)
        made: dict[Key, object] = {}
        for key, member in before.items():
            where = path_of(path, key, member)
            if key in twins:
                made[key] = self.part(where, member, after[twins[key]], text=text)
            elif not self._gone(where, path, member, text=text):
                made[key] = member
        known = {twin: key for key, twin in twins.items()}
        order = list(made)
        kept = [key for key in made if key in twins]
        wanted = [known[key] for key in after if key in known]
        if kept != wanted:
            names = [", ".join(map(name_of, keys)) for keys in (kept, wanted)]
            told = (names[0], names[1])
            if self._pick(f"{path} (order)", False, True, text=text, told=told):
                order = [*wanted, *(key for key in order if key not in twins)]
        self._join(path, after, known, made, order, text=text)
        return tuple(made[key] for key in order)

    def _gone(self, where: str, path: str, member: object, *, text: bool) -> bool:
        told = (f"{_told(member)}, in {path}" if is_node(member) else _told(member), "")
        return bool(self._pick(where, False, True, text=text, told=told))

    def _join(
        self,
        path: str,
        after: Mapping[Key, object],
        known: Mapping[Key, Key],
        made: dict[Key, object],
        order: list[Key],
        *,
        text: bool,
    ) -> None:
        """Let the new members join, each behind the one that it stands behind."""
        place = 0
        for key, member in after.items():
            if key in known:
                if known[key] in made:
                    place = order.index(known[key]) + 1
                continue
            where = path_of(path, key, member)
            told = ("", f"{_told(member)}, in {path}" if is_node(member) else _told(member))
            if self._pick(where, False, True, text=text, told=told):
                added: Key = ("added", key, place)
                made[added] = member
                order.insert(place, added)
                place += 1


def _told(value: object) -> str:
    """A value in words; a part without words of its own by its kind."""
    if isinstance(value, Adaptation):
        return f"from {value.id} {value.version}"
    try:
        return said(value)
    except RubrikaError:
        return type(value).__name__
