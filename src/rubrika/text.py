"""Texts in several languages, and ids."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final, TypeAlias, TypeVar

import attrs

from rubrika.errors import Problem, RubricError, told

__all__ = ["LANGUAGES", "Text", "TextLike", "in_language"]

LANGUAGES: Final = ("en", "vi")
"""The languages that rubrika itself speaks; texts of a rubric may have any."""

TextLike: TypeAlias = "str | Mapping[str, str] | Text"
"""What is accepted as a text: a string, or one string per language."""

T = TypeVar("T")

_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_ID = re.compile(r"\w(?:[\w.-]*\w)?")
_LONGEST_ID = 200
RESERVED_IDS: Final = frozenset({"total", "criteria", "indicators"})


def in_language(tables: Mapping[str, T], lang: str) -> T:
    """What stands for a language; else for it without its region, else for English.

    >>> in_language({"en": "yes", "vi": "có"}, "vi-VN"), in_language({"en": "yes"}, "la")
    ('có', 'yes')
    """
    found = tables.get(lang)
    return tables.get(lang.partition("-")[0], tables["en"]) if found is None else found


@attrs.frozen
class Text:
    """A text: one string for all languages, or one string per language.

    Args:
        plain: The string for every language that has no string of its own; empty if there is none.
        translations: Pairs of a language tag (``"vi"``, ``"en"``) and its string, sorted by tag.

    >>> title = Text.of({"vi": "Điểm", "en": "Points"})
    >>> title.get("vi"), title.get("fr"), str(title)
    ('Điểm', 'Points', 'Points')
    """

    plain: str = ""
    translations: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, value: TextLike) -> Text:
        """Read a string or a mapping of language tags to strings.

        Raises:
            RubricError: when *value* is neither, or a tag is no language tag.
        """
        if isinstance(value, Text):
            return value
        if isinstance(value, str):
            return cls(value)
        if isinstance(value, Mapping) and value and all(isinstance(v, str) for v in value.values()):
            for tag in value:
                if not isinstance(tag, str) or not _TAG.fullmatch(tag):
                    raise RubricError(
                        Problem(
                            "language",
                            f"{told(tag)} is no language tag",
                            hint="Write en, vi or zh-Hant.",
                        )
                    )
            return cls("", tuple(sorted(value.items())))
        raise RubricError(
            Problem(
                "text",
                f"{told(value)} is no text",
                hint='Write a string, or one per language: {vi = "…", en = "…"}.',
            )
        )

    def get(self, lang: str = "en") -> str:
        """The string for *lang*; else of its base language, the plain, the English or the first."""
        known = dict(self.translations)
        for tag in (lang, lang.split("-", maxsplit=1)[0]):
            if tag in known:
                return known[tag]
        return self.plain or known.get("en") or next(iter(known.values()), "")

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a string of their own."""
        return tuple(tag for tag, _ in self.translations)

    def __str__(self) -> str:
        return self.get()

    def __bool__(self) -> bool:
        return bool(self.plain or self.translations)


def optional_text(value: TextLike | None) -> Text:
    """Read a text that may be left out."""
    return Text() if value is None else Text.of(value)


def to_id(value: object) -> str:
    """Check an id and give it in its one canonical (NFC) spelling.

    Raises:
        RubricError: when *value* is no string of letters, digits, ``_``, ``-`` and ``.``.
    """
    if isinstance(value, str):
        composed = unicodedata.normalize("NFC", value)
        if (
            len(composed) <= _LONGEST_ID
            and _ID.fullmatch(composed)
            and composed not in RESERVED_IDS
        ):
            return composed
        if composed in RESERVED_IDS:
            raise RubricError(
                Problem("id", f"the id {told(value)} is reserved", hint="Choose another word.")
            )
    raise RubricError(
        Problem(
            "id",
            f"{told(value)} is no id",
            hint=f"Use up to {_LONGEST_ID} letters, digits, '_', '-' and '.', "
            "with a letter or digit at both ends.",
        )
    )
