"""Makes hikari's shards use the monotonic clock for heartbeats.

Otherwise they use the time of day, and compare when the last heartbeat was sent, possibly on an
earlier connection, with when one was acknowledged. If the machine's clock were set back by an hour,
each new connection would count as dead for an hour.
"""

from __future__ import annotations

from time import monotonic
from types import SimpleNamespace
from typing import Final

from hikari.impl import shard

_CLOCK_NAME: Final = "time"
"""Replaces the module ``time`` in ``hikari.impl.shard``, which only calls ``time()``."""


def use_monotonic_heartbeat() -> None:
    """Let every shard of this process use the monotonic clock. May be called twice.

    This applies only to shards: Discord reports the limits of requests in the time of day.
    """
    setattr(shard, _CLOCK_NAME, SimpleNamespace(time=monotonic))
