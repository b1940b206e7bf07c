"""Tests that the cache of active characters is fresh and cheap."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping

import pytest

from nazh.adapters.outbound.memory.dice.saved_rolls import MemorySavedRollStore
from nazh.application.dice.saving.cached_characters import MAX_ENTRIES, TTL, CachedCharacters
from nazh.application.dice.saving.make_character import CharacterRequest, MakeCharacter
from nazh.application.dice.saving.switch_character import SwitchCharacter
from nazh.domain.dice.saved_collections import EMPTY_COLLECTION, Owner, SavedCollection, user_owner
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId, UserId
from tests.doubles.clock import FrozenClock

ALICE, BOB = UserId(1), UserId(2)
KEEP = GuildId(7)
KALADIN = EMPTY_COLLECTION.with_character("Kaladin", None, None)


class CountedCollections(MemorySavedRollStore):
    """Counts how often it is read, and may be away."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = 0
        self.is_away = False

    async def read(self, owners: Collection[Owner]) -> Mapping[Owner, SavedCollection]:
        self.reads += 1
        if self.is_away:
            raise Unavailable("the database")
        found = await super().read(owners)
        await asyncio.sleep(0)
        return found


async def played_elsewhere(
    shelves: MemorySavedRollStore, by: UserId, after: SavedCollection
) -> None:
    owner = user_owner(by)
    before = (await MemorySavedRollStore.read(shelves, [owner]))[owner]
    assert await shelves.replace(owner, before, after)


async def test_who_rolls_again_and_again_is_looked_up_once() -> None:
    shelves = CountedCollections()
    known = CachedCharacters(shelves, FrozenClock())
    await played_elsewhere(shelves, ALICE, KALADIN)

    for _ in range(10):
        assert await known.active_character(ALICE, KEEP) == "Kaladin"
        assert await known.active_character(BOB, KEEP) is None

    assert shelves.reads == 2


async def test_a_switch_shows_at_the_next_roll_everywhere() -> None:
    known = CachedCharacters(CountedCollections(), FrozenClock())
    for name in ("Kaladin", "Shallan"):
        await MakeCharacter(known)(CharacterRequest(ALICE, name, KEEP))
    await known.active_character(ALICE, KEEP)

    await SwitchCharacter(known)(ALICE, "Kaladin", KEEP)
    assert await known.active_character(ALICE, KEEP) == "Kaladin"
    await SwitchCharacter(known)(ALICE, None, KEEP)
    assert await known.active_character(ALICE, KEEP) is None


async def test_what_was_read_before_a_switch_is_not_believed_after_it() -> None:
    known = CachedCharacters(CountedCollections(), FrozenClock())
    rolling = asyncio.ensure_future(known.active_character(ALICE, KEEP))
    await asyncio.sleep(0)

    await known.replace(user_owner(ALICE), EMPTY_COLLECTION, KALADIN)
    await rolling

    assert await known.active_character(ALICE, KEEP) == "Kaladin"


async def test_what_another_process_has_changed_is_seen_when_it_is_not_fresh_any_more() -> None:
    shelves, clock = CountedCollections(), FrozenClock()
    known = CachedCharacters(shelves, clock)
    await known.active_character(ALICE, KEEP)
    await played_elsewhere(shelves, ALICE, KALADIN)

    clock.advance(TTL.total_seconds() - 0.001)
    assert await known.active_character(ALICE, KEEP) is None
    clock.advance(0.001)
    assert await known.active_character(ALICE, KEEP) == "Kaladin"


async def test_a_clock_that_was_set_back_makes_nothing_fresh_for_ever() -> None:
    shelves, clock = CountedCollections(), FrozenClock()
    known = CachedCharacters(shelves, clock)
    await known.active_character(ALICE, KEEP)

    clock.advance(-3600)
    await known.active_character(ALICE, KEEP)

    assert shelves.reads == 2


async def test_a_store_that_is_away_is_asked_again() -> None:
    shelves = CountedCollections()
    known = CachedCharacters(shelves, FrozenClock())
    shelves.is_away = True
    with pytest.raises(Unavailable):
        await known.active_character(ALICE, KEEP)

    shelves.is_away = False

    assert await known.active_character(ALICE, KEEP) is None


async def test_no_more_players_are_remembered_than_there_is_room_for() -> None:
    shelves = CountedCollections()
    known = CachedCharacters(shelves, FrozenClock())
    await known.active_character(ALICE, KEEP)
    for player in range(10, MAX_ENTRIES + 10):
        await known.active_character(UserId(player), KEEP)

    await known.active_character(ALICE, KEEP)

    assert shelves.reads == MAX_ENTRIES + 2
