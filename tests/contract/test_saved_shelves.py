"""What every place of saved rolls promises (nazh.application.dice.ports)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from nazh.adapters.outbound.memory.saved import MemoryShelves
from nazh.adapters.outbound.sql.dice.saved import SqlShelves
from nazh.application.dice.known_characters import KnownCharacters
from nazh.application.dice.ports import SavedShelves
from nazh.application.dice.saved_places import change_shelf
from nazh.domain.dice.shelves import EMPTY, Owner, OwnerKind, Shelf
from nazh.domain.kernel.identity import ServerId
from tests import databases
from tests.doubles.clock import FrozenClock

ALICE = Owner(OwnerKind.PLAYER, 2**62)
KEEP = Owner(OwnerKind.SERVER, 2**62)
FULL = (
    EMPTY.with_text("$attack", "1d20 + {bonus=5} # “Señor” 🐉")
    .with_text("@luck", "-3")
    .with_character("Old Jeskai", ServerId(2**62), ServerId(2**62))
    .with_number("@athletics", "5", ServerId(2**62))
    .with_character("Hoid", None, None)
)


@asynccontextmanager
async def in_memory(folder: Path) -> AsyncIterator[SavedShelves]:
    yield MemoryShelves()


@asynccontextmanager
async def lately_read(folder: Path) -> AsyncIterator[SavedShelves]:
    yield KnownCharacters(MemoryShelves(), FrozenClock())


@asynccontextmanager
async def in_sqlite(folder: Path) -> AsyncIterator[SavedShelves]:
    async with databases.sqlite(folder) as address, databases.opened(address) as database:
        yield SqlShelves(database)


@asynccontextmanager
async def in_postgresql(folder: Path) -> AsyncIterator[SavedShelves]:
    async with databases.postgresql(folder) as address, databases.opened(address) as database:
        yield SqlShelves(database)


@pytest_asyncio.fixture(params=[in_memory, lately_read, in_sqlite, in_postgresql])
async def shelves(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SavedShelves]:
    async with request.param(tmp_path) as opened:
        yield opened


async def read(shelves: SavedShelves, owner: Owner) -> Shelf:
    return (await shelves.read([owner]))[owner]


async def test_who_has_saved_nothing_has_an_empty_shelf(shelves: SavedShelves) -> None:
    assert await shelves.read([ALICE, KEEP]) == {ALICE: EMPTY, KEEP: EMPTY}
    assert await shelves.read([]) == {}


async def test_what_is_put_up_is_there_as_it_was(shelves: SavedShelves) -> None:
    assert await shelves.replace(ALICE, EMPTY, FULL)

    assert await read(shelves, ALICE) == FULL


async def test_a_player_and_a_server_may_have_one_number(shelves: SavedShelves) -> None:
    await shelves.replace(ALICE, EMPTY, FULL)
    await shelves.replace(KEEP, EMPTY, EMPTY.with_text("$hit", "1d6"))

    assert await shelves.read([KEEP, ALICE]) == {
        ALICE: FULL,
        KEEP: EMPTY.with_text("$hit", "1d6"),
    }


async def test_only_what_is_there_can_be_replaced(shelves: SavedShelves) -> None:
    other = EMPTY.with_text("$hit", "1d6")
    assert not await shelves.replace(ALICE, other, FULL)
    await shelves.replace(ALICE, EMPTY, FULL)

    assert not await shelves.replace(ALICE, EMPTY, other)
    assert not await shelves.replace(ALICE, other, EMPTY)

    assert await read(shelves, ALICE) == FULL


async def test_a_shelf_may_become_empty_and_be_filled_again(shelves: SavedShelves) -> None:
    await shelves.replace(ALICE, EMPTY, FULL)

    assert await shelves.replace(ALICE, FULL, EMPTY)
    assert await read(shelves, ALICE) == EMPTY
    assert await shelves.replace(ALICE, EMPTY, FULL)


async def test_changes_at_the_same_time_are_all_kept(shelves: SavedShelves) -> None:
    def adding(name: str) -> asyncio.Task[Shelf]:
        change = change_shelf(shelves, ALICE, lambda shelf: shelf.with_text(name, "1d6"))
        return asyncio.ensure_future(change)

    await asyncio.gather(*(adding(f"$r{number}") for number in range(4)))

    assert set((await read(shelves, ALICE)).texts) == {"$r0", "$r1", "$r2", "$r3"}
