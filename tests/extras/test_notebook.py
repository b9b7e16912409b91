"""What objects show of themselves in a notebook: one is written, run, and read."""

import copy
import pickle
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import attrs
import nbclient
import nbformat
import pytest

from rubrika import Finding, Findings, check, get
from rubrika.model.faces import LANGUAGE, language
from rubrika.reports.html import fragment
from rubrika.reports.sections import LONG, sections

# A rubric whose every text could break a page: 60 + 40 points, and levels that can be worked out.
SETUP = """
from rubrika import *

EVIL = "<script>alert('&\\"')</script>"
rubric = Rubric(
    "evil",
    version="1",
    title={"en": f"{EVIL} rubric", "vi": f"{EVIL} bộ tiêu chí"},
    criteria=[
        Criterion("c", f"{EVIL} | criterion", [Indicator("a", f"{EVIL} leaf", YesNo(60))]),
        Indicator("b", "B", YesNo(40)),
    ],
    levels=[Level("high", f"{EVIL} high", total >= 85), Level("low", "Low", total >= 40)],
)
card = rubric.score(Assessment({"a": True}, subject=EVIL))  # b is missing: 60 to 100 points
findings = check(rubric)
odd = rubric.evolve(levels=[Level("high", "High", total >= 60), Level("low", "Low", met("b"))])
stricter = rubric.evolve(version="2", levels=[Level("high", "High", total >= 100)])
"""
CELLS = {
    "rubric": "rubric",
    "card": "card",
    "vietnamese": 'card.shown("vi")',
    "finding": "findings[0]",
    "findings": "findings",
    "nothing": 'check(rubric, only=["level-unreachable"])',
    "witness": 'check(odd, only=["level-order"])',
    "plan": 'plan(rubric, {"a": True, "b": False}, "high")',
    "diff": "diff(rubric, stricter)",
    "robustness": 'robustness(rubric, {"a": True, "b": False}, numbers=False)',
    "provisional": 'get("thanh-hoa-2021-2026").score({}, context={"area": "mountain"})',
    "session": "%env RUBRIKA_LANG=vi_VN.UTF-8\ncard",
    "explicit": 'card.shown("en")',
}
Outputs = dict[str, dict[str, str]]
PAGES = Path(__file__).parents[2] / "docs" / "how-to"
CELL = re.compile(
    r"^```\{code-cell\} ipython3\n(?:---\n.*?^---\n)?(.*?)^```$", re.DOTALL | re.MULTILINE
)


