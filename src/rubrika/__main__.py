"""The command `rubrika`, as ``python -m rubrika``."""

from __future__ import annotations

from rubrika.cli import main

__all__: list[str] = []

main()
