"""What findings say, by language: one table, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rubrika.assurance.saying import both, said
from rubrika.text import Text

__all__ = ["WORDS", "say"]


def say(key: str, **facts: object) -> Text:
    """The text of a key of the table, with *facts* in it.

    >>> said = say("context-unused", id="area")
    >>> said.get("en"), said.get("vi")
    ("no rule reads 'area'", "không quy tắc nào dùng đến 'area'")
    """
    return said(WORDS[key], facts)


WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    # Levels.
    "level-unreachable": both(
        "no subject is given the level '{level}'", "không đơn vị nào đạt được mức '{level}'"
    ),
    "level-unreachable hint": both(
        "Lower what it asks, or what the levels above it do not leave to it.",
        "Hạ yêu cầu của mức này, hoặc để các mức trên chừa lại cho nó.",
    ),
    "level-order": both(
        "a subject can meet '{above}' and not '{below}', the level below it",
        "có đơn vị đạt '{above}' mà không đạt '{below}', mức ngay dưới",
    ),
    "level-order hint": both(
        "Ask nothing of '{below}' that '{above}' does not ask, or make '{above}' a tier: "
        "needs_below=True.",
        "Đừng đòi ở '{below}' điều mà '{above}' không đòi, hoặc cho '{above}' đòi cả mức dưới: "
        "needs_below=True.",
    ),
    "requirement-idle": both(
        "'{said}' never decides: whoever meets the others meets it too",
        "'{said}' không bao giờ quyết định: ai đạt các yêu cầu khác thì cũng đạt yêu cầu này",
    ),
    "requirement-idle hint": both(
        "Leave it out, or ask for more.", "Hãy bỏ đi, hoặc đòi hỏi cao hơn."
    ),
    "cap-idle": both(
        "the cap to '{level}' never takes a level away",
        "mức trần '{level}' không bao giờ làm ai mất mức",
    ),
    "cap-idle hint": both(
        "Leave it out, or name a lower level.", "Hãy bỏ đi, hoặc nêu một mức thấp hơn."
    ),
    "threshold-not-hit": both(
        "nobody stands exactly on {bar} in '{said}': > would do the same as >=",
        "không ai đứng đúng ở {bar} trong '{said}': > hay >= đều như nhau",
    ),
    # Points.
    "total-unreachable": both(
        "no subject reaches the most points, {maximum}",
        "không đơn vị nào đạt được số điểm tối đa, {maximum}",
    ),
    "total-unreachable hint": both(
        "Points of which one excludes the other do not add up.",
        "Những điểm loại trừ lẫn nhau thì không cộng lại được.",
    ),
    "band-empty": both(
        "no allowed value falls into the band at {at}",
        "không giá trị hợp lệ nào rơi vào khoảng {at}",
    ),
    "band-empty hint": both("Leave it out, or move it.", "Hãy bỏ đi, hoặc dời nó."),
    "band-same": both(
        "the band at {at} gives the same points as that at {other}",
        "khoảng {at} cho cùng số điểm với khoảng {other}",
    ),
    "band-last": both(
        "the band at {at} gives the same points as what lies beyond all bands",
        "khoảng {at} cho cùng số điểm với những gì nằm ngoài mọi khoảng",
    ),
    "band-same hint": both(
        "Leave it out, or give it points of its own.", "Hãy bỏ đi, hoặc cho nó số điểm riêng."
    ),
    "floor-idle": both(
        "the floor {number} never raises the points of '{id}': they are never fewer",
        "mức sàn {number} không bao giờ nâng điểm của '{id}': điểm không khi nào thấp hơn",
    ),
    "limit-idle": both(
        "the cap {number} never lowers the points of '{id}': they are never more",
        "mức trần {number} không bao giờ hạ điểm của '{id}': điểm không khi nào cao hơn",
    ),
    "limit-idle hint": both(
        "Leave it out, or look at its number.", "Hãy bỏ đi, hoặc xem lại con số."
    ),
    "more-is-better": both(
        "more is better here, but {worse} gives {before} points and {good} gives {after}",
        "ở đây càng nhiều càng tốt, nhưng {worse} được {before} điểm còn {good} được {after}",
    ),
    "less-is-better": both(
        "less is better here, but {worse} gives {before} points and {good} gives {after}",
        "ở đây càng ít càng tốt, nhưng {worse} được {before} điểm còn {good} được {after}",
    ),
    "direction hint": both("Look at the order of the points.", "Hãy xem lại thứ tự của điểm."),
    "lower level": both(
        "{more} points instead of {less} mean a lower level",
        "được {more} điểm thay vì {less} lại làm mức thấp đi",
    ),
    "fewer points": both(
        "{more} points instead of {less} mean fewer points in all",
        "được {more} điểm thay vì {less} lại làm tổng điểm ít đi",
    ),
    "structure hint": both(
        "Look at what takes points away, and at requirements with at most.",
        "Hãy xem những gì trừ điểm, và những yêu cầu đòi không vượt quá.",
    ),
    "indicator-idle": both(
        "the indicator '{id}' can't change a level", "chỉ số '{id}' không thể làm mức nào thay đổi"
    ),
    "indicator-idle total": both(
        "the indicator '{id}' can't change the total",
        "chỉ số '{id}' không thể làm tổng điểm thay đổi",
    ),
    "criterion-idle": both(
        "nothing in the criterion '{id}' can change a level",
        "không gì trong tiêu chí '{id}' có thể làm mức nào thay đổi",
    ),
    "criterion-idle total": both(
        "nothing in the criterion '{id}' can change the total",
        "không gì trong tiêu chí '{id}' có thể làm tổng điểm thay đổi",
    ),
    "idle hint": both(
        "Give it more points, ask for less elsewhere, or leave it out.",
        "Hãy cho nó nhiều điểm hơn, đòi ít hơn ở chỗ khác, hoặc bỏ đi.",
    ),
    # What does not apply.
    "na-impossible": both(
        "without {absent}, nobody can be '{level}'",
        "nơi {absent} không áp dụng, không ai có thể đạt '{level}'",
    ),
    "na-trivial": both(
        "without {absent}, everybody is at least '{level}'",
        "nơi {absent} không áp dụng, ai cũng đạt ít nhất '{level}'",
    ),
    "na hint": both(
        "Choose another policy for what does not apply, or let it always apply.",
        "Hãy chọn cách tính khác cho mục không áp dụng, hoặc cho nó luôn áp dụng.",
    ),
    # Beside the rules.
    "context-unused": both("no rule reads '{id}'", "không quy tắc nào dùng đến '{id}'"),
    "context-unused hint": both(
        "Leave it out, or name it in a requirement.", "Hãy bỏ đi, hoặc nêu nó trong một yêu cầu."
    ),
    "source-missing": both(
        "{number} has no source, as other numbers do",
        "{number} không có nguồn, trong khi các số khác có",
    ),
    "source-missing hint": both(
        "Name its source, or a provisional one with the reason.",
        "Hãy nêu nguồn, hoặc ghi là tạm thời kèm lý do.",
    ),
    "translation-missing": both(
        "it is not said in {languages}", "chưa có bản bằng tiếng {languages}"
    ),
    "translation-missing hint": both(
        "Translate it, or give a plain text for all other languages.",
        "Hãy dịch, hoặc ghi một văn bản chung cho mọi ngôn ngữ khác.",
    ),
    # What is not settled: the question, and why.
    "not-settled": both("{question}: {reason}", "{question}: {reason}"),
    "whether level": both(
        "whether the level '{level}' can be given", "có ai đạt được mức '{level}' không"
    ),
    "whether order": both(
        "whether '{above}' implies '{below}'", "ai đạt '{above}' có luôn đạt '{below}' không"
    ),
    "whether requirement": both(
        "whether '{said}' can decide", "'{said}' có bao giờ quyết định không"
    ),
    "whether cap": both("whether the cap can matter", "mức trần có bao giờ có tác dụng không"),
    "whether threshold": both(
        "whether anybody stands exactly on {bar}", "có ai đứng đúng ở {bar} không"
    ),
    "whether maximum": both(
        "whether anybody reaches {maximum} points", "có ai đạt được {maximum} điểm không"
    ),
    "whether band": both(
        "whether any value falls into the band at {at}",
        "có giá trị nào rơi vào khoảng {at} không",
    ),
    "whether direction": both(
        "whether a better value ever has fewer points",
        "có khi nào giá trị tốt hơn lại được ít điểm hơn không",
    ),
    "whether floor": both(
        "whether the floor {number} ever raises anybody",
        "mức sàn {number} có nâng điểm của ai không",
    ),
    "whether limit": both(
        "whether the cap {number} ever lowers anybody", "mức trần {number} có hạ điểm của ai không"
    ),
    "whether worse": both(
        "whether more points are ever worse", "có khi nào được nhiều điểm hơn lại bất lợi không"
    ),
    "whether idle": both(
        "whether '{id}' can change a level", "'{id}' có thể làm mức nào thay đổi không"
    ),
    "whether applicability": both(
        "whether more that does not apply makes a level impossible or certain",
        "có thêm mục không áp dụng nào làm một mức thành không thể hoặc chắc chắn đạt không",
    ),
    "too many": both(
        "there are too many combinations of what applies",
        "có quá nhiều tổ hợp của những gì áp dụng",
    ),
    "sampled": both(
        "not all values of {ids} could be tried", "chưa thử hết được mọi giá trị của {ids}"
    ),
    "unsolvable": both(
        "the solver does not know {reason}", "bộ giải không biết phần này: {reason}"
    ),
    "no solver": both("it takes the solver", "việc này cần bộ giải"),
    "no solver hint": both(
        'Install it: pip install "rubrika[solve]"', 'Hãy cài: pip install "rubrika[solve]"'
    ),
    "not confirmed": both(
        "the reference reading does not confirm the solver",
        "cách tính chuẩn không xác nhận kết quả của bộ giải",
    ),
    "bends": both(
        "its points bend between too many values, or are not rational",
        "điểm của nó đổi hướng giữa quá nhiều giá trị, hoặc không phải số hữu tỉ",
    ),
    "late": both("the time of {seconds} s ran out", "đã hết thời gian {seconds} giây"),
    "late hint": both(
        "Give it more time, or ask for less: only=[…].",
        "Hãy cho thêm thời gian, hoặc hỏi ít hơn: only=[…].",
    ),
    "untried difference": both(
        "no subject that was tried shows a difference",
        "không đơn vị nào đã thử cho thấy khác biệt",
    ),
    "untried": both(
        "the rules do not show it, and no subject that was tried does",
        "các quy tắc không cho thấy, và không đơn vị nào đã thử cho thấy",
    ),
}
"""What findings say, by key; each text has the same facts in both languages."""
