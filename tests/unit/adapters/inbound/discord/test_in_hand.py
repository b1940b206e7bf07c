"""In hand: a task says which interaction it is about, and another task says nothing."""

from __future__ import annotations

import hikari

from nazh.adapters.inbound.discord.in_hand import IN_HAND, facts_in_hand


def pressed(custom_id: str) -> hikari.ModalInteraction:
    # A form as it comes out of hikari, from before its gateway has any shards.
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


def test_with_nothing_in_hand_there_are_no_facts() -> None:
    assert facts_in_hand() == {}


def test_a_form_is_named_without_what_it_carries() -> None:
    holding = IN_HAND.set(pressed("nz1:words:2d6 # my secret plan: none"))

    facts = facts_in_hand()

    IN_HAND.reset(holding)
    assert facts == {"interaction": str(2**63), "command": "nz1:words"}
