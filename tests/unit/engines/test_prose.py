"""A rule in words and as a formula: each node, in each language.

The sentences are worked out by hand.
"""

from __future__ import annotations

import re
from typing import TypeAlias, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrika.engines.latex import latex
from rubrika.engines.phrases import PHRASES
from rubrika.engines.prose import words
from rubrika.number import Rounding
from rubrika.rules.functions import choose, greatest, least, log, root, rounded
from rubrika.rules.nodes import (
    COMPARISONS,
    STATISTICS,
    Always,
    Applicable,
    Average,
    Both,
    Choose,
    Compare,
    Comparison,
    Condition,
    Constant,
    Each,
    Either,
    Expression,
    Greatest,
    Input,
    Least,
    Log,
    Met,
    Not,
    OneOf,
    Power,
    Product,
    Quotient,
    Rounded,
    Rule,
    Statistic,
    Sum,
    Tally,
    Term,
    Yes,
)

total = Input("points", "total")
value = Input("value")
a, b, c = Input("points", "a"), Input("points", "b"), Input("share", "c")
area = Input("context", "area")
HALF = Constant("1/2")
SOME_TERMS = (Term(2, a), Term(1, b, Applicable("b")))
EVEN_TERMS = (Term(1, a), Term(1, b), Term(1, c))

# rule, in English, in Vietnamese, in LaTeX
COMPARED = [
    (
        total >= 85,
        "the total is at least 85",
        "tổng điểm đạt từ 85 trở lên",
        r"\text{total} \ge 85",
    ),
    (total > 85, "the total is more than 85", "tổng điểm đạt trên 85", r"\text{total} > 85"),
    (total <= 85, "the total is at most 85", "tổng điểm không quá 85", r"\text{total} \le 85"),
    (total < 85, "the total is less than 85", "tổng điểm dưới 85", r"\text{total} < 85"),
    (total.equals(85), "the total is exactly 85", "tổng điểm bằng 85", r"\text{total} = 85"),
    (total.differs(85), "the total is not 85", "tổng điểm khác 85", r"\text{total} \ne 85"),
    (
        Compare(Constant(85), "<=", total),
        "the total is at least 85",
        "tổng điểm đạt từ 85 trở lên",
        r"\text{total} \ge 85",
    ),
    (
        Compare(Constant(2), "<", Constant(3)),
        "2 is less than 3",
        "2 dưới 3",
        "2 < 3",
    ),
    (
        a >= 1,
        "“a” earns at least 1 point",
        "“a” đạt từ 1 điểm trở lên",
        r"\text{points of “a”} \ge 1",
    ),
    (a < 8, "“a” earns less than 8 points", "“a” đạt dưới 8 điểm", r"\text{points of “a”} < 8"),
    (
        c >= Constant("0.125"),
        "“c” reaches at least 12.5 %",
        "“c” đạt từ 12,5 % điểm tối đa trở lên",
        r"\text{share of “c”} \ge 12.5\%",
    ),
    (
        c > Constant("1/3"),
        "“c” reaches more than 1/3",
        "“c” đạt trên 1/3 điểm tối đa",
        r"\text{share of “c”} > \frac{1}{3}",
    ),
    (
        Input("share", "total") >= HALF,
        "the share of the total points is at least 50 %",
        "tỷ lệ tổng điểm đạt được đạt từ 50 % trở lên",
        r"\text{share of the total points} \ge 50\%",
    ),
    (
        Input("value", "q") >= "2.5",
        "the value of “q” is at least 2.5",
        "giá trị của “q” từ 2,5 trở lên",
        r"\text{value of “q”} \ge 2.5",
    ),
    (
        total >= a,
        "the total is at least the points of “a”",
        "tổng điểm không thấp hơn điểm của “a”",
        r"\text{total} \ge \text{points of “a”}",
    ),
    (
        a < b,
        "the points of “a” are less than the points of “b”",
        "điểm của “a” thấp hơn điểm của “b”",
        r"\text{points of “a”} < \text{points of “b”}",
    ),
    (
        total > least(a, b),
        "the total is more than (the least of the points of “a” and the points of “b”)",
        "tổng điểm cao hơn (giá trị nhỏ nhất trong điểm của “a” và điểm của “b”)",
        r"\text{total} > \min\left( \text{points of “a”}, \text{points of “b”} \right)",
    ),
]

