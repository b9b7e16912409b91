"""The documents: complete, linked, run, and in step with the code."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from sybil.document import Document
from sybil.parsers.myst import PythonCodeBlockParser

from rubrika import errors

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
DOCUMENTS = [ROOT / "README.md", *PAGES]
LINKED = [*DOCUMENTS, ROOT / "CHANGELOG.md", *sorted((ROOT / "examples").rglob("*.md"))]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\((?!https?:)([^)\s]*)\)")
FENCE = re.compile(r"^(`{3,})([^`\n]*)\n(.*?)^\1$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text_without_code(path: Path) -> str:
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", path.read_text("utf-8")))


# Structure


def toctree_entries(page: Path) -> Iterator[Path]:
    for _, kind, body in FENCE.findall(page.read_text("utf-8")):
        if kind == "{toctree}":
            for line in body.splitlines():
                if line and not line.startswith(":"):
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
        assert target.is_file(), link
        assert not anchor or anchor in anchors(target), link


def test_readme_links_to_every_page_but_the_index_and_the_changelog() -> None:
    linked = {
        (ROOT / link.partition("#")[0]).resolve()
        for link in LINK.findall(text_without_code(ROOT / "README.md"))
    }
    assert set(PAGES) - linked == {DOCS / "index.md", DOCS / "changelog.md"}


# Code


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_python_block_is_run(document: Path) -> None:
    text = document.read_text("utf-8")
    assert not re.search(r"^\s*(?:%|<!--+)\s*(?:skip|invisible|clear)", text, re.MULTILINE)
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


# Error codes

Maker = tuple[str, int, str]
"""What makes problems: its name, at which place it takes the code, and what it makes of that."""

DIRECTLY: set[Maker] = {("Problem", 0, "{}"), (".add", 0, "{}")}  # the latter is that of Problems


@cache
def trees() -> tuple[ast.Module, ...]:
    return tuple(ast.parse(path.read_text("utf-8")) for path in SOURCES)


def codes_passed(tree: ast.AST, makers: set[Maker]) -> Iterator[tuple[ast.expr, str]]:
    """Each argument that a call passes as the code of a problem, and what is made of it."""
    for call in ast.walk(tree):
        match call:
            case ast.Call(ast.Name(name), [_, _, *_]) | ast.Call(
                ast.Attribute(_, name), [_, _, *_]
            ):
                for known, place, template in makers:
                    methods = known == f".{name}" and isinstance(call.func, ast.Attribute)
                    if (known == name or methods) and place < len(call.args):
                        yield call.args[place], template
            case _:
                pass


def passing_on() -> Iterator[Maker]:
    """Functions that pass one of their own parameters on as the code of a problem."""
    for tree in trees():
        for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
            parameters = [p.arg for p in function.args.args if p.arg not in ("self", "cls")]
            for code, _ in codes_passed(function, DIRECTLY):
                match code:
                    case ast.Name(name) if name in parameters:
                        yield function.name, parameters.index(name), "{}"
                    case ast.JoinedStr([ast.FormattedValue(ast.Name(name)), ast.Constant(tail)]):
                        yield function.name, parameters.index(name), "{}" + str(tail)
                    case _:
                        pass


@cache
def codes() -> frozenset[str]:
    """Every code that the source gives to a problem."""
    found: set[str] = set()
    makers = DIRECTLY | set(passing_on())
    for tree in trees():
        for code, template in codes_passed(tree, makers):
            parts = [code.body, code.orelse] if isinstance(code, ast.IfExp) else [code]
            written = [p.value for p in parts if isinstance(p, ast.Constant)]
            found |= {template.format(w) for w in written if CODE.fullmatch(str(w))}
    return frozenset(found)


def documented_codes() -> list[str]:
    page = (DOCS / "reference" / "errors.md").read_text("utf-8")
    return re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)


def test_the_codes_of_problems_are_found_in_the_source() -> None:
    assert {"weights-sum", "unknown-node", "rule-call", "bands-gap", "missing-extra"} <= codes()


def test_every_code_of_a_problem_is_documented_once() -> None:
    documented = documented_codes()
    assert sorted(set(documented)) == sorted(documented)
    assert codes() == set(documented)


def test_every_error_class_is_documented() -> None:
    page = (DOCS / "reference" / "errors.md").read_text("utf-8")
    for name in errors.__all__:
        assert re.search(rf"\.\. autoclass:: rubrika\.{name}$", page, re.MULTILINE), name
