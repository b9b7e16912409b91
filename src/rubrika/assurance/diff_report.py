"""A diff: what two rubrics differ in, and what that can do to results."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from rubrika.assurance.diff_result import KINDS, Effect, EffectKind, Rescored
from rubrika.assurance.diff_words import effects_told, head_of, rescored_told, whole_told
from rubrika.assurance.plan_result import Section, told
from rubrika.model.changes import Change
from rubrika.model.faces import Face
from rubrika.model.rubric import Rubric

__all__ = ["Diff"]


@attrs.frozen(repr=False)
class Diff(Face):
    """What two rubrics differ in, and what that can do to results.

    Args:
        old: The one rubric.
        new: The other.
        effects: What each change can do, made alone in the old rubric; changes that make no valid
            rubric alone stand together with those they need. All that change texts only stand in
            one effect, the last.
        whole: What all changes together can do.
        rescored: The given assessments, scored by both.

    >>> from rubrika import Indicator, Level, Rubric, YesNo, diff, total
    >>> leaves = [Indicator("a", "A", YesNo(60)), Indicator("b", "B", YesNo(40))]
    >>> good = Level("good", "Good", total >= 100)
    >>> old = Rubric("r", version="1", title="R", criteria=leaves, levels=[good])
    >>> new = old.evolve(version="2", levels=[Level("good", "Good", total >= 60)])
    >>> found = diff(old, new)
    >>> found
    <Diff of r 1 and r 2: 2 changes, can only raise>
    >>> found.whole.claim("level", "fall").answer
    'impossible'
    """

    old: Rubric
    new: Rubric
    effects: tuple[Effect, ...]
    whole: Effect
    rescored: tuple[Rescored, ...] = ()

    @property
    def kind(self) -> EffectKind:
        """What all changes together can do; see :class:`Effect`."""
        return self.whole.kind

    @property
    def changes(self) -> tuple[Change, ...]:
        """Every change."""
        return self.whole.changes

    @property
    def harmless(self) -> bool:
        """Whether no result can change: there is no change, or only of texts, or without effect."""
        return self.kind in ("text", "none")

    def explain(self, lang: str = "en") -> str:
        """Say in words what changed and what that can do, with the proof or a witness.

        Args:
            lang: ``"en"`` or ``"vi"``; English stands in for a language that is not known.
        """
        return told(self.sections(lang))

    def sections(self, lang: str = "en") -> Iterator[Section]:
        """The parts of the explanation, for outputs of one's own: a heading and what it heads."""
        yield "", (head_of(self.old, self.new, self.whole, lang),)
        yield from whole_told(self.whole, lang)
        yield from effects_told(self.effects, lang)
        yield from rescored_told(self.rescored, lang)

    def to_dict(self) -> dict[str, Any]:
        """A record of everything as plain data; exact numbers are strings."""
        return {
            "format": "diff/1",
            "old": _named(self.old),
            "new": _named(self.new),
            "kind": self.kind,
            "whole": self.whole.to_dict(),
            "effects": [effect.to_dict() for effect in self.effects],
            "rescored": [one.to_dict() for one in self.rescored],
        }

    def __str__(self) -> str:
        return self.explain()

    def __repr__(self) -> str:
        names = " and ".join(f"{one.id} {one.version}" for one in (self.old, self.new))
        count = len(self.changes)
        changes = f"{count} change{'' if count == 1 else 's'}"
        return f"<Diff of {names}: {changes}, {KINDS[self.kind]}>"


def _named(rubric: Rubric) -> dict[str, str]:
    return {"id": rubric.id, "version": rubric.version, "fingerprint": rubric.fingerprint}
