"""Receives interactions on a gateway bot, and registers its commands with Discord."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.errors import StartFailed, TokenRejected
from nazh.adapters.inbound.discord.gateway.gateway_bot import translate_errors
from nazh.adapters.inbound.discord.interactions.commands import Offer, new_command_client
from nazh.adapters.inbound.discord.interactions.component_router import ComponentRouter
from nazh.adapters.inbound.discord.interactions.router import InteractionRouter
from nazh.adapters.inbound.discord.rest_bot import start_rest_client

RETRY_AFTER: Final = 60.0
"""Seconds until registration is retried after Discord failed."""
RETRY_AFTER_REJECTION: Final = 3600.0
"""Seconds until registration is retried after Discord rejected the commands: it accepts a limited
number of new ones per day, and a rejection may be temporary."""
UNKNOWN_COMMAND_DELAY: Final = 1.0
"""Seconds for which an unknown command is left to a newer process: during a rolling update one may
serve the same shard, and a command that it has answered must not be refused here."""
_LOG: Final = logging.getLogger(__name__)


async def sync_application_commands(bot: hikari.GatewayBot, commands: Collection[Offer]) -> int:
    """Register all commands with Discord, and return how many; ``bot`` needs no gateway connection.

    Raises TokenRejected or StartFailed.
    """
    client = new_command_client(bot, commands, syncs=True)
    start_rest_client(bot)
    try:
        with translate_errors():
            await client.start()
    finally:
        await bot.rest.close()
    return len(commands)


class CommandClient:
    """Handles a gateway bot's interactions; ``syncs`` says whether ``sync`` does anything."""

    def __init__(
        self,
        bot: hikari.GatewayBot,
        router: InteractionRouter,
        components: ComponentRouter,
        *,
        syncs: bool = True,
        retry_after: float = RETRY_AFTER,
        retry_after_rejection: float = RETRY_AFTER_REJECTION,
        unknown_command_delay: float = UNKNOWN_COMMAND_DELAY,
    ) -> None:
        self._router = router
        self._unknown_command_delay = unknown_command_delay
        self._retry_after = retry_after
        self._retry_after_rejection = retry_after_rejection
        self.sync_error: str | None = None
        self._syncs = syncs
        self._client: lightbulb.Client = router.client
        # lightbulb's own listener would not respond to a command that it does not know.
        (lightbulb_listener,) = bot.get_listeners(hikari.InteractionCreateEvent, polymorphic=False)
        bot.unsubscribe(hikari.InteractionCreateEvent, lightbulb_listener)
        bot.subscribe(hikari.CommandInteractionCreateEvent, self._on_command)
        bot.subscribe(hikari.AutocompleteInteractionCreateEvent, self._on_command)
        bot.subscribe(hikari.ComponentInteractionCreateEvent, components.on_button)
        bot.subscribe(hikari.ModalInteractionCreateEvent, components.on_form)

    async def listen(self) -> None:
        """Start to handle interactions; earlier ones are dropped. Makes no request to Discord."""
        await self._router.open()

    async def sync(self) -> None:
        """Register the commands if this is enabled, and retry until Discord accepts them.

        Users are served meanwhile: Discord keeps the commands that it has, so a rejection is no
        reason to stop. ``sync_error`` has the reason. Raises TokenRejected.
        """
        if not self._syncs:
            return
        self._client.sync_commands = True
        synced = await self._try_sync()
        while not synced:
            await asyncio.sleep(
                self._retry_after_rejection if self.sync_error else self._retry_after
            )
            synced = await self._try_sync()

    async def _on_command(
        self,
        event: hikari.CommandInteractionCreateEvent | hikari.AutocompleteInteractionCreateEvent,
    ) -> None:
        if not self._router.knows(event.interaction):
            await asyncio.sleep(self._unknown_command_delay)
        await self._router.dispatch(event.interaction)

    async def _try_sync(self) -> bool:
        try:
            with translate_errors():
                await self._client.sync_application_commands()
        except StartFailed as error:
            cause = error.__cause__
            if not isinstance(cause, hikari.ClientHTTPResponseError):
                _LOG.warning("could not register the commands, trying again in a minute: %s", error)
                return False
            self.sync_error = f"Discord rejected the commands (status {int(cause.status)})"
            _LOG.error("%s, trying again in an hour: %s", self.sync_error, cause)
            return False
        except TokenRejected:
            raise
        except Exception:  # noqa: BLE001  # users are served with the commands that Discord has
            self.sync_error = "The commands could not be registered"
            _LOG.exception("%s, trying again in an hour", self.sync_error)
            return False
        self.sync_error = None
        return True
