"""What the directives say besides the words of reports, by language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rubrika.text import in_language

__all__ = ["SAID", "said"]

SAID: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "how": "How points are given",
        "node": "Criterion or indicator",
        "otherwise": "otherwise",
        "requirements": "Requirements",
    },
    "vi": {
        "how": "Cách tính điểm",
        "node": "Tiêu chí, chỉ số",
        "otherwise": "các trường hợp còn lại",
        "requirements": "Yêu cầu",
    },
}
"""Each language has the same keys."""


def said(lang: str) -> Mapping[str, str]:
    """The phrases of a language; English stands in for one that is not known."""
    return in_language(SAID, lang)
