"""Charts: their bars and lines stand where the numbers are, and their texts are in the language."""

import builtins
import importlib
import io
import sys
from typing import Any, cast

import polars as pl
import pytest
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from rubrika import (
    Attribute,
    Cap,
    Criterion,
    Direct,
    Formula,
    Indicator,
    Level,
    MissingExtraError,
    NotApplicable,
    Rubric,
    RubricError,
    Scorecard,
    YesNo,
    choose,
    context,
    every,
    get,
    met,
    percent,
    points,
    total,
)
from rubrika.plots import bounds, levels, shares, totals
from rubrika.plots.words import WORDS

TOWN = Rubric(
    "town",
    version="1",
    title={"en": "Town", "vi": "Thị xã"},
    context=[
        Attribute("area", {"en": "Area", "vi": "Vùng"}, ["hill", "plain"], required=False),
    ],
    criteria=[
        Criterion(
            "water",
            {"en": "Water", "vi": "Nước"},
            [
                Indicator("wells", "Wells", Direct(40, step="0.5")),
                Indicator("clean", "C", YesNo(20)),
            ],
        ),
        Indicator("roads", {"en": "Roads", "vi": "Đường"}, Direct(40, step="0.5")),
    ],
    levels=[
        Level(
            "good",
            {"en": "Good", "vi": "Tốt"},
            total >= choose(context("area").one_of("hill"), 75, 85),
            every("criteria") >= percent(50),
            met("clean") | (points("water") >= 59),
        ),
        Level("fair", {"en": "Fair", "vi": "Khá"}, total > 60, points("roads") >= 10),
    ],
)
FULL = {"wells": 25, "clean": True, "roads": "12.5"}  # 45 of 60, 12.5 of 40: 57.5


def card_of(values: dict[str, Any] = FULL, area: str | None = "plain") -> Scorecard:
    return TOWN.score(values, context={} if area is None else {"area": area})


def bars(ax: Axes) -> list[Rectangle]:
    return [patch for patch in ax.patches if isinstance(patch, Rectangle)]


def widths(ax: Axes) -> list[float]:
    return [bar.get_width() for bar in bars(ax)]


def ends(line: Line2D) -> list[tuple[float, float]]:
    xs, ys = cast("tuple[list[float], list[float]]", line.get_data())
    return [(float(x), float(y)) for x, y in zip(xs, ys, strict=True)]


def upright(ax: Axes) -> list[Line2D]:
    """The lines of levels, and not the marks of maxima."""
    return [line for line in ax.lines if len(ends(line)) == 2]


def lines(ax: Axes) -> list[tuple[float, float]]:
    """Where upright lines stand: the number, and the row of the middle."""
    found: list[tuple[float, float]] = []
    for line in upright(ax):
        (x, low), (same, high) = ends(line)
        assert x == same
        found.append((x, (low + high) / 2))
    return found


def legend(ax: Axes) -> list[str]:
    made = ax.get_legend()
    return [] if made is None else [text.get_text() for text in made.get_texts()]


def written(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def names(ax: Axes) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]


def ticks(ax: Axes) -> list[str]:
    ax.figure.draw_without_rendering()  # type: ignore[union-attr]
    return [label.get_text() for label in ax.get_xticklabels()]


# Shares


def test_a_bar_is_as_long_as_the_share() -> None:
    ax = shares(card_of())
    assert widths(ax) == [45 / 60, 12.5 / 40]
    assert names(ax) == ["Water", "Roads"]
    assert written(ax) == ["75 %", "31.25 %"]


def test_floors_stand_in_the_rows_of_their_criteria() -> None:
    ax = shares(card_of())
    assert lines(ax) == [(0.5, 0), (0.5, 1), (0.25, 1)]  # 10 of 40 points are a quarter
    assert legend(ax) == ["Good: each criterion ≥ 50 %", "Fair: criterion ≥ 10"]


