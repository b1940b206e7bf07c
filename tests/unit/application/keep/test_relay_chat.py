"""Tests that chat is posted once and in order, even if Discord or the process fails meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.inbound.texts.keep.chat import chat_post
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.keep.bridges.ports import ChatPost
from nazh.application.keep.bridges.relay_chat import RelayChat
from nazh.application.keep.servers.passwords import ServerPasswords
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.keep.bridges import MAX_WAITING, Bridge, StopReason, WaitingLine, WaitingLines
from nazh.domain.keep.consoles.commands import ConsoleCommand, ConsoleReply
from nazh.domain.keep.consoles.errors import Cause, ConsoleError, Unreachable
from nazh.domain.keep.events import ServerTried
from nazh.domain.keep.game_lines import GameLine, LineKind
from nazh.domain.keep.profiles.profile import ChatSource, Profile
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import ChannelId, GuildId
from tests.audit_entries import ENTRY
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.unit.application.keep.doubles import FakeConsoles, FakeSealer, FakeServerStore

ARK = PROFILES["ark_asa"]
ISLAND = GameServer(GameServerId(7), GuildId(1), "Island", ARK.name, "a.example", 27_020)
CHANNEL, OTHER_CHANNEL = ChannelId(3), ChannelId(4)


class Killed(BaseException):
    """The process ends here."""


class Bridges:
    """One bridge in memory; satisfies ``BridgeStore``."""

    def __init__(self) -> None:
        self.lines: list[WaitingLine] = []
        self.begun: int | None = None
        self.stopped: StopReason | None = None
        self.is_available = True
        self.is_paused = False
        self.is_linked = True
        self.dies_at_end = False
        self.channel = CHANNEL
        self._number = 0

    async def running(self) -> tuple[Bridge, ...]:
        paused_at = FrozenClock().now() if self.is_paused else None
        if self.stopped or not self.is_linked:
            return ()
        return (Bridge(ISLAND, self.channel, paused_at=paused_at),)

    async def add(self, server: GameServer, lines: Sequence[GameLine]) -> None:
        if not self.is_available:
            raise Unavailable("the bridges")
        for line in () if self.is_paused else lines:
            self._number += 1
            self.lines.append(WaitingLine(self._number, line))

    async def waiting(self, server: GameServerId) -> WaitingLines:
        last = self.begun
        lines = tuple(line for line in self.lines if last is None or line.number <= last)
        return WaitingLines(lines, self.channel if lines else None, is_begun=last is not None)

    async def begin_post(self, server: GameServerId, last: int) -> None:
        self.begun = last

    async def end_post(self, server: GameServerId, last: int) -> None:
        if self.dies_at_end:
            raise Killed
        self.lines = [line for line in self.lines if line.number > last]
        self.begun = None

    async def stop(self, server: GameServerId, reason: StopReason) -> None:
        self.stopped = reason

    async def link(
        self,
        guild: GuildId,
        server: GameServerId,
        channel: ChannelId,
        entry_of: Callable[[ChannelId | None], AuditEntry],
        *,
        is_two_way: bool = True,
    ) -> bool:
        raise NotImplementedError

    async def unlink(
        self,
        guild: GuildId,
        server: GameServerId,
        entry_of: Callable[[ChannelId | None], AuditEntry],
    ) -> bool:
        raise NotImplementedError

    async def pause(
        self, guild: GuildId, server: GameServerId, at: datetime, entry: AuditEntry
    ) -> bool:
        self.is_paused, self.lines, self.begun = True, [], None
        return True

    async def resume(self, guild: GuildId, server: GameServerId, entry: AuditEntry) -> bool:
        self.is_paused = False
        return True

    async def of_guild(self, guild: GuildId) -> tuple[Bridge, ...]:
        return (Bridge(ISLAND, CHANNEL, stopped=self.stopped),) if self.is_linked else ()


class Channels:
    """Keeps one post for each nonce, as Discord does; satisfies ``ChatChannels``."""

    def __init__(self) -> None:
        self.posts: dict[str, ChatPost] = {}
        self.channels: list[ChannelId] = []
        self.reason: StopReason | None = None
        self.is_available = True

    async def post(self, channel: ChannelId, post: ChatPost, nonce: str) -> StopReason | None:
        if not self.is_available:
            raise Unavailable("the channel")
        if self.reason is None:
            self.posts.setdefault(nonce, post)
            self.channels.append(channel)
        return self.reason

    @property
    def texts(self) -> list[str]:
        return [post.text for post in self.posts.values()]


def relay(
    bridges: Bridges,
    channels: Channels,
    outcome: str | ConsoleError = "Pebble (Ash): hi\n",
    consoles: FakeConsoles | None = None,
    clock: FrozenClock | None = None,
    events: RecordingPublisher | None = None,
    profile: Profile = ARK,
) -> RelayChat:
    reply = ConsoleReply(outcome, 1, 0.0) if isinstance(outcome, str) else outcome
    store = FakeServerStore({ISLAND: "sealed secret"})
    passwords = ServerPasswords(store, FakeSealer(), consoles or FakeConsoles(reply))
    compose = partial(chat_post, translator=ENGLISH)
    return RelayChat(
        bridges,
        passwords,
        {profile.name: profile},
        channels,
        compose,
        clock or FrozenClock(),
        events or RecordingPublisher(),
    )


async def test_chat_is_cleaned_and_posted() -> None:
    bridges, channels = Bridges(), Channels()

    await relay(bridges, channels, "Pe*b*ble (Ash): hi\x00 \u202ethere\n\nSERVER: no\n")()

    assert channels.texts == ["**Pebble**: hi there"]
    assert (bridges.lines, bridges.begun) == ([], None)


async def test_a_player_named_like_the_staff_is_marked() -> None:
    bridges, channels = Bridges(), Channels()

    await relay(bridges, channels, "Аdmin (Ash): hi\nisland (Ash): hi\nPebble (Ash): hi\n")()

    assert channels.texts == ["**Аdmin\\***: hi\n**island\\***: hi\n**Pebble**: hi"]


async def test_a_post_that_fails_is_made_later_before_newer_lines() -> None:
    bridges, channels = Bridges(), Channels()
    channels.is_available = False
    await relay(bridges, channels)()
    channels.is_available = True

    await relay(bridges, channels, "River: again\n")()

    assert list(channels.posts) == ["7-1", "7-2"]
    assert channels.texts == ["**Pebble**: hi", "**River**: again"]


async def test_the_waiting_time_of_lines_is_reported() -> None:
    bridges, channels, clock = Bridges(), Channels(), FrozenClock()
    relayed = relay(bridges, channels, clock=clock)
    channels.is_available = False
    waited = [relayed.waiting_seconds()]
    for _ in range(2):
        await relayed()
        clock.advance(30)
        waited.append(relayed.waiting_seconds())
    channels.is_available = True
    await relayed()
    waited.append(relayed.waiting_seconds())
    channels.is_available = False
    await relayed()
    clock.advance(30)
    bridges.stopped = StopReason.NO_CHANNEL
    await relayed()

    assert [*waited, relayed.waiting_seconds()] == [0, 30, 60, 0, 0]


async def test_no_waiting_time_is_reported_while_another_process_relays() -> None:
    bridges, channels, clock = Bridges(), Channels(), FrozenClock()
    relayed = relay(bridges, channels, clock=clock)
    channels.is_available = False
    await relayed()
    clock.advance(3 * 60)

    while_another_relays = relayed.waiting_seconds()
    await relayed()

    assert (while_another_relays, relayed.waiting_seconds()) == (0, 0)


@pytest.mark.parametrize(
    ("outcome", "is_answering"), [("", True), (Unreachable(Cause.TIMED_OUT), False)]
)
async def test_it_is_published_whether_the_game_answers(
    outcome: str | ConsoleError, is_answering: bool
) -> None:
    published = RecordingPublisher()

    await relay(Bridges(), Channels(), outcome, events=published)()

    assert published.events == [ServerTried(ISLAND.guild, ISLAND.id, is_answering=is_answering)]


async def test_of_too_many_new_lines_the_oldest_are_dropped() -> None:
    bridges, channels = Bridges(), Channels()
    channels.is_available = False
    numbers = range(MAX_WAITING + 1)

    await relay(bridges, channels, "".join(f"Pebble (Ash): {number}\n" for number in numbers))()

    assert [line.line.text for line in bridges.lines] == [str(number) for number in numbers[1:]]


async def test_other_tasks_run_between_the_lines_of_a_game_that_floods_its_chat() -> None:
    bridges, channels = Bridges(), Channels()
    relaying = asyncio.create_task(relay(bridges, channels, "a: b\n" * 100 * MAX_WAITING)())
    turns = 0
    while not relaying.done():
        turns += 1
        await asyncio.sleep(0)

    await relaying

    assert MAX_WAITING <= turns < 2 * MAX_WAITING


async def test_only_the_last_lines_of_a_reply_are_parsed() -> None:
    parsed: list[str] = []

    def parse(reply: str) -> tuple[GameLine, ...]:
        parsed.append(reply)
        return ()

    profile = replace(ARK, chat=ChatSource("GetChat", parse))
    relayed = relay(Bridges(), Channels(), "a: 1\n" + "b: 2\n" * MAX_WAITING, profile=profile)

    await relayed()

    assert parsed == ["\n".join(["b: 2"] * MAX_WAITING)]


async def test_an_unfinished_post_is_repeated_with_its_nonce_and_lines() -> None:
    bridges, channels = Bridges(), Channels()
    bridges.dies_at_end = True
    with pytest.raises(Killed):
        await relay(bridges, channels)()
    bridges.dies_at_end = False

    await relay(bridges, channels, "River: again\n")()

    assert channels.texts == ["**Pebble**: hi", "**River**: again"]


async def test_lines_that_could_not_be_stored_are_kept_until_they_are() -> None:
    bridges, channels = Bridges(), Channels()
    bridges.is_available = False
    relayed = relay(bridges, channels)
    await relayed()
    bridges.is_available = True

    await relayed()

    assert channels.texts == ["**Pebble**: hi\n**Pebble**: hi"]


async def test_lines_that_could_not_be_stored_do_not_cross_a_bridge_that_is_paused_since() -> None:
    bridges, channels = Bridges(), Channels()
    bridges.is_available = False
    relayed = relay(bridges, channels)
    await relayed()
    await bridges.pause(ISLAND.guild, ISLAND.id, FrozenClock().now(), ENTRY)
    await relayed()
    await bridges.resume(ISLAND.guild, ISLAND.id, ENTRY)
    bridges.is_available = True

    await relayed()

    assert channels.texts == ["**Pebble**: hi"]


async def test_lines_that_could_not_be_stored_are_not_posted_after_a_new_link() -> None:
    bridges, channels = Bridges(), Channels()
    bridges.is_available = False
    relayed = relay(bridges, channels)
    await relayed()
    bridges.is_available, bridges.is_linked = True, False
    await relayed()
    bridges.is_linked = True

    await relayed()

    assert channels.texts == ["**Pebble**: hi"]


async def test_lines_that_could_not_be_stored_are_not_posted_to_another_channel() -> None:
    bridges, channels = Bridges(), Channels()
    bridges.is_available = False
    relayed = relay(bridges, channels)
    await relayed()
    bridges.is_available, bridges.channel = True, OTHER_CHANNEL

    await relayed()

    assert channels.texts == ["**Pebble**: hi"]


class Relinked(FakeConsoles):
    """A game whose bridge is linked with another channel while its chat is read."""

    def __init__(self, bridges: Bridges) -> None:
        super().__init__(ConsoleReply("Pebble (Ash): hi\n", 1, 0.0))
        self._bridges = bridges

    async def run(self, command: ConsoleCommand) -> ConsoleReply:
        self._bridges.channel = OTHER_CHANNEL
        return await super().run(command)


async def test_nothing_is_posted_to_the_channel_that_a_bridge_had_before() -> None:
    bridges, channels = Bridges(), Channels()

    await relay(bridges, channels, consoles=Relinked(bridges))()

    assert channels.channels == [OTHER_CHANNEL]


async def test_a_game_that_is_away_does_not_hold_up_what_waits() -> None:
    bridges, channels = Bridges(), Channels()
    channels.is_available = False
    await relay(bridges, channels)()
    channels.is_available = True

    await relay(bridges, channels, Unreachable(Cause.REFUSED))()

    assert channels.texts == ["**Pebble**: hi"]


async def test_a_game_is_heard_while_discord_fails() -> None:
    bridges, channels = Bridges(), Channels()
    channels.is_available = False
    relayed = relay(bridges, channels)
    for _ in range(3):
        await relayed()
    channels.is_available = True

    await relayed()

    assert channels.texts == ["**Pebble**: hi", "\n".join(["**Pebble**: hi"] * 3)]


async def test_a_channel_that_is_gone_stops_the_bridge() -> None:
    bridges, channels = Bridges(), Channels()
    channels.reason = StopReason.NO_CHANNEL

    await relay(bridges, channels)()

    assert bridges.stopped is StopReason.NO_CHANNEL
    assert len(bridges.lines) == 1


class Game(FakeConsoles):
    """Tells once what was said since it was asked before, as ARK does."""

    def __init__(self) -> None:
        super().__init__(ConsoleReply("", 1, 0.0))
        self.chat_lines: list[str] = []

    async def run(self, command: ConsoleCommand) -> ConsoleReply:
        lines, self.chat_lines = self.chat_lines, []
        return ConsoleReply("".join(f"Pebble: {line}\n" for line in lines), 1, 0.0)


STEPS = st.lists(st.sampled_from(["say", "pause", "resume", "relay", "down", "up"]), max_size=40)


@given(STEPS)
def test_only_chat_read_and_posted_outside_pauses_is_shown(
    steps: list[str],
) -> None:
    async def run() -> tuple[list[str], list[str]]:
        bridges, channels, game = Bridges(), Channels(), Game()
        relayed = relay(bridges, channels, consoles=game)
        waiting: list[str] = []
        posted: list[str] = []
        for number, step in enumerate(steps):
            match step:
                case "say":
                    game.chat_lines.append(f"line {number}")
                case "pause":
                    await bridges.pause(ISLAND.guild, ISLAND.id, FrozenClock().now(), ENTRY)
                    waiting.clear()
                case "resume":
                    await bridges.resume(ISLAND.guild, ISLAND.id, ENTRY)
                case "relay":
                    waiting.extend(() if bridges.is_paused else game.chat_lines)
                    await relayed()
                    if channels.is_available:
                        posted.extend(waiting)
                        waiting.clear()
                case _:
                    channels.is_available = step == "up"
        return "\n".join(channels.texts).splitlines(), posted

    lines_shown, expected = asyncio.run(run())

    assert lines_shown == [f"**Pebble**: {line}" for line in expected]


async def test_many_lines_are_several_posts_and_very_many_a_file() -> None:
    bridges, channels = Bridges(), Channels()
    text = "".join(f"Pebble (Ash): {number} {'x' * 180}\n" for number in range(30))
    await relay(bridges, channels, text)()
    many = "".join(f"River: {number}\n" for number in range(201))
    await relay(bridges, channels, many)()

    *posts, file = channels.posts.values()
    lines_shown = "\n".join(post.text for post in posts).splitlines()
    assert [int(line.split()[1]) for line in lines_shown] == list(range(30))
    assert all(len(post.text) <= 2_000 for post in posts)
    assert file.text == "201 lines are in the file."
    assert file.file is not None
    assert file.file.splitlines() == [f"River: {number}" for number in range(201)]


async def test_events_from_before_this_process_listened_are_skipped() -> None:
    bridges, channels = Bridges(), Channels()
    consoles = FakeConsoles(ConsoleReply("", 1, 0.0))
    clock = FrozenClock()
    relayed = relay(bridges, channels, consoles=consoles, clock=clock)
    for later, name in ((0, "Old"), (10, "Pebble"), (30, "Foreign"), (10, "River")):
        clock.advance(later)
        consoles.game_lines = (GameLine(LineKind.JOINED, name),)
        await relayed()

    assert channels.texts == ["→ **Pebble** joined", "→ **River** joined"]
