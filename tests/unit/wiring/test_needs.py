"""The bot asks Discord for what the contexts that are on need, and for no more."""

from __future__ import annotations

import pytest
from dependency_injector.errors import Error

from nazh.adapters.inbound.discord.invite import Intents, Permissions
from nazh.adapters.inbound.settings import DatabaseUrl, Secret, Settings
from nazh.wiring.context import Context
from nazh.wiring.platform import PlatformContainer
from nazh.wiring.program import assemble

SETTINGS = Settings(token=Secret("MTAwMA.a.b"), database_url=DatabaseUrl("memory:"))


def test_the_needs_of_all_contexts_are_asked_for() -> None:
    platform = PlatformContainer(settings=SETTINGS)
    guild, message = Intents.GUILDS, Intents.GUILD_MESSAGES
    speak, react = Permissions.SEND_MESSAGES, Permissions.ADD_REACTIONS
    program = assemble(
        platform,
        (
            Context(name="one", intents=guild, permissions=speak),
            Context(name="other", intents=guild | message, permissions=react),
        ),
    )

    assert platform.gateway().intents == guild | message
    assert program.permissions == speak | react


def test_without_a_context_nothing_is_asked_for() -> None:
    platform = PlatformContainer(settings=SETTINGS)
    program = assemble(platform, ())

    assert platform.gateway().intents == Intents.NONE
    assert program.permissions == Permissions.NONE


def test_a_context_cannot_build_the_bot_before_all_needs_are_known() -> None:
    with pytest.raises(Error, match="intents"):
        PlatformContainer(settings=SETTINGS).gateway()
