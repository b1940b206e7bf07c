"""Wires panels."""

from __future__ import annotations

from dependency_injector import containers, providers

from nazh.adapters.inbound.discord.dice.guild_context import GuildContexts
from nazh.adapters.inbound.discord.dice.panels.panel_messages import EDIT, POST, ROLL
from nazh.adapters.inbound.discord.dice.panels.panels import (
    edit_button,
    panel_action,
    panel_command,
    post_button,
    roll_button,
)
from nazh.adapters.inbound.discord.dice.rolling.roll_responder import RollResponder
from nazh.application.dice.panels.check_panel import CheckPanel
from nazh.application.dice.ports import SavedNames
from nazh.application.shared.debounce import Debouncer


class PanelsContainer(containers.DeclarativeContainer):
    """The use case of panels, and its handlers."""

    saved_names: providers.Dependency[SavedNames] = providers.Dependency()
    roll_responder: providers.Dependency[RollResponder] = providers.Dependency(
        instance_of=RollResponder
    )
    guild_contexts: providers.Dependency[GuildContexts] = providers.Dependency(
        instance_of=GuildContexts
    )
    debouncer: providers.Dependency[Debouncer] = providers.Dependency()

    check_panel = providers.Factory(CheckPanel, saved_names)
    command = providers.Singleton(panel_command, check_panel, guild_contexts)
    buttons = providers.Dict(
        {
            ROLL: providers.Singleton(roll_button, roll_responder, debouncer),
            EDIT: providers.Singleton(edit_button, guild_contexts),
            POST: providers.Singleton(post_button, check_panel, guild_contexts),
        }
    )
    forms = providers.Dict({EDIT: providers.Singleton(panel_action, check_panel, guild_contexts)})
