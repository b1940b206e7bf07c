"""What the program does from time to time, as it is plugged together."""

from __future__ import annotations

import ctypes

import pytest

from nazh.adapters.inbound.settings import DatabaseUrl, Secret, Settings
from nazh.bootstrap import new_container
from nazh.wiring.operations import OperationsContainer
from ops.overhead import MIB, resident


@pytest.mark.skipif(
    not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="this C library is not glibc"
)
async def test_sweeping_gives_spare_memory_back() -> None:
    settings = Settings(token=Secret("MTAwMA.a.b"), database_url=DatabaseUrl("memory:"))
    operations = OperationsContainer(settings=settings, bot=new_container(settings))
    pieces = [bytes(2_000) for _ in range(40_000)]
    stays = pieces[::64]
    del pieces
    held = resident()

    await operations.sweeping().do()

    assert held - resident() > 40 * MIB
    assert len(stays) == 625
