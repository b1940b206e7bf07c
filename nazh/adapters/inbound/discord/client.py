"""The lightbulb client with the commands that it is given, and what runs it on the gateway."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable
from typing import TypeAlias

import hikari
import lightbulb

from nazh.adapters.inbound.discord.answers import Answer
from nazh.adapters.inbound.discord.components import ComponentRouter
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.discord.gateway import plain_error
from nazh.adapters.inbound.discord.languages import localized
from nazh.adapters.inbound.discord.rest_bot import open_requests

Command: TypeAlias = type[lightbulb.SlashCommand | lightbulb.MessageCommand] | lightbulb.Group


def new_command_client(
    bot: hikari.GatewayBot | hikari.RESTBot, commands: Iterable[Command], *, syncs: bool
) -> lightbulb.Client:
    """Return lightbulb's client with ``commands``; ``syncs`` tells Discord of them at the start."""
    assert not lightbulb.di.DI_ENABLED, "lightbulb was imported before nazh's Discord room"
    client = lightbulb.client_from_app(bot, localization_provider=localized, sync_commands=syncs)
    for command in commands:
        client.register(command)
    return client


async def tell_commands(bot: hikari.GatewayBot, commands: Collection[Command]) -> int:
    """Tell Discord all commands, and return how many; ``bot`` needs no line to the gateway.

    Raises TokenRefused or CannotStart.
    """
    client = new_command_client(bot, commands, syncs=True)
    open_requests(bot)
    try:
        await client.start()
    except (hikari.HikariError, OSError) as error:
        raise plain_error(error) from error
    finally:
        await bot.rest.close()
    return len(commands)


class CommandClient:
    """Commands, buttons and forms on a gateway bot; ``syncs`` tells Discord the commands first."""

    def __init__(
        self,
        bot: hikari.GatewayBot,
        commands: Iterable[Command],
        components: ComponentRouter,
        door: Door,
        *,
        syncs: bool = True,
    ) -> None:
        self._door = door
        self._client = new_command_client(bot, commands, syncs=syncs)
        self._client.error_handler(self._answer_mishap)
        self._has_failed = asyncio.Event()
        self._reason: Exception | None = None
        # Not StartedEvent: interactions that come before it would be dropped.
        bot.subscribe(hikari.StartingEvent, self._start)
        bot.subscribe(hikari.ComponentInteractionCreateEvent, components.on_button)
        bot.subscribe(hikari.ModalInteractionCreateEvent, components.on_form)

    async def failure(self) -> Exception:
        """Wait until Discord has not taken the commands, and return why; else wait for ever."""
        await self._has_failed.wait()
        assert self._reason is not None
        return plain_error(self._reason)

    async def _answer_mishap(
        self, failed: lightbulb.exceptions.ExecutionPipelineFailedException
    ) -> bool:
        # What goes wrong inside a command ends at the door; this is for lightbulb's own steps.
        async def fail() -> Answer:
            raise failed.causes[0]

        await self._door.receive(failed.context.interaction, fail)
        return True

    async def _start(self, _: hikari.StartingEvent) -> None:
        # hikari logs what a listener raises and goes on; the start must not go on unnoticed.
        try:
            await self._client.start()
        except (hikari.HikariError, OSError) as reason:
            self._reason = reason
            self._has_failed.set()