ARITHMETIC = [
    (Constant("-1/3"), "-1/3", "-1/3", r"-\frac{1}{3}"),
    (Sum(()), "0", "0", "0"),
    (Product(()), "1", "1", "1"),
    (
        a + b - "3.5",
        "the points of “a” plus the points of “b” minus 3.5",
        "điểm của “a” cộng điểm của “b” trừ 3,5",
        r"\text{points of “a”} + \text{points of “b”} - 3.5",
    ),
    (100 - value, "100 minus the value", "100 trừ giá trị", r"100 - \text{value}"),
    (
        Sum((value * -2, value * -3)),
        "-2 × the value minus 3 × the value",
        "-2 × giá trị trừ 3 × giá trị",
        r"-2 \cdot \text{value} - 3 \cdot \text{value}",
    ),
    (
        (a + b) * 2,
        "2 × (the points of “a” plus the points of “b”)",
        "2 × (điểm của “a” cộng điểm của “b”)",
        r"2 \cdot \left( \text{points of “a”} + \text{points of “b”} \right)",
    ),
    (value * "-2.5", "-2.5 × the value", "-2,5 × giá trị", r"-2.5 \cdot \text{value}"),
    (
        (value + 1) / Constant(3),
        "(the value plus 1) divided by 3",
        "(giá trị cộng 1) chia cho 3",
        r"\frac{\text{value} + 1}{3}",
    ),
    (
        least(a, 5, b) + 1,
        "(the least of the points of “a”, 5 and the points of “b”) plus 1",
        "(giá trị nhỏ nhất trong điểm của “a”, 5 và điểm của “b”) cộng 1",
        r"\min\left( \text{points of “a”}, 5, \text{points of “b”} \right) + 1",
    ),
    (
        greatest(value, 2),
        "the greatest of the value and 2",
        "giá trị lớn nhất trong giá trị và 2",
        r"\max\left( \text{value}, 2 \right)",
    ),
    (
        rounded(value),
        "the value rounded to the nearest whole number (halves up)",
        "giá trị làm tròn đến số nguyên gần nhất (nửa thì làm tròn lên)",
        r"\left\lfloor \text{value} + \frac{1}{2} \right\rfloor",
    ),
    (
        rounded(value, "0.01", "half-even"),
        "the value rounded to the nearest multiple of 0.01 (halves to the even one)",
        "giá trị làm tròn đến bội số của 0,01 gần nhất (nửa thì làm tròn về bội chẵn)",
        r"0.01 \cdot \operatorname{round}_{\mathrm{even}}\left( \frac{\text{value}}{0.01} \right)",
    ),
    (
        rounded(value + 1, "0.5", "down"),
        "(the value plus 1) rounded down to a multiple of 0.5",
        "(giá trị cộng 1) làm tròn xuống đến bội số của 0,5",
        r"0.5 \cdot \left\lfloor \frac{\text{value} + 1}{0.5} \right\rfloor",
    ),
    (
        rounded(value, 1, "up"),
        "the value rounded up to a whole number",
        "giá trị làm tròn lên đến số nguyên",
        r"\left\lceil \text{value} \right\rceil",
    ),
    (
        rounded(c, "0.01", "up") >= HALF,
        "the share of “c” rounded up to a multiple of 1 % is at least 50 %",
        "tỷ lệ điểm đạt được của “c” làm tròn lên đến bội số của 1 % đạt từ 50 % trở lên",
        r"0.01 \cdot \left\lceil \frac{\text{share of “c”}}{0.01} \right\rceil \ge 50\%",
    ),
    (
        root(value),
        "the square root of the value",
        "căn bậc hai của giá trị",
        r"\sqrt{\text{value}}",
    ),
    (
        root(value, 3),
        "the cube root of the value",
        "căn bậc ba của giá trị",
        r"\sqrt[3]{\text{value}}",
    ),
    (
        root(value + 1, 5),
        "the root of degree 5 of (the value plus 1)",
        "căn bậc 5 của (giá trị cộng 1)",
        r"\sqrt[5]{\text{value} + 1}",
    ),
    (value**2, "the value squared", "giá trị bình phương", r"\text{value}^{2}"),
    (
        (value + 1) ** -3,
        "(the value plus 1) to the power -3",
        "(giá trị cộng 1) lũy thừa -3",
        r"\left( \text{value} + 1 \right)^{-3}",
    ),
    (
        Power(Constant("0.5"), "3/2"),
        "0.5 to the power 1.5",
        "0,5 lũy thừa 1,5",
        r"\left( 0.5 \right)^{1.5}",
    ),
    (Power(Constant(2), 5), "2 to the power 5", "2 lũy thừa 5", "2^{5}"),
    (
        log(value),
        "the natural logarithm of the value",
        "lôgarit tự nhiên của giá trị",
        r"\ln\left( \text{value} \right)",
    ),
]

