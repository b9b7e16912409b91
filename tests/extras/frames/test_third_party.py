"""Scales and combinations of others work in every engine; they say their rule, and no more."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pyarrow as pa
import pytest
from tests.extras.frames.engines import EXPRESSING, Engine, spark

from rubrika import (
    Criterion,
    Direct,
    Indicator,
    Level,
    Part,
    Quantity,
    Rubric,
    choose,
    exact,
    frames,
    number_field,
    total,
)
from rubrika.rules import Expression, Input

PLUGIN = Path(__file__).parents[3] / "examples" / "plugin" / "src"

every_engine = pytest.mark.parametrize("engine", EXPRESSING)


@pytest.fixture
def classroom(monkeypatch: pytest.MonkeyPatch) -> Rubric:
    """The rubric of the example plugin, from its folder."""
    monkeypatch.syspath_prepend(PLUGIN)
    from rubrika_example import rubrics

    found: Rubric = rubrics.classroom
    return found


def test_the_plugin_says_nothing_of_frames() -> None:
    for file in PLUGIN.rglob("*.py"):
        assert "frame" not in file.read_text("utf-8")


@every_engine
def test_the_scale_and_combination_of_the_example_plugin(
    engine: Engine, classroom: Rubric, tmp_path: Path
) -> None:
    if engine.name == "pyspark":  # its workers need the plugin as well
        sent = shutil.make_archive(str(tmp_path / "plugin"), "zip", PLUGIN)
        spark().sparkContext.addPyFile(sent)
    # temperature: 10 · (1 - |t - 22| / 8) points, so 10 at 22, 5 at 18 and 26, none from 30 on;
    # carbon dioxide: 10 up to 1000, 5 up to 1500; air, of 20: half by the mean of both shares,
    # half by the lower: 20 · ((a + b) / 2 + min(a, b)) / 2; daylight gives 10; healthy from 24.
    rows = [
        (22.0, 1000.0, True, 20.0, 30.0, "healthy"),
        (18.0, 1000.0, True, 12.5, 22.5, "none"),
        (26.0, 1500.0, True, 10.0, 20.0, "none"),
        (30.0, 1000.0, True, 5.0, 15.0, "none"),
        (99.0, 9999.0, False, 0.0, 0.0, "none"),
        # a = 0.6, b = 1: 20 · (0.8 + 0.6) / 2 = 14, and 24 is the bar
        (18.8, 1000.0, True, 14.0, 24.0, "healthy"),
        (25.2, 1000.0, True, 14.0, 24.0, "healthy"),
        (None, 1000.0, True, None, None, None),
    ]
    if engine.name == "sqlframe":
        pytest.skip("temperatures without declared decimals need the exact engine near the bar")
    table = pa.table(
        {
            "row": list(range(len(rows))),
            "temperature": [row[0] for row in rows],
            "carbon-dioxide": [row[1] for row in rows],
            "daylight": [row[2] for row in rows],
        }
    )
    made = frames.score(classroom, engine.frame(table), key="row", nodes=["air"])
    for row, (*_, air, points, level) in zip(engine.rows(made), rows, strict=True):
        if level is None:
            assert row["level"] is None
            continue
        assert row["level"] == level, row
        assert row["points"] == pytest.approx(points, abs=1e-12)
        assert row["air_points"] == pytest.approx(air, abs=1e-12)


@attrs.frozen
class Parity:
    """A scale of our own: full points for what is at least *bar*, half for what is below."""

    bar: Fraction = number_field(converter=exact)
    points: Fraction = number_field(converter=exact)

    @property
    def domain(self) -> Quantity:
        """Whole numbers from 0 to 10."""
        return Quantity(0, 10, decimals=0)

    def rule(self, value: Input) -> Expression:
        """The points, as a rule about the observed value."""
        return choose(value >= self.bar, self.points, self.points / 2)


@attrs.frozen
class Extremes:
    """A combination of our own: all of the first part, and a third of the last."""

    def rule(self, parts: Sequence[Part], points: Fraction) -> Expression:
        """The points of the whole."""
        first, last = parts[0], parts[-1]
        made: Expression = points * (first.share * 3 + last.share) / 4
        return made


@every_engine
def test_a_scale_and_a_combination_made_here(engine: Engine) -> None:
    rubric = Rubric(
        "own",
        version="1",
        title="Own",
        criteria=[
            Criterion(
                "both",
                "Both",
                [
                    Indicator("a", "A", Parity(bar=4, points=6)),
                    Indicator("b", "B", Direct(10, step="0.1")),
                ],
                combine=Extremes(),
                points=8,
            )
        ],
        levels=[Level("good", "Good", total >= "4.2")],
    )
    # a is 6 or 3 of 6; the whole is 8 · (3 · a/6 + b/10) / 4 = 6 · a/6 + b/5
    rows: list[tuple[int | None, float | None, float | None, Any]] = [
        (4, 10.0, 8.0, "good"),
        (4, 0.0, 6.0, "good"),
        (3, 6.0, 4.2, "good"),
        (3, 5.9, 4.18, "none"),
        (0, 0.0, 3.0, "none"),
        (None, 5.9, None, None),
        (10, None, None, "good"),  # at least 6 in any case
    ]
    table = pa.table(
        {
            "row": list(range(len(rows))),
            "a": pa.array([row[0] for row in rows], pa.int64()),
            "b": [row[1] for row in rows],
        }
    )
    made = frames.score(rubric, engine.frame(table), key="row")
    for row, (_, _, points, level) in zip(engine.rows(made), rows, strict=True):
        assert row["level"] == level, row
        if points is None:
            assert row["points"] is None or row["points"] != row["points"]  # NaN
        else:
            assert row["points"] == pytest.approx(points, abs=1e-12)
    assert frames.describe(rubric).way == "integers"
