"""Tests the contract of ``ChatChannels``: a post appears once, or the reason is reported."""

from __future__ import annotations

import pytest

from localcord import Channel, Server
from nazh.adapters.inbound.discord.gateway.sharded_bot import ShardedBot
from nazh.adapters.inbound.discord.keep.chat_channels import DiscordChatChannels
from nazh.application.keep.bridges.ports import ChatChannels, ChatPost
from nazh.application.shared.messages.send_budget import SendBudget
from nazh.domain.keep.bridges import StopReason
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import ChannelId

HELLO = ChatPost("**Pebble**: hello <@7> @everyone")
POSTS = "/channels/*/messages"


@pytest.fixture
def chat(discord: Server) -> Channel:
    return discord.guild("Keep").channel("chat")


@pytest.fixture
def channels(bot: ShardedBot) -> ChatChannels:
    return DiscordChatChannels(lambda: bot, SendBudget(channel_pause=0), timeout=0.5)


async def test_a_post_with_the_same_nonce_is_not_repeated(
    channels: ChatChannels, discord: Server, chat: Channel
) -> None:
    for nonce in ("1-1", "1-1", "1-2"):
        assert await channels.post(ChannelId(chat.id), HELLO, nonce) is None

    messages = discord.world.messages.in_channel(chat)
    assert [message.text for message in messages] == [HELLO.text] * 2
    assert not any(
        message.json["mentions"] or message.json["mention_everyone"] for message in messages
    )


async def test_many_lines_come_as_a_file(
    channels: ChatChannels, discord: Server, chat: Channel
) -> None:
    post = ChatPost("201 lines", "Pebble: नमस्ते\n" * 201)

    assert await channels.post(ChannelId(chat.id), post, "1-1") is None

    (message,) = discord.world.messages.in_channel(chat)
    assert message.files["chat.txt"].decode() == post.file


@pytest.mark.parametrize(
    ("status", "reason"),
    [(404, StopReason.NO_CHANNEL), (403, StopReason.NO_PERMISSION), (400, None)],
)
async def test_permanent_failures_are_reported(
    channels: ChatChannels, discord: Server, chat: Channel, status: int, reason: StopReason | None
) -> None:
    discord.faults.error("POST", POSTS, status=status)

    assert await channels.post(ChannelId(chat.id), HELLO, "1-1") is reason


@pytest.mark.parametrize("status", [503, 401])  # 401 until the operator sets a new token
async def test_what_may_succeed_later_is_unavailable(
    channels: ChatChannels, discord: Server, chat: Channel, status: int
) -> None:
    discord.faults.error("POST", POSTS, status=status, times=99)

    with pytest.raises(Unavailable):
        await channels.post(ChannelId(chat.id), HELLO, "1-1")


async def test_a_locked_thread_is_reported_and_an_archived_one_is_reopened(
    channels: ChatChannels, discord: Server, chat: Channel
) -> None:
    thread = discord.user("Alice").in_(chat).open_thread("island")
    assert thread.thread is not None
    thread.thread.is_archived = True
    opened = await channels.post(ChannelId(thread.id), HELLO, "1-1")
    thread.thread.is_locked = True

    locked = await channels.post(ChannelId(thread.id), HELLO, "1-2")

    assert (opened, locked) == (None, StopReason.LOCKED)
