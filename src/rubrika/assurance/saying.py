"""Texts with facts in them, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from rubrika.text import Text

__all__ = ["both", "said"]


def both(en: str, vi: str) -> Mapping[str, str]:
    """A text in English and in Vietnamese."""
    return {"en": en, "vi": vi}


def said(texts: Mapping[str, str], facts: Mapping[str, object]) -> Text:
    """A text of several languages, filled with facts.

    >>> str(said(both("{number} points", "{number} điểm"), {"number": 5}))
    '5 points'
    """
    return Text.of({lang: _filled(text, lang, facts) for lang, text in texts.items()})


def _filled(text: str, lang: str, facts: Mapping[str, object]) -> str:
    """*text* with facts, of which those that are texts are said in its language."""
    told = {key: fact.get(lang) if isinstance(fact, Text) else fact for key, fact in facts.items()}
    return text.format(**told)
