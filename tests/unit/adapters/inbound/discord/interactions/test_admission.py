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
from nazh.adapters.inbound.discord.interactions.sending.responder import RESPONSE_DEADLINE

EPOCH = 400_000_000.0
"""Discord's time at the start of these tests in seconds; our clock starts at 0."""
ENOUGH = 20
"""Interactions in time after which a single late one is noticed."""


def id_at(seconds: float, number: int = 0) -> int:
    """Return an id that Discord created this long after the start."""
    return (int((EPOCH + seconds) * 1000) << 22) + number


class Overload:
    """An admission queue with a manual clock, and the outcomes."""

    def __init__(self) -> None:
        self.time = 100.0
        self.admitted: list[str] = []
        self.dropped: list[str] = []
        self.received_at: list[float | None] = []
        self.failures: list[str] = []
        self.in_flight = 0
        self.expected_wait = self.expected_delay = 0.0
        self.queue = AdmissionQueue(self, self, self, lambda: self.time)

    def count_failed_response(self, reason: str) -> None:
        self.failures.append(reason)

    def enqueue(self, name: str, *, asked: float | None = None) -> None:
        """Add an interaction that was created at the given time, by default now."""
        when = self.time if asked is None else asked
        self.queue.enqueue(id_at(when), partial(self._admit, name), partial(self._shed, name))

    async def settle(self) -> None:
        """Add enough interactions in time for others to be noticed as late."""
        for _ in range(ENOUGH):
            self.time += SAMPLE_INTERVAL
            self.enqueue("usual")
            await self.turns()
        self.admitted.clear()
        self.received_at.clear()

    def fill(self) -> None:
        """Fill the current iteration, so that the next interaction must wait."""
        for _ in range(MAX_PER_ITERATION):
            self.enqueue("filler")
        self.admitted.clear()
        self.received_at.clear()

    async def turns(self, many: int = 1) -> None:
        """Run one loop iteration."""
        for _ in range(many):
            await asyncio.sleep(0)

    def _admit(self, name: str) -> None:
        self.admitted.append(name)
        self.received_at.append(RECEIVED_AT.get())

    def _shed(self, name: str) -> None:
        self.dropped.append(name)


async def test_single_interaction_is_admitted_at_once() -> None:
    overload = Overload()
    overload.enqueue("ann")

    assert (overload.admitted, overload.queue.queued) == (["ann"], 0)
    await overload.turns()
    overload.enqueue("bob")
    assert overload.admitted == ["ann", "bob"]


async def test_few_are_admitted_per_iteration_in_order() -> None:
    overload = Overload()
    names = [str(number) for number in range(2 * MAX_PER_ITERATION + 1)]
    for name in names:
        overload.enqueue(name)

    assert overload.admitted == names[:MAX_PER_ITERATION]
    await overload.turns()
    assert (overload.admitted, overload.queue.queued) == (names[:-1], 1)
    await overload.turns()
    assert (overload.admitted, overload.queue.queued) == (names, 0)


async def test_full_backlog_admits_none_and_sheds_expired() -> None:
    overload = Overload()
    overload.in_flight = MAX_IN_FLIGHT
    overload.enqueue("ann")
    await asyncio.sleep(3 * RECHECK_INTERVAL)
    assert (overload.admitted, overload.queue.queued) == ([], 1)
    overload.time += RESPONSE_DEADLINE
    overload.enqueue("bob")
    await asyncio.sleep(3 * RECHECK_INTERVAL)
    assert (overload.admitted, overload.dropped) == ([], ["ann"])

    overload.in_flight -= 1

    await asyncio.sleep(3 * RECHECK_INTERVAL)
    assert overload.admitted == ["bob"]


async def test_newest_is_admitted_first_after_a_long_wait() -> None:
    overload = Overload()
    overload.fill()
    for name in ("ann", "bob"):
        overload.enqueue(name)
    overload.time += NEWEST_FIRST_AFTER + 0.1
    overload.enqueue("cid")

    await overload.turns()

    assert overload.admitted == ["cid", "bob", "ann"]
    assert overload.failures == []


async def test_expired_in_queue_is_shed() -> None:
    overload = Overload()
    overload.fill()
    for name in ("ann", "bob"):
        overload.enqueue(name)
    overload.time += RESPONSE_DEADLINE
    overload.enqueue("cid")

    await overload.turns()

    assert (overload.admitted, overload.dropped) == (["cid"], ["ann", "bob"])
    assert overload.failures == ["shed", "shed"]


async def test_interaction_without_a_connection_in_time_is_shed_at_once() -> None:
    overload = Overload()
    overload.expected_wait = RESPONSE_DEADLINE

    overload.enqueue("ann")
    overload.expected_wait = RESPONSE_DEADLINE / 2
    overload.enqueue("bob")

    assert (overload.admitted, overload.dropped) == (["bob"], ["ann"])
    assert overload.failures == ["no_connection"]
    assert overload.queue.overload is not None
    assert "Discord answers too slowly" in overload.queue.overload


