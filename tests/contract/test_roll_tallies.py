"""What every place of tallies promises: it counts what its ledger keeps, each thing once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from nazh.adapters.outbound.memory.dice import MemoryLedgers
from nazh.adapters.outbound.memory.forgetting import MemoryPlayerRecords, MemoryServerRecords
from nazh.adapters.outbound.memory.saved import MemoryShelves
from nazh.adapters.outbound.memory.servers import MemoryServers
from nazh.adapters.outbound.sql.database import Database
from nazh.adapters.outbound.sql.dice.forgetting import SqlPlayerRecords, SqlServerRecords
from nazh.adapters.outbound.sql.dice.ledger import SqlLedgers
from nazh.adapters.outbound.sql.dice.tallies import SqlTallies
from nazh.application.dice.ports import OpenLedger, PlayerRecords, RollRecord, ServerRecords
from nazh.application.dice.ports.statistics import OfPlayer, OfServer, RollTallies, Subject
from nazh.domain.dice import COSMERE, add_plot_die, parse_roll, throw
from nazh.domain.dice.statistics.tallies import ROLLS, THREATS, Counted, tally_of
from nazh.domain.kernel.identity import ChannelId, PlayerId, RequestId, ServerId
from tests import databases
from tests.doubles.clock import FrozenClock
from tests.doubles.rng import ScriptedRng

NOW = FrozenClock().now()
ALICE, BOB = PlayerId(2**62 + 1), PlayerId(2)
KEEP, INN = ServerId(2**62), ServerId(4)
D6, D20 = "1d6", "1d20"


@dataclass(frozen=True, slots=True)
class Store:
    """A ledger, what it counts, and what forgets."""

    open_ledger: OpenLedger
    tallies: RollTallies
    players: PlayerRecords
    servers: ServerRecords


@asynccontextmanager
async def in_memory(folder: Path) -> AsyncIterator[Store]:
    ledgers, servers = MemoryLedgers(), MemoryServers()
    yield Store(
        ledgers,
        ledgers.tallies,
        MemoryPlayerRecords(ledgers, servers),
        MemoryServerRecords(ledgers, MemoryShelves(), servers),
    )


def over(database: Database) -> Store:
    return Store(
        SqlLedgers(database),
        SqlTallies(database),
        SqlPlayerRecords(database),
        SqlServerRecords(database),
    )


@asynccontextmanager
async def in_sqlite(folder: Path) -> AsyncIterator[Store]:
    async with databases.sqlite(folder) as address, databases.opened(address) as database:
        yield over(database)


@asynccontextmanager
async def in_postgresql(folder: Path) -> AsyncIterator[Store]:
    async with databases.postgresql(folder) as address, databases.opened(address) as database:
        yield over(database)


@pytest_asyncio.fixture(params=[in_memory, in_sqlite, in_postgresql])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    async with request.param(tmp_path) as opened:
        yield opened


def record(
    name: str,
    notation: str = D6,
    faces: Sequence[int] = (3,),
    by: PlayerId = ALICE,
    server: ServerId | None = KEEP,
    *,
    is_secret: bool = False,
    character: str | None = None,
) -> RollRecord:
    thrown = throw(parse_roll(notation), ScriptedRng(faces))
    return RollRecord(
        id=RequestId(name),
        by=by,
        where=ChannelId(9),
        server=server,
        at=NOW,
        ruleset=COSMERE,
        throws=(thrown,),
        is_secret=is_secret,
        character=character,
    )


async def keep(store: Store, *records: RollRecord) -> None:
    async with store.open_ledger(records[0].id) as ledger:
        for one in records:
            await ledger.history.append(one)
        await ledger.commit()


async def counts(store: Store, about: Subject) -> dict[Counted, int]:
    return dict((await store.tallies.read(about)).tally)


def later(before: RollRecord, name: str, **changes: object) -> RollRecord:
    return replace(before, id=RequestId(name), story=before.story or before.id, **changes)  # type: ignore[arg-type]  # the test names its fields


async def test_nothing_is_counted_before_a_roll(store: Store) -> None:
    found = await store.tallies.read(OfPlayer(ALICE))

    assert found.tally == {}
    assert found.since is None


async def test_rolls_are_counted_about_player_character_and_server(store: Store) -> None:
    await keep(store, record("a", D20, [20], character="Kaladin"))
    await keep(store, record("b", server=INN))
    await keep(store, record("c", by=BOB))

    assert await counts(store, OfPlayer(ALICE)) == {
        Counted(ROLLS): 2,
        Counted("kept d20"): 1,
        Counted("natural 20"): 1,
        Counted("opportunities"): 1,
        Counted("d20", 20): 1,
        Counted("d6", 3): 1,
    }
    assert (await counts(store, OfPlayer(ALICE, "Kaladin")))[Counted(ROLLS)] == 1
    assert await counts(store, OfPlayer(BOB, "Kaladin")) == {}
    assert await counts(store, OfServer(INN)) == {Counted(ROLLS): 1, Counted("d6", 3): 1}
    assert (await counts(store, OfServer(KEEP)))[Counted(ROLLS)] == 2


async def test_a_roll_in_which_very_much_is_counted_is_counted_whole(store: Store) -> None:
    faces = tuple(range(1, 101))

    await keep(store, record("a", ", ".join(["20d100"] * 5), faces))

    counted = await counts(store, OfPlayer(ALICE))
    assert counted == {Counted(ROLLS): 1} | {Counted("d100", face): 1 for face in faces}


async def test_counts_tell_since_when(store: Store) -> None:
    await keep(store, replace(record("a"), at=NOW + timedelta(days=1)))
    await keep(store, record("b"))
    await keep(store, replace(record("c"), at=NOW + timedelta(days=2)))

    assert (await store.tallies.read(OfPlayer(ALICE))).since == NOW


async def test_what_is_not_committed_is_not_counted(store: Store) -> None:
    async with store.open_ledger(RequestId("a")) as ledger:
        await ledger.history.append(record("a"))

    assert await counts(store, OfPlayer(ALICE)) == {}


async def test_a_secret_roll_counts_for_its_player_alone(store: Store) -> None:
    await keep(store, record("a", is_secret=True))

    assert (await counts(store, OfPlayer(ALICE)))[Counted(ROLLS)] == 1
    assert await counts(store, OfServer(KEEP)) == {}
    assert await counts(store, OfPlayer(ALICE, with_secret=False)) == {}


async def test_a_revealed_roll_counts_for_the_server_and_once_for_its_player(store: Store) -> None:
    secret = record("a", is_secret=True)
    await keep(store, secret)
    await keep(store, later(secret, "a+reveal", is_secret=False), later(secret, "b"))
    await keep(store, later(secret, "a+pick0"))

    assert await counts(store, OfServer(KEEP)) == {Counted(ROLLS): 1, Counted("d6", 3): 1}
    assert await counts(store, OfPlayer(ALICE)) == {Counted(ROLLS): 1, Counted("d6", 3): 1}


async def test_another_name_of_a_roll_counts_nothing(store: Store) -> None:
    roll = record("a")
    await keep(store, roll, later(roll, "b"))

    assert await counts(store, OfPlayer(ALICE)) == {Counted(ROLLS): 1, Counted("d6", 3): 1}


async def test_a_plot_die_that_was_added_counts_alone(store: Store) -> None:
    roll = record("a")
    added = add_plot_die(roll.throws[0], ScriptedRng([1]))
    await keep(store, roll)
    await keep(store, later(roll, "a+plot", throws=(added,)))

    assert await counts(store, OfPlayer(ALICE)) == {
        Counted(ROLLS): 1,
        Counted("d6", 3): 1,
        Counted("dp", 1): 1,
        Counted(THREATS): 1,
    }


async def test_a_picked_face_may_take_a_threat_back(store: Store) -> None:
    roll = record("a", "d1dp", [1, 5])
    assert tally_of(roll.rolls)[Counted(THREATS)] == 1
    await keep(store, roll)
    await keep(store, later(roll, "a+pick0", picked=(5,)))

    assert await counts(store, OfPlayer(ALICE)) == {
        Counted(ROLLS): 1,
        Counted("dp", 1): 1,
        Counted("dp", 5): 1,
        Counted("opportunities"): 1,
    }


async def test_those_who_go_on_with_a_story_at_once_count_once(store: Store) -> None:
    secret = [record(str(place), is_secret=True) for place in range(6)]
    revealed = [later(one, f"{one.id}+{by}", is_secret=False) for one in secret for by in "ab"]
    for one in secret:
        await keep(store, one)

    await asyncio.gather(*(keep(store, one) for one in revealed))

    assert await counts(store, OfServer(KEEP)) == {Counted(ROLLS): 6, Counted("d6", 3): 6}


async def test_a_story_that_was_forgotten_goes_on_uncounted(store: Store) -> None:
    roll = record("a")
    added = add_plot_die(roll.throws[0], ScriptedRng([1]))
    await keep(store, later(roll, "a+plot", throws=(added,)))

    assert await counts(store, OfPlayer(ALICE)) == {}


async def test_counts_outlive_rolls(store: Store) -> None:
    await keep(store, record("a"))
    await store.players.forget_rolls(ALICE, 10)

    assert (await counts(store, OfPlayer(ALICE)))[Counted(ROLLS)] == 1


async def test_of_a_forgotten_player_the_public_counts_stay_and_are_nobodys(store: Store) -> None:
    await keep(store, record("a", character="Kaladin"))
    await keep(store, record("b", is_secret=True))
    await keep(store, record("c", server=None))
    await keep(store, record("d", by=BOB))

    await store.players.forget_counts(ALICE)
    await store.players.forget_counts(ALICE)

    assert await counts(store, OfPlayer(ALICE)) == {}
    assert await counts(store, OfPlayer(ALICE, "Kaladin")) == {}
    assert await counts(store, OfServer(KEEP)) == {Counted(ROLLS): 2, Counted("d6", 3): 2}
    assert (await store.tallies.read(OfServer(KEEP))).since == NOW
    assert (await counts(store, OfPlayer(BOB)))[Counted(ROLLS)] == 1


async def test_of_two_forgotten_players_the_counts_add_up(store: Store) -> None:
    for by in (ALICE, BOB):
        await keep(store, record(str(by), by=by))
        await store.players.forget_counts(by)

    assert await counts(store, OfServer(KEEP)) == {Counted(ROLLS): 2, Counted("d6", 3): 2}


async def test_of_a_forgotten_server_players_keep_their_own_counts(store: Store) -> None:
    await keep(store, record("a"))
    await keep(store, record("b", server=None))
    await keep(store, record("c", by=BOB))
    await store.players.forget_counts(BOB)

    await store.servers.forget(KEEP)
    await store.servers.forget(KEEP)

    assert await counts(store, OfServer(KEEP)) == {}
    assert await counts(store, OfPlayer(ALICE)) == {Counted(ROLLS): 2, Counted("d6", 3): 2}


async def test_many_things_at_once_are_all_counted(store: Store) -> None:
    faces = tuple(range(1, 21)) * 5
    notation = "20d20, 20d20, 20d20, 20d20, 20d20"
    alike = [record(f"{place}", notation, faces) for place in range(4)]

    await asyncio.gather(*(keep(store, one) for one in alike))

    found = await counts(store, OfPlayer(ALICE))
    assert [found[Counted("d20", face)] for face in range(1, 21)] == [20] * 20
