"""Work beside work: what is read next, and what is written, while a chunk is scored."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from queue import Queue
from threading import Event, Thread
from typing import Final, TypeVar

import attrs

__all__ = ["ahead", "behind"]

T = TypeVar("T")

_WAITING: Final = 1  # one is worked on at each side, and one waits: memory stays flat


@attrs.frozen
class _End:
    """What comes after the last piece of work: the error that ended it, if one did."""

    error: BaseException | None = None


@contextmanager
def ahead(source: Iterable[T]) -> Generator[Iterator[T], None, None]:
    """What *source* gives, in its order, fetched by a thread of its own.

    An error of the source is raised where its next piece would have come.
    """
    queue: Queue[T | _End] = Queue(_WAITING)
    stopped = Event()

    def fetch() -> None:
        end = _End()
        try:
            for piece in source:
                queue.put(piece)
                if stopped.is_set():
                    return
        except BaseException as error:  # noqa: BLE001  # it is raised where the pieces are used
            end = _End(error)
        queue.put(end)

    def pieces() -> Iterator[T]:
        while not isinstance(piece := queue.get(), _End):
            yield piece
        if piece.error is not None:
            raise piece.error

    thread = Thread(target=fetch, daemon=True)
    thread.start()
    try:
        yield pieces()
    finally:
        stopped.set()
        _join(thread, queue)


def _join(thread: Thread, queue: Queue[T]) -> None:
    """Wait until a thread that puts into the queue has ended; what it puts is not used."""
    while thread.is_alive():
        while not queue.empty():
            queue.get()
        thread.join(0.01)


@contextmanager
def behind(work: Callable[[T], object]) -> Generator[Callable[[T], None], None, None]:
    """A function that hands a piece to *work*, which a thread of its own does in their order.

    When the block ends, all is done; if it ends by an error, what still waits is left out. An error
    of the work is raised at a later piece, or at the end.
    """
    queue: Queue[T | _End] = Queue(_WAITING)
    failed: list[BaseException] = []
    stopped = Event()

    def do() -> None:
        while not isinstance(piece := queue.get(), _End):
            if failed or stopped.is_set():
                continue
            try:
                work(piece)
            except BaseException as error:  # noqa: BLE001  # it is raised where the pieces come from
                failed.append(error)

    def give(piece: T) -> None:
        if failed:
            raise failed[0]
        queue.put(piece)

    thread = Thread(target=do, daemon=True)
    thread.start()
    try:
        yield give
    except BaseException:
        stopped.set()
        raise
    finally:
        queue.put(_End())
        thread.join()
    if failed:
        raise failed[0]
