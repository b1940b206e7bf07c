"""Tests that the treasury pays only a price that was shown to someone who may pay it."""

from __future__ import annotations

import json
from typing import Any

import hikari
import pytest

from nazh.adapters.inbound.discord.dominion.treasury import upgrade_button, upgrade_now_button
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.interactions.responses import Response, ResponseType
from nazh.application.dominion.nations.look_at_nation import NationView
from nazh.application.dominion.treasury.upgrade_storage import StorageUpgraded
from nazh.domain.dominion.errors.general import OnlyDelegates, OtherPrice
from nazh.domain.dominion.treasury import storage_price
from nazh.domain.kernel.identity import UserId
from tests.unit.adapters.inbound.discord.dice.building.test_builder import factory
from tests.unit.adapters.inbound.discord.dice.payloads import (
    ALICE,
    BOB,
    bot_message,
    in_guild,
    payload,
)
from tests.unit.domain.dominion.dominion_examples import SEASON, nation_with

__all__ = ["factory"]

NATION = nation_with(10_000, leader=UserId(int(ALICE)))
PRICE = storage_price(0, SEASON.rules.resources)


class Treasury:
    """The use cases of a nation that Alice leads; counts its upgrades."""

    def __init__(self) -> None:
        self.upgrades = 0
        look: Any = self._look
        upgrade: Any = self._upgrade
        self.ask = upgrade_button(look)
        self.confirm = upgrade_now_button(look, upgrade)

    async def _look(self, requester: object) -> NationView:
        return NationView(NATION, None, SEASON)

    async def _upgrade(self, requester: object, price: int) -> StorageUpgraded:
        if price != PRICE:
            raise OtherPrice(PRICE)
        self.upgrades += 1
        return StorageUpgraded(15_000, 1, 5_000)


def press(factory: hikari.api.EntityFactory, by: str) -> hikari.ComponentInteraction:
    data = {"custom_id": "x", "component_type": 2, "values": []}
    interaction = in_guild(payload(3, data, bot_message(), by, 1 << 40), 1, 0)
    return factory.deserialize_component_interaction(interaction)


def labels(response: Response) -> list[str]:
    rows = json.loads(json.dumps(response.data))["components"]
    return [component["label"] for row in rows for component in row["components"]]


async def test_the_price_is_shown_before_it_is_paid(factory: hikari.api.EntityFactory) -> None:
    treasury = Treasury()

    response = await treasury.ask(press(factory, ALICE), "")

    assert response.kind is ResponseType.EDIT
    assert labels(response) == [f"Upgrade for {PRICE:,}", "Not Now"]
    assert treasury.upgrades == 0


async def test_another_price_is_shown_again_and_not_paid(
    factory: hikari.api.EntityFactory,
) -> None:
    treasury = Treasury()

    response = await treasury.confirm(press(factory, ALICE), str(PRICE + 1))
    assert (labels(response)[0], treasury.upgrades) == (f"Upgrade for {PRICE:,}", 0)

    await treasury.confirm(press(factory, ALICE), str(PRICE))
    assert treasury.upgrades == 1


async def test_a_price_that_is_no_number_is_refused(factory: hikari.api.EntityFactory) -> None:
    treasury = Treasury()

    with pytest.raises(InvalidComponent):
        await treasury.confirm(press(factory, ALICE), "free")

    assert treasury.upgrades == 0


async def test_nobody_else_is_asked_to_pay(factory: hikari.api.EntityFactory) -> None:
    with pytest.raises(OnlyDelegates):
        await Treasury().ask(press(factory, BOB), "")
