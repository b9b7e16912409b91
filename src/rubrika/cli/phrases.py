"""What the command says besides the words of explanations, by language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["PHRASES", "phrases", "points_text"]

PHRASES: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "adapted": "What was changed",
        "assessed": "{count} of {total} indicators are observed",
        "combined": "Points: {words}",
        "criteria": "Criteria",
        "default": "{value} unless stated",
        "each number": "Each of these numbers: --details",
        "evidence": "Evidence",
        "from": "From",
        "id": "Id",
        "in force": "In force",
        "direct": "the points that the assessor gives",
        "level": "Level",
        "linear": "from 0 points at {worst} evenly up to {points} at {best}",
        "may be open": "may be left open",
        "missing": "to fill in, with the points that each can bring: {ids}",
        "maximum": "{points} points",
        "must be stated": "must be stated",
        "na full": "may be not applicable, then it counts in full",
        "na justified": "with a justification",
        "na redistribute": "may be not applicable, then its points go to the others",
        "na zero": "may be not applicable, then it counts 0 points",
        "no level": "Otherwise: {title}",
        "no rubrics": "There is no rubric.",
        "notes": "Evidence and notes",
        "number": "{count} number",
        "observed": "Observed",
        "of numbers": "{count} numbers",
        "point": "{points} point",
        "points": "Points",
        "problem": "{count} problem",
        "problems": "{count} problems",
        "provisional": "Why these numbers are provisional",
        "rubric": "Rubric",
        "share": "Share",
        "structure": "Structure",
        "tally": "{each} for each one, up to {limit}",
        "subject": "Subject",
        "title": "Title",
        "valid assessment": "valid assessment of {rubric}",
        "unchecked": "valid in form; it names no rubric to check it against (see --rubric)",
        "valid rubric": "valid rubric {rubric}",
        "valid table": "valid table of {count} subjects for {rubric}",
        "version": "Version",
        "weight": "weight {weight}",
    },
    "vi": {
        "adapted": "Những thay đổi",
        "assessed": "đã có số liệu của {count} trên {total} chỉ số",
        "combined": "Điểm: {words}",
        "criteria": "Tiêu chí",
        "default": "{value} nếu không nêu",
        "each number": "Từng con số: thêm --details",
        "evidence": "Minh chứng",
        "from": "Từ gói",
        "id": "Mã",
        "in force": "Hiệu lực",
        "direct": "số điểm do người đánh giá cho",
        "level": "Mức công nhận",
        "linear": "0 điểm khi giá trị là {worst}, tăng đều đến {points} khi giá trị là {best}",
        "may be open": "có thể để trống",
        "missing": "mã cần điền, kèm số điểm có thể đạt: {ids}",
        "maximum": "{points} điểm",
        "must be stated": "bắt buộc nêu",
        "na full": "có thể không áp dụng, khi đó được tính đủ điểm",
        "na justified": "phải có lý do",
        "na redistribute": "có thể không áp dụng, khi đó điểm chuyển sang các mục còn lại",
        "na zero": "có thể không áp dụng, khi đó được tính 0 điểm",
        "no level": "Còn lại: {title}",
        "no rubrics": "Không có bộ tiêu chí nào.",
        "notes": "Minh chứng và ghi chú",
        "number": "{count} con số",
        "observed": "Số liệu",
        "of numbers": "{count} con số",
        "point": "{points} điểm",
        "points": "Điểm",
        "problem": "{count} vấn đề",
        "problems": "{count} vấn đề",
        "provisional": "Vì sao các số này là tạm thời",
        "rubric": "Bộ tiêu chí",
        "share": "Tỷ lệ",
        "structure": "Cấu trúc",
        "tally": "{each} cho mỗi một, tối đa {limit}",
        "subject": "Đơn vị",
        "title": "Tên",
        "valid assessment": "bản đánh giá hợp lệ theo {rubric}",
        "unchecked": "đúng dạng; chưa nêu bộ tiêu chí để đối chiếu (xem --rubric)",
        "valid rubric": "bộ tiêu chí hợp lệ {rubric}",
        "valid table": "bảng hợp lệ gồm {count} đơn vị theo {rubric}",
        "version": "Phiên bản",
        "weight": "trọng số {weight}",
    },
}
"""Each language has the same keys."""


def points_text(lang: str, number: str, *, one: bool) -> str:
    """So many points, in words.

    Args:
        lang: The language.
        number: How many, as it is shown.
        one: Whether that is exactly one.
    """
    return phrases(lang)["point" if one else "maximum"].format(points=number)


def phrases(lang: str) -> Mapping[str, str]:
    """The phrases of a language; English stands in for one that is not known."""
    return PHRASES.get(lang, PHRASES["en"])
