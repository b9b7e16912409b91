"""Criteria 1 and 2: the role of those who lead, and the network of institutions."""

from __future__ import annotations

from rubrika import Choice, Option
from rubrika.rubrics.thanh_hoa.parts import grouped, lifted, published, roll_up, share

__all__ = ["LEADERSHIP", "NETWORK"]

LEADERSHIP = published(
    "c1",
    "Vai trò, trách nhiệm của cấp ủy, chính quyền, MTTQ và các đoàn thể cấp huyện, thị xã, thành "
    "phố",
    "role and responsibility of the Party committee, the government, the Fatherland Front and the "
    "mass organisations of the district, town or city",
    [
        lifted(
            "leadership",
            "Sự lãnh đạo, chỉ đạo của cấp ủy và chính quyền cấp huyện",
            "Leadership of the district's Party committee and government",
            Choice(
                [
                    Option("none", 0, {"vi": "Chưa có kế hoạch", "en": "No plan"}),
                    Option(
                        "planned",
                        "2.5",
                        {
                            "vi": "Có nghị quyết hoặc kế hoạch xây dựng xã hội học tập",
                            "en": "A resolution or plan for a learning society",
                        },
                    ),
                    Option(
                        "reviewed",
                        5,
                        {
                            "vi": "Có nghị quyết hoặc kế hoạch và được đánh giá hằng năm",
                            "en": "A resolution or plan that is reviewed every year",
                        },
                    ),
                ]
            ),
            of_territory=False,
            evidence={
                "vi": "Nghị quyết, kế hoạch, báo cáo đánh giá hằng năm",
                "en": "Resolution, plan, yearly reports of the review",
            },
        ),
        lifted(
            "steering-committee",
            "Ban chỉ đạo xây dựng xã hội học tập cấp huyện",
            "District steering committee for a learning society",
            Choice(
                [
                    Option("none", 0, {"vi": "Chưa thành lập", "en": "Not set up"}),
                    Option("set-up", "2.5", {"vi": "Đã thành lập", "en": "Set up"}),
                    Option(
                        "working",
                        5,
                        {
                            "vi": "Hoạt động theo quy chế và chương trình hằng năm",
                            "en": "Works by its rules and a yearly programme",
                        },
                    ),
                ]
            ),
            of_territory=False,
            evidence={
                "vi": "Quyết định thành lập, quy chế, chương trình công tác năm",
                "en": "Decision that set it up, rules, programme of the year",
            },
        ),
        lifted(
            "organisations",
            "Sự tham gia của các ban, ngành, đoàn thể cấp huyện",
            "Taking part of the district's departments and organisations",
            share("5"),
            of_territory=False,
            about={
                "vi": "Tỷ lệ ban, ngành, đoàn thể có kế hoạch xây dựng xã hội học tập và thực hiện "
                "kế hoạch đó",
                "en": "Share of those that have a plan for a learning society and carry it out",
            },
        ),
    ],
    points=15,
)

NETWORK = published(
    "c2",
    "quy hoạch mạng lưới và hoạt động của các cơ sở giáo dục và đào tạo và các thiết chế văn hóa, "
    "thông tin, truyền thông trên địa bàn",
    "planning of the network, and operation, of the institutions of education and training and of "
    "culture, information and communication in the area",
    [
        grouped(
            "network",
            "Mạng lưới và hoạt động của các cơ sở giáo dục, thiết chế văn hóa",
            "Network and operation of educational and cultural institutions",
            [
                lifted(
                    "learning-centres",
                    "Xã, phường, thị trấn có trung tâm học tập cộng đồng hoạt động hiệu quả",
                    "Communes with a community learning centre that works well",
                    roll_up("7.5"),
                ),
                lifted(
                    "cultural-institutions",
                    "Xã, phường, thị trấn có thiết chế văn hóa, thông tin hoạt động hiệu quả",
                    "Communes with institutions of culture and information that work well",
                    roll_up("7.5"),
                ),
            ],
        )
    ],
    points=15,
)
