"""The post office against a Discord on loopback: what it does where a post is not taken."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import hikari
import pytest
import pytest_asyncio

from localcord import Channel, Server
from nazh.adapters.inbound.discord.lines import LineBot
from nazh.adapters.inbound.discord.post_office import LEFT_ALONE, PostOffice
from tests.unit.adapters.inbound.discord.test_door import interaction
from tests.unit.adapters.inbound.discord.test_lines import bot_on

__all__ = ["interaction"]

POSTS = "/channels/*/messages"
NOTICE = {"content": "psst"}


@dataclass(slots=True)
class Post:
    """A post office on loopback, the channel to post in, and a clock to turn."""

    discord: Server
    channel: Channel
    bot: LineBot
    now: float = 1_000.0

    def office(self, within: float = 60.0, kept: int = 10) -> PostOffice:
        return PostOffice(self.bot, lambda: self.now, within, kept)

    async def is_well(self, office: PostOffice, channel: Channel | None = None) -> bool:
        where = channel or self.channel
        return await office.post_in(where.id, where.guild_id, NOTICE)

    @property
    def asked(self) -> int:
        """How often Discord was asked for anything in a channel."""
        return sum("/channels/" in request.path for request in self.discord.requests)

    @property
    def seen(self) -> int:
        """How many notices stand in the channel."""
        return len(self.discord.world.messages.in_channel(self.channel))


@pytest_asyncio.fixture
async def post() -> AsyncIterator[Post]:
    async with Server() as discord, bot_on(discord) as bot:
        yield Post(discord, discord.guild("Keep").channel("masters"), bot)


@pytest.mark.parametrize("status", [401, 403, 404])
@pytest.mark.parametrize("request_", ["GET", "POST"])
async def test_a_channel_that_refuses_is_left_alone_for_some_minutes(
    post: Post, request_: str, status: int
) -> None:
    office = post.office()
    post.discord.faults.error(request_, "/channels/*", status=status)
    assert not await post.is_well(office)
    asked = post.asked

    assert not await post.is_well(office)
    assert post.asked == asked > 0

    post.now += LEFT_ALONE
    assert await post.is_well(office)
    assert post.seen == 1


async def test_a_channel_that_dislikes_one_message_is_told_the_next(post: Post) -> None:
    office = post.office()
    post.discord.faults.error("POST", POSTS, status=400)

    assert not await post.is_well(office)
    assert await post.is_well(office)


async def test_nothing_is_posted_in_a_channel_of_another_server(post: Post) -> None:
    assert await post.office().post_in(post.channel.id, 1, NOTICE)

    assert post.seen == 0


async def test_of_channels_only_the_latest_are_known(post: Post) -> None:
    office = post.office(kept=1)
    other = post.discord.guild("Elsewhere").channel("masters")
    post.discord.faults.error("POST", POSTS, status=403, times=2)
    assert not await post.is_well(office)
    assert not await post.is_well(office, other)
    asked = post.asked

    assert not await post.is_well(office, other)
    assert post.asked == asked
    assert await post.is_well(office)


async def test_who_waits_in_vain_takes_no_turn_from_those_behind(post: Post) -> None:
    post.discord.rate_limits.set("POST", "/channels/{channel_id}/messages", 1, 0.5)
    patient, hasty = post.office(), post.office(within=0.1)
    assert await post.is_well(patient)

    assert not await post.is_well(hasty)

    async with asyncio.timeout(20):
        assert await post.is_well(patient)


async def test_a_follow_up_that_takes_too_long_is_given_up(
    post: Post, interaction: hikari.PartialInteraction, caplog: pytest.LogCaptureFixture
) -> None:
    post.discord.faults.delay(30.0, "POST", "/webhooks/*")

    assert not await post.office(within=0.05).post(interaction, NOTICE)

    assert "a roll could not be posted: no answer in time" in caplog.messages


async def test_an_hour_that_discord_asks_for_is_not_waited_for(
    post: Post, interaction: hikari.PartialInteraction
) -> None:
    office = post.office(within=600)
    post.discord.faults.too_many_requests("POST", "/webhooks/*", retry_after=3600)
    post.discord.faults.too_many_requests("POST", POSTS, retry_after=3600)

    async with asyncio.timeout(20):
        assert not await office.post(interaction, NOTICE)
        assert not await post.is_well(office)


async def test_when_all_is_closed_nothing_is_posted_and_nothing_breaks(
    post: Post, interaction: hikari.PartialInteraction
) -> None:
    office = post.office()
    await post.bot.close()

    assert not await office.post(interaction, NOTICE)
    assert not await post.is_well(office)
