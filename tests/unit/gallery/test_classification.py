"""Degree classes: each expected value is worked out by hand from the rule of F14."""

from fractions import Fraction
from pathlib import Path

import pytest

from rubrika import NotApplicable, Rubric, load

GALLERY = Path(__file__).parents[3] / "examples" / "gallery"


@pytest.fixture(scope="module")
def classes() -> Rubric:
    return load(GALLERY / "classification.toml")


def marks(level_5: list[int], level_6: list[int]) -> dict[str, int | NotApplicable]:
    seen: dict[str, int | NotApplicable] = {}
    for level, given in (("l5", level_5), ("l6", level_6)):
        for n in range(1, 8):
            seen[f"{level}-{n}"] = given[n - 1] if n <= len(given) else NotApplicable()
    return seen


def decided(
    classes: Rubric, level_5: list[int], level_6: list[int], *, met: bool = True
) -> tuple[str, str | None]:
    result = classes.decide(marks(level_5, level_6), context={"credits": met})
    assert isinstance(result.points, Fraction)
    return f"{float(result.points):.1f}", result.level.id if result.level else None


@pytest.mark.parametrize(
    ("mark", "level"),
    [(70, "first"), (60, "upper-second"), (50, "lower-second"), (49, "third"), (40, "third")],
)
def test_the_same_mark_everywhere_is_its_class(classes: Rubric, mark: int, level: str) -> None:
    assert decided(classes, [mark] * 6, [mark] * 6) == (f"{mark}.0", level)


@pytest.mark.parametrize("bar", [70, 60, 50])
def test_at_the_bar_the_class_needs_no_module_of_its_own(classes: Rubric, bar: int) -> None:
    # 0.2 · bar + 0.8 · bar, though only one module of the final year is at the bar.
    final = [bar + 5, *[bar - 1] * 5]
    expected = {70: "first", 60: "upper-second", 50: "lower-second"}[bar]
    assert decided(classes, [bar] * 6, final) == (f"{bar}.0", expected)


@pytest.mark.parametrize("bar", [70, 60, 50])
def test_just_below_the_bar_three_modules_decide(classes: Rubric, bar: int) -> None:
    above, below = {
        70: ("first", "upper-second"),
        60: ("upper-second", "lower-second"),
        50: ("lower-second", "third"),
    }[bar]
    second = [*[bar] * 5, bar - 1]  # the mean is bar - 1/6: 0.2 of it lacks 1/30
    three = [*[bar] * 3, bar + 2, bar - 1, bar - 1]  # the mean is bar, four at the bar
    two = [bar + 2, bar + 2, *[bar - 1] * 4]  # the mean is bar, two at the bar
    total = f"{bar - 1}.9"  # bar - 1/30, truncated
    assert decided(classes, second, three) == (total, above)
    assert decided(classes, second, two) == (total, below)


@pytest.mark.parametrize("bar", [70, 60, 50])
def test_the_borderline_range_begins_two_below(classes: Rubric, bar: int) -> None:
    above, below = {
        70: ("first", "upper-second"),
        60: ("upper-second", "lower-second"),
        50: ("lower-second", "third"),
    }[bar]
    final = [*[bar] * 3, *[bar - 4] * 3]  # the mean is bar - 2, three at the bar
    assert decided(classes, [bar - 2] * 6, final) == (f"{bar - 2}.0", above)
    # One mark less in the second year: 1/30 less, truncated to a tenth below.
    second = [*[bar - 2] * 5, bar - 3]
    assert decided(classes, second, final) == (f"{bar - 3}.9", below)


def test_modules_just_below_the_mark_do_not_count(classes: Rubric) -> None:
    # Both make 416: 0.2 · 69 + 0.8 · 69.33… = 69.26…; 69 is not 70, so the first has two modules.
    assert decided(classes, [69] * 6, [72, 70, 69, 69, 69, 67]) == ("69.2", "upper-second")
    assert decided(classes, [69] * 6, [72, 70, 70, 69, 68, 67]) == ("69.2", "first")


def test_the_worst_of_seven_falls_away_in_either_year(classes: Rubric) -> None:
    assert decided(classes, [60] * 6 + [40], [60] * 6 + [41]) == ("60.0", "upper-second")
    # A seventh that is better takes the place of the worst: 5 · 60 + 66 = 366, 0.8 · 61 = 48.8
    assert decided(classes, [60] * 6, [60] * 6 + [66]) == ("60.8", "upper-second")


def test_without_the_credits_there_is_no_class(classes: Rubric) -> None:
    assert decided(classes, [90] * 6, [90] * 6, met=False) == ("90.0", None)


def test_a_final_module_that_is_still_out_leaves_the_class_open(classes: Rubric) -> None:
    seen = marks([60] * 6, [80, 75, 72, 68, 68, 67])
    del seen["l6-6"]
    card = classes.score(seen, context={"credits": True})
    # 0.2 · 60 + 0.8 · (363 to 463) / 6 = 60.4 to 73.73…
    assert card.bounds == (Fraction(604, 10), Fraction(737, 10))
    status = {result.level.id: result.status for result in card.levels}
    assert status["first"] == "open"
    assert status["upper-second"] == "holds"