CASES = [
    (
        choose(value >= 90, 40, value >= 75, 30, value >= "50.5", 10, 0),
        (
            "40 if the value is at least 90; 30 if it is at least 75;"
            " 10 if it is at least 50.5; otherwise 0"
        ),
        "40 nếu giá trị từ 90 trở lên; 30 nếu từ 75 trở lên; 10 nếu từ 50,5 trở lên; còn lại là 0",
        (
            r"\begin{cases} 40 & \text{if } \text{value} \ge 90 \\"
            r" 30 & \text{if } \text{value} \ge 75 \\"
            r" 10 & \text{if } \text{value} \ge 50.5 \\ 0 & \text{otherwise} \end{cases}"
        ),
    ),
    (
        choose(value.one_of("no"), 0, value.one_of("so", "yes"), 10, 20),
        "0 if the value is “no”; 10 if it is one of “so”, “yes”; otherwise 20",
        "0 nếu giá trị là “no”; 10 nếu là một trong “so”, “yes”; còn lại là 20",
        (
            r"\begin{cases} 0 & \text{if } \text{value} \in \left\{ \text{no} \right\} \\"
            r" 10 & \text{if } \text{value} \in \left\{ \text{so}, \text{yes} \right\} \\"
            r" 20 & \text{otherwise} \end{cases}"
        ),
    ),
    (
        choose(value.is_yes, 20, 0) * 2,
        "2 × (20 if the answer is yes; otherwise 0)",
        "2 × (20 nếu câu trả lời là có; còn lại là 0)",
        (
            r"2 \cdot \left( \begin{cases} 20 & \text{if } \text{value} = \text{yes} \\"
            r" 0 & \text{otherwise} \end{cases} \right)"
        ),
    ),
    (
        choose(Met("x"), c, HALF) >= Constant("0.25"),
        "(the share of “c” if “x” is met in full; otherwise 50 %) is at least 25 %",
        "(tỷ lệ điểm đạt được của “c” nếu “x” đạt đầy đủ; còn lại là 50 %) đạt từ 25 % trở lên",
        (
            r"\begin{cases} \text{share of “c”} & \text{if } \text{“x” is met in full} \\"
            r" 50\% & \text{otherwise} \end{cases} \ge 25\%"
        ),
    ),
]

AVERAGES = [
    (
        Average("arithmetic", EVEN_TERMS),
        "the mean of the points of “a”, the points of “b” and the share of “c”",
        "trung bình cộng của điểm của “a”, điểm của “b” và tỷ lệ điểm đạt được của “c”",
        r"\frac{\text{points of “a”} + \text{points of “b”} + \text{share of “c”}}{3}",
    ),
    (
        Average("arithmetic", SOME_TERMS),
        (
            "the weighted mean of the points of “a” (weight 2)"
            " and the points of “b” (weight 1, only if “b” applies)"
        ),
        (
            "trung bình cộng có trọng số của điểm của “a” (trọng số 2)"
            " và điểm của “b” (trọng số 1, chỉ tính nếu “b” được áp dụng)"
        ),
        (
            r"\frac{2 \cdot \text{points of “a”}"
            r" + 1 \left[ \text{“b” applies} \right] \cdot \text{points of “b”}}"
            r"{2 + 1 \left[ \text{“b” applies} \right]}"
        ),
    ),
    (
        Average("arithmetic", (Term(1, a), Term(1, b, Met("x")))),
        "the mean of the points of “a” and the points of “b” (only if “x” is met in full)",
        "trung bình cộng của điểm của “a” và điểm của “b” (chỉ tính nếu “x” đạt đầy đủ)",
        (
            r"\frac{\text{points of “a”}"
            r" + \left[ \text{“x” is met in full} \right] \cdot \text{points of “b”}}"
            r"{1 + \left[ \text{“x” is met in full} \right]}"
        ),
    ),
    (
        Average("geometric", EVEN_TERMS),
        "the geometric mean of the points of “a”, the points of “b” and the share of “c”",
        "trung bình nhân của điểm của “a”, điểm của “b” và tỷ lệ điểm đạt được của “c”",
        r"\sqrt[3]{\text{points of “a”} \cdot \text{points of “b”} \cdot \text{share of “c”}}",
    ),
    (
        Average("geometric", (Term(2, a), Term(3, b))),
        (
            "the weighted geometric mean of the points of “a” (weight 2)"
            " and the points of “b” (weight 3)"
        ),
        "trung bình nhân có trọng số của điểm của “a” (trọng số 2) và điểm của “b” (trọng số 3)",
        (
            r"\left( \left( \text{points of “a”} \right)^{2}"
            r" \cdot \left( \text{points of “b”} \right)^{3}"
            r" \right)^{\frac{1}{2 + 3}}"
        ),
    ),
]


