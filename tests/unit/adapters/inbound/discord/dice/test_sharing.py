"""A press below a saved or a shared roll, from Discord's payload to the answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import count

import hikari
import pytest

from nazh.adapters.inbound.discord.answers import NOTHING_NEW, Kind
from nazh.adapters.inbound.discord.dice.houses import Houses
from nazh.adapters.inbound.discord.dice.rolling import Table
from nazh.adapters.inbound.discord.dice.saved_messages import shared_message
from nazh.adapters.inbound.discord.dice.saving import chosen_menu, drop_button, page_button
from nazh.adapters.inbound.discord.dice.seals import Seals
from nazh.adapters.inbound.discord.dice.sharing import (
    borrow_button,
    borrow_form,
    keep_button,
    share_button,
    use_button,
    use_form,
)
from nazh.adapters.inbound.discord.errors import ForgedButton
from nazh.adapters.inbound.wording.languages import ENGLISH
from nazh.adapters.outbound.memory.dice import MemoryLedgers
from nazh.adapters.outbound.memory.saved import MemoryShelves
from nazh.adapters.outbound.memory.taps import MemoryTaps
from nazh.application.dice.forget_saved import ForgetSaved
from nazh.application.dice.keep_shared import KeepShared
from nazh.application.dice.known_names import KnownNames
from nazh.application.dice.list_saved import ListSaved
from nazh.application.dice.roll_dice import RollDice
from nazh.domain.dice import NAZH
from nazh.domain.dice.errors import UnknownName
from nazh.domain.dice.errors.saved import TooMuchSaved, UnfitName
from nazh.domain.dice.shelves import EMPTY, Shelf, shelf_of_player
from nazh.domain.kernel.identity import PlayerId
from tests.doubles.announcer import RecordingAnnouncer
from tests.doubles.clock import FrozenClock
from tests.doubles.rng import ScriptedRng
from tests.doubles.settings import SettingsInHand
from tests.unit.adapters.inbound.discord.dice.payloads import (
    ALICE,
    BOT,
    Payload,
    bot_message,
    payload,
)
from tests.unit.adapters.inbound.discord.test_door import Notebook

LONG = 60_000 << 22
HOUSES = Houses(SettingsInHand(), NAZH)
ROLLED = {"type": "rich", "description": "`1d20` 5"}
SHARED = {"$hit": "1d20+$edge+{bonus}", "$edge": "1d4"}


class Room:
    """One player's shelf, and everything that can be pressed."""

    def __init__(self, faces: list[int], shelf: Shelf = EMPTY) -> None:
        self.shelves = MemoryShelves()
        self._shelf = shelf
        names = KnownNames(self.shelves)
        roll_dice = RollDice(
            ScriptedRng(faces), MemoryLedgers(), names, FrozenClock(), RecordingAnnouncer()
        )
        self.table = Table(roll_dice, HOUSES, Seals("secret"), Notebook())
        self.listed = ListSaved(self.shelves)
        self._factory = hikari.GatewayBot("MQ.a.b", banner=None, logs=None).entity_factory
        self._times = count(LONG, LONG)

    async def filled(self) -> Room:
        await self.shelves.replace(shelf_of_player(PlayerId(1)), EMPTY, self._shelf)
        return self

    async def shelf(self) -> Shelf:
        owner = shelf_of_player(PlayerId(1))
        return (await self.shelves.read([owner]))[owner]

    def press(
        self, message: Payload, *chosen: str, at: int | None = None
    ) -> hikari.ComponentInteraction:
        data = {"custom_id": "x", "component_type": 3 if chosen else 2, "values": list(chosen)}
        when = next(self._times) if at is None else at
        given = payload(3, data, message, ALICE, when)
        return self._factory.deserialize_component_interaction(given)

    def submit(self, message: Payload, **typed: str) -> hikari.ModalInteraction:
        fields = [
            {"type": 1, "id": 1, "components": [{"type": 4, "id": 2, "custom_id": a, "value": b}]}
            for a, b in typed.items()
        ]
        data = {"custom_id": "x", "components": fields}
        given = payload(5, data, message, ALICE, next(self._times))
        return self._factory.deserialize_modal_interaction(given)


def sharing(texts: Mapping[str, str], author: str = BOT) -> Payload:
    body = json.loads(json.dumps(shared_message(texts, 7, ENGLISH).body))
    embed = {"type": "rich", "description": body["data"]["embeds"][0]["description"]}
    return bot_message(embed, author=author)


def said(answer: object) -> str:
    return json.dumps(answer, default=lambda one: one.body, ensure_ascii=False)


