"""The grammar of rule strings: what calls take, what names mean, what may be compared."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, TypeAlias, cast

from rubrika.errors import Problem, RuleError, near_miss, told
from rubrika.rules.nodes import (
    MEMBER_ROLES,
    MIRRORED,
    Compare,
    Comparison,
    Condition,
    Constant,
    Each,
    Expression,
    Input,
    OneOf,
    Role,
    negate,
)
from rubrika.rules.scan import DEEPEST

__all__ = [
    "AND_HINT",
    "CALLS",
    "COUNTED",
    "DEPTH",
    "FOREIGN",
    "NAMES",
    "OPTION_HINT",
    "SYNTAX",
    "Group",
    "Side",
    "arguments_of",
    "compared",
    "foldable",
    "is_text",
    "member_role",
    "refusal",
    "spine_of",
    "text_of",
]

MOST_BITS: Final = 10_000  # of the constants that are folded together: about 3,000 digits
SYNTAX = 'Rules look like total >= 85 and share("c1") >= percent(50); == asks for equality.'
DEPTH = f"At most {DEEPEST} levels; write sum(…), product(…) or count(…) for long ones."


OPTION_HINT = 'Compare an option: context("area") == "mountain".'


class Signature(NamedTuple):
    """What a call takes: required and optional arguments by place or name, and more."""

    usage: str
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    by_name: tuple[str, ...] = ()
    many: bool = False


COUNTED: Final[dict[str, Comparison]] = {
    "reaching": ">=",
    "above": ">",
    "at_most": "<=",
    "below": "<",
    "exactly": "==",
    "other_than": "!=",
}
CALLS: Final = {
    "points": Signature('points("id")', ("id",)),
    "share": Signature('share("id")', ("id",)),
    "value": Signature('value("id")', ("id",)),
    "context": Signature('context("name")', ("name",)),
    "met": Signature('met("id")', ("id",)),
    "applies": Signature('applies("id")', ("id",)),
    "yes": Signature('yes(value("id"))', ("input",)),
    "percent": Signature("percent(50)", ("number",)),
    "cited": Signature('cited(85, "source")', ("number", "source")),
    "every": Signature('every("criteria", of="share") >= percent(50)', ("group",), (), ("of",)),
    "some": Signature('some("criteria", of="share") >= percent(50)', ("group",), (), ("of",)),
    "count": Signature(
        'count("criteria", reaching=percent(50)) or count(condition, …)',
        by_name=("of", *COUNTED),
        many=True,
    ),
    "choose": Signature("choose(condition, value, …, otherwise)", many=True),
    "sum": Signature("sum(x, y, …)", many=True),
    "product": Signature("product(x, y, …)", many=True),
    "least": Signature("least(x, y, …)", many=True),
    "greatest": Signature("greatest(x, y, …)", many=True),
    "clamp": Signature("clamp(x, low, high)", ("x", "low", "high")),
    "rounded": Signature('rounded(x, step, "half-up")', ("x",), ("step", "how")),
    "root": Signature("root(x, degree)", ("x",), ("degree",)),
    "log": Signature("log(x)", ("x",)),
    "average": Signature(
        'average("arithmetic", term(weight, x, when), …, n=1)', ("how",), (), ("n",), many=True
    ),
    "term": Signature("term(weight, x, when) in average(…)", ("weight", "x"), ("when",)),
}
NAMES: Final[dict[str, Expression]] = {
    "total": Input("points", "total"),
    "value": Input("value"),
    "points": Input("points"),
    "share": Input("share"),
    "context": Input("context"),
}
COMPARISONS: Final[dict[type[ast.cmpop], Comparison]] = {
    ast.GtE: ">=",
    ast.Gt: ">",
    ast.LtE: "<=",
    ast.Lt: "<",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
FOREIGN: Final[dict[type[ast.expr], tuple[str, str]]] = {
    ast.Attribute: ("attributes", 'Write share("c1"), not c1.share.'),
    ast.Subscript: ("subscripts", 'Write share("c1"), not share["c1"].'),
    ast.IfExp: ("if … else", "Write choose(condition, value, otherwise)."),
    ast.Lambda: ("lambda", "Write the expression itself."),
    ast.NamedExpr: ("assignments", "Write == to compare."),
    ast.Tuple: ("lists", 'They stand only behind in: context("area") in ("a", "b").'),
    ast.List: ("lists", 'They stand only behind in: context("area") in ("a", "b").'),
}
AND_HINT = "& and | bind tighter than >=: write and and or, or put brackets round comparisons."


class Group(NamedTuple):
    """``every("criteria")``, before it is compared."""

    quantifier: Literal["every", "some"]
    group: str
    of: Role


Side: TypeAlias = "Expression | Group | str | tuple[str, ...]"


def refusal(code: str, message: str, hint: str = "") -> RuleError:
    """The error that says what is wrong with a part, and the way out."""
    return RuleError(Problem(code, message, hint=hint))


def spine_of(
    node: ast.expr, kinds: tuple[type[ast.operator], ...]
) -> list[tuple[ast.operator | None, ast.expr]]:
    """The operands of ``a + b - c``, each with the operator before it; without recursion."""
    found: list[tuple[ast.operator | None, ast.expr]] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, kinds):
        found.append((node.op, node.right))
        node = node.left
    found.append((None, node))
    return found[::-1]


def foldable(parts: list[Expression]) -> list[Expression]:
    """*parts*, unless their constants would fold into a huge number."""
    numbers = [part.value for part in parts if isinstance(part, Constant)]
    if sum(n.numerator.bit_length() + n.denominator.bit_length() for n in numbers) > MOST_BITS:
        raise refusal(
            "rule-number", "these numbers are too large or too many to be joined into one"
        )
    return parts


def compared(left: Side, op: ast.cmpop, right: Side) -> Condition:
    """The condition that ``left op right`` says."""
    comparison = COMPARISONS.get(type(op))
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
            case Group(), Expression():
                return Each(*left, comparison, right)
            case Expression(), Group():
                return Each(*right, MIRRORED[comparison], left)
            case _:
                pass
    raise refusal("rule-comparison", "these cannot be compared so", f"{OPTION_HINT} {SYNTAX}")


def is_text(node: ast.expr) -> bool:
    """Whether *node* is a text in quotes."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def text_of(node: ast.expr) -> str:
    """The text in quotes that *node* is."""
    match node:
        case ast.Constant(value=str(word)):
            return unicodedata.normalize("NFC", word)  # as ids are
        case _:
            raise refusal("rule-arguments", "a text in quotes is due", 'Write share("c1").')


