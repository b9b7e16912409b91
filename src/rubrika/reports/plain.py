"""Rubrics as plain data, for other programs."""

from __future__ import annotations

from typing import Any

from rubrika import Criterion, Node, Rubric
from rubrika.number import as_text
from rubrika.reports.portrait import Portrait
from rubrika.rules import Input

__all__ = ["as_data", "valid_days"]


def as_data(portrait: Portrait) -> dict[str, Any]:
    """Everything that a rubric says, as plain data; exact numbers are strings."""
    rubric, lang, scores = portrait.rubric, portrait.lang, portrait.explanation.scores
    made = rubric.adaptation
    return {
        "id": rubric.id,
        "version": rubric.version,
        "title": rubric.title.get(lang),
        "description": rubric.description.get(lang),
        "valid": valid_days(rubric),
        "adapted_from": None
        if made is None
        else {"id": made.id, "version": made.version, "fingerprint": made.fingerprint},
        "meta": {name: text.get(lang) for name, text in rubric.meta},
        "maximum": as_text(rubric.maximum),
        "context": [
            {
                "id": fact.id,
                "title": fact.title.get(lang),
                "allowed": portrait.domain(fact.domain),
                "required": fact.required,
            }
            for fact in rubric.context
        ],
        "criteria": [_node(portrait, node) for node in rubric.criteria],
        "levels": [
            {
                "id": level.id,
                "title": level.title.get(lang),
                "requirements": [
                    {
                        "rule": str(result.requirement),
                        "words": portrait.explanation.condition(result),
                        "sources": [source.id for source in result.sources],
                    }
                    for result in portrait.requirements(level, place)
                ],
            }
            for place, level in enumerate(rubric.levels)
        ],
        "numbers": len(scores.numbers),
        "provisional": [
            {
                "path": number.path,
                "value": as_text(number.value),
                "source": None if number.source is None else number.source.id,
                "reason": None if number.source is None else number.source.reason.get(lang),
            }
            for number in scores.provisional
        ],
        "sources": [
            {"id": source.id, "status": source.status, "text": source.told(lang)}
            for source in scores.sources
        ],
        "fingerprint": rubric.fingerprint,
        "structure": rubric.structure,
    }


def _node(portrait: Portrait, node: Node) -> dict[str, Any]:
    lang = portrait.lang
    found: dict[str, Any] = {
        "id": node.id,
        "title": node.title.get(lang),
        "maximum": as_text(node.maximum),
        "weight": None if node.weight is None else as_text(node.weight),
        "source": None if node.source is None else node.source.id,
    }
    if isinstance(node, Criterion):
        return found | {"children": [_node(portrait, child) for child in node.children]}
    return found | {
        "rule": str(node.scale.rule(Input("value"))),
        "words": portrait.in_words(node),
        "allowed": portrait.domain(node.domain),
        "evidence": node.evidence.get(lang),
    }


def valid_days(rubric: Rubric) -> dict[str, str | None]:
    """The days on which a rubric is in force, as data."""
    ends = {"start": rubric.valid.start, "end": rubric.valid.end}
    return {name: None if day is None else day.isoformat() for name, day in ends.items()}
