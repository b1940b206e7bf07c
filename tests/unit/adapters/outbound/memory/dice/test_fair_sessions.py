"""Tests that fair sessions in memory are bounded in total."""

from __future__ import annotations

from nazh.adapters.outbound.memory.dice.fair_sessions import MemoryFairSessionStore
from nazh.application.dice.ports import ChainEntry
from nazh.domain.dice.fair import open_session
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from tests.doubles.clock import FrozenClock

NOW = FrozenClock().now()
SESSIONS = 20
ROOM = 2_000


def begin(fair: MemoryFairSessionStore, number: int) -> None:
    """Open a session on a new server, and add words to it."""
    guild = GuildId(number)
    receipt, state = open_session(f"{number:016x}", bytes(32), guild, NOW)
    fair.add(ChainEntry(receipt, state, guild, NOW, RequestId(f"open {number}")))
    receipt, after = state.joined(1, "words", NOW)
    fair.add(ChainEntry(receipt, after, guild, NOW, RequestId(f"{number}"), (UserId(1), 1)))


async def test_those_that_rest_longest_are_forgotten_beyond_the_bound() -> None:
    fair = MemoryFairSessionStore(limit=ROOM)

    for number in range(SESSIONS):
        begin(fair, number)

    left = await fair.open_guilds()
    size = 0
    for guild in left:
        size += sum(len(line) + 1 for line in await fair.lines(f"{guild:016x}"))
    assert GuildId(SESSIONS - 1) in left
    assert GuildId(0) not in left
    assert 0 < size <= ROOM
    assert len(fair.numbers(UserId(1))) == len(left)


async def test_a_session_larger_than_the_bound_stays_while_it_is_the_only_one() -> None:
    fair = MemoryFairSessionStore(limit=1)

    begin(fair, 0)

    assert len(await fair.lines("0" * 16)) == 2


async def test_deleted_sessions_free_their_space() -> None:
    fair = MemoryFairSessionStore(limit=ROOM)
    for number in range(SESSIONS):
        begin(fair, number)
        fair.forget(guild=GuildId(number))

    for number in range(3):
        begin(fair, number)

    assert await fair.open_guilds() == {GuildId(0), GuildId(1), GuildId(2)}
