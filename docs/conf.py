"""Sphinx configuration."""

from importlib.metadata import version as _version

project = "rubrika"
author = "The rubrika authors"
project_copyright = "2026, The rubrika authors"
version = release = _version("rubrika")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = f"rubrika {release}"

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True

# Every reference to a name of ours must lead somewhere. Names of Python and of other libraries, and
# names inside annotations, lead nowhere because no other project's index is fetched when the
# documentation is built.
nitpicky = True
nitpick_ignore_regex = [
    (r"py:.*", r"(?!rubrika\b).*"),
    (r"py:.*", r"rubrika(\.\w+)*\._\w+.*"),  # private names appear in annotations only
]
