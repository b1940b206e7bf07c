"""Lines against a Discord on loopback: whatever hikari keeps private and is used here still holds.

Where a newer hikari breaks one of these, ``lines.py`` is the file to look into.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import hikari
import pytest

from localcord import Server, Settings
from localcord.gateway.connections import Close
from nazh.adapters.inbound.discord.gateway import new_gateway
from nazh.adapters.inbound.discord.gateway_truth import HelloListener
from nazh.adapters.inbound.discord.lines import LineBot, Turn
from nazh.adapters.inbound.discord.waiting_room import WaitingRoom
from nazh.application.shared.gateway import Session
from tests.unit.adapters.inbound.discord.test_door import Notebook

ONE_LINE: Mapping[int, Session | None] = {0: None}


class Starts:
    """Gives turns when it may, and keeps who has used his; satisfies ``SessionStarts``."""

    def __init__(self) -> None:
        self.may_start = asyncio.Event()
        self.may_start.set()
        self.asked: list[int] = []
        self.used: list[int] = []

    @asynccontextmanager
    async def turn(self, shard: int) -> AsyncIterator[Turn]:
        self.asked.append(shard)
        await self.may_start.wait()
        yield UsedTurn(self.used, shard)


class UsedTurn:
    def __init__(self, used: list[int], shard: int) -> None:
        self._used = used
        self._shard = shard

    async def use(self) -> None:
        self._used.append(self._shard)


@asynccontextmanager
async def bot_on(discord: Server, *, has_begun: bool = True) -> AsyncIterator[LineBot]:
    bot = new_gateway(discord.token, discord.api_url, HelloListener())
    if has_begun:
        await bot.begin()
    try:
        yield bot
    finally:
        if bot.is_alive:
            await bot.close()


async def opened(
    bot: LineBot, discord: Server, lines: Mapping[int, Session | None] = ONE_LINE, count: int = 1
) -> Starts:
    starts = Starts()
    await bot.open(discord.gateway_url, lines, count, starts, WaitingRoom(Notebook(), Notebook()))
    return starts


def at_work(on: str) -> list[str]:
    """Return the names of hikari's tasks of a kind."""
    names = (task.get_name() for task in asyncio.all_tasks())
    return [name for name in names if name.startswith(on)]


class Hearing:
    """What a bot hears, by the names of the events."""

    def __init__(self, bot: LineBot) -> None:
        self.names: list[str] = []
        self._hears = asyncio.Event()
        bot.subscribe(hikari.ShardPayloadEvent, self._hear)

    async def until(self, name: str) -> None:
        async with asyncio.timeout(10):
            while name not in self.names:
                self._hears.clear()
                await self._hears.wait()

    async def _hear(self, event: hikari.ShardPayloadEvent) -> None:
        self.names.append(event.name)
        self._hears.set()


def come(discord: Server) -> None:
    """Let somebody ask for something, and something else happen behind it that is a mark."""
    id = discord.world.snowflakes.mint()
    discord.world.dispatch("INTERACTION_CREATE", {"id": str(id)}, None, 0)
    discord.world.dispatch("MARK", {}, None, 0)


async def test_a_line_that_parts_leaves_a_session_to_go_on_with() -> None:
    async with Server() as discord:
        async with bot_on(discord) as first:
            await opened(first, discord)
            (line,) = first.lines
            await line.part()
            left = line.session
            assert left is not None
            assert not line.is_alive
        discord.world.dispatch("MISSED", {"n": 1}, None, 0)

        async with bot_on(discord) as second:
            heard = Hearing(second)
            starts = await opened(second, discord, {0: left})

        assert (left.sequence, left.url) == (1, discord.gateway_url)
        assert (discord.gateway.identifies, discord.gateway.resumes) == (1, 1)
        assert heard.names == ["MISSED", "RESUMED"]
        assert starts.asked == []


async def test_a_line_that_parts_rests_no_longer_than_discord_takes() -> None:
    async with Server(Settings(shards=5)) as discord, bot_on(discord) as bot:
        await opened(bot, discord, dict.fromkeys(range(5)), 5)
        loop, took = asyncio.get_running_loop(), list[float]()

        for line in bot.lines:
            before = loop.time()
            await line.part()
            took.append(loop.time() - before)

        await discord.bot_gone()

        assert min(took) < 0.2
        assert not any(line.is_alive for line in bot.lines)


