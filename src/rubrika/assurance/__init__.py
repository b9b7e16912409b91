"""Assurance: what a rubric can and cannot do, proved or shown by a witness.

:func:`check` finds faults of a rubric; :func:`mutants` and :func:`unnoticed` tell whether its
examples would notice a small wrong change. :func:`plan` finds the cheapest way up to a level, and
:func:`robustness` how far a value or a number of the rubric may move before the level changes.
:func:`diff` tells what changes of a rubric can do to results.
"""

from __future__ import annotations

from rubrika.assurance.checks import check
from rubrika.assurance.costs import Cost, PlanError
from rubrika.assurance.diff_report import Diff
from rubrika.assurance.diff_result import Claim, Effect, Rescored
from rubrika.assurance.diffing import diff
from rubrika.assurance.finding import Finding, Findings
from rubrika.assurance.mutants import Mutant, mutants
from rubrika.assurance.noticing import Unnoticed, unnoticed
from rubrika.assurance.plan_missing import Evidence
from rubrika.assurance.plan_result import Binding, Move, Plan
from rubrika.assurance.planning import plan, plans, worth_observing
from rubrika.assurance.robust import End, Margin, Robustness, robustness

__all__ = [
    "Binding",
    "Claim",
    "Cost",
    "Diff",
    "Effect",
    "End",
    "Evidence",
    "Finding",
    "Findings",
    "Margin",
    "Move",
    "Mutant",
    "Plan",
    "PlanError",
    "Rescored",
    "Robustness",
    "Unnoticed",
    "check",
    "diff",
    "mutants",
    "plan",
    "plans",
    "robustness",
    "unnoticed",
    "worth_observing",
]
