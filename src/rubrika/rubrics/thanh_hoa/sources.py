"""Where the rubric of Thanh Hóa comes from: one report, and analogies where it states nothing."""

from __future__ import annotations

from rubrika import Source
from rubrika.rubrics.sources import CIRCULAR_22

SAM_SON = Source(
    "sam-son-2020",
    document={
        "vi": "Cổng thông tin điện tử tỉnh Thanh Hóa, Thành phố Sầm Sơn, bài “Ban chỉ đạo xây dựng "
        "xã hội học tập thành phố: Triển khai hội nghị tập huấn và triển khai thực nghiệm mô hình "
        "học tập”",
        "en": "Portal of Thanh Hóa province, Sầm Sơn city, report of the city's steering committee "
        "for a learning society on the training conference for the trial of the learning models",
    },
    article={
        "vi": "đăng ngày 21-05-2020, về hội nghị chiều ngày 20-05-2020",
        "en": "posted on 21 May 2020, on the conference of 20 May 2020",
    },
    quotation={
        "vi": "Tiêu chí đánh giá, công nhận danh hiệu mô hình huyện, thị xã, thành phố học tập, "
        "gồm 4 tiêu chí: Vai trò, trách nhiệm của cấp ủy, chính quyền, MTTQ và các đoàn thể cấp "
        "huyện, thị xã, thành phố; quy hoạch mạng lưới và hoạt động của các cơ sở giáo dục và đào "
        "tạo và các thiết chế văn hóa, thông tin, truyền thông trên địa bàn; kết quả học tập "
        "thường xuyên, học tập suốt đời và xây dựng các mô hình học tập trên địa bàn; tác dụng và "
        "hiệu quả của việc xây dựng và phát triển các mô hình học tập trên địa bàn.",
        "en": "The criteria for assessing and recognising the title of the model of a learning "
        "district, town or city are four: role and responsibility of the Party committee, the "
        "government, the Fatherland Front and the mass organisations of the district, town or "
        "city; planning of the network, and operation, of the institutions of education and "
        "training and of culture, information and communication in the area; results of regular "
        "and lifelong learning and of building learning models in the area; effect and efficacy "
        "of building and developing learning models in the area.",
    },
)
"""The report that publishes the four criteria, and only these."""

