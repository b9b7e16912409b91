"""Being ended from outside: what was begun is cleared away first."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType
from typing import Final

__all__ = ["ended_tidily"]

_SIGNALS: Final = (
    "SIGTERM",
    "SIGHUP",
)  # the latter comes when a terminal is closed; not on Windows


class _Ended(BaseException):
    """A signal came that ends the process."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def _raise(number: int, frame: FrameType | None) -> None:
    del frame
    raise _Ended(number)


@contextmanager
def ended_tidily() -> Generator[None, None, None]:
    """Let a signal that ends the process first leave the block as an error does.

    Then the process ends by the signal, as it would have at once. A signal that is ignored, as by
    nohup, stays so.
    """
    if current_thread() is not main_thread():  # there no signal comes
        yield
        return
    numbers = [number for name in _SIGNALS if (number := getattr(signal, name, None)) is not None]
    ours = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, _raise)
    try:
        yield
    except _Ended as ended:
        signal.signal(ended.number, signal.SIG_DFL)
        os.kill(os.getpid(), ended.number)
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)
