"""Tests that the memory ledger is bounded and drops the oldest rolls."""

from __future__ import annotations

import tracemalloc

import pytest

from nazh.adapters.outbound.memory.dice.ledger import MAX_RECORDS, MemoryRollStore, NoSavedNames
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.records import RollRecord
from nazh.domain.kernel.identity import RequestId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.rng import ScriptedRng


@pytest.mark.parametrize(
    ("limit", "kept"), [(1, [False, False, True]), (2, [False, True, True]), (3, [True] * 3)]
)
async def test_the_oldest_rolls_are_forgotten(limit: int, kept: list[bool]) -> None:
    ledgers = MemoryRollStore(limit)
    ids = [RequestId(name) for name in ("a", "b", "c")]

    for request_id in ids:
        async with ledgers(request_id) as ledger:
            await ledger.append(
                RollRecord(request_id, UserId(1), None, None, FrozenClock().now(), NAZH, ())
            )
            await ledger.commit()

    assert [ledgers.find(request_id) is not None for request_id in ids] == kept


def test_a_capacity_of_zero_is_a_bug() -> None:
    with pytest.raises(ValueError, match="at least one"):
        MemoryRollStore(limit=0)


async def test_a_new_ledger_has_no_saved_rolls() -> None:
    assert await NoSavedNames().find(UserId(1), ("@athletics",)) == {}


def test_the_most_that_is_kept_fits_into_a_small_machine() -> None:
    costly = "1d4" + "*1" * ((Limits.NOTATION_LENGTH - 3) // 2)
    tracemalloc.start()
    try:
        costliest = throw(parse_roll(costly), ScriptedRng([1]))
        bytes_each, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert costliest.faces == (1,)
    assert bytes_each * MAX_RECORDS < 64 * 2**20
