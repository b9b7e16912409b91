"""Write a scoring rule once; score it exactly, explain it, bound it, and hand it on.

>>> from rubrika import Rubric, Criterion, Indicator, Level, YesNo, total
>>> cafe = Rubric(
...     "cafe", version="1", title="Café",
...     criteria=[Criterion("safety", "Safety", [Indicator("pests", "No pests", YesNo(20))])],
...     levels=[Level("good", "Good", total >= 20)],
... )
>>> cafe.score({"pests": True}).level.id
'good'
"""

from __future__ import annotations

from rubrika.errors import (
    AssessmentError,
    FileError,
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
from rubrika.model.changes import Adaptation, Change
from rubrika.model.combinations import (
    BestOf,
    Combination,
    DropWorst,
    GeometricMean,
    Highest,
    Lowest,
    Median,
    Part,
    Sum,
    TrimmedMean,
    WeightedMean,
)
from rubrika.model.definition import Validity
from rubrika.model.domains import Categories, Domain, Quantity, Truth
from rubrika.model.levels import Attribute, Cap, Level
from rubrika.model.nodes import Criterion, Indicator, NaPolicy, Node
from rubrika.model.observations import Assessment, NotApplicable, Observation
from rubrika.model.provenance import StatedNumber, stated_numbers
from rubrika.model.requirements import context, count, every, met, points, share, some, total, value
from rubrika.model.results import LevelResult, NodeScore, RequirementResult
from rubrika.model.rubric import Decision, Rubric
from rubrika.model.scales import (
    Band,
    Bands,
    Choice,
    Direct,
    Formula,
    Knot,
    Linear,
    Option,
    Piecewise,
    Scale,
    Tally,
    YesNo,
    domain_of,
    range_of,
)
from rubrika.model.scorecard import Scorecard
from rubrika.number import Bounds, Enclosure, Rounding, exact, percent
from rubrika.rules.nodes import choose, clamp, greatest, least, log, root, rounded
from rubrika.sources import Cited, Source, cited, number_field
from rubrika.text import Text

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
    "FileError",
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
    "__version__",
    "adapt",
    "choose",
    "cited",
    "clamp",
    "context",
    "count",
    "domain_of",
    "every",
    "exact",
    "greatest",
    "least",
    "log",
    "met",
    "number_field",
    "percent",
    "points",
    "range_of",
    "root",
    "rounded",
    "share",
    "some",
    "stated_numbers",
    "total",
    "value",
]


def __getattr__(name: str) -> str:
    """Look the version up when it is asked for, since that takes time."""
    if name == "__version__":
        from importlib.metadata import version

        return version("rubrika")
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
