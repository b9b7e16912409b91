"""The learning district, town or city of Thanh Hóa (huyện, thị xã, thành phố học tập), 2021–2026.

The four criteria are published, word for word. The indicators, points, bounds and levels are not:
they are filled in from sister rubrics, and each is provisional, with the reason and the analogue.
"""

from __future__ import annotations

from rubrika import Attribute, Level, Rubric, choose, cited, context, every, total
from rubrika.rubrics.thanh_hoa.conditions import LEADERSHIP, NETWORK
from rubrika.rubrics.thanh_hoa.effect import EFFECT
from rubrika.rubrics.thanh_hoa.results import RESULTS
from rubrika.rubrics.thanh_hoa.sources import (
    BY_CULTURE_AREA,
    BY_CULTURE_FLOOR,
    BY_UNIT_LEVELS,
    BY_UNIT_POINTS,
)

__all__ = ["rubric"]

_MOUNTAIN = context("area").one_of("mountain")
_FLOOR = every("criteria") >= cited("50%", BY_CULTURE_FLOOR)

rubric = Rubric(
    "thanh-hoa-2021-2026",
    version="2021.1",
    title={
        "vi": "Huyện, thị xã, thành phố học tập tỉnh Thanh Hóa, giai đoạn 2021-2026",
        "en": "Learning district, town or city of Thanh Hóa province, 2021–2026",
    },
    description={
        "vi": "Bốn tiêu chí đã được công bố và ghi đúng nguyên văn. Chưa tìm thấy văn bản nào công "
        "bố chỉ số, điểm, ngưỡng và mức công nhận: tất cả là tạm tính, có nêu lý do và nguồn tương "
        "tự, để thay bằng bảng điểm chính thức.",
        "en": "The four criteria are published and stand word for word. No document that publishes "
        "the indicators, points, bounds and levels was found: all are provisional, with the reason "
        "and the analogue, to be replaced by the official table.",
    },
    valid=("2021-01-01", "2026-12-31"),
    context=[
        Attribute(
            "area",
            {"vi": "Vùng", "en": "Area"},
            {
                "mountain": {"vi": "miền núi", "en": "mountain district"},
                "other": {"vi": "không thuộc miền núi", "en": "not a mountain district"},
            },
            source=BY_CULTURE_AREA,
        )
    ],
    criteria=[LEADERSHIP, NETWORK, RESULTS, EFFECT],
    points=cited(100, BY_UNIT_POINTS),
    levels=[
        Level(
            "good",
            {"vi": "Tốt", "en": "Good"},
            total >= choose(_MOUNTAIN, cited(60, BY_CULTURE_AREA), cited(85, BY_UNIT_LEVELS)),
            _FLOOR,
        ),
        Level(
            "fair",
            {"vi": "Khá", "en": "Fair"},
            total >= choose(_MOUNTAIN, cited(55, BY_CULTURE_AREA), cited(70, BY_UNIT_LEVELS)),
            _FLOOR,
        ),
        Level(
            "average",
            {"vi": "Trung bình", "en": "Average"},
            total >= cited(50, BY_UNIT_LEVELS),
            _FLOOR,
        ),
    ],
    meta={
        "pilot units": {
            "vi": "Huyện Bá Thước, Yên Định, Nông Cống, TP Sầm Sơn và Đảng bộ Khối Cơ quan và "
            "Doanh nghiệp tỉnh",
            "en": "The districts Bá Thước, Yên Định and Nông Cống, Sầm Sơn city, and the Party "
            "bloc of the province's agencies and enterprises",
        },
        "pilot period": {"vi": "Từ tháng 1 đến 12-2020", "en": "January to December 2020"},
        "pilot reviews": {
            "vi": "Khảo sát, sơ kết và tổng kết thực nghiệm",
            "en": "Survey, interim review and final review of the trial",
        },
        "research topic": {
            "vi": "Nghiên cứu xây dựng mô hình huyện, thị xã, thành phố học tập trên địa bàn tỉnh "
            "giai đoạn 2021-2026",
            "en": "Research on building the model of the learning district, town and city in the "
            "province, 2021–2026",
        },
    },
)
"""Four published criteria; 15 + 15 + 30 + 40 points and three levels, all provisional."""
