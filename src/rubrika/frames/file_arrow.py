"""The modules of pyarrow, which has no types: what they hold may be anything."""

from __future__ import annotations

from typing import Any

__all__ = ["as_arrow", "pa", "pa_csv", "pa_dataset", "pa_ipc", "pa_parquet"]


def _modules() -> tuple[Any, ...]:
    """They are slow to import; only what reads and writes files imports this module."""
    import pyarrow as pa
    from pyarrow import csv, dataset, ipc, parquet

    return pa, csv, dataset, ipc, parquet


pa, pa_csv, pa_dataset, pa_ipc, pa_parquet = _modules()


def as_arrow(frame: Any) -> Any:  # noqa: ANN401  # pyarrow has no types
    """A Polars frame as an Arrow table."""
    return frame.to_arrow()
