"""Reading a rule string: Python's syntax tree, through a whitelist, into nodes."""

from __future__ import annotations

import ast
import unicodedata
import warnings
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, NoReturn, TypeAlias, TypeVar, cast

from rubrika.errors import Problem, RubrikaError, RuleError, near_miss, told
from rubrika.number import HowToRound, exact
from rubrika.rules.nodes import (
    MEMBER_ROLES,
    MIRRORED,
    ONE,
    Always,
    Applicable,
    Average,
    Compare,
    Comparison,
    Condition,
    Constant,
    Each,
    Expression,
    Input,
    Met,
    OneOf,
    Role,
    Rule,
    Statistic,
    Tally,
    Term,
    Yes,
    add,
    both,
    choose,
    clamp,
    divide,
    either,
    greatest,
    least,
    log,
    multiply,
    negate,
    power,
    root,
    rounded,
)
from rubrika.rules.scan import DEEPEST, Scanned, scan
from rubrika.sources import Cited, Source, cited

__all__ = ["parse", "parse_condition", "parse_expression"]

_NO_SOURCES: Final[Mapping[str, Source]] = MappingProxyType({})
_Read = TypeVar("_Read", bound=Rule)
_MOST_PROBLEMS = 20
_MOST_BITS = 10_000  # of the constants that are folded together: about 3,000 digits


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
        problem = Problem("rule-syntax", "this is no rule", hint=_SYNTAX)
        raise RuleError(scanned.locate(problem, start, start + 10)) from None
    except (ValueError, MemoryError, RecursionError):
        raise RuleError(
            Problem("rule-depth", "the rule is nested too deeply", hint=_DEPTH)
        ) from None
    reader = _Reader(scanned, sources)
    try:
        made = read(reader, body)
    except _Enough:
        made = None
    if reader.problems or made is None:
        raise RuleError(reader.problems)
    return made


_SYNTAX = 'Rules look like total >= 85 and share("c1") >= percent(50); == asks for equality.'
_DEPTH = f"At most {DEEPEST} levels; write sum(…), product(…) or count(…) for long ones."


class _Signature(NamedTuple):
    """What a call takes: required and optional arguments by place or name, and more."""

    usage: str
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    by_name: tuple[str, ...] = ()
    many: bool = False


