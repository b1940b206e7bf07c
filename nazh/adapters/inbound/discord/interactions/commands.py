"""Declares commands as lightbulb classes whose handler returns its response."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, TypedDict, TypeVar

import hikari
import lightbulb

from nazh.adapters.inbound.discord.interactions.languages import localized
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.domain.kernel.identity import GuildId

Command: TypeAlias = type[lightbulb.SlashCommand | lightbulb.MessageCommand] | lightbulb.Group
Guard: TypeAlias = Callable[
    [hikari.CommandInteraction | hikari.ComponentInteraction | hikari.ModalInteraction, str],
    Awaitable[None],
]
"""Raises a Refusal if a command or action of a context may not run now. It is named as in
``HandlerName``."""
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


@dataclass(frozen=True, slots=True)
class InOneGuild:
    """A command that Discord offers in one guild only. Its handler must check who uses it."""

    command: Command
    guild: GuildId


Offer: TypeAlias = Command | InOneGuild
"""A command, and whether it is offered everywhere or in one guild."""


def offered_command(offer: Offer) -> Command:
    """Return the command, wherever it is offered."""
    return offer.command if isinstance(offer, InOneGuild) else offer


def handler(method: Handler[CommandClass]) -> Handler[CommandClass]:
    """Mark the method of a command that returns its response.

    ``InteractionRouter`` calls it within the interaction pipeline, with the options already parsed.
    """
    return lightbulb.invoke(method)


def new_command_client(
    bot: hikari.GatewayBot | hikari.RESTBot, offers: Iterable[Offer], *, syncs: bool
) -> lightbulb.Client:
    """Return lightbulb's client with commands; ``syncs`` registers them at start."""
    assert not lightbulb.di.DI_ENABLED, "lightbulb was imported before nazh's Discord package"
    client = lightbulb.client_from_app(bot, localization_provider=localized, sync_commands=syncs)
    for offer in offers:
        guilds = [offer.guild] if isinstance(offer, InOneGuild) else None
        client.register(offered_command(offer), guilds=guilds)
    return client


def words_of(command: Command) -> tuple[str, ...]:
    """Return the words of a command, or of all commands of a group: "fair open"."""
    if isinstance(command, lightbulb.Group):
        return tuple(
            f"{command.name} {words}"
            for subcommand in command.subcommands.values()
            for words in _words_below(subcommand)
        )
    return (command._command_data.name,)


def _words_below(
    subcommand: lightbulb.SubGroup | type[lightbulb.CommandBase],
) -> tuple[str, ...]:
    if isinstance(subcommand, lightbulb.SubGroup):
        return tuple(
            f"{subcommand.name} {inner._command_data.name}"
            for inner in subcommand.subcommands.values()
        )
    return (subcommand._command_data.name,)
