"""Tests how long and how often a message that is not said is explained."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from types import SimpleNamespace
from typing import Any

import hikari
import pytest

from nazh.adapters.inbound.discord.keep.channel_messages import NOT_DELIVERED, ChannelMessageReader
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.keep.bridges.listen_to_channels import ListenToChannels
from nazh.application.keep.bridges.say_message import ChannelMessage
from nazh.domain.keep.bridges import Bridge
from nazh.domain.keep.errors import NothingToSay
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.skipping_loop import SkippingLoop
from tests.unit.application.keep.test_listen_to_channels import CHAT, Lease, Linked

EXPLAINED, DELETED = "explained", "deleted"


class Channel:
    """A linked channel in which nothing can be said; notes what the bot does, and when."""

    def __init__(self, *, answers: bool = True, lease: Lease | None = None) -> None:
        self.done: list[tuple[str, float]] = []
        self.options: dict[str, object] = {}
        self.clock = FrozenClock()
        self._answers = answers
        listen = ListenToChannels(Linked(), lease or Lease(), self.clock, "me")
        bot: Callable[[], Any] = lambda: SimpleNamespace(rest=self)  # noqa: E731  # typed
        say: Any = self._refuse
        self.reader = ChannelMessageReader(listen, say, self.clock, bot, UserId(1), ENGLISH)

    async def write(self, user: int = 2, *, is_human: bool = True) -> None:
        """Write a message, and wait until the bot is done with it."""
        author = SimpleNamespace(id=user)
        message = SimpleNamespace(
            id=7,
            channel_id=CHAT,
            author=author,
            member=None,
            type=hikari.MessageType.DEFAULT,
            content="hello",
            user_mentions={},
            referenced_message=None,
            attachments=(),
            stickers=(),
        )
        event: Any = SimpleNamespace(
            channel_id=CHAT, message=message, is_human=is_human, author_id=user
        )
        await self.reader(event)

    def seconds(self) -> list[tuple[str, int]]:
        """Return what was done, and how many seconds after the first."""
        return [(action, round(at - self.done[0][1])) for action, at in self.done]

    async def add_reaction(self, channel: int, message: int, emoji: str) -> None:
        await self._note(emoji)

    async def create_message(self, channel: int, text: str, **options: object) -> int:
        self.options = options
        await self._note(EXPLAINED)
        return 8

    async def delete_message(self, channel: int, message: int) -> None:
        await self._note(DELETED)

    async def _note(self, what: str) -> None:
        self.done.append((what, asyncio.get_running_loop().time()))
        if not self._answers:
            await asyncio.Event().wait()

    async def _refuse(self, message: ChannelMessage, bridges: tuple[Bridge, ...]) -> bool:
        raise NothingToSay


class LostLease(Lease):
    """Cannot be released, because the database is unavailable."""

    async def release(self, owner: str) -> None:
        raise Unavailable("Database")


def run(story: Coroutine[None, None, None]) -> None:
    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        runner.run(story)


@pytest.mark.parametrize(
    ("answers", "done"),
    [
        (True, [(NOT_DELIVERED, 0), (EXPLAINED, 0), (DELETED, 15)]),
        (False, [(NOT_DELIVERED, 0), (EXPLAINED, 30)]),
    ],
)
def test_an_explanation_is_deleted_and_a_late_answer_is_not_awaited(
    answers: bool, done: list[tuple[str, int]]
) -> None:
    channel = Channel(answers=answers)

    async def story() -> None:
        await channel.reader.start(can_read=True)
        before = asyncio.get_running_loop().time()
        await channel.write()
        assert round(asyncio.get_running_loop().time() - before) == (15 if answers else 60)

    run(story())

    assert channel.seconds() == done


def test_an_explanation_pings_nobody() -> None:
    channel = Channel()

    async def story() -> None:
        await channel.reader.start(can_read=True)
        await channel.write()

    run(story())

    assert channel.options
    assert True not in channel.options.values()


def test_messages_of_bots_are_ignored() -> None:
    channel = Channel()

    async def story() -> None:
        await channel.reader.start(can_read=True)
        await channel.write(is_human=False)

    run(story())

    assert channel.done == []


def test_a_user_is_told_a_reason_once_in_five_minutes() -> None:
    channel, was_explained = Channel(), []

    async def story() -> None:
        for pause, user in ((0, 2), (1, 2), (0, 3), (298, 2), (1, 2)):
            channel.clock.advance(pause)
            await channel.reader.start(can_read=True)
            channel.done.clear()
            await channel.write(user)
            was_explained.append(EXPLAINED in dict(channel.done))

    run(story())

    assert was_explained == [True, False, True, False, True]


def test_it_stops_while_the_database_is_unavailable() -> None:
    channel = Channel(lease=LostLease())

    async def story() -> None:
        await channel.reader.start(can_read=True)
        assert await channel.reader.stop(1.0)

    run(story())
