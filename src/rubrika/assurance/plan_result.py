"""A plan: the changes that reach a level, what they cost, and what keeps them from costing less."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

import attrs

from rubrika.assurance.plan_missing import Evidence
from rubrika.assurance.plan_words import sayings
from rubrika.model.domains import Fact
from rubrika.model.explain import Explanation
from rubrika.model.faces import Face
from rubrika.model.layout import wrapped
from rubrika.model.levels import Level
from rubrika.model.nodes import Indicator
from rubrika.model.observations import Assessment
from rubrika.model.results import RequirementResult
from rubrika.model.scorecard import Scorecard
from rubrika.number import as_text

__all__ = ["Binding", "Move", "Plan", "Section", "bindings", "fact_data", "told"]

Section: TypeAlias = tuple[str, tuple[str, ...]]
"""A heading, and what it heads."""


@attrs.frozen
class Move:
    """One change of a plan.

    Args:
        id: The id of the indicator.
        before: Its value before.
        after: Its value after.
        cost: What that costs.

    >>> from rubrika import load, plan
    >>> cafe = load("examples/cafe-hygiene.toml")
    >>> values = {"inspection": 91, "pests": False, "welcome": "always", "wait": 5}
    >>> [str(move) for move in plan(cafe, values, "gold").moves]
    ['pests: False → True']
    """

    id: str
    before: Fact
    after: Fact
    cost: Fraction

    def __str__(self) -> str:
        return f"{self.id}: {fact_data(self.before)} → {fact_data(self.after)}"


@attrs.frozen
class Binding:
    """A requirement that keeps a plan from being cheaper.

    Args:
        path: Where it stands in the rubric.
        result: How it turned out under the plan.
        exactly: Whether it is met exactly: the number that it compares is the one that is needed.
        needs: The ids of the indicators without whose change it would not hold, each alone.

    >>> from rubrika import load, plan
    >>> cafe = load("examples/cafe-hygiene.toml")
    >>> values = {"inspection": 91, "pests": False, "welcome": "always", "wait": 5}
    >>> [(binding.path, binding.needs) for binding in plan(cafe, values, "gold").binding][-1]
    ('levels[0].requirements[2]', ('pests',))
    """

    path: str
    result: RequirementResult
    exactly: bool
    needs: tuple[str, ...]


@attrs.frozen(repr=False)
class Plan(Face):
    """Changes of values that reach a level, the cheapest that were found.

    Args:
        to: The level that is reached; None only if no higher level is within a budget.
        moves: The changes, in the order of the rubric.
        cost: What they cost together.
        before: The scorecard before.
        card: The scorecard after: the rubric's own, of the changed assessment.
        optimal: Whether it is proved that no plan is cheaper (of several, none but those before
            it).
        sampled: The ids of indicators whose values were not all looked at: these have no declared
            decimals, and of them the proof covers only values with few (mostly two).
        binding: The requirements that keep it from being cheaper.
        evidence: What missing observations could bring, the one that brings most first. The plan
            holds whatever they turn out to be.

    >>> from rubrika import Indicator, Level, Rubric, YesNo, total
    >>> from rubrika.assurance.planning import plan
    >>> leaves = [Indicator("a", "A", YesNo(60)), Indicator("b", "B", YesNo(40))]
    >>> good = Level("good", "Good", total >= 60)
    >>> cafe = Rubric("cafe", version="1", title="Café", criteria=leaves, levels=[good])
    >>> way = plan(cafe, {"a": False, "b": False}, "good")
    >>> way
    <Plan to good: a: False → True; cost 1, optimal>
    >>> way.binding[0].path, way.binding[0].exactly, way.binding[0].needs
    ('levels[0].requirements[0]', True, ('a',))
    """

    to: Level | None
    moves: tuple[Move, ...]
    cost: Fraction
    before: Scorecard
    card: Scorecard
    optimal: bool
    sampled: tuple[str, ...] = ()
    binding: tuple[Binding, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def assessment(self) -> Assessment:
        """The changed assessment."""
        return self.card.assessment

    def explain(self, lang: str = "en") -> str:
        """Say in words what changes, what it costs, and why it cannot be cheaper.

        Args:
            lang: ``"en"`` or ``"vi"``; English stands in for a language that is not known.
        """
        return told(self.sections(lang))

    def sections(self, lang: str = "en") -> Iterator[Section]:
        """The parts of the explanation, for outputs of one's own: a heading and what it heads.

        What stands for itself has no heading.
        """
        say, after = sayings(lang), Explanation(self.card, lang)
        title = say["plan"].format(level=after.level_title(self.to))
        moves = [
            say["move"].format(
                title=self._title(move.id, lang),
                before=self._fact(after, move.id, move.before),
                after=self._fact(after, move.id, move.after),
                cost=after.display.number(move.cost),
            )
            for move in self.moves
        ]
        if moves:
            yield title, tuple(moves)
        else:
            stays = say["nothing"].format(level=after.level_title(self.to))
            yield "", (stays if self.to is not None else say["nothing within"],)
        facts = [f"{say['before']}: {Explanation(self.before, lang).verdict()}"]
        if moves:
            facts = [
                say["total"].format(cost=after.display.number(self.cost)),
                self._proof(lang),
                *facts,
                f"{say['after']}: {after.verdict()}",
            ]
        yield "", tuple(facts)
        if self.binding:
            yield say["binding"], tuple(self._binding(after, one) for one in self.binding)
        if self.evidence:
            yield say["evidence"], tuple(self._evidence(after, one) for one in self.evidence)

    def _binding(self, words: Explanation, binding: Binding) -> str:
        say = sayings(words.lang)
        parts = [words.requirement(binding.result)]
        parts += [say["exactly"]] if binding.exactly else []
        if binding.needs:
            titles = ", ".join(self._title(id_, words.lang) for id_ in binding.needs)
            parts.append(say["needs"].format(titles=titles))
        return say["and"].join(parts)

    def _proof(self, lang: str) -> str:
        say = sayings(lang)
        if not self.optimal:
            return say["not optimal"]
        if self.sampled:
            titles = ", ".join(self._title(id_, lang) for id_ in self.sampled)
            return say["sampled"].format(titles=titles)
        return say["optimal"]

    def _title(self, id_: str, lang: str) -> str:
        return self.card.rubric.nodes[id_].title.get(lang) or id_

    def _fact(self, words: Explanation, id_: str, fact: Fact) -> str:
        node = self.card.rubric.nodes[id_]
        assert isinstance(node, Indicator)  # noqa: S101 - only indicators are observed
        return words.fact(node.domain, fact)

    def _evidence(self, words: Explanation, one: Evidence) -> str:
        say = sayings(words.lang)
        title = self._title(one.id, words.lang)
        best = self._fact(words, one.id, one.best)
        said = say["rise"] if one.rise else say["no rise"]
        parts = [said.format(title=title, best=best, rise=words.display.number(one.rise))]
        parts += [say["settles"]] if one.settles else []
        parts += [say["excludes"]] if one.excludes else []
        return say["and"].join(parts)

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """A record of everything as plain data; exact numbers are strings."""
        words = Explanation(self.card, lang)
        return {
            "format": "plan/1",
            "to": None if self.to is None else self.to.id,
            "moves": [
                {
                    "id": move.id,
                    "title": self._title(move.id, lang),
                    "before": fact_data(move.before),
                    "after": fact_data(move.after),
                    "cost": as_text(move.cost),
                }
                for move in self.moves
            ],
            "cost": as_text(self.cost),
            "optimal": self.optimal,
            "sampled": list(self.sampled),
            "binding": [
                {
                    "path": one.path,
                    "rule": str(one.result.requirement),
                    "words": words.requirement(one.result),
                    "exactly": one.exactly,
                    "needs": list(one.needs),
                }
                for one in self.binding
            ],
            "evidence": [
                {
                    "id": one.id,
                    "best": fact_data(one.best),
                    "least": None if one.least is None else as_text(one.least),
                    "rise": as_text(one.rise),
                    "settles": one.settles,
                    "excludes": one.excludes,
                }
                for one in self.evidence
            ],
            "before": self.before.to_dict(lang),
            "after": self.card.to_dict(lang),
        }

    def __str__(self) -> str:
        return self.explain()

    def __repr__(self) -> str:
        moves = ", ".join(map(str, self.moves)) or "nothing to change"
        proof = "optimal" if self.optimal else "not proved optimal"
        to = "no higher level" if self.to is None else self.to.id
        return f"<Plan to {to}: {moves}; cost {as_text(self.cost)}, {proof}>"


def fact_data(fact: Fact) -> bool | str:
    """A value as plain data."""
    return as_text(fact) if isinstance(fact, Fraction) else fact


def bindings(card: Scorecard, undone: Mapping[str, Scorecard], place: int) -> tuple[Binding, ...]:
    """The requirements of a level that are met exactly, or that need one of the changes.

    Args:
        card: The scorecard of the plan.
        undone: The scorecard without each of its changes, by the id of the indicator.
        place: The place of the level.
    """
    without = {id_: dict(_leaves(other, place)) for id_, other in undone.items()}
    found: list[Binding] = []
    for path, result in _leaves(card, place):
        if result.status != "holds":
            continue
        needs = tuple(
            id_
            for id_, results in without.items()
            if path in results and results[path].status in ("fails", "open")
        )
        exactly = result.actual is not None and result.actual == result.needed
        if needs or exactly:
            place_of = path[0]
            found.append(Binding(place_of, result, exactly, needs))
    return tuple(found)


def told(sections: Iterable[Section]) -> str:
    """Sections as text, at most 80 columns wide."""
    lines: list[str] = []
    for heading, items in sections:
        if heading:
            lines += [*wrapped(f"{heading}:")]
        for item in items:
            lines += [*wrapped(f"- {item}", 2)] if heading else [*wrapped(item)]
    return "\n".join(lines) + "\n"


_Path = tuple[Any, ...]


def _leaves(card: Scorecard, place: int) -> Iterator[tuple[_Path, RequirementResult]]:
    """The requirements of a level without parts, by where they stand."""
    rubric, caps = card.rubric, 0
    for number, result in enumerate(card.levels[place].requirements):
        if result.below is not None:
            yield from _leaves(card, place + 1)
        elif result.cap is not None:
            path = f"caps[{rubric.caps.index(result.cap)}].unless"
            yield from _parts((path, place, number), result)
            caps += 1
        else:
            path = f"levels[{place}].requirements[{number}]"
            yield from _parts((path,), result)


def _parts(path: _Path, result: RequirementResult) -> Iterator[tuple[_Path, RequirementResult]]:
    if not result.parts:
        yield path, result
    for number, part in enumerate(result.parts):
        inner = part if result.cap is None else attrs.evolve(part, cap=None)
        yield from _parts((*path, number), inner)