def test_what_is_possible_goes_on_from_what_is_certain() -> None:
    ax = shares(card_of({"wells": 15, "roads": 40}))  # clean is missing
    assert [(bar.get_x(), bar.get_width()) for bar in bars(ax)] == [
        (0, 0.25),
        (0.25, 35 / 60 - 0.25),
        (0, 1),
    ]
    assert [bar.get_hatch() for bar in bars(ax)] == [None, "////", None]
    assert written(ax) == ["25–58.33 %", "100 %"]
    assert legend(ax)[:2] == ["certain already", "still possible"]


def test_shares_are_told_in_vietnamese() -> None:
    ax = shares(card_of({"wells": 15, "roads": "12.5"}), lang="vi")
    assert names(ax) == ["Nước", "Đường"]
    assert written(ax) == ["25–58,33 %", "31,25 %"]
    assert ax.get_xlabel() == "Tỷ lệ so với điểm tối đa"
    assert ax.get_title(loc="left") == "Thị xã"
    assert legend(ax) == [
        "đã chắc chắn",
        "còn có thể đạt",
        "Tốt: mọi tiêu chí ≥ 50 %",
        "Khá: tiêu chí ≥ 10",
    ]


def test_what_does_not_apply_has_no_bar_but_says_so() -> None:
    leaves = [Indicator("a", "A", YesNo(5), na="redistribute"), Indicator("b", "B", YesNo(5))]
    rubric = Rubric("r", version="1", title="R", criteria=leaves)
    ax = shares(rubric.score({"a": NotApplicable("no water"), "b": True}))
    assert widths(ax) == [1.0]
    assert written(ax) == ["not applicable", "100 %"]


def test_penalties_go_to_the_left_and_have_no_share() -> None:
    leaves = [
        Indicator("work", "Work", Direct(10, step=1)),
        Indicator("late", "Late", Formula("0 - value", points=0, least=0, most=5)),
    ]
    few = Level("few", "Few", points("late") >= -2)
    rubric = Rubric("r", version="1", title="R", criteria=leaves, levels=[few])
    card = rubric.score({"work": 7, "late": 3})
    assert widths(shares(card)) == [0.7]
    assert lines(shares(card)) == []
    assert written(shares(card)) == ["70 %", "–"]
    ax = bounds(card)
    assert widths(ax) == [4.0, 7.0, -3.0]
    assert lines(ax) == [(-2, 2)]
    assert ax.get_xlim()[0] == -3


# Bounds


def test_bounds_are_ranges_of_points() -> None:
    ax = bounds(card_of({"wells": 15, "roads": 40}))
    assert [(bar.get_x(), bar.get_width()) for bar in bars(ax)] == [
        *((0, 55), (55, 20)),  # in all
        *((0, 15), (15, 20)),  # water
        (0, 40),
    ]
    assert names(ax) == ["Total", "Water", "Roads"]
    assert written(ax) == ["55–75 / 100", "15–35 / 60", "40 / 40"]


def test_thresholds_stand_in_the_row_of_the_total() -> None:
    ax = bounds(card_of())
    assert lines(ax) == [(85, 0), (30, 1), (20, 2), (60, 0), (10, 2)]
    assert legend(ax) == [
        "Good: total ≥ 85",
        "Good: each criterion ≥ 50 %",
        "Fair: total > 60",
        "Fair: criterion ≥ 10",
    ]


@pytest.mark.parametrize(("area", "bar"), [("hill", [75]), ("plain", [85]), (None, [])])
def test_a_threshold_is_that_of_the_context(area: str | None, bar: list[float]) -> None:
    found = [at for at, row in lines(bounds(card_of(area=area))) if row == 0]
    assert found == [*bar, 60]


def test_what_holds_in_some_cases_only_has_no_line() -> None:
    # Good also asks: clean in full, or 59 points of water.
    assert not [at for at, _ in lines(bounds(card_of())) if at == 59]


def test_what_a_cap_asks_is_asked_by_the_levels_above_it() -> None:
    capped = TOWN.evolve(caps=[Cap("fair", unless=points("water") >= 45)])
    ax = shares(capped.score(FULL, context={"area": "plain"}))
    assert lines(ax) == [(0.5, 0), (0.5, 1), (0.75, 0), (0.25, 1)]  # 45 of 60 points
    assert legend(ax)[1] == "Good: criterion ≥ 45"


