"""Adapt a rubric: an office puts its official table in the place of provisional numbers.

The decision below is invented, to show how it is done: no official table has been found.
Run it: python examples/adapt_a_rubric.py
"""

from pathlib import Path

from rubrika import Rubric, Source, adapt, cited, every, get, load_assessment, total

HERE = Path(__file__).parent

TABLE = Source(
    "table",
    document={
        "vi": "Bảng điểm giả định, chỉ dùng cho ví dụ này",
        "en": "A table invented for this example",
    },
    article={"vi": "Phụ lục 1", "en": "Annex 1"},
)


def official() -> Rubric:
    """The rubric of Thanh Hóa with the numbers of the (invented) table."""
    half = every("criteria") >= cited("50%", TABLE)
    return adapt(
        get("thanh-hoa-2021-2026"),
        id="thanh-hoa-official",
        version="1",
        title={
            "vi": "Huyện học tập, theo bảng giả định",
            "en": "Learning district, invented table",
        },
        changes={
            "families.scale.bands[0].at": cited(85, TABLE),
            "families.scale.bands[1].at": cited(75, TABLE),
            "levels.good.requirements": [total >= cited(90, TABLE), half],
            "levels.fair.requirements": [total >= cited(75, TABLE), half],
        },
        remove=["levels.average"],
    )


def main() -> None:
    """Compare both rubrics, and score the same observations with both."""
    before, after = get("thanh-hoa-2021-2026"), official()
    if after.adaptation is not None:
        print(f"{after.id} was adapted from {after.adaptation.id} {after.adaptation.version}:")
        print(*after.adaptation.changes, sep="\n")
    # An assessment says for which rubric it was made, so that none is scored with another by
    # mistake. Taking it over is a decision:
    seen = load_assessment(HERE / "hau-loc-2020.toml")
    taken_over = seen.evolve(rubric=after.id, version=after.version)
    for rubric, assessment in ((before, seen), (after, taken_over)):
        card = rubric.score(assessment)
        between = " to ".join(str(bound) for bound in card.bounds or ())
        print(f"{rubric.id}: {between} points, {len(card.provisional)} provisional numbers")


if __name__ == "__main__":
    main()
