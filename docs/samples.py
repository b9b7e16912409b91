"""Puts reports beside the pages, so that readers see what `rubrika report` makes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from rubrika import get, load, load_assessment, load_assessments, plan
from rubrika.reports import card_page, comparison_page

EXAMPLES = Path(__file__).parents[1] / "examples"


def write(app: Sphinx, failed: Exception | None) -> None:
    """Write the reports into the folder of the built pages."""
    if failed is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "samples"
    folder.mkdir(exist_ok=True)
    cafe = load(EXAMPLES / "cafe-hygiene.toml")
    sen = load_assessment(EXAMPLES / "cafe-sen.toml")
    several = [cafe.score(one) for one in load_assessments(EXAMPLES / "cafes.csv", rubric=cafe)]
    district = get("thanh-hoa-2021-2026").score(load_assessment(EXAMPLES / "hau-loc-2020.toml"))
    pages = {
        "sen.html": card_page(cafe.score(sen), plan=plan(cafe, sen, "gold")),
        "hau-loc.html": card_page(district),
        "hau-loc-vi.html": card_page(district, lang="vi"),
        "cafes.html": comparison_page(several),
    }
    for name, page in pages.items():
        (folder / name).write_text(page, "utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Let Sphinx call what is defined here."""
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
