"""Tests that hikari's shards use a monotonic clock with all needed functions."""

from __future__ import annotations

import inspect
import re
from time import monotonic

from hikari.impl import shard

from nazh.adapters.inbound.discord.gateway.monotonic_heartbeat import use_monotonic_heartbeat


def test_shards_use_the_monotonic_clock() -> None:
    use_monotonic_heartbeat()
    use_monotonic_heartbeat()

    before = monotonic()
    clock = vars(shard)["time"]
    assert before <= clock.time() <= monotonic()


def test_shards_ask_their_clock_for_nothing_else() -> None:
    functions = set(re.findall(r"(?<![\w.])time\.(\w+)", inspect.getsource(shard)))

    assert functions == {"time"}
