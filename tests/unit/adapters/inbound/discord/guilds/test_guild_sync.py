"""Tests that servers are recorded, and deleted after the bot was removed long enough."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import datetime, timedelta

import hikari
import pytest

from localcord import Server
from nazh.adapters.inbound.discord.guilds.guild_sync import BATCH_SIZE, GuildSync
from nazh.adapters.outbound.memory.guilds.guild_store import MemoryGuildStore
from nazh.application.guilds.forget_guilds import ForgetGuilds
from nazh.application.guilds.ports.guilds import ALL_GUILDS, Span
from nazh.domain.guilds.guild_settings import DEFAULT_SETTINGS, LANGUAGE
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId
from tests.doubles.clock import FrozenClock
from tests.gateway_bots import bot_on

DAYS = 2
GERMAN = DEFAULT_SETTINGS.with_word(LANGUAGE, "de")


class AwayServers(MemoryGuildStore):
    """Cannot list the servers that the bot was removed from."""

    async def left(self) -> dict[GuildId, datetime]:
        raise Unavailable("the database")


def called_on(
    bot: hikari.RESTAware,
    servers: MemoryGuildStore,
    clock: FrozenClock,
) -> GuildSync:
    """Return a guild sync that deletes servers left for ``DAYS``."""
    forget = ForgetGuilds(servers, (), servers, DAYS)
    return GuildSync(bot, servers, forget, clock)


async def test_servers_beyond_the_first_page_are_synced() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        guilds = [discord.guild(f"Keep {number}") for number in range(2 * BATCH_SIZE + 50)]
        servers, clock = MemoryGuildStore(), FrozenClock()
        guild_sync = called_on(bot, servers, clock)

        await guild_sync()

        assert servers.left_at_of == {GuildId(guild.id): None for guild in guilds}

        left_now = (guilds[3], guilds[BATCH_SIZE], guilds[-1])
        for guild in left_now:
            del discord.world.guilds[guild.id]
        clock.advance(timedelta(hours=1).total_seconds())
        await guild_sync()

        assert await servers.left() == {GuildId(guild.id): clock.now() for guild in left_now}


async def test_an_incomplete_list_of_servers_records_nothing() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        for number in range(BATCH_SIZE + 1):
            discord.guild(f"Keep {number}")
        servers = MemoryGuildStore()
        discord.faults.error("GET", "/users/@me/guilds", status=403)

        clock = FrozenClock()
        guild_sync = called_on(bot, servers, clock)
        with pytest.raises(Unavailable):
            await guild_sync()

        assert servers.left_at_of == {}

        await guild_sync()

        assert len(servers.left_at_of) == BATCH_SIZE + 1


async def test_a_rate_limit_of_an_hour_is_not_waited_out() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        discord.guild("Keep")
        discord.faults.too_many_requests("GET", "/users/@me/guilds", retry_after=3600)
        servers = MemoryGuildStore()
        guild_sync = called_on(bot, servers, FrozenClock())

        async with asyncio.timeout(20):
            for _ in range(2):
                with pytest.raises(Unavailable):
                    await guild_sync()

    assert servers.left_at_of == {}


async def test_a_server_is_kept_if_its_days_end_while_discord_answers() -> None:
    class Slow(MemoryGuildStore):
        async def note(
            self, present: Collection[GuildId], at: datetime, among: Span = ALL_GUILDS
        ) -> tuple[int, int]:
            clock.advance(timedelta(hours=2).total_seconds())
            return await super().note(present, at, among)

    async with Server() as discord, bot_on(discord) as bot:
        clock, guild = FrozenClock(), GuildId(99)
        servers = Slow()
        servers.left_at_of[guild] = clock.now() - timedelta(days=DAYS, hours=-1)

        await called_on(bot, servers, clock)()

    assert guild in servers.left_at_of


async def test_a_server_is_forgotten_once_it_was_missed_for_long_enough() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        guild = discord.guild("Keep")
        servers, clock = MemoryGuildStore(), FrozenClock()
        servers.settings_of[GuildId(guild.id)] = GERMAN
        guild_sync = called_on(bot, servers, clock)
        await guild_sync()
        guild.bot_joined = False
        chosen = []
        for days in (1, DAYS, 1):
            clock.advance(timedelta(days=days, hours=-1).total_seconds())
            await guild_sync()
            chosen.append(dict(servers.settings_of))

    assert chosen == [{guild.id: GERMAN}, {guild.id: GERMAN}, {}]
    assert servers.left_at_of == {}


async def test_a_rejoined_server_keeps_its_data_even_if_the_join_was_missed() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        guild = discord.guild("Keep")
        servers, clock = MemoryGuildStore(), FrozenClock()
        servers.settings_of[GuildId(guild.id)] = GERMAN
        guild_sync = called_on(bot, servers, clock)
        await guild_sync()
        guild.bot_joined = False
        clock.advance(timedelta(hours=1).total_seconds())
        await guild_sync()
        noted = await servers.left()
        guild.bot_joined = True
        clock.advance(timedelta(days=DAYS + 1).total_seconds())
        discord.faults.error("GET", "/users/@me/guilds", status=403)

        with pytest.raises(Unavailable):
            await guild_sync()

        assert await servers.left() == noted != {}
        assert await servers.read(GuildId(guild.id)) == GERMAN

        await guild_sync()

        assert await servers.left() == {}
        assert await servers.read(GuildId(guild.id)) == GERMAN


async def test_departures_are_noted_though_nothing_can_be_forgotten() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        guild = discord.guild("Keep")
        servers, clock = AwayServers(), FrozenClock()
        guild_sync = called_on(bot, servers, clock)

        for _ in range(2):
            with pytest.raises(Unavailable):
                await guild_sync()
            guild.bot_joined = False

        assert servers.left_at_of == {GuildId(guild.id): clock.now()}
