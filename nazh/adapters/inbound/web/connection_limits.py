"""Defines how many connections and bytes clients can hold, and for how long."""

from __future__ import annotations

import resource
from dataclasses import dataclass
from typing import Final

MAX_CONNECTIONS: Final = 2_048


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """The limits of one process; durations in seconds."""

    total: int = MAX_CONNECTIONS
    per_address: int = MAX_CONNECTIONS // 2
    unverified_bytes: int = 16 * 1024 * 1024
    """Bytes of all requests that have not arrived as a whole."""
    request_seconds: float = 10.0
    """For a head, and for a body."""
    idle_seconds: float = 75.0
    """Between two requests. More than the minute for which nginx keeps idle connections."""

    @classmethod
    def for_open_files(cls, files: int) -> ConnectionLimits:
        """Return the limits of a process that may open ``files``, half of them connections.

        One address may hold half of the connections, so that it cannot keep all others out. A
        proxy is one address as well, so the share is far above what a process has in flight.
        """
        total = max(2, min(MAX_CONNECTIONS, files // 2))
        return cls(total, total // 2)


def connection_limits() -> ConnectionLimits:
    """Return the limits for the open files that this process is allowed."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    is_unlimited = soft == resource.RLIM_INFINITY
    return ConnectionLimits() if is_unlimited else ConnectionLimits.for_open_files(soft)
