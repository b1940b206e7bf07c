"""Tests presses on saved and shared rolls, from Discord's payload to the response."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import count

import hikari
import pytest

from nazh.adapters.inbound.discord.dice.guild_context import GuildContexts
from nazh.adapters.inbound.discord.dice.rolling.roll_responder import RollResponder
from nazh.adapters.inbound.discord.dice.rolling.state_signer import StateSigner
from nazh.adapters.inbound.discord.dice.saving.saved_messages import shared_message
from nazh.adapters.inbound.discord.dice.saving.saved_rolls import (
    chosen_menu,
    drop_button,
    page_button,
)
from nazh.adapters.inbound.discord.dice.saving.shared_rolls import (
    borrow_button,
    borrow_form,
    keep_button,
    share_button,
    use_button,
    use_form,
)
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.interactions.responses import DEFERRED_UPDATE, ResponseType
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.adapters.outbound.memory.debounce import MemoryDebouncer
from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.adapters.outbound.memory.dice.saved_rolls import MemorySavedRollStore
from nazh.application.dice.rolling.roll_dice import RollDice
from nazh.application.dice.saving.forget_saved import ForgetSaved
from nazh.application.dice.saving.list_saved import ListSaved
from nazh.application.dice.saving.save_shared import SaveShared
from nazh.application.dice.saving.stored_names import StoredNames
from nazh.domain.dice import NAZH
from nazh.domain.dice.errors import UnknownName
from nazh.domain.dice.errors.saved import InvalidSavedName, SavedTextsTooLong
from nazh.domain.dice.saving.saved_collections import EMPTY_COLLECTION, SavedCollection, user_owner
from nazh.domain.kernel.identity import UserId
from tests.doubles.channel_readers import FixedReaders
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.doubles.guild_settings import FixedSettings
from tests.doubles.interactions import RecordingMetrics
from tests.doubles.rng import ScriptedRng
from tests.unit.adapters.inbound.discord.dice.payloads import (
    ALICE,
    BOT,
    Payload,
    bot_message,
    payload,
)

LONG = 60_000 << 22
CONTEXTS = GuildContexts(FixedSettings(), NAZH)
ROLLED = {"type": "rich", "description": "`1d20` 5"}
SHARED = {"$hit": "1d20+$edge+{bonus}", "$edge": "1d4"}


class Room:
    """One user's collection, and its component actions."""

    def __init__(self, faces: list[int], collection: SavedCollection = EMPTY_COLLECTION) -> None:
        self.collections = MemorySavedRollStore()
        self._saved = collection
        names = StoredNames(self.collections)
        roll_dice = RollDice(
            ScriptedRng(faces), MemoryRollStore(), names, FrozenClock(), RecordingPublisher()
        )
        self.roll_responder = RollResponder(
            roll_dice, CONTEXTS, StateSigner("secret"), RecordingMetrics(), FixedReaders()
        )
        self.listed = ListSaved(self.collections)
        self._factory = hikari.GatewayBot("MQ.a.b", banner=None, logs=None).entity_factory
        self._times = count(LONG, LONG)

    async def filled(self) -> Room:
        await self.collections.replace(user_owner(UserId(1)), EMPTY_COLLECTION, self._saved)
        return self

    async def collection(self) -> SavedCollection:
        owner = user_owner(UserId(1))
        return (await self.collections.read([owner]))[owner]

    def press(
        self, message: Payload, *chosen: str, at: int | None = None
    ) -> hikari.ComponentInteraction:
        data = {"custom_id": "x", "component_type": 3 if chosen else 2, "values": list(chosen)}
        when = next(self._times) if at is None else at
        interaction_payload = payload(3, data, message, ALICE, when)
        return self._factory.deserialize_component_interaction(interaction_payload)

    def submit(self, message: Payload, **typed: str) -> hikari.ModalInteraction:
        fields = [
            {"type": 1, "id": 1, "components": [{"type": 4, "id": 2, "custom_id": a, "value": b}]}
            for a, b in typed.items()
        ]
        data = {"custom_id": "x", "components": fields}
        interaction_payload = payload(5, data, message, ALICE, next(self._times))
        return self._factory.deserialize_modal_interaction(interaction_payload)


def sharing(texts: Mapping[str, str], author: str = BOT) -> Payload:
    body = json.loads(json.dumps(shared_message(texts, 7, ENGLISH).body))
    embed = {"type": "rich", "description": body["data"]["embeds"][0]["description"]}
    return bot_message(embed, author=author)


def response_json(response: object) -> str:
    return json.dumps(response, default=lambda field: field.body, ensure_ascii=False)


async def test_a_shared_roll_keeps_the_rolls_it_refers_to() -> None:
    room = Room([])
    press = keep_button(SaveShared(room.collections))

    first = await press(room.press(sharing(SHARED)), "")
    again = await press(room.press(sharing(SHARED)), "")

    assert (await room.collection()).texts == SHARED
    assert "Saved for you" in response_json(first)
    assert "already" in response_json(again)


