"""Steady lines: hikari's shards tell the time by a clock that nobody can set.

They go by the time of day otherwise, and compare when the last heartbeat was sent, maybe on an
earlier line, with when one was acknowledged. After the machine's clock was set back by an hour each
new line would count as dead at once, for an hour.
"""

from __future__ import annotations

from time import monotonic
from types import SimpleNamespace
from typing import Final

from hikari.impl import shard

_CLOCK_NAME: Final = "time"
"""What ``hikari.impl.shard`` calls its clock; it asks nothing of it but ``time()``."""


def use_monotonic_heartbeat() -> None:
    """Give every shard of this process the steady clock. May be called twice.

    Only the shards: the limits of requests are told by Discord in the time of day.
    """
    setattr(shard, _CLOCK_NAME, SimpleNamespace(time=monotonic))
