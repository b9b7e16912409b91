"""Mutants: a rubric with one small wrong change, to find out whether its examples notice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any, Final, cast

import attrs

from rubrika.assurance.lab import Lab, Subject
from rubrika.errors import AssessmentError, Problem, RubricError, RubrikaError, told
from rubrika.model.bands import Bands
from rubrika.model.changing import GONE, Tree, put, rebuilt
from rubrika.model.combinations import BestOf, DropWorst, TrimmedMean
from rubrika.model.examples import Example
from rubrika.model.lines import Linear
from rubrika.model.locating import located
from rubrika.model.nodes import Criterion, Indicator, NaPolicy, Node
from rubrika.model.observations import Assessment
from rubrika.model.rubric import Rubric
from rubrika.model.scales import Choice, YesNo
from rubrika.number import as_text, decimals_of
from rubrika.rules.nodes import (
    Compare,
    Comparison,
    Condition,
    Constant,
    Each,
    Expression,
    Input,
    Rule,
    Tally,
)
from rubrika.rules.traverse import rewrite, walk

__all__ = ["Mutant", "Unnoticed", "mutants", "unnoticed"]

_OTHER: Final[dict[str, Comparison]] = {">=": ">", ">": ">=", "<=": "<", "<": "<="}
_PERCENT: Final = Fraction(1, 100)


@attrs.frozen
class Mutant:
    """A rubric with one small wrong change.

    Args:
        path: What was changed.
        change: How, in words.
        rubric: The changed rubric.

    >>> from rubrika import get
    >>> print(next(iter(mutants(get("learning-unit-2020")))))
    criteria[0].indicators[0].scale: yes and no are swapped
    """

    path: str
    change: str
    rubric: Rubric = attrs.field(repr=False)

    def __str__(self) -> str:
        return f"{self.path}: {self.change}"


@attrs.frozen
class Unnoticed:
    """A mutant that no example notices.

    Args:
        mutant: The mutant.
        witness: A subject that the two rubrics score differently; None if none was found, so that
            the change may make no difference at all.
        example: An example that would notice the change: the witness, and what the rubric gives it.

    >>> from rubrika import get
    >>> missed = unnoticed(get("learning-citizen-pilot"))[0]
    >>> missed.example is None or missed.mutant.rubric.mismatches(missed.example) != ()
    True
    """

    mutant: Mutant
    witness: Assessment | None
    example: Example | None


def mutants(rubric: Rubric) -> Iterator[Mutant]:
    """Every small wrong change of *rubric* that makes another rubric, in order.

    They are: at least for above (and the reverse), a threshold or the bound of a band one step off,
    a band, requirement, cap, floor or tier dropped, weights or points of neighbours swapped,
    another policy for what does not apply, one more or less of the best.

    >>> from rubrika import Indicator, Level, YesNo, total
    >>> leaves = [Indicator("a", "A", YesNo(60)), Indicator("b", "B", YesNo(40))]
    >>> good = Level("good", "Good", total >= 60)
    >>> cafe = Rubric("cafe", version="1", title="Café", criteria=leaves, levels=[good])
    >>> for mutant in mutants(cafe):
    ...     print(mutant)
    criteria: the points of 'a' and 'b' are swapped
    criteria[0].scale: yes and no are swapped
    criteria[1].scale: yes and no are swapped
    levels[0].requirements[0]: >= becomes > in 'total >= 60'
    levels[0].requirements[0]: 60 becomes 59 in 'total >= 60'
    levels[0].requirements[0]: 60 becomes 61 in 'total >= 60'
    levels[0].requirements[0]: 'total >= 60' is left out
    """
    if not isinstance(rubric, Rubric):
        raise RubricError(Problem("wrong-type", f"a Rubric is due, not {told(rubric)}"))
    for path, change, values in _changes(rubric):
        tree: Tree = {}
        try:
            for where, value in values.items():
                put(tree, located(rubric, where, field=True), value)
            fields: dict[str, Any] = {**rebuilt(rubric, tree, {}), "examples": ()}
            made = Rubric(**fields)
        except RubrikaError:
            continue  # the change contradicts the rest, so that nobody could make it by mistake
        if made.structure != rubric.structure:
            yield Mutant(path, change, made)


_Change = tuple[str, str, dict[str, Any]]


def _changes(rubric: Rubric) -> Iterator[_Change]:
    yield from _of_children("criteria", rubric.criteria)
    for _, path, node in rubric.walk():
        if isinstance(node, Criterion):
            yield from _of_children(f"{path}.{node.children_name}", node.children)
            yield from _of_limits(path, node)
        else:
            yield from _of_scale(path, node)
            yield from _of_policy(path, node)
        yield from _of_count(f"{path}.combine", getattr(node, "combine", None))
    yield from _of_count("combine", rubric.combine)
    for place, level in enumerate(rubric.levels):
        for number, requirement in enumerate(level.requirements):
            where = f"levels[{place}].requirements[{number}]"
            yield from _of_condition(where, requirement)
            yield where, f"'{requirement}' is left out", {where: GONE}
        if level.needs_below:
            where = f"levels[{place}].needs_below"
            yield where, "the level below need not hold", {where: False}
    for place, cap in enumerate(rubric.caps):
        where = f"caps[{place}]"
        yield from _of_condition(f"{where}.unless", cap.unless)
        yield where, "the cap is left out", {where: GONE}


# Nodes


def _of_children(path: str, children: tuple[Node, ...]) -> Iterator[_Change]:
    for (one, first), (other, second) in combinations(enumerate(children), 2):
        names = f"{first.id!r} and {second.id!r}"
        weights = first.weight, second.weight
        if None not in weights and weights[0] != weights[1]:
            swapped = {
                f"{path}[{one}].weight": weights[1],
                f"{path}[{other}].weight": weights[0],
            }
            yield path, f"the weights of {names} are swapped", swapped
        points = _points_of(first), _points_of(second)
        if None not in points and points[0] != points[1] and other == one + 1:
            swapped = {
                f"{path}[{one}].scale.points": points[1],
                f"{path}[{other}].scale.points": points[0],
            }
            yield path, f"the points of {names} are swapped", swapped


def _points_of(node: Node) -> Fraction | None:
    points = getattr(node.scale, "points", None) if isinstance(node, Indicator) else None
    return points if isinstance(points, Fraction) else None


def _of_limits(path: str, node: Criterion) -> Iterator[_Change]:
    if node.least_points is not None:
        yield path, f"the floor {as_text(node.least_points)} is left out", {f"{path}.least": None}
    if node.most_points is not None:
        yield path, f"the cap {as_text(node.most_points)} is left out", {f"{path}.most": None}


def _of_policy(path: str, leaf: Indicator) -> Iterator[_Change]:
    if leaf.na is not None:
        for policy in ("redistribute", "full", "zero"):
            if policy != leaf.na.policy:
                says = f"what does not apply counts as {policy!r}, not as {leaf.na.policy!r}"
                yield path, says, {f"{path}.na": NaPolicy(policy, leaf.na.justified)}


def _of_count(path: str, combine: object) -> Iterator[_Change]:
    if isinstance(combine, BestOf | DropWorst | TrimmedMean):
        for n in (combine.n - 1, combine.n + 1):
            yield path, f"{combine.n} becomes {n}", {f"{path}.n": n}


# Scales


def _of_scale(path: str, leaf: Indicator) -> Iterator[_Change]:
    where = f"{path}.scale"
    match leaf.scale:
        case Bands() as scale:
            yield from _of_bands(where, scale)
        case Choice() as choice:
            for (one, first), (other, second) in pairwise(enumerate(choice.options)):
                if first.points != second.points:
                    swapped = {
                        f"{where}.options[{one}].points": second.points,
                        f"{where}.options[{other}].points": first.points,
                    }
                    yield (
                        where,
                        f"the points of {first.id!r} and {second.id!r} are swapped",
                        swapped,
                    )
        case Linear(worst=worst, best=best):
            for name, bound in (("worst", worst), ("best", best)):
                for moved in _steps_from(bound):
                    says = f"{name} {as_text(bound)} becomes {as_text(moved)}"
                    yield f"{where}.{name}", says, {f"{where}.{name}": moved}
        case YesNo(points=points, no=no):
            swapped = {f"{where}.points": no, f"{where}.no": points}
            yield where, "yes and no are swapped", swapped
        case _:
            return


def _of_bands(path: str, scale: Bands) -> Iterator[_Change]:
    for place, band in enumerate(scale.bands):
        where = f"{path}.bands[{place}]"
        if len(scale.bands) > 1:
            yield where, f"the band at {as_text(band.at)} is left out", {where: GONE}
        for moved in _steps_from(band.at, scale.decimals):
            says = f"{as_text(band.at)} becomes {as_text(moved)}"
            yield where, says, {f"{where}.at": moved}
    for (one, first), (other, second) in pairwise(enumerate(scale.bands)):
        if first.points != second.points:
            swapped = {
                f"{path}.bands[{one}].points": second.points,
                f"{path}.bands[{other}].points": first.points,
            }
            names = f"the bands at {as_text(first.at)} and {as_text(second.at)}"
            yield path, f"the points of {names} are swapped", swapped


def _steps_from(number: Fraction, decimals: int | None = None) -> Iterator[Fraction]:
    """The numbers one step below and above, in the last of its decimals."""
    places = max(decimals_of(number) or 0, decimals or 0)
    step = Fraction(1, 10**places)
    yield number - step
    yield number + step


# Conditions


def _of_condition(path: str, condition: Condition) -> Iterator[_Change]:
    for part in dict.fromkeys(walk(condition)):
        if isinstance(part, Compare | Each | Tally) and part.comparison in _OTHER:
            other = _OTHER[part.comparison]
            says = f"{part.comparison} becomes {other} in '{condition}'"
            yield path, says, {path: _with(condition, part, attrs.evolve(part, comparison=other))}
    for part in dict.fromkeys(walk(condition)):
        for name, constant in _bounds(part):
            for moved in _moved(part, constant.value):
                says = (
                    f"{_said(part, constant.value)} becomes {_said(part, moved)} in '{condition}'"
                )
                changed = attrs.evolve(cast("Any", part), **{name: Constant(moved)})
                yield path, says, {path: _with(condition, part, changed)}
    for part in dict.fromkeys(walk(condition)):
        if isinstance(part, Each):
            whole = part.quantifier == "every"
            changed = attrs.evolve(part, quantifier="some" if whole else "every")
            says = f"{part.quantifier} becomes {changed.quantifier} in '{condition}'"
            yield path, says, {path: _with(condition, part, changed)}


def _with(condition: Condition, part: Rule, other: Rule) -> Rule:
    return rewrite(condition, lambda rule: other if rule == part else None)


def _bounds(part: Rule) -> Iterator[tuple[str, Constant]]:
    match part:
        case Compare(left, _, right):
            named: list[tuple[str, Expression]] = [("left", left), ("right", right)]
        case Each(bound=bound) | Tally(bound=bound):
            named = [("bound", bound)]
        case _:
            named = []
    yield from ((name, side) for name, side in named if isinstance(side, Constant))


def _is_share(part: Rule) -> bool:
    match part:
        case Each(of=of) | Tally(of=of):
            return of == "share"
        case Compare(left, _, right):
            return any(isinstance(s, Input) and s.role == "share" for s in (left, right))
        case _:
            return False


def _moved(part: Rule, number: Fraction) -> Iterable[Fraction]:
    if _is_share(part):
        return (number - _PERCENT, number + _PERCENT)
    return _steps_from(Fraction(number))


def _said(part: Rule, number: Fraction) -> str:
    return f"{as_text(number * 100)} %" if _is_share(part) else as_text(number)


# What notices them


def unnoticed(
    rubric: Rubric, examples: Iterable[Example] | None = None, *, seconds: float = 60
) -> tuple[Unnoticed, ...]:
    """The mutants of *rubric* that its examples do not notice.

    A mutant is noticed when an example that holds of the rubric does not hold of the mutant.

    Args:
        rubric: The rubric.
        examples: Its own examples, unless others are given.
        seconds: How long to look for subjects that show the difference, in seconds.

    Returns:
        Each with an example that would notice it, if a subject was found that shows a difference.

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
    known = rubric.examples if examples is None else tuple(examples)
    held = [example for example in known if not rubric.mismatches(example)]
    lab = Lab(rubric, seconds)
    found: list[Unnoticed] = []
    for mutant in mutants(rubric):
        if not any(_notices(mutant.rubric, example) for example in held):
            subject = _shows(lab, mutant.rubric)
            if subject is None:
                found.append(Unnoticed(mutant, None, None))
            else:
                found.append(Unnoticed(mutant, subject.assessment, _example(rubric, subject)))
    return tuple(found)


