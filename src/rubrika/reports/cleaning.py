"""Texts of others, made safe to be shown."""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["clean"]

_JOINERS: Final = "\u200c\u200d"  # emoji and several scripts are written with them


def clean(text: str) -> str:
    r"""*text* in its composed form, with what could steer a terminal or turn it made visible.

    >>> clean("Cafe\u0301 \x1b[31m\u202eneS")
    'Café �[31m�neS'
    """
    composed = unicodedata.normalize("NFC", text)
    if composed.isascii() and composed.isprintable():
        return composed
    return "".join(map(_shown, composed))


def _shown(character: str) -> str:
    if character == "\n" or character in _JOINERS:
        return character
    if character == "\t":
        return " "
    if unicodedata.category(character) in ("Cc", "Cf", "Cs"):
        return "\N{REPLACEMENT CHARACTER}"
    return character
