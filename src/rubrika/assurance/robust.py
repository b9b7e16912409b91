"""Robustness: how far one number may move before another level is given."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Literal, TypeAlias, cast

import attrs

from rubrika.assurance.costs import PlanError
from rubrika.assurance.plan_result import Section, fact_data
from rubrika.assurance.plan_result import told as told_sections
from rubrika.assurance.plan_words import sayings
from rubrika.assurance.robust_numbers import numbers_of
from rubrika.assurance.robust_rules import Track, nearness, single
from rubrika.assurance.subjects import result_of
from rubrika.engines.axes import Axis, Grid, axes_of
from rubrika.engines.exact import Fact, IrrationalError
from rubrika.errors import Problem, told
from rubrika.model.checking import check
from rubrika.model.domains import Quantity
from rubrika.model.explain import Explanation
from rubrika.model.faces import Face
from rubrika.model.levels import Level
from rubrika.model.nodes import Indicator
from rubrika.model.observations import Assessment
from rubrika.model.rubric import Rubric
from rubrika.model.scorecard import Scorecard
from rubrika.number import as_text
from rubrika.rules.nodes import Rule

__all__ = ["End", "Margin", "Robustness", "robustness"]

_TRIES = 60
_MOST_TRIED = 4000
"""Up to how many allowed values all are tried."""
_DIGITS = 6


@attrs.frozen
class End:
    """Where another level is given.

    Args:
        at: The value or number.
        included: Whether the level is another there already, and not only beyond.
        level: That level; None for none.

    >>> End(75, included=False, level=None).at
    75
    """

    at: Fact
    included: bool
    level: Level | None


@attrs.frozen
class Margin:
    """How far one value or one number of the rubric may move, all else being as it is.

    Args:
        kind: ``"value"`` (what was observed) or ``"number"`` (of the rubric: a weight, points, a
            bound or threshold).
        path: The id of the indicator, or the path of the number.
        now: What it is now.
        below: Where the level changes as it falls; None: nowhere.
        above: Where the level changes as it rises; None: nowhere.
        others: For options, yes and no: the other values with another level.
        share: How near the nearest end is: its distance as a share of the range that is allowed,
            or of the size of the number if there is none; None without an end.
        along: The paths of other numbers that move along, so that the rubric still adds up.
        exact: Whether the ends are worked out from the rules, and are the first ones, or all
            allowed values were tried. If not, they
            were found by trying (each is scored again), and a nearer one may exist.

    >>> Margin("value", "wait", 12, above=End(75, included=False, level=None)).ends[0].at
    75
    """

    kind: Literal["value", "number"]
    path: str
    now: Fact
    below: End | None = None
    above: End | None = None
    others: tuple[End, ...] = ()
    share: Fraction | None = None
    along: tuple[str, ...] = ()
    exact: bool = True

    @property
    def ends(self) -> tuple[End, ...]:
        """All its ends."""
        return tuple(end for end in (self.below, self.above, *self.others) if end is not None)


@attrs.frozen(repr=False)
class Robustness(Face):
    """How firm a level is.

    Args:
        card: The scorecard.
        margins: How far each value, and each number of the rubric, may move; in order.

    >>> from rubrika import load
    >>> cafe = load("examples/cafe-hygiene.toml")
    >>> values = {"inspection": 91, "pests": True, "welcome": "always", "wait": 5}
    >>> robustness(cafe, values, numbers=False).nearest.path
    'inspection'
    """

    card: Scorecard
    margins: tuple[Margin, ...]

    @property
    def nearest(self) -> Margin | None:
        """The margin with the nearest end, as a share (see :class:`Margin`); None without any."""
        found = [margin for margin in self.margins if margin.share is not None]
        return min(found, key=lambda margin: cast("Fraction", margin.share), default=None)

    def __getitem__(self, path: str) -> Margin:
        """The margin of an indicator by its id, or of a number by its path.

        Raises:
            KeyError: when there is none.
        """
        for margin in self.margins:
            if margin.path == path:
                return margin
        raise KeyError(path)

    def explain(self, lang: str = "en") -> str:
        """Say in words how far each value and number may move.

        Args:
            lang: ``"en"`` or ``"vi"``; English stands in for a language that is not known.
        """
        return told_sections(self.sections(lang))

    def sections(self, lang: str = "en") -> Iterator[Section]:
        """The parts of the explanation, for outputs of one's own: a heading and what it heads."""
        say, words = sayings(lang), Explanation(self.card, lang)
        level = self.card.level
        head = say["no level"] if level is None else say["margins"]
        near = say["none"] if self.nearest is None else self._said(self.nearest, words)
        yield head.format(level=words.level_title(level)), (f"{say['nearest']}: {near}",)
        for kind, title in (("value", "of values"), ("number", "of numbers")):
            found = [margin for margin in self.margins if margin.kind == kind]
            if found:
                yield say[title], tuple(self._said(margin, words) for margin in found)

    def _said(self, margin: Margin, words: Explanation) -> str:
        say, node = sayings(words.lang), self.card.rubric.nodes.get(margin.path)

        def told_fact(fact: Fact) -> str:
            if isinstance(node, Indicator):
                return words.fact(node.domain, fact)
            return words.value(cast("Fraction", fact))

        def told_end(fact: Fact) -> str:
            short = fact if margin.exact or isinstance(fact, str | bool) else _short(fact)
            text = told_fact(short)
            return text if short == fact else say["about"].format(end=text)

        title = margin.path
        if isinstance(node, Indicator):
            title = node.title.get(words.lang) or node.id
        name = say["value"].format(title=title, now=told_fact(margin.now))
        parts: list[str] = []
        for end, side in ((margin.below, "below"), (margin.above, "above")):
            if end is not None:
                key = f"from {side}" if end.included else side
                level = words.level_title(end.level)
                parts.append(say[key].format(end=told_end(end.at), level=level))
        parts += [
            say["swap"].format(end=told_fact(end.at), level=words.level_title(end.level))
            for end in margin.others
        ]
        if margin.exact:
            return f"{name}: {say['and'].join(parts) or say['firm']}"
        if not parts:
            return f"{name}: {say['none tried']}"
        return f"{name}: {say['and'].join(parts)} ({say['tried']})"

    def to_dict(self) -> dict[str, Any]:
        """A record as plain data; exact numbers are strings."""
        level, nearest = self.card.level, self.nearest
        return {
            "format": "robustness/1",
            "rubric": self.card.rubric.id,
            "level": None if level is None else level.id,
            "nearest": None if nearest is None else nearest.path,
            "margins": [
                {
                    "kind": margin.kind,
                    "path": margin.path,
                    "now": fact_data(margin.now),
                    "below": _end_data(margin.below),
                    "above": _end_data(margin.above),
                    "others": [_end_data(end) for end in margin.others],
                    "share": None if margin.share is None else as_text(margin.share),
                    "along": list(margin.along),
                    "exact": margin.exact,
                }
                for margin in self.margins
            ],
        }

    def __str__(self) -> str:
        return self.explain()

    def __repr__(self) -> str:
        level = "no level" if self.card.level is None else self.card.level.id
        near = "nothing" if self.nearest is None else self.nearest.path
        return f"<Robustness of {level}: {len(self.margins)} margins, nearest {near}>"


