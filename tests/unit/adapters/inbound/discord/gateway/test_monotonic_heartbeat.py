"""Tests that hikari's shards use a monotonic clock with all needed functions."""

from __future__ import annotations

import inspect
import re
import time
from time import monotonic

import pytest
from hikari.impl import shard

from nazh.adapters.inbound.discord.gateway.frame_reader import FrameReader
from nazh.adapters.inbound.discord.gateway.gateway_bot import new_gateway_bot


async def test_shards_use_the_monotonic_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shard, "time", time)
    for _ in range(2):
        new_gateway_bot("MQ.a.b", None, FrameReader())

    before = monotonic()
    clock = vars(shard)["time"]
    assert before <= clock.time() <= monotonic()


def test_shards_ask_their_clock_for_nothing_else() -> None:
    functions = set(re.findall(r"(?<![\w.])time\.(\w+)", inspect.getsource(shard)))

    assert functions == {"time"}
