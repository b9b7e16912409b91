"""How numbers of a scorecard are shown: never on the wrong side of a threshold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction
from types import MappingProxyType
from typing import Final

import attrs

from rubrika.engines.exact import Fact, Facts, IrrationalError, value
from rubrika.engines.program import TOTAL
from rubrika.errors import RuleError
from rubrika.model.definition import Definition
from rubrika.number import Bounds, Enclosure, Exact, decimals_of, shown
from rubrika.rules.nodes import Applicable, Compare, Constant, Expression, Input, Quotient, Rule
from rubrika.rules.traverse import walk

__all__ = ["Display", "limits_of", "scaled"]

_MOST_READ: Final = 50  # of the inputs of a comparison: what so many make is not shown beside them


def limits_of(
    definition: Definition, facts: Facts = MappingProxyType({})
) -> dict[Input, frozenset[Fraction]]:
    """What each node's points and share are not to seem to have passed.

    That is every number with which they are compared anywhere in the levels, and the maximum: what
    is not full is not shown as full. Where they are compared with what depends on the subject, or
    are but a part of what is compared, *facts* of the subject tell at which number that would turn.
    """
    maxima = {node.id: node.maximum for node in definition.nodes.values()}
    maxima[TOTAL] = definition.maximum
    found: defaultdict[str, set[Fraction]] = defaultdict(set)
    for id_, maximum in maxima.items():
        found[id_].add(maximum)
    for condition in definition.conditions:
        for part in walk(condition):
            if isinstance(part, Compare):
                for side, other in ((part.left, part.right), (part.right, part.left)):
                    read, scale = _read(side)
                    found[read] |= {p.value * scale for p in walk(other) if isinstance(p, Constant)}
                for id_, limit in _turns(part, facts):
                    found[id_].add(limit)
    limits: dict[Input, frozenset[Fraction]] = {}
    for id_, maximum in maxima.items():
        limits[Input("points", id_)] = frozenset(found[id_])
        if maximum > 0:
            limits[Input("share", id_)] = frozenset(limit / maximum for limit in found[id_])
    return limits


def _turns(rule: Compare, facts: Facts) -> Iterator[tuple[str, Fraction]]:
    """At how many points of each node that a comparison reads it would turn, the rest being so."""
    if not facts or (isinstance(rule.right, Constant) and _read(rule.left)[0]):
        return  # such a bound says itself at which number it turns
    read = {part for part in walk(rule) if isinstance(part, Input | Applicable)}
    if len(read) > _MOST_READ or any(part not in facts for part in read):
        return
    known: dict[Rule, Fact] = {part: facts[part] for part in read}
    for part, points in known.items():
        if isinstance(part, Input) and part.role == "points" and isinstance(points, Fraction):
            try:
                now = _difference(rule, known)
                slope = _difference(rule, {**known, part: points + 1}) - now
            except (RuleError, IrrationalError):
                return
            if slope:
                yield part.id, points - now / slope


def _difference(rule: Compare, facts: Facts) -> Fraction:
    return value(rule.left, facts) - value(rule.right, facts)


def _read(side: Expression) -> tuple[str, Fraction]:
    """The node whose points one side of a comparison reads, and what makes points of the other."""
    match side:
        case Input("points", id_):
            return id_, Fraction(1)
        case Quotient(Input("points", id_), Constant(maximum)):
            return id_, maximum
        case _:
            return "", Fraction(1)


@attrs.frozen
class Display:
    """Shows numbers in a language, with so many decimals, and more where a threshold is near.

    >>> Display(2, "en", {}).number(Fraction(253, 3))
    '84.33'
    """

    digits: int
    lang: str
    limits: dict[Input, frozenset[Fraction]]

    def number(self, value: Exact | Bounds | None, against: Iterable[Fraction] = ()) -> str:
        """A number, an enclosure (marked ≈), or bounds."""
        near = tuple(against)
        if value is None:
            return "–"
        if isinstance(value, Bounds):
            least, most = self.ends(value, near)
            return least if least == most else f"{least}–{most}"
        if isinstance(value, Enclosure):
            middle = (value.least + value.most) / 2
            return f"≈ {shown(middle, digits=self.digits, against=near, lang=self.lang)}"
        return shown(value, digits=self.digits, against=near, lang=self.lang)

    def ends(self, value: Bounds, against: Iterable[Fraction] = ()) -> tuple[str, str]:
        """Both ends of bounds, which look alike only if they are the same."""
        near, known = tuple(against), {end for end in value if end is not None}
        least, most = (
            "…" if end is None else self.number(end, (*near, *(known - {end}))) for end in value
        )
        if least == most and value.least != value.most:
            return self.finer().ends(value, near)
        return least, most

    def finer(self) -> Display:
        """The same with one more decimal."""
        return attrs.evolve(self, digits=self.digits + 1)

    def points(self, id_: str, value: Exact | Bounds | None) -> str:
        """The points of a node."""
        return self.number(value, self.limits.get(Input("points", id_), ()))

    def share(self, id_: str, value: Exact) -> str:
        """The share of a node, as a percentage."""
        return self.percentage(value, self.limits.get(Input("share", id_), ()))

    def percentage(self, value: Exact, against: Iterable[Fraction] = ()) -> str:
        """A share as a percentage; one that lies on a limit and is no decimal, as a fraction."""
        near = tuple(against)
        if isinstance(value, Fraction) and value in near and decimals_of(value) is None:
            return self.number(value, near)
        return f"{self.number(scaled(value, 100), [limit * 100 for limit in near])} %"


def scaled(value: Exact, factor: int) -> Exact:
    """A number many times over."""
    if isinstance(value, Fraction):
        return value * factor
    return Enclosure(value.least * factor, value.most * factor)
