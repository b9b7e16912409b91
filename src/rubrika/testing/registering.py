"""Registering: Hypothesis knows the strategies for rubrika's types, once rubrika is used.

Hypothesis calls :func:`register` when it is imported, whatever it is imported for. The types of
rubrika are registered when the first of them is imported, so that other projects wait for nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType

__all__ = ["register"]

_AWAITED = "rubrika.model"


def register() -> None:
    """Register strategies for rubrika's types: now if they are imported, or when they are."""
    if _AWAITED in sys.modules:
        _register_types()
    else:
        sys.meta_path.insert(0, _Waiting())


class _Waiting(MetaPathFinder):
    """Waits until the model is imported."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find the model as others do, and let it register its types after it is loaded."""
        del path, target
        if fullname != _AWAITED:
            return None
        sys.meta_path.remove(self)
        spec = find_spec(fullname)
        if spec is not None and spec.loader is not None:
            spec.loader = _Registering(spec.loader)
        return spec


class _Registering(Loader):
    """Loads a module as its own loader does, and registers types then."""

    def __init__(self, loader: Loader) -> None:
        self.loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Create the module."""
        return self.loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Run the module."""
        if module.__spec__ is not None:
            module.__spec__.loader = self.loader
        module.__loader__ = self.loader
        self.loader.exec_module(module)
        _register_types()


def _register_types() -> None:
    """Register a function for each type; it makes the strategy when that is asked for."""
    from hypothesis import strategies as st

    from rubrika.model.bands import Bands
    from rubrika.model.formula import Formula
    from rubrika.model.lines import Linear, Piecewise
    from rubrika.model.nodes import Criterion, Indicator
    from rubrika.model.observations import Assessment
    from rubrika.model.rubric import Rubric
    from rubrika.model.scales import Choice, Direct, Scale, Tally, YesNo
    from rubrika.rules.nodes import Condition, Expression

    def made(kind: type) -> st.SearchStrategy[object]:
        from rubrika.testing.typed import strategy_for

        return strategy_for(kind)

    kinds = (Assessment, Criterion, Indicator, Rubric, Scale, Condition, Expression)
    scales = (Bands, Choice, Direct, Formula, Linear, Piecewise, Tally, YesNo)
    for kind in (*kinds, *scales):
        st.register_type_strategy(kind, made)
