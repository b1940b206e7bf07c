"""Tests that a signed custom_id is valid for one action, one user and some minutes."""

from __future__ import annotations

import base64

import hikari
import pytest
from hikari.users import UserImpl
from hypothesis import given
from hypothesis import strategies as st

from localcord.snowflakes import DISCORD_EPOCH_MS
from nazh.adapters.inbound.discord.errors import (
    ExpiredComponent,
    InvalidComponent,
    OthersComponent,
)
from nazh.adapters.inbound.discord.interactions.component_router import CUSTOM_ID_CHARACTERS
from nazh.adapters.inbound.discord.interactions.component_signer import ComponentSigner

SIGNER = ComponentSigner("token")
ALICE, BOB = 2**63 - 1, 5
NOW = 1_700_000_000


def interaction_by(user: int = ALICE, second: int = NOW) -> hikari.PartialInteraction:
    """Return an interaction of a user at a second, of which nothing else is read."""
    asker = UserImpl.__new__(UserImpl)
    asker.id = hikari.Snowflake(user)
    interaction = hikari.PartialInteraction.__new__(hikari.PartialInteraction)
    interaction.user = asker
    interaction.id = hikari.Snowflake((second * 1_000 - DISCORD_EPOCH_MS) << 22)
    return interaction


def arguments_of(custom_id: str) -> str:
    return custom_id.split(":", 2)[2]


def signed(arguments: str = "7") -> str:
    return arguments_of(SIGNER.custom_id(interaction_by(), "keep", "reply", arguments))


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=30))
def test_what_was_signed_is_read_again(arguments: str) -> None:
    custom_id = SIGNER.custom_id(interaction_by(), "keep", "reply", arguments)

    assert custom_id.startswith("nz2:keep.reply:")
    assert len(custom_id) <= CUSTOM_ID_CHARACTERS
    assert SIGNER.verify(interaction_by(), "keep", "reply", arguments_of(custom_id)) == arguments


def test_it_is_good_for_a_quarter_of_an_hour() -> None:
    last = NOW + 15 * 60

    assert SIGNER.verify(interaction_by(second=last), "keep", "reply", signed()) == "7"
    with pytest.raises(ExpiredComponent):
        SIGNER.verify(interaction_by(second=last + 1), "keep", "reply", signed())


def test_a_signature_has_eight_bytes() -> None:
    assert len(base64.urlsafe_b64decode(signed().partition(".")[0] + "=")) == 8


def test_it_is_good_for_its_user_only() -> None:
    with pytest.raises(OthersComponent):
        SIGNER.verify(interaction_by(BOB), "keep", "reply", signed())


@pytest.mark.parametrize("changed", ["", "x", "..", f"{signed()}1", signed()[1:], "é.1.1.1"])
def test_changed_arguments_are_refused(changed: str) -> None:
    with pytest.raises(InvalidComponent):
        SIGNER.verify(interaction_by(), "keep", "reply", changed)


def test_another_action_or_secret_is_refused() -> None:
    with pytest.raises(InvalidComponent):
        SIGNER.verify(interaction_by(), "keep", "log", signed())
    with pytest.raises(InvalidComponent):
        ComponentSigner("another").verify(interaction_by(), "keep", "reply", signed())
