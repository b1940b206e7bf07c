"""Who is played, on the way of every roll: fresh enough, and cheap."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping

import pytest

from nazh.adapters.outbound.memory.saved import MemoryShelves
from nazh.application.dice.known_characters import FRESH, REMEMBERED, KnownCharacters
from nazh.application.dice.make_character import CharacterRequest, MakeCharacter
from nazh.application.dice.switch_character import SwitchCharacter
from nazh.domain.dice.shelves import EMPTY, Owner, Shelf, shelf_of_player
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import PlayerId, ServerId
from tests.doubles.clock import FrozenClock

ALICE, BOB = PlayerId(1), PlayerId(2)
KEEP = ServerId(7)
KALADIN = EMPTY.with_character("Kaladin", None, None)


class CountedShelves(MemoryShelves):
    """Counts how often it is read, and may be away."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = 0
        self.is_away = False

    async def read(self, owners: Collection[Owner]) -> Mapping[Owner, Shelf]:
        self.reads += 1
        if self.is_away:
            raise Unavailable("the database")
        found = await super().read(owners)
        await asyncio.sleep(0)
        return found


async def played_elsewhere(shelves: MemoryShelves, by: PlayerId, after: Shelf) -> None:
    owner = shelf_of_player(by)
    before = (await MemoryShelves.read(shelves, [owner]))[owner]
    assert await shelves.replace(owner, before, after)


async def test_who_rolls_again_and_again_is_looked_up_once() -> None:
    shelves = CountedShelves()
    known = KnownCharacters(shelves, FrozenClock())
    await played_elsewhere(shelves, ALICE, KALADIN)

    for _ in range(10):
        assert await known.playing(ALICE, KEEP) == "Kaladin"
        assert await known.playing(BOB, KEEP) is None

    assert shelves.reads == 2


async def test_a_switch_shows_at_the_next_roll_everywhere() -> None:
    known = KnownCharacters(CountedShelves(), FrozenClock())
    for name in ("Kaladin", "Shallan"):
        await MakeCharacter(known)(CharacterRequest(ALICE, name, KEEP))
    await known.playing(ALICE, KEEP)

    await SwitchCharacter(known)(ALICE, "Kaladin", KEEP)
    assert await known.playing(ALICE, KEEP) == "Kaladin"
    await SwitchCharacter(known)(ALICE, None, KEEP)
    assert await known.playing(ALICE, KEEP) is None


async def test_what_was_read_before_a_switch_is_not_believed_after_it() -> None:
    known = KnownCharacters(CountedShelves(), FrozenClock())
    rolling = asyncio.ensure_future(known.playing(ALICE, KEEP))
    await asyncio.sleep(0)

    await known.replace(shelf_of_player(ALICE), EMPTY, KALADIN)
    await rolling

    assert await known.playing(ALICE, KEEP) == "Kaladin"


async def test_what_another_process_has_changed_is_seen_when_it_is_not_fresh_any_more() -> None:
    shelves, clock = CountedShelves(), FrozenClock()
    known = KnownCharacters(shelves, clock)
    await known.playing(ALICE, KEEP)
    await played_elsewhere(shelves, ALICE, KALADIN)

    clock.pass_by(FRESH.total_seconds() - 0.001)
    assert await known.playing(ALICE, KEEP) is None
    clock.pass_by(0.001)
    assert await known.playing(ALICE, KEEP) == "Kaladin"


async def test_a_clock_that_was_set_back_makes_nothing_fresh_for_ever() -> None:
    shelves, clock = CountedShelves(), FrozenClock()
    known = KnownCharacters(shelves, clock)
    await known.playing(ALICE, KEEP)

    clock.pass_by(-3600)
    await known.playing(ALICE, KEEP)

    assert shelves.reads == 2


async def test_a_store_that_is_away_is_asked_again() -> None:
    shelves = CountedShelves()
    known = KnownCharacters(shelves, FrozenClock())
    shelves.is_away = True
    with pytest.raises(Unavailable):
        await known.playing(ALICE, KEEP)

    shelves.is_away = False

    assert await known.playing(ALICE, KEEP) is None


async def test_no_more_players_are_remembered_than_there_is_room_for() -> None:
    shelves = CountedShelves()
    known = KnownCharacters(shelves, FrozenClock())
    await known.playing(ALICE, KEEP)
    for player in range(10, REMEMBERED + 10):
        await known.playing(PlayerId(player), KEEP)

    await known.playing(ALICE, KEEP)

    assert shelves.reads == REMEMBERED + 2
