"""The switchboard: hands each interaction that came over HTTP to its command, button or form.

Commands are the same classes that lightbulb runs on the gateway, by the names that lightbulb gave
them in every language. Its pipeline of hooks, of which we have none, is left out: it costs more
than the roll that it runs (docs/adr/0025-interactions-over-http.md).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final, TypeAlias, TypeVar

import hikari
import lightbulb

from nazh.adapters.inbound.discord.answers import Answer
from nazh.adapters.inbound.discord.client import Command, new_command_client, refuse_unknown
from nazh.adapters.inbound.discord.components import ComponentRouter
from nazh.adapters.inbound.discord.door import Door

Path: TypeAlias = tuple[int, tuple[str, ...]]
"""Discord's number for the kind of command, and its name behind those of its groups."""
Option = TypeVar("Option", bound=hikari.CommandInteractionOption)
_GROUPED: Final = (hikari.OptionType.SUB_COMMAND, hikari.OptionType.SUB_COMMAND_GROUP)


class Switchboard:
    """Connects. ``open`` it before the first interaction."""

    def __init__(
        self,
        bot: hikari.RESTBot,
        commands: Iterable[Command],
        components: ComponentRouter,
        door: Door,
    ) -> None:
        self._client = new_command_client(bot, commands, syncs=False)
        self._components = components
        self._door = door
        self._commands: Mapping[Path, type[lightbulb.CommandBase]] = {}
        # Contexts of lightbulb's want to tell somebody that they have answered; nobody listens.
        self._unheard = asyncio.Event()

    async def open(self) -> None:
        """Name every command. Asks Discord nothing."""
        await self._client.start()
        self._commands = dict(_named(self._client))

    async def connect(self, interaction: hikari.PartialInteraction) -> None:
        """Let whatever it is for answer ``interaction``; what is for nothing is refused."""
        match interaction:
            case hikari.CommandInteraction():
                await self._invoke(interaction)
            case hikari.ComponentInteraction():
                await self._components.press(interaction)
            case hikari.AutocompleteInteraction():
                await self._complete(interaction)
            case hikari.ModalInteraction():
                await self._components.submit(interaction)
            case _:
                await self._door.receive(interaction, refuse_unknown)

    async def _invoke(self, interaction: hikari.CommandInteraction) -> None:
        path, options = _path(interaction.command_name, interaction.options)
        command_class = self._commands.get((int(interaction.command_type), path))
        if command_class is None:
            await self._door.receive(interaction, refuse_unknown)
            return
        command = command_class()
        context = lightbulb.Context(self._client, interaction, options, command, self._unheard)
        try:
            await command._resolve_options()
            await getattr(command, context.command_data.invoke_method)(context)
        except Exception as mishap:  # noqa: BLE001  # what goes wrong ends at the door
            await self._door.receive(interaction, partial(_fail, mishap))

    async def _complete(self, interaction: hikari.AutocompleteInteraction) -> None:
        path, options = _path(interaction.command_name, interaction.options)
        command = self._commands.get((int(interaction.command_type), path))
        if command is None:
            await self._door.receive(interaction, refuse_unknown)
            return
        context = lightbulb.AutocompleteContext[str](
            self._client, interaction, options, command, self._unheard
        )
        typed = next((option.name for option in options if option.is_focused), None)
        for option in command._command_data.options.values():
            if option._localized_name == typed and option.autocomplete_provider:
                await option.autocomplete_provider(context)
                return
        await self._door.receive(interaction, refuse_unknown)


def _named(client: lightbulb.Client) -> Iterator[tuple[Path, type[lightbulb.CommandBase]]]:
    """Yield every command of every server, as lightbulb has named it."""
    for commands in client.invokable_commands.values():
        for path, command in commands.items():
            if command.slash is not None:
                yield (int(hikari.CommandType.SLASH), path), command.slash
            if command.message is not None:
                yield (int(hikari.CommandType.MESSAGE), path), command.message


def _path(name: str, options: Sequence[Option] | None) -> tuple[tuple[str, ...], Sequence[Option]]:
    """Return the name of a command behind those of its groups, and its own options."""
    path: tuple[str, ...] = (name,)
    inner = options or ()
    while inner and inner[0].type in _GROUPED:
        path, inner = (*path, inner[0].name), inner[0].options or ()
    return path, inner


async def _fail(mishap: Exception) -> Answer:
    raise mishap