def _average(how: Statistic, n: int) -> Average:
    return Average(how, (Term(2, a), Term(3, b)), n)


_TWO_EN = "the points of “a” and the points of “b”"
_TWO_VI = "điểm của “a” và điểm của “b”"
_TWO = r"\left( \text{points of “a”}, \text{points of “b”} \right)"
KINDS_OF_MEAN = [
    (
        _average("best", 1),
        f"the greatest of {_TWO_EN}",
        f"giá trị lớn nhất trong {_TWO_VI}",
        rf"\operatorname{{best}}_{{1}}{_TWO}",
    ),
    (
        _average("best", 2),
        f"the mean of the 2 greatest of {_TWO_EN}",
        f"trung bình cộng của 2 giá trị lớn nhất trong {_TWO_VI}",
        rf"\operatorname{{best}}_{{2}}{_TWO}",
    ),
    (
        _average("drop-worst", 1),
        f"the mean of {_TWO_EN} without the least",
        f"trung bình cộng của {_TWO_VI} sau khi bỏ giá trị nhỏ nhất",
        rf"\operatorname{{dropworst}}_{{1}}{_TWO}",
    ),
    (
        _average("drop-worst", 2),
        f"the mean of {_TWO_EN} without the 2 least",
        f"trung bình cộng của {_TWO_VI} sau khi bỏ 2 giá trị nhỏ nhất",
        rf"\operatorname{{dropworst}}_{{2}}{_TWO}",
    ),
    (
        _average("median", 0),
        f"the median of {_TWO_EN}",
        f"trung vị của {_TWO_VI}",
        rf"\operatorname{{median}}{_TWO}",
    ),
    (
        _average("trimmed", 1),
        f"the mean of {_TWO_EN} without the least and the greatest",
        f"trung bình cộng của {_TWO_VI} sau khi bỏ giá trị nhỏ nhất và giá trị lớn nhất",
        rf"\operatorname{{trimmed}}_{{1}}{_TWO}",
    ),
    (
        _average("trimmed", 2),
        f"the mean of {_TWO_EN} without the 2 least and the 2 greatest",
        f"trung bình cộng của {_TWO_VI} sau khi bỏ 2 giá trị nhỏ nhất và 2 giá trị lớn nhất",
        rf"\operatorname{{trimmed}}_{{2}}{_TWO}",
    ),
    (
        Average("median", (Term(1, a, Applicable("a")),)),
        "the median of the points of “a” (only if “a” applies)",
        "trung vị của điểm của “a” (chỉ tính nếu “a” được áp dụng)",
        (
            r"\operatorname{median}\left( \text{points of “a”} \;"
            r" \left( \text{if } \text{“a” applies} \right) \right)"
        ),
    ),
]