@pytest.mark.parametrize("shown", [bot_message(), bot_message(ROLLED), sharing(SHARED, author="4")])
async def test_only_our_own_words_can_be_kept_or_rolled(shown: Payload) -> None:
    room = Room([])

    with pytest.raises(InvalidComponent):
        await keep_button(SaveShared(room.collections))(room.press(shown), "")
    with pytest.raises(InvalidComponent):
        await borrow_button(room.roll_responder, MemoryDebouncer())(room.press(shown), "")
    with pytest.raises(InvalidComponent):
        await borrow_form(room.roll_responder)(room.submit(shown, bonus="1"), "")


async def test_a_shared_roll_with_parameters_opens_a_form_and_rolls() -> None:
    room = Room([11, 3])

    form = await borrow_button(room.roll_responder, MemoryDebouncer())(
        room.press(sharing(SHARED)), ""
    )
    assert form.kind is ResponseType.MODAL
    rolled = await borrow_form(room.roll_responder)(room.submit(sharing(SHARED), bonus=" 2 "), "")

    assert "`Hit: 1d20+1d4+2`" in response_json(rolled)
    assert (await room.collection()).texts == {}


async def test_double_press_rolls_once() -> None:
    room = await Room([4], EMPTY_COLLECTION.with_text("$hit", "1d6")).filled()
    press = use_button(room.listed, room.roll_responder, MemoryDebouncer())

    rolled = await press(room.press(bot_message(), at=LONG), "$hit")
    again = await press(room.press(bot_message(), at=LONG + 1), "$hit")

    assert "`Hit: 1d6`" in response_json(rolled)
    assert again == DEFERRED_UPDATE


async def test_the_form_of_a_saved_roll_leaves_defaults_where_nothing_is_typed() -> None:
    room = await Room([4], EMPTY_COLLECTION.with_text("$hit", "1d6+{a}+{b=7}")).filled()

    rolled = await use_form(room.roll_responder)(room.submit(bot_message(), a="1", b=""), "$hit")

    assert "`Hit: 1d6+1+7`" in response_json(rolled)


@pytest.mark.parametrize("name", ["", "1d6", "@luck", "$" + "x" * 60])
async def test_a_button_names_a_saved_roll_and_nothing_else(name: str) -> None:
    room = await Room([], EMPTY_COLLECTION.with_text("@luck", "3")).filled()

    for press in (
        use_button(room.listed, room.roll_responder, MemoryDebouncer()),
        share_button(room.listed, CONTEXTS),
    ):
        with pytest.raises(InvalidComponent):
            await press(room.press(bot_message()), name)
    with pytest.raises(InvalidComponent):
        await use_form(room.roll_responder)(room.submit(bot_message(), a="1"), name)


async def test_a_roll_forgotten_meanwhile_is_refused_by_name() -> None:
    room = Room([])

    with pytest.raises(UnknownName):
        await use_button(room.listed, room.roll_responder, MemoryDebouncer())(
            room.press(bot_message()), "$gone"
        )
    response = await chosen_menu(room.listed)(room.press(bot_message(), "$gone"), "")
    assert "Nothing is saved here yet" in response_json(response)


async def test_a_roll_beyond_the_limits_is_not_shared() -> None:
    collection = EMPTY_COLLECTION.with_text("$all", "+".join(f"$r{n}" for n in range(9)))
    for number in range(9):
        collection = collection.with_text(f"$r{number}", "+".join(["1"] * 200))
    room = await Room([], collection).filled()

    with pytest.raises(SavedTextsTooLong):
        await share_button(room.listed, CONTEXTS)(room.press(bot_message()), "$all")


@pytest.mark.parametrize("arguments", ["", "x", "-1", "99999", "²"])
async def test_a_page_is_a_number(arguments: str) -> None:
    room = Room([])

    with pytest.raises(InvalidComponent):
        await page_button(room.listed)(room.press(bot_message()), arguments)


async def test_a_forged_scope_or_name_forgets_nothing() -> None:
    room = await Room([], EMPTY_COLLECTION.with_text("$hit", "1d6")).filled()
    drop = drop_button(ForgetSaved(room.collections), CONTEXTS)

    with pytest.raises(InvalidComponent):
        await drop(room.press(bot_message()), "everything:$hit")
    with pytest.raises(InvalidSavedName):
        await drop(room.press(bot_message()), "mine:")
    with pytest.raises(UnknownName):
        await drop(room.press(bot_message()), "mine:$miss")

    assert (await room.collection()).texts == {"$hit": "1d6"}
    await drop(room.press(bot_message()), "mine:$hit")
    assert (await room.collection()).texts == {}
