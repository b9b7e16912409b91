"""The fast reading: a program written once as Python source over integers.

Points are kept as whole numbers over a denominator that is known beforehand, bands become a binary
search, and a float is compared with the float nearest to a bound, which decides exactly as its
shortest decimal would. What the fast reading cannot take for certain (a missing or mistyped value, a
value outside its domain, something not applicable, a root) it refuses by returning None; then the
reference reading, which explains what is wrong, has the word.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from operator import itemgetter
from typing import Any, Final, TypeAlias

import attrs

from rubrika.engines.arithmetic import Interval, average, exact_power, kept
from rubrika.engines.exact import IrrationalError, unexpanded
from rubrika.engines.program import TOTAL, Given, Program
from rubrika.errors import RubrikaError
from rubrika.number import exact, round_to
from rubrika.rules.nodes import (
    MIRRORED,
    Always,
    Applicable,
    Average,
    Both,
    Choose,
    Compare,
    Condition,
    Constant,
    Either,
    Expression,
    Greatest,
    Input,
    Least,
    Log,
    Not,
    OneOf,
    Power,
    Product,
    Quotient,
    Rounded,
    Rule,
    Sum,
    Yes,
)
from rubrika.rules.traverse import rewrite

__all__ = ["Fast", "compile_program", "float_at_least", "float_at_most"]

_SAFE: Final = 2**53  # up to here every whole number is a float
_MANY: Final = 40  # from here on a chain of operators is written as a call, lest it nest too deep

Trace: TypeAlias = tuple[int | Fraction, ...]
_Bands: TypeAlias = tuple[list[Fraction], list[Fraction]]
_Shape: TypeAlias = tuple[Given, _Bands | Mapping[bool | str, Fraction]]


@attrs.frozen(eq=False)
class Fast:
    """The two fast readings of a program.

    Args:
        decide: From values by id (and context by id) to the total and the place of the level, or
            None when it refuses. The total is whole over ``denominators[-1]``.
        trace: The same with the number of every step before the place of the level.
        denominators: Of each step; None where the number is a Fraction already.
        source: The Python source that was written.
    """

    decide: Callable[
        [Mapping[str, object], Mapping[str, object]], tuple[int | Fraction, int] | None
    ]
    trace: Callable[[Mapping[str, object], Mapping[str, object]], Trace | None]
    denominators: tuple[int | None, ...]
    source: str


def float_at_least(bound: Fraction) -> float:
    """The least float whose shortest decimal is at least *bound*.

    ``value >= bound`` and ``value >= float_at_least(bound)`` are the same for every float *value*
    read by its shortest decimal, and for every integer up to 2**53.

    >>> float_at_least(Fraction(1, 10)), float_at_least(Fraction(1, 3))
    (0.1, 0.33333333333333337)
    """
    guess = float(bound)
    while Fraction(repr(guess)) >= bound:
        guess = math.nextafter(guess, -math.inf)
    while Fraction(repr(guess)) < bound:
        guess = math.nextafter(guess, math.inf)
    return guess


def float_at_most(bound: Fraction) -> float:
    """The greatest float whose shortest decimal is at most *bound*."""
    return -float_at_least(-bound)


def compile_program(program: Program) -> Fast | None:
    """Write *program* as Python source and compile it; None if it has no fast reading.

    A root or logarithm has none. Rules that nest too deep for Python's own compiler have none either.
    """
    try:
        return _Writer(program).compile()
    except (_NoFastReadingError, RecursionError, SyntaxError, MemoryError):
        return None


class _NoFastReadingError(Exception):
    """A rule cannot be read fast."""


@attrs.frozen
class _Code:
    """Source of a number: whole over *den*, or a Fraction where *den* is None."""

    text: str
    den: int | None

    def over(self, den: int) -> str:
        """The source of the number as whole over *den*, a multiple of its own denominator."""
        assert self.den is not None  # noqa: S101  # asked for whole numbers only
        factor = den // self.den
        if factor == 1:
            return self.text
        return str(int(self.text) * factor) if _is_whole(self.text) else f"({self.text})*{factor}"

    @property
    def fraction(self) -> str:
        """The source of the number as a Fraction."""
        return self.text if self.den is None else f"F({self.text}, {self.den})"


def _is_whole(text: str) -> bool:
    return text.lstrip("-").isdigit()


class _Writer:
    """Writes the source of one program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.lines: list[str] = []
        self.names: dict[str, object] = {
            "F": Fraction,
            "exact": exact,
            "average": _rational_average,
            "power": _rational_power,
            "round_to": round_to,
            "kept": kept,
            "NUMBERS": frozenset((int, float)),
            "errors": (
                TypeError,
                KeyError,
                ValueError,
                ArithmeticError,
                RubrikaError,
                AttributeError,
            ),
        }
        self.variables: dict[Expression, _Code] = {}
        self.raw: dict[Input, str] = {}
        self.count = 0

    # Names

    def name(self, prefix: str, value: object = None) -> str:
        """A new name, bound to *value* if that is given."""
        self.count += 1
        made = f"{prefix}{self.count}"
        if value is not None:
            self.names[made] = value
        return made

    def compile(self) -> Fast:
        givens = {given.input: given for given in self.program.inputs}
        for role, mapping in (("value", "values"), ("context", "context")):
            self.read_inputs(
                mapping, [given for given in givens.values() if given.input.role == role]
            )
        rules = [(step, self.applied(step.points)) for step in self.program.steps]
        shapes = {step.id: self.shape(rule, givens) for step, rule in rules}
        searched = {shape[0].input for shape in shapes.values() if shape is not None}
        for given in givens.values():
            self.check(given, by_search=given.input in searched)
        codes: list[_Code] = []
        for step, rule in rules:
            variable, shape = self.name("p"), shapes[step.id]
            code = self.compute(variable, rule) if shape is None else self.search(variable, *shape)
            self.variables[step.output] = code
            codes.append(code)
        tests = [self.test(self.applied_condition(level)) for level in self.program.levels]
        self.lines.append("level = -1")
        for place, test in enumerate(tests):
            self.lines.append(f"{'elif' if place else 'if'} {test}: level = {place}")
        total = next(c for c, s in zip(codes, self.program.steps, strict=True) if s.id == TOTAL)
        source = self.function("decide", f"{total.text}, level") + self.function(
            "trace", ", ".join(code.text for code in codes) + ", level"
        )
        made: dict[str, Any] = dict(self.names)
        exec(compile(source, "<rubrika rule>", "exec"), made)  # noqa: S102  # written here from checked rules; texts enter by name only
        return Fast(made["decide"], made["trace"], tuple(code.den for code in codes), source)

    def function(self, name: str, result: str) -> str:
        body = "".join(f"        {line}\n" for line in self.lines)
        return (
            f"def {name}(values, context):\n    try:\n{body}        return {result}\n"
            "    except errors:\n        return None\n"
        )

    def applied(self, rule: Expression) -> Expression:
        """*rule* for a subject to which everything applies."""
        made = rewrite(rule, _everything_applies)
        assert isinstance(made, Expression)  # noqa: S101  # rewrite keeps the kind
        return made

    def applied_condition(self, rule: Condition) -> Condition:
        """The same for a condition."""
        made = rewrite(rule, _everything_applies)
        assert isinstance(made, Condition)  # noqa: S101  # rewrite keeps the kind
        return made

    # Inputs

    def read_inputs(self, mapping: str, givens: Sequence[Given]) -> None:
        """Read all inputs into variables, and see to it that none is missing or too many."""
        self.lines.append(f"if len({mapping}) != {len(givens)}: return None")
        numeric = [g for g in givens if isinstance(g.possible, Interval)]
        for kind in (numeric, [g for g in givens if not isinstance(g.possible, Interval)]):
            if not kind:
                continue
            variables = [self.name("v") for _ in kind]
            self.raw.update(
                {g.input: variable for g, variable in zip(kind, variables, strict=True)}
            )
            if len(kind) == 1:
                self.names[key := self.name("k")] = kind[0].id
                self.lines.append(f"{variables[0]} = {mapping}[{key}]")
            else:
                getter = self.name("get", itemgetter(*(g.id for g in kind)))
                self.lines.append(f"{', '.join(variables)} = {getter}({mapping})")
            if (
                kind is numeric
            ):  # mostly all are floats, which one chain of comparisons tells fastest
                classes = " is ".join(f"{variable}.__class__" for variable in variables[:_MANY])
                self.lines.append(
                    f"if {len(kind) > _MANY} or not {classes} is float:\n"
                    f"            if not NUMBERS.issuperset(map(type, ({', '.join(variables)},))): return None"
                )

    def check(self, given: Given, *, by_search: bool) -> None:
        """Refuse values that the domain does not allow, unless the search for points does so."""
        variable, possible = self.raw[given.input], given.possible
        if not isinstance(possible, Interval):
            if not by_search:
                kind = "str" if any(isinstance(option, str) for option in possible) else "bool"
                allowed = self.name("o", possible)
                self.lines.append(
                    f"if type({variable}) is not {kind} or {variable} not in {allowed}: return None"
                )
            return
        if not by_search:
            low, high = _limits(possible)
            self.lines.append(f"if not {low!r} <= {variable} <= {high!r}: return None")
        if given.step is not None:
            origin, step = self.name("c", possible.least or Fraction(0)), self.name("c", given.step)
            self.lines.append(f"if (exact({variable}) - {origin}) % {step}: return None")
        if given.decimals is not None:
            self.lines.append(f"if round({variable}, {given.decimals}) != {variable}: return None")

    # Steps

    def shape(self, rule: Expression, givens: Mapping[Input, Given]) -> _Shape | None:
        """How to search for the points of *rule*, if it is a plain table of bands or of options."""
        bands = _as_bands(rule)
        if bands is not None and bands[0] in givens:
            return givens[bands[0]], bands[1]
        table = _as_table(rule)
        if table is not None and table[0] in givens:
            given = givens[table[0]]
            if not isinstance(given.possible, Interval) and set(given.possible) == set(table[1]):
                return given, table[1]
        return None

    def compute(self, variable: str, rule: Expression) -> _Code:
        """Write the line that puts the number of *rule* into *variable*."""
        code = self.number(rule)
        self.lines.append(f"{variable} = {code.text}")
        return _Code(variable, code.den)

    def search(
        self, variable: str, given: Given, points: _Bands | Mapping[bool | str, Fraction]
    ) -> _Code:
        """Write the lines that look up the points of an input."""
        if isinstance(points, tuple):
            return self.search_bands(variable, given, *points)
        den = math.lcm(*(p.denominator for p in points.values()))
        wholes = {option: int(p * den) for option, p in points.items()}
        read = self.raw[given.input]
        if True in wholes:
            self.lines.append(f"if {read} is True: {variable} = {wholes[True]}")
            self.lines.append(f"elif {read} is False: {variable} = {wholes[False]}")
            self.lines.append("else: return None")
        else:  # a foreign option raises KeyError, so that the reading refuses
            self.lines.append(f"{variable} = {self.name('t', wholes)}[{read}]")
        return _Code(variable, den)

    def search_bands(
        self, variable: str, given: Given, at: list[Fraction], points: list[Fraction]
    ) -> _Code:
        """A binary search: ``points[i]`` from ``at[i - 1]`` on; at both ends the domain is checked."""
        assert isinstance(given.possible, Interval)  # noqa: S101  # only numbers have bands
        low, high = _limits(given.possible)
        den = math.lcm(*(p.denominator for p in points))
        bounds = [float_at_least(bound) for bound in at]
        first = sum(bound <= low for bound in bounds)
        bounds = [bound for bound in bounds if low < bound <= high]
        wholes = [int(p * den) for p in points[first : first + len(bounds) + 1]]
        read = self.raw[given.input]

        def write(start: int, stop: int, indent: str) -> None:
            if start < stop:
                middle = (start + stop + 1) // 2
                self.lines.append(f"{indent}if {read} >= {bounds[middle - 1]!r}:")
                write(middle, stop, indent + " ")
                self.lines.append(f"{indent}else:")
                write(start, middle - 1, indent + " ")
                return
            if start == len(bounds):
                self.lines.append(f"{indent}if {read} > {high!r}: return None")
            if start == 0:  # written so that NaN is refused as well
                self.lines.append(f"{indent}if not {read} >= {low!r}: return None")
            self.lines.append(f"{indent}{variable} = {wholes[start]}")

        write(0, len(bounds), "")
        return _Code(variable, den)

    # Numbers

    def number(self, rule: Expression) -> _Code:
        """The source of *rule*."""
        if rule in self.variables:
            return self.variables[rule]
        match rule:
            case Constant(constant):
                return _Code(str(constant.numerator), constant.denominator)
            case Input():
                variable = self.name("x")
                self.lines.append(f"{variable} = exact({self.raw[rule]})")
                self.variables[rule] = _Code(variable, None)
                return self.variables[rule]
            case Sum(terms):
                return self.together(list(map(self.number, terms)), self.sum_of)
            case Product(factors):
                return self.product([self.number(f) for f in factors])
            case Quotient(top, Constant(constant)):
                return self.product([self.number(top), self.number(Constant(1 / constant))])
            case Quotient(top, bottom):
                return _Code(
                    f"({self.number(top).fraction} / {self.number(bottom).fraction})", None
                )
            case Least(parts):
                return self.together(
                    list(map(self.number, parts)), lambda texts: f"min({', '.join(texts)})"
                )
            case Greatest(parts):
                return self.together(
                    list(map(self.number, parts)), lambda texts: f"max({', '.join(texts)})"
                )
            case Rounded(part, rounding):
                return self.rounding(self.number(part), rounding.step, rounding.how)
            case Power(base, exponent) if exponent.denominator == 1:
                return _Code(
                    f"power({self.number(base).fraction}, {self.name('c', exponent)})", None
                )
            case Choose(cases, otherwise):
                tests = [self.test(when) for when, _ in cases]
                values = [self.number(then) for _, then in cases] + [self.number(otherwise)]
                return self.together(values, lambda texts: self.choice(tests, texts))
            case Average(how, terms, n) if how != "geometric":
                return self.average(
                    how,
                    n,
                    [(t.weight, self.number(t.value)) for t in terms if self.takes_part(t.when)],
                )
            case Power() | Log() | Average():
                raise _NoFastReadingError
            case _:
                raise unexpanded(rule)

    def takes_part(self, when: Condition | None) -> bool:
        """Whether a term takes part, which must be known beforehand."""
        if when is None or isinstance(when, Always):
            return when is None or when.holds
        raise _NoFastReadingError

    def together(self, codes: list[_Code], join: Callable[[list[str]], str]) -> _Code:
        """Join numbers over their common denominator, or as Fractions if one of them is."""
        dens = [code.den for code in codes if code.den is not None]
        if len(dens) < len(codes):
            return _Code(join([code.fraction for code in codes]), None)
        den = math.lcm(*dens)
        return _Code(join([code.over(den) for code in codes]), den)

    def sum_of(self, texts: list[str]) -> str:
        return f"sum(({', '.join(texts)}))" if len(texts) > _MANY else f"({' + '.join(texts)})"

    def choice(self, tests: list[str], texts: list[str]) -> str:
        if len(tests) > _MANY:
            raise _NoFastReadingError
        chain = "".join(f"{text} if {test} else " for test, text in zip(tests, texts, strict=False))
        return f"({chain}{texts[-1]})"

    def product(self, codes: list[_Code]) -> _Code:
        dens = [code.den for code in codes if code.den is not None]
        if len(dens) < len(codes):
            return _Code(f"({' * '.join(code.fraction for code in codes)})", None)
        return _Code(f"({' * '.join(f'({code.text})' for code in codes)})", math.prod(dens))

    def rounding(self, code: _Code, step: Fraction, how: str) -> _Code:
        """Whole multiples of *step* by floor division, which is exact."""
        if code.den is None:
            return _Code(f"round_to({code.text}, {self.name('c', step)}, {how!r})", None)
        top, bottom = f"({code.text}) * {step.denominator}", code.den * step.numerator
        match how:
            case "down":
                whole = f"({top}) // {bottom}"
            case "up":
                whole = f"-(-({top}) // {bottom})"
            case "half-up":
                whole = f"(2 * ({top}) + {bottom}) // {2 * bottom}"
            case _:
                whole = f"round(F({top}, {bottom}))"
        return _Code(f"({whole}) * {step.numerator}", step.denominator)

    def average(self, how: str, n: int, parts: list[tuple[Fraction, _Code]]) -> _Code:
        if how == "arithmetic" and parts:
            total = sum((weight for weight, _ in parts), Fraction(0))
            shares = [self.product([self.number(Constant(w / total)), code]) for w, code in parts]
            return self.together(shares, self.sum_of)
        codes = [code for _, code in parts]
        return self.together(codes, lambda texts: "") if not codes else self.ranked(how, n, codes)

    def ranked(self, how: str, n: int, codes: list[_Code]) -> _Code:
        chosen = self.together(
            codes, lambda texts: f"kept({how!r}, {n}, sorted(({', '.join(texts)},)))"
        )
        count = len(kept(how, n, list(range(len(codes)))))
        if chosen.den is None:
            return _Code(f"(sum({chosen.text}) / {count})", None)
        return _Code(f"sum({chosen.text})", chosen.den * count)

    # Conditions

    def test(self, rule: Condition) -> str:
        """The source of a condition."""
        match rule:
            case Always(holds):
                return str(holds)
            case Compare(Input() as read, comparison, Constant(constant)) if read in self.raw:
                return self.compared_with(self.raw[read], comparison, constant)
            case Compare(Constant(constant), comparison, Input() as read) if read in self.raw:
                return self.compared_with(self.raw[read], MIRRORED[comparison], constant)
            case Compare(left, comparison, right):
                both = self.together(
                    [self.number(left), self.number(right)], f" {comparison} ".join
                )
                return f"({both.text})"
            case OneOf(read, options):
                return f"({self.raw[read]} in {self.name('o', frozenset(options))})"
            case Yes(read):
                return f"({self.raw[read]} is True)"
            case Both(parts):
                return self.joined("all", " and ", map(self.test, parts))
            case Either(parts):
                return self.joined("any", " or ", map(self.test, parts))
            case Not(part):
                return f"(not {self.test(part)})"
            case _:
                raise unexpanded(rule)

    def joined(self, call: str, word: str, tests: Iterable[str]) -> str:
        texts = list(tests)
        return f"{call}(({', '.join(texts)}))" if len(texts) > _MANY else f"({word.join(texts)})"

    def compared_with(self, variable: str, comparison: str, bound: Fraction) -> str:
        """A raw number against a bound, by the float that decides alike."""
        if abs(bound) > _SAFE:
            raise _NoFastReadingError
        if comparison in (">=", "<"):
            return f"({variable} {comparison} {float_at_least(bound)!r})"
        if comparison in (">", "<="):
            return f"({variable} {comparison} {float_at_most(bound)!r})"
        near = float_at_least(bound)
        return (
            f"({variable} {comparison} {near!r})"
            if exact(near) == bound
            else str(comparison == "!=")
        )


