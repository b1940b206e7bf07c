"""Tests that a dangerous command is run once it is confirmed by its user, and once only."""

from __future__ import annotations

import asyncio
from typing import Any

import hikari
import pytest

from nazh.adapters.inbound.discord.errors import OthersComponent
from nazh.adapters.inbound.discord.interactions.component_signer import LIFETIME, ComponentSigner
from nazh.adapters.inbound.discord.interactions.responses import EPHEMERAL
from nazh.adapters.inbound.discord.keep.consoles import RUN, run_modal, run_response
from nazh.application.keep.consoles.check_command import AllowedCommand
from nazh.application.keep.consoles.run_recorded_command import EndedCommand
from nazh.domain.keep.access import Caller
from nazh.domain.keep.consoles.commands import parse_command
from nazh.domain.keep.errors import AlreadyConfirmed
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.identity import GuildId
from tests.unit.adapters.inbound.discord.dice.building.test_builder import factory
from tests.unit.adapters.inbound.discord.dice.payloads import (
    ALICE,
    BOB,
    bot_message,
    in_guild,
    payload,
)

__all__ = ["factory"]

ARK = PROFILES["ark_asa"]
ISLAND = GameServer(GameServerId(7), GuildId(1), "Island", "ark_asa", "a.example", 27_020)


class Claims:
    """Claims that are kept, with their seconds; satisfies ``IdempotencyStore``."""

    def __init__(self) -> None:
        self.seconds: dict[str, int] = {}

    async def claim(self, name: str, seconds: int = 0) -> bool:
        is_free = name not in self.seconds
        self.seconds[name] = seconds
        return is_free

    async def release(self, name: str) -> None:
        raise NotImplementedError


class Console:
    """The modal that confirms a command, and what was checked."""

    def __init__(self) -> None:
        self.claims = Claims()
        self.signer = ComponentSigner("secret")
        self.checked: list[tuple[int, int, str]] = []
        check: Any = self._check
        run: Any = None  # runs when the deferred response is finished
        self.confirm = run_modal(check, run, self.claims, self.signer)

    async def _check(self, caller: Caller, server: GameServerId, typed: str) -> AllowedCommand:
        self.checked.append((caller.user, server, typed))
        return AllowedCommand(ISLAND, ARK, parse_command(typed, ARK), needs_confirmation=True)


def submitted(
    factory: hikari.api.EntityFactory, by: str = ALICE, at: int = 2
) -> hikari.ModalInteraction:
    part = {"type": 4, "id": 2, "custom_id": "command", "value": "DestroyWildDinos"}
    data = {"custom_id": "x", "components": [{"type": 1, "id": 1, "components": [part]}]}
    interaction = in_guild(payload(5, data, bot_message(), by, at << 40), 1, 0)
    return factory.deserialize_modal_interaction(interaction)


def arguments(console: Console, interaction: hikari.ModalInteraction, asked_in: int = 1) -> str:
    custom_id = console.signer.custom_id(interaction, "keep", RUN, f"{ISLAND.id}.{asked_in}")
    return custom_id.split(":", 2)[2]


async def test_a_confirmation_counts_once(factory: hikari.api.EntityFactory) -> None:
    console, interaction = Console(), submitted(factory)

    response = await console.confirm(interaction, arguments(console, interaction))
    with pytest.raises(AlreadyConfirmed):
        await console.confirm(interaction, arguments(console, interaction))
    await console.confirm(interaction, arguments(console, interaction, asked_in=2))

    assert [followup.name for followup in response.followups] == [f"{interaction.id}+console"]
    assert response.data == {"flags": EPHEMERAL}
    assert console.checked == [(int(ALICE), ISLAND.id, "DestroyWildDinos")] * 3
    assert set(console.claims.seconds) == {"confirmed-1", "confirmed-2"}


async def test_it_is_remembered_for_longer_than_it_can_be_used(
    factory: hikari.api.EntityFactory,
) -> None:
    console, interaction = Console(), submitted(factory)

    await console.confirm(interaction, arguments(console, interaction))

    assert min(console.claims.seconds.values()) > LIFETIME


async def test_nobody_confirms_for_somebody_else(factory: hikari.api.EntityFactory) -> None:
    console, interaction = Console(), submitted(factory)

    with pytest.raises(OthersComponent):
        await console.confirm(submitted(factory, BOB), arguments(console, interaction))

    assert console.checked == []
    assert console.claims.seconds == {}


async def test_other_tasks_run_while_a_long_reply_is_formatted(
    factory: hikari.api.EntityFactory,
) -> None:
    async def run(*_: object) -> EndedCommand:
        return EndedCommand("a\u0301" * 1_000_000, 0.1)

    any_run: Any = run
    allowed = AllowedCommand(
        ISLAND, ARK, parse_command("GetGameLog", ARK), needs_confirmation=False
    )
    response = run_response(any_run, submitted(factory), allowed, ComponentSigner("secret"))
    (followup,) = response.followups
    assert followup.finish is not None

    finishing = asyncio.ensure_future(followup.finish())
    turns = 0
    while not finishing.done():
        turns += 1
        await asyncio.sleep(0)
    _, (file,) = await finishing

    assert turns > 100
    assert file.name == "reply.txt"
