"""The service stops: the lines first, then whoever came through them last, then the rest."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import MappingProxyType

import hikari

from nazh.adapters.inbound.discord.answers import NOTHING_NEW, Answer
from nazh.adapters.inbound.discord.client import CommandClient
from nazh.adapters.inbound.discord.components import ComponentRouter
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.discord.guild_count import GuildCount
from nazh.adapters.inbound.discord.responder import Responder
from nazh.adapters.inbound.discord.rest_retries import RestRetries
from nazh.adapters.inbound.discord.roll_call import RollCall
from nazh.adapters.inbound.discord.service import DiscordService
from nazh.adapters.outbound.memory.servers import MemoryServers
from nazh.application.dice.note_servers import NoteServers
from tests.doubles.clock import FrozenClock
from tests.unit.adapters.inbound.discord.test_door import (
    Gate,
    Mailbox,
    Notebook,
    SlowOutbox,
    interaction,
)

__all__ = ["interaction"]


class Line:
    """A shard through which something comes while it is closed."""

    def __init__(self, at_the_last_moment: Callable[[], None]) -> None:
        self._at_the_last_moment = at_the_last_moment
        self.is_alive = True

    async def close(self) -> None:
        self.is_alive = False
        self._at_the_last_moment()


class OneLineBot(hikari.GatewayBot):
    """A bot with one line, which closes it as hikari does; it keeps whether it is closed."""

    def __init__(self) -> None:
        super().__init__("MQ.a.b", banner=None, logs=None)
        self.is_closed = False

    def connect(self, line: Line) -> None:
        self.shards = MappingProxyType({0: line})  # type: ignore[dict-item]  # enough of a shard

    @property
    def is_alive(self) -> bool:
        return not self.is_closed

    async def close(self) -> None:
        for line in self.shards.values():
            if line.is_alive:
                await line.close()
        self.is_closed = True


async def test_who_comes_while_the_line_is_closed_is_answered_before_the_rest_closes(
    interaction: hikari.PartialInteraction,
) -> None:
    bot, outbox, notebook = OneLineBot(), SlowOutbox(), Notebook()
    door = Door(outbox, Gate(), notebook, Mailbox())
    service = DiscordService(
        bot,
        CommandClient(bot, [], ComponentRouter(door, {}, {}), door),
        door,
        Responder(bot, None, notebook, RestRetries()),
        GuildCount(bot),
        RollCall(bot, NoteServers(MemoryServers(), FrozenClock())),
    )
    coming: list[asyncio.Task[None]] = []

    async def work() -> Answer:
        return NOTHING_NEW

    bot.connect(Line(lambda: coming.append(asyncio.create_task(door.receive(interaction, work)))))
    stopping = asyncio.create_task(service.stop(10))
    async with asyncio.timeout(10):
        await outbox.is_asked.wait()
    was_open = not bot.is_closed
    outbox.may_send.set()

    assert await stopping
    assert was_open
    assert bot.is_closed
    assert "restarting" in str(outbox.words[0])
    await asyncio.gather(*coming)
