"""Tests the collections after saving, listing, deleting and sharing."""

from __future__ import annotations

import pytest

from nazh.adapters.outbound.memory.dice.saved_rolls import MemorySavedRollStore
from nazh.application.dice.errors import NameTaken, NoGuildToSaveFor, OnlyGameMastersSave
from nazh.application.dice.saving.forget_saved import ForgetRequest, ForgetSaved
from nazh.application.dice.saving.list_saved import ListSaved
from nazh.application.dice.saving.save_roll import SaveRequest, SaveRoll
from nazh.application.dice.saving.save_shared import SaveShared
from nazh.application.dice.saving.saved_roll_scopes import Requester, SaveScope, update_saved_rolls
from nazh.application.dice.saving.stored_names import StoredNames
from nazh.domain.dice.dialects import Dialect, Untranslatable
from nazh.domain.dice.errors import UnknownName
from nazh.domain.dice.errors.saved import InvalidSavedName, SavedCycle
from nazh.domain.dice.saving.saved_collections import SavedCollection, user_owner
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId, UserId

ALICE, BOB = UserId(1), UserId(2)
KEEP = GuildId(1)
PLAYER = Requester(ALICE, KEEP)
MASTER = Requester(BOB, KEEP, is_game_master=True)


@pytest.fixture
def collections() -> MemorySavedRollStore:
    return MemorySavedRollStore()


async def save(
    collections: MemorySavedRollStore,
    name: str,
    text: str,
    asker: Requester = PLAYER,
    scope: SaveScope = SaveScope.MINE,
) -> str:
    return (await SaveRoll(collections)(SaveRequest(asker, name, text, scope))).text


async def meaning(collections: MemorySavedRollStore, name: str, by: UserId = ALICE) -> str | None:
    return (await StoredNames(collections).find(by, [name], KEEP)).get(name)


async def test_a_saved_name_is_found(collections: MemorySavedRollStore) -> None:
    saved = await SaveRoll(collections)(SaveRequest(PLAYER, "Attack", " 1d20 +  {bonus=5} "))

    assert (saved.name, saved.text, saved.before) == ("$attack", "1d20 + {bonus=5}", None)
    assert [parameter.name for parameter in saved.parameters] == ["bonus"]
    assert await meaning(collections, "$attack") == "1d20 + {bonus=5}"
    assert await meaning(collections, "$attack", BOB) is None


async def test_saving_again_reports_the_previous_value(collections: MemorySavedRollStore) -> None:
    await save(collections, "hit", "1d20")

    saved = await SaveRoll(collections)(SaveRequest(PLAYER, "$hit", "2d6"))

    assert (saved.before, saved.text) == ("1d20", "2d6")


async def test_a_players_own_name_wins_over_the_servers(collections: MemorySavedRollStore) -> None:
    await save(collections, "hit", "1d6", MASTER, SaveScope.SERVER)
    assert await meaning(collections, "$hit") == "1d6"

    await save(collections, "hit", "1d8")

    assert await meaning(collections, "$hit") == "1d8"
    assert await meaning(collections, "$hit", BOB) == "1d6"


async def test_only_game_masters_save_for_a_server(collections: MemorySavedRollStore) -> None:
    with pytest.raises(OnlyGameMastersSave):
        await save(collections, "hit", "1d6", PLAYER, SaveScope.SERVER)
    with pytest.raises(NoGuildToSaveFor):
        await save(
            collections, "hit", "1d6", Requester(BOB, None, is_game_master=True), SaveScope.SERVER
        )

    assert (await ListSaved(collections)(ALICE, KEEP)).entries == ()


async def test_a_servers_roll_may_use_numbers_that_each_player_has(
    collections: MemorySavedRollStore,
) -> None:
    await save(collections, "check", "1d20+@luck", MASTER, SaveScope.SERVER)
    await save(collections, "@luck", " - 2 ")

    assert await StoredNames(collections).find(ALICE, ["$check"], KEEP) == {
        "$check": "1d20+@luck",
        "@luck": "-2",
    }