def _everything_applies(rule: Rule) -> Rule | None:
    return Always() if isinstance(rule, Applicable) else None


def _limits(possible: Interval) -> tuple[float, float]:
    """The floats between which values are safe and allowed."""
    least = -_SAFE if possible.least is None else max(possible.least, Fraction(-_SAFE))
    most = _SAFE if possible.most is None else min(possible.most, Fraction(_SAFE))
    return float_at_least(Fraction(least)), float_at_most(Fraction(most))


def _as_bands(rule: Expression) -> tuple[Input, _Bands] | None:
    """The bounds and points of a rule that is a plain table of descending bands, in ascending order."""
    if not isinstance(rule, Choose) or not isinstance(rule.otherwise, Constant):
        return None
    at: list[Fraction] = []
    points: list[Fraction] = []
    read: Input | None = None
    for when, then in rule.cases:
        match when, then:
            case Compare(Input() as found, ">=", Constant(bound)), Constant(value) if abs(
                bound
            ) <= _SAFE and (read is None or (found == read and bound < at[-1])):
                read = found
                at.append(bound)
                points.append(value)
            case _:
                return None
    if read is None:
        return None
    return read, (at[::-1], [rule.otherwise.value, *points[::-1]])


def _as_table(rule: Expression) -> tuple[Input, dict[bool | str, Fraction]] | None:
    """The points by option of a rule that looks up an option, or yes and no."""
    if not isinstance(rule, Choose) or not isinstance(rule.otherwise, Constant):
        return None
    read: Input | None = None
    points: dict[bool | str, Fraction] = {}
    for when, then in rule.cases:
        if not isinstance(then, Constant) or not isinstance(when, OneOf | Yes):
            return None
        if read is not None and when.input != read:
            return None
        read = when.input
        for option in when.options if isinstance(when, OneOf) else (True,):
            points.setdefault(option, then.value)
    if read is None:
        return None
    if True in points:
        points.setdefault(False, rule.otherwise.value)
    return read, points


def _rational_average(how: Any, n: int, parts: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    found = average(how, n, parts)
    if found is None:
        raise IrrationalError
    return found


def _rational_power(base: Fraction, exponent: Fraction) -> Fraction:
    found = exact_power(base, exponent)
    if found is None:
        raise IrrationalError
    return found
