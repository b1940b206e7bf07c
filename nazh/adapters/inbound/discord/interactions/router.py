"""Routes every interaction to its handler, through the interaction pipeline.

Gateway and HTTP share it, and nothing else runs handlers, so that none bypasses admission, rate
limits and metrics. Commands are found by the names that lightbulb gave them in every language.
lightbulb's own pipeline of hooks is skipped: it is not used and costs more than a roll
(docs/adr/0025-interactions-over-http.md).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple, TypeAlias, TypeVar

import hikari
import lightbulb

from nazh.adapters.inbound.discord.errors import UnknownCommand
from nazh.adapters.inbound.discord.interactions.commands import (
    Command,
    Guard,
    Offer,
    new_command_client,
    offered_command,
)
from nazh.adapters.inbound.discord.interactions.component_router import ComponentRouter
from nazh.adapters.inbound.discord.interactions.option_values import DeclaredOptions
from nazh.adapters.inbound.discord.interactions.pipeline import InteractionPipeline
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.discord.interactions.telemetry import UNKNOWN, HandlerName

Path: TypeAlias = tuple[int, tuple[str, ...]]
"""Discord's number for the kind of command, and its name after those of its groups."""
Option = TypeVar("Option", bound=hikari.CommandInteractionOption)
_GROUPED: Final = (hikari.OptionType.SUB_COMMAND, hikari.OptionType.SUB_COMMAND_GROUP)


class _Route(NamedTuple):
    command: type[lightbulb.CommandBase]
    name: HandlerName
    autocomplete: HandlerName
    options: DeclaredOptions

    @property
    def names(self) -> tuple[HandlerName, ...]:
        options = self.command._command_data.options.values()
        has_autocomplete = any(option.autocomplete_provider for option in options)
        return (self.name, self.autocomplete) if has_autocomplete else (self.name,)


class InteractionRouter:
    """Dispatches commands, autocomplete, components and modals.

    ``commands`` and ``guards`` are by the name of their context. ``open`` must be called before the
    first interaction.
    """

    def __init__(
        self,
        bot: hikari.GatewayBot | hikari.RESTBot,
        commands: Mapping[str, Sequence[Offer]],
        components: ComponentRouter,
        pipeline: InteractionPipeline,
        guards: Mapping[str, Guard] | None = None,
    ) -> None:
        offered = [command for group in commands.values() for command in group]
        self.client = new_command_client(bot, offered, syncs=False)
        self._contexts = {
            _root_name(offered_command(offer)): context
            for context, group in commands.items()
            for offer in group
        }
        self._components = components
        self._pipeline = pipeline
        self._guards = guards or {}
        self._routes: Mapping[Path, _Route] = {}
        # lightbulb's contexts set this when they respond, which does not happen here.
        self._responded = asyncio.Event()

    async def open(self) -> None:
        """Read the names of all commands. Makes no request."""
        await self.client.start()
        self._routes = dict(self._named_commands())
        for name in (*self.handlers, UNKNOWN):
            self._pipeline.register(name)

    @property
    def handlers(self) -> Sequence[HandlerName]:
        """The names of all handlers, as they label metrics, once it is open."""
        names = [name for route in self._routes.values() for name in route.names]
        return tuple(dict.fromkeys((*names, *self._components.handlers)))

    def knows(self, interaction: hikari.PartialInteraction) -> bool:
        """Return whether this version has the command of ``interaction``."""
        if isinstance(interaction, hikari.CommandInteraction | hikari.AutocompleteInteraction):
            path, _ = _path(interaction.command_name, interaction.options)
            return (int(interaction.command_type), path) in self._routes
        return isinstance(interaction, hikari.ComponentInteraction | hikari.ModalInteraction)

    async def dispatch(self, interaction: hikari.PartialInteraction) -> None:
        """Run the handler of ``interaction``, or refuse it if there is none. Never raises."""
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
                await self._pipeline.run(interaction, UNKNOWN, _reject_unknown)

    async def _invoke(self, interaction: hikari.CommandInteraction) -> None:
        path, options = _path(interaction.command_name, interaction.options)
        route = self._routes.get((int(interaction.command_type), path))
        if route is None:
            await self._pipeline.run(interaction, UNKNOWN, _reject_unknown)
            return
        work = partial(self._run_command, route, interaction, options)
        await self._pipeline.run(interaction, route.name, work)

    async def _run_command(
        self,
        route: _Route,
        interaction: hikari.CommandInteraction,
        options: Sequence[hikari.CommandInteractionOption],
    ) -> Response:
        route.options.check(options, interaction.resolved)
        if route.name.context in self._guards:
            await self._guards[route.name.context](interaction, route.name.command)
        command = route.command()
        # lightbulb reads the options from the command's context.
        context = lightbulb.Context(self.client, interaction, options, command, self._responded)
        await command._resolve_options()
        response: Response = await getattr(command, context.command_data.invoke_method)(interaction)
        return response

    async def _complete(self, interaction: hikari.AutocompleteInteraction) -> None:
        path, options = _path(interaction.command_name, interaction.options)
        route = self._routes.get((int(interaction.command_type), path))
        typed = next((option.name for option in options if option.is_focused), None)
        if route is not None:
            for option in route.command._command_data.options.values():
                if option._localized_name == typed and option.autocomplete_provider:
                    context = lightbulb.AutocompleteContext[str](
                        self.client, interaction, options, route.command, self._responded
                    )
                    work = partial(option.autocomplete_provider, context)
                    await self._pipeline.run(interaction, route.autocomplete, work)
                    return
        await self._pipeline.run(interaction, UNKNOWN, _reject_unknown)

    def _named_commands(self) -> Iterator[tuple[Path, _Route]]:
        """Yield every command by every name that lightbulb has given it."""
        for commands in self.client.invokable_commands.values():
            for path, command in commands.items():
                if command.slash is not None:
                    yield (int(hikari.CommandType.SLASH), path), self._route(command.slash)
                if command.message is not None:
                    yield (int(hikari.CommandType.MESSAGE), path), self._route(command.message)

    def _route(self, command: type[lightbulb.CommandBase]) -> _Route:
        # The names are lightbulb's localization keys, which are the English ones.
        words = command._command_data.qualified_name
        context = self._contexts[_root_name(command)]
        return _Route(
            command,
            HandlerName(context, words),
            HandlerName(context, f"{words} autocomplete"),
            DeclaredOptions(command._command_data.options.values()),
        )


def _root_name(command: Command | type[lightbulb.CommandBase]) -> str:
    """Return the name of a command, or of the group that it is in."""
    data = command._command_data
    while data.parent is not None:
        data = data.parent._command_data
    return data.name


def _path(name: str, options: Sequence[Option] | None) -> tuple[tuple[str, ...], Sequence[Option]]:
    """Return the name of a command after those of its groups, and its own options."""
    path: tuple[str, ...] = (name,)
    inner = options or ()
    while inner and inner[0].type in _GROUPED:
        path, inner = (*path, inner[0].name), inner[0].options or ()
    return path, inner


async def _reject_unknown() -> Response:
    raise UnknownCommand
