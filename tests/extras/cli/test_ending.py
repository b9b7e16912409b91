"""A signal that ends the process is heeded, whatever a library makes of it."""

import signal
import sys
import time
from typing import Any

import pytest

from rubrika.cli.ending import ended_tidily


class Losing:
    """As a library that calls Python and cannot hand on an error."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


@pytest.fixture(autouse=True)
def default(monkeypatch: pytest.MonkeyPatch) -> Any:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    monkeypatch.setattr(sys, "unraisablehook", print)
    yield
    assert sys.unraisablehook is print
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_interrupts() -> None:
    with pytest.raises(KeyboardInterrupt), ended_tidily():
        signal.raise_signal(signal.SIGINT)


def test_ctrl_c_interrupts_though_a_library_raises_another_error() -> None:
    def library() -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except BaseException:  # noqa: BLE001 - as a library may
            raise TypeError from None

    with pytest.raises(KeyboardInterrupt), ended_tidily():
        library()


def test_ctrl_c_comes_again_where_a_library_lost_it(capsys: pytest.CaptureFixture[str]) -> None:
    def library() -> None:
        Losing()
        time.sleep(60)
        pytest.fail("the signal did not come again")

    with pytest.raises(KeyboardInterrupt), ended_tidily():
        library()
    assert capsys.readouterr() == ("", "")


def test_what_else_is_lost_is_told_as_before(capsys: pytest.CaptureFixture[str]) -> None:
    class Failing:
        def __del__(self) -> None:
            raise ValueError("lost")

    with ended_tidily():
        Failing()
    assert "ValueError('lost')" in capsys.readouterr().out


def test_an_error_is_handed_on() -> None:
    with pytest.raises(ZeroDivisionError), ended_tidily():
        raise ZeroDivisionError