def _short(number: Fraction) -> Fraction:
    """*number* if it is short to write; or else what is near, with a few digits."""
    if (number * 10_000).denominator == 1:
        return number
    size = math.floor(math.log10(abs(float(number)))) if float(number) else 0
    return round(number, max(_DIGITS - 1 - size, 0))


def _end_data(end: End | None) -> dict[str, Any] | None:
    if end is None:
        return None
    level = None if end.level is None else end.level.id
    return {"at": fact_data(end.at), "included": end.included, "level": level}


Ends: TypeAlias = "tuple[End | None, End | None, bool]"


def robustness(
    rubric: Rubric,
    assessment: Assessment | Mapping[str, Any],
    *,
    context: Mapping[str, Any] | None = None,
    numbers: bool = True,
) -> Robustness:
    """How far each value, weight, bound and threshold may move before another level is given.

    One moves at a time. A weight cannot move alone: the others of its group give way in proportion;
    nor can points whose sum is declared: what is declared above them moves along.

    Args:
        rubric: The rubric.
        assessment: An assessment, or just values by indicator id; nothing may be missing.
        context: Facts about the subject, beside plain values.
        numbers: Whether to look at the numbers of the rubric too, which takes longer.

    Raises:
        AssessmentError: when the assessment does not fit the rubric.
        PlanError: when something is missing, so that the level may change without any move.

    >>> from rubrika import Bands, Indicator, Level, Rubric, YesNo, total
    >>> leaves = [
    ...     Indicator("score", "Score", Bands({90: 40, 75: 30}, unit="%")),
    ...     Indicator("pests", "No pests", YesNo(20)),
    ... ]
    >>> levels = [Level("gold", "Gold", total >= 60), Level("silver", "Silver", total >= 45)]
    >>> cafe = Rubric("cafe", version="1", title="Café", criteria=leaves, levels=levels)
    >>> firm = robustness(cafe, {"score": 91, "pests": True})
    >>> margin = firm["score"]
    >>> str(margin.below.at), margin.below.included, margin.below.level.id, margin.above
    ('90', False, 'silver', None)
    >>> firm.nearest.path
    'criteria[0].scale.bands[0].points'
    """
    if not isinstance(rubric, Rubric):
        raise PlanError(
            Problem(
                "wrong-type",
                f"a Rubric is due, not {told(rubric)}",
                "rubric",
                'Write get("…") or load("….toml").',
            )
        )
    card = rubric.score(assessment, context=context)
    if not card.complete:
        ids = ", ".join((*card.missing, *card.open_context))
        raise PlanError(
            Problem(
                "not-complete",
                f"{ids} is not known, so the level is not settled",
                "observations",
                "Observe it first; worth_observing() tells what is worth most.",
            )
        )
    facts = check(rubric, card.assessment).facts
    margins = list(_values(rubric, facts))
    if numbers:
        margins += [
            Margin(
                "number", path, now, *_ends(rubric, found), share=share, along=along, exact=exact
            )
            for path, now, found, share, along, exact in numbers_of(rubric, facts)
        ]
    return Robustness(card, tuple(margins))


