"""How long `import rubrika` takes beyond what it imports."""

from __future__ import annotations

import os
import subprocess
import sys
from statistics import median

ROUNDS = 15
MEASURE = "from time import perf_counter as now; start = now(); {}; print(now() - start)"


def milliseconds(statement: str) -> float:
    done = subprocess.run(
        [sys.executable, "-c", MEASURE.format(statement)],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
    )
    return float(done.stdout) * 1000


def test_importing() -> None:
    milliseconds("import rubrika")  # which writes the bytecode, as an installation does
    pairs = [
        (milliseconds("import rubrika"), milliseconds("import attrs, cattrs"))
        for _ in range(ROUNDS)
    ]
    ours, theirs = (median(column) for column in zip(*pairs, strict=True))
    print(
        f"\nimport rubrika {ours:.1f} ms, import attrs, cattrs {theirs:.1f} ms: "
        f"{ours - theirs:+.1f} ms (bar: +30 ms)"
    )
    assert ours > 0
