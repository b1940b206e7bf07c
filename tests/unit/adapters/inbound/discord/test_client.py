"""Discord is told the commands, and again until it takes them."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import hikari
import lightbulb
import pytest

from localcord import Server
from nazh.adapters.inbound.discord.answers import NO_CHOICES
from nazh.adapters.inbound.discord.client import CommandClient
from nazh.adapters.inbound.discord.components import ComponentRouter
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.discord.errors import TokenRefused
from nazh.adapters.inbound.discord.rest_bot import open_requests
from tests.unit.adapters.inbound.discord.callers import interaction
from tests.unit.adapters.inbound.discord.test_door import (
    Gate,
    Mailbox,
    Notebook,
    Outbox,
    SlowOutbox,
)

COMMANDS = "/applications/*"
WAIT = 0.01


class Knock(lightbulb.SlashCommand, name="knock", description="Knocks."):
    """A command that nobody sends."""

    @lightbulb.invoke
    async def knock(self, context: lightbulb.Context) -> None:
        """Answer."""
        await context.respond("Who is there?")


@asynccontextmanager
async def client_of(discord: Server) -> AsyncIterator[CommandClient]:
    """Yield a client that has begun to listen, on a bot that asks for everything once."""
    bot = hikari.GatewayBot(
        discord.token, banner=None, logs=None, rest_url=discord.api_url, max_retries=0
    )
    door = Door(SlowOutbox(), Gate(), Notebook(), Mailbox())
    client = CommandClient(
        bot, [Knock], ComponentRouter(door, {}, {}), door, again_after=0.01, after_a_no=0.01
    )
    open_requests(bot)
    try:
        await client.listen()
        yield client
    finally:
        await bot.rest.close()


async def test_a_discord_that_has_trouble_is_told_again() -> None:
    async with Server() as discord, client_of(discord) as client:
        trouble = discord.faults.error("*", COMMANDS, status=503, times=2)

        async with asyncio.timeout(10):
            await client.tell()

        assert await trouble.spent()
        assert discord.world.commands.names(None) == ["knock"]


@pytest.mark.parametrize("status", [200, 400, 403])
async def test_a_no_is_said_until_discord_takes_the_commands(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    async with Server() as discord, client_of(discord) as client:
        no = discord.faults.error("GET", COMMANDS, status=status, times=2)
        telling = asyncio.create_task(client.tell())
        assert await no.spent()
        refused = client.refusal

        async with asyncio.timeout(10):
            await telling

        assert refused is not None
        ours = [one.levelno for one in caplog.records if one.name.startswith("nazh")]
        assert ours == [logging.ERROR] * 2
        assert client.refusal is None
        assert discord.world.commands.names(None) == ["knock"]


async def test_without_a_token_nothing_is_told_again() -> None:
    async with Server() as discord, client_of(discord) as client:
        discord.faults.error("*", COMMANDS, status=401)

        with pytest.raises(TokenRefused):
            await client.tell()


class Hall:
    """A bot that listens, and is told of what comes; of its answers, the door's are kept."""

    def __init__(self) -> None:
        self.outbox, self.knocks = Outbox(), 0
        self._bot = hikari.GatewayBot("MQ.a.b", banner=None, logs=None)
        self._door = Door(self.outbox, Gate(), Notebook(), Mailbox())
        components = ComponentRouter(self._door, {}, {})
        hall = self

        class Knocking(lightbulb.SlashCommand, name="knock", description="Knocks."):
            @lightbulb.invoke
            async def knock(self, context: lightbulb.Context) -> None:
                hall.knocks += 1

        self._client = CommandClient(
            self._bot, [Knocking], components, self._door, syncs=False, behind_others=WAIT
        )

    async def hear(self, kind: int, **data: object) -> None:
        """Let an interaction come, and be answered."""
        await self._client.listen()
        payload = json.loads(interaction(type=kind, data={"id": "1", "type": 1, **data}))
        came = self._bot.entity_factory.deserialize_interaction(payload)
        event = {
            2: hikari.CommandInteractionCreateEvent,
            4: hikari.AutocompleteInteractionCreateEvent,
        }[kind]
        shard: hikari.api.GatewayShard = None  # type: ignore[assignment]  # nobody looks at it
        await self._bot.dispatch(event(shard=shard, interaction=came), return_tasks=True)


async def test_a_command_is_run() -> None:
    hall = Hall()

    await hall.hear(2, name="knock")

    assert (hall.knocks, hall.outbox.answers) == (1, [])


async def test_a_command_of_another_version_is_refused() -> None:
    hall = Hall()

    began = asyncio.get_running_loop().time()
    await hall.hear(2, name="duel")

    assert asyncio.get_running_loop().time() - began >= WAIT
    assert hall.knocks == 0
    assert ["another version" in str(words) for words in hall.outbox.words] == [True]


async def test_what_is_typed_for_a_command_of_another_version_is_not_completed() -> None:
    hall = Hall()
    typed = {"name": "text", "type": 3, "value": "x", "focused": True}

    await hall.hear(4, name="duel", options=[typed])

    assert hall.outbox.answers == [NO_CHOICES]
