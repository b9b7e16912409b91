"""The first look at a rule string: limits and spelling, before Python's own parser sees it."""

from __future__ import annotations

import re
from typing import Final, NoReturn

import attrs

from rubrika.errors import Problem, Problems, RubrikaError, RuleError, told
from rubrika.number import exact

__all__ = ["DEEPEST", "LONGEST", "Scanned", "scan"]

LONGEST: Final = 200_000
"""The most characters of a rule string: a sum over 2,000 indicators needs about half of it."""
DEEPEST: Final = 100
"""How deep brackets, and rules, may be nested."""
_LONGEST_SEGMENT = 40

_MISTAKES: Final = {
    "%": "Write percent(50) for 50 %.",
    "&&": "Write and.",
    "||": "Write or.",
    "!": "Write not.",
    "=>": "Write >=.",
    "=<": "Write <=.",
    "<>": "Write !=.",
    "≥": "Write >=.",
    "≤": "Write <=.",
    "≠": "Write !=.",
    "×": "Write *.",
    "·": "Write *.",
    "÷": "Write /.",
    "−": "Write -.",
    "–": "Write -.",
    "“": 'Write straight quotes: ".',
    "”": 'Write straight quotes: ".',
    "^": "Write ** for a power.",
}
_TOKEN = re.compile(
    r"""
    (?P<space>  \s+ | \#[^\n]* )
  | (?P<name>   [^\W\d]\w* )
  | (?P<number> (?:\d|\.\d) (?:[eE][+-]|[\w.])* )
  | (?P<text>   "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' )
  | (?P<quote>  ["'] )
  | (?P<open>   [(\[{] )
  | (?P<close>  [)\]}] )
  | (?P<allowed> [!=<>]= (?!>) | [-+*/<>&|~,:@;.=] (?![<>&|]) | [<>] )
  | (?P<other>  && | \|\| | => | =< | <> | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_BAD_ESCAPE = re.compile(
    r"""\\(?!["'\\nrtbf]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4})"""
)
_ESCAPED_PAIR = re.compile(r"\\\\")
_CLOSES: Final = {")": "(", "]": "[", "}": "{"}


@attrs.frozen
class Scanned:
    """A rule string that may be parsed: *source* is *text* on one line, in brackets."""

    text: str
    source: str

    def at(self, index: int) -> str:
        """Say which column (and line, if there are several) the character at *index* is in."""
        before = self.text[: max(index, 0)]
        column = f"column {len(before) - (before.rfind(chr(10)) + 1) + 1}"
        return f"line {before.count(chr(10)) + 1}, {column}" if "\n" in self.text else column

    def locate(self, problem: Problem, start: int, end: int) -> Problem:
        """Add to *problem* where in the text it lies, and the words there."""
        words = " ".join(self.text[max(start, 0) : max(end, 0)].split())
        if len(words) > _LONGEST_SEGMENT:
            words = f"{words[:_LONGEST_SEGMENT]}…"
        said = f": {words}" if words else ""
        return attrs.evolve(problem, message=f"{problem.message} ({self.at(start)}{said})")


def scan(text: object) -> Scanned:
    """Check limits, brackets, numbers and texts of a rule string, and put it on one line.

    Python's parser is kept from what it handles badly: depth, null bytes, warnings about escapes.

    Raises:
        RuleError: with all problems that were found.
    """
    if not isinstance(text, str):
        _refuse("rule-text", f"a rule is a string, not {told(text)}", 'Write "total >= 85".')
    if len(text) > LONGEST:
        _refuse("rule-length", f"the rule has {len(text)} characters", f"At most {LONGEST}.")
    if "\0" in text or (not text.isprintable() and any("\ud800" <= c <= "\udfff" for c in text)):
        _refuse("rule-syntax", "the rule holds a character that no text has", "Remove it.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    scanned = Scanned(text, text)
    problems = Problems()
    pieces = ["("]
    open_brackets: list[str] = []
    last = ""

    def note(token: re.Match[str], problem: Problem) -> None:
        problems.found.append(scanned.locate(problem, token.start(), token.end()))

    for token in _TOKEN.finditer(text):
        kind, word = str(token.lastgroup), token[0]
        if kind == "space":
            pieces.append(" " * len(word))
            continue
        pieces.append(word)
        problem = _problem(kind, word, last, joined=text[token.start() - 1 : token.start()])
        if problem is not None:
            note(token, problem)
        if kind == "quote":
            break  # what follows an open quote is no rule any more
        if kind == "open":
            open_brackets.append(word)
        elif kind == "close" and (not open_brackets or open_brackets.pop() != _CLOSES[word]):
            note(token, Problem("rule-syntax", "a bracket closes that was not opened"))
            break
        if len(open_brackets) > DEEPEST:
            note(token, Problem("rule-depth", "brackets are nested too deeply", hint=_SHALLOWER))
            break
        last = kind
    else:
        if open_brackets:
            problems.add("rule-syntax", f"{len(open_brackets)} brackets are not closed")
        elif not last:
            problems.add("rule-syntax", "the rule is empty", hint='Write "total >= 85".')
    problems.raise_as(RuleError)
    return attrs.evolve(scanned, source="".join([*pieces, ")"]))


_SHALLOWER = f"At most {DEEPEST} levels."


def _refuse(code: str, message: str, hint: str) -> NoReturn:
    raise RuleError(Problem(code, message, hint=hint))


def _problem(kind: str, word: str, last: str, *, joined: str) -> Problem | None:
    """What is wrong with one word that follows a word of the kind *last*, if anything."""
    match kind:
        case "number":
            try:
                exact(word)
            except RubrikaError as error:
                return attrs.evolve(error.problems[0], path="")
        case "text" if last == "text":
            return Problem(
                "rule-syntax", "two texts follow each other", hint="Put a comma between."
            )
        case "text" if last == "name" and joined.isidentifier():
            return Problem("rule-syntax", "a text has no letters before it", hint='Write "…".')
        case "text" if _BAD_ESCAPE.search(_ESCAPED_PAIR.sub("", word)):
            return Problem("rule-syntax", "a text has an unknown escape", hint=r"Write \\ for \.")
        case "quote":
            return Problem("rule-syntax", "a text is not closed", hint=f"Close it with {word}.")
        case "other":
            hint = _MISTAKES.get(word, "Rules use + - * / ** >= > <= < == != and or not.")
            return Problem("rule-syntax", f"{told(word)} is no part of rules", hint=hint)
        case _:
            pass
    return None
