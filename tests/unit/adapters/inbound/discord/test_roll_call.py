"""The roll call: every server is noted, and who is missed for long enough is forgotten."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

import hikari
import pytest

from localcord import Server
from nazh.adapters.inbound.discord.courier import BegunErrands
from nazh.adapters.inbound.discord.roll_call import AT_ONCE, EVERY, RollCall
from nazh.adapters.outbound.memory.dice import MemoryLedgers
from nazh.adapters.outbound.memory.errands import MemoryErrands
from nazh.adapters.outbound.memory.forgetting import MemoryServerRecords
from nazh.adapters.outbound.memory.saved import MemoryShelves
from nazh.adapters.outbound.memory.servers import MemoryServers
from nazh.application.dice.forget_servers import ForgetServers
from nazh.application.dice.note_servers import NoteServers
from nazh.domain.dice.server_settings import UNCHANGED, Setting
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import ServerId
from tests.doubles.announcer import RecordingAnnouncer
from tests.doubles.clock import FrozenClock
from tests.unit.adapters.inbound.discord.test_lines import bot_on

DAYS = 2
GERMAN = UNCHANGED.with_word(Setting.LANGUAGE, "de")


class AwayServers(MemoryServers):
    """Cannot tell which servers were left."""

    async def left(self) -> dict[ServerId, datetime]:
        raise Unavailable("the database")


def called_on(
    bot: hikari.RESTAware,
    servers: MemoryServers,
    clock: FrozenClock,
    begun: BegunErrands | None = None,
    every: float = EVERY,
) -> RollCall:
    """Return a roll call after which servers are forgotten that were left for ``DAYS``."""
    records = MemoryServerRecords(MemoryLedgers(), MemoryShelves(), servers)
    forget = ForgetServers(servers, records, RecordingAnnouncer(), DAYS)
    begun = begun or MemoryErrands()
    return RollCall(bot, NoteServers(servers, clock), forget, begun, clock, every)


class ErrandsForAWhile:
    """Forgets what was begun when it was told to, as Redis does."""

    def __init__(self, clock: FrozenClock) -> None:
        self._clock = clock
        self._until: dict[str, datetime] = {}

    async def begin(self, name: str, seconds: int = 15 * 60) -> bool:
        now = self._clock.now()
        if self._until.get(name, now) > now:
            return False
        self._until[name] = now + timedelta(seconds=seconds)
        return True

    async def give_up(self, name: str) -> None:
        self._until.pop(name, None)


async def test_servers_beyond_the_first_page_are_neither_missed_nor_taken_for_left() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        guilds = [discord.guild(f"Keep {number}") for number in range(2 * AT_ONCE + 50)]
        servers, clock = MemoryServers(), FrozenClock()
        roll_call = called_on(bot, servers, clock)

        await roll_call.call()

        assert servers.noted == {ServerId(guild.id): None for guild in guilds}

        gone = (guilds[3], guilds[AT_ONCE], guilds[-1])
        for guild in gone:
            del discord.world.guilds[guild.id]
        clock.pass_by(timedelta(hours=1).total_seconds())
        await roll_call.call()

        assert await servers.left() == {ServerId(guild.id): clock.now() for guild in gone}


async def test_of_what_discord_did_not_tell_nothing_is_noted() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        for number in range(AT_ONCE + 1):
            discord.guild(f"Keep {number}")
        servers = MemoryServers()
        discord.faults.error("GET", "/users/@me/guilds", status=403)

        clock = FrozenClock()
        roll_call = called_on(bot, servers, clock)
        await roll_call.call()

        assert servers.noted == {}

        await roll_call.call()

        assert len(servers.noted) == AT_ONCE + 1


async def test_an_hour_that_discord_asks_for_is_not_waited_for(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    async with Server() as discord, bot_on(discord) as bot:
        discord.guild("Keep")
        discord.faults.too_many_requests("GET", "/users/@me/guilds", retry_after=3600)
        servers, clock = MemoryServers(), FrozenClock()
        roll_call = called_on(bot, servers, clock)

        async with asyncio.timeout(20):
            await roll_call.call()
            await roll_call.call()

    assert servers.noted == {}
    assert caplog.text.count("the servers could not be noted: ") == 2


async def test_of_several_processes_one_asks_in_an_hour() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        discord.guild("Keep")
        clock = FrozenClock()
        begun = ErrandsForAWhile(clock)
        servers = MemoryServers()
        processes = [called_on(bot, servers, clock, begun) for _ in range(3)]
        asked = []
        for _ in range(2):
            for process in processes:
                await process.call()
                asked.append(len(discord.requests.find("GET", "/users/@me/guilds")))
                clock.pass_by(timedelta(minutes=20).total_seconds())

    once = asked[0]
    assert once > 0
    assert asked == [once] * 3 + [2 * once] * 3


async def test_the_next_call_comes_after_one_that_made_no_sense() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        guild = discord.guild("Keep")
        nonsense = discord.faults.error("GET", "/users/@me/guilds", status=200, times=2)
        servers, clock = MemoryServers(), FrozenClock()
        roll_call = called_on(bot, servers, clock, every=0.01)
        calling = asyncio.create_task(roll_call.keep_calling())

        assert await nonsense.spent()
        async with asyncio.timeout(10):
            while not servers.noted:
                await asyncio.wait((calling,), timeout=0.01)
        calling.cancel()

        assert servers.noted == {ServerId(guild.id): None}


async def test_a_server_is_forgotten_once_it_was_missed_for_long_enough() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        guild = discord.guild("Keep")
        servers, clock = MemoryServers(), FrozenClock()
        servers.chosen[ServerId(guild.id)] = GERMAN
        roll_call = called_on(bot, servers, clock)
        await roll_call.call()
        guild.bot_joined = False
        chosen = []
        for days in (1, DAYS, 1):
            clock.pass_by(timedelta(days=days, hours=-1).total_seconds())
            await roll_call.call()
            chosen.append(dict(servers.chosen))

    assert chosen == [{guild.id: GERMAN}, {guild.id: GERMAN}, {}]
    assert servers.noted == {}


async def test_a_server_that_the_bot_is_back_in_loses_nothing_though_nobody_was_told() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        guild = discord.guild("Keep")
        servers, clock = MemoryServers(), FrozenClock()
        servers.chosen[ServerId(guild.id)] = GERMAN
        begun = MemoryErrands()
        roll_call, other = (called_on(bot, servers, clock, begun) for _ in range(2))
        await roll_call.call()
        guild.bot_joined = False
        clock.pass_by(timedelta(hours=1).total_seconds())
        await roll_call.call()
        noted = await servers.left()
        guild.bot_joined = True
        clock.pass_by(timedelta(days=DAYS + 1).total_seconds())
        discord.faults.error("GET", "/users/@me/guilds", status=403)

        await roll_call.call()

        assert await servers.left() == noted != {}
        assert await servers.read(ServerId(guild.id)) == GERMAN

        await begun.begin(f"roll call of {clock.now():%Y-%m-%d %H} h")
        await other.call()

        assert await servers.read(ServerId(guild.id)) == GERMAN

        clock.pass_by(timedelta(hours=1).total_seconds())
        await roll_call.call()

        assert await servers.left() == {}
        assert await servers.read(ServerId(guild.id)) == GERMAN


async def test_the_next_call_comes_after_one_that_could_forget_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with Server() as discord, bot_on(discord) as bot:
        guild = discord.guild("Keep")
        servers, clock = AwayServers(), FrozenClock()
        roll_call = called_on(bot, servers, clock)

        await roll_call.call()
        clock.pass_by(timedelta(hours=1).total_seconds())
        guild.bot_joined = False
        await roll_call.call()

        assert servers.noted == {ServerId(guild.id): clock.now()}
    assert caplog.text.count("departed servers could not be forgotten") == 2
