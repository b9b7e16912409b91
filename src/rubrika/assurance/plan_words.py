"""What plans and margins say, by language: one table per language, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rubrika.text import in_language

__all__ = ["SAYINGS", "sayings"]


def sayings(lang: str) -> Mapping[str, str]:
    """The table for *lang*; else for its base language, else for English.

    >>> sayings("vi-VN")["plan"], sayings("la")["plan"]
    ('Kế hoạch để đạt {level}', 'A plan to reach {level}')
    """
    return in_language(SAYINGS, lang)


_EN: Final = {
    "plan": "A plan to reach {level}",
    "nothing": "Nothing needs to change: {level} is reached.",
    "nothing within": "No level can be reached within the budget.",
    "move": "{title}: from {before} to {after} (cost {cost})",
    "total": "Total cost: {cost}",
    "optimal": "No plan costs less; that is proved.",
    "sampled": "No plan costs less, among values with two decimals (not all values were looked at "
    "of: {titles}).",
    "not optimal": "The time ran out: a cheaper plan may exist.",
    "before": "Before",
    "after": "After",
    "binding": "What keeps it from being cheaper",
    "needs": "it needs: {titles}",
    "exactly": "met exactly",
    "evidence": "Missing evidence, what is worth observing first",
    "rise": "{title}: {best} would raise the least total by {rise}",
    "no rise": "{title}: no value raises the least total",
    "settles": "some value makes the level certain",
    "excludes": "some value puts the level out of reach",
    "and": "; ",
    # Margins.
    "margins": "How firm {level} is",
    "no level": "How firm it is that no level is reached",
    "value": "{title} ({now})",
    "number": "{path} ({now})",
    "below": "below {end}: {level}",
    "above": "above {end}: {level}",
    "from below": "at {end} or less: {level}",
    "from above": "at {end} or more: {level}",
    "swap": "{end}: {level}",
    "firm": "no change of it alone changes the level",
    "about": "about {end}",
    "tried": "found by trying; a nearer end may exist",
    "none tried": "no change of it alone that was tried changes the level; one may exist",
    "nearest": "Nearest",
    "none": "nothing changes the level alone",
    "of values": "Values",
    "of numbers": "Numbers of the rubric",
}

_VI: Final = {
    "plan": "Kế hoạch để đạt {level}",
    "nothing": "Không cần thay đổi gì: đã đạt {level}.",
    "nothing within": "Trong ngân sách này không đạt được mức nào.",
    "move": "{title}: từ {before} thành {after} (chi phí {cost})",
    "total": "Tổng chi phí: {cost}",
    "optimal": "Không có kế hoạch nào rẻ hơn; điều này đã được chứng minh.",
    "sampled": "Không có kế hoạch nào rẻ hơn, xét các giá trị có hai chữ số thập phân (chưa xét "
    "hết mọi giá trị của: {titles}).",
    "not optimal": "Đã hết thời gian: có thể còn kế hoạch rẻ hơn.",
    "before": "Trước",
    "after": "Sau",
    "binding": "Vì sao không thể rẻ hơn",
    "needs": "cần: {titles}",
    "exactly": "vừa đủ",
    "evidence": "Minh chứng còn thiếu, nên thu thập trước",
    "rise": "{title}: {best} sẽ nâng tổng điểm thấp nhất thêm {rise}",
    "no rise": "{title}: không giá trị nào nâng được tổng điểm thấp nhất",
    "settles": "có giá trị làm cho chắc chắn đạt mức này",
    "excludes": "có giá trị làm cho không thể đạt mức này",
    "and": "; ",
    # Margins.
    "margins": "{level} vững đến đâu",
    "no level": "Việc chưa đạt mức nào vững đến đâu",
    "value": "{title} ({now})",
    "number": "{path} ({now})",
    "below": "dưới {end}: {level}",
    "above": "trên {end}: {level}",
    "from below": "từ {end} trở xuống: {level}",
    "from above": "từ {end} trở lên: {level}",
    "swap": "{end}: {level}",
    "firm": "chỉ thay đổi riêng giá trị này thì mức không đổi",
    "about": "khoảng {end}",
    "tried": "tìm được bằng cách thử; có thể còn mốc gần hơn",
    "none tried": "đã thử thay đổi riêng giá trị này mà mức không đổi; có thể vẫn còn mốc khác",
    "nearest": "Gần nhất",
    "none": "không riêng thay đổi nào làm mức khác đi",
    "of values": "Giá trị",
    "of numbers": "Con số của bộ tiêu chí",
}

SAYINGS: Final[Mapping[str, Mapping[str, str]]] = {"en": _EN, "vi": _VI}
"""What plans say, by language; each table has the same keys."""
