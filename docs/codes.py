"""Makes every code of an error or a finding a target and an object of the search.

On the page about errors each code is a term of a list; a finding has a page, whose title is its
code. So ``reference/errors.html#unknown-node`` leads to a code, the roles ``error-code`` and
``finding`` link to one, and a search for it lists its entry first.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains import ObjType
from sphinx.locale import _
from sphinx.roles import XRefRole

ERRORS = "reference/errors"
FINDINGS = "reference/findings/"
KINDS = {"error-code": _("error code"), "finding": _("finding")}


def only_code(node: nodes.Node) -> str | None:
    """The code that a term or title consists of, if it does."""
    children = [child for child in node.children if not isinstance(child, nodes.Invisible)]
    match children:
        case [nodes.literal() as literal]:
            return literal.astext()
        case _:
            return None


def note_codes(app: Sphinx, doctree: nodes.document) -> None:
    """Note the codes of a page that was read."""
    domain = app.env.domains.standard_domain
    page = app.env.docname
    if page == ERRORS:
        for term in doctree.findall(nodes.term):
            if code := only_code(term):
                term["ids"] = [code]
                domain.note_object("error-code", code, code, location=term)
    elif page.startswith(FINDINGS):
        for title in doctree.findall(nodes.title):
            if (code := only_code(title)) and code == page.removeprefix(FINDINGS):
                domain.note_object("finding", code, code, location=title)


def setup(app: Sphinx) -> dict[str, Any]:
    """Let Sphinx call what is defined here."""
    kinds = app.registry.domain_object_types.setdefault("std", {})
    for kind, words in KINDS.items():
        kinds[kind] = ObjType(words, kind, searchprio=0)  # before names of Python
        app.add_role_to_domain("std", kind, XRefRole())
    app.connect("doctree-read", note_codes)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
