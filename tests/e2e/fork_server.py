"""Forks a program for each request of ``forked_programs``."""

from __future__ import annotations

import gc
import json
import os
import runpy
import selectors
import signal
import socket
import sys
import time
from datetime import timedelta
from typing import Final, NoReturn

# What programs would import, also those that migrate a database.
import alembic.command  # noqa: F401

import nazh.adapters.inbound.cli.program
import nazh.bootstrap
import nazh.wiring.dice.cli
import nazh.wiring.dice.container
import nazh.wiring.dominion.cli
import nazh.wiring.dominion.container
import nazh.wiring.keep.cli
import nazh.wiring.keep.container
from nazh.application.dominion.notices import queue_notices
from nazh.application.keep.bridges import listen_to_channels, relay_chat
from nazh.application.keep.logs import read_logs
from nazh.application.shared.messages import deliver_messages
from nazh.wiring import program as wiring_of_programs
from nazh.wiring.dominion import jobs as dominion_jobs

MAX_REQUEST_BYTES: Final = 65_536
FILES: Final = 2
"""Standard output and standard error."""
SHORT: Final = timedelta(seconds=1)
SHORT_PERIODS: Final = (
    (nazh.bootstrap, "STARTUP_QUIET_PERIOD", 0.0),
    (wiring_of_programs, "RELAY_PERIOD", SHORT),
    (deliver_messages, "DELIVERY_PERIOD", SHORT),
    (dominion_jobs, "PERIOD", SHORT),
    (queue_notices, "PERIOD", SHORT),
    (listen_to_channels, "PERIOD", SHORT),
    (relay_chat, "PERIOD", SHORT),
    (read_logs, "PERIOD", SHORT),
)
"""The periods of jobs that tests wait for."""


def serve(path: str) -> None:
    """Fork a process for each connection, until standard input is closed."""
    gc.collect()
    gc.freeze()  # so that collections in the programs do not copy what they share
    with socket.socket(socket.AF_UNIX) as listener, selectors.DefaultSelector() as selector:
        listener.bind(path)
        listener.listen()
        selector.register(listener, selectors.EVENT_READ)
        selector.register(sys.stdin, selectors.EVENT_READ)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while all(key.fileobj is listener for key, _ in selector.select()):
            connection, _ = listener.accept()
            if os.fork() == 0:
                selector.close()
                listener.close()
                _supervise(connection)
            connection.close()


def _supervise(connection: socket.socket) -> NoReturn:
    """Run the program in a child, and send its id and its status."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    request, files, _, _ = socket.recv_fds(connection, MAX_REQUEST_BYTES, FILES)
    module, arguments, variables, cwd, has_short_periods = json.loads(request)
    program = os.fork()
    if program == 0:
        connection.close()
        if has_short_periods:
            for changed, name, period in SHORT_PERIODS:
                setattr(changed, name, period)
        _run(module, arguments, variables, cwd, files)
    for file in files:
        os.close(file)
    connection.sendall(f"{program}\n".encode())
    _, status = os.waitpid(program, 0)
    connection.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _run(
    module: str, arguments: list[str], variables: dict[str, str], cwd: str, files: list[int]
) -> NoReturn:
    """Go on as ``python -m`` with this module and these arguments would."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, file in enumerate(files, 1):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(variables)
    time.tzset()
    os.chdir(cwd)
    sys.argv[1:] = arguments
    runpy.run_module(module, run_name="__main__", alter_sys=True)
    sys.exit()


if __name__ == "__main__":
    serve(sys.argv[1])
