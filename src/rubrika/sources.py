"""Where a number or a text comes from."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from rubrika.errors import Problem, RubricError, told
from rubrika.number import Numeric, exact
from rubrika.text import Text, optional_text, to_id

__all__ = ["Cited", "Source", "Status", "cited", "number_field"]

Status: TypeAlias = Literal["published", "provisional"]
"""``published``: the source states it. ``provisional``: nobody has, and a reason is given."""


@attrs.frozen
class Source:
    """Where a number or a text comes from.

    Args:
        id: A short name by which outputs and files refer to it.
        document: The document's name, for example ``"Circular 22/2020/TT-BGDĐT"``.
        article: The place in the document.
        address: Where to find it: a web address or an archive mark.
        quotation: The words that it rests on.
        status: ``"published"`` if the document states it, ``"provisional"`` if it does not, and the
            value is only taken over by analogy or for want of a better one.
        reason: Why this value was chosen; required for a provisional one.

    Raises:
        RubricError: when a provisional source has no reason, or the status is unknown.

    >>> circular = Source("c22", document="Circular 22/2020", article="Article 5")
    >>> str(circular)
    'Circular 22/2020, Article 5'
    >>> Source("guess", status="provisional", reason="half, for want of a published share").status
    'provisional'
    """

    id: str = attrs.field(converter=to_id)
    document: Text = attrs.field(default=None, converter=optional_text)
    article: Text = attrs.field(default=None, converter=optional_text)
    address: str = ""
    quotation: Text = attrs.field(default=None, converter=optional_text)
    status: Status = "published"
    reason: Text = attrs.field(default=None, converter=optional_text)

    def __attrs_post_init__(self) -> None:
        if self.status not in ("published", "provisional"):
            raise RubricError(
                Problem(
                    "status",
                    f"{told(self.status)} is no status",
                    "status",
                    "Write published or provisional.",
                )
            )
        if self.status == "provisional" and not self.reason:
            raise RubricError(
                Problem(
                    "provisional-reason",
                    f"the provisional source {self.id!r} has no reason",
                    "reason",
                    "Say why this value was chosen, and by which analogy.",
                )
            )
        if self.status == "published" and not self.document:
            raise RubricError(
                Problem(
                    "source-document",
                    f"the source {self.id!r} names no document",
                    "document",
                    "Name it.",
                )
            )

    @property
    def provisional(self) -> bool:
        """Whether no document states it."""
        return self.status == "provisional"

    def told(self, lang: str = "en") -> str:
        """The source in one line: its reason if it is provisional, document, article, address."""
        said = [self.reason.get(lang)] if self.provisional else []
        said += [self.document.get(lang), self.article.get(lang), self.address]
        return ", ".join(part for part in said if part)

    def __str__(self) -> str:
        return self.told()


class Cited(Fraction):
    """An exact number that knows where it comes from; made by :func:`cited`.

    >>> number = cited(85, Source("c22", document="Circular 22/2020"))
    >>> isinstance(number, Cited), number == 85, str(number.source)
    (True, True, 'Circular 22/2020')
    """

    __slots__ = ("source",)
    source: Source

    def __reduce__(self) -> tuple[object, ...]:
        return cited, (Fraction(self.numerator, self.denominator), self.source)

    def __copy__(self) -> Cited:
        return self

    def __deepcopy__(self, memo: object) -> Cited:
        return self


def cited(value: Numeric, source: Source) -> Cited:
    """The number *value*, which *source* states.

    It may stand wherever a number may: a weight, points, a band's bound, a threshold.

    Raises:
        NumberError: when *value* is no number.
        RubricError: when *source* is no :class:`Source`.

    >>> number = cited(85, Source("c22", document="Circular 22/2020"))
    >>> number == 85, number.source.id
    (True, 'c22')
    """
    if not isinstance(source, Source):
        raise RubricError(
            Problem("source", f"{told(source)} is no Source", hint="Write Source(id, document=…).")
        )
    plain = exact(value)
    number: Cited = Cited.__new__(Cited, plain.numerator, plain.denominator)
    number.source = source
    return number


def source_of(number: object) -> Source | None:
    """The source that *number* itself carries, if any."""
    return number.source if isinstance(number, Cited) else None


def to_number(value: Numeric) -> Fraction:
    """Read a number of an attrs field; see :func:`rubrika.exact`."""
    return exact(value)


def to_optional_number(value: Numeric | None) -> Fraction | None:
    """Read a number that may be left out."""
    return None if value is None else exact(value)


def with_source(number: object) -> tuple[object, Source | None]:
    """What an attrs field that holds an exact number is compared by: the number and its source."""
    return number, source_of(number)


if TYPE_CHECKING:
    from attrs import field as number_field  # the one function that type checkers know
else:

    def number_field(**options: object) -> object:
        """An attrs field that holds an exact number, and is compared together with its source.

        Args:
            options: As of ``attrs.field``. The converter is :func:`rubrika.exact` unless another is
                given; where the default is None, None may be given too.

        Type checkers take it for ``attrs.field``, so they want a Fraction for a ``number_field()``.
        Write ``number_field(converter=exact)`` for them to know that any number will do.

        >>> import attrs
        >>> from rubrika import exact
        >>> @attrs.frozen
        ... class Fine:
        ...     points: Fraction = number_field(converter=exact)
        >>> Fine("2.5").points
        Fraction(5, 2)
        >>> Fine(5) == Fine(cited(5, Source("c22", document="Circular 22/2020")))
        False
        """
        optional = "default" in options and options["default"] is None
        return attrs.field(
            **{"converter": to_optional_number if optional else to_number}
            | options
            | {"eq": with_source}
        )
