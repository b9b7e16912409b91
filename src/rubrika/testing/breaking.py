"""Breaking a law: the search for a case that does, and what is said of it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, Final, TypeVar, cast

from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy

from rubrika.errors import Problem, RubrikaError, told
from rubrika.model.mismatches import Mismatch
from rubrika.model.observations import Assessment, NotApplicable, Observation
from rubrika.model.rubric import Rubric
from rubrika.number import Bounds, Enclosure, Exact, as_text, exact
from rubrika.testing.observed import refuse

__all__ = ["EXAMPLES", "LawBrokenError", "broken", "searched", "told_number"]

EXAMPLES: Final = 100
"""How many cases are tried of each law, unless said."""

_WIDTH: Final = 88
_Case = TypeVar("_Case")


class LawBrokenError(RubrikaError, AssertionError):
    """A law does not hold of a rubric; the message shows the simplest case that was found.

    Each problem is one law. ``law`` is the id of the first, and ``mismatches`` are what was
    expected and found in its case.

    >>> from rubrika import Bands, Indicator
    >>> from rubrika.testing import monotone
    >>> wait = Indicator("wait", "Minutes", Bands({5: 20, 30: 10}, unit="min", least=0))
    >>> mixed_up = Rubric("mixed-up", version="1", title="Mixed up", criteria=[wait])
    >>> monotone(mixed_up)
    Traceback (most recent call last):
    ...
    rubrika.testing.breaking.LawBrokenError: "monotone" does not hold of mixed-up 1:
    a better value of 'wait' earns fewer points
      wait: at least 20 is expected, 10 is found
    for wait = 30 instead of 29.99
    """

    law: str = ""
    mismatches: tuple[Mismatch, ...] = ()

    def __str__(self) -> str:
        return "\n\n".join(problem.message for problem in self.problems)


def broken(
    law: str,
    rubric: Rubric,
    message: str,
    mismatches: Iterable[Mismatch] = (),
    *,
    case: Assessment | None = None,
    before: Assessment | None = None,
) -> LawBrokenError:
    """The error for a law that does not hold.

    Args:
        law: Its id.
        rubric: Of which rubric.
        message: What is wrong, in words.
        mismatches: What was expected and found.
        case: The assessment that shows it.
        before: The one with which it is compared.
    """
    found = tuple(mismatches)
    lines = [f'"{law}" does not hold of {rubric.id} {rubric.version}:', message]
    lines += [f"  {one}" for one in found]
    if case is not None:
        said = f"for {_case(case)}" if before is None else _pair(before, case)
        lines += textwrap.wrap(said, _WIDTH, subsequent_indent="  ", break_on_hyphens=False)
    error = LawBrokenError(Problem("law-broken", "\n".join(lines)))
    error.law, error.mismatches = law, found
    return error


def _pair(before: Assessment, after: Assessment) -> str:
    """What differs between two assessments, and then all that does not."""
    first, second = _values(before), _values(after)
    changed = {id_ for id_ in first | second if first.get(id_) != second.get(id_)}
    said = [
        f"{id_} = {second.get(id_, 'missing')} instead of {first.get(id_, 'missing')}"
        for id_ in second | first
        if id_ in changed
    ]
    rest = [f"{id_} = {shown}" for id_, shown in first.items() if id_ not in changed]
    return f"for {', '.join(said)}" + (f"; with {', '.join(rest)}" if rest else "")


def _case(case: Assessment) -> str:
    return ", ".join(f"{id_} = {shown}" for id_, shown in _values(case).items()) or "no values"


def _values(case: Assessment) -> dict[str, str]:
    seen = {id_: _value(found) for id_, found in case.observations.items()}
    return seen | {id_: _value(Observation(fact)) for id_, fact in case.context.items()}


def _value(seen: Observation) -> str:
    match seen.value:
        case None:
            return "missing"
        case NotApplicable():
            return "not applicable"
        case bool():
            return "yes" if seen.value else "no"
        case str():
            return told(seen.value)
        case number:
            return as_text(exact(number))


def told_number(number: Exact | Bounds | None) -> str:
    """A number, or what it can still be, in words."""
    match number:
        case None:
            return "nothing"
        case Fraction():
            return as_text(number)
        case Bounds() | Enclosure():
            ends = ["…" if end is None else as_text(end) for end in (number.least, number.most)]
            return " to ".join(dict.fromkeys(ends))


def searched(cases: SearchStrategy[_Case], examples: int, check: Callable[[_Case], None]) -> None:
    """Look for a case that breaks a law; the same cases are tried each time.

    Raises:
        LawBrokenError: what *check* raises of the simplest case that was found.
    """
    if isinstance(examples, bool) or not isinstance(examples, int) or examples < 1:
        raise refuse(f"examples={told(examples)} is no number of cases", "Write 100, for example.")

    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        derandomize=True,
        report_multiple_bugs=False,
        print_blob=False,
        suppress_health_check=[*cast("Iterable[HealthCheck]", HealthCheck)],
    )
    @given(cases)
    def law(case: Any) -> None:  # noqa: ANN401  # Hypothesis reads the annotation, and needs no more
        check(case)

    try:
        law()
    except LawBrokenError as error:
        error.__dict__.pop("__notes__", None)  # how Hypothesis writes the case, which is told here
        raise error.with_traceback(None) from None
