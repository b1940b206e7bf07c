"""The commands with which developers switch features and single commands."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.operations.options import names_like, reason_option
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import private
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.component_router import read_number
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.texts.dominion.operations import features as texts
from nazh.application.dominion.operations.switch import ShowControls, SwitchCommand, SwitchFeature
from nazh.domain.dominion.errors.controls import InvalidServerId
from nazh.domain.dominion.operations.features import Feature
from nazh.domain.kernel.identity import GuildId

_MAX_NAME_LENGTH: Final = 100
_FEATURES: Final = [lightbulb.Choice(feature.value, feature.value) for feature in Feature]


def add_feature_commands(group: lightbulb.Group, show: ShowControls, switch: SwitchFeature) -> None:
    """Add the subcommands for features to ``/dominion-admin``."""
    features = group.subgroup("feature", "Parts of the game.")
    for command in (
        _feature_switch(switch, is_on=True),
        _feature_switch(switch, is_on=False),
        feature_list(show, "list"),
        _feature_status(show),
    ):
        features.register(command)


def add_command_switches(group: lightbulb.Group, switch: SwitchCommand) -> None:
    """Add the subcommands for single commands to ``/dominion-admin``."""
    commands = group.subgroup("command", "Single commands.")
    commands.register(_command_switch(switch, is_on=True))
    commands.register(_command_switch(switch, is_on=False))


def _feature_switch(switch: SwitchFeature, *, is_on: bool) -> type[lightbulb.SlashCommand]:
    class Switch(
        lightbulb.SlashCommand,
        name="enable" if is_on else "disable",
        description="Switch a feature on." if is_on else "Switch a feature off.",
    ):
        feature = lightbulb.string("name", "The feature", choices=_FEATURES)
        reason = reason_option()
        guild = lightbulb.string(
            "server", "The id of a server (all)", default=None, max_length=_MAX_NAME_LENGTH
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            feature = Feature(self.feature)
            guild = None if self.guild is None else _server_id(self.guild)
            after = await switch(
                requester_of(interaction), feature, guild, self.reason, is_on=is_on
            )
            translator = private_translator(interaction)
            return private(texts.switched_text(after, feature, guild, translator, is_on=is_on))

    return Switch


def _server_id(typed: str) -> GuildId:
    try:
        return GuildId(read_number(typed.strip()))
    except InvalidComponent:
        raise InvalidServerId(typed) from None


def feature_list(show: ShowControls, name: str) -> type[lightbulb.SlashCommand]:
    """Return a subcommand that shows the features by their phases."""

    class List(lightbulb.SlashCommand, name=name, description="Show the features by their phases."):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            controls = await show(requester_of(interaction))
            return private(texts.features_text(controls, private_translator(interaction)))

    return List


def _feature_status(show: ShowControls) -> type[lightbulb.SlashCommand]:
    class Status(lightbulb.SlashCommand, name="status", description="Show one feature."):
        feature = lightbulb.string("name", "The feature", choices=_FEATURES)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            controls = await show(requester_of(interaction))
            translator = private_translator(interaction)
            return private(texts.feature_text(controls, Feature(self.feature), translator))

    return Status


def _command_switch(switch: SwitchCommand, *, is_on: bool) -> type[lightbulb.SlashCommand]:
    class Switch(
        lightbulb.SlashCommand,
        name="enable" if is_on else "disable",
        description="Switch a command on." if is_on else "Switch a command off, for all servers.",
    ):
        command = lightbulb.string(
            "name",
            "The command",
            max_length=_MAX_NAME_LENGTH,
            autocomplete=names_like(switch.commands),
        )
        reason = reason_option()

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            requester = requester_of(interaction)
            await switch(requester, self.command, self.reason, is_on=is_on)
            name = self.command.strip().removeprefix("/")
            translator = private_translator(interaction)
            return private(texts.command_text(name, translator, is_on=is_on))

    return Switch
