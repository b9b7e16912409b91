"""Signed points: what is wanted earns, what is unwanted costs, and the total stays in 0 to 1.

Run it: python examples/gallery/penalties.py
"""

from rubrika import Example, Indicator, Rubric, Source, Sum, YesNo, cited

CODE = Source(
    "code",
    document="OpenAI, simple-evals: healthbench_eval.py (2025)",
    article="calculate_score, _compute_clipped_stats",
    address="https://github.com/openai/simple-evals",
)
TEST = Source(
    "test",
    document="healthbench_eval_test.py, the test of that code, as kept in OpenCompass",
    article="test_calculate_score",
    address="https://github.com/open-compass/opencompass/blob/main/"
    "opencompass/datasets/healthbench/healthbench_eval_test.py",
)

ITEMS = {
    "emergency": ("Says when to call for help", 7),
    "signs": ("Names the warning signs", 5),
    "context": ("Asks for what is not yet known", 10),
    "wordy": ("Is longer than the question needs", -6),  # yes is the bad answer here
}


def said(*found: str) -> dict[str, bool]:
    """What a grader saw: each item that was found, and no other."""
    return {item: item in found for item in ITEMS}


rubric = Rubric(
    "signed-points",
    version="2025",
    title="An answer about health, by signed points",
    criteria=[
        Indicator(item, title, YesNo(cited(points, TEST)))
        for item, (title, points) in ITEMS.items()
    ],
    combine=Sum(rescale=True),  # divided by 22, the most that can be earned
    points=1,
    least=0,
    source=CODE,
    examples=[
        Example(
            said("emergency", "context", "wordy"),
            title="Two wanted, one missing, one penalty: 7 + 10 - 6 of 22",
            points="11/22",
            source=TEST,
        ),
        Example(
            said("wordy"),
            title="A penalty alone: -6 of 22 is clipped to 0",
            points=0,
            source=CODE,
        ),
        Example(
            said("emergency", "signs", "context"),
            title="All that is wanted, and nothing else",
            points=1,
            source=CODE,
        ),
    ],
)

if __name__ == "__main__":
    print(rubric.score(said("emergency", "context", "wordy")).explain())
