"""Tests how long Discord is waited for, in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest

from nazh.adapters.inbound.discord.dominion.members import DiscordMembers
from nazh.adapters.inbound.discord.errors import DiscordUnavailable
from nazh.adapters.inbound.discord.gateway.identify_limits import LocalIdentifyLock
from nazh.adapters.inbound.discord.guilds.channel_readers import DiscordReaders
from nazh.adapters.inbound.discord.interactions.sending.followup_client import FollowupClient
from nazh.adapters.inbound.discord.keep.chat_channels import DiscordChatChannels
from nazh.adapters.inbound.discord.queued_message_sender import DiscordMessageSender
from nazh.application.keep.bridges.ports import ChatPost
from nazh.application.shared.messages.queued_messages import ComposedMessage, Recipient
from nazh.application.shared.messages.send_budget import SendBudget
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import ChannelId, GuildId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.skipping_loop import SkippingLoop

GUILD, USER, CHANNEL = GuildId(1), UserId(2), ChannelId(3)
TO_CHANNEL = Recipient.channel(CHANNEL, GUILD)
NOW = FrozenClock().now()
INTERACTION: Any = SimpleNamespace(application_id=1, token="token")


class HangingRest:
    """Answers no request."""

    def __init__(self) -> None:
        self.is_cancelled = False

    def __getattr__(self, request: str) -> Callable[..., Awaitable[None]]:
        async def never(*_: object, **__: object) -> None:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                self.is_cancelled = True
                raise

        return never


BOT: Any = SimpleNamespace(rest=HangingRest(), entity_factory=None)


def bot() -> Any:
    return BOT


def seconds(request: Callable[[], Awaitable[object]]) -> float:
    """Return how long a request is waited for."""

    async def story() -> float:
        with suppress(Unavailable):
            assert not await request()
        return asyncio.get_running_loop().time()

    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        return runner.run(story())


@pytest.mark.parametrize(
    ("ask", "least", "most"),
    [
        # A command waits for these, and has to be answered within three seconds.
        (lambda: DiscordMembers(bot).has(GUILD, USER), 1, 2),
        (lambda: DiscordReaders(bot)(GUILD, CHANNEL, None), 0.5, 1),
        # Other recipients and bridges wait for these.
        (lambda: DiscordMessageSender(bot).send(TO_CHANNEL, ComposedMessage("a"), "1"), 3, 10),
        (lambda: DiscordMessageSender(bot).find(TO_CHANNEL, "a", NOW), 3, 10),
        (
            lambda: DiscordChatChannels(bot, SendBudget()).post(CHANNEL, ChatPost("a"), "1"),
            3,
            10,
        ),
        # Nobody waits for these.
        (lambda: FollowupClient(BOT).send(INTERACTION, {}), 30, 120),
        (lambda: FollowupClient(BOT).edit(INTERACTION, {}, ()), 30, 120),
        (lambda: FollowupClient(BOT).delete(INTERACTION), 30, 120),
        (lambda: FollowupClient(BOT).send_to_channel(CHANNEL, GUILD, {}), 30, 120),
    ],
)
def test_a_request_is_awaited_as_long_as_its_caller_can_wait(
    ask: Callable[[], Awaitable[object]], least: float, most: float
) -> None:
    assert least <= seconds(ask) <= most


@pytest.mark.parametrize(
    "ask",
    [
        lambda bot: DiscordMembers(lambda: bot).has(GUILD, USER),
        lambda bot: DiscordReaders(lambda: bot)(GUILD, CHANNEL, None),
        lambda bot: DiscordMessageSender(lambda: bot).send(TO_CHANNEL, ComposedMessage("a"), "1"),
        lambda bot: DiscordChatChannels(lambda: bot, SendBudget()).post(
            CHANNEL, ChatPost("a"), "1"
        ),
        lambda bot: FollowupClient(bot).send_to_channel(CHANNEL, GUILD, {}),
    ],
)
def test_a_request_that_is_awaited_no_longer_is_not_cancelled(
    ask: Callable[[Any], Awaitable[object]],
) -> None:
    rest = HangingRest()

    async def story() -> bool:
        with suppress(Unavailable):
            await ask(SimpleNamespace(rest=rest, entity_factory=None))
        await asyncio.sleep(0)
        return rest.is_cancelled

    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        assert not runner.run(story())


@pytest.mark.parametrize(
    "ask",
    [
        lambda: DiscordMembers(bot).has(GUILD, USER),
        lambda: DiscordChatChannels(bot, SendBudget()).post(CHANNEL, ChatPost("a"), "1"),
    ],
)
def test_a_command_that_waits_in_vain_is_told_about_discord_and_no_database(
    ask: Callable[[], Awaitable[object]],
) -> None:
    async def story() -> None:
        with pytest.raises(DiscordUnavailable):
            await ask()

    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        runner.run(story())


def test_two_shards_of_a_process_identify_five_seconds_apart() -> None:
    async def both() -> None:
        lock = LocalIdentifyLock()
        for _ in range(2):
            async with lock.slot(0) as slot:
                await slot.acquire()

    assert 5 < seconds(both) < 6
