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

from typing import TYPE_CHECKING

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
from rubrika.rules.nodes import choose, clamp, greatest, least, log, root, rounded
from rubrika.sources import Cited, Source, cited, number_field
from rubrika.text import Text

if TYPE_CHECKING:
    from rubrika.files import (
        dump,
        dump_assessment,
        dumps,
        dumps_assessment,
        load,
        load_assessment,
        load_assessments,
        loads,
        loads_assessment,
        schema,
    )

    __version__: str

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
    "available",
    "choose",
    "cited",
    "clamp",
    "context",
    "count",
    "domain_of",
    "dump",
    "dump_assessment",
    "dumps",
    "dumps_assessment",
    "every",
    "exact",
    "get",
    "greatest",
    "least",
    "load",
    "load_assessment",
    "load_assessments",
    "loads",
    "loads_assessment",
    "log",
    "met",
    "number_field",
    "percent",
    "points",
    "range_of",
    "register",
    "root",
    "rounded",
    "schema",
    "share",
    "some",
    "stated_numbers",
    "total",
    "value",
]


if not TYPE_CHECKING:  # pragma: no branch - so that type checkers see a misspelt name

    def __getattr__(name: str) -> object:
        """Look up what takes time (files, the version) when it is asked for."""
        if name == "__version__":
            from importlib.metadata import version

            return version("rubrika")
        if name in __all__:
            from rubrika import files

            return getattr(files, name)
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
