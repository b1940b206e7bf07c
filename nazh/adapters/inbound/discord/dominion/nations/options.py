"""Declares the options that take a nation, and suggests names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import lightbulb

from nazh.adapters.inbound.discord.interactions.commands import Autocomplete
from nazh.adapters.inbound.discord.interactions.responses import (
    MAX_CHOICES,
    Response,
    choices_response,
)
from nazh.application.dominion.ports import NationDirectory
from nazh.domain.dominion.names.names import name_key
from nazh.domain.kernel.identity import GuildId

LONGEST_NAME: Final = 100
"""Characters of a name that can be typed. The game decides which names are valid."""


def nation_names(directory: NationDirectory, *, has_own: bool = True) -> Autocomplete:
    """Return the autocomplete of options that take a nation, or one other than the server's own."""

    async def complete(context: lightbulb.AutocompleteContext[str]) -> Response:
        guild_id, typed = context.interaction.guild_id, str(context.focused.value or "")
        assert guild_id is not None  # the commands are in servers only
        guild = GuildId(guild_id)
        names = await directory.suggested(typed, guild, MAX_CHOICES, has_own=has_own)
        return choices_response((name, name) for name in names)

    return complete


def matching_names(names: Iterable[str], context: lightbulb.AutocompleteContext[str]) -> Response:
    """Return the choices of an option: the names that contain what the user has typed."""
    key = name_key(str(context.focused.value or ""))
    return choices_response((name, name) for name in names if key in name_key(name))


def nation_option(names: Autocomplete, description: str = "The nation") -> str:
    """Declare the option ``nation`` of a command, which takes the name of a nation."""
    return lightbulb.string("nation", description, max_length=LONGEST_NAME, autocomplete=names)


def optional_nation_option(
    names: Autocomplete, description: str = "Which one (this server's)"
) -> str | None:
    """Declare the option ``nation`` of a command that shows the server's own without it."""
    return lightbulb.string(
        "nation", description, default=None, max_length=LONGEST_NAME, autocomplete=names
    )
