"""A degree classification: the best six of seven modules a year, and a borderline rule.

Run it: python examples/gallery/classification.py
"""

from rubrika import (
    Attribute,
    BestOf,
    Criterion,
    Direct,
    Example,
    Indicator,
    Level,
    NotApplicable,
    Rounding,
    Rubric,
    Source,
    Truth,
    WeightedMean,
    cited,
    context,
    count,
    percent,
    total,
)

DERBY = Source(
    "derby",
    document="University of Derby, Academic Regulations, Part F, as quoted by collegelist.co.uk",
    article="F14",
    address="http://collegelist.co.uk/university-derby-degree-classification/",
)
MODULES = Source(
    "modules",
    status="provisional",
    reason="credits are counted there: in modules of 20 credits, 120 are six, and 60 three",
)
HAND = Source(
    "hand",
    status="provisional",
    reason="worked out by hand from the rule of F14; the quoted text has no worked example",
)


def year(level: int, title: str, weight: str) -> Criterion:
    """Seven modules, of which the best six count; the seventh need not exist."""
    return Criterion(
        f"level-{level}",
        f"Level {level} ({title})",
        [
            Indicator(
                f"l{level}-{n}",
                f"Level {level}, module {n}",
                Direct(100, step=1),
                na="redistribute" if n == 7 else None,
            )
            for n in range(1, 8)
        ],
        combine=BestOf(cited(6, MODULES)),
        points=100,
        weight=weight,
    )


def honours(id_: str, title: str, mark: int) -> Level:
    """A class: its mark, or two below it with 60 credits of the final year at the mark."""
    modules = count("level-6", reaching=percent(mark))
    borderline = (total >= mark - 2) & (modules >= cited(3, MODULES))
    return Level(id_, title, (total >= mark) | borderline, needs_below=True)


def marks(level_5: list[int], level_6: list[int]) -> dict[str, int | NotApplicable]:
    """The marks of a student by module; a seventh that was not taken does not apply."""
    seen: dict[str, int | NotApplicable] = {}
    for level, given in ((5, level_5), (6, level_6)):
        for n in range(1, 8):
            seen[f"l{level}-{n}"] = given[n - 1] if n <= len(given) else NotApplicable()
    return seen


# Title; level 5; level 6; are the credits there; the average; the class.
STUDENTS = [
    ("All marks 70 exactly: on the threshold", [70] * 6, [70] * 6, True, "70", "first"),
    (
        "69.97 is truncated to 69.9; two modules of three at 70",
        [70, 70, 70, 70, 70, 69],
        [90, 90, 60, 60, 60, 60],
        True,
        "69.9",
        "upper-second",
    ),
    (
        "69.3 in the borderline range, with three modules at 70",
        [60] * 6,
        [80, 75, 72, 68, 68, 67],
        True,
        "69.3",
        "first",
    ),
    (
        "69.3 in the borderline range, with two modules at 70",
        [60] * 6,
        [80, 75, 69, 69, 69, 68],
        True,
        "69.3",
        "upper-second",
    ),
    (
        "68 exactly, with three modules at 70",
        [68] * 6,
        [70, 70, 70, 66, 66, 66],
        True,
        "68",
        "first",
    ),
    (
        "67.86 is below the borderline range, whatever the modules",
        [68] * 6,
        [70, 70, 70, 70, 65, 62],
        True,
        "67.8",
        "upper-second",
    ),
    (
        "The worst of seven modules falls away",
        [60] * 6,
        [65, 65, 65, 65, 65, 65, 40],
        True,
        "64",
        "upper-second",
    ),
    ("47.9: third, since the credits are there", [48] * 5 + [45], [48] * 6, True, "47.9", "third"),
    ("The credits are not there: no class at all", [75] * 6, [75] * 6, False, "75", None),
]

rubric = Rubric(
    "honours-classification",
    version="F14",
    title="Honours degree classification",
    no_level="No honours degree",
    digits=1,
    criteria=[year(5, "second year", "20%"), year(6, "final year", "80%")],
    combine=WeightedMean(),
    points=100,
    rounding=Rounding("0.1", "down"),  # truncated before it is compared: 69.96 is 69.9
    context=[Attribute("credits", "Credit requirements for honours are met", Truth())],
    levels=[
        honours("first", "First class", 70),
        honours("upper-second", "Second class, division 1", 60),
        honours("lower-second", "Second class, division 2", 50),
        Level("third", "Third class", context("credits").is_yes),
    ],
    source=DERBY,
    examples=[
        Example(
            marks(level_5, level_6),
            title=title,
            context={"credits": credits_met},
            points=points,
            level=level,
            no_level=level is None,
            source=HAND,
        )
        for title, level_5, level_6, credits_met, points, level in STUDENTS
    ],
)

if __name__ == "__main__":
    seen = marks([60] * 6, [80, 75, 72, 68, 68, 67])
    print(rubric.score(seen, context={"credits": True}).explain())
