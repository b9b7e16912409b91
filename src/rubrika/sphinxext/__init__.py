"""An extension of Sphinx that shows rubrics, scored examples and rules in documentation.

Write ``extensions = ["rubrika.sphinxext"]``. It brings the directives ``rubrika-table``,
``rubrika-score`` and ``rubrika-rule``, and the role ``rubrika-rule``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx.application import Sphinx

from rubrika import __version__
from rubrika.sphinxext import fresh
from rubrika.sphinxext.directives import (
    RuleDirective,
    RuleRole,
    ScoreDirective,
    TableDirective,
    mark_languages,
)

if TYPE_CHECKING:
    from sphinx.util.typing import ExtensionMetadata  # Sphinx 7.2 has none

__all__ = ["setup"]

_STATIC: Final = Path(__file__).parent / "static"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Sphinx's way in: registers the directives, the role and the style.

    Args:
        app: The application of Sphinx, which calls it.
    """
    app.add_directive("rubrika-table", TableDirective)
    app.add_directive("rubrika-score", ScoreDirective)
    app.add_directive("rubrika-rule", RuleDirective)
    app.add_role("rubrika-rule", RuleRole())
    app.connect("builder-inited", _add_static)
    app.add_css_file("rubrika.css")
    app.connect("doctree-read", mark_languages)
    fresh.connect(app)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _add_static(app: Sphinx) -> None:
    app.config.html_static_path = [*app.config.html_static_path, str(_STATIC)]
