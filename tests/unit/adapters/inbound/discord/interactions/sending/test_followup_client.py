"""Tests posts to channels, and failures of posting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import hikari
import pytest
import pytest_asyncio

from localcord import Channel, Conversation, Server
from localcord.permissions import DEFAULT_PERMISSIONS, EMBED_LINKS
from nazh.adapters.inbound.discord.gateway.sharded_bot import ShardedBot
from nazh.adapters.inbound.discord.interactions.responses import (
    EPHEMERAL,
    File,
    Json,
    action_row,
)
from nazh.adapters.inbound.discord.interactions.sending.followup_client import (
    REFUSED_CHANNEL_PAUSE,
    FollowupClient,
)
from nazh.adapters.inbound.discord.ui import button
from tests.gateway_bots import bot_on
from tests.unit.adapters.inbound.discord.interactions.test_pipeline import interaction

__all__ = ["interaction"]

MESSAGES = "/channels/*/messages"
NOTICE = {"content": "Attack: 15"}


@dataclass(slots=True)
class DiscordWithBot:
    """A simulated Discord with a channel, a bot that has started, and a clock."""

    server: Server
    channel: Channel
    bot: ShardedBot
    now: float = 1_000.0

    def client(self, timeout: float = 60.0, max_remembered: int = 10) -> FollowupClient:
        return FollowupClient(self.bot, lambda: self.now, timeout, max_remembered)

    async def send(
        self, client: FollowupClient, channel: Channel | None = None, message: Json = NOTICE
    ) -> bool:
        where = channel or self.channel
        return await client.send_to_channel(where.id, where.guild_id, message)

    async def respond(self, interaction: hikari.PartialInteraction) -> Conversation:
        """Let a user start a command and respond to it; ``interaction`` becomes that command."""
        application, rest = self.server.application_id, self.bot.rest
        await rest.create_slash_command(application, "roll", "Roll dice.")
        started = self.server.user("Mira").in_(self.channel).start("roll")
        kind = hikari.ResponseType.MESSAGE_CREATE
        await rest.create_interaction_response(started.id, started.token, kind, "soon")
        interaction.application_id = hikari.Snowflake(application)
        interaction.token = started.token
        return started

    @property
    def channel_requests(self) -> int:
        """The number of requests about channels."""
        return sum("/channels/" in request.path for request in self.server.requests)

    @property
    def posts(self) -> int:
        """The number of messages in the channel."""
        return len(self.server.world.messages.in_channel(self.channel))


@pytest_asyncio.fixture
async def discord() -> AsyncIterator[DiscordWithBot]:
    async with Server() as server, bot_on(server) as bot:
        yield DiscordWithBot(server, server.guild("Keep").channel("masters"), bot)


@pytest.mark.parametrize("status", [401, 403, 404])
@pytest.mark.parametrize("request_", ["GET", "POST"])
async def test_a_channel_that_refuses_is_left_alone_for_some_minutes(
    discord: DiscordWithBot, request_: str, status: int
) -> None:
    client = discord.client()
    discord.server.faults.error(request_, "/channels/*", status=status)
    assert not await discord.send(client)
    requests = discord.channel_requests

    assert not await discord.send(client)
    assert discord.channel_requests == requests > 0

    discord.now += REFUSED_CHANNEL_PAUSE
    assert await discord.send(client)
    assert discord.posts == 1


async def test_a_channel_that_rejects_one_message_gets_the_next(discord: DiscordWithBot) -> None:
    client = discord.client()
    discord.server.faults.error("POST", MESSAGES, status=400)

    assert not await discord.send(client)
    assert await discord.send(client)


async def test_a_channel_of_another_server_is_refused(discord: DiscordWithBot) -> None:
    assert await discord.client().send_to_channel(discord.channel.id, 1, NOTICE)

    assert discord.posts == 0


async def test_of_channels_only_the_latest_are_known(discord: DiscordWithBot) -> None:
    client = discord.client(max_remembered=1)
    other = discord.server.guild("Elsewhere").channel("masters")
    discord.server.faults.error("POST", MESSAGES, status=403, times=2)
    assert not await discord.send(client)
    assert not await discord.send(client, other)
    requests = discord.channel_requests

    assert not await discord.send(client, other)
    assert discord.channel_requests == requests
    assert await discord.send(client)


async def test_timed_out_message_does_not_block_the_next(discord: DiscordWithBot) -> None:
    discord.server.rate_limits.set("POST", "/channels/{channel_id}/messages", 1, 0.5)
    patient, hasty = discord.client(), discord.client(timeout=0.1)
    assert await discord.send(patient)

    assert not await discord.send(hasty)

    async with asyncio.timeout(20):
        assert await discord.send(patient)


async def test_a_follow_up_that_takes_too_long_is_given_up(
    discord: DiscordWithBot,
    interaction: hikari.PartialInteraction,
    caplog: pytest.LogCaptureFixture,
) -> None:
    discord.server.faults.delay(30.0, "POST", "/webhooks/*")

    assert not await discord.client(timeout=0.05).send(interaction, NOTICE)

    assert "could not send a follow-up: no answer in time" in caplog.messages


@pytest.mark.parametrize(
    ("status", "is_done"), [(None, True), (404, True), (403, False), (500, False)]
)
async def test_a_message_that_is_gone_counts_as_edited_and_as_deleted(
    discord: DiscordWithBot,
    interaction: hikari.PartialInteraction,
    status: int | None,
    is_done: bool,
) -> None:
    await discord.respond(interaction)
    client = discord.client(timeout=0.5)
    if status is not None:
        discord.server.faults.error("PATCH", "/webhooks/*", status=status, times=9)
        discord.server.faults.error("DELETE", "/webhooks/*", status=status, times=9)

    assert await client.edit(interaction, NOTICE, ()) is is_done
    assert await client.delete(interaction) is is_done


async def test_no_message_mentions_anyone(
    discord: DiscordWithBot, interaction: hikari.PartialInteraction
) -> None:
    await discord.respond(interaction)
    client = discord.client()
    everyone = {"content": "@everyone <@1> <@&2>"}
    discord.server.requests.clear()

    assert await client.send(interaction, everyone)
    assert await client.edit(interaction, everyone, ())
    assert await discord.send(client, message=everyone)

    payloads = [request.body for request in discord.server.requests if request.method != "GET"]
    assert [payload["content"] for payload in payloads] == [everyone["content"]] * 3
    assert [payload["allowed_mentions"] for payload in payloads] == [{"parse": []}] * 3


async def test_a_private_follow_up_is_seen_by_its_user_only(
    discord: DiscordWithBot, interaction: hikari.PartialInteraction
) -> None:
    started = await discord.respond(interaction)
    client = discord.client()

    assert await client.send(interaction, {**NOTICE, "flags": EPHEMERAL})
    assert await client.send(interaction, NOTICE)

    assert [(await started.follow_up(number)).ephemeral for number in (1, 2)] == [True, False]


async def test_all_parts_of_a_message_are_sent(
    discord: DiscordWithBot, interaction: hikari.PartialInteraction
) -> None:
    started = await discord.respond(interaction)
    client = discord.client()
    row = action_row((button("Again", "dice:again"),))
    message = {"content": "15", "embeds": ({"title": "Attack"},), "components": (row,)}

    assert await client.edit(interaction, message, ())
    assert await client.send(interaction, message)
    assert await discord.send(client, message=message)

    edited, follow_up, posted = discord.server.world.messages.in_channel(discord.channel)
    assert started.reply is edited
    assert {sent_message.content for sent_message in (edited, follow_up, posted)} == {"15"}
    assert [sent_message.embeds for sent_message in (edited, follow_up, posted)] == [
        [{"title": "Attack", "type": "rich"}]
    ] * 3
    assert [
        [each.label for each in sent_message.buttons] for sent_message in (edited, follow_up)
    ] == [["Again"]] * 2


async def test_a_long_embed_that_discord_drops_is_cut(discord: DiscordWithBot) -> None:
    discord.channel.bot_permissions = DEFAULT_PERMISSIONS & ~EMBED_LINKS

    assert await discord.send(
        discord.client(), message={"content": "15", "embeds": ({"description": "x" * 3_000},)}
    )

    (posted,) = discord.server.world.messages.in_channel(discord.channel)
    assert posted.content == "15\n" + "x" * 1_997


async def test_the_server_of_a_channel_is_requested_once(discord: DiscordWithBot) -> None:
    client = discord.client()

    assert await discord.send(client)
    assert await discord.send(client)

    assert [request.method for request in discord.server.requests] == ["GET", "POST", "POST"]


async def test_a_rate_limit_of_an_hour_is_not_waited_out(
    discord: DiscordWithBot, interaction: hikari.PartialInteraction
) -> None:
    client = discord.client(timeout=600)
    discord.server.faults.too_many_requests("POST", "/webhooks/*", retry_after=3600)
    discord.server.faults.too_many_requests("POST", MESSAGES, retry_after=3600)

    async with asyncio.timeout(20):
        assert not await client.send(interaction, NOTICE)
        assert not await discord.send(client)


async def test_when_all_is_closed_nothing_is_posted_and_nothing_breaks(
    discord: DiscordWithBot, interaction: hikari.PartialInteraction
) -> None:
    client = discord.client()
    await discord.bot.close()

    assert not await client.send(interaction, NOTICE)
    assert not await discord.send(client)


async def test_an_edit_attaches_the_picture_that_its_embed_shows(
    discord: DiscordWithBot, interaction: hikari.PartialInteraction
) -> None:
    started = await discord.respond(interaction)
    embed = {"title": "Victory", "image": {"url": "attachment://battle-1.png"}}
    picture = File("battle-1.png", b"drawn")

    assert await discord.client().edit(interaction, {"embeds": (embed,)}, (picture,))

    assert started.reply.files == {"battle-1.png": b"drawn"}
    assert "battle-1.png" in str(started.reply.embeds[0])
