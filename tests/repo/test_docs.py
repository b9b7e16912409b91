"""The documents: complete, linked, and run."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sybil.document import Document
from sybil.parsers.myst import PythonCodeBlockParser

from rubrika import Finding, check, loads, loads_assessment
from rubrika.assurance.finding import SEVERITIES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
DOCUMENTS = [ROOT / "README.md", *PAGES]
LINKED = [*DOCUMENTS, ROOT / "CHANGELOG.md", *sorted((ROOT / "examples").rglob("*.md"))]
FINDINGS = DOCS / "reference" / "findings"
NOTEBOOKS = tuple(DOCS / "how-to" / f"{name}.md" for name in ("draw-charts", "use-in-a-notebook"))
RUBRICS = DOCS / "reference" / "rubrics"
COLLECTIONS = (  # by their indexes
    FINDINGS,
    RUBRICS,
    DOCS / "gallery",
    DOCS / "explanation" / "decisions",
)
SAMPLES = (DOCS / "samples.py").read_text("utf-8")
LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\((?!https?:)([^)\s]*)\)")
FENCE = re.compile(r"^(`{3,})([^`\n]*)\n(.*?)^\1$", re.DOTALL | re.MULTILINE)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text_without_code(path: Path) -> str:
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", path.read_text("utf-8")))


# Structure


def toctree_entries(page: Path) -> Iterator[Path]:
    for _, kind, body in FENCE.findall(page.read_text("utf-8")):
        if kind == "{toctree}":
            for line in body.splitlines():
                if "*" in line:
                    yield from set(page.parent.glob(f"{line}.md")) - {page}
                elif line and not line.startswith(":"):
                    yield (page.parent / f"{line}.md").resolve()


def test_every_page_is_in_exactly_one_toctree() -> None:
    listed = [entry for page in PAGES for entry in toctree_entries(page)]
    assert sorted(listed) == [page for page in PAGES if page != DOCS / "index.md"]


def anchors(page: Path) -> set[str]:
    """The names by which the headings of a page are linked to."""
    headings = re.findall(r"^#{1,3} (.+)$", FENCE.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {
        re.sub(r"[^\w -]", "", h.replace("`", "")).strip().lower().replace(" ", "-")
        for h in headings
    }


@pytest.mark.parametrize("document", LINKED, ids=name_of)
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    for link in LINK.findall(text_without_code(document)):
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.is_relative_to(ROOT), link
        if target.parent == DOCS / "samples":
            assert f'"{target.name}"' in SAMPLES, link  # they are made when the pages are built
            continue
        assert target.is_file(), link
        assert not anchor or anchor in anchors(target), link


def test_readme_links_to_every_page_but_the_index_and_the_changelog() -> None:
    linked = {
        (ROOT / link.partition("#")[0]).resolve()
        for link in LINK.findall(text_without_code(ROOT / "README.md"))
    }
    alone = {page for page in PAGES if page.name == "index.md" or page.parent not in COLLECTIONS}
    assert alone - linked == {DOCS / "index.md", DOCS / "changelog.md"}


# Findings


def test_every_finding_has_a_page_and_every_page_is_of_one() -> None:
    pages = {page.stem for page in FINDINGS.glob("*.md")} - {"index"}
    assert pages == set(SEVERITIES)
    for code in SEVERITIES:
        finding = Finding(code, "", "", "proved")
        assert (DOCS / f"{finding.page}.md").is_file()


def test_every_code_of_a_finding_in_the_source_is_known() -> None:
    folder = ROOT / "src" / "rubrika" / "assurance"
    trees = [ast.parse(path.read_text("utf-8")) for path in sorted(folder.glob("*.py"))]
    given = {
        code
        for tree in trees
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "Finding"
        for code in strings_of(call.args[0], tree)
    }
    assert given == set(SEVERITIES)


def strings_of(code: ast.expr, tree: ast.AST) -> set[str]:
    """The strings that an expression may be; of a name, those that it is set to."""
    match code:
        case ast.Constant(str(text)):
            return {text}
        case ast.IfExp(body=one, orelse=other):
            return strings_of(one, tree) | strings_of(other, tree)
        case ast.Name(name):
            found: set[str] = set()
            for part in ast.walk(tree):
                match part:
                    case ast.Assign([ast.Name(target)], assigned) if target == name:
                        found |= strings_of(assigned, tree)
                    case _:
                        pass
            return found
        case _:
            return set()


def test_the_table_of_findings_has_each_with_its_severity() -> None:
    rows = re.findall(
        r"^\| \[`([a-z-]+)`\]\(([a-z-]+)\.md\) \| (\w+) \|",
        (FINDINGS / "index.md").read_text("utf-8"),
        re.MULTILINE,
    )
    assert [(code, severity) for code, _, severity in rows] == list(SEVERITIES.items())
    assert all(code == page for code, page, _ in rows)


@pytest.mark.parametrize("code", SEVERITIES)
def test_the_page_of_a_finding_shows_it_and_says_how_to_silence_it(code: str) -> None:
    text = (FINDINGS / f"{code}.md").read_text("utf-8")
    assert text.startswith(f"# `{code}`\n")
    assert SEVERITIES[code] in text.split("\n")[2]
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert {"Why it matters", "An example", "When to leave it"} <= set(headings)
    assert f'ignore=["{code}"]' in text
    assert f"--ignore {code}" in re.sub(r"\s+", " ", text)


# Code


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_python_block_is_run(document: Path) -> None:
    text = document.read_text("utf-8")
    assert not re.search(r"^\s*(?:%|<!--+)\s*(?:skip|invisible|clear)", text, re.MULTILINE)
    if document in NOTEBOOKS:  # a kernel runs these: tests/extras/test_notebook.py
        text = re.sub(r"^```\{code-cell\} ipython3$", "```cell", text, flags=re.MULTILINE)
    assert not re.search(r"^`{3,}\s*(?:py|pycon|python3|ipython|\{code.*)\b", text, re.MULTILINE)
    blocks = [match for match in FENCE.finditer(text) if match[2] == "python"]
    run = [region.start for region in Document.parse(str(document), PythonCodeBlockParser())]
    for block in blocks:
        assert any(block.start() <= start < block.end() for start in run), block[0]


def test_python_blocks_are_found() -> None:
    counts = {
        name_of(d): len(re.findall(r"^```python$", d.read_text("utf-8"), re.MULTILINE))
        for d in DOCUMENTS
    }
    assert counts["README.md"] > 5
    assert sum(counts.values()) > 60


def test_the_excerpt_of_the_main_job_is_what_it_prints() -> None:
    command = [sys.executable, "-m", "rubrika", "score"]
    arguments = ["thanh-hoa-2021-2026", "examples/hau-loc-2020.toml"]
    done = subprocess.run(
        [*command, *arguments], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    )
    printed = iter(done.stdout.splitlines())
    fences = FENCE.findall((ROOT / "README.md").read_text("utf-8"))
    (excerpt,) = [body for _, kind, body in fences if kind == "text"]
    lines = [line for line in excerpt.splitlines() if line != "…"]
    assert len(lines) > 5
    for line in lines:
        assert line in printed, line  # each after the one before


def test_the_first_files_of_the_guide_of_toml_have_no_findings_and_score() -> None:
    text = (DOCS / "how-to" / "write-a-rubric-in-toml.md").read_text("utf-8")
    first, second, *_ = [body for _, kind, body in FENCE.findall(text) if kind == "toml"]
    cafe = loads(first)
    assert tuple(check(cafe)) == ()
    card = cafe.score(loads_assessment(second))
    assert card.points == 40 + 20  # 91 is at least 90, and there are no pests
    assert card.level is not None
    assert card.level.id == "clean"