def _values(rubric: Rubric, facts: dict[Rule, Fact]) -> Iterator[Margin]:
    axes = axes_of(rubric.program)
    for leaf in rubric.indicators:
        now = facts.get(leaf.value)
        if now is None:
            continue
        if isinstance(now, Fraction):
            yield _number(rubric, leaf, axes[leaf.id], now, facts)
        else:
            yield _options(rubric, leaf, axes[leaf.id], now, facts)


def _level(rubric: Rubric, place: int) -> Level | None:
    return rubric.levels[place] if place >= 0 else None


def _options(
    rubric: Rubric, leaf: Indicator, axis: Axis, now: Fact, facts: dict[Rule, Fact]
) -> Margin:
    """The other options with another level."""
    here = result_of(rubric, facts).place
    others: list[End] = []
    for fact in axis.values:
        place = result_of(rubric, {**facts, leaf.value: fact}).place
        if place != here:
            others.append(End(fact, included=True, level=_level(rubric, place)))
    share = Fraction(1) if others else None
    return Margin("value", leaf.id, now, others=tuple(others), share=share)


def _number(
    rubric: Rubric, leaf: Indicator, axis: Axis, now: Fraction, facts: dict[Rule, Fact]
) -> Margin:
    domain = cast("Quantity", leaf.domain)
    grid = domain.decimals is not None or domain.step is not None
    unit = axis.values.step if grid and isinstance(axis.values, Grid) else None
    track = Track(
        lambda at: result_of(rubric, {**facts, leaf.value: at}).place,
        now,
        domain.least,
        domain.most,
        unit,
    )
    ends: list[tuple[Fraction, bool, int] | None] = []
    try:
        alone = single(rubric.program, leaf.value, facts)
        exact = alone.sharp
    except IrrationalError:
        alone, exact = None, False
    few = unit is not None and _count(domain, unit) <= _MOST_TRIED
    for up in (False, True):
        if few and not exact:
            ends.append(track.first(up=up))
        elif alone is not None and exact:
            ends.append(attrs.evolve(track, place=alone.place).end(alone.turns, up=up))
        else:
            ends.append(track.found(up=up, tries=_TRIES))
    below, above = _ends(rubric, ends)
    width = None
    if domain.least is not None and domain.most is not None:
        width = domain.most - domain.least
    share = nearness(now, ends, width)
    return Margin("value", leaf.id, now, below, above, share=share, exact=exact or few)


def _count(domain: Quantity, unit: Fraction) -> Fraction | float:
    """How many values are allowed."""
    if domain.least is None or domain.most is None:
        return math.inf
    return (domain.most - domain.least) / unit


def _ends(
    rubric: Rubric, found: list[tuple[Fraction, bool, int] | None]
) -> tuple[End | None, End | None]:
    below, above = (
        None if end is None else End(end[0], end[1], _level(rubric, end[2])) for end in found
    )
    return below, above
