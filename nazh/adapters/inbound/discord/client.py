"""The lightbulb client over a gateway bot; it registers what it is given."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.components import ComponentRouter
from nazh.adapters.inbound.discord.errors import CannotStart

_LOG: Final = logging.getLogger(__name__)


class CommandClient:
    """Commands, buttons and forms on a gateway bot."""

    def __init__(
        self,
        bot: hikari.GatewayBot,
        commands: Iterable[type[lightbulb.SlashCommand]],
        components: ComponentRouter,
    ) -> None:
        assert not lightbulb.di.DI_ENABLED, "lightbulb was imported before nazh's Discord room"
        self._client = lightbulb.client_from_app(bot)
        self._failure: Exception | None = None
        for command in commands:
            self._client.register(command)
        # Not StartedEvent: interactions that come before it would be dropped.
        bot.subscribe(hikari.StartingEvent, self._start)
        bot.subscribe(hikari.ComponentInteractionCreateEvent, components.on_button)
        bot.subscribe(hikari.ModalInteractionCreateEvent, components.on_form)

    def check_started(self) -> None:
        """Raise CannotStart when Discord did not take the commands."""
        if self._failure is not None:
            reason = type(self._failure).__name__
            raise CannotStart(f"Discord did not take the commands ({reason}).") from self._failure

    async def _start(self, _: hikari.StartingEvent) -> None:
        # hikari logs what a listener raises and goes on; the start must not go on unnoticed.
        try:
            await self._client.start()
        except hikari.HikariError as failure:
            self._failure = failure
