"""The rubric: a definition that scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

import attrs

from rubrika.errors import AssessmentError, Problems, RubricError, near_miss, told
from rubrika.model.checking import check
from rubrika.model.definition import Definition
from rubrika.model.examples import Example
from rubrika.model.faces import Face
from rubrika.model.fingerprints import content_fingerprint, structure_fingerprint
from rubrika.model.levels import Level
from rubrika.model.mismatches import Mismatch, mismatches
from rubrika.model.observations import Assessment
from rubrika.model.scorecard import Scorecard
from rubrika.model.scores import read
from rubrika.number import Bounds, Exact

__all__ = ["Decision", "Rubric"]


@attrs.frozen
class Decision:
    """The result of the fast path: points and level, no reasons.

    Args:
        points: The exact total; None while it is open, or when nothing applies.
        level: The level that is given; None when none is, or while that is open.
        decided: Whether the level (or that there is none) is certain.
        bounds: The least and the most that the total can still be; None when nothing applies.

    >>> from rubrika import Indicator, Level, Rubric, YesNo, total
    >>> pests = Indicator("pests", "No pests found", YesNo(20))
    >>> good = Level("good", "Good", total >= 20)
    >>> rubric = Rubric("r", version="1", title="R", criteria=[pests], levels=[good])
    >>> decision = rubric.decide({"pests": True})
    >>> str(decision.points), decision.level.id, decision.decided
    ('20', 'good', True)
    """

    points: Exact | None
    level: Level | None
    decided: bool
    bounds: Bounds | None


@attrs.frozen(slots=False, repr=False)
class Rubric(Definition, Face):
    """A versioned set of criteria with recognition levels.

    Args:
        id: Its id.
        version: Its version, such as ``"2026.1"``.
        title: Its title.
        criteria: Its criteria (or indicators).
        levels: Its levels, from the highest to the lowest; the highest that holds is given.
        caps: Caps on the level.
        context: The facts about a subject that it may depend on.
        combine: How the criteria's points are combined to the total.
        points: The points of the whole, to which the criteria's must add up.
        least: A floor of the total.
        most: A cap of the total.
        rounding: How the total is rounded before levels are decided.
        digits: With how many decimals numbers are shown (never used to decide).
        no_level: What is said of a subject that reaches no level.
        valid: When it is in force: a :class:`Validity`, or a pair of dates.
        meta: Further texts by name, such as ``{"pilot": "…"}``.
        source: Where it, and each number in it that names no source of its own, comes from.
        description: More about it.
        examples: What it must make of given values; see :class:`~rubrika.Example`.
        adaptation: What it was adapted from; see :func:`rubrika.adapt`.

    Raises:
        RubricError: with all that contradicts itself, each with its path.

    >>> from rubrika import Criterion, Indicator, Level, YesNo, total
    >>> cafe = Rubric(
    ...     "cafe", version="1", title="Café",
    ...     criteria=[Criterion("safety", "Safety", [Indicator("pests", "No pests", YesNo(20))])],
    ...     levels=[Level("good", "Good", total >= 20)],
    ... )
    >>> cafe.score({"pests": True}).level.id
    'good'
    """

    def __attrs_post_init__(self) -> None:
        """Check that each example names what there is; what it expects is for tests to tell."""
        super().__attrs_post_init__()
        problems = Problems()
        levels = [level.id for level in self.levels]
        for place, example in enumerate(self.examples):
            try:
                check(self, example.assessment)
            except AssessmentError as error:
                problems.found.extend(
                    attrs.evolve(problem, path=f"examples[{place}].{_as_values(problem.path)}")
                    for problem in error.problems
                )
            nodes = list(self.nodes)
            unknown = [(id_, f"nodes.{id_}", nodes) for id_, _ in example.nodes]
            if example.level is not None:
                unknown.append((example.level, "level", levels))
            for id_, path, known in unknown:
                if id_ not in known:
                    problems.add(
                        "example-unknown",
                        f"there is no {path.partition('.')[0].removesuffix('s')} {told(id_)}",
                        f"examples[{place}].{path}",
                        near_miss(id_, known),
                    )
        problems.raise_as(RubricError)

    @cached_property
    def _decide(self) -> Callable[..., Decision]:
        """The fast reading; what it refuses, the reference reading tells."""
        if self.fast is None:
            return self._decide_by_score
        return self.fast.deciding(self._decision, self._decide_by_score)

    def _decision(self, points: Fraction, place: int) -> Decision:
        level = self.levels[place] if place >= 0 else None
        return Decision(points, level, decided=True, bounds=Bounds(points, points))

    def _decide_by_score(
        self, values: Assessment | Mapping[str, Any], context: Mapping[str, Any] | None = None
    ) -> Decision:
        scores = read(self, values, context)
        return Decision(scores.points, scores.level, scores.decided, scores.bounds)

    def score(
        self, values: Assessment | Mapping[str, Any], *, context: Mapping[str, Any] | None = None
    ) -> Scorecard:
        """Score an assessment, with all reasons.

        Args:
            values: An :class:`Assessment`, or just values by indicator id.
            context: Facts about the subject that the rubric may depend on.

        Raises:
            AssessmentError: with every problem of the assessment, each with its path and a hint.
        """
        found = read(self, values, context)
        return Scorecard(
            found.rubric, found.given, found.stated_context, found.trace, found.checked, self
        )

    def decide(
        self, values: Assessment | Mapping[str, Any], *, context: Mapping[str, Any] | None = None
    ) -> Decision:
        """Score on the fast path: points and level, no reasons.

        It always agrees with :meth:`score`; arguments and errors are the same.
        """
        if type(self).decide is Rubric.decide:  # the next call needs no way through this method
            self.__dict__["decide"] = self._decide
        return self._decide(values, context=context)

    def mismatches(self, example: Example) -> tuple[Mismatch, ...]:
        """All that *example* expects and the rubric does not give.

        Raises:
            AssessmentError: when its values do not fit the rubric.

        >>> from rubrika import Example, get
        >>> unit = get("learning-unit-2020")
        >>> [found.what for found in unit.mismatches(Example({}, least=0, most=99))]
        ['points']
        """
        return mismatches(example, self.score(example.assessment))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of everything that it says; texts and sources included."""
        return content_fingerprint(self)

    @cached_property
    def structure(self) -> str:
        """SHA-256 of what can change a score; titles, texts and sources are left out."""
        return structure_fingerprint(self)

    def __repr__(self) -> str:
        return (
            f"<Rubric {self.id} {self.version}: {len(self.criteria)} criteria, "
            f"{len(self.indicators)} indicators, {len(self.levels)} levels>"
        )


def _as_values(path: str) -> str:
    """A path in an assessment as one in an example, where observations are called values."""
    return f"values{path.removeprefix('observations')}" if path.startswith("obs") else path
