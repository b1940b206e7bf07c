"""Tests admission under overload, the newest first, and the shedding of expired interactions."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.inbound.discord.interactions.admission import (
    MAX_IN_FLIGHT,
    MAX_PER_ITERATION,
    NEWEST_FIRST_AFTER,
    RECENT,
    RECHECK_INTERVAL,
    AdmissionQueue,
)
from nazh.adapters.inbound.discord.interactions.clock_skew import (
    RECEIVED_AT,
    SAMPLE_INTERVAL,
)
from nazh.adapters.inbound.discord.interactions.responder import RESPONSE_DEADLINE

EPOCH = 400_000_000.0
"""Discord's time at the start of these tests in seconds; our clock starts at 0."""
ENOUGH = 20
"""Interactions in time after which a single late one is noticed."""


def id_at(seconds: float, number: int = 0) -> int:
    """Return an id that Discord created this long after the start."""
    return (int((EPOCH + seconds) * 1000) << 22) + number


class Lobby:
    """An admission queue with a manual clock, and the outcomes."""

    def __init__(self) -> None:
        self.time = 100.0
        self.went_in: list[str] = []
        self.went_away: list[str] = []
        self.received_at: list[float | None] = []
        self.failures: list[str] = []
        self.in_flight = 0
        self.expected_wait = self.expected_delay = 0.0
        self.room = AdmissionQueue(self, self, self, lambda: self.time)

    def count_failed_response(self, reason: str) -> None:
        self.failures.append(reason)

    def enqueue(self, name: str, *, asked: float | None = None) -> None:
        """Add an interaction that was created at the given time, by default now."""
        when = self.time if asked is None else asked
        self.room.enqueue(id_at(when), partial(self._admit, name), partial(self._go_away, name))

    async def settle(self) -> None:
        """Add enough interactions in time for others to be noticed as late."""
        for _ in range(ENOUGH):
            self.time += SAMPLE_INTERVAL
            self.enqueue("usual")
            await self.turns()
        self.went_in.clear()
        self.received_at.clear()

    def fill(self) -> None:
        """Fill the current iteration, so that the next interaction must wait."""
        for _ in range(MAX_PER_ITERATION):
            self.enqueue("filler")
        self.went_in.clear()
        self.received_at.clear()

    async def turns(self, many: int = 1) -> None:
        """Run one loop iteration."""
        for _ in range(many):
            await asyncio.sleep(0)

    def _admit(self, name: str) -> None:
        self.went_in.append(name)
        self.received_at.append(RECEIVED_AT.get())

    def _go_away(self, name: str) -> None:
        self.went_away.append(name)


async def test_single_interaction_is_admitted_at_once() -> None:
    lobby = Lobby()
    lobby.enqueue("ann")

    assert (lobby.went_in, lobby.room.queued) == (["ann"], 0)
    await lobby.turns()
    lobby.enqueue("bob")
    assert lobby.went_in == ["ann", "bob"]


async def test_few_are_admitted_per_iteration_in_order() -> None:
    lobby = Lobby()
    names = [str(number) for number in range(2 * MAX_PER_ITERATION + 1)]
    for name in names:
        lobby.enqueue(name)

    assert lobby.went_in == names[:MAX_PER_ITERATION]
    await lobby.turns()
    assert (lobby.went_in, lobby.room.queued) == (names[:-1], 1)
    await lobby.turns()
    assert (lobby.went_in, lobby.room.queued) == (names, 0)


async def test_full_backlog_admits_none_and_sheds_expired() -> None:
    lobby = Lobby()
    lobby.in_flight = MAX_IN_FLIGHT
    lobby.enqueue("ann")
    await asyncio.sleep(3 * RECHECK_INTERVAL)
    assert (lobby.went_in, lobby.room.queued) == ([], 1)
    lobby.time += RESPONSE_DEADLINE
    lobby.enqueue("bob")
    await asyncio.sleep(3 * RECHECK_INTERVAL)
    assert (lobby.went_in, lobby.went_away) == ([], ["ann"])

    lobby.in_flight -= 1

    await asyncio.sleep(3 * RECHECK_INTERVAL)
    assert lobby.went_in == ["bob"]


async def test_newest_is_admitted_first_after_a_long_wait() -> None:
    lobby = Lobby()
    lobby.fill()
    for name in ("ann", "bob"):
        lobby.enqueue(name)
    lobby.time += NEWEST_FIRST_AFTER + 0.1
    lobby.enqueue("cid")

    await lobby.turns()

    assert lobby.went_in == ["cid", "bob", "ann"]
    assert lobby.failures == []


async def test_expired_in_queue_is_shed() -> None:
    lobby = Lobby()
    lobby.fill()
    for name in ("ann", "bob"):
        lobby.enqueue(name)
    lobby.time += RESPONSE_DEADLINE
    lobby.enqueue("cid")

    await lobby.turns()

    assert (lobby.went_in, lobby.went_away) == (["cid"], ["ann", "bob"])
    assert lobby.failures == ["shed", "shed"]


async def test_interaction_without_a_connection_in_time_is_shed_at_once() -> None:
    lobby = Lobby()
    lobby.expected_wait = RESPONSE_DEADLINE

    lobby.enqueue("ann")
    lobby.expected_wait = RESPONSE_DEADLINE / 2
    lobby.enqueue("bob")

    assert (lobby.went_in, lobby.went_away) == (["bob"], ["ann"])
    assert lobby.failures == ["no_connection"]
    assert lobby.room.overload is not None
    assert "Discord answers too slowly" in lobby.room.overload


