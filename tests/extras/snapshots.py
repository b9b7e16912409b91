"""Outputs that were read over once, kept beside the tests, and compared with from then on.

After a change that is meant, renew them, and read the difference before it is committed:
RUBRIKA_SNAPSHOTS=renew pytest tests/extras
"""

import os
from pathlib import Path

import pytest

__all__ = ["same_as"]


def same_as(kept: Path, found: str) -> None:
    """Assert that an output is what was kept of it."""
    if os.environ.get("RUBRIKA_SNAPSHOTS") == "renew":
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(found, "utf-8", newline="\n")
        pytest.skip(f"{kept.name} is renewed: read it over")
    assert found == kept.read_text("utf-8"), "if that is meant: RUBRIKA_SNAPSHOTS=renew pytest"
