"""What everything that knows saved names promises (nazh.application.dice.ports)."""

from __future__ import annotations

import pytest
import pytest_asyncio

from nazh.adapters.outbound.memory.dice import NothingSaved
from nazh.adapters.outbound.memory.saved import MemoryShelves
from nazh.application.dice.known_characters import KnownCharacters
from nazh.application.dice.known_names import KnownNames
from nazh.application.dice.ports import SavedNames
from nazh.domain.dice.shelves import EMPTY, shelf_of_player
from nazh.domain.kernel.identity import PlayerId
from tests.doubles.clock import FrozenClock
from tests.doubles.names import NamesInHand

ALICE = PlayerId(1)


SAVED = {"@known": "5", "$hit": "1d20+$edge", "$edge": "1d4+@known"}


async def nothing() -> SavedNames:
    return NothingSaved()


async def in_hand() -> SavedNames:
    return NamesInHand(SAVED, character="Kaladin")


async def on_shelves() -> SavedNames:
    return KnownNames(await filled())


async def lately_read() -> SavedNames:
    return KnownCharacters(await filled(), FrozenClock())


async def filled() -> MemoryShelves:
    shelf = EMPTY.with_character("Kaladin", None, None)
    for name, text in SAVED.items():
        shelf = shelf.with_text(name, text)
    shelves = MemoryShelves()
    await shelves.replace(shelf_of_player(ALICE), EMPTY, shelf)
    return shelves


@pytest_asyncio.fixture(params=[nothing, in_hand, on_shelves, lately_read])
async def saved_names(request: pytest.FixtureRequest) -> SavedNames:
    names: SavedNames = await request.param()
    return names


@pytest_asyncio.fixture(params=[in_hand, on_shelves, lately_read])
async def well_stocked(request: pytest.FixtureRequest) -> SavedNames:
    names: SavedNames = await request.param()
    return names


async def test_unknown_names_are_absent(saved_names: SavedNames) -> None:
    assert await saved_names.find(ALICE, ["@luck", "$fireball"]) == {}


async def test_nothing_is_found_that_was_not_asked_for(saved_names: SavedNames) -> None:
    assert await saved_names.find(ALICE, []) == {}


async def test_what_is_inside_a_name_comes_with_it(well_stocked: SavedNames) -> None:
    assert await well_stocked.find(ALICE, ["$hit", "$none"]) == SAVED
    assert await well_stocked.find(ALICE, ["$edge"]) == {"$edge": "1d4+@known", "@known": "5"}


async def test_the_order_is_always_the_same(well_stocked: SavedNames) -> None:
    there = await well_stocked.find(ALICE, ["$hit", "@known"])
    back = await well_stocked.find(ALICE, ["@known", "$hit"])

    assert list(there) == list(back)


async def test_who_is_played_is_known(well_stocked: SavedNames) -> None:
    assert await well_stocked.playing(ALICE, None) == "Kaladin"