def cells_of(page: str) -> list[str]:
    return CELL.findall((PAGES / f"{page}.md").read_text("utf-8"))


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The cells above and those of pages, all run by one kernel, whose start takes its time."""
    folder = tmp_path_factory.mktemp("notebook")
    new: Any = nbformat.v4  # it has no types
    notebook = new.new_notebook()
    notebook.cells = [new.new_code_cell(code) for code in (SETUP, *CELLS.values())]
    for page in ("use-in-a-notebook", "draw-charts"):
        notebook.cells.append(new.new_code_cell("%reset -f"))
        notebook.cells += [
            new.new_code_cell(code, metadata={"page": page}) for code in cells_of(page)
        ]
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PLATFORM_DIRS", "1")  # the old folders are deprecated
        patch.setenv("IPYTHONDIR", str(folder))  # no history or profile of whoever runs the tests
        patch.delenv(LANGUAGE, raising=False)
        where = {"metadata": {"path": str(folder)}}
        nbclient.NotebookClient(notebook, timeout=120, resources=where).execute()
    return notebook


@pytest.fixture(scope="module")
def outputs(notebook: Any) -> Outputs:
    """The results of the cells above, by kind of text."""
    return dict(zip(CELLS, map(results, notebook.cells[1 : 1 + len(CELLS)]), strict=True))


def results(cell: Any) -> dict[str, str]:
    (result,) = (one for one in cell.outputs if one.output_type == "execute_result")
    return dict(result.data)


class Reader(HTMLParser):
    """Reads a page as a browser does: its elements, which must be closed, and its texts."""

    VOID = frozenset({"br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


@pytest.mark.parametrize("name", CELLS)
def test_each_shows_itself_as_html_and_as_markdown(outputs: Outputs, name: str) -> None:
    assert {"text/html", "text/markdown", "text/plain"} <= set(outputs[name])


@pytest.mark.parametrize("name", CELLS)
def test_html_is_well_formed_and_runs_nothing(outputs: Outputs, name: str) -> None:
    read = Reader(outputs[name]["text/html"])
    assert not set(read.tags) & {"script", "iframe", "img", "a", "link", "object"}
    assert not any(attribute.startswith("on") for _, attribute, _ in read.attributes)


@pytest.mark.parametrize("name", ["rubric", "card", "vietnamese", "findings"])
def test_texts_of_others_are_shown_as_they_stand(outputs: Outputs, name: str) -> None:
    assert "<script>alert('&\"')</script>" in Reader(outputs[name]["text/html"]).text
    assert "<script" not in outputs[name]["text/html"]
    assert "\\<script\\>" in outputs[name]["text/markdown"]
    assert "<script" not in outputs[name]["text/markdown"].replace("\\<", "")


def test_the_rubric_tells_its_points_and_levels(outputs: Outputs) -> None:
    text = Reader(outputs["rubric"]["text/html"]).text
    assert "Criteria: 100 points" in text
    assert "60 if the answer is yes; otherwise 0" in text
    assert "the total is at least 85" in text
    assert "## Criteria: 100 points" in outputs["rubric"]["text/markdown"]


def test_the_scorecard_tells_its_bounds_and_what_is_missing(outputs: Outputs) -> None:
    text = Reader(outputs["card"]["text/html"]).text
    assert "between 60 and 100 of 100 points" in text
    assert "Missing evidence: 1 of 2 indicators" in text
    assert "b (40)" in text
    assert "| B | 0–40 / 40 |  | ○ missing |" in outputs["card"]["text/markdown"].replace("**", "")


def test_tables_scroll_and_name_their_columns_and_rows(outputs: Outputs) -> None:
    tree = ET.fromstring(  # what is written is XML, but for the line breaks  # noqa: S314
        outputs["card"]["text/html"].replace("<br>", "<br/>")
    )
    (table,) = tree.findall("./div[@class='wide']/table")
    assert [head.get("scope") for head in table.findall("./thead/tr/th")] == ["col"] * 4
    rows = table.findall("./tbody/tr")
    assert len(rows) == 3
    assert all(row[0].tag == "th" and row[0].get("scope") == "row" for row in rows)


def test_the_language_is_chosen_for_one_cell_or_for_the_session(outputs: Outputs) -> None:
    for name in ("vietnamese", "session"):
        assert ("div", "lang", "vi") in Reader(outputs[name]["text/html"]).attributes
        assert "từ 60 đến 100 trên 100 điểm" in outputs[name]["text/html"]
        assert "từ 60 đến 100 trên 100 điểm" in outputs[name]["text/markdown"]
    for name in ("card", "explicit"):
        assert ("div", "lang", "en") in Reader(outputs[name]["text/html"]).attributes
    assert outputs["explicit"] == {
        **outputs["card"],
        "text/plain": outputs["explicit"]["text/plain"],
    }
    assert outputs["vietnamese"]["text/plain"].startswith("<shown in vi: <Scorecard evil 1: ")


def test_findings_show_themselves_together(outputs: Outputs) -> None:
    # The totals are 0, 40, 60 and 100: nobody has 85.
    read = Reader(outputs["findings"]["text/html"])
    assert "(evil, 1): 1 note ·" in read.text
    assert "nobody stands exactly on 85" in read.text
    assert "[threshold-not-hit]" in Reader(outputs["finding"]["text/html"]).text
    assert outputs["findings"]["text/plain"].startswith("(Finding(code=")
    assert "(evil, 1): no findings" in Reader(outputs["nothing"]["text/html"]).text
    assert outputs["nothing"]["text/plain"] == "()"


def test_the_subjects_that_show_a_finding_are_folded_below_it(outputs: Outputs) -> None:
    # Whoever has a (60) but not b has the higher level and misses the lower one.
    html = outputs["witness"]["text/html"]
    folded = html[html.index("<details>") : html.index("</details>")]
    text = Reader(f"{folded}</details>").text
    assert text.startswith("Subjects that show it Criteria Observed")
    assert text.endswith("leaf yes B no Points 60 of 100 points Level High")
    assert html.count("<details>") == 1


def test_plan_diff_and_robustness_say_what_they_say_elsewhere(outputs: Outputs) -> None:
    texts = {name: Reader(outputs[name]["text/html"]).text for name in CELLS}
    assert "B: from no to yes" in texts["plan"]
    assert "After: <script>alert('&\"')</script> high – 100 of 100 points" in texts["plan"]
    assert "evil 1 → evil 2" in texts["diff"]
    assert "the level can fall" in texts["diff"]
    assert "B (no): yes: <script>alert('&\"')</script> high" in texts["robustness"]  # 60 → 100


def test_long_lists_of_provisional_numbers_are_folded_and_nothing_names_the_command(
    outputs: Outputs,
) -> None:
    html = outputs["provisional"]["text/html"]
    read = Reader(html)
    assert ("details", "summary") in set(zip(read.tags, read.tags[1:], strict=False))
    assert "Why these numbers are provisional" in html[html.index("<summary>") :]
    assert "Provisional numbers: 91 of 91" in html[: html.index("<details>")]
    assert "--details" not in read.text


def test_a_list_is_folded_when_it_is_long() -> None:
    for count, folded in ((LONG, False), (LONG + 1, True)):
        read = Reader(fragment(sections([("Numbers", ("x",) * count)]), lang="en"))
        assert ("details" in read.tags) == folded
        assert read.tags.count("li") == count
        assert "Numbers" in read.text


@pytest.mark.parametrize(
    ("said", "meant"),
    [("", "en"), ("vi", "vi"), ("VI", "vi"), ("vi_VN.UTF-8", "vi"), ("vi-VN", "vi"), (" ", "en")],
)
def test_the_environment_names_a_language(
    monkeypatch: pytest.MonkeyPatch, said: str, meant: str
) -> None:
    monkeypatch.setenv(LANGUAGE, said)
    assert language() == meant


def test_a_language_that_is_not_known_is_english() -> None:
    card = get("learning-citizen-pilot").score({})
    assert card.shown("fr")._repr_markdown_() == card.shown("en")._repr_markdown_()


def test_findings_are_a_frozen_tuple() -> None:
    citizen = get("learning-citizen-pilot")
    one = Finding("context-unused", "context[0]", "nothing reads 'area'", "proved")
    found = Findings([one], citizen)
    plain: object = (one,)
    assert found == plain
    assert hash(found) == hash(plain)
    assert repr(found) == repr(plain)
    assert not Findings([], citizen)
    assert isinstance(check(citizen, only=["level-unreachable"]), Findings)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        found.rubric = citizen  # type: ignore[misc,unused-ignore]  # it is tried
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del found.rubric
    for same in (copy.copy(found), pickle.loads(pickle.dumps(found))):  # noqa: S301  # our own
        assert same == plain
        assert same.rubric == citizen


@pytest.mark.parametrize(
    ("page", "kind", "least"),
    [("use-in-a-notebook", "text/html", 7), ("draw-charts", "image/png", 5)],
)
def test_the_cells_of_pages_show_what_they_are_for(
    notebook: Any, page: str, kind: str, least: int
) -> None:
    run = [cell for cell in notebook.cells if cell.metadata.get("page") == page]
    shown = [data for cell in run for data in (one.get("data", {}) for one in cell.outputs)]
    assert len(run) == len(cells_of(page))
    assert sum(kind in data for data in shown) >= least
    assert not [one for cell in run for one in cell.outputs if one.get("name") == "stderr"]
