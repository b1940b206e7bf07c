"""Tests the contract of roll counters: they count each recorded roll once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.adapters.outbound.memory.dice.personal_data import MemoryGuildRecords, MemoryUserRecords
from nazh.adapters.outbound.memory.dice.saved_rolls import MemorySavedRollStore
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dice.ledger import SqlRollStore
from nazh.adapters.outbound.sql.dice.personal_data import SqlGuildRecords, SqlUserRecords
from nazh.adapters.outbound.sql.dice.roll_counters import SqlRollCounters
from nazh.application.dice.ports import OpenRolls
from nazh.application.dice.ports.privacy import GuildRecords, UserRecords
from nazh.application.dice.ports.statistics import (
    GuildSubject,
    PlayerSubject,
    RollCounters,
    Subject,
)
from nazh.domain.dice import COSMERE, add_plot_die, parse_roll, throw
from nazh.domain.dice.records import RollRecord
from nazh.domain.dice.statistics.roll_counts import ROLLS, THREATS, CountKey, count_rolls
from nazh.domain.kernel.identity import ChannelId, GuildId, RequestId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.rng import ScriptedRng

NOW = FrozenClock().now()
ALICE, BOB = UserId(2**62 + 1), UserId(2)
NOBODY = UserId(0)
"""The anonymous player of deleted users' counters."""
KEEP, INN = GuildId(2**62), GuildId(4)
D6, D20 = "1d6", "1d20"


@dataclass(frozen=True, slots=True)
class Store:
    """A ledger, its counters, and the deletion of both."""

    open_ledger: OpenRolls
    counters: RollCounters
    players: UserRecords
    servers: GuildRecords


@pytest.fixture
def store(database: Database | None) -> Store:
    if database is not None:
        return Store(
            SqlRollStore(database),
            SqlRollCounters(database),
            SqlUserRecords(database),
            SqlGuildRecords(database),
        )
    ledgers = MemoryRollStore()
    return Store(
        ledgers,
        ledgers.counters,
        MemoryUserRecords(ledgers),
        MemoryGuildRecords(ledgers, MemorySavedRollStore()),
    )


def record(
    name: str,
    notation: str = D6,
    faces: Sequence[int] = (3,),
    by: UserId = ALICE,
    guild: GuildId | None = KEEP,
    *,
    is_secret: bool = False,
    character: str | None = None,
) -> RollRecord:
    thrown = throw(parse_roll(notation), ScriptedRng(faces))
    return RollRecord(
        id=RequestId(name),
        by=by,
        channel=ChannelId(9),
        guild=guild,
        at=NOW,
        ruleset=COSMERE,
        throws=(thrown,),
        is_secret=is_secret,
        character=character,
    )


async def keep(store: Store, *records: RollRecord) -> None:
    async with store.open_ledger(records[0].id) as ledger:
        for rolled in records:
            await ledger.history.append(rolled)
        await ledger.commit()


async def counts(store: Store, about: Subject) -> dict[CountKey, int]:
    return dict((await store.counters.read(about)).counts)


def later(before: RollRecord, name: str, **changes: object) -> RollRecord:
    return replace(before, id=RequestId(name), root_id=before.root_id or before.id, **changes)  # type: ignore[arg-type]  # the test names its fields


async def test_all_counts_are_zero_before_the_first_roll(store: Store) -> None:
    statistics = await store.counters.read(PlayerSubject(ALICE))

    assert statistics.counts == {}
    assert statistics.since is None


