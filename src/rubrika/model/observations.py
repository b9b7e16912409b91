"""Observations and assessments: what was seen of a subject, by whom, and on which evidence."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypeVar, cast

import attrs

from rubrika.errors import AssessmentError, Problem, Problems, RubricError, told
from rubrika.model.evolving import Evolving
from rubrika.model.fields import named
from rubrika.number import exact
from rubrika.sources import Source
from rubrika.text import Text, TextLike, optional_text

__all__ = ["Assessment", "NotApplicable", "Observation"]


def _to_words(value: object) -> str:
    if not isinstance(value, str):
        raise AssessmentError(
            Problem("text", f"{told(value)} is no text", hint='Write it in quotes: "…".')
        )
    return value


def _to_note(value: TextLike | None) -> Text:
    try:
        return optional_text(value)
    except RubricError as error:
        raise AssessmentError(error.problems) from None


def _check_source(_: object, __: attrs.Attribute[Any], value: object) -> None:
    if value is not None and not isinstance(value, Source):
        raise AssessmentError(
            Problem("source", f"{told(value)} is no Source", hint="Write Source(id, document=…).")
        )


@attrs.frozen(field_transformer=named)
class NotApplicable:
    """The value of an indicator that does not apply to the subject.

    Args:
        justification: Why it does not apply.

    Raises:
        AssessmentError: when the justification is no text.

    >>> NotApplicable("the town has no coast").justification
    'the town has no coast'
    """

    justification: str = attrs.field(default="", converter=_to_words)


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


def _to_evidence(value: str | Iterable[str]) -> tuple[str, ...]:
    found = (value,) if isinstance(value, str) or not isinstance(value, Iterable) else tuple(value)
    return tuple(map(_to_words, found))


def _kind(value: object) -> tuple[bool, object]:
    """What values are compared by: yes is not 1, and a float is the number that it stands for."""
    if isinstance(value, float | Decimal) and math.isfinite(value):
        return False, exact(value)
    return isinstance(value, bool), value


@attrs.frozen(field_transformer=named)
class Observation(Evolving):
    """What was observed of one indicator.

    Args:
        value: The value; a :class:`NotApplicable`; or None when it is missing.
        evidence: References to the evidence (minh chứng).
        assessor: Who observed it.
        date: When; a date, or ``"2020-12-31"``.
        note: A remark.
        source: Where the value was published.

    Raises:
        AssessmentError: when a field other than the value is not what it should be; the value is
            checked when it is scored, since only the rubric knows what it may be.

    >>> Observation("74.02", date="2020-12-31", evidence="report 12").date.year
    2020
    """

    value: Any = attrs.field(default=None, eq=_kind)  # pyright: ignore[reportUnknownVariableType]  # of any kind
    evidence: tuple[str, ...] = attrs.field(default=(), converter=_to_evidence, kw_only=True)
    assessor: str = attrs.field(default="", converter=_to_words, kw_only=True)
    date: date | None = attrs.field(default=None, converter=to_date, kw_only=True)
    note: Text = attrs.field(default=None, converter=_to_note, kw_only=True)
    source: Source | None = attrs.field(default=None, validator=_check_source, kw_only=True)

    @property
    def missing(self) -> bool:
        """Whether there is no value."""
        return self.value is None


_Value = TypeVar("_Value")


class Items(Mapping[str, _Value]):
    """Values by id: immutable, hashable, and equal whatever their order."""

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[str, _Value]) -> None:
        self._items = dict(items)

    def __getitem__(self, key: str) -> _Value:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items))  # values that can't be hashed are told when scored

    def __repr__(self) -> str:
        return repr(self._items)


class Given(Items[Observation]):
    """Observations by id."""

    __slots__ = ()


class Facts(Items[Any]):
    """Context by id."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mapping):
            return NotImplemented
        others = cast("Mapping[object, object]", other).items()
        return {id_: _kind(v) for id_, v in self.items()} == {id_: _kind(v) for id_, v in others}

    def __hash__(self) -> int:
        return super().__hash__()


def _to_observations(values: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> Given:
    if isinstance(values, Given):
        return values
    found = _by_id(values, "observations", "observed-twice", "is observed twice")
    return Given({id_: v if isinstance(v, Observation) else _plain(v) for id_, v in found})


_PLAIN: Final = Observation()
_OTHER_FIELDS: Final = [field.name for field in attrs.fields(Observation) if field.name != "value"]


def _plain(value: object) -> Observation:
    """A bare value as an observation; what has nothing to convert needs no converters."""
    made = Observation.__new__(Observation)
    set_field = object.__setattr__
    set_field(made, "value", value)
    for name in _OTHER_FIELDS:
        set_field(made, name, getattr(_PLAIN, name))
    return made


def _to_context(values: Mapping[str, Any] | Iterable[tuple[str, Any]] | None) -> Facts:
    if isinstance(values, Facts):
        return values
    found = _by_id({} if values is None else values, "context", "stated-twice", "is stated twice")
    return Facts(dict(found))


def _by_id(values: object, kind: str, twice: str, message: str) -> list[tuple[str, Any]]:
    """Pairs of an id, in its canonical (NFC) form, and a value."""
    problems = Problems()
    found: dict[str, Any] = {}
    for place, given in enumerate(_pairs(values, kind)):
        pair = _members(given)
        if len(pair) != 2:  # noqa: PLR2004  # an id and a value
            problems.add(kind, f"{told(given)} is no pair", f"[{place}]", _WRITE_PAIRS)
            continue
        key, value = pair
        if not isinstance(key, str):
            problems.add("id", f"{told(key)} is no id", f"[{place}]", "Ids are texts.")
            continue
        id_ = unicodedata.normalize("NFC", key)
        if id_ in found:
            problems.add(twice, f"{told(id_)} {message}", id_, "Keep one of the two.")
        found[id_] = value
    problems.raise_as(AssessmentError)
    return list(found.items())


_WRITE_PAIRS: Final = 'Write {"id": value, …}, or pairs of an id and a value.'


def _members(given: object) -> tuple[object, ...]:
    return tuple(cast("Iterable[object]", given)) if isinstance(given, tuple | list) else ()


def _pairs(values: object, kind: str) -> Iterable[object]:
    if isinstance(values, Mapping):
        return cast("Mapping[object, object]", values).items()
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise AssessmentError(
            Problem(kind, f"{told(values)} tells no values by id", hint=_WRITE_PAIRS)
        )
    return cast("Iterable[object]", values)


@attrs.frozen(field_transformer=named)
class Assessment(Evolving):
    """The observations of one subject in one context.

    Args:
        observations: By indicator id: an :class:`Observation`, or just its value. A list of pairs
            is taken too; then an id that stands twice is an error.
        subject: Whom or what they are of.
        context: Facts about the subject that the rubric may depend on.
        rubric: The id of the rubric that they were made for; empty if any.
        version: The version of that rubric; empty if any.
        date: When the assessment was made.
        note: A remark.

    Raises:
        AssessmentError: when an indicator is observed twice, or a field is not what it should be.

    >>> Assessment({"pests": True}, subject="Café Sen").observations["pests"].value
    True
    """

    observations: Given = attrs.field(converter=_to_observations)
    subject: str = attrs.field(default="", converter=_to_words, kw_only=True)
    context: Facts = attrs.field(default=None, converter=_to_context, kw_only=True)
    rubric: str = attrs.field(default="", converter=_to_words, kw_only=True)
    version: str = attrs.field(default="", converter=_to_words, kw_only=True)
    date: date | None = attrs.field(default=None, converter=to_date, kw_only=True)
    note: Text = attrs.field(default=None, converter=_to_note, kw_only=True)
