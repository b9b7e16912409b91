"""What the benchmarks share: fair timing, and lines that say what it came to."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from statistics import median
from time import perf_counter

__all__ = ["compare", "seconds"]


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    gc.collect()
    start = perf_counter()
    work()
    return perf_counter() - start


def compare(
    title: str,
    ours: Callable[[], object],
    rival: Callable[[], object],
    *,
    per: int = 1,
    rounds: int = 15,
    bar: str = "",
) -> float:
    """Print how long two pieces of work take, and their ratio; both run in turn.

    Args:
        title: What is measured.
        ours: rubrika's work.
        rival: The rival's.
        per: Into how many equal pieces the time of a call is divided.
        rounds: How often each runs; medians are printed.
        bar: What the ratio should come to.
    """
    ours()
    rival()
    times = [(seconds(ours), seconds(rival)) for _ in range(rounds)]
    mine, theirs = (median(column) / per for column in zip(*times, strict=True))
    ratio = median(a / b for a, b in times)
    print(
        f"\n{title}\n  rubrika {_told(mine)}, rival {_told(theirs)}: ratio {ratio:.2f}"
        + (f" (bar: {bar})" if bar else "")
    )
    return ratio


def report(title: str, rows: Iterable[tuple[str, float]]) -> None:
    """Print times in seconds, each with its name."""
    print(f"\n{title}")
    for name, time in rows:
        print(f"  {name}: {_told(time)}")


def _told(time: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if time >= size:
            return f"{time / size:.2f} {unit}"
    return f"{time / 1e-9:.0f} ns"
