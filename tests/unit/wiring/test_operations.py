"""What the program does from time to time, as it is plugged together."""

from __future__ import annotations

import ctypes
from datetime import timedelta

import pytest

from nazh.adapters.inbound.settings import DatabaseUrl, Secret, Settings
from nazh.application.dice.roll_dice import RollRequest
from nazh.bootstrap import new_container
from nazh.domain.dice.server_settings import FOR_EVER
from nazh.domain.kernel.identity import PlayerId, RequestId, ServerId
from nazh.wiring.operations import OperationsContainer
from ops.overhead import MIB, resident

KEEP = ServerId(7)


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


async def test_no_chore_forgets_a_server_that_was_left_without_asking_where_the_bot_is() -> None:
    settings = Settings(
        token=Secret("MTAwMA.a.b"),
        database_url=DatabaseUrl("memory:"),
        keep_rolls_days=FOR_EVER,
    )
    bot = new_container(settings)
    await bot.roll_dice()(RollRequest(RequestId("1"), "1d20", PlayerId(1), server=KEEP))
    long_ago = bot.clock().now() - timedelta(days=10_000)
    for present in ([KEEP], []):
        await bot.stores.servers().note(present, long_ago)

    await OperationsContainer(settings=settings, bot=bot).chores().do()

    assert len(tuple(bot.ledgers().records)) == 1
    assert await bot.stores.servers().left() == {KEEP: long_ago}
