"""Tests that a game server is set up only with what Discord offers in the menus."""

from __future__ import annotations

from typing import Any

import hikari
import pytest

from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.interactions.component_signer import ComponentSigner
from nazh.adapters.inbound.discord.keep.setup_steps import SetupSteps
from nazh.domain.keep.access import Caller
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.identity import GuildId
from tests.unit.adapters.inbound.discord.dice.building.test_builder import factory
from tests.unit.adapters.inbound.discord.dice.payloads import ALICE, bot_message, in_guild, payload

__all__ = ["factory"]

ISLAND = GameServer(GameServerId(7), GuildId(1), "Island", "ark_asa", "a.example", 27_020)
ELSEWHERE = "99"
"""A channel of another server, which Discord does not offer and so does not resolve."""


class Servers:
    """Finds one game server for everyone."""

    async def one(self, caller: Caller, chosen: object) -> GameServer:
        return ISLAND


def new_steps(signer: ComponentSigner) -> SetupSteps:
    show: Any = Servers()
    unused: Any = None
    return SetupSteps(show, unused, unused, PROFILES, signer)


@pytest.mark.parametrize(("action", "menu"), [("channel", 8), ("role", 6)])
async def test_a_value_that_discord_has_not_resolved_is_refused(
    factory: hikari.api.EntityFactory, action: str, menu: int
) -> None:
    signer = ComponentSigner("secret")
    data = {"custom_id": "x", "component_type": menu, "values": [ELSEWHERE]}
    sent = in_guild(payload(3, data, bot_message(), ALICE, 1 << 40), 1, 1 << 5)
    interaction = factory.deserialize_component_interaction(sent)
    custom_id = signer.custom_id(interaction, "keep", action, str(ISLAND.id))

    with pytest.raises(InvalidComponent):
        await new_steps(signer).actions[action](interaction, custom_id.split(":", 2)[2])