def member_role(given: Mapping[str, ast.expr]) -> Role:
    """What ``of=`` says is compared of the members of a group: by default their share."""
    role = text_of(given["of"]) if "of" in given else "share"
    if role not in MEMBER_ROLES:
        hint = near_miss(role, MEMBER_ROLES)
        raise refusal("rule-arguments", f"of={told(role)} is nothing that members have", hint)
    return cast("Role", role)


def arguments_of(node: ast.Call, name: str) -> tuple[dict[str, ast.expr], list[ast.expr]]:
    """The arguments of a call by their names, and those beyond."""
    signature = CALLS[name]
    hint = f"Write {signature.usage}."
    places = (*signature.required, *signature.optional)
    given = dict(zip(places, node.args, strict=False))
    many = node.args[len(places) :]
    if many and not signature.many:
        raise refusal("rule-arguments", f"{name}(…) has {len(node.args)} arguments", hint)
    for keyword in node.keywords:
        word = keyword.arg or "**"
        if word not in (*places, *signature.by_name):
            near = near_miss(word, (*places, *signature.by_name))
            raise refusal("rule-arguments", f"{name}(…) knows no {word}=", near or hint)
        if word in given:
            raise refusal("rule-arguments", f"{name}(…) has {word} twice", hint)
        given[word] = keyword.value
    missing = [place for place in signature.required if place not in given]
    if missing:
        raise refusal("rule-arguments", f"{name}(…) lacks {', '.join(missing)}", hint)
    return given, many
