"""The learning unit (đơn vị học tập) by Circular 22/2020/TT-BGDĐT."""

from __future__ import annotations

from rubrika import Bands, Criterion, Indicator, Level, Rubric, YesNo, cited, total
from rubrika.rubrics.sources import CIRCULAR_22

__all__ = ["rubric"]

rubric = Rubric(
    "learning-unit-2020",
    version="2020.1",
    title={"vi": "Đơn vị học tập", "en": "Learning unit"},
    description={
        "vi": "Đánh giá, xếp loại đơn vị học tập mỗi năm một lần. Điều kiện “100 %” được hiểu là "
        "không có điểm nếu chưa đủ 100 %, và điều kiện có/không là đủ điểm hoặc không có điểm.",
        "en": "Assessment and grading of a learning unit, once a year. A condition of “100 %” is "
        "read as giving nothing below 100 %, and a condition of yes or no as all or nothing.",
    },
    valid=("2020-09-21", "2024-01-25"),
    source=CIRCULAR_22,
    points=100,
    criteria=[
        Criterion(
            "conditions",
            {"vi": "Điều kiện xây dựng đơn vị học tập", "en": "Conditions for building"},
            [
                Indicator(
                    "plan",
                    {
                        "vi": "Có kế hoạch học tập thường xuyên của các thành viên",
                        "en": "There is a plan for the members' regular learning",
                    },
                    YesNo(10),
                ),
                Indicator(
                    "rules",
                    {
                        "vi": "Có quy chế, quy định khuyến khích học tập",
                        "en": "There are rules that encourage learning",
                    },
                    YesNo(10),
                ),
                Indicator(
                    "resources",
                    {"vi": "Có nguồn lực bảo đảm việc học tập", "en": "There are resources for it"},
                    YesNo(10),
                ),
            ],
            points=30,
        ),
        Criterion(
            "results",
            {"vi": "Kết quả học tập của các thành viên", "en": "The members' learning results"},
            [
                Indicator(
                    "self-study",
                    {
                        "vi": "Thành viên có kế hoạch tự học hằng năm được phê duyệt",
                        "en": "Members with an approved yearly self-study plan",
                    },
                    Bands({100: 10}, unit="%"),
                ),
                Indicator(
                    "discipline",
                    {
                        "vi": "Thành viên chấp hành kỷ luật và hợp tác",
                        "en": "Members who keep discipline and cooperate",
                    },
                    Bands({100: 5}, unit="%"),
                ),
                Indicator(
                    "training",
                    {
                        "vi": "Thành viên hoàn thành chương trình đào tạo, bồi dưỡng bắt buộc",
                        "en": "Members who finish compulsory training",
                    },
                    Bands({100: 10}, unit="%"),
                ),
                Indicator(
                    "advanced-workers",
                    {
                        "vi": "Thành viên đạt từ “lao động tiên tiến” trở lên",
                        "en": "Members who reach at least “advanced worker”",
                    },
                    Bands({100: 5}, unit="%"),
                ),
            ],
            points=30,
        ),
        Criterion(
            "effect",
            {"vi": "Tác dụng, hiệu quả", "en": "Effect"},
            [
                Indicator(
                    "learning-citizens",
                    {
                        "vi": "Thành viên đạt các năng lực của công dân học tập",
                        "en": "Members who meet the competences of a learning citizen",
                    },
                    Bands({100: 25}, unit="%"),
                ),
                Indicator(
                    "advanced-unit",
                    {
                        "vi": "Đơn vị đạt từ “tập thể lao động tiên tiến” trở lên",
                        "en": "The unit is at least an “advanced collective”",
                    },
                    YesNo(10),
                ),
                Indicator(
                    "knowledge-sharing",
                    {
                        "vi": "Góp phần tạo môi trường chia sẻ tri thức",
                        "en": "It helps to create an environment of knowledge sharing",
                    },
                    YesNo(5),
                ),
            ],
            points=40,
        ),
    ],
    levels=[
        Level("good", {"vi": "Tốt", "en": "Good"}, total >= cited(85, CIRCULAR_22)),
        Level("fair", {"vi": "Khá", "en": "Fair"}, total >= cited(70, CIRCULAR_22)),
        Level("average", {"vi": "Trung bình", "en": "Average"}, total >= cited(50, CIRCULAR_22)),
    ],
    no_level={"vi": "Không đạt", "en": "Not met"},
    meta={
        "procedure": {
            "vi": "Đơn vị tự đánh giá; cơ quan giáo dục kiểm tra; Chủ tịch Ủy ban nhân dân quyết "
            "định và công bố",
            "en": "The unit assesses itself; the education office checks; the chair of the "
            "People's Committee decides and publishes",
        },
        "replaced by": {
            "vi": "Thông tư 24/2023/TT-BGDĐT, từ ngày 26-01-2024",
            "en": "Circular 24/2023/TT-BGDĐT, from 26 January 2024",
        },
    },
)
"""Three criteria of 30, 30 and 40 points; levels at 85, 70 and 50; all published."""
