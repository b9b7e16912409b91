"""Bars, gauges and trees: what is drawn agrees with the numbers."""

import io
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.extras.cli.kit import Run

from rubrika.cli.drawing import PLAIN, RICH, Signs, drawn, guides, place_of
from rubrika.cli.terminal import laid_out
from rubrika.reports.document import Bar, Block, Column, Gauge, Part, Row, Table, Tick
from rubrika.reports.html import fragment
from rubrika.reports.markdown import markdown

HALF = Fraction(1, 2)
SHARES = st.fractions(0, 1, max_denominator=1000)
SIGNS = pytest.mark.parametrize("signs", [RICH, PLAIN])


def bar(least: int, most: int, *marks: int) -> Bar:
    """A bar of hundredths."""
    return Bar(
        Fraction(least, 100), Fraction(most, 100), tuple(Fraction(mark, 100) for mark in marks)
    )


@pytest.mark.parametrize(
    ("given_bar", "seen"),
    [
        (bar(0, 0), "··········"),
        (bar(100, 100), "██████████"),
        (bar(60, 60), "██████····"),
        (bar(85, 85), "████████▌·"),
        (bar(0, 100), "░░░░░░░░░░"),
        (bar(20, 80), "██░░░░░░··"),
        (bar(1, 1), "▏·········"),
        (bar(99, 99), "█████████▉"),
        (bar(50, 50, 50), "█████│····"),
        (bar(49, 49, 50), "████▉│····"),
        (bar(60, 60, 50), "█████│····"),
        (bar(70, 70, 50), "█████│█···"),
        (bar(0, 49, 50), "░░░░·│····"),
        (bar(0, 50, 50), "░░░░░│····"),
        (bar(100, 100, 100), "█████████│"),
        (bar(99, 99, 100), "████████▉│"),
    ],
)
def test_bars_of_ten_places(given_bar: Bar, seen: str) -> None:
    assert drawn(given_bar, 10, RICH).plain == seen


def test_bars_in_ascii_have_whole_places() -> None:
    assert drawn(bar(25, 70, 50), 10, PLAIN).plain == "##===|=..."
    assert drawn(bar(99, 99), 10, PLAIN).plain == "#########."
    assert drawn(bar(49, 49, 50), 10, PLAIN).plain == "####.|...."


@SIGNS
@given(st.tuples(SHARES, SHARES).map(sorted), SHARES.filter(bool), st.integers(6, 60))
def test_a_bar_is_never_on_the_wrong_side_of_a_mark(
    signs: Signs, ends: list[Fraction], mark: Fraction, width: int
) -> None:
    least, most = ends
    seen = drawn(Bar(least, most, (mark,)), width, signs).plain
    place = place_of(mark, width)
    known, sign = signs.parts["known"], signs.parts["mark"]
    assert len(seen) == width
    assert [at for at, one in enumerate(seen) if one == sign] == [place]
    if least >= mark:
        assert set(seen[:place]) <= {known}
    else:
        assert not seen[:place].endswith(known)
        assert known not in seen[place:]
    if most < mark:
        assert not seen[:place].endswith(signs.parts["open"])
        assert signs.parts["open"] not in seen[place:]
    else:
        assert signs.rest not in seen[:place]


@SIGNS
@given(least=SHARES, width=st.integers(6, 60))
def test_only_what_is_full_looks_full(signs: Signs, least: Fraction, width: int) -> None:
    seen = drawn(Bar(least, least), width, signs).plain
    assert (seen == signs.parts["known"] * width) is (least == 1)
    assert (seen == signs.rest * width) is (least == 0)


@pytest.mark.parametrize(
    ("least", "most", "marks"), [(2, 3, ()), (HALF, 0, ()), (0, 0, (2,)), (-1, 0, ())]
)
def test_a_bar_lies_between_0_and_1(
    least: Fraction, most: Fraction, marks: tuple[Fraction, ...]
) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        Bar(least, most, marks)


