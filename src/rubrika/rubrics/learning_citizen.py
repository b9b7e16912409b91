"""The learning citizen (công dân học tập), pilot tool: ten indices of ten points."""

from __future__ import annotations

from rubrika import Criterion, Direct, Indicator, Level, Rubric, Source, cited, every, total

__all__ = ["rubric"]

PILOT_TOOL = Source(
    "pilot-tool",
    document={
        "vi": "Bộ công cụ thí điểm đánh giá công dân học tập",
        "en": "Pilot tool for assessing the learning citizen",
    },
    address="thanhpho.tayninh.gov.vn 6790",
)
DRAFT_2020 = Source(
    "draft-2020",
    document={
        "vi": "Dự thảo năm 2020 về công dân học tập",
        "en": "Draft of 2020 on the learning citizen",
    },
    status="provisional",
    reason={
        "vi": "Bộ công cụ thí điểm nêu mười chỉ số nhưng chưa thấy tên từng chỉ số; "
        "các nhóm và tên ở đây lấy theo dự thảo",
        "en": "the pilot tool has ten indices, but their titles have not been seen; "
        "the groups and titles are those of the draft",
    },
)


def _index(id_: str, vi: str, en: str) -> Indicator:
    return Indicator(id_, {"vi": vi, "en": en}, Direct(10), source=PILOT_TOOL)


rubric = Rubric(
    "learning-citizen-pilot",
    version="pilot.1",
    title={"vi": "Công dân học tập", "en": "Learning citizen"},
    description={
        "vi": "Bộ công cụ thí điểm: mười chỉ số, mỗi chỉ số tối đa 10 điểm.",
        "en": "A pilot tool: ten indices of at most 10 points each.",
    },
    criteria=[
        Criterion(
            "self-study",
            {"vi": "Tự học và học tập suốt đời", "en": "Self-study and lifelong learning"},
            [
                _index(
                    f"self-study-{n}",
                    f"Chỉ số {n} về tự học và học tập suốt đời (chưa rõ tên)",
                    f"Index {n} of self-study and lifelong learning (its title is not known)",
                )
                for n in (1, 2, 3, 4)
            ],
            source=DRAFT_2020,
        ),
        Criterion(
            "tools",
            {"vi": "Sử dụng công cụ học tập", "en": "Use of tools"},
            [
                _index("information-technology", "Công nghệ thông tin", "Information technology"),
                _index("foreign-language", "Ngoại ngữ", "Foreign language"),
                _index("numeracy", "Năng lực tính toán", "Numeracy"),
                _index("critical-thinking", "Tư duy phản biện", "Critical thinking"),
            ],
            source=DRAFT_2020,
        ),
        Criterion(
            "social-relations",
            {"vi": "Quan hệ xã hội", "en": "Social relations"},
            [
                _index(
                    f"social-relations-{n}",
                    f"Chỉ số {n} về quan hệ xã hội (chưa rõ tên)",
                    f"Index {n} of social relations (its title is not known)",
                )
                for n in (1, 2)
            ],
            source=DRAFT_2020,
        ),
    ],
    levels=[
        Level(
            "learning-citizen",
            {"vi": "Công dân học tập", "en": "Learning citizen"},
            total >= cited(80, PILOT_TOOL),
            every("indicators", of="points") >= cited(5, PILOT_TOOL),
        )
    ],
)
"""Ten indices of at most 10 points; the title needs 80 points and no index below 5."""
