"""Being ended from outside: what was begun is cleared away first."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager
from threading import Timer, current_thread, main_thread
from types import FrameType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

__all__ = ["ended_tidily"]

_SIGNALS: Final = (
    "SIGINT",
    "SIGTERM",
    "SIGHUP",
)  # the last comes when a terminal is closed; not on Windows

_AGAIN: Final = 0.05  # seconds


class _Ended(BaseException):
    """A signal came that ends the process."""


class _Ending:
    """What came, and what was there before: signals are handled within a block.

    Where a signal comes while a library calls Python, the library may lose the error that the
    signal raises, or raise another one in its place. So the number is kept, and what was lost is
    raised again a little later.
    """

    def __init__(self) -> None:
        self.number: int | None = None
        self._handlers = {
            number: handler
            for name in _SIGNALS
            if (number := getattr(signal, name, None)) is not None
            and (handler := signal.getsignal(number))
            in (signal.SIG_DFL, signal.default_int_handler)
        }
        self._hook = sys.unraisablehook

    def begin(self) -> None:
        for number in self._handlers:
            signal.signal(number, self._came)
        sys.unraisablehook = self._lost

    def end(self) -> None:
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        sys.unraisablehook = self._hook

    def _came(self, number: int, frame: FrameType | None) -> None:
        del frame
        self.number = number
        raise _Ended

    def _lost(self, lost: UnraisableHookArgs) -> None:
        if not isinstance(lost.exc_value, _Ended) or self.number is None:
            self._hook(lost)
            return
        again = Timer(_AGAIN, os.kill, (os.getpid(), self.number))
        again.daemon = True
        again.start()


@contextmanager
def ended_tidily() -> Generator[None, None, None]:
    """Let a signal that ends the process first leave the block as an error does.

    Then the process ends by the signal, as it would have at once; Ctrl-C raises KeyboardInterrupt.
    A signal that is ignored, as by nohup, stays so.
    """
    if current_thread() is not main_thread():  # there no signal comes
        yield
        return
    ending = _Ending()
    ending.begin()
    try:
        yield
    except BaseException:
        if ending.number is None:
            raise
    finally:
        ending.end()
    if ending.number == signal.SIGINT:
        raise KeyboardInterrupt
    if ending.number is not None:
        os.kill(os.getpid(), ending.number)
