"""Rubrics, assessments and scorecards: what authors write, and what comes of it."""

from __future__ import annotations

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
from rubrika.model.domains import Categories, Domain, Fact, Quantity, Truth
from rubrika.model.formula import Formula
from rubrika.model.levels import Attribute, Cap, Level
from rubrika.model.lines import Knot, Linear, Piecewise
from rubrika.model.means import GeometricMean, WeightedMean
from rubrika.model.nodes import Criterion, Indicator, NaPolicy, Node
from rubrika.model.observations import Assessment, NotApplicable, Observation
from rubrika.model.provenance import StatedNumber, stated_numbers
from rubrika.model.requirements import context, count, every, met, points, share, some, total, value
from rubrika.model.results import LevelResult, NodeScore, RequirementResult
from rubrika.model.rubric import Decision, Rubric
from rubrika.model.scales import Choice, Direct, Option, Scale, Tally, YesNo, domain_of, range_of
from rubrika.model.scorecard import Scorecard
from rubrika.model.validity import Validity

__all__ = [
    "Adaptation",
    "Assessment",
    "Attribute",
    "Band",
    "Bands",
    "BestOf",
    "Cap",
    "Categories",
    "Change",
    "Choice",
    "Combination",
    "Criterion",
    "Decision",
    "Direct",
    "Domain",
    "DropWorst",
    "Fact",
    "Formula",
    "GeometricMean",
    "Highest",
    "Indicator",
    "Knot",
    "Level",
    "LevelResult",
    "Linear",
    "Lowest",
    "Median",
    "NaPolicy",
    "Node",
    "NodeScore",
    "NotApplicable",
    "Observation",
    "Option",
    "Part",
    "Piecewise",
    "Quantity",
    "RequirementResult",
    "Rubric",
    "Scale",
    "Scorecard",
    "StatedNumber",
    "Sum",
    "Tally",
    "TrimmedMean",
    "Truth",
    "Validity",
    "WeightedMean",
    "YesNo",
    "adapt",
    "context",
    "count",
    "domain_of",
    "every",
    "met",
    "points",
    "range_of",
    "share",
    "some",
    "stated_numbers",
    "total",
    "value",
]