def test_guides_lead_to_every_point() -> None:
    found = guides([0, 1, 2, 1, 0], RICH)
    assert [guide.first for guide in found] == ["", "├ ", "│ └ ", "└ ", ""]
    assert [guide.more for guide in found] == ["", "│ ", "│   ", "  ", ""]
    assert [guide.below for guide in found] == ["│ ", "│ │ ", "│     ", "    ", "  "]
    assert guides([], RICH) == []


# In documents

COLUMNS = (Column("Title"), Column("Share", right=True, bars=True), Column("Seen"))
LEGEND: tuple[tuple[Part, str], ...] = (
    ("known", "certain"),
    ("open", "possible"),
    ("mark", "asked"),
)


def table(title: str, seen: str = "yes") -> Table:
    rows = (Row((title, "60 %", seen), bar=bar(60, 60, 50)), Row(("Below", "", "–"), 1))
    return Table(COLUMNS, rows, LEGEND)


def test_a_bar_stands_beside_its_number_and_the_legend_below() -> None:
    # Twenty places: half of them before the mark, and one tenth of them, less the mark, behind it.
    assert laid_out([table("Title of a node")]).split("\n") == [
        "Title            Share                       Seen",
        "─────────────────────────────────────────────────",
        "Title of a node   60 % ██████████│█········  yes",
        "└ Below                                      –",
        "",
        "█ certain   ░ possible   │ asked",
        "",
    ]


def test_a_bar_gives_way_to_titles(monkeypatch: pytest.MonkeyPatch) -> None:
    long = table("a word and another " * 4, "seen by all " * 4)
    for columns, places in ((80, 10), (52, 6)):
        monkeypatch.setenv("COLUMNS", str(columns))
        lines = laid_out([long]).split("\n")
        assert sum(sign in "█│·" for sign in lines[2]) == places, columns
        assert lines[0].index("Share") >= 24 + 2  # the title keeps its room
    monkeypatch.setenv("COLUMNS", "44")
    text = laid_out([long])
    assert "█" not in text  # and no legend of what is not there
    assert text.split().count("word") == 4


def test_lines_of_a_tree_pass_by_cells_that_are_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    rows = [Row(("Root", "x")), Row(("One", "word " * 28), 1), Row(("Two", "y"), 1)]
    lines = laid_out([Table((Column("Title"), Column("Seen")), rows)]).split("\n")
    places = [line[0] for line in lines[3:-1]]
    assert places == ["├", *["│"] * (len(places) - 2), "└"]
    assert len(places) > 3


def test_a_gauge_names_its_ticks() -> None:
    ticks = (Tick(HALF, "50 Fair"), Tick(Fraction(9, 10), "90 Gold"))
    gauge = Gauge(bar(60, 60, 50, 90), ("0", "100"), ticks)
    full, rest = "█" * 30 + "│" + "█" * 5, "·" * 18 + "│" + "·" * 5
    assert laid_out([gauge]).split("\n") == [
        f"0 {full}{rest} 100",
        f"{' ' * 32}└ 50 Fair{' ' * 15}└ 90 Gold",
        "",
    ]


def test_names_without_room_beside_each_other_stand_one_below_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    names = ("50 Trung bình", "70 Khá", "85 Tốt", "100 " + "Xuất sắc " * 9)
    places = (50, 70, 85, 100)
    ticks = [Tick(Fraction(at, 100), name) for at, name in zip(places, names, strict=True)]
    lines = laid_out([Gauge(bar(60, 60, *places), ("0", "100"), ticks)]).split("\n")
    assert all(cell_len(line) <= 40 for line in lines)
    marks = [place for place, sign in enumerate(lines[0]) if sign == "│"]
    assert len(marks) == 4
    for line, place, name in zip(lines[4:0:-1], marks, names, strict=True):
        assert line[place:].startswith(f"└ {name[:20]}")
    assert lines[1].endswith("…")  # it stands in full with the levels


