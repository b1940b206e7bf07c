"""Tests which character is active where, and what its numbers mean."""

from __future__ import annotations

import pytest

from nazh.adapters.outbound.memory.dice.saved_rolls import MemorySavedRollStore
from nazh.application.dice.saving.forget_character import ForgetCharacter
from nazh.application.dice.saving.make_character import CharacterRequest, MakeCharacter
from nazh.application.dice.saving.save_roll import SaveRequest, SaveRoll
from nazh.application.dice.saving.saved_roll_scopes import Requester
from nazh.application.dice.saving.set_number import NumberRequest, SetNumber
from nazh.application.dice.saving.stored_names import StoredNames
from nazh.application.dice.saving.switch_character import SwitchCharacter
from nazh.domain.dice.errors import UnknownName
from nazh.domain.dice.errors.characters import CharacterExists, NoCharacter, UnknownCharacter
from nazh.domain.dice.errors.saved import InvalidSavedName
from nazh.domain.kernel.identity import GuildId, UserId

ALICE = UserId(1)
KEEP, TOWER = GuildId(1), GuildId(2)


@pytest.fixture
def collections() -> MemorySavedRollStore:
    return MemorySavedRollStore()


async def make(collections: MemorySavedRollStore, name: str, **channel: object) -> None:
    everywhere = bool(channel.get("everywhere"))
    await MakeCharacter(collections)(CharacterRequest(ALICE, name, KEEP, everywhere))


async def athletics(collections: MemorySavedRollStore, guild: GuildId | None = KEEP) -> str | None:
    return (await StoredNames(collections).find(ALICE, ["@athletics"], guild)).get("@athletics")


async def test_numbers_belong_to_the_character_that_is_played(
    collections: MemorySavedRollStore,
) -> None:
    await make(collections, "Kaladin")
    await SetNumber(collections)(NumberRequest(ALICE, "Athletics", 5, KEEP))
    await make(collections, "Shallan")
    await SetNumber(collections)(NumberRequest(ALICE, "@athletics", -1, KEEP))
    assert await athletics(collections) == "-1"

    played = await SwitchCharacter(collections)(ALICE, " kaladin ", KEEP)

    assert played is not None
    assert played.name == "Kaladin"
    assert await athletics(collections) == "5"
    assert await StoredNames(collections).active_character(ALICE, KEEP) == "Kaladin"


async def test_a_character_stays_on_its_server(collections: MemorySavedRollStore) -> None:
    await make(collections, "Kaladin")

    assert await StoredNames(collections).active_character(ALICE, TOWER) is None
    with pytest.raises(UnknownCharacter):
        await SwitchCharacter(collections)(ALICE, "Kaladin", TOWER)


async def test_a_character_for_everywhere_is_chosen_on_each_server(
    collections: MemorySavedRollStore,
) -> None:
    await make(collections, "Hoid", everywhere=True)
    assert await StoredNames(collections).active_character(ALICE, TOWER) is None

    await SwitchCharacter(collections)(ALICE, "hoid", TOWER)
    await SwitchCharacter(collections)(ALICE, None, KEEP)

    assert await StoredNames(collections).active_character(ALICE, TOWER) == "Hoid"
    assert await StoredNames(collections).active_character(ALICE, KEEP) is None


async def test_the_characters_number_wins_over_the_players_own(
    collections: MemorySavedRollStore,
) -> None:
    await SaveRoll(collections)(SaveRequest(Requester(ALICE, KEEP), "@athletics", "1"))
    await make(collections, "Kaladin")
    assert await athletics(collections) == "1"

    await SetNumber(collections)(NumberRequest(ALICE, "athletics", 5, KEEP))
    assert await athletics(collections) == "5"
    await SetNumber(collections)(NumberRequest(ALICE, "athletics", None, KEEP))

    assert await athletics(collections) == "1"


async def test_a_forgotten_character_is_played_no_more(collections: MemorySavedRollStore) -> None:
    await make(collections, "Kaladin")

    await ForgetCharacter(collections)(ALICE, "KALADIN", KEEP)

    assert await StoredNames(collections).active_character(ALICE, KEEP) is None
    with pytest.raises(UnknownCharacter):
        await ForgetCharacter(collections)(ALICE, "Kaladin", KEEP)


async def test_invalid_changes_of_characters_are_refused(collections: MemorySavedRollStore) -> None:
    with pytest.raises(NoCharacter):
        await SetNumber(collections)(NumberRequest(ALICE, "athletics", 5, KEEP))
    await make(collections, "Kaladin")
    with pytest.raises(CharacterExists):
        await make(collections, "kaladin")
    with pytest.raises(InvalidSavedName):
        await SetNumber(collections)(NumberRequest(ALICE, "$athletics", 5, KEEP))
    with pytest.raises(UnknownName):
        await SetNumber(collections)(NumberRequest(ALICE, "athletics", None, KEEP))
