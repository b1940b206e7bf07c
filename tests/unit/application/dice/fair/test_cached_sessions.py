"""Tests that the cache of open sessions expires, and is updated at once by its own process."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from nazh.adapters.outbound.memory.dice.fair_sessions import MemoryFairSessionStore
from nazh.application.dice.fair.cached_sessions import TTL, CachedSessions
from nazh.domain.kernel.identity import GuildId
from tests.doubles.clock import FrozenClock

KEEP, INN = GuildId(1), GuildId(2)
A_MOMENT = timedelta(milliseconds=1)


class Book(MemoryFairSessionStore):
    """A place of sessions that counts how often it is read, and answers when it is let."""

    def __init__(self, *servers: GuildId) -> None:
        super().__init__()
        self.servers = frozenset(servers)
        self.reads = 0
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def open_guilds(self) -> frozenset[GuildId]:
        self.reads += 1
        found = self.servers
        await self.may_answer.wait()
        return found


async def test_one_look_serves_all_servers_for_a_while() -> None:
    book, clock = Book(KEEP), FrozenClock()
    known = CachedSessions(book, clock)

    answers = [await known(guild) for guild in (KEEP, INN, KEEP)]

    assert answers == [True, False, True]
    assert book.reads == 1


async def test_what_another_process_has_done_is_seen_after_a_while() -> None:
    book, clock = Book(KEEP), FrozenClock()
    known = CachedSessions(book, clock)
    assert await known(KEEP)
    book.servers = frozenset({INN})

    clock.advance((TTL - A_MOMENT).total_seconds())
    before = await known(KEEP)
    clock.advance(A_MOMENT.total_seconds())

    assert before
    assert not await known(KEEP)
    assert await known(INN)


async def test_a_clock_that_was_set_back_makes_nothing_fresh() -> None:
    book, clock = Book(KEEP), FrozenClock()
    known = CachedSessions(book, clock)
    await known(KEEP)
    clock.advance(-3600)
    book.servers = frozenset()

    assert not await known(KEEP)


async def test_what_is_learnt_is_known_at_once() -> None:
    book, clock = Book(), FrozenClock()
    known = CachedSessions(book, clock)
    await known(KEEP)

    known.update(KEEP, is_open=True)
    opened = await known(KEEP)
    known.update(KEEP, is_open=False)

    assert opened
    assert not await known(KEEP)


async def test_a_look_that_began_before_a_lesson_does_not_unteach_it() -> None:
    book, clock = Book(), FrozenClock()
    known = CachedSessions(book, clock)
    book.may_answer.clear()
    asking = asyncio.ensure_future(known(KEEP))
    await asyncio.sleep(0)
    book.servers = frozenset({KEEP})

    known.update(KEEP, is_open=True)
    book.may_answer.set()

    assert await asking
    assert book.reads == 2


async def test_of_many_who_ask_at_once_one_looks() -> None:
    book, clock = Book(KEEP), FrozenClock()
    known = CachedSessions(book, clock)

    assert all(await asyncio.gather(*(known(KEEP) for _ in range(50))))
    assert book.reads == 1
