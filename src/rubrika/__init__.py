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

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rubrika.assurance import *  # noqa: F403  # all three say in __all__ what is handed on
    from rubrika.files import *  # noqa: F403  # as above
    from rubrika.names import *  # noqa: F403  # as above

    __all__: list[str]
    __version__: str

if not TYPE_CHECKING:  # pragma: no branch - so that type checkers see a misspelt name

    def __getattr__(name: str) -> object:
        """Look a name up when it is asked for, so that importing rubrika takes next to no time."""
        if name == "__version__":
            return importlib.import_module("importlib.metadata").version("rubrika")
        if name.startswith("__") and name != "__all__":
            raise AttributeError(_missing(name))
        names = importlib.import_module("rubrika.names")
        if name == "__all__":
            return [*names.__all__, *names.ELSEWHERE, "__version__"]
        if name in names.ELSEWHERE:
            found = getattr(importlib.import_module(names.ELSEWHERE[name]), name)
        elif name in names.__all__:
            found = getattr(names, name)
        elif name in globals():  # a module that was imported meanwhile
            return globals()[name]
        else:
            raise AttributeError(_missing(name))
        globals()[name] = found  # so that the next look-up is a plain one
        return found

    def __dir__() -> list[str]:
        return sorted({*globals(), *__getattr__("__all__")})


def _missing(name: str) -> str:
    return f"module {__name__!r} has no attribute {name!r}"
