"""Saving, listing, forgetting and keeping: the shelves as the use cases leave them."""

from __future__ import annotations

import pytest

from nazh.adapters.outbound.memory.saved import MemoryShelves
from nazh.application.dice.errors import NameTaken, NoServerHere, OnlyGameMastersSave
from nazh.application.dice.forget_saved import ForgetRequest, ForgetSaved
from nazh.application.dice.keep_shared import KeepRequest, KeepShared
from nazh.application.dice.known_names import KnownNames
from nazh.application.dice.list_saved import ListSaved
from nazh.application.dice.save_roll import SaveRequest, SaveRoll
from nazh.application.dice.saved_places import Asker, Scope, change_shelf
from nazh.domain.dice.dialects import Dialect, Untranslatable
from nazh.domain.dice.errors import UnknownName
from nazh.domain.dice.errors.saved import SavedCycle, UnfitName
from nazh.domain.dice.shelves import Shelf, shelf_of_player
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import PlayerId, ServerId

ALICE, BOB = PlayerId(1), PlayerId(2)
KEEP = ServerId(1)
PLAYER = Asker(ALICE, KEEP)
MASTER = Asker(BOB, KEEP, is_game_master=True)


@pytest.fixture
def shelves() -> MemoryShelves:
    return MemoryShelves()


async def save(
    shelves: MemoryShelves, name: str, text: str, asker: Asker = PLAYER, scope: Scope = Scope.MINE
) -> str:
    return (await SaveRoll(shelves)(SaveRequest(asker, name, text, scope))).text


async def meaning(shelves: MemoryShelves, name: str, by: PlayerId = ALICE) -> str | None:
    return (await KnownNames(shelves).find(by, [name], KEEP)).get(name)


async def test_what_was_saved_is_known_by_its_name(shelves: MemoryShelves) -> None:
    saved = await SaveRoll(shelves)(SaveRequest(PLAYER, "Attack", " 1d20 +  {bonus=5} "))

    assert (saved.name, saved.text, saved.before) == ("$attack", "1d20 + {bonus=5}", None)
    assert [parameter.name for parameter in saved.parameters] == ["bonus"]
    assert await meaning(shelves, "$attack") == "1d20 + {bonus=5}"
    assert await meaning(shelves, "$attack", BOB) is None


async def test_saving_again_tells_what_was_there(shelves: MemoryShelves) -> None:
    await save(shelves, "hit", "1d20")

    saved = await SaveRoll(shelves)(SaveRequest(PLAYER, "$hit", "2d6"))

    assert (saved.before, saved.text) == ("1d20", "2d6")


async def test_a_players_own_name_wins_over_the_servers(shelves: MemoryShelves) -> None:
    await save(shelves, "hit", "1d6", MASTER, Scope.SERVER)
    assert await meaning(shelves, "$hit") == "1d6"

    await save(shelves, "hit", "1d8")

    assert await meaning(shelves, "$hit") == "1d8"
    assert await meaning(shelves, "$hit", BOB) == "1d6"


async def test_only_game_masters_save_for_a_server(shelves: MemoryShelves) -> None:
    with pytest.raises(OnlyGameMastersSave):
        await save(shelves, "hit", "1d6", PLAYER, Scope.SERVER)
    with pytest.raises(NoServerHere):
        await save(shelves, "hit", "1d6", Asker(BOB, None, is_game_master=True), Scope.SERVER)

    assert (await ListSaved(shelves)(ALICE, KEEP)).entries == ()


async def test_a_servers_roll_may_use_numbers_that_each_player_has(shelves: MemoryShelves) -> None:
    await save(shelves, "check", "1d20+@luck", MASTER, Scope.SERVER)
    await save(shelves, "@luck", " - 2 ")

    assert await KnownNames(shelves).find(ALICE, ["$check"], KEEP) == {
        "$check": "1d20+@luck",
        "@luck": "-2",
    }


