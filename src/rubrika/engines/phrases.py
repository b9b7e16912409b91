"""What rules are called in each language: one table per language, and nothing else.

A further language is one more table with the same keys. ``{0}`` and ``{1}`` are what a phrase is
about.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rubrika.rules.nodes import COMPARISONS
from rubrika.text import in_language

__all__ = ["PHRASES", "phrases"]


def phrases(lang: str) -> Mapping[str, str]:
    """The table for *lang*; else for its base language, else for English.

    Args:
        lang: A language tag, such as ``"vi"`` or ``"en-GB"``.

    >>> phrases("vi-VN")["otherwise"], phrases("la")["otherwise"]
    ('còn lại là {0}', 'otherwise {0}')
    """
    return in_language(PHRASES, lang)


def _amounts(use: str, *texts: str) -> dict[str, str]:
    """The six comparisons, in the order of :data:`COMPARISONS`: ≥, >, ≤, <, =, ≠."""
    return {f"{use} {sign}": text for sign, text in zip(COMPARISONS, texts, strict=True)}


_EN: Final = {
    "point": ".",
    "quote": "“{0}”",
    "brackets": "({0})",
    # A list, and conditions joined.
    "comma": ", ",
    "and": " and ",
    "or": " or ",
    # Inputs.
    "the": "the {0}",
    "total points": "total",
    "total share": "share of the total points",
    "points": "points of {0}",
    "share": "share of {0}",
    "value": "value",
    "value of": "value of {0}",
    "answer": "answer",
    "answer of": "answer to {0}",
    "it": "it",
    # Comparisons: with a number, with a rule, of a member of a group, of how many members.
    "is": "{0} is {1}",
    "are": "{0} are {1}",
    "gets": "{0} is {1}",
    **_amounts(
        "number",
        "at least {0}",
        "more than {0}",
        "at most {0}",
        "less than {0}",
        "exactly {0}",
        "not {0}",
    ),
    **_amounts(
        "rule",
        "at least {0}",
        "more than {0}",
        "at most {0}",
        "less than {0}",
        "equal to {0}",
        "not equal to {0}",
    ),
    **_amounts(
        "member",
        "at least {0}",
        "more than {0}",
        "at most {0}",
        "less than {0}",
        "exactly {0}",
        "other than {0}",
    ),
    **_amounts(
        "member rule",
        "at least {0}",
        "more than {0}",
        "at most {0}",
        "less than {0}",
        "exactly {0}",
        "other than {0}",
    ),
    **_amounts(
        "count",
        "at least {0}",
        "more than {0}",
        "at most {0}",
        "fewer than {0}",
        "exactly {0}",
        "a number other than {0}",
    ),
    # Groups, and what is said of their members.
    "one criteria": "criterion",
    "many criteria": "criteria",
    "one indicators": "indicator",
    "many indicators": "indicators",
    "one part": "part of {0}",
    "many part": "parts of {0}",
    "every": "every {0}",
    "some": "at least one {0}",
    "not every": "not every {0}",
    "not some": "no {0}",
    "how many": "the number of {0} that",
    "one share": "{0} reaches {1}",
    "many share": "{0} reach {1}",
    "one points": "{0} earns {1}",
    "many points": "{0} earn {1}",
    "one value": "{0} has a value of {1}",
    "many value": "{0} have a value of {1}",
    "share number": "{0}",
    "points number": "{0} points",
    "points number 1": "{0} point",
    "value number": "{0}",
    # Other conditions, and what they are when they do not hold.
    "always": "the condition always holds",
    "never": "the condition never holds",
    "option": "{0} is {1}",
    "not option": "{0} is not {1}",
    "options": "{0} is one of {1}",
    "not options": "{0} is none of {1}",
    "yes": "{0} is yes",
    "not yes": "{0} is no",
    "applies": "{0} applies",
    "not applies": "{0} does not apply",
    "met": "{0} is met in full",
    "not met": "{0} is not met in full",
    "not": "it is not the case that {0}",
    # Arithmetic.
    "plus": "{0} plus {1}",
    "minus": "{0} minus {1}",
    "times": "{0} × {1}",
    "by": "{0} divided by {1}",
    "least": "the least of {0}",
    "greatest": "the greatest of {0}",
    "square": "{0} squared",
    "power": "{0} to the power {1}",
    "root 2": "the square root of {0}",
    "root 3": "the cube root of {0}",
    "root": "the root of degree {1} of {0}",
    "log": "the natural logarithm of {0}",
    "half-up": "{0} rounded to the nearest {1} (halves up)",
    "half-even": "{0} rounded to the nearest {1} (halves to the even one)",
    "up": "{0} rounded up to a {1}",
    "down": "{0} rounded down to a {1}",
    "whole": "whole number",
    "multiple": "multiple of {0}",
    # Cases.
    "case": "{0} if {1}",
    "otherwise": "otherwise {0}",
    "semicolon": "; ",
    # Averages.
    "arithmetic": "the mean of {0}",
    "geometric": "the geometric mean of {0}",
    "weighted arithmetic": "the weighted mean of {0}",
    "weighted geometric": "the weighted geometric mean of {0}",
    "best": "the mean of the {1} greatest of {0}",
    "best 1": "the greatest of {0}",
    "drop-worst": "the mean of {0} without the {1} least",
    "drop-worst 1": "the mean of {0} without the least",
    "median": "the median of {0}",
    "trimmed": "the mean of {0} without the {1} least and the {1} greatest",
    "trimmed 1": "the mean of {0} without the least and the greatest",
    "term": "{0} ({1})",
    "weight": "weight {0}",
    "when": "only if {0}",
    # What only formulas say.
    "if": "if ",
    "else": "otherwise",
    "yes alone": "yes",
    "points alone": "points",
    "share alone": "share",
    "value alone": "value",
}

_VI: Final = {
    "point": ",",
    "quote": "“{0}”",
    "brackets": "({0})",
    "comma": ", ",
    "and": " và ",
    "or": " hoặc ",
    "the": "{0}",
    "total points": "tổng điểm",
    "total share": "tỷ lệ tổng điểm đạt được",
    "points": "điểm của {0}",
    "share": "tỷ lệ điểm đạt được của {0}",
    "value": "giá trị",
    "value of": "giá trị của {0}",
    "answer": "câu trả lời",
    "answer of": "câu trả lời cho {0}",
    "it": "",
    "is": "{0} {1}",
    "are": "{0} {1}",
    "gets": "{0} đạt {1}",
    **_amounts(
        "number", "từ {0} trở lên", "trên {0}", "không quá {0}", "dưới {0}", "bằng {0}", "khác {0}"
    ),
    **_amounts(
        "rule",
        "không thấp hơn {0}",
        "cao hơn {0}",
        "không cao hơn {0}",
        "thấp hơn {0}",
        "bằng {0}",
        "khác {0}",
    ),
    **_amounts(
        "member", "từ {0} trở lên", "trên {0}", "không quá {0}", "dưới {0}", "đúng {0}", "khác {0}"
    ),
    **_amounts(
        "member rule",
        "không thấp hơn {0}",
        "cao hơn {0}",
        "không cao hơn {0}",
        "thấp hơn {0}",
        "bằng {0}",
        "khác {0}",
    ),
    **_amounts(
        "count",
        "có từ {0} trở lên",
        "có trên {0}",
        "có không quá {0}",
        "có dưới {0}",
        "có đúng {0}",
        "có số lượng khác {0}",
    ),
    "one criteria": "tiêu chí",
    "many criteria": "tiêu chí",
    "one indicators": "chỉ số",
    "many indicators": "chỉ số",
    "one part": "thành phần của {0}",
    "many part": "thành phần của {0}",
    "every": "mọi {0}",
    "some": "ít nhất một {0}",
    "not every": "không phải mọi {0} đều",
    "not some": "không có {0} nào",
    "how many": "số {0}",
    "one share": "{0} đạt {1}",
    "many share": "{0} đạt {1}",
    "one points": "{0} đạt {1}",
    "many points": "{0} đạt {1}",
    "one value": "{0} có giá trị {1}",
    "many value": "{0} có giá trị {1}",
    "share number": "{0} điểm tối đa",
    "points number": "{0} điểm",
    "points number 1": "{0} điểm",
    "value number": "{0}",
    "always": "điều kiện luôn đúng",
    "never": "điều kiện không bao giờ đúng",
    "option": "{0} là {1}",
    "not option": "{0} không phải là {1}",
    "options": "{0} là một trong {1}",
    "not options": "{0} không phải là một trong {1}",
    "yes": "{0} là có",
    "not yes": "{0} là không",
    "applies": "{0} được áp dụng",
    "not applies": "{0} không áp dụng",
    "met": "{0} đạt đầy đủ",
    "not met": "{0} chưa đạt đầy đủ",
    "not": "không xảy ra trường hợp {0}",
    "plus": "{0} cộng {1}",
    "minus": "{0} trừ {1}",
    "times": "{0} × {1}",
    "by": "{0} chia cho {1}",
    "least": "giá trị nhỏ nhất trong {0}",
    "greatest": "giá trị lớn nhất trong {0}",
    "square": "{0} bình phương",
    "power": "{0} lũy thừa {1}",
    "root 2": "căn bậc hai của {0}",
    "root 3": "căn bậc ba của {0}",
    "root": "căn bậc {1} của {0}",
    "log": "lôgarit tự nhiên của {0}",
    "half-up": "{0} làm tròn đến {1} gần nhất (nửa thì làm tròn lên)",
    "half-even": "{0} làm tròn đến {1} gần nhất (nửa thì làm tròn về bội chẵn)",
    "up": "{0} làm tròn lên đến {1}",
    "down": "{0} làm tròn xuống đến {1}",
    "whole": "số nguyên",
    "multiple": "bội số của {0}",
    "case": "{0} nếu {1}",
    "otherwise": "còn lại là {0}",
    "semicolon": "; ",
    "arithmetic": "trung bình cộng của {0}",
    "geometric": "trung bình nhân của {0}",
    "weighted arithmetic": "trung bình cộng có trọng số của {0}",
    "weighted geometric": "trung bình nhân có trọng số của {0}",
    "best": "trung bình cộng của {1} giá trị lớn nhất trong {0}",
    "best 1": "giá trị lớn nhất trong {0}",
    "drop-worst": "trung bình cộng của {0} sau khi bỏ {1} giá trị nhỏ nhất",
    "drop-worst 1": "trung bình cộng của {0} sau khi bỏ giá trị nhỏ nhất",
    "median": "trung vị của {0}",
    "trimmed": "trung bình cộng của {0} sau khi bỏ {1} giá trị nhỏ nhất và {1} giá trị lớn nhất",
    "trimmed 1": "trung bình cộng của {0} sau khi bỏ giá trị nhỏ nhất và giá trị lớn nhất",
    "term": "{0} ({1})",
    "weight": "trọng số {0}",
    "when": "chỉ tính nếu {0}",
    "if": "nếu ",
    "else": "còn lại",
    "yes alone": "có",
    "points alone": "điểm",
    "share alone": "tỷ lệ điểm",
    "value alone": "giá trị",
}

PHRASES: Final[Mapping[str, Mapping[str, str]]] = {"en": _EN, "vi": _VI}
"""The phrases of each language."""
