"""Documents fit a terminal and survive Markdown."""

import pytest
from rich.cells import cell_len

from rubrika.cli.terminal import laid_out
from rubrika.reports.cleaning import clean
from rubrika.reports.document import Column, Heading, Item, Items, Lines, Row, Table
from rubrika.reports.markdown import markdown

TABLE = Table(
    (Column("Title"), Column("Points", right=True)),
    (Row(("Learning families", "7"), 0, "strong"), Row(("Clans", "12.5"), 1)),
)


def test_numbers_stand_to_the_right_and_children_are_indented() -> None:
    head, line, first, second, end = laid_out([TABLE]).split("\n")
    assert head.split() == ["Title", "Points"]
    assert set(line) == {"─"}
    assert first.endswith("     7")
    assert second.startswith("└ Clans ")
    assert len(first) == len(second) == len(head)
    assert end == ""


def test_a_table_that_is_too_wide_is_wrapped_and_loses_nothing() -> None:
    row = Row(("a very long title " * 8, "between 12.25 and 88.75 of 100"))
    text = laid_out([Table(TABLE.columns, (row,))])
    assert all(cell_len(line) <= 80 for line in text.split("\n"))
    assert text.split().count("title") == 8
    assert "88.75" in text
    assert "…" not in text


def test_a_long_word_is_folded_and_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    text = laid_out([Items(["x" * 100])])
    assert text.count("x") == 100
    assert all(len(line) <= 40 for line in text.split("\n"))


def test_points_of_a_list_hang_under_their_mark() -> None:
    item = Item("word " * 20, "✓", "good", (Item("below", "✗", "bad"),))
    first, second, third, _ = laid_out([Items([item])]).split("\n")
    assert first.startswith("  ✓ word")
    assert second.startswith("    word")
    assert third == "    ✗ below"


def test_a_number_stays_with_its_percent_sign_or_points(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    for unit in ("%", "points", "điểm"):
        text = laid_out([Lines((f"{'x' * 36} 50 {unit}",))])
        assert text == f"{'x' * 36}\n50 {unit}\n"


def test_a_table_without_room_for_its_words_is_stacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    columns = (Column("Id", whole=True), Column("Title"), Column("Points", right=True))
    rows = (Row((f"{'x' * 30}", "Clans", "12.5")), Row(("families", "", "7"), 1))
    assert laid_out([Table(columns, rows)]).split("\n") == [
        "x" * 30,
        "│   Title: Clans; Points: 12.5",
        "└ families",
        "      Points: 7",
        "",
    ]


def test_decomposed_accents_are_composed_and_aligned() -> None:
    decomposed, composed = "Ti\N{LATIN SMALL LETTER E}\N{COMBINING CIRCUMFLEX ACCENT}u", "Tiêu"
    assert clean(decomposed) == composed
    rows = (Row((decomposed, "1")), Row(("Bốn", "2")))
    lines = laid_out([Table(TABLE.columns, rows)]).split("\n")
    assert {len(line) for line in lines[2:4]} == {len(lines[0])}


def test_a_text_cannot_steer_the_terminal() -> None:
    assert clean("a\x1b[2Jb\tc") == "a\N{REPLACEMENT CHARACTER}[2Jb c"
    turned = "\N{RIGHT-TO-LEFT OVERRIDE}"
    assert turned not in laid_out([Lines((f"x{turned}y",))])
    assert turned not in markdown([Lines((f"x{turned}y",))])


def test_no_line_ends_in_blanks() -> None:
    text = laid_out([Heading("Head"), TABLE, Items(["a", "b"]), Lines(("c",), "quiet")])
    assert all(line == line.rstrip() for line in text.split("\n"))


def test_a_heading_stands_directly_above_its_part() -> None:
    text = laid_out([Lines(("first",)), Heading("Head"), Items(["a"])])
    assert text == "first\n\nHead\n  - a\n"


def test_a_width_that_is_no_number_or_too_small_is_not_followed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = [Lines(("word " * 40,))]
    for columns, longest in (("wide", 100), ("1", 40)):
        monkeypatch.setenv("COLUMNS", columns)
        assert max(map(len, laid_out(words).split("\n"))) <= longest


def test_markdown_reads_texts_as_they_stand() -> None:
    text = markdown([Heading("A|B"), Lines(("*a* _b_ `c` <d>", "1. e", "- f"))])
    assert text == ("## A\\|B\n\n\\*a\\* \\_b\\_ \\`c\\` \\<d\\>  \n1\\. e  \n\\- f\n")


def test_markdown_has_tables_and_nested_lists() -> None:
    text = markdown([TABLE, Items([Item("a", "✓", "good", (Item("b"),))])])
    assert text.splitlines() == [
        "| Title | Points |",
        "| :-- | --: |",
        "| **Learning families** | **7** |",
        "| &emsp;Clans | 12.5 |",
        "",
        "- ✓ a",
        "  - b",
    ]
