"""Criterion 3: the results of learning, and the learning models."""

from __future__ import annotations

from rubrika import Choice, Linear, Option, YesNo, cited
from rubrika.rubrics.thanh_hoa.parts import grouped, lifted, published, share, titles
from rubrika.rubrics.thanh_hoa.sources import BY_TRAINING

__all__ = ["RESULTS"]

_TWO_DEGREES = (
    Option("none", 0, {"vi": "Chưa đạt chuẩn", "en": "Standard not reached"}),
    Option("degree-1", "0.5", {"vi": "Đạt chuẩn mức độ 1", "en": "Degree 1 reached"}),
    Option("degree-2", 1, {"vi": "Đạt chuẩn mức độ 2", "en": "Degree 2 reached"}),
)
_THREE_DEGREES = (
    *_TWO_DEGREES,
    Option("degree-3", "1.5", {"vi": "Đạt chuẩn mức độ 3", "en": "Degree 3 reached"}),
)

_UNIVERSAL_EDUCATION = grouped(
    "universal-education",
    "Phổ cập giáo dục, xóa mù chữ",
    "Universal education and literacy",
    [
        lifted(
            "preschool",
            "Phổ cập giáo dục mầm non cho trẻ em 5 tuổi",
            "Universal preschool education for five-year-olds",
            YesNo(1),
        ),
        lifted(
            "primary",
            "Phổ cập giáo dục tiểu học",
            "Universal primary education",
            Choice(_THREE_DEGREES),
        ),
        lifted(
            "lower-secondary",
            "Phổ cập giáo dục trung học cơ sở",
            "Universal lower-secondary education",
            Choice(_THREE_DEGREES),
        ),
        lifted("literacy", "Xóa mù chữ", "Literacy", Choice(_TWO_DEGREES)),
    ],
)

_WORKERS = grouped(
    "workers",
    "Học tập thường xuyên của người lao động",
    "Regular learning of workers",
    [
        lifted(
            "learners",
            "Người lao động tham gia học tập tại trung tâm học tập cộng đồng",
            "Workers who learn at community learning centres",
            share("2.5"),
        ),
        lifted(
            "citizens",
            "Công dân học tập",
            "Learning citizens",
            share("2.5"),
            of_territory=False,
            about={
                "vi": "Tỷ lệ người được công nhận công dân học tập",
                "en": "Share of the people who are recognised as learning citizens",
            },
        ),
    ],
)

_FAMILIES = grouped(
    "learning-families",
    "Gia đình học tập, dòng họ học tập",
    "Learning families and clans",
    [
        lifted(
            "families",
            "Gia đình học tập",
            "Learning families",
            titles(by_2020=60, by_2025=70, by_2030=80),
            about={
                "vi": "Tỷ lệ gia đình được công nhận trên tổng số hộ",
                "en": "Recognised families as a share of all households",
            },
        ),
        lifted(
            "clans",
            "Dòng họ học tập",
            "Learning clans",
            titles(by_2020=40, by_2025=65, by_2030=75),
            about={
                "vi": "Tỷ lệ dòng họ được công nhận; chỉ tính dòng họ có từ 10 hộ trở lên",
                "en": "Share of the clans that are recognised; only clans of at least 10 "
                "households are counted",
            },
        ),
    ],
)

_COMMUNITIES = grouped(
    "learning-communities",
    "Cộng đồng học tập, đơn vị học tập",
    "Learning communities and units",
    [
        lifted(
            "communities",
            "Cộng đồng học tập thôn, bản, tổ dân phố",
            "Learning communities at hamlet level",
            titles(by_2020=50, by_2025=65, by_2030=75),
        ),
        lifted(
            "units",
            "Đơn vị học tập",
            "Learning units",
            titles(by_2020=50, by_2025=80, by_2030=90),
            of_territory=False,
            about={
                "vi": "Tỷ lệ cơ quan, đơn vị được công nhận đơn vị học tập",
                "en": "Share of the agencies and units that are recognised as learning units",
            },
        ),
    ],
)

RESULTS = published(
    "c3",
    "kết quả học tập thường xuyên, học tập suốt đời và xây dựng các mô hình học tập trên địa bàn",
    "results of regular and lifelong learning and of building learning models in the area",
    [
        _UNIVERSAL_EDUCATION,
        lifted(
            "fairness",
            "Công bằng trong giáo dục",
            "Fairness in education",
            share("5"),
            about={
                "vi": "Tỷ lệ người có hoàn cảnh khó khăn được hỗ trợ học tập",
                "en": "Share of the people in difficulty who are helped to learn",
            },
        ),
        lifted(
            "officials",
            "Học tập thường xuyên của cán bộ, công chức, viên chức",
            "Regular learning of officials",
            Linear(worst=0, best=cited(90, BY_TRAINING), points=5, unit="%"),
            of_territory=False,
            about={
                "vi": "Tỷ lệ người hoàn thành chương trình học tập bắt buộc trong năm",
                "en": "Share of them who finish the required programmes of the year",
            },
        ),
        _WORKERS,
        _FAMILIES,
        _COMMUNITIES,
    ],
    points=30,
)