_COUNTED: Final[dict[str, Comparison]] = {
    "reaching": ">=",
    "above": ">",
    "at_most": "<=",
    "below": "<",
    "exactly": "==",
    "other_than": "!=",
}
_CALLS: Final = {
    "points": _Signature('points("id")', ("id",)),
    "share": _Signature('share("id")', ("id",)),
    "value": _Signature('value("id")', ("id",)),
    "context": _Signature('context("name")', ("name",)),
    "met": _Signature('met("id")', ("id",)),
    "applies": _Signature('applies("id")', ("id",)),
    "yes": _Signature('yes(value("id"))', ("input",)),
    "percent": _Signature("percent(50)", ("number",)),
    "cited": _Signature('cited(85, "source")', ("number", "source")),
    "every": _Signature('every("criteria", of="share") >= percent(50)', ("group",), (), ("of",)),
    "some": _Signature('some("criteria", of="share") >= percent(50)', ("group",), (), ("of",)),
    "count": _Signature(
        'count("criteria", reaching=percent(50)) or count(condition, …)',
        by_name=("of", *_COUNTED),
        many=True,
    ),
    "choose": _Signature("choose(condition, value, …, otherwise)", many=True),
    "sum": _Signature("sum(x, y, …)", many=True),
    "product": _Signature("product(x, y, …)", many=True),
    "least": _Signature("least(x, y, …)", many=True),
    "greatest": _Signature("greatest(x, y, …)", many=True),
    "clamp": _Signature("clamp(x, low, high)", ("x", "low", "high")),
    "rounded": _Signature('rounded(x, step, "half-up")', ("x",), ("step", "how")),
    "root": _Signature("root(x, degree)", ("x",), ("degree",)),
    "log": _Signature("log(x)", ("x",)),
    "average": _Signature(
        'average("arithmetic", term(weight, x, when), …, n=1)', ("how",), (), ("n",), many=True
    ),
    "term": _Signature("term(weight, x, when) in average(…)", ("weight", "x"), ("when",)),
}
_NAMES: Final[dict[str, Expression]] = {
    "total": Input("points", "total"),
    "value": Input("value"),
    "points": Input("points"),
    "share": Input("share"),
    "context": Input("context"),
}
_COMPARISONS: Final[dict[type[ast.cmpop], Comparison]] = {
    ast.GtE: ">=",
    ast.Gt: ">",
    ast.LtE: "<=",
    ast.Lt: "<",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_FOREIGN: Final[dict[type[ast.expr], tuple[str, str]]] = {
    ast.Attribute: ("attributes", 'Write share("c1"), not c1.share.'),
    ast.Subscript: ("subscripts", 'Write share("c1"), not share["c1"].'),
    ast.IfExp: ("if … else", "Write choose(condition, value, otherwise)."),
    ast.Lambda: ("lambda", "Write the expression itself."),
    ast.NamedExpr: ("assignments", "Write == to compare."),
    ast.Tuple: ("lists", 'They stand only behind in: context("area") in ("a", "b").'),
    ast.List: ("lists", 'They stand only behind in: context("area") in ("a", "b").'),
}
_AND_HINT = "& and | bind tighter than >=: write and and or, or put brackets round comparisons."


class _Group(NamedTuple):
    """``every("criteria")``, before it is compared."""

    quantifier: Literal["every", "some"]
    group: str
    of: Role


class _Enough(Exception):  # noqa: N818 - it is a signal, not an error
    """So many problems were found that more would not help."""


_Side: TypeAlias = "Expression | _Group | str | tuple[str, ...]"


def _fail(code: str, message: str, hint: str = "") -> NoReturn:
    raise RuleError(Problem(code, message, hint=hint))


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
                _fail("rule-depth", "the rule is nested too deeply", _DEPTH)
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
                _fail("rule-kind", "a text is neither a number nor a condition", _OPTION_HINT)
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
                what, hint = _FOREIGN.get(type(node), ("such thing", _SYNTAX))
                _fail("rule-form", f"rules know no {what}", hint)

    def _name(self, name: str) -> Expression:
        if name not in _NAMES:
            hint = (
                f"Write {_CALLS[name].usage}."
                if name in _CALLS
                else near_miss(name, [*_NAMES, *_CALLS, "True", "False"])
            )
            _fail("rule-name", f"there is no {told(name)}", hint)
        return _NAMES[name]

    # Operators

    def _operation(self, node: ast.BinOp, op: ast.operator) -> Rule:
        match op:
            case ast.Add() | ast.Sub():
                terms = [
                    multiply(-1, self.expression(term))
                    if isinstance(sign, ast.Sub)
                    else self.expression(term)
                    for sign, term in _spine(node, (ast.Add, ast.Sub))
                ]
                return add(*_folded(terms))
            case ast.Mult() | ast.Div():
                return self._product(node)
            case ast.Pow():
                return power(self.expression(node.left), self._number(node.right))
            case ast.BitAnd():
                operands = _spine(node, (ast.BitAnd,))
                return both(*[self.condition(part, _AND_HINT) for _, part in operands])
            case ast.BitOr():
                operands = _spine(node, (ast.BitOr,))
                return either(*[self.condition(part, _AND_HINT) for _, part in operands])
            case _:
                _fail("rule-form", "rules know no such operator", "They know + - * / and **.")

    def _product(self, node: ast.BinOp) -> Expression:
        spine = _spine(node, (ast.Mult, ast.Div))
        operands = _folded([self.expression(operand) for _, operand in spine])
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
        return both(*[_compare(left, op, right) for left, op, right in pairs])

    def _side(self, node: ast.expr) -> _Side:
        match node:
            case ast.Constant(value=str()):
                return _text(node)
            case ast.Tuple(elts=options) | ast.List(elts=options):
                return tuple(_text(option) for option in options)
            case ast.Call(func=ast.Name(id="every" | "some" as quantifier)):
                given, _ = _arguments(node, quantifier)
                return _Group(
                    "every" if quantifier == "every" else "some",
                    _text(given["group"]),
                    _member_role(given),
                )
            case _:
                return self.expression(node)

    # Calls

    def _call(self, node: ast.Call, name: str) -> Rule:
        if name not in _CALLS:
            hint = near_miss(name, _CALLS)
            _fail("rule-call", f"there is no {name}(…)", hint)
        given, many = _arguments(node, name)
        match name:
            case "points" | "share" | "value":
                return Input(name, _text(given["id"]))
            case "context":
                return Input("context", _text(given["name"]))
            case "met":
                return Met(_text(given["id"]))
            case "applies":
                return Applicable(_text(given["id"]))
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
                how = _text(given["how"]) if "how" in given else "half-up"
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
                return build[name](*_folded([self.expression(part) for part in many]))
            case _:
                _fail("rule-call", f"{name}(…) cannot stand alone", f"Write {_CALLS[name].usage}.")

    def _count(self, given: Mapping[str, ast.expr], many: Sequence[ast.expr]) -> Expression:
        words = [word for word in given if word in _COUNTED]
        if not given and not any(map(_is_text, many[:1])):
            return add(*[choose(self.condition(part), 1, 0) for part in many])
        if len(many) != 1 or len(words) != 1:
            allowed = ", ".join(f"{word}=" for word in _COUNTED)
            _fail("rule-arguments", "count(…) needs one group and one bound", f"Bounds: {allowed}.")
        bound = self.expression(given[words[0]])
        return Tally(_text(many[0]), _member_role(given), _COUNTED[words[0]], bound)

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
            _fail("rule-arguments", f"n is a whole number, not {n}")
        terms = tuple(self._term(part) for part in many)
        return Average(cast("Statistic", _text(given["how"])), terms, int(n))

    def _term(self, node: ast.expr) -> Term:
        match node:
            case ast.Call(func=ast.Name(id="term")):
                given, _ = _arguments(node, "term")
                when = self.condition(given["when"]) if "when" in given else None
                return Term(self._number(given["weight"]), self.expression(given["x"]), when)
            case _:
                return Term(Fraction(1), self.expression(node))

    # Arguments

    def _number(self, node: ast.expr) -> Fraction:
        made = self.expression(node)
        if not isinstance(made, Constant):
            _fail("rule-arguments", f"a fixed number is due, not {made}", "Write 2 or 1/3.")
        return made.value

    def _plain(self, node: ast.expr) -> Fraction:
        number = self._number(node)
        if isinstance(number, Cited):
            _fail(
                "rule-source", "the number has a source already", 'Write cited(percent(50), "…").'
            )
        return number

    def _input(self, node: ast.expr) -> Input:
        made = self.expression(node)
        if not isinstance(made, Input):
            _fail("rule-arguments", f"{made} is no answer", 'Write yes(value("id")).')
        return made

    def _source(self, node: ast.expr) -> Source:
        name = _text(node)
        if name not in self.sources:
            hint = near_miss(name, self.sources) or "Declare it among the sources."
            _fail("rule-source", f"there is no source {told(name)}", hint)
        return self.sources[name]


_OPTION_HINT = 'Compare an option: context("area") == "mountain".'


def _spine(
    node: ast.expr, kinds: tuple[type[ast.operator], ...]
) -> list[tuple[ast.operator | None, ast.expr]]:
    """The operands of ``a + b - c``, each with the operator before it; without recursion."""
    found: list[tuple[ast.operator | None, ast.expr]] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, kinds):
        found.append((node.op, node.right))
        node = node.left
    found.append((None, node))
    return found[::-1]


