"""Sphinx configuration."""

import re
from importlib.metadata import version as _version
from typing import Any

project = "rubrika"
author = "The rubrika authors"
project_copyright = "2026, The rubrika authors"
version = release = _version("rubrika")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = f"rubrika {release}"
html_static_path = ["_static"]
html_css_files = ["style.css"]
html_theme_options = {"light_css_variables": {"code-font-size": "80%"}}  # so that 92 columns fit

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

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
