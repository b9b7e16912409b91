"""Observations and assessments: what was seen of a subject, by whom, and on which evidence."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import attrs

from rubrika.errors import AssessmentError, Problem, Problems, told
from rubrika.model.evolving import Evolving
from rubrika.model.nodes import check_source
from rubrika.sources import Source
from rubrika.text import Text, optional_text

__all__ = ["Assessment", "NotApplicable", "Observation"]


@attrs.frozen
class NotApplicable:
    """The value of an indicator that does not apply to the subject.

    Args:
        justification: Why it does not apply.

    >>> NotApplicable("the town has no coast").justification
    'the town has no coast'
    """

    justification: str = ""


def to_date(value: date | str | None) -> date | None:
    """Read a date, or one written as 2020-12-31.

    Raises:
        AssessmentError: when it is neither.
    """
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise AssessmentError(
            Problem("date", f"{told(value)} is no date", hint="Write 2020-12-31.")
        ) from None


def _to_strings(value: str | Iterable[str]) -> tuple[str, ...]:
    found = (value,) if isinstance(value, str) else tuple(value)
    if not all(isinstance(item, str) for item in found):
        raise AssessmentError(Problem("evidence", f"{told(value)} is no list of texts"))
    return found


@attrs.frozen
class Observation(Evolving):
    """What was observed of one indicator.

    Args:
        value: The value; a :class:`NotApplicable`; or None when it is missing.
        evidence: References to the evidence (minh chứng).
        assessor: Who observed it.
        date: When; a date, or ``"2020-12-31"``.
        note: A remark.
        source: Where the value was published.

    >>> Observation("74.02", date="2020-12-31", evidence="report 12").date.year
    2020
    """

    value: Any = None
    evidence: tuple[str, ...] = attrs.field(default=(), converter=_to_strings, kw_only=True)
    assessor: str = attrs.field(default="", kw_only=True)
    date: date | None = attrs.field(default=None, converter=to_date, kw_only=True)
    note: Text = attrs.field(default="", converter=optional_text, kw_only=True)
    source: Source | None = attrs.field(default=None, validator=check_source, kw_only=True)

    @property
    def missing(self) -> bool:
        """Whether there is no value."""
        return self.value is None


class Given(Mapping[str, Observation]):
    """Observations by id: immutable, hashable, and equal whatever their order."""

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[str, Observation]) -> None:
        self._items = dict(items)

    def __getitem__(self, key: str) -> Observation:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items))

    def __repr__(self) -> str:
        return repr(self._items)


def composed(key: object) -> str:
    """An id as observations spell it, in its canonical (NFC) form."""
    if not isinstance(key, str):
        raise AssessmentError(Problem("id", f"{told(key)} is no id", hint="Ids are texts."))
    return unicodedata.normalize("NFC", key)


def _to_observations(values: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> Given:
    if isinstance(values, Given):
        return values
    problems = Problems()
    found: dict[str, Observation] = {}
    pairs = values.items() if isinstance(values, Mapping) else values
    for key, value in pairs:
        with problems.under(str(key)):
            id_ = composed(key)
            if id_ in found:
                problems.add(
                    "observed-twice", f"{id_!r} is observed twice", hint="Keep one of the two."
                )
            found[id_] = value if isinstance(value, Observation) else Observation(value)
    problems.raise_as(AssessmentError)
    return Given(found)


class Facts(Mapping[str, Any]):
    """Context by name: immutable and hashable."""

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[str, Any]) -> None:
        self._items = dict(items)

    def __getitem__(self, key: str) -> Any:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items))

    def __repr__(self) -> str:
        return repr(self._items)


def _to_context(values: Mapping[str, Any] | None) -> Facts:
    return (
        values
        if isinstance(values, Facts)
        else Facts({composed(k): v for k, v in (values or {}).items()})
    )


@attrs.frozen
class Assessment(Evolving):
    """The observations of one subject in one context.

    Args:
        observations: By indicator id: an :class:`Observation`, or just its value. A list of pairs is
            taken too; then an id that stands twice is an error.
        subject: Whom or what they are of.
        context: Facts about the subject that the rubric may depend on.
        rubric: The id of the rubric that they were made for; empty if any.
        version: The version of that rubric; empty if any.
        date: When the assessment was made.
        note: A remark.

    Raises:
        AssessmentError: when an indicator is observed twice, or a date is none.

    >>> Assessment({"pests": True}, subject="Café Sen").observations["pests"].value
    True
    """

    observations: Given = attrs.field(converter=_to_observations)
    subject: str = attrs.field(default="", kw_only=True)
    context: Facts = attrs.field(default=None, converter=_to_context, kw_only=True)
    rubric: str = attrs.field(default="", kw_only=True)
    version: str = attrs.field(default="", kw_only=True)
    date: date | None = attrs.field(default=None, converter=to_date, kw_only=True)
    note: Text = attrs.field(default="", converter=optional_text, kw_only=True)
