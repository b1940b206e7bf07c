"""The subcommands of ``/dominion-ops`` that retry parked work and check the invariants."""

from __future__ import annotations

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.operations.options import reason_option
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import private
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import (
    File,
    Json,
    Response,
    deferred,
)
from nazh.adapters.inbound.discord.ui import embed_body
from nazh.adapters.inbound.texts.dominion.operations.repairs import checked_text, retried_text
from nazh.application.dominion.operations.check_world import CheckWorld
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


def check_command(check: CheckWorld) -> type[lightbulb.SlashCommand]:
    """Return the subcommand ``check``, which answers when the check is done."""

    class Check(
        lightbulb.SlashCommand, name="check", description="Check the invariants of the world now."
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            requester, translator = requester_of(interaction), private_translator(interaction)

            async def finish() -> tuple[Json, tuple[File, ...]]:
                return embed_body(checked_text(await check(requester), translator)), ()

            return deferred(f"{interaction.id}+check", finish)

    return Check
