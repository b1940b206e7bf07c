"""Tests presses on a builder, from Discord's payload to the response."""

from __future__ import annotations

import json
from itertools import count

import hikari
import pytest

from nazh.adapters.inbound.discord.dice.building.builder import build_button, words_action
from nazh.adapters.inbound.discord.dice.building.builder_messages import Builder, builder_body
from nazh.adapters.inbound.discord.dice.errors import NotYourBuilder
from nazh.adapters.inbound.discord.dice.guild_context import GuildContexts
from nazh.adapters.inbound.discord.dice.rolling.roll_responder import RollResponder
from nazh.adapters.inbound.discord.dice.rolling.state_signer import StateSigner
from nazh.adapters.inbound.discord.errors import InvalidComponent, UnknownComponent
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction
from nazh.adapters.inbound.discord.interactions.responses import (
    DEFERRED_UPDATE,
    EPHEMERAL,
    ResponseType,
)
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.adapters.outbound.memory.debounce import MemoryDebouncer
from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.application.dice.odds.odds_cache import OddsCache
from nazh.application.dice.rolling.roll_dice import RollDice
from nazh.domain.dice import NAZH, parse_roll
from nazh.domain.dice.building.drafting import Draft, draft_of
from nazh.domain.dice.errors import InvalidLabel
from nazh.domain.dice.events import Rolled
from tests.doubles.channel_readers import FixedReaders
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.doubles.guild_settings import FixedSettings
from tests.doubles.interactions import RecordingMetrics
from tests.doubles.rng import ScriptedRng
from tests.doubles.saved_names import FixedSavedNames
from tests.unit.adapters.inbound.discord.dice.payloads import (
    ALICE,
    BOB,
    BOT,
    Payload,
    bot_message,
    payload,
)

CONTEXTS = GuildContexts(FixedSettings(), NAZH)
BUILDER = 5 << 22
A_MOMENT, LONG = 1_000 << 22, 60_000 << 22


class BuilderWithDice:
    """The builder's action with scripted dice."""

    def __init__(self, faces: list[int]) -> None:
        self.publisher = RecordingPublisher()
        self.ledgers = MemoryRollStore()
        self.roll_dice = RollDice(
            ScriptedRng(faces),
            self.ledgers,
            FixedSavedNames({}),
            FrozenClock(),
            self.publisher,
        )

    def new_press(self) -> ButtonAction:
        """Return the action of a newly started bot."""
        roll_responder = RollResponder(
            self.roll_dice, CONTEXTS, StateSigner("secret"), RecordingMetrics(), FixedReaders()
        )
        return build_button(roll_responder, OddsCache(), MemoryDebouncer())


def message_showing(builder: Builder, *, owner: str = ALICE, author: str = BOT) -> Payload:
    body = json.loads(json.dumps(builder_body(builder, NAZH, ENGLISH)))
    embeds = [{"type": "rich", **embed} for embed in body["embeds"]]
    return bot_message(*embeds, id=BUILDER, flags=EPHEMERAL, owner=owner, author=author)


@pytest.fixture(scope="module")
def factory() -> hikari.api.EntityFactory:
    return hikari.GatewayBot("MQ.a.b", banner=None, logs=None).entity_factory


class Users:
    """Creates presses as hikari parses them, each long after the one before."""

    def __init__(self, factory: hikari.api.EntityFactory) -> None:
        self._factory = factory
        self._times = count(LONG, LONG)

    def press(
        self, message: Payload, *values: str, by: str = ALICE, at: int | None = None
    ) -> hikari.ComponentInteraction:
        data = {"custom_id": "x", "component_type": 3 if values else 2, "values": list(values)}
        when = next(self._times) if at is None else at
        return self._factory.deserialize_component_interaction(payload(3, data, message, by, when))

    def submit(self, message: Payload, label: str, difficulty: str) -> hikari.ModalInteraction:
        typed = (("label", label), ("difficulty", difficulty))
        rows = [
            {"type": 1, "id": 1, "components": [{"type": 4, "id": 2, "custom_id": a, "value": b}]}
            for a, b in typed
        ]
        data = {"custom_id": "x", "components": rows}
        return self._factory.deserialize_modal_interaction(
            payload(5, data, message, ALICE, next(self._times))
        )


@pytest.fixture
def users(factory: hikari.api.EntityFactory) -> Users:
    return Users(factory)


def builder(text: str, rolls: int = 0) -> Builder:
    return Builder(draft_of(parse_roll(text)) if text else Draft(), rolls)


def edit_of(text: str, rolls: int = 0, odds: str = "") -> object:
    return builder_body(builder(text, rolls), NAZH, ENGLISH, odds)


async def test_a_step_starts_from_the_messages_state(users: Users) -> None:
    press = BuilderWithDice([]).new_press()

    response = await press(users.press(message_showing(builder("2d6", 3))), "more")

    assert (response.kind, response.data) == (ResponseType.EDIT, edit_of("3d6", 3))


async def test_a_die_is_chosen_from_the_menu(users: Users) -> None:
    press = BuilderWithDice([]).new_press()

    response = await press(users.press(message_showing(builder("")), "d20"), "die")

    assert response.data == edit_of("1d20")


@pytest.mark.parametrize("chosen", [(), ("d7",)])
async def test_a_die_that_is_not_on_the_menu_is_refused(users: Users, chosen: tuple[str]) -> None:
    press = BuilderWithDice([]).new_press()

    with pytest.raises(InvalidComponent):
        await press(users.press(message_showing(builder("")), *chosen), "die")


