"""Faces: how objects show themselves to people, in a notebook and as pages."""

from __future__ import annotations

import os
from importlib import import_module
from types import ModuleType
from typing import Final

import attrs

__all__ = ["LANGUAGE", "Face", "Shown", "language", "reports"]

LANGUAGE: Final = "RUBRIKA_LANG"
"""The variable of the environment that says in which language objects show themselves."""


def reports() -> ModuleType:
    """The room that makes pages and documents.

    It is far above the model, and looked up by its name when it is asked for: what is shown need
    not know how.
    """
    return import_module("rubrika.reports")


class Face:
    """What a notebook asks an object for, as HTML and as Markdown."""

    __slots__ = ()

    def shown(self, lang: str = "en") -> Shown:
        """The same in a language, for a cell of a notebook.

        Args:
            lang: ``"en"`` or ``"vi"``; English stands in for a language that is not known.

        >>> from rubrika import get
        >>> card = get("learning-citizen-pilot").score({})
        >>> card.shown("vi")._repr_html_()[:31]
        '<div class="rubrika" lang="vi">'
        """
        return Shown(self, lang)

    def _repr_html_(self) -> str:
        return str(reports().shown_as_html(self, language()))

    def _repr_markdown_(self) -> str:
        return str(reports().shown_as_markdown(self, language()))


@attrs.frozen(repr=False)
class Shown:
    """What shows itself in a notebook in a chosen language; see :meth:`rubrika.Rubric.shown`.

    Args:
        what: What is shown.
        lang: In which language.
    """

    what: Face
    lang: str

    def _repr_html_(self) -> str:
        return str(reports().shown_as_html(self.what, self.lang))

    def _repr_markdown_(self) -> str:
        return str(reports().shown_as_markdown(self.what, self.lang))

    def __repr__(self) -> str:
        return f"<shown in {self.lang}: {self.what!r}>"


def language() -> str:
    """The language that :data:`LANGUAGE` names, without a region; English if it names none."""
    tag = os.environ.get(LANGUAGE, "").strip().lower().partition(".")[0]
    return tag.replace("_", "-").partition("-")[0] or "en"