_MANY = Tally("criteria", "share", ">=", HALF)
GROUPS = [
    (
        (total >= 85) & Each("every", "criteria", "share", ">=", HALF),
        "the total is at least 85 and every criterion reaches at least 50 %",
        "tổng điểm đạt từ 85 trở lên và mọi tiêu chí đạt từ 50 % điểm tối đa trở lên",
        (
            r"\text{total} \ge 85 \land"
            r" \left( \forall i \in \text{criteria} : \text{share}_{i} \ge 50\% \right)"
        ),
    ),
    (
        Each("some", "indicators", "points", "==", Constant(1)),
        "at least one indicator earns exactly 1 point",
        "ít nhất một chỉ số đạt đúng 1 điểm",
        r"\exists i \in \text{indicators} : \text{points}_{i} = 1",
    ),
    (
        Not(Each("some", "c1", "value", "<=", Constant(5))),
        "no part of “c1” has a value of at most 5",
        "không có thành phần của “c1” nào có giá trị không quá 5",
        r"\lnot \left( \exists i \in \text{parts of “c1”} : \text{value}_{i} \le 5 \right)",
    ),
    (
        Not(Each("every", "criteria", "points", ">=", a + 1)),
        "not every criterion earns at least the points of “a” plus 1",
        "không phải mọi tiêu chí đều đạt không thấp hơn điểm của “a” cộng 1",
        (
            r"\lnot \left( \forall i \in \text{criteria} :"
            r" \text{points}_{i} \ge \text{points of “a”} + 1 \right)"
        ),
    ),
    (
        Each("every", "indicators", "value", "!=", Constant(5)),
        "every indicator has a value of other than 5",
        "mọi chỉ số có giá trị khác 5",
        r"\forall i \in \text{indicators} : \text{value}_{i} \ne 5",
    ),
    (
        _MANY,
        "the number of criteria that reach at least 50 %",
        "số tiêu chí đạt từ 50 % điểm tối đa trở lên",
        r"\left| \left\{ i \in \text{criteria} : \text{share}_{i} \ge 50\% \right\} \right|",
    ),
    (
        _MANY >= 3,
        "at least 3 criteria reach at least 50 %",
        "có từ 3 tiêu chí trở lên đạt từ 50 % điểm tối đa trở lên",
        r"\left| \left\{ i \in \text{criteria} : \text{share}_{i} \ge 50\% \right\} \right| \ge 3",
    ),
    (
        Tally("indicators", "points", ">", Constant(2)) < 1,
        "fewer than 1 indicator earns more than 2 points",
        "có dưới 1 chỉ số đạt trên 2 điểm",
        r"\left| \left\{ i \in \text{indicators} : \text{points}_{i} > 2 \right\} \right| < 1",
    ),
    (
        Tally("c1", "value", "<", Constant(9)).differs(2),
        "the number of parts of “c1” that have a value of less than 9 is not 2",
        "số thành phần của “c1” có giá trị dưới 9 khác 2",
        r"\left| \left\{ i \in \text{parts of “c1”} : \text{value}_{i} < 9 \right\} \right| \ne 2",
    ),
]

_LOW = (value >= 50) & (value < 80)
CONDITIONS = [
    (Always(), "the condition always holds", "điều kiện luôn đúng", r"\top"),
    (Always(holds=False), "the condition never holds", "điều kiện không bao giờ đúng", r"\bot"),
    (Both(()), "the condition always holds", "điều kiện luôn đúng", r"\top"),
    (Either(()), "the condition never holds", "điều kiện không bao giờ đúng", r"\bot"),
    (Both((Met("x"),)), "“x” is met in full", "“x” đạt đầy đủ", r"\text{“x” is met in full}"),
    (
        ~Met("x"),
        "“x” is not met in full",
        "“x” chưa đạt đầy đủ",
        r"\lnot \left( \text{“x” is met in full} \right)",
    ),
    (Applicable("x"), "“x” applies", "“x” được áp dụng", r"\text{“x” applies}"),
    (
        ~Applicable("x"),
        "“x” does not apply",
        "“x” không áp dụng",
        r"\lnot \left( \text{“x” applies} \right)",
    ),
    (Yes(area), "area is yes", "area là có", r"\text{area} = \text{yes}"),
    (
        ~Yes(Input("value", "q")),
        "the answer to “q” is no",
        "câu trả lời cho “q” là không",
        r"\lnot \left( \text{value of “q”} = \text{yes} \right)",
    ),
    (
        OneOf(area, ("hill", "isle")),
        "area is one of “hill”, “isle”",
        "area là một trong “hill”, “isle”",
        r"\text{area} \in \left\{ \text{hill}, \text{isle} \right\}",
    ),
    (
        ~OneOf(area, ("hill", "isle")),
        "area is none of “hill”, “isle”",
        "area không phải là một trong “hill”, “isle”",
        r"\lnot \left( \text{area} \in \left\{ \text{hill}, \text{isle} \right\} \right)",
    ),
    (
        ~OneOf(area, ("hill",)),
        "area is not “hill”",
        "area không phải là “hill”",
        r"\lnot \left( \text{area} \in \left\{ \text{hill} \right\} \right)",
    ),
    (
        OneOf(area, ()),
        "the condition never holds",
        "điều kiện không bao giờ đúng",
        r"\text{area} \in \left\{  \right\}",
    ),
    (
        ~OneOf(area, ()),
        "the condition always holds",
        "điều kiện luôn đúng",
        r"\lnot \left( \text{area} \in \left\{  \right\} \right)",
    ),
    (
        _LOW,
        "the value is at least 50 and it is less than 80",
        "giá trị từ 50 trở lên và dưới 80",
        r"\text{value} \ge 50 \land \text{value} < 80",
    ),
    (
        Both((a >= 5, a < 8, Met("x"))),
        "“a” earns at least 5 points, it earns less than 8 points and “x” is met in full",
        "“a” đạt từ 5 điểm trở lên, đạt dưới 8 điểm và “x” đạt đầy đủ",
        (
            r"\text{points of “a”} \ge 5 \land \text{points of “a”} < 8"
            r" \land \text{“x” is met in full}"
        ),
    ),
    (
        (_LOW | Met("x")) & Met("y"),
        (
            "((the value is at least 50 and it is less than 80) or “x” is met in full)"
            " and “y” is met in full"
        ),
        "((giá trị từ 50 trở lên và dưới 80) hoặc “x” đạt đầy đủ) và “y” đạt đầy đủ",
        (
            r"\left( \left( \text{value} \ge 50 \land \text{value} < 80 \right) \lor"
            r" \text{“x” is met in full} \right) \land \text{“y” is met in full}"
        ),
    ),
    (
        ~_LOW,
        "it is not the case that (the value is at least 50 and it is less than 80)",
        "không xảy ra trường hợp (giá trị từ 50 trở lên và dưới 80)",
        r"\lnot \left( \text{value} \ge 50 \land \text{value} < 80 \right)",
    ),
]
ALL = COMPARED + ARITHMETIC + CASES + AVERAGES + KINDS_OF_MEAN + GROUPS + CONDITIONS