BY_CIRCULAR_44 = Source(
    "by-circular-44-2014",
    document={"vi": "Thông tư 44/2014/TT-BGDĐT", "en": "Circular 44/2014/TT-BGDĐT"},
    address="giaoducthoidai.vn post447535",
    status="provisional",
    reason={
        "vi": "Chưa tìm thấy văn bản nào công bố chỉ số và điểm của mô hình cấp huyện; mười lăm "
        "tiêu chí cộng đồng học tập cấp xã được nâng lên cấp huyện, mỗi tiêu chí có điểm bằng nhau "
        "trong nhóm",
        "en": "no document that publishes the indicators and points of the district model was "
        "found; the fifteen criteria of a commune's learning community are lifted to the district "
        "and count alike within their group",
    },
)
BY_UNIT_POINTS = Source(
    "points-by-circular-22-2020",
    document=CIRCULAR_22.document,
    address=CIRCULAR_22.address,
    status="provisional",
    reason={
        "vi": "Điểm của bốn tiêu chí chưa được công bố; điều kiện 30 (tiêu chí 1 và 2 mỗi tiêu chí "
        "một nửa), kết quả học tập 30, tác dụng 40, tương tự đơn vị học tập",
        "en": "the points of the four criteria are not published; conditions 30 (half each for "
        "criteria 1 and 2), learning results 30, effect 40, by analogy with the learning unit",
    },
)
BY_UNIT_LEVELS = Source(
    "levels-by-circular-22-2020",
    document=CIRCULAR_22.document,
    address=CIRCULAR_22.address,
    status="provisional",
    reason={
        "vi": "Mức công nhận cấp huyện chưa được công bố; tốt 85, khá 70, trung bình 50, tương tự "
        "đơn vị học tập",
        "en": "the levels for a district are not published; good 85, fair 70, average 50, by "
        "analogy with the learning unit",
    },
)
_DECREE_122 = {"vi": "Nghị định 122/2018/NĐ-CP", "en": "Decree 122/2018/NĐ-CP"}
BY_CULTURE_FLOOR = Source(
    "floor-by-decree-122-2018",
    document=_DECREE_122,
    address="thukyluat.vn 270046",
    status="provisional",
    reason={
        "vi": "Điểm tối thiểu của từng tiêu chí chưa được công bố; ít nhất 50 % mỗi tiêu chí, "
        "tương tự danh hiệu gia đình văn hóa",
        "en": "no least points per criterion are published; at least 50 % of each, by analogy with "
        "the title of a cultural family",
    },
)
BY_CULTURE_AREA = Source(
    "mountain-by-decree-122-2018",
    document=_DECREE_122,
    address="thukyluat.vn 270046",
    status="provisional",
    reason={
        "vi": "Mức điểm riêng cho huyện miền núi chưa được công bố; 60 thay cho 85, tương tự danh "
        "hiệu gia đình văn hóa; mức khá ở khoảng giữa 50 và 60 theo cùng tỷ lệ, làm tròn xuống 55",
        "en": "no bar for mountain districts is published; 60 in place of 85, by analogy with the "
        "title of a cultural family; the bar for fair lies between 50 and 60 in about the same "
        "proportion, rounded down to 55",
    },
)
BY_TARGET_2020 = Source(
    "target-2020-by-decision-281",
    document={"vi": "Quyết định 281/QĐ-TTg", "en": "Decision 281/QĐ-TTg"},
    status="provisional",
    reason={
        "vi": "Ngưỡng tỷ lệ chưa được công bố; lấy chỉ tiêu đến năm 2020 (nếu có, của vùng đặc "
        "biệt khó khăn), là chỉ tiêu chính sách chứ không phải mức đạt",
        "en": "no bounds of the percentages are published; taken from the target for 2020 (for "
        "hard areas where there is one), which is a target of policy and not a pass mark",
    },
)
_DECISION_387 = {"vi": "Quyết định 387/QĐ-TTg", "en": "Decision 387/QĐ-TTg"}
BY_TARGET_2025 = Source(
    "target-2025-by-decision-387",
    document=_DECISION_387,
    status="provisional",
    reason={
        "vi": "Ngưỡng tỷ lệ chưa được công bố; lấy chỉ tiêu đến năm 2025 (theo kế hoạch của Hà "
        "Nội), là chỉ tiêu chính sách chứ không phải mức đạt",
        "en": "no bounds of the percentages are published; taken from the target for 2025 (as "
        "tracked by Hà Nội's plan), which is a target of policy and not a pass mark",
    },
)
BY_TARGET_2030 = Source(
    "target-2030-by-decision-387",
    document=_DECISION_387,
    status="provisional",
    reason={
        "vi": "Ngưỡng tỷ lệ chưa được công bố; lấy chỉ tiêu đến năm 2030 (theo kế hoạch của Hà "
        "Nội), là chỉ tiêu chính sách chứ không phải mức đạt",
        "en": "no bounds of the percentages are published; taken from the target for 2030 (as "
        "tracked by Hà Nội's plan), which is a target of policy and not a pass mark",
    },
)
BY_ROLL_UP = Source(
    "roll-up-by-decree-20-2014",
    document={"vi": "Nghị định 20/2014/NĐ-CP", "en": "Decree 20/2014/NĐ-CP"},
    address="thuvienphapluat.vn 2A56D",
    status="provisional",
    reason={
        "vi": "Cách tính từ xã lên huyện chưa được công bố; đủ điểm khi 90 % trở lên, tương tự quy "
        "định huyện đạt chuẩn xóa mù chữ khi có ít nhất 90 % số xã đạt chuẩn",
        "en": "how communes make up the district is not published; all points from 90 %, by "
        "analogy with literacy, where a district needs at least 90 % of its communes",
    },
)
BY_TRAINING = Source(
    "training-by-circular-24-2023",
    document={"vi": "Thông tư 24/2023/TT-BGDĐT", "en": "Circular 24/2023/TT-BGDĐT"},
    address="lawnet.vn 129761, 133255",
    status="provisional",
    reason={
        "vi": "Ngưỡng chưa được công bố; đủ điểm khi 90 % trở lên, tương tự yêu cầu ít nhất 90 % "
        "thành viên hoàn thành chương trình học tập bắt buộc của đơn vị học tập cấp huyện",
        "en": "no bound is published; all points from 90 %, by analogy with the learning unit of "
        "district level, of whose members at least 90 % finish the required programmes",
    },
)
