"""Puts in what the theme leaves out for those who listen to a page, or read it without a mouse."""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx

MENDED = {
    '<p class="caption" role="heading">': '<p class="caption" role="heading" aria-level="2">',
    '<div class="highlight"><pre>': '<div class="highlight"><pre tabindex="0">',
    '<div class="table-wrapper ': '<div tabindex="0" class="table-wrapper ',
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="All pages">',
    '<aside class="toc-drawer">': '<aside class="toc-drawer" aria-label="On this page">',
    '<aside class="toc-drawer no-toc">': '<aside class="toc-drawer no-toc" aria-hidden="true">',
}
"""Headings without a level, parts without a name, and what only a mouse could move."""

VIETNAMESE = {
    "All pages": "Mọi trang",
    "On this page": "Trên trang này",
    "Toggle site navigation sidebar": "Mở hoặc đóng danh mục trang",
    "Toggle table of contents sidebar": "Mở hoặc đóng mục lục của trang",
    "Toggle Light / Dark / Auto color theme": "Đổi nền sáng, tối hoặc tự động",
    "Toggle navigation of": "Mở hoặc đóng các trang của",
}
"""Labels that the theme has in English alone."""


def mended(body: str) -> str:
    """The body of an English page."""
    for left, put in MENDED.items():
        body = body.replace(left, put)
    return body


def mended_in_vietnamese(body: str) -> str:
    """The body of a Vietnamese page."""
    body = mended(body)
    for english, vietnamese in VIETNAMESE.items():
        body = re.sub(rf'(?<=aria-label="){re.escape(english)}(?=[ "])', vietnamese, body)
    return body


def offer(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Let the templates use it."""
    context["accessible"] = mended_in_vietnamese if app.config.language == "vi" else mended


def setup(app: Sphinx) -> dict[str, Any]:
    """Let Sphinx call what is defined here."""
    app.connect("html-page-context", offer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
