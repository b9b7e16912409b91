"""The pages that give reasons: each decision has one, and each claim about others has a place."""

import re
from pathlib import Path

import pytest

EXPLANATION = Path(__file__).parents[2] / "docs" / "explanation"
DECISIONS = sorted(p for p in (EXPLANATION / "decisions").glob("*.md") if p.name != "index.md")
THREAD = re.compile(r"https://github\.com/[\w.-]+/[\w.-]+/(?:issues|pull)/\d+")
WITHOUT_REPORT = {"frozen", "text"}  # they say so themselves


def test_the_table_of_decisions_has_each_page_once() -> None:
    index = (EXPLANATION / "decisions" / "index.md").read_text("utf-8")
    rows = re.findall(r"^\| \[[^\]]+\]\((\w+)\.md\) \| .+ \|$", index, re.MULTILINE)
    assert len(rows) == 11
    assert sorted(rows) == [page.stem for page in DECISIONS]


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_has_its_failure_a_run_example_and_its_limits(page: Path) -> None:
    text = page.read_text("utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == [
        "The failure it prevents",
        "What rubrika does",
        "What it does not do",
        "Read on",
    ]
    assert text.split("\n")[2].startswith("**The decision.** ")
    _, failure, shown, _, _ = re.split(r"^## ", text, flags=re.MULTILINE)
    assert "```python\n" in shown
    assert bool(THREAD.search(failure)) == (page.stem not in WITHOUT_REPORT)


def test_each_row_that_compares_says_where_it_was_checked() -> None:
    text = (EXPLANATION / "comparison.md").read_text("utf-8")
    tables = re.findall(r"^\| .+ \| checked in \|\n\|[- |]+\|\n((?:\|.+\n)+)", text, re.MULTILINE)
    rows = [line.strip("|").split(" | ") for table in tables for line in table.splitlines()]
    assert len(tables) == 5
    assert len(rows) > 25
    for row in rows:
        where = row[-1].strip(" |")
        assert where or "not checked" in row[1], row
