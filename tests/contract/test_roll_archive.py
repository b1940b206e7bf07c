"""Tests the contract of roll archives (nazh.application.dice.ports)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from nazh.adapters.outbound.memory.dice.archive import MemoryRollArchive
from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dice.archive import SqlRollArchive
from nazh.adapters.outbound.sql.dice.ledger import SqlRollStore
from nazh.application.dice.ports import ArchiveEntry, OpenRolls, RollArchive, RollQuery
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.dice.records import RollRecord
from nazh.domain.kernel.identity import ChannelId, GuildId, RequestId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.rng import ScriptedRng

NOW = FrozenClock().now()
ALICE, BOB = UserId(1), UserId(2)
TABLE, CELLAR = ChannelId(10), ChannelId(11)
KEEP, INN = GuildId(20), GuildId(21)
EVERYTHING = RollQuery(with_secret=True)


@dataclass(frozen=True, slots=True)
class Shop:
    """An archive, and the ledgers that fill it."""

    archive: RollArchive
    open_ledger: OpenRolls

    async def keep(self, *records: RollRecord) -> None:
        for record in records:
            async with self.open_ledger(record.id) as ledger:
                await ledger.history.append(record)
                await ledger.commit()

    async def ids(self, sought: RollQuery, than: int | None = None, most: int = 10) -> list[str]:
        return ids(await self.archive.older(sought, than, most))


def ids(entries: tuple[ArchiveEntry, ...]) -> list[str]:
    return [entry.record.id for entry in entries]


@pytest.fixture
def shop(database: Database | None) -> Shop:
    if database is not None:
        return Shop(SqlRollArchive(database), SqlRollStore(database))
    ledgers = MemoryRollStore()
    return Shop(MemoryRollArchive(ledgers), ledgers)


def record(name: str, notation: str = "1d6", *, by: UserId = ALICE) -> RollRecord:
    thrown = throw(parse_roll(notation), ScriptedRng([1] * 9))
    return RollRecord(RequestId(name), by, TABLE, KEEP, NOW, NAZH, (thrown,))


async def test_rolls_are_paged_latest_first_without_gaps(shop: Shop) -> None:
    await shop.keep(*(record(name) for name in "abcde"))

    first = await shop.archive.older(EVERYTHING, None, 2)
    second = await shop.archive.older(EVERYTHING, first[-1].sequence, 2)
    third = await shop.archive.older(EVERYTHING, second[-1].sequence, 2)
    back = await shop.archive.newer(EVERYTHING, third[0].sequence, 2)
    top = await shop.archive.newer(EVERYTHING, first[0].sequence, 2)

    assert [ids(page) for page in (first, second, third, back, top)] == [
        ["e", "d"], ["c", "b"], ["a"], ["c", "b"], [],
    ]  # fmt: skip


async def test_new_rolls_do_not_shift_pages(shop: Shop) -> None:
    await shop.keep(*(record(name) for name in "abc"))
    page = await shop.archive.older(EVERYTHING, None, 2)

    await shop.keep(record("d"))

    assert await shop.ids(EVERYTHING, page[-1].sequence) == ["a"]


async def test_all_states_of_a_roll_are_one_entry(shop: Shop) -> None:
    first = record("a", "1d20")
    await shop.keep(
        first,
        record("b"),
        replace(record("a+plot", "1d20, dp"), root_id=first.id),
        replace(record("a+pick0", "1d20, dp"), root_id=first.id),
    )

    assert await shop.ids(EVERYTHING) == ["a+pick0", "b"]


async def test_secret_rolls_are_included_on_request_only(shop: Shop) -> None:
    secret = replace(record("a"), is_secret=True)
    revealed = replace(record("b"), is_secret=True)
    await shop.keep(
        secret,
        revealed,
        replace(record("b+reveal"), root_id=revealed.id),
        replace(record("b+pick0"), root_id=revealed.id, is_secret=True),
    )

    assert await shop.ids(RollQuery(channel=TABLE)) == ["b+reveal"]
    assert await shop.ids(RollQuery(by=ALICE, with_secret=True)) == ["b+pick0", "a"]


@pytest.mark.parametrize(
    ("sought", "ids"),
    [
        (RollQuery(by=BOB), ["bob's"]),
        (RollQuery(channel=CELLAR), ["below"]),
        (RollQuery(guild=INN), ["inn"]),
        (RollQuery(since=NOW + timedelta(microseconds=1)), ["later"]),
        (RollQuery(since=NOW + timedelta(seconds=1)), ["later"]),
        (RollQuery(since=NOW + timedelta(seconds=2)), []),
        (RollQuery(text="ÄXTE"), ["labelled"]),
        (RollQuery(text="Über"), ["remarked"]),
        (RollQuery(text="axte"), ["labelled"]),
        (RollQuery(text="übér"), ["remarked"]),
        (RollQuery(text="d12"), ["labelled"]),
        (RollQuery(text="100%"), []),
        (RollQuery(text="_"), []),
        (RollQuery(text="a\0"), []),  # which PostgreSQL refuses
        (RollQuery(by=BOB, channel=CELLAR), []),
    ],
)
async def test_only_matching_rolls_are_found(shop: Shop, sought: RollQuery, ids: list[str]) -> None:
    await shop.keep(
        record("bob's", by=BOB),
        replace(record("below"), channel=CELLAR),
        replace(record("inn"), guild=INN),
        replace(record("later"), at=NOW + timedelta(seconds=1)),
        record("labelled", "Äxte: 1d12"),
        record("remarked", "1d6 # ÜBER"),
    )

    assert await shop.ids(sought) == ids


async def test_an_entry_is_found_by_its_place(shop: Shop) -> None:
    await shop.keep(replace(record("a"), is_secret=True), record("b"))
    (_, first) = await shop.archive.older(EVERYTHING, None, 2)

    entry = await shop.archive.entry(first.sequence)

    assert entry is not None
    assert entry.record.id == "a"
    assert await shop.archive.entry(first.sequence + 1000) is None


async def test_rolls_before_an_instant_are_pruned_a_few_at_a_time(shop: Shop) -> None:
    old = NOW - timedelta(days=1)
    await shop.keep(*(replace(record(name), at=old) for name in "abc"), record("d"))

    assert await shop.archive.prune(NOW, 2) == 2
    assert await shop.archive.prune(NOW, 2) == 1
    assert await shop.ids(EVERYTHING) == ["d"]
    async with shop.open_ledger(RequestId("a")) as ledger:
        assert await ledger.history.find(RequestId("a")) is None


async def test_a_place_is_never_given_twice(shop: Shop) -> None:
    await shop.keep(replace(record("a"), at=NOW - timedelta(days=1)))
    (before,) = await shop.archive.older(EVERYTHING, None, 1)
    await shop.archive.prune(NOW, 10)

    await shop.keep(record("b"))

    (after,) = await shop.archive.older(EVERYTHING, None, 1)
    assert after.sequence > before.sequence