async def test_rolls_are_counted_about_player_character_and_server(store: Store) -> None:
    await keep(store, record("a", D20, [20], character="Kaladin"))
    await keep(store, record("b", guild=INN))
    await keep(store, record("c", by=BOB))

    assert await counts(store, PlayerSubject(ALICE)) == {
        CountKey(ROLLS): 2,
        CountKey("kept d20"): 1,
        CountKey("natural 20"): 1,
        CountKey("opportunities"): 1,
        CountKey("d20", 20): 1,
        CountKey("d6", 3): 1,
    }
    assert (await counts(store, PlayerSubject(ALICE, "Kaladin")))[CountKey(ROLLS)] == 1
    assert await counts(store, PlayerSubject(BOB, "Kaladin")) == {}
    assert await counts(store, GuildSubject(INN)) == {CountKey(ROLLS): 1, CountKey("d6", 3): 1}
    assert (await counts(store, GuildSubject(KEEP)))[CountKey(ROLLS)] == 2


async def test_a_roll_in_which_very_much_is_counted_is_counted_whole(store: Store) -> None:
    faces = tuple(range(1, 101))

    await keep(store, record("a", ", ".join(["20d100"] * 5), faces))

    counted = await counts(store, PlayerSubject(ALICE))
    assert counted == {CountKey(ROLLS): 1} | {CountKey("d100", face): 1 for face in faces}


async def test_counts_have_a_start_date(store: Store) -> None:
    await keep(store, replace(record("a"), at=NOW + timedelta(days=1)))
    await keep(store, record("b"))
    await keep(store, replace(record("c"), at=NOW + timedelta(days=2)))

    assert (await store.counters.read(PlayerSubject(ALICE))).since == NOW


async def test_an_uncommitted_roll_is_not_counted(store: Store) -> None:
    async with store.open_ledger(RequestId("a")) as ledger:
        await ledger.history.append(record("a"))

    assert await counts(store, PlayerSubject(ALICE)) == {}


async def test_a_secret_roll_counts_for_its_player_alone(store: Store) -> None:
    await keep(store, record("a", is_secret=True))

    assert (await counts(store, PlayerSubject(ALICE)))[CountKey(ROLLS)] == 1
    assert await counts(store, GuildSubject(KEEP)) == {}
    assert await counts(store, PlayerSubject(ALICE, with_secret=False)) == {}


async def test_a_revealed_roll_counts_for_the_server_and_once_for_its_player(store: Store) -> None:
    secret = record("a", is_secret=True)
    await keep(store, secret)
    await keep(store, later(secret, "a+reveal", is_secret=False), later(secret, "b"))
    await keep(store, later(secret, "a+pick0"))

    assert await counts(store, GuildSubject(KEEP)) == {CountKey(ROLLS): 1, CountKey("d6", 3): 1}
    assert await counts(store, PlayerSubject(ALICE)) == {CountKey(ROLLS): 1, CountKey("d6", 3): 1}


async def test_another_name_of_a_roll_counts_nothing(store: Store) -> None:
    roll = record("a")
    await keep(store, roll, later(roll, "b"))

    assert await counts(store, PlayerSubject(ALICE)) == {CountKey(ROLLS): 1, CountKey("d6", 3): 1}


async def test_a_plot_die_that_was_added_counts_alone(store: Store) -> None:
    roll = record("a")
    added = add_plot_die(roll.throws[0], ScriptedRng([1]))
    await keep(store, roll)
    await keep(store, later(roll, "a+plot", throws=(added,)))

    assert await counts(store, PlayerSubject(ALICE)) == {
        CountKey(ROLLS): 1,
        CountKey("d6", 3): 1,
        CountKey("dp", 1): 1,
        CountKey(THREATS): 1,
    }


async def test_a_picked_face_may_take_a_threat_back(store: Store) -> None:
    roll = record("a", "d1dp", [1, 5])
    assert count_rolls(roll.rolls)[CountKey(THREATS)] == 1
    await keep(store, roll)
    await keep(store, later(roll, "a+pick0", picked=(5,)))

    assert await counts(store, PlayerSubject(ALICE)) == {
        CountKey(ROLLS): 1,
        CountKey("dp", 1): 1,
        CountKey("dp", 5): 1,
        CountKey("opportunities"): 1,
    }


