"""The memory ledger's own promise: it is bounded, and forgets the oldest."""

from __future__ import annotations

import pytest

from nazh.adapters.outbound.memory.dice import MemoryLedgers, NothingSaved
from nazh.application.dice.ports import RollRecord
from nazh.domain.dice import NAZH
from nazh.domain.kernel.identity import PlayerId, RequestId
from tests.doubles.clock import FrozenClock


async def test_the_oldest_rolls_are_forgotten() -> None:
    ledgers = MemoryLedgers(most=2)
    ids = [RequestId(name) for name in ("a", "b", "c")]

    for request_id in ids:
        async with ledgers(request_id) as ledger:
            await ledger.append(
                RollRecord(request_id, PlayerId(1), None, None, FrozenClock().now(), NAZH, ())
            )
            await ledger.commit()

    assert [ledgers.find(request_id) is not None for request_id in ids] == [False, True, True]


def test_a_ledger_without_room_is_a_bug() -> None:
    with pytest.raises(ValueError, match="at least one"):
        MemoryLedgers(most=0)


async def test_nothing_is_saved_yet() -> None:
    assert await NothingSaved().find(PlayerId(1), ("@athletics",)) == {}
