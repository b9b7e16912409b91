"""What the results of rubrika say of themselves, as documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from rubrika import Diff, Finding, Findings, Plan, Robustness, Rubric, Scorecard
from rubrika.reports.cards import report
from rubrika.reports.document import Block, Items, Lines
from rubrika.reports.findings import blocks_of as blocks_of_findings
from rubrika.reports.findings import counts, item_of
from rubrika.reports.html import fragment
from rubrika.reports.markdown import markdown
from rubrika.reports.portrait import Portrait
from rubrika.reports.sections import sections

__all__ = ["Shown", "blocks_of", "shown_as_html", "shown_as_markdown"]

Shown: TypeAlias = Rubric | Scorecard | Finding | Findings | Plan | Diff | Robustness
"""What shows itself."""


def blocks_of(shown: Shown, lang: str = "en") -> Iterator[Block]:
    """What *shown* says, as a document."""
    match shown:
        case Rubric():
            yield from Portrait(shown, lang).blocks()
        case Scorecard():
            yield from report(shown, lang, every_number=True)
        case Finding():
            yield Items([item_of(shown, lang)])
        case Findings():
            head = f"{shown.rubric.title.get(lang)} ({shown.rubric.id}, {shown.rubric.version})"
            yield Lines((f"{head}: {counts(shown, lang)}",), "strong")
            yield from blocks_of_findings(shown.rubric, shown, lang, details=True, titled=True)
        case Plan() | Diff() | Robustness():
            yield from sections(shown.sections(lang))


def shown_as_html(shown: Shown, lang: str = "en") -> str:
    """What *shown* says, as a part of a page."""
    return fragment(blocks_of(shown, lang), lang=lang)


def shown_as_markdown(shown: Shown, lang: str = "en") -> str:
    """What *shown* says, as Markdown."""
    return markdown(blocks_of(shown, lang))
