"""Two languages: each page links to the same page in the other.

The English pages are built into a folder, and the Vietnamese pages into the folder ``vi`` in it. A
page that is not translated stands among the Vietnamese ones in English, and says so.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

NOT_TRANSLATED = "Trang này chỉ có bằng tiếng Anh."
ENGLISH = {
    "language_label": "Language",
    "other_language": "vi",
    "other_language_name": "Tiếng Việt",
    "other_language_path": "vi/",
}
VIETNAMESE = {
    "language_label": "Ngôn ngữ",
    "other_language": "en",
    "other_language_name": "English",
    "other_language_path": "../",
}


def is_translated(app: Sphinx, page: str) -> bool:
    """Whether the language of the build has a file for the page."""
    folders = [Path(app.srcdir, folder) for folder in app.config.locale_dirs]
    name = Path(app.config.language, "LC_MESSAGES", f"{page}.po")
    return any((folder / name).is_file() for folder in folders)


def add_language(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], doctree: object
) -> None:
    """Tell the templates which the other language is, and screen readers which this one is."""
    context.update(VIETNAMESE if app.config.language == "vi" else ENGLISH)
    if app.config.language != "en" and doctree and not is_translated(app, pagename):
        note = f'<p class="not-translated">{NOT_TRANSLATED}</p>'
        context["body"] = f'{note}<div lang="en">{context["body"]}</div>'


def setup(app: Sphinx) -> dict[str, Any]:
    """Let Sphinx call what is defined here."""
    app.connect("html-page-context", add_language)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
