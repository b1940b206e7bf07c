"""Tests the contract of saved roll stores (nazh.application.dice.ports)."""

from __future__ import annotations

import asyncio

import pytest

from nazh.adapters.outbound.memory.dice.saved_rolls import MemorySavedRollStore
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dice.saved_rolls import SqlSavedRollStore
from nazh.application.dice.ports import SavedRollStore
from nazh.application.dice.saving.cached_characters import CachedCharacters
from nazh.application.dice.saving.saved_roll_scopes import update_saved_rolls
from nazh.domain.dice.saving.saved_collections import (
    EMPTY_COLLECTION,
    Owner,
    OwnerKind,
    SavedCollection,
)
from nazh.domain.kernel.identity import GuildId
from tests.doubles.clock import FrozenClock

ALICE = Owner(OwnerKind.USER, 2**62)
KEEP, INN = Owner(OwnerKind.GUILD, 2**62), Owner(OwnerKind.GUILD, 4)
FULL = (
    EMPTY_COLLECTION.with_text("$attack", "1d20 + {bonus=5} # “Señor” 🐉")
    .with_text("@luck", "-3")
    .with_character("Old Jeskai", GuildId(2**62), GuildId(2**62))
    .with_number("@athletics", "5", GuildId(2**62))
    .with_character("Hoid", None, None)
)


@pytest.fixture(params=["direct", "cached"])
def collections(request: pytest.FixtureRequest, database: Database | None) -> SavedRollStore:
    store: SavedRollStore = (
        MemorySavedRollStore() if database is None else SqlSavedRollStore(database)
    )
    return store if request.param == "direct" else CachedCharacters(store, FrozenClock())


async def read(collections: SavedRollStore, owner: Owner) -> SavedCollection:
    return (await collections.read([owner]))[owner]


async def test_an_owner_without_saved_rolls_has_an_empty_collection(
    collections: SavedRollStore,
) -> None:
    assert await collections.read([ALICE, KEEP]) == {
        ALICE: EMPTY_COLLECTION,
        KEEP: EMPTY_COLLECTION,
    }
    assert await collections.read([]) == {}


async def test_saved_rolls_are_read_back_unchanged(collections: SavedRollStore) -> None:
    assert await collections.replace(ALICE, EMPTY_COLLECTION, FULL)

    assert await read(collections, ALICE) == FULL


async def test_a_player_and_a_server_may_have_one_number(collections: SavedRollStore) -> None:
    await collections.replace(ALICE, EMPTY_COLLECTION, FULL)
    await collections.replace(KEEP, EMPTY_COLLECTION, EMPTY_COLLECTION.with_text("$hit", "1d6"))

    assert await collections.read([ALICE]) == {ALICE: FULL}
    assert await collections.read([KEEP]) == {KEEP: EMPTY_COLLECTION.with_text("$hit", "1d6")}


async def test_a_change_of_a_server_leaves_others_alone_even_with_its_number(
    collections: SavedRollStore,
) -> None:
    first, second = (EMPTY_COLLECTION.with_text("$hit", text) for text in ("1d6", "1d8"))
    everyone = (KEEP, INN, ALICE)
    for owner in everyone:
        await collections.replace(owner, EMPTY_COLLECTION, first)

    assert await collections.replace(KEEP, first, second)
    assert await collections.read(everyone) == {KEEP: second, INN: first, ALICE: first}
    assert await collections.replace(ALICE, first, second)
    assert await collections.replace(KEEP, second, EMPTY_COLLECTION)

    assert await collections.read(everyone) == {KEEP: EMPTY_COLLECTION, INN: first, ALICE: second}


async def test_only_the_current_value_can_be_replaced(collections: SavedRollStore) -> None:
    other = EMPTY_COLLECTION.with_text("$hit", "1d6")
    assert not await collections.replace(ALICE, other, FULL)
    await collections.replace(ALICE, EMPTY_COLLECTION, FULL)

    assert not await collections.replace(ALICE, EMPTY_COLLECTION, other)
    assert not await collections.replace(ALICE, other, EMPTY_COLLECTION)

    assert await read(collections, ALICE) == FULL


async def test_a_collection_may_become_empty_and_be_filled_again(
    collections: SavedRollStore,
) -> None:
    await collections.replace(ALICE, EMPTY_COLLECTION, FULL)

    assert await collections.replace(ALICE, FULL, EMPTY_COLLECTION)
    assert await read(collections, ALICE) == EMPTY_COLLECTION
    assert await collections.replace(ALICE, EMPTY_COLLECTION, FULL)


async def test_changes_at_the_same_time_are_all_kept(collections: SavedRollStore) -> None:
    def adding(name: str) -> asyncio.Task[SavedCollection]:
        change = update_saved_rolls(
            collections, ALICE, lambda collection: collection.with_text(name, "1d6")
        )
        return asyncio.ensure_future(change)

    await asyncio.gather(*(adding(f"$r{number}") for number in range(4)))

    assert set((await read(collections, ALICE)).texts) == {"$r0", "$r1", "$r2", "$r3"}
