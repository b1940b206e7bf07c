"""Tests that messages are said once, in order, and within limits."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from nazh.adapters.outbound.memory.idempotency import MemoryIdempotencyStore as Claims
from nazh.application.keep.bridges.say_message import (
    MAX_MESSAGES,
    MAX_QUEUED,
    ChannelMessage,
    SayMessage,
)
from nazh.application.keep.servers.passwords import ServerPasswords
from nazh.application.keep.servers.run_on_server import RunOnServer
from nazh.domain.keep.bridges import Bridge
from nazh.domain.keep.consoles.commands import ConsoleCommand, ConsoleReply
from nazh.domain.keep.consoles.errors import Cause, ServerBusy, Unreachable
from nazh.domain.keep.errors import BridgePaused, Muted, NothingToSay, TooManyMessages
from nazh.domain.keep.events import ChatDirection, ChatRelayed
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import ChannelId, GuildId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.unit.application.keep.doubles import FakeConsoles, FakeSealer, FakeServerStore
from tests.unit.application.keep.muted import Mutes

ISLAND, TRAINS = (
    GameServer(GameServerId(number), GuildId(1), name, profile, "a.example", 27_020)
    for number, name, profile in ((7, "Island", "ark_asa"), (8, "Trains", "openttd"))
)
CHANNEL = ChannelId(3)
BRIDGES = (Bridge(ISLAND, CHANNEL), Bridge(TRAINS, CHANNEL))
REPLY = ConsoleReply("", 1, 0.0)


class SlowConsoles(FakeConsoles):
    """Answers the first commands after the later ones were sent, unless they wait for it."""

    async def run(self, command: ConsoleCommand) -> ConsoleReply:
        await asyncio.sleep(0.01 if not self.sent else 0)
        return await super().run(command)


def say_with(
    consoles: FakeConsoles,
    published: RecordingPublisher,
    claims: Claims | None = None,
    mutes: Mutes | None = None,
) -> SayMessage:
    passwords = ServerPasswords(
        FakeServerStore({ISLAND: "sealed secret", TRAINS: "sealed secret"}), FakeSealer(), consoles
    )
    return SayMessage(
        RunOnServer(passwords, published),
        PROFILES,
        claims or Claims(),
        mutes or Mutes(),
        published,
        FrozenClock(),
    )


def message(number: int, line: str = "hello", user: int | None = None) -> ChannelMessage:
    return ChannelMessage(number, UserId(user or number), "Alice", line)


async def test_a_message_is_said_in_every_game_of_its_channel() -> None:
    consoles, published = FakeConsoles(REPLY), RecordingPublisher()

    await say_with(consoles, published)(message(1), BRIDGES)

    assert consoles.sent == ["ServerChat [Alice]: hello", 'say "[Alice]: hello"']
    assert published.events[-1] == ChatRelayed(ChatDirection.TO_GAME, "ok")


async def test_a_game_that_fails_is_reported_after_the_others_have_the_message() -> None:
    class TrainsDown(FakeConsoles):
        async def run(self, command: ConsoleCommand) -> ConsoleReply:
            if command.text.startswith("say "):
                raise Unreachable(Cause.REFUSED)
            await asyncio.sleep(0.01)
            return await super().run(command)

    consoles = TrainsDown(REPLY)

    with pytest.raises(Unreachable):
        await say_with(consoles, RecordingPublisher())(message(1), BRIDGES)

    assert consoles.sent == ["ServerChat [Alice]: hello"]


async def test_an_author_named_like_the_server_is_marked() -> None:
    consoles = FakeConsoles(REPLY)

    await say_with(consoles, RecordingPublisher())(
        ChannelMessage(1, UserId(1), ISLAND.name, "hello"), BRIDGES[:1]
    )

    assert consoles.sent == ["ServerChat [Island*]: hello"]


async def test_a_message_that_comes_twice_is_said_once() -> None:
    consoles, published = FakeConsoles(REPLY), RecordingPublisher()
    say = say_with(consoles, published)

    were_said = [await say(message(number, user=1), BRIDGES[:1]) for number in (1, 1, 2, 2, 3, 3)]

    assert were_said == [True, False] * 3
    assert len(consoles.sent) == 3
    assert published.events.count(ChatRelayed(ChatDirection.TO_GAME, "ok")) == 3


async def test_a_message_that_another_process_has_said_is_left_alone() -> None:
    consoles, published, claims = FakeConsoles(REPLY), RecordingPublisher(), Claims()
    first, second = (say_with(consoles, published, claims) for _ in range(2))

    were_said = [await say(message(1), BRIDGES[:1]) for say in (first, second)]

    assert were_said == [True, False]
    assert len(consoles.sent) == 1
    assert published.events.count(ChatRelayed(ChatDirection.TO_GAME, "ok")) == 1


async def test_a_message_is_counted_while_the_database_is_away() -> None:
    class Away(FakeConsoles):
        async def run(self, command: ConsoleCommand) -> ConsoleReply:
            raise Unavailable("the database")

    published = RecordingPublisher()

    with pytest.raises(Unavailable):
        await say_with(Away(REPLY), published)(message(1), BRIDGES[:1])
    assert published.events == [ChatRelayed(ChatDirection.TO_GAME, "unavailable")]


async def test_messages_are_said_in_the_order_of_arrival() -> None:
    consoles = SlowConsoles(REPLY)
    say = say_with(consoles, RecordingPublisher())

    await asyncio.gather(*(say(message(n, f"line {n}"), BRIDGES[:1]) for n in range(1, 20)))

    assert consoles.sent == [f"ServerChat [Alice]: line {n}" for n in range(1, 20)]


async def test_a_message_is_not_said_before_one_whose_author_is_still_looked_up() -> None:
    class SlowMutes(Mutes):
        async def is_muted(self, guild: GuildId, user: UserId) -> bool:
            await asyncio.sleep(0.01 if user == 1 else 0)
            return await super().is_muted(guild, user)

    consoles = FakeConsoles(REPLY)
    say = say_with(consoles, RecordingPublisher(), mutes=SlowMutes())

    await asyncio.gather(*(say(message(n, f"line {n}"), BRIDGES[:1]) for n in (1, 2)))

    assert consoles.sent == [f"ServerChat [Alice]: line {n}" for n in (1, 2)]


async def test_a_game_that_hangs_has_a_limited_queue() -> None:
    say = say_with(SlowConsoles(REPLY), RecordingPublisher())

    ended = await asyncio.gather(
        *(say(message(n), BRIDGES[:1]) for n in range(1, MAX_QUEUED + 11)),
        return_exceptions=True,
    )

    assert sum(isinstance(outcome, ServerBusy) for outcome in ended) == 10
    assert await say(message(99), BRIDGES[:1])


async def test_a_user_who_writes_too_much_is_refused() -> None:
    consoles, published = FakeConsoles(REPLY), RecordingPublisher()
    say = say_with(consoles, published)

    for number in range(MAX_MESSAGES):
        await say(message(number + 1, user=1), BRIDGES[:1])
    with pytest.raises(TooManyMessages, match=rf"{MAX_MESSAGES} messages in 10 seconds"):
        await say(message(99, user=1), BRIDGES[:1])
    await say(message(100, user=2), BRIDGES[:1])

    assert len(consoles.sent) == MAX_MESSAGES + 1
    assert ChatRelayed(ChatDirection.TO_GAME, "too_many_messages") in published.events


async def test_a_game_that_fails_does_not_keep_others_from_the_message() -> None:
    class Half(FakeConsoles):
        async def run(self, command: ConsoleCommand) -> ConsoleReply:
            if command.text.startswith("ServerChat"):
                raise Unreachable(Cause.REFUSED)
            return await super().run(command)

    consoles = Half(REPLY)

    with pytest.raises(Unreachable):
        await say_with(consoles, RecordingPublisher())(message(1), BRIDGES)
    assert consoles.sent == ['say "[Alice]: hello"']


async def test_nothing_crosses_a_paused_bridge_and_its_authors_are_told() -> None:
    consoles, published = FakeConsoles(REPLY), RecordingPublisher()
    paused = replace(BRIDGES[0], paused_at=FrozenClock().now())

    with pytest.raises(BridgePaused, match="The bridge of Island is paused"):
        await say_with(consoles, published)(message(1), (paused, BRIDGES[1]))

    assert consoles.sent == ['say "[Alice]: hello"']
    assert published.events[-1] == ChatRelayed(ChatDirection.TO_GAME, "bridge_paused")


async def test_nothing_of_muted_users_is_said_until_they_are_unmuted() -> None:
    consoles, published, mutes = FakeConsoles(REPLY), RecordingPublisher(), Mutes(UserId(1))
    say = say_with(consoles, published, mutes=mutes)

    with pytest.raises(Muted):
        await say(message(1, user=1), BRIDGES)
    await say(message(2, user=2), BRIDGES[:1])
    mutes.muted.clear()
    await say(message(3, user=1), BRIDGES[:1])

    assert len(consoles.sent) == 2
    assert published.events[0] == ChatRelayed(ChatDirection.TO_GAME, "muted")


async def test_nothing_to_say_is_refused() -> None:
    with pytest.raises(NothingToSay):
        await say_with(FakeConsoles(REPLY), RecordingPublisher())(message(1, "\u200b"), BRIDGES)
