"""A search in whole numbers, for OR-tools' CP-SAT; :mod:`rubrika.engines.encoding` fills it.

Every number is written as ``unit * n + start`` with a whole ``n``, so that nothing is rounded and
no rule is decided on floats. What cannot be so written raises
:class:`~rubrika.engines.axes.UnsolvableError`, which names the part.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import attrs

from rubrika.engines.axes import Axis, UnsolvableError
from rubrika.engines.exact import COMPARE, Fact
from rubrika.engines.lines import LARGEST, Line, common_unit, fixed
from rubrika.errors import MissingExtraError
from rubrika.number import HowToRound, round_to
from rubrika.rules.nodes import (
    OPPOSITE,
    Comparison,
)

__all__ = ["Answer", "Search", "Solution", "Truth", "opposite"]

Answer: TypeAlias = Literal["found", "impossible", "unknown"]
"""What a search comes to: a solution, a proof that there is none, or no time."""


Truth: TypeAlias = Any
"""True, False, or a literal of the solver."""


class Search:
    """A search for one subject: its values as variables, and what must hold of it.

    Args:
        axes: The axis of each input by id.

    Raises:
        MissingExtraError: when the extra ``solve`` is not installed.
    """

    def __init__(self, axes: Mapping[str, Axis]) -> None:
        self._cp = _ortools()
        self.model = self._cp.CpModel()
        self.axes = dict(axes)
        self.by_input = {axis.input: axis for id_, axis in axes.items() if id_ == axis.id}
        self.places: dict[str, Any] = {
            id_: self.model.new_int_var(0, len(axis.values) - 1, id_) for id_, axis in axes.items()
        }
        self._reached: dict[tuple[str, int], Truth] = {}

    # Literals

    def literal(self) -> Truth:
        """A new truth value."""
        return self.model.new_bool_var("")

    def reaches(self, id_: str, place: int) -> Truth:
        """Whether the value of an input stands at *place* or after."""
        if place <= 0:
            return True
        if place >= len(self.axes[id_].values):
            return False
        if (id_, place) not in self._reached:
            self._reached[id_, place] = self.at_least(self.places[id_], place)
        return self._reached[id_, place]

    def at_least(self, whole: Any, number: int) -> Truth:  # noqa: ANN401  # the solver's own types
        """Whether a whole number is at least *number*."""
        found = self.literal()
        self.model.add(whole >= number).only_enforce_if(found)
        self.model.add(whole <= number - 1).only_enforce_if(found.negated())
        return found

    def both(self, truths: Iterable[Truth]) -> Truth:
        """Whether all hold."""
        known = list(truths)
        if any(truth is False for truth in known):
            return False
        left = [truth for truth in known if truth is not True]
        if len(left) < 2:  # noqa: PLR2004  # one alone says it itself
            return left[0] if left else True
        found = self.literal()
        self.model.add_bool_and(left).only_enforce_if(found)
        self.model.add_bool_or([found, *(truth.negated() for truth in left)])
        return found

    def either(self, truths: Iterable[Truth]) -> Truth:
        """Whether at least one holds."""
        return opposite(self.both(opposite(truth) for truth in truths))

    def require(self, truth: Truth) -> None:
        """Ask that something holds."""
        if truth is not True:
            self.model.add_bool_or([] if truth is False else [truth])

    def require_place(self, id_: str, place: int) -> None:
        """Ask that the value of an input stands at *place*."""
        self.model.add(self.places[id_] == place)

    # Numbers

    def variable(self, least: int, most: int) -> Any:  # noqa: ANN401  # as above
        """A new whole number."""
        if max(abs(least), abs(most)) > LARGEST:
            raise UnsolvableError("numbers of more than 60 bits")
        return self.model.new_int_var(least, most, "")

    def total(self, lines: Sequence[Line]) -> Line:
        """The sum of some numbers."""
        start = sum((line.start for line in lines), Fraction(0))
        moving = [line for line in lines if line.least != line.most]
        start += sum((line.unit * line.least for line in lines if line not in moving), Fraction(0))
        if not moving:
            return fixed(start)
        unit = common_unit(line.unit for line in moving)
        factors = [int(line.unit / unit) for line in moving]
        pairs = list(zip(factors, moving, strict=True))
        return Line(
            sum(factor * line.whole for factor, line in pairs),
            sum(factor * line.least for factor, line in pairs),
            sum(factor * line.most for factor, line in pairs),
            unit,
            start,
        )

    def aligned(self, lines: Sequence[Line]) -> list[Line]:
        """The same numbers with one unit and one start."""
        start = lines[0].start
        steps = [line.unit for line in lines if line.least != line.most]
        steps += [abs(line.start - start) for line in lines if line.start != start]
        steps += [line.unit * abs(line.least) for line in lines if line.least == line.most != 0]
        unit = common_unit(steps) if steps else Fraction(1)
        made: list[Line] = []
        for line in lines:
            shift = int((line.start - start) / unit)
            factor = line.unit / unit
            if line.least == line.most:
                number = int(factor * line.least) + shift
                made.append(Line(number, number, number, unit, start))
                continue
            by = int(factor)
            made.append(
                Line(
                    by * line.whole + shift,
                    by * line.least + shift,
                    by * line.most + shift,
                    unit,
                    start,
                )
            )
        return made

    def chosen(self, cases: Sequence[tuple[Truth, Line]]) -> Line:
        """The number beside the one case that holds; exactly one does."""
        open_ = [(truth, line) for truth, line in cases if truth is not False]
        if len(open_) == 1:
            return open_[0][1]
        lines = self.aligned([line for _, line in open_])
        if len({line.fixed for line in lines}) == 1 and lines[0].fixed is not None:
            return lines[0]
        made = self.variable(min(line.least for line in lines), max(line.most for line in lines))
        for (truth, _), line in zip(open_, lines, strict=True):
            self.model.add(made == line.whole).only_enforce_if(truth)
        self.model.add_exactly_one([truth for truth, _ in open_])
        return Line(
            made,
            min(line.least for line in lines),
            max(line.most for line in lines),
            lines[0].unit,
            lines[0].start,
        )

    def extreme(self, found: Sequence[Line], *, most: bool) -> Line:
        """The greatest, or the least, of some numbers."""
        lines = self.aligned(found)
        low = (max if most else min)(line.least for line in lines)
        high = (max if most else min)(line.most for line in lines)
        lines = [
            line for line in lines if (line.most >= low if most else line.least <= high)
        ]  # the others never count
        if len(lines) == 1:
            return lines[0]
        made = self.variable(low, high)
        add = self.model.add_max_equality if most else self.model.add_min_equality
        add(made, [line.whole for line in lines])
        return Line(made, low, high, lines[0].unit, lines[0].start)

    def compared(self, left: Line, comparison: Comparison, right: Line) -> Truth:
        """Whether a comparison holds."""
        difference = self.total([left, right.scaled(Fraction(-1))])
        known = difference.fixed
        if known is not None:
            return COMPARE[comparison](known, Fraction(0))
        edge = -difference.start / difference.unit  # `difference >= 0` is `whole >= edge`
        match comparison:
            case ">=":
                return self._above(difference, math.ceil(edge))
            case ">":
                return self._above(difference, math.floor(edge) + 1)
            case "<=" | "<":
                other = OPPOSITE[comparison]
                return opposite(self.compared(left, other, right))
            case "==":
                if edge.denominator != 1:
                    return False
                above = self._above(difference, int(edge))
                return self.both([above, opposite(self._above(difference, int(edge) + 1))])
            case _:
                return opposite(self.compared(left, "==", right))

    def _above(self, line: Line, number: int) -> Truth:
        if line.least >= number:
            return True
        return False if line.most < number else self.at_least(line.whole, number)

    def rounded(self, line: Line, step: Fraction, how: HowToRound) -> Line:
        """A number rounded."""
        by = line.scaled(1 / step)
        den = 2 * math.lcm(by.unit.denominator, by.start.denominator)
        factor, shift = int(by.unit * den), int(by.start * den)  # `by` is `whole / den`
        whole, least, most = factor * line.whole + shift, factor * by.least, factor * by.most
        least, most = least + shift, most + shift
        half = den // 2
        below, above = {  # steps * den - below <= whole <= steps * den + above
            "down": (0, den - 1),
            "up": (den - 1, 0),
            "half-up": (half, half - 1),
            "half-even": (half, half),
        }[how]
        steps = self.variable(least // den - 1, most // den + 1)
        odd: Any = 0
        if how == "half-even":  # a half goes to the even step
            odd, halves = self.literal(), self.variable(-LARGEST // den, LARGEST // den)
            self.model.add(steps == 2 * halves + odd)
        self.model.add(whole >= steps * den - below + odd)
        self.model.add(whole <= steps * den + above - odd)
        low, high = (int(round_to(Fraction(end, den), Fraction(1), how)) for end in (least, most))
        return Line(steps, low, high, step)

    def multiplied(self, left: Line, right: Line) -> Line:
        """The product of two numbers that both vary."""
        sides: list[Line] = []
        for line in (left, right):
            start = line.start / line.unit
            if start.denominator != 1:
                raise UnsolvableError("a product of numbers that are no multiples of their step")
            by = int(start)
            sides.append(Line(line.whole + by, line.least + by, line.most + by, line.unit))
        a, b = sides
        corners = [x * y for x in (a.least, a.most) for y in (b.least, b.most)]
        made = self.variable(min(corners), max(corners))
        self.model.add_multiplication_equality(made, [a.whole, b.whole])
        return Line(made, min(corners), max(corners), a.unit * b.unit)

    def mean_of(self, lines: Sequence[Line], places: range) -> Line:
        """The mean of those of some numbers that have these places when sorted, ascending."""
        found = self.aligned(lines)
        count = len(found)
        top = self._sum_of_greatest(found, count - places.start)
        rest = self._sum_of_greatest(found, count - places.stop)
        return self.total([top, rest.scaled(Fraction(-1))]).scaled(Fraction(1, len(places)))

    def _sum_of_greatest(self, lines: Sequence[Line], n: int) -> Line:
        if n in (0, len(lines)):
            return self.total(lines) if n else fixed(Fraction(0))
        least, most = min(line.least for line in lines), max(line.most for line in lines)
        bar = self.variable(least, most)
        parts: list[Line] = []
        chosen: list[Truth] = []
        for line in lines:
            taken = self.literal()
            chosen.append(taken)
            self.model.add(line.whole >= bar).only_enforce_if(taken)
            self.model.add(line.whole <= bar).only_enforce_if(taken.negated())
            low, high = min(0, line.least), max(0, line.most)
            part = self.variable(low, high)
            self.model.add(part == line.whole).only_enforce_if(taken)
            self.model.add(part == 0).only_enforce_if(taken.negated())
            parts.append(Line(part, low, high, line.unit))
        self.model.add(sum(chosen) == n)
        return self.total([*parts, fixed(n * lines[0].start)])

    # Solving

    def solve(self, *, least: Line | None = None, seconds: float = 10) -> Solution:
        """Look for a subject, or for one that makes a number least.

        Args:
            least: What to make least, if anything.
            seconds: After which time to give up.
        """
        if least is not None and least.fixed is None:
            self.model.minimize(least.whole)
        solver = self._cp.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.random_seed = 1
        status = solver.solve(self.model)
        if status == self._cp.INFEASIBLE:
            return Solution("impossible", {}, best=True)
        if status not in (self._cp.OPTIMAL, self._cp.FEASIBLE):
            return Solution("unknown", {}, best=False)
        places: dict[str, int] = {id_: solver.value(v) for id_, v in self.places.items()}
        found: dict[str, Fact] = {id_: self.axes[id_].values[at] for id_, at in places.items()}
        return Solution("found", found, best=status == self._cp.OPTIMAL, read=solver.value)


@attrs.frozen
class Solution:
    """What a search came to.

    Args:
        answer: What it came to.
        values: The values of the subject, by the id of indicators and context attributes.
        best: Whether it is proved that none is better.
        read: Tells the value of an expression of the solver.
    """

    answer: Answer
    values: dict[str, Fact]
    best: bool
    read: Callable[[Any], int] = attrs.field(default=int, repr=False)

    def number(self, line: Line) -> Fraction:
        """The value of a number."""
        return line.unit * self.read(line.whole) + line.start


def _ortools() -> Any:  # noqa: ANN401  # it has no types
    try:
        from ortools.sat.python import cp_model
    except ImportError:
        raise MissingExtraError.of("proving and planning", "solve") from None
    return cp_model


def opposite(truth: Truth) -> Truth:
    """Whether something does not hold."""
    return not truth if isinstance(truth, bool) else truth.negated()
