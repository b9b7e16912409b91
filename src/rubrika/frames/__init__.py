"""Frames: a rubric over the rows of a data frame, in the user's own engine.

It needs the extra ``frames``: ``pip install "rubrika[frames]"``. Polars (eager and lazy), pandas,
PyArrow, DuckDB, Dask and PySpark frames are scored where they are; what comes back is of the same
kind, and lazy where what was given is lazy.

>>> import polars as pl
>>> import rubrika
>>> from rubrika import frames
>>> citizen = rubrika.get("learning-citizen-pilot")
>>> seen = pl.DataFrame({leaf.id: [10, 8] for leaf in citizen.indicators})
>>> frames.score(citizen, seen, key=[])["points"].to_list()
[100.0, 80.0]
"""

from __future__ import annotations

from rubrika.errors import FrameError, MissingExtraError

try:
    from rubrika.frames.describing import Description, NodeWay, Way
    from rubrika.frames.file_tally import Tally
    from rubrika.frames.files import score_files
    from rubrika.frames.options import Bad, Nan, Numbers, Output
    from rubrika.frames.scoring import describe, score, summary
except ModuleNotFoundError as error:
    if (error.name or "").partition(".")[0] not in ("narwhals", "polars", "pyarrow"):
        raise
    raise MissingExtraError.of("scoring data frames", "frames") from None

__all__ = [
    "Bad",
    "Description",
    "FrameError",
    "Nan",
    "NodeWay",
    "Numbers",
    "Output",
    "Tally",
    "Way",
    "describe",
    "score",
    "score_files",
    "summary",
]