def _notices(mutant: Rubric, example: Example) -> bool:
    try:
        return bool(mutant.mismatches(example))
    except AssessmentError:
        return True


def _shows(lab: Lab, mutant: Rubric) -> Subject | None:
    """A subject that the mutant scores differently, simple ones first."""
    twin = Lab(mutant, lab.seconds)
    tried: list[Callable[[], Iterable[Subject]]] = [
        lambda: lab.pool,
        lambda: (Subject(lab.rubric, s.values, s.applies) for s in twin.pool),
        lambda: _between(lab, mutant),
    ]
    for subjects in tried:
        for subject in subjects():
            if _differs(subject, mutant):
                return subject
    return None


def _between(lab: Lab, mutant: Rubric) -> Iterator[Subject]:
    """Subjects whose level the changed condition alone decides, where points are the same."""
    if lab.left <= 0 or lab.rubric.program.steps != mutant.program.steps:
        return
    for ours, theirs in zip(lab.rubric.conditions, mutant.conditions, strict=False):
        for one, other in ((ours, theirs), (theirs, ours)):
            if one != other:
                yield from lab.seek(one & ~other).subjects


def _differs(subject: Subject, mutant: Rubric) -> bool:
    try:
        other = Subject(mutant, subject.values, subject.applies).result
        mine = subject.result
    except (RubrikaError, KeyError):
        return True
    return (mine.total, mine.level and mine.level.id) != (
        other.total,
        other.level and other.level.id,
    )


def _example(rubric: Rubric, subject: Subject) -> Example:
    """A subject as an example of what the rubric gives it."""
    seen, result = subject.assessment, rubric.score(subject.assessment)
    level = result.level
    return Example(
        seen.observations,
        context=seen.context,
        points=result.points if isinstance(result.points, Fraction) else None,
        level=level.id if level else None,
        no_level=level is None,
    )
