"""NEWS2: a total, and a second rule for the worst single measurement. Points are risk here.

The same rubric as worst-item.toml. Run it: python examples/gallery/worst_item.py
"""

from typing import Any

from rubrika import (
    Bands,
    Choice,
    Criterion,
    Example,
    Highest,
    Indicator,
    Level,
    NaPolicy,
    NotApplicable,
    Option,
    Rubric,
    Source,
    YesNo,
    some,
    total,
)

RCP = Source(
    "rcp",
    document=(
        "Royal College of Physicians: National Early Warning Score (NEWS) 2, "
        "updated report of a working party, London 2017"
    ),
    article="charts 1 (scoring), 2 (thresholds and triggers) and 4 (clinical response)",
    address="https://www.rcplondon.ac.uk/national-early-warning-score",
)
DERIVED = Source(
    "derived",
    status="provisional",
    reason=("worked out by hand from charts 1 and 2; no scored patient of the publisher was found"),
)


def bands(
    points: dict[int, int] | dict[str, int],
    unit: str,
    *,
    least: int | None = None,
    decimals: int = 0,
) -> Bands:
    """Points by lower bound; what lies below all bounds gives 3."""
    return Bands(points, unit=unit, otherwise=3, least=least, decimals=decimals)


saturation = Criterion(
    "saturation",
    {"en": "Oxygen saturation", "vi": "Độ bão hòa oxy"},
    [
        Indicator(
            "saturation-1",
            {"en": "SpO₂, scale 1", "vi": "SpO₂, thang 1"},
            bands({96: 0, 94: 1, 92: 2}, "%"),
            na=NaPolicy("redistribute", justified=True),  # who leaves scale 1 says why
        ),
        Indicator(
            "saturation-2-air",
            {"en": "SpO₂, scale 2, breathing air", "vi": "SpO₂, thang 2, thở khí trời"},
            bands({88: 0, 86: 1, 84: 2}, "%"),
            na="redistribute",
        ),
        Indicator(
            "saturation-2-oxygen",
            {"en": "SpO₂, scale 2, on oxygen", "vi": "SpO₂, thang 2, thở oxy"},
            bands({97: 3, 95: 2, 93: 1, 88: 0, 86: 1, 84: 2}, "%"),
            na="redistribute",
        ),
    ],
    combine=Highest(),  # of the one that applies
    points=3,
)
measurements = Criterion(
    "measurements",
    {"en": "Measurements", "vi": "Các chỉ số đo"},
    [
        Indicator(
            "respiration",
            {"en": "Respiration rate", "vi": "Nhịp thở"},
            bands({25: 3, 21: 2, 12: 0, 9: 1}, "/min", least=0),
        ),
        saturation,
        Indicator(
            "pressure",
            {"en": "Systolic blood pressure", "vi": "Huyết áp tâm thu"},
            bands({220: 3, 111: 0, 101: 1, 91: 2}, "mmHg", least=0),
        ),
        Indicator(
            "pulse",
            {"en": "Pulse", "vi": "Mạch"},
            bands({131: 3, 111: 2, 91: 1, 51: 0, 41: 1}, "/min", least=0),
        ),
        Indicator(
            "consciousness",
            {"en": "Consciousness", "vi": "Ý thức"},
            Choice(
                [
                    Option("alert", 0, {"en": "alert", "vi": "tỉnh táo"}),
                    Option("confusion", 3, {"en": "newly confused", "vi": "mới lú lẫn"}),
                    Option("voice", 3, {"en": "responds to voice", "vi": "đáp ứng với lời"}),
                    Option(
                        "pain",
                        3,
                        {"en": "responds to pain", "vi": "đáp ứng với đau"},
                    ),
                    Option("unresponsive", 3, {"en": "does not respond", "vi": "không đáp ứng"}),
                ]
            ),
        ),
        Indicator(
            "temperature",
            {"en": "Temperature", "vi": "Nhiệt độ"},
            bands({"39.1": 2, "38.1": 1, "36.1": 0, "35.1": 1}, "°C", least=0, decimals=1),
        ),
    ],
)

