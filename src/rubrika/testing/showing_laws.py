"""Laws of what is shown and kept: numbers on the right side of a bar, and files that read back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import partial
from typing import Final

import attrs

from rubrika.engines.program import TOTAL
from rubrika.errors import MissingExtraError, RubrikaError, told
from rubrika.files.reading import Format
from rubrika.files.rubrics import dumps, loads
from rubrika.model.display import limits_of
from rubrika.model.mismatches import Mismatch
from rubrika.model.observations import Assessment
from rubrika.model.rubric import Rubric
from rubrika.model.scorecard import Scorecard
from rubrika.number import Bounds, Exact, exact
from rubrika.rules.nodes import Input
from rubrika.testing.assessing import assessments
from rubrika.testing.breaking import EXAMPLES, broken, searched, told_number
from rubrika.testing.observed import as_rubric
from rubrika.testing.scoring_laws import scored

__all__ = ["display_agrees", "files_round_trip"]

_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+|/\d+)?")


def display_agrees(rubric: Rubric, *, examples: int = EXAMPLES) -> None:
    """Law: no number is shown as if it had passed a bar that it has not, or not passed one it has.

    >>> from rubrika import get
    >>> display_agrees(get("learning-citizen-pilot"), examples=20)
    """
    cases = assessments(rubric, boundary=True)
    searched(cases, examples, partial(_display_agrees, rubric, limits_of(rubric)))


def _display_agrees(
    rubric: Rubric, limits: dict[Input, frozenset[Fraction]], seen: Assessment
) -> None:
    card = scored(rubric, seen)
    if card is None:
        return
    for lang in ("en", "vi"):
        display = card.explanation(lang).display
        for id_, known in _shown(card):
            text = display.points(id_, known)
            for limit in limits.get(Input("points", id_), ()):
                if not _same_side(text, known, limit):
                    real = f"{told_number(known)} shown on its side of {told_number(limit)}"
                    what = Mismatch(id_, real, told(text))
                    message = "what is shown contradicts what is decided"
                    raise broken("display-agrees", rubric, message, [what], case=seen)


def _shown(card: Scorecard) -> Iterator[tuple[str, Exact | Bounds]]:
    for score in card.nodes:
        known = score.bounds if score.points is None else score.points
        if known is not None:
            yield score.id, known
    known = card.bounds if card.points is None else card.points
    if known is not None:
        yield TOTAL, known


def _same_side(text: str, known: Exact | Bounds, limit: Fraction) -> bool:
    """Whether both ends of what is shown lie where the ends of what is known lie."""
    ends = [known] if isinstance(known, Fraction) else [known.least, known.most]
    shown = [exact(part) for part in _NUMBER.findall(text.replace(",", "."))]
    real = [end for end in ends if end is not None]
    return bool(shown) and all(
        _side(one, limit) == _side(other, limit)
        for one, other in ((shown[0], real[0]), (shown[-1], real[-1]))
    )


def _side(number: Fraction, limit: Fraction) -> int:
    return (number > limit) - (number < limit)


def files_round_trip(rubric: Rubric, *, examples: int = EXAMPLES) -> None:
    """Law: a rubric that is written to a file and read back is the same.

    It is written as JSON and, if the extra ``toml`` is installed, as TOML.

    >>> from rubrika import get
    >>> files_round_trip(get("learning-citizen-pilot"))
    """
    del examples  # there is one case for each format
    as_rubric(rubric)
    formats: tuple[Format, ...] = ("json", "toml")
    for format_ in formats:
        try:
            again = loads(dumps(rubric, format_), format_)
        except MissingExtraError:
            continue
        except RubrikaError as error:
            message = f"it cannot be kept as {format_.upper()}: {error}"
            raise broken("files-round-trip", rubric, message) from None
        found = list(_differing(rubric, again))
        if found:
            message = f"read back from {format_.upper()} it is another rubric"
            raise broken("files-round-trip", rubric, message, found)


def _differing(rubric: Rubric, again: Rubric) -> Iterable[Mismatch]:
    if again == rubric and again.fingerprint == rubric.fingerprint:
        return
    for field in attrs.fields(Rubric):
        one, other = getattr(rubric, field.name), getattr(again, field.name)
        if one != other:
            yield Mismatch(field.name, told(one), told(other))
    if again.fingerprint != rubric.fingerprint:
        yield Mismatch("fingerprint", rubric.fingerprint, again.fingerprint)