def _folded(parts: list[Expression]) -> list[Expression]:
    """*parts*, unless their constants would fold into a huge number."""
    numbers = [part.value for part in parts if isinstance(part, Constant)]
    if sum(n.numerator.bit_length() + n.denominator.bit_length() for n in numbers) > _MOST_BITS:
        _fail("rule-number", "these numbers are too large or too many to be joined into one")
    return parts


def _compare(left: _Side, op: ast.cmpop, right: _Side) -> Condition:
    comparison = _COMPARISONS.get(type(op))
    if comparison in ("==", "!=") and isinstance(left, str):
        left, right = right, left
    match left, op, right:
        case Input(), ast.Eq(), str():
            return OneOf(left, (right,))
        case Input(), ast.NotEq(), str():
            return negate(OneOf(left, (right,)))
        case Input(), ast.In(), tuple():
            return OneOf(left, right)
        case Input(), ast.NotIn(), tuple():
            return negate(OneOf(left, right))
        case _:
            pass
    if comparison is not None:
        match left, right:
            case Expression(), Expression():
                return Compare(left, comparison, right)
            case _Group(), Expression():
                return Each(*left, comparison, right)
            case Expression(), _Group():
                return Each(*right, MIRRORED[comparison], left)
            case _:
                pass
    _fail("rule-comparison", "these cannot be compared so", f"{_OPTION_HINT} {_SYNTAX}")


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _text(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(word)):
            return unicodedata.normalize("NFC", word)  # as ids are
        case _:
            _fail("rule-arguments", "a text in quotes is due", 'Write share("c1").')


def _member_role(given: Mapping[str, ast.expr]) -> Role:
    role = _text(given["of"]) if "of" in given else "share"
    if role not in MEMBER_ROLES:
        hint = near_miss(role, MEMBER_ROLES)
        _fail("rule-arguments", f"of={told(role)} is nothing that members have", hint)
    return cast("Role", role)


def _arguments(node: ast.Call, name: str) -> tuple[dict[str, ast.expr], list[ast.expr]]:
    """The arguments of a call by their names, and those beyond."""
    signature = _CALLS[name]
    hint = f"Write {signature.usage}."
    places = (*signature.required, *signature.optional)
    given = dict(zip(places, node.args, strict=False))
    many = node.args[len(places) :]
    if many and not signature.many:
        _fail("rule-arguments", f"{name}(…) has {len(node.args)} arguments", hint)
    for keyword in node.keywords:
        word = keyword.arg or "**"
        if word not in (*places, *signature.by_name):
            near = near_miss(word, (*places, *signature.by_name))
            _fail("rule-arguments", f"{name}(…) knows no {word}=", near or hint)
        if word in given:
            _fail("rule-arguments", f"{name}(…) has {word} twice", hint)
        given[word] = keyword.value
    missing = [place for place in signature.required if place not in given]
    if missing:
        _fail("rule-arguments", f"{name}(…) lacks {', '.join(missing)}", hint)
    return given, many