@pytest.mark.parametrize(("rule", "english", "vietnamese", "formula"), ALL)
def test_every_node_reads_as_an_official_would_write_it(
    rule: Rule, english: str, vietnamese: str, formula: str
) -> None:
    assert words(rule) == english
    assert words(rule, "vi") == vietnamese
    assert latex(rule) == formula


def test_the_unit_stands_behind_numbers_that_the_observed_value_is_compared_with() -> None:
    rule = choose(value >= 90, 40, 30 - value < 5, 20, 0)
    assert words(rule, unit="min") == (
        "40 if the value is at least 90 min; 20 if 30 min minus the value is less than 5 min;"
        " otherwise 0"
    )
    assert words(least(20, value), unit="min") == "the least of 20 and the value"


def test_inputs_and_nodes_are_called_as_the_caller_says() -> None:
    rule = (a >= 5) & (a < b) & Yes(value) & Met("pests")

    def name(read: Input) -> str:
        return f"{read.role}_{read.id or 'x'}"

    assert words(rule, name=name, title=str.upper) == (
        "points_a is at least 5, it is less than points_b, value_x is yes"
        " and “PESTS” is met in full"
    )
    assert latex(rule, name=name, title=str.upper) == (
        r"\text{points\_a} \ge 5 \land \text{points\_a} < \text{points\_b}"
        r" \land \text{value\_x} = \text{yes} \land \text{“PESTS” is met in full}"
    )


def test_what_is_special_in_latex_is_escaped() -> None:
    assert latex(Applicable("x"), title=lambda _: "\\ ~^_%&#${}\n\n.") == (
        r"\text{“\textbackslash{} \textasciitilde{}\textasciicircum{}\_\%\&\#\$\{\} .” applies}"
    )


def test_formulas_speak_the_language_too() -> None:
    assert latex(choose(value >= "2.5", 1, 0), lang="vi") == (
        r"\begin{cases} 1 & \text{nếu } \text{giá trị} \ge 2{,}5 \\ 0 & \text{còn lại} \end{cases}"
    )


def test_languages_fall_back_to_their_base_and_to_english() -> None:
    assert words(total >= 85, "vi-VN") == words(total >= 85, "vi")
    assert words(total >= 85, "fr") == words(total >= 85, "en")


def test_both_tables_have_the_same_phrases_about_the_same_things() -> None:
    def about(text: str) -> set[str]:
        return set(re.findall(r"\{\d\}", text))

    english, vietnamese = PHRASES["en"], PHRASES["vi"]
    assert english.keys() == vietnamese.keys()
    differing = {key for key in english if about(english[key]) != about(vietnamese[key])}
    assert not differing