def test_ascii_is_used_where_nothing_else_can_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    gauge = Gauge(bar(60, 80, 50), ("0", "100"), (Tick(HALF, "50 Fair"),))
    text = laid_out([table("Title", "○ missing"), gauge])
    assert text.isascii()
    lines = text.split("\n")
    assert set(lines[1]) == {"-"}
    assert lines[2:4] == [
        "Title     60 % ##########|#........  o missing",
        "+ Below                              -",
    ]


def test_markdown_leaves_bars_out() -> None:
    with_bars: list[Block] = [table("Title"), Gauge(bar(0, 100), ("0", "1"))]
    without = Table(COLUMNS, [Row(row.cells, row.depth) for row in table("Title").rows])
    assert markdown(with_bars) == markdown([without])


def test_html_draws_bars_for_those_who_see_them() -> None:
    text = fragment([table("Title"), Gauge(bar(0, 100), ("0", "9"))], lang="en")
    assert text.count("<svg") == text.count('aria-hidden="true"') == 2
    assert 'x="0.00" y="2" width="60.00"' in text  # what is certain
    assert 'x1="50.00" x2="50.00"' in text  # the mark


# Of scorecards


def test_floors_and_thresholds_come_from_the_levels(run: Run) -> None:
    text = run("score", "cafe.toml", "lotus.toml").output
    lines = text.split("\n")
    # 0 to 80 of 100, thresholds at 90 and 75: 60 places, of which 45 lie before the second.
    assert f"0 {'░' * 45}│{'░' * 2}{'·' * 6}│{'·' * 5} 100" in lines
    # The pests leave 0 to 40 of 60, and half of each criterion is asked for by gold: 16 places, of
    # which 8 lie before the mark, and two thirds are 10.
    (safety,) = [line for line in lines if line.startswith("Food safety")]
    assert f" {'░' * 8}│░{'·' * 6} " in safety
    (pests,) = [line for line in lines if "No pests found" in line and "··" in line]
    assert "·" * 16 in pests


def test_the_totals_of_several_subjects_can_be_compared_at_a_glance(run: Run) -> None:
    lines = run("score", "cafe.toml", "sen.toml", "lotus.toml").output.split("\n")
    # Thresholds at 75 and 90 of 100: in 20 places, the 16th and the 19th. 84 % are 16.8 places, and
    # 80 % are 16.
    assert f" {'█' * 15}│▊·│· " in lines[2]
    assert f" {'░' * 15}│··│· " in lines[3]


TWO = """
format = "rubric/1"
id = "two"
version = "1"
title = "Two"
criteria = [
  { id = "a", title = "A", scale = { kind = "direct", points = 10 } },
  { id = "b", title = "B", scale = { kind = "direct", points = 10 } },
]

[[levels]]
id = "good"
title = "Good"
requires = ["RULE"]
"""


@pytest.mark.parametrize(
    ("rule", "marked"),
    [
        ("points('a') >= 5", "A"),
        ("share('a') > percent(50)", "A"),
        ("share('a') >= percent(50) and share('b') >= percent(50)", "AB"),
        ("every('criteria') >= percent(50)", "AB"),
        ("share('a') >= percent(50) or share('b') >= percent(50)", ""),  # neither is needed
        ("some('criteria') >= percent(50)", ""),
        ("points('a') <= 5", ""),  # not a least
        ("not points('a') < 5", "A"),  # which is at least 5
        ("not points('a') >= 5", ""),
        ("met('a')", ""),  # the end of the bar
    ],
)
def test_a_mark_is_what_every_way_to_a_level_needs(
    run: Run, folder: Path, rule: str, marked: str
) -> None:
    (folder / "two.toml").write_text(TWO.replace("RULE", rule), "utf-8")
    lines = run("score", "two.toml", "--set", "a=7", "--set", "b=8").output.split("\n")
    assert "".join(line[0] for line in lines if line[:2] in ("A ", "B ") and "│" in line) == marked
