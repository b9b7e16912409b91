"""Testing: strategies for rubrics and assessments, and laws that hold of a rubric or not.

It needs the extra ``testing``: ``pip install "rubrika[testing]"``.

>>> import rubrika
>>> from rubrika.testing import bounded, check_laws
>>> unit = rubrika.get("learning-unit-2020")
>>> bounded(unit)
>>> check_laws(unit, laws=["bounded", "level-order"], examples=20)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rubrika.testing.assessing import assessments, edge_cases
    from rubrika.testing.breaking import LawBrokenError
    from rubrika.testing.composing import rubrics
    from rubrika.testing.lawbook import LAWS, check_laws
    from rubrika.testing.observed import edge_values, values
    from rubrika.testing.ordering_laws import level_order, monotone, order_independent
    from rubrika.testing.parametrising import examples_of, laws_of
    from rubrika.testing.ruling import conditions, expressions, rules
    from rubrika.testing.scaling import scales
    from rubrika.testing.scoring_laws import (
        bounded,
        engines_agree,
        missing_is_not_zero,
        na_policy,
        total_function,
    )
    from rubrika.testing.showing_laws import display_agrees, files_round_trip

__all__ = [
    "LAWS",
    "LawBrokenError",
    "assessments",
    "bounded",
    "check_laws",
    "conditions",
    "display_agrees",
    "edge_cases",
    "edge_values",
    "engines_agree",
    "examples_of",
    "expressions",
    "files_round_trip",
    "laws_of",
    "level_order",
    "missing_is_not_zero",
    "monotone",
    "na_policy",
    "order_independent",
    "rubrics",
    "rules",
    "scales",
    "total_function",
    "values",
]

_HOMES: Final = {
    "assessing": ("assessments", "edge_cases"),
    "breaking": ("LawBrokenError",),
    "composing": ("rubrics",),
    "lawbook": ("LAWS", "check_laws"),
    "observed": ("edge_values", "values"),
    "ordering_laws": ("level_order", "monotone", "order_independent"),
    "parametrising": ("examples_of", "laws_of"),
    "ruling": ("conditions", "expressions", "rules"),
    "scaling": ("scales",),
    "scoring_laws": (
        "bounded",
        "engines_agree",
        "missing_is_not_zero",
        "na_policy",
        "total_function",
    ),
    "showing_laws": ("display_agrees", "files_round_trip"),
}

if not TYPE_CHECKING:  # so that type checkers see a misspelt name

    def __getattr__(name: str) -> object:
        """Look a name up when it is asked for: pytest imports this room whenever it starts."""
        for module, names in _HOMES.items():
            if name in names:
                found = getattr(_imported(f"rubrika.testing.{module}"), name)
                globals()[name] = found
                return found
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


def _imported(module: str) -> object:
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "hypothesis":
            raise
        from rubrika.errors import MissingExtraError

        raise MissingExtraError.of("rubrika.testing", "testing") from None