@pytest.mark.parametrize(
    ("name", "text", "refusal"),
    [
        ("hit!", "1d6", UnfitName),
        ("b", "$a+1", SavedCycle),
        ("c", "$nobody", UnknownName),
    ],
)
async def test_what_could_never_be_rolled_is_not_saved(
    shelves: MemoryShelves, name: str, text: str, refusal: type[Exception]
) -> None:
    await save(shelves, "b", "1d6")
    await save(shelves, "a", "$b+1")

    with pytest.raises(refusal):
        await save(shelves, name, text)

    assert await meaning(shelves, "$b") == "1d6"


async def test_a_roll_of_another_table_is_translated(shelves: MemoryShelves) -> None:
    request = SaveRequest(PLAYER, "hit", "/r 3d6!>4", dialect=Dialect.ROLL20)

    saved = await SaveRoll(shelves)(request)

    assert saved.text == "3d6!>=4"
    assert [change.became for change in saved.translation.changes] == ["", "!>=4"]
    with pytest.raises(Untranslatable) as refused:
        await SaveRoll(shelves)(SaveRequest(PLAYER, "hit", "3d6mt", dialect=Dialect.ROLL20))
    assert (refused.value.at, refused.value.source) == (3, "3d6mt")


async def test_the_list_has_rolls_first_and_says_whose_they_are(shelves: MemoryShelves) -> None:
    await save(shelves, "@luck", "3")
    await save(shelves, "hit", "1d20")
    await save(shelves, "hit", "1d12", MASTER, Scope.SERVER)
    await save(shelves, "fall", "2d6+$hit", MASTER, Scope.SERVER)

    listed = await ListSaved(shelves)(ALICE, KEEP)

    assert [(entry.name, entry.scope) for entry in listed.entries] == [
        ("$fall", Scope.SERVER),
        ("$hit", Scope.MINE),
        ("@luck", Scope.MINE),
    ]
    assert listed.behind("$fall") == {"$hit": "1d20"}


async def test_what_was_forgotten_means_nothing_or_the_servers(shelves: MemoryShelves) -> None:
    await save(shelves, "hit", "1d6", MASTER, Scope.SERVER)
    await save(shelves, "hit", "1d8")

    forgotten = await ForgetSaved(shelves)(ForgetRequest(PLAYER, "hit"))

    assert (forgotten.text, forgotten.scope) == ("1d8", Scope.MINE)
    assert await meaning(shelves, "$hit") == "1d6"
    with pytest.raises(OnlyGameMastersSave):
        await ForgetSaved(shelves)(ForgetRequest(PLAYER, "hit"))
    await ForgetSaved(shelves)(ForgetRequest(MASTER, "hit"))
    with pytest.raises(UnknownName):
        await ForgetSaved(shelves)(ForgetRequest(MASTER, "hit"))


async def test_what_is_shared_is_kept_whole_or_not_at_all(shelves: MemoryShelves) -> None:
    texts = {"$hit": "1d20+$edge", "$edge": "1d4"}

    assert await KeepShared(shelves)(KeepRequest(BOB, texts)) == ("$hit", "$edge")
    assert await KeepShared(shelves)(KeepRequest(BOB, texts)) == ()
    await save(shelves, "edge", "1d6")
    with pytest.raises(NameTaken):
        await KeepShared(shelves)(KeepRequest(ALICE, texts))

    assert await meaning(shelves, "$hit") is None
    assert await meaning(shelves, "$hit", BOB) == "1d20+$edge"


class Contested(MemoryShelves):
    """Shelves on which somebody else is always faster."""

    async def replace(self, owner: object, before: Shelf, after: Shelf) -> bool:
        return False


async def test_a_shelf_that_never_stands_still_is_not_available() -> None:
    with pytest.raises(Unavailable):
        await change_shelf(
            Contested(), shelf_of_player(ALICE), lambda shelf: shelf.with_text("$a", "1")
        )
