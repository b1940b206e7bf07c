"""Declares commands as lightbulb classes whose handler returns its response."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Final, TypeAlias, TypedDict, TypeVar

import hikari
import lightbulb

from nazh.adapters.inbound.discord.interactions.languages import localized
from nazh.adapters.inbound.discord.interactions.responses import Response

Command: TypeAlias = type[lightbulb.SlashCommand | lightbulb.MessageCommand] | lightbulb.Group
Autocomplete: TypeAlias = Callable[[lightbulb.AutocompleteContext[str]], Awaitable[Response]]
"""Returns the choices for what a user has typed; passed to an option as ``autocomplete``."""
CommandClass = TypeVar("CommandClass", bound=lightbulb.CommandBase)
Handler: TypeAlias = Callable[[CommandClass, hikari.CommandInteraction], Awaitable[Response]]


class Placement(TypedDict):
    """The places where a command can be used, and the kind of installation that it needs."""

    contexts: Sequence[hikari.ApplicationContextType]
    integration_types: Sequence[hikari.ApplicationIntegrationType]


EVERYWHERE: Final[Placement] = {
    "contexts": tuple(hikari.ApplicationContextType),
    "integration_types": tuple(hikari.ApplicationIntegrationType),
}
IN_GUILDS: Final[Placement] = {
    "contexts": (hikari.ApplicationContextType.GUILD,),
    "integration_types": (hikari.ApplicationIntegrationType.GUILD_INSTALL,),
}


def handler(method: Handler[CommandClass]) -> Handler[CommandClass]:
    """Mark the method of a command that returns its response.

    ``InteractionRouter`` calls it within the interaction pipeline, with the options already parsed.
    """
    return lightbulb.invoke(method)


def new_command_client(
    bot: hikari.GatewayBot | hikari.RESTBot, commands: Iterable[Command], *, syncs: bool
) -> lightbulb.Client:
    """Return lightbulb's client with ``commands``; ``syncs`` registers them at start."""
    assert not lightbulb.di.DI_ENABLED, "lightbulb was imported before nazh's Discord package"
    client = lightbulb.client_from_app(bot, localization_provider=localized, sync_commands=syncs)
    for command in commands:
        client.register(command)
    return client
