"""Plans: how the rows of a frame are scored, stage by stage, and what stays open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

import attrs

from rubrika.engines.compiled import applied
from rubrika.errors import FrameError, Problem
from rubrika.frames.binding import Binding
from rubrika.frames.checking import faults_of
from rubrika.frames.columns import Column
from rubrika.frames.compiling import Compiler
from rubrika.frames.conditions import Test
from rubrika.frames.dialect import Expr, cast_to, concat, divided, lit, when
from rubrika.frames.numbers import NotExpressibleError, Number, balanced, upper
from rubrika.frames.options import PROBLEM
from rubrika.frames.reasons import Reason, reasons_of
from rubrika.frames.settling import Settler
from rubrika.rules.nodes import Input

__all__ = ["OPEN", "Plan", "plan_of"]

_PREFIX: Final = "__rubrika_"
OPEN: Final = f"{_PREFIX}open"
"""The column that says which rows are left to the exact engine."""

_TEXTS: Final = ("level", "possible", "why", PROBLEM)


@attrs.frozen(eq=False)
class Plan:
    """How rows are scored.

    Args:
        binding: Which column is what.
        stages: The columns that are made in each stage, by name.
        outputs: The expression of each output, by the name of its column.
        open: Where the exact engine has the word; None if nowhere.
        denominators: Of each output in whole numbers.
        numbers: How the points of each node are worked out; empty where the exact engine does.
        reasons: Which nodes and levels leave rows to the exact engine, and why.
        why_exact: Why all rows are left to the exact engine, if they are.
    """

    binding: Binding
    stages: tuple[Mapping[str, Expr], ...]
    outputs: Mapping[str, Expr]
    open: Expr | None
    denominators: Mapping[str, int]
    numbers: Mapping[str, Number] = attrs.field(factory=dict[str, Number])
    reasons: tuple[tuple[str, str], ...] = ()
    why_exact: str = ""

    def settler(self) -> Settler:
        """What scores the rows that are left open."""
        return Settler(self.binding, self.denominators)


@lru_cache(maxsize=32)  # a binding is the same for frame after frame of one kind
def plan_of(binding: Binding) -> Plan:
    """Work out how the rows of a frame are scored.

    Raises:
        FrameError: when whole numbers are asked for, and points are not whole over any denominator.
    """
    why = ""
    if binding.unreadable:
        why = f"only Python can read the columns {', '.join(map(repr, binding.unreadable))}"
    else:
        try:
            compiler = Compiler(
                binding.rubric.program,
                binding.columns,
                levels=[level.id for level in binding.rubric.levels],
                prefix=_PREFIX,
                wanted=binding.options.nodes,
            )
        except NotExpressibleError:
            why = "a rule of the rubric is no expression over columns"
        else:
            return _Planning(binding, compiler).plan()
    return _exact_plan(binding, why)


def _exact_plan(binding: Binding, why: str) -> Plan:
    options = binding.options
    if options.numbers == "whole":
        raise FrameError(_not_whole(why))
    outputs = {
        options.name_of(output): _as(lit(None), output)
        for output in options.outputs
        if output != PROBLEM
    }
    bad = _bad(binding)
    where: Expr = lit(True)
    if options.bad == "tell":
        outputs[options.name_of(PROBLEM)] = _problem(binding)
        where = where if bad is None else ~bad
    return Plan(binding, (), outputs, where, {}, why_exact=why)


def _as(expression: Expr, output: str) -> Expr:
    return cast_to(expression, "String" if output in _TEXTS else "Float64")


def _not_whole(why: str) -> Problem:
    return Problem(
        "not-whole",
        f"points are not whole numbers over one denominator: {why}",
        "numbers",
        'Ask for floats: numbers="float"; or declare decimals.',
    )


def _bad(binding: Binding) -> Expr | None:
    """Where a row is bad."""
    found = [column.bad for column in binding.columns.values() if column.guarded]
    tests = [test for test in found if test is not None]
    tests += [column.null for column in binding.columns.values() if binding.required(column)]
    for absence in binding.absences:
        column = binding.columns[absence.indicator.value]
        tests += [where for _, _, where in absence.faults(column)]
    return balanced(lambda a, b: a | b, tests) if tests else None


def _problem(binding: Binding) -> Expr:
    """What is wrong with each row, in words; null where nothing is."""
    parts = [
        when(fault.where).then(lit(f"{fault.column}: {fault.words}"))
        for fault in faults_of(binding)
    ]
    if not parts:
        return lit(None, "String")
    bad = _bad(binding)
    joined = concat(parts, "; ")
    return joined if bad is None else when(bad).then(joined)


class _Planning:
    def __init__(self, binding: Binding, compiler: Compiler) -> None:
        self.binding = binding
        self.compiler = compiler
        self.options = binding.options

    def plan(self) -> Plan:
        """The plan of expressions."""
        options, compiler = self.options, self.compiler
        made: dict[str, Expr] = {}
        denominators: dict[str, int] = {}
        total = compiler.total
        if len(total.sides) > 1 and {"points", "least", "most"} & set(options.give):
            total = compiler.stages.kept(total)
        for output in options.give:
            match output:
                case "points":
                    made[output] = self.points(output, total, denominators)
                case "least" | "most":
                    side = total.low if output == "least" else total.high
                    one = attrs.evolve(total, low=side, high=side)
                    made[output] = self.number(one, "points", denominators)
                case "level":
                    made[output] = self.level()
                case "possible":
                    made[output] = self.possible()
                case _:
                    made[output] = self.why()
        for id_ in options.nodes:
            made[id_] = self.points(id_, compiler.numbers[Input("points", id_)], denominators)
        bad = _bad(self.binding) if options.bad == "tell" else None
        if bad is not None:
            bad = compiler.stages.stored(bad, 0)
            made = {output: when(~bad).then(expression) for output, expression in made.items()}
        if options.bad == "tell":
            made[PROBLEM] = _problem(self.binding)
        outputs = {options.name_of(output): made[output] for output in options.outputs}
        return Plan(
            self.binding,
            tuple(compiler.stages.made),
            outputs,
            self.open(bad),
            denominators,
            {
                read.id: number
                for read, number in compiler.numbers.items()
                if isinstance(read, Input)
            },
            self.reasons(),
        )

    def open(self, bad: Expr | None) -> Expr | None:
        """Where the exact engine has the word."""
        found = list(self.compiler.stages.open)
        found += [c.far for c in self.binding.columns.values() if c.far is not None]
        found += [absence.where for absence in self.binding.absences]
        found += [column.null for column in self.may_not_apply()]
        if not found:
            return None
        where = balanced(lambda a, b: a | b, list({id(where): where for where in found}.values()))
        return where if bad is None else where & ~bad

    def may_not_apply(self) -> list[Column]:
        """The columns where a missing value may also mean that the indicator does not apply."""
        columns = self.binding.columns.values()
        return [column for column in columns if column.given.optional and column.nullable]

    def reasons(self) -> tuple[tuple[str, str], ...]:
        """Why rows are left to the exact engine."""
        found = list(self.compiler.stages.reasons)
        for column in self.binding.columns.values():
            if column.far is not None:
                why = (
                    "a cell is no plain numeral, yes or no"
                    if column.reads_text
                    else f"a value is beyond {float(column.limits.most or 0):g}"
                )
                found.append((column.given.id, why))
        found += [(absence.indicator.id, "it does not apply") for absence in self.binding.absences]
        found += [
            (column.given.id, "it is missing, and may not apply") for column in self.may_not_apply()
        ]
        return tuple(found)

    # Outputs

    def points(self, output: str, number: Number, denominators: dict[str, int]) -> Expr:
        """Points where they are known."""
        found = self.number(number, output, denominators)
        if len(number.sides) == 1:
            return found
        if number.den is None:  # two floats do not tell whether two numbers are one
            stages = self.compiler.stages
            near = (number.high - number.low).abs() <= upper(4 * number.error)
            why = "floats do not tell whether points are known"
            stages.unsure(near & stages.missing(number.waits), why)
        return when(number.low == number.high).then(found)

    def number(self, number: Number, output: str, denominators: dict[str, int]) -> Expr:
        """A number as it is given out."""
        if self.options.numbers == "whole":
            if number.den is None:
                raise FrameError(_not_whole("they are worked out in floats"))
            denominators[output] = number.den
            return cast_to(number.low, "Int64")
        return divided(cast_to(number.low, "Float64"), number.den or 1)

    def level(self) -> Expr:
        """The highest level that holds; null where that is open."""
        cases: list[tuple[Expr, str | None]] = []
        for level, test in zip(self.binding.rubric.levels, self.compiler.levels, strict=True):
            if test.always is False:
                continue
            cases.append((test.yes, level.id))
            if test.always:
                break
            if test.no is not None:
                cases.append((~test.no, None))
        return self.chain(cases, self.options.no_level)

    def chain(self, cases: Sequence[tuple[Expr, str | None]], otherwise: str | None) -> Expr:
        """The text beside the first condition that holds."""
        if not cases:
            return lit(otherwise, "String")
        (first, text), *rest = cases
        chain = when(first).then(_literal(text))
        for where, text in rest:
            chain = chain.when(where).then(_literal(text))
        return cast_to(chain.otherwise(_literal(otherwise)), "String")

    def possible(self) -> Expr:
        """The levels that can still be given."""
        parts: list[Expr] = []
        above: Expr | None = None
        for level, test in zip(self.binding.rubric.levels, self.compiler.levels, strict=True):
            here = ~test.fails if above is None else ~test.fails & ~above
            parts.append(when(here).then(lit(level.id)))
            above = test.yes if above is None else above | test.yes
        none = lit(self.options.no_level)
        if above is None:
            return cast_to(none, "String")
        parts.append(when(~above).then(none))
        return concat(parts, ", ")

    def why(self) -> Expr:
        """The first requirement of the next level up that does not hold for certain."""
        reasons = reasons_of(self.binding.rubric, self.options.lang)
        cases: list[tuple[Expr, Expr]] = []
        tests = self.compiler.levels
        lacks = [self.first_lacking(level) for level in reasons]
        for place, test in enumerate(tests):
            lack = lit(None, "String") if place == 0 else lacks[place - 1]
            cases.append((test.yes, lack))
        if not cases:
            return lit(None, "String")
        chain = when(cases[0][0]).then(cases[0][1])
        for where, then in cases[1:]:
            chain = chain.when(where).then(then)
        return chain.otherwise(lacks[-1])

    def first_lacking(self, reasons: Sequence[Reason]) -> Expr:
        """The text of the first of some requirements that does not hold for certain."""
        cases: list[tuple[Expr, str | None]] = []
        for reason in reasons:
            test: Test = self.compiler.test(applied(reason.condition))
            if test.always is True:
                continue
            cases.append((~test.yes, reason.text))
            if test.always is False:
                break
        return self.chain(cases, None)


def _literal(text: str | None) -> Expr:
    return lit(None, "String") if text is None else lit(text)
