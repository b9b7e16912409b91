"""What is said in Vietnamese says all that the English says, and keeps its links and its code."""

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from tests.repo.building import DOCS, build

PAGES = [
    DOCS / "index.md",
    *sorted((DOCS / "tutorial").glob("*.md")),
    DOCS / "explanation" / "thanh-hoa.md",
]
VIETNAMESE = DOCS / "locales" / "vi" / "LC_MESSAGES"
THEME = VIETNAMESE / "sphinx.po"  # what the theme says, and no page
ACCENTED = re.compile("[àáảãạăắằẳẵặâấầẩẫậđèéẻẽẹêếềểễệìíỉĩịòóỏõọôốồổỗộơớờởỡợùúủũụưứừửữựỳýỷỹỵ]")
SAME = {"rubrika"}  # in both languages


def name_of(page: Path) -> str:
    return page.relative_to(DOCS).with_suffix("").as_posix()


def catalogue(path: Path) -> Any:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def texts_of(path: Path) -> dict[str, str]:
    return {message.id: message.string for message in catalogue(path) if message.id}


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the messages that the pages have today."""
    folder = tmp_path_factory.mktemp("docs") / "messages"
    build("gettext", folder, *PAGES)
    return folder


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs") / "html"
    build("html", folder / "vi", language="vi")
    return folder


def test_there_are_no_translations_of_other_pages() -> None:
    translated = {path.relative_to(VIETNAMESE) for path in VIETNAMESE.rglob("*.po")} - {
        THEME.relative_to(VIETNAMESE)
    }
    assert translated == {page.relative_to(DOCS).with_suffix(".po") for page in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_message_is_translated_and_no_other(english: Path, page: Path) -> None:
    wanted = set(texts_of(english / f"{name_of(page)}.pot"))
    translated = texts_of(VIETNAMESE / f"{name_of(page)}.po")
    assert wanted
    assert not wanted - set(translated), "translate these"
    assert not set(translated) - wanted, "the page does not say these any more"


def test_bringing_messages_into_the_files_loses_none(english: Path, tmp_path: Path) -> None:
    guide = (DOCS / "how-to" / "translate-the-docs.md").read_text("utf-8")
    (update,) = re.findall(r"^sphinx-intl (.*)$", guide, re.MULTILINE)
    (gone,) = re.findall(r"^rm docs/_build/gettext/(.*)$", guide, re.MULTILINE)
    messages, locales = tmp_path / "messages", tmp_path / "locales"
    shutil.copytree(english, messages)
    shutil.copytree(DOCS / "locales", locales)
    (messages / gone).unlink()
    places = {"docs/_build/gettext": str(messages), "docs/locales": str(locales)}
    arguments: list[str] = [places.get(word, str(word)) for word in update.split()]
    program = "import sys; from sphinx_intl.commands import main; sys.exit(main())"
    subprocess.run([sys.executable, "-c", program, *arguments], check=True, capture_output=True)
    for path in sorted(VIETNAMESE.rglob("*.po")):
        brought = locales / path.relative_to(DOCS / "locales")
        assert not catalogue(brought).obsolete
        assert texts_of(brought) == texts_of(path)


@pytest.mark.parametrize("path", sorted(VIETNAMESE.rglob("*.po")), ids=lambda path: path.stem)
def test_every_translation_is_finished(path: Path) -> None:
    found = catalogue(path)
    assert not found.fuzzy
    assert not found.obsolete
    assert not [message.id for message in found if message.id and message.fuzzy]
    for english, vietnamese in texts_of(path).items():
        assert vietnamese, f"not translated: {english}"
        assert vietnamese.strip() == vietnamese or english.strip() != english, vietnamese


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_translation_is_vietnamese(page: Path) -> None:
    for english, vietnamese in texts_of(VIETNAMESE / f"{name_of(page)}.po").items():
        words = re.sub(r"`[^`]*`|\]\([^)]*\)", "", english)
        if english not in SAME and re.search(r"[A-Za-z]{3}", words):
            assert ACCENTED.search(vietnamese.lower()), f"not Vietnamese: {vietnamese}"


def kept(text: str) -> dict[str, Counter[str]]:
    """What a translation has in common with the text: its links, its code, its figures."""
    prose = re.sub(r"`[^`]*`|\]\([^)]*\)", " ", text)
    return {
        "links": Counter(re.findall(r"\]\(([^)]*)\)", text)),
        "code": Counter(re.findall(r"`([^`]*)`", text)),
        "stressed": Counter("*" * text.count("*")),
    } | {"percentages": Counter(p.replace(",", ".") for p in re.findall(r"[\d.,/]+(?= %)", prose))}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_translation_keeps_links_code_and_percentages(page: Path) -> None:
    for english, vietnamese in texts_of(VIETNAMESE / f"{name_of(page)}.po").items():
        assert kept(english) == kept(vietnamese), vietnamese


def test_what_is_lost_is_seen() -> None:
    english = "[Errors](errors.md) of `x`: *74.02 %*"
    assert kept(english) == kept("[Lỗi](errors.md) của `x`: *74,02 %*")
    for wrong in (
        "[Lỗi](error.md) của `x`: *74,02 %*",
        "[Lỗi](errors.md) của `y`: *74,02 %*",
        "[Lỗi](errors.md) của `x`: 74,02 %",
        "[Lỗi](errors.md) của `x`: *74,20 %*",
    ):
        assert kept(english) != kept(wrong)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_the_vietnamese_page_says_it_in_vietnamese(html: Path, page: Path) -> None:
    text = (html / "vi" / f"{name_of(page)}.html").read_text("utf-8")
    assert re.search(r'<html[^>]* lang="vi"', text)
    assert '<div lang="en">' not in text
    title = re.search(r"^# (.+)$", page.read_text("utf-8"), re.MULTILINE)
    assert title
    assert f"<h1>{texts_of(VIETNAMESE / f'{name_of(page)}.po')[title[1]]}<" in text


def test_a_page_without_a_translation_says_so_and_is_marked_as_english(html: Path) -> None:
    text = (html / "vi" / "explanation" / "semantics.html").read_text("utf-8")
    assert "Trang này chỉ có bằng tiếng Anh." in text
    assert text.count('<div lang="en">') == 1


@pytest.mark.parametrize("page", ["index", "tutorial/first-rubric", "explanation/semantics"])
def test_each_page_links_to_itself_in_english(html: Path, page: str) -> None:
    text = (html / "vi" / f"{page}.html").read_text("utf-8")
    (link,) = set(re.findall(r'<a href="([^"]*)" lang="en" hreflang="en">English</a>', text))
    here = (html / "vi" / f"{page}.html").parent
    assert (here / link).resolve() == (html / f"{page}.html").resolve()


def test_the_search_speaks_vietnamese(html: Path) -> None:
    folder = html / "vi" / "_static"
    translations = (folder / "translations.js").read_text("utf-8")
    script = (folder / "searchtools.js").read_text("utf-8")
    said = re.findall(r'(?:_|gettext)\(\s*"([^"]+)"', script)
    assert len(said) > 3
    for english in said:
        assert re.search(rf'"{re.escape(english)}":\s*\[?\s*"[^"]+"', translations), english
    assert json.dumps("mã lỗi") in (html / "vi" / "searchindex.js").read_text("utf-8")
