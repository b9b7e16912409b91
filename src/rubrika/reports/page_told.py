"""What the parts of the page of one scorecard share."""

from __future__ import annotations

from functools import cached_property

import attrs

from rubrika import Scorecard, Source
from rubrika.model.explain import Explanation
from rubrika.reports.element import Element
from rubrika.reports.limits import AtLeast, limits_for
from rubrika.reports.page import cite
from rubrika.reports.page_words import page_words
from rubrika.reports.standing import Standing

__all__ = ["Told"]


@attrs.frozen(slots=False)
class Told:
    """A scorecard that is told on a page.

    Args:
        card: The scorecard.
        lang: The language.
    """

    card: Scorecard
    lang: str

    @cached_property
    def explanation(self) -> Explanation:
        """Its words."""
        return self.card.explanation(self.lang)

    @cached_property
    def standing(self) -> Standing:
        """What it rests on."""
        return Standing(self.explanation)

    @cached_property
    def limits(self) -> tuple[AtLeast, ...]:
        """What its levels ask at least."""
        return limits_for(self.card)

    def say(self, key: str, **about: object) -> str:
        """A phrase of the page."""
        return page_words(self.lang)[key].format(**about)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """What the page cites."""
        of_numbers = (number.source for number in self.card.numbers)
        return tuple(dict.fromkeys((*self.card.sources, *(one for one in of_numbers if one))))

    def cite(self, source: Source) -> Element:
        """A reference to a source."""
        return cite(source, self.sources)
