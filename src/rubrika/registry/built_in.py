"""The scales and combinations that rubrika itself has, by the kind that files name."""

from __future__ import annotations

from typing import Final

from rubrika.model.bands import Bands
from rubrika.model.combinations import (
    BestOf,
    Combination,
    DropWorst,
    Highest,
    Lowest,
    Median,
    Sum,
    TrimmedMean,
)
from rubrika.model.formula import Formula
from rubrika.model.lines import Linear, Piecewise
from rubrika.model.means import GeometricMean, WeightedMean
from rubrika.model.scales import Choice, Direct, Scale, Tally, YesNo

__all__ = ["COMBINATIONS", "SCALES"]

SCALES: Final[dict[str, type[Scale]]] = {
    "yes-no": YesNo,
    "choice": Choice,
    "bands": Bands,
    "linear": Linear,
    "piecewise": Piecewise,
    "direct": Direct,
    "tally": Tally,
    "formula": Formula,
}
COMBINATIONS: Final[dict[str, type[Combination]]] = {
    "sum": Sum,
    "weighted-mean": WeightedMean,
    "geometric-mean": GeometricMean,
    "lowest": Lowest,
    "highest": Highest,
    "median": Median,
    "trimmed-mean": TrimmedMean,
    "best-of": BestOf,
    "drop-worst": DropWorst,
}
