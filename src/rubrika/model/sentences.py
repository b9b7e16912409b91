"""What explanations say, by language: one table per language, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rubrika.text import in_language

__all__ = ["SENTENCES", "sentences"]


def sentences(lang: str) -> Mapping[str, str]:
    """The table for *lang*; else for its base language, else for English.

    >>> sentences("vi-VN")["levels"], sentences("la")["levels"]
    ('Mức công nhận', 'Levels')
    """
    return in_language(SENTENCES, lang)


_EN: Final = {
    # Head.
    "version": "version",
    "adapted": "Adapted from {id}, version {version} (changes: {count})",
    "subject": "Subject",
    "date": "Date",
    "context": "Context",
    "not stated": "not stated",
    "result": "Result",
    "of": "{points} of {maximum} points",
    "bounds": "between {least} and {most} of {maximum} points",
    "nothing": "undefined: nothing in the rubric applies to the subject",
    "open": "not yet decided – {levels} is possible; {points}",
    "or": " or ",
    "and": " and ",
    # Nodes.
    "nodes": "Points",
    "missing": "missing",
    "not applicable": "not applicable",
    "partial": "evidence missing",
    "yes": "yes",
    "no": "no",
    "irrational": "≈ marks a number that is not rational (a root or logarithm): it is rounded only "
    "where it is shown, and was compared exactly.",
    # Levels and requirements.
    "levels": "Levels",
    "outlook": "Certain: {holds}. Possible: {open}. Out of reach: {fails}.",
    "none": "none",
    "holds": "certain",
    "reached": "reached",
    "fails": "out of reach",
    "missed": "not reached",
    "possible": "possible",
    "always": "no requirement",
    "below": "the level below, {level}, holds",
    "cap": "at most {level} unless {condition}",
    "titled": "{title}: {condition}",
    "as": "{condition} (as {facts})",
    "fact": "“{title}” is {value}",
    "option": "“{title}” is “{value}”",
    "next": "For {level}, still lacking",
    # What was found: {who} is what is compared, or the member of a group that decides.
    "it": "it",
    "lowest": "the lowest",
    "highest": "the highest",
    "is": "{who} is {actual}",
    "between": "{who} is between {least} and {most} so far",
    "from": "{who} is at least {least} so far",
    "to": "{who} is at most {most} so far",
    "unknown": "{who} is not known yet",
    "short": "{found}, {gap} short",
    "short up to": "{found}, up to {gap} short",
    "excess": "{found}, {gap} too much",
    "excess up to": "{found}, up to {gap} too much",
    "not enough": "{found}, which is not enough",
    "not less": "{found}, which is too much",
    "share gap": "{gap} percentage points",
    "share gap 1": "{gap} percentage point",
    # What stands behind it.
    "missing evidence": "Missing evidence: {count} of {total} indicators",
    "provisional": "Provisional numbers: {count} of {total} rest on no published source",
    "unpublished": "Provisional apart from numbers",
    "unsourced": "no source is named",
    "sources": "Sources",
    "no sources": "No source is named for the numbers of this rubric.",
    "fingerprints": "Fingerprint",
}

_VI: Final = {
    # Head.
    "version": "phiên bản",
    "adapted": "Điều chỉnh từ {id}, phiên bản {version} (số thay đổi: {count})",
    "subject": "Đơn vị",
    "date": "Ngày",
    "context": "Bối cảnh",
    "not stated": "chưa nêu",
    "result": "Kết quả",
    "of": "{points} trên {maximum} điểm",
    "bounds": "từ {least} đến {most} trên {maximum} điểm",
    "nothing": "không xác định: không nội dung nào của bộ tiêu chí áp dụng cho đơn vị",
    "open": "chưa xác định – có thể là {levels}; {points}",
    "or": " hoặc ",
    "and": " và ",
    # Nodes.
    "nodes": "Điểm",
    "missing": "chưa có số liệu",
    "not applicable": "không áp dụng",
    "partial": "thiếu minh chứng",
    "yes": "có",
    "no": "không",
    "irrational": "≈ là số vô tỉ (căn hoặc lôgarit): chỉ làm tròn khi hiển thị, còn việc so sánh "
    "vẫn chính xác.",
    # Levels and requirements.
    "levels": "Mức công nhận",
    "outlook": "Chắc chắn đạt: {holds}. Có thể đạt: {open}. Không thể đạt: {fails}.",
    "none": "không có",
    "holds": "chắc chắn đạt",
    "reached": "đạt",
    "fails": "không thể đạt",
    "missed": "không đạt",
    "possible": "có thể đạt",
    "always": "không có yêu cầu",
    "below": "mức liền dưới, {level}, đã đạt",
    "cap": "không quá {level} trừ khi {condition}",
    "titled": "{title}: {condition}",
    "as": "{condition} (vì {facts})",
    "fact": "“{title}” là {value}",
    "option": "“{title}” là “{value}”",
    "next": "Để đạt {level} còn thiếu",
    # What was found: {who} is what is compared, or the member of a group that decides.
    "it": "",
    "lowest": "thấp nhất",
    "highest": "cao nhất",
    "is": "{who} hiện là {actual}",
    "between": "{who} hiện trong khoảng từ {least} đến {most}",
    "from": "{who} hiện từ {least} trở lên",
    "to": "{who} hiện không quá {most}",
    "unknown": "{who} hiện chưa biết",
    "short": "{found}, thiếu {gap}",
    "short up to": "{found}, thiếu nhiều nhất {gap}",
    "excess": "{found}, vượt {gap}",
    "excess up to": "{found}, vượt nhiều nhất {gap}",
    "not enough": "{found}, chưa đủ",
    "not less": "{found}, còn quá cao",
    "share gap": "{gap} điểm phần trăm",
    "share gap 1": "{gap} điểm phần trăm",
    # What stands behind it.
    "missing evidence": "Thiếu minh chứng: {count} trên {total} chỉ số",
    "provisional": "Số tạm thời: {count} trên {total} số chưa có nguồn công bố",
    "unpublished": "Nội dung tạm thời ngoài các con số",
    "unsourced": "chưa nêu nguồn",
    "sources": "Nguồn",
    "no sources": "Bộ tiêu chí này chưa nêu nguồn cho các con số.",
    "fingerprints": "Mã kiểm tra",
}

SENTENCES: Final[Mapping[str, Mapping[str, str]]] = {"en": _EN, "vi": _VI}
"""What explanations say, by language; each table has the same keys."""
