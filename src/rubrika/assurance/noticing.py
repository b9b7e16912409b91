"""Whether examples notice small wrong changes of a rubric, and what would notice the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import chain
from typing import Final

import attrs

from rubrika.assurance.finding_words import say
from rubrika.assurance.lab import MOST_SOLVED, Applies, Lab, Sought, Subject
from rubrika.assurance.mutants import Mutant, mutants
from rubrika.engines.axes import axes_of
from rubrika.engines.encoding import Encoded
from rubrika.engines.exact import Fact
from rubrika.engines.program import TOTAL
from rubrika.engines.proofs import impossible
from rubrika.engines.solver import Search, Truth, opposite
from rubrika.errors import Problem, RubricError, RubrikaError, told
from rubrika.model.examples import Example
from rubrika.model.observations import Assessment
from rubrika.model.rubric import Rubric
from rubrika.number import Enclosure, round_to
from rubrika.text import Text, optional_text

__all__ = ["Unnoticed", "trials", "unnoticed"]

_DIGITS: Final = (2, 4, 8, 16)


@attrs.frozen
class Unnoticed:
    """A mutant that no example notices.

    Args:
        mutant: The mutant.
        witness: A subject that the two rubrics score differently; None if none was found.
        example: An example that would notice the change: the witness, and what the rubric gives it.
        equal: Whether the change makes no difference: no, as the witness shows; yes, which is
            proved; or None, if neither was found out.
        reason: Why it was not.

    >>> from rubrika import get
    >>> missed = unnoticed(get("learning-citizen-pilot"))[0]
    >>> missed.equal, missed.mutant.rubric.mismatches(missed.example) != ()
    (False, True)
    """

    mutant: Mutant
    witness: Assessment | None = None
    example: Example | None = None
    equal: bool | None = None
    reason: Text = attrs.field(default=None, converter=optional_text)


def unnoticed(
    rubric: Rubric,
    examples: Iterable[Example] | None = None,
    *,
    most: int | None = None,
    seed: int = 0,
    seconds: float = 60,
) -> tuple[Unnoticed, ...]:
    """The mutants of *rubric* that its examples do not notice.

    A mutant is noticed when an example that holds of the rubric does not hold of the mutant.

    Args:
        rubric: The rubric.
        examples: Its own examples, unless others are given.
        most: How many mutants are looked at; all, unless said.
        seed: Which they are, if not all.
        seconds: How long to look for subjects that show the difference, in seconds.

    Returns:
        Each with an example that would notice it, if a subject was found that shows a difference.

    Raises:
        RubricError: when it is no rubric, or a number is not above 0.

    >>> from rubrika import Example, Indicator, Level, YesNo, total
    >>> rubric = Rubric(
    ...     "r",
    ...     version="1",
    ...     title="R",
    ...     criteria=[Indicator("a", "A", YesNo(60))],
    ...     levels=[Level("good", "Good", total >= 60)],
    ...     examples=[Example({"a": True}, level="good"), Example({"a": False}, no_level=True)],
    ... )
    >>> [str(found.mutant) for found in unnoticed(rubric)]  # the totals are 0 and 60
    ["levels[0].requirements[0]: 60 becomes 59 in 'total >= 60'"]
    """
    tried = trials(rubric, examples, most=most, seed=seed, seconds=seconds)
    return tuple(missed for _, missed in tried if missed is not None)


def trials(
    rubric: Rubric,
    examples: Iterable[Example] | None = None,
    *,
    most: int | None = None,
    seed: int = 0,
    seconds: float = 60,
) -> Iterator[tuple[Mutant, Unnoticed | None]]:
    """Every mutant, and what is known of it if no example notices it; see :func:`unnoticed`."""
    if not isinstance(seconds, int | float) or not seconds > 0:
        raise RubricError(
            Problem("seconds", f"{told(seconds)} is no time", "seconds", "Write 30, for example.")
        )
    made = mutants(rubric, most=most, seed=seed)
    known = rubric.examples if examples is None else tuple(examples)
    held = [example for example in known if not rubric.mismatches(example)]
    lab = Lab(rubric, seconds)
    shown: list[Subject] = []
    for mutant in made:
        if any(_notices(example, mutant) for example in held):
            yield mutant, None
            continue
        sought = _difference(lab, mutant.rubric, shown)
        shown += (subject for subject in sought.subjects if subject not in shown)
        yield mutant, _missed(mutant, sought)


def _notices(example: Example, mutant: Mutant) -> bool:
    """Whether an example does not hold of a mutant."""
    try:
        return bool(mutant.rubric.mismatches(example))
    except RubrikaError:
        return True


def _missed(mutant: Mutant, sought: Sought) -> Unnoticed:
    if sought.answer == "found":
        (subject,) = sought.subjects
        return Unnoticed(mutant, subject.assessment, _example(subject, mutant), equal=False)
    equal = True if sought.answer == "impossible" else None
    return Unnoticed(mutant, equal=equal, reason=sought.reason)


def _example(subject: Subject, mutant: Mutant) -> Example:
    """A subject as an example of what its rubric gives it, which *mutant* does not."""
    seen = subject.assessment
    result = subject.rubric.score(seen)
    level = result.level
    said = Example(
        seen.observations,
        context=seen.context,
        points=result.points if isinstance(result.points, Fraction) else None,
        level=level.id if level else None,
        no_level=level is None,
    )
    if not isinstance(result.points, Enclosure):
        return said
    for digits in _DIGITS:  # as few as tell the two apart
        step = Fraction(1, 10**digits)
        least = round_to(result.points.least, step, "down")
        said = said.evolve(least=least, most=round_to(result.points.most, step, "up"))
        if _notices(said, mutant):
            break
    return said


# Differences


def _difference(lab: Lab, mutant: Rubric, shown: Iterable[Subject]) -> Sought:
    """Look for a subject that the mutant scores differently, or for a proof that there is none.

    Those that were *shown* of other mutants come first, so that few subjects do.
    """
    for subject in chain(shown, _tried(lab, mutant)):
        if _differs(subject, mutant):
            return Sought("found", (subject,))
    if _same_levels(lab.rubric, mutant):
        return Sought("impossible")
    return _solved(lab, mutant)


def _tried(lab: Lab, mutant: Rubric) -> Iterator[Subject]:
    """Subjects at the corners and edges of both; first those to whom all applies: read fast."""
    later: list[Subject] = []
    twins = (Subject(lab.rubric, s.values, s.applies) for s in Lab(mutant).pool)
    for subject in chain(lab.pool, twins):
        if all(subject.applies.values()):
            yield subject
        else:
            later.append(subject)
    yield from later


def _differs(subject: Subject, mutant: Rubric) -> bool:
    try:
        mine = subject.result
    except (RubrikaError, KeyError):
        return False  # then nothing can be expected of it
    try:
        if subject.rubric.program.inputs != mutant.program.inputs:
            mutant.score(subject.assessment)  # it may refuse a value that was allowed
        other = Subject(mutant, subject.values, subject.applies).result
    except (RubrikaError, KeyError):
        return True
    return (mine.total, mine.level and mine.level.id) != (
        other.total,
        other.level and other.level.id,
    )


def _same_levels(rubric: Rubric, mutant: Rubric) -> bool:
    """Whether points are the same by their rules, and intervals prove that levels are."""
    one, other = rubric.program, mutant.program
    if one.inputs != other.inputs or one.steps != other.steps or not _same_ids(rubric, mutant):
        return False
    pairs = zip(rubric.conditions, mutant.conditions, strict=True)
    return all(
        mine == theirs or (impossible(one, [mine & ~theirs]) and impossible(one, [theirs & ~mine]))
        for mine, theirs in pairs
    )


def _same_ids(rubric: Rubric, mutant: Rubric) -> bool:
    return [level.id for level in rubric.levels] == [level.id for level in mutant.levels]


def _solved(lab: Lab, mutant: Rubric) -> Sought:
    """Ask the solver for a subject whose total or level differs."""
    one, other = lab.rubric.program, mutant.program
    if one.inputs != other.inputs or not _same_ids(lab.rubric, mutant):
        return Sought("unknown", reason=say("untried difference"))
    axes = axes_of(one, other)

    def confirm(subject: Subject, values: Mapping[str, Fact]) -> tuple[Subject, ...] | None:
        del values
        return (subject,) if _differs(subject, mutant) else None

    for pattern in lab.patterns[:MOST_SOLVED]:

        def ask(search: Search, pattern: Applies = pattern) -> Iterator[Truth]:
            first, second = Encoded(search, one, pattern), Encoded(search, other, pattern)
            yield search.either(_apart(search, first, second))

        found = lab.solved(pattern, axes, ask, confirm)
        if found.answer != "impossible":
            return found
    if len(lab.patterns) > MOST_SOLVED:
        return Sought("unknown", reason=say("too many"))
    return lab.unless_sampled(axes)


def _apart(search: Search, one: Encoded, other: Encoded) -> Iterator[Truth]:
    """In which ways two readings of a subject differ."""
    yield search.compared(one.points[TOTAL], "!=", other.points[TOTAL])
    for place in range(len(one.levels)):
        yield search.both([one.given(place), opposite(other.given(place))])
        yield search.both([other.given(place), opposite(one.given(place))])