async def test_a_roll_counts_itself_and_is_posted(users: Users) -> None:
    with_dice = BuilderWithDice([4, 2])

    response = await with_dice.new_press()(users.press(message_showing(builder("2d6"))), "roll")

    assert response.fallback is not None
    assert response.data == edit_of("2d6", 1)
    (followup,) = response.followups
    assert "flags" not in followup.message
    assert response.fallback.data == followup.message
    assert with_dice.publisher.events == [Rolled(dice=2)]


async def test_a_secret_roll_is_posted_to_one_user(users: Users) -> None:
    press = BuilderWithDice([4]).new_press()

    response = await press(users.press(message_showing(builder("1d6"))), "secret")

    assert response.fallback is not None
    (followup,) = response.followups
    assert followup.message["flags"] == EPHEMERAL


@pytest.mark.parametrize(("pressed", "is_secret"), [("roll", False), ("secret", True)])
async def test_a_secret_roll_is_recorded_as_secret(
    pressed: str, is_secret: bool, users: Users
) -> None:
    with_dice = BuilderWithDice([4])

    await with_dice.new_press()(users.press(message_showing(builder("1d6"))), pressed)

    assert {record.is_secret for record in with_dice.ledgers.records} == {is_secret}


async def test_double_press_is_ignored(users: Users) -> None:
    with_dice = BuilderWithDice([4])
    press = with_dice.new_press()
    await press(users.press(message_showing(builder("1d6")), at=LONG), "roll")

    response = await press(
        users.press(message_showing(builder("1d6", 1)), at=LONG + A_MOMENT), "roll"
    )

    assert response is DEFERRED_UPDATE
    assert with_dice.publisher.events == [Rolled(dice=1)]


async def test_a_press_on_the_same_builder_shows_the_same_roll_in_any_process(
    users: Users,
) -> None:
    with_dice = BuilderWithDice([4, 5])  # the second throw is discarded
    message = message_showing(builder("1d6"))

    first = await with_dice.new_press()(users.press(message), "roll")
    second = await with_dice.new_press()(users.press(message), "roll")

    (one,), (other,) = first.followups, second.followups
    assert one.name == other.name
    assert one.message["embeds"] == other.message["embeds"]
    assert with_dice.publisher.events == [Rolled(dice=1)]


@pytest.mark.parametrize("changed", [builder("1d6", 1), builder("1d6+1")])
async def test_a_press_on_a_changed_builder_rolls_again(users: Users, changed: Builder) -> None:
    with_dice = BuilderWithDice([4, 5])
    await with_dice.new_press()(users.press(message_showing(builder("1d6"))), "roll")

    await with_dice.new_press()(users.press(message_showing(changed)), "roll")

    assert with_dice.publisher.events == [Rolled(dice=1), Rolled(dice=1)]


@pytest.mark.parametrize("name", ["roll", "secret", "words", "more", "add", "undo"])
async def test_an_impossible_step_changes_nothing(users: Users, name: str) -> None:
    with_dice = BuilderWithDice([])

    response = await with_dice.new_press()(users.press(message_showing(builder(""))), name)

    assert (response.kind, response.data) == (ResponseType.EDIT, edit_of(""))
    assert with_dice.publisher.events == []


async def test_words_are_set_by_the_form(users: Users) -> None:
    message = message_showing(builder("1d20"))

    modal = await BuilderWithDice([]).new_press()(users.press(message), "words")
    response = await words_action(CONTEXTS, OddsCache())(
        users.submit(message, "Stealth", "15"), "words"
    )

    assert modal.kind is ResponseType.MODAL
    assert (response.kind, response.data) == (
        ResponseType.EDIT,
        edit_of("Stealth: 1d20 vs 15", odds="30% against 15"),
    )


async def test_words_that_do_not_fit_are_refused(users: Users) -> None:
    with pytest.raises(InvalidLabel):
        await words_action(CONTEXTS, OddsCache())(
            users.submit(message_showing(builder("1d20")), "a, b", ""), ""
        )


async def test_a_builder_works_for_its_owner_only(users: Users) -> None:
    with_dice = BuilderWithDice([])

    with pytest.raises(NotYourBuilder):
        await with_dice.new_press()(users.press(message_showing(builder("1d20")), by=BOB), "roll")
    assert with_dice.publisher.events == []


@pytest.mark.parametrize(
    "message",
    [
        message_showing(builder("1d20"), author=BOB),
        {**message_showing(builder("1d20")), "embeds": []},
        {**message_showing(builder("1d20")), "embeds": [{"type": "rich", "description": "`1d20`"}]},
    ],
)
async def test_a_message_that_is_no_builder_of_ours_is_refused(
    users: Users, message: Payload
) -> None:
    with pytest.raises(InvalidComponent):
        await BuilderWithDice([]).new_press()(users.press(message), "roll")


async def test_a_step_of_another_version_is_refused(users: Users) -> None:
    with pytest.raises(UnknownComponent):
        await BuilderWithDice([]).new_press()(
            users.press(message_showing(builder("1d20"))), "dance"
        )


async def test_a_refused_edit_offers_the_builder_again(users: Users) -> None:
    press = BuilderWithDice([]).new_press()

    response = await press(users.press(message_showing(builder("1d20"))), "plus5")

    assert response.fallback is not None
    assert response.fallback.data is not None
    assert "/build pools:1d20+5" in str(response.fallback.data["content"])
