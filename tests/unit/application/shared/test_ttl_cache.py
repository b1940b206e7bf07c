"""Tests that cached values expire, are loaded once at a time, and not after a change."""

from __future__ import annotations

import asyncio

import pytest

from nazh.application.shared.ttl_cache import TTL, TtlCache
from nazh.domain.kernel.errors import Unavailable
from tests.doubles.clock import FrozenClock

MAX_ENTRIES = 3


class Source:
    """Values by key, which another process may change; it may wait before it returns, or fail."""

    def __init__(self) -> None:
        self.values: dict[str, int | None] = {}
        self.loads = 0
        self.has_begun = asyncio.Event()
        self.may_return = asyncio.Event()
        self.may_return.set()
        self.is_away = False
        self.clock = FrozenClock()
        self.cache = TtlCache(self.load, self.clock, MAX_ENTRIES)

    async def load(self, key: str) -> int | None:
        self.loads += 1
        value = self.values.get(key)
        self.has_begun.set()
        await self.may_return.wait()
        if self.is_away:
            raise Unavailable("the database")
        return value


async def test_a_value_is_loaded_once_for_each_key() -> None:
    source = Source()
    source.values["a"] = 1

    assert [await source.cache.get(key) for key in "abab"] == [1, None, 1, None]
    assert source.loads == 2


async def test_another_processs_change_is_seen_after_five_seconds() -> None:
    source = Source()
    await source.cache.get("a")
    source.values["a"] = 1

    source.clock.advance(4.999)
    assert await source.cache.get("a") is None
    source.clock.advance(0.001)
    assert await source.cache.get("a") == 1


async def test_a_clock_that_was_set_back_keeps_nothing_fresh() -> None:
    source = Source()
    await source.cache.get("a")
    source.values["a"] = 1

    source.clock.advance(-3600)

    assert await source.cache.get("a") == 1


async def test_concurrent_misses_of_a_key_load_once() -> None:
    source = Source()
    source.values["a"] = 1
    source.may_return.clear()
    asking = [asyncio.ensure_future(source.cache.get("a")) for _ in range(100)]
    await source.has_begun.wait()
    source.may_return.set()

    assert await asyncio.gather(*asking) == [1] * 100
    assert source.loads == 1


async def test_concurrent_misses_of_a_key_share_a_failure() -> None:
    source = Source()
    source.is_away = True
    source.may_return.clear()
    asking = [asyncio.ensure_future(source.cache.get("a")) for _ in range(100)]
    await source.has_begun.wait()
    source.may_return.set()

    failures = await asyncio.gather(*asking, return_exceptions=True)

    assert {type(failure) for failure in failures} == {Unavailable}
    assert source.loads == 1


async def test_a_miss_after_a_change_does_not_share_an_earlier_load() -> None:
    source = Source()
    source.may_return.clear()
    earlier = asyncio.ensure_future(source.cache.get("a"))
    await source.has_begun.wait()

    source.values["a"] = 1
    source.cache.forget(lambda key: key == "a")
    later = asyncio.ensure_future(source.cache.get("a"))
    source.may_return.set()

    assert (await earlier, await later) == (None, 1)
    assert await source.cache.get("a") == 1
    assert source.loads == 2


async def test_a_miss_of_another_key_does_not_wait() -> None:
    source = Source()
    await source.cache.get("b")
    source.may_return.clear()
    asking = asyncio.ensure_future(source.cache.get("a"))
    await source.has_begun.wait()

    assert await source.cache.get("b") is None

    source.may_return.set()
    await asking


async def test_the_next_one_loads_when_the_first_gives_up() -> None:
    source = Source()
    source.values["a"] = 1
    source.may_return.clear()
    first, second = (asyncio.ensure_future(source.cache.get("a")) for _ in range(2))
    await source.has_begun.wait()

    first.cancel()
    source.may_return.set()

    assert await second == 1


async def test_a_forgotten_key_is_loaded_again_and_no_other() -> None:
    source = Source()
    for key in "ab":
        await source.cache.get(key)
    source.values = {"a": 1, "b": 2}

    source.cache.forget(lambda key: key == "a")

    assert [await source.cache.get(key) for key in "ab"] == [1, None]


async def test_a_load_that_began_before_a_change_is_not_cached() -> None:
    source = Source()
    source.may_return.clear()
    asking = asyncio.ensure_future(source.cache.get("a"))
    await source.has_begun.wait()

    source.values["a"] = 1
    source.cache.forget(lambda key: key == "a")
    source.may_return.set()
    await asking

    assert await source.cache.get("a") == 1


async def test_neither_failures_nor_expired_values_are_served_while_the_source_fails() -> None:
    source = Source()
    await source.cache.get("a")
    source.is_away = True
    source.clock.advance(TTL.total_seconds())

    with pytest.raises(Unavailable):
        await source.cache.get("a")

    source.is_away = False
    source.values["a"] = 1
    assert await source.cache.get("a") == 1


async def test_the_entry_that_was_loaded_first_makes_room() -> None:
    source = Source()
    for key in "abcd":
        await source.cache.get(key)

    await source.cache.get("b")
    assert source.loads == 4
    await source.cache.get("a")
    assert source.loads == 5
