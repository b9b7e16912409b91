"""Large files: `rubrika batch` takes time by the row, and no more memory for more of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from tests.benchmarks.timing import seconds

from rubrika import Bands, Criterion, Indicator, Level, Rubric, dump, every, percent, total

pl = pytest.importorskip("polars")
pq = pytest.importorskip("pyarrow.parquet")

MILLIONS = [int(n) for n in os.environ.get("RUBRIKA_BATCH_MILLIONS", "1,3").split(",")]
SUFFIX = os.environ.get("RUBRIKA_BATCH_SUFFIX", "parquet")
ENGINES = os.environ.get("RUBRIKA_BATCH_ENGINES", "polars,duckdb").split(",")
BLOCK = 250_000
COMMAND = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], check=False).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
raise SystemExit(code)
"""


def rubric() -> Rubric:
    """20 banded indicators in 4 criteria with floors, and 3 levels."""
    bands = Bands({90: 5, 75: 3, 50: 1}, unit="%", decimals=1)
    criteria = [
        Criterion(f"c{c}", f"C{c}", [Indicator(f"i{5 * c + n}", "I", bands) for n in range(5)])
        for c in range(4)
    ]
    levels = [
        Level("gold", "Gold", total >= 50, every("criteria") >= percent(40)),
        Level("silver", "Silver", total >= 30, every("criteria") >= percent(20)),
        Level("bronze", "Bronze", total >= 15),
    ]
    return Rubric("r", version="1", title="R", criteria=criteria, levels=levels)


def write(path: Path, millions: int) -> None:
    """A file of so many million rows, which are no two blocks alike; written block by block."""
    random = Random(millions)
    base = {
        f"i{n}": pl.Series([random.randrange(1001) / 10 for _ in range(BLOCK)]) for n in range(20)
    }
    writer = None
    with path.open("wb") as stream:
        for block in range(millions * 1_000_000 // BLOCK):
            subject = pl.int_range(block * BLOCK, (block + 1) * BLOCK, eager=True)
            columns = {
                name: values.gather((subject + block * 7919 * place) % BLOCK)
                for place, (name, values) in enumerate(base.items(), start=1)
            }
            frame = pl.DataFrame({"subject": subject, "commune": subject % 100, **columns})
            if path.suffix == ".csv":
                frame.write_csv(stream, include_header=block == 0)
                continue
            table = frame.to_arrow()
            writer = pq.ParquetWriter(stream, table.schema) if writer is None else writer
            writer.write_table(table)
        if writer is not None:
            writer.close()


@pytest.mark.parametrize("engine", ENGINES)
def test_time_by_the_row_and_memory(tmp_path: Path, engine: str) -> None:
    if engine == "duckdb":
        pytest.importorskip("duckdb")
    dump(rubric(), tmp_path / "r.toml")
    print(f"\nrubrika batch, 20 banded indicators, {SUFFIX} to parquet, engine {engine}")
    first: float | None = None
    for millions in MILLIONS:
        source, target = tmp_path / f"in.{SUFFIX}", tmp_path / "out.parquet"
        write(source, millions)
        command = [str(Path(sys.executable).parent / "rubrika"), "batch", "r.toml", source.name]
        command += ["-o", target.name, "--key", "subject", "--by", "commune", "--force", "--quiet"]
        # A process of its own, since the highest use of all children is what is told.
        child = [sys.executable, "-c", COMMAND, *command, "--engine", engine]
        said: list[bytes] = []

        def work(child: list[str] = child, said: list[bytes] = said) -> None:
            done = subprocess.run(child, cwd=tmp_path, check=True, stdout=subprocess.PIPE)
            said.append(done.stdout)

        time = seconds(work)
        memory = int(said[0]) / 1024 / (1024 if sys.platform == "darwin" else 1)
        assert pq.read_metadata(target).num_rows == millions * 1_000_000
        first = time / millions if first is None else first
        print(
            f"  {millions} million rows: {time:.1f} s, {time / millions:.2f} s per million "
            f"(ratio {time / millions / first:.2f}), at most {memory:.0f} MiB (bar: 2048)"
        )
