"""The command ``/dominion-ops``, with which developers monitor, close and stop the game."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.guards import DEVELOPER_PREFIX
from nazh.adapters.inbound.discord.dominion.operations.options import (
    reason_button,
    reason_option,
    typed_reason,
)
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import private
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction, FormAction
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.discord.ui import DANGER
from nazh.adapters.inbound.texts.dominion.buttons import CONTINUE
from nazh.adapters.inbound.texts.dominion.operations import status as texts
from nazh.application.dominion.operations.show_world import ShowWorld
from nazh.application.dominion.operations.switch import SetMode, ShowControls
from nazh.domain.dominion.operations.controls import Mode

STOP: Final = f"{DEVELOPER_PREFIX}stop"
_MODES: Final = {"on": Mode.MAINTENANCE, "off": Mode.OPEN}


def operations_group(show: ShowControls, world: ShowWorld, mode: SetMode) -> lightbulb.Group:
    """Return the command ``/dominion-ops`` with its subcommands."""
    group = lightbulb.Group("dominion-ops", "Operate Dominion (for developers).")
    for command in (
        _status_command(show, world),
        _tasks_command(world),
        _maintenance_command(mode),
        _stop_command(world),
        _resume_command(mode),
    ):
        group.register(command)
    return group


def stop_button() -> ButtonAction:
    """Return the action of Continue below the question whether to stop the world."""
    return reason_button(STOP, texts.STOP_TITLE)


def stop_form(set_mode: SetMode) -> FormAction:
    """Return the action of the modal that stops the world."""

    async def submit(interaction: hikari.ModalInteraction, arguments: str) -> Response:
        requester = requester_of(interaction)
        after = await set_mode(requester, Mode.STOPPED, typed_reason(interaction))
        return private(texts.mode_text(after, private_translator(interaction)))

    return submit


def _status_command(show: ShowControls, show_world: ShowWorld) -> type[lightbulb.SlashCommand]:
    class Status(
        lightbulb.SlashCommand,
        name="status",
        description="Show the state of the game and the world.",
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            requester = requester_of(interaction)
            controls = await show(requester)
            world = await show_world(requester)
            return private(texts.status_text(controls, world, private_translator(interaction)))

    return Status


def _tasks_command(show: ShowWorld) -> type[lightbulb.SlashCommand]:
    class Tasks(
        lightbulb.SlashCommand, name="tasks", description="Show whether periodic work is late."
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            world = await show(requester_of(interaction))
            return private(texts.tasks_text(world, private_translator(interaction)))

    return Tasks


def _maintenance_command(set_mode: SetMode) -> type[lightbulb.SlashCommand]:
    class Maintenance(
        lightbulb.SlashCommand,
        name="maintenance",
        description="Refuse commands for a while; the world keeps running.",
    ):
        state = lightbulb.string(
            "state", "On or off", choices=[lightbulb.Choice(state, state) for state in _MODES]
        )
        reason = reason_option()

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            after = await set_mode(requester_of(interaction), _MODES[self.state], self.reason)
            return private(texts.mode_text(after, private_translator(interaction)))

    return Maintenance


def _stop_command(show: ShowWorld) -> type[lightbulb.SlashCommand]:
    class EmergencyStop(
        lightbulb.SlashCommand,
        name="emergency-stop",
        description="Refuse commands and halt the world, after a preview.",
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            world = await show(requester_of(interaction))
            translator = private_translator(interaction)
            proceed = action_button(translator(CONTINUE), STOP, style=DANGER)
            return private(texts.stop_question(world, translator), proceed)

    return EmergencyStop


def _resume_command(set_mode: SetMode) -> type[lightbulb.SlashCommand]:
    class Resume(
        lightbulb.SlashCommand, name="resume", description="Resume commands and the world."
    ):
        reason = reason_option()

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            after = await set_mode(requester_of(interaction), Mode.OPEN, self.reason)
            return private(texts.mode_text(after, private_translator(interaction)))

    return Resume
