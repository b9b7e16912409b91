"""Keeping pages fresh: a page is read again when a registered rubric that it shows has changed.

Files need nothing of this: Sphinx itself looks at the files on which a page depends.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, cast

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from rubrika import Rubric, RubrikaError, __version__, registry

__all__ = ["connect", "depends"]

_SHOWN: Final = "rubrika_shown"
"""The attribute of the environment in which it is kept what each page shows."""


def _shown(env: BuildEnvironment) -> dict[str, dict[str, str]]:
    """The stamp of each registered rubric that a page shows, by page and by its name there."""
    vars(env).setdefault(_SHOWN, {})
    return cast("dict[str, dict[str, str]]", vars(env)[_SHOWN])


def _stamp(rubric: Rubric) -> str:
    """What changes when the page has to."""
    return f"{__version__} {rubric.fingerprint}"


def depends(env: BuildEnvironment, name: str, rubric: Rubric) -> None:
    """Note that the page that is being read shows the registered *rubric* by that *name*."""
    _shown(env).setdefault(env.docname, {})[name] = _stamp(rubric)


def connect(app: Sphinx) -> None:
    """Let Sphinx ask which pages are stale, and forget and merge what is kept."""
    app.connect("env-get-outdated", _stale)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)


def _stale(app: Sphinx, env: BuildEnvironment, *_: Any) -> list[str]:  # noqa: ANN401  # as Sphinx calls it
    del app
    return [
        page
        for page, rubrics in _shown(env).items()
        if page in env.found_docs and any(_changed(*shown) for shown in rubrics.items())
    ]


def _changed(name: str, stamp: str) -> bool:
    id_, _, version = name.partition("@")
    try:
        return _stamp(registry.get(id_, version or None)) != stamp
    except RubrikaError:  # the page will tell
        return True


def _purge(app: Sphinx, env: BuildEnvironment, page: str) -> None:
    del app
    _shown(env).pop(page, None)


def _merge(
    app: Sphinx, env: BuildEnvironment, pages: Iterable[str], other: BuildEnvironment
) -> None:
    del app
    read = _shown(other)
    _shown(env).update({page: read[page] for page in pages if page in read})
