"""The command ``/dominion-ops announce``, with which developers write to all nations."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.guards import DEVELOPER_PREFIX
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
from nazh.adapters.inbound.texts.dominion.operations import announcements as texts
from nazh.application.dominion.operations.announce_to_all import AnnounceToAll
from nazh.domain.dominion.government.announcements import MAX_CHARACTERS

ANNOUNCE: Final = f"{DEVELOPER_PREFIX}announce"


def announce_command(announce: AnnounceToAll) -> type[lightbulb.SlashCommand]:
    """Return the subcommand, which previews the announcement before it is sent."""

    class Announce(
        lightbulb.SlashCommand,
        name="announce",
        description="Announce something to all nations, after a preview.",
    ):
        message = lightbulb.string(
            "message", "The text of the announcement", max_length=MAX_CHARACTERS
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            draft = await announce.draft(requester_of(interaction), self.message)
            translator = private_translator(interaction)
            proceed = action_button(translator(CONTINUE), ANNOUNCE, str(draft.number), style=DANGER)
            return private(texts.announcement_question(draft, translator), proceed)

    return Announce


def announce_button() -> ButtonAction:
    """Return the action of Continue below the preview, which asks for the reason."""
    return reason_button(ANNOUNCE, texts.TITLE)


def announce_form(announce: AnnounceToAll) -> FormAction:
    """Return the action of the modal that sends the announcement."""

    async def submit(interaction: hikari.ModalInteraction, arguments: str) -> Response:
        number, reason = read_number(arguments), typed_reason(interaction)
        await announce.send(requester_of(interaction), number, reason)
        return private(texts.announcement_sent(private_translator(interaction)))

    return submit