@pytest.mark.parametrize(
    ("name", "text", "refusal"),
    [
        ("hit!", "1d6", InvalidSavedName),
        ("b", "$a+1", SavedCycle),
        ("c", "$nobody", UnknownName),
    ],
)
async def test_an_unrollable_text_is_not_saved(
    collections: MemorySavedRollStore, name: str, text: str, refusal: type[Exception]
) -> None:
    await save(collections, "b", "1d6")
    await save(collections, "a", "$b+1")

    with pytest.raises(refusal):
        await save(collections, name, text)

    assert await meaning(collections, "$b") == "1d6"


async def test_a_roll_of_another_table_is_translated(collections: MemorySavedRollStore) -> None:
    request = SaveRequest(PLAYER, "hit", "/r 3d6!>4", dialect=Dialect.ROLL20)

    saved = await SaveRoll(collections)(request)

    assert saved.text == "3d6!>=4"
    assert [change.replacement for change in saved.translation.changes] == ["", "!>=4"]
    with pytest.raises(Untranslatable) as refused:
        await SaveRoll(collections)(SaveRequest(PLAYER, "hit", "3d6mt", dialect=Dialect.ROLL20))
    assert (refused.value.at, refused.value.source) == (3, "3d6mt")


async def test_the_list_has_rolls_first_and_says_whose_they_are(
    collections: MemorySavedRollStore,
) -> None:
    await save(collections, "@luck", "3")
    await save(collections, "hit", "1d20")
    await save(collections, "hit", "1d12", MASTER, SaveScope.SERVER)
    await save(collections, "fall", "2d6+$hit", MASTER, SaveScope.SERVER)

    listed = await ListSaved(collections)(ALICE, KEEP)

    assert [(entry.name, entry.scope) for entry in listed.entries] == [
        ("$fall", SaveScope.SERVER),
        ("$hit", SaveScope.MINE),
        ("@luck", SaveScope.MINE),
    ]
    assert listed.used_by("$fall") == {"$hit": "1d20"}


async def test_deleting_an_own_name_uncovers_the_servers(
    collections: MemorySavedRollStore,
) -> None:
    await save(collections, "hit", "1d6", MASTER, SaveScope.SERVER)
    await save(collections, "hit", "1d8")

    forgotten = await ForgetSaved(collections)(ForgetRequest(PLAYER, "hit"))

    assert forgotten.text == "1d8"
    assert await meaning(collections, "$hit") == "1d6"
    with pytest.raises(OnlyGameMastersSave):
        await ForgetSaved(collections)(ForgetRequest(PLAYER, "hit"))
    await ForgetSaved(collections)(ForgetRequest(MASTER, "hit"))
    for requester in (PLAYER, MASTER):
        with pytest.raises(UnknownName) as caught:
            await ForgetSaved(collections)(ForgetRequest(requester, "hit"))

        assert caught.value.hint == "/saved and /character list show what you have."


async def test_a_shared_roll_is_saved_completely_or_not_at_all(
    collections: MemorySavedRollStore,
) -> None:
    texts = {"$hit": "1d20+$edge", "$edge": "1d4"}

    assert await SaveShared(collections)(BOB, texts) == ("$hit", "$edge")
    assert await SaveShared(collections)(BOB, texts) == ()
    await save(collections, "edge", "1d6")
    with pytest.raises(NameTaken):
        await SaveShared(collections)(ALICE, texts)

    assert await meaning(collections, "$hit") is None
    assert await meaning(collections, "$hit", BOB) == "1d20+$edge"


class Contested(MemorySavedRollStore):
    """A store in which another change always comes first."""

    async def replace(self, owner: object, before: SavedCollection, after: SavedCollection) -> bool:
        return False


async def test_a_collection_that_always_changes_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        await update_saved_rolls(
            Contested(), user_owner(ALICE), lambda collection: collection.with_text("$a", "1")
        )
