"""Tests that the last guild count remains when Discord reports none."""

from __future__ import annotations

import asyncio

import pytest

from localcord import Server
from nazh.adapters.inbound.discord.guild_count import GuildCount
from nazh.domain.kernel.errors import Unavailable
from tests.gateway_bots import bot_on

ASKED = "/oauth2/applications/@me"


async def test_the_last_count_stays_while_discord_does_not_answer() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        discord.guild("Keep")
        count = GuildCount(bot)
        assert count.guilds is None

        await count()
        discord.faults.error("GET", ASKED, status=403)
        with pytest.raises(Unavailable):
            await count()

        assert count.guilds == 1


async def test_a_rate_limit_of_an_hour_is_not_waited_out() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        discord.faults.too_many_requests("GET", ASKED, retry_after=3600)

        async with asyncio.timeout(10):
            with pytest.raises(Unavailable):
                await GuildCount(bot)()
