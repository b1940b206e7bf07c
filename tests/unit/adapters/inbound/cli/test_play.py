"""Tests how ``nazh play`` stops."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import weakref

import pytest

from nazh.adapters.inbound.cli.play import (
    _FIXED_PORTS,
    STOP_TIMEOUT,
    _free_port,
    _stop_on_signals,
)
from nazh.bootstrap import SHUTDOWN_TIMEOUT


class _Anything:
    """An object with a weakref callback."""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_signal_during_a_weakref_callback_is_heeded(capsys: pytest.CaptureFixture[str]) -> None:
    # Python drops the exceptions of such a callback, also of a signal handler that runs in it.
    with (
        subprocess.Popen(
            (sys.executable, "-c", "input()"), stdin=subprocess.PIPE, text=True
        ) as bot,
        _stop_on_signals() as stop_request,
    ):
        anything = _Anything()
        reference = weakref.ref(anything, lambda _: os.kill(os.getpid(), signal.SIGINT))
        del anything

        assert reference() is None
        stop_request.wait_for_end(bot)

    assert capsys.readouterr().out.endswith("Stopped.\n")


class _SignallingLock:
    """A lock after whose first acquisition a signal arrives."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._number: signal.Signals | None = signal.SIGTERM

    def acquire(self, blocking: bool = True) -> bool:
        is_acquired = self._lock.acquire(blocking, 5 if blocking else -1)
        number, self._number = self._number, None
        if number is not None:
            signal.raise_signal(number)
        return is_acquired

    def release(self) -> None:
        self._lock.release()

    def __enter__(self) -> None:
        assert self.acquire(), "the lock was left held"

    def __exit__(self, *_: object) -> None:
        self.release()


def test_a_signal_during_the_wait_for_the_bot_leaves_no_lock_held(
    capsys: pytest.CaptureFixture[str],
) -> None:
    # Popen.wait holds a lock; an exception between its acquisition and the block that releases it
    # would leave it held, and the next wait would never end.
    command = (sys.executable, "-c", "input()")
    with subprocess.Popen(command, stdin=subprocess.PIPE, text=True) as bot:
        lock = _SignallingLock()
        bot._waitpid_lock = lock  # type: ignore[attr-defined]  # of CPython's Popen
        with _stop_on_signals() as stop_request:
            stop_request.wait_for_end(bot)

        assert lock.acquire(blocking=False)
        lock.release()
    assert capsys.readouterr().out.endswith("Stopped.\n")


def test_a_second_signal_does_not_interrupt_the_stop(capsys: pytest.CaptureFixture[str]) -> None:
    has_stopped = False
    with _stop_on_signals():
        try:
            signal.raise_signal(signal.SIGINT)
        finally:
            signal.raise_signal(signal.SIGTERM)
            has_stopped = True

    assert has_stopped
    assert capsys.readouterr().out.endswith("Stopped.\n")


def test_the_bot_has_the_time_to_finish_and_nobody_waits_long() -> None:
    assert SHUTDOWN_TIMEOUT < STOP_TIMEOUT <= 30


def test_a_free_port_is_one_that_no_connection_takes() -> None:
    port = _free_port()

    assert port in _FIXED_PORTS
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_a_port_that_is_taken_is_not_free() -> None:
    free = _free_port()
    with socket.create_server(("127.0.0.1", 0)) as server:
        used_port = server.getsockname()[1]

        assert {_free_port((used_port, free)) for _ in range(20)} == {free}
