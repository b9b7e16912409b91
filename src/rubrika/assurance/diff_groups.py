"""Groups of changes: those that make a valid rubric alone, and those that only do so together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rubrika.assurance.diff_blend import Edit, blended
from rubrika.errors import RubrikaError
from rubrika.model.rubric import Rubric

__all__ = ["Group", "groups_of"]

Group = tuple[tuple[Edit, ...], Rubric]
"""Changes, and the old rubric with just these."""

_MOST_DROPPED = 40


def groups_of(
    old: Rubric, new: Rubric, edits: Sequence[Edit]
) -> tuple[tuple[Group, ...], tuple[Edit, ...]]:
    """The changes in groups, in order, and those that change texts only."""
    texts = [edit for edit in edits if edit.text]
    if not _is_text(old, new, texts):
        texts = [edit for edit in texts if _is_text(old, new, [edit])]
    rest = [edit for edit in edits if edit not in texts]
    made: dict[Edit, Rubric] = {}
    for edit in rest:
        alone = _made(old, new, [edit])
        if alone is not None:
            made[edit] = alone
    found: list[Group] = []
    grouped: set[Edit] = set()
    for edit in rest:
        if edit in made:
            found.append(((edit,), made[edit]))
        elif edit not in grouped:
            group = _together(old, new, edit, [one for one in rest if one not in made], edits)
            grouped |= set(group[0])
            found.append(group)
    return tuple(found), tuple(edit for edit in texts if edit not in grouped)


def _together(
    old: Rubric, new: Rubric, edit: Edit, needy: Sequence[Edit], edits: Sequence[Edit]
) -> Group:
    """A smallest group with *edit* that makes a valid rubric."""
    near = [one for one in needy if _parent(one.path) == _parent(edit.path)]
    for some in (near, needy, edits):
        made = _made(old, new, some)
        if made is not None:
            return _least(old, new, edit, list(some), made)
    return tuple(edits), new.evolve(examples=(), adaptation=None)


def _least(old: Rubric, new: Rubric, edit: Edit, group: list[Edit], made: Rubric) -> Group:
    """The group without what is not needed."""
    for one in list(group)[:_MOST_DROPPED] if len(group) > 1 else ():
        if one is not edit:
            fewer = [other for other in group if other is not one]
            without = _made(old, new, fewer)
            if without is not None:
                group, made = fewer, without
    return tuple(group), made


def _parent(path: str) -> str:
    return path.rpartition(".")[2] or path


def _is_text(old: Rubric, new: Rubric, edits: Iterable[Edit]) -> bool:
    made = _made(old, new, edits)
    return made is not None and made.structure == old.structure


def _made(old: Rubric, new: Rubric, edits: Iterable[Edit]) -> Rubric | None:
    try:
        return blended(old, new, {edit.path for edit in edits})
    except (RubrikaError, TypeError):
        return None
