"""Sphinx configuration."""

import logging
import os
import re
import sys
from importlib.metadata import version as _version
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parent))  # for what is written for this documentation alone

project = "rubrika"
author = "The rubrika authors"
project_copyright = "2026, The rubrika authors"
version = release = _version("rubrika")

extensions = [
    "access",
    "codes",
    "languages",
    "myst_nb",
    "rubrika.sphinxext",
    "samples",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
]
exclude_patterns = ["_build", "locales"]
templates_path = ["_templates"]

# Some pages are translated: those that have a file in `locales`.
language = "en"  # `sphinx-build -D language=vi` for Vietnamese
locale_dirs = [str(Path(__file__).parent / "locales")]  # Sphinx seeks scripts from where it runs
gettext_compact = False  # one file for each page
gettext_uuid = False
gettext_location = False

html_theme = "furo"
html_title = f"rubrika {release}"
html_static_path = ["_static"]
html_css_files = ["style.css"]
html_theme_options = {
    "light_css_variables": {
        "code-font-size": "80%",  # so that 92 columns fit
        "color-brand-primary": "#0b5a8a",
        "color-brand-content": "#0b5a8a",
    },
    "dark_css_variables": {
        "color-brand-primary": "#7cc4f2",
        "color-brand-content": "#7cc4f2",
    },
    "top_of_page_buttons": [],
}
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/language.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}
html_show_sourcelink = False
html_copy_source = False

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "off"  # but for the pages that say otherwise themselves
nb_execution_raise_on_error = True
nb_execution_timeout = 120  # seconds; a kernel takes its time on a busy machine
os.environ["JUPYTER_PATH"] = str(Path(__file__).parent / "_jupyter")  # a kernel without chatter
logging.getLogger("traitlets").setLevel(logging.WARNING)  # that a notebook is run is no news

# Docstrings say in words what an argument may be, so signatures show names and defaults only.
autodoc_member_order = "bysource"
autodoc_typehints = "none"
autodoc_default_options = {"exclude-members": "__init__"}
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True
toc_object_entries = False  # the names of a long page would bury its headings

# Every reference to a name of ours must lead somewhere. Names of Python and of other libraries lead
# nowhere because no other project's index is fetched when the documentation is built.
nitpicky = True
nitpick_ignore_regex = [
    (r"py:.*", r"(?!rubrika\b).*"),
    (r"py:.*", r"rubrika(\.\w+)*\._\w+.*"),  # private names appear in annotations only
]


MADE_BY_US = {"rubrika.Cited", "rubrika.Scorecard"}


def tidy_signature(*args: Any) -> tuple[str | None, None]:  # noqa: ANN401  # as Sphinx calls it
    """Show defaults as an author would write them, and no return types."""
    signature: str | None = args[5]
    if args[2] in MADE_BY_US or (signature == "(*args, **kwargs)" and args[1] == "class"):
        signature = ""  # a protocol, or a class that only rubrika calls
    if signature is not None:
        signature = signature.replace("NOTHING", "...").replace("mappingproxy({})", "{}")
        signature = re.sub(r"Fraction\((-?\d+), 1\)", r"\1", signature)
    return signature, None


def setup(app: Any) -> None:  # noqa: ANN401  # Sphinx's own
    """Let Sphinx call what is defined here."""
    app.connect("autodoc-process-signature", tidy_signature)
