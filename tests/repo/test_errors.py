"""The page about errors has every code that the source gives to a problem, and real messages."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rubrika import errors

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "errors.md"
SOURCES = sorted((ROOT / "src").rglob("*.py"))
CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")
ANYTHING = ".+"


class Maker(NamedTuple):
    """What makes problems: its name (a method's has a dot before it), and what it is told."""

    name: str
    code: int  # at which place it takes the code
    template: str  # what it makes of that
    message: int | str  # at which place it takes the message, or a pattern of that


DIRECTLY = {Maker("Problem", 0, "{}", 1), Maker(".add", 0, "{}", 1)}  # the latter of Problems


@cache
def trees() -> tuple[ast.Module, ...]:
    return tuple(ast.parse(path.read_text("utf-8")) for path in SOURCES)


def calls(tree: ast.AST, makers: set[Maker]) -> Iterator[tuple[Maker, ast.expr, ast.expr | None]]:
    """Every call of one of the *makers* in the tree: with the code and, if given, the message."""
    for call in ast.walk(tree):
        match call:
            case ast.Call(ast.Name(name), [_, _, *_] as given):
                names = {name}
            case ast.Call(ast.Attribute(_, name), [_, _, *_] as given):
                names = {name, f".{name}"}
            case _:
                continue
        for maker in makers:
            if maker.name in names and maker.code < len(given):
                place = maker.message if isinstance(maker.message, int) else len(given)
                yield maker, given[maker.code], given[place] if place < len(given) else None


def passing_on() -> Iterator[Maker]:
    """Functions that pass one of their own parameters on as the code of a problem."""
    for tree in trees():
        for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
            names = [p.arg for p in function.args.args if p.arg not in ("self", "cls")]
            for _, code, message in calls(function, DIRECTLY):
                match message:
                    case ast.Name(word) if word in names:
                        said: int | str = names.index(word)
                    case _:
                        said = pattern(message)
                match code:
                    case ast.Name(word) if word in names:
                        yield Maker(function.name, names.index(word), "{}", said)
                    case ast.JoinedStr([ast.FormattedValue(ast.Name(word)), ast.Constant(tail)]):
                        yield Maker(function.name, names.index(word), "{}" + str(tail), said)
                    case _:
                        pass


def pattern(message: ast.expr | None) -> str:
    """What a message looks like, as far as the source says it in one place."""
    match message:
        case ast.Constant(str(text)):
            return re.escape(text)
        case ast.JoinedStr(parts):
            return "".join(map(pattern, parts))
        case ast.IfExp(body=yes, orelse=no):
            return f"(?:{pattern(yes)}|{pattern(no)})"
        case _:
            return ANYTHING


@cache
def codes() -> dict[str, set[str]]:
    """Every code that the source gives to a problem, with patterns of its messages."""
    found: dict[str, set[str]] = {}
    makers = DIRECTLY | set(passing_on())
    for tree in trees():
        for maker, code, message in calls(tree, makers):
            parts = [code.body, code.orelse] if isinstance(code, ast.IfExp) else [code]
            written = [p.value for p in parts if isinstance(p, ast.Constant)]
            for word in written:
                if CODE.fullmatch(str(word)):
                    said = maker.message if isinstance(maker.message, str) else pattern(message)
                    found.setdefault(maker.template.format(word), set()).add(said)
    return found


def documented() -> list[tuple[str, str]]:
    """Each code of the page, and the message that is its example."""
    return re.findall(r"^`([a-z-]+)`\n: .+\n: `(.+)`$", PAGE.read_text("utf-8"), flags=re.MULTILINE)


def test_the_codes_of_problems_are_found_in_the_source() -> None:
    found = set(codes())
    assert {"weights-sum", "unknown-node", "rule-call", "bands-gap", "missing-extra"} <= found


def test_every_code_of_a_problem_is_documented_once() -> None:
    listed = [code for code, _ in documented()]
    assert sorted(set(listed)) == sorted(listed)
    assert set(codes()) == set(listed)


def test_every_documented_message_is_one_that_the_source_says() -> None:
    wrong = {
        code: message
        for code, message in documented()
        if not any(
            re.fullmatch(known, re.sub(r" \(column \d+: .+\)$", "", message))
            for known in codes()[code]
        )
    }
    assert not wrong


def test_what_most_messages_say_is_known_so_that_a_wrong_example_is_seen() -> None:
    unknown = [code for code, patterns in codes().items() if ANYTHING in patterns]
    assert len(unknown) < len(codes()) / 8, unknown
    assert not any(re.fullmatch(known, "there is no knot 'a'") for known in codes()["unknown-node"])


def test_every_error_class_is_documented() -> None:
    page = PAGE.read_text("utf-8")
    for name in errors.__all__:
        assert re.search(rf"\.\. autoclass:: rubrika\.{name}$", page, re.MULTILINE), name
