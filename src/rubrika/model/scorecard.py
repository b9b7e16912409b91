"""The scorecard: the result of scoring, with reasons."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import attrs

from rubrika.model.explain import Explanation, explain
from rubrika.model.results import LevelResult, NodeScore, RequirementResult
from rubrika.model.scores import Scores
from rubrika.number import Bounds, Enclosure, Exact, as_text

__all__ = ["Scorecard"]


@attrs.frozen(slots=False, eq=False, repr=False)
class Scorecard(Scores):
    """The result of scoring one subject: every node's score, the level, and the reasons.

    It is made by :meth:`rubrika.Rubric.score`. All numbers are exact; what is shown is rounded so that
    it never seems to have passed a threshold that the exact number has not.

    >>> from rubrika import get
    >>> card = get("learning-citizen-pilot").score({})
    >>> card.bounds
    Bounds(least=Fraction(0, 1), most=Fraction(100, 1))
    """

    _scored_by: Any = None

    @property
    def fingerprint(self) -> str:
        """The content fingerprint of the rubric; see :attr:`rubrika.Rubric.fingerprint`."""
        return str(self._scored_by.fingerprint)

    @property
    def structure(self) -> str:
        """The structure fingerprint of the rubric; see :attr:`rubrika.Rubric.structure`."""
        return str(self._scored_by.structure)

    def explain(self, lang: str = "en") -> str:
        """Say in words how every node scored, and why each level holds or does not.

        Args:
            lang: ``"en"`` or ``"vi"``; English stands in for a language that is not known.
        """
        return explain(self, lang)

    def explanation(self, lang: str = "en") -> Explanation:
        """The parts of the explanation, for outputs of one's own."""
        return Explanation(self, lang)

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """Everything as plain data; exact numbers are strings that :func:`rubrika.exact` reads back."""
        assessment = self.assessment
        return {
            "rubric": self.rubric.id,
            "version": self.rubric.version,
            "fingerprint": self.fingerprint,
            "structure": self.structure,
            "adapted_from": self.rubric.adaptation.id
            if self.rubric.adaptation is not None
            else None,
            "subject": assessment.subject,
            "date": None if assessment.date is None else assessment.date.isoformat(),
            "context": {name: _plain(value) for name, value in sorted(assessment.context.items())},
            "points": _number(self.points),
            "maximum": as_text(self.maximum),
            "share": _number(self.share),
            "bounds": _number(self.bounds),
            "shown": self.explanation(lang).total(),
            "decided": self.decided,
            "level": None if self.level is None else self.level.id,
            "possible_levels": [
                None if level is None else level.id for level in self.possible_levels
            ],
            "levels": [_level(level, self.explanation(lang)) for level in self.levels],
            "nodes": [_node(score, lang) for score in self.nodes],
            "missing": list(self.missing),
            "provisional": [
                {
                    "path": number.path,
                    "value": as_text(number.value),
                    "source": None if number.source is None else number.source.id,
                    "reason": None if number.source is None else number.source.reason.get(lang),
                }
                for number in self.provisional
            ],
            "sources": [
                {"id": source.id, "status": source.status, "text": source.told(lang)}
                for source in self.sources
            ],
        }

    def to_json(self, lang: str = "en", *, indent: int | None = 2) -> str:
        """:meth:`to_dict` as JSON."""
        return json.dumps(self.to_dict(lang), ensure_ascii=False, indent=indent)

    def __eq__(self, other: object) -> bool:
        """Whether another scorecard is of the same rubric and the same assessment."""
        if not isinstance(other, Scorecard):
            return NotImplemented
        return self.fingerprint == other.fingerprint and self.assessment == other.assessment

    def __hash__(self) -> int:
        return hash((self.fingerprint, self.assessment))

    def __repr__(self) -> str:
        return f"<Scorecard {self.rubric.id} {self.rubric.version}: {self.explanation().verdict()}>"


def _number(value: Exact | Bounds | None) -> Any:
    match value:
        case None:
            return None
        case Fraction():
            return as_text(value)
        case Bounds() | Enclosure():
            kind = {"rational": False} if isinstance(value, Enclosure) else {}
            return {"least": _number(value.least), "most": _number(value.most), **kind}


def _plain(value: object) -> Any:
    return (
        value
        if isinstance(value, bool | str | int)
        else as_text(value)
        if isinstance(value, Fraction)
        else str(value)
    )


def _node(score: NodeScore, lang: str) -> dict[str, Any]:
    seen = score.observation
    found = {
        "id": score.id,
        "title": score.title.get(lang),
        "status": score.status,
        "points": _number(score.points),
        "maximum": as_text(score.maximum),
        "share": _number(score.share),
        "bounds": _number(score.bounds),
    }
    if seen is not None:
        found["observation"] = {
            "value": None
            if seen.missing
            else _plain(getattr(seen.value, "justification", seen.value)),
            "evidence": list(seen.evidence),
            "assessor": seen.assessor,
            "date": None if seen.date is None else seen.date.isoformat(),
            "note": seen.note.get(lang),
            "source": None if seen.source is None else seen.source.id,
        }
    return found


def _level(result: LevelResult, explanation: Explanation) -> dict[str, Any]:
    return {
        "id": result.level.id,
        "title": result.level.title.get(explanation.lang),
        "status": result.status,
        "requirements": [_requirement(r, explanation) for r in result.requirements],
    }


def _requirement(result: RequirementResult, explanation: Explanation) -> dict[str, Any]:
    return {
        "rule": str(result.requirement),
        "words": explanation.condition(result),
        "status": result.status,
        "actual": _number(result.actual),
        "comparison": result.comparison,
        "needed": _number(result.needed),
        "gap": _number(result.gap),
        "sources": [source.id for source in result.sources],
        "parts": [_requirement(part, explanation) for part in result.parts],
    }
