"""What servers have chosen, on the way of every roll: fresh enough, and cheap."""

from __future__ import annotations

import asyncio

import pytest

from nazh.adapters.outbound.memory.guilds.guild_store import MemoryGuildStore
from nazh.application.guilds.cached_settings import MAX_ENTRIES, TTL, CachedSettings
from nazh.domain.guilds.guild_settings import DEFAULT_SETTINGS, LANGUAGE, GuildSettings
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId
from tests.doubles.clock import FrozenClock

KEEP = GuildId(7)
GERMAN = DEFAULT_SETTINGS.with_word(LANGUAGE, "de")


class CountedServers(MemoryGuildStore):
    """Counts how often it is read, and may be away."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = 0
        self.is_away = False

    async def read(self, guild: GuildId) -> GuildSettings:
        self.reads += 1
        await asyncio.sleep(0)
        if self.is_away:
            raise Unavailable("the database")
        return await super().read(guild)


class GatedServers(MemoryGuildStore):
    """Looks at once, and answers when it may."""

    def __init__(self) -> None:
        super().__init__()
        self.has_looked = asyncio.Event()
        self.may_answer = asyncio.Event()

    async def read(self, guild: GuildId) -> GuildSettings:
        found = await super().read(guild)
        self.has_looked.set()
        await self.may_answer.wait()
        return found


async def test_no_server_has_chosen_nothing_and_is_not_looked_for() -> None:
    book = CountedServers()

    assert await CachedSettings(book, FrozenClock())(None) == DEFAULT_SETTINGS
    assert book.reads == 0


async def test_a_hundred_rolls_at_once_read_once() -> None:
    book = CountedServers()
    book.chosen[KEEP] = GERMAN
    known = CachedSettings(book, FrozenClock())

    assert await asyncio.gather(*(known(KEEP) for _ in range(100))) == [GERMAN] * 100

    assert book.reads == 1


async def test_what_another_process_has_changed_is_seen_when_it_is_not_fresh_any_more() -> None:
    book, clock = CountedServers(), FrozenClock()
    known = CachedSettings(book, clock)
    await known(KEEP)
    book.chosen[KEEP] = GERMAN

    clock.advance(TTL.total_seconds() - 0.001)
    assert await known(KEEP) == DEFAULT_SETTINGS
    clock.advance(0.001)
    assert await known(KEEP) == GERMAN


async def test_a_clock_that_is_set_back_keeps_nothing_fresh() -> None:
    book, clock = CountedServers(), FrozenClock()
    known = CachedSettings(book, clock)
    await known(KEEP)
    book.chosen[KEEP] = GERMAN

    clock.advance(-3600)

    assert await known(KEEP) == GERMAN


async def test_what_was_just_changed_here_is_seen_at_once() -> None:
    known = CachedSettings(CountedServers(), FrozenClock())
    await known(KEEP)

    known.update(KEEP, GERMAN)

    assert await known(KEEP) == GERMAN


async def test_a_look_that_began_before_a_change_does_not_undo_it() -> None:
    book = GatedServers()
    known = CachedSettings(book, FrozenClock())
    asking = asyncio.ensure_future(known(KEEP))
    await book.has_looked.wait()

    known.update(KEEP, GERMAN)
    book.may_answer.set()

    assert await asking == GERMAN
    assert await known(KEEP) == GERMAN


async def test_nobody_is_told_old_settings_while_the_store_is_away() -> None:
    book, clock = CountedServers(), FrozenClock()
    known = CachedSettings(book, clock)
    await known(KEEP)
    book.is_away = True
    clock.advance(TTL.total_seconds())

    with pytest.raises(Unavailable):
        await known(KEEP)

    book.is_away = False
    assert await known(KEEP) == DEFAULT_SETTINGS


async def test_no_more_servers_are_remembered_than_there_is_room_for() -> None:
    book = CountedServers()
    known = CachedSettings(book, FrozenClock())
    await known(KEEP)
    for guild in range(10, 10 + MAX_ENTRIES):
        known.update(GuildId(guild), DEFAULT_SETTINGS)

    await known(GuildId(10))
    assert book.reads == 1
    await known(KEEP)
    assert book.reads == 2
