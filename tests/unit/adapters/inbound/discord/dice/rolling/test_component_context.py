"""Tests that the origin of a roll is taken from messages of ours only."""

from __future__ import annotations

import hikari
import pytest

from nazh.adapters.inbound.discord.dice.rolling.component_context import roll_origin_of
from nazh.adapters.inbound.discord.dice.rolling.state_signer import RollOrigin
from nazh.adapters.inbound.discord.errors import InvalidComponent
from tests.unit.adapters.inbound.discord.dice.payloads import (
    ALICE,
    BOB,
    BOT,
    Payload,
    bot_message,
    payload,
)


def press(message: Payload) -> hikari.ComponentInteraction:
    """Return a press by Bob of a button under ``message``."""
    pressed = payload(
        3, {"custom_id": "x", "component_type": 2, "values": []}, message, BOB, 60_000 << 22
    )
    factory = hikari.GatewayBot("MQ.a.b", banner=None, logs=None).entity_factory
    return factory.deserialize_component_interaction(pressed)


async def test_the_roller_is_the_user_whom_the_message_answered() -> None:
    origin = roll_origin_of(press(bot_message(owner=ALICE)))

    assert origin == RollOrigin(hikari.Snowflake(9), hikari.Snowflake(ALICE))


@pytest.mark.parametrize(
    "message",
    [bot_message(author=ALICE), {**bot_message(author=BOT), "interaction_metadata": None}],
    ids=["a message of another author", "a message that answers nobody"],
)
async def test_other_messages_have_no_roll(message: Payload) -> None:
    with pytest.raises(InvalidComponent):
        roll_origin_of(press(message))
