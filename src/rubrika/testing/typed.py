"""The strategy for each type of rubrika that ``from_type`` may be asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from hypothesis.strategies import SearchStrategy

from rubrika.model.nodes import Criterion, Indicator
from rubrika.model.observations import Assessment
from rubrika.model.rubric import Rubric
from rubrika.model.scales import Scale
from rubrika.rules.nodes import Condition, Expression
from rubrika.testing.assessing import assessments
from rubrika.testing.composing import rubrics
from rubrika.testing.grouping import criteria, indicators
from rubrika.testing.material import Shape
from rubrika.testing.ruling import conditions, expressions
from rubrika.testing.scaling import BY_TYPE, scales

__all__ = ["strategy_for"]

_ANY: Final = Shape()
_BY_TYPE: Final[dict[type, Callable[[], SearchStrategy[object]]]] = {
    Assessment: lambda: rubrics().flatmap(assessments),
    Criterion: partial(criteria, _ANY, "criterion"),
    Indicator: partial(indicators, _ANY, "indicator"),
    Rubric: rubrics,
    Scale: scales,
    Condition: conditions,
    Expression: expressions,
}


def strategy_for(kind: type) -> SearchStrategy[object]:
    """The strategy for a type."""
    return _BY_TYPE[kind]() if kind in _BY_TYPE else BY_TYPE[kind](_ANY)
