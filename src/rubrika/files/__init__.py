"""Files: rubrics and assessments as TOML and JSON, and assessments as tables (CSV)."""

from __future__ import annotations

from rubrika.files.assessments import (
    dump_assessment,
    dumps_assessment,
    load_assessment,
    load_assessments,
    loads_assessment,
)
from rubrika.files.rubrics import dump, dumps, load, loads
from rubrika.files.schemas import schema

__all__ = [
    "dump",
    "dump_assessment",
    "dumps",
    "dumps_assessment",
    "load",
    "load_assessment",
    "load_assessments",
    "loads",
    "loads_assessment",
    "schema",
]
