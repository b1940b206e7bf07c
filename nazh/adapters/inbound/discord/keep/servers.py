"""The command ``/server``, which shows game servers and lets managers set them up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.embed_responses import private
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, handler
from nazh.adapters.inbound.discord.interactions.component_signer import ComponentSigner
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import (
    Response,
)
from nazh.adapters.inbound.discord.keep.callers import (
    LONGEST_TYPED_NAME,
    caller_of,
    server_button,
    server_names,
    server_option,
)
from nazh.adapters.inbound.discord.keep.consoles import ConsoleUseCases
from nazh.adapters.inbound.discord.keep.server_actions import (
    REMOVE,
    ServerUseCases,
    changes_pages,
    list_pages,
    probe_response,
    read_changes,
    read_list,
)
from nazh.adapters.inbound.discord.keep.server_commands import console_commands
from nazh.adapters.inbound.discord.keep.server_forms import (
    add_form,
    edit_form,
    password_form,
)
from nazh.adapters.inbound.discord.keep.server_status import status_commands
from nazh.adapters.inbound.discord.ui import DANGER
from nazh.adapters.inbound.texts.keep import servers as texts
from nazh.application.keep.servers.show_servers import ShowServers
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.kernel.identity import RoleId

_NO_ACCESS: Final = "none"
_LEVELS: Final[Mapping[str, AccessLevel | None]] = {
    **{level.name.lower(): level for level in AccessLevel},
    _NO_ACCESS: None,
}


def server_group(
    use_cases: ServerUseCases,
    consoles: ConsoleUseCases,
    profiles: Mapping[str, Profile],
    signer: ComponentSigner,
) -> lightbulb.Group:
    """Return the command ``/server`` with its subcommands."""
    group = lightbulb.Group("server", "The game servers of this Discord server.", **IN_GUILDS)
    for command in (
        _add_command(profiles),
        *_view_commands(use_cases, profiles, signer),
        *_change_commands(use_cases.show),
        _access_command(use_cases),
        *status_commands(use_cases.show, use_cases.show_status),
        *console_commands(consoles, signer),
    ):
        group.register(command)
    return group


def _add_command(profiles: Mapping[str, Profile]) -> type[lightbulb.SlashCommand]:
    games = [lightbulb.Choice(profile.title, name) for name, profile in profiles.items()]

    class Add(lightbulb.SlashCommand, name="add", description="Add a game server."):
        game = lightbulb.string("game", "The game", choices=games)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            caller_of(interaction).check_manager()
            return add_form(profiles[self.game], private_translator(interaction))

    return Add


def _view_commands(
    use_cases: ServerUseCases, profiles: Mapping[str, Profile], signer: ComponentSigner
) -> tuple[type[lightbulb.SlashCommand], ...]:
    """Return the subcommands that show servers and their changes, and test a connection."""

    class List(
        lightbulb.SlashCommand,
        name="list",
        description="Show the game servers and who may use them.",
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            translator = private_translator(interaction)
            paged = await read_list(use_cases.show, profiles, interaction, translator)
            return list_pages(signer).first_response(interaction, paged, translator)

    class Log(
        lightbulb.SlashCommand,
        name="log",
        description="Show who changed the game servers, their access and their bridges.",
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            translator = private_translator(interaction)
            paged = await read_changes(use_cases.show_changes, interaction, translator)
            return changes_pages(signer).first_response(interaction, paged, translator)

    class Test(
        lightbulb.SlashCommand,
        name="test",
        description="Connect to a game server, and show which step fails.",
    ):
        server = server_option(use_cases.show, "The game server")

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return probe_response(use_cases, interaction, self.server)

    return List, Log, Test


def _change_commands(show: ShowServers) -> tuple[type[lightbulb.SlashCommand], ...]:
    """Return the subcommands that ask how to change a server, or whether to remove it."""

    class Edit(
        lightbulb.SlashCommand,
        name="edit",
        description="Change the name, address or password of a game server.",
    ):
        server = server_option(show, "The game server")

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            server = await show.one(caller_of(interaction), self.server)
            return edit_form(server, private_translator(interaction))

    class Password(
        lightbulb.SlashCommand,
        name="password",
        description="Enter the password of a game server's console again.",
    ):
        server = server_option(show, "The game server")

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            server = await show.one(caller_of(interaction), self.server)
            return password_form(server, private_translator(interaction))

    class Remove(
        lightbulb.SlashCommand,
        name="remove",
        description="Remove a game server from the bot; the game keeps running.",
    ):
        server = server_option(show, "The game server")

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            server = await show.one(caller_of(interaction), self.server)
            translator = private_translator(interaction)
            return private(
                texts.remove_question(server, translator),
                server_button(translator(texts.REMOVE), REMOVE, server, style=DANGER),
            )

    return Edit, Password, Remove


def _access_command(use_cases: ServerUseCases) -> type[lightbulb.SlashCommand]:
    class Access(
        lightbulb.SlashCommand,
        name="access",
        description="Choose what a role may do in the consoles of game servers.",
    ):
        role = lightbulb.role("role", "The role whose members get access")
        level = lightbulb.string(
            "level",
            "What they may do",
            choices=[lightbulb.Choice(texts.LEVEL_CHOICES[name], name) for name in _LEVELS],
        )
        server = lightbulb.string(
            "server",
            "The game server; leave it out for all of them",
            default=None,
            max_length=LONGEST_TYPED_NAME,
            autocomplete=server_names(use_cases.show),
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            role, level = RoleId(self.role.id), _LEVELS[self.level]
            caller = caller_of(interaction)
            server = await use_cases.change_access(caller, role, level, self.server)
            translator = private_translator(interaction)
            return private(texts.access_text(role, level, server, caller.guild, translator))

    return Access
