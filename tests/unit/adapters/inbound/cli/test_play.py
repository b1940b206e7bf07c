"""Tests of how ``nazh play`` stops."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
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
        taken = server.getsockname()[1]

        assert {_free_port((taken, free)) for _ in range(20)} == {free}
