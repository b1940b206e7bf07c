"""The command ``/dominion-ops retry``, with which developers retry parked nations and wars."""

from __future__ import annotations

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.messages import requester_of
from nazh.adapters.inbound.discord.dominion.operations.options import reason_option
from nazh.adapters.inbound.discord.embed_responses import private
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.texts.dominion.operations.repairs import retried_text
from nazh.application.dominion.operations.retry_parked import RetryParked


def retry_command(retry: RetryParked) -> type[lightbulb.SlashCommand]:
    """Return the subcommand ``retry``."""

    class Retry(lightbulb.SlashCommand, name="retry", description="Retry parked nations and wars."):
        reason = reason_option()

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            retried = await retry(requester_of(interaction), self.reason)
            return private(retried_text(retried, private_translator(interaction)))

    return Retry
