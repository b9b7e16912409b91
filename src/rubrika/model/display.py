"""How numbers of a scorecard are shown: never on the wrong side of a threshold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

import attrs

from rubrika.model.definition import Definition
from rubrika.number import Bounds, Enclosure, Exact, shown
from rubrika.rules.nodes import Compare, Constant, Expression, Input, Quotient
from rubrika.rules.traverse import walk

__all__ = ["Display", "limits_of"]


def limits_of(definition: Definition) -> dict[Input, frozenset[Fraction]]:
    """The numbers with which each node's points or share are compared anywhere in the levels."""
    found: defaultdict[Input, set[Fraction]] = defaultdict(set)
    for condition in definition.conditions:
        for part in walk(condition):
            if isinstance(part, Compare):
                for side, other in ((part.left, part.right), (part.right, part.left)):
                    read = _read(side)
                    if read is not None:
                        found[read] |= {p.value for p in walk(other) if isinstance(p, Constant)}
    return {read: frozenset(limits) for read, limits in found.items()}


def _read(side: Expression) -> Input | None:
    match side:
        case Input():
            return side
        case Quotient(Input("points", id_), Constant()):
            return Input("share", id_)
        case _:
            return None


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
            ends = ("…" if end is None else self.number(end, near) for end in value)
            return "–".join(dict.fromkeys(ends))
        if isinstance(value, Enclosure):
            return f"≈ {shown((value.least + value.most) / 2, digits=self.digits, against=near, lang=self.lang)}"
        return shown(value, digits=self.digits, against=near, lang=self.lang)

    def points(self, id_: str, value: Exact | Bounds | None) -> str:
        """The points of a node."""
        return self.number(value, self.limits.get(Input("points", id_), ()))

    def share(self, id_: str, value: Exact | Bounds | None) -> str:
        """The share of a node, as a percentage."""
        near = [limit * 100 for limit in self.limits.get(Input("share", id_), ())]
        return f"{self.number(_hundredfold(value), near)} %"

    def percentage(self, value: Exact | Bounds | None, against: Iterable[Fraction] = ()) -> str:
        """A share as a percentage."""
        return f"{self.number(_hundredfold(value), [limit * 100 for limit in against])} %"


def _hundredfold(value: Exact | Bounds | None) -> Exact | Bounds | None:
    if value is None or isinstance(value, Fraction):
        return None if value is None else value * 100
    least, most = (None if end is None else end * 100 for end in (value.least, value.most))
    if isinstance(value, Bounds) or least is None or most is None:
        return Bounds(least, most)
    return Enclosure(least, most)
