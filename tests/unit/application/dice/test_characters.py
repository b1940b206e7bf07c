"""Characters: who is played where, and what their numbers mean."""

from __future__ import annotations

import pytest

from nazh.adapters.outbound.memory.saved import MemoryShelves
from nazh.application.dice.forget_character import ForgetCharacter
from nazh.application.dice.known_names import KnownNames
from nazh.application.dice.make_character import CharacterRequest, MakeCharacter
from nazh.application.dice.save_roll import SaveRequest, SaveRoll
from nazh.application.dice.saved_places import Asker
from nazh.application.dice.set_number import NumberRequest, SetNumber
from nazh.application.dice.switch_character import SwitchCharacter
from nazh.domain.dice.errors import UnknownName
from nazh.domain.dice.errors.characters import CharacterExists, NoCharacter, UnknownCharacter
from nazh.domain.dice.errors.saved import UnfitName
from nazh.domain.kernel.identity import PlayerId, ServerId

ALICE = PlayerId(1)
KEEP, TOWER = ServerId(1), ServerId(2)


@pytest.fixture
def shelves() -> MemoryShelves:
    return MemoryShelves()


async def make(shelves: MemoryShelves, name: str, **where: object) -> None:
    everywhere = bool(where.get("everywhere"))
    await MakeCharacter(shelves)(CharacterRequest(ALICE, name, KEEP, everywhere))


async def athletics(shelves: MemoryShelves, server: ServerId | None = KEEP) -> str | None:
    return (await KnownNames(shelves).find(ALICE, ["@athletics"], server)).get("@athletics")


async def test_numbers_belong_to_the_character_that_is_played(shelves: MemoryShelves) -> None:
    await make(shelves, "Kaladin")
    await SetNumber(shelves)(NumberRequest(ALICE, "Athletics", 5, KEEP))
    await make(shelves, "Shallan")
    await SetNumber(shelves)(NumberRequest(ALICE, "@athletics", -1, KEEP))
    assert await athletics(shelves) == "-1"

    played = await SwitchCharacter(shelves)(ALICE, " kaladin ", KEEP)

    assert played is not None
    assert played.name == "Kaladin"
    assert await athletics(shelves) == "5"
    assert await KnownNames(shelves).playing(ALICE, KEEP) == "Kaladin"


async def test_a_character_stays_on_its_server(shelves: MemoryShelves) -> None:
    await make(shelves, "Kaladin")

    assert await KnownNames(shelves).playing(ALICE, TOWER) is None
    with pytest.raises(UnknownCharacter):
        await SwitchCharacter(shelves)(ALICE, "Kaladin", TOWER)


async def test_a_character_for_everywhere_is_chosen_on_each_server(shelves: MemoryShelves) -> None:
    await make(shelves, "Hoid", everywhere=True)
    assert await KnownNames(shelves).playing(ALICE, TOWER) is None

    await SwitchCharacter(shelves)(ALICE, "hoid", TOWER)
    await SwitchCharacter(shelves)(ALICE, None, KEEP)

    assert await KnownNames(shelves).playing(ALICE, TOWER) == "Hoid"
    assert await KnownNames(shelves).playing(ALICE, KEEP) is None


async def test_the_characters_number_wins_over_the_players_own(shelves: MemoryShelves) -> None:
    await SaveRoll(shelves)(SaveRequest(Asker(ALICE, KEEP), "@athletics", "1"))
    await make(shelves, "Kaladin")
    assert await athletics(shelves) == "1"

    await SetNumber(shelves)(NumberRequest(ALICE, "athletics", 5, KEEP))
    assert await athletics(shelves) == "5"
    await SetNumber(shelves)(NumberRequest(ALICE, "athletics", None, KEEP))

    assert await athletics(shelves) == "1"


async def test_a_forgotten_character_is_played_no_more(shelves: MemoryShelves) -> None:
    await make(shelves, "Kaladin")

    await ForgetCharacter(shelves)(ALICE, "KALADIN", KEEP)

    assert await KnownNames(shelves).playing(ALICE, KEEP) is None
    with pytest.raises(UnknownCharacter):
        await ForgetCharacter(shelves)(ALICE, "Kaladin", KEEP)


async def test_what_makes_no_sense_is_refused(shelves: MemoryShelves) -> None:
    with pytest.raises(NoCharacter):
        await SetNumber(shelves)(NumberRequest(ALICE, "athletics", 5, KEEP))
    await make(shelves, "Kaladin")
    with pytest.raises(CharacterExists):
        await make(shelves, "kaladin")
    with pytest.raises(UnfitName):
        await SetNumber(shelves)(NumberRequest(ALICE, "$athletics", 5, KEEP))
    with pytest.raises(UnknownName):
        await SetNumber(shelves)(NumberRequest(ALICE, "athletics", None, KEEP))
