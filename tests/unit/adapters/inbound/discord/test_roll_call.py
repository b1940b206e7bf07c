"""The roll call: every server is noted, however many pages Discord tells of them in."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

import pytest

from localcord import Server
from nazh.adapters.inbound.discord.roll_call import AT_ONCE, RollCall
from nazh.adapters.outbound.memory.errands import MemoryErrands
from nazh.adapters.outbound.memory.servers import MemoryServers
from nazh.application.dice.note_servers import NoteServers
from nazh.domain.kernel.identity import ServerId
from tests.doubles.clock import FrozenClock
from tests.unit.adapters.inbound.discord.test_lines import bot_on


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
        roll_call = RollCall(bot, NoteServers(servers, clock), MemoryErrands(), clock)

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

        begun, clock = MemoryErrands(), FrozenClock()
        roll_call = RollCall(bot, NoteServers(servers, clock), begun, clock)
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
        servers, begun, clock = MemoryServers(), MemoryErrands(), FrozenClock()
        roll_call = RollCall(bot, NoteServers(servers, clock), begun, clock)

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
        noting = NoteServers(MemoryServers(), clock)
        processes = [RollCall(bot, noting, begun, clock) for _ in range(3)]
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
        roll_call = RollCall(bot, NoteServers(servers, clock), MemoryErrands(), clock, every=0.01)
        calling = asyncio.create_task(roll_call.keep_calling())

        assert await nonsense.spent()
        async with asyncio.timeout(10):
            while not servers.noted:
                await asyncio.wait((calling,), timeout=0.01)
        calling.cancel()

        assert servers.noted == {ServerId(guild.id): None}
