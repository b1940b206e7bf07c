"""Tests edits of a panel, from Discord's payload to the response."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import NoReturn

import hikari
import pytest

from nazh.adapters.inbound.discord.dice.errors import NotYourPanel
from nazh.adapters.inbound.discord.dice.guild_context import GuildContexts
from nazh.adapters.inbound.discord.dice.panels.panel_messages import (
    ROLLS,
    panel_body,
    read_panel,
)
from nazh.adapters.inbound.discord.dice.panels.panels import edit_button, panel_action
from nazh.adapters.inbound.discord.interactions.responses import EPHEMERAL
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dice.panels.check_panel import CheckPanel, PanelRequest
from nazh.domain.dice import NAZH
from nazh.domain.dice.errors import TooManyDice
from nazh.domain.dice.panels import Panel
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId, UserId
from tests.doubles.guild_settings import FixedSettings
from tests.doubles.saved_names import FixedSavedNames
from tests.unit.adapters.inbound.discord.dice.building.test_builder import factory
from tests.unit.adapters.inbound.discord.dice.payloads import (
    ALICE,
    BOB,
    Payload,
    bot_message,
    in_guild,
    payload,
)

__all__ = ["factory"]

BEFORE, NOW = "1d20+7", "1d20+9"
CONTEXTS = GuildContexts(FixedSettings(), NAZH)
MANAGE_MESSAGES = 1 << 13


async def panel_of_alice() -> Payload:
    """Return the posted message of a panel with what Alice had saved then."""
    request = PanelRequest(UserId(int(ALICE)), "Attacks", ("$hit",))
    panel = await CheckPanel(FixedSavedNames({"$hit": BEFORE}))(request)
    assert isinstance(panel, Panel)
    body = json.loads(json.dumps(panel_body(panel, ENGLISH)))
    for number, row in enumerate(body["components"]):
        row["id"] = number
        for inner, component in enumerate(row["components"], 10 * (number + 1)):
            component["id"] = inner
    embeds = [{"type": "rich", **embed} for embed in body["embeds"]]
    return {**bot_message(*embeds, owner=ALICE), "components": body["components"]}


async def pressed_by(user: str, permissions: int, kind: int, data: Payload) -> dict[str, object]:
    """Return what a member with these permissions does to the panel."""
    return in_guild(payload(kind, data, await panel_of_alice(), user, 1 << 40), 2, permissions)


async def submitted_by(
    factory: hikari.api.EntityFactory, user: str, permissions: int, rolls: str = "$hit"
) -> hikari.ModalInteraction:
    part = {"type": 4, "id": 2, "custom_id": ROLLS, "value": rolls}
    data = {"custom_id": "x", "components": [{"type": 1, "id": 1, "components": [part]}]}
    return factory.deserialize_modal_interaction(await pressed_by(user, permissions, 5, data))


@pytest.mark.parametrize(
    ("user", "permissions", "rolled"), [(ALICE, 0, NOW), (BOB, MANAGE_MESSAGES, BEFORE)]
)
async def test_an_edit_uses_only_the_authors_saved_rolls(
    factory: hikari.api.EntityFactory, user: str, permissions: int, rolled: str
) -> None:
    edit = panel_action(CheckPanel(FixedSavedNames({"$hit": NOW})), CONTEXTS)

    response = await edit(await submitted_by(factory, user, permissions), "")

    assert rolled in json.dumps(response.body)


async def test_a_refused_edit_is_counted_by_its_first_line(
    factory: hikari.api.EntityFactory,
) -> None:
    edit = panel_action(CheckPanel(FixedSavedNames({})), CONTEXTS)

    response = await edit(await submitted_by(factory, ALICE, 0, "1d20\n21d6\n2x"), "")

    assert isinstance(response.error, TooManyDice)
    assert response.data is not None
    assert response.data["flags"] == EPHEMERAL


class UnavailableNames:
    """Saved names while the database is unavailable; satisfies ``SavedNames``."""

    async def find(
        self, by: UserId, names: Collection[str], guild: GuildId | None = None
    ) -> NoReturn:
        raise Unavailable("the database")

    async def names(self, by: UserId, guild: GuildId | None = None) -> NoReturn:
        raise Unavailable("the database")

    async def active_character(self, by: UserId, guild: GuildId | None) -> NoReturn:
        raise Unavailable("the database")


async def test_typed_rolls_are_not_lost_while_the_database_is_unavailable(
    factory: hikari.api.EntityFactory,
) -> None:
    edit = panel_action(CheckPanel(UnavailableNames()), CONTEXTS)

    response = await edit(await submitted_by(factory, ALICE, 0, "Hit=$hit\n2d6"), "")

    assert isinstance(response.error, Unavailable)
    message = json.loads(json.dumps(response.data))
    assert "try again in a moment" in message["content"]
    assert read_panel("", message["embeds"][0]["description"]).typed == "Hit=$hit\n2d6"
    assert message["flags"] == EPHEMERAL


async def test_others_can_neither_open_the_form_of_a_panel_nor_submit_it(
    factory: hikari.api.EntityFactory,
) -> None:
    data = {"custom_id": "x", "component_type": 2, "values": []}
    press = factory.deserialize_component_interaction(await pressed_by(BOB, 0, 3, data))
    submit = panel_action(CheckPanel(FixedSavedNames({})), CONTEXTS)

    with pytest.raises(NotYourPanel):
        await edit_button(CONTEXTS)(press, "")
    with pytest.raises(NotYourPanel):
        await submit(await submitted_by(factory, BOB, 0), "")