def test_a_total_near_a_threshold_is_not_shown_as_if_it_had_passed() -> None:
    mark = Indicator("mark", "Mark", Direct(100))
    rubric = Rubric(
        "r", version="1", title="R", criteria=[mark], levels=[Level("l", "L", total >= 75)]
    )
    assert written(bounds(rubric.score({"mark": "74.996"})))[0] == "74.996 / 100"


def test_provisional_numbers_are_told_on_every_chart() -> None:
    card = get("thanh-hoa-2021-2026").score({}, context={"area": "mountain"})
    for ax in (shares(card), bounds(card), totals([card]), levels([card])):
        assert "91 of 91 rest on no published source" in " ".join(ax.get_xlabel().split())
    assert "91 trên 91 số chưa có nguồn công bố" in " ".join(
        levels([card], lang="vi").get_xlabel().split()
    )


# Totals


def heights(ax: Axes) -> dict[float, float]:
    return {bar.get_x(): bar.get_height() for bar in bars(ax) if bar.get_height()}


def test_totals_on_a_threshold_are_counted_above_it() -> None:
    # 85 and 60 divide 100 into steps of 5. What is just below 85 is counted from 80 on.
    ax = totals(
        [0, "59.999", 60, "84.999999", 85, 85, 100, 99], rubric=TOWN, context={"area": "plain"}
    )
    assert heights(ax) == {0: 1, 55: 1, 60: 1, 80: 1, 85: 2, 95: 2}
    assert {bar.get_width() for bar in bars(ax)} == {5}
    assert [at for at, _ in lines(ax)] == [85, 60]
    assert legend(ax) == ["Good: total ≥ 85", "Fair: total > 60"]


def test_thresholds_of_several_contexts_say_which_they_are_of() -> None:
    ax = totals([card_of(area="hill"), card_of(area="plain"), card_of({})], lang="vi")
    assert heights(ax) == {55: 2}
    assert [at for at, _ in lines(ax)] == [75, 60, 85]
    assert legend(ax) == [
        "Tốt: tổng điểm ≥ 75 (Vùng = hill)",
        "Khá: tổng điểm > 60",
        "Tốt: tổng điểm ≥ 85 (Vùng = plain)",
    ]
    assert "Không tính, vì tổng điểm chưa xác định: 1" in ax.get_xlabel()
    assert ax.get_ylabel() == "Số đơn vị"


def test_totals_beyond_the_rubric_are_drawn_too() -> None:
    ax = totals([-50, 150], rubric=TOWN)
    assert sum(heights(ax).values()) == 2
    assert ax.get_xlim() == (-50, 150)


def test_thresholds_that_no_few_bars_can_end_on_are_drawn_all_the_same() -> None:
    leaf = Indicator("a", "A", Direct(100))
    rubric = Rubric(
        "r", version="1", title="R", criteria=[leaf], levels=[Level("l", "L", total >= "61.803")]
    )
    ax = totals([61, 62], rubric=rubric)
    assert len(bars(ax)) == 20
    assert heights(ax) == {60: 2}
    assert [at for at, _ in lines(ax)] == [61.803]


def test_there_may_be_no_subjects_and_no_levels() -> None:
    rubric = Rubric("r", version="1", title="R", criteria=[Indicator("a", "A", YesNo(5))])
    ax = totals([], rubric=rubric)
    assert heights(ax) == {}
    assert legend(ax) == []
    assert widths(levels([], rubric=rubric)) == [0]


def test_a_column_of_a_frame_is_drawn_and_its_nulls_are_open() -> None:
    column = pl.DataFrame({"points": [60.0, 85.5, None]})["points"]
    ax = totals(column, rubric=TOWN, context={"area": "plain"})
    assert heights(ax) == {60: 1, 85: 1}
    assert "Left out, as their total is still open: 1" in ax.get_xlabel()


