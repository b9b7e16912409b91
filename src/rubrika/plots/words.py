"""What charts say besides the words of explanations, by language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rubrika.text import in_language

__all__ = ["WORDS", "words_of"]

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "bar": "{levels}: {what} {sign} {number}",
        "certain": "certain already",
        "criterion": "criterion",
        "each": "each criterion",
        "left out": "Left out, as their total is still open: {count}",
        "nothing": "Left out, as nothing applies to them: {count}",
        "open": "Not yet decided",
        "points": "Points",
        "possible": "still possible",
        "share": "Share of the maximum",
        "subjects": "Subjects",
        "the total": "total",
        "total": "Total",
        "undefined": "undefined",
    },
    "vi": {
        "bar": "{levels}: {what} {sign} {number}",
        "certain": "đã chắc chắn",
        "criterion": "tiêu chí",
        "each": "mọi tiêu chí",
        "left out": "Không tính, vì tổng điểm chưa xác định: {count}",
        "nothing": "Không tính, vì không có gì áp dụng: {count}",
        "open": "Chưa xác định",
        "points": "Điểm",
        "possible": "còn có thể đạt",
        "share": "Tỷ lệ so với điểm tối đa",
        "subjects": "Số đơn vị",
        "the total": "tổng điểm",
        "total": "Tổng điểm",
        "undefined": "không xác định",
    },
}
"""Each language has the same keys."""


def words_of(lang: str) -> Mapping[str, str]:
    """The words of a language, or of that without its region; English stands in for others."""
    return in_language(WORDS, lang)
