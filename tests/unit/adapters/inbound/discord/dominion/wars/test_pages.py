"""Tests that a list of wars has no more buttons than a message can have."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import hikari

from nazh.adapters.inbound.discord.dominion.wars.pages import list_button
from nazh.application.dominion.ports import Requester, SupportedWar
from nazh.application.dominion.wars.list_wars import PAGE_LENGTH, WarFilter, WarList
from nazh.domain.dominion.combat.sides import Role
from tests.unit.adapters.inbound.discord.dice.building.test_builder import factory
from tests.unit.adapters.inbound.discord.dice.payloads import ALICE, bot_message, in_guild, payload
from tests.unit.adapters.inbound.texts.dominion.wars.test_wars import WAR

__all__ = ["factory"]

MOST_IN_MESSAGE = 25
MOST_SUPPORTED = 100
"""The most wars that the rules can allow a nation to support."""


class Wars:
    """Lists a page of a nation that supports as many wars as the rules can allow."""

    async def list(
        self, requester: Requester, which: WarFilter, page: int, name: object
    ) -> WarList:
        wars = [replace(WAR, number=number) for number in range(PAGE_LENGTH + MOST_SUPPORTED)]
        supported = (SupportedWar(war, Role.DEFENDER) for war in wars[PAGE_LENGTH:])
        return WarList(which, "Aurelia", page, tuple(wars[:PAGE_LENGTH]), False, tuple(supported))


async def test_a_list_of_many_wars_can_be_sent_and_turned(
    factory: hikari.api.EntityFactory,
) -> None:
    list_wars: Any = Wars().list
    data = {"custom_id": "x", "component_type": 2, "values": []}
    sent = in_guild(payload(3, data, bot_message(), ALICE, 1 << 40), 1, 0)
    press = factory.deserialize_component_interaction(sent)

    response = await list_button(list_wars)(press, "own:2:")

    rows = json.loads(json.dumps(response.data))["components"]
    buttons = [component["custom_id"] for row in rows for component in row["components"]]
    assert len(buttons) <= MOST_IN_MESSAGE
    assert buttons[-2:] == ["nz2:dominion.war_list:own:1:", "nz2:dominion.war_list:own:3:"]
