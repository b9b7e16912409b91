"""The record of what an adaptation changed."""

from __future__ import annotations

import attrs

__all__ = ["Adaptation", "Change"]


@attrs.frozen
class Change:
    """One change of an adapted rubric.

    Args:
        path: What was changed, by ids: ``"inspection.scale.bands[0].points"``, ``"levels.gold"``.
        before: How it was, in words; empty for what was added.
        after: How it is, in words; empty for what was removed.

    >>> from rubrika import Indicator, Rubric, YesNo, adapt
    >>> pests = Indicator("pests", "No pests found", YesNo(20))
    >>> base = Rubric("base", version="1", title="Base", criteria=[pests])
    >>> ours = adapt(base, id="ours", version="1", changes={"pests.scale.points": 30})
    >>> [(c.path, c.before, c.after) for c in ours.adaptation.changes]
    [('pests.scale.points', '20', '30')]
    """

    path: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.path}: {self.before or '(nothing)'} → {self.after or '(removed)'}"


@attrs.frozen
class Adaptation:
    """From which rubric another was adapted, and what was changed.

    Args:
        id: The id of the rubric it was adapted from.
        version: Its version.
        fingerprint: Its content fingerprint.
        changes: Every change, in order.
        earlier: From what that rubric itself was adapted, if it was.

    >>> from rubrika import Indicator, Rubric, YesNo, adapt
    >>> pests = Indicator("pests", "No pests found", YesNo(20))
    >>> base = Rubric("base", version="1", title="Base", criteria=[pests])
    >>> ours = adapt(base, id="ours", version="1", changes={"pests.scale.points": 30})
    >>> ours.adaptation.id, ours.adaptation.fingerprint == base.fingerprint
    ('base', True)
    """

    id: str
    version: str
    fingerprint: str
    changes: tuple[Change, ...] = ()
    earlier: Adaptation | None = None
