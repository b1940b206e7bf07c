"""Tests that commands are synced, with retries until Discord accepts them."""

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
from nazh.adapters.inbound.discord.errors import TokenRejected
from nazh.adapters.inbound.discord.gateway.command_client import CommandClient
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.component_router import ComponentRouter
from nazh.adapters.inbound.discord.interactions.pipeline import InteractionPipeline
from nazh.adapters.inbound.discord.interactions.responses import (
    DEFERRED_UPDATE,
    EMPTY_CHOICES,
    Response,
)
from nazh.adapters.inbound.discord.interactions.router import InteractionRouter
from nazh.adapters.inbound.discord.rest_bot import start_rest_client
from tests.doubles.interactions import (
    FixedRateLimiter,
    RecordingCrashReports,
    RecordingMetrics,
    RecordingResponder,
    SlowResponder,
)
from tests.unit.adapters.inbound.discord.dice.payloads import ALICE, bot_message, payload
from tests.unit.adapters.inbound.discord.http.endpoint_client import interaction

COMMANDS = "/applications/*"
WAIT = 0.01


class Knock(lightbulb.SlashCommand, name="knock", description="Knocks."):
    """A command that is not registered."""

    @handler
    async def respond(self, interaction: hikari.CommandInteraction) -> Response:
        """Answer."""
        return DEFERRED_UPDATE


@asynccontextmanager
async def client_of(
    discord: Server, retry_after: float = WAIT, retry_after_rejection: float = WAIT
) -> AsyncIterator[CommandClient]:
    """Yield a started client, on a bot without retries."""
    bot = hikari.GatewayBot(
        discord.token, banner=None, logs=None, rest_url=discord.api_url, max_retries=0
    )
    pipeline = InteractionPipeline(
        SlowResponder(), FixedRateLimiter(), RecordingMetrics(), RecordingCrashReports()
    )
    components = ComponentRouter(pipeline, {}, {})
    client = CommandClient(
        bot,
        InteractionRouter(bot, {"dice": [Knock]}, components, pipeline),
        components,
        retry_after=retry_after,
        retry_after_rejection=retry_after_rejection,
    )
    start_rest_client(bot)
    try:
        await client.listen()
        yield client
    finally:
        await bot.rest.close()


async def test_commands_are_synced_again_after_a_discord_error() -> None:
    async with Server() as discord, client_of(discord) as client:
        error = discord.faults.error("*", COMMANDS, status=503, times=2)

        async with asyncio.timeout(10):
            await client.sync()

        assert await error.spent()
        assert discord.world.commands.names(None) == ["knock"]


@pytest.mark.parametrize(("status", "retry_after"), [(503, (WAIT, 3600)), (403, (3600, WAIT))])
async def test_the_pause_depends_on_the_failure(
    status: int, retry_after: tuple[float, float]
) -> None:
    async with Server() as discord:
        discord.faults.error("*", COMMANDS, status=status, times=2)
        async with client_of(discord, *retry_after) as client, asyncio.timeout(10):
            await client.sync()
        discord.faults.error("*", COMMANDS, status=status, times=2)
        async with client_of(discord, *reversed(retry_after)) as client:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.5):
                    await client.sync()


@pytest.mark.parametrize("status", [200, 400, 403])
async def test_a_refusal_is_reported_until_discord_accepts_the_commands(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    async with Server() as discord, client_of(discord) as client:
        no = discord.faults.error("GET", COMMANDS, status=status, times=2)
        telling = asyncio.create_task(client.sync())
        assert await no.spent()
        refused = client.sync_error

        async with asyncio.timeout(10):
            await telling

        assert refused is not None
        levels = [record.levelno for record in caplog.records if record.name.startswith("nazh")]
        assert levels == [logging.ERROR] * 2
        assert client.sync_error is None
        assert discord.world.commands.names(None) == ["knock"]


async def test_a_request_without_a_token_is_not_retried() -> None:
    async with Server() as discord, client_of(discord) as client:
        discord.faults.error("*", COMMANDS, status=401)

        with pytest.raises(TokenRejected):
            await client.sync()


class Hall:
    """A listening bot that records the pipeline's responses."""

    def __init__(self) -> None:
        self.responder, self.knocks = RecordingResponder(), 0
        self._bot = hikari.GatewayBot("MQ.a.b", banner=None, logs=None)
        self._pipeline = InteractionPipeline(
            self.responder, FixedRateLimiter(), RecordingMetrics(), RecordingCrashReports()
        )
        components = ComponentRouter(self._pipeline, {}, {})
        hall = self

        class Knocking(lightbulb.SlashCommand, name="knock", description="Knocks."):
            @handler
            async def respond(self, interaction: hikari.CommandInteraction) -> Response:
                hall.knocks += 1
                return DEFERRED_UPDATE

        self._client = CommandClient(
            self._bot,
            InteractionRouter(self._bot, {"dice": [Knocking]}, components, self._pipeline),
            components,
            syncs=False,
            unknown_command_delay=WAIT,
        )

    async def hear(self, kind: int, **data: object) -> None:
        """Deliver an interaction, and wait for its response."""
        await self._client.listen()
        sent = json.loads(interaction(type=kind, data={"id": "1", "type": 1, **data}))
        if kind not in (2, 4):
            sent = payload(kind, data, bot_message(), ALICE, 1)
        received = self._bot.entity_factory.deserialize_interaction(sent)
        event = {
            2: hikari.CommandInteractionCreateEvent,
            3: hikari.ComponentInteractionCreateEvent,
            4: hikari.AutocompleteInteractionCreateEvent,
            5: hikari.ModalInteractionCreateEvent,
        }[kind]
        shard: hikari.api.GatewayShard = None  # type: ignore[assignment]  # nobody looks at it
        await self._bot.dispatch(event(shard=shard, interaction=received), return_tasks=True)


async def test_a_command_is_run() -> None:
    hall = Hall()

    await hall.hear(2, name="knock")

    assert (hall.knocks, hall.responder.responses) == (1, [DEFERRED_UPDATE])


async def test_a_command_of_another_version_is_refused() -> None:
    hall = Hall()

    began = asyncio.get_running_loop().time()
    await hall.hear(2, name="duel")

    assert asyncio.get_running_loop().time() - began >= WAIT
    assert hall.knocks == 0
    assert ["another version" in str(content) for content in hall.responder.contents] == [True]


async def test_a_command_of_another_version_gets_no_suggestions() -> None:
    hall = Hall()
    typed = {"name": "text", "type": 3, "value": "x", "focused": True}

    await hall.hear(4, name="duel", options=[typed])

    assert hall.responder.responses == [EMPTY_CHOICES]


@pytest.mark.parametrize("custom_id", ["nz9:dice.again", "nz2:off.press:x"])
@pytest.mark.parametrize(
    "sent", [(3, {"component_type": 2, "values": []}), (5, {"components": []})], ids=str
)
async def test_a_component_of_another_version_is_refused(
    sent: tuple[int, dict[str, object]], custom_id: str
) -> None:
    hall = Hall()
    kind, data = sent

    await hall.hear(kind, custom_id=custom_id, **data)

    assert ["isn't running here" in str(text) for text in hall.responder.contents] == [True]
