"""The built pages: whoever has the code of an error or a finding finds its entry."""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.repo.building import DOCS, build

from rubrika import Finding
from rubrika.assurance.finding import SEVERITIES

ERRORS = re.findall(
    r"^`([a-z-]+)`\n: ", (DOCS / "reference" / "errors.md").read_text("utf-8"), re.MULTILINE
)
CODES = [("error-code", code) for code in ERRORS] + [("finding", code) for code in SEVERITIES]


class Entry(NamedTuple):
    """What the search lists of an object."""

    page: str
    anchor: str
    priority: int


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs") / "html"
    build("html", folder)
    return folder


@pytest.fixture(scope="module")
def index(html: Path) -> dict[str, Any]:
    text = (html / "searchindex.js").read_text("utf-8")
    found: dict[str, Any] = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    return found


@pytest.fixture(scope="module")
def entries(index: dict[str, Any]) -> dict[tuple[str, str], Entry]:
    """What the search knows by a kind and a name."""
    found = {}
    for page, kind, priority, anchor, name in index["objects"][""]:
        place = Entry(index["docnames"][page], anchor or name, priority)
        found[index["objnames"][str(kind)][1], name] = place
    return found


def page_of(kind: str, code: str) -> str:
    return "reference/errors" if kind == "error-code" else Finding(code, "", "", "proved").page


def test_there_are_codes() -> None:
    assert len(ERRORS) > 150
    assert "unknown-node" in ERRORS
    assert "band-idle" in SEVERITIES


@pytest.mark.parametrize(("kind", "code"), CODES)
def test_the_search_lists_a_code_before_names_of_python(
    entries: dict[tuple[str, str], Entry], kind: str, code: str
) -> None:
    assert entries[kind, code] == Entry(page_of(kind, code), code, priority=0)


def test_no_other_object_of_the_same_name_is_listed_as_high(index: dict[str, Any]) -> None:
    high = [
        name
        for group in index["objects"].values()
        for *_, priority, _, name in group
        if priority == 0
    ]
    assert [high.count(code) for _, code in CODES] == [1] * len(CODES)


@pytest.mark.parametrize(("kind", "code"), CODES)
def test_the_address_of_a_code_ends_with_it(html: Path, kind: str, code: str) -> None:
    page = (html / f"{page_of(kind, code)}.html").read_text("utf-8")
    assert page.count(f' id="{code}"') == 1


@pytest.mark.parametrize("page", ["index", "tutorial/first-rubric", "reference/errors"])
def test_each_page_links_to_itself_in_vietnamese(html: Path, page: str) -> None:
    text = (html / f"{page}.html").read_text("utf-8")
    (link,) = set(re.findall(r'<a href="([^"]*)" lang="vi" hreflang="vi">Tiếng Việt</a>', text))
    here = (html / f"{page}.html").parent
    assert (here / link).resolve() == html / "vi" / f"{page}.html"


def test_what_the_theme_leaves_out_is_put_in(html: Path) -> None:
    pages = [page.read_text("utf-8") for page in sorted(html.rglob("*.html"))]
    assert len(pages) > 40
    for text in pages:
        if '<aside class="sidebar-drawer' in text:  # not a page that leads on to another
            assert '<aside class="sidebar-drawer">' not in text  # without a name
            assert '<aside class="toc-drawer">' not in text
            assert 'role="heading">' not in text  # without a level
            assert "<pre>" not in text  # that the keyboard does not reach
            assert ' lang="vi" hreflang="vi">' in text


def test_sample_reports_stand_beside_the_pages(html: Path) -> None:
    page = (html / "how-to" / "make-a-report.html").read_text("utf-8")
    linked = set(re.findall(r'href="(\.\./samples/[^"]+)"', page))
    assert len(linked) == 4
    for link in linked:
        sample = (html / "how-to" / link).read_text("utf-8")
        assert sample.startswith("<!DOCTYPE html>")