def test_an_irrational_total_is_counted() -> None:
    leaf = Indicator("a", "A", Formula("root(value)", points=10, least=0, most=100))
    rubric = Rubric("r", version="1", title="R", criteria=[leaf])
    assert heights(totals([rubric.score({"a": 2})])) == {1: 1}  # 1.41 of 10


# Levels


def test_levels_are_counted_from_the_highest_and_open_ones_apart() -> None:
    good = {"wells": 40, "clean": True, "roads": 25}  # 85
    fair = {"wells": "0.5", "clean": True, "roads": 40}  # 60.5
    on = {"wells": 0, "clean": True, "roads": 40}  # 60, and more than 60 is asked for
    ax = levels([card_of(good), card_of(fair), card_of(fair), card_of(on), card_of({})])
    assert names(ax) == ["Good", "Fair", "Not recognised", "Not yet decided"]
    assert widths(ax) == [1, 2, 1, 1]
    assert written(ax) == ["1 (20 %)", "2 (40 %)", "1 (20 %)", "1 (20 %)"]
    assert [bar.get_hatch() for bar in bars(ax)] == [None, None, None, "////"]


def test_levels_are_told_in_vietnamese() -> None:
    ax = levels([card_of(), card_of(), card_of({})], lang="vi-VN")
    assert names(ax) == ["Tốt", "Khá", "Chưa được công nhận", "Chưa xác định"]
    assert written(ax)[2:] == ["2 (66,67 %)", "1 (33,33 %)"]
    assert ax.get_xlabel() == "Số đơn vị"


# Of all charts


def every_chart(card: Scorecard, **options: Any) -> list[Axes]:
    return [
        shares(card, **options),
        bounds(card, **options),
        totals([card], **options),
        levels([card], **options),
    ]


def png(ax: Axes) -> bytes:
    out = io.BytesIO()
    figure = ax.figure
    assert isinstance(figure, Figure)
    figure.savefig(out, format="png", dpi=40, metadata={"Software": None})
    return out.getvalue()


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_every_chart_is_drawn_without_warnings_and_always_alike(lang: str) -> None:
    card = get("thanh-hoa-2021-2026").score({}, context={"area": "mountain"})
    for first, second in zip(
        every_chart(card, lang=lang), every_chart(card, lang=lang), strict=True
    ):
        assert png(first) == png(second)


def test_pyplot_is_left_alone() -> None:
    every_chart(card_of())
    pyplot = sys.modules.get("matplotlib.pyplot")
    assert pyplot is None or not pyplot.get_fignums()


def test_charts_are_drawn_on_axes_that_are_given() -> None:
    figure = Figure(layout="constrained")
    axes = list(figure.subplots(2, 2).flat)
    card = card_of()
    assert shares(card, ax=axes[0]) is axes[0]
    assert bounds(card, ax=axes[1]) is axes[1]
    assert totals([card], ax=axes[2]) is axes[2]
    assert levels([card], ax=axes[3]) is axes[3]
    assert png(axes[0])
    parts: Any = Figure(layout="constrained").subfigures(1, 2)
    inner = parts[0].subplots()
    assert shares(card, ax=inner) is inner


def test_numbers_below_the_axes_are_written_in_the_language() -> None:
    half = Rubric("r", version="1", title="R", criteria=[Indicator("a", "A", YesNo("2.5"))])
    assert "0.5" in ticks(bounds(half.score({"a": True})))
    assert "0,5" in ticks(bounds(half.score({"a": True}), lang="vi"))
    assert ticks(shares(half.score({"a": True}), lang="vi"))[-1] == "100 %"


def test_texts_of_others_are_not_read_as_mathematics_and_steer_nothing() -> None:
    evil = r"$\frac{1}{0}$ \x1b[31m " + "\x1b[31m\u202e"
    rubric = Rubric(
        "r",
        version="1",
        title=evil,
        criteria=[Indicator("a", evil, YesNo(5))],
        levels=[Level("l", evil, total >= 5)],
    )
    for ax in every_chart(rubric.score({"a": True})):
        assert "$\\frac{1}{0}$" in ax.get_title(loc="left")
        assert "\x1b" not in ax.get_title(loc="left") + "".join(names(ax)) + "".join(legend(ax))
        ax.figure.draw_without_rendering()  # type: ignore[union-attr]  # mathematics would raise


