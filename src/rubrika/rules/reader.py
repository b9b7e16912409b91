"""Reading a rule string: Python's syntax tree, through a whitelist, into nodes."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Final, TypeVar, cast

from rubrika.errors import Problem, RubrikaError, RuleError, near_miss, told
from rubrika.number import HowToRound, exact
from rubrika.rules.functions import choose, clamp, greatest, least, log, root, rounded
from rubrika.rules.grammar import (
    AND_HINT,
    CALLS,
    COUNTED,
    DEPTH,
    FOREIGN,
    NAMES,
    OPTION_HINT,
    SYNTAX,
    Group,
    Side,
    arguments_of,
    compared,
    foldable,
    is_text,
    member_role,
    refusal,
    spine_of,
    text_of,
)
from rubrika.rules.nodes import (
    ONE,
    Always,
    Applicable,
    Average,
    Condition,
    Constant,
    Expression,
    Input,
    Met,
    Rule,
    Statistic,
    Tally,
    Term,
    Yes,
    add,
    both,
    divide,
    either,
    multiply,
    negate,
    power,
)
from rubrika.rules.scan import DEEPEST, Scanned, scan
from rubrika.sources import Cited, Source, cited

__all__ = ["parse", "parse_condition", "parse_expression"]

_NO_SOURCES: Final[Mapping[str, Source]] = MappingProxyType({})
_Read = TypeVar("_Read", bound=Rule)
_MOST_PROBLEMS = 20


def parse(text: str, *, sources: Mapping[str, Source] = _NO_SOURCES) -> Rule:
    """Read a rule string; :mod:`rubrika.rules` tells the language.

    The string is a small subset of Python expressions. It is read through a whitelist and never
    evaluated; numbers are exact as they are written.

    Args:
        text: The rule: up to 200,000 characters, nested up to 100 deep.
        sources: The sources that ``cited(85, "id")`` may name, by their ids.

    Raises:
        RuleError: with all problems that were found, each with its column.

    >>> rule = parse('total >= 85 and every("criteria") >= percent(50)')
    >>> print(rule)
    total >= 85 and every("criteria") >= percent(50)
    >>> parse("totl >= 85")
    Traceback (most recent call last):
    ...
    rubrika.errors.RuleError: there is no 'totl' (column 1: totl). Did you mean 'total'? [rule-name]
    """
    return _read(text, sources, _Reader.rule)


def parse_condition(text: str, *, sources: Mapping[str, Source] = _NO_SOURCES) -> Condition:
    """Read a rule string that must be a condition, such as a requirement.

    Raises:
        RuleError: as :func:`parse`, and when the rule is a number.

    >>> print(parse_condition("50 <= total < 90"))
    50 <= total and total < 90
    """
    return _read(text, sources, _Reader.condition)


def parse_expression(text: str, *, sources: Mapping[str, Source] = _NO_SOURCES) -> Expression:
    """Read a rule string that must be a number, such as a formula.

    Raises:
        RuleError: as :func:`parse`, and when the rule is a condition.

    >>> print(parse_expression("clamp(value * 0.1, 0, 10)"))
    clamp(0.1 * value, 0, 10)
    """
    return _read(text, sources, _Reader.expression)


def _read(
    text: str,
    sources: Mapping[str, Source],
    read: Callable[[_Reader, ast.expr], _Read | None],
) -> _Read:
    scanned = scan(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as "is" beside a number, which is refused anyway
            body = ast.parse(scanned.source, mode="eval").body
    except SyntaxError as error:
        start = (error.offset or 0) - 2
        problem = Problem("rule-syntax", "this is no rule", hint=SYNTAX)
        raise RuleError(scanned.locate(problem, start, start + 10)) from None
    except (ValueError, MemoryError, RecursionError):
        raise RuleError(
            Problem("rule-depth", "the rule is nested too deeply", hint=DEPTH)
        ) from None
    reader = _Reader(scanned, sources)
    try:
        made = read(reader, body)
    except _Enough:
        made = None
    if reader.problems or made is None:
        raise RuleError(reader.problems)
    return made


class _Enough(Exception):  # noqa: N818 - it is a signal, not an error
    """So many problems were found that more would not help."""


class _Reader:
    """Reads syntax trees. A part that cannot be read is noted, and the others are read still."""

    def __init__(self, scanned: Scanned, sources: Mapping[str, Source]) -> None:
        self.scanned = scanned
        self.bytes = scanned.source.encode()
        self.sources = sources
        self.problems: list[Problem] = []
        self.depth = 0

    def note(self, node: ast.expr, problems: Sequence[Problem]) -> None:
        """Note *problems* of *node*, with where it stands."""
        start, end = self._span(node)
        for problem in problems:
            self.problems.append(self.scanned.locate(problem, start - 1, end - 1))
        if len(self.problems) >= _MOST_PROBLEMS:
            raise _Enough

    def _span(self, node: ast.expr) -> tuple[int, int]:
        """Where *node* starts and ends in the source, in characters (Python tells bytes)."""
        ends = (node.col_offset, node.end_col_offset or node.col_offset)
        start, end = (len(self.bytes[:offset].decode()) for offset in ends)
        return start, end

    # The three kinds of reading: what a node says, and that it says a number or a condition.

    def rule(self, node: ast.expr) -> Rule | None:
        """What *node* says; None if that cannot be told (the problem is noted)."""
        self.depth += 1
        try:
            if self.depth > DEEPEST:
                raise refusal("rule-depth", "the rule is nested too deeply", DEPTH)
            return self._rule(node)
        except RubrikaError as error:
            self.note(node, error.problems)
            return None
        finally:
            self.depth -= 1

    def expression(self, node: ast.expr) -> Expression:
        """The number that *node* says; a stand-in if it says none (the problem is noted)."""
        made = self.rule(node)
        if isinstance(made, Condition):
            hint = (
                'Write yes(value("id")) for a yes-or-no answer.'
                if isinstance(made, Always)
                else "Write choose(condition, 1, 0) to count it."
            )
            problem = Problem("rule-kind", "a number is due here, not a condition", hint=hint)
            self.note(node, [problem])
        return made if isinstance(made, Expression) else ONE

    def condition(
        self, node: ast.expr, hint: str = "Compare it with something: total >= 85."
    ) -> Condition:
        """The condition that *node* says; a stand-in if it says none (the problem is noted)."""
        made = self.rule(node)
        if isinstance(made, Expression):
            problem = Problem("rule-kind", "a condition is due here, not a number", hint=hint)
            self.note(node, [problem])
        return made if isinstance(made, Condition) else Always()

    def _rule(self, node: ast.expr) -> Rule | None:
        match node:
            case ast.Constant(value=bool(holds)):
                return Always(holds)
            case ast.Constant(value=int() | float()):
                return Constant(exact(self.bytes[node.col_offset : node.end_col_offset].decode()))
            case ast.Constant(value=str()):
                raise refusal(
                    "rule-kind", "a text is neither a number nor a condition", OPTION_HINT
                )
            case ast.Name(id=name):
                return self._name(name)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return multiply(-1, self.expression(operand))
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.expression(operand)
            case ast.UnaryOp(operand=operand):  # not and ~
                return negate(self.condition(operand))
            case ast.BoolOp(op=ast.And(), values=values):
                return both(*[self.condition(value) for value in values])
            case ast.BoolOp(values=values):
                return either(*[self.condition(value) for value in values])
            case ast.BinOp(op=op):
                return self._operation(node, op)
            case ast.Compare():
                return self._comparison(node)
            case ast.Call(func=ast.Name(id=name)):
                return self._call(node, name)
            case _:
                what, hint = FOREIGN.get(type(node), ("such thing", SYNTAX))
                raise refusal("rule-form", f"rules know no {what}", hint)

    def _name(self, name: str) -> Expression:
        if name not in NAMES:
            hint = (
                f"Write {CALLS[name].usage}."
                if name in CALLS
                else near_miss(name, [*NAMES, *CALLS, "True", "False"])
            )
            raise refusal("rule-name", f"there is no {told(name)}", hint)
        return NAMES[name]

    # Operators

    def _operation(self, node: ast.BinOp, op: ast.operator) -> Rule:
        match op:
            case ast.Add() | ast.Sub():
                terms = [
                    multiply(-1, self.expression(term))
                    if isinstance(sign, ast.Sub)
                    else self.expression(term)
                    for sign, term in spine_of(node, (ast.Add, ast.Sub))
                ]
                return add(*foldable(terms))
            case ast.Mult() | ast.Div():
                return self._product(node)
            case ast.Pow():
                return power(self.expression(node.left), self._number(node.right))
            case ast.BitAnd():
                operands = spine_of(node, (ast.BitAnd,))
                return both(*[self.condition(part, AND_HINT) for _, part in operands])
            case ast.BitOr():
                operands = spine_of(node, (ast.BitOr,))
                return either(*[self.condition(part, AND_HINT) for _, part in operands])
            case _:
                raise refusal(
                    "rule-form", "rules know no such operator", "They know + - * / and **."
                )

    def _product(self, node: ast.BinOp) -> Expression:
        spine = spine_of(node, (ast.Mult, ast.Div))
        operands = foldable([self.expression(operand) for _, operand in spine])
        factors: list[Expression] = []
        for (op, _), operand in zip(spine, operands, strict=True):
            if isinstance(op, ast.Div):
                factors = [divide(multiply(*factors), operand)]
            else:
                factors.append(operand)
        return multiply(*factors)

    # Comparisons

    def _comparison(self, node: ast.Compare) -> Condition | None:
        before = len(self.problems)
        sides = [self._side(side) for side in (node.left, *node.comparators)]
        if len(self.problems) > before:
            return None
        pairs = zip(sides, node.ops, sides[1:], strict=False)
        return both(*[compared(left, op, right) for left, op, right in pairs])

    def _side(self, node: ast.expr) -> Side:
        match node:
            case ast.Constant(value=str()):
                return text_of(node)
            case ast.Tuple(elts=options) | ast.List(elts=options):
                return tuple(text_of(option) for option in options)
            case ast.Call(func=ast.Name(id="every" | "some" as quantifier)):
                given, _ = arguments_of(node, quantifier)
                return Group(
                    "every" if quantifier == "every" else "some",
                    text_of(given["group"]),
                    member_role(given),
                )
            case _:
                return self.expression(node)

    # Calls

    def _call(self, node: ast.Call, name: str) -> Rule:
        if name not in CALLS:
            hint = near_miss(name, CALLS)
            raise refusal("rule-call", f"there is no {name}(…)", hint)
        given, many = arguments_of(node, name)
        match name:
            case "points" | "share" | "value":
                return Input(name, text_of(given["id"]))
            case "context":
                return Input("context", text_of(given["name"]))
            case "met":
                return Met(text_of(given["id"]))
            case "applies":
                return Applicable(text_of(given["id"]))
            case "yes":
                return Yes(self._input(given["input"]))
            case "percent":
                return Constant(self._plain(given["number"]) / 100)
            case "cited":
                return Constant(cited(self._plain(given["number"]), self._source(given["source"])))
            case "count":
                return self._count(given, many)
            case "choose":
                return self._choose(many)
            case "average":
                return self._average(given, many)
            case "rounded":
                step = self._number(given["step"]) if "step" in given else Fraction(1)
                how = text_of(given["how"]) if "how" in given else "half-up"
                return rounded(self.expression(given["x"]), step, cast("HowToRound", how))
            case "root":
                degree = self._number(given["degree"]) if "degree" in given else Fraction(2)
                return root(self.expression(given["x"]), degree)
            case "log":
                return log(self.expression(given["x"]))
            case "clamp":
                x, low, high = (self.expression(given[part]) for part in ("x", "low", "high"))
                return clamp(x, low, high)
            case "sum" | "product" | "least" | "greatest":
                build = {"sum": add, "product": multiply, "least": least, "greatest": greatest}
                return build[name](*foldable([self.expression(part) for part in many]))
            case _:
                raise refusal(
                    "rule-call", f"{name}(…) cannot stand alone", f"Write {CALLS[name].usage}."
                )

    def _count(self, given: Mapping[str, ast.expr], many: Sequence[ast.expr]) -> Expression:
        words = [word for word in given if word in COUNTED]
        if not given and not any(map(is_text, many[:1])):
            return add(*[choose(self.condition(part), 1, 0) for part in many])
        if len(many) != 1 or len(words) != 1:
            allowed = ", ".join(f"{word}=" for word in COUNTED)
            raise refusal(
                "rule-arguments", "count(…) needs one group and one bound", f"Bounds: {allowed}."
            )
        bound = self.expression(given[words[0]])
        return Tally(text_of(many[0]), member_role(given), COUNTED[words[0]], bound)

    def _choose(self, many: Sequence[ast.expr]) -> Expression:
        *cases, last = [
            self.condition(part)
            if place % 2 == 0 and place < len(many) - 1
            else self.expression(part)
            for place, part in enumerate(many)
        ] or [ONE]
        return choose(*cases, last)

    def _average(self, given: Mapping[str, ast.expr], many: Sequence[ast.expr]) -> Expression:
        n = self._number(given["n"]) if "n" in given else Fraction(0)
        if n.denominator != 1:
            raise refusal("rule-arguments", f"n is a whole number, not {n}")
        terms = tuple(self._term(part) for part in many)
        return Average(cast("Statistic", text_of(given["how"])), terms, int(n))

    def _term(self, node: ast.expr) -> Term:
        match node:
            case ast.Call(func=ast.Name(id="term")):
                given, _ = arguments_of(node, "term")
                when = self.condition(given["when"]) if "when" in given else None
                return Term(self._number(given["weight"]), self.expression(given["x"]), when)
            case _:
                return Term(Fraction(1), self.expression(node))

    # Arguments

    def _number(self, node: ast.expr) -> Fraction:
        made = self.expression(node)
        if not isinstance(made, Constant):
            raise refusal("rule-arguments", f"a fixed number is due, not {made}", "Write 2 or 1/3.")
        return made.value

    def _plain(self, node: ast.expr) -> Fraction:
        number = self._number(node)
        if isinstance(number, Cited):
            raise refusal(
                "rule-source", "the number has a source already", 'Write cited(percent(50), "…").'
            )
        return number

    def _input(self, node: ast.expr) -> Input:
        made = self.expression(node)
        if not isinstance(made, Input):
            raise refusal("rule-arguments", f"{made} is no answer", 'Write yes(value("id")).')
        return made

    def _source(self, node: ast.expr) -> Source:
        name = text_of(node)
        if name not in self.sources:
            hint = near_miss(name, self.sources) or "Declare it among the sources."
            raise refusal("rule-source", f"there is no source {told(name)}", hint)
        return self.sources[name]
