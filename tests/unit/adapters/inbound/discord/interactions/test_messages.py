"""Tests posts to channels, and failures of posting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import hikari
import pytest
import pytest_asyncio

from localcord import Channel, Server
from nazh.adapters.inbound.discord.gateway.resumable_shards import ShardedBot
from nazh.adapters.inbound.discord.interactions.messages import REFUSED_CHANNEL_PAUSE, MessageClient
from nazh.adapters.inbound.discord.interactions.responses import File
from tests.gateway_bots import bot_on
from tests.unit.adapters.inbound.discord.interactions.test_pipeline import interaction

__all__ = ["interaction"]

POSTS = "/channels/*/messages"
NOTICE = {"content": "psst"}


@dataclass(slots=True)
class Post:
    """A channel client, its channel, and a clock."""

    discord: Server
    channel: Channel
    bot: ShardedBot
    now: float = 1_000.0

    def office(self, timeout: float = 60.0, max_remembered: int = 10) -> MessageClient:
        return MessageClient(self.bot, lambda: self.now, timeout, max_remembered)

    async def is_well(self, office: MessageClient, channel: Channel | None = None) -> bool:
        where = channel or self.channel
        return await office.send_to_channel(where.id, where.guild_id, NOTICE)

    @property
    def asked(self) -> int:
        """The number of requests about channels."""
        return sum("/channels/" in request.path for request in self.discord.requests)

    @property
    def seen(self) -> int:
        """The number of notifications in the channel."""
        return len(self.discord.world.messages.in_channel(self.channel))


@pytest_asyncio.fixture
async def send() -> AsyncIterator[Post]:
    async with Server() as discord, bot_on(discord) as bot:
        yield Post(discord, discord.guild("Keep").channel("masters"), bot)


@pytest.mark.parametrize("status", [401, 403, 404])
@pytest.mark.parametrize("request_", ["GET", "POST"])
async def test_a_channel_that_refuses_is_left_alone_for_some_minutes(
    send: Post, request_: str, status: int
) -> None:
    office = send.office()
    send.discord.faults.error(request_, "/channels/*", status=status)
    assert not await send.is_well(office)
    asked = send.asked

    assert not await send.is_well(office)
    assert send.asked == asked > 0

    send.now += REFUSED_CHANNEL_PAUSE
    assert await send.is_well(office)
    assert send.seen == 1


async def test_a_channel_that_rejects_one_message_gets_the_next(send: Post) -> None:
    office = send.office()
    send.discord.faults.error("POST", POSTS, status=400)

    assert not await send.is_well(office)
    assert await send.is_well(office)


async def test_a_channel_of_another_server_is_refused(send: Post) -> None:
    assert await send.office().send_to_channel(send.channel.id, 1, NOTICE)

    assert send.seen == 0


async def test_of_channels_only_the_latest_are_known(send: Post) -> None:
    office = send.office(max_remembered=1)
    other = send.discord.guild("Elsewhere").channel("masters")
    send.discord.faults.error("POST", POSTS, status=403, times=2)
    assert not await send.is_well(office)
    assert not await send.is_well(office, other)
    asked = send.asked

    assert not await send.is_well(office, other)
    assert send.asked == asked
    assert await send.is_well(office)


async def test_timed_out_message_does_not_block_the_next(send: Post) -> None:
    send.discord.rate_limits.set("POST", "/channels/{channel_id}/messages", 1, 0.5)
    patient, hasty = send.office(), send.office(timeout=0.1)
    assert await send.is_well(patient)

    assert not await send.is_well(hasty)

    async with asyncio.timeout(20):
        assert await send.is_well(patient)


async def test_a_follow_up_that_takes_too_long_is_given_up(
    send: Post, interaction: hikari.PartialInteraction, caplog: pytest.LogCaptureFixture
) -> None:
    send.discord.faults.delay(30.0, "POST", "/webhooks/*")

    assert not await send.office(timeout=0.05).send(interaction, NOTICE)

    assert "could not send a follow-up: no answer in time" in caplog.messages


@pytest.mark.parametrize(("status", "is_gone"), [(404, True), (403, False), (500, False)])
async def test_a_message_is_gone_when_discord_says_so(
    send: Post, interaction: hikari.PartialInteraction, status: int, is_gone: bool
) -> None:
    send.discord.faults.error("DELETE", "/webhooks/*", status=status, times=9)

    assert await send.office(timeout=0.5).delete(interaction) is is_gone


async def test_an_hour_that_discord_asks_for_is_not_waited_for(
    send: Post, interaction: hikari.PartialInteraction
) -> None:
    office = send.office(timeout=600)
    send.discord.faults.too_many_requests("POST", "/webhooks/*", retry_after=3600)
    send.discord.faults.too_many_requests("POST", POSTS, retry_after=3600)

    async with asyncio.timeout(20):
        assert not await office.send(interaction, NOTICE)
        assert not await send.is_well(office)


async def test_when_all_is_closed_nothing_is_posted_and_nothing_breaks(
    send: Post, interaction: hikari.PartialInteraction
) -> None:
    office = send.office()
    await send.bot.close()

    assert not await office.send(interaction, NOTICE)
    assert not await send.is_well(office)


async def test_an_edit_attaches_the_picture_that_its_embed_shows(
    send: Post, interaction: hikari.PartialInteraction
) -> None:
    application = send.discord.application_id
    await send.bot.rest.create_slash_command(application, "roll", "Roll dice.")
    asked = send.discord.user("Mira").in_(send.channel).start("roll")
    await send.bot.rest.create_interaction_response(
        asked.id, asked.token, hikari.ResponseType.MESSAGE_CREATE, "soon"
    )
    interaction.application_id = hikari.Snowflake(application)
    interaction.token = asked.token
    embed = {"title": "Victory", "image": {"url": "attachment://battle-1.png"}}
    picture = File("battle-1.png", b"drawn")

    assert await send.office().edit(interaction, {"embeds": (embed,)}, (picture,))

    assert asked.reply.files == {"battle-1.png": b"drawn"}
    assert "battle-1.png" in str(asked.reply.embeds[0])
