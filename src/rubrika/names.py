"""The names that :mod:`rubrika` hands on, but for those that read and write files."""

from __future__ import annotations

from typing import Final

from rubrika.errors import (
    AssessmentError,
    FileError,
    FrameError,
    MissingExtraError,
    NumberError,
    Problem,
    RegistryError,
    RubricError,
    RubrikaError,
    RuleError,
    UndecidedError,
)
from rubrika.model.adapt import adapt
from rubrika.model.bands import Band, Bands
from rubrika.model.changes import Adaptation, Change
from rubrika.model.combinations import (
    BestOf,
    Combination,
    DropWorst,
    Highest,
    Lowest,
    Median,
    Part,
    Sum,
    TrimmedMean,
)
from rubrika.model.domains import Categories, Domain, Quantity, Truth
from rubrika.model.examples import Example
from rubrika.model.formula import Formula
from rubrika.model.levels import Attribute, Cap, Level
from rubrika.model.lines import Knot, Linear, Piecewise
from rubrika.model.means import GeometricMean, WeightedMean
from rubrika.model.mismatches import Mismatch
from rubrika.model.nodes import Criterion, Indicator, NaPolicy, Node
from rubrika.model.observations import Assessment, NotApplicable, Observation
from rubrika.model.provenance import StatedNumber, stated_numbers
from rubrika.model.requirements import context, count, every, met, points, share, some, total, value
from rubrika.model.results import LevelResult, NodeScore, RequirementResult
from rubrika.model.rubric import Decision, Rubric
from rubrika.model.scales import (
    Choice,
    Direct,
    Option,
    Scale,
    Tally,
    YesNo,
    domain_of,
    range_of,
)
from rubrika.model.scorecard import Scorecard
from rubrika.model.validity import Validity
from rubrika.number import Bounds, Enclosure, Rounding, exact, percent
from rubrika.registry import available, get, register
from rubrika.rules.functions import choose, clamp, greatest, least, log, root, rounded
from rubrika.sources import Cited, Source, cited, number_field
from rubrika.text import Text

ELSEWHERE: Final = {
    **dict.fromkeys(
        (
            "dump",
            "dump_assessment",
            "dumps",
            "dumps_assessment",
            "load",
            "load_assessment",
            "load_assessments",
            "loads",
            "loads_assessment",
            "schema",
        ),
        "rubrika.files",
    ),
    **dict.fromkeys(
        (
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
        ),
        "rubrika.assurance",
    ),
}
"""What other rooms add, which are imported when it is used: cattrs and searches take their time."""

__all__ = [
    "Adaptation",
    "Assessment",
    "AssessmentError",
    "Attribute",
    "Band",
    "Bands",
    "BestOf",
    "Bounds",
    "Cap",
    "Categories",
    "Change",
    "Choice",
    "Cited",
    "Combination",
    "Criterion",
    "Decision",
    "Direct",
    "Domain",
    "DropWorst",
    "Enclosure",
    "Example",
    "FileError",
    "Formula",
    "FrameError",
    "GeometricMean",
    "Highest",
    "Indicator",
    "Knot",
    "Level",
    "LevelResult",
    "Linear",
    "Lowest",
    "Median",
    "Mismatch",
    "MissingExtraError",
    "NaPolicy",
    "Node",
    "NodeScore",
    "NotApplicable",
    "NumberError",
    "Observation",
    "Option",
    "Part",
    "Piecewise",
    "Problem",
    "Quantity",
    "RegistryError",
    "RequirementResult",
    "Rounding",
    "Rubric",
    "RubricError",
    "RubrikaError",
    "RuleError",
    "Scale",
    "Scorecard",
    "Source",
    "StatedNumber",
    "Sum",
    "Tally",
    "Text",
    "TrimmedMean",
    "Truth",
    "UndecidedError",
    "Validity",
    "WeightedMean",
    "YesNo",
    "adapt",
    "available",
    "choose",
    "cited",
    "clamp",
    "context",
    "count",
    "domain_of",
    "every",
    "exact",
    "get",
    "greatest",
    "least",
    "log",
    "met",
    "number_field",
    "percent",
    "points",
    "range_of",
    "register",
    "root",
    "rounded",
    "share",
    "some",
    "stated_numbers",
    "total",
    "value",
]
