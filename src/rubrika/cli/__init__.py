"""The command `rubrika`: list, show, score, check and convert rubrics from a terminal.

It needs the extra ``cli``. Exit codes: 0 done, 1 there are findings, 2 bad input or usage.
"""

from __future__ import annotations

import sys
from io import TextIOWrapper

from rubrika.errors import MissingExtraError

__all__ = ["main"]

_NEEDED = frozenset({"click", "rich"})
_INTERRUPTED = 130  # as `faults.INTERRUPTED`, which needs the extra


def main() -> None:
    """Run the command with the arguments of the process, and exit."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Vietnamese titles must come out whole whatever the locale says.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        from rubrika.cli.app import app
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _NEEDED:
            raise
        problem = MissingExtraError.of("the command rubrika", "cli").problems[0]
        sys.stderr.write(f"rubrika: {problem.message}. {problem.hint}\n")
        raise SystemExit(2) from None
    except KeyboardInterrupt:  # before the command itself can tell it
        raise SystemExit(_INTERRUPTED) from None
    app(prog_name="rubrika")
