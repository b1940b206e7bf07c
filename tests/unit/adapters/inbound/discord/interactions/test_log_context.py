"""Tests that log records name the interaction of their own task only."""

from __future__ import annotations

import hikari

from nazh.adapters.inbound.discord.interactions.log_context import CURRENT_INTERACTION, log_fields


def pressed(custom_id: str) -> hikari.ModalInteraction:
    # A modal as hikari parses it, without shards.
    return hikari.ModalInteraction(
        app=hikari.GatewayBot("MQ.a.b", banner=None, logs=None),
        id=hikari.Snowflake(2**63),
        application_id=hikari.Snowflake(1),
        type=hikari.InteractionType.MODAL_SUBMIT,
        token="t",
        version=1,
        authorizing_integration_owners={},
        context=hikari.ApplicationContextType.GUILD,
        app_permissions=None,
        user=hikari.UNDEFINED,  # type: ignore[arg-type]  # nobody looks
        member=None,
        channel=None,  # type: ignore[arg-type]  # nobody looks
        guild_id=None,
        guild_locale=None,
        locale=hikari.Locale.EN_US,
        entitlements=[],
        attachment_size_limit=0,
        custom_id=custom_id,
        components=[],
        message=None,
    )


def test_without_an_interaction_there_are_no_fields() -> None:
    assert log_fields() == {}


def test_a_modal_is_named_without_its_state() -> None:
    token = CURRENT_INTERACTION.set(pressed("nz1:words:2d6 # my secret plan: none"))

    fields = log_fields()

    CURRENT_INTERACTION.reset(token)
    assert fields == {"interaction": str(2**63), "command": "nz1:words"}
