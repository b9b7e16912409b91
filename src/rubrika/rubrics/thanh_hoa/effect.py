"""Criterion 4: what the learning models bring about."""

from __future__ import annotations

from rubrika.rubrics.thanh_hoa.parts import lifted, published, roll_up

__all__ = ["EFFECT"]

EFFECT = published(
    "c4",
    "tác dụng và hiệu quả của việc xây dựng và phát triển các mô hình học tập trên địa bàn",
    "effect and efficacy of building and developing learning models in the area",
    [
        lifted(
            "culture",
            "Thôn, bản, tổ dân phố được công nhận danh hiệu văn hóa",
            "Hamlets with the title of culture",
            roll_up("8"),
        ),
        lifted(
            "poverty",
            "Xã, phường, thị trấn giảm được tỷ lệ hộ nghèo so với năm trước",
            "Communes whose poverty rate fell from the year before",
            roll_up("8"),
        ),
        lifted(
            "gender-equality",
            "Xã, phường, thị trấn đạt tiêu chí bình đẳng giới",
            "Communes that meet the criterion of gender equality",
            roll_up("8"),
        ),
        lifted(
            "environment-health",
            "Xã, phường, thị trấn đạt tiêu chí môi trường và sức khỏe",
            "Communes that meet the criterion of environment and health",
            roll_up("8"),
        ),
        lifted(
            "security-order",
            "Xã, phường, thị trấn đạt tiêu chí an ninh, trật tự",
            "Communes that meet the criterion of security and order",
            roll_up("8"),
        ),
    ],
    points=40,
)
