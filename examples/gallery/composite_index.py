"""The Human Development Index: goalposts, a geometric mean, and rounding before banding.

The same rubric as composite-index.toml. Run it: python examples/gallery/composite_index.py
"""

from rubrika import (
    Criterion,
    Example,
    Formula,
    GeometricMean,
    Indicator,
    Level,
    Linear,
    Rounding,
    Rubric,
    Source,
    WeightedMean,
    total,
)

INDEX = Source(
    "index",
    document="UNDP, Human Development Report Office: Human Development Index (HDI)",
    article="goalposts and means; in full in technical note 1 of each report",
    address="http://hdr.undp.org/en/content/human-development-index-hdi",
)
CUT_OFFS = Source(
    "cut-offs",
    document="UNDP, Human Development Report Office: fixed cut-off points of the groups",
    address=(
        "http://hdr.undp.org/en/content/"
        "previous-human-development-reports-countries-were-divided-quartiles-hdi-distribution-four"
    ),
)
SERIES = Source(
    "series",
    document="UNDP: Human Development Report 2021/2022, time series of the indices",
    article="HDR21-22_Composite_indices_complete_time_series.csv",
    address="https://hdr.undp.org/data-center/documentation-and-downloads",
)

# By logarithm: twice the income counts the same, wherever one begins. The upper goalpost stands
# apart, so that it gives 1 exactly.
INCOME = "choose(value >= 75000, 1, least(log(greatest(value, 100) / 100) / log(75000 / 100), 1))"

# Inputs, value and group of 2021 as published, all from one file of one report.
PUBLISHED = [
    ("Viet Nam", (73.6181, 12.9519325, 8.370280266, 7867.371345), "0.703", "high"),
    (
        "Thailand, on the threshold",
        (78.7154, 15.88221913, 8.697119713, 17030.15352),
        "0.8",
        "very-high",
    ),
    (
        "Côte d'Ivoire, on the threshold",
        (58.5983, 10.67558002, 5.199138977, 5217.448516),
        "0.55",
        "medium",
    ),
    (
        "Singapore, whose income lies above the upper goalpost",
        (82.7545, 16.5243206, 11.92488003, 90918.64471),
        "0.939",
        "very-high",
    ),
    ("China", (78.2107, 14.2361149, 7.600118446, 17504.39969), "0.768", "high"),
    ("Timor-Leste", (67.7369, 12.616098, 5.43679, 4460.869435), "0.607", "medium"),
    ("Afghanistan", (61.9824, 10.26384398, 2.98506999, 1824.190915), "0.478", "low"),
]
INPUTS = ("life-expectancy", "expected-schooling", "mean-schooling", "income")

rubric = Rubric(
    "human-development-index",
    version="2021-2022",
    title={"en": "Human Development Index", "vi": "Chỉ số phát triển con người"},
    source=INDEX,
    combine=GeometricMean(),
    points=1,
    rounding=Rounding("0.001"),
    digits=3,
    criteria=[
        Indicator(
            "life-expectancy",
            {"en": "Life expectancy at birth, years", "vi": "Tuổi thọ trung bình khi sinh, năm"},
            Linear(worst=20, best=85, points=1, least=0),
            weight="1/3",
        ),
        Criterion(
            "education",
            {"en": "Education", "vi": "Giáo dục"},
            [
                Indicator(
                    "expected-schooling",
                    {"en": "Expected years of schooling", "vi": "Số năm đi học kỳ vọng"},
                    Linear(worst=0, best=18, points=1, least=0),
                    weight="1/2",
                ),
                Indicator(
                    "mean-schooling",
                    {"en": "Mean years of schooling", "vi": "Số năm đi học bình quân"},
                    Linear(worst=0, best=15, points=1, least=0),
                    weight="1/2",
                ),
            ],
            combine=WeightedMean(),
            points=1,
            weight="1/3",
        ),
        Indicator(
            "income",
            {
                "en": "Gross national income per capita",
                "vi": "Thu nhập quốc gia bình quân đầu người",
            },
            Formula(INCOME, points=1, unit="2017 PPP $", least=0),
            weight="1/3",
        ),
    ],
    levels=[
        Level(
            "very-high",
            {"en": "Very high human development", "vi": "Phát triển con người rất cao"},
            total >= "0.8",
            source=CUT_OFFS,
        ),
        Level(
            "high",
            {"en": "High human development", "vi": "Phát triển con người cao"},
            total >= "0.7",
            source=CUT_OFFS,
        ),
        Level(
            "medium",
            {"en": "Medium human development", "vi": "Phát triển con người trung bình"},
            total >= "0.55",
            source=CUT_OFFS,
        ),
        Level("low", {"en": "Low human development", "vi": "Phát triển con người thấp"}),
    ],
    examples=[
        Example(
            dict(zip(INPUTS, values, strict=True)),
            title=country,
            points=index,
            level=group,
            source=SERIES,
        )
        for country, values, index, group in PUBLISHED
    ],
)

if __name__ == "__main__":
    card = rubric.score(rubric.examples[0].assessment)
    print(card.explain(lang="en"))
