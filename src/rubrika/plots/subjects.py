"""The results of several subjects, checked, to be drawn together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, cast

import attrs

from rubrika import Enclosure, Problem, Rubric, RubricError, RubrikaError, Scorecard, exact
from rubrika.errors import told
from rubrika.model.domains import Fact
from rubrika.model.explain import Explanation
from rubrika.model.scores import Scores
from rubrika.plots.words import words_of

__all__ = ["Subjects"]


@attrs.frozen(slots=False)
class Subjects:
    """The results of several subjects by one rubric, in a language."""

    rubric: Rubric
    cards: list[Scorecard]
    totals: list[Fraction]
    open: int
    undefined: int
    lang: str
    explanation: Explanation

    @classmethod
    def of(cls, results: object, rubric: object, lang: str, *, points: bool = True) -> Subjects:
        """The results, checked; *points* alone may be results, too."""
        name = "results" if points else "cards"
        given = list(_members(results, name))
        cards = [one for one in given if isinstance(one, Scorecard)]
        whose = _rubric(rubric, cards)
        numbers: list[Fraction] = []
        for place, one in enumerate(given):
            if isinstance(one, Scorecard):
                continue
            if not points:
                raise _due(f"a Scorecard is due, not {told(one)}", f"{name}[{place}]")
            if one is not None:
                numbers.append(_number(one, f"{name}[{place}]"))
        known = [card.points for card in cards]
        numbers += [_middle(total) for total in known if total is not None]
        undefined = sum(card.bounds is None for card in cards)
        return cls(
            whose,
            cards,
            numbers,
            known.count(None) - undefined + given.count(None),
            undefined,
            lang,
            Explanation(Scores(whose, {}), lang),
        )

    @property
    def say(self) -> Mapping[str, str]:
        """The words of the language."""
        return words_of(self.lang)

    @property
    def title(self) -> str:
        """The title of the rubric."""
        return self.rubric.title.get(self.lang)

    @property
    def contexts(self) -> list[dict[str, Fact | None]]:
        """The contexts of the subjects, each once; for points alone, what stands by default."""
        found: list[dict[str, Fact | None]] = []
        for card in self.cards:
            if card.context not in found:
                found.append(card.context)
        return found or [{one.id: one.default for one in self.rubric.context}]

    def left_out(self) -> list[str]:
        """That subjects without a total are not drawn."""
        found: list[str] = []
        for count, key in ((self.open, "left out"), (self.undefined, "nothing")):
            if count:
                found.append(self.say[key].format(count=count))
        return found


def _members(results: object, name: str) -> Iterable[object]:
    if isinstance(results, str | bytes | Mapping | Scorecard) or not isinstance(results, Iterable):
        raise _due(f"a list of results is due, not {told(results)}", name)
    return cast("Iterable[object]", results)


def _due(message: str, path: str) -> RubricError:
    return RubricError(Problem("wrong-type", message, path, "Write [rubric.score(…), …]."))


def _number(value: object, path: str) -> Fraction:
    try:
        return exact(cast("Any", value))
    except RubrikaError as error:
        raise RubricError(error.under(path).problems) from None


def _middle(total: Fraction | Enclosure) -> Fraction:
    if isinstance(total, Enclosure):
        return (total.least + total.most) / 2
    return total


def _rubric(rubric: object, cards: list[Scorecard]) -> Rubric:
    """The rubric of all results."""
    if rubric is not None and not isinstance(rubric, Rubric):
        raise RubricError(
            Problem(
                "wrong-type", f"a Rubric is due, not {told(rubric)}", "rubric", 'Write get("…").'
            )
        )
    if rubric is None and not cards:
        hint = "Write rubric=… as well, or give scorecards."
        raise RubricError(Problem("no-rubric", "nothing says by which rubric", "rubric", hint))
    whose = cast("Rubric", cards[0].rubric) if rubric is None else rubric
    rubrics = {id(card.rubric): card.rubric for card in cards}
    others = {f"{one.id} {one.version}" for one in rubrics.values() if one != whose}
    if others:
        named = f"{whose.id} {whose.version}"
        message = f"results of {', '.join(sorted(others))} are among those of {named}"
        hint = "Draw each rubric alone; its levels are its own."
        raise RubricError(Problem("several-rubrics", message, "results", hint))
    return whose
