"""What went wrong, where, and what to do about it.

Bad input raises one family of errors, :class:`RubrikaError`. An error carries *all* problems that
were found, each a :class:`Problem` with a stable code, the path of the culprit, and a way out.
"""

from __future__ import annotations

import difflib
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import Self

import attrs

__all__ = [
    "AssessmentError",
    "FileError",
    "FrameError",
    "MissingExtraError",
    "NumberError",
    "Problem",
    "RegistryError",
    "RubricError",
    "RubrikaError",
    "RuleError",
    "UndecidedError",
]

_LONGEST_VALUE = 80
_MOST_LISTED = 8


@attrs.frozen
class Problem:
    """One thing that is wrong.

    Args:
        code: A stable, searchable name of the kind of problem, such as ``"weights-sum"``.
        message: What is wrong, in plain words, with the offending value.
        path: Where, such as ``criteria[2].indicators[0].scale``; empty for the whole.
        hint: The way out, if one is known.

    >>> print(Problem("unknown-id", "there is no 'pest'", "requires[0]", "Did you mean 'pests'?"))
    requires[0]: there is no 'pest'. Did you mean 'pests'? [unknown-id]
    """

    code: str
    message: str
    path: str = ""
    hint: str = ""

    def __str__(self) -> str:
        where = f"{self.path}: " if self.path else ""
        hint = f" {self.hint}" if self.hint else ""
        return f"{where}{self.message}.{hint} [{self.code}]"

    def under(self, prefix: str) -> Problem:
        """Return the same problem with *prefix* put before its path."""
        return attrs.evolve(self, path=join(prefix, self.path))


class RubrikaError(Exception):
    """Something that rubrika was given is wrong; the base of all its errors.

    ``problems`` holds every problem found, not only the first.

    >>> error = RubrikaError([Problem("a", "first"), Problem("b", "second", "x[1]")])
    >>> print(error)
    2 problems:
      - first. [a]
      - x[1]: second. [b]
    """

    problems: tuple[Problem, ...]

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        found = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__(found)
        self.problems = found

    def __str__(self) -> str:
        if len(self.problems) == 1:
            return str(self.problems[0])
        lines = "".join(f"\n  - {problem}" for problem in self.problems)
        return f"{len(self.problems)} problems:{lines}"

    def under(self, prefix: str) -> Self:
        """Return the same error with *prefix* put before the path of each problem."""
        return type(self)(problem.under(prefix) for problem in self.problems)


class NumberError(RubrikaError, ValueError):
    """A value is not an exact, finite number.

    Likely causes: a decimal comma (write ``74.02``), NaN, an infinity, or a truth value where a
    number is due.

    >>> from rubrika import exact
    >>> exact("3,5")
    Traceback (most recent call last):
    ...
    rubrika.errors.NumberError: '3,5' is not a number. Write the decimal point as a point: ...
    """


class RuleError(RubrikaError, ValueError):
    """A rule cannot be built or read.

    Likely causes: a typing mistake in a rule string, a call that rules do not know, or a Python
    ``and``/``or``/``==`` between rules where ``&``, ``|`` and ``.equals()`` are due.

    >>> from rubrika import total
    >>> total >= 75 and total < 90
    Traceback (most recent call last):
    ...
    rubrika.errors.RuleError: a rule is neither true nor false until it is read. ... [rule-truth]
    """


class RubricError(RubrikaError, ValueError):
    """A rubric (or a part of one) contradicts itself.

    Likely causes: weights that do not add up, overlapping bands, an id used twice, a requirement
    that names an unknown node. Each problem names its path.

    >>> from rubrika import Bands
    >>> Bands({75: 30, "75.0": 20})
    Traceback (most recent call last):
    ...
    rubrika.errors.RubricError: bands: two bands have the same bound 75 (20 and 30 points)...
    """


class AssessmentError(RubrikaError, ValueError):
    """Observations do not fit the rubric.

    Likely causes: a misspelt indicator id, a value outside its domain, a missing context fact, or
    an assessment made for another rubric or version.

    >>> from rubrika import get
    >>> get("learning-citizen-pilot").score({"numeracy": 11})
    Traceback (most recent call last):
    ...
    rubrika.errors.AssessmentError: observations.numeracy: 11 is outside the domain...
    """


class FileError(RubrikaError, ValueError):
    """A file cannot be read as what it should be.

    Likely causes: broken TOML or JSON, a missing key, a value of the wrong type. Each problem names
    the path inside the file.

    >>> from rubrika import loads
    >>> loads('titel = "Café"', "toml")
    Traceback (most recent call last):
    ...
    rubrika.errors.FileError: 6 problems:
      - format: the file does not say what it is. Make this its first line: ...
    """


