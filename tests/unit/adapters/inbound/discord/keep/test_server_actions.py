"""Tests that what was typed is not lost if a modal fails because the database is unavailable."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, NoReturn

import hikari
import pytest

from nazh.adapters.inbound.discord.interactions.component_router import FormAction
from nazh.adapters.inbound.discord.interactions.responses import EPHEMERAL
from nazh.adapters.inbound.discord.keep.server_actions import add_modal, edit_modal
from nazh.adapters.inbound.discord.keep.server_forms import read_failed
from nazh.application.keep.servers.add_server import TypedServer
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.kernel.errors import Unavailable
from tests.unit.adapters.inbound.discord.dice.building.test_builder import factory
from tests.unit.adapters.inbound.discord.dice.payloads import ALICE, bot_message, in_guild, payload

__all__ = ["factory"]

TYPED = {"name": "Island", "host": "a.example", "port": "27020", "password": "hush"}


@dataclass(frozen=True, slots=True)
class UnavailableServers:
    """The use cases of game servers while the database is unavailable."""

    async def add(self, *request: object) -> NoReturn:
        raise Unavailable("the database")

    edit = add


def unavailable() -> Any:
    return UnavailableServers()


def submitted(factory: hikari.api.EntityFactory) -> hikari.ModalInteraction:
    fields = enumerate(TYPED.items(), start=1)
    rows = [
        {
            "type": 1,
            "id": id,
            "components": [{"type": 4, "id": 10 * id, "custom_id": name, "value": value}],
        }
        for id, (name, value) in fields
    ]
    data = {"custom_id": "x", "components": rows}
    interaction = in_guild(payload(5, data, bot_message(), ALICE, 2 << 40), 1, 1 << 5)
    return factory.deserialize_modal_interaction(interaction)


@pytest.mark.parametrize(
    ("submit", "arguments", "reopens"),
    [
        (add_modal(unavailable(), PROFILES), "ark_asa", "nz2:keep.add:ark_asa"),
        (edit_modal(unavailable()), "7", "nz2:keep.edit:7"),
    ],
    ids=["add", "edit"],
)
async def test_a_modal_can_be_opened_again_after_the_database_was_unavailable(
    factory: hikari.api.EntityFactory, submit: FormAction, arguments: str, reopens: str
) -> None:
    response = await submit(submitted(factory), arguments)

    message = json.loads(json.dumps(response.data))
    assert isinstance(response.error, Unavailable)
    assert message["flags"] == EPHEMERAL
    assert "try again in a moment" in message["content"]
    assert message["components"][0]["components"][0]["custom_id"] == reopens
    typed = read_failed(message["embeds"][0]["description"])
    assert typed == TypedServer("Island", "a.example", "27020", "")
    assert "hush" not in json.dumps(message)
