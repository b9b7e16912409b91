"""Mutants: a rubric with one small wrong change, to find out whether its examples notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import combinations, pairwise
from random import Random
from typing import Any, Final, cast

import attrs

from rubrika.assurance.mutant_words import say
from rubrika.errors import Problem, RubricError, RubrikaError, told
from rubrika.model.bands import Bands
from rubrika.model.changing import GONE, Tree, put, rebuilt
from rubrika.model.combinations import BestOf, DropWorst, TrimmedMean
from rubrika.model.lines import Linear
from rubrika.model.locating import located
from rubrika.model.nodes import Criterion, Indicator, NaPolicy, Node
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
from rubrika.text import Text, optional_text

__all__ = ["Mutant", "mutants"]

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
    said: Text = attrs.field(converter=optional_text, alias="change")
    rubric: Rubric = attrs.field(repr=False)

    @property
    def change(self) -> str:
        """How it was changed, in English; ``said.get("vi")`` in Vietnamese."""
        return self.said.get("en")

    def __str__(self) -> str:
        return f"{self.path}: {self.change}"


def mutants(rubric: Rubric, *, most: int | None = None, seed: int = 0) -> Iterator[Mutant]:
    """Every small wrong change of *rubric* that makes another rubric, in order.

    They are: at least for above (and the reverse), a threshold or the bound of a band one step off,
    a band, requirement, cap, floor or tier dropped, weights or points of neighbours swapped,
    another policy for what does not apply, one more or less of the best.

    Args:
        rubric: The rubric.
        most: How many are made; all, unless said.
        seed: Which they are, if not all.

    Raises:
        RubricError: when it is no rubric, or *most* is not above 0.

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
        raise RubricError(
            Problem(
                "wrong-type",
                f"a Rubric is due, not {told(rubric)}",
                "rubric",
                'Write get("…") or load("….toml").',
            )
        )
    if most is None:
        return _made(rubric, _changes(rubric))
    if not isinstance(most, int) or isinstance(most, bool) or most < 1:
        message = f"{told(most)} is no number of mutants"
        raise RubricError(Problem("mutant-count", message, "most", "Write 1 or more."))
    return iter(_some(rubric, most, Random(seed)))  # noqa: S311 - a sample, the same for a seed


def _some(rubric: Rubric, most: int, random: Random) -> list[Mutant]:
    """Some of the mutants, in their order."""
    changes = list(enumerate(_changes(rubric)))
    random.shuffle(changes)
    found: list[tuple[int, Mutant]] = []
    for place, change in changes:
        found += [(place, mutant) for mutant in _made(rubric, [change])]
        if len(found) == most:
            break
    return [mutant for _, mutant in sorted(found, key=lambda one: one[0])]


def _made(rubric: Rubric, changes: Iterable[_Change]) -> Iterator[Mutant]:
    for path, change, values in changes:
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


_Change = tuple[str, Text, dict[str, Any]]


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
            yield where, say("requirement", requirement=requirement), {where: GONE}
        if level.needs_below:
            where = f"levels[{place}].needs_below"
            yield where, say("tier"), {where: False}
    for place, cap in enumerate(rubric.caps):
        where = f"caps[{place}]"
        yield from _of_condition(f"{where}.unless", cap.unless)
        yield where, say("cap"), {where: GONE}


# Nodes


def _of_children(path: str, children: tuple[Node, ...]) -> Iterator[_Change]:
    for (one, first), (other, second) in combinations(enumerate(children), 2):
        ids = {"one": first.id, "other": second.id}
        weights = first.weight, second.weight
        if None not in weights and weights[0] != weights[1]:
            swapped = {
                f"{path}[{one}].weight": weights[1],
                f"{path}[{other}].weight": weights[0],
            }
            yield path, say("weights", **ids), swapped
        points = _points_of(first), _points_of(second)
        if None not in points and points[0] != points[1] and other == one + 1:
            swapped = {
                f"{path}[{one}].scale.points": points[1],
                f"{path}[{other}].scale.points": points[0],
            }
            yield path, say("points", **ids), swapped


def _points_of(node: Node) -> Fraction | None:
    points = getattr(node.scale, "points", None) if isinstance(node, Indicator) else None
    return points if isinstance(points, Fraction) else None


def _of_limits(path: str, node: Criterion) -> Iterator[_Change]:
    if node.least_points is not None:
        yield path, say("floor", number=as_text(node.least_points)), {f"{path}.least": None}
    if node.most_points is not None:
        yield path, say("most", number=as_text(node.most_points)), {f"{path}.most": None}


def _of_policy(path: str, leaf: Indicator) -> Iterator[_Change]:
    if leaf.na is not None:
        for policy in ("redistribute", "full", "zero"):
            if policy != leaf.na.policy:
                says = say("policy", policy=policy, before=leaf.na.policy)
                yield path, says, {f"{path}.na": NaPolicy(policy, leaf.na.justified)}


def _of_count(path: str, combine: object) -> Iterator[_Change]:
    if isinstance(combine, BestOf | DropWorst | TrimmedMean):
        for n in (combine.n - 1, combine.n + 1):
            yield path, say("becomes", before=combine.n, after=n), {f"{path}.n": n}


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
                    yield where, say("points", one=first.id, other=second.id), swapped
        case Linear(worst=worst, best=best):
            for name, bound in (("worst", worst), ("best", best)):
                for moved in _steps_from(bound):
                    says = say("end", name=name, before=as_text(bound), after=as_text(moved))
                    yield f"{where}.{name}", says, {f"{where}.{name}": moved}
        case YesNo(points=points, no=no):
            swapped = {f"{where}.points": no, f"{where}.no": points}
            yield where, say("yes-no"), swapped
        case _:
            return


def _of_bands(path: str, scale: Bands) -> Iterator[_Change]:
    for place, band in enumerate(scale.bands):
        where = f"{path}.bands[{place}]"
        if len(scale.bands) > 1:
            yield where, say("band", at=as_text(band.at)), {where: GONE}
        for moved in _steps_from(band.at, scale.decimals):
            says = say("becomes", before=as_text(band.at), after=as_text(moved))
            yield where, says, {f"{where}.at": moved}
    for (one, first), (other, second) in pairwise(enumerate(scale.bands)):
        if first.points != second.points:
            swapped = {
                f"{path}.bands[{one}].points": second.points,
                f"{path}.bands[{other}].points": first.points,
            }
            ends = {"one": as_text(first.at), "other": as_text(second.at)}
            yield path, say("bands", **ends), swapped


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
            says = _inside(condition, part.comparison, other)
            yield path, says, {path: _with(condition, part, attrs.evolve(part, comparison=other))}
    for part in dict.fromkeys(walk(condition)):
        for name, constant in _bounds(part):
            for moved in _moved(part, constant.value):
                says = _inside(condition, _said(part, constant.value), _said(part, moved))
                changed = attrs.evolve(cast("Any", part), **{name: Constant(moved)})
                yield path, says, {path: _with(condition, part, changed)}
    for part in dict.fromkeys(walk(condition)):
        if isinstance(part, Each):
            whole = part.quantifier == "every"
            changed = attrs.evolve(part, quantifier="some" if whole else "every")
            says = _inside(condition, part.quantifier, changed.quantifier)
            yield path, says, {path: _with(condition, part, changed)}


def _inside(condition: Condition, before: str, after: str) -> Text:
    return say("inside", before=before, after=after, condition=condition)


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
