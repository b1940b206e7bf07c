"""Finds ports for servers that cannot choose and report one themselves."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_FIXED_PORTS: Final = range(20_000, 32_000)
"""Below the ports that systems choose for outgoing connections: from 32,768 on Linux."""


@contextmanager
def reserved_port() -> Iterator[int]:
    """Yield a port that stays reserved until the block ends.

    A socket is bound to it without listening. Servers set SO_REUSEADDR, so one at a time can listen
    on it meanwhile. The port is reserved on all addresses: a program that listens on 0.0.0.0 cannot
    have it while another uses it on 127.0.0.2.
    """
    with socket.socket() as keeper:
        keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        keeper.bind(("0.0.0.0", 0))  # noqa: S104  # it does not listen
        port: int = keeper.getsockname()[1]
        yield port


def free_port() -> int:
    """Return a port that is free on all addresses, for a server that does not set SO_REUSEADDR.

    No outgoing connection takes it meanwhile, because the system chooses other ports.
    """
    while True:
        port = random.choice(_FIXED_PORTS)  # noqa: S311  # no secret
        with socket.socket() as probe:
            try:
                probe.bind(("0.0.0.0", port))  # noqa: S104  # it does not listen
            except OSError:
                continue
            return port
