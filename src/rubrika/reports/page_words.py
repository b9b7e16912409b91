"""What pages say besides the words of explanations, by language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rubrika.text import in_language

__all__ = ["page_words"]

_EN: Final = {
    "again": "Whoever has the same rubric and the same observations gets the same result: compare "
    "these fingerprints with those of the rubric.",
    "certain": "Certain",
    "certain level": "Why {level} is certain",
    "chart": "{title}: {points}",
    "comparison": "Comparison of {count} subjects",
    "comparison caption": "By level, then by points; where evidence is missing, the best and the "
    "worst place that is still possible.",
    "content": "Content",
    "criteria caption": "Every criterion and indicator, with its points and what they rest on.",
    "distribution": "How the levels are distributed",
    "distribution caption": "So many subjects have each level for certain, and so many may still.",
    "ends": "The bar: {ends}",
    "evidence": "Evidence",
    "fingerprints": "Fingerprints",
    "floor": "The black line marks what a level asks for.",
    "from": "{level}: from {points}",
    "beyond": "{level}: above {points}",
    "gain": "Still to gain",
    "gain caption": "Where most points can still be gained, in the points of each indicator.",
    "its level": "Why {level}",
    "lift": "What would lift the result",
    "made": "Made by rubrika {version}.",
    "no level holds": "The requirements of no level hold.",
    "next": "What {level} still lacks",
    "not decided": "Not yet decided",
    "nothing lacks": "The highest level is reached.",
    "open": "open",
    "place": "Place",
    "points": "Points by criterion",
    "possible": "Possible: {levels}",
    "maybe": "Possible",
    "provisional": "provisional",
    "ranking": "Ranking",
    "share of subjects": "Of all subjects",
    "side by side": "The points of each subject in each criterion.",
    "structure": "Structure",
    "title": "Evaluation report",
    "totals": "Totals",
}

_VI: Final = {
    "again": "Ai có cùng bộ tiêu chí và cùng số liệu sẽ nhận được cùng kết quả: hãy đối chiếu các "
    "mã dưới đây với mã của bộ tiêu chí.",
    "certain": "Chắc chắn",
    "certain level": "Vì sao chắc chắn đạt mức {level}",
    "chart": "{title}: {points}",
    "comparison": "So sánh {count} đơn vị",
    "comparison caption": "Xếp theo mức công nhận rồi theo điểm; nơi còn thiếu minh chứng thì nêu "
    "thứ hạng cao nhất và thấp nhất còn có thể.",
    "content": "Nội dung",
    "criteria caption": "Mọi tiêu chí và chỉ số, kèm số điểm và căn cứ.",
    "distribution": "Phân bố mức công nhận",
    "distribution caption": "Số đơn vị chắc chắn đạt mỗi mức, và số đơn vị còn có thể đạt.",
    "ends": "Thanh điểm: {ends}",
    "evidence": "Minh chứng",
    "fingerprints": "Mã kiểm tra",
    "floor": "Vạch đen là yêu cầu của các mức công nhận.",
    "from": "{level}: từ {points}",
    "beyond": "{level}: trên {points}",
    "gain": "Còn có thể thêm",
    "gain caption": "Những chỉ số còn có thể thêm nhiều điểm nhất, tính theo điểm của chỉ số.",
    "its level": "Vì sao kết quả là {level}",
    "lift": "Cần gì để nâng kết quả",
    "made": "Lập bằng rubrika {version}.",
    "no level holds": "Chưa đạt yêu cầu của mức nào.",
    "next": "Để đạt mức {level} còn thiếu",
    "not decided": "Chưa xác định",
    "nothing lacks": "Đã đạt mức cao nhất.",
    "open": "chưa xác định",
    "place": "Hạng",
    "points": "Điểm theo tiêu chí",
    "possible": "Có thể là: {levels}",
    "maybe": "Có thể",
    "provisional": "tạm thời",
    "ranking": "Xếp hạng",
    "share of subjects": "Trên tổng số đơn vị",
    "side by side": "Điểm của từng đơn vị theo từng tiêu chí.",
    "structure": "Cấu trúc",
    "title": "Báo cáo đánh giá",
    "totals": "Tổng điểm",
}


def page_words(lang: str) -> Mapping[str, str]:
    """The words of a language; English stands in for one that is not known."""
    return in_language({"en": _EN, "vi": _VI}, lang)
