"""Nine judges, whose highest and lowest marks do not count: program components in figure skating.

The same rubric as judges.toml. Run it: python examples/gallery/judges.py
"""

from rubrika import (
    Criterion,
    Direct,
    Example,
    Indicator,
    Rounding,
    Rubric,
    Source,
    Sum,
    TrimmedMean,
)

RULES = Source(
    "rules",
    document=(
        "International Skating Union: Special Regulations & Technical Rules, "
        "Single & Pair Skating and Ice Dance 2016"
    ),
)
PROTOCOL = Source(
    "protocol",
    document=(
        "International Skating Union: World Figure Skating Championships 2017, protocol, "
        "pairs short program"
    ),
    article="Judges details per skater",
    address="http://www.isuresults.com/results/season1617/wc2017/wc2017_protocol.pdf",
)
COMPONENTS = {
    "skating-skills": {"en": "Skating skills", "vi": "Kỹ năng trượt"},
    "transitions": {"en": "Transitions", "vi": "Chuyển tiếp"},
    "performance": {"en": "Performance", "vi": "Trình diễn"},
    "composition": {"en": "Composition", "vi": "Bố cục"},
    "interpretation": {"en": "Interpretation of the music", "vi": "Cảm thụ âm nhạc"},
}
JUDGES = range(1, 10)

# Published: for each component the nine marks and the score of the panel, and the factored total.
PUBLISHED = {
    "Sui Wenjing and Han Cong": (
        {
            "skating-skills": ([9.25, 9.5, 9, 9, 9, 8.75, 9.25, 9.25, 8.5], "9.07"),
            "transitions": ([9.5, 9.25, 9.25, 8.75, 9, 8.75, 9, 9.25, 8.25], "9.04"),
            "performance": ([9.75, 9.75, 9.75, 9.25, 8.75, 9.25, 9.25, 9.5, 9], "9.39"),
            "composition": ([9.5, 9.25, 9.5, 9.25, 8.75, 9.25, 9.25, 9.25, 9], "9.25"),
            "interpretation": ([9.75, 9.5, 9.5, 9, 8.5, 9, 9.25, 9.75, 9], "9.29"),
        },
        "36.83",
    ),
    "Aliona Savchenko and Bruno Massot": (
        {
            "skating-skills": ([8.75, 9.25, 9.25, 9, 9.25, 8.75, 9, 9, 9.25], "9.07"),
            "transitions": ([8.5, 9.5, 9.5, 8.75, 9.25, 8.5, 8.75, 9, 9.5], "9.04"),
            "performance": ([9, 9.25, 9.5, 9, 9.5, 8.5, 9.25, 9.25, 9.5], "9.25"),
            "composition": ([8.75, 9.5, 9.75, 9.25, 9, 8.5, 9.25, 9.5, 9.75], "9.29"),
            "interpretation": ([8.75, 9.5, 10, 9.25, 9, 8.75, 9.25, 9.5, 9.75], "9.29"),
        },
        "36.75",
    ),
    "Evgenia Tarasova and Vladimir Morozov": (
        {
            "skating-skills": ([9, 9, 8.75, 9.25, 9.25, 9, 9, 9.25, 8.25], "9.04"),
            "transitions": ([8.5, 8.75, 8.75, 9, 9.25, 9, 8.75, 9, 8], "8.82"),
            "performance": ([8.75, 9, 9, 9.25, 9, 9.25, 9, 9.25, 8.25], "9.04"),
            "composition": ([8.5, 8.75, 9.25, 9, 9, 9.25, 8.75, 9.25, 8.5], "8.93"),
            "interpretation": ([8.75, 8.25, 9.25, 9.25, 9.25, 9.25, 8.75, 9.5, 8.5], "9"),
        },
        "35.86",
    ),
}


def component(name: str, title: dict[str, str]) -> Criterion:
    """One component: nine marks in quarters, averaged without the highest and the lowest."""
    marks = [
        Indicator(
            f"{name}.{judge}",
            f"J{judge}",
            Direct(10, least="0.25", step="0.25"),
        )
        for judge in JUDGES
    ]
    return Criterion(
        name, title, marks, combine=TrimmedMean(1), points=10, rounding=Rounding("0.01")
    )


def example(pair: str) -> Example:
    """What the protocol says of one pair."""
    components, points = PUBLISHED[pair]
    return Example(
        {
            f"{name}.{judge}": mark
            for name, (marks, _) in components.items()
            for judge, mark in zip(JUDGES, marks, strict=True)
        },
        title=pair,
        points=points,
        nodes={name: panel for name, (_, panel) in components.items()},
        source=PROTOCOL,
    )


rubric = Rubric(
    "figure-skating-components",
    version="2016",
    title={
        "en": "Figure skating: program components, pairs short program",
        "vi": "Trượt băng nghệ thuật: điểm thành phần, bài thi ngắn của đôi",
    },
    source=RULES,
    combine=Sum(rescale=True),  # five components of 10 become 40: the factor 0.80
    points=40,
    rounding=Rounding("0.01"),
    criteria=[component(name, title) for name, title in COMPONENTS.items()],
    examples=[example(pair) for pair in PUBLISHED],
)

if __name__ == "__main__":
    card = rubric.score(rubric.examples[0].assessment)
    print(card.explain(lang="en"))