def test_what_is_no_rule_is_refused() -> None:
    class Strange(Expression):
        pass

    class Odd(Condition):
        pass

    for reading in (words, latex):
        for rule in (Strange(), Odd()):
            with pytest.raises(TypeError, match="is no rule"):
                reading(rule)
        with pytest.raises(TypeError, match="is no rule"):
            reading(cast("Rule", Not(Odd())))


IDS = st.sampled_from(["total", "a", "b_{", "50 %", "x\\"])
COMPARING: st.SearchStrategy[Comparison] = st.sampled_from(
    cast("tuple[Comparison, ...]", COMPARISONS)
)
HOW: st.SearchStrategy[Statistic] = st.sampled_from(cast("tuple[Statistic, ...]", STATISTICS))
INPUTS = st.builds(Input, st.sampled_from(["value", "points", "share", "context"]), IDS) | st.just(
    value
)
CONSTANTS = st.builds(Constant, st.fractions(-100, 100, max_denominator=12))
ROUNDINGS = st.builds(
    Rounding,
    st.sampled_from(["1", "0.5", "1/3"]),
    st.sampled_from(["half-up", "half-even", "up", "down"]),
)
GROUP = st.sampled_from(["criteria", "indicators", "c_1"])
Numbers: TypeAlias = st.SearchStrategy[Expression]
Tests: TypeAlias = st.SearchStrategy[Condition]


def _rules(depth: int) -> tuple[Numbers, Tests]:
    """Expressions and conditions, so many nodes deep."""
    if depth == 0:
        options = st.lists(IDS, max_size=3).map(tuple)
        return INPUTS | CONSTANTS, st.one_of(
            st.builds(Always, st.booleans()),
            st.builds(Met, IDS),
            st.builds(Applicable, IDS),
            st.builds(Yes, INPUTS),
            st.builds(OneOf, INPUTS, options),
        )
    numbers, tests = _rules(depth - 1)
    several = st.lists(numbers, min_size=1, max_size=3).map(tuple)
    conditions = st.lists(tests, max_size=3).map(tuple)
    term = st.builds(Term, st.integers(0, 3), numbers, st.none() | tests)
    cases = st.lists(st.tuples(tests, numbers), max_size=3).map(tuple)
    member = (GROUP, st.sampled_from(["points", "share", "value"]), COMPARING, numbers)
    return st.one_of(
        numbers,
        st.builds(Sum, several),
        st.builds(Product, several),
        st.builds(Quotient, numbers, numbers),
        st.builds(Least, several),
        st.builds(Greatest, several),
        st.builds(Rounded, numbers, ROUNDINGS),
        st.builds(Power, numbers, st.sampled_from(["1/2", "1/3", "1/7", "-2", "2", "5/3"])),
        st.builds(Log, numbers),
        st.builds(Choose, cases, numbers),
        st.builds(
            Average, HOW, st.lists(term, min_size=1, max_size=3).map(tuple), st.integers(1, 3)
        ),
        st.builds(Tally, *member),
    ), st.one_of(
        tests,
        st.builds(Each, st.sampled_from(["every", "some"]), *member),
        st.builds(Compare, numbers, COMPARING, numbers),
        st.builds(Both, conditions),
        st.builds(Either, conditions),
        st.builds(Not, tests),
    )


RULES = st.one_of(*_rules(3))


def _balanced(text: str, opening: str, closing: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign == opening) - (sign == closing)
        if depth < 0:
            return False
    return depth == 0


@given(RULES, st.sampled_from(sorted(PHRASES)))
def test_every_rule_can_be_said_with_brackets_in_balance(rule: Rule, lang: str) -> None:
    text = words(rule, lang, unit="%")
    assert text == text.strip() != ""
    assert "  " not in text
    assert _balanced(text, "(", ")")


@given(RULES, st.sampled_from(sorted(PHRASES)))
def test_every_rule_can_be_set_with_braces_in_balance(rule: Rule, lang: str) -> None:
    text = latex(rule, lang=lang)
    assert _balanced(re.sub(r"\\[\\{}]", "", text), "{", "}")
    assert text.count(r"\left") - text.count(r"\leftarrow") == text.count(r"\right")
    assert text.count(r"\begin{cases}") == text.count(r"\end{cases}")