async def test_queued_interactions_are_shed_as_soon_as_no_connection_can_be_free_in_time() -> None:
    overload = Overload()
    overload.in_flight = MAX_IN_FLIGHT
    overload.enqueue("ann")
    overload.time += RESPONSE_DEADLINE / 2
    overload.enqueue("bob")
    overload.expected_wait = RESPONSE_DEADLINE / 2

    await asyncio.sleep(3 * RECHECK_INTERVAL)

    assert (overload.admitted, overload.dropped) == ([], ["ann"])
    assert (overload.failures, overload.queue.queued) == (["no_connection"], 1)


async def test_newest_is_admitted_first_while_responses_take_long() -> None:
    overload = Overload()
    overload.in_flight = MAX_IN_FLIGHT
    overload.expected_wait, overload.expected_delay = 1.0, 2.0
    for name in ("ann", "bob"):
        overload.enqueue(name)
        overload.time += 0.1
    overload.in_flight = 0

    await asyncio.sleep(3 * RECHECK_INTERVAL)

    assert (overload.admitted, overload.dropped) == (["bob", "ann"], [])


async def test_shutdown_admits_however_long_responses_wait() -> None:
    overload = Overload()
    overload.fill()
    overload.enqueue("ann")
    overload.expected_wait = RESPONSE_DEADLINE

    overload.queue.open()

    assert (overload.admitted, overload.dropped) == (["ann"], [])


async def test_expired_in_transit_is_shed() -> None:
    overload = Overload()
    await overload.settle()
    overload.time += 10

    overload.enqueue("bob", asked=overload.time - RESPONSE_DEADLINE)
    overload.enqueue("cid", asked=overload.time - RESPONSE_DEADLINE + 0.1)

    assert (overload.admitted, overload.dropped) == (["cid"], ["bob"])


async def test_an_id_that_is_dated_ahead_sheds_no_other() -> None:
    overload = Overload()
    await overload.settle()

    overload.enqueue("ann", asked=overload.time + 4)
    overload.enqueue("bob")

    assert (overload.admitted, overload.dropped) == (["ann", "bob"], [])


async def test_is_late_knows_expired_ids() -> None:
    overload = Overload()
    await overload.settle()
    overload.time += 5

    assert overload.queue.is_late(id_at(overload.time - RESPONSE_DEADLINE))
    assert not overload.queue.is_late(id_at(overload.time - RESPONSE_DEADLINE + 0.1))


async def test_first_interaction_is_never_late() -> None:
    overload = Overload()

    overload.enqueue("ann", asked=overload.time - 3600)

    assert overload.admitted == ["ann"]


async def test_received_at_is_set_for_the_current_interaction_only() -> None:
    overload = Overload()
    overload.enqueue("ann")
    assert overload.received_at == [100.0]
    await overload.turns()
    overload.fill()
    overload.enqueue("bob")
    overload.time += 0.2

    await overload.turns()

    assert overload.received_at == [100.0]
    assert RECEIVED_AT.get() is None


async def test_open_queue_admits_everything() -> None:
    overload = Overload()
    overload.fill()
    for name in ("ann", "bob"):
        overload.enqueue(name)

    overload.queue.open()
    overload.enqueue("cid")

    assert overload.admitted == ["ann", "bob", "cid"]


async def test_that_load_is_shed_is_known_for_a_minute_and_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    overload = Overload()
    overload.fill()
    for name in ("ann", "bob"):
        overload.enqueue(name)
    overload.time += RESPONSE_DEADLINE
    await overload.turns()

    assert len(overload.failures) == 2
    overloads = [overload.queue.overload]
    assert len(caplog.records) == 1
    overload.time += RECENT
    overloads.append(overload.queue.overload)
    assert overloads == ["interactions were dropped within the last minute", None]


async def test_admitted_under_overload_have_hardly_waited() -> None:
    overload = Overload()
    waits: list[float] = []

    def admit(received_at: float) -> None:
        waits.append(overload.time - received_at)

    for turn in range(6_000):  # a minute with twice the capacity
        overload.time = 100 + turn / 100
        for number in range(2 * MAX_PER_ITERATION):
            id = id_at(overload.time, number)
            overload.queue.enqueue(id, partial(admit, overload.time), lambda: None)
        await overload.turns()

    assert len(waits) == pytest.approx(6_000 * MAX_PER_ITERATION, rel=0.01)
    assert sum(wait < 0.1 for wait in waits) > 0.9 * len(waits)
    assert max(waits) < RESPONSE_DEADLINE
    assert overload.queue.queued <= 2 * MAX_PER_ITERATION * (100 * RESPONSE_DEADLINE + 1)


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
def test_every_interaction_is_admitted_or_shed_once(
    interactions: list[tuple[float, float, int]],
) -> None:
    async def come() -> None:
        overload = Overload()
        for number, (pause, delay, turns) in enumerate(interactions):
            overload.time += pause
            overload.enqueue(str(number), asked=overload.time - delay)
            await overload.turns(turns)
        await overload.turns(len(interactions))
        names = sorted(overload.admitted + overload.dropped)
        assert names == sorted(str(number) for number in range(len(interactions)))
        assert len(overload.failures) == len(overload.dropped)
        assert overload.queue.queued == 0

    asyncio.run(come())
