"""Checking an assessment against a rubric: every problem at once, nothing guessed."""

from __future__ import annotations

import attrs

from rubrika.engines.arithmetic import Interval
from rubrika.engines.bounds import Options
from rubrika.engines.program import as_possible
from rubrika.errors import AssessmentError, Problem, Problems, near_miss, told
from rubrika.model.definition import Definition
from rubrika.model.domains import Fact
from rubrika.model.nodes import Indicator
from rubrika.model.observations import Assessment, NotApplicable, Observation
from rubrika.rules.nodes import Applicable, Condition, Expression, Input

__all__ = ["Checked", "check"]

Rule = Expression | Condition


@attrs.frozen
class Checked:
    """What an assessment says in terms of a rubric's inputs.

    Args:
        facts: Every known input.
        missing: The ids of indicators without a value.
        open_context: The ids of context attributes that are not stated.
    """

    facts: dict[Rule, Fact]
    missing: frozenset[str]
    open_context: frozenset[str]

    @property
    def complete(self) -> bool:
        """Whether nothing is open."""
        return not self.missing and not self.open_context

    def possible(self, definition: Definition) -> dict[Rule, Interval | Options]:
        """What every input can still be."""
        return definition.program.anything() | {
            rule: as_possible(fact) for rule, fact in self.facts.items()
        }


def check(definition: Definition, assessment: Assessment) -> Checked:
    """Read *assessment* as facts for the rules of *definition*.

    Raises:
        AssessmentError: with every problem: another rubric or version, a day outside the validity,
            an unknown id, a value outside its domain, a not-applicable that is not allowed or
            lacks its justification, a context fact that is missing or unknown.
    """
    problems = Problems()
    _check_identity(definition, assessment, problems)
    facts: dict[Rule, Fact] = {}
    for id_, observation in assessment.observations.items():
        with problems.under(f"observations.{id_}"):
            facts |= _observed(definition, id_, observation)
    open_context = _check_context(definition, assessment, facts, problems)
    problems.raise_as(AssessmentError)
    missing = frozenset(
        leaf.id
        for leaf in definition.indicators
        if leaf.value not in facts and facts.get(Applicable(leaf.id)) is not False
    )
    return Checked(facts, missing, open_context)


def _check_identity(definition: Definition, assessment: Assessment, problems: Problems) -> None:
    if assessment.rubric and assessment.rubric != definition.id:
        problems.add(
            "other-rubric",
            f"the assessment was made for the rubric {told(assessment.rubric)}, "
            f"not for {told(definition.id)}",
            "rubric",
            "Score it with its own rubric, or make a new assessment.",
        )
    elif assessment.version and assessment.version != definition.version:
        problems.add(
            "other-version",
            f"the assessment was made for version {told(assessment.version)} of the rubric, "
            f"not for {told(definition.version)}",
            "version",
            "Score it with that version, or check it against this one and change its version.",
        )
    if assessment.date is not None and not definition.valid.covers(assessment.date):
        problems.add(
            "outside-validity",
            f"the assessment's date {assessment.date} lies outside the rubric's validity "
            f"({definition.valid})",
            "date",
            "Use the rubric that was in force on that day.",
        )


def _observed(definition: Definition, id_: str, observation: Observation) -> dict[Rule, Fact]:
    """What one observation says about the inputs."""
    node = definition.nodes.get(id_)
    if not isinstance(node, Indicator):
        if node is None:
            what = "is no indicator of the rubric"
            hint = near_miss(id_, [leaf.id for leaf in definition.indicators])
        else:
            what = "is a criterion, which is not observed itself"
            hint = f"Observe what it is made of: {', '.join(child.id for child in node.children)}."
        raise AssessmentError(Problem("unknown-indicator", f"{told(id_)} {what}", hint=hint))
    if observation.missing:
        return {}
    if isinstance(observation.value, NotApplicable):
        if node.na is None:
            raise AssessmentError(
                Problem(
                    "na-not-allowed",
                    f"{id_!r} must apply",
                    hint="Observe it, or leave it out if it is not known.",
                )
            )
        if node.na.justified and not observation.value.justification.strip():
            raise AssessmentError(
                Problem(
                    "na-justification",
                    f"{id_!r} needs a justification why it does not apply",
                    hint="Say why.",
                )
            )
        return {Applicable(id_): False}
    fact = node.domain.check(observation.value)
    return {node.value: fact, Applicable(id_): True} if node.na is not None else {node.value: fact}


def _check_context(
    definition: Definition, assessment: Assessment, facts: dict[Rule, Fact], problems: Problems
) -> frozenset[str]:
    """Read the context into *facts*; give the ids of what is not stated."""
    known = [attribute.id for attribute in definition.context]
    for name in assessment.context:
        if name not in known:
            problems.add(
                "unknown-context",
                f"the rubric has no context attribute {told(name)}",
                f"context.{name}",
                near_miss(name, known) or "It depends on no context.",
            )
    not_stated: list[str] = []
    for attribute in definition.context:
        value = assessment.context.get(attribute.id)
        if value is None:
            value = attribute.default
        if value is None and attribute.required:
            problems.add(
                "missing-context",
                f"the rubric needs to know {attribute.id!r} ({attribute.title})",
                f"context.{attribute.id}",
                f"Allowed: {attribute.domain}.",
            )
        elif value is None:
            not_stated.append(attribute.id)
        else:
            with problems.under(f"context.{attribute.id}"):
                facts[Input("context", attribute.id)] = attribute.domain.check(value)
    return frozenset(not_stated)
