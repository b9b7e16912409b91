"""Reports: what rubrics and results say, as documents and pages to be read by people."""

from rubrika.reports.page_card import card_page
from rubrika.reports.page_comparison import comparison_page
from rubrika.reports.showing import blocks_of, shown_as_html, shown_as_markdown

__all__ = ["blocks_of", "card_page", "comparison_page", "shown_as_html", "shown_as_markdown"]
