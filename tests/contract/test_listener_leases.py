"""Tests the contract of ``ListenerLease``: one process at a time holds the lease."""

from __future__ import annotations

import pytest

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.keep.listeners import SqlListenerLease
from nazh.application.keep.bridges.ports import ListenerLease
from nazh.domain.keep.bridges import LISTENER_LEASE, ListenerState
from tests.contract.keep_examples import NOW


@pytest.fixture
def lease(keep_database: Database) -> ListenerLease:
    return SqlListenerLease(keep_database)


async def test_one_process_at_a_time_holds_the_lease(lease: ListenerLease) -> None:
    later, expired = NOW + LISTENER_LEASE / 2, NOW + LISTENER_LEASE * 1.5

    assert await lease.state(NOW) is ListenerState.ABSENT
    assert await lease.renew("first", ListenerState.READY, NOW)
    assert not await lease.renew("second", ListenerState.NO_INTENT, later)
    assert await lease.renew("first", ListenerState.READY, later)
    assert await lease.state(NOW + LISTENER_LEASE) is ListenerState.READY
    assert await lease.state(expired) is ListenerState.ABSENT
    assert await lease.renew("second", ListenerState.NO_INTENT, expired)
    assert not await lease.renew("first", ListenerState.READY, expired)
    await lease.release("first")
    assert await lease.state(expired) is ListenerState.NO_INTENT
    await lease.release("second")
    assert await lease.state(expired) is ListenerState.ABSENT