async def test_concurrent_states_of_a_roll_count_once(store: Store) -> None:
    secret = [record(str(place), is_secret=True) for place in range(6)]
    revealed = [
        later(hidden, f"{hidden.id}+{by}", is_secret=False) for hidden in secret for by in "ab"
    ]
    for hidden in secret:
        await keep(store, hidden)

    await asyncio.gather(*(keep(store, state) for state in revealed))

    assert await counts(store, GuildSubject(KEEP)) == {CountKey(ROLLS): 6, CountKey("d6", 3): 6}


async def test_later_states_of_a_pruned_roll_are_not_counted(store: Store) -> None:
    roll = record("a")
    added = add_plot_die(roll.throws[0], ScriptedRng([1]))
    await keep(store, later(roll, "a+plot", throws=(added,)))

    assert await counts(store, PlayerSubject(ALICE)) == {}


async def test_counts_outlive_rolls(store: Store) -> None:
    await keep(store, record("a"))
    await store.players.forget_rolls(ALICE, 10)

    assert (await counts(store, PlayerSubject(ALICE)))[CountKey(ROLLS)] == 1


async def test_public_counts_of_a_deleted_user_remain_anonymously(store: Store) -> None:
    await keep(store, record("a", character="Kaladin"))
    await keep(store, record("b", is_secret=True))
    await keep(store, record("c", guild=None))
    await keep(store, record("d", by=BOB))

    await store.players.forget_counts(ALICE)
    await store.players.forget_counts(ALICE)

    assert await counts(store, PlayerSubject(ALICE)) == {}
    assert await counts(store, PlayerSubject(ALICE, "Kaladin")) == {}
    assert await counts(store, PlayerSubject(NOBODY, "Kaladin")) == {}
    assert (await counts(store, PlayerSubject(NOBODY))).get(CountKey(ROLLS), 0) <= 1
    assert await counts(store, GuildSubject(KEEP)) == {CountKey(ROLLS): 2, CountKey("d6", 3): 2}
    assert (await store.counters.read(GuildSubject(KEEP))).since == NOW
    assert (await counts(store, PlayerSubject(BOB)))[CountKey(ROLLS)] == 1


async def test_very_many_counts_of_a_deleted_user_are_all_deleted(store: Store) -> None:
    faces = tuple(range(1, 101))
    for name in "abcdef":
        notation = ", ".join(["20d100"] * 5)
        await keep(store, record(name, notation, faces, guild=None, character=name))

    await store.players.forget_counts(ALICE)

    for name in "abcdef":
        assert await counts(store, PlayerSubject(ALICE, name)) == {}


async def test_of_two_forgotten_players_the_counts_add_up(store: Store) -> None:
    for by in (ALICE, BOB):
        await keep(store, record(str(by), by=by))
        await store.players.forget_counts(by)

    assert await counts(store, GuildSubject(KEEP)) == {CountKey(ROLLS): 2, CountKey("d6", 3): 2}


async def test_of_a_forgotten_server_players_keep_their_own_counts(store: Store) -> None:
    await keep(store, record("a"))
    await keep(store, record("b", guild=None))
    await keep(store, record("c", by=BOB))
    await store.players.forget_counts(BOB)

    await store.servers.forget(KEEP)
    await store.servers.forget(KEEP)

    assert await counts(store, PlayerSubject(NOBODY)) == {}
    assert await counts(store, GuildSubject(KEEP)) == {}
    assert await counts(store, PlayerSubject(ALICE)) == {CountKey(ROLLS): 2, CountKey("d6", 3): 2}


async def test_many_concurrent_rolls_are_all_counted(store: Store) -> None:
    faces = tuple(range(1, 21)) * 5
    notation = "20d20, 20d20, 20d20, 20d20, 20d20"
    alike = [record(f"{place}", notation, faces) for place in range(4)]

    await asyncio.gather(*(keep(store, roll) for roll in alike))

    roll_counts = await counts(store, PlayerSubject(ALICE))
    assert [roll_counts[CountKey("d20", face)] for face in range(1, 21)] == [20] * 20
