"""Tests that a command is recorded before it is run, and its outcome afterwards."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from nazh.application.keep.consoles.check_command import AllowedCommand
from nazh.application.keep.consoles.kept_replies import KeptReplies, KeptReply
from nazh.application.keep.consoles.ports import ConsoleLogEntry, SealedReply
from nazh.application.keep.consoles.run_recorded_command import RunRecordedCommand
from nazh.application.keep.servers.passwords import ServerPasswords
from nazh.application.keep.servers.run_on_server import RunOnServer
from nazh.domain.keep.access import Caller
from nazh.domain.keep.consoles.commands import ConsoleCommand, ConsoleReply
from nazh.domain.keep.consoles.errors import Cause, OutcomeUnknown
from nazh.domain.keep.errors import PasswordLost, ReplyGone
from nazh.domain.keep.events import CommandEnded, ServerTried
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.errors import Refusal, Unavailable
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.unit.application.keep.doubles import FakeConsoles, FakeSealer, FakeServerStore

ARK, OPENTTD = PROFILES["ark_asa"], PROFILES["openttd"]
GUILD = GuildId(1)
ISLAND = GameServer(GameServerId(1), GUILD, "Island", ARK.name, "a.example", 27_020)
CALLER = Caller(GUILD, UserId(7), frozenset(), is_manager=True, interaction=RequestId("1"))
ALLOWED = AllowedCommand(ISLAND, ARK, ConsoleCommand("saveworld"), needs_confirmation=False)


class Log:
    """Records what happens to entries; satisfies ``ConsoleLog``."""

    def __init__(self, breaks_at: str = "") -> None:
        self.entries: list[tuple[datetime, str, UserId | None]] = []
        self.outcomes: list[str] = []
        self._breaks_at = breaks_at

    async def begin(self, entry: ConsoleLogEntry, asked_at: datetime | None = None) -> int:
        if self._breaks_at == "begin":
            raise Unavailable("the console log")
        self.entries.append((entry.at, entry.command, entry.user))
        self.outcomes.append(entry.outcome)
        return len(self.entries) - 1

    async def finish(self, number: int, outcome: str) -> None:
        if self._breaks_at == "finish":
            raise Unavailable("the console log")
        self.outcomes[number] = outcome

    async def latest(self, guild: GuildId, most: int) -> tuple[ConsoleLogEntry, ...]:
        raise NotImplementedError


class FakeReplies:
    """Keeps replies in memory; satisfies ``ReplyStore``."""

    def __init__(self, *, is_broken: bool = False) -> None:
        self.kept: list[SealedReply] = []
        self._is_broken = is_broken

    async def keep(self, reply: SealedReply) -> None:
        if self._is_broken:
            raise Unavailable("the replies")
        self.kept.append(reply)

    async def find(self, number: int, guild: GuildId, user: UserId) -> SealedReply | None:
        own_replies = [reply for reply in self.kept if (reply.guild, reply.user) == (guild, user)]
        return next((reply for reply in own_replies if reply.number == number), None)

    async def delete_expired(self, now: datetime) -> bool:
        raise NotImplementedError


def runner(
    log: Log,
    consoles: FakeConsoles,
    sealer: FakeSealer | None = None,
    events: RecordingPublisher | None = None,
    replies: FakeReplies | None = None,
) -> RunRecordedCommand:
    store = FakeServerStore({ISLAND: "sealed secret"})
    passwords = ServerPasswords(store, sealer or FakeSealer(), consoles)
    run = RunOnServer(passwords, events or RecordingPublisher())
    kept_replies = KeptReplies(replies or FakeReplies(), FakeSealer(), FrozenClock())
    return RunRecordedCommand(run, log, kept_replies, FrozenClock())


async def test_a_command_is_recorded_with_its_user_and_outcome() -> None:
    log, publisher = Log(), RecordingPublisher()
    consoles = FakeConsoles(ConsoleReply("World Saved", 1, 0.01))

    reply = await runner(log, consoles, events=publisher)(CALLER, ALLOWED)

    assert reply.text == "World Saved"
    assert log.entries == [(FrozenClock().now(), "saveworld", UserId(7))]
    assert (log.outcomes, consoles.sent) == (["ok"], ["saveworld"])
    assert publisher.events == [
        CommandEnded("ark_asa", "ok", 0.01),
        ServerTried(ISLAND.guild, ISLAND.id, is_answering=True),
    ]


async def test_the_placeholder_for_no_reply_is_removed() -> None:
    consoles = FakeConsoles(ConsoleReply("Server received, But no response!! \n ", 1, 0.01))

    assert (await runner(Log(), consoles)(CALLER, ALLOWED)).text == ""


async def test_other_tasks_run_while_a_long_reply_is_split() -> None:
    consoles = FakeConsoles(ConsoleReply("a\u0301" * 1_000_000, 1, 0.01))
    running = asyncio.create_task(runner(Log(), consoles)(CALLER, ALLOWED))
    turns = 0
    while not running.done():
        turns += 1
        await asyncio.sleep(0)

    await running

    assert turns > 100


@pytest.mark.parametrize(
    ("consoles", "sealer", "refusal"),
    [
        (FakeConsoles(OutcomeUnknown(Cause.TIMED_OUT)), FakeSealer(), OutcomeUnknown),
        (FakeConsoles(ConsoleReply("", 1, 0.0)), FakeSealer(is_lost=True), PasswordLost),
    ],
)
async def test_a_failure_is_recorded_by_its_code(
    consoles: FakeConsoles, sealer: FakeSealer, refusal: type[Refusal]
) -> None:
    log, publisher = Log(), RecordingPublisher()

    with pytest.raises(refusal):
        await runner(log, consoles, sealer, publisher)(CALLER, ALLOWED)

    assert log.outcomes == [refusal.code]
    assert publisher.events[0] == CommandEnded("ark_asa", refusal.code)


async def test_no_command_runs_without_a_record() -> None:
    consoles = FakeConsoles(ConsoleReply("", 1, 0.0))

    with pytest.raises(Unavailable):
        await runner(Log("begin"), consoles)(CALLER, ALLOWED)

    assert consoles.sent == []


async def test_a_failure_is_not_lost_with_the_note_of_its_outcome() -> None:
    with pytest.raises(OutcomeUnknown):
        await runner(Log("finish"), FakeConsoles(OutcomeUnknown(Cause.TIMED_OUT)))(CALLER, ALLOWED)


async def test_a_reply_is_not_lost_with_the_note_of_its_outcome() -> None:
    log = Log("finish")

    reply = await runner(log, FakeConsoles(ConsoleReply("World Saved", 1, 0.0)))(CALLER, ALLOWED)

    assert (reply.text, log.outcomes) == ("World Saved", ["begun"])


LONG = "x" * 5_000
BOB = Caller(GUILD, UserId(8), frozenset(), is_manager=True, interaction=RequestId("2"))
ELSEWHERE = Caller(
    GuildId(2), CALLER.user, frozenset(), is_manager=True, interaction=RequestId("2")
)


def answering(text: str) -> FakeConsoles:
    return FakeConsoles(ConsoleReply(text, 1, 0.5))


async def test_a_reply_of_several_pages_is_kept_for_its_user() -> None:
    replies, clock = FakeReplies(), FrozenClock()
    kept_replies = KeptReplies(replies, FakeSealer(), clock)

    ended = await runner(Log(), answering(LONG), replies=replies)(CALLER, ALLOWED)

    assert ended.kept_as is not None
    assert await kept_replies.read(CALLER, ended.kept_as) == KeptReply(
        ISLAND.id, "saveworld", LONG, 0.5
    )
    for other in (BOB, ELSEWHERE):
        with pytest.raises(ReplyGone):
            await kept_replies.read(other, ended.kept_as)
    assert replies.kept[0].expires_at == clock.now() + timedelta(minutes=15)


async def test_a_kept_reply_is_sealed_for_its_command_and_user() -> None:
    sealer = FakeSealer()
    kept_replies = KeptReplies(FakeReplies(), sealer, FrozenClock())

    await kept_replies.keep(CALLER, 5, KeptReply(ISLAND.id, "saveworld", LONG, 0.5))
    await kept_replies.read(CALLER, 5)

    place = ("keep_replies", "5", str(CALLER.guild), str(CALLER.user))
    assert sealer.places == [place, place]


async def test_a_kept_reply_expires() -> None:
    replies, clock = FakeReplies(), FrozenClock()
    ended = await runner(Log(), answering(LONG), replies=replies)(CALLER, ALLOWED)
    clock.advance(15 * 60)

    assert ended.kept_as is not None
    with pytest.raises(ReplyGone):
        await KeptReplies(replies, FakeSealer(), clock).read(CALLER, ended.kept_as)


@pytest.mark.parametrize("text", ["", "World Saved", "x" * 4_000, "x" * 200_001])
async def test_other_replies_are_not_kept(text: str) -> None:
    replies = FakeReplies()

    ended = await runner(Log(), answering(text), replies=replies)(CALLER, ALLOWED)

    assert (ended.text, ended.kept_as, replies.kept) == (text, None, [])


async def test_neither_a_password_nor_the_reply_to_it_is_stored() -> None:
    log, replies = Log(), FakeReplies()
    verb = min(OPENTTD.secret_verbs)
    trains = replace(ISLAND, profile=OPENTTD.name)
    allowed = AllowedCommand(trains, OPENTTD, ConsoleCommand(f"{verb} x"), needs_confirmation=False)

    ended = await runner(log, answering(LONG), replies=replies)(CALLER, allowed)

    assert (ended.text, ended.kept_as, replies.kept) == (LONG, None, [])
    assert log.entries == [(FrozenClock().now(), f"{verb} […]", UserId(7))]


async def test_a_reply_is_not_lost_if_it_cannot_be_kept() -> None:
    replies = FakeReplies(is_broken=True)

    ended = await runner(Log(), answering(LONG), replies=replies)(CALLER, ALLOWED)

    assert (ended.text, ended.kept_as) == (LONG, None)
