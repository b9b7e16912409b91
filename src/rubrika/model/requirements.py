"""Requirements: what a level asks for, as its author writes it.

A requirement is a condition over ``total``, nodes and context, written with the functions below.
"""

from __future__ import annotations

import unicodedata
from typing import Final, Literal, NoReturn

import attrs

from rubrika.errors import Problem, RuleError, told
from rubrika.rules.functions import choose
from rubrika.rules.nodes import (
    Comparison,
    Condition,
    Each,
    Expression,
    Input,
    Met,
    Operand,
    Role,
    Tally,
    add,
    to_condition,
    to_expression,
)

__all__ = [
    "Members",
    "context",
    "count",
    "every",
    "met",
    "points",
    "share",
    "some",
    "total",
    "value",
]

total: Final = Input("points", "total")
"""The points of the whole rubric: ``total >= 85``."""


def to_name(id_: object) -> str:
    """Read an id in a requirement, in its one canonical (NFC) spelling.

    Raises:
        RuleError: when it is no text.
    """
    if not isinstance(id_, str):
        raise RuleError(
            Problem("rule-arguments", f"{told(id_)} is no id", hint='Write its id: share("c1").')
        )
    return unicodedata.normalize("NFC", id_)


def points(node: str) -> Input:
    """The points of the node with the id *node*: ``points("c1") >= 20``.

    >>> print(points("c1") >= 20)
    points("c1") >= 20
    """
    return Input("points", to_name(node))


def share(node: str) -> Input:
    """The points of a node as a share of its maximum: ``share("c1") >= percent(50)``.

    ``share("total")`` is the share of the whole.

    >>> print(share("c1") >= "50%")
    share("c1") >= percent(50)
    """
    return Input("share", to_name(node))


def value(indicator: str) -> Input:
    """The observed value of an indicator: ``value("cases") <= 3``, ``value("fire").is_yes``.

    >>> print(value("cases") <= 3)
    value("cases") <= 3
    """
    return Input("value", to_name(indicator))


def context(attribute: str) -> Input:
    """A fact about the subject: ``context("homes") >= 10``, ``context("area").one_of("mountain")``.

    A bar that depends on it: ``total >= choose(context("area").one_of("mountain"), 75, 85)``.

    >>> print(context("area").one_of("mountain"))
    context("area") == "mountain"
    """
    return Input("context", to_name(attribute))


def met(node: str) -> Condition:
    """That a node is met in full: a yes-or-no indicator well answered, another at its maximum.

    >>> print(met("pests") & (value("cases") <= 3))
    met("pests") and value("cases") <= 3
    """
    return Met(to_name(node))


@attrs.frozen(eq=False, repr=False)
class Members:
    """The members of a group, to be compared with a bound; see :func:`every` and :func:`some`."""

    quantifier: Literal["every", "some"]
    group: str
    of: Role

    def _each(self, comparison: Comparison, bound: Operand) -> Condition:
        return Each(self.quantifier, self.group, self.of, comparison, to_expression(bound))

    def __ge__(self, bound: Operand) -> Condition:
        return self._each(">=", bound)

    def __gt__(self, bound: Operand) -> Condition:
        return self._each(">", bound)

    def __le__(self, bound: Operand) -> Condition:
        return self._each("<=", bound)

    def __lt__(self, bound: Operand) -> Condition:
        return self._each("<", bound)

    def equals(self, bound: Operand) -> Condition:
        """The condition that each is equal to the bound."""
        return self._each("==", bound)

    def differs(self, bound: Operand) -> Condition:
        """The condition that each is not equal to the bound."""
        return self._each("!=", bound)

    def __repr__(self) -> str:
        return f"{self.quantifier}({self.group!r})"

    def __bool__(self) -> NoReturn:
        raise RuleError(
            Problem(
                "rule-truth",
                f"{self!r} is neither true nor false until it is read",
                hint="Compare it: every(…) >= percent(50).",
            )
        )


def every(group: str, *, of: Role = "share") -> Members:
    """Every member of a group: ``every("criteria") >= percent(50)``.

    Args:
        group: ``"criteria"`` (of the top level), ``"indicators"`` (all of them), or the id of a
            criterion (its children). Members without a share, such as penalties, are left out
            where shares are compared.
        of: What is compared: the member's ``"share"`` (unless said), ``"points"`` or ``"value"``.

    >>> print(every("criteria") >= "1/2")
    every("criteria") >= percent(50)
    """
    return Members("every", to_name(group), of)


def some(group: str, *, of: Role = "share") -> Members:
    """At least one member of a group; the arguments are those of :func:`every`.

    >>> print(some("criteria") >= "90%")
    some("criteria") >= percent(90)
    """
    return Members("some", to_name(group), of)


def count(
    *what: Condition | str,
    of: Role = "share",
    reaching: Operand | None = None,
    above: Operand | None = None,
    at_most: Operand | None = None,
    below: Operand | None = None,
    exactly: Operand | None = None,
    other_than: Operand | None = None,
) -> Expression:
    """How many conditions hold, or how many members of a group satisfy a bound.

    Args:
        what: Conditions; or one group, as for :func:`every`, with one of the bounds below.
        of: What is compared of a group's members, as for :func:`every`.
        reaching: Count members that are at least this.
        above: Count members that are more than this.
        at_most: Count members that are at most this.
        below: Count members that are less than this.
        exactly: Count members that are equal to this.
        other_than: Count members that are not equal to this.

    Raises:
        RuleError: when conditions and a group are mixed, or a group has no bound or several.

    >>> print(count(met("a"), met("b"), met("c")) >= 2)
    count(met("a"), met("b"), met("c")) >= 2
    >>> print(count("criteria", reaching="4/5") >= 3)
    count("criteria", reaching=percent(80)) >= 3
    """
    given: tuple[tuple[Comparison, Operand | None], ...] = (
        (">=", reaching),
        (">", above),
        ("<=", at_most),
        ("<", below),
        ("==", exactly),
        ("!=", other_than),
    )
    bounds: list[tuple[Comparison, Operand]] = [
        (how, bound) for how, bound in given if bound is not None
    ]
    groups = [part for part in what if isinstance(part, str)]
    if not groups and not bounds:
        return add(*(choose(to_condition(condition), 1, 0) for condition in what))
    if len(what) != 1 or len(groups) != 1 or len(bounds) != 1:
        raise RuleError(
            Problem(
                "rule-arguments",
                "count(…) needs conditions alone, or one group and one bound",
                hint='Write count("criteria", reaching=percent(80)) or count(met("a"), met("b")).',
            )
        )
    comparison, bound = bounds[0]
    return Tally(to_name(groups[0]), of, comparison, to_expression(bound))
