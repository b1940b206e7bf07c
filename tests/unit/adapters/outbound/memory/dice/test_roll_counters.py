"""Tests that counters in memory are bounded, and dropped per user as a whole."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable
from dataclasses import replace

import pytest

from nazh.adapters.outbound.memory.dice.roll_counters import MAX_COUNTS, MemoryRollCounters
from nazh.application.dice.ports.statistics import PlayerSubject
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.dice.records import RollRecord
from nazh.domain.dice.statistics.roll_counts import ROLLS, CountKey
from nazh.domain.kernel.identity import RequestId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.rng import ScriptedRng

ALICE, BOB, CAROL = UserId(1), UserId(2), UserId(3)


def add(
    counters: MemoryRollCounters,
    by: UserId,
    notation: str,
    faces: Iterable[int],
    *,
    is_secret: bool = False,
) -> RollRecord:
    thrown = throw(parse_roll(notation), ScriptedRng(list(faces)))
    now = FrozenClock().now()
    record = RollRecord(RequestId("a"), by, None, None, now, NAZH, (thrown,), is_secret=is_secret)
    counters.add(record, record.rolls, ())
    return record


def later(before: RollRecord, name: str, *, is_secret: bool) -> RollRecord:
    return replace(before, id=RequestId(name), root_id=before.id, is_secret=is_secret)


async def rolls_of(counters: MemoryRollCounters, player: UserId) -> int:
    return (await counters.read(PlayerSubject(player))).counts.get(CountKey(ROLLS), 0)


async def test_the_least_recent_user_is_dropped_as_a_whole() -> None:
    counters = MemoryRollCounters(limit=7)
    add(counters, ALICE, "2d6", [1, 2])
    add(counters, BOB, "2d6", [1, 2])
    add(counters, ALICE, "1d6", [1])

    add(counters, CAROL, "1d6", [6])

    assert await rolls_of(counters, ALICE) == 2
    assert (await counters.read(PlayerSubject(BOB))).counts == {}
    assert await rolls_of(counters, CAROL) == 1


async def test_as_many_counts_are_kept_as_there_is_room_for() -> None:
    counters = MemoryRollCounters(limit=10)

    for player in range(1, 100):
        add(counters, UserId(player), "1d6", [1])

    players_kept = [player for player in range(1, 100) if await rolls_of(counters, UserId(player))]
    assert players_kept == [95, 96, 97, 98, 99]


async def test_counts_subtracted_after_being_dropped_are_not_shown() -> None:
    counters = MemoryRollCounters(limit=4)
    secret = add(counters, ALICE, "1d6", [1], is_secret=True)
    add(counters, BOB, "2d6", [1, 2])
    add(counters, BOB, "1d6", [3])  # now those of Alice are dropped

    revealed = later(secret, "b", is_secret=False)
    counters.add(revealed, revealed.rolls, (secret,))

    mine = (await counters.read(PlayerSubject(ALICE, with_secret=True))).counts
    assert all(count > 0 for count in mine.values())


async def test_private_rolls_of_a_forgotten_user_take_no_room() -> None:
    counters = MemoryRollCounters(limit=4)
    add(counters, ALICE, "1d6", [1])
    add(counters, BOB, "1d6", [1])
    counters.forget_user(ALICE)

    add(counters, CAROL, "1d6", [1])

    assert await rolls_of(counters, BOB) == 1
    assert await rolls_of(counters, CAROL) == 1


@pytest.mark.parametrize(
    ("players", "notation", "faces"),
    [
        (MAX_COUNTS // 2, "1d6", [1]),
        (MAX_COUNTS // 100, "20d20, 20d20, 20d20, 20d20, 20d20", list(range(1, 21)) * 5),
    ],
)
def test_the_most_that_is_kept_fits_into_a_small_machine(
    players: int, notation: str, faces: list[int]
) -> None:
    counters = MemoryRollCounters()
    add(counters, UserId(0), notation, faces)
    tracemalloc.start()
    try:
        for player in range(10**18, 10**18 + players):
            add(counters, UserId(player), notation, faces)
        memory_kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert memory_kept < 6 * 2**20
