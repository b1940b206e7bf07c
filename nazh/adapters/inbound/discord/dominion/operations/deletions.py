"""The command with which developers order the deletion of a nation, and cancel it."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.guards import DEVELOPER_PREFIX
from nazh.adapters.inbound.discord.dominion.nations.options import nation_names, nation_option
from nazh.adapters.inbound.discord.dominion.operations.options import reason_button, typed_reason
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import private
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.component_router import (
    ButtonAction,
    FormAction,
    read_number,
)
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.discord.ui import DANGER
from nazh.adapters.inbound.texts.dominion.buttons import CONTINUE
from nazh.adapters.inbound.texts.dominion.operations import deletions as texts
from nazh.application.dominion.operations.moderate import InspectNation
from nazh.application.dominion.operations.order_deletion import OrderDeletion, RevokeDeletion
from nazh.application.dominion.ports import NationDirectory
from nazh.domain.kernel.identity import GuildId

DELETE: Final = f"{DEVELOPER_PREFIX}delete"
REVOKE: Final = f"{DEVELOPER_PREFIX}revoke"


def delete_command(
    inspect: InspectNation, directory: NationDirectory
) -> type[lightbulb.SlashCommand]:
    """Return the subcommand ``delete``, which asks first, or offers to cancel the order."""

    class Delete(
        lightbulb.SlashCommand,
        name="delete",
        description="Delete a nation, after a preview, or cancel its deletion.",
    ):
        nation = nation_option(nation_names(directory))

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            inspected = await inspect(requester_of(interaction), self.nation)
            translator = private_translator(interaction)
            action = REVOKE if inspected.nation.is_deletion_ordered else DELETE
            guild = str(inspected.nation.guild)
            proceed = action_button(translator(CONTINUE), action, guild, style=DANGER)
            return private(texts.deletion_question(inspected, translator), proceed)

    return Delete


def delete_button() -> ButtonAction:
    """Return the action of Continue below the preview, which asks for the reason."""
    return reason_button(DELETE, texts.DELETE_TITLE)


def delete_form(order: OrderDeletion) -> FormAction:
    """Return the action of the modal that orders the deletion."""

    async def submit(interaction: hikari.ModalInteraction, arguments: str) -> Response:
        guild, reason = GuildId(read_number(arguments)), typed_reason(interaction)
        result = await order(requester_of(interaction), guild, reason)
        return private(texts.ordered_text(result, private_translator(interaction)))

    return submit


def revoke_button() -> ButtonAction:
    """Return the action of Continue below an order, which asks for the reason to cancel it."""
    return reason_button(REVOKE, texts.REVOKE_TITLE)


def revoke_form(revoke: RevokeDeletion) -> FormAction:
    """Return the action of the modal that cancels the deletion."""

    async def submit(interaction: hikari.ModalInteraction, arguments: str) -> Response:
        guild, reason = GuildId(read_number(arguments)), typed_reason(interaction)
        result = await revoke(requester_of(interaction), guild, reason)
        return private(texts.revoked_text(result, private_translator(interaction)))

    return submit
