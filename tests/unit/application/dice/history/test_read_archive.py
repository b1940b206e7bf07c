"""Tests that the operator reads all recent rolls, secret ones too."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nazh.adapters.outbound.memory.dice.archive import MemoryRollArchive
from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.application.dice.history.read_archive import ReadArchive
from nazh.application.dice.ports import RollQuery
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.dice.records import RollRecord
from nazh.domain.kernel.identity import RequestId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.rng import ScriptedRng

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("within", "limit", "expected"),
    [(None, 9, ["new", "secret", "old"]), (DAY, 9, ["new", "secret"]), (None, 1, ["new"])],
)
async def test_rolls_are_read_latest_first_within_the_age_and_the_limit(
    within: timedelta | None, limit: int, expected: list[str]
) -> None:
    clock, store = FrozenClock(), MemoryRollStore()
    thrown = throw(parse_roll("1d6"), ScriptedRng([1]))
    for name, age, is_secret in (
        ("old", 2 * DAY, False),
        ("secret", DAY, True),
        ("new", 0 * DAY, False),
    ):
        record = RollRecord(
            RequestId(name),
            UserId(1),
            None,
            None,
            clock.now() - age,
            NAZH,
            (thrown,),
            is_secret=is_secret,
        )
        store.keep(record, record.rolls)

    read = ReadArchive(MemoryRollArchive(store), clock)(RollQuery(), within, limit)

    assert [entry.record.id async for entry in read] == expected