@pytest.mark.parametrize("title", ["word " * 2000, "x" * 10_000])
def test_long_titles_are_broken_into_lines_and_cut_off(title: str) -> None:
    rubric = Rubric(
        "r",
        version="1",
        title=title,
        criteria=[Indicator("a", title, YesNo(5))],
        levels=[Level("l", title, total >= 5)],
    )
    for ax in every_chart(rubric.score({"a": True})):
        lines_of_title = ax.get_title(loc="left").split("\n")
        assert len(lines_of_title) == 4
        assert max(map(len, lines_of_title)) <= 52
        assert lines_of_title[-1].endswith("…")
        assert png(ax)
    name = names(shares(rubric.score({"a": True})))[0].split("\n")
    assert len(name) == 6
    assert max(map(len, name)) <= 34


def test_lines_differ_in_more_than_colour() -> None:
    found = {str(line.get_color()): dashes_of(line) for line in upright(bounds(card_of()))}
    assert len(found) == len(set(found.values())) == 4


def dashes_of(line: Any) -> str:
    return str(line._dash_pattern)  # Matplotlib tells it in no other way


def test_text_follows_the_style_of_the_user() -> None:
    with rc_context({"text.color": "yellow"}):
        ax = shares(card_of())
    assert {text.get_color() for text in ax.texts} == {"yellow"}


def test_each_language_has_the_same_words() -> None:
    assert WORDS["en"].keys() == WORDS["vi"].keys()


# Errors


@pytest.mark.parametrize(
    ("draw", "path", "code"),
    [
        (lambda: shares("card"), "card", "wrong-type"),  # type: ignore[arg-type]
        (lambda: bounds(TOWN), "card", "wrong-type"),  # type: ignore[arg-type]
        (lambda: shares(card_of(), ax=1), "ax", "wrong-type"),  # type: ignore[arg-type]
        (lambda: totals(card_of()), "results", "wrong-type"),  # type: ignore[arg-type]
        (lambda: totals("12", rubric=TOWN), "results", "wrong-type"),
        (lambda: totals([1, "x"], rubric=TOWN), "results[1]", "number"),
        (lambda: totals([1, 2]), "rubric", "no-rubric"),
        (lambda: totals([1], rubric="town"), "rubric", "wrong-type"),  # type: ignore[arg-type]
        (lambda: levels([]), "rubric", "no-rubric"),
        (lambda: levels([1], rubric=TOWN), "cards[0]", "wrong-type"),  # type: ignore[list-item]
    ],
)
def test_bad_input_is_refused_and_named(draw: Any, path: str, code: str) -> None:
    with pytest.raises(RubricError) as caught:
        draw()
    (problem,) = caught.value.problems
    assert (problem.path, problem.code) == (path, code)
    assert problem.hint


def test_results_of_several_rubrics_are_not_drawn_together() -> None:
    other = TOWN.evolve(version="2")
    with pytest.raises(RubricError) as caught:
        levels([card_of(), other.score(FULL, context={"area": "hill"})])
    (problem,) = caught.value.problems
    assert problem.code == "several-rubrics"
    assert problem.message == "results of town 2 are among those of town 1"


def test_equal_rubrics_are_drawn_together() -> None:
    again = TOWN.evolve(version="2").evolve(version="1")
    assert sum(widths(levels([card_of(), again.score(FULL, context={"area": "hill"})]))) == 2


def test_a_missing_extra_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(sys.modules):
        if name.startswith(("rubrika.plots", "matplotlib")):
            monkeypatch.delitem(sys.modules, name)
    real = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.partition(".")[0] == "matplotlib":
            message = f"No module named {name!r}"
            raise ModuleNotFoundError(message, name=name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(MissingExtraError, match=r'pip install "rubrika\[plots\]"'):
        importlib.import_module("rubrika.plots")
