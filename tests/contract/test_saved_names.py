"""Tests the contract of ``SavedNames`` (nazh.application.dice.ports)."""

from __future__ import annotations

import pytest
import pytest_asyncio

from nazh.adapters.outbound.memory.dice.ledger import NoSavedNames
from nazh.adapters.outbound.memory.dice.saved_rolls import MemorySavedRollStore
from nazh.application.dice.ports import SavedNames
from nazh.application.dice.saving.cached_characters import CachedCharacters
from nazh.application.dice.saving.stored_names import StoredNames
from nazh.domain.dice.saving.saved_collections import EMPTY_COLLECTION, user_owner
from nazh.domain.kernel.identity import UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.saved_names import FixedSavedNames

ALICE = UserId(1)


SAVED = {"@known": "5", "$hit": "1d20+$edge", "$edge": "1d4+@known"}


async def nothing() -> SavedNames:
    return NoSavedNames()


async def fixed() -> SavedNames:
    return FixedSavedNames(SAVED, character="Kaladin")


async def in_collections() -> SavedNames:
    return StoredNames(await filled())


async def cached() -> SavedNames:
    return CachedCharacters(await filled(), FrozenClock())


async def filled() -> MemorySavedRollStore:
    collection = EMPTY_COLLECTION.with_character("Kaladin", None, None)
    for name, text in SAVED.items():
        collection = collection.with_text(name, text)
    collections = MemorySavedRollStore()
    await collections.replace(user_owner(ALICE), EMPTY_COLLECTION, collection)
    return collections


@pytest_asyncio.fixture(params=[nothing, fixed, in_collections, cached])
async def saved_names(request: pytest.FixtureRequest) -> SavedNames:
    names: SavedNames = await request.param()
    return names


@pytest_asyncio.fixture(params=[fixed, in_collections, cached])
async def well_stocked(request: pytest.FixtureRequest) -> SavedNames:
    names: SavedNames = await request.param()
    return names


async def test_unknown_names_are_absent(saved_names: SavedNames) -> None:
    assert await saved_names.find(ALICE, ["@luck", "$fireball"]) == {}


async def test_only_requested_names_are_returned(saved_names: SavedNames) -> None:
    assert await saved_names.find(ALICE, []) == {}


async def test_names_inside_a_saved_roll_are_returned_with_it(well_stocked: SavedNames) -> None:
    assert await well_stocked.find(ALICE, ["$hit", "$none"]) == SAVED
    assert await well_stocked.find(ALICE, ["$edge"]) == {"$edge": "1d4+@known", "@known": "5"}


async def test_all_names_are_listed(well_stocked: SavedNames) -> None:
    assert set(await well_stocked.names(ALICE)) == set(SAVED)


async def test_users_do_not_see_each_others_names(saved_names: SavedNames) -> None:
    if not isinstance(saved_names, FixedSavedNames):
        assert set(await saved_names.names(UserId(2))) == set()


async def test_the_order_is_always_the_same(well_stocked: SavedNames) -> None:
    there = await well_stocked.find(ALICE, ["$hit", "@known"])
    back = await well_stocked.find(ALICE, ["@known", "$hit"])

    assert list(there) == list(back)


async def test_the_active_character_is_returned(well_stocked: SavedNames) -> None:
    assert await well_stocked.active_character(ALICE, None) == "Kaladin"
