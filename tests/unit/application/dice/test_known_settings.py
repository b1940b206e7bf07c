"""What servers have chosen, on the way of every roll: fresh enough, and cheap."""

from __future__ import annotations

import asyncio

import pytest

from nazh.adapters.outbound.memory.servers import MemoryServers
from nazh.application.dice.known_settings import FRESH, REMEMBERED, KnownSettings
from nazh.domain.dice.server_settings import UNCHANGED, ServerSettings, Setting
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import ServerId
from tests.doubles.clock import FrozenClock

KEEP = ServerId(7)
GERMAN = UNCHANGED.with_word(Setting.LANGUAGE, "de")


class CountedServers(MemoryServers):
    """Counts how often it is read, and may be away."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = 0
        self.is_away = False

    async def read(self, server: ServerId) -> ServerSettings:
        self.reads += 1
        await asyncio.sleep(0)
        if self.is_away:
            raise Unavailable("the database")
        return await super().read(server)


class GatedServers(MemoryServers):
    """Looks at once, and answers when it may."""

    def __init__(self) -> None:
        super().__init__()
        self.has_looked = asyncio.Event()
        self.may_answer = asyncio.Event()

    async def read(self, server: ServerId) -> ServerSettings:
        found = await super().read(server)
        self.has_looked.set()
        await self.may_answer.wait()
        return found


async def test_no_server_has_chosen_nothing_and_is_not_looked_for() -> None:
    book = CountedServers()

    assert await KnownSettings(book, FrozenClock())(None) == UNCHANGED
    assert book.reads == 0


async def test_a_hundred_rolls_at_once_read_once() -> None:
    book = CountedServers()
    book.chosen[KEEP] = GERMAN
    known = KnownSettings(book, FrozenClock())

    assert set(await asyncio.gather(*(known(KEEP) for _ in range(100)))) == {GERMAN}

    assert book.reads == 1


async def test_what_another_process_has_changed_is_seen_when_it_is_not_fresh_any_more() -> None:
    book, clock = CountedServers(), FrozenClock()
    known = KnownSettings(book, clock)
    await known(KEEP)
    book.chosen[KEEP] = GERMAN

    clock.pass_by(FRESH.total_seconds() - 0.001)
    assert await known(KEEP) == UNCHANGED
    clock.pass_by(0.001)
    assert await known(KEEP) == GERMAN


async def test_a_clock_that_is_set_back_keeps_nothing_fresh() -> None:
    book, clock = CountedServers(), FrozenClock()
    known = KnownSettings(book, clock)
    await known(KEEP)
    book.chosen[KEEP] = GERMAN

    clock.pass_by(-3600)

    assert await known(KEEP) == GERMAN


async def test_what_was_just_changed_here_is_seen_at_once() -> None:
    known = KnownSettings(CountedServers(), FrozenClock())
    await known(KEEP)

    known.learn(KEEP, GERMAN)

    assert await known(KEEP) == GERMAN


async def test_a_look_that_began_before_a_change_does_not_undo_it() -> None:
    book = GatedServers()
    known = KnownSettings(book, FrozenClock())
    asking = asyncio.ensure_future(known(KEEP))
    await book.has_looked.wait()

    known.learn(KEEP, GERMAN)
    book.may_answer.set()

    assert await asking == GERMAN
    assert await known(KEEP) == GERMAN


async def test_nobody_is_told_old_settings_while_the_store_is_away() -> None:
    book, clock = CountedServers(), FrozenClock()
    known = KnownSettings(book, clock)
    await known(KEEP)
    book.is_away = True
    clock.pass_by(FRESH.total_seconds())

    with pytest.raises(Unavailable):
        await known(KEEP)

    book.is_away = False
    assert await known(KEEP) == UNCHANGED


async def test_no_more_servers_are_remembered_than_there_is_room_for() -> None:
    book = CountedServers()
    known = KnownSettings(book, FrozenClock())
    await known(KEEP)
    for server in range(10, 10 + REMEMBERED):
        known.learn(ServerId(server), UNCHANGED)

    await known(ServerId(10))
    assert book.reads == 1
    await known(KEEP)
    assert book.reads == 2
