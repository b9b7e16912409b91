"""The scorecard: the result of scoring, with reasons."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import attrs

from rubrika.model.domains import Fact
from rubrika.model.explain import Explanation, explain
from rubrika.model.faces import Face, reports
from rubrika.model.levels import Level
from rubrika.model.nodes import Indicator
from rubrika.model.observations import NotApplicable, Observation
from rubrika.model.results import LevelResult, NodeScore, RequirementResult
from rubrika.model.scores import Scores
from rubrika.number import Bounds, Enclosure, Exact, as_text
from rubrika.sources import Source

__all__ = ["Scorecard"]


@attrs.frozen(slots=False, eq=False, repr=False)
class Scorecard(Scores, Face):
    """The result of scoring one subject: every node's score, the level, and the reasons.

    It is made by :meth:`rubrika.Rubric.score`. All numbers are exact; what is shown is rounded so
    that it never seems to have passed a threshold that the exact number has not.

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
        """A record of everything as plain data, from which the result can be checked again later.

        Exact numbers are strings that :func:`rubrika.exact` reads back. An irrational one is a pair
        of bounds, marked as not rational.
        """
        rubric, assessment, explanation = self.rubric, self.assessment, self.explanation(lang)
        made = rubric.adaptation
        return {
            "format": "scorecard/1",
            "rubric": rubric.id,
            "version": rubric.version,
            "fingerprint": self.fingerprint,
            "structure": self.structure,
            "adapted_from": None
            if made is None
            else {"id": made.id, "version": made.version, "fingerprint": made.fingerprint},
            "title": rubric.title.get(lang),
            "subject": assessment.subject,
            "date": None if assessment.date is None else assessment.date.isoformat(),
            "note": assessment.note.get(lang),
            "context": {name: _fact(value) for name, value in self.context.items()},
            "points": _number(self.points),
            "maximum": as_text(self.maximum),
            "share": _number(self.share),
            "bounds": _number(self.bounds),
            "shown": explanation.total(),
            "complete": self.complete,
            "decided": self.decided,
            "level": _id(self.level),
            "possible_levels": [_id(level) for level in self.possible_levels],
            "next_level": None if self.next_level is None else self.next_level.level.id,
            "levels": [_level(level, explanation) for level in self.levels],
            "nodes": [self._node(score, lang) for score in self.nodes],
            "missing": list(self.missing),
            "open_context": list(self.open_context),
            "provisional": [
                {
                    "path": number.path,
                    "value": as_text(number.value),
                    "source": _id(number.source),
                    "reason": None if number.source is None else number.source.reason.get(lang),
                }
                for number in self.provisional
            ],
            "sources": [
                {"id": source.id, "status": source.status, "text": source.told(lang)}
                for source in self.sources
            ],
        }

    def _node(self, score: NodeScore, lang: str) -> dict[str, Any]:
        found: dict[str, Any] = {
            "id": score.id,
            "title": score.title.get(lang),
            "status": score.status,
            "points": _number(score.points),
            "maximum": as_text(score.maximum),
            "share": _number(score.share),
            "bounds": _number(score.bounds),
        }
        node = self.rubric.nodes[score.id]
        if score.observation is not None and isinstance(node, Indicator):
            found["observation"] = _observation(node, score.observation, lang)
        return found

    def to_json(self, lang: str = "en", *, indent: int | None = 2) -> str:
        """:meth:`to_dict` as JSON."""
        return json.dumps(self.to_dict(lang), ensure_ascii=False, indent=indent)

    def to_html(self, lang: str = "en", *, plan: object = None) -> str:
        """A report as a page of HTML that needs nothing beside it, and no script.

        It tells the result, why, what is missing, what would lift it, and every node with its
        evidence and sources. It reads well on a phone and prints well on A4.

        Args:
            lang: ``"en"`` or ``"vi"``; English stands in for a language that is not known.
            plan: A :class:`rubrika.Plan` for the subject, if the cheapest way up is to be told.

        >>> from pathlib import Path
        >>> from rubrika import get
        >>> card = get("learning-citizen-pilot").score({})
        >>> Path("report.html").write_text(card.to_html(lang="vi"), "utf-8") > 10_000
        True
        """
        return str(reports().card_page(card=self, lang=lang, plan=plan))

    def __eq__(self, other: object) -> bool:
        """Whether another scorecard is of the same rubric and the same assessment."""
        if not isinstance(other, Scorecard):
            return NotImplemented
        return self.fingerprint == other.fingerprint and self.assessment == other.assessment

    def __hash__(self) -> int:
        return hash((self.fingerprint, self.assessment))

    def __repr__(self) -> str:
        return f"<Scorecard {self.rubric.id} {self.rubric.version}: {self.explanation().verdict()}>"


def _number(value: Exact | Bounds | None) -> str | dict[str, object] | None:
    match value:
        case None:
            return None
        case Fraction():
            return as_text(value)
        case Bounds() | Enclosure():  # pragma: no branch - there is nothing else
            kind: dict[str, object] = {"rational": False} if isinstance(value, Enclosure) else {}
            return {"least": _number(value.least), "most": _number(value.most), **kind}


def _id(thing: Level | Source | None) -> str | None:
    return None if thing is None else thing.id


def _fact(fact: Fact | None) -> bool | str | None:
    return as_text(fact) if isinstance(fact, Fraction) else fact


def _observation(node: Indicator, seen: Observation, lang: str) -> dict[str, Any]:
    """An observation as it was read; what is not applicable has no value, but a reason, or true."""
    away = seen.value if isinstance(seen.value, NotApplicable) else None
    known = away is None and not seen.missing
    return {
        "value": _fact(node.domain.check(seen.value)) if known else None,
        "not_applicable": None if away is None else away.justification or True,
        "evidence": list(seen.evidence),
        "assessor": seen.assessor,
        "date": None if seen.date is None else seen.date.isoformat(),
        "note": seen.note.get(lang),
        "source": _id(seen.source),
    }


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
        "found": explanation.found(result),
        "cap": None if result.cap is None else result.cap.level,
        "below": _id(result.below),
        "sources": [source.id for source in result.sources],
        "parts": [_requirement(part, explanation) for part in result.parts],
    }