class FrameError(RubrikaError, ValueError):
    """A table of subjects cannot be scored: columns, values or options do not fit.

    Likely cause: a column that is not there or has another type, or values outside their domain;
    each problem's path is the column, and its message counts the rows and shows the first of them.
    The way out: mend the data, name the columns (``columns=…``), or have bad rows told one by one
    (``bad="tell"``).

    >>> try:
    ...     raise FrameError(Problem("column-type", "2 values are text", "wait"))
    ... except RubrikaError as error:
    ...     print(error)
    wait: 2 values are text. [column-type]
    """


class RegistryError(RubrikaError, LookupError):
    """The registry has no such rubric, has it twice, or could not import it.

    Likely causes: a misspelt id (the error names near misses), a plugin that is not installed, or
    two distributions that ship the same rubric.

    >>> from rubrika import get
    >>> get("learning-citizen")
    Traceback (most recent call last):
    ...
    rubrika.errors.RegistryError: there is no rubric 'learning-citizen'. Did you mean ...
    """


class UndecidedError(RubrikaError, ArithmeticError):
    """A comparison of irrational numbers could not be decided at the precision limit.

    It happens only where two expressions with roots or logarithms are exactly equal without being
    rational. Declare a rounding for the node that holds the root or logarithm.

    The root of 2 times the root of 3 is the root of 6; no number of digits shows it:

    >>> from rubrika import Formula, Indicator, Level, Rubric, total
    >>> rule = "least(5, 5 + root(2) * root(value) - root(2 * value))"
    >>> mark = Indicator("mark", "Mark", Formula(rule, points=5, least=0, most=9))
    >>> full = Level("full", "Full", total >= 5)
    >>> rubric = Rubric("r", version="1", title="R", criteria=[mark], levels=[full])
    >>> rubric.decide({"mark": 3})
    Traceback (most recent call last):
    ...
    rubrika.errors.UndecidedError: two irrational numbers agree in more than 1500 digits...
    """


class MissingExtraError(RubrikaError, ImportError):
    """A feature needs a package that is not installed; the message names the extra to install.

    >>> print(MissingExtraError.of("writing TOML", "toml").problems[0].hint)
    Run: pip install "rubrika[toml]"
    """

    @classmethod
    def of(cls, feature: str, extra: str) -> MissingExtraError:
        """Build the error for *feature*, which the optional *extra* provides."""
        return cls(
            Problem(
                "missing-extra",
                f"{feature} needs a package that is not installed",
                hint=f'Run: pip install "rubrika[{extra}]"',
            )
        )


class Problems:
    """Collects problems, so that all of them can be raised at once.

    >>> problems = Problems()
    >>> problems.add("no-title", "a title is missing", "criteria[0].title")
    >>> problems.raise_as(RubricError)
    Traceback (most recent call last):
    ...
    rubrika.errors.RubricError: criteria[0].title: a title is missing. [no-title]
    """

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, code: str, message: str, path: str = "", hint: str = "") -> None:
        """Note one problem."""
        self.found.append(Problem(code, message, path, hint))

    @contextmanager
    def under(self, prefix: str) -> Generator[None, None, None]:
        """Turn a :class:`RubrikaError` raised inside into problems below *prefix*, and go on."""
        try:
            yield
        except RubrikaError as error:
            self.found.extend(error.under(prefix).problems)

    def raise_as(self, kind: type[RubrikaError]) -> None:
        """Raise what was collected as *kind*; do nothing if there is nothing."""
        if self.found:
            raise kind(self.found)


def join(prefix: str, path: str) -> str:
    """Join two paths: ``a`` and ``b`` to ``a.b``, ``a`` and ``[0]`` to ``a[0]``."""
    if not prefix or not path:
        return prefix or path
    return f"{prefix}{path}" if path.startswith("[") else f"{prefix}.{path}"


def told(value: object) -> str:
    """Tell *value* in a message: its repr, cut when it is long."""
    try:
        text = repr(value)
    except ValueError:  # Python writes no integer of more than some thousand digits
        text = f"{type(value).__name__} of thousands of digits"
    except Exception:  # noqa: BLE001  # what a stranger's class shows itself by may raise anything
        text = f"a {type(value).__name__}"
    return (
        text
        if len(text) <= _LONGEST_VALUE
        else f"{text[:_LONGEST_VALUE]}… ({len(text)} characters)"
    )


def near_miss(word: str, known: Iterable[str]) -> str:
    """Say which of the *known* words *word* may have meant, or list them when they are few.

    >>> near_miss("pest", ["pests", "wait"])
    "Did you mean 'pests'?"
    >>> near_miss("x", ["pests", "wait"])
    "Known: 'pests', 'wait'."
    """
    names = list(dict.fromkeys(known))
    close = difflib.get_close_matches(str(word), names[:5000], n=3, cutoff=0.6)
    if close:
        return f"Did you mean {' or '.join(map(repr, close))}?"
    if not names:
        return ""
    listed = ", ".join(map(repr, names[:_MOST_LISTED]))
    return f"Known: {listed}{', …' if len(names) > _MOST_LISTED else '.'}"