async def test_a_line_that_is_closed_leaves_none() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        await opened(bot, discord)
        (line,) = bot.lines
        assert len(discord.gateway.sessions) == 1

        await line.close()
        await discord.bot_gone()

        assert discord.gateway.sessions == []


async def test_a_session_starts_in_its_turn_alone() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        starts = Starts()
        starts.may_start.clear()
        room = WaitingRoom(Notebook(), Notebook())
        opening = asyncio.create_task(
            bot.open(discord.gateway_url, {0: None, 2: None}, 4, starts, room)
        )
        await asyncio.wait((opening,), timeout=0.3)
        before = (discord.gateway.identifies, list(starts.used))
        starts.may_start.set()
        async with asyncio.timeout(10):
            await opening

        assert before == (0, [])
        assert sorted(starts.asked) == sorted(starts.used) == [0, 2]
        assert discord.gateway.connected_shards == [0, 2]
        assert [session.shard_count for session in discord.gateway.sessions] == [4, 4]


async def test_a_session_that_discord_has_forgotten_costs_a_turn() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        forgotten = Session("0" * 32, 7, discord.gateway_url)

        starts = await opened(bot, discord, {0: forgotten})

        assert starts.used == [0]
        assert (discord.gateway.identifies, discord.gateway.resumes) == (1, 0)
        assert bot.lines[0].session != forgotten


async def test_a_line_that_lost_its_session_asks_for_another_turn() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        starts = await opened(bot, discord)

        discord.gateway.invalidate()
        await discord.bot_identified(2)

        assert starts.used == [0, 0]


async def test_a_line_that_was_cut_goes_on_without_a_turn() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        starts = await opened(bot, discord)

        discord.gateway.drop()
        await discord.bot_resumed()

        assert starts.used == [0]


async def test_who_gives_up_opening_leaves_nothing_behind() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        starts = Starts()
        starts.may_start.clear()
        room = WaitingRoom(Notebook(), Notebook())
        opening = asyncio.create_task(
            bot.open(discord.gateway_url, {0: None, 1: None}, 2, starts, room)
        )
        await asyncio.wait((opening,), timeout=0.2)
        assert len(at_work("keep alive")) == 2

        opening.cancel()
        await asyncio.wait((opening,))

        assert at_work("keep alive") == []
        assert discord.gateway.identifies == 0


async def test_a_line_that_was_turned_away_at_the_door_leaves_no_heartbeat_behind() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        discord.gateway.turn_away()

        await opened(bot, discord)

        assert at_work("heartbeat") == ["heartbeat (shard 0)"]
        assert at_work("poll events") == ["poll events (shard 0)"]


async def test_what_was_missed_is_heard_though_the_line_is_closed_before_all_is_told() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        heard = Hearing(bot)
        await opened(bot, discord)
        discord.gateway.stop_resumed()
        discord.gateway.drop()
        come(discord)
        await heard.until("MARK")
        assert "INTERACTION_CREATE" not in heard.names

        await bot.lines[0].close()

        assert "INTERACTION_CREATE" in heard.names


async def test_who_gives_up_going_on_with_a_session_leaves_it_to_others() -> None:
    async with Server() as discord:
        async with bot_on(discord) as first:
            await opened(first, discord)
            await first.lines[0].part()
            left = first.lines[0].session
        discord.gateway.stop_resumed()
        come(discord)

        async with bot_on(discord) as second:
            heard = Hearing(second)
            opening = asyncio.create_task(opened(second, discord, {0: left}))
            await heard.until("MARK")
            opening.cancel()
            await asyncio.wait((opening,))
            await discord.bot_gone()
            (line,) = second.lines

            assert left is not None
            assert line.session == Session(left.id, left.sequence + 2, left.url)
            assert "INTERACTION_CREATE" in heard.names
            assert [session.id for session in discord.gateway.sessions] == [left.id]


@pytest.mark.parametrize(
    ("settings", "ids", "count", "code"),
    [
        (Settings(least_shards=2), (0,), 1, Close.SHARDING_REQUIRED),
        (Settings(), (2,), 2, Close.INVALID_SHARD),
    ],
)
async def test_shards_that_discord_does_not_take_end_the_start(
    settings: Settings, ids: tuple[int, ...], count: int, code: Close
) -> None:
    async with Server(settings) as discord, bot_on(discord) as bot:
        with pytest.raises(hikari.GatewayServerClosedConnectionError) as refused:
            await opened(bot, discord, dict.fromkeys(ids), count)

        assert refused.value.code == code
        assert bot.lines == ()
