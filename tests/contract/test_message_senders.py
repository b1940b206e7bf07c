"""Tests the contract of ``MessageSender``: a message appears once, or the reason is reported."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from localcord import Channel, Person, Server
from nazh.adapters.inbound.discord import queued_message_sender
from nazh.adapters.inbound.discord.gateway.sharded_bot import ShardedBot
from nazh.adapters.inbound.discord.queued_message_sender import DiscordMessageSender
from nazh.application.shared.messages.queued_messages import (
    ComposedMessage,
    MessageSender,
    Recipient,
    Rejection,
)
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import ChannelId, GuildId, UserId

TEXT = "**10,000** resources <@7> @everyone"
MESSAGE = ComposedMessage(TEXT)
POSTS = "/channels/*/messages"


@pytest.fixture
def hall(discord: Server) -> Channel:
    return discord.guild("Aurelia").channel("hall")


@pytest.fixture
def alice(discord: Server) -> Person:
    return discord.user("Alice")


@pytest.fixture
def sender(bot: ShardedBot) -> MessageSender:
    return DiscordMessageSender(lambda: bot, timeout=2.0)


def at(channel: Channel) -> Recipient:
    return Recipient.channel(ChannelId(channel.id), guild_of(channel))


def guild_of(channel: Channel) -> GuildId:
    assert channel.guild is not None
    return GuildId(channel.guild.id)


def earlier() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=5)


async def test_a_message_with_the_same_nonce_is_sent_once(
    sender: MessageSender, discord: Server, hall: Channel
) -> None:
    for nonce in ("1", "1", "2"):
        assert await sender.send(at(hall), MESSAGE, nonce) is None

    messages = discord.world.messages.in_channel(hall)
    assert [message.text for message in messages] == [TEXT] * 2


async def test_a_message_has_its_embeds_and_buttons(
    sender: MessageSender, discord: Server, hall: Channel
) -> None:
    fields = ({"name": "Aurelia", "value": "1,200", "inline": False},)
    embed = {"title": "Victory", "description": "War 7", "color": 0x3BA55D, "fields": fields}
    picture = {"type": 2, "style": 2, "label": "Picture", "custom_id": "nz2:game.picture:7"}
    message = ComposedMessage(TEXT, (embed,), ({"type": 1, "components": (picture,)},))

    assert await sender.send(at(hall), message, "1") is None

    (sent_message,) = discord.world.messages.in_channel(hall)
    (sent_embed,) = sent_message.json["embeds"]
    assert {name: sent_embed[name] for name in ("title", "description", "color")} == {
        name: embed[name] for name in ("title", "description", "color")
    }
    assert [(field["name"], field["value"]) for field in sent_embed["fields"]] == [
        ("Aurelia", "1,200")
    ]
    assert sent_message.json["components"][0]["components"][0]["custom_id"] == "nz2:game.picture:7"
    assert await sender.find(at(hall), TEXT, earlier())


async def test_a_message_pings_its_roles_and_nobody_else(
    sender: MessageSender, discord: Server, hall: Channel, alice: Person
) -> None:
    assert hall.guild is not None
    voters, others = (hall.guild.role(name).id for name in ("Voters", "Others"))
    text = f"<@&{voters}> Vote! <@&{others}> <@{alice.id}> @everyone"

    assert await sender.send(at(hall), ComposedMessage(text, roles=(voters,)), "1") is None

    (message,) = discord.world.messages.in_channel(hall)
    assert message.json["mention_roles"] == [str(voters)]
    assert not message.json["mentions"]
    assert not message.json["mention_everyone"]


async def test_a_user_gets_a_direct_message(
    sender: MessageSender, discord: Server, hall: Channel, alice: Person
) -> None:
    to = Recipient.user(UserId(alice.id), guild_of(hall))

    assert await sender.send(to, MESSAGE, "1") is None
    assert await sender.send(to, MESSAGE, "1") is None

    direct = alice.direct
    assert len(discord.requests.find("POST", "/users/@me/channels")) == 1
    assert [message.text for message in discord.world.messages.in_channel(direct)] == [TEXT]
    assert await sender.find(to, TEXT, earlier())


async def test_a_channel_of_another_guild_is_not_used(
    sender: MessageSender, discord: Server, hall: Channel
) -> None:
    other = Recipient.channel(ChannelId(hall.id), GuildId(guild_of(hall) + 1))

    assert await sender.send(other, MESSAGE, "1") is Rejection.NOT_FOUND
    assert await sender.find(other, TEXT, earlier()) is None
    assert discord.world.messages.in_channel(hall) == []


@pytest.mark.parametrize(
    ("status", "rejection"),
    [(404, Rejection.NOT_FOUND), (403, Rejection.NO_ACCESS), (400, Rejection.INVALID)],
)
async def test_permanent_failures_are_reported(
    sender: MessageSender, discord: Server, hall: Channel, status: int, rejection: Rejection
) -> None:
    discord.faults.error("POST", POSTS, status=status)

    assert await sender.send(at(hall), MESSAGE, "1") is rejection


@pytest.mark.parametrize("status", [503, 401])  # 401 until the operator sets a new token
async def test_what_may_succeed_later_is_unavailable(
    sender: MessageSender, discord: Server, hall: Channel, status: int
) -> None:
    discord.faults.error("POST", POSTS, status=status, times=99)
    discord.faults.error("GET", POSTS, status=status, times=99)

    with pytest.raises(Unavailable):
        await sender.send(at(hall), MESSAGE, "1")
    with pytest.raises(Unavailable):
        await sender.find(at(hall), TEXT, earlier())


async def test_a_message_that_was_sent_is_found(
    sender: MessageSender, discord: Server, hall: Channel, alice: Person
) -> None:
    alice.in_(hall).say("by somebody else")
    since = earlier()

    assert await sender.find(at(hall), TEXT, since) is False
    await sender.send(at(hall), MESSAGE, "1")

    assert await sender.find(at(hall), TEXT, since)
    assert await sender.find(at(hall), TEXT, datetime.now(UTC) + timedelta(seconds=30))
    assert await sender.find(at(hall), "by somebody else", since) is False
    assert await sender.find(at(hall), TEXT, since + timedelta(hours=1)) is False


async def test_a_busy_channel_is_not_searched_to_its_end(
    sender: MessageSender,
    hall: Channel,
    alice: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queued_message_sender, "_LOOKED_THROUGH", 2)
    since = earlier()
    for text in ("first", "second"):
        alice.in_(hall).say(text)
    await sender.send(at(hall), MESSAGE, "1")

    assert await sender.find(at(hall), TEXT, since) is False


async def test_nobody_can_tell_in_a_channel_that_cannot_be_read(
    sender: MessageSender, discord: Server, hall: Channel
) -> None:
    discord.faults.error("GET", POSTS, status=403)

    assert await sender.find(at(hall), TEXT, earlier()) is None
