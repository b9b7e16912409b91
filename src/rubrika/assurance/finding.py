"""Findings: what a check of a rubric says, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, Literal, NoReturn, Self, TypeAlias

import attrs

from rubrika.model.faces import Face
from rubrika.model.observations import Assessment
from rubrika.model.rubric import Rubric
from rubrika.text import Text, optional_text

__all__ = ["SEVERITIES", "Finding", "Findings", "Severity", "Verdict"]

Severity: TypeAlias = Literal["error", "warning", "note"]
"""How grave a finding is: the rubric cannot work as written; it may do what nobody means; or it is
worth knowing."""

Verdict: TypeAlias = Literal["proved", "shown", "unknown"]
"""How sure a finding is: proved of all subjects, shown by a witness, or not settled."""

SEVERITIES: Final[dict[str, Severity]] = {
    "level-unreachable": "error",
    "level-order": "warning",
    "requirement-idle": "warning",
    "cap-idle": "warning",
    "indicator-idle": "warning",
    "criterion-idle": "warning",
    "band-idle": "warning",
    "limit-idle": "warning",
    "not-monotone": "warning",
    "threshold-not-hit": "note",
    "total-unreachable": "warning",
    "na-impossible": "warning",
    "na-trivial": "warning",
    "translation-missing": "note",
    "source-missing": "note",
    "context-unused": "warning",
    "not-settled": "note",
}
"""Every code that a finding can have, and how grave it is."""


@attrs.frozen
class Finding(Face):
    """One thing that a check of a rubric found.

    Args:
        code: What kind of thing it is; the documentation has a page for each.
        path: Which part of the rubric it is about.
        message: What was found.
        verdict: ``"proved"``: it is so for every subject. ``"shown"``: the witness shows it.
            ``"unknown"``: it could not be settled, and the message says why.
        witness: The subjects that show it, each an assessment that the rubric scores.
        hint: The way out.

    >>> found = Finding("context-unused", "context[0]", "nothing reads 'area'", "proved")
    >>> print(found)
    warning: context[0]: nothing reads 'area' (proved) [context-unused]
    >>> found.page
    'reference/findings/context-unused'
    """

    code: str
    path: str
    said: Text = attrs.field(converter=optional_text, alias="message")
    verdict: Verdict
    witness: tuple[Assessment, ...] = ()
    advice: Text = attrs.field(default=None, converter=optional_text, alias="hint")

    @property
    def message(self) -> str:
        """What was found, in English; ``said.get("vi")`` in Vietnamese."""
        return self.said.get("en")

    @property
    def hint(self) -> str:
        """The way out, in English; ``advice.get("vi")`` in Vietnamese."""
        return self.advice.get("en")

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return SEVERITIES[self.code]

    @property
    def page(self) -> str:
        """The page about its code in the documentation."""
        return f"reference/findings/{self.code}"

    def __str__(self) -> str:
        hint = f" {self.hint}" if self.hint else ""
        return f"{self.severity}: {self.path}: {self.message} ({self.verdict}){hint} [{self.code}]"


class Findings(tuple[Finding, ...], Face):  # noqa: SLOT001  # a tuple with a slot is not allowed
    """All that a check of a rubric found: a tuple that shows itself as a whole in a notebook.

    Args:
        found: The findings.
        rubric: The rubric that they are about.

    >>> from rubrika import check, get
    >>> citizen = get("learning-citizen-pilot")
    >>> found = check(citizen, only=["level-unreachable"])
    >>> found, len(found), found.rubric.id
    ((), 0, 'learning-citizen-pilot')
    """

    rubric: Rubric

    def __new__(cls, found: Iterable[Finding], rubric: Rubric) -> Self:  # noqa: D102  # as above
        made = super().__new__(cls, found)
        made.__dict__["rubric"] = rubric
        return made

    def __getnewargs__(self) -> tuple[tuple[Finding, ...], Rubric]:
        return tuple(self), self.rubric

    def __setattr__(self, name: str, value: Any) -> NoReturn:  # noqa: ANN401  # whatever is tried
        raise attrs.exceptions.FrozenInstanceError

    def __delattr__(self, name: str) -> NoReturn:
        raise attrs.exceptions.FrozenInstanceError
