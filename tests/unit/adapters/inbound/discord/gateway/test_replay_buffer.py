"""Tests that replayed events are all handled, those that can still be answered first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import hikari
import pytest
from hikari.internal.data_binding import JSONObject

from nazh.adapters.inbound.discord.gateway.frame_reader import INTERACTION
from nazh.adapters.inbound.discord.gateway.replay_buffer import (
    LATE_INTERVAL,
    ReplayBuffer,
)
from nazh.adapters.inbound.discord.interactions.pipeline import IS_REPLAYED

SHARD: hikari.api.GatewayShard = None  # type: ignore[assignment]  # nobody looks at it


class Listener:
    """Records events; satisfies ``Events``."""

    def __init__(self) -> None:
        self.event_names: list[str] = []
        self.replayed: list[bool] = []
        self._hears = asyncio.Event()

    def consume_raw_event(
        self, event_name: str, shard: hikari.api.GatewayShard, payload: JSONObject
    ) -> None:
        self.event_names.append(str(payload.get("called", event_name)))
        self.replayed.append(IS_REPLAYED.get())
        self._hears.set()

    async def has_heard(self, many: int) -> None:
        async with asyncio.timeout(10):
            while len(self.event_names) < many:
                self._hears.clear()
                await self._hears.wait()

    def now(self) -> float:
        return asyncio.get_running_loop().time()

    def dispatch(
        self, event: hikari.Event, *, return_tasks: bool = False
    ) -> asyncio.Future[object] | None:
        raise AssertionError("nobody makes up events here")


class OpenEntry:
    """Admits everything at once; satisfies ``Entry``. Interactions before ``since`` are late."""

    def __init__(self, since: int = 0) -> None:
        self._since = since

    def is_late(self, id: int) -> bool:
        return id < interaction_id(self._since)

    def enqueue(self, id: int, admit: Callable[[], object], shed: Callable[[], object]) -> None:
        admit()


def interaction_id(milliseconds: int) -> int:
    return (milliseconds << 22) + 5


def interaction(milliseconds: int) -> JSONObject:
    """Return one created this long after Discord's epoch."""
    return {"id": str(interaction_id(milliseconds)), "called": str(milliseconds)}


async def test_interactions_known_to_be_late_are_spread_out() -> None:
    listener = Listener()
    replays = ReplayBuffer(listener, OpenEntry(since=2_000))
    replays.hold()
    for moment in (1_000, 2_000):
        replays.consume_raw_event(INTERACTION, SHARD, interaction(moment))

    replays.release()

    assert listener.event_names == ["2000"]
    await listener.has_heard(2)
    assert listener.event_names == ["2000", "1000"]


class SheddingEntry(OpenEntry):
    """Admits nothing."""

    def enqueue(self, id: int, admit: Callable[[], object], shed: Callable[[], object]) -> None:
        shed()


async def test_shed_replayed_interactions_are_handled_late() -> None:
    listener = Listener()
    replays = ReplayBuffer(listener, SheddingEntry())
    replays.hold()
    for moment in (1_000, 2_000):
        replays.consume_raw_event(INTERACTION, SHARD, interaction(moment))

    replays.release()

    assert listener.event_names == []
    await listener.has_heard(2)
    assert listener.event_names == ["1000", "2000"]


async def test_replayed_interactions_are_known_as_such() -> None:
    listener = Listener()
    replays = ReplayBuffer(listener, OpenEntry(since=2_000))
    replays.consume_raw_event(INTERACTION, SHARD, interaction(2_000))
    replays.hold()
    for moment in (1_000, 2_001):
        replays.consume_raw_event(INTERACTION, SHARD, interaction(moment))
    replays.release()
    replays.consume_raw_event(INTERACTION, SHARD, interaction(2_002))

    await listener.has_heard(4)

    assert listener.event_names == ["2000", "2001", "2002", "1000"]
    assert listener.replayed == [False, True, False, True]


@pytest.mark.parametrize("close", ["RESUMED", "READY"])
async def test_answerable_interactions_come_before_expired_ones(close: str) -> None:
    listener = Listener()
    replays = ReplayBuffer(listener, OpenEntry())
    replays.hold()
    for moment in (1_000, 2_500, 4_000, 5_499, 5_500, 5_500, 5_501):
        replays.consume_raw_event(INTERACTION, SHARD, interaction(moment))
    assert listener.event_names == []

    replays.consume_raw_event(close, SHARD, {})
    replays.consume_raw_event(INTERACTION, SHARD, interaction(1_500))

    assert listener.event_names == ["4000", "5499", "5500", "5500", "5501", close, "1500"]
    began = listener.now()
    await listener.has_heard(9)
    assert listener.event_names[7:] == ["1000", "2500"]
    assert listener.now() - began >= 2 * LATE_INTERVAL * 0.9


@pytest.mark.parametrize("ahead", [4_000, 3_600_000])
async def test_an_id_that_is_dated_ahead_delays_no_other(ahead: int) -> None:
    listener = Listener()
    replays = ReplayBuffer(listener, OpenEntry())
    replays.hold()
    for moment in (5_000, 5_100 + ahead, 5_200):
        replays.consume_raw_event(INTERACTION, SHARD, interaction(moment))

    replays.release()

    assert listener.event_names == ["5000", str(5_100 + ahead), "5200"]


async def test_expired_interactions_are_dropped_with_the_connection() -> None:
    listener = Listener()
    replays = ReplayBuffer(listener, OpenEntry())
    replays.hold()
    for moment in (1_000, 2_000, 6_000, 6_000, 6_000):
        replays.consume_raw_event(INTERACTION, SHARD, interaction(moment))

    replays.close()
    await asyncio.sleep(3 * LATE_INTERVAL)

    assert listener.event_names == ["6000"] * 3


async def test_other_events_are_delivered_at_once() -> None:
    listener = Listener()
    replays = ReplayBuffer(listener, OpenEntry())
    replays.hold()
    replays.consume_raw_event(INTERACTION, SHARD, interaction(1))

    replays.consume_raw_event("GUILD_CREATE", SHARD, {})

    assert listener.event_names == ["GUILD_CREATE"]


async def test_buffered_events_are_delivered_if_the_connection_breaks() -> None:
    listener = Listener()
    replays = ReplayBuffer(listener, OpenEntry())
    replays.hold()
    replays.consume_raw_event(INTERACTION, SHARD, interaction(1))

    replays.hold()
    replays.consume_raw_event(INTERACTION, SHARD, interaction(2))
    replays.release()
    replays.release()

    assert listener.event_names == ["1", "2"]


def test_events_of_a_live_connection_are_not_buffered() -> None:
    listener = Listener()

    ReplayBuffer(listener, OpenEntry()).consume_raw_event(INTERACTION, SHARD, interaction(1))

    assert listener.event_names == ["1"]


def test_an_interaction_that_was_not_missed_runs_when_it_is_admitted() -> None:
    listener, waiting = Listener(), list[tuple[int, Callable[[], object]]]()

    class ShutEntry(OpenEntry):
        def enqueue(self, id: int, admit: Callable[[], object], shed: Callable[[], object]) -> None:
            waiting.append((id, admit))

    ReplayBuffer(listener, ShutEntry()).consume_raw_event(INTERACTION, SHARD, interaction(1))

    ((id, admit),) = waiting
    assert (id, listener.event_names) == (interaction_id(1), [])
    admit()
    assert listener.event_names == ["1"]
