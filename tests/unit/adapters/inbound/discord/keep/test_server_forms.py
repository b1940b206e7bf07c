"""Tests the modals about game servers with golden files; none has a password in it."""

from __future__ import annotations

import json

import pytest

from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.discord.keep.server_forms import (
    add_form,
    edit_form,
    password_form,
    typed_server,
)
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.keep.servers.add_server import TypedServer
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.identity import GuildId
from tests.conftest import CheckGolden

ISLAND = GameServer(GameServerId(7), GuildId(1), "Island", "ark_asa", "a.example", 27_020)
FORMS = {
    "add": add_form(PROFILES["ark_asa"], ENGLISH),
    "edit": edit_form(ISLAND, ENGLISH),
    "password": password_form(ISLAND, ENGLISH),
}


def test_modals_are_as_agreed(check_golden: CheckGolden) -> None:
    bodies = {name: form.body for name, form in FORMS.items()}

    check_golden("discord/keep_forms.json", json.dumps(bodies, indent=2) + "\n")


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_the_field_of_the_password_is_empty(form: Response) -> None:
    rows = json.loads(json.dumps(form.data))["components"]
    fields = {component["custom_id"]: component for row in rows for component in row["components"]}

    assert "value" not in fields["password"]


def test_what_is_typed_is_read_by_the_names_of_fields() -> None:
    typed = {"port": "27020", "password": "hush", "host": "a.example", "name": "Island"}

    assert typed_server(typed) == TypedServer("Island", "a.example", "27020", "hush")
    assert typed_server({}) == TypedServer("", "", "", "")
