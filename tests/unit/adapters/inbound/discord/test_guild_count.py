"""The guild count: what Discord told last stays, whatever it says next."""

from __future__ import annotations

import asyncio
import logging

import pytest

from localcord import Server
from nazh.adapters.inbound.discord.guild_count import GuildCount
from tests.unit.adapters.inbound.discord.test_lines import bot_on

ASKED = "/oauth2/applications/@me"


@pytest.mark.parametrize("status", [200, 403])
async def test_it_goes_on_asking_after_an_answer_that_makes_no_sense(status: int) -> None:
    async with Server() as discord, bot_on(discord) as bot:
        discord.guild("Keep")
        nonsense = discord.faults.error("GET", ASKED, status=status, times=3)
        count = GuildCount(bot, every=0.01)
        asking = asyncio.create_task(count.keep_asking())

        assert await nonsense.spent()
        # When it asks the second time, it has read the first answer.
        assert await discord.faults.delay(0.0, "GET", ASKED, times=2).spent()
        asking.cancel()

        assert count.guilds == 1


async def test_an_hour_that_discord_asks_for_is_not_waited_for(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    async with Server() as discord, bot_on(discord) as bot:
        discord.faults.too_many_requests("GET", ASKED, retry_after=3600)
        asking = asyncio.create_task(GuildCount(bot, every=0.01).keep_asking())

        async with asyncio.timeout(10):
            while caplog.text.count("Discord does not tell in how many servers") < 2:
                await asyncio.wait((asking,), timeout=0.01)
        asking.cancel()

    assert "could not be read" not in caplog.text
