"""Identifies the user of a Keep command, and the game server that it is for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.guilds.members import (
    UserInteraction,
    can_manage_guild,
    require_server,
)
from nazh.adapters.inbound.discord.interactions.commands import Autocomplete
from nazh.adapters.inbound.discord.interactions.component_router import (
    context_custom_id,
    read_number,
)
from nazh.adapters.inbound.discord.interactions.responses import Json, Response, choices_response
from nazh.adapters.inbound.discord.ui import SECONDARY, button
from nazh.application.keep.servers.show_servers import ShowServers
from nazh.domain.keep.access import Caller
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.servers import GameServer, GameServerId, server_name_key
from nazh.domain.kernel.identity import RequestId, RoleId, UserId

LONGEST_TYPED_NAME: Final = 100
"""Characters of a game server's name that can be typed as an option."""


def caller_of(interaction: UserInteraction | hikari.AutocompleteInteraction) -> Caller:
    """Return the user with their roles, including ``@everyone``, whose id is the server's.

    Raises InvalidComponent in direct messages.
    """
    guild = require_server(interaction)
    roles = () if interaction.member is None else interaction.member.role_ids
    return Caller(
        guild=guild,
        user=UserId(interaction.user.id),
        roles=frozenset(RoleId(role) for role in (guild, *roles)),
        is_manager=can_manage_guild(interaction),
        interaction=RequestId(str(interaction.id)),
    )


def _all(server: GameServer) -> bool:
    return True


def server_option(
    show: ShowServers,
    description: str,
    is_possible: Callable[[GameServer], bool] = _all,
    least: AccessLevel = AccessLevel.VIEWER,
) -> str:
    """Declare the option ``server``, which offers the possible ones of those the user may use.

    The user needs at least the level ``least`` on a game server.
    """
    return lightbulb.string(
        "server",
        description,
        max_length=LONGEST_TYPED_NAME,
        autocomplete=server_names(show, is_possible, least),
    )


def server_names(
    show: ShowServers,
    is_possible: Callable[[GameServer], bool] = _all,
    least: AccessLevel = AccessLevel.VIEWER,
) -> Autocomplete:
    """Return the autocomplete of options that take a game server, for those who may use it."""

    async def complete(context: lightbulb.AutocompleteContext[str]) -> Response:
        shown = await show(caller_of(context.interaction))
        possible = (
            server for server, level in shown.servers if level >= least and is_possible(server)
        )
        return matching(context, possible)

    return complete


def matching(
    context: lightbulb.AutocompleteContext[str], servers: Iterable[GameServer]
) -> Response:
    """Return the names of those game servers that contain what is typed."""
    typed = server_name_key(str(context.focused.value or ""))
    names = [server.name for server in servers if typed in server_name_key(server.name)]
    return choices_response((name, name) for name in names)


def server_id(arguments: str) -> GameServerId:
    """Return the game server in a custom_id. Raises InvalidComponent."""
    return GameServerId(read_number(arguments))


def server_button(label: str, action: str, server: GameServer, *, style: int = SECONDARY) -> Json:
    """Return a button that runs an action on a game server."""
    return button(label, context_custom_id("keep", action, str(server.id)), style)
