"""Tests that the cache of active characters is fresh and cheap."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping

import pytest

from nazh.adapters.outbound.memory.dice.saved_rolls import MemorySavedRollStore
from nazh.application.dice.saving.cached_characters import CachedCharacters
from nazh.application.dice.saving.make_character import CharacterRequest, MakeCharacter
from nazh.application.dice.saving.switch_character import SwitchCharacter
from nazh.domain.dice.saving.saved_collections import (
    EMPTY_COLLECTION,
    Owner,
    SavedCollection,
    user_owner,
)
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId, UserId
from tests.doubles.clock import FrozenClock

ALICE, BOB = UserId(1), UserId(2)
KEEP = GuildId(7)
KALADIN = EMPTY_COLLECTION.with_character("Kaladin", None, None)


class CountedCollections(MemorySavedRollStore):
    """Counts how often it is read."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = 0

    async def read(self, owners: Collection[Owner]) -> Mapping[Owner, SavedCollection]:
        self.reads += 1
        collections = await super().read(owners)
        await asyncio.sleep(0)
        return collections


async def played_elsewhere(store: MemorySavedRollStore, by: UserId, after: SavedCollection) -> None:
    owner = user_owner(by)
    before = (await MemorySavedRollStore.read(store, [owner]))[owner]
    assert await store.replace(owner, before, after)


async def test_repeated_rolls_read_the_character_once() -> None:
    store = CountedCollections()
    known = CachedCharacters(store, FrozenClock())
    await played_elsewhere(store, ALICE, KALADIN)

    for _ in range(10):
        assert await known.active_character(ALICE, KEEP) == "Kaladin"
        assert await known.active_character(BOB, KEEP) is None

    assert store.reads == 2


async def test_a_switch_shows_at_the_next_roll_everywhere() -> None:
    known = CachedCharacters(CountedCollections(), FrozenClock())
    for name in ("Kaladin", "Shallan"):
        await MakeCharacter(known)(CharacterRequest(ALICE, name, KEEP))
    await known.active_character(ALICE, KEEP)

    await SwitchCharacter(known)(ALICE, "Kaladin", KEEP)
    assert await known.active_character(ALICE, KEEP) == "Kaladin"
    await SwitchCharacter(known)(ALICE, None, KEEP)
    assert await known.active_character(ALICE, KEEP) is None


async def test_a_switch_that_is_stored_although_it_failed_shows_at_the_next_roll() -> None:
    class Interrupted(MemorySavedRollStore):
        async def replace(
            self, owner: Owner, before: SavedCollection, after: SavedCollection
        ) -> bool:
            await super().replace(owner, before, after)
            raise Unavailable("the saved rolls")

    known = CachedCharacters(Interrupted(), FrozenClock())
    await known.active_character(ALICE, KEEP)

    with pytest.raises(Unavailable):
        await MakeCharacter(known)(CharacterRequest(ALICE, "Kaladin", KEEP))

    assert await known.active_character(ALICE, KEEP) == "Kaladin"


async def test_a_read_begun_before_a_switch_is_not_cached() -> None:
    known = CachedCharacters(CountedCollections(), FrozenClock())
    rolling = asyncio.ensure_future(known.active_character(ALICE, KEEP))
    await asyncio.sleep(0)

    await known.replace(user_owner(ALICE), EMPTY_COLLECTION, KALADIN)
    await rolling

    assert await known.active_character(ALICE, KEEP) == "Kaladin"
