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
    statements = ("import rubrika", "from rubrika import Rubric, total", "import attrs, cattrs")
    rounds = [[milliseconds(statement) for statement in statements] for _ in range(ROUNDS)]
    *ours, theirs = (median(column) for column in zip(*rounds, strict=True))
    print()
    for statement, time in zip(statements, ours, strict=False):
        print(
            f"{statement}: {time:.1f} ms, import attrs, cattrs: {theirs:.1f} ms, "
            f"difference {time - theirs:+.1f} ms (bar: +30 ms)"
        )
    assert theirs > 0