# Each case worked out by hand from the two charts: what is special, and what it must give.
NORMAL = {
    "respiration": 16,
    "saturation-1": 97,
    "saturation-2-air": NotApplicable("scale 1"),
    "saturation-2-oxygen": NotApplicable("scale 1"),
    "pressure": 120,
    "pulse": 70,
    "consciousness": "alert",
    "temperature": 37,
    "oxygen": False,
}
SCALE_2 = NotApplicable("scale 2")
CASES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("Everything in the middle of its range", {}, {"points": 0, "level": "low"}),
    (
        "A total of 3, all of it from one measurement",
        {"respiration": 25},
        {"points": 3, "level": "low-medium"},
    ),
    (
        "A total of 4 without any 3",
        {
            "respiration": 21,
            "saturation-1": 95,
            "pressure": 111,
            "pulse": 91,
            "temperature": 38,
        },
        {"points": 4, "level": "low"},
    ),
    (
        "A fever with a fast pulse",
        {
            "respiration": 21,
            "saturation-1": 94,
            "pressure": 111,
            "pulse": 91,
            "temperature": 38.1,
        },
        {"points": 5, "level": "medium"},
    ),
    (
        "90 % of saturation on air, on scale 1",
        {"respiration": 20, "saturation-1": 90, "pulse": 90, "temperature": 36.1},
        {"points": 3, "level": "low-medium", "nodes": {"saturation": 3}},
    ),
    (
        "The same patient on scale 2",
        {
            "respiration": 20,
            "saturation-1": SCALE_2,
            "saturation-2-air": 90,
            "saturation-2-oxygen": NotApplicable("on air"),
            "pulse": 90,
            "temperature": 36.1,
        },
        {"points": 0, "level": "low", "nodes": {"saturation": 0}},
    ),
    (
        "Too much oxygen on scale 2",
        {
            "respiration": 22,
            "saturation-1": SCALE_2,
            "saturation-2-air": NotApplicable("on oxygen"),
            "saturation-2-oxygen": 97,
            "pulse": 90,
            "temperature": 36.1,
            "oxygen": True,
        },
        {"points": 7, "level": "high", "nodes": {"saturation": 3}},
    ),
    (
        "The greatest total",
        {
            "respiration": 8,
            "saturation-1": 91,
            "pressure": 90,
            "pulse": 40,
            "consciousness": "pain",
            "temperature": 35,
            "oxygen": True,
        },
        {"points": 20, "level": "high"},
    ),
]

rubric = Rubric(
    "news2",
    version="2017",
    title={"en": "National Early Warning Score 2", "vi": "Thang điểm cảnh báo sớm quốc gia 2"},
    source=RCP,
    points=20,
    criteria=[
        measurements,
        Indicator(
            "oxygen",
            {"en": "On supplemental oxygen", "vi": "Đang thở oxy bổ sung"},
            YesNo(2),
        ),
    ],
    levels=[  # from the most urgent
        Level(
            "high",
            {
                "en": "High clinical risk: emergency response",
                "vi": "Nguy cơ cao: đáp ứng cấp cứu",
            },
            total >= 7,
        ),
        Level(
            "medium",
            {
                "en": "Medium clinical risk: urgent response",
                "vi": "Nguy cơ trung bình: đáp ứng khẩn trương",
            },
            total >= 5,
        ),
        Level(
            "low-medium",
            {
                "en": "Low–medium clinical risk: urgent ward-based response",
                "vi": "Nguy cơ thấp–trung bình: đáp ứng khẩn trương tại khoa",
            },
            (some("measurements", of="points") >= 3) | (total >= 5),
        ),
        Level(
            "low",
            {
                "en": "Low clinical risk: ward-based response",
                "vi": "Nguy cơ thấp: đáp ứng tại khoa",
            },
        ),
    ],
    examples=[
        Example(NORMAL | special, title=title, source=DERIVED, **expected)
        for title, special, expected in CASES
    ],
)

if __name__ == "__main__":
    card = rubric.score(rubric.examples[4].assessment)
    print(card.explain(lang="en"))