async def test_queued_interactions_are_shed_as_soon_as_no_connection_can_be_free_in_time() -> None:
    lobby = Lobby()
    lobby.in_flight = MAX_IN_FLIGHT
    lobby.enqueue("ann")
    lobby.time += RESPONSE_DEADLINE / 2
    lobby.enqueue("bob")
    lobby.expected_wait = RESPONSE_DEADLINE / 2

    await asyncio.sleep(3 * RECHECK_INTERVAL)

    assert (lobby.went_in, lobby.went_away) == ([], ["ann"])
    assert (lobby.failures, lobby.room.queued) == (["no_connection"], 1)


async def test_newest_is_admitted_first_while_responses_take_long() -> None:
    lobby = Lobby()
    lobby.in_flight = MAX_IN_FLIGHT
    lobby.expected_wait, lobby.expected_delay = 1.0, 2.0
    for name in ("ann", "bob"):
        lobby.enqueue(name)
        lobby.time += 0.1
    lobby.in_flight = 0

    await asyncio.sleep(3 * RECHECK_INTERVAL)

    assert (lobby.went_in, lobby.went_away) == (["bob", "ann"], [])


async def test_shutdown_admits_however_long_responses_wait() -> None:
    lobby = Lobby()
    lobby.fill()
    lobby.enqueue("ann")
    lobby.expected_wait = RESPONSE_DEADLINE

    lobby.room.open()

    assert (lobby.went_in, lobby.went_away) == (["ann"], [])


async def test_expired_in_transit_is_shed() -> None:
    lobby = Lobby()
    await lobby.settle()
    lobby.time += 10

    lobby.enqueue("bob", asked=lobby.time - RESPONSE_DEADLINE)
    lobby.enqueue("cid", asked=lobby.time - RESPONSE_DEADLINE + 0.1)

    assert (lobby.went_in, lobby.went_away) == (["cid"], ["bob"])


async def test_an_id_that_is_dated_ahead_sheds_no_other() -> None:
    lobby = Lobby()
    await lobby.settle()

    lobby.enqueue("ann", asked=lobby.time + 4)
    lobby.enqueue("bob")

    assert (lobby.went_in, lobby.went_away) == (["ann", "bob"], [])


async def test_is_late_knows_expired_ids() -> None:
    lobby = Lobby()
    await lobby.settle()
    lobby.time += 5

    assert lobby.room.is_late(id_at(lobby.time - RESPONSE_DEADLINE))
    assert not lobby.room.is_late(id_at(lobby.time - RESPONSE_DEADLINE + 0.1))


async def test_first_interaction_is_never_late() -> None:
    lobby = Lobby()

    lobby.enqueue("ann", asked=lobby.time - 3600)

    assert lobby.went_in == ["ann"]


async def test_received_at_is_set_for_the_current_interaction_only() -> None:
    lobby = Lobby()
    lobby.enqueue("ann")
    assert lobby.received_at == [100.0]
    await lobby.turns()
    lobby.fill()
    lobby.enqueue("bob")
    lobby.time += 0.2

    await lobby.turns()

    assert lobby.received_at == [100.0]
    assert RECEIVED_AT.get() is None


async def test_open_queue_admits_everything() -> None:
    lobby = Lobby()
    lobby.fill()
    for name in ("ann", "bob"):
        lobby.enqueue(name)

    lobby.room.open()
    lobby.enqueue("cid")

    assert lobby.went_in == ["ann", "bob", "cid"]


async def test_that_load_is_shed_is_known_for_a_minute_and_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    lobby = Lobby()
    lobby.fill()
    for name in ("ann", "bob"):
        lobby.enqueue(name)
    lobby.time += RESPONSE_DEADLINE
    await lobby.turns()

    assert len(lobby.failures) == 2
    overloads = [lobby.room.overload]
    assert len(caplog.records) == 1
    lobby.time += RECENT
    overloads.append(lobby.room.overload)
    assert overloads == ["interactions were dropped within the last minute", None]


async def test_admitted_under_overload_have_hardly_waited() -> None:
    lobby = Lobby()
    waits: list[float] = []

    def admit(received_at: float) -> None:
        waits.append(lobby.time - received_at)

    for turn in range(6_000):  # a minute with twice the capacity
        lobby.time = 100 + turn / 100
        for number in range(2 * MAX_PER_ITERATION):
            id = id_at(lobby.time, number)
            lobby.room.enqueue(id, partial(admit, lobby.time), lambda: None)
        await lobby.turns()

    assert len(waits) == pytest.approx(6_000 * MAX_PER_ITERATION, rel=0.01)
    assert sum(wait < 0.1 for wait in waits) > 0.9 * len(waits)
    assert max(waits) < RESPONSE_DEADLINE
    assert lobby.room.queued <= 2 * MAX_PER_ITERATION * (100 * RESPONSE_DEADLINE + 1)


@given(
    st.lists(
        st.tuples(
            st.floats(0, 2),
            st.floats(0, 5),
            st.integers(0, 2),
        ),
        max_size=40,
    )
)
def test_every_interaction_is_admitted_or_shed_once(crowd: list[tuple[float, float, int]]) -> None:
    async def come() -> None:
        lobby = Lobby()
        for number, (pause, delay, turns) in enumerate(crowd):
            lobby.time += pause
            lobby.enqueue(str(number), asked=lobby.time - delay)
            await lobby.turns(turns)
        await lobby.turns(len(crowd))
        names = sorted(lobby.went_in + lobby.went_away)
        assert names == sorted(str(number) for number in range(len(crowd)))
        assert len(lobby.failures) == len(lobby.went_away)
        assert lobby.room.queued == 0

    asyncio.run(come())
