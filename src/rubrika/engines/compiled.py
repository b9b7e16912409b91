"""The fast reading: a program written once as Python source over integers.

Points are kept as whole numbers over a denominator that is known beforehand, bands become a binary
search, and a float is compared with the float nearest to a bound, which decides exactly as its
shortest decimal would. What the fast reading cannot take for certain (a missing or mistyped value,
a value outside its domain, something not applicable, a root) it refuses by returning None; then the
reference reading, which explains what is wrong, has the word.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from operator import itemgetter
from types import FunctionType
from typing import Any, Final, NamedTuple, NoReturn, TypeAlias, TypeVar, cast

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.engines.lookups import (
    LARGEST_WHOLE_FLOAT,
    Steps,
    Table,
    as_steps,
    as_table,
    float_at_least,
    float_limits,
)
from rubrika.engines.program import Given, Program
from rubrika.engines.source import MANY, Code, NoFastReadingError, RuleWriter
from rubrika.errors import RubrikaError
from rubrika.rules.nodes import (
    Always,
    Applicable,
    Average,
    Condition,
    Constant,
    Expression,
    Power,
    Quotient,
    Rule,
    Sum,
)
from rubrika.rules.traverse import rewrite, walk

__all__ = ["Fast", "Trace", "applied", "compile_program"]

_REMEMBERED: Final = 4096  # outcomes for each level

Trace: TypeAlias = tuple[int | Fraction, ...]
"""The number of every step, and the place of the level (-1: none)."""

_Outcome = TypeVar("_Outcome")


@attrs.frozen(eq=False)
class Fast:
    """The fast reading of a program.

    Args:
        trace: From a dict of values by id, and one of the context, to the number of every step and
            the place of the level; None when it refuses.
        denominators: Of each step; None where the number is a Fraction already.
        source: The Python source that was written.
    """

    trace: Callable[[object, object], Trace | None]
    denominators: tuple[int | None, ...]
    source: str
    _decide: _Made
    _levels: int

    def deciding(
        self,
        make: Callable[[Fraction, int], _Outcome],
        refused: Callable[[Any, Any], _Outcome],
    ) -> Callable[..., _Outcome]:
        """The function from values (and the keyword *context*) to an outcome.

        It works out only what the total and the level need.

        Args:
            make: What makes the outcome of the total and the place of the level; the same outcome
                is made only once.
            refused: What is asked when the fast reading refuses.
        """
        known: dict[int, dict[int | Fraction, _Outcome]] = {
            place: {} for place in range(-1, self._levels)
        }

        def unknown(values: object, context: object) -> _Outcome:
            found = self.trace(values, context)
            if found is None:
                return refused(values, context)
            total, place = found[-2], cast("int", found[-1])
            made = make(_over(total, self.denominators[-1]), place)
            if len(known[place]) < _REMEMBERED:
                known[place][total] = made
            return made

        names: dict[str, object] = {f"known{place}": known[place] for place in range(self._levels)}
        names |= {"none": known[-1], "unknown": unknown}
        made = FunctionType(self._decide.function.__code__, {**self._decide.names, **names})
        made.__kwdefaults__ = self._decide.function.__kwdefaults__
        return made


class _Made(NamedTuple):
    """A function that was written, and the names that it knows."""

    function: Callable[..., Any]
    names: dict[str, object]


def _over(number: int | Fraction, den: int | None) -> Fraction:
    return cast("Fraction", number) if den is None else Fraction(number, den)


def compile_program(program: Program) -> Fast | None:
    """Write *program* as Python source and compile it; None if it has no fast reading.

    A root or logarithm has none, nor has a rule that cannot be read at all. Rules that nest too
    deep for Python's own compiler have none either.
    """
    try:
        return _ProgramWriter(program).compile()
    except (NoFastReadingError, RubrikaError, RecursionError, SyntaxError, MemoryError):
        return None


_REFUSED: Final = (TypeError, KeyError, ValueError, ArithmeticError, AttributeError, RubrikaError)
_Applied = TypeVar("_Applied", Expression, Condition)


def applied(rule: _Applied) -> _Applied:
    """*rule* for a subject to which everything applies."""

    def change(part: Rule) -> Rule | None:
        return Always() if isinstance(part, Applicable) else None

    return cast("_Applied", rewrite(rule, change))  # it keeps the kind


def _may_fail(rule: Rule) -> bool:
    """Whether a rule divides by what may be zero."""
    return any(
        (isinstance(part, Quotient) and not isinstance(part.bottom, Constant))
        or (isinstance(part, Power) and part.exponent < 0)
        for part in walk(rule)
    )


class _ProgramWriter:
    """Writes the source of one program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.givens = {given.input: given for given in program.inputs}
        self.raw = {read: f"v{place}" for place, read in enumerate(self.givens)}
        self.numbers = [applied(step.points) for step in program.steps]
        self.levels = [applied(level) for level in program.levels]
        self.tables = [self.table(number) for number in self.numbers]

    def compile(self) -> Fast:
        """Write and compile both readings."""
        trace, codes = self.body(frozenset())
        texts = ", ".join(code.text for code in codes)
        tests = self.tests(trace)
        places = [f"{'elif' if i else 'if'} {test}: level = {i}" for i, test in enumerate(tests)]
        trace.lines += ["level = -1", *places, f"return {texts}, level"]
        trace_source = _function("trace(values, context)", trace.lines, "None")

        decide, short = self.body(self.used_once())
        total = short[-1].text
        tests = self.tests(decide)
        decide.lines += [f"if {test}: return known{i}[{total}]" for i, test in enumerate(tests)]
        decide.lines.append(f"return none[{total}]")
        unknown = "unknown(values, context)"
        decide_source = _function("decide(values, *, context=None)", decide.lines, unknown)

        return Fast(
            _made("trace", trace_source, trace.names).function,
            tuple(code.den for code in codes),
            trace_source + decide_source,
            _made("decide", decide_source, decide.names),
            len(tests),
        )

    def tests(self, rules: RuleWriter) -> list[str]:
        """The source of each level; what can fail is read even where a higher level holds."""
        texts = [rules.test(level) for level in self.levels]
        for place, level in enumerate(self.levels):
            if _may_fail(level):
                rules.lines.append(f"l{place} = {texts[place]}")
                texts[place] = f"l{place}"
        return texts

    def used_once(self) -> frozenset[Expression]:
        """The steps with a table that are only read to be added up, and so need no variable."""
        rules: list[Rule] = [*self.numbers, *self.levels]
        uses = Counter(part for rule in rules for part in walk(rule))
        added: set[Expression] = set()
        for number in self.numbers:
            match number:
                case Sum(terms):
                    added |= set(terms)
                case Average("arithmetic", parts):
                    added |= {part.value for part in parts}
                case _:
                    pass
        return frozenset(
            step.output
            for step, table in zip(self.program.steps, self.tables, strict=True)
            if table is not None and uses[step.output] == 1 and step.output in added
        )

    def body(self, inlined: frozenset[Expression]) -> tuple[RuleWriter, list[Code]]:
        """Write the lines up to the levels; the steps *inlined* are written where they are used."""
        rules = RuleWriter(self.raw, self.givens)
        rules.names |= {"errors": _REFUSED, "no": _refuse, "NUMBERS": frozenset((int, float))}
        for role, mapping in (("value", "values"), ("context", "context")):
            self.read(rules, mapping, [g for g in self.givens.values() if g.input.role == role])
        searched = {table.read for table in self.tables if table is not None}
        for given in self.givens.values():
            self.check(rules, given, by_search=given.input in searched)
        codes: list[Code] = []
        for place, (step, rule) in enumerate(zip(self.program.steps, self.numbers, strict=True)):
            table = self.tables[place]
            code = rules.number(rule) if table is None else self.search(rules, table)
            if step.output not in inlined:
                rules.lines.append(f"p{place} = {code.text}")
                code = Code(f"p{place}", code.den)
            rules.variables[step.output] = code
            codes.append(code)
        return rules, codes

    # Inputs

    def read(self, rules: RuleWriter, mapping: str, givens: Sequence[Given]) -> None:
        """Read all inputs into variables, and see to it that none is missing or too many."""
        if not givens:
            rules.lines.append(f"if {mapping}: no()")
            return
        count = len(givens)
        rules.lines.append(f"if type({mapping}) is not dict or len({mapping}) != {count}: no()")
        variables = [self.raw[given.input] for given in givens]
        getter = rules.name("get", itemgetter(*(given.id for given in givens)))
        rules.lines.append(f"{', '.join(variables)} = {getter}({mapping})")
        numbers = [self.raw[g.input] for g in givens if isinstance(g.possible, Interval)]
        if numbers:
            rules.lines.append(f"if {_mistyped(numbers)}: no()")

    def check(self, rules: RuleWriter, given: Given, *, by_search: bool) -> None:
        """Refuse values that the domain does not allow, unless the search for points does so."""
        variable, possible = self.raw[given.input], given.possible
        if isinstance(possible, Interval):
            low, high = float_limits(possible)
            tests = [] if by_search else [f"not {low!r} <= {variable} <= {high!r}"]
            if given.step is not None:
                origin = rules.name("c", possible.least or Fraction(0))
                tests.append(f"(exact({variable}) - {origin}) % {rules.name('c', given.step)}")
            if given.decimals is not None:
                tests.append(f"round({variable}, {given.decimals}) != {variable}")
        else:
            kind = "str" if any(isinstance(option, str) for option in possible) else "bool"
            allowed = f"{variable} not in {rules.name('o', possible)}"
            tests = [] if by_search else [f"type({variable}) is not {kind} or {allowed}"]
        rules.lines += [f"if {test}: no()" for test in tests]

    # Steps

    def table(self, rule: Expression) -> Steps | Table | None:
        """The table in which to search for the points of *rule*, if it is one."""
        found = as_steps(rule) or as_table(rule)
        given = None if found is None else self.givens.get(found.read)
        match found:
            case Steps(_, bounds) if given is not None and isinstance(given.possible, Interval):
                return found if max(map(abs, bounds)) <= LARGEST_WHOLE_FLOAT else None
            case Table(_, values) if given is not None and given.possible == values.keys():
                return found
            case _:
                return None

    def search(self, rules: RuleWriter, table: Steps | Table) -> Code:
        """The source of what an input gives, which refuses what is not in its domain."""
        raw = self.raw[table.read]
        values = table.values if isinstance(table, Steps) else list(table.values.values())
        den = math.lcm(*(value.denominator for value in values))
        wholes = [int(value * den) for value in values]
        if isinstance(table, Steps):
            limits = float_limits(cast("Interval", self.givens[table.read].possible))
            return Code(_searched(raw, table.bounds, wholes, *limits), den)
        points = dict(zip(table.values, wholes, strict=True))
        if True in points:
            no = f"{points[False]} if {raw} is False else no()"
            return Code(f"({points[True]} if {raw} is True else {no})", den)
        return Code(f"{rules.name('t', points)}[{raw}]", den)  # KeyError for a foreign option


