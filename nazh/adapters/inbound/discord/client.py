"""The lightbulb client with the commands that it is given, and what runs it on the gateway."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Iterable
from typing import Final, TypeAlias

import hikari
import lightbulb

from nazh.adapters.inbound.discord.answers import Answer
from nazh.adapters.inbound.discord.components import ComponentRouter
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.discord.errors import CannotStart, TokenRefused, UnknownCommand
from nazh.adapters.inbound.discord.gateway import plain_errors
from nazh.adapters.inbound.discord.languages import localized
from nazh.adapters.inbound.discord.rest_bot import open_requests

AGAIN_AFTER: Final = 60.0
"""Seconds until Discord, which had trouble taking the commands, is told them again."""
AFTER_A_NO: Final = 3600.0
"""Seconds until Discord, which has refused the commands, is told them again: it takes so many new
ones in a day, and a refusal may be over."""
BEHIND_OTHERS: Final = 1.0
"""Seconds for which an unknown command is left to a newer process: while a fleet is updated, one
may serve the same shard, and what it has answered is not ours to refuse."""
_LOG: Final = logging.getLogger(__name__)
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
        with plain_errors():
            await client.start()
    finally:
        await bot.rest.close()
    return len(commands)


async def refuse_unknown() -> Answer:
    """Tell that this version knows no such command. Raises UnknownCommand."""
    raise UnknownCommand


class CommandClient:
    """Commands, buttons and forms on a gateway bot; ``syncs`` tells Discord of them when asked."""

    def __init__(
        self,
        bot: hikari.GatewayBot,
        commands: Iterable[Command],
        components: ComponentRouter,
        door: Door,
        *,
        syncs: bool = True,
        again_after: float = AGAIN_AFTER,
        after_a_no: float = AFTER_A_NO,
        behind_others: float = BEHIND_OTHERS,
    ) -> None:
        self._door = door
        self._behind_others = behind_others
        self._again_after = again_after
        self._after_a_no = after_a_no
        self.refusal: str | None = None
        self._syncs = syncs
        self._client = new_command_client(bot, commands, syncs=False)
        self._client.error_handler(self._answer_mishap)
        # lightbulb's own listener would leave a command that it does not know without an answer.
        (its_own,) = bot.get_listeners(hikari.InteractionCreateEvent, polymorphic=False)
        bot.unsubscribe(hikari.InteractionCreateEvent, its_own)
        bot.subscribe(hikari.CommandInteractionCreateEvent, self._on_command)
        bot.subscribe(hikari.AutocompleteInteractionCreateEvent, self._on_command)
        bot.subscribe(hikari.ComponentInteractionCreateEvent, components.on_button)
        bot.subscribe(hikari.ModalInteractionCreateEvent, components.on_form)

    async def listen(self) -> None:
        """Be ready for interactions: those that come before are dropped. Asks Discord nothing."""
        await self._client.start()

    async def tell(self) -> None:
        """Tell Discord the commands, where that is wanted; again, as long as it does not take them.

        Players are answered meanwhile: Discord goes on with the commands that it knows, so what it
        says of others is no reason to leave them. ``refusal`` says it. Raises TokenRefused.
        """
        if not self._syncs:
            return
        self._client.sync_commands = True
        told = await self._told()
        while not told:
            await asyncio.sleep(self._after_a_no if self.refusal else self._again_after)
            told = await self._told()

    async def _on_command(
        self,
        event: hikari.CommandInteractionCreateEvent | hikari.AutocompleteInteractionCreateEvent,
    ) -> None:
        interaction = event.interaction
        if self._client._resolve_options_and_command(interaction) is None:
            await asyncio.sleep(self._behind_others)
            await self._door.receive(interaction, refuse_unknown)
        else:
            await self._client.handle_interaction_create(interaction)

    async def _told(self) -> bool:
        try:
            with plain_errors():
                await self._client.sync_application_commands()
        except CannotStart as trouble:
            cause = trouble.__cause__
            if not isinstance(cause, hikari.ClientHTTPResponseError):
                _LOG.warning(
                    "Discord was not told the commands, and will be in a minute: %s", trouble
                )
                return False
            self.refusal = f"Discord does not take the commands (status {int(cause.status)})"
            _LOG.error("%s, and is told again in an hour: %s", self.refusal, cause)
            return False
        except TokenRefused:
            raise
        except Exception:  # noqa: BLE001  # whatever it is, players are answered without it
            self.refusal = "Discord could not be told the commands"
            _LOG.exception("%s, and is told again in an hour", self.refusal)
            return False
        self.refusal = None
        return True

    async def _answer_mishap(
        self, failed: lightbulb.exceptions.ExecutionPipelineFailedException
    ) -> bool:
        # What goes wrong inside a command ends at the door; this is for lightbulb's own steps.
        async def fail() -> Answer:
            raise failed.causes[0]

        await self._door.receive(failed.context.interaction, fail)
        return True
