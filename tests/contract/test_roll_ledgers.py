"""Tests the contract of roll ledgers (nazh.application.dice.ports)."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.adapters.outbound.rng.seeded_rng import SeededRng
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dice.ledger import SqlRollStore
from nazh.application.dice.ports import AlreadyRecorded, OpenRolls
from nazh.application.dice.rolling.roll_dice import RollDice, RollRequest
from nazh.domain.dice import NAZH, Throw, parse_roll, throw
from nazh.domain.dice.events import Rolled
from nazh.domain.dice.records import RollRecord
from nazh.domain.kernel.identity import RequestId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.doubles.rng import ScriptedRng
from tests.doubles.saved_names import FixedSavedNames

A, B = RequestId("a"), RequestId("b")
LONG = 10.0
"""Seconds after which a ledger in memory waits for ever; one in a database gives up after two."""


@pytest.fixture
def open_ledger(database: Database | None) -> OpenRolls:
    return MemoryRollStore() if database is None else SqlRollStore(database)


def record(request_id: RequestId, face: int = 1, by: int = 1) -> RollRecord:
    thrown = throw(parse_roll("1d6"), ScriptedRng([face]))
    return RollRecord(request_id, UserId(by), None, None, FrozenClock().now(), NAZH, (thrown,))


def with_plain_faces(record: RollRecord | None) -> RollRecord | None:
    """The record with normalized faces, because stores may use another type."""
    if record is None:
        return None
    throws = tuple(Throw(thrown.plan, tuple(thrown.faces)) for thrown in record.throws)
    return replace(record, throws=throws)


async def record_of(open_ledger: OpenRolls, request_id: RequestId) -> RollRecord | None:
    async with open_ledger(request_id) as ledger:
        return await ledger.history.find(request_id)


async def test_a_committed_record_is_found_by_a_later_ledger(open_ledger: OpenRolls) -> None:
    async with open_ledger(A) as ledger:
        await ledger.history.append(record(A))
        await ledger.commit()

    assert with_plain_faces(await record_of(open_ledger, A)) == with_plain_faces(record(A))


async def test_an_unknown_roll_is_not_found(open_ledger: OpenRolls) -> None:
    assert await record_of(open_ledger, A) is None


async def test_an_appended_record_is_found_in_the_same_ledger(open_ledger: OpenRolls) -> None:
    async with open_ledger(A) as ledger:
        await ledger.history.append(record(A))

        assert await ledger.history.find(A) == record(A)


async def test_leaving_without_commit_undoes(open_ledger: OpenRolls) -> None:
    async with open_ledger(A) as ledger:
        await ledger.history.append(record(A))

    assert await record_of(open_ledger, A) is None


async def test_an_error_undoes(open_ledger: OpenRolls) -> None:
    async def crash() -> None:
        async with open_ledger(A) as ledger:
            await ledger.history.append(record(A))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await crash()

    assert await record_of(open_ledger, A) is None


async def test_appends_after_the_commit_are_undone(open_ledger: OpenRolls) -> None:
    async with open_ledger(A) as ledger:
        await ledger.history.append(record(A))
        await ledger.commit()
        await ledger.history.append(record(B))

    assert await record_of(open_ledger, A) is not None
    assert await record_of(open_ledger, B) is None


async def test_a_second_commit_keeps_what_came_after_the_first(open_ledger: OpenRolls) -> None:
    async with open_ledger(A) as ledger:
        await ledger.history.append(record(A))
        await ledger.commit()
        await ledger.history.append(record(B))
        await ledger.commit()

    assert await record_of(open_ledger, A) is not None
    assert await record_of(open_ledger, B) is not None


async def test_an_id_is_recorded_once(open_ledger: OpenRolls) -> None:
    async with open_ledger(A) as ledger:
        await ledger.history.append(record(A, 1))
        with pytest.raises(AlreadyRecorded, match="on record"):
            await ledger.history.append(record(A, 2))
        await ledger.commit()

    async with open_ledger(A) as ledger:
        with pytest.raises(AlreadyRecorded, match="on record"):  # noqa: PT012  # one of the two
            await ledger.history.append(record(A, 2))
            await ledger.commit()
    assert with_plain_faces(await record_of(open_ledger, A)) == with_plain_faces(record(A, 1))


async def test_a_request_that_comes_again_and_again_is_one_roll(open_ledger: OpenRolls) -> None:
    dice, publisher = SeededRng(1), RecordingPublisher()
    roll_dice = RollDice(dice, open_ledger, FixedSavedNames({}), FrozenClock(), publisher)
    request = RollRequest(A, "20d100", UserId(1))

    at_once = await asyncio.gather(*(roll_dice(request) for _ in range(3)))
    later = await roll_dice(request)

    totals = {outcome.rolls[0].pools[0].total for outcome in (*at_once, later)}
    assert len(totals) == 1
    assert publisher.events == [Rolled(dice=20)]


async def test_one_that_is_on_record_already_keeps_no_other_from_it(
    open_ledger: OpenRolls,
) -> None:
    names = [RequestId(f"roll {number}") for number in range(8)]

    async def keep(name: RequestId) -> bool:
        try:
            async with open_ledger(name) as ledger:
                await ledger.history.append(record(name))
                await ledger.commit()
        except AlreadyRecorded:
            return False
        return True

    assert await keep(names[5])
    were_kept = await asyncio.gather(*map(keep, names))

    assert [name for name, is_kept in zip(names, were_kept, strict=True) if not is_kept] == [
        names[5]
    ]
    assert None not in [await record_of(open_ledger, name) for name in names]


async def test_the_last_rolls_of_a_user_are_listed_latest_first(open_ledger: OpenRolls) -> None:
    for name, by in (("1", 1), ("2", 2), ("3", 1), ("4", 1)):
        async with open_ledger(RequestId(name)) as ledger:
            await ledger.history.append(record(RequestId(name), by=by))
            await ledger.commit()

    async with open_ledger(A) as ledger:
        await ledger.history.append(record(A))
        lately = await ledger.history.recent(UserId(1), 2)
        nothing = await ledger.history.recent(UserId(3), 2)

    assert [entry.id for entry in lately] == ["4", "3"]
    assert nothing == ()


async def test_ledgers_about_the_same_request_take_turns(open_ledger: OpenRolls) -> None:
    root_id: list[str] = []

    async def visit(name: str) -> None:
        async with open_ledger(A):
            root_id.append(f"{name} in")
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            root_id.append(f"{name} out")

    await asyncio.gather(visit("first"), visit("second"), visit("third"))

    assert root_id == ["first in", "first out", "second in", "second out", "third in", "third out"]


async def test_ledgers_about_other_requests_do_not_wait(open_ledger: OpenRolls) -> None:
    async with open_ledger(A), asyncio.timeout(LONG), open_ledger(B) as other:
        assert await other.history.find(B) is None


async def test_a_cancelled_caller_does_not_affect_others(open_ledger: OpenRolls) -> None:
    async with open_ledger(A):
        waiting = asyncio.create_task(record_of(open_ledger, A))
        await asyncio.sleep(0)
        waiting.cancel()

    async with asyncio.timeout(LONG):
        assert await record_of(open_ledger, A) is None