def _searched(
    raw: str, bounds: Sequence[Fraction], wholes: Sequence[int], low: float, high: float
) -> str:
    """The source of a binary search, which checks the domain at both ends."""
    floats = [float_at_least(bound) for bound in bounds]
    inside = [(at, whole) for at, whole in zip(floats, wholes[1:], strict=True) if low < at <= high]
    lowest = wholes[sum(at <= low for at in floats)]

    def write(lower: int, cases: Sequence[tuple[float, int]], *, first: bool, last: bool) -> str:
        if cases:
            middle = len(cases) // 2
            at, whole = cases[middle]
            above = write(whole, cases[middle + 1 :], first=False, last=last)
            below = write(lower, cases[:middle], first=first, last=False)
            return f"({above} if {raw} >= {at!r} else {below})"
        limits = [f"{low!r} <= "] * first + [raw] + [f" <= {high!r}"] * last  # NaN is outside
        return f"({lower} if {''.join(limits)} else no())" if first or last else str(lower)

    return write(lowest, inside, first=True, last=True)


def _mistyped(variables: Sequence[str]) -> str:
    """The test whether one is neither int nor float. Mostly all are floats, told fastest."""
    test = f"not NUMBERS.issuperset(map(type, ({', '.join(variables)},)))"
    if len(variables) > MANY:
        return test
    floats = " and ".join(f"{variable}.__class__ is FLOAT" for variable in variables)
    return f"not ({floats}) and {test}"


def _refuse() -> NoReturn:
    raise ValueError


def _function(head: str, lines: Sequence[str], otherwise: str) -> str:
    body = "".join(f"        {line}\n" for line in lines)
    return (
        f"def {head}:\n    FLOAT = float\n    try:\n{body}    except errors:\n        pass\n"
        f"    return {otherwise}\n"
    )


def _made(name: str, source: str, names: dict[str, object]) -> _Made:
    made: dict[str, Any] = dict(names)
    exec(compile(source, "<rubrika rule>", "exec"), made)  # noqa: S102  # written here from checked rules; texts enter by name only
    return _Made(made[name], made)