async def test_what_was_shared_is_kept_with_what_it_stands_on() -> None:
    room = Room([])
    press = keep_button(KeepShared(room.shelves))

    first = await press(room.press(sharing(SHARED)), "")
    again = await press(room.press(sharing(SHARED)), "")

    assert (await room.shelf()).texts == SHARED
    assert "Saved for you" in said(first)
    assert "already" in said(again)


@pytest.mark.parametrize("shown", [bot_message(), bot_message(ROLLED), sharing(SHARED, author="4")])
async def test_only_our_own_words_can_be_kept_or_rolled(shown: Payload) -> None:
    room = Room([])

    with pytest.raises(ForgedButton):
        await keep_button(KeepShared(room.shelves))(room.press(shown), "")
    with pytest.raises(ForgedButton):
        await borrow_button(room.table, MemoryTaps())(room.press(shown), "")
    with pytest.raises(ForgedButton):
        await borrow_form(room.table)(room.submit(shown, bonus="1"), "")


async def test_a_shared_roll_that_has_to_be_told_something_asks_and_rolls() -> None:
    room = Room([11, 3])

    form = await borrow_button(room.table, MemoryTaps())(room.press(sharing(SHARED)), "")
    assert form.kind is Kind.MODAL
    rolled = await borrow_form(room.table)(room.submit(sharing(SHARED), bonus=" 2 "), "")

    assert "`1d20+1d4+2`" in said(rolled)
    assert (await room.shelf()).texts == {}


async def test_a_double_tap_rolls_once() -> None:
    room = await Room([4], EMPTY.with_text("$hit", "1d6")).filled()
    press = use_button(room.listed, room.table, MemoryTaps())

    rolled = await press(room.press(bot_message(), at=LONG), "$hit")
    again = await press(room.press(bot_message(), at=LONG + 1), "$hit")

    assert "`1d6`" in said(rolled)
    assert again == NOTHING_NEW


async def test_the_form_of_a_saved_roll_leaves_defaults_where_nothing_is_typed() -> None:
    room = await Room([4], EMPTY.with_text("$hit", "1d6+{a}+{b=7}")).filled()

    rolled = await use_form(room.table)(room.submit(bot_message(), a="1", b=""), "$hit")

    assert "`1d6+1+7`" in said(rolled)


@pytest.mark.parametrize("name", ["", "1d6", "@luck", "$" + "x" * 60])
async def test_a_button_names_a_saved_roll_and_nothing_else(name: str) -> None:
    room = await Room([], EMPTY.with_text("@luck", "3")).filled()

    for press in (
        use_button(room.listed, room.table, MemoryTaps()),
        share_button(room.listed, HOUSES),
    ):
        with pytest.raises(ForgedButton):
            await press(room.press(bot_message()), name)
    with pytest.raises(ForgedButton):
        await use_form(room.table)(room.submit(bot_message(), a="1"), name)


async def test_what_is_forgotten_meanwhile_is_refused_by_name() -> None:
    room = Room([])

    with pytest.raises(UnknownName):
        await use_button(room.listed, room.table, MemoryTaps())(room.press(bot_message()), "$gone")
    shown = await chosen_menu(room.listed)(room.press(bot_message(), "$gone"), "")
    assert "Nothing is saved here yet" in said(shown)


async def test_more_than_anybody_could_roll_is_not_shared() -> None:
    shelf = EMPTY.with_text("$all", "+".join(f"$r{n}" for n in range(9)))
    for number in range(9):
        shelf = shelf.with_text(f"$r{number}", "+".join(["1"] * 200))
    room = await Room([], shelf).filled()

    with pytest.raises(TooMuchSaved):
        await share_button(room.listed, HOUSES)(room.press(bot_message()), "$all")


@pytest.mark.parametrize("arguments", ["", "x", "-1", "99999", "²"])
async def test_a_page_is_a_number(arguments: str) -> None:
    room = Room([])

    with pytest.raises(ForgedButton):
        await page_button(room.listed)(room.press(bot_message()), arguments)


async def test_a_forged_scope_or_name_forgets_nothing() -> None:
    room = await Room([], EMPTY.with_text("$hit", "1d6")).filled()
    drop = drop_button(ForgetSaved(room.shelves), HOUSES)

    with pytest.raises(ForgedButton):
        await drop(room.press(bot_message()), "everything:$hit")
    with pytest.raises(UnfitName):
        await drop(room.press(bot_message()), "mine:")
    with pytest.raises(UnknownName):
        await drop(room.press(bot_message()), "mine:$miss")

    assert (await room.shelf()).texts == {"$hit": "1d6"}
    await drop(room.press(bot_message()), "mine:$hit")
    assert (await room.shelf()).texts == {}
