"""Targets: the places of a page that a link can lead to."""

from __future__ import annotations

import attrs
from docutils import nodes

__all__ = ["Targets"]


@attrs.frozen
class Targets:
    """Makes targets, each with an id that its page has once.

    Args:
        document: The page.
        rubric: The id of the rubric.
        named: Whether references from other pages may lead here.
    """

    document: nodes.document
    rubric: str
    named: bool

    def target(self, *ids: str) -> nodes.target:
        """A target for a part of the rubric.

        Args:
            ids: What tells the part within the rubric, such as its id.
        """
        name = self._name(ids)
        made = nodes.target("", "", ids=[self._free(name)])
        if self.named and name not in self.document.nameids:
            made["names"] = [name]
            self.document.note_explicit_target(made)
        else:
            self.document.set_id(made)
        return made

    def known(self, *ids: str) -> str | None:
        """The id of the target that an earlier table of the page has for the part; None without."""
        return self.document.nameids.get(self._name(ids))

    def _name(self, ids: tuple[str, ...]) -> str:
        """The name by which references lead to a part, which ignore whether letters are large."""
        return nodes.fully_normalize_name("-".join(("rubrika", self.rubric, *ids)))

    def _free(self, name: str) -> str:
        """An id that the page does not have yet."""
        wanted = free = nodes.make_id(name)
        count = 1
        while free in self.document.ids:
            count += 1
            free = f"{wanted}-{count}"
        return free
